-- The Customer 360 table: one row per customer signed by as_of(), those that need attention first, then by annual
-- recurring revenue. The columns of a missing source table are NULL.
--
-- account_id: the customer
-- account: its name
-- status: signed = not charged yet, active = charged on as_of(), churned = charged before, but no longer
-- segment: company size
-- tier: product tier of the contract in force, or of the last one
-- region: sales region
-- csm: Customer Success Manager in charge on as_of()
-- tam: Technical Account Manager in charge on as_of(); NULL = none
-- mrr: monthly recurring revenue of all subscriptions valid on as_of(); 0 = none
-- arr: annual recurring revenue: 12 times mrr
-- mrr_trend: sparkline of the MRR at the end of each of the last twelve months, as_of() on the right, scaled from zero
--   to the customer's own maximum; blank before the first subscription, NULL = never charged
-- last_movement: how the MRR last changed between month ends (for the running month, as_of()): new, expansion,
--   contraction, churn or reactivation; NULL = never charged
-- last_movement_on: first day of the month of that change
-- last_movement_amount: by how much; negative for contraction and churn
-- clv_to_date: customer lifetime value so far: everything invoiced by as_of(), credit notes deducted
-- contract_ends_on: end of the last contract signed by as_of(); NULL = month to month, or no longer a customer
-- days_to_renewal: days from as_of() to that end; negative = the contract ran out and was not renewed
-- renewal_on: day of the next renewal: contract_ends_on, unless the contract ran out
-- renewal_risk: for customers charged on as_of(). high = a request to cancel is still unanswered; or the contract ran
--   out and was not renewed; or it ends within 90 days, and usage dropped (usage_dropped, or down by half) or users
--   were active in at most two of the last seven weeks. medium = the same signs in usage with more than 90 days to go;
--   or it ends within 90 days, and fewer than half of the seats are used. low = none of these. NULL = nothing to renew:
--   month to month, or not charged
-- coefficient: product activity coefficient: in how many of the last seven weeks any user was active, 0 to 7
-- activity_band: at risk (up to 2), steady (3 to 5) or power (6 and 7)
-- lifecycle: state in this month: new, returning, resurrecting or dormant; NULL = active neither in it nor in the month
--   before
-- weekly_activity: sparkline of the events in each of the last 16 blocks of seven days, as_of() on the right, scaled
--   from zero to the customer's own maximum; blank before the first signature
-- usage_change: mean weekly events of the last four complete weeks against the twelve before, as a fraction: -0.25 = a
--   quarter less; NULL = too new, or nothing to compare with
-- usage_dropped: down by a fifth or more, and by more than the weeks usually vary
-- days_inactive: days since any user was active; NULL = never
-- active_users: distinct users active in the 28 days that end on as_of()
-- active_user_rate: active users ÷ seats used, users per user
-- seats_used: users with access on as_of()
-- seats: seats paid for on as_of()
-- utilisation: seats used ÷ seats, not capped at 1; NULL = no seats
-- quota_utilisation: metered units used in the last four measured weeks ÷ units included for as many days, not capped
--   at 1; NULL = not metered
-- near_quota: utilisation or quota_utilisation is 0.9 or more
-- breadth: features adopted ÷ features entitled to, features per feature, over the 28 days that end on as_of()
-- adoption_score: product adoption score, 0 to 100, rounded for display; NULL = not charged, or too little is known
-- adoption_band: red, yellow or green, by the unrounded score
-- adoption_percentile: share of the other scored customers whose score is lower, 0 to 1
-- adoption_reason: what lowers the score most; NULL = nothing
-- next_best: the attribute whose next step would raise the score most; NULL = none would
-- next_gain: by how much the whole score would rise
-- health_score: the older health score, 0 to 100, rounded for display; NULL = not charged, or too little is known
-- health_band: red, yellow or green, by the unrounded score
-- onboarding_status: status of the last onboarding: live, live_late, onboarding, watch, overdue, left or invalid; see
--   the view onboarding; NULL = none
-- days_to_go_live: days from its signature to go-live; NULL = not live
-- days_to_value: days from its signature to the first agreed result; NULL = not yet
-- milestones_on_time_rate: milestones done on time ÷ (done + overdue); NULL = nothing was due
-- training_attendance_rate: came ÷ invited, users per user; NULL = nobody was invited
-- open_tickets: support tickets open at the end of as_of()
-- open_over_30_days: those more than 30 days old
-- tickets_90d: tickets opened in the 90 days that end on as_of()
-- tickets_per_1000_arr: those ÷ ARR in thousands; NULL = no ARR
-- has_burst: three or more of them within seven days
-- incident_rate: incidents ÷ those tickets; NULL = none
-- first_contact_resolution_rate: tickets solved with one agent reply and never reopened ÷ tickets solved in those days
-- calls_per_1000_arr: calls of the 30 days that end on as_of() ÷ ARR in thousands; NULL = no ARR
-- minutes_per_1000_arr: their minutes ÷ ARR in thousands
-- days_since_contact: days since the last activity of a Customer Success Manager with the customer; NULL = never
-- touchpoints_90d: those activities in the 90 days that end on as_of()
-- high_impact_share: activities that worked on the customer's goals ÷ those activities; NULL = none
-- tasks_open: tasks about the customer that are not done
-- tasks_delayed: those past their due day
-- requests_open: features the customer asked for that have not been shipped
-- blocking_requests: those that are blockers for the customer
-- nps: Net Promoter Score of the customer's answers in the 365 days that end on as_of(), -100 to 100; NULL = none
-- csat: good answers (the top two of five boxes) ÷ answers in those days; NULL = none
-- ces: mean customer effort score of those days, higher is easier; NULL = none
-- is_trending_down: the customer's answers have got worse, by a slope of two standard errors or more; NULL = fewer than
--   three
-- csm_sentiment: the Customer Success Manager's latest judgement: red, yellow or green; NULL = never judged
-- next_action: the most urgent of next_actions; NULL = none
-- attention: urgency of the reason, 1 = highest; NULL = none
-- attention_reason: the most urgent thing to know
with onboarded as (
  select distinct on (o.account_id) o.account_id, o.status, o.days_to_go_live, o.days_to_value,
    o.milestones_on_time_rate, o.training_attendance_rate
  from onboarding o
  order by o.account_id, o.signed_on desc, o.onboarding_id desc)
select m.account_id, m.account, m.status, m.segment, m.tier, c.region, m.csm, e.tam,
  case when t.subscriptions then m.mrr end as mrr, case when t.subscriptions then arr(m.mrr) end as arr,
  m.mrr_trend,
  m.last_movement, m.last_movement_on, m.last_movement_amount,
  case when t.invoices then m.clv_to_date end as clv_to_date,
  m.contract_ends_on, m.days_to_renewal,
  case when m.contract_ends_on >= as_of() then m.contract_ends_on end as renewal_on,
  case
    when m.status <> 'active' or m.contract_ends_on is null then null
    when m.cancellation_requested_on is not null or m.contract_ends_on < as_of() then 'high'
    when m.usage_dropped or m.usage_change <= -0.5 or m.coefficient <= 2 then
      case when m.days_to_renewal <= 90 then 'high' else 'medium' end
    when m.days_to_renewal <= 90 and m.utilisation < 0.5 then 'medium'
    else 'low' end as renewal_risk,
  case when t.product_events then m.coefficient end as coefficient,
  case when t.product_events then band(m.coefficient, activity_bands()) end as activity_band, m.lifecycle,
  case when t.product_events then m.weekly_activity end as weekly_activity,
  round(m.usage_change, 4) as usage_change, m.usage_dropped, m.days_inactive,
  case when t.product_events then m.active_users end as active_users,
  case when t.product_events then round(m.active_user_rate, 4) end as active_user_rate,
  case when t.users then m.seats_used end as seats_used, m.seats, round(m.utilisation, 4) as utilisation,
  round(m.quota_utilisation, 4) as quota_utilisation, m.utilisation >= 0.9 or m.quota_utilisation >= 0.9 as near_quota,
  round(m.breadth, 4) as breadth,
  round(p.score, 1) as adoption_score, p.band as adoption_band,
  round(p.percentile::numeric, 4) as adoption_percentile, p.reason as adoption_reason, p.next_best,
  round(p.next_gain, 1) as next_gain, round(p.health_score, 1) as health_score, p.health_band,
  o.status as onboarding_status, o.days_to_go_live, o.days_to_value, o.milestones_on_time_rate,
  o.training_attendance_rate,
  case when t.support_tickets then s.open_tickets end as open_tickets,
  case when t.support_tickets then s.open_over_30_days end as open_over_30_days,
  case when t.support_tickets then s.tickets_90d end as tickets_90d,
  case when t.support_tickets then s.tickets_per_1000_arr end as tickets_per_1000_arr,
  case when t.support_tickets then s.has_burst end as has_burst, s.incident_rate, s.first_contact_resolution_rate,
  case when t.calls then s.calls_per_1000_arr end as calls_per_1000_arr,
  case when t.calls then s.minutes_per_1000_arr end as minutes_per_1000_arr,
  e.days_since_contact, case when t.csm_touchpoints then e.touchpoints_90d end as touchpoints_90d,
  e.high_impact_share, case when t.csm_tasks then e.tasks_open end as tasks_open,
  case when t.csm_tasks then e.tasks_delayed end as tasks_delayed,
  case when t.product_request_accounts then e.requests_open end as requests_open,
  case when t.product_request_accounts then e.blocking_requests end as blocking_requests,
  f.nps, f.csat, f.ces, f.is_trending_down, m.csm_sentiment,
  a.action as next_action, n.attention, n.reason as attention_reason
from product_adoption p
cross join lateral (select (p.metrics).*) as m
cross join source_tables t
join accounts c on c.account_id = p.account_id
left join onboarded o on o.account_id = p.account_id
left join account_support s on s.account_id = p.account_id
left join account_engagement e on e.account_id = p.account_id
left join feedback f on f.account_id = p.account_id
left join lateral (
  select action
  from playbook_actions((select rules from playbook_rules where valid @> as_of()), to_jsonb(p.metrics)) with ordinality
  order by ordinality
  limit 1) a on m.status = 'active'
-- What calls for attention in a customer, most urgent first. Customers who have left need none.
left join lateral (
  select attention, reason
  from (values
    (1, format('asked to cancel on %s', m.cancellation_requested_on), m.cancellation_requested_on is not null),
    (2, format('usage down %s %%, renewal on %s', round(-100 * m.usage_change), m.contract_ends_on),
      m.usage_dropped and m.days_to_renewal between 0 and 90),
    (3, format('contract ended on %s, not renewed', m.contract_ends_on), m.contract_ends_on < as_of()),
    (4, format('not live %s days after signature', m.days_not_live), m.days_not_live > 90),
    (5, format('usage down %s %%', round(-100 * m.usage_change)), m.usage_dropped),
    (6, format('nobody active for %s days', m.days_inactive), m.days_inactive >= 21),
    (7, format('active in %s of 7 weeks, renewal on %s', m.coefficient, m.contract_ends_on),
      m.coefficient <= 2 and m.days_to_renewal between 0 and 90),
    (8, format('%s of %s seats used', m.seats_used, m.seats), m.utilisation >= 0.9),
    (9, format('%s %% of the included units used', round(100 * m.quota_utilisation)), m.quota_utilisation >= 0.9)
  ) as reasons (attention, reason, holds)
  where holds
  order by attention
  limit 1) n on m.status = 'active'
order by n.attention, m.mrr desc, m.account_id
