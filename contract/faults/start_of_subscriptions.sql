-- Lines and contracts that began nobody knows when, and lines that ended nobody knows when. What came without ids is
-- named by what it says.
select 'subscriptions' as table_name,
  coalesce(source_subscriptions.subscription_id::text,
    concat_ws(', ', source_subscriptions.account_id, source_subscriptions.valid)) as key,
  source_subscriptions.account_id::text as account_id,
  case when ended.is_ended and upper_inf(source_subscriptions.valid) then 'has ended, and nobody knows when'
    else 'has no start' end as fault,
  case when begun.on_day is null then 'error' else 'warning' end as severity,
  case when begun.on_day is null then 'the row is left out'
    else format('begins on %s, with the signature of the account', begun.on_day) end as done,
  'give the line its first day, and the first day on which it was not charged' as to_do
from source_subscriptions
left join subscriptions on subscriptions.subscription_id = source_subscriptions.subscription_id
left join words on words.table_name = 'subscriptions' and words.column_name = 'status'
  and words.word = c360_word(source_subscriptions.status)
cross join lateral (select words.meaning is not distinct from 'ended' as is_ended) as ended
cross join lateral (
  select case when source_subscriptions.subscription_id is not null then lower(subscriptions.valid)
    when ended.is_ended and upper_inf(source_subscriptions.valid) then null
    -- Of lines without ids none is found again: theirs is the day that the clean layer takes.
    else (select min(source_accounts.signed_on) from source_accounts
      where source_accounts.account_id = source_subscriptions.account_id and source_accounts.signed_on >= '1980-01-01'
        and (source_accounts.signed_on >= upper(source_subscriptions.valid)) is not true) end as on_day) as begun
where lower(source_subscriptions.valid) < '1980-01-01' or ended.is_ended and upper_inf(source_subscriptions.valid)
union all
select 'contracts',
  coalesce(source_contracts.contract_id::text, concat_ws(', ', source_contracts.account_id, source_contracts.term)),
  source_contracts.account_id::text,
  'its term has no start',
  case when begun.on_day is null then 'error' else 'warning' end,
  case when begun.on_day is null then 'the row is left out'
    else format('the term begins on %s, with the signature', begun.on_day) end,
  'give the contract the first day of its term'
from source_contracts
left join contracts on contracts.contract_id = source_contracts.contract_id
cross join lateral (
  select case when source_contracts.contract_id is not null then lower(contracts.term)
    when source_contracts.signed_on >= '1980-01-01'
      and (source_contracts.signed_on >= upper(source_contracts.term)) is not true
    then source_contracts.signed_on end as on_day) as begun
where lower(source_contracts.term) < '1980-01-01'
