-- Made by tools/dbt-package from views/.
{{ config(alias='active_users') }}

with source_tables as not materialized (select * from {{ ref('customer360__source_tables') }}),
user_activity as not materialized (select * from {{ ref('customer360__user_activity') }}),
users as not materialized (select * from {{ ref('customer360__users') }}),
histories as (
  select
    user_id,
    activity_agg(activity) as activity
  from user_activity
  group by user_id),
span as (
  select min(first_active(activity)) as first_day
  from histories
  having min(first_active(activity)) <= {{ customer360.as_of() }}),
-- Days of activity on which the user had access.
entitled as (
  select
    users.provisioned_on,
    users.deactivated_on,
    histories.activity & datemultirange(daterange(users.provisioned_on, least(users.deactivated_on, {{ customer360.as_of() }} + 1)))
      ::activity_history as activity
  from users
  left join histories on histories.user_id = users.user_id
  where users.provisioned_on <= {{ customer360.as_of() }} and (users.deactivated_on > users.provisioned_on) is not false),
counted as (
  select
    span.first_day,
    active_users(histories.activity, daterange(span.first_day, {{ customer360.as_of() }} + 1), array[1, 7, 28]) as users
  from histories cross join span
  group by span.first_day),
counted_entitled as (
  select
    span.first_day,
    active_users(entitled.activity, daterange(span.first_day, {{ customer360.as_of() }} + 1), array[1, 7, 28]) as users
  from entitled cross join span
  group by span.first_day),
windows as (
  select
    number,
    days
  from unnest(array[1, 7, 28]) with ordinality as listed (days, number)),
-- Who had access in a window: from the first day with access to the last window that begins with one. Users who had
-- access before the first day count from it on.
changes as (
  select
    windows.number,
    greatest(change.day, span.first_day) as day,
    sum(change.users) as users
  from entitled
  cross join windows
  cross join span
  cross join lateral (values
    (entitled.provisioned_on, 1),
    (entitled.deactivated_on + windows.days - 1, -1)) as change (day, users)
  where change.day is not null
  group by windows.number, greatest(change.day, span.first_day)),
days as (
  select
    counted.first_day + place - 1 as day,
    counted.users[1][place] as dau,
    counted.users[2][place] as wau,
    counted.users[3][place] as mau,
    counted_entitled.users[1][place] as entitled_dau,
    counted_entitled.users[2][place] as entitled_wau,
    counted_entitled.users[3][place] as entitled_mau
  from counted
  left join counted_entitled on counted_entitled.first_day = counted.first_day
  cross join generate_series(1, {{ customer360.as_of() }} - counted.first_day + 1) as place),
measured as (
  select
    days.*,
    sum(days.dau) over (order by days.day rows between 27 preceding and current row) / 28 as mean_dau,
    coalesce(sum(daily.users) over (order by days.day), 0) as users_1d,
    coalesce(sum(weekly.users) over (order by days.day), 0) as users_7d,
    coalesce(sum(monthly.users) over (order by days.day), 0) as users_28d
  from days
  left join changes as daily on daily.day = days.day and daily.number = 1
  left join changes as weekly on weekly.day = days.day and weekly.number = 2
  left join changes as monthly on monthly.day = days.day and monthly.number = 3)
select
  measured.day,
  measured.dau as daily_active_users,
  measured.wau as weekly_active_users,
  measured.mau as monthly_active_users,
  round(measured.mean_dau / nullif(measured.mau, 0), 4) as stickiness,
  case when source_tables.users then measured.users_1d end as provisioned_users,
  case when source_tables.users then round(measured.entitled_dau::numeric / nullif(measured.users_1d, 0), 4) end
    as daily_active_rate,
  case when source_tables.users then round(measured.entitled_wau::numeric / nullif(measured.users_7d, 0), 4) end
    as weekly_active_rate,
  case when source_tables.users then round(measured.entitled_mau::numeric / nullif(measured.users_28d, 0), 4) end
    as monthly_active_rate
from measured
cross join source_tables
order by measured.day
