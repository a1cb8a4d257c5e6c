-- What ended before it began.
select 'onboarding_projects' as table_name,
  onboarding_projects.onboarding_id::text as key,
  onboarding_projects.account_id::text as account_id,
  format('went live on %s, before its signature on %s', onboarding_projects.live_on,
    onboarding_projects.signed_on) as fault,
  'warning' as severity,
  'its status is invalid, and its days to go-live are NULL' as done,
  'correct one of the two days' as to_do
from onboarding_projects
where onboarding_projects.live_on < onboarding_projects.signed_on
union all
select 'onboarding_projects',
  onboarding_projects.onboarding_id::text,
  onboarding_projects.account_id::text,
  format('was to go live on %s, before its signature on %s', onboarding_projects.planned_live_on,
    onboarding_projects.signed_on),
  'notice',
  'days behind plan count from that day',
  'correct one of the two days'
from onboarding_projects
where onboarding_projects.planned_live_on < onboarding_projects.signed_on
union all
select 'team_members',
  team_members.member_id::text,
  null,
  format('left on %s, before the first day of work, %s', team_members.left_on, team_members.hired_on),
  'notice',
  'was never employed',
  'correct one of the two days, or clear left_on'
from team_members
where team_members.left_on < team_members.hired_on
union all
select 'opportunities',
  opportunities.opportunity_id::text,
  opportunities.account_id::text,
  format('was decided on %s, before it was created on %s', opportunities.decided_on, opportunities.created_on),
  'notice',
  'it counts from the later one on',
  'correct one of the two days'
from opportunities
where opportunities.decided_on < opportunities.created_on
union all
select 'subscriptions',
  coalesce(subscriptions.subscription_id::text, concat_ws(', ', subscriptions.account_id, subscriptions.valid)),
  subscriptions.account_id::text,
  format('its trial ends on %s, and the line begins on %s', subscriptions.trial_ends_on, lower(subscriptions.valid)),
  'notice',
  'it has no trial',
  'correct one of the two days'
from subscriptions
where subscriptions.trial_ends_on < lower(subscriptions.valid)
union all
select 'invoices',
  coalesce(invoices.invoice_id::text, concat_ws(', ', invoices.account_id, invoices.invoiced_on)),
  invoices.account_id::text,
  format('was due on %s, before it was invoiced on %s', invoices.due_on, invoices.invoiced_on),
  'notice',
  'it is overdue from the first day on',
  'correct one of the two days'
from invoices
where invoices.due_on < invoices.invoiced_on
union all
select 'invoices',
  coalesce(invoices.invoice_id::text, concat_ws(', ', invoices.account_id, invoices.invoiced_on)),
  invoices.account_id::text,
  format('was paid on %s, before it was invoiced on %s', invoices.paid_on, invoices.invoiced_on),
  'notice',
  'it counts as paid in time',
  'correct one of the two days'
from invoices
where invoices.paid_on < invoices.invoiced_on
union all
select 'users',
  users.user_id::text,
  users.account_id::text,
  format('was deactivated on %s, before its first day with access, %s', users.deactivated_on, users.provisioned_on),
  'notice',
  'it never had access',
  'correct one of the two days'
from users
where users.deactivated_on < users.provisioned_on
union all
select 'support_tickets',
  support_tickets.ticket_id::text,
  support_tickets.account_id::text,
  'its status changed before it was opened',
  'notice',
  'durations count from its opening',
  'correct one of the two instants'
from support_tickets
where exists (
  select from ticket_status_changes
  where ticket_status_changes.ticket_id = support_tickets.ticket_id
    and ticket_status_changes.changed_at < support_tickets.opened_at - interval '1 minute')
union all
select 'support_tickets',
  support_tickets.ticket_id::text,
  support_tickets.account_id::text,
  format('was solved at %s, before it was opened at %s', support_tickets.solved_at at time zone 'UTC',
    support_tickets.opened_at at time zone 'UTC'),
  'warning',
  'without a history, how long it took is NULL',
  'correct one of the two instants'
from support_tickets
where support_tickets.solved_at < support_tickets.opened_at
union all
select 'ticket_messages',
  ticket_messages.message_id::text,
  support_tickets.account_id::text,
  format('was sent at %s, before its ticket was opened at %s', ticket_messages.sent_at at time zone 'UTC',
    support_tickets.opened_at at time zone 'UTC'),
  'notice',
  'it counts as any other message',
  'correct one of the two instants'
from ticket_messages
join support_tickets on support_tickets.ticket_id = ticket_messages.ticket_id
where ticket_messages.sent_at < support_tickets.opened_at - interval '1 minute'
union all
select 'onboarding_projects',
  onboarding_projects.onboarding_id::text,
  onboarding_projects.account_id::text,
  format('had its first value on %s, before its signature on %s', onboarding_projects.first_value_on,
    onboarding_projects.signed_on),
  'warning',
  'its days to first value are NULL',
  'correct one of the two days'
from onboarding_projects
where onboarding_projects.first_value_on < onboarding_projects.signed_on
union all
select 'cancellation_requests',
  cancellation_requests.request_id::text,
  cancellation_requests.account_id::text,
  format('was decided on %s, before it was made on %s', cancellation_requests.decided_on,
    cancellation_requests.requested_on),
  'notice',
  'it counts as decided',
  'correct one of the two days'
from cancellation_requests
where cancellation_requests.decided_on < cancellation_requests.requested_on
union all
select 'contracts',
  contracts.contract_id::text,
  contracts.account_id::text,
  format('was terminated on %s, before it began on %s', contracts.terminated_on, lower(contracts.term)),
  'notice',
  'it was never in force',
  'correct one of the two days, if it was in force'
from contracts
where contracts.terminated_on < lower(contracts.term)
union all
select 'csm_tasks',
  csm_tasks.task_id::text,
  csm_tasks.account_id::text,
  format('was done on %s, before it was created on %s', csm_tasks.done_on, csm_tasks.created_on),
  'notice',
  'it counts as done',
  'correct one of the two days'
from csm_tasks
where csm_tasks.done_on < csm_tasks.created_on
