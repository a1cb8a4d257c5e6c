-- Made by tools/dbt-package from views/.
{{ config(alias='ticket_load') }}

with source_tables as not materialized (select * from {{ ref('customer360__source_tables') }}),
team_members as not materialized (select * from {{ ref('customer360__team_members') }}),
ticket_changes as not materialized (select * from {{ ref('customer360__ticket_changes') }}),
tickets as not materialized (select * from {{ ref('customer360__tickets') }}),
changed as (
  select ticket_changes.owner_id, ((select {{ customer360.as_of() }}) - c360_local_day({{ customer360.zone() }}, ticket_changes.changed_at)) / 7 as weeks_ago,
    ticket_changes.is_open and ticket_changes.was_open is not true as is_opening,
    ticket_changes.was_open and not ticket_changes.is_open as is_solution
  from ticket_changes),
moved as (
  select changed.owner_id, changed.weeks_ago, count(*) filter (where changed.is_opening) as opened,
    count(*) filter (where changed.is_solution) as solved
  from changed
  where changed.weeks_ago <= 8
  group by changed.owner_id, changed.weeks_ago),
carried as (
  select tickets.owner_id, count(*) as open_tickets,
    count(*) filter (where tickets.is_open_over_30_days) as open_over_30_days,
    count(*) filter (where tickets.last_change_at < (select c360_local_midnight({{ customer360.zone() }}, {{ customer360.as_of() }} - 6))) as unchanged,
    sum(tickets.messages) / sum(greatest(tickets.open_days, 1)) as messages_per_open_day
  from tickets
  where tickets.is_open
  group by tickets.owner_id),
owners as (
  select team_members.member_id as owner_id
  from team_members
  where team_members.role in ('tam', 'support') and (team_members.hired_on > {{ customer360.as_of() }}) is not true
    and (team_members.left_on <= {{ customer360.as_of() }}) is not true
  union
  select carried.owner_id
  from carried),
weekly as (
  select owners.owner_id, week.weeks_ago, coalesce(moved.opened, 0) as opened, coalesce(moved.solved, 0) as solved,
    coalesce(moved.opened - moved.solved, 0) as net_new
  from owners
  cross join generate_series(0, 8) as week (weeks_ago)
  left join moved on moved.owner_id is not distinct from owners.owner_id and moved.weeks_ago = week.weeks_ago),
usual as (
  select weekly.owner_id, percentile_cont(0.5) within group (order by weekly.net_new)::numeric as median
  from weekly
  where weekly.weeks_ago > 0
  group by weekly.owner_id),
varied as (
  select weekly.owner_id, usual.median, greatest(1.4826 * percentile_cont(0.5)
    within group (order by abs(weekly.net_new - usual.median))::numeric, 1) as deviation
  from weekly
  join usual on usual.owner_id is not distinct from weekly.owner_id
  where weekly.weeks_ago > 0
  group by weekly.owner_id, usual.median),
loaded as (
  select owners.owner_id, case when owners.owner_id is null then 'nobody' else team_members.name end as owner,
    team_members.role,
    coalesce(carried.open_tickets, 0) as open_tickets, coalesce(carried.open_over_30_days, 0) as open_over_30_days,
    coalesce(carried.unchanged, 0) as unchanged, carried.messages_per_open_day, weekly.opened, weekly.solved,
    weekly.net_new, varied.median, (weekly.net_new - varied.median) / varied.deviation as z
  from owners
  join weekly on weekly.owner_id is not distinct from owners.owner_id and weekly.weeks_ago = 0
  join varied on varied.owner_id is not distinct from owners.owner_id
  left join carried on carried.owner_id is not distinct from owners.owner_id
  left join team_members on team_members.member_id = owners.owner_id)
select
  loaded.owner_id,
  loaded.owner,
  loaded.role,
  loaded.open_tickets,
  round(loaded.open_tickets / nullif(avg(loaded.open_tickets) over (partition by loaded.role), 0), 4) as share_of_mean,
  loaded.open_over_30_days,
  loaded.unchanged,
  round(loaded.messages_per_open_day, 4) as messages_per_open_day,
  loaded.opened,
  loaded.solved,
  loaded.net_new,
  loaded.median as usual_net_new,
  round(loaded.z, 4) as z,
  loaded.z >= 2 as is_spike
from loaded
-- Without tickets nobody's load is known.
where (select source_tables.support_tickets from source_tables)
order by loaded.open_tickets desc, loaded.owner_id
