-- Made by tools/dbt-package from views/.
{{ config(alias='rubric_checks') }}

with account_metrics as not materialized (select * from {{ ref('customer360__account_metrics') }}),
playbook as not materialized (select * from {{ ref('customer360__playbook') }}),
rubrics as not materialized (select * from {{ ref('customer360__rubrics') }}),
measured as materialized (
  select
    is_charged,
    attributes || to_jsonb(account_metrics) - 'attributes' as metrics
  from account_metrics),
names as (
  select array_agg(distinct name) as list
  from measured
  cross join lateral jsonb_object_keys(measured.metrics) as name),
asked as (
  select
    rubrics.rubric as document,
    metric.value ->> 'key' as key
  from rubrics
  cross join lateral jsonb_array_elements(rubrics.document -> 'metrics') as metric
  union
  select
    rubrics.rubric,
    metric.value ->> 'observed_at'
  from rubrics
  cross join lateral jsonb_array_elements(rubrics.document -> 'metrics') as metric
  where metric.value ? 'observed_at'
  union
  select
    rubrics.rubric,
    member.key
  from rubrics
  cross join lateral (
    select jsonb_path_query(rubrics.document, '$.metrics[*].gate.unless')
    union all
    select jsonb_path_query(rubrics.document, '$.segments[*].when')) as conditions (condition)
  cross join lateral jsonb_each(conditions.condition) as member
  union
  select
    rubrics.rubric,
    cap #>> '{}'
  from rubrics
  cross join lateral jsonb_path_query(rubrics.document, '$.caps[*].when.key') as cap
  union
  select
    'playbook',
    found.names[1]
  from playbook
  cross join lateral jsonb_array_elements(playbook.document) as rule
  cross join lateral (
    select regexp_matches(rule.value ->> 'when', '[$][.]"?([A-Za-z_0-9]+)', 'g')
    union
    select regexp_matches(concat(rule.value ->> 'action', rule.value ->> 'reason'), '[{]([^{}%]+)%?[}]', 'g')
    ) as found (names))
select
  asked.document,
  asked.key,
  asked.key = any (names.list) as is_known,
  case when asked.key <> all (names.list) then nearest_word(asked.key, names.list) end as nearest,
  (select count(*) from measured where measured.is_charged and measured.metrics ->> asked.key is not null) as customers
from asked
cross join names
order by asked.key = any (names.list), asked.document, asked.key
