-- Rows that found their account by an e-mail address, and addresses that are none.
select 'support_tickets' as table_name,
  support_tickets.ticket_id::text as key,
  support_tickets.account_id::text as account_id,
  format('has no account; %s belongs to this one', lower(btrim(support_tickets.email))) as fault,
  'notice' as severity,
  'it counts for the account of its e-mail address' as done,
  'nothing, or give the row its account' as to_do
from source_support_tickets
join support_tickets on support_tickets.ticket_id = source_support_tickets.ticket_id
where source_support_tickets.account_id is null and support_tickets.account_id is not null
union all
select 'calls',
  calls.call_id::text,
  calls.account_id::text,
  format('has no account; %s belongs to this one', lower(btrim(calls.email))),
  'notice',
  'it counts for the account of its e-mail address',
  'nothing, or give the row its account'
from source_calls
join calls on calls.call_id = source_calls.call_id
where source_calls.account_id is null and calls.account_id is not null
union all
select 'survey_responses',
  survey_responses.response_id::text,
  survey_responses.account_id::text,
  format('has no account; %s belongs to this one', lower(btrim(survey_responses.email))),
  'notice',
  'it counts for the account of its e-mail address',
  'nothing, or give the row its account'
from source_survey_responses
join survey_responses on survey_responses.response_id = source_survey_responses.response_id
where source_survey_responses.account_id is null and survey_responses.account_id is not null
union all
-- What has no id is found again by its address.
select 'calls',
  (source_calls.started_at at time zone 'UTC')::text,
  addresses.account_id::text,
  format('has no account; %s belongs to this one', addresses.address),
  'notice',
  'it counts for the account of its e-mail address',
  'nothing, or give the row its account'
from source_calls
join addresses on addresses.address = lower(btrim(c360_mailbox(source_calls.email)))
where source_calls.call_id is null and source_calls.account_id is null
union all
select 'survey_responses',
  concat_ws(', ', source_survey_responses.survey, source_survey_responses.score,
    source_survey_responses.responded_at at time zone 'UTC'),
  addresses.account_id::text,
  format('has no account; %s belongs to this one', addresses.address),
  'notice',
  'it counts for the account of its e-mail address',
  'nothing, or give the row its account'
from source_survey_responses
join addresses on addresses.address = lower(btrim(c360_mailbox(source_survey_responses.email)))
where source_survey_responses.response_id is null and source_survey_responses.account_id is null
union all
select 'users',
  users.user_id::text,
  users.account_id::text,
  format('its e-mail address is none: %s', users.email),
  'notice',
  'no ticket, call or answer is found by it',
  'give it one address, such as ann@acme.example'
from users
where btrim(users.email) <> '' and btrim(users.email) !~ '^[^@\s,;]+@[^@\s,;]+$'
union all
select 'contacts',
  contacts.contact_id::text,
  contacts.account_id::text,
  format('its e-mail address is none: %s', contacts.email),
  'notice',
  'no ticket, call or answer is found by it',
  'give it one address, such as ann@acme.example'
from contacts
where btrim(contacts.email) <> '' and btrim(contacts.email) !~ '^[^@\s,;]+@[^@\s,;]+$'
