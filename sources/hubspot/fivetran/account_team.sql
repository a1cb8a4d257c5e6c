-- Who owned a company, and when: by the history of the property, of which the last value of a day counts and one that
-- changes nothing is not told again. A company without history has its owner since the day of assignment, if that is
-- known, else always.
with changes as (
  select distinct on (company_property_history.company_id, local_day(company_property_history."timestamp"))
    company_property_history.company_id,
    local_day(company_property_history."timestamp") as starts_on,
    nullif(btrim(company_property_history.value), '') as member_id
  from company_property_history
  where company_property_history.name = 'hubspot_owner_id' and company_property_history."timestamp" is not null
    and company_property_history._fivetran_active is not false
  order by company_property_history.company_id, local_day(company_property_history."timestamp"),
    company_property_history."timestamp" desc, company_property_history.value),
compared as (
  select
    changes.company_id,
    changes.starts_on,
    changes.member_id,
    lag(changes.member_id) over (partition by changes.company_id order by changes.starts_on) as before
  from changes),
periods as (
  select
    compared.company_id,
    compared.member_id,
    compared.starts_on,
    lead(compared.starts_on) over (partition by compared.company_id order by compared.starts_on) as ends_on
  from compared
  where compared.member_id is distinct from compared.before)
select
  companies.id::text as account_id,
  'csm' as role,
  periods.member_id,
  periods.starts_on,
  periods.ends_on
from companies
join periods on periods.company_id = companies.id
where periods.member_id is not null
union all
select
  companies.id::text,
  'csm',
  companies.property_hubspot_owner_id::text,
  coalesce(local_day(companies.property_hubspot_owner_assigneddate), '-infinity'),
  null
from companies
where companies.property_hubspot_owner_id is not null
  and companies.id not in (select changes.company_id from changes where changes.company_id is not null)
