-- When items that are no more ended: one row per item. It ended with the proration that gave its rest back, or with its
-- last period.
with stops as (
  select billed_items.item_id, max(billed_items.at) as at
  from billed_items
  where billed_items.gives_back
  group by billed_items.item_id),
last_said as (
  select distinct on (billed_items.item_id) billed_items.*
  from billed_items
  where billed_items.says_what
  order by billed_items.item_id, billed_items.at desc, billed_items.created desc, billed_items.id desc)
select last_said.item_id, case when stops.at >= last_said.at then stops.at else last_said.period_end end as ended_at
from last_said
left join stops on stops.item_id = last_said.item_id
where not exists (select from current_items as item where item.id = last_said.item_id)
  and exists (select from current_items as item where item.subscription_id = last_said.subscription_id)
