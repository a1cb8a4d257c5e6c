-- Who pays, with what metrics are made of, on the day on which everything stands: one row per customer.
{{ config(alias='customers_today', enabled=var('customer360_semantic')) }}

with account_metrics as not materialized (select * from {{ ref('customer360__account_metrics') }})
select
  account_id,
  {{ customer360.as_of() }} as day,
  segment,
  tier,
  region,
  country,
  industry,
  csm,
  adoption_band,
  health_band,
  renewal_risk,
  is_at_risk,
  mrr,
  arr,
  adoption_score,
  health_score,
  seats,
  seats_used,
  open_tickets,
  overdue_amount
from account_metrics
where is_charged
