select
  account_id::text as account_id, product, seats, mrr, status, lower(valid)::text as starts_on,
  upper(valid)::text as ends_on
from subscriptions
