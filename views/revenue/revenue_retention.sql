-- Revenue retention: how much is left of the MRR of those who were customers twelve months before; and who left in the
-- month itself. One row per group and month, from the first month in which the group pays to the last one that as_of()
-- has finished: a year that is not over would flatter.
--
-- month: first day of the month
-- grouped_by: all, segment (company size) or cohort (calendar year of the first paid day)
-- group_name: all, the segment or the year
-- customers_before: customers of the group with MRR at the end of the same month a year before: the columns that
--   follow, up to logo_retention, are about them alone
-- mrr_before: their MRR then
-- mrr_now: their MRR at the end of the month
-- net_revenue_retention: their MRR now ÷ then, expansion included (NRR), money per money; NULL = none then
-- gross_revenue_retention: the same, counting at most what each customer paid then (GRR), money per money
-- logo_retention: those who still pay ÷ all of them, customers per customer
-- starting_customers: customers of the group with MRR at the start of the month
-- churned_customers: those who left in the month
-- customer_churn_rate: churned ÷ starting customers of the month, customers per customer
-- gross_mrr_churn_rate: MRR lost in the month, churn and contraction, ÷ MRR at its start, money per money
-- net_mrr_churn_rate: the same less expansion; negative = existing customers pay more than before in total
with paying as (
  select account_id, mrr_agg(valid * daterange(null, as_of() + 1), mrr) as history from subscriptions
  where lower(valid) <= as_of()
  group by account_id),
customers as (
  select p.history, a.segment, f.first_paid_on, extract(year from f.first_paid_on)::text as cohort
  from paying p
  join accounts a using (account_id)
  cross join lateral (select min(lower(valid)) as first_paid_on from mrr_periods(p.history)) as f
  where f.first_paid_on is not null),
bridges as (
  select case when grouping(segment) = 0 then 'segment' when grouping(cohort) = 0 then 'cohort' else 'all' end
      as grouped_by,
    coalesce(segment, cohort, 'all') as group_name, mrr_bridge(history, 'month', as_of()) as months
  from customers
  group by grouping sets ((), (segment), (cohort))),
monthly as (
  select b.grouped_by, b.group_name, m.*
  from bridges b cross join unnest(b.months) as m
  where (m.period + interval '1 month')::date - 1 <= as_of()),
-- Customers who were not there twelve months before have no part in what was retained.
compared as (
  select m.period as month, c.segment, c.cohort,
    mrr_at(c.history, (m.period - interval '11 months')::date - 1) as mrr_before,
    mrr_at(c.history, (m.period + interval '1 month')::date - 1) as mrr_now
  from customers c
  join monthly m on m.grouped_by = 'all' and m.period - interval '11 months' > c.first_paid_on),
retained as (
  select month, case when grouping(segment) = 0 then 'segment' when grouping(cohort) = 0 then 'cohort' else 'all' end
      as grouped_by,
    coalesce(segment, cohort, 'all') as group_name,
    count(*) filter (where mrr_before > 0) as customers, sum(mrr_before) as mrr_before,
    sum(mrr_now) filter (where mrr_before > 0) as mrr_now,
    net_revenue_retention(mrr_before, mrr_now) as nrr, gross_revenue_retention(mrr_before, mrr_now) as grr,
    logo_retention(mrr_before, mrr_now) as logo
  from compared
  group by grouping sets ((month), (month, segment), (month, cohort)))
select m.period as month, m.grouped_by, m.group_name, coalesce(r.customers, 0) as customers_before,
  coalesce(r.mrr_before, 0) as mrr_before, coalesce(r.mrr_now, 0) as mrr_now, round(r.nrr, 4) as net_revenue_retention,
  round(r.grr, 4) as gross_revenue_retention, round(r.logo, 4) as logo_retention,
  m.starting_customers, m.churned_customers,
  round(m.churned_customers::numeric / nullif(m.starting_customers, 0), 4) as customer_churn_rate,
  round(-(m.churned_mrr + m.contraction_mrr) / nullif(m.starting_mrr, 0), 4) as gross_mrr_churn_rate,
  round(-(m.churned_mrr + m.contraction_mrr + m.expansion_mrr) / nullif(m.starting_mrr, 0), 4) as net_mrr_churn_rate
from monthly m
left join retained r on r.month = m.period and r.grouped_by = m.grouped_by and r.group_name = m.group_name
order by m.period, m.grouped_by, m.group_name
