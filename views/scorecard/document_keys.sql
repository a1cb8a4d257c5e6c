-- What the rubrics and the playbook in force on as_of() ask for: one row per document and key. rubric_checks says what
-- the customers have of it; customer360_create_views() tells which of the keys are none.
--
-- document: name of the rubric, or playbook
-- key: the metric it asks for
-- type: how a rubric makes points of it: ranges and linear read numbers, binary a number or switch, map any value;
--   NULL = it asks in a condition only
-- words: the values to which a map gives points; NULL = no map, or one that has points for all others
with asked as (
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
