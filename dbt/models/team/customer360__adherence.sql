-- Made by tools/dbt-package from views/.
{{ config(alias='adherence') }}

with contact_measures as not materialized (select * from {{ ref('customer360__contact_measures') }}),
csm_accounts as not materialized (select * from {{ ref('customer360__csm_accounts') }}),
csm_sentiment as not materialized (select * from {{ ref('customer360__csm_sentiment') }}),
csm_tasks as not materialized (select * from {{ ref('customer360__csm_tasks') }}),
csm_touchpoints as not materialized (select * from {{ ref('customer360__csm_touchpoints') }}),
onboarding as not materialized (select * from {{ ref('customer360__onboarding') }}),
source_tables as not materialized (select * from {{ ref('customer360__source_tables') }}),
team_members as not materialized (select * from {{ ref('customer360__team_members') }}),
thresholds as (
  select 90 as recent_days),
judged as (
  select
    account_id,
    max(observed_on) as last_on
  from csm_sentiment
  where observed_on <= {{ customer360.as_of() }}
  group by account_id),
touched as (
  select account_id
  from csm_touchpoints
  where happened_at >= (select c360_local_midnight({{ customer360.zone() }}, {{ customer360.as_of() }} - thresholds.recent_days + 1) from thresholds)
    and happened_at < (select c360_local_midnight({{ customer360.zone() }}, {{ customer360.as_of() }} + 1))
  group by account_id),
tasked as materialized (
  select
    member_id,
    account_id,
    (due_on < {{ customer360.as_of() }}) is true as is_delayed,
    due_on is null as is_undated
  from csm_tasks
  where (created_on <= {{ customer360.as_of() }}) is not false and (done_on <= {{ customer360.as_of() }}) is not true),
delayed as (
  select account_id
  from tasked
  where is_delayed
  group by account_id),
onboarded as (
  select
    account_id,
    bool_or(status in ('overdue', 'invalid')) as is_undated,
    bool_or(days_open is not null and planned_live_on is null) as is_unplanned,
    bool_or(days_open is not null and milestones_overdue > 0) as is_late
  from onboarding
  where days_open is not null or status = 'invalid'
  group by account_id),
held as (
  select
    csm_accounts.member_id,
    csm_accounts.is_charged,
    csm_accounts.arr,
    judged.account_id is null as is_never_judged,
    (judged.last_on < {{ customer360.as_of() }} - thresholds.recent_days) is true as is_stale,
    touched.account_id is null as is_not_contacted,
    delayed.account_id is not null as has_delayed,
    onboarded.account_id is not null as is_onboarding,
    onboarded.is_undated is true as is_undated,
    onboarded.is_unplanned is true as is_unplanned,
    onboarded.is_late is true as is_late,
    contact_measures.contacts,
    contact_measures.has_champion,
    contact_measures.is_single_threaded
  from csm_accounts
  cross join thresholds
  left join contact_measures on contact_measures.account_id = csm_accounts.account_id
  left join judged on judged.account_id = csm_accounts.account_id
  left join touched on touched.account_id = csm_accounts.account_id
  left join delayed on delayed.account_id = csm_accounts.account_id
  left join onboarded on onboarded.account_id = csm_accounts.account_id
  where csm_accounts.status is distinct from 'churned'),
summed as (
  select
    member_id,
    count(*) filter (where is_charged) as customers,
    sum(arr) filter (where is_charged) as arr,
    count(*) filter (where is_charged
      and not (is_never_judged or is_stale or is_not_contacted or has_delayed or is_undated)) as in_order,
    count(*) filter (where is_charged and is_never_judged) as sentiment_missing,
    count(*) filter (where is_charged and is_stale) as sentiment_stale,
    count(*) filter (where is_charged and is_not_contacted) as not_contacted,
    sum(arr) filter (where is_charged and is_not_contacted) as not_contacted_arr,
    count(*) filter (where is_onboarding) as onboardings,
    count(*) filter (where is_undated) as undated,
    count(*) filter (where is_unplanned) as unplanned,
    count(*) filter (where is_late) as late,
    count(*) filter (where is_charged and contacts = 0) as contacts_missing,
    count(*) filter (where is_charged and not has_champion) as champion_missing,
    count(*) filter (where is_charged and is_single_threaded) as single_threaded
  from held
  group by member_id),
worked as (
  select
    member_id,
    count(*) as tasks,
    count(*) filter (where is_delayed) as delayed,
    count(*) filter (where is_undated) as undated
  from tasked
  group by member_id),
employed as (
  select member_id, role
  from team_members
  where (hired_on > {{ customer360.as_of() }}) is not true and (left_on <= {{ customer360.as_of() }}) is not true),
members as (
  select member_id from employed where role = 'csm'
  union
  select member_id from summed
  union
  select member_id from worked),
known as (
  select
    members.member_id,
    employed.member_id is not null as is_employed,
    case when source_tables.subscriptions then coalesce(summed.customers, 0) end as customers,
    case when source_tables.subscriptions then coalesce(summed.arr, 0) end as arr,
    case when source_tables.subscriptions and source_tables.csm_sentiment and source_tables.csm_touchpoints_account_id
      and source_tables.csm_tasks_account_id and source_tables.csm_tasks_due_on
      and source_tables.onboarding_projects_live_on then coalesce(summed.in_order, 0) end as in_order,
    case when source_tables.subscriptions and source_tables.csm_sentiment then coalesce(summed.sentiment_missing, 0) end
      as sentiment_missing,
    case when source_tables.subscriptions and source_tables.csm_sentiment then coalesce(summed.sentiment_stale, 0) end
      as sentiment_stale,
    case when source_tables.subscriptions and source_tables.csm_touchpoints_account_id
      then coalesce(summed.not_contacted, 0) end
      as not_contacted,
    case when source_tables.subscriptions and source_tables.csm_touchpoints_account_id
      then coalesce(summed.not_contacted_arr, 0) end as not_contacted_arr,
    case when source_tables.onboarding_projects_live_on then coalesce(summed.onboardings, 0) end as onboardings,
    case when source_tables.onboarding_projects_live_on then coalesce(summed.undated, 0) end as undated,
    case when source_tables.onboarding_projects_live_on then coalesce(summed.unplanned, 0) end as unplanned,
    case when source_tables.onboarding_projects_live_on and source_tables.onboarding_milestones_done_on
      and source_tables.onboarding_milestones_due_on
      then coalesce(summed.late, 0) end as late,
    case when source_tables.csm_tasks then coalesce(worked.tasks, 0) end as tasks,
    case when source_tables.csm_tasks_due_on then coalesce(worked.delayed, 0) end as delayed_tasks,
    case when source_tables.csm_tasks_due_on then coalesce(worked.undated, 0) end as undated_tasks,
    case when source_tables.subscriptions and source_tables.contacts then coalesce(summed.contacts_missing, 0) end
      as contacts_missing,
    case when source_tables.subscriptions and source_tables.contacts then coalesce(summed.champion_missing, 0) end
      as champion_missing,
    case when source_tables.subscriptions and source_tables.contacts then coalesce(summed.single_threaded, 0) end
      as single_threaded
  from members
  cross join source_tables
  left join employed on employed.member_id = members.member_id
  left join summed on summed.member_id is not distinct from members.member_id
  left join worked on worked.member_id = members.member_id)
select
  known.member_id,
  case when known.member_id is null then 'nobody' else team_members.name end as csm,
  known.is_employed,
  known.customers,
  known.arr,
  known.in_order,
  round(known.in_order::numeric / nullif(known.customers, 0), 4) as in_order_share,
  known.sentiment_missing,
  known.sentiment_stale,
  round((known.sentiment_missing + known.sentiment_stale)::numeric / nullif(known.customers, 0), 4)
    as sentiment_not_current_share,
  known.not_contacted as not_contacted_90d,
  round(known.not_contacted::numeric / nullif(known.customers, 0), 4) as not_contacted_90d_share,
  known.not_contacted_arr as not_contacted_90d_arr,
  known.onboardings,
  known.undated as live_date_missing,
  round(known.undated::numeric / nullif(known.onboardings, 0), 4) as live_date_missing_share,
  known.unplanned as planned_date_missing,
  known.late as milestones_overdue,
  known.tasks as tasks_open,
  known.delayed_tasks as tasks_delayed,
  round(known.delayed_tasks::numeric / nullif(known.tasks, 0), 4) as tasks_delayed_share,
  known.undated_tasks as tasks_without_due_day,
  known.contacts_missing,
  known.champion_missing,
  round(known.champion_missing::numeric / nullif(known.customers, 0), 4) as champion_missing_share,
  known.single_threaded
from known
left join team_members on team_members.member_id = known.member_id
order by known.arr desc nulls last, known.member_id
