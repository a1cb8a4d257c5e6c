-- Made by tools/dbt-package from views/.
{{ config(alias='metric_predictiveness') }}

with metric_history as not materialized (select * from {{ ref('customer360__metric_history') }}),
score_rubrics as not materialized (select * from {{ ref('customer360__score_rubrics') }}),
subscriptions as not materialized (select * from {{ ref('customer360__subscriptions') }}),
looked_back as (
  select max(day) as day
  from metric_history
  where day <= {{ customer360.as_of() }} - 90),
charged as (
  select
    account_id,
    range_agg(charged) as days
  from subscriptions
  where (mrr > 0) is not false
  group by account_id),
customers as materialized (
  select
    metric_history.day,
    metric_history.metrics - 'account_id' as metrics,
    (charged.days @> daterange(metric_history.day, {{ customer360.as_of() }} + 1)) is not true as churned
  from looked_back
  join metric_history on metric_history.day = looked_back.day
  left join charged on charged.account_id = metric_history.account_id
  where (metric_history.metrics ->> 'is_charged')::boolean),
rubric_metrics as (
  select
    score_rubrics.name,
    listed.metric
  from score_rubrics
  cross join lateral jsonb_array_elements(score_rubrics.rubric -> 'metrics') as listed (metric)
  where score_rubrics.name in ('product_adoption', 'health') and score_rubrics.valid @> {{ customer360.as_of() }}),
weighed as (
  select
    metric ->> 'key' as metric,
    (array_agg(metric ->> 'label' order by name desc))[1] as label,
    (array_agg(metric -> 'map' order by name desc) filter (where metric ->> 'type' = 'map'))[1] as map,
    max((metric ->> 'weight')::numeric) filter (where name = 'product_adoption') as adoption_weight,
    max((metric ->> 'weight')::numeric) filter (where name = 'health') as health_weight
  from rubric_metrics
  group by metric ->> 'key'),
measured as (
  select
    customers.day,
    customers.churned,
    known.key as metric,
    case jsonb_typeof(known.value)
      when 'number' then known.value::double precision
      when 'boolean' then known.value::boolean::int
      when 'string' then (weighed.map ->> (known.value #>> '{}'))::double precision end as value
  from customers
  cross join lateral jsonb_each(customers.metrics) as known
  left join weighed on weighed.metric = known.key and weighed.map is not null),
judged as (
  select
    metric,
    day,
    count(value) as customers,
    count(value) filter (where churned) as churned,
    predictiveness(value, churned) as prediction
  from measured
  group by metric, day
  having count(value) > 0)
select
  judged.metric,
  weighed.label,
  judged.day as measured_on,
  judged.customers,
  judged.churned,
  round((judged.prediction).r, 4) as r,
  round((judged.prediction).auc, 4) as auc,
  round((judged.prediction).lift, 2) as lift,
  round((judged.prediction).information_value, 4) as information_value,
  (judged.prediction).direction as direction,
  weighed.adoption_weight,
  weighed.health_weight
from judged
left join weighed on weighed.metric = judged.metric
order by abs((judged.prediction).auc - 0.5) desc nulls last, judged.metric
