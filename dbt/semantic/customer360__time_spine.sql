-- Days to which MetricFlow joins: ten years before the day on which everything stands, and one after it.
{{ config(alias='time_spine', materialized='table', enabled=var('customer360_semantic')) }}

select ({{ customer360.as_of() }} + number)::date as date_day
from generate_series(-3653, 366) as number
