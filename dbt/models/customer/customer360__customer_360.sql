-- Made by tools/dbt-package from views/.
{{ config(alias='customer_360') }}

with account_engagement as not materialized (select * from {{ ref('customer360__account_engagement') }}),
account_support as not materialized (select * from {{ ref('customer360__account_support') }}),
accounts as not materialized (select * from {{ ref('customer360__accounts') }}),
feedback as not materialized (select * from {{ ref('customer360__feedback') }}),
onboarding as not materialized (select * from {{ ref('customer360__onboarding') }}),
product_adoption as not materialized (select * from {{ ref('customer360__product_adoption') }}),
thresholds as (
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
  round(product_adoption.usage_change, 4) as usage_change,
  product_adoption.usage_dropped,
  product_adoption.days_inactive,
  product_adoption.active_users,
  round(product_adoption.active_user_rate, 4) as active_user_rate,
  product_adoption.seats_used,
  product_adoption.seats,
  round(product_adoption.seat_utilisation, 4) as seat_utilisation,
  round(product_adoption.licence_utilisation, 4) as licence_utilisation,
  round(product_adoption.quota_utilisation, 4) as quota_utilisation,
  case when num_nonnulls(product_adoption.seat_utilisation, product_adoption.quota_utilisation) > 0
    then signs.is_near_seats or signs.is_near_units end as near_quota,
  round(product_adoption.breadth, 4) as breadth,
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
  round(account_support.tickets_per_1000_arr, 4) as tickets_per_1000_arr,
  account_support.has_burst,
  round(account_support.incident_share, 4) as incident_share,
  round(account_support.first_contact_resolution_rate, 4) as first_contact_resolution_rate,
  round(account_support.calls_per_1000_arr, 4) as calls_per_1000_arr,
  round(account_support.minutes_per_1000_arr, 4) as minutes_per_1000_arr,
  account_engagement.days_since_contact,
  account_engagement.touchpoints_90d,
  account_engagement.high_impact_touchpoints_90d,
  account_engagement.tasks_open,
  account_engagement.tasks_delayed,
  account_engagement.requests_open,
  account_engagement.blocking_requests,
  round(feedback.nps, 2) as nps,
  round(feedback.csat, 4) as csat,
  round(feedback.ces, 4) as ces,
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
    (product_adoption.usage_dropped or product_adoption.usage_change <= -thresholds.usage_lost
      or band(product_adoption.coefficient, activity_bands()) = 'at risk') is true as is_fading,
    (product_adoption.seat_utilisation >= thresholds.near_quota) is true as is_near_seats,
    (product_adoption.quota_utilisation >= thresholds.near_quota) is true as is_near_units) as signs
-- What calls for attention in a customer, most urgent first. Who is not charged needs none.
left join lateral (
  select
    attention,
    reason
  from (values
    (1, format('asked to cancel on %s', product_adoption.cancellation_requested_on), signs.is_cancelling),
    (2, format('usage down %s %%, renewal on %s', round(-100 * product_adoption.usage_change),
        product_adoption.contract_ends_on),
      product_adoption.usage_dropped and signs.is_near_renewal),
    (3, format('contract ended on %s, not renewed', product_adoption.contract_ends_on), signs.has_run_out),
    (4, format('not live %s days after signature', product_adoption.days_not_live),
      product_adoption.days_not_live > thresholds.onboarding_days),
    (5, format('usage down %s %%', round(-100 * product_adoption.usage_change)), product_adoption.usage_dropped),
    (6, format('nobody active for %s days', product_adoption.days_inactive),
      product_adoption.days_inactive >= thresholds.days_inactive),
    (7, format('active in %s of 7 weeks, renewal on %s', product_adoption.coefficient,
        product_adoption.contract_ends_on),
      signs.activity_band = 'at risk' and signs.is_near_renewal),
    (8, format('%s of %s seats used', product_adoption.seats_used, product_adoption.seats), signs.is_near_seats),
    (9, format('%s %% of the included units used', round(100 * product_adoption.quota_utilisation)),
      signs.is_near_units)
  ) as reasons (attention, reason, holds)
  where holds
  order by attention
  limit 1) as first_reason on product_adoption.is_charged
order by first_reason.attention, product_adoption.mrr desc nulls last, product_adoption.account_id
