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
  coalesce(source_contracts.contract_id::text, concat_ws(', ', source_contracts.account_id, source_contracts.term)),
  source_contracts.account_id::text,
  format('signed_on is %s', source_contracts.signed_on),
  'warning',
  format('signed_on is %s', coalesce(contracts.signed_on, lower(source_contracts.term))),
  'enter the day of the signature'
from source_contracts
left join contracts on contracts.contract_id = source_contracts.contract_id
where source_contracts.signed_on < '1980-01-01'
  -- Who has an id is found again, or is left out; without a start there is no day for the others.
  and (contracts.contract_id is not null
    or source_contracts.contract_id is null and lower(source_contracts.term) >= '1980-01-01')
