-- Whose score worsened, in score_history up to as_of(), latest first: one row per customer and day on which the band
-- worsened or a drop began. Bands have hysteresis: a customer that fell below a band is back in it only at its `leave`,
-- so that a score on the border raises one alert. Each version of the rubric has its own bands, which start afresh with
-- its first record. A drop is 10 points or more below the highest score of the preceding 30 days under the same
-- version.
--
-- account_id: the customer
-- day: day of the record
-- kind: band = the band worsened, drop = the score fell
-- from_band: band before, with hysteresis; for a drop: the band of the highest score
-- to_band: band now; for a drop: the band of the score
-- from_score: score of the record before; for a drop: the highest score of the preceding 30 days
-- to_score: score now
-- reason: what happened, in words
with records as (
  select h.account_id, h.day, h.version, h.score, lag(h.score) over w as score_before,
    lag(h.version) over w as version_before
  from score_history h
  where h.day <= as_of() and h.score is not null
  window w as (partition by h.account_id order by h.day)),
rubrics as materialized (
  select s.version, s.rubric -> 'bands' as bands,
    array(select e.band ->> 'label' from jsonb_array_elements(s.rubric -> 'bands') with ordinality as e (band, position)
      order by e.position) as labels
  from score_rubrics s
  where s.name = 'product_adoption'),
banded as (
  select r.account_id, b.labels, band_changes(r.score, r.day, b.bands) as changes
  from records r
  join rubrics b on b.version = r.version
  group by r.account_id, r.version, b.bands, b.labels),
-- The first record of a version follows the last one of the version before.
changed as (
  select b.account_id, b.labels, c.changed_on, c.band,
    coalesce(c.previous_band, lag(c.band) over (partition by b.account_id order by c.changed_on)) as band_before
  from banded b cross join unnest(b.changes) as c),
dropping as (
  select r.*, max(r.score) over (partition by r.account_id, r.version order by r.day
    range between interval '30 days' preceding and current row) as highest
  from records r),
begun as (
  select d.*, lag(d.highest - d.score, 1, 0) over (partition by d.account_id, d.version order by d.day) as lost_before
  from dropping d)
select c.account_id, c.changed_on as day, 'band' as kind, c.band_before as from_band, c.band as to_band,
  r.score_before as from_score, r.score as to_score,
  format('from %s to %s: score %s after %s%s', c.band_before, c.band, round(r.score, 1), round(r.score_before, 1),
    case when r.version <> r.version_before then ', by another rubric' else '' end) as reason
from changed c
join records r on r.account_id = c.account_id and r.day = c.changed_on
where array_position(c.labels, c.band) < array_position(c.labels, c.band_before)
union all
select d.account_id, d.day, 'drop', band(d.highest, b.bands), band(d.score, b.bands), d.highest, d.score,
  format('%s points down within 30 days', round(d.highest - d.score, 1))
from begun d
join rubrics b on b.version = d.version
where d.highest - d.score >= 10 and d.lost_before < 10
order by day desc, account_id, kind
