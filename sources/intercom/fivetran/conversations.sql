-- Conversations in which a customer asked something, each in its latest version: a message that the company sent is none
-- until somebody answers it, and begins then.
with latest as (
  select distinct on (conversation_history.id) conversation_history.*
  from conversation_history
  where conversation_history.id <> ''
  order by conversation_history.id, conversation_history.updated_at desc nulls last,
    conversation_history._fivetran_synced desc nulls last),
-- Of several contacts the first one by id, unless the conversation itself says who began it.
parties as (
  select conversation_contact_history.conversation_id, min(conversation_contact_history.contact_id) as contact_id
  from conversation_contact_history
  group by conversation_contact_history.conversation_id)
select
  latest.*,
  begun.by_contact,
  case when begun.by_contact then latest.created_at else latest.first_contact_reply_created_at end as opened_at,
  case when begun.by_contact and latest.source_author_id <> '' then latest.source_author_id else parties.contact_id end
    as contact_id,
  case when latest._fivetran_deleted then 'deleted' when latest.state = 'closed' then 'solved'
    when latest.state = 'snoozed' then 'hold' else 'open' end as status
from latest
cross join lateral (select coalesce(latest.source_author_type in ('user', 'lead', 'contact'),
  latest.source_delivered_as = 'customer_initiated', false) as by_contact) as begun
left join parties on parties.conversation_id = latest.id
where begun.by_contact or latest.first_contact_reply_created_at is not null
