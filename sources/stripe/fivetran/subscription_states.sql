-- The states of a subscription that Fivetran saw, in order: one row per subscription and change. What happened before
-- the first one is not kept. gone_at, of the last one: when Stripe had the subscription no longer, or its customer.
with known as (
  select distinct on (subscription_history.id, subscription_history._fivetran_start) subscription_history.*
  from subscription_history
  where subscription_history.livemode is not false
  order by subscription_history.id, subscription_history._fivetran_start,
    subscription_history._fivetran_active desc nulls last, subscription_history._fivetran_synced desc nulls last),
periods as (
  select subscription_item.subscription_id, max(subscription_item.current_period_end) as ends_at
  from subscription_item
  group by subscription_item.subscription_id)
select
  known.id,
  known.customer_id,
  lower(btrim(known.status)) as status,
  known.created,
  coalesce(known.start_date, known.created, known._fivetran_start) as started_at,
  coalesce(known.trial_start, known.start_date, known.created) as trial_start,
  known.trial_end,
  coalesce(known.current_period_end, periods.ends_at) as current_period_end,
  known.cancel_at,
  known.cancel_at_period_end,
  known.canceled_at,
  known.ended_at,
  lower(btrim(known.cancellation_details_reason)) as reason,
  coalesce(nullif(replace(btrim(known.cancellation_details_feedback), '_', ' '), ''),
    nullif(btrim(known.cancellation_details_comment), '')) as said,
  known.pause_collection_behavior,
  known.pause_collection_resumes_at,
  known.quantity,
  known._fivetran_start as seen_at,
  row_number() over in_order as number,
  lead(known._fivetran_start) over in_order as next_at,
  least(case when not bool_or(known._fivetran_active) over of_all then known._fivetran_end end,
    case when customer.is_deleted then customer._fivetran_synced end) as gone_at
from known
left join customer on customer.id = known.customer_id
left join periods on periods.subscription_id = known.id
window in_order as (partition by known.id order by known._fivetran_start nulls first),
  of_all as (partition by known.id)
