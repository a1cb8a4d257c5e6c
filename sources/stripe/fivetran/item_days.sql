-- Which price, and how many of it, an item of a subscription had: one row per item and run of days; to_day as in
-- subscription_days, whose ends are not repeated here.
--
-- Fivetran keeps an item only as it is now, and none that was removed. What was before, invoices tell: a line says
-- price and quantity from the start of its period, and a change within a period is a proration from that instant (the
-- one that gives back is what was before). A line without an amount says nothing if it is a proration: during a trial
-- both of a pair are 0. What is now and on no invoice yet has been so since the quantity of the subscription changed,
-- or else since the last change of the subscription that was seen, but not before the last invoice. An item that is no
-- more ended with the proration that gave its rest back, or with its last period. A subscription of which no item is
-- known has one at an unknown price.
with billed as (
  select
    line.subscription_id,
    coalesce(line.subscription_item_id, line.subscription_id || ':' || coalesce(line.price_id, line.plan_id)) as item_id,
    coalesce(line.price_id, line.plan_id) as price_id,
    line.quantity,
    line.period_start as at,
    line.period_end,
    line.proration is true as is_proration,
    line.amount,
    invoice.created,
    line.id
  from invoice_line_item as line
  join invoice on invoice.id = line.invoice_id
  where line.subscription_id <> '' and (line.subscription_item_id <> '' or line.type = 'subscription')
    and coalesce(line.price_id, line.plan_id) <> '' and line.livemode is not false
    and invoice.is_deleted is not true and (invoice.status in ('void', 'deleted')) is not true),
said as (
  select billed.*
  from billed
  where billed.amount > 0 or not billed.is_proration),
first_said as (
  select distinct on (said.item_id) said.*
  from said
  order by said.item_id, said.at, said.created, said.id),
last_said as (
  select distinct on (said.item_id) said.*
  from said
  order by said.item_id, said.at desc, said.created desc, said.id desc),
stops as (
  select billed.item_id, max(billed.at) as at
  from billed
  where billed.is_proration and billed.amount < 0
  group by billed.item_id),
quantities as (
  select subscription_states.*,
    subscription_states.quantity is distinct from lag(subscription_states.quantity) over (
      partition by subscription_states.id order by subscription_states.number) as is_other
  from subscription_states),
seen as (
  select quantities.id, min(quantities.started_at) as started_at, max(quantities.seen_at) as changed_at,
    max(quantities.seen_at) filter (where quantities.is_other and quantities.number > 1) as quantity_at
  from quantities
  group by quantities.id),
current_items as (
  select distinct on (subscription_item.id) subscription_item.*
  from subscription_item
  order by subscription_item.id, subscription_item._fivetran_synced desc nulls last),
changes as (
  select said.subscription_id, said.item_id, said.at, said.price_id, said.quantity, said.created, said.id
  from said
  union all
  -- Before its first invoice.
  select first_said.subscription_id, first_said.item_id, item.created, first_said.price_id, first_said.quantity, null,
    null
  from first_said
  join current_items as item on item.id = first_said.item_id
  where item.created < first_said.at
  union all
  -- What no invoice says yet.
  select item.subscription_id, item.id,
    case when last_said.item_id is null then coalesce(item.created, seen.started_at)
      else greatest(last_said.at, seen.quantity_at, case when seen.quantity_at is null then seen.changed_at end) end,
    item.plan_id, item.quantity, 'infinity', item.id
  from current_items as item
  left join last_said on last_said.item_id = item.id
  left join seen on seen.id = item.subscription_id
  where (last_said.price_id, last_said.quantity) is distinct from (item.plan_id, item.quantity)
  union all
  select seen.id, seen.id, seen.started_at, null, null, null, null
  from seen
  where not exists (select from said where said.subscription_id = seen.id)
    and not exists (select from current_items as item where item.subscription_id = seen.id)),
ends as (
  select last_said.item_id, local_day(case when stops.at >= last_said.at then stops.at else last_said.period_end end)
    as ended_on
  from last_said
  left join stops on stops.item_id = last_said.item_id
  where not exists (select from current_items as item where item.id = last_said.item_id)
    and exists (select from current_items as item where item.subscription_id = last_said.subscription_id)),
days as (
  select distinct on (changes.item_id, local_day(changes.at)) changes.*, local_day(changes.at) as day
  from changes
  order by changes.item_id, local_day(changes.at), changes.at desc, changes.created desc nulls last, changes.id desc),
marked as (
  select days.*,
    row(days.price_id, days.quantity) is distinct from
      row(lag(days.price_id) over in_order, lag(days.quantity) over in_order)
      or lag(days.day) over in_order is null as is_change
  from days
  window in_order as (partition by days.item_id order by days.day)),
runs as (
  select marked.*, lead(marked.day) over (partition by marked.item_id order by marked.day) as next_day
  from marked
  where marked.is_change)
select
  runs.subscription_id,
  runs.item_id,
  runs.price_id,
  runs.quantity,
  runs.day as from_day,
  least(runs.next_day, ends.ended_on) as to_day
from runs
left join ends on ends.item_id = runs.item_id
where (runs.day < least(runs.next_day, ends.ended_on)) is not false
