-- Accounts that are there: one row each, as it was last synced.
select distinct on (account.id)
  account.*
from account
where account._fivetran_active is not false
  and account.id in (select account_ids.account_id from account_ids)
order by account.id, account._fivetran_synced desc nulls last, account.last_modified_date desc nulls last
