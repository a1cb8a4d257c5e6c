-- Made by tools/dbt-package from views/.
{{ config(alias='account_metrics') }}

with account_attributes as not materialized (select * from {{ ref('customer360__account_attributes') }}),
account_status as not materialized (select * from {{ ref('customer360__account_status') }}),
account_team as not materialized (select * from {{ ref('customer360__account_team') }}),
accounts as not materialized (select * from {{ ref('customer360__accounts') }}),
activity_daily as not materialized (select * from {{ ref('customer360__activity_daily') }}),
cancellation_requests as not materialized (select * from {{ ref('customer360__cancellation_requests') }}),
contracts as not materialized (select * from {{ ref('customer360__contracts') }}),
csm_sentiment as not materialized (select * from {{ ref('customer360__csm_sentiment') }}),
feature_use as not materialized (select * from {{ ref('customer360__feature_use') }}),
invoices as not materialized (select * from {{ ref('customer360__invoices') }}),
metered_usage as not materialized (select * from {{ ref('customer360__metered_usage') }}),
onboarding_projects as not materialized (select * from {{ ref('customer360__onboarding_projects') }}),
source_tables as not materialized (select * from {{ ref('customer360__source_tables') }}),
subscriptions as not materialized (select * from {{ ref('customer360__subscriptions') }}),
team_members as not materialized (select * from {{ ref('customer360__team_members') }}),
user_activity as not materialized (select * from {{ ref('customer360__user_activity') }}),
users as not materialized (select * from {{ ref('customer360__users') }}),
paying as (
  select
    account_id,
    min(lower(charged)) filter (where (mrr > 0) is not false) as charged_from,
    mrr_agg(charged * daterange(null, {{ customer360.as_of() }} + 1), mrr, '{"below_zero": "zero"}') as history
  from subscriptions
  where lower(charged) <= {{ customer360.as_of() }}
  group by account_id),
month_ends as (
  select least(date_trunc('month', {{ customer360.as_of() }}::timestamp) - make_interval(months => ago - 1) - interval '1 day',
    {{ customer360.as_of() }})::date as day
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
    select * from mrr_movements(paying.history, 'month', {{ customer360.as_of() }}) order by period desc limit 1) as movement),
invoiced as (
  select
    account_id,
    sum(amount) as amount
  from invoices
  where invoiced_on <= {{ customer360.as_of() }}
  group by account_id),
-- Contracts as known on that day: a future termination is not known. A renewal signed in advance moves the end.
contracted as (
  select
    account_id,
    monthly_units,
    auto_renew,
    lower(term) as starts_on,
    coalesce(upper(term), 'infinity') as ends_on,
    terminated_on <= {{ customer360.as_of() }} as is_terminated
  from contracts
  where signed_on <= {{ customer360.as_of() }}),
agreed as (
  select
    account_id,
    (array_agg(monthly_units order by starts_on <= {{ customer360.as_of() }} desc, starts_on desc))[1] as monthly_units,
    nullif(max(ends_on) filter (where is_terminated is not true), 'infinity') as ends_on,
    (array_agg(auto_renew order by ends_on desc) filter (where is_terminated is not true))[1] as renews_itself
  from contracted
  group by account_id),
managed as (
  select distinct on (account_id)
    account_id,
    member_id
  from account_team
  where role = 'csm' and valid @> {{ customer360.as_of() }}
  order by account_id, lower(valid) desc),
-- Users with and without activity, and whoever was active without being known as a user of the account.
peopled as (
  select
    account_id,
    activity_agg(user_activity.activity) as activity,
    count(*) filter (where active_days(user_activity.activity, (select daterange({{ customer360.as_of() }} - 27, {{ customer360.as_of() }} + 1))) > 0)
      as active_users,
    count(*) filter (where users.provisioned_on <= (select {{ customer360.as_of() }})
      and (users.deactivated_on > (select {{ customer360.as_of() }})) is not false) as seats_used,
    count(*) filter (where had_access.days is not null) as users_with_access,
    count(*) filter (where active_days(user_activity.activity, had_access.days) > 0) as active_with_access
  from users
  full join user_activity using (account_id, user_id)
  cross join lateral (
    select case when users.provisioned_on <= (select {{ customer360.as_of() }})
        and (users.deactivated_on > greatest((select {{ customer360.as_of() }} - 27), users.provisioned_on)) is not false
      then daterange(greatest((select {{ customer360.as_of() }} - 27), users.provisioned_on),
        least((select {{ customer360.as_of() }} + 1), users.deactivated_on)) end as days) as had_access
  group by account_id),
-- The last 16 weeks, and one day without events for whoever was active before them: it tells how long the customer has
-- been there. Weeks end on {{ customer360.as_of() }}; usage_drop() reads weeks from Monday to Sunday, so all days are moved until {{ customer360.as_of() }}
-- is a Sunday.
recent_days as (
  select
    account_id,
    day,
    events,
    logins
  from activity_daily
  where day between (select {{ customer360.as_of() }} - 111) and (select {{ customer360.as_of() }})),
used as (
  select
    account_id,
    usage_drop(day + moved_by.days, events, {{ customer360.as_of() }} + moved_by.days) as usage
  from (
    select account_id, day, events from recent_days
    union all
    select account_id, first_active(activity), 0 from peopled
    where first_active(activity) < (select {{ customer360.as_of() }} - 111)) as days_in_use
  cross join (select 7 - extract(isodow from {{ customer360.as_of() }})::int as days) as moved_by
  group by account_id, moved_by.days),
weekly as (
  select
    account_id,
    ((select {{ customer360.as_of() }}) - day) / 7 as weeks_ago,
    sum(events) as events,
    count(*) filter (where logins > 0 and day > (select {{ customer360.as_of() }} - 28)) as login_days
  from recent_days
  group by account_id, ((select {{ customer360.as_of() }}) - day) / 7),
-- On a scale from zero to the customer's own maximum, so that a steady customer looks steady and an idle one idle.
drawn as (
  select
    accounts.account_id,
    sparkline(array_agg(case when (accounts.signed_on <= {{ customer360.as_of() }} - 7 * weeks.ago) is not false
        then coalesce(weekly.events, 0) end order by weeks.ago desc),
      0, greatest(max(weekly.events), 1)) as weekly_activity,
    coalesce(sum(weekly.login_days), 0)::int as login_days
  from accounts
  cross join generate_series(0, 15) as weeks (ago)
  left join weekly on weekly.account_id = accounts.account_id and weekly.weeks_ago = weeks.ago
  group by accounts.account_id),
metered as (
  select
    account_id,
    sum(units) as units
  from metered_usage
  where measured_on between (select {{ customer360.as_of() }} - 27) and (select {{ customer360.as_of() }})
  group by account_id),
adopted as (
  select
    account_id,
    avg(is_adopted::int) as breadth
  from feature_use
  group by account_id),
cancelling as (
  select
    account_id,
    max(requested_on) as requested_on
  from cancellation_requests
  where requested_on <= {{ customer360.as_of() }} and (decided_on <= {{ customer360.as_of() }}) is not true
  group by account_id),
not_live as (
  select
    account_id,
    {{ customer360.as_of() }} - max(signed_on) as days
  from onboarding_projects
  where signed_on <= {{ customer360.as_of() }} and (live_on <= {{ customer360.as_of() }}) is not true
  group by account_id),
judged as (
  select distinct on (account_id)
    account_id,
    sentiment,
    observed_on
  from csm_sentiment
  where observed_on <= {{ customer360.as_of() }}
  order by account_id, observed_on desc),
switched_on as (
  select
    account_id,
    array_agg(name) as names
  from account_attributes
  where (valid @> {{ customer360.as_of() }}) is not false and c360_try_boolean(value)
  group by account_id)
select
  accounts.account_id,
  accounts.name as account,
  accounts.segment,
  account_status.status,
  account_status.is_charged,
  account_status.tier,
  team_members.name as csm,
  {{ customer360.as_of() }} - case when accounts.signed_on <= {{ customer360.as_of() }} then accounts.signed_on end as days_since_signature,
  account_status.mrr,
  trending.mrr_trend,
  moved.movement as last_movement,
  moved.period as last_movement_on,
  moved.amount as last_movement_amount,
  case when source_tables.invoices then coalesce(invoiced.amount, 0) end as clv_to_date,
  contract.ends_on as contract_ends_on,
  contract.ends_on - {{ customer360.as_of() }} as days_to_renewal,
  cancelling.requested_on as cancellation_requested_on,
  not_live.days as days_not_live,
  case when source_tables.product_events
    then activity_coefficient(coalesce(peopled.activity, '{}'), {{ customer360.as_of() }}, 7, '7 days') end as coefficient,
  activity_lifecycle(peopled.activity, {{ customer360.as_of() }}, '28 days') as lifecycle,
  case when source_tables.product_events then drawn.weekly_activity end as weekly_activity,
  (used.usage).change as usage_change,
  (used.usage).dropped as usage_dropped,
  days_inactive(peopled.activity, {{ customer360.as_of() }}) as days_inactive,
  case when source_tables.product_events then drawn.login_days end as login_days,
  case when source_tables.product_events then coalesce(peopled.active_users, 0) end as active_users,
  case when source_tables.product_events
    then peopled.active_with_access::numeric / nullif(peopled.users_with_access, 0) end as active_user_rate,
  case when source_tables.users then coalesce(peopled.seats_used, 0) end as seats_used,
  account_status.seats,
  case when source_tables.users
    then coalesce(peopled.seats_used, 0)::numeric / nullif(account_status.seats, 0) end as seat_utilisation,
  case when source_tables.product_events
    then coalesce(peopled.active_users, 0)::numeric / nullif(account_status.seats, 0) end as licence_utilisation,
  metered.units * 30 / nullif(agreed.monthly_units * 28, 0) as quota_utilisation,
  adopted.breadth,
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
      and not (agreed.ends_on <= {{ customer360.as_of() }} and coalesce(agreed.renews_itself and account_status.is_charged, false))
    then agreed.ends_on end as ends_on) as contract
where account_status.status is distinct from 'prospect'
