-- Plans: one row each, as it was delivered last.
select distinct on (plans.id)
  plans.id,
  plans.product as product_id,
  plans.nickname,
  plans.currency,
  plans.billing_scheme,
  coalesce(try_amount(plans.amount_decimal), plans.amount) as amount,
  plans."interval",
  plans.interval_count,
  plans.usage_type
from plans
order by plans.id, try_bigint(plans._airbyte_meta ->> 'sync_id') desc nulls last, plans.updated desc nulls last,
    plans._airbyte_extracted_at desc nulls last
