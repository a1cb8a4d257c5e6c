-- A made-up company's Salesforce as Fivetran lands it (schema raw_salesforce), and what is true of it (schema truth),
-- from which the raw tables are made with all that Salesforce and the connector do to them: merges of merges, deleted
-- records, rows of two syncs and of history mode, copies of meetings, fields that were never filled. Deterministic. Days
-- are those of America/New_York, and the last one is 2026-06-30.
\set ON_ERROR_STOP on
set timezone = 'UTC';
create schema truth;
create schema raw_salesforce;

-- The same number below `below` for the same words.
create function truth.pick(words text, below integer) returns integer language sql immutable as
  $$ select ('x' || substr(md5(words), 1, 7))::bit(28)::integer % below $$;
-- An instant of a local day: near its end for one in three, when it is the next day in UTC.
create function truth.instant(day date, words text) returns timestamptz language sql immutable as
  $$ select (day + case truth.pick(words, 3) when 0 then time '23:30' else time '10:15' end)
    at time zone 'America/New_York' $$;
-- Ids as Salesforce makes them: three letters of the kind, then of no meaning, in which case counts.
create function truth.id(kind text, n bigint, prefix text default 'a') returns text language sql immutable as
  $$ select kind || prefix || lpad(n::text, 11, '0') || 'AAX' $$;

-- ---- the truth

create table truth.team_members as
select truth.id('005', m) as member_id, name, role, case m when 6 then date '2025-11-15' end as left_on
from (values (1, 'Ada Quist', 'csm'), (2, 'Bo Lindgren', 'csm'), (3, 'Cem Aydin', 'tam'), (4, 'Dee Okafor', 'support'),
  (5, 'eve@vendor.example', 'csm'), (6, 'Fay Moreau', 'csm')) as listed (m, name, role);

-- Accounts: `legacy` are ids merged into it, the last one through the one before. Who has a team has its manager from
-- there, the others their owner, some of whom took over from another.
create table truth.accounts as
select c, truth.id('001', c) as account_id, 'Company ' || c as name,
  case when c % 17 = 0 then null when c = 23 then 'gmail.com' else 'company' || c || '.example' end as domain,
  case when c % 9 = 0 then truth.id('001', c - 1) end as parent_id,
  case when c % 10 = 9 then null when c % 3 = 0 then 'smb' when c % 3 = 1 then 'mid_market' else 'enterprise' end as segment,
  (array['US', 'GB', 'DE', 'JP', null])[1 + c % 5] as country,
  (array['Americas', 'EMEA', 'EMEA', 'APAC', null])[1 + c % 5] as region,
  (array['Banking', 'Energy', null])[1 + c % 3] as industry,
  truth.id('005', case when c % 4 = 0 then 1 when c % 2 = 0 then 2 else 5 end) as csm_id,
  case when c % 4 = 0 then truth.id('005', 3) end as tam_id, c % 4 = 0 as has_team,
  date '2023-02-01' + truth.pick('created' || c, 600) as created_on,
  case when c % 14 = 0 then array[truth.id('001', c, 'b'), truth.id('001', c, 'c')]
    when c % 7 = 0 then array[truth.id('001', c, 'b')] else '{}' end as legacy
from generate_series(1, 60) as c;
create table truth.account_team as
select account_id, 'csm' as role, csm_id as member_id, case when has_team then created_on + 30 else created_on end
  + case when c % 6 = 1 then 100 else 0 end as starts_on, null::date as ends_on from truth.accounts
union all
select account_id, 'tam', tam_id, created_on + 60, null from truth.accounts where tam_id is not null
union all
-- Before one who took over.
select account_id, 'csm', truth.id('005', 6), created_on, created_on + 100 from truth.accounts where c % 6 = 1;

-- How the money is written: MRR, ARR, an amount for a term in months, for the term of a contract, in another currency at
-- the rate of its day, in one without a rate, or an amount that says nothing.
create table truth.deals as
select c, n, truth.id('006', c * 100 + n) as opportunity_id, account_id,
  (array['new', 'renewal', 'upsell', 'cross_sell'])[1 + n] as kind, (c + n) % 7 as form,
  100 * (1 + truth.pick('mrr' || c || '-' || n, 40)) as price, created_on + 300 * n as decided_on,
  case when created_on + 300 * n > '2026-06-30' then null when c % 5 = n then 'lost' else 'won' end as outcome
from truth.accounts cross join generate_series(0, 3) as n
where c <= 45 and created_on + 300 * n < '2026-09-15';
-- A euro was 1.25 of the company's dollars until 2024, and 1.1 since; a pound is 1.3 now.
create table truth.opportunities as
select opportunity_id, account_id, kind,
  case form when 4 then price / case when decided_on < '2025-01-01' then 0.8 else 0.5 end when 5 then null when 6 then null
    else price end::numeric as mrr,
  case outcome when 'won' then 'Closed Won' when 'lost' then 'Closed Lost' else 'Proposal' end as stage,
  created_on, decided_on + case when outcome = 'won' and c % 3 = 0 then 60 else 0 end as expected_on, outcome,
  case when outcome is not null then decided_on end as decided_on
from (select deals.*, decided_on - 90 as created_on from truth.deals) as deals;
create table truth.contracts as
select truth.id('800', c * 100 + n) as contract_id, account_id, decided_on as signed_on,
  daterange(decided_on + 5, (decided_on + 5 + interval '12 months')::date) as term, c, n
from truth.deals where outcome = 'won' and n < 2;

create table truth.people as
select c, k, account_id, truth.id('003', c * 100 + k) as contact_id, 'Pat' || k || ' Of Company ' || c as name,
  'pat' || k || '@company' || c || '.example' as email, form.*
from truth.accounts cross join generate_series(1, 4) as k
cross join lateral (select * from (values
  (0, null, null, '{user}'::text[]),
  (1, '{Executive Sponsor}'::text[], 'Clerk', '{sponsor}'),
  (2, '{Decision Maker,Economic Buyer}', null, '{decision_maker,sponsor}'),
  (3, '{Evaluator}', 'Chief Technology Officer', '{user}'),
  (4, null, 'VP of Finance', '{decision_maker}'),
  (5, null, 'Accounts Payable Clerk', '{billing}'),
  (6, null, 'IT Manager', '{admin}')) as listed (form, said, title, roles)
  where listed.form = truth.pick('role' || c || '-' || k, 7)) as form;
create table truth.contacts as
select contact_id || ':' || role as contact_id, account_id, name, email, role from truth.people cross join unnest(roles) as role;

create table truth.account_aliases as
select 'accounts' as system, unnest(legacy) as external_id, account_id, 'merged' as evidence from truth.accounts
union all select 'salesforce', unnest(legacy), account_id, 'merged' from truth.accounts
union all select 'salesforce', account_id, account_id, 'given' from truth.accounts
union all select 'stripe', 'cus_' || c, account_id, 'given' from truth.accounts where c % 6 = 0;

-- What was done: way is how Salesforce writes it.
create table truth.done as
select n, truth.id('00T', n) as touchpoint_id, way, kind, account_id, c, (array['account', 'contact', 'opportunity', 'given'])[1 + n % 4]
    as link, truth.id('005', 1 + n % 2) as member_id, truth.instant(date '2025-08-01' + n, 'done' || n) as happened_at, minutes
from generate_series(1, 320) as n
join truth.accounts on c = 1 + n % 45
join (values (0, 'event', 'meeting', 45::bigint), (1, 'call', 'call', 13), (2, 'email', 'email', null),
  (3, 'event', 'business_review', 60), (4, 'event', 'executive_review', 60), (5, 'event', 'workshop', 120),
  (6, 'typed', 'call', null)) as ways (number, way, kind, minutes) on number = n % 7;
create table truth.tasks as
select truth.id('00T', 1000 + n) as task_id, account_id, truth.id('005', 1 + n % 2) as member_id, 'Send paper ' || n as title,
  date '2026-01-01' + n as created_on, date '2026-01-11' + n as due_on,
  case when n % 3 > 0 then date '2026-01-06' + n end as done_on, n, false as is_call
from generate_series(1, 60) as n join truth.accounts on c = 1 + n % 40
union all
-- A call that is still to come.
select truth.id('00T', 2000), account_id, truth.id('005', 1), 'Call them', date '2026-06-20', date '2026-07-08', null, 2000, true
from truth.accounts where c = 1;

-- ---- what lands

set search_path = raw_salesforce, public;
\ir ../../sources/salesforce/fivetran/raw.sql
insert into "user" (id, name, email, title, user_type, is_active, last_modified_date, _fivetran_synced)
select member_id, case when name like '%@%' then ' ' else name end,
  case when name like '%@%' then name else lower(split_part(name, ' ', 1)) || '@vendor.example' end,
  case role when 'tam' then 'Senior Technical Account Manager' when 'support' then 'Support Engineer' when 'csm' then
    case when name < 'B' then 'Account Executive' end end, 'Standard', left_on is null,
  truth.instant(coalesce(left_on, '2025-01-01'), name), '2026-06-30Z'
from truth.team_members;
insert into "user" values (truth.id('005', 99), 'Automated Process', 'noreply@vendor.example', null, 'AutomatedProcess', true);
-- Twice, as a sync that was repeated leaves them: the older row has an older name.
insert into account (id, name, website, parent_id, owner_id, industry, number_of_employees, billing_country,
  billing_country_code, created_date, last_modified_date, stripe_customer_id_c, is_deleted, _fivetran_active, _fivetran_synced)
select account_id, case sync when 1 then 'Old name' else name end,
  case when domain is null then null when c % 3 = 0 then 'https://www.' || upper(domain) || '/about?x=1'
    when c % 3 = 1 then 'http://' || domain else domain end,
  -- Parents are named by the ids that they had when the child was made.
  coalesce((select p.legacy[1] from truth.accounts as p where p.account_id = accounts.parent_id), parent_id),
  case when has_team then truth.id('005', 4) else csm_id end, industry,
  case segment when 'smb' then 12 when 'mid_market' then 100 when 'enterprise' then 1000 end,
  case country when 'US' then 'United States' when 'GB' then 'England' when 'JP' then null end,
  case when country in ('DE', 'JP') then lower(country) end, truth.instant(created_on, name),
  timestamptz '2026-01-01Z' + make_interval(days => sync), case when c % 6 = 0 then 'cus_' || c end, false,
  case when c % 2 = 0 then sync = 2 end, timestamptz '2026-06-28Z' + make_interval(days => sync)
from truth.accounts cross join generate_series(1, 2) as sync;
insert into account (id, name, master_record_id, owner_id, is_deleted, _fivetran_synced)
select old.id, 'Was ' || name, case place when 1 then account_id else legacy[place - 1] end, csm_id, true, '2026-06-30Z'
from truth.accounts cross join unnest(legacy) with ordinality as old (id, place);
-- Deleted, in the bin and beyond it.
insert into account (id, name, owner_id, is_deleted, _fivetran_deleted, _fivetran_synced) values
  (truth.id('001', 98), 'Gone', truth.id('005', 1), true, false, '2026-06-30Z'),
  (truth.id('001', 99), 'Purged', truth.id('005', 1), false, true, '2026-06-30Z');
insert into account_history (id, account_id, field, new_value, created_date)
select truth.id('017', c * 10 + row_number() over (partition by c order by starts_on) * 2 + form.n), account_id, 'Owner',
  case form.n when 0 then (select name from truth.team_members as m where m.member_id = t.member_id) else t.member_id end,
  truth.instant(t.starts_on, 'history' || c)
from truth.account_team as t join truth.accounts using (account_id) cross join generate_series(0, 1) as form (n)
where c % 6 = 1 and role = 'csm' and not has_team
union all
select truth.id('017', 9000 + c), account_id, 'Industry', 'Energy', '2025-01-01Z' from truth.accounts where c < 5;
insert into account_team_member (id, account_id, user_id, team_member_role, created_date, is_deleted)
select truth.id('01M', c * 10 + k), account_id, member, team_role, truth.instant(since, 'team' || c || k), k = 4
from truth.accounts
cross join lateral (values (1, csm_id, 'Customer Success Manager', created_on + 30 + case when c % 6 = 1 then 100 else 0 end),
  (2, tam_id, 'TAM', created_on + 60), (3, truth.id('005', 4), 'Sales Rep', created_on),
  (4, truth.id('005', 6), 'CSM', created_on)) as listed (k, member, team_role, since)
where has_team;
-- Some hang on accounts that were merged; one belongs to a deleted one, and one to nobody.
insert into contract (id, account_id, status, status_code, start_date, end_date, contract_term, customer_signed_date,
  company_signed_date, activated_date, is_deleted, _fivetran_synced)
select contract_id, coalesce(legacy[1], account_id), 'Activated', case when c % 2 = 0 then 'Activated' end, lower(term),
  case when n = 0 then upper(term) - 1 end, 12, case when c % 3 = 0 then signed_on end,
  case when c % 3 = 1 then signed_on when c % 3 = 0 then signed_on + 2 end, truth.instant(signed_on, contract_id), false,
  '2026-06-30Z'
from truth.contracts join truth.accounts using (account_id, c);
insert into contract (id, account_id, status, start_date, contract_term, is_deleted) values
  (truth.id('800', 9001), truth.id('001', 1), 'Draft', '2026-01-01', 12, false),
  (truth.id('800', 9002), truth.id('001', 1), 'Activated', '2026-01-01', 12, true),
  (truth.id('800', 9003), truth.id('001', 98), 'Activated', '2026-01-01', 12, false);
insert into dated_conversion_rate values ('EUR', '2020-01-01', '2025-01-01', 0.8), ('EUR', '2025-01-01', '9999-12-31', 0.5),
  ('USD', '2020-01-01', '9999-12-31', 1);
insert into currency_type values ('USD', 1, true), ('EUR', 0.4, false), ('GBP', 0.77, false), ('CHF', null, false);
insert into opportunity (id, account_id, contract_id, type, stage_name, amount, currency_iso_code, is_closed, is_won, created_date,
  close_date, last_stage_change_date, mrr_c, arr_c, term_months_c, is_deleted, _fivetran_synced)
select opportunity_id, coalesce(legacy[1], accounts.account_id), case when d.form = 3 then truth.id('800', 7000 + d.c * 10 + n) end,
  case n when 0 then 'New Customer' when 1 then 'Renewal' when 2 then 'Existing Customer - Upgrade' else 'Cross-Sell' end, stage,
  case d.form when 2 then price * 24 when 3 then price * 12 when 4 then price * 12 when 5 then price * 12 when 6 then price end,
  case d.form when 4 then 'EUR' when 5 then 'CHF' else case when d.c % 2 = 0 then 'USD' end end,
  d.outcome is not null, d.outcome is not distinct from 'won', truth.instant(opportunities.created_on, opportunity_id), expected_on,
  case when d.c % 2 = 0 then truth.instant(coalesce(d.decided_on, '2026-06-01'), 'stage' || opportunity_id) end,
  case when d.form = 0 then price end, case when d.form = 1 then price * 12 end,
  case when d.form = 2 then 24 when d.form in (4, 5) then 12 end, false, '2026-06-30Z'
from truth.deals as d join truth.opportunities using (opportunity_id) join truth.accounts on accounts.c = d.c;
insert into contract (id, contract_term, status) select truth.id('800', 7000 + c * 10 + n), 12, 'Draft'
  from truth.deals where form = 3;
insert into opportunity (id, account_id, stage_name, is_deleted, _fivetran_deleted) values
  (truth.id('006', 99001), truth.id('001', 1), 'Proposal', true, false),
  (truth.id('006', 99002), truth.id('001', 1), 'Proposal', false, true),
  (truth.id('006', 99003), null, 'Proposal', false, false), (truth.id('006', 99004), truth.id('001', 99), 'Proposal', false, false);
-- Into the last stage, and an amount that changed later within it.
insert into opportunity_history (id, opportunity_id, stage_name, created_date)
select truth.id('008', c * 1000 + n * 10 + step), opportunity_id, case step when 0 then 'Qualification' else
    case outcome when 'won' then 'Closed Won' else 'Closed Lost' end end,
  truth.instant(decided_on + case step when 0 then -90 when 1 then 0 else 20 end, 'step' || opportunity_id)
from truth.deals cross join generate_series(0, 2) as step
where outcome is not null and c % 2 = 1;
insert into contact (id, account_id, name, first_name, last_name, email, title, is_deleted, last_modified_date, _fivetran_synced)
select contact_id, coalesce(legacy[1], account_id), case when k < 3 then people.name end, split_part(people.name, ' ', 1),
  substr(people.name, 6), email, title, false, '2026-01-01Z', '2026-06-30Z'
from truth.people join truth.accounts using (account_id);
insert into contact (id, account_id, name, master_record_id, is_deleted) values
  (truth.id('003', 99001), truth.id('001', 1), 'Deleted', null, true), (truth.id('003', 99002), null, 'Of nobody', null, false),
  (truth.id('003', 99003), truth.id('001', 1), 'Merged', truth.id('003', 101), true);
insert into opportunity_contact_role (id, opportunity_id, contact_id, role, is_deleted)
select truth.id('00K', c * 1000 + k * 10 + place), truth.id('006', c * 100), contact_id, said_role, false
from truth.people cross join unnest(said) with ordinality as s (said_role, place)
union all
select truth.id('00K', 990000 + c), truth.id('006', c * 100), contact_id, 'Executive Sponsor', true from truth.people where k = 4;
-- What was done: an account, a contact or an opportunity says whose it is.
insert into event (id, account_id, what_id, who_id, owner_id, subject, start_date_time, duration_in_minutes, is_child, _fivetran_synced)
select touchpoint_id, case link when 'given' then account_id end,
  case link when 'account' then account_id when 'opportunity' then truth.id('006', c * 100) end,
  case link when 'contact' then truth.id('003', c * 100 + 1) end, member_id,
  case kind when 'meeting' then 'Catch-up' when 'business_review' then 'QBR Q3' when 'executive_review' then 'Executive business review'
    else 'Workshop: imports' end, happened_at, minutes, false, '2026-06-30Z'
from truth.done where way = 'event';
insert into event (id, account_id, owner_id, subject, start_date_time, is_child, is_recurrence, is_deleted)
select truth.id('00U', k), truth.id('001', 1), truth.id('005', 1), 'QBR', '2026-01-01Z', k = 1, k = 2, k = 3 from generate_series(1, 3) as k;
insert into task (id, account_id, what_id, who_id, owner_id, subject, type, task_subtype, call_duration_in_seconds, activity_date,
  completed_date_time, created_date, is_closed, _fivetran_synced)
select touchpoint_id, case link when 'given' then account_id end,
  case link when 'account' then account_id when 'opportunity' then truth.id('006', c * 100) end,
  case link when 'contact' then truth.id('003', c * 100 + 1) end, member_id, 'Talked', case way when 'typed' then 'Call' end,
  case way when 'call' then 'Call' when 'email' then 'Email' else 'Task' end, minutes * 60 - 20,
  (happened_at at time zone 'America/New_York')::date, happened_at, happened_at, true, '2026-06-30Z'
from truth.done where way <> 'event';
insert into task (id, account_id, owner_id, subject, task_subtype, activity_date, completed_date_time, created_date, is_closed)
select task_id, account_id, member_id, title, case when is_call then 'Call' else 'Task' end, due_on, truth.instant(done_on, task_id),
  truth.instant(created_on, task_id), done_on is not null
from truth.tasks;
-- Of a lead, of a series, and deleted.
insert into task (id, account_id, who_id, owner_id, subject, task_subtype, created_date, is_closed, is_recurrence, is_deleted) values
  (truth.id('00T', 9001), null, truth.id('00Q', 1), truth.id('005', 1), 'Talked', 'Call', '2026-01-01Z', true, false, false),
  (truth.id('00T', 9002), truth.id('001', 1), null, truth.id('005', 1), 'Talked', 'Call', '2026-01-01Z', true, true, false),
  (truth.id('00T', 9003), truth.id('001', 1), null, truth.id('005', 1), 'Talked', 'Call', '2026-01-01Z', true, false, true);
