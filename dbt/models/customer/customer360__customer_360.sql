-- Made by tools/dbt-package from views/.
{{ config(alias='customer_360') }}

with account_metrics as not materialized (select * from {{ ref('customer360__account_metrics') }}),
playbook as not materialized (select * from {{ ref('customer360__playbook') }}),
renewal_expectations as not materialized (select * from {{ ref('customer360__renewal_expectations') }}),
rubrics as not materialized (select * from {{ ref('customer360__rubrics') }}),
rubric as materialized (
  select
    (select document from rubrics where rubric = 'product_adoption') as adoption,
    (select document from rubrics where rubric = 'health') as health),
expected as materialized (
  select
    account_id,
    sum(expected_mrr) as mrr,
    sum(due_mrr) filter (where expected_mrr is not null) as due_mrr
  from renewal_expectations
  where known_on = {{ customer360.as_of() }}
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
left join lateral score_summary(case when account_metrics.is_charged then rubric.adoption end, account_metrics, {{ customer360.as_of() }})
  as adoption on true
left join lateral score_summary(case when account_metrics.is_charged then rubric.health end, account_metrics, {{ customer360.as_of() }})
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
