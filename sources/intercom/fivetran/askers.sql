-- Who a conversation is with: one row per contact, as last seen, with the address and, if there is just one, the
-- company. Of a contact of several companies nobody knows for which one it asks.
with latest as (
  select distinct on (contact_history.id) contact_history.*
  from contact_history
  where contact_history.id <> ''
  order by contact_history.id, contact_history.updated_at desc nulls last,
    contact_history._fivetran_synced desc nulls last),
versions as (
  select contact_company_history.contact_id, contact_company_history.company_id,
    contact_company_history.contact_updated_at is not distinct from
      max(contact_company_history.contact_updated_at) over (partition by contact_company_history.contact_id) as is_latest
  from contact_company_history),
belongs as (
  select versions.contact_id, min(companies.id) as company_id
  from versions
  join companies on companies.id = versions.company_id
  where versions.is_latest
  group by versions.contact_id
  having count(distinct companies.id) = 1)
select
  latest.id,
  nullif(lower(btrim(latest.email)), '') as email,
  belongs.company_id
from latest
left join belongs on belongs.contact_id = latest.id
