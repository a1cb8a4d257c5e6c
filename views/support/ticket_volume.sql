-- How many tickets there are, and of what sort: one row per month of the last 24 up to as_of(), kind, priority, channel
-- and segment of the customer, for each such sort of which a ticket was opened or solved. Sums over rows are those of
-- the month.
--
-- month: first day of the month
-- is_finished: as_of() has reached its last day
-- kind: question, incident, problem or task; not known = without one, as in the three columns that follow
-- priority: low, normal, high or urgent
-- channel: email, chat, phone or portal
-- segment: company size of the customer
-- opened: tickets opened in the month
-- solved: tickets solved in it, and still solved on as_of()
with happened as (
  select
    tickets.account_id,
    tickets.kind,
    tickets.priority,
    tickets.channel,
    date_trunc('month', local_day(event.at)::timestamp)::date as month,
    event.is_opening
  from tickets
  cross join lateral (
    values
      (tickets.opened_at, true),
      (tickets.solved_at, false)) as event (at, is_opening)
  where event.at is not null)
select
  kpi_months.month,
  kpi_months.is_finished,
  coalesce(happened.kind, 'not known') as kind,
  coalesce(happened.priority, 'not known') as priority,
  coalesce(happened.channel, 'not known') as channel,
  coalesce(accounts.segment, 'not known') as segment,
  count(*) filter (where happened.is_opening) as opened,
  case when (select source_tables.ticket_status_changes or source_tables.support_tickets_solved_at from source_tables)
    then count(*) filter (where not happened.is_opening) end as solved
from kpi_months
join happened on happened.month = kpi_months.month
left join accounts on accounts.account_id = happened.account_id
group by kpi_months.month, kpi_months.is_finished, coalesce(happened.kind, 'not known'),
  coalesce(happened.priority, 'not known'), coalesce(happened.channel, 'not known'),
  coalesce(accounts.segment, 'not known')
order by kpi_months.month, kind, priority, channel, segment
