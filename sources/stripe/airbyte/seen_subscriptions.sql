-- Subscriptions as they were when Airbyte saw them: one row per subscription and instant. Events tell every change on
-- its second. Without them there is the last change only, at the instant of the event that brought it; a row that came
-- with a whole load (is_loaded) says how it was when it was loaded.
with landed as (
  select
    subscriptions.id,
    case when subscriptions.updated > subscriptions.created then to_timestamp(subscriptions.updated)
      else coalesce(subscriptions._airbyte_extracted_at, to_timestamp(subscriptions.created)) end as seen_at,
    subscriptions.customer,
    subscriptions.status,
    subscriptions.created,
    subscriptions.start_date,
    subscriptions.trial_start,
    subscriptions.trial_end,
    subscriptions.current_period_end,
    subscriptions.cancel_at,
    subscriptions.cancel_at_period_end,
    subscriptions.canceled_at,
    subscriptions.ended_at,
    subscriptions.cancellation_details,
    subscriptions.pause_collection,
    subscriptions.items,
    subscriptions.discount,
    subscriptions.discounts,
    subscriptions.livemode,
    (subscriptions.updated > subscriptions.created) is not true as is_loaded,
    1 as place,
    subscriptions._airbyte_extracted_at
  from subscriptions
  union all
  select
    now_is.value ->> 'id',
    to_timestamp(events.created),
    now_is.value ->> 'customer',
    now_is.value ->> 'status',
    try_bigint(now_is.value ->> 'created'),
    try_bigint(now_is.value ->> 'start_date'),
    try_bigint(now_is.value ->> 'trial_start'),
    try_bigint(now_is.value ->> 'trial_end'),
    try_bigint(now_is.value ->> 'current_period_end'),
    try_bigint(now_is.value ->> 'cancel_at'),
    now_is.value ->> 'cancel_at_period_end' = 'true',
    try_bigint(now_is.value ->> 'canceled_at'),
    try_bigint(now_is.value ->> 'ended_at'),
    now_is.value -> 'cancellation_details',
    now_is.value -> 'pause_collection',
    now_is.value -> 'items',
    now_is.value -> 'discount',
    now_is.value -> 'discounts',
    now_is.value ->> 'livemode' is distinct from 'false',
    false,
    -- Of one second: the first is that it was made, the last that it ended.
    case events.type when 'customer.subscription.created' then 2 when 'customer.subscription.deleted' then 4 else 3 end,
    events._airbyte_extracted_at
  from events
  cross join lateral (select events.data -> 'object') as now_is (value)
  where events.type like 'customer.subscription.%')
select distinct on (landed.id, landed.seen_at) landed.*
from landed
where landed.id <> '' and landed.livemode is not false
order by landed.id, landed.seen_at, landed.place desc, landed._airbyte_extracted_at desc nulls last
