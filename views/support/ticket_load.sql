-- How many tickets each owner carries at the end of as_of(): one row per Technical Account Manager or support agent
-- employed on that day, including those without tickets, and one for anyone else who still owns an open ticket. Weeks
-- are blocks of seven days, the last of which ends on as_of().
--
-- owner_id: the owner; NULL = tickets that nobody owns
-- owner: name
-- role: csm, tam or support
-- open_tickets: open tickets
-- share_of_mean: open tickets ÷ the mean of all owners of the same role: 1 = an equal load; NULL = nobody has any
-- open_over_30_days: open tickets more than 30 days old
-- unchanged: open tickets older than a week without a message or a change of status this week: no change week over week
-- messages_per_open_day: messages of the open tickets ÷ the days they were open, at least one day each; NULL = none
--   open
-- opened: tickets opened or reopened this week
-- solved: tickets solved this week
-- net_new: opened − solved: by how much the open tickets grew
-- usual_net_new: median of net_new over the eight weeks before
-- z: (net_new − median) ÷ deviation of those weeks, where the deviation is 1.4826 · MAD, at least one ticket: a quiet
--   owner's first ticket is not a spike
-- is_spike: z ≥ 2
with changed as (
  select t.owner_id, ((select as_of()) - c.changed_at::date) / 7 as weeks_ago, c.status <> 'solved' as is_open,
    lag(c.status <> 'solved', 1, false) over (partition by c.ticket_id order by c.changed_at) as was_open
  from ticket_status_changes c
  join support_tickets t on t.ticket_id = c.ticket_id
  where c.changed_at < (select (as_of() + 1)::timestamptz)),
moved as (
  select c.owner_id, c.weeks_ago, count(*) filter (where c.is_open and not c.was_open) as opened,
    count(*) filter (where c.was_open and not c.is_open) as solved
  from changed c
  where c.weeks_ago <= 8
  group by c.owner_id, c.weeks_ago),
carried as (
  select t.owner_id, count(*) as open_tickets, count(*) filter (where t.is_open_over_30_days) as open_over_30_days,
    count(*) filter (where t.last_change_at < (select (as_of() - 6)::timestamptz)) as unchanged,
    sum(t.messages) / sum(greatest(t.open_days, 1)) as messages_per_open_day
  from tickets t
  where t.is_open
  group by t.owner_id),
owners as (
  select m.member_id as owner_id, m.name, m.role from team_members m
  where m.role in ('tam', 'support') and m.hired_on <= as_of() and (m.left_on > as_of()) is not false
  union
  select c.owner_id, m.name, m.role from carried c left join team_members m on m.member_id = c.owner_id),
weekly as (
  select o.owner_id, w.weeks_ago, coalesce(m.opened, 0) as opened, coalesce(m.solved, 0) as solved,
    coalesce(m.opened - m.solved, 0) as net_new
  from owners o
  cross join generate_series(0, 8) as w (weeks_ago)
  left join moved m on m.owner_id is not distinct from o.owner_id and m.weeks_ago = w.weeks_ago),
usual as (
  select w.owner_id, percentile_cont(0.5) within group (order by w.net_new)::numeric as median
  from weekly w
  where w.weeks_ago > 0
  group by w.owner_id),
varied as (
  select w.owner_id, u.median,
    greatest(1.4826 * percentile_cont(0.5) within group (order by abs(w.net_new - u.median))::numeric, 1) as deviation
  from weekly w
  join usual u on u.owner_id is not distinct from w.owner_id
  where w.weeks_ago > 0
  group by w.owner_id, u.median)
select o.owner_id, o.name as owner, o.role, coalesce(c.open_tickets, 0) as open_tickets,
  round(coalesce(c.open_tickets, 0) / nullif(avg(coalesce(c.open_tickets, 0)) over (partition by o.role), 0), 4)
    as share_of_mean,
  coalesce(c.open_over_30_days, 0) as open_over_30_days, coalesce(c.unchanged, 0) as unchanged,
  round(c.messages_per_open_day, 4) as messages_per_open_day, w.opened, w.solved, w.net_new, v.median as usual_net_new,
  round(s.z, 4) as z, s.z >= 2 as is_spike
from owners o
join weekly w on w.owner_id is not distinct from o.owner_id and w.weeks_ago = 0
join varied v on v.owner_id is not distinct from o.owner_id
left join carried c on c.owner_id is not distinct from o.owner_id
cross join lateral (select (w.net_new - v.median) / v.deviation as z) as s
order by open_tickets desc, o.owner_id
