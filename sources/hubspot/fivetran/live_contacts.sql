-- People of companies: one row each, as it was last synced. Deleted and merged ones are none, nor are those without a
-- company, who are leads. Of several companies the primary one counts, which is the property, or the association of
-- type 1, else the one that is there longest.
with last_synced as (
  select distinct on (contact.id)
    contact.*
  from contact
  where contact.id is not null
  order by contact.id, contact._fivetran_synced desc nulls last, contact.property_lastmodifieddate desc nulls last),
merged as (
  select distinct part as id
  from last_synced
  cross join lateral regexp_split_to_table(last_synced.property_hs_merged_object_ids, '[^0-9]+') as part
  where part <> last_synced.id::text),
live as (
  select last_synced.*
  from last_synced
  where last_synced.is_deleted is not true and last_synced._fivetran_deleted is not true
    and last_synced.id::text not in (select merged.id from merged)),
associated as (
  select distinct on (contact_company.contact_id)
    contact_company.contact_id,
    company_ids.company_id
  from contact_company
  join company_ids on company_ids.id = contact_company.company_id
  where contact_company._fivetran_deleted is not true
  order by contact_company.contact_id, contact_company.type_id = 1 desc nulls last, company_ids.company_id)
select
  live.id,
  coalesce(primary_one.company_id, associated.company_id) as company_id,
  nullif(concat_ws(' ', nullif(btrim(live.property_firstname), ''), nullif(btrim(live.property_lastname), '')), '') as name,
  live.property_email as email,
  live.property_jobtitle as title,
  live.property_hs_buying_role as buying_role,
  live.property_lastmodifieddate as updated_at
from live
left join company_ids as primary_one on primary_one.id = live.property_associatedcompanyid
left join associated on associated.contact_id = live.id
where coalesce(primary_one.company_id, associated.company_id) is not null
