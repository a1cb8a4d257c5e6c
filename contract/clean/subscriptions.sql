-- What a line costs in a month, in the reporting currency, and when it is charged. In a currency without a rate its price
-- is not known; where there are no rates at all, in every currency but the most frequent one.
--
-- charged: Days on which the line is charged: valid, without its trial; NULL = none
-- mrr_in_currency: mrr in the line's own currency, as it was before it was converted
with latest_rates as (
  select
    rates.currency,
    rates.rate
  from rates
  where rates.to_day = 'infinity'),
signed as (
  select source_accounts.account_id, min(source_accounts.signed_on) as signed_on
  from source_accounts
  where source_accounts.signed_on >= '1980-01-01'
  group by source_accounts.account_id),
dated as (
  select given.*,
    -- A line without a start has run since the signature; one that ended nobody knows when cannot be counted.
    case when given.status = 'ended' and upper_inf(given.valid) then null
      when lower(given.valid) >= '1980-01-01' then given.valid
      when signed.signed_on is not null then c360_days(signed.signed_on, upper(given.valid)) end as during,
    coalesce(given.mrr, case when given.interval_count > 0 or given.interval_count is null then
      mrr_normalize(given.amount * coalesce(given.quantity, 1), given.billing_unit, coalesce(given.interval_count, 1))
      end) as price,
    case when code.currency is null then 1
      when exists (select from latest_rates)
        then (select latest_rates.rate from latest_rates where latest_rates.currency = code.currency)
      when code.currency = (
        select mode() within group (order by c360_currency(source_subscriptions.currency)) from source_subscriptions)
        then 1 end as rate,
    code.currency as code
  from given
  cross join lateral (select c360_currency(given.currency) as currency) as code
  left join signed on lower(given.valid) < '1980-01-01' and signed.account_id = given.account_id)
select
  dated.subscription_id,
  dated.account_id,
  dated.contract_id,
  dated.product,
  dated.during as valid,
  dated.seats,
  dated.quantity,
  dated.amount,
  dated.billing_unit,
  dated.interval_count,
  -- Nothing is nothing in every currency.
  case when dated.status in ('trial', 'paused') and dated.trial_ends_on is null or dated.price = 0 then 0
    else dated.price * dated.rate end as mrr,
  dated.code as currency,
  dated.status,
  dated.trial_ends_on,
  case when dated.status is distinct from 'trial' or dated.trial_ends_on is not null then
    c360_days(greatest(lower(dated.during), dated.trial_ends_on), coalesce(upper(dated.during), 'infinity')) end
    as charged,
  case when dated.status in ('trial', 'paused') and dated.trial_ends_on is null then 0 else dated.price end
    as mrr_in_currency,
  dated.updated_at
from dated
