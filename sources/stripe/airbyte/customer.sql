-- Customers: one row each, as it was delivered last. Stripe lists no deleted ones: who was deleted before the connection
-- began is known by what was sold to it, and called what its last invoice calls it. deleted_at: where that was seen.
with latest as (
  select distinct on (customers.id) customers.*
  from customers
  order by customers.id, try_bigint(customers._airbyte_meta ->> 'sync_id') desc nulls last, customers.updated desc nulls last,
    customers._airbyte_extracted_at desc nulls last),
sold as (
  select invoices.customer, invoices.customer_name, invoices.customer_email, invoices.customer_address,
    invoices.livemode, invoices.created, 1 as place
  from invoices
  union all
  select subscriptions.customer, null, null, null, subscriptions.livemode, subscriptions.created, 2
  from subscriptions)
select
  latest.id,
  latest.name,
  latest.description,
  latest.email,
  latest.address ->> 'country' as address_country,
  latest.metadata,
  latest.is_deleted is true as is_deleted,
  latest.livemode,
  case when latest.is_deleted then to_timestamp(latest.updated) end as deleted_at
from latest
union all
select * from (
  select distinct on (sold.customer) sold.customer, sold.customer_name, null, sold.customer_email,
    sold.customer_address ->> 'country', null::jsonb, true, sold.livemode, null::timestamptz
  from sold
  where sold.customer <> '' and sold.customer not in (select latest.id from latest where latest.id is not null)
  order by sold.customer, sold.place, sold.created desc nulls last) as unlisted
