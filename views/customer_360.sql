-- The Customer 360 table: one row a customer signed by as_of(), what needs attention first, then by annual recurring
-- revenue.
--
-- account_id: the customer
-- account: its name
-- status: signed = not charged yet, active = charged on as_of(), churned = charged once, no more
-- segment: company size
-- tier: product tier of the contract in force, or of the last one
-- csm: Customer Success Manager in charge on as_of()
-- mrr: monthly recurring revenue of all subscriptions valid on as_of(); 0 = none
-- arr: annual recurring revenue: 12 times mrr
-- mrr_trend: sparkline of the MRR at the end of each of the last twelve months, as_of() at the right, from none to the
--   customer's own maximum; blank before the first subscription, NULL = never charged
-- last_movement: how the MRR last changed from one end of month to the next, this month's on as_of(): new, expansion,
--   contraction, churn or reactivation; NULL = never charged
-- last_movement_on: first day of the month of that change
-- last_movement_amount: by how much; negative for contraction and churn
-- clv_to_date: customer lifetime value so far: everything invoiced by as_of(), credit notes deducted
-- contract_ends_on: end of the last contract signed by as_of(); NULL = month to month, or no longer a customer
-- days_to_renewal: days from as_of() to that end; negative = the contract ran out and was not renewed
-- renewal_on: day of the next renewal: contract_ends_on, unless the contract ran out
-- renewal_risk: of customers charged on as_of(). high = asked to cancel and not answered yet; or the contract ran out
--   and is not renewed; or it ends within 90 days, and usage dropped (usage_dropped, or down by half) or somebody was
--   active in at most two of the last seven weeks. medium = the same signs of usage with more than 90 days to go; or it
--   ends within 90 days, and fewer than half of the seats are used. low = none of these. NULL = nothing to renew: month
--   to month, or not charged
-- coefficient: product activity coefficient, in how many of the last seven weeks somebody was active: 0 to 7
-- activity_band: at risk (up to 2), steady (3 to 5) or power (6 and 7)
-- lifecycle: of this month: new, returning, resurrecting or dormant; NULL = active neither in it nor in the one before
-- weekly_activity: sparkline of the events in each of the last 16 times seven days, as_of() at the right, from none to
--   the customer's own maximum; blank before the first signature
-- usage_change: mean weekly events of the last four complete weeks against the twelve before, as a fraction: -0.25 is a
--   quarter less; NULL = too young, or nothing to compare with
-- usage_dropped: down by a fifth or more, and more than such weeks usually vary
-- days_inactive: days since anybody was active; NULL = never
-- active_users: distinct users active in the 28 days that end on as_of()
-- active_user_rate: active users ÷ seats used, users per user
-- seats_used: users with access on as_of()
-- seats: seats paid for on as_of()
-- utilisation: seats used ÷ seats, not cut off at 1; NULL = no seats
-- quota_utilisation: metered units used in the last four measured weeks ÷ those included in as many days, not cut off
--   at 1; NULL = not metered
-- near_quota: either utilisation is 0.9 or more
-- breadth: features adopted ÷ features entitled to, features per feature, over the 28 days that end on as_of()
-- attention: urgency of the reason, 1 = highest; NULL = none
-- attention_reason: the most urgent thing to know
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
-- Contracts as known on the day: a termination still to come is not known. A renewal signed ahead moves the end of the
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
-- Calendar weeks, and whole ones only: the running week would always look like a drop.
used as (
  select account_id, usage_drop(day, events, as_of()) as usage from activity_daily
  where day <= as_of()
  group by account_id),
weekly as (
  select account_id, (as_of() - day) / 7 as weeks_ago, sum(events) as events from activity_daily
  where day between as_of() - 111 and as_of()
  group by account_id, (as_of() - day) / 7),
-- On a scale from nothing to the customer's own maximum, so that a steady customer looks steady and an idle one idle.
drawn as (
  select a.account_id,
    sparkline(array_agg(case when a.signed_on <= as_of() - 7 * ago then coalesce(w.events, 0) end order by ago desc),
      0, greatest(max(w.events), 1)) as weekly_activity
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
measured as (
  select a.account_id, a.name as account, a.segment,
    case when s.mrr is not null then 'active' when s.account_id is not null then 'churned' else 'signed' end as status,
    coalesce(c.tier, a.tier) as tier, t.name as csm, coalesce(s.mrr, 0) as mrr,
    n.mrr_trend, v.movement as last_movement, v.period as last_movement_on, v.amount as last_movement_amount,
    coalesce(i.amount, 0) as clv_to_date,
    case when s.mrr is not null or s.account_id is null then c.ends_on end as contract_ends_on,
    activity_coefficient(coalesce(h.activity, '{}'), as_of()) as coefficient,
    activity_lifecycle(h.activity, as_of(), 'month') as lifecycle, d.weekly_activity,
    (u.usage).change as usage_change, (u.usage).dropped as usage_dropped,
    days_inactive(h.activity, as_of()) as days_inactive,
    coalesce(h.users, 0) as active_users, coalesce(p.users, 0) as seats_used, s.seats,
    p.users::numeric / nullif(s.seats, 0) as utilisation,
    q.units * 30 / nullif(c.monthly_units * 28, 0) as quota_utilisation,
    b.breadth,
    r.requested_on as cancellation_requested_on, o.days as days_not_live
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
  where a.signed_on <= as_of())
select m.account_id, m.account, m.status, m.segment, m.tier, m.csm, m.mrr, 12 * m.mrr as arr, m.mrr_trend,
  m.last_movement, m.last_movement_on, m.last_movement_amount, m.clv_to_date,
  m.contract_ends_on, m.contract_ends_on - as_of() as days_to_renewal,
  case when m.contract_ends_on >= as_of() then m.contract_ends_on end as renewal_on,
  case
    when m.status <> 'active' or m.contract_ends_on is null then null
    when m.cancellation_requested_on is not null or m.contract_ends_on < as_of() then 'high'
    when m.usage_dropped or m.usage_change <= -0.5 or m.coefficient <= 2 then
      case when m.contract_ends_on - as_of() <= 90 then 'high' else 'medium' end
    when m.contract_ends_on - as_of() <= 90 and m.utilisation < 0.5 then 'medium'
    else 'low' end as renewal_risk,
  m.coefficient, band(m.coefficient, activity_bands()) as activity_band, m.lifecycle, m.weekly_activity,
  round(m.usage_change, 4) as usage_change, m.usage_dropped, m.days_inactive,
  m.active_users, round(m.active_users::numeric / nullif(m.seats_used, 0), 4) as active_user_rate,
  m.seats_used, m.seats, round(m.utilisation, 4) as utilisation,
  round(m.quota_utilisation, 4) as quota_utilisation, m.utilisation >= 0.9 or m.quota_utilisation >= 0.9 as near_quota,
  round(m.breadth, 4) as breadth,
  n.attention, n.reason as attention_reason
from measured m
-- What calls for attention in a customer, the most urgent first. Who has left needs none.
left join lateral (
  select attention, reason
  from (values
    (1, format('asked to cancel on %s', m.cancellation_requested_on), m.cancellation_requested_on is not null),
    (2, format('usage down %s %%, renewal on %s', round(-100 * m.usage_change), m.contract_ends_on),
      m.usage_dropped and m.contract_ends_on - as_of() between 0 and 90),
    (3, format('contract ended on %s, not renewed', m.contract_ends_on), m.contract_ends_on < as_of()),
    (4, format('not live %s days after signature', m.days_not_live), m.days_not_live > 90),
    (5, format('usage down %s %%', round(-100 * m.usage_change)), m.usage_dropped),
    (6, format('nobody active for %s days', m.days_inactive), m.days_inactive >= 21),
    (7, format('active in %s of 7 weeks, renewal on %s', m.coefficient, m.contract_ends_on),
      m.coefficient <= 2 and m.contract_ends_on - as_of() between 0 and 90),
    (8, format('%s of %s seats used', m.seats_used, m.seats), m.utilisation >= 0.9),
    (9, format('%s %% of the included units used', round(100 * m.quota_utilisation)), m.quota_utilisation >= 0.9)
  ) as reasons (attention, reason, holds)
  where holds
  order by attention
  limit 1) n on m.status = 'active'
order by n.attention, m.mrr desc, m.account_id
