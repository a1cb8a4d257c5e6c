-- Tickets: one row each, as they are now. The account is the ticket's organization, else the one of who asked, else the
-- one of the domain of his address. Of a ticket without a history of its status the status of today is all that is
-- known; when it was solved is not.
select
  latest_tickets.id as ticket_id,
  coalesce(nullif(latest_tickets.organization_id, ''), nullif(requesters.organization_id, '')) as account_id,
  requesters.email,
  case when not is_free_email_domain(requesters.email) then email_domain(requesters.email) end as account_domain,
  nullif(latest_tickets.assignee_id, '') as owner_id,
  lower(btrim(latest_tickets.type)) as kind,
  lower(btrim(latest_tickets.priority)) as priority,
  -- What comes by the API, from rules or from channels unknown here can be anything.
  case
    when latest_tickets.via_channel = 'email' then 'email'
    when latest_tickets.via_channel in ('voice', 'phone', 'phone_call_inbound', 'phone_call_outbound', 'voicemail')
      then 'phone'
    when latest_tickets.via_channel in ('web', 'web_widget', 'help_center', 'mobile', 'mobile_sdk') then 'portal'
    when latest_tickets.via_channel in ('chat', 'chat_transcript', 'native_messaging', 'messaging', 'whatsapp', 'sms',
      'facebook', 'instagram_dm', 'line', 'twitter', 'twitter_dm', 'wechat', 'telegram') then 'chat' end as channel,
  latest_tickets.subject,
  latest_tickets.status,
  latest_tickets.created_at as opened_at,
  latest_tickets.updated_at
from latest_tickets
left join latest_users as requesters on requesters.id = latest_tickets.requester_id
