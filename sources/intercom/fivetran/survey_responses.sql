-- Ratings of conversations as answers to a CSAT survey of five: one row per conversation, the rating of its latest version.
-- Intercom says when a rating was asked for, not when it was given: that is when a version had it first.
with versions as (
  select conversation_history.id, conversation_history.conversation_rating_value as score,
    conversation_history.updated_at,
    conversation_history.conversation_rating_value is distinct from lag(conversation_history.conversation_rating_value) over (
      partition by conversation_history.id order by conversation_history.updated_at, conversation_history._fivetran_synced)
      as is_new
  from conversation_history),
given as (
  select versions.id, max(versions.updated_at) as at
  from versions
  where versions.is_new and versions.score is not null
  group by versions.id)
select
  'rating ' || conversations.id as response_id,
  coalesce(companies.id, askers.company_id) as account_id,
  askers.email,
  case when not is_free_email_domain(askers.email) then email_domain(askers.email) end as account_domain,
  'csat' as survey,
  conversations.conversation_rating_value as score,
  5::bigint as scale,
  conversations.id as ticket_id,
  nullif(btrim(conversations.conversation_rating_remark), '') as comment,
  coalesce(given.at, conversations.conversation_rating_created_at) as responded_at,
  conversations.updated_at
from conversations
left join given on given.id = conversations.id
left join companies on companies.id = conversations.company_id
left join askers on askers.id = coalesce(nullif(conversations.conversation_rating_contact_id, ''), conversations.contact_id)
where conversations.conversation_rating_value is not null
