select
  feature, module, case when is_sticky then 'sticky' else '' end as is_sticky, eligible_accounts, using_accounts,
  adopting_accounts, adoption_rate, habitual_rate, users, uses
from feature_adoption
