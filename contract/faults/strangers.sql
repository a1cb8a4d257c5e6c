-- Rows of one account by a user of another.
select 'support_tickets' as table_name,
  support_tickets.ticket_id::text as key,
  support_tickets.account_id::text as account_id,
  format('is of user %s, who belongs to account %s', users.user_id, users.account_id) as fault,
  'notice' as severity,
  'it counts for the account that it names' as done,
  'nothing, if the user has changed accounts; else correct one of the two' as to_do
from support_tickets
join users on users.user_id = support_tickets.user_id and users.account_id <> support_tickets.account_id
union all
select 'survey_responses',
  coalesce(survey_responses.response_id::text, concat_ws(', ', survey_responses.survey, survey_responses.score,
    survey_responses.responded_at at time zone 'UTC')),
  survey_responses.account_id::text,
  format('is of user %s, who belongs to account %s', users.user_id, users.account_id),
  'notice',
  'it counts for the account that it names',
  'nothing, if the user has changed accounts; else correct one of the two'
from survey_responses
join users on users.user_id = survey_responses.user_id and users.account_id <> survey_responses.account_id
union all
select 'calls',
  coalesce(calls.call_id::text, (calls.started_at at time zone 'UTC')::text),
  calls.account_id::text,
  format('is of user %s, who belongs to account %s', users.user_id, users.account_id),
  'notice',
  'it counts for the account that it names',
  'nothing, if the user has changed accounts; else correct one of the two'
from calls
join users on users.user_id = calls.user_id and users.account_id <> calls.account_id
union all
select 'contacts',
  contacts.contact_id::text,
  contacts.account_id::text,
  format('is user %s, who belongs to account %s', users.user_id, users.account_id),
  'notice',
  'it counts for the account that it names',
  'nothing, if one person stands for two accounts; else correct one of the two'
from contacts
join users on users.user_id = contacts.user_id and users.account_id <> contacts.account_id
