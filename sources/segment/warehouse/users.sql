-- Who was identified by a user_id, or joined a group by it: one row per user. The account is that of the latest group
-- call; without one, that of the address's domain. Access began with the trait created_at, or when the user was first
-- identified if that was earlier. Nobody tells that a user was deactivated.
select
  people.user_id,
  people.group_id as account_id,
  people.domain as account_domain,
  people.name,
  people.email,
  people.role,
  local_day(people.first_seen_at) as provisioned_on
from people
