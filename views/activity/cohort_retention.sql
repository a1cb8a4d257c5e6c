-- Retention of users by the month of their first activity: one row per cohort and month since, up to twelve, as far as
-- as_of() has finished them. Users who were active before the events begin look new when they begin: read the first
-- cohorts with care.
--
-- cohort: first day of the month in which its users were first active
-- months_since: 0 = that month
-- cohort_users: users of the cohort
-- retained_users: those active in the month
-- retention_rate: retained ÷ cohort, users per user
with histories as (
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
  where first_active(activity) <= as_of()),
cohorts as (
  select
    cohort,
    count(*) as cohort_users,
    retention(activity, cohort, 'month', 12, as_of()) as retained
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
