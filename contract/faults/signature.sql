-- Accounts that were charged, or had a contract, before they signed, or without having signed.
select 'accounts' as table_name,
  source_accounts.account_id::text as key,
  source_accounts.account_id::text as account_id,
  case when source_accounts.signed_on is null
      then format('has no signed_on, and was a customer from %s on', accounts.signed_on)
    else format('signed_on is %s, after the first contract or charge: %s', source_accounts.signed_on,
      accounts.signed_on) end as fault,
  'warning' as severity,
  format('signed_on is %s', accounts.signed_on) as done,
  'enter the day of the first signature' as to_do
from source_accounts
join accounts on accounts.account_id = source_accounts.account_id
where accounts.signed_on is distinct from source_accounts.signed_on
