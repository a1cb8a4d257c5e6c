-- What is known about each customer on as_of(), unrounded: one row per customer. Scores, playbook rules and the
-- Customer 360 table read it by column name. What is made of a table that the source lacks is NULL.
--
-- account_id: the customer
-- account: its name
-- segment: company size
-- status: trial, free, signed, active, past_due, paused or churned: see the view account_status; NULL = not known
-- is_charged: active or past due
-- tier: product tier of the contract in force, or of the last one
-- csm: Customer Success Manager in charge on as_of()
-- days_since_signature: days since the first signature; NULL = no contract yet
-- mrr: monthly recurring revenue of all lines charged on as_of(); 0 = none; NULL = charged at a price that is not known
-- mrr_trend: sparkline of the MRR at the end of each of the last twelve months, as_of() on the right, scaled from zero
--   to the customer's own maximum; blank before the first charge, NULL = never charged
-- last_movement: how the MRR last changed between month ends (for the running month, as_of()): new, expansion,
--   contraction, churn or reactivation; NULL = never charged
-- last_movement_on: first day of the month of that change
-- last_movement_amount: by how much; negative for contraction and churn
-- clv_to_date: customer lifetime value so far: everything invoiced by as_of(), credit notes deducted
-- contract_ends_on: end of the last contract signed by as_of(); NULL = month to month, renewed by itself since, or no
--   longer a customer
-- days_to_renewal: days from as_of() to that end; negative = the contract ran out and was not renewed
-- cancellation_requested_on: day of the request to cancel that is still unanswered; NULL = none
-- days_not_live: days since the signature of an onboarding that is not live yet; NULL = live
-- coefficient: product activity coefficient: in how many of the last seven blocks of seven days, as_of() in the latest,
--   any user was active, 0 to 7
-- lifecycle: state in the 28 days that end on as_of(): new, returning, resurrecting or dormant; NULL = active neither
--   in them nor in the 28 days before
-- weekly_activity: sparkline of the events in each of the last 16 blocks of seven days, as_of() on the right, scaled
--   from zero to the customer's own maximum; blank before the first signature
-- usage_change_4w: mean weekly events of the last four blocks of seven days against the twelve before, as a fraction:
--   -0.25 = a quarter less; NULL = too new, or nothing to compare with
-- usage_dropped: down by a fifth or more, and by more than the weeks usually vary
-- days_inactive: days since any user was active; NULL = never
-- login_days_28d: days with a login, of the 28 that end on as_of()
-- active_users_28d: distinct users active in the 28 days that end on as_of()
-- active_user_rate_28d: of the users who had access in those days, the share that was active while having it, users per
--   user; NULL = nobody had
-- seats_used: users with access on as_of()
-- seats: seats of the lines valid on as_of(); NULL = not sold by seat, or not known
-- seat_utilisation: users with access on as_of() ÷ seats, not capped at 1; NULL = no seats
-- licence_utilisation_28d: users active in the 28 days that end on as_of() ÷ seats, not capped at 1; NULL = no seats
-- quota_utilisation_28d: metered units used in the last four measured weeks ÷ units included for as many days, not
--   capped at 1; NULL = not metered
-- breadth_28d: features adopted ÷ features entitled to, features per feature, over the 28 days that end on as_of()
-- csm_sentiment: the Customer Success Manager's latest judgement: red, yellow or green; NULL = never judged
-- sentiment_on: day of that judgement
-- profiles_enabled: profiles are switched on
-- alerts_enabled: alerts are switched on
-- mobile_access_enabled: mobile access is switched on
-- api_access_enabled: API access is switched on
-- crm_sync_enabled: CRM synchronisation is switched on
-- single_sign_on_enabled: single sign-on is switched on
with paying as (
  select
    account_id,
    min(lower(charged)) filter (where (mrr > 0) is not false) as charged_from,
    mrr_agg(charged * daterange(null, as_of() + 1), mrr, '{"below_zero": "zero"}') as history
  from subscriptions
  where lower(charged) <= as_of()
  group by account_id),
month_ends as (
  select least(date_trunc('month', as_of()::timestamp) - make_interval(months => ago - 1) - interval '1 day',
    as_of())::date as day
  from generate_series(0, 11) as ago),
trending as (
  select
    paying.account_id,
    sparkline(array_agg(case when paying.charged_from <= month_ends.day then mrr_at(paying.history, month_ends.day) end
      order by month_ends.day), 0, greatest(max(mrr_at(paying.history, month_ends.day)), 1)) as mrr_trend
  from paying cross join month_ends
  where paying.charged_from is not null
  group by paying.account_id),
moved as (
  select
    paying.account_id,
    movement.period,
    movement.movement,
    movement.amount
  from paying cross join lateral (
    select * from mrr_movements(paying.history, 'month', as_of()) order by period desc limit 1) as movement),
invoiced as (
  select
    account_id,
    sum(amount) as amount
  from invoices
  where invoiced_on <= as_of()
  group by account_id),
-- Contracts as known on that day: a future termination is not known. A renewal signed in advance moves the end.
contracted as (
  select
    account_id,
    monthly_units,
    auto_renew,
    lower(term) as starts_on,
    coalesce(upper(term), 'infinity') as ends_on,
    terminated_on <= as_of() as is_terminated
  from contracts
  where signed_on <= as_of()),
agreed as (
  select
    account_id,
    (array_agg(monthly_units order by starts_on <= as_of() desc, starts_on desc))[1] as monthly_units,
    nullif(max(ends_on) filter (where is_terminated is not true), 'infinity') as ends_on,
    (array_agg(auto_renew order by ends_on desc) filter (where is_terminated is not true))[1] as renews_itself
  from contracted
  group by account_id),
managed as (
  select distinct on (account_id)
    account_id,
    member_id
  from account_team
  where role = 'csm' and valid @> as_of()
  order by account_id, lower(valid) desc),
-- Users with and without activity, and whoever was active without being known as a user of the account.
peopled as (
  select
    account_id,
    activity_agg(user_activity.activity) as activity,
    count(*) filter (where active_days(user_activity.activity, (select daterange(as_of() - 27, as_of() + 1))) > 0)
      as active_users_28d,
    count(*) filter (where users.provisioned_on <= (select as_of())
      and (users.deactivated_on > (select as_of())) is not false) as seats_used,
    count(*) filter (where had_access.days is not null) as users_with_access,
    count(*) filter (where active_days(user_activity.activity, had_access.days) > 0) as active_with_access
  from users
  full join user_activity using (account_id, user_id)
  cross join lateral (
    select case when users.provisioned_on <= (select as_of())
        and (users.deactivated_on > greatest((select as_of() - 27), users.provisioned_on)) is not false
      then daterange(greatest((select as_of() - 27), users.provisioned_on),
        least((select as_of() + 1), users.deactivated_on)) end as days) as had_access
  group by account_id),
-- The last 16 weeks, and one day without events for whoever was active before them: it tells how long the customer has
-- been there. Weeks end on as_of(); usage_drop() reads weeks from Monday to Sunday, so all days are moved until as_of()
-- is a Sunday.
recent_days as (
  select
    account_id,
    day,
    events,
    logins
  from activity_daily
  where day between (select as_of() - 111) and (select as_of())),
used as (
  select
    account_id,
    usage_drop(day + moved_by.days, events, as_of() + moved_by.days) as usage
  from (
    select account_id, day, events from recent_days
    union all
    select account_id, first_active(activity), 0 from peopled
    where first_active(activity) < (select as_of() - 111)) as days_in_use
  cross join (select 7 - extract(isodow from as_of())::int as days) as moved_by
  group by account_id, moved_by.days),
weekly as (
  select
    account_id,
    ((select as_of()) - day) / 7 as weeks_ago,
    sum(events) as events,
    count(*) filter (where logins > 0 and day > (select as_of() - 28)) as login_days_28d
  from recent_days
  group by account_id, ((select as_of()) - day) / 7),
-- On a scale from zero to the customer's own maximum, so that a steady customer looks steady and an idle one idle.
drawn as (
  select
    accounts.account_id,
    sparkline(array_agg(case when (accounts.signed_on <= as_of() - 7 * weeks.ago) is not false
        then coalesce(weekly.events, 0) end order by weeks.ago desc),
      0, greatest(max(weekly.events), 1)) as weekly_activity,
    coalesce(sum(weekly.login_days_28d), 0)::int as login_days_28d
  from accounts
  cross join generate_series(0, 15) as weeks (ago)
  left join weekly on weekly.account_id = accounts.account_id and weekly.weeks_ago = weeks.ago
  group by accounts.account_id),
metered as (
  select
    account_id,
    sum(units) as units
  from metered_usage
  where measured_on between (select as_of() - 27) and (select as_of())
  group by account_id),
adopted as (
  select
    account_id,
    avg(is_adopted::int) as breadth_28d
  from account_features
  group by account_id),
cancelling as (
  select
    account_id,
    max(requested_on) as requested_on
  from cancellation_requests
  where requested_on <= as_of() and (decided_on <= as_of()) is not true
  group by account_id),
not_live as (
  select
    account_id,
    as_of() - max(signed_on) as days
  from onboarding_projects
  where signed_on <= as_of() and (live_on <= as_of()) is not true
  group by account_id),
judged as (
  select distinct on (account_id)
    account_id,
    sentiment,
    observed_on
  from csm_sentiment
  where observed_on <= as_of()
  order by account_id, observed_on desc),
switched_on as (
  select
    account_id,
    array_agg(name) as names
  from account_attributes
  where (valid @> as_of()) is not false and c360_try_boolean(value)
  group by account_id)
select
  accounts.account_id,
  accounts.name as account,
  accounts.segment,
  account_status.status,
  account_status.is_charged,
  account_status.tier,
  team_members.name as csm,
  as_of() - case when accounts.signed_on <= as_of() then accounts.signed_on end as days_since_signature,
  account_status.mrr,
  trending.mrr_trend,
  moved.movement as last_movement,
  moved.period as last_movement_on,
  moved.amount as last_movement_amount,
  case when source_tables.invoices then coalesce(invoiced.amount, 0) end as clv_to_date,
  contract.ends_on as contract_ends_on,
  contract.ends_on - as_of() as days_to_renewal,
  cancelling.requested_on as cancellation_requested_on,
  not_live.days as days_not_live,
  case when source_tables.product_events
    then activity_coefficient(coalesce(peopled.activity, '{}'), as_of(), 7, '7 days') end as coefficient,
  activity_lifecycle(peopled.activity, as_of(), '28 days') as lifecycle,
  case when source_tables.product_events then drawn.weekly_activity end as weekly_activity,
  (used.usage).change as usage_change_4w,
  (used.usage).dropped as usage_dropped,
  days_inactive(peopled.activity, as_of()) as days_inactive,
  case when source_tables.product_events then drawn.login_days_28d end as login_days_28d,
  case when source_tables.product_events then coalesce(peopled.active_users_28d, 0) end as active_users_28d,
  case when source_tables.product_events
    then peopled.active_with_access::numeric / nullif(peopled.users_with_access, 0) end as active_user_rate_28d,
  case when source_tables.users then coalesce(peopled.seats_used, 0) end as seats_used,
  account_status.seats,
  case when source_tables.users
    then coalesce(peopled.seats_used, 0)::numeric / nullif(account_status.seats, 0) end as seat_utilisation,
  case when source_tables.product_events
    then coalesce(peopled.active_users_28d, 0)::numeric / nullif(account_status.seats, 0)
    end as licence_utilisation_28d,
  metered.units * 30 / nullif(agreed.monthly_units * 28, 0) as quota_utilisation_28d,
  adopted.breadth_28d,
  judged.sentiment as csm_sentiment,
  judged.observed_on as sentiment_on,
  'profiles' = any (enabled.names) as profiles_enabled,
  'alerts' = any (enabled.names) as alerts_enabled,
  'mobile_access' = any (enabled.names) as mobile_access_enabled,
  'api_access' = any (enabled.names) as api_access_enabled,
  'crm_sync' = any (enabled.names) as crm_sync_enabled,
  'single_sign_on' = any (enabled.names) as single_sign_on_enabled
from account_status
join accounts on accounts.account_id = account_status.account_id
cross join source_tables
left join trending on trending.account_id = accounts.account_id
left join moved on moved.account_id = accounts.account_id
left join invoiced on invoiced.account_id = accounts.account_id
left join agreed on agreed.account_id = accounts.account_id
left join managed on managed.account_id = accounts.account_id
left join team_members on team_members.member_id = coalesce(managed.member_id, accounts.csm_id)
left join peopled on peopled.account_id = accounts.account_id
left join used on used.account_id = accounts.account_id
left join drawn on drawn.account_id = accounts.account_id
left join metered on metered.account_id = accounts.account_id
left join adopted on adopted.account_id = accounts.account_id
left join cancelling on cancelling.account_id = accounts.account_id
left join not_live on not_live.account_id = accounts.account_id
left join judged on judged.account_id = accounts.account_id
left join switched_on on switched_on.account_id = accounts.account_id
cross join lateral (
  select case when source_tables.account_attributes then coalesce(switched_on.names, '{}') end as names) as enabled
-- Who has left has no contract to end; one that renews itself and is still charged after its end goes on without one.
cross join lateral (
  select case when account_status.status is distinct from 'churned'
      and not (agreed.ends_on <= as_of() and coalesce(agreed.renews_itself and account_status.is_charged, false))
    then agreed.ends_on end as ends_on) as contract
where account_status.status is distinct from 'prospect'
