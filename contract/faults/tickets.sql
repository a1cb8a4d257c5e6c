-- Tickets without a history; tickets, calls and answers without a known account.
select 'support_tickets' as table_name,
  either.ticket_id::text as key,
  min(either.account_id) as account_id,
  'has no change of status, and no status of its own' as fault,
  'notice' as severity,
  'it counts as open since it was opened' as done,
  'load the changes of its status, or its status' as to_do
-- Grouped rather than joined: of a column that the source lacks the planner expects no row to be NULL.
from (
  select support_tickets.ticket_id, support_tickets.account_id::text as account_id, false as is_change
  from support_tickets
  where support_tickets.status is null and support_tickets.solved_at is null
  union all
  select ticket_status_changes.ticket_id, null, true
  from ticket_status_changes) as either
where (select source_tables.ticket_status_changes from source_tables)
group by either.ticket_id
having not bool_or(either.is_change)
union all
select 'support_tickets',
  source_support_tickets.ticket_id::text,
  null,
  'has no account',
  'notice',
  'it counts in its owner''s load, and for no customer',
  'give the ticket its account'
from source_support_tickets
where source_support_tickets.account_id is null and not exists (
  select
  from support_tickets
  where support_tickets.ticket_id = source_support_tickets.ticket_id and support_tickets.account_id is not null)
union all
select 'calls',
  coalesce(source_calls.call_id::text, (source_calls.started_at at time zone 'UTC')::text),
  null,
  'has no account',
  'notice',
  'it counts for no customer',
  'give the call its account'
from source_calls
where source_calls.account_id is null and not exists (
  select
  from calls
  where calls.call_id = source_calls.call_id and calls.account_id is not null)
  -- What has no id is found again by its address.
  and not exists (
  select
  from addresses
  where source_calls.call_id is null and addresses.address = lower(btrim(c360_mailbox(source_calls.email))))
union all
select 'survey_responses',
  coalesce(source_survey_responses.response_id::text, concat_ws(', ', source_survey_responses.survey,
    source_survey_responses.score, source_survey_responses.responded_at at time zone 'UTC')),
  null,
  'has no account',
  'notice',
  'it counts for no customer',
  'give the answer its account, or its e-mail address'
from source_survey_responses
where source_survey_responses.account_id is null and not exists (
  select
  from survey_responses
  where survey_responses.response_id = source_survey_responses.response_id
    and survey_responses.account_id is not null)
  and not exists (
  select
  from addresses
  where source_survey_responses.response_id is null
    and addresses.address = lower(btrim(c360_mailbox(source_survey_responses.email))))
