-- What customers and teammates said to each other: one row per message, with the one that opened the conversation. What
-- bots and workflows say is none: it answers, but nobody of the team does.
select
  'opening ' || conversations.id as message_id,
  conversations.id as ticket_id,
  conversations.opened_at as sent_at,
  'customer' as author
from conversations
where conversations.by_contact
union all
select
  parts.id,
  parts.conversation_id,
  parts.created_at,
  parts.author
from parts
join conversations on conversations.id = parts.conversation_id
where parts.says and parts.author is not null and parts.created_at >= conversations.opened_at
