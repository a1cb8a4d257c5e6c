-- Made by tools/dbt-package from views/.
{{ config(alias='unit_economics') }}

with accounts as not materialized (select * from {{ ref('customer360__accounts') }}),
acquisition_costs as not materialized (select * from {{ ref('customer360__acquisition_costs') }}),
gross_margins as not materialized (select * from {{ ref('customer360__gross_margins') }}),
subscriptions as not materialized (select * from {{ ref('customer360__subscriptions') }}),
sold as (
  select
    subscriptions.account_id,
    coalesce(accounts.segment, 'not known') as segment,
    subscriptions.charged,
    subscriptions.mrr
  from subscriptions
  join accounts on accounts.account_id = subscriptions.account_id),
bridges as (
  select
    case grouping(segment) when 0 then 'segment' else 'all' end as grouped_by,
    coalesce(segment, 'all') as segment,
    mrr_bridge(account_id, charged, mrr, 'month', {{ customer360.as_of() }}, '{"below_zero": "zero"}') as months
  from sold
  group by grouping sets ((), (segment))),
monthly as (
  select
    bridges.grouped_by,
    bridges.segment,
    bridge.*
  from bridges
  cross join unnest(bridges.months) as bridge
  where (bridge.period + interval '1 month')::date - 1 <= {{ customer360.as_of() }}),
-- Costs of a day or a week count in its month.
spent as (
  select
    date_trunc('month', month::timestamp)::date as month,
    case grouping(segment) when 0 then 'segment' else 'all' end as grouped_by,
    coalesce(segment, 'all') as segment,
    sum(amount) as amount
  from acquisition_costs
  group by grouping sets ((date_trunc('month', month::timestamp)), (date_trunc('month', month::timestamp), segment))),
margins as (
  select
    gross_margins.month,
    case grouping(gross_margins.segment) when 0 then 'segment' else 'all' end as grouped_by,
    coalesce(gross_margins.segment, 'all') as segment,
    sum(gross_margins.margin * monthly.ending_mrr) / nullif(sum(monthly.ending_mrr), 0) as margin
  from gross_margins
  join monthly on monthly.grouped_by = 'segment' and monthly.segment = gross_margins.segment
    and monthly.period = gross_margins.month
  group by grouping sets ((gross_margins.month), (gross_margins.month, gross_margins.segment))),
measured as (
  select
    monthly.period as month,
    monthly.grouped_by,
    monthly.segment,
    monthly.ending_customers as customers,
    margins.margin,
    monthly.ending_mrr / nullif(monthly.ending_customers, 0) as arpa,
    sum(monthly.churned_customers) over twelve / nullif(sum(monthly.starting_customers) over twelve, 0)
      as customer_churn_rate,
    -sum(monthly.churned_mrr) over twelve / nullif(sum(monthly.starting_mrr) over twelve, 0) as mrr_churn_rate,
    (sum(monthly.new_customers) over twelve)::bigint as new_customers,
    sum(monthly.new_mrr) over twelve / nullif(sum(monthly.new_customers) over twelve, 0) as arpa_of_new,
    case when count(spent.amount) over twelve = 12 then sum(spent.amount) over twelve end as spend
  from monthly
  left join spent on spent.month = monthly.period and spent.grouped_by = monthly.grouped_by
    and spent.segment = monthly.segment
  left join margins on margins.month = monthly.period and margins.grouped_by = monthly.grouped_by
    and margins.segment = monthly.segment
  window twelve as (
    partition by monthly.grouped_by, monthly.segment order by monthly.period
    rows between 11 preceding and current row)),
valued as (
  select
    *,
    lifetime_value(arpa, margin, customer_churn_rate) as ltv,
    lifetime_value(arpa_of_new, margin, mrr_churn_rate) as ltv_of_new,
    spend / nullif(new_customers, 0) as cac
  from measured)
select
  month,
  grouped_by,
  segment,
  customers,
  round(arpa, 2) as arpa,
  round(margin, 4) as gross_margin,
  round(customer_churn_rate, 4) as customer_churn_rate,
  round(mrr_churn_rate, 4) as mrr_churn_rate,
  round(ltv, 2) as ltv,
  round(ltv_of_new, 2) as ltv_of_new,
  new_customers,
  round(arpa_of_new, 2) as arpa_of_new,
  spend as acquisition_spend,
  round(cac, 2) as cac,
  round(ltv / nullif(cac, 0), 2) as ltv_to_cac,
  round(ltv_of_new / nullif(cac, 0), 2) as ltv_of_new_to_cac,
  round(cac_payback_months(cac, arpa_of_new, margin), 1) as payback_months
from valued
order by month, grouped_by, segment
