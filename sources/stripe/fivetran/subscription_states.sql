-- The states of a subscription that Fivetran saw, in order: one row per subscription and change. What happened before
-- the first one is not kept. is_kept: Stripe still has the subscription.
with known as (
  select distinct on (subscription_history.id, subscription_history._fivetran_start) subscription_history.*
  from subscription_history
  where subscription_history.livemode is not false
  order by subscription_history.id, subscription_history._fivetran_start,
    subscription_history._fivetran_active desc nulls last, subscription_history._fivetran_synced desc nulls last)
select
  known.id,
  known.customer_id,
  lower(btrim(known.status)) as status,
  known.created,
  coalesce(known.start_date, known.created, known._fivetran_start) as started_at,
  coalesce(known.trial_start, known.start_date, known.created) as trial_start,
  known.trial_end,
  known.current_period_end,
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
  known._fivetran_end as seen_until,
  row_number() over in_order as number,
  lead(known._fivetran_start) over in_order as next_at,
  bool_or(known._fivetran_active) over of_all is not false as is_kept
from known
window in_order as (partition by known.id order by known._fivetran_start nulls first),
  of_all as (partition by known.id)
