-- A made-up company's Intercom as Fivetran lands it, in the schema raw_intercom, what the company knows itself, in the
-- schema company, and what is so in truth, in the schema truth. Deterministic. The truth is what happened in each
-- conversation, one case a conversation; the raw tables are what Intercom and the connector make of that.
\set ON_ERROR_STOP on
set timezone = 'UTC';
create schema truth;
create schema company;
create schema raw_intercom;
set search_path = raw_intercom, public;
\ir ../../sources/intercom/fivetran/raw.sql

create function truth.dice(what text, sides bigint) returns bigint immutable language sql
  return ('x' || left(md5(what), 7))::bit(28)::bigint % sides;

-- Company n of Intercom is account A<n>, known by domain or by the id that the product gave, but every sixth only Intercom
-- knows.
create table company.accounts as
select 'A' || n as account_id, 'Customer ' || n as name, 'customer' || n || '.example' as domain, date '2025-01-01' + n as signed_on
from generate_series(1, 24) as n where n % 6 <> 5;
create table truth.companies as
select n, md5('company' || n) as company_id, case when n % 6 = 5 then 'intercom:' || md5('company' || n) else 'A' || n end
  as account_id
from generate_series(1, 24) as n;
insert into company_history (id, company_id, name, website, updated_at, _fivetran_deleted, _fivetran_synced)
select company_id, case when n % 6 in (0, 3) then 'A' || n when n = 7 then 'cus_unknown' end,
  case version when 1 then 'Old name' else 'Company ' || n end,
  case when n % 6 = 1 then 'https://www.Customer' || n || '.example/' when n % 6 <> 0 then 'customer' || n || '.example' end,
  timestamptz '2025-12-01Z' + make_interval(days => version), false, '2026-06-01Z'
from truth.companies cross join generate_series(1, 2) as version;
insert into company_history (id, name, website, updated_at, _fivetran_deleted) values
  ('gone', 'Gone', 'gone.example', '2025-12-01Z', false), ('gone', 'Gone', 'gone.example', '2025-12-02Z', true);

create table truth.admins as
select n, (4000 + n)::text as member_id, 'Teammate ' || n as name, (array['support', 'csm', 'tam', 'support'])[n] as role,
  case n when 4 then date '2026-05-20' end as left_on
from generate_series(1, 4) as n;
insert into admin select member_id, name, lower(replace(name, ' ', '.')) || '@vendor.example',
  case role when 'csm' then 'Senior Customer Success Manager' when 'tam' then 'TAM, EMEA' else 'Happiness' end, left_on is not null,
  coalesce(left_on, '2026-06-30')::timestamp at time zone 'UTC' + interval '9 hours' from truth.admins;

-- What happens in each case: hours after the beginning, what Intercom writes, who, and with words or without.
create table truth.cases (number bigint, name text);
insert into truth.cases values (0, 'plain'), (1, 'reopened'), (2, 'reopened_by_part'), (3, 'snoozed'), (4, 'woken'), (5, 'unanswered'),
  (6, 'campaign'), (7, 'campaign_unanswered'), (8, 'deleted'), (9, 'by_domain'), (10, 'free'), (11, 'two_companies'), (12, 'no_parts'),
  (13, 'overtaken'), (14, 'by_contact');
create table truth.steps (name text, hours numeric, part text, author text, is_said boolean, status text);
insert into truth.steps values
  ('plain', 2, 'comment', 'admin', true, null), ('plain', 4, 'note', 'admin', false, null), ('plain', 5, 'close', 'admin', false, 'solved'),
  ('reopened', 1, 'comment', 'admin', true, null), ('reopened', 2, 'close', 'admin', false, 'solved'),
  ('reopened', 26, 'comment', 'user', true, 'open'), ('reopened', 26.5, 'comment', 'user', true, null),
  ('reopened', 27, 'comment', 'admin', true, null), ('reopened', 28, 'close', 'bot', false, 'solved'),
  ('reopened_by_part', 3, 'close', 'admin', true, 'solved'), ('reopened_by_part', 30, 'open', 'lead', true, 'open'),
  ('snoozed', 1, 'comment', 'admin', true, null), ('snoozed', 2, 'snoozed', 'admin', false, 'hold'),
  ('woken', 1, 'snoozed', 'admin', true, 'hold'), ('woken', 50, 'timer_unsnooze', 'bot', false, 'open'),
  ('woken', 51, 'close', 'admin', false, 'solved'),
  ('unanswered', 0.1, 'comment', 'bot', false, null), ('unanswered', 0.2, 'note', 'admin', false, null),
  ('unanswered', 0.3, 'assignment', 'admin', false, null),
  ('campaign', 3, 'comment', 'user', true, null), ('campaign', 5, 'comment', 'team', true, null), ('campaign', 6, 'close', 'admin', false, 'solved'),
  ('deleted', 1, 'comment', 'admin', true, null),
  ('by_domain', 1, 'comment', 'admin', true, null), ('free', 1, 'comment', 'admin', true, null),
  ('two_companies', 1, 'comment', 'admin', true, null), ('overtaken', 1, 'comment', 'admin', true, null),
  ('by_contact', 1, 'comment', 'admin', true, null);
create table truth.asked as
select i, (156600000 + i)::text as ticket_id, name, n, company_id, account_id, at, (4001 + truth.dice('admin' || i, 4))::text as admin_id,
  'contact' || i as contact_id,
  case name when 'free' then 'Someone' || i || '@gmail.com' else 'Person' || i || '@mail.customer' || n || '.example' end as email,
  case when i % 4 = 0 and name in ('plain', 'reopened', 'woken') then 1 + i % 5 end as rating, i % 8 = 0 as is_rated_anew
from (select i, 1 + truth.dice('company' || i, 24) as n, timestamptz '2026-01-02 06:00Z' + make_interval(
    days => truth.dice('day' || i, 150)::int, mins => truth.dice('minute' || i, 600)::int) as at
  from generate_series(1, 450) as i) as each
join truth.cases on number = i % 15
join truth.companies using (n);

create table truth.tickets as
select ticket_id, case name when 'free' then null else account_id end as account_id, lower(email) as email, admin_id as owner_id,
  case when i % 2 = 0 then 'high' else 'normal' end as priority, case i % 3 when 0 then 'email' when 1 then 'chat' end as channel,
  case when name in ('plain', 'reopened', 'woken', 'campaign', 'no_parts', 'overtaken') then 'solved' when name = 'snoozed' then 'hold'
    when name = 'deleted' then 'deleted' else 'open' end as status,
  at + case name when 'campaign' then interval '3 hours' else '0' end as opened_at
from truth.asked where name <> 'campaign_unanswered';
create table truth.changes as
select ticket_id, opened_at as changed_at, 'open' as status from truth.tickets join truth.asked using (ticket_id)
where name <> 'no_parts'
union all
select ticket_id, at + hours * interval '1 hour', steps.status from truth.asked join truth.steps using (name)
where steps.status is not null
union all
select ticket_id, at + interval '9 hours', 'solved' from truth.asked where name = 'overtaken'
union all
select ticket_id, at + interval '30 hours', 'deleted' from truth.asked where name = 'deleted';
create table truth.messages as
select ticket_id, at as sent_at, 'customer' as author from truth.asked where name not in ('campaign', 'campaign_unanswered')
union all
select ticket_id, at + hours * interval '1 hour', case when steps.author in ('user', 'lead') then 'customer' else 'agent' end
from truth.asked join truth.steps using (name) where is_said;
create table truth.ratings as
select ticket_id, account_id, case when is_rated_anew then 6 - rating else rating end as score,
  at + case when is_rated_anew then interval '80 hours' else '60 hours' end as responded_at
from truth.asked where rating is not null;

-- ---- what lands

insert into contact_history (id, email, updated_at, _fivetran_synced)
select contact_id, case version when 1 then 'old@elsewhere.example' else email end, at - make_interval(days => 9 - version), at
from truth.asked cross join generate_series(1, 2) as version;
-- Once every contact was of another company.
insert into contact_company_history
select contact_id, (select c.company_id from truth.companies as c where c.n = 1 + asked.n % 24), at - interval '8 days' from truth.asked
union all
select contact_id, company_id, at - interval '7 days' from truth.asked where name not in ('by_domain', 'free')
union all
select contact_id, (select c.company_id from truth.companies as c where c.n = 1 + asked.n % 24), at - interval '7 days'
from truth.asked where name = 'two_companies'
union all
-- The company was taken away: of the latest version there is a deleted one only.
select contact_id, 'gone', at - interval '7 days' from truth.asked where name in ('by_domain', 'free');
insert into conversation_contact_history select ticket_id, contact_id, at from truth.asked
union all select ticket_id, 'zz later', at + interval '1 hour' from truth.asked where i % 5 = 0;
insert into conversation_part_history (id, conversation_id, part_type, body, author_id, author_type, created_at, updated_at, _fivetran_synced)
select (9000000 + asked.i * 10000 + (hours * 10)::integer)::text, ticket_id, part,
  case when is_said or part = 'note' or author = 'bot' then '<p>Words</p>' end,
  case author when 'admin' then admin_id when 'bot' then '1' else contact_id end, author, at + hours * interval '1 hour',
  at + hours * interval '1 hour' + version * interval '1 minute', '2026-06-30Z'
from truth.asked join truth.steps using (name) cross join generate_series(0, 1) as version;
insert into conversation_history (id, title, state, priority, company_id, assignee_id, assignee_type, source_type, source_subject,
  source_delivered_as, source_author_id, source_author_type, first_contact_reply_created_at, statistics_last_close_at,
  conversation_rating_value, conversation_rating_created_at, conversation_rating_contact_id, created_at, updated_at, _fivetran_deleted,
  _fivetran_synced)
select ticket_id, '', case when version.number = 1 then 'open' when tickets.status = 'solved' then 'closed'
    when tickets.status = 'hold' then 'snoozed' else 'open' end, case when i % 2 = 0 then 'priority' else 'not_priority' end,
  case when name not in ('by_domain', 'free', 'two_companies', 'by_contact') then company_id
    when name = 'two_companies' then company_id end,
  case when version.number = 1 then '4001' else admin_id end, 'admin',
  case i % 3 when 0 then 'email' when 1 then 'conversation' else 'unheard_of' end, '<p>Subject ' || i || '</p>',
  case when name like 'campaign%' then 'campaign_initiated' else 'customer_initiated' end,
  case when name like 'campaign%' then '4001' else contact_id end,
  case when name like 'campaign%' then 'admin' when i % 2 = 0 then 'user' else 'lead' end,
  case when name = 'campaign' then at + interval '3 hours' when name <> 'campaign_unanswered' then at end,
  case when tickets.status = 'solved' then at + interval '9 hours' end,
  case version.number when 3 then rating when 4 then case when is_rated_anew then 6 - rating else rating end end,
  case when rating is not null then at + interval '52 hours' end, case when rating is not null then contact_id end, at,
  at + version.hours * interval '1 hour', name = 'deleted' and version.number = 4,
  at + case when name = 'deleted' then interval '30 hours' else version.hours * interval '1 hour' end
from truth.asked
left join truth.tickets using (ticket_id)
cross join lateral (values (1, 0.05), (2, case when rating is null then 9 else 53 end), (3, case when rating is null then 9 else 60 end),
  (4, case when rating is null then 9 else 80 end)) as version (number, hours)
where rating is not null or version.number in (1, 4);
