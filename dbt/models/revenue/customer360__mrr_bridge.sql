-- Made by tools/dbt-package from views/.
{{ config(alias='mrr_bridge') }}

with subscriptions as not materialized (select * from {{ ref('customer360__subscriptions') }}),
counted as (
  select mrr_bridge(account_id, charged, mrr, 'month', {{ customer360.as_of() }}, '{"below_zero": "zero"}') as months
  from subscriptions)
select
  bridge.period as month,
  (bridge.period + interval '1 month')::date - 1 <= {{ customer360.as_of() }} as is_finished,
  bridge.starting_mrr,
  bridge.new_mrr,
  bridge.expansion_mrr,
  bridge.contraction_mrr,
  bridge.churned_mrr,
  bridge.reactivation_mrr,
  bridge.ending_mrr,
  bridge.ending_mrr - bridge.starting_mrr as net_new_mrr,
  arr(bridge.ending_mrr) as arr,
  bridge.retained_mrr,
  bridge.starting_customers,
  bridge.new_customers,
  bridge.reactivated_customers,
  bridge.churned_customers,
  bridge.expanded_customers,
  bridge.contracted_customers,
  bridge.transient_customers,
  bridge.ending_customers,
  bridge.new_customers + bridge.reactivated_customers - bridge.churned_customers as net_new_customers,
  round(bridge.ending_mrr / nullif(bridge.ending_customers, 0), 2) as arpa,
  round(bridge.new_mrr / nullif(bridge.new_customers, 0), 2) as arpa_of_new,
  round(bridge.churned_customers / starting.customers, 4) as customer_churn_rate,
  round((bridge.churned_customers - bridge.reactivated_customers) / starting.customers, 4) as net_customer_churn_rate,
  round(-bridge.churned_mrr / starting.mrr, 4) as mrr_churn_rate,
  round(lost.mrr / starting.mrr, 4) as gross_mrr_churn_rate,
  round((lost.mrr - bridge.expansion_mrr) / starting.mrr, 4) as net_mrr_churn_rate,
  round((lost.mrr - bridge.expansion_mrr - bridge.reactivation_mrr) / starting.mrr, 4)
    as net_mrr_churn_rate_with_reactivation,
  round((lost.mrr - bridge.expansion_mrr - bridge.new_mrr) / starting.mrr, 4) as net_mrr_churn_rate_with_new,
  round((bridge.starting_mrr + bridge.expansion_mrr - lost.mrr) / starting.mrr, 4) as net_retention,
  round(bridge.retained_mrr / starting.mrr, 4) as gross_retention,
  round((bridge.starting_customers - bridge.churned_customers) / starting.customers, 4) as logo_retention,
  round(bridge.expansion_mrr / starting.mrr, 4) as expansion_rate,
  round(bridge.expansion_mrr / nullif(lag(bridge.expansion_mrr) over (order by bridge.period), 0) - 1, 4)
    as expansion_growth,
  round(bridge.reactivation_mrr / starting.mrr, 4) as reactivation_rate,
  round((bridge.new_mrr + bridge.expansion_mrr + bridge.reactivation_mrr) / nullif(lost.mrr, 0), 4) as quick_ratio
from counted
cross join unnest(counted.months) as bridge
cross join lateral (
  select
    nullif(bridge.starting_customers, 0)::numeric as customers,
    nullif(bridge.starting_mrr, 0) as mrr) as starting
cross join lateral (select -(bridge.churned_mrr + bridge.contraction_mrr) as mrr) as lost
order by bridge.period
