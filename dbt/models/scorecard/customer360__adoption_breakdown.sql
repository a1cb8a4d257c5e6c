-- Made by tools/dbt-package from views/.
{{ config(alias='adoption_breakdown') }}

with account_facts as not materialized (select * from {{ ref('customer360__account_facts') }}),
rubrics as not materialized (select * from {{ ref('customer360__rubrics') }}),
facts as materialized (
  select *
  from account_facts
  where is_charged)
select
  facts.account_id,
  facts.account,
  facts.csm,
  facts.arr,
  breakdown.position,
  breakdown.attribute,
  breakdown.label,
  breakdown.group_name,
  breakdown.value,
  breakdown.status,
  breakdown.rule,
  breakdown.points,
  breakdown.max_points,
  breakdown.weight,
  breakdown.effective_weight,
  breakdown.contribution,
  breakdown.lost,
  breakdown.next_threshold,
  breakdown.next_gain
from rubrics
cross join facts
cross join lateral rows from (score_breakdown(rubrics.document, facts, {{ customer360.as_of() }})) with ordinality as breakdown (
  attribute, label, group_name, value, status, rule, points, max_points, weight, effective_weight, contribution, lost,
  next_threshold, next_gain, position)
where rubrics.rubric = 'product_adoption'
order by facts.account_id, breakdown.position
