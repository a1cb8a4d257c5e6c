-- Conversations: one row each, as they are now. The account is the company of the conversation, else the one company of
-- who asked, else the one of the domain of the address. Of a conversation whose parts were not landed the state of today
-- and the last closing are all that is known.
select
  conversations.id as ticket_id,
  coalesce(companies.id, askers.company_id) as account_id,
  askers.email,
  case when not is_free_email_domain(askers.email) then email_domain(askers.email) end as account_domain,
  case when conversations.assignee_type = 'admin' or conversations.assignee_type is null then
    nullif(nullif(conversations.assignee_id, ''), '0') end as owner_id,
  case conversations.priority when 'priority' then 'high' when 'not_priority' then 'normal'
    else nullif(nullif(conversations.priority, ''), 'none') end as priority,
  case
    when conversations.source_type = 'email' then 'email'
    when conversations.source_type in ('phone_call', 'phone_switch') then 'phone'
    when conversations.source_type in ('conversation', 'chat', 'in_app', 'push', 'sms', 'whatsapp', 'facebook',
      'instagram', 'twitter') then 'chat'
  end as channel,
  coalesce(nullif(btrim(conversations.title), ''),
    nullif(btrim(regexp_replace(conversations.source_subject, '<[^>]*>', '', 'g')), '')) as subject,
  conversations.status,
  conversations.opened_at,
  case when conversations.status = 'solved' then conversations.statistics_last_close_at end as solved_at,
  conversations.updated_at
from conversations
left join companies on companies.id = conversations.company_id
left join askers on askers.id = conversations.contact_id
