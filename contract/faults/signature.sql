-- Accounts that were charged, or had a contract, before they signed, or without having signed; and signatures of days
-- that were not meant.
select 'accounts' as table_name,
  source_accounts.account_id::text as key,
  source_accounts.account_id::text as account_id,
  case when source_accounts.signed_on is null
      then format('has no signed_on, and was a customer from %s on', accounts.signed_on)
    when source_accounts.signed_on < '1980-01-01' then format('signed_on is %s', source_accounts.signed_on)
    else format('signed_on is %s, after the first contract or charge: %s', source_accounts.signed_on,
      accounts.signed_on) end as fault,
  'warning' as severity,
  format('signed_on is %s', coalesce(accounts.signed_on::text, 'NULL')) as done,
  'enter the day of the first signature' as to_do
from source_accounts
join accounts on accounts.account_id = source_accounts.account_id
where accounts.signed_on is distinct from source_accounts.signed_on
union all
select 'contracts',
  source_contracts.contract_id::text,
  source_contracts.account_id::text,
  format('signed_on is %s', source_contracts.signed_on),
  'warning',
  format('signed_on is %s', contracts.signed_on),
  'enter the day of the signature'
from source_contracts
join contracts on contracts.contract_id = source_contracts.contract_id
where source_contracts.signed_on < '1980-01-01'
