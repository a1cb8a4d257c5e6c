-- Made by tools/dbt-package from views/.
{{ config(alias='rubrics') }}

with score_rubrics as not materialized (select * from {{ ref('customer360__score_rubrics') }}),
source_tables as not materialized (select * from {{ ref('customer360__source_tables') }}),
own as (
  -- Should two versions of a rubric be valid at once, the later one counts.
  select distinct on (name)
    name,
    version,
    rubric
  from score_rubrics
  where valid @> {{ customer360.as_of() }}
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
