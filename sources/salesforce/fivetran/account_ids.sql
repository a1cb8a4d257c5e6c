-- Which account each id of one stands for: one row per id. A merge deletes the records that are no longer, and leaves in
-- each the one that stays (master_record_id); other systems may still name them. Who is merged twice is followed to the
-- end. An account that was deleted, and not merged, stands for none.
with last_synced as (
  select distinct on (account.id)
    account.id,
    nullif(account.master_record_id, '') as into_id,
    account.is_deleted is not true and account._fivetran_deleted is not true as is_live
  from account
  where account.id <> '' and account._fivetran_active is not false
  order by account.id, account._fivetran_synced desc nulls last, account.last_modified_date desc nulls last)
select
  chain.id,
  chain.account_id
from (
  with recursive chain as (
    select
      last_synced.id,
      last_synced.id as account_id
    from last_synced
    where last_synced.is_live
    union
    select
      last_synced.id,
      chain.account_id
    from chain
    join last_synced on last_synced.into_id = chain.id and not last_synced.is_live)
  select chain.id, chain.account_id
  from chain) as chain
