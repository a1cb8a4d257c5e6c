-- Agents and administrators, and who has been one: one row per person. All are support agents here; a CSM who is an
-- agent, too, has the role that the system named first gives. Who was made an end user may have another job at the
-- vendor: only a deleted user has left, on the day of his deletion, which is the last change that a user can have.
select
  latest_users.id as member_id,
  latest_users.name,
  'support' as role,
  case when latest_users.is_deleted then local_day(latest_users.updated_at) end as left_on,
  latest_users.email as match_key,
  latest_users.updated_at
from latest_users
join agents on agents.id = latest_users.id
