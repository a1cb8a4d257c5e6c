-- Which group a user belonged to, and when: one row per user and period. A call of group holds until one that names
-- another; the first holds for what came before it, too, as programs call track before they know the group. Libraries
-- repeat the call on every page, so calls that say the same are one period. A call without a user says nothing of who
-- belongs to the group.
with group_calls as (
  -- A call that was delivered twice was made once.
  select
    btrim(groups.user_id) as user_id,
    btrim(groups.group_id) as group_id,
    min(least(groups."timestamp", groups.received_at)) as happened_at
  from groups
  where lower(btrim(groups.user_id)) not in ('', 'null', 'undefined', 'none', 'nan', '[object object]')
    and btrim(groups.group_id) <> '' and coalesce(groups."timestamp", groups.received_at) is not null
  group by groups.id, btrim(groups.user_id), btrim(groups.group_id)),
changes as (
  select
    group_calls.user_id,
    group_calls.group_id,
    group_calls.happened_at,
    lag(group_calls.group_id) over in_order as group_before
  from group_calls
  window in_order as (partition by group_calls.user_id order by group_calls.happened_at, group_calls.group_id))
select
  changes.user_id,
  changes.group_id,
  changes.happened_at as first_seen_at,
  case when changes.group_before is null then timestamptz '-infinity' else changes.happened_at end as begins_at,
  lead(changes.happened_at, 1, timestamptz 'infinity') over (
    partition by changes.user_id order by changes.happened_at, changes.group_id) as ends_at
from changes
where changes.group_before is distinct from changes.group_id
