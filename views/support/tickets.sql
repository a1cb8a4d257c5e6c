-- Support tickets as they stood at the end of as_of(): one row per ticket opened by then.
--
-- ticket_id: the ticket
-- account_id: the customer
-- account: its name
-- owner_id: Technical Account Manager or support agent who owns it; NULL = nobody
-- owner: that person's name
-- kind: question, incident, problem or task
-- priority: low, normal, high or urgent
-- channel: email, chat, phone or portal
-- subject: subject line
-- opened_at: instant it was opened
-- status: open, solved or reopened
-- is_open: open or reopened
-- age_days: calendar days since it was opened, while it is open; NULL = solved
-- is_open_over_30_days: open, and more than 30 days old
-- open_days: time it has been open so far, in days of 24 hours, excluding the time it was solved
-- messages: public messages so far
-- agent_replies: those from agents
-- last_message_at: instant of the last message; NULL = none
-- last_change_at: instant of its last message or change of status
-- messages_per_open_day: messages ÷ days open, at least one day: a one-hour ticket with three messages had three per
--   day
-- reopenings: how often it was reopened
-- solved_at: instant it was solved for the last time; NULL = open
-- hours_to_resolution: hours from opening to that instant: a reopened ticket had not been resolved; NULL = open
-- is_first_contact_resolution: solved with exactly one agent reply and never reopened; NULL = open
with changed as (
  select c.ticket_id, c.status, c.changed_at,
    lead(c.changed_at) over (partition by c.ticket_id order by c.changed_at) as until
  from ticket_status_changes c
  where c.changed_at < (select (as_of() + 1)::timestamptz)),
stated as (
  select c.ticket_id, min(c.status) filter (where c.until is null) as status, max(c.changed_at) as changed_at,
    count(*) filter (where c.status = 'reopened') as reopenings,
    extract(epoch from sum(coalesce(c.until, (select (as_of() + 1)::timestamptz)) - c.changed_at)
      filter (where c.status <> 'solved')) / 86400 as open_days
  from changed c
  group by c.ticket_id),
messaged as (
  select m.ticket_id, count(*) as messages, count(*) filter (where m.author = 'agent') as agent_replies,
    max(m.sent_at) as last_message_at
  from ticket_messages m
  where m.sent_at < (select (as_of() + 1)::timestamptz)
  group by m.ticket_id)
select t.ticket_id, t.account_id, a.name as account, t.owner_id, o.name as owner, t.kind, t.priority, t.channel,
  t.subject, t.opened_at, s.status, s.status <> 'solved' as is_open,
  case when s.status <> 'solved' then (select as_of()) - t.opened_at::date end as age_days,
  s.status <> 'solved' and (select as_of()) - t.opened_at::date > 30 as is_open_over_30_days,
  round(coalesce(s.open_days, 0), 4) as open_days, coalesce(m.messages, 0) as messages,
  coalesce(m.agent_replies, 0) as agent_replies, m.last_message_at,
  greatest(s.changed_at, m.last_message_at) as last_change_at,
  round(coalesce(m.messages, 0) / greatest(s.open_days, 1), 4) as messages_per_open_day, s.reopenings,
  case when s.status = 'solved' then s.changed_at end as solved_at,
  case when s.status = 'solved' then round(extract(epoch from s.changed_at - t.opened_at) / 3600, 2) end
    as hours_to_resolution,
  case when s.status = 'solved' then s.reopenings = 0 and m.agent_replies is not distinct from 1 end
    as is_first_contact_resolution
from support_tickets t
join stated s on s.ticket_id = t.ticket_id
join accounts a on a.account_id = t.account_id
left join messaged m on m.ticket_id = t.ticket_id
left join team_members o on o.member_id = t.owner_id
where t.opened_at < (select (as_of() + 1)::timestamptz)
