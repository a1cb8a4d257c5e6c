-- The day of the first signature is the earliest of what the account, its contracts and its charges say: a paying
-- customer whose signature was never entered, or was entered late, is a customer all the same. A day before 1980 was
-- not meant.
with contracted as (
  select source_contracts.account_id,
    min(coalesce(case when source_contracts.signed_on >= '1980-01-01' then source_contracts.signed_on end,
      case when lower(source_contracts.term) >= '1980-01-01' then lower(source_contracts.term) end)) as first_on
  from source_contracts
  group by source_contracts.account_id),
charged as (
  select source_subscriptions.account_id,
    min(greatest(lower(source_subscriptions.valid), source_subscriptions.trial_ends_on)) as first_on
  from source_subscriptions
  where lower(source_subscriptions.valid) >= '1980-01-01'
    and (source_subscriptions.trial_ends_on is not null or c360_word(source_subscriptions.status)
      in ('trial', 'trialing', 'trialling', 'in trial', 'free trial') is not true)
  group by source_subscriptions.account_id)
select
  given.account_id,
  given.name,
  given.domain,
  given.parent_id,
  given.segment,
  given.tier,
  given.country,
  given.region,
  given.industry,
  least(case when given.signed_on >= '1980-01-01' then given.signed_on end, contracted.first_on, charged.first_on)
    as signed_on,
  given.csm_id,
  given.tam_id,
  given.updated_at
from given
left join contracted on contracted.account_id = given.account_id
left join charged on charged.account_id = given.account_id
