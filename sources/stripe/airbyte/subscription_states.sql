-- The states of a subscription that Airbyte saw, in order: one row per subscription and change. What happened before the
-- first one is not kept. gone_at, of the last one: when the customer was deleted.
with known as (
  select seen_subscriptions.*, to_timestamp(seen_subscriptions.created) as created_at,
    to_timestamp(coalesce(seen_subscriptions.current_period_end, items.ends)) as period_ends_at
  from seen_subscriptions
  left join lateral (
    select max(try_bigint(item.value ->> 'current_period_end')) as ends
    from jsonb_array_elements(case jsonb_typeof(seen_subscriptions.items -> 'data') when 'array' then
      seen_subscriptions.items -> 'data' end) as item) as items on true)
select
  known.id,
  known.customer as customer_id,
  lower(btrim(known.status)) as status,
  known.created_at as created,
  coalesce(to_timestamp(known.start_date), known.created_at, known.seen_at) as started_at,
  coalesce(to_timestamp(known.trial_start), to_timestamp(known.start_date), known.created_at) as trial_start,
  to_timestamp(known.trial_end) as trial_end,
  known.period_ends_at as current_period_end,
  to_timestamp(known.cancel_at) as cancel_at,
  known.cancel_at_period_end,
  to_timestamp(known.canceled_at) as canceled_at,
  to_timestamp(known.ended_at) as ended_at,
  lower(btrim(known.cancellation_details ->> 'reason')) as reason,
  coalesce(nullif(replace(btrim(known.cancellation_details ->> 'feedback'), '_', ' '), ''),
    nullif(btrim(known.cancellation_details ->> 'comment'), '')) as said,
  known.pause_collection ->> 'behavior' as pause_collection_behavior,
  to_timestamp(try_bigint(known.pause_collection ->> 'resumes_at')) as pause_collection_resumes_at,
  known.seen_at,
  row_number() over in_order as number,
  lead(known.seen_at) over in_order as next_at,
  customer.deleted_at as gone_at
from known
left join customer on customer.id = known.customer
window in_order as (partition by known.id order by known.seen_at)
