-- What the source says and the models do not is explained by what was left out or corrected, as of the latest record.
select *
from {{ ref('customer360__reconciliation') }}
where unexplained <> 0
  and day = (select max(day) from {{ ref('customer360__reconciliation') }})
