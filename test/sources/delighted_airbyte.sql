-- A year of surveys as Airbyte lands them from Delighted (raw_delighted), a CRM with the product's users in the shape
-- of the contract beside them (crm), and what is true (truth). Nothing is random: pick() says what varies.
create schema raw_delighted;
create schema crm;
create schema truth;

create function truth.pick(what text, below bigint) returns bigint language sql immutable as $$
  select ('x' || substr(md5(what), 1, 8))::bit(32)::bigint % below $$;

create table crm.accounts as
select 1000 + n as account_id, 'Company ' || n as name, format('company%s.example', n) as domain, date '2025-01-01' as signed_on
from generate_series(0, 9) as n;
create table crm.subscriptions as
select account_id as subscription_id, account_id, date '2025-01-01' as starts_on, null::date as ends_on, 100.00 as mrr
from crm.accounts;

-- Two of three are users. Every eighth has a free mail address, every 25th a telephone number only.
create table truth.people as
select p, 1000 + p % 10 as account_id, p % 3 <> 0 as is_user,
  case when p % 25 = 0 then null when p % 8 = 0 then format('person%s@gmail.com', p)
    else format('person%s@company%s.example', p, p % 10) end as email
from generate_series(1, 120) as p;
create table crm.users as
select p as user_id, account_id, 'Person ' || p as name, email, date '2025-01-01' as provisioned_on
from truth.people where is_user;

create table truth.kinds (number bigint, kind text, survey text, lowest bigint, highest bigint, scale bigint);
insert into truth.kinds values
  (0, 'nps', 'nps', 0, 10, 10), (1, 'csat', 'csat', 1, 5, 5), (2, 'csat3', 'csat', 1, 3, 3), (3, 'ces', 'ces', 1, 5, 5),
  (4, 'ces7', 'ces', 1, 7, 7), (5, 'smileys', 'csat', 1, 5, 5), (6, 'stars', 'csat', 1, 5, 5), (7, 'thumbs', 'csat', 0, 1, 2),
  (8, 'enps', null, 0, 10, null);

-- Answers: the second of a person corrects the first within days; some are a comment without a score, some were
-- changed.
create table truth.answers as
select format('r%s-%s', p, i) as response_id, people.*, kinds.*,
  case when truth.pick(format('answered %s %s', p, i), 11) > 0
    then lowest + truth.pick(format('score %s %s', p, i), highest - lowest + 1) end as score,
  case when truth.pick(format('changed %s %s', p, i), 7) = 0
    then lowest + truth.pick(format('first score %s %s', p, i), highest - lowest + 1) end as first_score,
  case when i = 2 then 'Because of ' || p end as comment,
  timestamptz '2025-08-01Z' + make_interval(days => truth.pick(format('day %s %s', p, greatest(i, 1)), 320)::int
    + case when i = 1 then 3 else 0 end, secs => truth.pick(format('second %s %s', p, i), 80000)) as responded_at
from truth.people
cross join generate_series(0, 4) as i
join truth.kinds on number = (p + greatest(i, 1)) % 9;

-- Who has only a telephone, or a free mail address and is no user, is of no account.
create table truth.survey_responses as
select response_id,
  case when email is not null and (is_user or email not like '%@gmail.com') then account_id end::text as account_id,
  case when is_user and email is not null then p end::text as user_id, email, survey,
  case kind when 'thumbs' then score + 1 else score end as score, scale, comment, responded_at
from truth.answers
where score is not null and survey is not null;

-- What counts on a day: of a known user's answers to one survey within a week the latest.
create function truth.counting(day date) returns setof truth.survey_responses language sql stable as $$
  select given.* from truth.survey_responses as given
  where given.responded_at < day + 1 and not exists (
    select from truth.survey_responses as later
    where later.user_id = given.user_id and later.survey = given.survey and later.responded_at < day + 1
      and (later.responded_at, later.response_id) > (given.responded_at, given.response_id)
      and later.responded_at::date - given.responded_at::date < 7) $$;

-- ---- as they are landed: instants in seconds, a row for each extraction

create table raw_delighted.people as
-- An address that was wrong first, and one that was forgotten later.
select format('d%s', p) as id, 'Person ' || p as name, case when p % 15 = 0 then 'wrong@old.example' else email end as email,
  null::text as phone_number, 1750000000 as created_at, timestamptz '2025-08-01Z' as _airbyte_extracted_at
from truth.people
union all
select format('d%s', p), 'Person ' || p, case when p % 20 <> 0 or p % 15 = 0 then email end, null, 1750000000, '2026-06-01Z'
from truth.people where p % 5 = 0;
update raw_delighted.people set email = null where id in (select format('d%s', p) from truth.people where email is null);
create table raw_delighted.survey_responses as
select response_id as id, format('d%s', p) as person, kind as survey_type, coalesce(first_score, score) as score, comment,
  extract(epoch from responded_at)::bigint as created_at, extract(epoch from responded_at)::bigint as updated_at,
  responded_at + interval '1 hour' as _airbyte_extracted_at
from truth.answers
union all
-- Changed an hour later, and extracted twice since.
select response_id, format('d%s', p), kind, score, comment, extract(epoch from responded_at)::bigint,
  extract(epoch from responded_at)::bigint + 3600, responded_at + make_interval(days => extraction)
from truth.answers
cross join generate_series(1, 2) as extraction
where first_score is not null
union all
-- The same once more.
select response_id, format('d%s', p), kind, score, comment, extract(epoch from responded_at)::bigint,
  extract(epoch from responded_at)::bigint, responded_at + interval '1 day'
from truth.answers
where first_score is null and p % 4 = 0;
analyze;
