-- The Customer 360 table: one row per customer, those that need attention first, then by annual recurring revenue.
-- Prospects are not in it. What is made of a table that the source lacks is NULL.
--
-- account_id: the customer
-- account: its name
-- status: trial, free, signed, active, past_due, paused or churned: see the view account_status; NULL = not known
-- segment: company size
-- tier: product tier of the contract in force, or of the last one
-- region: sales region
-- csm: Customer Success Manager in charge on as_of()
-- tam: Technical Account Manager in charge on as_of(); NULL = none
-- mrr: monthly recurring revenue of all lines charged on as_of(); 0 = none; NULL = charged at a price that is not known
-- arr: annual recurring revenue: 12 times mrr
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
-- renewal_on: day of the next renewal: contract_ends_on, unless the contract ran out
-- renewal_risk: for charged customers. high = a request to cancel is still unanswered; or the contract ran out and was
--   not renewed; or it ends within 90 days, and usage dropped (usage_dropped, or down by half) or users were active in
--   at most two of the last seven weeks. medium = the same signs in usage with more than 90 days to go; or it ends
--   within 90 days, and fewer than half of the seats are used. low = none of these. NULL = nothing to renew (month to
--   month, renewed by itself, or not charged), or nothing known about usage
-- coefficient: product activity coefficient: in how many of the last seven blocks of seven days, as_of() in the latest,
--   any user was active, 0 to 7
-- activity_band: at risk (up to 2), steady (3 to 5) or power (6 and 7)
-- lifecycle: state in the 28 days that end on as_of(): new, returning, resurrecting or dormant; NULL = active neither
--   in them nor in the 28 days before
-- weekly_activity: sparkline of the events in each of the last 16 blocks of seven days, as_of() on the right, scaled
--   from zero to the customer's own maximum; blank before the first signature
-- usage_change_4w: mean weekly events of the last four blocks of seven days against the twelve before, as a fraction:
--   -0.25 = a quarter less; NULL = too new, or nothing to compare with
-- usage_dropped: down by a fifth or more, and by more than the weeks usually vary
-- days_inactive: days since any user was active; NULL = never
-- active_users_28d: distinct users active in the 28 days that end on as_of()
-- active_user_rate_28d: of the users who had access in those days, the share that was active while having it, users per
--   user; NULL = nobody had
-- seats_used: users with access on as_of()
-- seats: seats of the lines valid on as_of(); NULL = not sold by seat, or not known
-- seat_utilisation: users with access on as_of() ÷ seats, not capped at 1; NULL = no seats
-- licence_utilisation_28d: users active in the 28 days that end on as_of() ÷ seats, not capped at 1; NULL = no seats
-- quota_utilisation_28d: metered units used in the last four measured weeks ÷ units included for as many days, not
--   capped at 1; NULL = not metered
-- near_quota: seat_utilisation or quota_utilisation_28d is 0.9 or more; NULL = neither is known
-- breadth_28d: features adopted ÷ features entitled to, features per feature, over the 28 days that end on as_of()
-- adoption_score: product adoption score, 0 to 100, rounded for display; NULL = not charged, or too little is known
-- adoption_band: red, yellow or green, by the unrounded score
-- adoption_percentile: share of the other scored customers whose score is lower, 0 to 1
-- adoption_reason: what lowers the score most; NULL = nothing
-- next_best: the attribute whose next step would raise the score most; NULL = none would
-- next_gain: by how much the whole score would rise
-- health_score: the older health score, 0 to 100, by the rubric health; NULL = not charged, or too little is known
-- health_band: red, yellow or green, by the unrounded health score
-- onboarding_status: status of the last onboarding: live, live_late, onboarding, watch, overdue, left or invalid; see
--   the view onboarding; NULL = none
-- days_to_go_live: days from its signature to go-live; NULL = not live
-- days_to_value: days from its signature to the first agreed result; NULL = not yet
-- milestones_on_time_rate: milestones done on time ÷ (done + overdue); NULL = nothing was due
-- training_attendance_rate: came ÷ invited, users per user; NULL = nobody was invited
-- open_tickets: support tickets open at the end of as_of()
-- open_over_30_days: those more than 30 days old
-- tickets_90d: tickets opened in the 90 days that end on as_of()
-- tickets_per_1000_arr_90d: those ÷ ARR in thousands; NULL = no ARR
-- has_burst: three or more of them within seven days
-- incident_share_90d: incidents ÷ those tickets, tickets per ticket; NULL = none
-- first_contact_resolution_rate_90d: tickets solved with one agent reply and never reopened ÷ tickets solved in those
--   days
-- calls_per_1000_arr_30d: calls of the 30 days that end on as_of() ÷ ARR in thousands; NULL = no ARR
-- minutes_per_1000_arr_30d: their minutes ÷ ARR in thousands
-- days_since_contact: days since the last activity of a Customer Success Manager with the customer; NULL = never
-- touchpoints_90d: those activities in the 90 days that end on as_of()
-- high_impact_touchpoints_90d: those that worked on the customer's goals
-- tasks_open: tasks about the customer that are not done
-- tasks_delayed: those past their due day
-- requests_open: features the customer asked for that have not been shipped
-- blocking_requests: those that are blockers for the customer
-- nps_12m: Net Promoter Score of the customer's answers in the 365 days that end on as_of(), -100 to 100; NULL = none
-- csat_12m: good answers, by the scale of each, ÷ answers in those days; NULL = none
-- ces_12m: mean customer effort score of those days, higher is easier; NULL = none, or of several scales
-- is_trending_down: the customer's answers have got worse, by a slope of two standard errors or more; NULL = fewer than
--   three
-- csm_sentiment: the Customer Success Manager's latest judgement: red, yellow or green; NULL = never judged
-- next_action: the most urgent of next_actions; NULL = none
-- attention: urgency of the reason, 1 = highest; NULL = none
-- attention_reason: the most urgent thing to know
with thresholds as (
  select
    90 as renewal_days,
    0.5 as usage_lost,
    0.5 as seats_idle,
    0.9 as near_quota,
    90 as onboarding_days,
    21 as days_inactive),
onboarded as (
  select distinct on (account_id)
    account_id,
    status,
    days_to_go_live,
    days_to_value,
    milestones_on_time_rate,
    training_attendance_rate
  from onboarding
  order by account_id, signed_on desc, onboarding_id desc)
select
  product_adoption.account_id,
  product_adoption.account,
  product_adoption.status,
  product_adoption.segment,
  product_adoption.tier,
  accounts.region,
  product_adoption.csm,
  account_engagement.tam,
  product_adoption.mrr,
  arr(product_adoption.mrr) as arr,
  product_adoption.mrr_trend,
  product_adoption.last_movement,
  product_adoption.last_movement_on,
  product_adoption.last_movement_amount,
  product_adoption.clv_to_date,
  product_adoption.contract_ends_on,
  product_adoption.days_to_renewal,
  case when product_adoption.days_to_renewal >= 0 then product_adoption.contract_ends_on end as renewal_on,
  case
    when not signs.has_renewal then null
    when signs.is_cancelling or signs.has_run_out then 'high'
    when product_adoption.coefficient is null then null
    when signs.is_fading then case when signs.is_near_renewal then 'high' else 'medium' end
    when signs.is_near_renewal and product_adoption.seat_utilisation < thresholds.seats_idle then 'medium'
    else 'low' end as renewal_risk,
  product_adoption.coefficient,
  signs.activity_band,
  product_adoption.lifecycle,
  product_adoption.weekly_activity,
  round(product_adoption.usage_change_4w, 4) as usage_change_4w,
  product_adoption.usage_dropped,
  product_adoption.days_inactive,
  product_adoption.active_users_28d,
  round(product_adoption.active_user_rate_28d, 4) as active_user_rate_28d,
  product_adoption.seats_used,
  product_adoption.seats,
  round(product_adoption.seat_utilisation, 4) as seat_utilisation,
  round(product_adoption.licence_utilisation_28d, 4) as licence_utilisation_28d,
  round(product_adoption.quota_utilisation_28d, 4) as quota_utilisation_28d,
  case when num_nonnulls(product_adoption.seat_utilisation, product_adoption.quota_utilisation_28d) > 0
    then signs.is_near_seats or signs.is_near_units end as near_quota,
  round(product_adoption.breadth_28d, 4) as breadth_28d,
  round(product_adoption.score, 1) as adoption_score,
  product_adoption.band as adoption_band,
  round(product_adoption.percentile::numeric, 4) as adoption_percentile,
  product_adoption.reason as adoption_reason,
  product_adoption.next_best,
  round(product_adoption.next_gain, 1) as next_gain,
  round(product_adoption.health_score, 1) as health_score,
  product_adoption.health_band,
  onboarded.status as onboarding_status,
  onboarded.days_to_go_live,
  onboarded.days_to_value,
  round(onboarded.milestones_on_time_rate, 4) as milestones_on_time_rate,
  round(onboarded.training_attendance_rate, 4) as training_attendance_rate,
  account_support.open_tickets,
  account_support.open_over_30_days,
  account_support.tickets_90d,
  round(account_support.tickets_per_1000_arr, 4) as tickets_per_1000_arr_90d,
  account_support.has_burst,
  round(account_support.incident_share, 4) as incident_share_90d,
  round(account_support.first_contact_resolution_rate, 4) as first_contact_resolution_rate_90d,
  round(account_support.calls_per_1000_arr, 4) as calls_per_1000_arr_30d,
  round(account_support.minutes_per_1000_arr, 4) as minutes_per_1000_arr_30d,
  account_engagement.days_since_contact,
  account_engagement.touchpoints_90d,
  account_engagement.high_impact_touchpoints_90d,
  account_engagement.tasks_open,
  account_engagement.tasks_delayed,
  account_engagement.requests_open,
  account_engagement.blocking_requests,
  round(feedback.nps, 2) as nps_12m,
  round(feedback.csat, 4) as csat_12m,
  round(feedback.ces, 4) as ces_12m,
  feedback.is_trending_down,
  product_adoption.csm_sentiment,
  product_adoption.next_action,
  first_reason.attention,
  first_reason.reason as attention_reason
from product_adoption
cross join thresholds
join accounts on accounts.account_id = product_adoption.account_id
left join onboarded on onboarded.account_id = product_adoption.account_id
left join account_support on account_support.account_id = product_adoption.account_id
left join account_engagement on account_engagement.account_id = product_adoption.account_id
left join feedback on feedback.account_id = product_adoption.account_id
cross join lateral (
  select
    product_adoption.is_charged and product_adoption.contract_ends_on is not null as has_renewal,
    product_adoption.cancellation_requested_on is not null as is_cancelling,
    product_adoption.days_to_renewal < 0 as has_run_out,
    product_adoption.days_to_renewal between 0 and thresholds.renewal_days as is_near_renewal,
    band(product_adoption.coefficient, activity_bands()) as activity_band,
    (product_adoption.usage_dropped or product_adoption.usage_change_4w <= -thresholds.usage_lost
      or band(product_adoption.coefficient, activity_bands()) = 'at risk') is true as is_fading,
    (product_adoption.seat_utilisation >= thresholds.near_quota) is true as is_near_seats,
    (product_adoption.quota_utilisation_28d >= thresholds.near_quota) is true as is_near_units) as signs
-- What calls for attention in a customer, most urgent first. Who is not charged needs none.
left join lateral (
  select
    attention,
    reason
  from (values
    (1, format('asked to cancel on %s', product_adoption.cancellation_requested_on), signs.is_cancelling),
    (2, format('usage down %s %%, renewal on %s', round(-100 * product_adoption.usage_change_4w),
        product_adoption.contract_ends_on),
      product_adoption.usage_dropped and signs.is_near_renewal),
    (3, format('contract ended on %s, not renewed', product_adoption.contract_ends_on), signs.has_run_out),
    (4, format('not live %s days after signature', product_adoption.days_not_live),
      product_adoption.days_not_live > thresholds.onboarding_days),
    (5, format('usage down %s %%', round(-100 * product_adoption.usage_change_4w)), product_adoption.usage_dropped),
    (6, format('nobody active for %s days', product_adoption.days_inactive),
      product_adoption.days_inactive >= thresholds.days_inactive),
    (7, format('active in %s of 7 weeks, renewal on %s', product_adoption.coefficient,
        product_adoption.contract_ends_on),
      signs.activity_band = 'at risk' and signs.is_near_renewal),
    (8, format('%s of %s seats used', product_adoption.seats_used, product_adoption.seats), signs.is_near_seats),
    (9, format('%s %% of the included units used', round(100 * product_adoption.quota_utilisation_28d)),
      signs.is_near_units)
  ) as reasons (attention, reason, holds)
  where holds
  order by attention
  limit 1) as first_reason on product_adoption.is_charged
order by first_reason.attention, product_adoption.mrr desc nulls last, product_adoption.account_id
