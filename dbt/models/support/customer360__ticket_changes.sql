-- Made by tools/dbt-package from views/.
{{ config(alias='ticket_changes') }}

with support_tickets as not materialized (select * from {{ ref('customer360__support_tickets') }}),
ticket_status_changes as not materialized (select * from {{ ref('customer360__ticket_status_changes') }}),
recorded as (
  select ticket_status_changes.ticket_id, ticket_status_changes.changed_at, ticket_status_changes.status
  from ticket_status_changes),
first_recorded as (
  select recorded.ticket_id, min(recorded.changed_at) as changed_at
  from recorded
  group by recorded.ticket_id),
opened as (
  select support_tickets.ticket_id, support_tickets.account_id, support_tickets.owner_id, support_tickets.opened_at,
    least(support_tickets.opened_at, first_recorded.changed_at) as began_at, support_tickets.solved_at,
    case when first_recorded.ticket_id is null
      then coalesce(support_tickets.status, case when support_tickets.solved_at is not null then 'solved' end)
    end as status_today
  from support_tickets
  left join first_recorded on first_recorded.ticket_id = support_tickets.ticket_id
  where support_tickets.opened_at < (select c360_local_midnight({{ customer360.zone() }}, {{ customer360.as_of() }} + 1))),
told as (
  select
    opened.ticket_id,
    opened.account_id,
    opened.owner_id,
    opened.began_at as changed_at,
    'new' as status,
    opened.status_today is null as is_recorded
  from opened
  union all
  select
    recorded.ticket_id,
    opened.account_id,
    opened.owner_id,
    recorded.changed_at,
    recorded.status,
    true
  from recorded
  join opened on opened.ticket_id = recorded.ticket_id
  where recorded.changed_at < (select c360_local_midnight({{ customer360.zone() }}, {{ customer360.as_of() }} + 1))
  union all
  select
    opened.ticket_id,
    opened.account_id,
    opened.owner_id,
    instant.changed_at,
    opened.status_today,
    false
  from opened
  cross join lateral (
    -- A solution before the opening is a fault; when the ticket was solved is then not known.
    select case when opened.status_today in ('solved', 'closed') and opened.solved_at >= opened.opened_at
      then opened.solved_at else opened.opened_at end as changed_at) as instant
  where opened.status_today is not null and instant.changed_at < (select c360_local_midnight({{ customer360.zone() }}, {{ customer360.as_of() }} + 1))),
-- In the order in which they follow one another, which is sorted once: of what is equal in it all is equal.
placed as (
  select
    ticket_id,
    account_id,
    owner_id,
    changed_at,
    step,
    status,
    is_recorded,
    status not in ('solved', 'closed') as is_open,
    last_value(status) over (partition by ticket_id order by changed_at, step
      rows between unbounded preceding and unbounded following) as last_status
  from told
  cross join lateral (
    select array_position('{new,open,pending,hold,reopened,solved,closed,deleted}'::text[], told.status) as step)
    as stepped)
select
  placed.ticket_id,
  placed.account_id,
  placed.owner_id,
  placed.changed_at,
  lead(placed.changed_at) over history as until,
  placed.status,
  placed.is_open,
  lag(placed.is_open) over history as was_open,
  placed.is_recorded
from placed
where placed.status <> 'deleted' and placed.last_status <> 'deleted'
window history as (partition by placed.ticket_id order by placed.changed_at, placed.step)
