-- Products: one row each, as it was delivered last.
select distinct on (products.id)
  products.id,
  products.name,
  products.unit_label
from products
order by products.id, try_bigint(products._airbyte_meta ->> 'sync_id') desc nulls last, products.updated desc nulls last,
    products._airbyte_extracted_at desc nulls last
