-- People of companies: one row per person and role, whose id therefore has the role in it. Roles are those that were
-- chosen as buying roles; where none was, the job title says it. Since when is not known.
with chosen as (
  select distinct
    live_contacts.id,
    case btrim(word)
      when 'EXECUTIVE_SPONSOR' then 'sponsor'
      when 'BUDGET_HOLDER' then 'sponsor'
      when 'CHAMPION' then 'champion'
      when 'DECISION_MAKER' then 'decision_maker'
      else 'user'
    end as role
  from live_contacts
  cross join lateral regexp_split_to_table(upper(live_contacts.buying_role), ';') as word
  where btrim(word) <> '')
select
  live_contacts.id || ':' || coalesce(chosen.role, title_roles.role) as contact_id,
  live_contacts.company_id::text as account_id,
  live_contacts.name,
  live_contacts.email,
  coalesce(chosen.role, title_roles.role) as role,
  live_contacts.updated_at
from live_contacts
join title_roles on title_roles.id = live_contacts.id
left join chosen on chosen.id = live_contacts.id
