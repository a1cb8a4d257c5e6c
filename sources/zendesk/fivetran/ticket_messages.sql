-- Public comments: one row each. Whoever asks is the customer, also an agent with a ticket of his own; else the comment
-- is an agent's if its author is one or has been one. What Zendesk writes itself (author -1), and what somebody wrote
-- who was not landed, is left out: nobody knows whether it is an answer. An agent's opening comment, such as of a
-- telephone call, is a message; that it is no reply the pack knows.
with last_told as (
  select distinct on (ticket_comment.id) ticket_comment.*
  from ticket_comment
  order by ticket_comment.id, ticket_comment._fivetran_synced desc nulls last)
select
  last_told.id as message_id,
  last_told.ticket_id,
  last_told.created as sent_at,
  case when last_told.user_id = latest_tickets.requester_id or agents.id is null then 'customer' else 'agent' end
    as author
from last_told
left join latest_tickets on latest_tickets.id = last_told.ticket_id
left join agents on agents.id = last_told.user_id
left join latest_users on latest_users.id = last_told.user_id
where last_told.public and last_told._fivetran_deleted is not true and last_told.user_id <> '-1'
  and (last_told.user_id = latest_tickets.requester_id or agents.id is not null or latest_users.id is not null)
