-- How many tickets each owner carries at the end of as_of(): one row per Technical Account Manager or support agent
-- employed on that day, including those without tickets, and one for anyone else who still owns an open ticket. Tickets
-- of customers who are not known count, too. Weeks are blocks of seven local days, the last of which ends on as_of().
--
-- owner_id: the owner; NULL = tickets that nobody owns
-- owner: name; nobody = tickets that nobody owns
-- role: csm, tam or support
-- open_tickets: open tickets
-- share_of_mean: open tickets ÷ the mean of all owners of the same role: 1 = an equal load; NULL = nobody has any
-- open_over_30_days: open tickets more than 30 days old
-- unchanged: open tickets older than a week without a message or a change of status this week: no change week over week
-- messages_per_open_day: messages of the open tickets ÷ the days they were open, at least one day each; NULL = none
--   open
-- opened: tickets opened this week, or open again after they were solved
-- solved: tickets solved this week
-- net_new: opened − solved: by how much the open tickets grew
-- usual_net_new: median of net_new over the eight weeks before
-- z: (net_new − median) ÷ deviation of those weeks, where the deviation is 1.4826 · MAD, at least one ticket: a quiet
--   owner's first ticket is not a spike
-- is_spike: z ≥ 2
select
  owner_id,
  owner,
  role,
  open_tickets,
  round(open_tickets / nullif(avg(open_tickets) over (partition by role), 0), 4) as share_of_mean,
  open_over_30_days,
  unchanged,
  round(messages_per_open_day, 4) as messages_per_open_day,
  opened,
  solved,
  net_new,
  usual_net_new,
  round(z, 4) as z,
  is_spike
from ticket_weeks
where week_ends_on = as_of() and (is_employed or open_tickets > 0)
order by open_tickets desc, owner_id
