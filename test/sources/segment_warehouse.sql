-- Half a year of calls as Segment, and but for its tables users and accounts RudderStack, land them (raw_segment), a
-- CRM in the shape of the contract beside them (crm), and what is true of both (truth). Nothing is random: pick() says
-- what varies. The truth is made first, with its instants; the raw tables tell it as devices with wrong clocks, queues
-- and retries do.
--
-- Companies are of seven kinds: how their group can be known to be the CRM's account.
--   0 trait domain   1 trait website   2 all members' addresses   3 the CRM says the group's id
--   4 nothing: every member has a free mail address   5 no group at all: users by their addresses' domain
--   6 members of two companies' addresses
create schema raw_segment;
create schema crm;
create schema truth;

create function truth.pick(what text, below bigint) returns bigint language sql immutable as $$
  select ('x' || substr(md5(what), 1, 8))::bit(32)::bigint % below $$;

create table truth.companies as
select n, n % 7 as kind, (1000 + n)::text as crm_id, format('company%s.example', n) as domain,
  case when n % 7 <> 5 then 'grp_' || n end as group_id,
  case when n % 7 in (4, 6) then 'segment:grp_' || n else (1000 + n)::text end as account_id
from generate_series(1, 21) as n;

create table crm.accounts as
select crm_id::bigint as account_id, 'Company ' || n as name, domain, date '2025-01-01' as signed_on
from truth.companies
union all
select 2000, 'Agency', 'agency.example', '2025-01-01';
create table crm.account_aliases as
select 'segment'::text as system, group_id as external_id, crm_id::bigint as account_id from truth.companies where kind = 3;
create table crm.subscriptions as
select account_id as subscription_id, account_id, date '2025-01-01' as starts_on, null::date as ends_on, 100.00 as mrr
from crm.accounts;

-- Users. The third one of a company of kind 0 moves to the next company; the fourth one's address changes; the second
-- one had access before calls were recorded. Those of kind 5 with a free mail address are nobody's.
create table truth.people as
select n, k, kind,
  case k when 1 then (n * 100 + k)::text else format('user_%s_%s', n, k) end as user_id,
  case
    when kind = 4 or k = 6 then format('p.%s.%s@gmail.com', n, k)
    when kind = 6 and k % 2 = 0 then format('p.%s.%s@agency.example', n, k)
    else format('p.%s.%s@%s', n, k, domain)
  end as first_email,
  format('Person %s %s', n, k) as name,
  timestamptz '2026-01-05Z' + make_interval(days => truth.pick(format('day %s %s', n, k), 100)::int,
    secs => truth.pick(format('second %s %s', n, k), 80000)) as identified_at,
  truth.pick(format('clock %s %s', n, k), 180000) - 7200 as clock_ahead
from truth.companies
cross join generate_series(1, 6) as k;
alter table truth.people add email text, add created_at timestamptz;
update truth.people set email = case k when 4 then 'new.' || first_email else first_email end,
  created_at = case k when 2 then identified_at - interval '30 days' end;

create table truth.memberships as
select people.user_id, companies.group_id,
  coalesce(companies.account_id, case when people.k <> 6 then companies.crm_id end) as account_id,
  '-infinity'::timestamptz as begins_at,
  case when people.kind = 0 and k = 3 then timestamptz '2026-04-15 12:00Z' else 'infinity' end as ends_at
from truth.people
join truth.companies on companies.n = people.n
where companies.kind <> 5
union all
select people.user_id, next_one.group_id, next_one.account_id, '2026-04-15 12:00Z', 'infinity'
from truth.people
join truth.companies as next_one on next_one.n = people.n + 1
where people.kind = 0 and people.k = 3 and people.n < 21
union all
select people.user_id, null, companies.crm_id, '-infinity', 'infinity'
from truth.people
join truth.companies on companies.n = people.n
where companies.kind = 5 and people.k <> 6;
update truth.memberships set ends_at = 'infinity' where ends_at < 'infinity'
  and not exists (select from truth.memberships as next_one where next_one.user_id = memberships.user_id
    and next_one.begins_at = memberships.ends_at);

create table truth.users as
select people.user_id, memberships.account_id, people.name, people.email, case when k = 1 then 'admin' end as role,
  (least(people.created_at, people.identified_at) at time zone 'UTC')::date as provisioned_on
from truth.people
join truth.memberships on memberships.user_id = people.user_id and memberships.ends_at = 'infinity';

-- Calls, at the instants at which they were made: what, who, and from which device.
create table truth.calls (kind text, id text primary key, user_id text, anonymous_id text, event text, event_text text,
  group_id text, email text, at timestamptz, clock_ahead bigint);
insert into truth.calls
select 'track', format('t-%s-%s-%s', user_id, day::date, i), user_id, case when k % 2 = 1 then format('anon-%s-1', user_id) end,
  lower(replace(said.event, ' ', '_')), said.event,
  -- Now and then on behalf of another customer.
  case when people.kind <> 5 and truth.pick(format('for %s %s %s', user_id, day, i), 20) = 0
    then (select group_id from truth.companies where companies.n = 1 + (people.n + 6) % 21) end,
  null, day + make_interval(secs => truth.pick(format('at %s %s %s', user_id, day, i), 86400)), clock_ahead
from truth.people
cross join generate_series(timestamptz '2026-01-06Z', '2026-06-30Z', '1 day') as day
cross join generate_series(1, 3) as i
cross join lateral (select (array['Report Exported', 'Dashboard Viewed', 'Invite Sent', 'Signed In', 'Application Opened',
  'Alert Created'])[1 + truth.pick(format('what %s %s %s', user_id, day, i), 6)] as event) as said
where day > identified_at and truth.pick(format('active %s %s', user_id, day), 100) < 18
  and truth.pick(format('times %s %s', user_id, day), 3) >= i - 1;
insert into truth.calls
select 'page', format('p-%s-%s', user_id, day::date), user_id,
  format('anon-%s-%s', user_id, 1 + truth.pick(format('device %s %s', user_id, day), 2)), null, null, null, null,
  day + make_interval(secs => truth.pick(format('page at %s %s', user_id, day), 86400)), clock_ahead
from truth.people
cross join generate_series(timestamptz '2026-01-06Z', '2026-06-30Z', '1 day') as day
where day > identified_at and truth.pick(format('page %s %s', user_id, day), 100) < 10;
-- Before they signed up, and a click that only unknown people make.
insert into truth.calls
select case i when 3 then 'track' else 'page' end, format('b-%s-%s', user_id, i), null, format('anon-%s-1', user_id),
  case i when 3 then 'cta_clicked' end, case i when 3 then 'CTA Clicked' end, null, null,
  identified_at - make_interval(days => i), clock_ahead
from truth.people
cross join generate_series(1, 3) as i;
-- Visitors, of whom every fourth leaves an address.
insert into truth.calls
select 'page', format('v-%s-%s', v, i), null, 'visitor-' || v, null, null, null, null,
  timestamptz '2026-02-01 09:00Z' + make_interval(days => v + 7 * i), 0
from generate_series(1, 100) as v
cross join generate_series(1, 5) as i
where v + 7 * i < 150;
insert into truth.calls
select 'identify', 'vi-' || v, null, 'visitor-' || v, null, null, null, format('visitor%s@company%s.example', v, v % 21 + 1),
  timestamptz '2026-02-03 09:00Z' + make_interval(days => v), 0
from generate_series(4, 100, 4) as v;
insert into truth.calls
select 'identify', 'i-' || user_id, user_id, case when k % 2 = 1 then format('anon-%s-1', user_id) end, null, null, null,
  first_email, identified_at, clock_ahead
from truth.people
union all
select 'identify', 'j-' || user_id, user_id, null, null, null, null, email, timestamptz '2026-05-20 08:00Z', 0
from truth.people where k = 4
union all
-- The library says the group again and again.
select 'group', format('g-%s-%s-%s', user_id, memberships.group_id, i), user_id, null, null, null, memberships.group_id, null,
  case when begins_at = '-infinity' then identified_at + interval '5 seconds' else begins_at end
    + make_interval(days => 9 * i), clock_ahead
from truth.people
join truth.memberships using (user_id)
cross join generate_series(0, 4) as i
where memberships.group_id is not null and (i = 0 or identified_at + make_interval(days => 9 * i + 1) < ends_at);

-- In which account a user is at an instant.
create function truth.account_of(who text, at timestamptz) returns text language sql stable as $$
  select account_id from truth.memberships where user_id = who and at >= begins_at and at < ends_at $$;

create table truth.product_events as
select calls.id as event_id, coalesce(companies.account_id, truth.account_of(calls.user_id, calls.at)) as account_id,
  calls.user_id, case when calls.event not in ('signed_in', 'application_opened') then calls.event end as feature_id,
  case calls.event when 'signed_in' then 'login' else calls.event end as event_name, calls.at as occurred_at
from truth.calls
left join truth.companies on companies.group_id = calls.group_id
where calls.kind = 'track' and calls.user_id is not null;
-- Whose account is not known.
delete from truth.product_events where account_id is null;

create table truth.interactions as
select calls.id as interaction_id, 'web'::text as kind,
  case when calls.user_id is null then 'anonymous_id' else 'user_id' end as identifier_kind,
  coalesce(calls.user_id, calls.anonymous_id) as identifier, truth.account_of(calls.user_id, calls.at) as account_id,
  calls.at as happened_at
from truth.calls
where calls.kind = 'page' or calls.kind = 'track' and calls.user_id is null;

create table truth.identifiers as
select a_kind, a, b_kind, b, min(at) as seen_at
from truth.calls
cross join lateral (values
  ('anonymous_id', anonymous_id, 'user_id', user_id),
  ('user_id', user_id, 'email', email),
  ('anonymous_id', case when user_id is null then anonymous_id end, 'email', email)) as pair (a_kind, a, b_kind, b)
where kind <> 'group' and a is not null and b is not null
group by a_kind, a, b_kind, b;

-- Which customer an unknown person belongs to: by the user that the browser became, or by the address that it left.
create table truth.unknown_people as
select format('anon-%s-1', user_id) as anonymous_id, users.account_id, min(calls.at) as known_at, user_id
from truth.users
join truth.calls using (user_id)
where calls.anonymous_id = format('anon-%s-1', user_id)
group by users.user_id, users.account_id
union all
select anonymous_id, companies.crm_id, calls.at, null
from truth.calls
join truth.companies on calls.email like '%@' || companies.domain
where calls.kind = 'identify' and calls.user_id is null;

-- ---- as they are landed: late, by wrong clocks, twice, and some without a corrected instant

create table truth.deliveries as
select calls.*, delivery, waited, clock, calls.at + make_interval(secs => clock_ahead) as original_timestamp,
  -- The clock was set back between the call and its sending.
  calls.at + make_interval(secs => clock_ahead + waited + delivery * 2) - case when clock = 'set' then interval '1 day'
    else interval '0' end as sent_at,
  calls.at + make_interval(secs => waited + delivery * 4) as received_at
from truth.calls
cross join lateral (select case when truth.pick('clock ' || id, 100) < 2 then 'set' when truth.pick('clock ' || id, 100) = 2
  then 'missing' else 'corrected' end as clock) as clocks
cross join lateral (select case when clock <> 'corrected' then 0 when truth.pick('queue ' || id, 10) = 0
  then truth.pick('wait ' || id, 130000) else truth.pick('wait ' || id, 30) end as waited) as queued
cross join generate_series(0, 1) as delivery
where delivery = 0 or truth.pick('again ' || id, 20) = 0;
alter table truth.deliveries add "timestamp" timestamptz, add uuid_ts timestamptz;
update truth.deliveries set "timestamp" = case when clock <> 'missing' then received_at - (sent_at - original_timestamp) end,
  uuid_ts = date_trunc('hour', received_at) + interval '1 hour' + make_interval(days => delivery);

create table raw_segment.tracks as
select id, case when user_id is null and truth.pick('no user ' || id, 3) = 0 then 'undefined' else user_id end as user_id,
  anonymous_id, event, event_text, group_id as context_group_id, original_timestamp, sent_at, received_at, "timestamp", uuid_ts
from truth.deliveries where kind = 'track';
create table raw_segment.pages as
select id, case when user_id is null then (array['undefined', '', null])[1 + truth.pick('no user ' || id, 3)] else user_id end
    as user_id, anonymous_id, 'https://www.vendor.example/' as url, original_timestamp, sent_at, received_at, "timestamp", uuid_ts
from truth.deliveries where kind = 'page';
create table raw_segment.identifies as
select id, user_id, anonymous_id, case when truth.pick(id, 3) = 0 then upper(deliveries.email) || ' ' else deliveries.email end
    as email,
  -- Later calls hold what is new.
  case when id like 'i-%' and k % 2 = 0 then people.name end as name,
  case when id like 'i-%' and k % 2 = 1 then split_part(people.name, ' ', 1) end as first_name,
  case when id like 'i-%' and k % 2 = 1 then substr(people.name, 8) end as last_name,
  case when id like 'i-%' and k = 1 then 'admin' end as role,
  case when id like 'i-%' then people.created_at end as created_at, original_timestamp, sent_at, received_at, "timestamp", uuid_ts
from truth.deliveries
left join truth.people using (user_id) where deliveries.kind = 'identify';
create table raw_segment.groups as
select deliveries.id, user_id, group_id, 'Company ' || n as name,
  case when companies.kind = 0 then 'WWW.' || upper(companies.domain) end as domain,
  case when companies.kind = 1 then format('https://www.%s/about?x=1', companies.domain) end as website,
  case when companies.kind = 0 then 'cus_' || n end as stripe_customer_id,
  original_timestamp, sent_at, received_at, "timestamp", uuid_ts
from truth.deliveries
join truth.companies using (group_id) where deliveries.kind = 'group';
-- The latest of each user and group, as Segment keeps it.
create table raw_segment.users as
select people.user_id as id, people.email, people.name, case when k = 1 then 'admin' end as role, people.created_at,
  max(identifies.received_at) as received_at
from truth.people
join raw_segment.identifies on identifies.user_id = people.user_id
group by people.user_id, people.email, people.name, people.created_at, people.k;
create table raw_segment.accounts as
select distinct on (group_id) group_id as id, name, domain, website, stripe_customer_id, received_at
from raw_segment.groups order by group_id, received_at desc;
analyze;
