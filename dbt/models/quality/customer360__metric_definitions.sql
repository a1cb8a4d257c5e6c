-- Made by tools/dbt-package from views/.
{{ config(alias='metric_definitions') }}

select
  definition.view_name,
  definition.place,
  definition.column_name,
  definition.definition,
  definition.one_row
from customer360_definitions() as definition
