-- What each account asks of support, as of as_of(), without what it pays: one row per account, prospects included.
-- account_support shows it of customers. Tickets are of the last 90 days, calls and logins of the last 30, including
-- as_of().
--
-- account_id: the account
-- open_tickets: tickets open at the end of as_of()
-- open_over_30_days: those more than 30 days old
-- oldest_open_days: age of the oldest open ticket in calendar days; NULL = none open
-- tickets_90d: tickets opened
-- incidents_90d: tickets opened of kind incident
-- incident_share: incidents ÷ tickets opened, tickets per ticket; NULL = none opened
-- max_burst_7d: the most tickets opened within any seven days
-- has_burst: three or more within seven days
-- solved_90d: tickets solved, and still solved on as_of()
-- reopened_90d: those that had been reopened
-- first_contact_resolution_rate: solved with one agent reply and never reopened ÷ solved, tickets per ticket, of those
--   whose history and messages are known; NULL = none solved
-- median_hours_to_first_reply: median hours from the customer's first message to an agent's reply, over the tickets
--   opened; NULL = none with a reply
-- median_business_hours_to_first_reply: the same in working_hours; NULL also without that table
-- median_hours_to_resolution: median hours from opening to solution, over the solved tickets; NULL = none solved
-- median_business_hours_to_resolution: the same in working_hours; NULL also without that table
-- calls_30d: calls with the customer
-- call_minutes_30d: their minutes
-- logins_30d: logins of its users; NULL = no event was ever a login
-- active_users_30d: distinct users active
with windows as (
  select local_midnight(as_of() - 89) as tickets_from, local_midnight(as_of() - 29) as calls_from,
    local_midnight(as_of() + 1) as ends_at, daterange(as_of() - 29, as_of() + 1) as logins),
asked as (
  select tickets.account_id,
    count(*) filter (where tickets.is_open) as open_tickets,
    count(*) filter (where tickets.is_open_over_30_days) as open_over_30_days,
    max(tickets.age_days) as oldest_open_days,
    count(*) filter (where recent.is_opened) as tickets,
    count(*) filter (where recent.is_opened and tickets.kind = 'incident') as incidents,
    max_burst(tickets.opened_at, interval '7 days') filter (where recent.is_opened) as max_burst,
    count(*) filter (where recent.is_solved) as solved,
    count(*) filter (where recent.is_solved and tickets.reopenings > 0) as reopened,
    avg(tickets.is_first_contact_resolution::int) filter (where recent.is_solved) as first_contact_resolution_rate,
    percentile_cont(0.5) within group (order by tickets.hours_to_first_reply)
      filter (where recent.is_opened) as hours_to_first_reply,
    percentile_cont(0.5) within group (order by tickets.business_hours_to_first_reply)
      filter (where recent.is_opened) as business_hours_to_first_reply,
    percentile_cont(0.5) within group (order by tickets.hours_to_resolution)
      filter (where recent.is_solved) as hours_to_resolution,
    percentile_cont(0.5) within group (order by tickets.business_hours_to_resolution)
      filter (where recent.is_solved) as business_hours_to_resolution
  from tickets
  cross join lateral (
    select tickets.opened_at >= (select windows.tickets_from from windows) as is_opened,
      tickets.solved_at >= (select windows.tickets_from from windows) as is_solved) as recent
  group by tickets.account_id),
called as (
  select calls.account_id, count(*) as calls, sum(calls.minutes) as minutes
  from calls
  where calls.started_at >= (select windows.calls_from from windows)
    and calls.started_at < (select windows.ends_at from windows)
  group by calls.account_id),
logged_in as (
  select activity_daily.account_id, sum(activity_daily.logins)::bigint as logins
  from activity_daily
  where activity_daily.day >= (select lower(windows.logins) from windows)
    and activity_daily.day < (select upper(windows.logins) from windows)
  group by activity_daily.account_id),
active as (
  select user_activity.account_id, count(*) as users
  from user_activity
  where active_days(user_activity.activity, (select windows.logins from windows)) > 0
  group by user_activity.account_id),
counted as (
  select accounts.account_id,
    case when source_tables.support_tickets_account_id then coalesce(asked.open_tickets, 0) end as open_tickets,
    case when source_tables.support_tickets_account_id then coalesce(asked.open_over_30_days, 0) end
      as open_over_30_days,
    case when source_tables.support_tickets_account_id then coalesce(asked.tickets, 0) end as tickets,
    case when source_tables.support_tickets_account_id and source_tables.support_tickets_kind
      then coalesce(asked.incidents, 0) end as incidents,
    case when source_tables.support_tickets_account_id then coalesce(asked.max_burst, 0) end as max_burst,
    case when source_tables.support_tickets_account_id
      and (source_tables.ticket_status_changes or source_tables.support_tickets_solved_at)
      then coalesce(asked.solved, 0) end as solved,
    case when source_tables.support_tickets_account_id and source_tables.ticket_status_changes
      then coalesce(asked.reopened, 0) end as reopened,
    case when source_tables.calls_account_id then coalesce(called.calls, 0) end as calls,
    case when source_tables.calls_account_id and source_tables.calls_minutes then coalesce(called.minutes, 0) end
      as minutes,
    case when exists (select from activity_daily where logins > 0 and day <= as_of())
      then coalesce(logged_in.logins, 0) end as logins,
    case when source_tables.product_events then coalesce(active.users, 0) end as users,
    asked.oldest_open_days, asked.first_contact_resolution_rate, asked.hours_to_first_reply,
    asked.business_hours_to_first_reply, asked.hours_to_resolution, asked.business_hours_to_resolution
  from accounts
  cross join source_tables
  left join asked on asked.account_id = accounts.account_id
  left join called on called.account_id = accounts.account_id
  left join logged_in on logged_in.account_id = accounts.account_id
  left join active on active.account_id = accounts.account_id)
select
  counted.account_id,
  counted.open_tickets,
  counted.open_over_30_days,
  counted.oldest_open_days,
  counted.tickets as tickets_90d,
  counted.incidents as incidents_90d,
  counted.incidents::numeric / nullif(counted.tickets, 0) as incident_share,
  counted.max_burst as max_burst_7d,
  counted.max_burst >= 3 as has_burst,
  counted.solved as solved_90d,
  counted.reopened as reopened_90d,
  counted.first_contact_resolution_rate,
  counted.hours_to_first_reply::numeric as median_hours_to_first_reply,
  counted.business_hours_to_first_reply::numeric as median_business_hours_to_first_reply,
  counted.hours_to_resolution::numeric as median_hours_to_resolution,
  counted.business_hours_to_resolution::numeric as median_business_hours_to_resolution,
  counted.calls as calls_30d,
  counted.minutes as call_minutes_30d,
  counted.logins as logins_30d,
  counted.users as active_users_30d
from counted
