-- A made-up company's HubSpot as Fivetran lands it (schema raw_hubspot), and what is true of it (schema truth). The
-- truth
-- comes first, and is what the raw tables are made from, with all that HubSpot and the connector do to it: tombstones,
-- merges of merges, associations that still name who was merged, rows of two syncs, history that repeats itself, fields
-- that were never filled. Days are those of America/New_York, and the last one is 2026-06-30.
\set ON_ERROR_STOP on
set client_min_messages = warning;
set timezone = 'UTC';
create schema truth;
create schema raw_hubspot;

-- The same number below `below` for the same words.
create function truth.pick(words text, below integer) returns integer language sql immutable as
  $$ select ('x' || substr(md5(words), 1, 7))::bit(28)::integer % below $$;
-- An instant of a local day: near its end for one in three, when it is the next day in UTC.
create function truth.instant(day date, words text) returns timestamptz language sql immutable as
  $$ select (day + case truth.pick(words, 3) when 0 then time '23:30' else time '10:15' end)
    at time zone 'America/New_York' $$;

-- ---- the truth

create table truth.team_members as
select (4400000 + m)::text as member_id, name, case m when 6 then date '2025-11-15' end as left_on
from unnest(array['Ada Quist', 'Bo Lindgren', 'Cem Aydin', 'Dee Okafor', 'eve@vendor.example', 'Fay Moreau'])
  with ordinality as listed (name, m);

-- Companies: 40 customers, 20 prospects. `legacy` are ids merged into it, the last one through the one before.
create table truth.accounts as
select c, (9000000000 + c)::text as account_id, 'Company ' || c as name,
  case when c % 17 = 0 then null when c = 23 then 'gmail.com' else 'company' || c || '.example' end as domain,
  case when c % 9 = 0 and c <> 36 then (9000000000 + c - 1)::text end as parent_id,
  case when c % 10 = 9 then null when c % 3 = 0 then 'smb' when c % 3 = 1 then 'mid_market' else 'enterprise' end
    as segment,
  (array['US', 'GB', 'DE', 'JP', null])[1 + c % 5] as country,
  (array['Americas', 'EMEA', 'EMEA', 'APAC', null])[1 + c % 5] as region,
  (array['Computer software', 'Banking', null])[1 + c % 3] as industry,
  case when c <= 40 then date '2023-02-01' + truth.pick('signed' || c, 700) end as first_term,
  case when c <= 40 then date '2023-01-12' + truth.pick('signed' || c, 700) else '2025-02-09' end as owned_since,
  case when c % 8 <> 7 then (4400001 + (c + case when c % 4 = 0 then 1 else 0 end) % 5)::text end as csm_id,
  case when c % 14 = 0 then array[(8000000000 + c)::text, (7000000000 + c)::text]
    when c % 7 = 0 then array[(8000000000 + c)::text] else '{}' end as legacy,
  case when c % 6 = 0 then array['cus_' || c] when c % 25 = 1 then array['cus_' || c || 'a', 'cus_' || c || 'b']
    else '{}' end as customers
from generate_series(1, 60) as c;

create table truth.account_team as
select account_id, (4400001 + c % 5)::text as member_id,
  case c % 26 when 0 then date '0001-01-01' else owned_since end as starts_on,
  case when c % 4 = 0 then owned_since + 200 when c % 8 = 7 then owned_since + 100 end as ends_on
from truth.accounts
where not (c % 13 = 0 and (c % 4 = 0 or c % 8 = 7))
union all
-- Handed over, after a month of nobody for every other.
select account_id, csm_id, owned_since + 200 + case when c % 8 = 0 then 30 else 0 end, null
from truth.accounts
where c % 4 = 0 and c % 13 <> 0
union all
select account_id, csm_id, case c % 26 when 0 then date '0001-01-01' else owned_since end, null
from truth.accounts where c % 4 = 0 and c % 13 = 0;

-- Terms of a year, one after the other, until one that does not begin before the last day; of every tenth customer the
-- second one was not renewed, of another tenth there was a month between the first two.
create table truth.terms as
select c, account_id, n,
  first_term + make_interval(years => n, days => case when c % 10 = 4 and n > 0 then 30 else 0 end) as starts_at
from truth.accounts cross join generate_series(0, 3) as n
where c <= 40 and not (c % 10 = 3 and n > 1);
create table truth.deals as
with listed as (
  select c, n, account_id, case n when 0 then 'new' else 'renewal' end as kind,
    case when c % 10 = 3 and n = 1 then 'lost' when starts_at::date <= '2026-06-30' then 'won' end as outcome,
    starts_at::date as starts_on, (starts_at + interval '1 year')::date as ends_on
  from truth.terms
  where starts_at < '2027-01-01'
  union all
  select c, 10 + n, account_id, 'upsell', case n when 0 then 'won' end, first_term + 150 + n * 900, null
  from truth.accounts cross join generate_series(0, 1) as n
  where c <= 40 and c % 5 = 1
  union all
  select c, 20 + n, account_id, 'new', case n when 1 then 'lost' end, date '2026-08-01' - n * 200 - c, null
  from truth.accounts cross join generate_series(0, 1) as n
  where c > 40 and (n = 0 or c % 2 = 0)),
-- How the term and the money are written: months after the close date, or after a start; start and last day, or start
-- and
-- anniversary; MRR, ARR, an amount for the whole term, another currency, or an amount that says nothing.
written as (
  select listed.*, (50000000 + c * 100 + n)::text as deal_id,
    case when n = 0 and c % 11 = 5 or ends_on is null then null else (c + n) % 4 end as term_form,
    truth.pick('money' || c || '-' || n, 5) as money_form,
    100 * (1 + truth.pick('mrr' || c || '-' || n, 40)) as price
  from listed)
select c, n, deal_id, account_id, kind, outcome, starts_on, ends_on, term_form,
  case when money_form = 2 and coalesce(term_form, 2) > 1 then 0 else money_form end as money_form, price,
  case when money_form = 4 and coalesce(term_form,
    2) > 1 then null when money_form = 4 then price * 0.5 else price end as mrr,
  starts_on - case term_form when 0 then 0 else 5 end as decided_on,
  starts_on - 90 as created_on
from written;
alter table truth.accounts add signed_on date;
update truth.accounts set signed_on = (select d.decided_on from truth.deals as d where d.c = accounts.c and d.n = 0)
where c <= 40;

create table truth.opportunities as
select deal_id as opportunity_id, account_id, kind, mrr::numeric as mrr,
  case when outcome = 'won' then 'Signed' when outcome = 'lost' then 'Gone' when c % 2 = 0 then 'Talking'
    else 'Proposal' end as stage,
  created_on, decided_on + case when outcome = 'won' and term_form = 1 and c % 3 = 0 then 60 else 0 end as expected_on,
  outcome,
  case when outcome is not null then decided_on end as decided_on
from truth.deals;

create table truth.contracts as
select deal_id as contract_id, account_id,
  case when n > 0 and not (c % 10 = 4 and n = 1) and not (c % 11 = 5 and n = 1)
    then lag(deal_id) over (partition by c order by n) end as renews_id,
  decided_on as signed_on, daterange(starts_on, ends_on) as term
from truth.deals
where outcome = 'won' and term_form is not null;

-- People: as many as ten each, of whom a few chose roles, and the others have a title.
create table truth.people as
select c, k, account_id, (60000000 + c * 100 + k)::text as contact_id, 'Pat' || k as first_name,
  'Of Company ' || c as last_name,
  'pat' || k || '@company' || c || '.example' as email, t.*
from truth.accounts cross join lateral generate_series(1, 1 + truth.pick('people' || c, 10)) as k
cross join lateral (select * from (values
  (0, null, null, '{user}'::text[]),
  (1, 'CHAMPION', 'Vice President', '{champion}'),
  (2, 'DECISION_MAKER;BUDGET_HOLDER', null, '{decision_maker,sponsor}'),
  (3, 'BLOCKER; champion', null, '{champion,user}'),
  (4, null, 'Chief Financial Officer', '{decision_maker}'),
  (5, null, 'VP of Finance', '{decision_maker}'),
  (6, '', 'Accounts Payable Clerk', '{billing}'),
  (7, null, 'IT Manager', '{admin}'),
  (8, null, 'Product Owner', '{user}'),
  (9, 'EXECUTIVE_SPONSOR', 'Founder', '{sponsor}')) as t (form, buying_role, title, roles)
  where t.form = truth.pick('role' || c || '-' || k, 10)) as t;
create table truth.contacts as
select contact_id || ':' || role as contact_id, account_id, first_name || ' ' || last_name as name, email, role
from truth.people cross join unnest(roles) as role;

create table truth.account_aliases as
select 'accounts' as system, unnest(legacy) as external_id, account_id, 'merged' as evidence from truth.accounts
union all select 'hubspot', unnest(legacy), account_id, 'merged' from truth.accounts
union all select 'hubspot', account_id, account_id, 'given' from truth.accounts
union all select 'stripe', unnest(customers), account_id, 'given' from truth.accounts;

-- ---- what lands

create table raw_hubspot.company (id bigint primary key, portal_id bigint, is_deleted boolean,
  _fivetran_synced timestamptz,
  property_name text, property_domain text, property_industry text, property_country text,
    property_hs_country_code text,
  property_numberofemployees double precision, property_hubspot_owner_id bigint,
  property_hubspot_owner_assigneddate timestamptz, property_hs_parent_company_id bigint,
  property_hs_merged_object_ids text, property_closedate timestamptz, property_hs_lastmodifieddate timestamptz,
  property_stripe_customer_id text);
insert into raw_hubspot.company
select account_id::bigint, 62515, case when c % 2 = 0 then false end, '2026-07-01 02:00Z', name,
  case when c % 12 = 1 then ' Company' || c || '.Example' else domain end,
  (array['COMPUTER_SOFTWARE', 'BANKING', null])[1 + c % 3],
  (array['United States ', 'England', 'Deutschland', 'Japan', 'Atlantis'])[1 + c % 5], case c % 10 when 2 then 'de' end,
  case segment when 'smb' then 99 when 'mid_market' then case when c % 2 = 0 then 100 else 999 end
    when 'enterprise' then 1000 end,
  csm_id::bigint, case when c % 26 <> 0 then truth.instant(owned_since, 'assigned' || c) end,
  -- One names the parent by an id that was merged away, one a parent that was deleted, one itself.
  case c when 36 then 6000000001 when 10 then 9000000010
    else coalesce((select coalesce(p.legacy[2], p.legacy[1]) from truth.accounts as p where p.account_id = a.parent_id),
      parent_id)::bigint end,
  nullif(legacy[1] || case when c % 28 = 0 then ';' || legacy[2] else '' end, ''),
  -- A customer's close date is that of the first deal, which may be missing.
  case when signed_on is not null and c % 11 in (4, 5) then truth.instant(signed_on, 'close' || c)
    when c = 3 then truth.instant(signed_on + 40, 'close') end,
  '2026-06-20 12:00Z', nullif(array_to_string(customers, ' ; '), '')
from truth.accounts as a;
-- Merged ones: a tombstone each, of which one came without its mark; deleted ones.
insert into raw_hubspot.company
select legacy[n]::bigint, 62515, c <> 7, '2026-05-01 02:00Z', name || ' (old)', domain, null, null, null, null, null,
  null,
  null, case n when 1 then legacy[2] end, null, '2026-04-30 12:00Z', null
from truth.accounts cross join generate_series(1, 2) as n where legacy[n] is not null;
insert into raw_hubspot.company (id, is_deleted, property_name, property_domain, _fivetran_synced)
values (6000000001, true, 'Deleted', 'company1.example', '2026-05-01 02:00Z'),
  (6000000002, true, 'Deleted, too', null, '2026-05-01 02:00Z');

-- Versions of owners: the first assignment, the same again, a slip of the hand on the same day, what came after.
create table raw_hubspot.company_property_history (company_id bigint, name text, value text, "timestamp" timestamptz,
  source text, source_id text, _fivetran_synced timestamptz, _fivetran_active boolean);
insert into raw_hubspot.company_property_history
select a.account_id::bigint, 'hubspot_owner_id', v.value, v.at, 'CRM_UI', null, '2026-07-01 02:00Z', v.is_active
from truth.account_team as t join truth.accounts as a on a.account_id = t.account_id cross join lateral (values
  (t.member_id, truth.instant(t.starts_on, 'h' || a.c), true),
  (t.member_id, truth.instant(t.starts_on + 12, 'h' || a.c), null),
  ('4400006', (t.starts_on + time '09:00') at time zone 'America/New_York', true),
  ('4400006', truth.instant(t.starts_on + 33, 'h' || a.c), false)) as v (value, at, is_active)
where a.c % 13 <> 0;
insert into raw_hubspot.company_property_history
select a.account_id::bigint, 'hubspot_owner_id', '', truth.instant(t.ends_on, 'h' || a.c), 'CRM_UI', null,
  '2026-07-01 02:00Z', true
from truth.account_team as t join truth.accounts as a on a.account_id = t.account_id
where t.ends_on is not null and (a.c % 8 = 7 or a.c % 8 = 0) and a.c % 13 <> 0;
insert into raw_hubspot.company_property_history
select account_id::bigint, 'name', '4400003', '2026-01-01 12:00Z', 'IMPORT', null, '2026-07-01 02:00Z', true
from truth.accounts;
insert into raw_hubspot.company_property_history
select legacy[1]::bigint, 'hubspot_owner_id', '4400003', '2024-01-01 12:00Z', 'IMPORT', null, '2026-07-01 02:00Z', true
from truth.accounts where legacy[1] is not null;

create table raw_hubspot.owner (owner_id bigint primary key, portal_id bigint, type text, email text, first_name text,
  last_name text, is_active boolean, created_at timestamptz, updated_at timestamptz, _fivetran_synced timestamptz);
insert into raw_hubspot.owner
select member_id::bigint, 62515, 'PERSON',
  case when name like '%@%' then name else split_part(lower(name), ' ', 1) || '@Vendor.example' end,
  case when name like '%@%' then '' else split_part(name, ' ', 1) end,
  case when name like '%@%' then null else split_part(name, ' ', 2) end, left_on is null, '2022-01-01 12:00Z',
  coalesce(truth.instant(left_on, 'left'), '2026-01-01 12:00Z'), '2026-07-01 02:00Z'
from truth.team_members;

create table raw_hubspot.deal_pipeline (pipeline_id text primary key, label text, active boolean, display_order bigint,
  _fivetran_deleted boolean, _fivetran_synced timestamptz);
insert into raw_hubspot.deal_pipeline values
  ('default', 'Sales', true, 0, false, '2026-07-01 02:00Z'), ('77001', 'Renewals EMEA', true, 1, false,
    '2026-07-01 02:00Z');
create table raw_hubspot.deal_pipeline_stage (pipeline_id text, stage_id text, label text, closed_won boolean,
  is_closed boolean, probability double precision, active boolean, _fivetran_deleted boolean,
  _fivetran_synced timestamptz, primary key (pipeline_id, stage_id));
insert into raw_hubspot.deal_pipeline_stage
select p, p || s.stage, s.label, s.label = 'Signed', s.label in ('Signed', 'Gone'), 0.5, true, s.label = 'Proposal',
  '2026-07-01 02:00Z'
from unnest(array['default', '77001']) as p
cross join (values ('talk', 'Talking'), ('offer', 'Proposal'), ('won', 'Signed'), ('lost', 'Gone')) as s (stage, label);

create table raw_hubspot.deal (deal_id bigint, deal_pipeline_id text, deal_pipeline_stage_id text, owner_id bigint,
  portal_id bigint, is_deleted boolean, _fivetran_deleted boolean, _fivetran_synced timestamptz, property_dealname text,
  property_dealtype text, property_amount double precision, property_amount_in_home_currency double precision,
  property_hs_exchange_rate double precision, property_hs_mrr double precision, property_hs_arr double precision,
  property_createdate timestamptz, property_closedate timestamptz, property_hs_is_closed boolean,
  property_hs_is_closed_won boolean, property_contract_start_date date, property_contract_end_date date,
  property_contract_length_months double precision, property_hs_merged_object_ids text,
  property_hs_lastmodifieddate timestamptz);
insert into raw_hubspot.deal
select d.deal_id::bigint, p.id, p.id || case o.stage when 'Talking' then 'talk' when 'Proposal' then 'offer'
    when 'Signed' then 'won' else 'lost' end,
  null, 62515, false, case when n % 2 = 0 then false end, '2026-07-01 02:00Z', 'Deal ' || d.deal_id,
  case d.kind when 'new' then 'newbusiness' when 'upsell' then 'existingbusiness' else
    case when c % 2 = 0 then 'existingbusiness' end end,
  case money_form when 2 then price * 12 when 3 then price * 6 when 4 then price * 6 else price * 7 end,
  case money_form when 2 then price * 12 when 3 then price * 12 when 4 then price * 6 else price * 7 end,
  case money_form when 3 then case when c % 2 = 0 then 2 end end,
  case money_form when 0 then price when 1 then 0 when 3 then price * 0.5 end,
  case money_form when 1 then price * 12 end,
  truth.instant(d.created_on, 'created' || d.deal_id), truth.instant(o.expected_on, 'closes' || d.deal_id),
  case when c % 4 <> 0 then d.outcome is not null end,
    case when c % 4 <> 0 then d.outcome is not distinct from 'won' end,
  case when term_form > 0 then d.starts_on end, case term_form when 2 then d.ends_on - 1 when 3 then d.ends_on end,
  case when term_form < 2 then 12 end,
  case when d.deal_id = '50000100' then '51000001' end, '2026-06-20 12:00Z'
from truth.deals as d
join truth.opportunities as o on o.opportunity_id = d.deal_id
cross join lateral (select case d.kind when 'renewal' then '77001' else 'default' end as id) as p;
-- An earlier sync of some, as a view over two loads shows it; deleted ones, merged ones, one without a company and one
-- of
-- a company that was deleted.
insert into raw_hubspot.deal
select deal_id, 'default', 'defaulttalk', null, 62515, false, false, '2026-03-01 02:00Z', property_dealname,
  'newbusiness', 1, 1, null, 1, null, property_createdate, property_createdate, false, false, null, null, null, null,
  '2026-02-20 12:00Z'
from raw_hubspot.deal where deal_id % 6 = 0;
insert into raw_hubspot.deal (deal_id, deal_pipeline_id, deal_pipeline_stage_id, is_deleted, _fivetran_deleted,
  _fivetran_synced, property_dealtype, property_hs_mrr, property_closedate)
values (51000000, 'default', 'defaultwon', true, false, '2026-07-01 02:00Z', 'newbusiness', 999, '2026-01-01 12:00Z'),
  (51000001, 'default', 'defaultwon', false, false, '2026-07-01 02:00Z', 'newbusiness', 999, '2026-01-01 12:00Z'),
  (51000002, 'default', 'defaultwon', null, null, '2026-07-01 02:00Z', 'newbusiness', 999, '2026-01-01 12:00Z'),
  (51000003, 'default', 'defaultwon', false, true, '2026-07-01 02:00Z', 'newbusiness', 999, '2026-01-01 12:00Z'),
  (51000004, 'default', 'defaulttalk', false, false, '2026-07-01 02:00Z', 'newbusiness', 999, '2026-08-01 12:00Z'),
  (51000005, 'default', 'defaulttalk', false, false, '2026-07-01 02:00Z', 'newbusiness', 999, '2026-08-01 12:00Z');
create table raw_hubspot.merged_deal (deal_id bigint, merged_deal_id bigint, _fivetran_synced timestamptz);
insert into raw_hubspot.merged_deal values (50000100, 51000002, '2026-07-01 02:00Z');

create table raw_hubspot.deal_company (deal_id bigint, company_id bigint, type_id bigint, category text,
  _fivetran_synced timestamptz);
insert into raw_hubspot.deal_company
select d.deal_id::bigint, coalesce(a.legacy[1 + d.n % 2], a.legacy[1], a.account_id)::bigint,
  case when d.c % 3 = 0 then 341 else 5 end, 'HUBSPOT_DEFINED', timestamptz '2026-07-01 02:00Z'
from truth.deals as d join truth.accounts as a on a.account_id = d.account_id
union all
-- The partner who brought the deal.
select d.deal_id::bigint, 9000000001, 341, 'HUBSPOT_DEFINED', '2026-07-01 02:00Z'
from truth.deals as d where d.c % 3 = 1 and d.c > 1
union all
select deal_id, company_id, 5, 'HUBSPOT_DEFINED', '2026-07-01 02:00Z'
from (values (51000001, 9000000002), (51000002, 9000000002), (51000003, 9000000002), (51000004, 6000000001))
  as odd (deal_id, company_id);

create table raw_hubspot.deal_stage (deal_id bigint, value text, date_entered timestamptz, source text,
  _fivetran_active boolean, _fivetran_start timestamptz, _fivetran_end timestamptz, _fivetran_synced timestamptz);
insert into raw_hubspot.deal_stage
select deal_id, deal_pipeline_id || 'talk', property_createdate, 'CRM_UI', false, property_createdate,
  null::timestamptz,
  timestamptz '2026-07-01 02:00Z'
from raw_hubspot.deal where deal_id < 51000000
union all
-- Into the last stage on the day of the decision, and for some a month later again, after it was reopened.
select deal_id::bigint,
  case kind when 'renewal' then '77001' else 'default' end || case outcome when 'won' then 'won' else 'lost' end,
  truth.instant(decided_on, 'entered' || deal_id), 'CRM_UI', true, null, null, '2026-07-01 02:00Z'
from truth.deals where outcome is not null and c % 5 <> 2
union all
select deal_id::bigint,
  case kind when 'renewal' then '77001' else 'default' end || case outcome when 'won' then 'won' else 'lost' end,
  truth.instant(decided_on + 30, 'again' || deal_id), 'CRM_UI', true, null, null, '2026-07-01 02:00Z'
from truth.deals where outcome is not null and c % 5 = 4 and not (outcome = 'won' and term_form = 1 and c % 3 = 0);
-- Where the close date is later than that, the stage must say it.
insert into raw_hubspot.deal_stage
select deal_id::bigint, case kind when 'renewal' then '77001' else 'default' end || 'won',
  truth.instant(decided_on, 'entered' || deal_id), 'CRM_UI', true, null, null, '2026-07-01 02:00Z'
from truth.deals where outcome = 'won' and term_form = 1 and c % 3 = 0 and c % 5 = 2;

create table raw_hubspot.contact (id bigint, property_email text, property_firstname text, property_lastname text,
  property_jobtitle text, property_hs_buying_role text, property_associatedcompanyid bigint,
  property_hs_merged_object_ids text, property_lastmodifieddate timestamptz, is_deleted boolean,
  _fivetran_deleted boolean, _fivetran_synced timestamptz);
insert into raw_hubspot.contact
select p.contact_id::bigint, p.email, p.first_name, p.last_name, p.title, p.buying_role,
  case when k % 3 > 0 then coalesce(a.legacy[1], a.account_id)::bigint end,
  case when k = 1 and p.c % 2 = 0 then p.contact_id || ';' || (61000000 + p.c)::text end, '2026-06-01 12:00Z', false,
    false,
  '2026-07-01 02:00Z'
from truth.people as p join truth.accounts as a on a.account_id = p.account_id;
insert into raw_hubspot.contact
select id, property_email, 'Former', property_lastname, 'Founder', 'CHAMPION', property_associatedcompanyid, null,
  '2025-06-01 12:00Z', false, false, '2026-01-01 02:00Z'
from raw_hubspot.contact where id % 5 = 0;
insert into raw_hubspot.contact
select 61000000 + c, 'old' || c || '@company.example', 'Old', 'One', 'Founder', 'CHAMPION', account_id::bigint, null,
  '2025-06-01 12:00Z', c % 4 = 0, false, '2026-01-01 02:00Z'
from truth.accounts where c % 2 = 0;
insert into raw_hubspot.contact (id, property_email, property_associatedcompanyid, is_deleted, _fivetran_deleted,
  _fivetran_synced)
values (62000001, 'gone@company1.example', 9000000001, true, false, '2026-07-01 02:00Z'),
  (62000002, 'gone2@company1.example', 9000000001, false, true, '2026-07-01 02:00Z'),
  (62000003, 'lead@nowhere.example', null, false, false, '2026-07-01 02:00Z'),
  (62000004, 'of@deleted.example', 6000000001, false, false, '2026-07-01 02:00Z');

create table raw_hubspot.contact_company (contact_id bigint, company_id bigint, type_id bigint, category text,
  _fivetran_synced timestamptz);
insert into raw_hubspot.contact_company
select contact_id::bigint, account_id::bigint, t, 'HUBSPOT_DEFINED', timestamptz '2026-07-01 02:00Z'
from truth.people cross join unnest(array[1, 279]) as t where t = 1 or k % 2 = 0
union all
-- A consultant, who is with an older company, too.
select contact_id::bigint, 9000000001, 279, 'HUBSPOT_DEFINED', '2026-07-01 02:00Z'
from truth.people where k = 3;
