select
  subscription_id,
  'A-' || account_id as account_id,
  lower(valid) as starts_on,
  upper(valid) as ends_on,
  mrr
from {{ env_var('DBT_WAREHOUSE', 'warehouse') }}.subscriptions
