-- The MRR bridge (waterfall): what became of the monthly recurring revenue (MRR) of the month before, over all
-- customers. One row per month from the first subscription to the month of as_of(), without gaps. A customer's
-- subscriptions are netted first, so that a change of plan is one movement; a total below zero, as of a discount that
-- outlives its plan, counts as nothing. Lines whose price is not known have no part. Rates divide by the start of the
-- month.
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
-- net_new_customers: new and reactivated customers less churned ones
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
-- net_customer_churn_rate: churned less reactivated customers ÷ starting customers
-- mrr_churn_rate: churned MRR alone ÷ starting_mrr, money per money
-- gross_mrr_churn_rate: MRR lost, churn and contraction, ÷ starting_mrr
-- net_mrr_churn_rate: the same less expansion; negative = existing customers pay more than before in total
-- net_mrr_churn_rate_with_reactivation: the same less expansion and reactivation
-- net_mrr_churn_rate_with_new: the same less expansion and new MRR: what some call negative churn when it is below zero
-- net_retention: net revenue retention of the month: MRR at its end from customers who paid at its start ÷ starting_mrr
-- gross_retention: gross revenue retention of the month (GRR, also called GDR): retained_mrr ÷ starting_mrr; for both
--   over twelve months see revenue_retention
-- logo_retention: customers at the start who still pay ÷ starting customers
-- expansion_rate: expansion_mrr ÷ starting_mrr, money per money
-- expansion_growth: expansion_mrr ÷ that of the month before, less 1: what some call the expansion rate; NULL = none in
--   the month before
-- reactivation_rate: reactivation_mrr ÷ starting_mrr, money per money
-- quick_ratio: MRR gained (new, expansion, reactivation) ÷ MRR lost (contraction, churn); NULL = nothing lost
with counted as (
  select mrr_bridge(account_id, charged, mrr, 'month', as_of(), '{"below_zero": "zero"}') as months
  from subscriptions)
select
  bridge.period as month,
  (bridge.period + interval '1 month')::date - 1 <= as_of() as is_finished,
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
