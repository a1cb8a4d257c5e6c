-- The company's KPIs: one row per month of the last 24 up to as_of(), grouping, group and KPI, with the goal and the
-- gap to it. nrr, grr and logo_retention cover the twelve months that end with the month, the others the month or its
-- last day. A customer counts in the group, and for the Customer Success Manager, of the evening before that period.
-- Groups with nothing to count in a month have no row. kpi_accounts has the customers behind every number.
--
-- month: first day of the month
-- grouped_by: all, segment, tier, region, country, industry, stage, cohort or csm
-- group_name: the group, as in kpi_accounts; all = all customers
-- kpi: customers and mrr = at the end of the month; arr = 12 times mrr; nrr, grr (also called GDR), logo_retention =
--   net and gross revenue retention and customers retained, of those charged a year before; customer_churn_rate,
--   upsell_rate = customers lost, or who bought more, ÷ customers at the month's start; expansion_rate = MRR gained
--   from those ÷ their MRR; renewal_rate = contracts renewed ÷ due in the month; save_rate = requests to cancel saved ÷
--   decided; support_incident_rate = tickets opened by customers of the month's start ÷ those customers; nps, csat, ces
--   = of the answers given in the month; coverage = customers contacted within 90 days ÷ customers; median_days_to_live
--   = from the signature to go-live, of the onboardings that went live in the month; adoption_score = mean on the last
--   recorded day of the month
-- label: the KPI in words
-- value: the KPI, unrounded; a share is a fraction; NULL = of nothing (n is 0), not over, or not known
-- n: the customers, contracts, requests, answers or onboardings that it is of; NULL = the warehouse does not tell
-- unit: customers, money, share, tickets per customer, points or days
-- higher_is_better: whether more of it is better
-- is_finished: as_of() has reached the last day of the month; false = so far
-- target: the goal, of kpi_targets; NULL = none
-- gap: value less target, turned round where less is better: negative = the goal is missed
with valued as (
  select
    month,
    grouped_by,
    group_name,
    position,
    kpi,
    label,
    case when n > 0 then numerator / case when denominator is null then 1 else nullif(denominator, 0) end end as value,
    n,
    unit,
    higher_is_better
  from kpi_values
  where not is_account)
select
  valued.month,
  valued.grouped_by,
  valued.group_name,
  valued.kpi,
  valued.label,
  valued.value,
  valued.n,
  valued.unit,
  valued.higher_is_better,
  kpi_months.is_finished,
  kpi_targets.target,
  case when valued.higher_is_better then valued.value - kpi_targets.target
    else kpi_targets.target - valued.value end as gap
from valued
join kpi_months on kpi_months.month = valued.month
left join kpi_targets on kpi_targets.month = valued.month and kpi_targets.kpi = valued.kpi
  and coalesce(kpi_targets.grouped_by, 'all') = valued.grouped_by
  and coalesce(kpi_targets.group_name, 'all') = valued.group_name
order by valued.month, valued.grouped_by, valued.group_name, valued.position
