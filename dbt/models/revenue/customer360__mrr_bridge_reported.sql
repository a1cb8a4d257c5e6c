-- Made by tools/dbt-package from views/.
{{ config(alias='mrr_bridge_reported') }}

with currency_rates as not materialized (select * from {{ ref('customer360__currency_rates') }}),
source_tables as not materialized (select * from {{ ref('customer360__source_tables') }}),
subscriptions as not materialized (select * from {{ ref('customer360__subscriptions') }}),
quoted as (
  select distinct
    c360_currency(currency) as currency,
    month,
    round(rate, 12) as rate
  from currency_rates
  where month <= {{ customer360.as_of() }} and rate between 0.000000000001 and 9000000),
-- Lines whose price or rate is not known have no part. Without any rate the others are in one currency.
lines as (
  select
    subscriptions.account_id,
    subscriptions.charged,
    subscriptions.mrr_in_currency as mrr,
    case when exists (select from quoted) then subscriptions.currency end as currency
  from subscriptions
  where subscriptions.mrr is not null and lower(subscriptions.charged) <= {{ customer360.as_of() }}),
months as (
  select month::date as month
  from generate_series(
    (select date_trunc('month', min(lower(charged))::timestamp) from lines), {{ customer360.as_of() }}::timestamp, interval '1 month')
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
    mrr_bridge(account_id, charged, mrr, coalesce(currency, 'reporting'), 'month', {{ customer360.as_of() }},
      (select document from options)) as months
  from lines)
select
  bridge.period as month,
  (bridge.period + interval '1 month')::date - 1 <= {{ customer360.as_of() }} as is_finished,
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
