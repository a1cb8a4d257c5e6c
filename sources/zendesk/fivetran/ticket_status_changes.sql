-- Changes of the status of tickets: one row per change that the history of fields has, and one where the ticket of
-- today is already further on. Words are Zendesk's: new, open, pending, hold, solved, closed, deleted. Open after
-- solved is a reopening, which the pack sees itself; a follow-up of a closed ticket is a ticket of its own. A custom
-- status counts as the one of these that it belongs to, which is what Zendesk writes to status.
with recorded as (
  select distinct
    ticket_field_history.ticket_id,
    ticket_field_history.updated as changed_at,
    -- A merged ticket is closed when it is merged.
    case when latest_tickets.is_merged and lower(btrim(ticket_field_history.value)) = 'closed' then 'deleted'
      else lower(btrim(ticket_field_history.value)) end as status
  from ticket_field_history
  left join latest_tickets on latest_tickets.id = ticket_field_history.ticket_id
  where ticket_field_history.field_name = 'status' and ticket_field_history.value <> ''
    and ticket_field_history.updated is not null),
ended as (
  select recorded.ticket_id, max(recorded.changed_at) as changed_at
  from recorded
  group by recorded.ticket_id),
-- The history is loaded on its own, and does not tell of all deletions.
overtaken as (
  select ended.ticket_id,
    case when latest_tickets.status = 'deleted' then greatest(latest_tickets.status_by, ended.changed_at)
      else latest_tickets.status_by end as changed_at,
    latest_tickets.status
  from ended
  join latest_tickets on latest_tickets.id = ended.ticket_id
  where latest_tickets.status <> ''
    and (latest_tickets.status_by > ended.changed_at or latest_tickets.status = 'deleted')
    and not exists (
      select
      from recorded
      where recorded.ticket_id = ended.ticket_id and recorded.changed_at = ended.changed_at
        and recorded.status = latest_tickets.status))
select recorded.ticket_id, recorded.changed_at, recorded.status
from recorded
union all
select overtaken.ticket_id, overtaken.changed_at, overtaken.status
from overtaken
