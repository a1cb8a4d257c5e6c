-- Rows that were left out of the models are not more than customer360_max_faults.
select
  table_name,
  key,
  fault
from {{ ref('customer360__source_faults') }}
where severity = 'error'
  and (select count(*) from {{ ref('customer360__source_faults') }} where severity = 'error')
    > {{ var('customer360_max_faults') | int }}
