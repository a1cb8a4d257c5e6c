-- Made by tools/dbt-package from views/.
{{ config(alias='account_facts') }}

with account_attributes as not materialized (select * from {{ ref('customer360__account_attributes') }}),
accounts as not materialized (select * from {{ ref('customer360__accounts') }}),
activity_daily as not materialized (select * from {{ ref('customer360__activity_daily') }}),
cancellation_requests as not materialized (select * from {{ ref('customer360__cancellation_requests') }}),
contact_measures as not materialized (select * from {{ ref('customer360__contact_measures') }}),
contracts as not materialized (select * from {{ ref('customer360__contracts') }}),
csm_accounts as not materialized (select * from {{ ref('customer360__csm_accounts') }}),
csm_sentiment as not materialized (select * from {{ ref('customer360__csm_sentiment') }}),
engagement_measures as not materialized (select * from {{ ref('customer360__engagement_measures') }}),
feature_measures as not materialized (select * from {{ ref('customer360__feature_measures') }}),
feedback_measures as not materialized (select * from {{ ref('customer360__feedback_measures') }}),
invoices as not materialized (select * from {{ ref('customer360__invoices') }}),
journey as not materialized (select * from {{ ref('customer360__journey') }}),
metered_usage as not materialized (select * from {{ ref('customer360__metered_usage') }}),
onboarding as not materialized (select * from {{ ref('customer360__onboarding') }}),
onboarding_projects as not materialized (select * from {{ ref('customer360__onboarding_projects') }}),
payment_measures as not materialized (select * from {{ ref('customer360__payment_measures') }}),
source_tables as not materialized (select * from {{ ref('customer360__source_tables') }}),
subscriptions as not materialized (select * from {{ ref('customer360__subscriptions') }}),
support_measures as not materialized (select * from {{ ref('customer360__support_measures') }}),
user_activity as not materialized (select * from {{ ref('customer360__user_activity') }}),
users as not materialized (select * from {{ ref('customer360__users') }}),
known as (
  select
    coalesce(nullif(current_setting('customer360_history.known_on', true), '')::date, {{ customer360.as_of() }}) = {{ customer360.as_of() }} as is_now),
paying as (
  select
    account_id,
    min(lower(charged)) filter (where (mrr > 0) is not false) as charged_from,
    mrr_agg(charged * daterange(null, {{ customer360.as_of() }} + 1), mrr, '{"below_zero": "zero"}') as history,
    range_agg(charged) filter (where mrr is null) as unpriced
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
    sparkline(array_agg(case when paying.charged_from <= month_ends.day
      and (paying.unpriced @> month_ends.day and month_end.mrr = 0) is not true then month_end.mrr end
      order by month_ends.day), 0, greatest(max(month_end.mrr), 1)) as mrr_trend
  from paying cross join month_ends
  cross join lateral (select mrr_at(paying.history, month_ends.day) as mrr) as month_end
  where paying.charged_from is not null
  group by paying.account_id),
moved as (
  select
    paying.account_id,
    movement.period,
    movement.movement,
    movement.amount
  from paying cross join lateral (
    select * from mrr_movements(paying.history, 'month', {{ customer360.as_of() }}) order by period desc limit 1) as movement
  -- Who is charged at a price that nobody knows alone has not churned, and who was has not come new.
  where (paying.unpriced @> case movement.movement
      when 'churn' then least((movement.period + interval '1 month')::date - 1, {{ customer360.as_of() }})
      when 'new' then movement.period - 1
      when 'reactivation' then movement.period - 1 end) is not true),
invoiced as (
  select
    account_id,
    sum(amount) as amount,
    bool_or(amount is null) as is_unknown
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
renewed as (
  select
    account_id,
    max(signed_on) as signed_on
  from (
    select
      account_id,
      signed_on,
      renews_id is not null or lower(term) > min(lower(term)) over (partition by account_id) as is_renewal
    from contracts
    where signed_on <= {{ customer360.as_of() }}) as signed
  where is_renewal
  group by account_id),
agreed as (
  select
    account_id,
    (array_agg(monthly_units order by starts_on <= {{ customer360.as_of() }} desc, starts_on desc))[1] as monthly_units,
    nullif(max(ends_on) filter (where is_terminated is not true), 'infinity') as ends_on,
    (array_agg(auto_renew order by ends_on desc) filter (where is_terminated is not true))[1] as renews_itself
  from contracted
  group by account_id),
-- Users with and without activity, and whoever was active without being known as a user of the account.
peopled as (
  select
    account_id,
    activity_agg(user_activity.activity) as activity,
    count(*) filter (where active_days(user_activity.activity, (select daterange({{ customer360.as_of() }} - 27, {{ customer360.as_of() }} + 1))) > 0)
      as active_users,
    stickiness(user_activity.activity, {{ customer360.as_of() }}, 28) as stickiness,
    array_agg(first_active(user_activity.activity) order by first_active(user_activity.activity))
      filter (where first_active(user_activity.activity) <= (select {{ customer360.as_of() }})) as first_days,
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
-- Sixteen complete weeks, whatever day {{ customer360.as_of() }} is.
recent_days as (
  select
    account_id,
    day,
    events,
    logins,
    minutes
  from activity_daily
  where day between (select {{ customer360.as_of() }} - 117) and (select {{ customer360.as_of() }})),
-- Where no event has a word for a login, nobody knows who logs in.
logged as (
  select exists (select from activity_daily where logins > 0 and day <= (select {{ customer360.as_of() }})) as is_known),
-- Of weeks from Monday to Sunday: a verdict that is looked at daily and made of other weeks every day would come and go
-- with the weather. For whoever was active before them there is one day without events: it tells how long the customer
-- has been there.
used as (
  select
    account_id,
    usage_drop(day, events, {{ customer360.as_of() }}) as usage
  from (
    select account_id, day, events from recent_days
    union all
    select account_id, first_active(activity), 0 from peopled
    where first_active(activity) < (select {{ customer360.as_of() }} - 117)) as days_in_use
  group by account_id),
weekly as (
  select
    account_id,
    ((select {{ customer360.as_of() }}) - day) / 7 as weeks_ago,
    sum(events) as events,
    count(*) filter (where logins > 0 and day > (select {{ customer360.as_of() }} - 28)) as login_days,
    sum(logins) filter (where day > (select {{ customer360.as_of() }} - 28)) as logins,
    sum(minutes) filter (where day > (select {{ customer360.as_of() }} - 28)) as minutes
  from recent_days
  group by account_id, ((select {{ customer360.as_of() }}) - day) / 7),
-- On a scale from zero to the customer's own maximum, so that a steady customer looks steady and an idle one idle.
drawn as (
  select
    accounts.account_id,
    sparkline(array_agg(case when (accounts.signed_on <= {{ customer360.as_of() }} - 7 * weeks.ago) is not false
        then coalesce(weekly.events, 0) end order by weeks.ago desc),
      0, greatest(max(weekly.events), 1)) as weekly_activity,
    coalesce(sum(weekly.login_days), 0)::int as login_days,
    coalesce(sum(weekly.logins), 0)::bigint as logins,
    coalesce(sum(weekly.minutes), 0) as minutes
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
    avg(is_adopted::int) as breadth,
    avg((active_weeks_28d = 4)::int) as sticky_utilisation,
    count(*) filter (where uses_90d > 0) as tried,
    count(uses_90d) > 0 as is_known
  from feature_measures
  group by account_id),
cancelling as (
  select
    account_id,
    max(requested_on) as requested_on
  from cancellation_requests
  where requested_on <= {{ customer360.as_of() }} and (decided_on <= {{ customer360.as_of() }}) is not true
  group by account_id),
onboarded as (
  select distinct on (account_id)
    account_id,
    status,
    days_to_go_live,
    days_to_value,
    milestones_on_time_rate,
    training_attendance_rate
  from onboarding
  order by account_id, signed_on desc, onboarding_id desc),
not_live as (
  select
    account_id,
    {{ customer360.as_of() }} - max(signed_on) as days
  from onboarding_projects
  where signed_on <= {{ customer360.as_of() }} and (live_on <= {{ customer360.as_of() }}) is not true
  group by account_id),
staged as (
  select
    account_id,
    stage
  from journey
  where is_current),
judged as (
  select distinct on (account_id)
    account_id,
    sentiment,
    observed_on
  from csm_sentiment
  where observed_on <= {{ customer360.as_of() }}
  order by account_id, observed_on desc),
attributed as (
  select distinct on (account_attributes.account_id, account_attributes.name)
    account_attributes.account_id,
    account_attributes.name,
    case
      when account_attributes.value ~ '^-?[0-9]{1,18}([.][0-9]{1,18})?$' then to_jsonb(account_attributes.value::numeric)
      else coalesce(to_jsonb(c360_try_boolean(account_attributes.value)), to_jsonb(account_attributes.value))
    end as value
  from account_attributes
  cross join known
  where account_attributes.valid @> {{ customer360.as_of() }} or account_attributes.valid is null and known.is_now
  order by account_attributes.account_id, account_attributes.name, lower(account_attributes.valid) desc nulls last),
-- A switch that some have is off for the others.
switches as (
  select jsonb_object_agg(name, false) as all_off
  from (
    select name
    from attributed
    group by name
    having bool_and(jsonb_typeof(value) = 'boolean')) as switch),
described as (
  select
    account_id,
    jsonb_object_agg(name, value) as attributes
  from attributed
  group by account_id)
select
  accounts.account_id,
  accounts.name as account,
  case when known.is_now then accounts.segment end as segment,
  case when known.is_now then accounts.region end as region,
  case when known.is_now then accounts.country end as country,
  case when known.is_now then accounts.industry end as industry,
  csm_accounts.status,
  csm_accounts.is_charged,
  case when known.is_now or source_tables.contracts then csm_accounts.tier end as tier,
  case when known.is_now or source_tables.account_team then csm_accounts.csm end as csm,
  case when known.is_now or source_tables.account_team then csm_accounts.tam end as tam,
  {{ customer360.as_of() }} - case when accounts.signed_on <= {{ customer360.as_of() }} then accounts.signed_on end as days_since_signature,
  {{ customer360.as_of() }} - paying.charged_from as tenure_days,
  staged.stage,
  csm_accounts.mrr,
  csm_accounts.arr,
  trending.mrr_trend,
  moved.movement as last_movement,
  moved.period as last_movement_on,
  moved.amount as last_movement_amount,
  case when source_tables.invoices and invoiced.is_unknown is not true then coalesce(invoiced.amount, 0) end
    as clv_to_date,
  contract.ends_on as contract_ends_on,
  contract.ends_on - {{ customer360.as_of() }} as days_to_renewal,
  renewed.signed_on as last_renewal_on,
  cancelling.requested_on as cancellation_requested_on,
  onboarded.status as onboarding_status,
  not_live.days as days_not_live,
  onboarded.days_to_go_live,
  onboarded.days_to_value,
  case when half.reached_on is not null then greatest(half.reached_on - accounts.signed_on, 0) end as days_to_adoption,
  onboarded.milestones_on_time_rate,
  onboarded.training_attendance_rate,
  case when source_tables.product_events
    then activity_coefficient(coalesce(peopled.activity, '{}'), {{ customer360.as_of() }}, 7, '7 days') end as coefficient,
  activity_lifecycle(peopled.activity, {{ customer360.as_of() }}, '28 days') as lifecycle,
  case when source_tables.product_events then drawn.weekly_activity end as weekly_activity,
  (used.usage).change as usage_change_4w,
  (used.usage).dropped as usage_dropped,
  days_inactive(peopled.activity, {{ customer360.as_of() }}) as days_inactive,
  case when logged.is_known then drawn.login_days end as login_days_28d,
  case when logged.is_known then drawn.logins end as logins_28d,
  case when source_tables.product_events then drawn.minutes end as minutes_28d,
  case when source_tables.product_events then coalesce(peopled.active_users, 0) end as active_users_28d,
  case when source_tables.product_events
    then peopled.active_with_access::numeric / nullif(peopled.users_with_access, 0) end as active_user_rate_28d,
  peopled.stickiness as stickiness_28d,
  case when source_tables.users then coalesce(peopled.seats_used, 0) end as seats_used,
  csm_accounts.seats,
  case when source_tables.users
    then coalesce(peopled.seats_used, 0)::numeric / nullif(csm_accounts.seats, 0) end as seat_utilisation,
  case when source_tables.product_events
    then coalesce(peopled.active_users, 0)::numeric / nullif(csm_accounts.seats, 0) end as licence_utilisation_28d,
  metered.units * 30 / nullif(agreed.monthly_units * 28, 0) as quota_utilisation_28d,
  case when source_tables.entitlements then adopted.breadth end as breadth_28d,
  case when source_tables.entitlements then adopted.sticky_utilisation end as sticky_utilisation_28d,
  case
    when adopted.is_known then adopted.tried
    when not source_tables.entitlements and source_tables.features and source_tables.product_events_feature_id then 0
    end as features_tried_90d,
  support_measures.open_tickets,
  support_measures.open_over_30_days,
  support_measures.tickets_90d,
  support_measures.tickets_90d / paid.thousands as tickets_per_1000_arr_90d,
  support_measures.has_burst,
  support_measures.incident_share as incident_share_90d,
  support_measures.first_contact_resolution_rate as first_contact_resolution_rate_90d,
  support_measures.median_hours_to_first_reply as hours_to_first_reply_90d,
  support_measures.calls_30d,
  support_measures.call_minutes_30d,
  support_measures.calls_30d / paid.thousands as calls_per_1000_arr_30d,
  support_measures.call_minutes_30d / paid.thousands as minutes_per_1000_arr_30d,
  engagement_measures.last_contact_on,
  engagement_measures.days_since_contact,
  engagement_measures.touchpoints_90d,
  engagement_measures.high_impact_touchpoints_90d,
  engagement_measures.tasks_open,
  engagement_measures.tasks_delayed,
  engagement_measures.requests_open,
  engagement_measures.blocking_requests,
  payment_measures.overdue_amount,
  payment_measures.overdue_days,
  payment_measures.paid_late_share_12m,
  contact_measures.has_champion,
  contact_measures.champion_left,
  contact_measures.is_single_threaded,
  feedback_measures.nps as nps_12m,
  feedback_measures.csat as csat_12m,
  feedback_measures.ces as ces_12m,
  feedback_measures.trend as feedback_trend,
  feedback_measures.is_trending_down,
  judged.sentiment as csm_sentiment,
  judged.observed_on as sentiment_on,
  case when source_tables.account_attributes
    then coalesce(switches.all_off, '{}') || coalesce(described.attributes, '{}') else '{}' end as attributes
from csm_accounts
join accounts on accounts.account_id = csm_accounts.account_id
cross join source_tables
cross join known
cross join switches
cross join logged
left join paying on paying.account_id = accounts.account_id
left join trending on trending.account_id = accounts.account_id
left join moved on moved.account_id = accounts.account_id
left join invoiced on invoiced.account_id = accounts.account_id
left join agreed on agreed.account_id = accounts.account_id
left join renewed on renewed.account_id = accounts.account_id
left join peopled on peopled.account_id = accounts.account_id
left join used on used.account_id = accounts.account_id
left join drawn on drawn.account_id = accounts.account_id
left join metered on metered.account_id = accounts.account_id
left join adopted on adopted.account_id = accounts.account_id
left join cancelling on cancelling.account_id = accounts.account_id
left join onboarded on onboarded.account_id = accounts.account_id
left join not_live on not_live.account_id = accounts.account_id
left join staged on staged.account_id = accounts.account_id
left join judged on judged.account_id = accounts.account_id
left join described on described.account_id = accounts.account_id
left join support_measures on support_measures.account_id = accounts.account_id
left join engagement_measures on engagement_measures.account_id = accounts.account_id
left join feedback_measures on feedback_measures.account_id = accounts.account_id
left join payment_measures on payment_measures.account_id = accounts.account_id
left join contact_measures on contact_measures.account_id = accounts.account_id
-- Who has left has no contract to end; one that renews itself and is still charged after its end goes on without one.
cross join lateral (
  select case when csm_accounts.status is distinct from 'churned'
      and not (agreed.ends_on <= {{ customer360.as_of() }} and coalesce(agreed.renews_itself and csm_accounts.is_charged, false))
    then agreed.ends_on end as ends_on) as contract
cross join lateral (select nullif(csm_accounts.arr, 0) / 1000 as thousands) as paid
cross join lateral (
  select peopled.first_days[least(ceil(csm_accounts.seats / 2.0), 2e9)::int] as reached_on) as half
