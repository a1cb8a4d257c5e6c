-- Whose score worsened, in score_history up to as_of(), the latest first: one row a customer and day on which the band
-- worsened or a drop began. Bands have hysteresis: who fell below a band is back in it only at its `leave`, so that a
-- score on the border alerts once. Drops are of 10 points or more, from the highest score of the 30 days before under
-- the same version of the rubric.
--
-- account_id: the customer
-- day: day of the record
-- kind: band = the band worsened, drop = the score fell
-- from_band: band before, with hysteresis; of a drop: band of the highest score
-- to_band: band now
-- from_score: score of the record before; of a drop: the highest score of the 30 days before
-- to_score: score now
-- reason: what happened, in words
with recursive records as (
  select account_id, day, version, score, lag(score) over w as score_before, lag(version) over w as version_before,
    row_number() over w as number
  from score_history
  where day <= as_of() and score is not null
  window w as (partition by account_id order by day)),
-- The positions of a record's band, and of the highest band that a score from below has reached.
placed as materialized (
  select r.*, b.*
  from records r
  join score_rubrics s on s.name = 'product_adoption' and s.version = r.version
  cross join lateral (
    select max(position) filter (where score >= coalesce((band ->> 'ge')::numeric, score)) as standing,
      max(position) filter (where score >= coalesce((band ->> 'leave')::numeric, (band ->> 'ge')::numeric, score))
        as reached,
      array_agg(band ->> 'label' order by position) as labels
    from jsonb_array_elements(s.rubric -> 'bands') with ordinality as bands (band, position)) as b),
-- A record's band depends on the one before only between `ge` and `leave`: a run of such records is walked from the
-- last one that does not, or from the first of all.
runs as materialized (
  select *, count(*) filter (where standing = reached or number = 1) over (partition by account_id order by day) as run
  from placed),
walked as (
  select account_id, run, number, standing as held from runs where standing = reached or number = 1
  union all
  select r.account_id, r.run, r.number, least(r.standing, greatest(r.reached, w.held))
  from walked w
  join runs r on r.account_id = w.account_id and r.run = w.run and r.number = w.number + 1),
held as (
  select r.*, w.held, lag(w.held) over (partition by r.account_id order by r.day) as held_before
  from runs r join walked w using (account_id, number)),
dropping as (
  select *, highest[1] - score as lost from (
    select *, max(array[score, standing]) over (partition by account_id, version order by day
      range between interval '30 days' preceding and current row) as highest
    from held) as windowed),
begun as (
  select *, lag(lost, 1, 0) over (partition by account_id, version order by day) as lost_before from dropping)
select account_id, day, 'band' as kind, labels[held_before] as from_band, labels[held] as to_band,
  score_before as from_score, score as to_score,
  format('from %s to %s: score %s after %s%s', labels[held_before], labels[held], round(score, 1),
    round(score_before, 1), case when version <> version_before then ', by another rubric' else '' end) as reason
from begun
where held < held_before
union all
select account_id, day, 'drop', labels[highest[2]::int], labels[held], highest[1], score,
  format('%s points down within 30 days', round(lost, 1))
from begun
where lost >= 10 and lost_before < 10
order by day desc, account_id, kind
