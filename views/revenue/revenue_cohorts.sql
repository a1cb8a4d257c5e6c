-- Revenue cohorts: what is left of the customers and the MRR that a month brought, month by month after it. One row per
-- cohort and age, from the first month in which somebody paid to the last one that as_of() has finished. Retention
-- compares each customer with itself at the end of the cohort's month.
--
-- cohort: first day of the month in which a customer paid for the first time
-- age_months: months after it; 0 = the month itself
-- month: first day of the month of that age; the columns that follow are of its end
-- cohort_customers: customers of the cohort with MRR at the end of the cohort's month
-- cohort_mrr: their MRR then
-- customers: customers of the cohort with MRR, among them those who had left by the end of the cohort's month and came
--   back; over all cohorts they are those of mrr_bridge
-- mrr: their MRR; over all cohorts the ending_mrr of mrr_bridge
-- customers_kept: cohort_customers who still pay
-- logo_retention: customers_kept ÷ cohort_customers, customers per customer; NULL = none at the start
-- gross_revenue_retention: MRR of the customers kept, of each at most its MRR then (GRR, also called GDR), ÷
--   cohort_mrr, money per money
-- net_revenue_retention: the same with all of their MRR (NRR, also called NDR)
with histories as (
  select
    account_id,
    mrr_agg(charged * daterange(null, as_of() + 1), mrr, '{"below_zero": "zero"}') as history
  from subscriptions
  where lower(charged) <= as_of()
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
  cross join generate_series(customers.cohort::timestamp, (as_of() + 1)::timestamp - interval '1 month',
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
