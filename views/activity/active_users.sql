-- Daily, weekly and monthly active users of the whole product, stickiness, and active user rates: one row per day from
-- the first event to as_of().
--
-- day: local day
-- daily_active_users: distinct users active on the day (DAU)
-- weekly_active_users: distinct users active in the 7 days that end on it (WAU)
-- monthly_active_users: distinct users active in the 28 days that end on it (MAU)
-- stickiness: mean DAU of those 28 days ÷ MAU, users per user; NULL = nobody active
-- provisioned_users: users with access on the day, over all accounts
-- daily_active_rate: DAU ÷ provisioned users
-- weekly_active_rate: WAU ÷ provisioned users
-- monthly_active_rate: MAU ÷ provisioned users
with span as (
  select min(first_active(activity)) as first_day from user_activity having min(first_active(activity)) <= as_of()),
counted as (
  select s.first_day, active_users(u.activity, daterange(s.first_day, as_of() + 1), array[1, 7, 28]) as users
  from user_activity u cross join span s
  group by s.first_day),
days as (
  select first_day + n - 1 as day, users[1][n] as dau, users[2][n] as wau, users[3][n] as mau
  from counted cross join generate_series(1, as_of() - first_day + 1) as n),
-- Users who had access before the first day count from the first day on.
access as (
  select greatest(change.day, s.first_day) as day, sum(change.users) as users
  from (select provisioned_on as day, 1 as users from users
        union all
        select deactivated_on, -1 from users where deactivated_on is not null) as change
  cross join span s
  group by greatest(change.day, s.first_day)),
measured as (
  select d.*, sum(d.dau) over (order by d.day rows between 27 preceding and current row) / 28 as mean_dau,
    coalesce(sum(a.users) over (order by d.day), 0) as provisioned
  from days d left join access a using (day))
select day, dau as daily_active_users, wau as weekly_active_users, mau as monthly_active_users,
  round(mean_dau / nullif(mau, 0), 4) as stickiness,
  provisioned as provisioned_users,
  round(dau::numeric / nullif(provisioned, 0), 4) as daily_active_rate,
  round(wau::numeric / nullif(provisioned, 0), 4) as weekly_active_rate,
  round(mau::numeric / nullif(provisioned, 0), 4) as monthly_active_rate
from measured
order by day
