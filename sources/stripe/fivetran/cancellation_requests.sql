-- When a customer asked to cancel, and what became of it: one row per request. A request is to end with the period, or
-- on a day: it is saved when that is taken back, and cancelled when the subscription ends. An end at once is a request,
-- too, and granted on its day, unless Stripe ended it because nobody paid: as the reason says, or where there is none,
-- as the subscription was behind before. A term agreed from the beginning is no request, nor is an end within a trial:
-- nobody was a customer. The reason is what the customer chose or wrote.
with marked as (
  select subscription_states.*,
    case when subscription_states.status = 'canceled' then 'ended'
      when subscription_states.status in ('active', 'past_due', 'paused')
        and (subscription_states.cancel_at_period_end or subscription_states.cancel_at is not null)
        and coalesce(subscription_states.canceled_at > subscription_states.created + interval '1 minute',
          subscription_states.cancel_at_period_end) then 'asked'
      else 'none' end as stage,
    coalesce(subscription_states.ended_at, subscription_states.canceled_at, subscription_states.seen_at) as over_at
  from subscription_states),
-- The first state of each stage, and what came after the stage.
staged as (
  select marked.*, lag(marked.stage) over in_order as stage_before, lag(marked.status) over in_order as status_before
  from marked
  window in_order as (partition by marked.id order by marked.number)),
turns as (
  select staged.*, lead(staged.stage) over in_order as next_stage, lead(staged.said) over in_order as next_said,
    lead(case staged.stage when 'ended' then staged.over_at else staged.seen_at end) over in_order as decided_at
  from staged
  where staged.stage is distinct from staged.stage_before
  window in_order as (partition by staged.id order by staged.number))
select
  turns.id || ':' || turns.number as request_id,
  turns.customer_id as account_id,
  local_day(least(coalesce(turns.canceled_at, turns.seen_at), turns.over_at)) as requested_on,
  coalesce(case when turns.stage = 'asked' then turns.next_said end, turns.said) as reason,
  case when 'ended' in (turns.stage, turns.next_stage) then 'cancelled' when turns.next_stage = 'none' then 'saved' end
    as outcome,
  local_day(case turns.stage when 'ended' then turns.over_at else turns.decided_at end) as decided_on
from turns
where turns.stage = 'asked'
  or turns.stage = 'ended' and turns.stage_before is distinct from 'asked'
    and case when turns.reason <> '' then turns.reason = 'cancellation_requested'
      else turns.status_before in ('past_due', 'unpaid', 'incomplete') is not true end
    and turns.status_before is distinct from 'trialing' and (turns.over_at <= turns.trial_end) is not true
    and (turns.canceled_at > turns.created + interval '1 minute') is not false
