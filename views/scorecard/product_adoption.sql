-- Product adoption by the rubric valid on as_of(), with the older health score beside it, and what was scored: one row
-- per customer, with every column of account_metrics, under its name. Customers who are not charged have no score.
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
-- version: version of the rubric product_adoption
-- score: product adoption score, 0 to 100, unrounded; NULL = not charged, no rubric valid, no product events, or too
--   little is known
-- band: red, yellow or green, by the score
-- percentile: share of the other scored customers whose score is lower, 0 to 1
-- points: points of each attribute, by key, at most the rubric's max_points each; null = does not count
-- contributions: what each attribute adds to the score, by key, and under (cap) what a cap takes off: they add up to
--   the score
-- reason: what lowers the score most, in words; NULL = nothing
-- reason_key: its key, or (cap)
-- reason_lost: by how much it lowers the score, in units of the score
-- next_best: the attribute whose next step would raise the score most; NULL = none would
-- next_threshold: the value it takes
-- next_gain: by how much the whole score would rise
-- health_score: the older health score, 0 to 100, by the rubric health; NULL = not charged, or too little is known
-- health_band: red, yellow or green, by the unrounded health score
-- next_action: the most urgent of next_actions; NULL = none
-- rubric: the rubric of the score, for score_breakdown() and score_change()
with valid_rubrics as (
  -- Should two versions of a rubric be valid at once, the later one counts.
  select distinct on (name)
    name,
    rubric
  from score_rubrics
  where valid @> as_of()
  order by name, lower(valid) desc nulls last, version desc),
valid_rules as materialized (
  -- The same of the playbook.
  select rules
  from playbook_rules
  where valid @> as_of()
  order by lower(valid) desc nulls last, version desc
  limit 1),
applied as (
  select
    account_metrics.*,
    account_metrics as metrics,
    case when account_metrics.is_charged and source_tables.product_events then adoption.rubric end as rubric,
    case when account_metrics.is_charged then health.rubric end as health_rubric
  from account_metrics
  cross join source_tables
  left join valid_rubrics as adoption on adoption.name = 'product_adoption'
  left join valid_rubrics as health on health.name = 'health'),
scored as materialized (
  select
    *,
    adoption_score(rubric, metrics, as_of()) as score,
    health_score(health_rubric, metrics, as_of()) as health_score
  from applied)
select
  scored.account_id,
  scored.account,
  scored.segment,
  scored.status,
  scored.is_charged,
  scored.tier,
  scored.csm,
  scored.days_since_signature,
  scored.mrr,
  scored.mrr_trend,
  scored.last_movement,
  scored.last_movement_on,
  scored.last_movement_amount,
  scored.clv_to_date,
  scored.contract_ends_on,
  scored.days_to_renewal,
  scored.cancellation_requested_on,
  scored.days_not_live,
  scored.coefficient,
  scored.lifecycle,
  scored.weekly_activity,
  scored.usage_change_4w,
  scored.usage_dropped,
  scored.days_inactive,
  scored.login_days_28d,
  scored.active_users_28d,
  scored.active_user_rate_28d,
  scored.seats_used,
  scored.seats,
  scored.seat_utilisation,
  scored.licence_utilisation_28d,
  scored.quota_utilisation_28d,
  scored.breadth_28d,
  scored.csm_sentiment,
  scored.sentiment_on,
  scored.profiles_enabled,
  scored.alerts_enabled,
  scored.mobile_access_enabled,
  scored.api_access_enabled,
  scored.crm_sync_enabled,
  scored.single_sign_on_enabled,
  scored.rubric ->> 'version' as version,
  scored.score,
  band(scored.score, scored.rubric -> 'bands') as band,
  case when scored.score is not null then percent_rank() over (partition by scored.score is null order by scored.score)
    end as percentile,
  breakdown.points,
  breakdown.contributions,
  breakdown.losses[1][1] as reason,
  breakdown.losses[1][2] as reason_key,
  breakdown.losses[1][3]::numeric as reason_lost,
  breakdown.gains[1][1] as next_best,
  breakdown.gains[1][2] as next_threshold,
  breakdown.gains[1][3]::numeric as next_gain,
  scored.health_score,
  band(scored.health_score, scored.health_rubric -> 'bands') as health_band,
  case when scored.is_charged then (
    select action
    from valid_rules
    cross join lateral playbook_actions(valid_rules.rules, to_jsonb(scored.metrics)) with ordinality
    order by ordinality
    limit 1) end as next_action,
  scored.rubric
from scored
left join lateral (
  select
    jsonb_object_agg(key, points) filter (where max_points is not null) as points,
    jsonb_object_agg(key, contribution) filter (where contribution is not null) as contributions,
    array_agg(array[case when max_points is null then rule
        else format('%s: %s of %s points, %s', label, trim_scale(points), trim_scale(max_points),
          case when value ~ '^-?[0-9.]+$' then trim_scale(round(value::numeric, 2))::text
            else coalesce(value, 'not known') end) end, key, coalesce(lost, -contribution)::text]
      order by coalesce(lost, -contribution) desc, position)
      filter (where coalesce(lost, -contribution) > 0) as losses,
    array_agg(array[key, next_threshold, next_gain::text] order by next_gain desc, position)
      filter (where next_gain > 0) as gains
  from rows from (score_breakdown(scored.rubric, scored.metrics, as_of())) with ordinality as attribute (key, label,
    group_name, value, status, rule, points, max_points, weight, effective_weight, contribution, lost, next_threshold,
    next_gain, position)) as breakdown on scored.score is not null
order by scored.score, scored.account_id
