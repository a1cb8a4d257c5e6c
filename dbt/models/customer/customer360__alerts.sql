-- Made by tools/dbt-package from views/.
{{ config(alias='alerts') }}

with csm_accounts as not materialized (select * from {{ ref('customer360__csm_accounts') }}),
score_history as not materialized (select * from {{ ref('customer360__score_history') }}),
score_rubrics as not materialized (select * from {{ ref('customer360__score_rubrics') }}),
team_members as not materialized (select * from {{ ref('customer360__team_members') }}),
thresholds as (
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
  where day <= {{ customer360.as_of() }} and score is not null
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
