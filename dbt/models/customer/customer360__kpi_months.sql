-- Made by tools/dbt-package from views/.
{{ config(alias='kpi_months') }}

select
  start.day as month,
  least(finish.day, {{ customer360.as_of() }}) as ends_on,
  finish.day <= {{ customer360.as_of() }} as is_finished
from generate_series(0, 23) as month (ago)
cross join lateral (
  select (date_trunc('month', {{ customer360.as_of() }}::timestamp) - make_interval(months => month.ago))::date as day) as start
cross join lateral (select (start.day + interval '1 month')::date - 1 as day) as finish
