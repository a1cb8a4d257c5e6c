-- Made by tools/dbt-package from views/.
{{ config(alias='product_adoption') }}

with scores as not materialized (select * from {{ ref('customer360__scores') }})
select
  account_id,
  account,
  csm,
  arr,
  version,
  score,
  band,
  percentile,
  groups,
  reason,
  reason_key,
  reason_lost,
  next_best,
  next_threshold,
  next_gain
from scores
where rubric = 'product_adoption'
order by score, account_id
