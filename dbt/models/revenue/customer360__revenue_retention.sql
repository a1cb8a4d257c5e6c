-- Made by tools/dbt-package from views/.
{{ config(alias='revenue_retention') }}

with accounts as not materialized (select * from {{ ref('customer360__accounts') }}),
subscriptions as not materialized (select * from {{ ref('customer360__subscriptions') }}),
paying as (
  select
    account_id,
    mrr_agg(charged * daterange(null, {{ customer360.as_of() }} + 1), mrr, '{"below_zero": "zero"}') as history
  from subscriptions
  where lower(charged) <= {{ customer360.as_of() }}
  group by account_id),
customers as (
  select
    paying.history,
    coalesce(accounts.segment, 'not known') as segment,
    paid.first_day,
    extract(year from paid.first_day)::text as cohort
  from paying
  join accounts on accounts.account_id = paying.account_id
  cross join lateral (select min(lower(valid)) as first_day from mrr_periods(paying.history)) as paid
  where paid.first_day is not null),
bridges as (
  select
    case when grouping(segment) = 0 then 'segment' when grouping(cohort) = 0 then 'cohort' else 'all' end as grouped_by,
    coalesce(segment, cohort, 'all') as group_name,
    mrr_bridge(history, 'month', {{ customer360.as_of() }}) as months
  from customers
  group by grouping sets ((), (segment), (cohort))),
monthly as (
  select
    bridges.grouped_by,
    bridges.group_name,
    bridge.*
  from bridges
  cross join unnest(bridges.months) as bridge
  where (bridge.period + interval '1 month')::date - 1 <= {{ customer360.as_of() }}),
-- Customers who were not there twelve months before have no part in what was retained.
compared as (
  select
    monthly.period as month,
    customers.segment,
    customers.cohort,
    mrr_at(customers.history, (monthly.period - interval '11 months')::date - 1) as mrr_before,
    mrr_at(customers.history, (monthly.period + interval '1 month')::date - 1) as mrr_now
  from customers
  join monthly on monthly.grouped_by = 'all' and monthly.period - interval '11 months' > customers.first_day),
retained as (
  select
    month,
    case when grouping(segment) = 0 then 'segment' when grouping(cohort) = 0 then 'cohort' else 'all' end as grouped_by,
    coalesce(segment, cohort, 'all') as group_name,
    count(*) filter (where mrr_before > 0) as customers,
    sum(mrr_before) as mrr_before,
    sum(mrr_now) filter (where mrr_before > 0) as mrr_now,
    net_revenue_retention(mrr_before, mrr_now) as net,
    gross_revenue_retention(mrr_before, mrr_now) as gross,
    logo_retention(mrr_before, mrr_now) as logo
  from compared
  group by grouping sets ((month), (month, segment), (month, cohort)))
select
  monthly.period as month,
  monthly.grouped_by,
  monthly.group_name,
  coalesce(retained.customers, 0) as customers_before,
  coalesce(retained.mrr_before, 0) as mrr_before,
  coalesce(retained.mrr_now, 0) as mrr_now,
  round(retained.net, 4) as net_revenue_retention,
  round(retained.gross, 4) as gross_revenue_retention,
  round(retained.logo, 4) as logo_retention,
  monthly.starting_customers,
  monthly.churned_customers,
  round(monthly.churned_customers::numeric / nullif(monthly.starting_customers, 0), 4) as customer_churn_rate,
  round(-(monthly.churned_mrr + monthly.contraction_mrr) / nullif(monthly.starting_mrr, 0), 4) as gross_mrr_churn_rate,
  round(-(monthly.churned_mrr + monthly.contraction_mrr + monthly.expansion_mrr) / nullif(monthly.starting_mrr, 0), 4)
    as net_mrr_churn_rate
from monthly
left join retained on retained.month = monthly.period and retained.grouped_by = monthly.grouped_by
  and retained.group_name = monthly.group_name
order by monthly.period, monthly.grouped_by, monthly.group_name
