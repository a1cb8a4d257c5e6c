-- Support tickets as they stood at the end of as_of(): one row per ticket opened by then and not deleted. Numbers are
-- unrounded. Business hours are those of working_hours; NULL where there is no such table.
--
-- ticket_id: the ticket
-- account_id: the customer; NULL = not known
-- account: its name
-- csm: Customer Success Manager in charge of it on as_of()
-- tam: its Technical Account Manager on as_of()
-- arr: its annual recurring revenue on as_of()
-- owner_id: Technical Account Manager or support agent who owns it; NULL = nobody
-- owner: that person's name
-- kind: question, incident, problem or task
-- priority: low, normal, high or urgent
-- channel: email, chat, phone or portal
-- subject: subject line
-- opened_at: instant it was opened
-- status: new, open, pending, hold, reopened, solved or closed
-- is_open: neither solved nor closed
-- age_days: calendar days since it was opened, while it is open; NULL = solved
-- is_open_over_30_days: open, and more than 30 days old
-- open_days: time it has been open so far, in days of 24 hours, excluding the time it was solved; NULL = solved, and
--   not known when
-- messages: public messages so far
-- agent_replies: those from agents, without the opening one
-- last_message_at: instant of the last message; NULL = none
-- last_change_at: instant of its last message or change of status
-- messages_per_open_day: messages ÷ days open, at least one day: a one-hour ticket with three messages had three per
--   day
-- reopenings: how often it was open again after it was solved, whatever the word; NULL = its history is not known
-- first_reply_at: instant of the first message of an agent after the customer's first one; NULL = none
-- hours_to_first_reply: hours from the customer's first message to that reply
-- business_hours_to_first_reply: those of them in which the support team works
-- solved_at: instant from which it has been solved, the first of its last solved states; NULL = open, or not known
-- hours_to_resolution: hours from opening to that instant: a reopened ticket had not been resolved; NULL = open, or
--   solved before it was opened, which is a fault
-- business_hours_to_resolution: those of them in which the support team works
-- is_first_contact_resolution: solved with exactly one agent reply and never reopened; NULL = open, or not known
with stated as (
  select ticket_changes.ticket_id,
    min(ticket_changes.status) filter (where ticket_changes.until is null) as status,
    bool_or(ticket_changes.is_open) filter (where ticket_changes.until is null) as is_open,
    bool_and(ticket_changes.is_recorded) as is_recorded,
    count(*) filter (where ticket_changes.is_open and not ticket_changes.was_open) as reopenings,
    max(ticket_changes.changed_at) as changed_at,
    max(ticket_changes.changed_at) filter (where ticket_changes.was_open and not ticket_changes.is_open) as solved_at,
    extract(epoch from sum(coalesce(ticket_changes.until, (select local_midnight(as_of() + 1)))
      - ticket_changes.changed_at) filter (where ticket_changes.is_open)) / 86400 as open_days
  from ticket_changes
  group by ticket_changes.ticket_id),
said as (
  select
    ticket_id,
    author,
    sent_at
  from ticket_messages
  where sent_at < (select local_midnight(as_of() + 1))),
asked as (
  select
    ticket_id,
    count(*) as messages,
    count(*) filter (where author = 'agent') as agent_messages,
    min(sent_at) filter (where author = 'customer') as asked_at,
    min(sent_at) filter (where author = 'agent') as first_agent_at,
    max(sent_at) as last_message_at
  from said
  group by ticket_id),
replied as (
  select
    said.ticket_id,
    min(said.sent_at) as first_reply_at
  from said
  join asked on asked.ticket_id = said.ticket_id and said.sent_at >= asked.asked_at
  where said.author = 'agent'
  group by said.ticket_id),
messaged as (
  select
    asked.ticket_id,
    asked.asked_at,
    asked.messages,
    asked.agent_messages,
    asked.first_agent_at < coalesce(asked.asked_at, 'infinity') as is_opened_by_agent,
    replied.first_reply_at,
    asked.last_message_at
  from asked
  left join replied on replied.ticket_id = asked.ticket_id),
weekdays as (
  select working_hours.weekday, jsonb_agg(working_hours.opens || '-' || working_hours.closes) as hours
  from working_hours
  where working_hours.opens is not null and working_hours.closes is not null
  group by working_hours.weekday),
schedule as materialized (
  select jsonb_build_object(
    'zone', local_zone(),
    'hours', jsonb_strip_nulls(jsonb_object_agg(
      ('{monday,tuesday,wednesday,thursday,friday,saturday,sunday}'::text[])[weekday.number], weekdays.hours)),
    'holidays', (select coalesce(jsonb_agg(distinct working_hours.day), '[]') from working_hours
      where working_hours.day is not null)) as document
  from generate_series(1, 7) as weekday (number)
  left join weekdays on weekdays.weekday = weekday.number
  having count(weekdays.weekday) > 0),
-- Days with hours of their own are holidays in that schedule, and come on top.
exceptions as materialized (
  select working_hours.day, jsonb_build_object(
    'zone', local_zone(),
    'hours', jsonb_build_object(
      ('{monday,tuesday,wednesday,thursday,friday,saturday,sunday}'::text[])
        [extract(isodow from working_hours.day)::int],
      jsonb_agg(working_hours.opens || '-' || working_hours.closes))) as document
  from working_hours
  where working_hours.day is not null and working_hours.opens is not null and working_hours.closes is not null
  group by working_hours.day),
measured as (
  select support_tickets.ticket_id, support_tickets.account_id, support_tickets.owner_id, support_tickets.kind,
    support_tickets.priority, support_tickets.channel, support_tickets.subject, support_tickets.opened_at,
    stated.status, stated.is_open, stated.changed_at,
    case when source_tables.ticket_status_changes and stated.is_recorded then stated.reopenings end as reopenings,
    case when not stated.is_open and (stated.is_recorded or support_tickets.solved_at >= support_tickets.opened_at)
      then stated.solved_at end as solved_at,
    case when stated.is_open or stated.is_recorded or support_tickets.solved_at >= support_tickets.opened_at
      then coalesce(stated.open_days, 0) end as open_days,
    (select as_of()) - local_day(support_tickets.opened_at) as days,
    messaged.asked_at, messaged.first_reply_at, messaged.last_message_at,
    case when source_tables.ticket_messages then coalesce(messaged.messages, 0) end as messages,
    case when source_tables.ticket_messages
      then coalesce(messaged.agent_messages - messaged.is_opened_by_agent::int, 0) end as agent_replies
  from stated
  cross join source_tables
  join support_tickets on support_tickets.ticket_id = stated.ticket_id
  left join messaged on messaged.ticket_id = stated.ticket_id)
select
  measured.ticket_id,
  measured.account_id,
  assigned.account,
  csms.name as csm,
  tams.name as tam,
  managed.arr,
  measured.owner_id,
  team_members.name as owner,
  measured.kind,
  measured.priority,
  measured.channel,
  measured.subject,
  measured.opened_at,
  measured.status,
  measured.is_open,
  case when measured.is_open then measured.days end as age_days,
  measured.is_open and measured.days > 30 as is_open_over_30_days,
  measured.open_days,
  measured.messages,
  measured.agent_replies,
  measured.last_message_at,
  greatest(measured.changed_at, measured.last_message_at) as last_change_at,
  case when measured.open_days is not null then measured.messages / greatest(measured.open_days, 1) end
    as messages_per_open_day,
  measured.reopenings,
  measured.first_reply_at,
  extract(epoch from measured.first_reply_at - measured.asked_at) / 3600 as hours_to_first_reply,
  worked.to_first_reply as business_hours_to_first_reply,
  measured.solved_at,
  case when measured.solved_at >= measured.opened_at
    then extract(epoch from measured.solved_at - measured.opened_at) / 3600 end as hours_to_resolution,
  worked.to_resolution as business_hours_to_resolution,
  case when not measured.is_open and measured.agent_replies is not null
    then measured.reopenings = 0 and measured.agent_replies = 1 end
    as is_first_contact_resolution
from measured
left join schedule on true
left join lateral (
  select min(working.hours) filter (where span.name = 'reply') as to_first_reply,
    min(working.hours) filter (where span.name = 'resolution') as to_resolution
  from (values ('reply', measured.asked_at, measured.first_reply_at),
    ('resolution', measured.opened_at, measured.solved_at)) as span (name, started_at, ended_at)
  cross join lateral (
    select business_hours(span.started_at, span.ended_at, schedule.document) + coalesce(sum(business_hours(
      greatest(span.started_at, local_midnight(exceptions.day)),
      least(span.ended_at, local_midnight(exceptions.day + 1)), exceptions.document)), 0) as hours
    from exceptions
    where exceptions.day between local_day(span.started_at) and local_day(span.ended_at)) as working
  ) as worked on schedule.document is not null
-- Each DISTINCT tells the planner that it may leave its join out for whoever asks for none of the columns.
left join (
  select distinct on (accounts.account_id) accounts.account_id, accounts.name as account,
    coalesce(account_team.member_id, accounts.tam_id) as tam_id
  from accounts
  left join account_team on account_team.account_id = accounts.account_id and account_team.role = 'tam'
    and account_team.valid @> as_of()
  order by accounts.account_id, lower(account_team.valid) desc, account_team.member_id) as assigned
  on assigned.account_id = measured.account_id
left join (
  select distinct on (csm_accounts.account_id) csm_accounts.account_id, csm_accounts.member_id, csm_accounts.arr
  from csm_accounts
  order by csm_accounts.account_id) as managed on managed.account_id = measured.account_id
left join team_members on team_members.member_id = measured.owner_id
left join team_members as csms on csms.member_id = managed.member_id
left join team_members as tams on tams.member_id = assigned.tam_id
