-- Discounts, wherever Stripe names one: one row per place. A list may have only their ids; then discount is NULL.
-- seen_at is of the state of a subscription, or of the event.
with lists as (
  select invoices.id as invoice_id, null as subscription_id, null::timestamptz as seen_at, null as type, list.value
  from invoices
  cross join lateral (values (invoices.discount), (invoices.discounts)) as list (value)
  where invoices.livemode is not false
  union all
  select null, seen_subscriptions.id, seen_subscriptions.seen_at, null, list.value
  from seen_subscriptions
  cross join lateral (values (seen_subscriptions.discount), (seen_subscriptions.discounts)) as list (value)
  union all
  select null, null, null, null, customers.discount
  from customers
  where customers.livemode is not false
  union all
  select null, null, to_timestamp(events.created), events.type, events.data -> 'object'
  from events
  where events.type like 'customer.discount.%')
select
  lists.invoice_id,
  lists.subscription_id,
  lists.seen_at,
  lists.type,
  coalesce(each.value ->> 'id', each.value #>> '{}') as discount_id,
  case jsonb_typeof(each.value) when 'object' then each.value end as discount
from lists
cross join lateral jsonb_array_elements(case jsonb_typeof(lists.value) when 'array' then lists.value
  when 'null' then null else jsonb_build_array(lists.value) end) as each
