-- What is known about each customer on as_of(), unrounded: one row per customer. Rubrics read it by column name; what
-- no column tells they look up in attributes. What is made of a table that the source lacks is NULL. While
-- record_history() records past days, what is known for one day only is NULL, too: segment, region, country, industry,
-- attributes without days, and without contracts or account_team the tier or the manager.
--
-- account_id: the customer
-- account: its name
-- segment: company size
-- region: sales region
-- country: country of the customer
-- industry: what the customer does
-- status: trial, free, signed, active, past_due, paused or churned: see the view account_status; NULL = not known
-- is_charged: active or past due
-- tier: product tier of the contract in force, or of the last one
-- csm: Customer Success Manager in charge on as_of()
-- tam: Technical Account Manager in charge on as_of(); NULL = none
-- days_since_signature: days since the first signature; NULL = no contract yet
-- tenure_days: days since the first charge; NULL = never charged
-- stage: lifecycle stage: onboarding, adoption, value, renewal, at_risk or churned; NULL = none entered
-- mrr: monthly recurring revenue of all lines charged on as_of(); 0 = none; NULL = charged at a price that is not known
-- arr: annual recurring revenue: 12 times mrr
-- mrr_trend: sparkline of the MRR at the end of each of the last twelve months, as_of() on the right, scaled from zero
--   to the customer's own maximum; blank before the first charge and where the price is not
--   known, NULL = never charged
-- last_movement: how the MRR last changed between month ends (for the running month, as_of()): new, expansion,
--   contraction, churn or reactivation; NULL = never charged, or to or from a price that nobody knows
-- last_movement_on: first day of the month of that change
-- last_movement_amount: by how much; negative for contraction and churn
-- clv_to_date: customer lifetime value so far: everything invoiced by as_of(), credit notes deducted; NULL = not known,
--   or one of them is in a currency without a rate
-- contract_ends_on: end of the last contract signed by as_of(); NULL = month to month, renewed by itself since, or no
--   longer a customer
-- days_to_renewal: days from as_of() to that end; negative = the contract ran out and was not renewed
-- last_renewal_on: day on which the last contract that follows an earlier one was signed; NULL = none
-- cancellation_requested_on: day of the request to cancel that is still unanswered; NULL = none
-- onboarding_status: status of the last onboarding: live, live_late, onboarding, watch, overdue, left or invalid; see
--   the view onboarding; NULL = none
-- days_not_live: days since the signature of an onboarding that is not live yet; NULL = live
-- days_to_go_live: days from its signature to go-live; NULL = not live
-- days_to_value: days from its signature to the first agreed result; NULL = not yet
-- days_to_adoption: days from the first signature until as many users had been active as are half of the seats; NULL =
--   not yet, or no seats
-- milestones_on_time_rate: milestones done on time ÷ (done + overdue); NULL = nothing was due
-- training_attendance_rate: came ÷ invited, users per user; NULL = nobody was invited
-- coefficient: product activity coefficient: in how many of the last seven blocks of seven days, as_of() in the latest,
--   any user was active, 0 to 7
-- lifecycle: state in the 28 days that end on as_of(): new, returning, resurrecting or dormant; NULL = active neither
--   in them nor in the 28 days before
-- weekly_activity: sparkline of the events in each of the last 16 blocks of seven days, as_of() on the right, scaled
--   from zero to the customer's own maximum; blank before the first signature
-- usage_change_4w: mean weekly events of the last four complete weeks, Monday to Sunday, against the twelve before, as
--   a fraction: -0.25 = a quarter less; NULL = too new, or nothing to compare with
-- usage_dropped: down by a fifth or more, and by more than the weeks usually vary; like usage_change_4w, it says the
--   same from Sunday to Saturday
-- days_inactive: days since any user was active; NULL = never
-- login_days_28d: days with a login, of the 28 that end on as_of(); NULL = no event was ever a login
-- logins_28d: logins in these days; NULL = the same
-- minutes_28d: minutes of use in these days, all users together
-- active_users_28d: distinct users active in the 28 days that end on as_of()
-- active_user_rate_28d: of the users who had access in those days, the share that was active while having it, users per
--   user; NULL = nobody had
-- stickiness_28d: mean daily active users ÷ users active in those days; NULL = none was
-- seats_used: users with access on as_of()
-- seats: seats of the lines valid on as_of(); NULL = not sold by seat, or not known
-- seat_utilisation: users with access on as_of() ÷ seats, not capped at 1; NULL = no seats
-- licence_utilisation_28d: users active in the 28 days that end on as_of() ÷ seats, not capped at 1; NULL = no seats
-- quota_utilisation_28d: metered units used in the last four measured weeks ÷ units included for as many days, not
--   capped at 1; NULL = not metered
-- breadth_28d: features adopted ÷ features entitled to, features per feature, over the 28 days that end on as_of()
-- sticky_utilisation_28d: features used in each of these four weeks ÷ features entitled to
-- features_tried_90d: of these features, those used in the 90 days that end on as_of()
-- open_tickets: support tickets open at the end of as_of()
-- open_over_30_days: those more than 30 days old
-- tickets_90d: tickets opened in the 90 days that end on as_of()
-- tickets_per_1000_arr_90d: those ÷ ARR in thousands; NULL = no ARR
-- has_burst: three or more of them within seven days
-- incident_share_90d: incidents ÷ those tickets, tickets per ticket; NULL = none
-- first_contact_resolution_rate_90d: tickets solved with one agent reply and never reopened ÷ tickets solved in those
--   days
-- hours_to_first_reply_90d: median hours from the customer's first message to an agent's reply, over those tickets;
--   NULL = none with a reply
-- calls_30d: calls with the customer in the 30 days that end on as_of()
-- call_minutes_30d: their minutes
-- calls_per_1000_arr_30d: those calls ÷ ARR in thousands; NULL = no ARR
-- minutes_per_1000_arr_30d: their minutes ÷ ARR in thousands
-- last_contact_on: day of the last activity of a Customer Success Manager with the customer; NULL = never
-- days_since_contact: days from then to as_of()
-- touchpoints_90d: those activities in the 90 days that end on as_of()
-- high_impact_touchpoints_90d: those that worked on the customer's goals
-- tasks_open: tasks about the customer that are not done
-- tasks_delayed: those past their due day
-- requests_open: features the customer asked for that have not been shipped
-- blocking_requests: those that are blockers for the customer
-- overdue_amount: invoiced, due and not paid; 0 = nothing; NULL = not known
-- overdue_days: days from the day on which the oldest overdue invoice was due; 0 = none is overdue
-- paid_late_share_12m: of the invoices that fell due in twelve months those paid late, or overdue, invoices per invoice
-- has_champion: somebody there is a champion; NULL = contacts are not known
-- champion_left: there is no champion, and the last one ceased to be one within 180 days
-- is_single_threaded: exactly one person is a contact, or was spoken to in 90 days
-- nps_12m: Net Promoter Score of the customer's answers in the 365 days that end on as_of(), -100 to 100; NULL = none
-- csat_12m: good answers, by the scale of each, ÷ answers in those days; NULL = none
-- ces_12m: mean customer effort score of those days, higher is easier; NULL = none, or of several scales
-- feedback_trend: up, down or flat: a direction needs a slope of two standard errors; NULL = fewer than three answers
-- is_trending_down: the customer's answers have got worse, by a slope of two standard errors or more; NULL = fewer than
--   three
-- csm_sentiment: the Customer Success Manager's latest judgement: red, yellow or green; NULL = never judged
-- sentiment_on: day of that judgement
-- attributes: what else the company knows of the customer: an object of its account_attributes by their names. Numbers
--   and yes or no are read as such; a yes or no that only others have is no
with known as (
  select
    coalesce(nullif(current_setting('customer360_history.known_on', true), '')::date, as_of()) = as_of() as is_now),
paying as (
  select
    account_id,
    min(lower(charged)) filter (where (mrr > 0) is not false) as charged_from,
    mrr_agg(charged * daterange(null, as_of() + 1), mrr, '{"below_zero": "zero"}') as history,
    range_agg(charged) filter (where mrr is null) as unpriced
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
    select * from mrr_movements(paying.history, 'month', as_of()) order by period desc limit 1) as movement
  -- Who is charged at a price that nobody knows alone has not churned, and who was has not come new.
  where (paying.unpriced @> case movement.movement
      when 'churn' then least((movement.period + interval '1 month')::date - 1, as_of())
      when 'new' then movement.period - 1
      when 'reactivation' then movement.period - 1 end) is not true),
invoiced as (
  select
    account_id,
    sum(amount) as amount,
    bool_or(amount is null) as is_unknown
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
    where signed_on <= as_of()) as signed
  where is_renewal
  group by account_id),
agreed as (
  select
    account_id,
    (array_agg(monthly_units order by starts_on <= as_of() desc, starts_on desc))[1] as monthly_units,
    nullif(max(ends_on) filter (where is_terminated is not true), 'infinity') as ends_on,
    (array_agg(auto_renew order by ends_on desc) filter (where is_terminated is not true))[1] as renews_itself
  from contracted
  group by account_id),
-- Users with and without activity, and whoever was active without being known as a user of the account.
peopled as (
  select
    account_id,
    activity_agg(user_activity.activity) as activity,
    count(*) filter (where active_days(user_activity.activity, (select daterange(as_of() - 27, as_of() + 1))) > 0)
      as active_users,
    stickiness(user_activity.activity, as_of(), 28) as stickiness,
    array_agg(first_active(user_activity.activity) order by first_active(user_activity.activity))
      filter (where first_active(user_activity.activity) <= (select as_of())) as first_days,
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
-- Sixteen complete weeks, whatever day as_of() is.
recent_days as (
  select
    account_id,
    day,
    events,
    logins,
    minutes
  from activity_daily
  where day between (select as_of() - 117) and (select as_of())),
-- Where no event has a word for a login, nobody knows who logs in.
logged as (
  select exists (select from activity_daily where logins > 0 and day <= (select as_of())) as is_known),
-- Of weeks from Monday to Sunday: a verdict that is looked at daily and made of other weeks every day would come and go
-- with the weather. For whoever was active before them there is one day without events: it tells how long the customer
-- has been there.
used as (
  select
    account_id,
    usage_drop(day, events, as_of()) as usage
  from (
    select account_id, day, events from recent_days
    union all
    select account_id, first_active(activity), 0 from peopled
    where first_active(activity) < (select as_of() - 117)) as days_in_use
  group by account_id),
weekly as (
  select
    account_id,
    ((select as_of()) - day) / 7 as weeks_ago,
    sum(events) as events,
    count(*) filter (where logins > 0 and day > (select as_of() - 28)) as login_days,
    sum(logins) filter (where day > (select as_of() - 28)) as logins,
    sum(minutes) filter (where day > (select as_of() - 28)) as minutes
  from recent_days
  group by account_id, ((select as_of()) - day) / 7),
-- On a scale from zero to the customer's own maximum, so that a steady customer looks steady and an idle one idle.
drawn as (
  select
    accounts.account_id,
    sparkline(array_agg(case when (accounts.signed_on <= as_of() - 7 * weeks.ago) is not false
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
  where measured_on between (select as_of() - 27) and (select as_of())
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
  where requested_on <= as_of() and (decided_on <= as_of()) is not true
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
    as_of() - max(signed_on) as days
  from onboarding_projects
  where signed_on <= as_of() and (live_on <= as_of()) is not true
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
  where observed_on <= as_of()
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
  where account_attributes.valid @> as_of() or account_attributes.valid is null and known.is_now
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
  as_of() - case when accounts.signed_on <= as_of() then accounts.signed_on end as days_since_signature,
  as_of() - paying.charged_from as tenure_days,
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
  contract.ends_on - as_of() as days_to_renewal,
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
    then activity_coefficient(coalesce(peopled.activity, '{}'), as_of(), 7, '7 days') end as coefficient,
  activity_lifecycle(peopled.activity, as_of(), '28 days') as lifecycle,
  case when source_tables.product_events then drawn.weekly_activity end as weekly_activity,
  (used.usage).change as usage_change_4w,
  (used.usage).dropped as usage_dropped,
  days_inactive(peopled.activity, as_of()) as days_inactive,
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
      and not (agreed.ends_on <= as_of() and coalesce(agreed.renews_itself and csm_accounts.is_charged, false))
    then agreed.ends_on end as ends_on) as contract
cross join lateral (select nullif(csm_accounts.arr, 0) / 1000 as thousands) as paid
cross join lateral (
  select peopled.first_days[least(ceil(csm_accounts.seats / 2.0), 2e9)::int] as reached_on) as half
