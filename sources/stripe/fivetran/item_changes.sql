-- From when an item of a subscription had which price, and how many of it: one row per item and instant at which
-- something is known.
--
-- Fivetran keeps an item only as it is now, and none that was removed. What was before, invoices tell. What is now and
-- on no invoice yet has been so since the quantity of the subscription changed, or else since the last change of the
-- subscription that was seen, but not before the last invoice. A subscription of which no item is known has one at an
-- unknown price.
with said as (
  select billed_items.*
  from billed_items
  where billed_items.says_what),
first_said as (
  select distinct on (said.item_id) said.*
  from said
  order by said.item_id, said.at, said.created, said.id),
last_said as (
  select distinct on (said.item_id) said.*
  from said
  order by said.item_id, said.at desc, said.created desc, said.id desc),
quantities as (
  select subscription_states.*,
    subscription_states.quantity is distinct from lag(subscription_states.quantity) over (
      partition by subscription_states.id order by subscription_states.number) as is_other
  from subscription_states),
seen as (
  select quantities.id, min(quantities.started_at) as started_at, max(quantities.seen_at) as changed_at,
    max(quantities.seen_at) filter (where quantities.is_other and quantities.number > 1) as quantity_at
  from quantities
  group by quantities.id)
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
  and not exists (select from current_items as item where item.subscription_id = seen.id)
