-- Made by tools/dbt-package from views/.
{{ config(alias='account_periods') }}

with account_groups as not materialized (select * from {{ ref('customer360__account_groups') }}),
account_upsells as not materialized (select * from {{ ref('customer360__account_upsells') }}),
accounts as not materialized (select * from {{ ref('customer360__accounts') }}),
cancellation_requests as not materialized (select * from {{ ref('customer360__cancellation_requests') }}),
contracts_due as not materialized (select * from {{ ref('customer360__contracts_due') }}),
csm_touchpoints as not materialized (select * from {{ ref('customer360__csm_touchpoints') }}),
feedback_answers as not materialized (select * from {{ ref('customer360__feedback_answers') }}),
kpi_months as not materialized (select * from {{ ref('customer360__kpi_months') }}),
metric_history as not materialized (select * from {{ ref('customer360__metric_history') }}),
onboarding as not materialized (select * from {{ ref('customer360__onboarding') }}),
score_history as not materialized (select * from {{ ref('customer360__score_history') }}),
source_tables as not materialized (select * from {{ ref('customer360__source_tables') }}),
subscriptions as not materialized (select * from {{ ref('customer360__subscriptions') }}),
support_tickets as not materialized (select * from {{ ref('customer360__support_tickets') }}),
ticket_changes as not materialized (select * from {{ ref('customer360__ticket_changes') }}),
histories as (
  select
    account_id,
    mrr_agg(charged * daterange(null, {{ customer360.as_of() }} + 1), mrr, '{"below_zero": "zero"}') as history
  from subscriptions
  where lower(charged) <= {{ customer360.as_of() }}
  group by account_id),
paid as (
  select
    histories.account_id,
    histories.history,
    extract(year from first.day)::text as cohort
  from histories
  cross join lateral (select min(lower(valid)) as day from mrr_periods(histories.history)) as first),
asked as (
  select
    account_id,
    date_trunc('month', c360_local_day({{ customer360.zone() }}, opened_at)::timestamp)::date as month,
    count(*) as tickets
  from support_tickets
  -- Which tickets there are, and not deleted.
  where account_id is not null and ticket_id in (select ticket_id from ticket_changes where was_open is null)
  group by account_id, date_trunc('month', c360_local_day({{ customer360.zone() }}, opened_at)::timestamp)),
due as (
  select
    account_id,
    date_trunc('month', ends_on::timestamp)::date as month,
    count(*) as due,
    count(*) filter (where outcome = 'renewed') as renewed
  from contracts_due
  -- Of a month that is not over the figure is not known.
  where known_on = {{ customer360.as_of() }} and terminated_on is null
    and date_trunc('month', ends_on::timestamp) + interval '1 month' - interval '1 day' <= {{ customer360.as_of() }}
  group by account_id, date_trunc('month', ends_on::timestamp)),
requested as (
  select
    account_id,
    date_trunc('month', requested_on::timestamp)::date as month,
    count(*) as decided,
    count(*) filter (where outcome = 'saved') as saved
  from cancellation_requests
  where requested_on <= {{ customer360.as_of() }} and decided_on <= {{ customer360.as_of() }}
  group by account_id, date_trunc('month', requested_on::timestamp)),
answered as (
  select
    account_id,
    month,
    (nps).n as nps_answers,
    (nps).promoters as promoters,
    (nps).detractors as detractors,
    csat_answers,
    round(csat * csat_answers) as csat_good,
    ces_answers,
    ces_total,
    ces_scale_from,
    ces_scale_to
  from (
    select
      account_id,
      date_trunc('month', responded_on::timestamp)::date as month,
      nps_stats(rating) filter (where survey = 'nps') as nps,
      count(rating) filter (where survey = 'csat') as csat_answers,
      csat(rating, scale) filter (where survey = 'csat' and scale is not null) as csat,
      count(rating) filter (where survey = 'ces') as ces_answers,
      sum(rating) filter (where survey = 'ces') as ces_total,
      min(scale) filter (where survey = 'ces') as ces_scale_from,
      max(scale) filter (where survey = 'ces') as ces_scale_to
    from feedback_answers
    group by account_id, date_trunc('month', responded_on::timestamp)) as monthly),
went_live as (
  select distinct on (account_id, date_trunc('month', live_on::timestamp))
    account_id,
    date_trunc('month', live_on::timestamp)::date as month,
    days_to_go_live
  from onboarding
  where days_to_go_live is not null
  order by account_id, date_trunc('month', live_on::timestamp), live_on desc, onboarding_id),
touched as (
  select
    account_id,
    c360_local_day({{ customer360.zone() }}, happened_at) as day
  from csm_touchpoints
  where happened_at < (select c360_local_midnight({{ customer360.zone() }}, {{ customer360.as_of() }} + 1)) and account_id is not null
  group by account_id, c360_local_day({{ customer360.zone() }}, happened_at)),
-- A contact counts in the months that end within the 90 days that begin with it.
contacted as (
  select
    kpi_months.month,
    touched.account_id
  from touched
  cross join generate_series(0, 3) as later (months)
  join kpi_months on kpi_months.month = (
      date_trunc('month', touched.day::timestamp) + make_interval(months => later.months))::date
    and kpi_months.ends_on - touched.day between 0 and 89
  group by kpi_months.month, touched.account_id),
recorded as (
  select
    date_trunc('month', day::timestamp)::date as month,
    max(day) as day
  from score_history
  where rubric = 'product_adoption' and day <= {{ customer360.as_of() }}
  group by date_trunc('month', day::timestamp)),
scored as (
  select
    recorded.month,
    score_history.account_id,
    score_history.score
  from recorded
  join score_history on score_history.day = recorded.day
  where score_history.rubric = 'product_adoption' and score_history.score is not null),
-- The same of what was known about risks.
metered as (
  select
    date_trunc('month', day::timestamp)::date as month,
    max(day) as day
  from metric_history
  where day <= {{ customer360.as_of() }}
  group by date_trunc('month', day::timestamp)),
judged as (
  select
    metered.month,
    metric_history.account_id,
    (metric_history.metrics ->> 'is_at_risk')::boolean as is_at_risk
  from metered
  join kpi_months on kpi_months.month = metered.month
  join metric_history on metric_history.day = metered.day),
upsold as (
  select
    account_id,
    month,
    true as is_upsold
  from account_upsells),
-- What happened in a month to an account of which something is told; in one more row per month, without an account,
-- what was answered. So few rows that the many periods are looked up in them, instead of being sorted beside them.
flows as (
  select
    account_id,
    month,
    'month' as period,
    upsold.is_upsold,
    asked.tickets,
    due.due,
    due.renewed,
    requested.decided,
    requested.saved,
    answered.nps_answers,
    answered.promoters,
    answered.detractors,
    answered.csat_answers,
    answered.csat_good,
    answered.ces_answers,
    answered.ces_total,
    answered.ces_scale_from,
    answered.ces_scale_to,
    went_live.days_to_go_live as days_to_live
  from upsold
  full join asked using (account_id, month)
  full join due using (account_id, month)
  full join requested using (account_id, month)
  full join answered using (account_id, month)
  full join went_live using (account_id, month)
  where month in (select month from kpi_months)
    and (account_id in (select account_id from accounts)) is not false),
-- What is known of the end of a month.
ends as (
  select
    account_id,
    month,
    'end' as period,
    contacted.account_id is not null as is_contacted,
    scored.score,
    judged.is_at_risk
  from contacted
  full join scored using (account_id, month)
  full join judged using (account_id, month)),
paying as (
  select
    account_groups.*,
    coalesce(paid.cohort, 'not charged') as cohort,
    coalesce(mrr_at(paid.history, account_groups.begins_after), 0) as mrr_before,
    coalesce(mrr_at(paid.history, account_groups.ends_on), 0) as mrr_after
  from account_groups
  left join paid on paid.account_id = account_groups.account_id)
select
  coalesce(paying.month, flows.month) as month,
  coalesce(paying.period, flows.period) as period,
  paying.account_id,
  paying.account,
  coalesce(paying.segment, 'not known') as segment,
  coalesce(paying.tier, 'not known') as tier,
  coalesce(paying.region, 'not known') as region,
  coalesce(paying.country, 'not known') as country,
  coalesce(paying.industry, 'not known') as industry,
  coalesce(paying.stage, 'not known') as stage,
  coalesce(paying.cohort, 'not charged') as cohort,
  coalesce(paying.csm, 'nobody') as csm,
  case when is_end.holds then 1 end as customers,
  case when is_end.holds then paying.mrr_after end as mrr,
  case when is_end.holds and source_tables.csm_touchpoints_account_id
    then coalesce(ends.is_contacted, false)::int end as contacted,
  case when ends.score is not null then 1 end as scored,
  ends.score as adoption_score,
  case when ends.is_at_risk is not null then 1 end as judged,
  ends.is_at_risk::int as at_risk,
  case when is_month.holds then 1 end as starting_customers,
  case when is_month.holds then paying.mrr_before end as starting_mrr,
  case when is_month.holds then (paying.mrr_after = 0)::int end as churned_customers,
  case when is_month.holds then greatest(paying.mrr_after - paying.mrr_before, 0) end as expansion_mrr,
  case when is_month.holds then coalesce(flows.is_upsold, false)::int end as upsold_customers,
  case when is_month.holds and source_tables.support_tickets_account_id
    then coalesce(flows.tickets, 0)::int end as tickets,
  flows.due::int,
  flows.renewed::int,
  flows.decided::int,
  case when source_tables.cancellation_requests_outcome then flows.saved::int end as saved,
  flows.nps_answers::int,
  flows.promoters::int,
  flows.detractors::int,
  flows.csat_answers::int,
  flows.csat_good::int,
  flows.ces_answers::int,
  flows.ces_total::int,
  flows.ces_scale_from,
  flows.ces_scale_to,
  flows.days_to_live,
  case when is_year.holds then 1 end as customers_before,
  case when is_year.holds then paying.mrr_before end as mrr_before,
  case when is_year.holds then (paying.mrr_after > 0)::int end as retained_customers,
  case when is_year.holds then paying.mrr_after end as retained_mrr,
  case when is_year.holds then least(paying.mrr_before, paying.mrr_after) end as kept_mrr
from paying
full join flows on flows.account_id = paying.account_id and flows.month = paying.month
  and flows.period = paying.period
left join ends on ends.account_id = paying.account_id and ends.month = paying.month
  and ends.period = paying.period
cross join source_tables
cross join lateral (select paying.period = 'end' and paying.mrr_after > 0 as holds) as is_end
cross join lateral (select paying.period = 'month' and paying.mrr_before > 0 as holds) as is_month
cross join lateral (select paying.period = 'year' and paying.mrr_before > 0 as holds) as is_year
where is_end.holds or is_month.holds or is_year.holds or ends.score is not null
  or ends.is_at_risk is not null
  or coalesce(flows.due, flows.decided, flows.nps_answers, flows.days_to_live) is not null
