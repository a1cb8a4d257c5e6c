-- Who is an agent, or has been one. An agent who leaves is made an end user, or deleted, and his old replies must not
-- become a customer's: whoever a ticket was ever assigned to was an agent. Grouped, so that the planner expects few.
select known.id
from (
  select latest_users.id
  from latest_users
  where latest_users.role in ('agent', 'admin')
  union all
  select ticket.assignee_id
  from ticket
  where ticket.assignee_id <> ''
  union all
  select ticket_field_history.value
  from ticket_field_history
  where ticket_field_history.field_name = 'assignee_id' and ticket_field_history.value <> '') as known
group by known.id
