-- Retention of users by the month of their first activity: one row per cohort and month since, up to twelve, as far as
-- as_of() has finished them. Users who were active before the events begin look new when they begin: read the first
-- cohorts with care.
--
-- cohort: first day of the month in which its users were first active
-- months_since: 0 = that month
-- cohort_users: users of the cohort
-- retained_users: those active in the month
-- retention_rate: retained ÷ cohort, users per user
with first_seen as (
  select activity, date_trunc('month', first_active(activity)::timestamp)::date as cohort
  from user_activity
  where first_active(activity) <= as_of()),
cohorts as (
  select cohort, count(*) as cohort_users, retention(activity, cohort, 'month', 12, as_of()) as retained
  from first_seen
  group by cohort)
select c.cohort, (r.position - 1)::int as months_since, c.cohort_users, r.users as retained_users,
  round(r.users::numeric / c.cohort_users, 4) as retention_rate
from cohorts c cross join unnest(c.retained) with ordinality as r (users, position)
where r.users is not null
order by c.cohort, r.position
