{{ config(materialized='table') }}
select
  event_id,
  'A-' || account_id as account_id,
  user_id,
  event_name,
  occurred_at
from {{ env_var('DBT_WAREHOUSE', 'warehouse') }}.product_events
