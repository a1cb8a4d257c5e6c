-- Made by tools/dbt-package from views/.
{{ config(alias='revenue_cohorts') }}

with subscriptions as not materialized (select * from {{ ref('customer360__subscriptions') }}),
histories as (
  select
    account_id,
    mrr_agg(charged * daterange(null, {{ customer360.as_of() }} + 1), mrr, '{"below_zero": "zero"}') as history
  from subscriptions
  where lower(charged) <= {{ customer360.as_of() }}
  group by account_id),
customers as (
  select
    histories.account_id,
    histories.history,
    date_trunc('month', paid.first_day::timestamp)::date as cohort,
    mrr_at(histories.history, (date_trunc('month', paid.first_day::timestamp) + interval '1 month')::date - 1)
      as first_mrr
  from histories
  cross join lateral (select min(lower(valid)) as first_day from mrr_periods(histories.history)) as paid
  where paid.first_day is not null),
aged as (
  select
    customers.cohort,
    month::date as month,
    age(month, customers.cohort::timestamp) as elapsed,
    customers.first_mrr,
    mrr_at(customers.history, (month + interval '1 month')::date - 1) as mrr
  from customers
  cross join generate_series(customers.cohort::timestamp, ({{ customer360.as_of() }} + 1)::timestamp - interval '1 month',
    interval '1 month') as month)
select
  cohort,
  (date_part('year', elapsed) * 12 + date_part('month', elapsed))::integer as age_months,
  month,
  count(*) filter (where first_mrr > 0) as cohort_customers,
  sum(first_mrr) as cohort_mrr,
  count(*) filter (where mrr > 0) as customers,
  sum(mrr) as mrr,
  count(*) filter (where first_mrr > 0 and mrr > 0) as customers_kept,
  round(logo_retention(first_mrr, mrr), 4) as logo_retention,
  round(gross_revenue_retention(first_mrr, mrr), 4) as gross_revenue_retention,
  round(net_revenue_retention(first_mrr, mrr), 4) as net_revenue_retention
from aged
group by cohort, month, elapsed
order by cohort, month
