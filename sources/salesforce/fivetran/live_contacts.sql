-- People who are there, with their account: one row each, as it was last synced. Deleted and merged ones are none, nor
-- are those without an account.
with last_synced as (
  select distinct on (contact.id) contact.*
  from contact
  where contact.id <> '' and contact._fivetran_active is not false
  order by contact.id, contact._fivetran_synced desc nulls last, contact.last_modified_date desc nulls last)
select
  last_synced.id,
  account_ids.account_id,
  coalesce(nullif(btrim(last_synced.name), ''), nullif(concat_ws(' ', nullif(btrim(last_synced.first_name), ''),
    nullif(btrim(last_synced.last_name), '')), '')) as name,
  last_synced.email,
  last_synced.title,
  last_synced.last_modified_date as updated_at
from last_synced
join account_ids on account_ids.id = last_synced.account_id
where last_synced.is_deleted is not true and last_synced._fivetran_deleted is not true
  and nullif(last_synced.master_record_id, '') is null
