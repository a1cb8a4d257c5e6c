-- Made by tools/dbt-package from views/.
{{ config(alias='renewal_forecast_months') }}

with contracts_due as not materialized (select * from {{ ref('customer360__contracts_due') }}),
opportunities as not materialized (select * from {{ ref('customer360__opportunities') }}),
renewal_expectations as not materialized (select * from {{ ref('customer360__renewal_expectations') }}),
source_tables as not materialized (select * from {{ ref('customer360__source_tables') }}),
became as (
  select
    contract_id,
    outcome,
    renewed_mrr
  from contracts_due
  where known_on = {{ customer360.as_of() }}),
monthly as (
  select
    renewal_expectations.known_on,
    date_trunc('month', renewal_expectations.ends_on::timestamp)::date as month,
    count(*) as contracts,
    count(*) filter (where renewal_expectations.outcome = 'renewed') as renewed_before,
    sum(renewal_expectations.due_mrr) as due_mrr,
    sum(renewal_expectations.expected_mrr) as expected_mrr,
    count(*) filter (where became.outcome in ('renewed', 'replaced')) as renewed,
    count(*) filter (where became.outcome in ('lost', 'ended_early')) as lost,
    count(*) filter (where became.outcome = 'open') as open,
    coalesce(sum(became.renewed_mrr) filter (where became.outcome in ('renewed', 'replaced')), 0) as renewed_mrr
  from renewal_expectations
  left join became on became.contract_id = renewal_expectations.contract_id
  group by renewal_expectations.known_on, date_trunc('month', renewal_expectations.ends_on::timestamp)),
working as (
  select
    date_trunc('month', expected_on::timestamp)::date as month,
    coalesce(sum(mrr) filter (where kind = 'renewal'), 0) as renewal_mrr,
    coalesce(sum(mrr) filter (where kind in ('upsell', 'cross_sell')), 0) as expansion_mrr
  from opportunities
  where (created_on > {{ customer360.as_of() }}) is not true and (outcome is null or decided_on > {{ customer360.as_of() }})
  group by date_trunc('month', expected_on::timestamp))
select
  monthly.known_on,
  monthly.month,
  monthly.contracts,
  monthly.renewed_before,
  monthly.due_mrr,
  round(monthly.expected_mrr, 2) as expected_mrr,
  round(monthly.expected_mrr / nullif(monthly.due_mrr, 0), 4) as expected_rate,
  case when shown.is_over then monthly.renewed end as renewed,
  case when shown.is_over then monthly.lost end as lost,
  case when shown.is_over then monthly.open end as open,
  case when shown.is_over then monthly.renewed_mrr end as renewed_mrr,
  case when shown.is_over then
    round((monthly.expected_mrr - monthly.renewed_mrr) / nullif(monthly.renewed_mrr, 0), 4) end as forecast_error,
  case when shown.has_opportunities then coalesce(working.renewal_mrr, 0) end as renewal_opportunity_mrr,
  case when shown.has_opportunities then coalesce(working.expansion_mrr, 0) end as expansion_opportunity_mrr
from monthly
cross join source_tables
left join working on working.month = monthly.month
cross join lateral (
  select
    monthly.known_on < {{ customer360.as_of() }} and source_tables.subscriptions as is_over,
    monthly.known_on = {{ customer360.as_of() }} and source_tables.opportunities_kind and source_tables.opportunities_mrr
      and source_tables.opportunities_expected_on as has_opportunities) as shown
order by monthly.known_on, monthly.month
