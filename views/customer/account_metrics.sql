-- What is known about each customer on as_of(), unrounded: one row per customer signed by then. Scores, playbook rules
-- and the Customer 360 table read it by column name.
--
-- account_id: the customer
-- account: its name
-- segment: company size
-- status: signed = not charged yet, active = charged on as_of(), churned = charged before, but no longer
-- tier: product tier of the contract in force, or of the last one
-- csm: Customer Success Manager in charge on as_of()
-- days_since_signature: days since the first signature
-- mrr: monthly recurring revenue of all subscriptions valid on as_of(); 0 = none
-- mrr_trend: sparkline of the MRR at the end of each of the last twelve months, as_of() on the right, scaled from zero
--   to the customer's own maximum; blank before the first subscription, NULL = never charged
-- last_movement: how the MRR last changed between month ends (for the running month, as_of()): new, expansion,
--   contraction, churn or reactivation; NULL = never charged
-- last_movement_on: first day of the month of that change
-- last_movement_amount: by how much; negative for contraction and churn
-- clv_to_date: customer lifetime value so far: everything invoiced by as_of(), credit notes deducted
-- contract_ends_on: end of the last contract signed by as_of(); NULL = month to month, or no longer a customer
-- days_to_renewal: days from as_of() to that end; negative = the contract ran out and was not renewed
-- cancellation_requested_on: day of the request to cancel that is still unanswered; NULL = none
-- days_not_live: days since the signature of an onboarding that is not live yet; NULL = live
-- coefficient: product activity coefficient: in how many of the last seven weeks any user was active, 0 to 7
-- lifecycle: state in this month: new, returning, resurrecting or dormant; NULL = active neither in it nor in the month
--   before
-- weekly_activity: sparkline of the events in each of the last 16 blocks of seven days, as_of() on the right, scaled
--   from zero to the customer's own maximum; blank before the first signature
-- usage_change: mean weekly events of the last four complete weeks against the twelve before, as a fraction: -0.25 = a
--   quarter less; NULL = too new, or nothing to compare with
-- usage_dropped: down by a fifth or more, and by more than the weeks usually vary
-- days_inactive: days since any user was active; NULL = never
-- login_days: days with a login, of the 28 that end on as_of()
-- active_users: distinct users active in the 28 days that end on as_of()
-- active_user_rate: active users ÷ seats used, users per user
-- seats_used: users with access on as_of()
-- seats: seats paid for on as_of()
-- utilisation: seats used ÷ seats, not capped at 1; NULL = no seats
-- quota_utilisation: metered units used in the last four measured weeks ÷ units included for as many days, not capped
--   at 1; NULL = not metered
-- breadth: features adopted ÷ features entitled to, features per feature, over the 28 days that end on as_of()
-- csm_sentiment: the Customer Success Manager's latest judgement: red, yellow or green; NULL = never judged
-- sentiment_on: day of that judgement
-- profiles_enabled: profiles are switched on
-- alerts_enabled: alerts are switched on
-- mobile_access_enabled: mobile access is switched on
-- api_access_enabled: API access is switched on
-- crm_sync_enabled: CRM synchronisation is switched on
-- single_sign_on_enabled: single sign-on is switched on
with subscribed as (
  select account_id, sum(mrr) filter (where valid @> as_of()) as mrr,
    sum(seats) filter (where valid @> as_of()) as seats, min(lower(valid)) as charged_from,
    mrr_agg(valid * daterange(null, as_of() + 1), mrr) as history
  from subscriptions
  where lower(valid) <= as_of()
  group by account_id),
month_ends as (
  select least(date_trunc('month', as_of()::timestamp) - make_interval(months => ago - 1) - interval '1 day',
    as_of())::date as day
  from generate_series(0, 11) as ago),
paying as (
  select s.account_id, t.mrr_trend
  from subscribed s cross join lateral (
    select sparkline(array_agg(mrr), 0, greatest(max(mrr), 1)) as mrr_trend
    from (select case when s.charged_from <= day then mrr_at(s.history, day) end as mrr from month_ends order by day)
      as months) as t),
moved as (
  select s.account_id, m.period, m.movement, m.amount
  from subscribed s cross join lateral (
    select * from mrr_movements(s.history, 'month', as_of()) order by period desc limit 1) as m),
invoiced as (
  select account_id, sum(amount) as amount from invoices
  where invoiced_on <= as_of()
  group by account_id),
-- Contracts as known on that day: a future termination is not known. A renewal signed in advance moves the end of the
-- contract, but not yet its tier.
contracted as (
  select account_id, tier, monthly_units, lower(term) as starts_on, coalesce(upper(term), 'infinity') as ends_on,
    terminated_on <= as_of() as is_terminated
  from contracts
  where signed_on <= as_of()),
contract as (
  select account_id,
    (array_agg(tier order by starts_on <= as_of() desc, starts_on desc))[1] as tier,
    (array_agg(monthly_units order by starts_on <= as_of() desc, starts_on desc))[1] as monthly_units,
    nullif(max(ends_on) filter (where is_terminated is not true), 'infinity') as ends_on
  from contracted
  group by account_id),
managed as (
  select distinct on (account_id) account_id, member_id from account_team
  where role = 'csm' and valid @> as_of()
  order by account_id, lower(valid) desc),
seated as (
  select account_id, count(*) as users from users
  where provisioned_on <= as_of() and (deactivated_on > as_of()) is not false
  group by account_id),
active as (
  select account_id, activity_agg(activity) as activity,
    count(*) filter (where active_days(activity, daterange(as_of() - 27, as_of() + 1)) > 0) as users
  from user_activity
  group by account_id),
-- Complete calendar weeks only: the running week would always look like a drop.
used as (
  select account_id, usage_drop(day, events, as_of()) as usage from activity_daily
  where day <= as_of()
  group by account_id),
weekly as (
  select account_id, (as_of() - day) / 7 as weeks_ago, sum(events) as events,
    count(*) filter (where logins > 0 and day > as_of() - 28) as login_days
  from activity_daily
  where day between as_of() - 111 and as_of()
  group by account_id, (as_of() - day) / 7),
-- On a scale from zero to the customer's own maximum, so that a steady customer looks steady and an idle one idle.
drawn as (
  select a.account_id,
    sparkline(array_agg(case when a.signed_on <= as_of() - 7 * ago then coalesce(w.events, 0) end order by ago desc),
      0, greatest(max(w.events), 1)) as weekly_activity,
    coalesce(sum(w.login_days), 0)::int as login_days
  from accounts a cross join generate_series(0, 15) as ago
  left join weekly w on w.account_id = a.account_id and w.weeks_ago = ago
  group by a.account_id),
metered as (
  select account_id, sum(units) as units from metered_usage
  where measured_on between as_of() - 27 and as_of()
  group by account_id),
adopted as (
  select account_id, count(*) filter (where is_adopted)::numeric / count(*) as breadth from feature_use
  group by account_id),
cancelling as (
  select account_id, max(requested_on) as requested_on from cancellation_requests
  where requested_on <= as_of() and (decided_on <= as_of()) is not true
  group by account_id),
not_live as (
  select account_id, as_of() - max(signed_on) as days from onboarding_projects
  where signed_on <= as_of() and (live_on <= as_of()) is not true
  group by account_id),
judged as (
  select distinct on (account_id) account_id, sentiment, observed_on from csm_sentiment
  where observed_on <= as_of()
  order by account_id, observed_on desc),
switched_on as (
  select account_id, array_agg(name) as settings from account_attributes
  where valid @> as_of() and value = 'true'
  group by account_id)
select a.account_id, a.name as account, a.segment,
  case when s.mrr is not null then 'active' when s.account_id is not null then 'churned' else 'signed' end as status,
  coalesce(c.tier, a.tier) as tier, t.name as csm, as_of() - a.signed_on as days_since_signature,
  coalesce(s.mrr, 0) as mrr, n.mrr_trend, v.movement as last_movement, v.period as last_movement_on,
  v.amount as last_movement_amount, coalesce(i.amount, 0) as clv_to_date,
  e.contract_ends_on, e.contract_ends_on - as_of() as days_to_renewal,
  r.requested_on as cancellation_requested_on, o.days as days_not_live,
  activity_coefficient(coalesce(h.activity, '{}'), as_of()) as coefficient,
  activity_lifecycle(h.activity, as_of(), 'month') as lifecycle, d.weekly_activity,
  (u.usage).change as usage_change, (u.usage).dropped as usage_dropped,
  days_inactive(h.activity, as_of()) as days_inactive, d.login_days,
  coalesce(h.users, 0) as active_users, coalesce(h.users, 0)::numeric / p.users as active_user_rate,
  coalesce(p.users, 0) as seats_used, s.seats, p.users::numeric / nullif(s.seats, 0) as utilisation,
  q.units * 30 / nullif(c.monthly_units * 28, 0) as quota_utilisation,
  b.breadth, j.sentiment as csm_sentiment, j.observed_on as sentiment_on,
  'profiles' = any (f.settings) as profiles_enabled, 'alerts' = any (f.settings) as alerts_enabled,
  'mobile_access' = any (f.settings) as mobile_access_enabled, 'api_access' = any (f.settings) as api_access_enabled,
  'crm_sync' = any (f.settings) as crm_sync_enabled, 'single_sign_on' = any (f.settings) as single_sign_on_enabled
from accounts a
left join subscribed s using (account_id)
left join paying n using (account_id)
left join moved v using (account_id)
left join invoiced i using (account_id)
left join contract c using (account_id)
left join managed m using (account_id)
left join team_members t on t.member_id = coalesce(m.member_id, a.csm_id)
left join seated p using (account_id)
left join active h using (account_id)
left join used u using (account_id)
left join drawn d using (account_id)
left join metered q using (account_id)
left join adopted b using (account_id)
left join cancelling r using (account_id)
left join not_live o using (account_id)
left join judged j using (account_id)
left join switched_on w using (account_id)
cross join lateral (select coalesce(w.settings, '{}') as settings) as f
cross join lateral (
  select case when s.mrr is not null or s.account_id is null then c.ends_on end as contract_ends_on) as e
where a.signed_on <= as_of()
