-- Did the score predict who left, as it stood then? One row per quarter, metric and band, latest quarter first, then
-- the most telling metric. Metrics are those that metric_history recorded on its last day of the quarter, at least 90
-- days before as_of(), for the customers charged on that day; who was not charged on some day of the 90 (or 180) days
-- after it has left. So nothing measured later is used. Booleans count as 1 and 0; a text counts as the points that a
-- rubric valid on as_of() maps it to, if any.
--
-- quarter: first day of the quarter
-- measured_on: the recorded day
-- metric: column of account_metrics, such as adoption_score, or an attribute
-- label: its name in the rubrics; NULL = in none
-- band: all; for a score also each of its bands, as they were recorded
-- customers: customers charged on that day whose metric is known
-- mrr: their monthly recurring revenue on that day
-- left_90d: those who left within 90 days
-- left_180d: those who left within 180 days; NULL = these are not over
-- left_rate_90d: left within 90 days ÷ customers, customers per customer
-- left_rate_180d: left within 180 days ÷ customers
-- r: point-biserial correlation of metric and leaving within 90 days, -1 to 1; NULL here and below = a single band, the
--   metric is the same for all, or nobody left
-- auc: in what share of all pairs the customer who left has a greater metric than the one who stayed: 0.5 says nothing,
--   0 and 1 everything
-- lift: left among the tenth of customers at the end that announces leaving ÷ left among all, rate per rate
-- information_value: how differently the two spread over the deciles of the metric; 0 = alike
-- direction: which end of the metric announces leaving: higher or lower
-- adoption_weight: weight in the rubric product_adoption in force, ignoring its segments; NULL = not in it
-- health_weight: weight in the rubric health
with looked_back as (
  select
    date_trunc('quarter', day::timestamp)::date as quarter,
    max(day) as day
  from (
    select distinct day
    from metric_history
    where day <= as_of() - 90) as recorded
  group by date_trunc('quarter', day::timestamp)),
charged as (
  select
    account_id,
    range_agg(charged) as days
  from subscriptions
  where (mrr > 0) is not false
  group by account_id),
customers as materialized (
  select
    looked_back.quarter,
    looked_back.day,
    metric_history.metrics - 'account_id' as metrics,
    (metric_history.metrics ->> 'mrr')::numeric as mrr,
    (charged.days @> daterange(looked_back.day, looked_back.day + 91)) is not true as has_left_90d,
    case when looked_back.day + 180 <= as_of()
      then (charged.days @> daterange(looked_back.day, looked_back.day + 181)) is not true end as has_left_180d
  from looked_back
  join metric_history on metric_history.day = looked_back.day
  left join charged on charged.account_id = metric_history.account_id
  where (metric_history.metrics ->> 'is_charged')::boolean),
rubric_metrics as (
  select
    rubrics.rubric,
    listed.metric
  from rubrics
  cross join lateral jsonb_array_elements(rubrics.document -> 'metrics') as listed (metric)),
weighed as (
  select
    metric ->> 'key' as metric,
    (array_agg(metric -> 'label' order by rubric desc))[1] #>> '{}' as label,
    (array_agg(metric -> 'map' order by rubric desc) filter (where metric ->> 'type' = 'map'))[1] as map,
    max((metric ->> 'weight')::numeric) filter (where rubric = 'product_adoption') as adoption_weight,
    max((metric ->> 'weight')::numeric) filter (where rubric = 'health') as health_weight
  from rubric_metrics
  group by metric ->> 'key'),
measured as (
  select
    customers.quarter,
    customers.day,
    customers.mrr,
    customers.has_left_90d,
    customers.has_left_180d,
    known.key as metric,
    case jsonb_typeof(known.value)
      when 'number' then known.value::double precision
      when 'boolean' then known.value::boolean::int
      when 'string' then (weighed.map ->> (known.value #>> '{}'))::double precision end as value
  from customers
  cross join lateral jsonb_each(customers.metrics) as known
  left join weighed on weighed.metric = known.key and weighed.map is not null
  where jsonb_typeof(known.value) in ('number', 'boolean') or weighed.map is not null),
judged as (
  select
    quarter,
    day,
    metric,
    'all' as band,
    count(*) as customers,
    sum(mrr) as mrr,
    count(*) filter (where has_left_90d) as left_90d,
    count(*) filter (where has_left_180d) as left_180d,
    bool_and(has_left_180d is not null) as is_over,
    predictiveness(value, has_left_90d) as prediction
  from measured
  where value is not null
  group by quarter, day, metric
  union all
  select
    customers.quarter,
    customers.day,
    banded.metric,
    banded.band,
    count(*),
    sum(customers.mrr),
    count(*) filter (where customers.has_left_90d),
    count(*) filter (where customers.has_left_180d),
    bool_and(customers.has_left_180d is not null),
    null
  from customers
  cross join lateral (
    values
      ('adoption_score', customers.metrics ->> 'adoption_band'),
      ('health_score', customers.metrics ->> 'health_band'),
      ('fit_score', customers.metrics ->> 'fit_band')) as banded (metric, band)
  where banded.band is not null
  group by customers.quarter, customers.day, banded.metric, banded.band)
select
  judged.quarter,
  judged.day as measured_on,
  judged.metric,
  weighed.label,
  judged.band,
  judged.customers,
  judged.mrr,
  judged.left_90d,
  case when judged.is_over then judged.left_180d end as left_180d,
  round(judged.left_90d::numeric / judged.customers, 4) as left_rate_90d,
  case when judged.is_over then round(judged.left_180d::numeric / judged.customers, 4) end as left_rate_180d,
  round((judged.prediction).r, 4) as r,
  round((judged.prediction).auc, 4) as auc,
  round((judged.prediction).lift, 2) as lift,
  round((judged.prediction).information_value, 4) as information_value,
  (judged.prediction).direction as direction,
  weighed.adoption_weight,
  weighed.health_weight
from judged
left join weighed on weighed.metric = judged.metric
order by judged.quarter desc, max(abs((judged.prediction).auc - 0.5)) over (partition by judged.quarter, judged.metric)
  desc nulls last, judged.metric, judged.band
