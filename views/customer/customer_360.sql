-- The Customer 360 table: one row per customer, those that need attention first, then by annual recurring revenue.
-- Prospects are not in it. What is made of a table that the source lacks is NULL.
--
-- account_id: the customer
-- account: its name
-- status: trial, free, signed, active, past_due, paused or churned: see the view account_status; NULL = not known
-- segment: company size
-- tier: product tier of the contract in force, or of the last one
-- region: sales region
-- country: country of the customer
-- industry: what the customer does
-- csm: Customer Success Manager in charge on as_of()
-- tam: Technical Account Manager in charge on as_of(); NULL = none
-- stage: lifecycle stage: onboarding, adoption, value, renewal, at_risk or churned; NULL = none entered
-- tenure_days: days since the first charge; NULL = never charged
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
-- renewal_on: day of the next renewal: contract_ends_on, unless the contract ran out
-- last_renewal_on: day on which the last contract that follows an earlier one was signed; NULL = none
-- renewal_risk: for charged customers. high = a request to cancel is still unanswered; or the contract ran out and was
--   not renewed; or it ends within 90 days, and usage dropped (usage_dropped, or down by half), users were active in at
--   most two of the last seven weeks, or the adoption score is red. medium = the same signs with more than 90 days to
--   go; or it ends within 90 days, and fewer than half of the seats are used. low = none of these. NULL = nothing to
--   renew (month to month, renewed by itself, or not charged), or nothing known about usage
-- expected_renewal_mrr: what the forecast expects to be renewed of its contracts that end within a year: expected_mrr
--   of renewal_forecast; NULL = none ends, or not known
-- expected_renewal_rate: that ÷ their due_mrr, money per money; NULL as above
-- is_at_risk: for charged customers: a request to cancel is still unanswered, the contract ran out and was not renewed,
--   usage dropped (usage_dropped, or down by half), users were active in at most two of the last seven weeks, or the
--   adoption score is red. NULL = none of these is known to hold, and nothing is known about usage
-- risk_reason: the first of these that holds, in words that stay while it holds: its numbers are other columns; NULL =
--   not at risk
-- coefficient: product activity coefficient: in how many of the last seven blocks of seven days, as_of() in the latest,
--   any user was active, 0 to 7
-- activity_band: at risk (coefficient up to 2), steady (3 to 5) or power (6 and 7)
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
-- near_quota: seat_utilisation or quota_utilisation_28d is 0.9 or more; NULL = neither is known
-- breadth_28d: features adopted ÷ features entitled to, features per feature, over the 28 days that end on as_of()
-- adoption_score: score by the rubric product_adoption in force, 0 to 100; NULL = not charged, no product events, or
--   too little is known
-- adoption_band: its band, such as red, yellow or green
-- adoption_percentile: share of the other scored customers whose score is lower, 0 to 1
-- adoption_reason: what lowers the score most; NULL = nothing
-- next_best: the attribute whose next step would raise the score most; NULL = none would
-- next_gain: by how much the whole score would rise
-- health_score: score by the rubric health; NULL = not charged, or too little is known
-- health_band: its band
-- usage_score: score of the metrics in the group usage of the rubric health alone, 0 to 100; NULL = no such group, or
--   nothing in it is known
-- sentiment_score: the same of its group sentiment
-- support_score: the same of its group support
-- payment_score: the same of its group payment
-- fit_score: score by the rubric fit, how well the customer fits the product; NULL = not charged, or too little is
--   known
-- fit_band: its band
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
-- calls_30d: calls with the customer in the 30 days that end on as_of()
-- calls_per_1000_arr_30d: those calls ÷ ARR in thousands; NULL = no ARR
-- minutes_per_1000_arr_30d: their minutes ÷ ARR in thousands
-- days_since_contact: days from then to as_of()
-- touchpoints_90d: those activities in the 90 days that end on as_of()
-- high_impact_touchpoints_90d: those that worked on the customer's goals
-- tasks_open: tasks about the customer that are not done
-- tasks_delayed: those past their due day
-- requests_open: features the customer asked for that have not been shipped
-- blocking_requests: those that are blockers for the customer
-- overdue_amount: invoiced, due and not paid; 0 = nothing; NULL = not known
-- overdue_days: days from the day on which the oldest overdue invoice was due; 0 = none is overdue
-- has_champion: somebody there is a champion; NULL = contacts are not known
-- champion_left: there is no champion, and the last one ceased to be one within 180 days
-- is_single_threaded: exactly one person is a contact, or was spoken to in 90 days
-- features_tried_90d: of these features, those used in the 90 days that end on as_of()
-- nps_12m: Net Promoter Score of the customer's answers in the 365 days that end on as_of(), -100 to 100; NULL = none
-- csat_12m: good answers, by the scale of each, ÷ answers in those days; NULL = none
-- ces_12m: mean customer effort score of those days, higher is easier; NULL = none, or of several scales
-- is_trending_down: the customer's answers have got worse, by a slope of two standard errors or more; NULL = fewer than
--   three
-- csm_sentiment: the Customer Success Manager's latest judgement: red, yellow or green; NULL = never judged
-- next_action: the most urgent of next_actions; NULL = none
-- attention: its priority, 1 = most urgent; NULL = none
-- attention_reason: why: the most urgent thing to know
with rubric as materialized (
  select
    (select document from rubrics where rubric = 'product_adoption') as adoption,
    (select document from rubrics where rubric = 'health') as health),
expected as materialized (
  select
    account_id,
    sum(expected_mrr) as mrr,
    sum(due_mrr) filter (where expected_mrr is not null) as due_mrr
  from renewal_expectations
  where known_on = as_of()
  group by account_id)
select
  account_metrics.account_id,
  account_metrics.account,
  account_metrics.status,
  account_metrics.segment,
  account_metrics.tier,
  account_metrics.region,
  account_metrics.country,
  account_metrics.industry,
  account_metrics.csm,
  account_metrics.tam,
  account_metrics.stage,
  account_metrics.tenure_days,
  round(account_metrics.mrr, 2) as mrr,
  account_metrics.arr,
  account_metrics.mrr_trend,
  account_metrics.last_movement,
  account_metrics.last_movement_on,
  account_metrics.last_movement_amount,
  account_metrics.clv_to_date,
  account_metrics.contract_ends_on,
  account_metrics.days_to_renewal,
  case when account_metrics.days_to_renewal >= 0 then account_metrics.contract_ends_on end as renewal_on,
  account_metrics.last_renewal_on,
  account_metrics.renewal_risk,
  round(expected.mrr, 2) as expected_renewal_mrr,
  round(expected.mrr / nullif(expected.due_mrr, 0), 4) as expected_renewal_rate,
  account_metrics.is_at_risk,
  account_metrics.risk_reason,
  account_metrics.coefficient,
  account_metrics.activity_band,
  account_metrics.lifecycle,
  account_metrics.weekly_activity,
  round(account_metrics.usage_change_4w, 4) as usage_change_4w,
  account_metrics.usage_dropped,
  account_metrics.days_inactive,
  account_metrics.login_days_28d,
  account_metrics.active_users_28d,
  round(account_metrics.active_user_rate_28d, 4) as active_user_rate_28d,
  round(account_metrics.stickiness_28d, 4) as stickiness_28d,
  account_metrics.seats_used,
  account_metrics.seats,
  round(account_metrics.seat_utilisation, 4) as seat_utilisation,
  round(account_metrics.licence_utilisation_28d, 4) as licence_utilisation_28d,
  round(account_metrics.quota_utilisation_28d, 4) as quota_utilisation_28d,
  account_metrics.near_quota,
  round(account_metrics.breadth_28d, 4) as breadth_28d,
  round(account_metrics.adoption_score, 1) as adoption_score,
  account_metrics.adoption_band,
  case when account_metrics.adoption_score is not null
    then round(percent_rank() over (
      partition by account_metrics.adoption_score is null order by account_metrics.adoption_score)::numeric, 4)
    end as adoption_percentile,
  adoption.reason as adoption_reason,
  adoption.next_best,
  round(adoption.next_gain, 1) as next_gain,
  round(account_metrics.health_score, 1) as health_score,
  account_metrics.health_band,
  round((health.groups ->> 'usage')::numeric, 1) as usage_score,
  round((health.groups ->> 'sentiment')::numeric, 1) as sentiment_score,
  round((health.groups ->> 'support')::numeric, 1) as support_score,
  round((health.groups ->> 'payment')::numeric, 1) as payment_score,
  round(account_metrics.fit_score, 1) as fit_score,
  account_metrics.fit_band,
  account_metrics.onboarding_status,
  account_metrics.days_to_go_live,
  account_metrics.days_to_value,
  round(account_metrics.milestones_on_time_rate, 4) as milestones_on_time_rate,
  round(account_metrics.training_attendance_rate, 4) as training_attendance_rate,
  account_metrics.open_tickets,
  account_metrics.open_over_30_days,
  account_metrics.tickets_90d,
  round(account_metrics.tickets_per_1000_arr_90d, 4) as tickets_per_1000_arr_90d,
  account_metrics.has_burst,
  round(account_metrics.incident_share_90d, 4) as incident_share_90d,
  round(account_metrics.first_contact_resolution_rate_90d, 4) as first_contact_resolution_rate_90d,
  account_metrics.calls_30d,
  round(account_metrics.calls_per_1000_arr_30d, 4) as calls_per_1000_arr_30d,
  round(account_metrics.minutes_per_1000_arr_30d, 4) as minutes_per_1000_arr_30d,
  account_metrics.days_since_contact,
  account_metrics.touchpoints_90d,
  account_metrics.high_impact_touchpoints_90d,
  account_metrics.tasks_open,
  account_metrics.tasks_delayed,
  account_metrics.requests_open,
  account_metrics.blocking_requests,
  account_metrics.overdue_amount,
  account_metrics.overdue_days,
  account_metrics.has_champion,
  account_metrics.champion_left,
  account_metrics.is_single_threaded,
  account_metrics.features_tried_90d,
  round(account_metrics.nps_12m, 2) as nps_12m,
  round(account_metrics.csat_12m, 4) as csat_12m,
  round(account_metrics.ces_12m, 4) as ces_12m,
  account_metrics.is_trending_down,
  account_metrics.csm_sentiment,
  first_action.action as next_action,
  first_action.priority as attention,
  first_action.reason as attention_reason
from account_metrics
cross join rubric
left join expected on expected.account_id = account_metrics.account_id
left join lateral score_summary(case when account_metrics.is_charged then rubric.adoption end, account_metrics, as_of())
  as adoption on true
left join lateral score_summary(case when account_metrics.is_charged then rubric.health end, account_metrics, as_of())
  as health on true
-- What calls for attention in a customer, most urgent first. Who is not charged needs none, nor is asked.
left join lateral (
  select
    triggered.priority,
    triggered.action,
    triggered.reason
  from playbook_actions((select document from playbook),
    case when account_metrics.is_charged then account_metrics.attributes || to_jsonb(account_metrics) end)
    with ordinality as triggered (play, action, owner, priority, reason, position)
  order by triggered.position
  limit 1) as first_action on true
order by first_action.priority, account_metrics.arr desc nulls last, account_metrics.account_id
