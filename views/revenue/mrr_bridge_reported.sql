-- The MRR bridge at the exchange rates of each month, as finance reports it: one row per month of mrr_bridge. All other
-- views take every line at the last rate known on as_of(), so that no customer grows or shrinks by a rate. Here a
-- movement counts at the rate of its month, and what the rates made of the MRR that was there before is the currency
-- effect. The last month ends with the MRR of mrr_bridge. Where no line has a currency of its own, both are the same.
--
-- month: first day of the month
-- is_finished: as_of() has reached its last day; false = the movements so far, at the last rate
-- starting_mrr: MRR at the end of the month before, at that month's rates
-- new_mrr: from customers who never paid before
-- expansion_mrr: increases, from customers who paid at the start
-- contraction_mrr: decreases, from customers who still pay; negative
-- churned_mrr: from customers who no longer pay; negative
-- reactivation_mrr: from customers who paid before, but not at the start
-- currency_effect: what the change of rates made of the MRR that was there; NULL = rates are not known
-- ending_mrr: MRR at the end of the month at its rates: the start, the five movements and the currency effect
with quoted as (
  select distinct
    c360_currency(currency) as currency,
    month,
    round(rate, 12) as rate
  from currency_rates
  where month <= as_of() and rate between 0.000000000001 and 9000000),
-- Lines whose price or rate is not known have no part. Without any rate the others are in one currency.
lines as (
  select
    subscriptions.account_id,
    subscriptions.charged,
    subscriptions.mrr_in_currency as mrr,
    case when exists (select from quoted) then subscriptions.currency end as currency
  from subscriptions
  where subscriptions.mrr is not null and lower(subscriptions.charged) <= as_of()),
months as (
  select month::date as month
  from generate_series(
    (select date_trunc('month', min(lower(charged))::timestamp) from lines), as_of()::timestamp, interval '1 month')
    as month),
-- A month without a rate has the last one before it, or else the first.
monthly as (
  select
    used.currency,
    months.month,
    latest.rate
  from (select distinct currency from lines where currency is not null) as used
  cross join months
  cross join lateral (
    select quoted.rate
    from quoted
    where quoted.currency = used.currency
    order by quoted.month <= months.month desc, abs(quoted.month - months.month)
    limit 1) as latest),
options as (
  select
    jsonb_build_object('below_zero', 'zero', 'reporting_currency', 'reporting', 'rates', coalesce(
      (select jsonb_object_agg(currency, quotes)
       from (
         select
           currency,
           jsonb_object_agg(month, rate) as quotes
         from monthly
         group by currency) as by_currency), '{}')) as document),
counted as (
  select
    mrr_bridge(account_id, charged, mrr, coalesce(currency, 'reporting'), 'month', as_of(),
      (select document from options)) as months
  from lines)
select
  bridge.period as month,
  (bridge.period + interval '1 month')::date - 1 <= as_of() as is_finished,
  bridge.starting_mrr,
  bridge.new_mrr,
  bridge.expansion_mrr,
  bridge.contraction_mrr,
  bridge.churned_mrr,
  bridge.reactivation_mrr,
  case when source_tables.currency_rates then bridge.currency_effect end as currency_effect,
  bridge.ending_mrr
from counted
cross join source_tables
cross join unnest(counted.months) as bridge
order by bridge.period
