-- People of companies: one row per person and role, whose id therefore has the role in it. Deleted and merged contacts
-- are none, nor are those without a company, who are leads. Of several companies the primary one counts, which is the
-- property, or the association of type 1, else the one that is there longest. Roles are those that were chosen as
-- buying roles; where none was, the job title, which says who decides, administrates or pays, but not who is a sponsor
-- or a champion. Since when is not known.
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
  order by contact_company.contact_id, contact_company.type_id = 1 desc nulls last, company_ids.company_id),
chosen as (
  select distinct
    live.id,
    case btrim(word)
      when 'EXECUTIVE_SPONSOR' then 'sponsor'
      when 'BUDGET_HOLDER' then 'sponsor'
      when 'CHAMPION' then 'champion'
      when 'DECISION_MAKER' then 'decision_maker'
      else 'user'
    end as role
  from live
  cross join lateral regexp_split_to_table(upper(live.property_hs_buying_role), ';') as word
  where btrim(word) <> '')
select
  live.id || ':' || said.role as contact_id,
  coalesce(primary_one.company_id, associated.company_id)::text as account_id,
  nullif(concat_ws(' ', nullif(btrim(live.property_firstname), ''), nullif(btrim(live.property_lastname), '')), '') as name,
  live.property_email as email,
  said.role,
  live.property_lastmodifieddate as updated_at
from live
left join company_ids as primary_one on primary_one.id = live.property_associatedcompanyid
left join associated on associated.contact_id = live.id
left join chosen on chosen.id = live.id
cross join lateral (select coalesce(chosen.role, case
  when live.property_jobtitle ~* '\m(billing|accounts payable|accountant|accounting|bookkeep\w*|invoices?|finance)\M'
    and live.property_jobtitle !~* '\m(chief|vp|vice president|head of|director|cfo)\M' then 'billing'
  when live.property_jobtitle
      ~* '\m(chief|c[efimopt]o|founder|co-?founder|owner|president|vp|svp|evp|head of|director)\M'
    and live.property_jobtitle !~* '\mproduct owner\M' then 'decision_maker'
  when live.property_jobtitle ~* '\m(admin|administrator|it manager)\M' then 'admin'
  else 'user'
end) as role) as said
where coalesce(primary_one.company_id, associated.company_id) is not null
