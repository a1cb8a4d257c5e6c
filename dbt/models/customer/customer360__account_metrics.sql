-- Made by tools/dbt-package from views/.
{{ config(alias='account_metrics') }}

with account_facts as not materialized (select * from {{ ref('customer360__account_facts') }}),
rubrics as not materialized (select * from {{ ref('customer360__rubrics') }}),
thresholds as (
  select
    90 as renewal_days,
    0.5 as usage_lost,
    0.5 as seats_idle,
    0.9 as near_quota),
facts as materialized (
  select * from account_facts),
in_force as materialized (
  select
    rubric,
    document
  from rubrics),
scored as materialized (
  select
    facts.account_id,
    adoption_score(applied.adoption, facts, {{ customer360.as_of() }}) as adoption_score,
    band(adoption_score(applied.adoption, facts, {{ customer360.as_of() }}), applied.adoption -> 'bands') as adoption_band,
    health_score(applied.health, facts, {{ customer360.as_of() }}) as health_score,
    band(health_score(applied.health, facts, {{ customer360.as_of() }}), applied.health -> 'bands') as health_band,
    health_score(applied.fit, facts, {{ customer360.as_of() }}) as fit_score,
    band(health_score(applied.fit, facts, {{ customer360.as_of() }}), applied.fit -> 'bands') as fit_band
  from facts
  cross join (
    select
      (select document from in_force where rubric = 'product_adoption') as adoption,
      (select document from in_force where rubric = 'health') as health,
      (select document from in_force where rubric = 'fit') as fit) as applied
  where facts.is_charged)
select
  facts.*,
  scored.adoption_score,
  scored.adoption_band,
  scored.health_score,
  scored.health_band,
  scored.fit_score,
  scored.fit_band,
  signs.activity_band,
  case when num_nonnulls(facts.seat_utilisation, facts.quota_utilisation_28d) > 0
    then (greatest(facts.seat_utilisation, facts.quota_utilisation_28d) >= thresholds.near_quota) is true
    end as near_quota,
  case
    when not facts.is_charged or facts.contract_ends_on is null then null
    when signs.is_cancelling or signs.has_run_out then 'high'
    when facts.coefficient is null and scored.adoption_score is null then null
    when signs.is_fading or signs.is_red then case when signs.is_near_renewal then 'high' else 'medium' end
    when signs.is_near_renewal and facts.seat_utilisation < thresholds.seats_idle then 'medium'
    else 'low' end as renewal_risk,
  case
    when facts.is_charged is not true then null
    when signs.is_cancelling or signs.has_run_out or signs.is_fading or signs.is_red then true
    when facts.coefficient is not null or scored.adoption_score is not null then false end as is_at_risk,
  case
    when facts.is_charged is not true then null
    when signs.is_cancelling then format('asked to cancel on %s', facts.cancellation_requested_on)
    when signs.has_run_out then format('contract ended on %s, not renewed', facts.contract_ends_on)
    when signs.has_lost_usage then 'usage dropped'
    when signs.is_fading then 'active in few weeks'
    when signs.is_red then 'adoption score is red' end as risk_reason
from facts
cross join thresholds
left join scored on scored.account_id = facts.account_id
cross join lateral (
  select
    band(facts.coefficient, activity_bands()) as activity_band,
    facts.cancellation_requested_on is not null as is_cancelling,
    coalesce(facts.days_to_renewal < 0, false) as has_run_out,
    coalesce(facts.days_to_renewal between 0 and thresholds.renewal_days, false) as is_near_renewal,
    (facts.usage_dropped or facts.usage_change_4w <= -thresholds.usage_lost) is true as has_lost_usage,
    (facts.usage_dropped or facts.usage_change_4w <= -thresholds.usage_lost
      or band(facts.coefficient, activity_bands()) = 'at risk') is true as is_fading,
    scored.adoption_band is not distinct from 'red' as is_red) as signs
