-- A made-up company's Zendesk as Fivetran lands it, in the schema raw_zendesk, what the company knows itself, in the
-- schema company, and what is so in truth, in the schema truth. Deterministic. The truth is what happened to tickets,
-- and a walk through it, one happening after the other; the raw tables are what Zendesk and the connector make of that
-- by noon of 2026-06-30 UTC, or fail to make of it, one case a ticket.
\set ON_ERROR_STOP on
set timezone = 'UTC';
create schema truth;
create schema company;
create schema raw_zendesk;
set search_path = raw_zendesk, public;
\ir ../../sources/zendesk/fivetran/raw.sql
-- Zendesk's ids are numbers.
alter table ticket alter id type bigint using id::bigint, alter requester_id type bigint using requester_id::bigint,
  alter assignee_id type bigint using assignee_id::bigint, alter organization_id type bigint using organization_id::bigint;
alter table ticket_comment alter id type bigint using id::bigint, alter ticket_id type bigint using ticket_id::bigint,
  alter user_id type bigint using user_id::bigint;
alter table "user" alter id type bigint using id::bigint, alter organization_id type bigint using organization_id::bigint;
alter table organization alter id type bigint using id::bigint;

create function truth.dice(what text, sides bigint) returns bigint immutable language sql
  return ('x' || left(md5(what), 7))::bit(28)::bigint % sides;

-- ---- whom there is

-- Organization 5000 + n belongs to account A<n>, but for every sixth, which only Zendesk knows.
create table company.accounts (account_id text, name text, domain text, signed_on date);
create table truth.organizations (organization_id bigint, account_id text, is_deleted boolean, domain text);
insert into company.accounts
select 'A' || n, 'Customer ' || n, 'customer' || n || '.example', date '2025-01-01' + n
from generate_series(1, 36) as n
where n % 6 <> 5;
insert into truth.organizations
select 5000 + n, case when n % 6 = 5 then 'zendesk:' || 5000 + n else 'A' || n end, n = 36, 'customer' || n || '.example'
from generate_series(1, 36) as n;
insert into organization (id, name, external_id, updated_at, _fivetran_deleted, _fivetran_synced)
select 5000 + n, 'Organization ' || n, case when n % 6 in (0, 3) then 'A' || n when n = 7 then ' ' when n = 8 then 'cus_unknown' end,
  '2025-12-01 09:00Z', n = 36, '2025-12-01 10:00Z'
from generate_series(1, 36) as n;
-- A row that was told before, with what has changed since.
insert into organization (id, name, external_id, updated_at, _fivetran_synced)
values (5001, 'Old name', 'A2', '2025-11-01 09:00Z', '2025-11-01 10:00Z');
-- Those with an external id alone have none of their own.
insert into domain_name
select 5000 + n, place.index, place.domain
from generate_series(1, 36) as n
cross join lateral (values
  (0, case when n % 6 = 2 then 'gmail.com' end),
  (1, case when n % 6 = 2 then 'someone@partner.example' end),
  (2, case when n % 6 = 4 then 'Support.Customer' || n || '.example' when n % 6 <> 0 then 'customer' || n || '.example' end),
  (3, case when n % 6 = 3 then 'customer' || n || '.test' end)) as place (index, domain)
where place.domain is not null;

-- Agents are 1 to 6: 4 is an administrator, 5 was made an end user, 6 was deleted. People of organization 5000 + n are
-- 1000 + n; of the others 2001 has a free address, 2002 none, and 2100 + n one of the domain of A<n>.
create table truth.agents (agent bigint, name text, left_on date);
insert into truth.agents
select n, 'Agent ' || n, case n when 6 then date '2026-06-15' end
from generate_series(1, 6) as n;
insert into "user" (id, name, email, role, organization_id, active, updated_at, _fivetran_synced)
select n, 'Agent ' || n, 'Agent' || n || '@vendor.example', case n when 4 then 'admin' when 5 then 'end-user' when 6 then 'end-user'
  else 'agent' end, null::bigint, n <> 6, case n when 6 then '2026-06-15 15:00Z' else '2026-01-01 09:00Z' end::timestamptz,
  '2026-06-16 09:00Z'::timestamptz
from generate_series(1, 6) as n
union all
select 1000 + n, 'Person ' || n, 'person@customer' || n || '.example', 'end-user', 5000 + n, true, '2026-01-01 09:00Z', '2026-01-01 10:00Z'
from generate_series(1, 36) as n
union all
select 2100 + n, 'Visitor ' || n, 'Visitor@mail.Customer' || n || '.example', 'end-user', null, true, '2026-01-01 09:00Z', '2026-01-01 10:00Z'
from generate_series(1, 36) as n
union all
values (2001, 'Free', 'free@gmail.com', 'end-user', null::bigint, true, '2026-01-01 09:00Z'::timestamptz, '2026-01-01 10:00Z'::timestamptz),
  (2002, 'Unreachable', null, null, null, null, null, null);
-- When agent 5 was one still.
insert into "user" (id, name, email, role, active, updated_at, _fivetran_synced)
values (5, 'Agent 5', 'agent5@vendor.example', 'agent', true, '2025-06-01 09:00Z', '2025-06-01 10:00Z');

-- ---- what happens

create table truth.asked (ticket bigint, what_kind text, n bigint, opened_at timestamptz, organization bigint, requester bigint,
  account text, owner bigint, kind text, priority text, via text, channel text);
-- what: status (with the word), say (customer or agent), note, machine, stranger, gone, rate
create table truth.happenings (place bigint generated always as identity, ticket bigint, at timestamptz, what text, word text, who bigint);
create procedure truth.happens(ticket bigint, at timestamptz, what text, word text default null, who bigint default null)
  language sql as $$ insert into truth.happenings (ticket, at, what, word, who) values (ticket, at, what, word, who) $$;

do $$
declare
  cases constant text[] := '{plain,reopened,held,unanswered,called,called_only,noted,machine,deleted,deleted_untold,vanished,
    merged_tag,merged_list,no_history,person_has_organization,by_domain,free,organization_deleted,late_history,former_agent,
    restored,agent_asks,duplicates,midnight,no_history_solved,stranger,reopened_twice,merged_untold,rerated,rating_in_history}';
  i bigint;
  c text;
  n bigint;
  at timestamptz;
  a truth.asked;
  answer bigint;
  agent bigint;
begin
  for i in 1..600 loop
    c := cases[1 + i % cardinality(cases)];
    n := 1 + truth.dice('account' || i, 35);
    at := timestamptz '2026-01-02 06:00Z' + make_interval(days => truth.dice('day' || i, 150)::int, mins => truth.dice('minute' || i, 600)::int);
    if c = 'midnight' then
      at := date_trunc('day', at) + interval '22 hours 10 minutes';
    end if;
    agent := 1 + truth.dice('agent' || i, 4);
    a := (i, c, n, at, 5000 + n, 1000 + n, (select o.account_id from truth.organizations as o where o.organization_id = 5000 + n),
      agent, ('{question,incident,problem,task,NULL}'::text[])[1 + truth.dice('kind' || i, 5)],
      ('{low,normal,high,urgent,NULL}'::text[])[1 + truth.dice('priority' || i, 5)], via.word, via.channel)
      from (values (0, 'email', 'email'), (1, 'web', 'portal'), (2, 'chat', 'chat'), (3, 'voice', 'phone'), (4, 'api', null),
        (5, 'native_messaging', 'chat')) as via (number, word, channel)
      where via.number = truth.dice('via' || i, 6);
    case c
      when 'person_has_organization' then a.organization := null;
      -- Only the company's own accounts and those with a domain in Zendesk can be found by it.
      when 'by_domain' then a.organization := null; a.requester := 2100 + n;
      when 'free' then a.organization := null; a.requester := 2001 + i % 2; a.account := null;
      when 'organization_deleted' then a.organization := 5036; a.requester := 2100 + n;
      when 'former_agent' then a.owner := 5 + i / 30 % 2;
      when 'agent_asks' then a.requester := 1 + agent % 4; a.organization := null; a.account := null;
      else null;
    end case;
    insert into truth.asked select a.*;
    agent := a.owner;
    answer := 10 + truth.dice('answer' || i, 2000);
    call truth.happens(i, at, 'status', 'new');
    if c in ('called', 'called_only') then
      call truth.happens(i, at, 'say', 'agent', agent);
    else
      call truth.happens(i, at, 'say', 'customer', a.requester);
    end if;
    if c = 'machine' then
      call truth.happens(i, at + interval '1 minute', 'machine', who => -1);
    elsif c = 'stranger' then
      call truth.happens(i, at + interval '2 minutes', 'stranger', who => 9999);
    elsif c = 'noted' then
      call truth.happens(i, at + interval '5 minutes', 'note', who => agent);
    elsif c = 'called' then
      call truth.happens(i, at + interval '7 minutes', 'say', 'customer', a.requester);
    end if;
    continue when c in ('unanswered', 'called_only', 'no_history');
    at := at + make_interval(mins => answer::int);
    call truth.happens(i, at, 'status', 'open');
    call truth.happens(i, at, 'say', 'agent', agent);
    if c = 'held' then
      call truth.happens(i, at + interval '1 hour', 'status', 'pending');
      call truth.happens(i, at + interval '9 hours', 'status', 'hold');
      at := at + interval '2 days';
    end if;
    if c in ('deleted', 'deleted_untold', 'vanished', 'merged_tag', 'merged_list', 'merged_untold') then
      call truth.happens(i, date_trunc('day', at) + interval '3 days 12 hours', 'gone');
      continue;
    end if;
    if c = 'restored' then
      call truth.happens(i, at + interval '1 day', 'gone');
      call truth.happens(i, at + interval '3 days', 'status', 'open');
    end if;
    at := case when c = 'midnight' then date_trunc('day', at) + interval '4 days 22 hours 30 minutes'
      else at + make_interval(hours => (60 + truth.dice('solve' || i, 300))::int) end;
    call truth.happens(i, at, 'status', 'solved');
    if c in ('reopened', 'reopened_twice') then
      for again in 1..case c when 'reopened' then 1 else 2 end loop
        call truth.happens(i, at + interval '20 hours', 'say', 'customer', a.requester);
        call truth.happens(i, at + interval '20 hours', 'status', 'open');
        call truth.happens(i, at + interval '30 hours', 'say', 'agent', agent);
        at := at + interval '50 hours';
        call truth.happens(i, at, 'status', 'solved');
      end loop;
    end if;
    if truth.dice('rate' || i, 2) = 0 or c in ('rerated', 'rating_in_history') then
      call truth.happens(i, at + interval '3 hours', 'rate', ('{good,bad,good}'::text[])[1 + truth.dice('rating' || i, 3)]);
      if c in ('rerated', 'rating_in_history') then
        call truth.happens(i, at + interval '40 days', 'rate', ('{good,bad}'::text[])[1 + truth.dice('again' || i, 2)]);
      end if;
    end if;
    if c not in ('reopened', 'no_history_solved', 'late_history') then
      call truth.happens(i, at + interval '28 days', 'status', 'closed');
    end if;
  end loop;
end $$;
-- The future has not happened.
delete from truth.happenings where at > '2026-06-30 12:00Z';
create index on truth.happenings (ticket);

-- ---- what is so at the end of a local day

-- Without a history nobody knows what was before today.
create function truth.tickets_on(day date, zone text) returns table (ticket_id text, account_id text, owner text, kind text,
    priority text, channel text, status text, reopenings bigint, messages bigint, agent_replies bigint,
    first_reply_minutes bigint, solved_at timestamptz, opened_at timestamptz)
  language plpgsql as $$
declare
  ends_at constant timestamptz := (day + 1)::timestamp at time zone zone;
  asked truth.asked;
  h truth.happenings;
  is_gone boolean;
  is_solved boolean;
  asked_at timestamptz;
  is_first boolean;
begin
  for asked in select * from truth.asked as of where of.opened_at < ends_at loop
    is_gone := false; is_solved := false; is_first := true; asked_at := null; first_reply_minutes := null; solved_at := null;
    reopenings := 0; messages := 0; agent_replies := 0;
    for h in select * from truth.happenings as each where each.ticket = asked.ticket
        and (each.at < ends_at or each.what = 'status' and asked.what_kind in ('no_history', 'no_history_solved'))
        order by each.at, each.place loop
      if h.what = 'status' then
        is_gone := false;
        status := h.word;
        if h.word in ('solved', 'closed') and not is_solved then
          is_solved := true;
          solved_at := h.at;
        elsif h.word not in ('solved', 'closed') and is_solved then
          is_solved := false;
          solved_at := null;
          reopenings := reopenings + 1;
        end if;
      elsif h.what = 'gone' then
        is_gone := true;
      elsif h.what = 'say' then
        messages := messages + 1;
        if h.word = 'customer' then
          asked_at := coalesce(asked_at, h.at);
        else
          agent_replies := agent_replies + (not is_first)::int;
          if asked_at is not null and first_reply_minutes is null then
            first_reply_minutes := extract(epoch from h.at - asked_at) / 60;
          end if;
        end if;
        is_first := false;
      end if;
    end loop;
    continue when is_gone;
    if asked.what_kind in ('no_history', 'no_history_solved') then
      reopenings := null;
      solved_at := null;
    end if;
    ticket_id := asked.ticket; account_id := asked.account; kind := asked.kind; priority := asked.priority;
    channel := asked.channel; opened_at := asked.opened_at;
    owner := (select a.name from truth.agents as a where a.agent = asked.owner);
    return next;
  end loop;
end $$;

-- Ratings that hold at the end of a local day.
create function truth.ratings_on(day date, zone text) returns table (ticket_id text, account_id text, score bigint,
    responded_on date) language plpgsql as $$
declare
  asked truth.asked;
  h truth.happenings;
begin
  for asked in select * from truth.asked loop
    score := null;
    for h in select * from truth.happenings as each where each.ticket = asked.ticket and each.what = 'rate'
        and each.at < (day + 1)::timestamp at time zone zone order by each.at loop
      score := case h.word when 'good' then 2 else 1 end;
      responded_on := h.at at time zone zone;
    end loop;
    ticket_id := asked.ticket;
    account_id := asked.account;
    if score is not null then
      return next;
    end if;
  end loop;
end $$;

-- ---- what lands

insert into ticket (id, subject, type, priority, status, via_channel, requester_id, assignee_id, organization_id,
  merged_ticket_ids, created_at, updated_at, _fivetran_deleted, _fivetran_synced)
select a.ticket, 'Ticket ' || a.ticket, a.kind, a.priority,
  case when a.what_kind in ('deleted', 'deleted_untold') and told.is_gone then 'deleted'
    when a.what_kind like 'merged%' and told.is_gone then 'closed' else told.status end,
  a.via, a.requester, a.owner, a.organization, '[]', a.opened_at, told.at, a.what_kind = 'vanished' and told.is_gone,
  case when a.what_kind = 'vanished' and told.is_gone then told.gone_at + interval '1 hour' else '2026-06-30 12:00Z' end
from truth.asked as a
cross join lateral (
  select (array_agg(h.word order by h.at desc, h.place desc) filter (where h.what = 'status'))[1] as status,
    bool_or(h.what = 'gone') as is_gone, max(h.at) filter (where h.what = 'gone') as gone_at,
    -- Of a row that vanished the connector has the last version that it saw.
    max(h.at) filter (where h.what = 'status' or h.what = 'gone' and a.what_kind <> 'vanished') as at
  from truth.happenings as h
  where h.ticket = a.ticket) as told;
-- Of the agent who was made an end user only the history knows that he had the ticket.
update ticket set assignee_id = 1 where assignee_id = 5;
insert into ticket_field_history
select a.ticket, 'assignee_id', a.opened_at, a.owner::text
from truth.asked as a
union all
select a.ticket, 'assignee_id', a.opened_at + interval '1 day', null
from truth.asked as a
where a.owner = 5;
update truth.asked set owner = 1 where owner = 5;
insert into ticket_field_history
select a.ticket, 'status', h.at, case when h.what = 'status' then h.word when a.what_kind like 'merged%' then 'closed'
  else 'deleted' end
from truth.asked as a
join truth.happenings as h on h.ticket = a.ticket
where a.what_kind not in ('no_history', 'no_history_solved')
  and case h.what
    -- The opening is not always told.
    when 'status' then not (a.what_kind = 'late_history' and h.word = 'solved')
      and not (h.word = 'new' and a.ticket % 7 = 0 and a.what_kind not in ('unanswered', 'called_only'))
    when 'gone' then a.what_kind in ('deleted', 'merged_tag', 'merged_list', 'restored') end
union all
-- Other fields, and a value that was taken away.
select a.ticket, 'priority', a.opened_at + interval '1 minute', 'solved'
from truth.asked as a
union all
select a.ticket, 'status', a.opened_at + interval '1 minute', null
from truth.asked as a
where a.ticket % 11 = 0;
insert into ticket_tag
select a.ticket, case when a.what_kind in ('merged_tag', 'merged_untold') and h.ticket is not null then 'closed_by_merge'
  else 'billing' end
from truth.asked as a
left join truth.happenings as h on h.ticket = a.ticket and h.what = 'gone'
where a.what_kind <> 'merged_list';
-- The ticket into which it was merged tells, as well.
update ticket set merged_ticket_ids = format('[%s, 777777]', merged.ticket)
from (
  select a.ticket, row_number() over (order by a.ticket) as place
  from truth.asked as a
  join truth.happenings as h on h.ticket = a.ticket and h.what = 'gone'
  where a.what_kind = 'merged_list') as merged
where ticket.id = (select min(a.ticket) + 30 * (merged.place - 1) from truth.asked as a where a.what_kind = 'plain');
insert into ticket_comment (id, ticket_id, user_id, created, public, _fivetran_synced)
select 100000 + h.place, h.ticket, h.who, h.at, h.what <> 'note', h.at + interval '10 minutes'
from truth.happenings as h
where h.what in ('say', 'note', 'machine', 'stranger');
insert into ticket_comment (id, ticket_id, user_id, created, public, _fivetran_deleted)
select 900000 + a.ticket, a.ticket, 1, a.opened_at + interval '1 second', true, true
from truth.asked as a
where a.what_kind = 'plain';
-- Deliveries that came twice, and a version of before.
insert into ticket (id, status, requester_id, created_at, updated_at, _fivetran_synced)
select a.ticket, 'new', 2002, a.opened_at, a.opened_at, a.opened_at
from truth.asked as a
where a.what_kind = 'duplicates';
insert into ticket_field_history
select ticket_field_history.*
from ticket_field_history
join truth.asked as a on a.ticket::text = ticket_field_history.ticket_id and a.what_kind = 'duplicates';
insert into ticket_comment
select ticket_comment.*
from ticket_comment
join truth.asked as a on a.ticket = ticket_comment.ticket_id and a.what_kind = 'duplicates';
-- Whoever was asked has a row, whether he answers or not.
insert into satisfaction_rating (id, ticket_id, requester_id, score, comment, created_at, updated_at)
select 'r' || h.place, h.ticket, a.requester, h.word, case when h.ticket % 2 = 0 then 'Words' end, h.at - interval '2 hours', h.at
from truth.happenings as h
join truth.asked as a on a.ticket = h.ticket
where h.what = 'rate' and a.what_kind <> 'rating_in_history'
union all
select 'o' || a.ticket, a.ticket, a.requester, case a.ticket % 3 when 0 then 'unoffered' else 'offered' end, null,
  a.opened_at, a.opened_at
from truth.asked as a
where a.ticket % 2 = 0;
insert into ticket_field_history
select h.ticket, 'satisfaction_score', h.at, h.word
from truth.happenings as h
join truth.asked as a on a.ticket = h.ticket
where h.what = 'rate'
union all
select a.ticket, 'satisfaction_score', a.opened_at, 'offered'
from truth.asked as a;

-- Monday to Friday 9:00 to 17:30, Saturday night to Sunday morning 22:00 to 2:00, and a schedule made later.
insert into schedule
select '1', d * 1440 + 540, d * 1440 + 1050, '2025-01-01 00:00Z'::timestamptz, false
from generate_series(1, 5) as d
union all
values ('1', 6 * 1440 + 1320, 7 * 1440, '2025-01-01 00:00Z'::timestamptz, null), ('1', 0, 120, '2025-01-01 00:00Z', null),
  ('2', 0, 10080, '2025-05-01 00:00Z', false), ('0', 0, 10080, '2024-01-01 00:00Z', true);
insert into schedule_holiday values ('1', '2026-05-01', '2026-05-01', false), ('1', '2026-12-24', '2026-12-26', null),
  ('2', '2026-02-02', '2026-02-02', false), ('1', '2026-03-03', '2026-03-03', true);
analyze;
