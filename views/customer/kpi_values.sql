-- What KPIs are made of: one row per month, KPI and account, with the groups that it belonged to before the KPI's
-- period, and one per month, KPI and group. kpi_accounts gives the former, kpis the latter; here it is said, once for
-- both, what is divided by what.
--
-- month: first day of the month
-- is_account: the row is of one account, and has the columns up to csm; false = of a group
-- account_id: the account; NULL = answers whose account is not known
-- account: its name
-- segment: as in account_groups, like the columns up to csm
-- tier: before the period
-- region: sales region
-- country: ISO 3166-1 alpha-2 code
-- industry: industry
-- stage: before the period
-- cohort: calendar year of the first paid day
-- csm: before the period
-- grouped_by: all, segment, tier, region, country, industry, stage, cohort or csm; NULL = the row is of one account
-- group_name: the group's name; all = all customers
-- position: place of the KPI in their order
-- kpi: its short name, as in kpi_targets
-- label: its name in words
-- unit: customers, money, share, tickets per customer, points or days
-- higher_is_better: whether more of it is better
-- numerator: sum of what counts; for median_days_to_live the days, or their median
-- denominator: sum of what it is divided by; NULL = by nothing
-- n: how many customers, contracts, requests, answers or onboardings it is of; NULL = the warehouse does not tell
with grouped as (
  select
    month,
    case
      when grouping(segment) = 0 then 'segment'
      when grouping(tier) = 0 then 'tier'
      when grouping(region) = 0 then 'region'
      when grouping(country) = 0 then 'country'
      when grouping(industry) = 0 then 'industry'
      when grouping(stage) = 0 then 'stage'
      when grouping(cohort) = 0 then 'cohort'
      when grouping(csm) = 0 then 'csm'
      else 'all' end as grouped_by,
    coalesce(segment, tier, region, country, industry, stage, cohort, csm, 'all') as group_name,
    sum(customers) as customers,
    sum(mrr) as mrr,
    sum(contacted) as contacted,
    sum(scored) as scored,
    sum(adoption_score) as adoption_score,
    sum(judged) as judged,
    sum(at_risk) as at_risk,
    sum(starting_customers) as starting_customers,
    sum(starting_mrr) as starting_mrr,
    sum(churned_customers) as churned_customers,
    sum(expansion_mrr) as expansion_mrr,
    sum(upsold_customers) as upsold_customers,
    sum(tickets) as tickets,
    sum(due) as due,
    sum(renewed) as renewed,
    sum(decided) as decided,
    sum(saved) as saved,
    sum(nps_answers) as nps_answers,
    sum(promoters) as promoters,
    sum(detractors) as detractors,
    sum(csat_answers) as csat_answers,
    sum(csat_good) as csat_good,
    sum(ces_answers) as ces_answers,
    sum(ces_total) as ces_total,
    min(ces_scale_from) as ces_scale_from,
    max(ces_scale_to) as ces_scale_to,
    array_agg(days_to_live) filter (where days_to_live is not null) as days_to_live,
    sum(customers_before) as customers_before,
    sum(mrr_before) as mrr_before,
    sum(retained_customers) as retained_customers,
    sum(retained_mrr) as retained_mrr,
    sum(kept_mrr) as kept_mrr
  from account_periods
  group by grouping sets ((month), (month, segment), (month, tier), (month, region), (month, country),
    (month, industry), (month, stage), (month, cohort), (month, csm))),
counted as (
  select
    true as is_account,
    period,
    account_id,
    account,
    segment,
    tier,
    region,
    country,
    industry,
    stage,
    cohort,
    csm,
    month,
    null as grouped_by,
    null as group_name,
    customers::bigint,
    mrr,
    contacted::bigint,
    scored::bigint,
    adoption_score,
    judged::bigint,
    at_risk::bigint,
    starting_customers::bigint,
    starting_mrr,
    churned_customers::bigint,
    expansion_mrr,
    upsold_customers::bigint,
    tickets::bigint,
    due::bigint,
    renewed::bigint,
    decided::bigint,
    saved::bigint,
    nps_answers::bigint,
    promoters::bigint,
    detractors::bigint,
    csat_answers::bigint,
    csat_good::bigint,
    ces_answers::bigint,
    ces_total::bigint,
    ces_scale_from,
    ces_scale_to,
    case when days_to_live is not null then array[days_to_live] end as days_to_live,
    customers_before::bigint,
    mrr_before,
    retained_customers::bigint,
    retained_mrr,
    kept_mrr
  from account_periods
  union all
  -- A level of its own, so that the planner need not group for who asks for accounts.
  select
    false,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    *
  from grouped)
select
  counted.month,
  counted.is_account,
  counted.account_id,
  counted.account,
  counted.segment,
  counted.tier,
  counted.region,
  counted.country,
  counted.industry,
  counted.stage,
  counted.cohort,
  counted.csm,
  counted.grouped_by,
  counted.group_name,
  listed.position,
  listed.kpi,
  listed.label,
  listed.unit,
  listed.higher_is_better,
  listed.numerator,
  listed.denominator,
  case when listed.is_known then coalesce(listed.n, 0) end as n
from counted
cross join source_tables
cross join lateral (
  -- What stands at the end of the month.
  select *
  from (
    values
      (1, 'customers', 'Customers', 'customers', true, source_tables.subscriptions,
        counted.customers, null, counted.customers),
      (2, 'mrr', 'Monthly recurring revenue', 'money', true, source_tables.subscriptions,
        counted.mrr, null, counted.customers),
      (3, 'arr', 'Annual recurring revenue', 'money', true, source_tables.subscriptions,
        arr(counted.mrr), null, counted.customers),
      (16, 'coverage', 'Coverage', 'share', true,
        source_tables.csm_touchpoints_account_id and source_tables.subscriptions,
        case when source_tables.csm_touchpoints_account_id then counted.contacted end, counted.customers,
        counted.customers),
      (18, 'adoption_score', 'Adoption score', 'points', true, source_tables.product_events,
        counted.adoption_score, counted.scored, counted.scored),
      (19, 'at_risk_share', 'Share at risk', 'share', false, source_tables.subscriptions,
        counted.at_risk, counted.judged, counted.judged)
    ) as at_end (position, kpi, label, unit, higher_is_better, is_known, numerator, denominator, n)
  where coalesce(counted.period, 'end') = 'end'
  union all
  -- What became of those who were customers a year before.
  select *
  from (
    values
      (4, 'nrr', 'Net revenue retention', 'share', true, source_tables.subscriptions,
        counted.retained_mrr, counted.mrr_before, counted.customers_before),
      (5, 'grr', 'Gross revenue retention', 'share', true, source_tables.subscriptions,
        counted.kept_mrr, counted.mrr_before, counted.customers_before),
      (6, 'logo_retention', 'Customers retained', 'share', true, source_tables.subscriptions,
        counted.retained_customers, counted.customers_before, counted.customers_before)
    ) as at_year
  where coalesce(counted.period, 'year') = 'year'
  union all
  -- What happened in the month.
  select *
  from (
    values
      (7, 'customer_churn_rate', 'Customer churn rate', 'share', false, source_tables.subscriptions,
        counted.churned_customers, counted.starting_customers, counted.starting_customers),
      (8, 'renewal_rate', 'Renewal rate', 'share', true, source_tables.contracts and source_tables.subscriptions,
        counted.renewed, counted.due, counted.due),
      (9, 'upsell_rate', 'Upsell rate', 'share', true, source_tables.subscriptions, counted.upsold_customers,
        counted.starting_customers, counted.starting_customers),
      (10, 'expansion_rate', 'Expansion rate', 'share', true, source_tables.subscriptions,
        counted.expansion_mrr, counted.starting_mrr, counted.starting_customers),
      (11, 'save_rate', 'Save rate', 'share', true,
        source_tables.cancellation_requests_decided_on and source_tables.cancellation_requests_outcome, counted.saved,
        counted.decided, counted.decided),
      (12, 'support_incident_rate', 'Support incident rate', 'tickets per customer', false,
        source_tables.support_tickets_account_id and source_tables.subscriptions,
        case when source_tables.support_tickets_account_id then counted.tickets end, counted.starting_customers,
        counted.starting_customers),
      (13, 'nps', 'Net Promoter Score', 'points', true, source_tables.survey_responses,
        100 * (counted.promoters - counted.detractors), counted.nps_answers, counted.nps_answers),
      (14, 'csat', 'Customer satisfaction', 'share', true, source_tables.survey_responses,
        counted.csat_good, counted.csat_answers, counted.csat_answers),
      -- Answers on several scales have no mean.
      (15, 'ces', 'Customer effort score', 'points', true, source_tables.survey_responses,
        case when counted.ces_scale_from = counted.ces_scale_to then counted.ces_total end, counted.ces_answers,
        counted.ces_answers),
      (17, 'median_days_to_live', 'Median days to go-live', 'days', false, source_tables.onboarding_projects_live_on,
        case when counted.days_to_live is not null then (
          select percentile_cont(0.5) within group (order by days)::numeric
          from unnest(counted.days_to_live) as days) end,
        null, cardinality(counted.days_to_live))
    ) as at_month
  where coalesce(counted.period, 'month') = 'month'
  ) as listed
