-- When items that are no more ended: one row per item. One that was seen ended when its subscription was seen without
-- it. One that only invoices know ended with the proration that gave its rest back, or with its last period.
with stops as (
  select billed_items.item_id, max(billed_items.at) as at
  from billed_items
  where billed_items.gives_back
  group by billed_items.item_id),
last_said as (
  select distinct on (billed_items.item_id) billed_items.*
  from billed_items
  where billed_items.says_what
  order by billed_items.item_id, billed_items.at desc, billed_items.created desc, billed_items.id desc),
last_seen as (
  select distinct on (item_states.item_id) item_states.*
  from item_states
  order by item_states.item_id, item_states.seen_at desc)
select last_seen.item_id, last_seen.next_at as ended_at
from last_seen
where last_seen.next_at is not null
union all
select last_said.item_id, case when stops.at >= last_said.at then stops.at else last_said.period_end end
from last_said
left join stops on stops.item_id = last_said.item_id
where not exists (select from item_states where item_states.item_id = last_said.item_id)
  and exists (select from item_states where item_states.subscription_id = last_said.subscription_id)
