-- Made by tools/dbt-package from views/.
{{ config(alias='account_risk') }}

with product_adoption as not materialized (select * from {{ ref('customer360__product_adoption') }})
select
  product_adoption.account_id,
  product_adoption.score as adoption_score,
  product_adoption.health_score,
  product_adoption.days_to_renewal,
  signs.is_red,
  signs.usage_dropped,
  signs.asked_to_cancel,
  signs.is_red or signs.usage_dropped or signs.asked_to_cancel as is_at_risk
from product_adoption
cross join lateral (
  select
    product_adoption.band is not distinct from 'red' as is_red,
    product_adoption.usage_dropped is true as usage_dropped,
    product_adoption.cancellation_requested_on is not null as asked_to_cancel) as signs
where product_adoption.is_charged
