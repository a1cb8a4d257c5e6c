select role, feature, module, users, users_90d, adoption_rate, users_to_educate, users_away
from persona_adoption
where grouped_by = 'all'
