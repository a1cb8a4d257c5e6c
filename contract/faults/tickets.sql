-- Tickets without a history, and without a known account.
select 'support_tickets' as table_name,
  support_tickets.ticket_id::text as key,
  support_tickets.account_id::text as account_id,
  'has no change of status, and no status of its own' as fault,
  'notice' as severity,
  'it counts as open since it was opened' as done,
  'load the changes of its status, or its status' as to_do
from support_tickets
cross join source_tables
where support_tickets.status is null and support_tickets.solved_at is null and source_tables.ticket_status_changes
  and not exists (select from ticket_status_changes where ticket_status_changes.ticket_id = support_tickets.ticket_id)
union all
select 'support_tickets',
  source_support_tickets.ticket_id::text,
  null,
  'has no account',
  'notice',
  'it counts in its owner''s load, and for no customer',
  'give the ticket its account'
from source_support_tickets
where source_support_tickets.account_id is null
