-- What subscriptions consisted of when they were seen: one row per state and item. next_at: when the subscription was
-- seen next with a whole list of items; is_first: in the first state that was seen of it; is_loaded: since when it was
-- so nobody saw.
with lists as (
  select
    seen_subscriptions.id,
    seen_subscriptions.seen_at,
    seen_subscriptions.is_loaded,
    seen_subscriptions.items -> 'data' as items,
    row_number() over in_order = 1 as is_first,
    lead(seen_subscriptions.seen_at) over in_order as next_at
  from seen_subscriptions
  where jsonb_typeof(seen_subscriptions.items -> 'data') = 'array'
    and (seen_subscriptions.items ->> 'has_more' = 'true') is not true
  window in_order as (partition by seen_subscriptions.id order by seen_subscriptions.seen_at))
select
  lists.id as subscription_id,
  lists.seen_at,
  lists.next_at,
  lists.is_first,
  lists.is_loaded,
  item.value ->> 'id' as item_id,
  coalesce(item.value -> 'price' ->> 'id', item.value -> 'plan' ->> 'id') as price_id,
  try_bigint(item.value ->> 'quantity') as quantity,
  to_timestamp(try_bigint(item.value ->> 'created')) as created
from lists
cross join lateral jsonb_array_elements(lists.items) as item
where item.value ->> 'id' <> ''
union all
-- A subscription that lists only some of its items.
select * from (
  select distinct on (item.id) item.subscription, coalesce(item._airbyte_extracted_at, to_timestamp(item.created)),
    null::timestamptz, true, true, item.id, coalesce(item.price ->> 'id', item.plan ->> 'id'), item.quantity,
    to_timestamp(item.created)
  from subscription_items as item
  where item.id <> '' and not exists (select from lists where lists.id = item.subscription)
  order by item.id, item._airbyte_extracted_at desc nulls last) as beside
