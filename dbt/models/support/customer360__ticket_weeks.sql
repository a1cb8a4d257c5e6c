-- Made by tools/dbt-package from views/.
{{ config(alias='ticket_weeks') }}

with source_tables as not materialized (select * from {{ ref('customer360__source_tables') }}),
support_tickets as not materialized (select * from {{ ref('customer360__support_tickets') }}),
team_members as not materialized (select * from {{ ref('customer360__team_members') }}),
ticket_changes as not materialized (select * from {{ ref('customer360__ticket_changes') }}),
ticket_messages as not materialized (select * from {{ ref('customer360__ticket_messages') }}),
changed as (
  select
    ticket_id,
    owner_id,
    changed_at,
    until,
    is_open,
    is_open and was_open is not true as is_opening,
    was_open and not is_open as is_solution,
    c360_local_day({{ customer360.zone() }}, changed_at) as changed_on,
    ((select {{ customer360.as_of() }}) - c360_local_day({{ customer360.zone() }}, changed_at)) / 7 as weeks_ago
  from ticket_changes),
moved as (
  select
    owner_id,
    weeks_ago,
    count(*) filter (where is_opening) as opened,
    count(*) filter (where is_solution) as solved
  from changed
  where weeks_ago <= 33
  group by owner_id, weeks_ago),
-- The ends of weeks at which a ticket was open: those between a change and the next one.
open_at_end as (
  select
    changed.ticket_id,
    changed.owner_id,
    ends.weeks_ago,
    {{ customer360.as_of() }} - 7 * ends.weeks_ago as ends_on
  from changed
  cross join lateral generate_series(
    case when changed.until is null then 0 else ((select {{ customer360.as_of() }}) - c360_local_day({{ customer360.zone() }}, changed.until)) / 7 + 1 end,
    least(changed.weeks_ago, 25)) as ends (weeks_ago)
  where changed.is_open),
lasted as (
  select
    open_at_end.ticket_id,
    open_at_end.weeks_ago,
    max(changed.changed_at) as changed_at,
    extract(epoch from sum(
      least(changed.until, c360_local_midnight({{ customer360.zone() }}, open_at_end.ends_on + 1)) - changed.changed_at)
        filter (where changed.is_open)) / 86400 as days
  from open_at_end
  join changed on changed.ticket_id = open_at_end.ticket_id and changed.changed_on <= open_at_end.ends_on
  group by open_at_end.ticket_id, open_at_end.weeks_ago),
said as (
  select
    open_at_end.ticket_id,
    open_at_end.weeks_ago,
    count(*) as messages,
    max(ticket_messages.sent_at) as sent_at
  from open_at_end
  join ticket_messages on ticket_messages.ticket_id = open_at_end.ticket_id
    and c360_local_day({{ customer360.zone() }}, ticket_messages.sent_at) <= open_at_end.ends_on
  group by open_at_end.ticket_id, open_at_end.weeks_ago),
carried as (
  select
    open_at_end.owner_id,
    open_at_end.weeks_ago,
    count(*) as open_tickets,
    count(*) filter (where open_at_end.ends_on - c360_local_day({{ customer360.zone() }}, support_tickets.opened_at) > 30) as open_over_30_days,
    count(*) filter (where c360_local_day({{ customer360.zone() }}, greatest(lasted.changed_at, said.sent_at)) < open_at_end.ends_on - 6) as unchanged,
    case when (select source_tables.ticket_messages from source_tables)
      then coalesce(sum(said.messages), 0) / sum(greatest(lasted.days, 1)) end as messages_per_open_day
  from open_at_end
  join support_tickets on support_tickets.ticket_id = open_at_end.ticket_id
  join lasted on lasted.ticket_id = open_at_end.ticket_id and lasted.weeks_ago = open_at_end.weeks_ago
  left join said on said.ticket_id = open_at_end.ticket_id and said.weeks_ago = open_at_end.weeks_ago
  group by open_at_end.owner_id, open_at_end.weeks_ago),
owners as (
  select member_id as owner_id
  from team_members
  where role in ('tam', 'support')
  union
  select owner_id
  from changed),
weekly as (
  select
    owners.owner_id,
    week.weeks_ago,
    coalesce(moved.opened, 0) as opened,
    coalesce(moved.solved, 0) as solved,
    coalesce(moved.opened - moved.solved, 0) as net_new
  from owners
  cross join generate_series(0, 33) as week (weeks_ago)
  left join moved on moved.owner_id is not distinct from owners.owner_id and moved.weeks_ago = week.weeks_ago),
-- Each week with the eight before it. GROUP BY takes tickets that nobody owns for one owner's.
followed as (
  select
    weekly.owner_id,
    later.weeks_ago,
    weekly.net_new
  from weekly
  cross join lateral generate_series(weekly.weeks_ago - 8, weekly.weeks_ago - 1) as later (weeks_ago)
  where later.weeks_ago between 0 and 25),
usual as (
  select
    owner_id,
    weeks_ago,
    percentile_cont(0.5) within group (order by net_new)::numeric as median,
    array_agg(net_new) as net_new
  from followed
  group by owner_id, weeks_ago),
varied as (
  select
    usual.owner_id,
    usual.weeks_ago,
    usual.median,
    greatest(1.4826 * spread.median, 1) as deviation
  from usual
  cross join lateral (
    select percentile_cont(0.5) within group (order by abs(net_new - usual.median))::numeric as median
    from unnest(usual.net_new) as net_new) as spread),
loaded as (
  select
    weekly.owner_id,
    weekly.weeks_ago,
    {{ customer360.as_of() }} - 7 * weekly.weeks_ago as ends_on,
    weekly.opened,
    weekly.solved,
    weekly.net_new,
    varied.median,
    (weekly.net_new - varied.median) / varied.deviation as z,
    coalesce(carried.open_tickets, 0) as open_tickets,
    coalesce(carried.open_over_30_days, 0) as open_over_30_days,
    coalesce(carried.unchanged, 0) as unchanged,
    carried.messages_per_open_day
  from weekly
  join varied on varied.owner_id is not distinct from weekly.owner_id and varied.weeks_ago = weekly.weeks_ago
  left join carried on carried.owner_id is not distinct from weekly.owner_id and carried.weeks_ago = weekly.weeks_ago)
select
  loaded.ends_on as week_ends_on,
  loaded.owner_id,
  case when loaded.owner_id is null then 'nobody' else team_members.name end as owner,
  team_members.role,
  employed.holds as is_employed,
  loaded.opened,
  case when solution.is_known then loaded.solved end as solved,
  case when solution.is_known then loaded.net_new end as net_new,
  case when solution.is_known then loaded.median end as usual_net_new,
  case when solution.is_known then loaded.z end as z,
  case when solution.is_known then loaded.z >= 2 end as is_spike,
  loaded.open_tickets,
  loaded.open_over_30_days,
  loaded.unchanged,
  loaded.messages_per_open_day
from loaded
left join team_members on team_members.member_id = loaded.owner_id
cross join (
  select source_tables.ticket_status_changes or source_tables.support_tickets_solved_at as is_known from source_tables)
  as solution
cross join lateral (
  select coalesce(team_members.role in ('tam', 'support') and (team_members.hired_on > loaded.ends_on) is not true
    and (team_members.left_on <= loaded.ends_on) is not true, false) as holds) as employed
-- Without tickets nobody's load is known.
where (select source_tables.support_tickets from source_tables)
  and (employed.holds or loaded.open_tickets + loaded.opened + loaded.solved > 0)
order by loaded.ends_on, loaded.owner_id
