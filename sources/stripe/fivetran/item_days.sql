-- Which price, and how many of it, an item of a subscription had: one row per item and run of days; to_day as in
-- subscription_days, whose ends are not repeated here.
with days as (
  select distinct on (item_changes.item_id, local_day(item_changes.at)) item_changes.*,
    local_day(item_changes.at) as day
  from item_changes
  order by item_changes.item_id, local_day(item_changes.at), item_changes.at desc,
    item_changes.created desc nulls last, item_changes.id desc),
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
  least(runs.next_day, local_day(item_ends.ended_at)) as to_day
from runs
left join item_ends on item_ends.item_id = runs.item_id
where (runs.day < least(runs.next_day, local_day(item_ends.ended_at))) is not false
