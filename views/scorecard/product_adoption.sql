-- Product adoption by the rubric valid on as_of(), with the older health score beside it: one row per customer signed
-- by then. Customers who are not charged have no score.
--
-- account_id: the customer
-- account: its name
-- csm: Customer Success Manager in charge on as_of()
-- mrr: monthly recurring revenue on as_of()
-- version: version of the rubric product_adoption
-- score: product adoption score, 0 to 100, unrounded; NULL = not charged, no rubric valid, or too little is known
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
-- health_score: the health score, 0 to 100, unrounded, by the rubric health
-- health_band: its band
-- rubric: the rubric of the score, for score_breakdown() and score_change()
-- metrics: what was scored: the customer's row of account_metrics
with valid as (
  select (select rubric from score_rubrics where name = 'product_adoption' and valid @> as_of()) as adoption,
    (select rubric from score_rubrics where name = 'health' and valid @> as_of()) as health),
applied as (
  select m as metrics, m.account_id, m.account, m.csm, m.mrr,
    case when m.status = 'active' then v.adoption end as rubric,
    case when m.status = 'active' then v.health end as health
  from account_metrics m cross join valid v),
scored as materialized (
  select *, adoption_score(rubric, metrics, as_of()) as score,
    health_score(health, metrics, as_of()) as health_score
  from applied)
select s.account_id, s.account, s.csm, s.mrr, s.rubric ->> 'version' as version, s.score,
  band(s.score, s.rubric -> 'bands') as band,
  case when s.score is not null then percent_rank() over (partition by s.score is null order by s.score) end
    as percentile,
  b.points, b.contributions, b.losses[1][1] as reason, b.losses[1][2] as reason_key,
  b.losses[1][3]::numeric as reason_lost, b.gains[1][1] as next_best, b.gains[1][2] as next_threshold,
  b.gains[1][3]::numeric as next_gain,
  s.health_score, band(s.health_score, s.health -> 'bands') as health_band, s.rubric, s.metrics
from scored s
left join lateral (
  select jsonb_object_agg(key, points) filter (where max_points is not null) as points,
    jsonb_object_agg(key, contribution) filter (where contribution is not null) as contributions,
    array_agg(array[case when max_points is null then rule
        else format('%s: %s of %s points, %s', label, trim_scale(points), trim_scale(max_points),
          case when value ~ '^-?[0-9.]+$' then trim_scale(round(value::numeric, 2))::text
            else coalesce(value, 'not known') end) end, key, coalesce(lost, -contribution)::text]
      order by coalesce(lost, -contribution) desc, position)
      filter (where coalesce(lost, -contribution) > 0) as losses,
    array_agg(array[key, next_threshold, next_gain::text] order by next_gain desc, position)
      filter (where next_gain > 0) as gains
  from rows from (score_breakdown(s.rubric, s.metrics, as_of())) with ordinality as b (key, label, group_name, value,
    status, rule, points, max_points, weight, effective_weight, contribution, lost, next_threshold, next_gain, position)
  ) as b on s.score is not null
order by s.score, s.account_id
