-- Made by tools/dbt-package from views/.
{{ config(alias='product_adoption') }}

with account_metrics as not materialized (select * from {{ ref('customer360__account_metrics') }}),
playbook_rules as not materialized (select * from {{ ref('customer360__playbook_rules') }}),
score_rubrics as not materialized (select * from {{ ref('customer360__score_rubrics') }}),
source_tables as not materialized (select * from {{ ref('customer360__source_tables') }}),
valid_rubrics as (
  -- Should two versions of a rubric be valid at once, the later one counts.
  select distinct on (name)
    name,
    rubric
  from score_rubrics
  where valid @> {{ customer360.as_of() }}
  order by name, lower(valid) desc nulls last, version desc),
valid_rules as materialized (
  -- The same of the playbook.
  select rules
  from playbook_rules
  where valid @> {{ customer360.as_of() }}
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
    adoption_score(rubric, metrics, {{ customer360.as_of() }}) as score,
    health_score(health_rubric, metrics, {{ customer360.as_of() }}) as health_score
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
  scored.usage_change,
  scored.usage_dropped,
  scored.days_inactive,
  scored.login_days,
  scored.active_users,
  scored.active_user_rate,
  scored.seats_used,
  scored.seats,
  scored.seat_utilisation,
  scored.licence_utilisation,
  scored.quota_utilisation,
  scored.breadth,
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
  from rows from (score_breakdown(scored.rubric, scored.metrics, {{ customer360.as_of() }})) with ordinality as attribute (key, label,
    group_name, value, status, rule, points, max_points, weight, effective_weight, contribution, lost, next_threshold,
    next_gain, position)) as breakdown on scored.score is not null
order by scored.score, scored.account_id
