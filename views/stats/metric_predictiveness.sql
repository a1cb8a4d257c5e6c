-- Which metrics announced churn: one row per metric of account_metrics, most telling first. The metrics are those that
-- metric_history recorded on its last day at least 90 days before as_of(), for the customers charged on that day; those
-- who were not charged on some day since, up to as_of(), have churned. So nothing measured after the churn is used.
-- Booleans count as 1 and 0; a text counts as the points that a rubric valid on as_of() maps it to, if any.
--
-- metric: column of account_metrics
-- label: its name in the rubrics; NULL = in none
-- measured_on: the recorded day
-- customers: customers charged on that day whose metric is known
-- churned: those who have left since
-- r: point-biserial correlation of metric and churn, -1 to 1; NULL = the metric is the same for all, or nobody churned
-- auc: in what share of all pairs the customer who churned has a greater metric than the one who stayed: 0.5 says
--   nothing, 0 and 1 everything; NULL = nobody churned, or nobody stayed
-- lift: churn rate of the tenth of customers at the end that announces churn ÷ overall churn rate
-- information_value: how differently the two spread over the deciles of the metric; 0 = alike
-- direction: which end of the metric announces churn: higher or lower
-- adoption_weight: weight in the rubric product_adoption valid on as_of(), ignoring its segments; NULL = not in it
-- health_weight: weight in the rubric health
with looked_back as (
  select max(h.day) as day from metric_history h
  where h.day <= as_of() - 90),
charged as (
  select s.account_id, range_agg(s.valid) as days from subscriptions s
  group by s.account_id),
customers as materialized (
  select h.day, h.metrics - 'account_id' as metrics,
    (c.days @> daterange(h.day, as_of() + 1)) is not true as churned
  from looked_back b
  join metric_history h on h.day = b.day
  left join charged c on c.account_id = h.account_id
  where h.metrics ->> 'status' = 'active'),
rubric_metrics as (
  select r.name, e.metric from score_rubrics r
  cross join lateral jsonb_array_elements(r.rubric -> 'metrics') as e (metric)
  where r.name in ('product_adoption', 'health') and r.valid @> as_of()),
weighed as (
  select m.metric ->> 'key' as metric,
    (array_agg(m.metric ->> 'label' order by m.name desc))[1] as label,
    (array_agg(m.metric -> 'map' order by m.name desc) filter (where m.metric ->> 'type' = 'map'))[1] as map,
    max((m.metric ->> 'weight')::numeric) filter (where m.name = 'product_adoption') as adoption_weight,
    max((m.metric ->> 'weight')::numeric) filter (where m.name = 'health') as health_weight
  from rubric_metrics m
  group by m.metric ->> 'key'),
measured as (
  select c.day, c.churned, e.key as metric,
    case jsonb_typeof(e.value)
      when 'number' then e.value::double precision
      when 'boolean' then e.value::boolean::int
      when 'string' then (w.map ->> (e.value #>> '{}'))::double precision end as value
  from customers c
  cross join lateral jsonb_each(c.metrics) as e
  left join weighed w on w.metric = e.key and w.map is not null),
judged as (
  select m.metric, m.day, count(m.value) as customers, count(m.value) filter (where m.churned) as churned,
    predictiveness(m.value, m.churned) as p
  from measured m
  group by m.metric, m.day
  having count(m.value) > 0)
select j.metric, w.label, j.day as measured_on, j.customers, j.churned, round((j.p).r, 4) as r,
  round((j.p).auc, 4) as auc, round((j.p).lift, 2) as lift,
  round((j.p).information_value, 4) as information_value, (j.p).direction as direction,
  w.adoption_weight, w.health_weight
from judged j
left join weighed w on w.metric = j.metric
order by abs((j.p).auc - 0.5) desc nulls last, j.metric
