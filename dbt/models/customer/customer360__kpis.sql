-- Made by tools/dbt-package from views/.
{{ config(alias='kpis') }}

with kpi_months as not materialized (select * from {{ ref('customer360__kpi_months') }}),
kpi_targets as not materialized (select * from {{ ref('customer360__kpi_targets') }}),
kpi_values as not materialized (select * from {{ ref('customer360__kpi_values') }}),
valued as (
  select
    month,
    grouped_by,
    group_name,
    position,
    kpi,
    label,
    case when n > 0 then numerator / case when denominator is null then 1 else nullif(denominator, 0) end end as value,
    n,
    unit,
    higher_is_better
  from kpi_values
  where not is_account)
select
  valued.month,
  valued.grouped_by,
  valued.group_name,
  valued.kpi,
  valued.label,
  valued.value,
  valued.n,
  valued.unit,
  valued.higher_is_better,
  kpi_months.is_finished,
  kpi_targets.target,
  case when valued.higher_is_better then valued.value - kpi_targets.target
    else kpi_targets.target - valued.value end as gap
from valued
join kpi_months on kpi_months.month = valued.month
left join kpi_targets on kpi_targets.month = valued.month and kpi_targets.kpi = valued.kpi
  and coalesce(kpi_targets.grouped_by, 'all') = valued.grouped_by
  and coalesce(kpi_targets.group_name, 'all') = valued.group_name
order by valued.month, valued.grouped_by, valued.group_name, valued.position
