-- What each customer asks of support, compared with what it pays, as of as_of(): one row per customer signed by then,
-- including those who never asked. Tickets are of the last 90 days, calls and logins of the last 30, including as_of().
--
-- account_id: the customer
-- account: its name
-- arr: twelve times the monthly recurring revenue of the subscriptions valid on as_of(); 0 = none
-- open_tickets: tickets open at the end of as_of()
-- open_over_30_days: those more than 30 days old
-- oldest_open_days: age of the oldest open ticket in calendar days; NULL = none open
-- tickets_90d: tickets opened
-- tickets_per_1000_arr: tickets opened ÷ ARR in thousands; NULL = no ARR
-- incidents_90d: tickets opened of kind incident
-- incident_rate: incidents ÷ tickets opened; NULL = none opened
-- max_burst_7d: the most tickets opened within any seven days
-- has_burst: three or more within seven days
-- solved_90d: tickets solved, and still solved on as_of()
-- reopened_90d: those that had been reopened
-- first_contact_resolution_rate: solved with one agent reply and never reopened ÷ solved; NULL = none solved
-- median_hours_to_resolution: median hours from opening to solution, over the solved tickets; NULL = none solved
-- calls_30d: calls with the customer
-- call_minutes_30d: their minutes
-- calls_per_1000_arr: calls ÷ ARR in thousands; NULL = no ARR
-- minutes_per_1000_arr: minutes of calls ÷ ARR in thousands
-- logins_30d: logins of its users
-- active_users_30d: distinct users active
-- logins_per_1000_arr: logins ÷ ARR in thousands
-- users_per_1000_arr: active users ÷ ARR in thousands
with asked as (
  select t.account_id, count(*) filter (where t.is_open) as open_tickets,
    count(*) filter (where t.is_open_over_30_days) as open_over_30_days, max(t.age_days) as oldest_open_days,
    count(*) filter (where d.is_opened) as tickets, count(*) filter (where d.is_opened and t.kind = 'incident') as incidents,
    max_burst(t.opened_at, interval '7 days') filter (where d.is_opened) as max_burst,
    count(*) filter (where d.is_solved) as solved,
    count(*) filter (where d.is_solved and t.reopenings > 0) as reopened,
    count(*) filter (where d.is_solved and t.is_first_contact_resolution) as first_contact,
    percentile_cont(0.5) within group (order by t.hours_to_resolution) filter (where d.is_solved) as median_hours
  from tickets t
  cross join lateral (
    select t.opened_at >= (select (as_of() - 89)::timestamptz) as is_opened,
      t.solved_at >= (select (as_of() - 89)::timestamptz) as is_solved) as d
  group by t.account_id),
called as (
  select c.account_id, count(*) as calls, sum(c.minutes) as minutes
  from calls c
  where c.started_at >= (as_of() - 29)::timestamptz and c.started_at < (as_of() + 1)::timestamptz
  group by c.account_id),
logged_in as (
  select d.account_id, sum(d.logins) as logins
  from activity_daily d
  where d.day between (select as_of() - 29) and (select as_of())
  group by d.account_id),
active as (
  select u.account_id, count(*) as users
  from user_activity u
  where active_days(u.activity, (select daterange(as_of() - 29, as_of() + 1))) > 0
  group by u.account_id),
subscribed as (
  select s.account_id, arr(sum(s.mrr)) as arr
  from subscriptions s
  where s.valid @> as_of()
  group by s.account_id)
select a.account_id, a.name as account, coalesce(s.arr, 0) as arr, coalesce(t.open_tickets, 0) as open_tickets,
  coalesce(t.open_over_30_days, 0) as open_over_30_days, t.oldest_open_days, coalesce(t.tickets, 0) as tickets_90d,
  round(coalesce(t.tickets, 0) / k.arr, 4) as tickets_per_1000_arr, coalesce(t.incidents, 0) as incidents_90d,
  round(t.incidents::numeric / nullif(t.tickets, 0), 4) as incident_rate, coalesce(t.max_burst, 0) as max_burst_7d,
  coalesce(t.max_burst, 0) >= 3 as has_burst, coalesce(t.solved, 0) as solved_90d,
  coalesce(t.reopened, 0) as reopened_90d,
  round(t.first_contact::numeric / nullif(t.solved, 0), 4) as first_contact_resolution_rate,
  round(t.median_hours::numeric, 2) as median_hours_to_resolution, coalesce(c.calls, 0) as calls_30d,
  coalesce(c.minutes, 0) as call_minutes_30d, round(coalesce(c.calls, 0) / k.arr, 4) as calls_per_1000_arr,
  round(coalesce(c.minutes, 0) / k.arr, 4) as minutes_per_1000_arr, coalesce(l.logins, 0)::bigint as logins_30d,
  coalesce(u.users, 0) as active_users_30d, round(coalesce(l.logins, 0) / k.arr, 4) as logins_per_1000_arr,
  round(coalesce(u.users, 0) / k.arr, 4) as users_per_1000_arr
from accounts a
left join subscribed s on s.account_id = a.account_id
left join asked t on t.account_id = a.account_id
left join called c on c.account_id = a.account_id
left join logged_in l on l.account_id = a.account_id
left join active u on u.account_id = a.account_id
cross join lateral (select nullif(s.arr, 0) / 1000 as arr) as k
where a.signed_on <= as_of()
order by a.account_id
