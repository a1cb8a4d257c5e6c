-- Made by tools/dbt-package from views/.
{{ config(alias='ticket_volume') }}

with accounts as not materialized (select * from {{ ref('customer360__accounts') }}),
kpi_months as not materialized (select * from {{ ref('customer360__kpi_months') }}),
source_tables as not materialized (select * from {{ ref('customer360__source_tables') }}),
tickets as not materialized (select * from {{ ref('customer360__tickets') }}),
happened as (
  select
    tickets.account_id,
    tickets.kind,
    tickets.priority,
    tickets.channel,
    date_trunc('month', c360_local_day({{ customer360.zone() }}, event.at)::timestamp)::date as month,
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
