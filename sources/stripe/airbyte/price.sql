-- Prices: one row each, as it was delivered last.
select distinct on (prices.id)
  prices.id,
  prices.product as product_id,
  prices.nickname,
  prices.currency,
  prices.billing_scheme,
  prices.unit_amount,
  try_amount(prices.unit_amount_decimal) as unit_amount_decimal,
  prices.recurring ->> 'interval' as recurring_interval,
  try_bigint(prices.recurring ->> 'interval_count') as recurring_interval_count,
  prices.recurring ->> 'usage_type' as recurring_usage_type,
  try_bigint(prices.transform_quantity ->> 'divide_by') as transform_quantity_divide_by,
  prices.transform_quantity ->> 'round' as transform_quantity_round
from prices
order by prices.id, try_bigint(prices._airbyte_meta ->> 'sync_id') desc nulls last, prices.updated desc nulls last,
    prices._airbyte_extracted_at desc nulls last
