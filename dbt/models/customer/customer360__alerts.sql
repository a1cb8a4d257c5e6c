-- Made by tools/dbt-package from views/.
{{ config(alias='alerts') }}

with score_history as not materialized (select * from {{ ref('customer360__score_history') }}),
score_rubrics as not materialized (select * from {{ ref('customer360__score_rubrics') }}),
thresholds as (
  select 10 as points),
records as (
  select
    account_id,
    day,
    version,
    score,
    lag(score) over by_day as score_before,
    lag(version) over by_day as version_before
  from score_history
  where day <= {{ customer360.as_of() }} and score is not null
  window by_day as (partition by account_id order by day)),
rubrics as materialized (
  select
    version,
    rubric -> 'bands' as bands,
    array(
      select listed.band ->> 'label'
      from jsonb_array_elements(rubric -> 'bands') with ordinality as listed (band, position)
      order by listed.position) as labels
  from score_rubrics
  where name = 'product_adoption'),
banded as (
  select
    records.account_id,
    rubrics.labels,
    band_changes(records.score, records.day, rubrics.bands) as changes
  from records
  join rubrics on rubrics.version = records.version
  group by records.account_id, records.version, rubrics.bands, rubrics.labels),
-- The first record of a version follows the last one of the version before.
changed as (
  select
    banded.account_id,
    banded.labels,
    change.changed_on,
    change.band,
    coalesce(change.previous_band,
      lag(change.band) over (partition by banded.account_id order by change.changed_on)) as band_before
  from banded cross join unnest(banded.changes) as change),
dropping as (
  select
    records.*,
    thresholds.points,
    max(records.score) over (partition by records.account_id, records.version order by records.day
      range between interval '30 days' preceding and current row) as highest
  from records cross join thresholds),
begun as (
  select
    *,
    lag(highest - score, 1, 0) over (partition by account_id, version order by day) as lost_before
  from dropping)
select
  changed.account_id,
  changed.changed_on as day,
  'band' as kind,
  changed.band_before as from_band,
  changed.band as to_band,
  records.score_before as from_score,
  records.score as to_score,
  format('from %s to %s: score %s after %s%s', changed.band_before, changed.band, round(records.score, 1),
    round(records.score_before, 1),
    case when records.version <> records.version_before then ', by another rubric' else '' end) as reason
from changed
join records on records.account_id = changed.account_id and records.day = changed.changed_on
where array_position(changed.labels, changed.band) < array_position(changed.labels, changed.band_before)
union all
select
  begun.account_id,
  begun.day,
  'drop',
  band(begun.highest, rubrics.bands),
  band(begun.score, rubrics.bands),
  begun.highest,
  begun.score,
  format('%s points down within 30 days', round(begun.highest - begun.score, 1))
from begun
join rubrics on rubrics.version = begun.version
where begun.highest - begun.score >= begun.points and begun.lost_before < begun.points
order by day desc, account_id, kind
