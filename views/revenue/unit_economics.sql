-- Unit economics: what a customer brings in, what it costs to win one, and when that is paid back. One row per segment
-- and month, from the first month in which the segment pays to the last one that as_of() has finished. Churn, new
-- customers and spend are those of the twelve months that end with the month: a single month of a segment has too few
-- of them, and the spend of a month without a new customer would be lost.
--
-- month: first day of the month
-- segment: company size; all = all segments
-- customers: customers with MRR at the end of the month
-- arpa: average MRR per customer: MRR at the end of the month ÷ customers
-- gross_margin: a fraction of the month's recurring revenue; for all segments together, weighted by their MRR; NULL =
--   not known
-- churn_rate: customers lost in a month ÷ customers at its start, mean over the twelve months weighted by customers;
--   NULL = no customer at the start of any
-- ltv: lifetime value of a customer: arpa · gross margin ÷ churn rate; NULL = nobody left, or margin not known
-- new_customers: customers won in the twelve months
-- arpa_of_new: their average MRR at the end of the month in which they came
-- acquisition_spend: sales and marketing spend of the twelve months; NULL = a month has no record of any, or the
--   segment has paid for fewer than twelve months
-- cac: acquisition cost per customer: spend ÷ new customers; NULL = none won, or spend not known
-- ltv_to_cac: ltv ÷ cac
-- payback_months: months until a new customer has paid back its acquisition cost: cac ÷ (arpa of new · gross margin)
with bridges as (
  select coalesce(a.segment, 'all') as segment, mrr_bridge(s.account_id, s.valid, s.mrr, 'month', as_of()) as months
  from subscriptions s join accounts a using (account_id)
  group by grouping sets ((), (a.segment))),
months as (
  select b.segment, m.period as month, m.ending_mrr, m.ending_customers, m.starting_customers, m.churned_customers,
    m.new_customers, m.new_mrr
  from bridges b cross join unnest(b.months) as m
  where (m.period + interval '1 month')::date - 1 <= as_of()),
spent as (
  select month, coalesce(segment, 'all') as segment, sum(amount) as amount from acquisition_costs
  group by grouping sets ((month), (month, segment))),
margins as (
  select month, coalesce(segment, 'all') as segment,
    sum(g.margin * m.ending_mrr) / nullif(sum(m.ending_mrr), 0) as margin
  from months m join gross_margins g using (month, segment)
  group by grouping sets ((month), (month, segment))),
measured as (
  select m.*, g.margin, m.ending_mrr / nullif(m.ending_customers, 0) as arpa,
    sum(m.churned_customers) over twelve / nullif(sum(m.starting_customers) over twelve, 0) as churn_rate,
    (sum(m.new_customers) over twelve)::bigint as won, sum(m.new_mrr) over twelve as won_mrr,
    case when count(s.amount) over twelve = 12 then sum(s.amount) over twelve end as spend
  from months m
  left join spent s using (month, segment)
  left join margins g using (month, segment)
  window twelve as (partition by m.segment order by m.month rows between 11 preceding and current row)),
valued as (
  select *, lifetime_value(arpa, margin, churn_rate) as ltv, spend / nullif(won, 0) as cac,
    won_mrr / nullif(won, 0) as arpa_of_new
  from measured)
select month, segment, ending_customers as customers, round(arpa, 2) as arpa, round(margin, 4) as gross_margin,
  round(churn_rate, 4) as churn_rate, round(ltv, 2) as ltv, won as new_customers, round(arpa_of_new, 2) as arpa_of_new,
  spend as acquisition_spend, round(cac, 2) as cac, round(ltv / nullif(cac, 0), 2) as ltv_to_cac,
  round(cac_payback_months(cac, arpa_of_new, margin), 1) as payback_months
from valued
order by month, segment
