-- Meetings and tasks with accounts: one row each, as it was last synced. Copies for invited users and series are none.
-- The account is the one that Salesforce says, else that of the contact, of the opportunity or of the account to which
-- the activity belongs; one with nobody's account, such as a lead's, is sales.
with listed as (
  select event.id, event.account_id, event.what_id, event.who_id, event.owner_id, event.subject, event.type,
    coalesce(event.start_date_time, event.activity_date_time, local_midnight(event.activity_date)) as happened_at,
    event.duration_in_minutes as minutes, 'meeting' as subtype, null::timestamptz as created_at, null::date as due_on,
    true as is_done, event._fivetran_synced
  from event
  where event.is_child is not true and event.is_recurrence is not true and event.is_deleted is not true
    and event._fivetran_deleted is not true and event._fivetran_active is not false
  union all
  select task.id, task.account_id, task.what_id, task.who_id, task.owner_id, task.subject, task.type,
    coalesce(task.completed_date_time, local_midnight(task.activity_date), task.created_date),
    ceil(task.call_duration_in_seconds / 60.0)::bigint, coalesce(nullif(lower(task.task_subtype), ''), 'task'),
    task.created_date, task.activity_date, task.is_closed is true, task._fivetran_synced
  from task
  where task.is_recurrence is not true and task.is_deleted is not true and task._fivetran_deleted is not true
    and task._fivetran_active is not false),
last_synced as (
  select distinct on (listed.id) listed.*
  from listed
  where listed.id <> '' and listed.owner_id <> ''
  order by listed.id, listed._fivetran_synced desc nulls last)
select
  last_synced.id,
  coalesce(given.account_id, live_contacts.account_id, opportunities.account_id, own.account_id) as account_id,
  last_synced.owner_id,
  last_synced.subject,
  last_synced.happened_at,
  last_synced.minutes,
  last_synced.created_at,
  last_synced.due_on,
  last_synced.is_done,
  case
    when last_synced.subject ~* '\m(qbr|ebr|business review)\M' then
      case when last_synced.subject ~* '\m(executive|ebr)\M' then 'executive_review' else 'business_review' end
    when coalesce(last_synced.type, '') || ' ' || last_synced.subject ~* '\mworkshop\M' then 'workshop'
    when last_synced.subtype in ('meeting', 'email', 'call') then last_synced.subtype
    when last_synced.type ~* '^e-?mail$' then 'email'
    when last_synced.type ~* '^call$' then 'call'
    when last_synced.type ~* 'meeting' then 'meeting'
  end as kind
from last_synced
left join account_ids as given on given.id = last_synced.account_id
left join live_contacts on live_contacts.id = last_synced.who_id
left join opportunities on opportunities.opportunity_id = last_synced.what_id
left join account_ids as own on own.id = last_synced.what_id
where coalesce(given.account_id, live_contacts.account_id, opportunities.account_id, own.account_id) is not null
