-- People around the customers: contacts, opportunities, the identifiers people leave traces under, and the traces; then
-- the company's goals, working hours, currencies and words.

-- A champion stays for years, but half of those whose company goes leave months before it does; most are replaced.
\echo -n 'contacts                '
create table demo_generator.people as
select account_id, array_agg(user_id order by user_id) as users,
  array_agg(user_id order by user_id) filter (where role in ('executive', 'manager')) as leaders
from users group by account_id;
alter table demo_generator.people add primary key (account_id);
analyze demo_generator.people;

insert into contacts (contact_id, account_id, user_id, name, email, role, valid)
with known as (
  select p.account_id, p.story, p.segment, p.churn_on, p.return_on, p.turns_on, a.signed_on, a.domain, people.users,
    people.leaders, case when p.return_on is null then least(p.churn_on, today() + 1) else today() + 1 end as ends_on,
    p.story in ('silent_churn', 'loud_churn', 'sudden_churn', 'returned', 'contraction')
      and roll(p.account_id, 'champion goes') < 0.5 as is_deserted,
    -- One small customer in four is known by one person only.
    p.segment = 'smb' and roll(p.account_id, 'known by one') < 0.25 as is_single
  from demo_generator.plans p join accounts a using (account_id) join demo_generator.people using (account_id)),
champions as (
  select *, case
      when is_deserted then greatest(signed_on + 30, coalesce(churn_on, turns_on) - whole(40, 150,
        roll(account_id, 'champion gone')))
      when roll(account_id, 'champion moves') < 0.25
        then signed_on + whole(120, 900, roll(account_id, 'champion moved')) end as leaves_on
  from known where roll(account_id, 'champion') < case segment when 'smb' then 0.75 else 0.9 end),
placed (account_id, place, role, user_id, from_on, to_on) as (
  select account_id, 1, 'champion', users[1 + cardinality(users) / 3], signed_on, leaves_on from champions
  union all
  select account_id, 2, 'champion', users[1 + cardinality(users) * 2 / 3],
    leaves_on + whole(10, 80, roll(account_id, 'next champion')), null::date
  from champions where leaves_on is not null and cardinality(users) > 2
    and roll(account_id, 'champion follows') < case when is_deserted then 0.15 else 0.7 end
  union all
  -- The sponsor is a user in one company of two.
  select account_id, 3, 'economic buyer', case when roll(account_id, 'sponsor uses') < 0.5 then leaders[1] end,
    signed_on, case when roll(account_id, 'sponsor goes') < 0.1
      then signed_on + whole(200, 1000, roll(account_id, 'sponsor gone')) end
  from known where not is_single and roll(account_id, 'sponsor') < 0.8
  union all
  select account_id, 4, 'admin', users[1], signed_on, null from known where not is_single
  union all
  select account_id, 5, 'billing', null, signed_on, null from known
  where not is_single and roll(account_id, 'billing contact') < 0.4
  union all
  select account_id, 5 + place, 'user', users[1 + floor(cardinality(users)
      * roll(account_id, 'contact', place))::int], signed_on + whole(20, 300, roll(account_id, 'contact from', place)),
    null
  from known, generate_series(1, case segment when 'smb' then 1 when 'mid_market' then 3 else 6 end) as place
  where not is_single and roll(account_id, 'has contact', place) < 0.5),
named as (
  select placed.*, k.ends_on, k.domain, u.name as user_name, u.email as user_email, u.provisioned_on, u.deactivated_on,
    pick(w.given, roll(placed.account_id, 'contact given', place)) || ' '
      || pick(w.family, roll(placed.account_id, 'contact family', place)) as own_name
  from placed join known k using (account_id) left join users u using (user_id) cross join demo_generator.words w),
dated as (
  select *, greatest(from_on, provisioned_on) as starts_on,
    least(case when to_on <= today() then to_on end, deactivated_on, case when ends_on <= today() then ends_on end)
      as left_on
  from named)
select row_number() over (order by account_id, place), account_id, user_id, coalesce(user_name, own_name),
  coalesce(user_email, lower(replace(own_name, ' ', '.')) || '@' || domain), role, daterange(starts_on, left_on)
from dated where starts_on <= today() and (starts_on < left_on) is not false;
select to_char(count(*), '999,999,999') from contacts;

-- What sales works on: every signature, the larger renewals, seats and add-ons that were bought, and tries that failed
-- or are still open.
\echo -n 'opportunities           '
insert into opportunities
  (opportunity_id, account_id, kind, mrr, stage, created_on, expected_on, outcome, decided_on)
with deals (account_id, kind, number, mrr, created_on, expected_on, decided_on, is_won) as (
  select account_id, 'land', spell, seats * seat_price, signed_on - whole(15, 90, roll(account_id, 'met', spell)),
    signed_on + whole(-20, 20, roll(account_id, 'sign expected', spell)), signed_on, true
  from demo_generator.terms where k = 0
  union all
  -- The next term is known if it was signed; otherwise the customer left, or has not answered yet.
  select t.account_id, 'renewal', t.spell * 100 + t.k, t.seats * t.seat_price, t.term_end - 120, t.term_end,
    case when next.signed_on is not null then greatest(next.signed_on, t.term_end - 119)
         when t.ends_on <= least(t.term_end, today()) then greatest(t.ends_on, t.term_end - 119) end,
    next.signed_on is not null
  from demo_generator.terms t join demo_generator.plans p using (account_id)
  left join demo_generator.terms next on next.renews_id = t.contract_id
  where t.term_months > 0 and (p.segment <> 'smb' or roll(t.account_id, 'renewal is worked on') < 0.4)
  union all
  select account_id, 'expand', 1000 + (row_number() over (partition by account_id order by subscription_id))::int, mrr,
    lower(valid) - whole(20, 90, roll(subscription_id, 'upsell met')),
    lower(valid) + whole(-15, 25, roll(subscription_id, 'upsell expected')), lower(valid), true
  from subscriptions where product = 'seats'
  union all
  select s.account_id, 'cross_sell', 2000, s.mrr, lower(s.valid) - whole(20, 90, roll(s.account_id, 'cross-sell met')),
    lower(s.valid) + whole(-15, 25, roll(s.account_id, 'cross-sell expected')), lower(s.valid), true
  from (select distinct on (account_id) * from subscriptions where product = 'analytics' order by account_id, valid) s
  union all
  -- Other tries, of which most fail; those of the last weeks are open.
  select t.account_id, t.kind, 3000 + t.try, round(t.seats * list_price * t.part, 2), t.created_on,
    t.created_on + whole(40, 120, roll(t.account_id, t.kind || ' try expected', t.try)),
    t.created_on + whole(30, 150, roll(t.account_id, t.kind || ' try decided', t.try)), false
  from (
    select p.*, k.kind, k.part, try,
      case p.tier when 'starter' then 19 when 'professional' then 39 else 65 end as list_price,
      p.start_on + whole(120, 1000, roll(p.account_id, k.kind || ' try when', try)) as created_on
    from demo_generator.plans p, (values ('expand', 0.25), ('cross_sell', 0.15)) as k (kind, part),
      generate_series(1, 2) as try
    where roll(p.account_id, k.kind || ' try', try) < case when p.story in ('power', 'near_quota', 'expansion') then 0.6
      when p.segment = 'smb' then 0.15 else 0.3 end) t
  where (t.created_on < t.churn_on - 60) is not false),
known as (
  select *, decided_on <= today() as is_decided from deals where created_on <= today())
select row_number() over (order by created_on, account_id, kind, number), account_id, kind, mrr,
  case when is_decided and is_won then 'closed won' when is_decided then 'closed lost'
       when today() - created_on < 30 then 'discovery' when today() - created_on < 75 then 'proposal'
       else 'negotiation' end,
  created_on, expected_on, case when is_decided and is_won then 'won' when is_decided then 'lost' end,
  case when is_decided then decided_on end
from known;
select to_char(count(*), '999,999,999') from opportunities;

-- Whom each identifier belongs to. A person has one to three browsers, most a telephone, a few a private mailbox or a
-- plus-address that only a form has seen. A shared mailbox and a shared tablet belong to several people.
\echo -n 'identifiers             '
create table true_identities (
  kind text not null,
  identifier text not null,
  person_id bigint not null references users,
  primary key (kind, identifier, person_id)
);
comment on table true_identities is
  'Not part of the source contract, and read by no view: whom each identifier belongs to, to check what identity '
  'resolution makes of the pairs; several rows = shared by several people';
comment on column true_identities.kind is 'Kind of the identifier, as in identifiers';
comment on column true_identities.identifier is 'The identifier';
comment on column true_identities.person_id is 'The user who owns it, or shares it';

create table demo_generator.traces as
with owners as (
  select u.user_id, u.account_id, u.email, u.provisioned_on, least(u.deactivated_on - 1, today()) as last_on, a.domain,
    to_hex(floor(roll(u.user_id, 'trace') * 4294967296)::bigint) || '-' || u.user_id as trace
  from users u join accounts a using (account_id)),
traced (user_id, account_id, kind, identifier, place) as (
  select user_id, account_id, 'user_id', user_id::text, 0 from owners
  union all
  select user_id, account_id, 'email', email, 0 from owners
  union all
  select user_id, account_id, 'anonymous_id', 'c-' || trace || '-' || place, place
  from owners, generate_series(1, 3) as place where place = 1 or roll(user_id, 'browser', place) < 0.35
  union all
  select user_id, account_id, 'device_id', 'd-' || trace, 0 from owners where roll(user_id, 'phone') < 0.6
  union all
  select user_id, account_id, 'email', split_part(email, '@', 1) || '+news@' || split_part(email, '@', 2), 1
  from owners where roll(user_id, 'plus-address') < 0.05
  union all
  select user_id, account_id, 'email', split_part(email, '@', 1) || '.' || user_id || '@'
    || pick('{gmail.com,outlook.com,yahoo.com,gmx.de}', roll(user_id, 'provider')), 2
  from owners where roll(user_id, 'private mailbox') < 0.06
  union all
  select user_id, account_id, 'email', 'info@' || domain, 3 from owners where roll(user_id, 'shared mailbox') < 0.04
  union all
  select user_id, account_id, 'device_id', 'd-shared-' || account_id, 1
  from owners where account_id % 20 = 3 and roll(user_id, 'shared tablet') < 0.3)
select t.*, o.provisioned_on, o.last_on from traced t join owners o using (user_id);
create index on demo_generator.traces (user_id);
analyze demo_generator.traces;
insert into true_identities (kind, identifier, person_id)
select distinct kind, identifier, user_id from demo_generator.traces order by 1, 2, 3;

-- A browser shows who it belongs to at a login, or by the address typed into a form; one in ten never does.
insert into identifiers (a_kind, a, b_kind, b, seen_at)
with pairs as (
  select user_id, t.kind as a_kind, t.identifier as a, with_.kind as b_kind, with_.identifier as b, t.place, sighting,
    t.provisioned_on, t.last_on
  from demo_generator.traces t join demo_generator.traces with_ using (user_id), generate_series(1, 2) as sighting
  where case
      when t.kind = 'email' and t.place = 0 then with_.kind = 'user_id' and sighting = 1
      when t.kind = 'anonymous_id' and with_.kind = 'user_id' then
        roll(user_id, 'logs in', t.place) < 0.8 and (sighting = 1 or roll(user_id, 'logs in again', t.place) < 0.4)
      when t.kind = 'anonymous_id' and with_.kind = 'email' and with_.place = 0 then
        roll(user_id, 'fills in', t.place) < 0.3 and sighting = 1
      -- What is typed instead of the address of the account.
      when t.kind = 'anonymous_id' and with_.kind = 'email' then t.place = 1 and sighting = 1
      when t.kind = 'device_id' then with_.kind = 'user_id' and (sighting = 1 or roll(user_id, 'same device') < 0.3)
      else false end)
select a_kind, a, b_kind, b,
  (provisioned_on + floor(greatest(1, last_on - provisioned_on) * case when a_kind = 'email' then 0 else
      roll(user_id, 'seen ' || a_kind || b_kind, place * 4 + sighting) end)::int)
    + make_interval(secs => floor(28800 + 36000 * roll(user_id, 'seen at ' || a_kind || b_kind, place * 4 + sighting)))
from pairs
order by 5, 1, 2, 3, 4;
select to_char(count(*), '999,999,999') from identifiers;

-- Visits come from browsers, whoever's they are; chats and mails have an address, calls a customer. Some visits are
-- those of people who never become known.
\echo -n 'interactions            '
insert into interactions (interaction_id, kind, identifier_kind, identifier, account_id, happened_at)
with met as (
  select w.account_id, w.number * 8 + meeting as number, w.week, p.users, p.leaders
  from demo_generator.weeks w join demo_generator.plans plan using (account_id)
  join demo_generator.people p using (account_id), generate_series(1, least(7, floor(
    w.level * (0.4 + plan.seats / 60.0) + roll(w.account_id, 'meets', w.number)))::int) as meeting
  where w.level > 0),
kinds as (
  select account_id, number, week + whole(0, 4, roll(account_id, 'meets day', number)) as day,
    users[1 + floor(cardinality(users) * roll(account_id, 'meets whom', number))::int] as user_id,
    case when roll(account_id, 'meets how', number) < 0.6 then 'web' when roll(account_id, 'meets how', number) < 0.78
      then 'email' when roll(account_id, 'meets how', number) < 0.93 then 'chat' else 'call' end as kind
  from met),
traced as (
  select k.*, a.time_zone, t.kind as identifier_kind, t.identifier,
    roll(k.account_id, 'stranger', k.number) < 0.15 and k.kind = 'web' as is_stranger
  from kinds k join accounts a using (account_id) join demo_generator.traces t on t.user_id = k.user_id
    and t.provisioned_on <= k.day and (t.last_on >= k.day) is not false
    and case k.kind when 'web' then t.kind = 'anonymous_id' and t.place = 1 when 'chat' then t.kind = 'user_id'
          else t.kind = 'email' and t.place = 0 end
  where k.day <= today())
select row_number() over (order by day, account_id, number), kind, identifier_kind,
  case when is_stranger then 'c-stranger-' || account_id || '-' || number / 32 else identifier end,
  case when kind = 'call' then account_id end, in_office(day, time_zone, roll(account_id, 'meets at', number))
from traced;
select to_char(count(*), '999,999,999') from interactions;

-- Goals of the last two years and the running one: the company's, and for some the segments' and managers'.
\echo -n 'kpi_targets             '
insert into kpi_targets (month, kpi, grouped_by, group_name, target)
with months as (
  select month::date, extract(year from month)::int - extract(year from today())::int as year
  from generate_series(date_trunc('year', today()::timestamp) - interval '2 years',
    date_trunc('year', today()::timestamp) + interval '11 months', interval '1 month') as month),
-- A goal of this year, and how much lower it was in each of the years before.
goals (kpi, target, yearly) as (values
  ('nrr', 1.05, 0.01), ('grr', 0.90, 0.01), ('logo_retention', 0.86, 0.01), ('customer_churn_rate', 0.012, -0.001),
  ('renewal_rate', 0.88, 0.01), ('save_rate', 0.40, 0.05), ('nps', 35, 3), ('csat', 0.82, 0.01), ('ces', 5.8, 0.1),
  ('coverage', 0.70, 0.05), ('median_days_to_live', 30, -3)),
segments (kpi, segment, target) as (values
  ('nrr', 'smb', 1.00), ('nrr', 'mid_market', 1.06), ('nrr', 'enterprise', 1.12), ('grr', 'smb', 0.85),
  ('grr', 'mid_market', 0.90), ('grr', 'enterprise', 0.94), ('coverage', 'enterprise', 0.95)),
ends as (
  select m.month, count(distinct s.account_id) as customers, sum(s.mrr) as mrr
  from months m join subscriptions s on s.valid @> m.month group by m.month)
select month, kpi, 'all', null, target + year * yearly from months cross join goals
union all
-- To end the month with a fiftieth more than there was at its start.
select month, kpi, 'all', null, round(target)
from ends, lateral (values ('mrr', mrr * 1.02), ('customers', customers * 1.01)) as more (kpi, target)
where month <= today()
union all
select month, kpi, 'segment', segment, target from months cross join segments where year = 0
union all
select month, kpi, 'csm', name, target
from months cross join (values ('coverage', 0.70), ('grr', 0.90)) as own (kpi, target)
cross join (select distinct name from team_members where role = 'csm' and left_on is null) as managers
where year = 0
order by 1, 2, 3, 4;
select to_char(count(*), '999,999,999') from kpi_targets;

insert into working_hours (weekday, day, opens, closes)
select weekday, null::date, case when weekday < 6 then '08:00' end,
  case when weekday < 5 then '18:00' when weekday = 5 then '17:00' end
from generate_series(1, 7) as weekday
union all
select null, (year || '-' || day)::date, opens, closes
from generate_series(extract(year from today())::int - 2, extract(year from today())::int) as year,
  (values ('01-01', null, null), ('05-01', null, null), ('12-24', '08:00', '12:00'), ('12-25', null, null),
    ('12-26', null, null), ('12-31', '08:00', '12:00')) as days (day, opens, closes);

-- What other currencies are worth in dollars. All prices are in dollars; sales looks at these for its offers.
insert into currency_rates (currency, month, rate)
select currency, month::date,
  round((rate * (0.97 + 0.06 * roll(month::date - date '2000-01-01', 'rate', position)))::numeric, 5)
from generate_series(date_trunc('month', today()::timestamp) - interval '47 months',
    date_trunc('month', today()::timestamp), interval '1 month') as month,
  (values (1, 'EUR', 1.09), (2, 'GBP', 1.27), (3, 'CAD', 0.73), (4, 'AUD', 0.66), (5, 'BRL', 0.18), (6, 'INR', 0.0119),
    (7, 'JPY', 0.0067), (8, 'SEK', 0.095)) as currencies (position, currency, rate)
union all
select 'USD', month::date, 1
from generate_series(date_trunc('month', today()::timestamp) - interval '47 months',
  date_trunc('month', today()::timestamp), interval '1 month') as month
order by 1, 2;

insert into vocabulary (table_name, column_name, word, meaning) values
  ('contacts', 'role', 'economic buyer', 'sponsor'),
  ('opportunities', 'kind', 'land', 'new'),
  ('opportunities', 'kind', 'expand', 'upsell');
