-- Rows that were left out of the models are not more than customer360_max_faults; where that is none, they are a
-- warning.
{{ config(severity='warn' if var('customer360_max_faults') is none else 'error') }}
select
  table_name,
  key,
  fault
from {{ ref('customer360__source_faults') }}
where severity = 'error'
  and (select count(*) from {{ ref('customer360__source_faults') }} where severity = 'error')
    > {{ (var('customer360_max_faults') or 0) | int }}
