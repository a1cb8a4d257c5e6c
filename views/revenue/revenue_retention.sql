-- Revenue retention: how much is left of the MRR of those who were customers twelve months before; and who left in the
-- month itself. One row per group and month, from the first month in which the group pays to the last one that as_of()
-- has finished: a year that is not over would flatter.
--
-- month: first day of the month
-- grouped_by: all, segment (company size) or cohort (calendar year of the first paid day)
-- group_name: all, the segment (not known = customers without one) or the year
-- customers_before: customers of the group with MRR at the end of the same month a year before: the columns that
--   follow, up to logo_retention, are about them alone
-- mrr_before: their MRR then
-- mrr_now: their MRR at the end of the month
-- net_revenue_retention: their MRR now ÷ then, expansion included (NRR, also called NDR), money per
--   money; NULL = none then
-- gross_revenue_retention: the same, counting at most what each customer paid then (GRR, also called GDR), money
--   per money
-- logo_retention: those who still pay ÷ all of them, customers per customer
-- starting_customers: customers of the group with MRR at the start of the month
-- churned_customers: those who left in the month
-- customer_churn_rate: churned ÷ starting customers of the month, customers per customer
-- gross_mrr_churn_rate: MRR lost in the month, churn and contraction, ÷ MRR at its start, money per money
-- net_mrr_churn_rate: the same less expansion; negative = existing customers pay more than before in total
with paying as (
  select
    account_id,
    mrr_agg(charged * daterange(null, as_of() + 1), mrr, '{"below_zero": "zero"}') as history
  from subscriptions
  where lower(charged) <= as_of()
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
    mrr_bridge(history, 'month', as_of()) as months
  from customers
  group by grouping sets ((), (segment), (cohort))),
monthly as (
  select
    bridges.grouped_by,
    bridges.group_name,
    bridge.*
  from bridges
  cross join unnest(bridges.months) as bridge
  where (bridge.period + interval '1 month')::date - 1 <= as_of()),
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
