-- Made by tools/dbt-package from views/.
{{ config(alias='kpi_accounts') }}

with kpi_values as not materialized (select * from {{ ref('customer360__kpi_values') }})
select
  month,
  kpi,
  account_id,
  account,
  numerator,
  denominator,
  segment,
  tier,
  region,
  country,
  industry,
  stage,
  cohort,
  csm
from kpi_values
where is_account and n > 0
