-- From when an item of a subscription had which price, and how many of it: one row per item and instant at which
-- something is known.
--
-- What was before the first state that was seen, invoices tell. From then on each state tells itself. An item that no
-- invoice told of before has been so since it was made. If a whole load found it otherwise than the last invoice, nobody
-- saw since when: from that invoice to the load its price is not known. A subscription of which no item is known has one
-- at an unknown price.
with firsts as (
  select item_states.subscription_id, min(item_states.seen_at) as seen_at
  from item_states
  group by item_states.subscription_id),
said as (
  select billed_items.*
  from billed_items
  left join firsts on firsts.subscription_id = billed_items.subscription_id
  where billed_items.says_what and (billed_items.at < firsts.seen_at) is not false),
first_said as (
  select distinct on (said.item_id) said.*
  from said
  order by said.item_id, said.at, said.created, said.id),
last_said as (
  select distinct on (said.item_id) said.*
  from said
  order by said.item_id, said.at desc, said.created desc, said.id desc),
begun as (
  select subscription_states.id, min(subscription_states.started_at) as started_at
  from subscription_states
  group by subscription_states.id)
select said.subscription_id, said.item_id, said.at, said.price_id, said.quantity, said.created, said.id
from said
union all
-- Before its first invoice.
select first_said.subscription_id, first_said.item_id, item_states.created, first_said.price_id, first_said.quantity,
  null, null
from first_said
join item_states on item_states.item_id = first_said.item_id and item_states.is_first
where item_states.created < first_said.at
union all
select item_states.subscription_id, item_states.item_id,
  case when item_states.is_first and first_said.item_id is null then
      least(coalesce(item_states.created, begun.started_at), item_states.seen_at)
    else item_states.seen_at end,
  item_states.price_id, item_states.quantity, 'infinity', item_states.item_id
from item_states
left join first_said on first_said.item_id = item_states.item_id
left join begun on begun.id = item_states.subscription_id
union all
select last_said.subscription_id, last_said.item_id, last_said.at, null, null, 'infinity', last_said.item_id
from last_said
join item_states on item_states.item_id = last_said.item_id and item_states.is_first and item_states.is_loaded
where (item_states.price_id, item_states.quantity) is distinct from (last_said.price_id, last_said.quantity)
union all
select begun.id, begun.id, begun.started_at, null, null, null, null
from begun
where not exists (select from said where said.subscription_id = begun.id)
  and not exists (select from item_states where item_states.subscription_id = begun.id)
