-- When a subscription is in which status of the contract: one row per subscription and run of days. to_day is the first
-- day no longer, NULL = no end known. What stood last on a day counts for the day.
--
-- Incomplete: the first payment has not come, nothing is sold yet. Unpaid: Stripe has given up collecting, and counts
-- the customer as lost: so does this, until money comes. Paused, or active while the collection of payments is paused:
-- paused, until it resumes, or is to resume. trial_ends_on only of a trial after which nothing was heard yet: it will
-- be charged from that day. Before the first state that was seen, the subscription was on trial as its dates say, and
-- active otherwise. If it was unpaid or paused then, nobody saw since when: after what was last paid for, what was
-- charged is not known (is_unclear).
with states as materialized (
  select subscription_states.*
  from subscription_states),
last_states as (
  select distinct on (states.id) states.*
  from states
  order by states.id, states.number desc),
paid as (
  select line.subscription_id, max(line.period_end) as until
  from invoice_line_item as line
  join invoice on invoice.id = line.invoice_id
  where invoice.status = 'paid'
  group by line.subscription_id),
-- A subscription ends when it did; else when it is agreed to, when its customer was deleted, or when it was.
ends as (
  select
    last_states.id,
    local_day(case when last_states.status = 'canceled' then
        coalesce(last_states.ended_at, last_states.canceled_at, last_states.seen_at)
      else least(last_states.cancel_at,
        case when last_states.cancel_at_period_end then last_states.current_period_end end,
        last_states.gone_at) end) as ended_on
  from last_states),
changes as (
  select id, started_at as at, 0 as place, 'active' as status, trial_end
  from states
  where number = 1 and status not in ('incomplete', 'incomplete_expired')
  union all
  select id, greatest(trial_start, started_at), 1, 'trialing', trial_end
  from states
  where number = 1 and status not in ('incomplete', 'incomplete_expired') and trial_end > trial_start
    and greatest(trial_start, started_at) < seen_at
  union all
  select id, trial_end, 2, case status when 'paused' then 'paused' else 'active' end, trial_end
  from states
  where number = 1 and status not in ('incomplete', 'incomplete_expired') and trial_end > trial_start
    and trial_end < seen_at
  union all
  select states.id, greatest(states.started_at, states.trial_end, paid.until), 3, 'unclear', states.trial_end
  from states
  left join paid on paid.subscription_id = states.id
  where states.number = 1 and greatest(states.started_at, states.trial_end, paid.until) < states.seen_at
    and (states.status = 'unpaid' or states.pause_collection_behavior <> '' and states.status in ('active', 'past_due'))
  union all
  select id, greatest(seen_at, started_at), 3 + 2 * number,
    case when pause_collection_behavior <> '' and status in ('active', 'past_due') then 'paused' else status end, trial_end
  from states
  union all
  select id, pause_collection_resumes_at, 4 + 2 * number, status, trial_end
  from states
  where pause_collection_behavior <> '' and status in ('active', 'past_due') and pause_collection_resumes_at > seen_at
    and (pause_collection_resumes_at < next_at or next_at is null)),
days as (
  select distinct on (changes.id, local_day(changes.at))
    changes.id,
    local_day(changes.at) as day,
    case changes.status when 'trialing' then 'trial' when 'canceled' then 'none' when 'unpaid' then 'none'
      when 'incomplete' then 'none' when 'incomplete_expired' then 'none' else changes.status end as status,
    case changes.status when 'trialing' then local_day(changes.trial_end) end as trial_ends_on
  from changes
  order by changes.id, local_day(changes.at), changes.at desc, changes.place desc),
marked as (
  select days.*,
    (days.status, days.trial_ends_on) is distinct from
      (lag(days.status) over in_order, lag(days.trial_ends_on) over in_order) as is_change
  from days
  window in_order as (partition by days.id order by days.day)),
runs as (
  select marked.*, lead(marked.day) over (partition by marked.id order by marked.day) as next_day
  from marked
  where marked.is_change)
select
  runs.id as subscription_id,
  last_states.customer_id,
  case runs.status when 'unclear' then 'active' else runs.status end as status,
  runs.status = 'unclear' as is_unclear,
  case when (runs.trial_ends_on < least(runs.next_day, ends.ended_on)) is not false then runs.trial_ends_on end
    as trial_ends_on,
  runs.day as from_day,
  least(runs.next_day, ends.ended_on) as to_day
from runs
join last_states on last_states.id = runs.id
join ends on ends.id = runs.id
where runs.status <> 'none' and (runs.day < least(runs.next_day, ends.ended_on)) is not false
