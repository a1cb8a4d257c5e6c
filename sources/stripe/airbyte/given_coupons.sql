-- Coupons on customers, subscriptions and invoices: one row per place where one is named. One was taken away when an
-- event says so, or when its subscription was seen without it.
with known as (
  select distinct on (seen_discounts.discount_id)
    seen_discounts.discount_id as id,
    coalesce(seen_discounts.discount -> 'coupon' ->> 'id', seen_discounts.discount -> 'source' ->> 'coupon') as coupon_id,
    seen_discounts.discount ->> 'customer' as customer_id,
    nullif(seen_discounts.discount ->> 'subscription', '') as subscription_id,
    to_timestamp(try_bigint(seen_discounts.discount ->> 'start')) as start,
    to_timestamp(try_bigint(seen_discounts.discount ->> 'end')) as ends_at
  from seen_discounts
  where seen_discounts.discount is not null
  order by seen_discounts.discount_id, seen_discounts.seen_at desc nulls last, seen_discounts.discount::text),
last_seen as (
  select seen_discounts.discount_id, seen_discounts.subscription_id, max(seen_discounts.seen_at) as seen_at
  from seen_discounts
  where seen_discounts.subscription_id is not null
  group by seen_discounts.discount_id, seen_discounts.subscription_id),
removed as (
  select seen_discounts.discount_id, min(seen_discounts.seen_at) as removed_at
  from seen_discounts
  where seen_discounts.type = 'customer.discount.deleted'
  group by seen_discounts.discount_id
  union all
  select last_seen.discount_id, min(seen_subscriptions.seen_at)
  from last_seen
  join seen_subscriptions on seen_subscriptions.id = last_seen.subscription_id
    and seen_subscriptions.seen_at > last_seen.seen_at
  group by last_seen.discount_id),
ends as (
  select removed.discount_id, min(removed.removed_at) as removed_at
  from removed
  group by removed.discount_id)
select
  seen_discounts.discount_id as id,
  known.coupon_id,
  known.customer_id,
  known.subscription_id,
  seen_discounts.invoice_id,
  known.start,
  known.ends_at,
  ends.removed_at
from seen_discounts
join known on known.id = seen_discounts.discount_id
left join ends on ends.discount_id = seen_discounts.discount_id
