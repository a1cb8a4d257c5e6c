-- Made by tools/dbt-package from views/.
{{ config(alias='cohort_retention') }}

with user_activity as not materialized (select * from {{ ref('customer360__user_activity') }}),
histories as (
  select
    user_id,
    activity_agg(activity) as activity
  from user_activity
  group by user_id),
first_seen as (
  select
    activity,
    date_trunc('month', first_active(activity)::timestamp)::date as cohort
  from histories
  where first_active(activity) <= {{ customer360.as_of() }}),
cohorts as (
  select
    cohort,
    count(*) as cohort_users,
    retention(activity, cohort, 'month', 12, {{ customer360.as_of() }}) as retained
  from first_seen
  group by cohort)
select
  cohorts.cohort,
  (kept.position - 1)::int as months_since,
  cohorts.cohort_users,
  kept.users as retained_users,
  round(kept.users::numeric / cohorts.cohort_users, 4) as retention_rate
from cohorts
cross join unnest(cohorts.retained) with ordinality as kept (users, position)
where kept.users is not null
order by cohorts.cohort, kept.position
