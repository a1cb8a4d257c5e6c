-- The rubrics in force on as_of(): one row per rubric. Those of score_rubrics, or the shipped ones where that has no
-- row. The rubric product_adoption says nothing about a warehouse without product events.
--
-- rubric: its name
-- version: name of the version
-- is_shipped: it came with the pack: score_rubrics has no row
-- document: the rubric, for adoption_score(), score_breakdown() and score_change(); a value that it cannot read counts
--   as missing unless it says otherwise: one customer's must not stop all scores. rubric_checks counts such values
with own as (
  -- Should two versions of a rubric be valid at once, the later one counts.
  select distinct on (name)
    name,
    version,
    rubric
  from score_rubrics
  where valid @> as_of()
  order by name, lower(valid) desc nulls last, version desc),
listed as (
  select
    name,
    version,
    false as is_shipped,
    rubric
  from own
  union all
  select
    name,
    version,
    true,
    rubric
  from shipped_rubrics()
  where not exists (select from score_rubrics))
select
  listed.name as rubric,
  listed.version,
  listed.is_shipped,
  '{"unreadable": "missing"}'::jsonb || listed.rubric as document
from listed
cross join source_tables
where source_tables.product_events or listed.name <> 'product_adoption'
order by listed.name
