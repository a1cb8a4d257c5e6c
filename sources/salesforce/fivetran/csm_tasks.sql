-- What is to be done for accounts, and what was: one row per task that is no mail, call or meeting, and per call or
-- meeting that is still to come.
select
  activities.id as task_id,
  activities.account_id,
  activities.owner_id as member_id,
  nullif(btrim(activities.subject), '') as title,
  local_day(activities.created_at) as created_on,
  activities.due_on,
  case when activities.is_done then local_day(activities.happened_at) end as done_on
from activities
where activities.created_at is not null and (activities.kind is null or not activities.is_done)
