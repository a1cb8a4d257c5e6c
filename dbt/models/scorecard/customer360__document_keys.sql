-- Made by tools/dbt-package from views/.
{{ config(alias='document_keys') }}

with playbook as not materialized (select * from {{ ref('customer360__playbook') }}),
rubrics as not materialized (select * from {{ ref('customer360__rubrics') }}),
asked as (
  select
    rubrics.rubric as document,
    metric.value ->> 'key' as key,
    metric.value ->> 'type' as type,
    case when not metric.value ? 'other' then metric.value -> 'map' end as map
  from rubrics
  cross join lateral jsonb_array_elements(rubrics.document -> 'metrics') as metric
  union all
  select
    rubrics.rubric,
    metric.value ->> 'observed_at',
    null,
    null
  from rubrics
  cross join lateral jsonb_array_elements(rubrics.document -> 'metrics') as metric
  where metric.value ? 'observed_at'
  union all
  select
    rubrics.rubric,
    member.key,
    null,
    null
  from rubrics
  cross join lateral (
    select jsonb_path_query(rubrics.document, '$.metrics[*].gate.unless')
    union all
    select jsonb_path_query(rubrics.document, '$.segments[*].when')) as conditions (condition)
  cross join lateral jsonb_each(conditions.condition) as member
  union all
  select
    rubrics.rubric,
    cap #>> '{}',
    null,
    null
  from rubrics
  cross join lateral jsonb_path_query(rubrics.document, '$.caps[*].when.key') as cap
  union all
  select
    'playbook',
    found.names[1],
    null,
    null
  from playbook
  cross join lateral jsonb_array_elements(playbook.document) as rule
  cross join lateral (
    select regexp_matches(rule.value ->> 'when', '[$][.]"?([A-Za-z_0-9]+)', 'g')
    union
    select regexp_matches(concat(rule.value ->> 'action', rule.value ->> 'reason'), '[{]([^{}%]+)%?[}]', 'g')
    ) as found (names))
select distinct on (asked.document, asked.key)
  asked.document,
  asked.key,
  asked.type,
  case when asked.map is not null then array(select jsonb_object_keys(asked.map)) end as words
from asked
order by asked.document, asked.key, asked.type nulls last
