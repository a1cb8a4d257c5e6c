-- The MRR bridge (waterfall): what became of the monthly recurring revenue (MRR) of the month before, over all
-- customers. One row per month from the first subscription to the month of as_of(), without gaps. A customer's
-- subscriptions are netted first, so that a change of plan is one movement. Rates divide by the start of the month.
--
-- month: first day of the month
-- is_finished: as_of() has reached its last day; false = the movements so far, with the MRR on as_of() as the end
-- starting_mrr: MRR at the end of the month before
-- new_mrr: from customers who never paid before
-- expansion_mrr: increases, from customers who paid at the start
-- contraction_mrr: decreases, from customers who still pay; negative
-- churned_mrr: from customers who no longer pay; negative
-- reactivation_mrr: from customers who paid before, but not at the start
-- ending_mrr: MRR on the last day, or on as_of(): the start and the five movements
-- net_new_mrr: the five movements
-- arr: annual recurring revenue: 12 times ending_mrr
-- retained_mrr: the lesser of start and end, summed over customers
-- starting_customers: customers with MRR at the start
-- new_customers: those behind new_mrr
-- reactivated_customers: those behind reactivation_mrr
-- churned_customers: those behind churned_mrr
-- expanded_customers: those behind expansion_mrr
-- contracted_customers: those behind contraction_mrr
-- transient_customers: customers who joined and left within the month: no movement
-- ending_customers: customers with MRR at the end
-- arpa: average MRR per customer: ending_mrr ÷ ending_customers
-- arpa_of_new: average MRR per new customer: new_mrr ÷ new_customers
-- customer_churn_rate: churned ÷ starting customers, customers per customer
-- gross_mrr_churn_rate: MRR lost, churn and contraction, ÷ starting_mrr, money per money
-- net_mrr_churn_rate: the same less expansion; negative = existing customers pay more than before in total
-- net_retention: net revenue retention of the month: MRR at its end from customers who paid at its start ÷ starting_mrr
-- gross_retention: retained_mrr ÷ starting_mrr; for both over twelve months see revenue_retention
-- logo_retention: customers at the start who still pay ÷ starting customers
-- expansion_rate: expansion_mrr ÷ starting_mrr, money per money
-- reactivation_rate: reactivation_mrr ÷ starting_mrr, money per money
-- quick_ratio: MRR gained (new, expansion, reactivation) ÷ MRR lost (contraction, churn); NULL = nothing lost
with counted as (
  select mrr_bridge(account_id, valid, mrr, 'month', as_of()) as months from subscriptions)
select m.period as month, (m.period + interval '1 month')::date - 1 <= as_of() as is_finished,
  m.starting_mrr, m.new_mrr, m.expansion_mrr, m.contraction_mrr, m.churned_mrr, m.reactivation_mrr, m.ending_mrr,
  m.ending_mrr - m.starting_mrr as net_new_mrr, arr(m.ending_mrr) as arr, m.retained_mrr,
  m.starting_customers, m.new_customers, m.reactivated_customers, m.churned_customers, m.expanded_customers,
  m.contracted_customers, m.transient_customers, m.ending_customers,
  round(m.ending_mrr / nullif(m.ending_customers, 0), 2) as arpa,
  round(m.new_mrr / nullif(m.new_customers, 0), 2) as arpa_of_new,
  round(m.churned_customers::numeric / nullif(m.starting_customers, 0), 4) as customer_churn_rate,
  round(-(m.churned_mrr + m.contraction_mrr) / nullif(m.starting_mrr, 0), 4) as gross_mrr_churn_rate,
  round(-(m.churned_mrr + m.contraction_mrr + m.expansion_mrr) / nullif(m.starting_mrr, 0), 4) as net_mrr_churn_rate,
  round((m.starting_mrr + m.expansion_mrr + m.contraction_mrr + m.churned_mrr) / nullif(m.starting_mrr, 0), 4)
    as net_retention,
  round(m.retained_mrr / nullif(m.starting_mrr, 0), 4) as gross_retention,
  round((m.starting_customers - m.churned_customers)::numeric / nullif(m.starting_customers, 0), 4) as logo_retention,
  round(m.expansion_mrr / nullif(m.starting_mrr, 0), 4) as expansion_rate,
  round(m.reactivation_mrr / nullif(m.starting_mrr, 0), 4) as reactivation_rate,
  round((m.new_mrr + m.expansion_mrr + m.reactivation_mrr) / nullif(-(m.contraction_mrr + m.churned_mrr), 0), 4)
    as quick_ratio
from counted c cross join unnest(c.months) as m
order by m.period
