-- Whose score fell into a worse band, in score_history up to as_of(), latest first: one row per customer, rubric and
-- day on which its band worsened. Bands have hysteresis: a customer that fell below a band is back in it only at its
-- `leave`, so that a score on the border raises one alert. Each version of a rubric has its own bands, which start
-- afresh with its first record. A score that falls and stays in its band raises none.
--
-- account_id: the customer
-- account: its name
-- csm: Customer Success Manager in charge on as_of()
-- arr: annual recurring revenue on as_of()
-- day: day of the record
-- rubric: name of the rubric: product_adoption, health, or another one with bands
-- kind: drop = the score is 10 points or more below the highest of the preceding 30 days under the same version; band =
--   it slid, or another version of the rubric moved it
-- from_band: band before, with hysteresis
-- to_band: band now
-- from_score: score of the record before
-- to_score: score now
-- reason: what happened, in words
with thresholds as (
  select 10 as points),
records as (
  select
    account_id,
    rubric,
    day,
    version,
    score,
    lag(score) over by_day as score_before,
    lag(version) over by_day as version_before,
    max(score) over (partition by account_id, rubric, version order by day
      range between interval '30 days' preceding and current row) as highest
  from score_history
  where day <= as_of() and score is not null
  window by_day as (partition by account_id, rubric order by day)),
documents as (
  select
    name,
    version,
    rubric
  from score_rubrics
  union all
  select
    name,
    version,
    rubric
  from shipped_rubrics()
  where not exists (select from score_rubrics)),
banding as materialized (
  select
    name as rubric,
    version,
    rubric -> 'bands' as bands,
    array(
      select listed.band ->> 'label'
      from jsonb_array_elements(rubric -> 'bands') with ordinality as listed (band, position)
      order by listed.position) as labels
  from documents
  where rubric ? 'bands'),
banded as (
  select
    records.account_id,
    records.rubric,
    banding.labels,
    band_changes(records.score, records.day, banding.bands) as changes
  from records
  join banding on banding.rubric = records.rubric and banding.version = records.version
  group by records.account_id, records.rubric, records.version, banding.bands, banding.labels),
-- The first record of a version follows the last one of the version before.
changed as (
  select
    banded.account_id,
    banded.rubric,
    banded.labels,
    change.changed_on,
    change.band,
    coalesce(change.previous_band,
      lag(change.band) over (partition by banded.account_id, banded.rubric order by change.changed_on)) as band_before
  from banded cross join unnest(banded.changes) as change)
select
  changed.account_id,
  csm_accounts.account,
  team_members.name as csm,
  csm_accounts.arr,
  changed.changed_on as day,
  changed.rubric,
  case when records.highest - records.score >= thresholds.points then 'drop' else 'band' end as kind,
  changed.band_before as from_band,
  changed.band as to_band,
  records.score_before as from_score,
  records.score as to_score,
  format('%s from %s to %s: score %s after %s%s', changed.rubric, changed.band_before, changed.band,
    round(records.score, 1), round(records.score_before, 1),
    case when records.version <> records.version_before then ', by another rubric' else '' end) as reason
from changed
cross join thresholds
join records on records.account_id = changed.account_id and records.rubric = changed.rubric
  and records.day = changed.changed_on
left join csm_accounts on csm_accounts.account_id = changed.account_id
left join team_members on team_members.member_id = csm_accounts.member_id
where array_position(changed.labels, changed.band) < array_position(changed.labels, changed.band_before)
order by changed.changed_on desc, changed.account_id, changed.rubric
