-- Support: tickets with their states and messages, and calls.

-- What becomes of each ticket: how long it takes, whether it comes back, how often the agent writes.
\echo -n 'support_tickets         '
create table demo_generator.ticket_plans as
with people as (
  select account_id, min(user_id) as first_user_id, ceil(count(*) / 2.0) as early_users from users group by account_id),
asked as (
  select w.account_id, w.number, w.week, p.story, p.seats, w.middle >= p.turns_on as has_turned,
    (0.1 + 0.005 * least(p.seats, 150)) * case
      when p.story = 'loud_churn' and w.middle >= p.turns_on then 3.5
      when p.story = 'late_onboarding' and w.middle < p.live_on then 2
      when p.story in ('silent_churn', 'never_live') and w.middle >= p.turns_on then 0.3
      when p.story in ('shelfware', 'set_and_forget') then 0.4
      else 1 end as rate
  from demo_generator.weeks w join demo_generator.plans p using (account_id)
  where w.level > 0),
counted as (
  select *, number * 16 + ticket as number_of_ticket, ticket
  from asked, generate_series(1, floor(rate * (0.4 + 1.2 * roll(account_id, 'ticket rate', number))
    + roll(account_id, 'tickets', number))::int
    -- Trouble comes in bursts.
    + case when story = 'loud_churn' and has_turned and number % 3 = 0 then 3 else 0 end) as ticket),
opened as (
  select c.*, a.region, coalesce(a.tam_id, s.members[1 + c.account_id % cardinality(s.members)]) as owner_id,
    p.first_user_id + floor(p.early_users * roll(c.account_id, 'asks', number_of_ticket))::int as user_id,
    in_office(week + whole(0, 4, roll(c.account_id, 'ticket day', number_of_ticket)), a.time_zone,
      roll(c.account_id, 'ticket time', number_of_ticket)) as opened_at,
    case when roll(c.account_id, 'kind', number_of_ticket) < 0.5 then 'question'
         when roll(c.account_id, 'kind', number_of_ticket) < 0.75 then 'incident'
         when roll(c.account_id, 'kind', number_of_ticket) < 0.85 then 'problem' else 'task' end as kind,
    story = 'loud_churn' and has_turned as is_trouble,
    roll(c.account_id, 'effort', number_of_ticket) as effort
  from counted c
  join accounts a using (account_id)
  join people p using (account_id)
  cross join (select array_agg(member_id order by member_id) as members
              from team_members where role = 'support' and hired_on < today() - 30) s)
select row_number() over (order by opened_at, account_id, number_of_ticket) as ticket_id, account_id, user_id, owner_id,
  kind, opened_at, is_trouble,
  case when kind = 'incident' and roll(account_id, 'priority', number_of_ticket) < 0.25 then 'urgent'
       when kind in ('incident', 'problem') and roll(account_id, 'priority', number_of_ticket) < 0.6 then 'high'
       when roll(account_id, 'priority', number_of_ticket) < 0.85 then 'normal' else 'low' end as priority,
  pick('{email,email,chat,portal,portal,phone}', roll(account_id, 'channel', number_of_ticket)) as channel,
  pick(case kind
    when 'question' then '{How do I share a report?,Where is the export?,Can two people edit a task?,
      What does this setting do?}'
    when 'incident' then '{Page does not load,Synchronisation stopped,Numbers differ from yesterday,Cannot sign in}'
    when 'problem' then '{Export is cut off,Reminder arrives twice,Chart is empty,Import skips rows}'
    else '{Please add a user,Please restore a project,Please change the billing address,Please raise the limit}'
    end::text[], roll(account_id, 'subject', number_of_ticket)) as subject,
  -- Most are solved within hours, some take weeks, one in a hundred stays open.
  case when roll(account_id, 'never', number_of_ticket) >= 0.01 then opened_at
    + make_interval(mins => 20
      + floor(30000 * effort * effort * effort * effort * case when is_trouble then 2 else 1 end)::int)
    end as solved_at,
  case when roll(account_id, 'again', number_of_ticket) < case when is_trouble then 0.3 else 0.07 end
       then make_interval(hours => whole(2, 120, roll(account_id, 'again when', number_of_ticket))) end as back_after,
  1 + floor(effort * 5 * roll(account_id, 'replies', number_of_ticket))::int as replies
from opened where opened_at < (today() + 1)::timestamptz;
alter table demo_generator.ticket_plans add primary key (ticket_id);
analyze demo_generator.ticket_plans;

insert into support_tickets (ticket_id, account_id, user_id, owner_id, kind, priority, channel, subject, opened_at)
select t.ticket_id, t.account_id, u.user_id, t.owner_id, t.kind, t.priority, t.channel, t.subject, t.opened_at
from demo_generator.ticket_plans t
-- The user, if still active on that day; otherwise the vendor opened it.
left join users u on u.user_id = t.user_id and u.provisioned_on <= t.opened_at::date
  and (u.deactivated_on > t.opened_at::date) is not false
order by 1;
analyze support_tickets;
select to_char(count(*), '999,999,999') from support_tickets;

\echo -n 'ticket_status_changes   '
insert into ticket_status_changes (ticket_id, changed_at, status)
select ticket_id, changed_at, status
from demo_generator.ticket_plans, lateral (values
  (opened_at, 'open'), (solved_at, 'solved'), (solved_at + back_after, 'reopened'),
  (solved_at + back_after * 2 + interval '1 day', case when back_after is not null then 'solved' end))
  as changes (changed_at, status)
where changed_at < (today() + 1)::timestamptz
order by 1, 2;
select to_char(count(*), '999,999,999') from ticket_status_changes;

-- Question, answer, question, answer; the last answer solves it. What is open has had its messages so far.
\echo -n 'ticket_messages         '
insert into ticket_messages (message_id, ticket_id, sent_at, author)
with spread as (
  select ticket_id, replies, opened_at, coalesce(solved_at, opened_at + interval '20 days') - opened_at as duration
  from demo_generator.ticket_plans),
messages as (
  select ticket_id, message, case message % 2 when 0 then 'customer' else 'agent' end as author,
    opened_at + duration * (message::float8 / (2 * replies - 1)) as sent_at
  from spread, generate_series(0, 2 * replies - 1) as message
  union all
  select ticket_id, 100 + answer, case answer when 0 then 'customer' else 'agent' end,
    solved_at + back_after * (1 + answer)
  from demo_generator.ticket_plans, generate_series(0, 1) as answer where back_after is not null)
select row_number() over (order by sent_at, ticket_id, message), ticket_id, date_trunc('second', sent_at), author
from messages where sent_at < (today() + 1)::timestamptz
order by 1;
select to_char(count(*), '999,999,999') from ticket_messages;

\echo -n 'calls                   '
insert into calls (call_id, account_id, user_id, started_at, minutes)
with called as (
  select w.account_id, w.number, call, u.user_id,
    in_office(w.week + whole(0, 4, roll(w.account_id, 'call day', w.number * 4 + call)), a.time_zone,
      roll(w.account_id, 'call time', w.number * 4 + call)) as started_at
  from demo_generator.weeks w
  join demo_generator.plans p using (account_id)
  join accounts a using (account_id)
  join (select account_id, min(user_id) as user_id from users group by account_id) u using (account_id),
    generate_series(1, floor((0.04 + 0.0012 * p.seats) * (0.5 + w.level / 2)
      + roll(w.account_id, 'calls', w.number))::int) as call
  where w.level > 0)
select row_number() over (order by started_at, account_id, call), account_id, user_id, started_at,
  3 + floor(45 * roll(account_id, 'minutes', number * 4 + call) * roll(account_id, 'talk', number * 4 + call))
from called where started_at < (today() + 1)::timestamptz
order by 1;
select to_char(count(*), '999,999,999') from calls;
