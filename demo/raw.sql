-- Lands the demo warehouse once more, as connectors would have landed it from the systems of this company:
--   psql -f demo/raw.sql [-v schema=warehouse]
--
-- HubSpot, Stripe and Zendesk by Fivetran, and Segment: schemas raw_hubspot, raw_stripe, raw_zendesk, raw_segment, of
-- the tables of sources/*/*/raw.sql. What none of them knows the company keeps itself: schema company, in the shape of
-- the contract. sources => '{"hubspot": "raw_hubspot", "stripe": "raw_stripe", "zendesk": "raw_zendesk", "segment":
-- "raw_segment"}' makes the contract's tables of it again; README.md says what is lost on the way.
--
-- Days are landed as their noon in UTC.

\set ON_ERROR_STOP on
\if :{?schema} \else \set schema warehouse \endif
\set quiet_before :QUIET
\set QUIET on
begin;
set local timezone = 'UTC';
set local client_min_messages = warning;
create schema raw_hubspot;
create schema raw_stripe;
create schema raw_zendesk;
create schema raw_segment;
create schema company;

create function raw_hubspot.noon(day date) returns timestamptz language sql immutable
  return (day + time '12:00') at time zone 'UTC';

-- HubSpot: companies, their owners, contacts and deals ---------------------------------------------------------------

set local search_path = raw_hubspot;
\ir ../sources/hubspot/fivetran/raw.sql

-- A company's id is 8000000 and more.
insert into company (id, property_name, property_domain, property_industry, property_hs_country_code,
  property_numberofemployees, property_hubspot_owner_id, property_hs_parent_company_id, property_closedate, is_deleted)
select
  8000000 + account_id,
  name,
  domain,
  upper(replace(industry, ' ', '_')),
  country,
  case segment when 'enterprise' then 2500 when 'mid_market' then 250 else 25 end,
  csm_id,
  8000000 + parent_id,
  noon(signed_on),
  false
from :"schema".accounts;

-- Each change of the owner; where nobody followed, it was taken away.
insert into company_property_history (company_id, name, value, "timestamp")
select 8000000 + account_id, 'hubspot_owner_id', member_id::text, noon(lower(valid))
from :"schema".account_team
where role = 'csm'
union all
select 8000000 + account_id, 'hubspot_owner_id', '', noon(upper(valid))
from :"schema".account_team as team
where role = 'csm' and not upper_inf(valid) and not exists (
  select
  from :"schema".account_team as next
  where next.role = 'csm' and next.account_id = team.account_id and lower(next.valid) = upper(team.valid));

-- Support agents have no seat.
insert into owner (owner_id, email, first_name, last_name, is_active, updated_at)
select
  member_id,
  lower(replace(name, ' ', '.')) || '@vendor.example',
  split_part(name, ' ', 1),
  split_part(name, ' ', 2),
  left_on is null,
  noon(coalesce(left_on, hired_on))
from :"schema".team_members
where role <> 'support';

-- Who is no longer anybody's contact was deleted.
insert into contact (id, property_email, property_firstname, property_lastname, property_jobtitle,
  property_hs_buying_role, property_associatedcompanyid, is_deleted)
select
  contact_id,
  email,
  split_part(name, ' ', 1),
  substr(name, length(split_part(name, ' ', 1)) + 2),
  case role when 'billing' then 'Accountant' when 'admin' then 'Administrator' when 'user' then 'Analyst' end,
  case role when 'economic buyer' then 'EXECUTIVE_SPONSOR' when 'champion' then 'CHAMPION' end,
  8000000 + account_id,
  not upper_inf(valid)
from :"schema".contacts;

-- HubSpot has one close date: the expected one, until the deal is closed.
insert into deal (deal_id, deal_pipeline_stage_id, property_dealtype, property_hs_mrr, property_createdate,
  property_closedate, property_hs_is_closed, property_hs_is_closed_won, is_deleted)
select
  opportunity_id,
  stage,
  kind,
  mrr,
  noon(created_on),
  noon(coalesce(decided_on, expected_on)),
  outcome is not null,
  coalesce(outcome = 'won', false),
  false
from :"schema".opportunities;
insert into deal_company (deal_id, company_id, type_id)
select opportunity_id, 8000000 + account_id, 5
from :"schema".opportunities;

-- Stripe: subscriptions and invoices ---------------------------------------------------------------------------------

set local search_path = raw_stripe;
\ir ../sources/stripe/fivetran/raw.sql

insert into customer (id, name, metadata, livemode)
select 'cus_' || account_id, name, jsonb_build_object('hubspot_company_id', 8000000 + account_id), true
from :"schema".accounts;

-- Each line for a term is a subscription, whose end was agreed when it began.
insert into subscription_history (id, customer_id, status, created, start_date, cancel_at, canceled_at, ended_at,
  livemode, _fivetran_start, _fivetran_end, _fivetran_active)
select
  'sub_' || line.subscription_id,
  'cus_' || line.account_id,
  state.status,
  raw_hubspot.noon(lower(line.valid)),
  raw_hubspot.noon(lower(line.valid)),
  raw_hubspot.noon(upper(line.valid)),
  case when not upper_inf(line.valid) then raw_hubspot.noon(lower(line.valid)) end,
  case state.status when 'canceled' then raw_hubspot.noon(upper(line.valid)) end,
  true,
  case state.status when 'canceled' then raw_hubspot.noon(upper(line.valid)) else raw_hubspot.noon(lower(line.valid)) end,
  case when state.status = 'active' and line.is_over then raw_hubspot.noon(upper(line.valid)) - interval '1 ms' end,
  state.status = 'canceled' or not line.is_over
from (
  select *, coalesce(upper(valid) <= (select max(invoiced_on) from :"schema".invoices), false) as is_over
  from :"schema".subscriptions
  where product <> 'discount') as line
join (values ('active'), ('canceled')) as state (status) on state.status = 'active' or line.is_over;

insert into product (id, name, unit_label)
select distinct
  'prod_' || product || case when seats is not null then '_seat' else '' end,
  product,
  case when seats is not null then 'seat' end
from :"schema".subscriptions
where product <> 'discount';
insert into price (id, product_id, currency, unit_amount_decimal, recurring_interval, recurring_interval_count)
select
  'price_' || subscription_id,
  'prod_' || product || case when seats is not null then '_seat' else '' end,
  'usd',
  amount * 100 / coalesce(seats, 1),
  case billing_unit when 'quarter' then 'month' else billing_unit end,
  case billing_unit when 'quarter' then 3 else 1 end
from :"schema".subscriptions
where product <> 'discount';
insert into subscription_item (id, subscription_id, plan_id, quantity, created)
select 'si_' || subscription_id, 'sub_' || subscription_id, 'price_' || subscription_id, coalesce(seats, 1),
  raw_hubspot.noon(lower(valid))
from :"schema".subscriptions
where product <> 'discount';

-- A discount is a coupon on the platform's lines of the contract.
insert into coupon (id, amount_off, currency, duration)
select 'coupon_' || subscription_id, -amount * 100, 'usd', 'forever'
from :"schema".subscriptions
where product = 'discount';
insert into discount (id, coupon_id, customer_id, subscription_id, start, "end")
select
  'di_' || discount.subscription_id || '_' || line.subscription_id,
  'coupon_' || discount.subscription_id,
  'cus_' || line.account_id,
  'sub_' || line.subscription_id,
  raw_hubspot.noon(lower(discount.valid * line.valid)),
  raw_hubspot.noon(upper(discount.valid * line.valid))
from :"schema".subscriptions as discount
join :"schema".subscriptions as line on line.contract_id = discount.contract_id and line.product = 'platform'
  and line.valid && discount.valid
where discount.product = 'discount';

insert into invoice (id, customer_id, status, billing_reason, currency, total, created, due_date,
  status_transitions_finalized_at, status_transitions_paid_at, livemode)
select
  'in_' || invoice_id,
  'cus_' || account_id,
  case when paid_on is null then 'open' else 'paid' end,
  case kind when 'recurring' then 'subscription_cycle' else 'manual' end,
  'usd',
  amount * 100,
  raw_hubspot.noon(invoiced_on),
  raw_hubspot.noon(due_on),
  raw_hubspot.noon(invoiced_on),
  raw_hubspot.noon(paid_on),
  true
from :"schema".invoices;

-- Zendesk: tickets ---------------------------------------------------------------------------------------------------

set local search_path = raw_zendesk;
\ir ../sources/zendesk/fivetran/raw.sql

insert into organization (id, name, external_id)
select (360000 + account_id)::text, name, 'cus_' || account_id
from :"schema".accounts;

-- Agents, users of the product who asked, and for each customer somebody else.
insert into "user" (id, name, email, role, organization_id, active)
select (100 + member_id)::text, name, lower(replace(name, ' ', '.')) || '@vendor.example', 'agent', null, true
from :"schema".team_members
union all
select (700000 + user_id)::text, name, email, 'end-user', (360000 + account_id)::text, true
from :"schema".users
where user_id in (select user_id from :"schema".support_tickets)
union all
select (500000 + account_id)::text, 'Somebody', null, 'end-user', (360000 + account_id)::text, true
from :"schema".accounts;

insert into ticket (id, subject, type, priority, status, via_channel, requester_id, assignee_id, organization_id,
  created_at, updated_at)
select
  ticket.ticket_id::text,
  ticket.subject,
  ticket.kind,
  ticket.priority,
  case latest.status when 'solved' then 'solved' else 'open' end,
  case ticket.channel when 'portal' then 'web' when 'phone' then 'voice' else ticket.channel end,
  coalesce(700000 + ticket.user_id, 500000 + ticket.account_id)::text,
  (100 + ticket.owner_id)::text,
  (360000 + ticket.account_id)::text,
  ticket.opened_at,
  latest.changed_at
from :"schema".support_tickets as ticket
join lateral (
  select change.status, change.changed_at
  from :"schema".ticket_status_changes as change
  where change.ticket_id = ticket.ticket_id
  order by change.changed_at desc
  limit 1) as latest on true;

insert into ticket_field_history (ticket_id, field_name, updated, value)
select ticket_id::text, 'status', changed_at, case status when 'solved' then 'solved' else 'open' end
from :"schema".ticket_status_changes;

insert into ticket_comment (id, ticket_id, user_id, created, public)
select
  message.message_id::text,
  message.ticket_id::text,
  case message.author when 'agent' then (100 + ticket.owner_id)::text
    else coalesce(700000 + ticket.user_id, 500000 + ticket.account_id)::text end,
  message.sent_at,
  true
from :"schema".ticket_messages as message
join :"schema".support_tickets as ticket on ticket.ticket_id = message.ticket_id;

-- Segment: users, what they do, and who visits the site --------------------------------------------------------------

set local search_path = raw_segment;
\ir ../sources/segment/warehouse/raw.sql

insert into identifies (id, user_id, email, name, role, created_at, "timestamp", received_at)
select 'i' || user_id, user_id::text, email, name, role, noon, noon, noon
from :"schema".users
cross join lateral raw_hubspot.noon(provisioned_on) as noon;
insert into groups (id, user_id, group_id, name, hubspot_company_id, "timestamp", received_at)
select 'g' || users.user_id, users.user_id::text, 'workspace-' || users.account_id, accounts.name,
  (8000000 + users.account_id)::text, noon, noon
from :"schema".users
join :"schema".accounts on accounts.account_id = users.account_id
cross join lateral raw_hubspot.noon(provisioned_on) as noon;
insert into tracks (id, user_id, event, event_text, "timestamp", received_at, uuid_ts)
select event_id::text, user_id::text, event_name, initcap(event_name), occurred_at, greatest(occurred_at, loaded_at),
  loaded_at
from :"schema".product_events;
insert into pages (id, anonymous_id, "timestamp", received_at, uuid_ts)
select 'p' || interaction_id, identifier, happened_at, happened_at, happened_at
from :"schema".interactions
where kind = 'web' and identifier_kind = 'anonymous_id';
-- Which events are uses of which feature, says the company.
insert into feature_events (event, feature_id, name, module)
select distinct events.event_name, features.feature_id::text, features.name, features.module
from :"schema".product_events as events
join :"schema".features on features.feature_id = events.feature_id;

-- What the company keeps itself --------------------------------------------------------------------------------------

set local search_path = company;
select format('create view %I as select * from %I.%I', tablename, schemaname, tablename)
from pg_tables
where schemaname = :'schema' and tablename not in ('demo_stories', 'true_identities', 'accounts', 'account_team',
  'team_members', 'users', 'contacts', 'opportunities', 'subscriptions', 'invoices', 'features', 'product_events',
  'support_tickets', 'ticket_status_changes', 'ticket_messages', 'interactions')
order by tablename \gexec
create view accounts as
select account_id, tier, tam_id
from :"schema".accounts;
create view account_aliases as
select 'hubspot' as system, (8000000 + account_id)::text as external_id, account_id
from :"schema".accounts;
create view account_team as
select *
from :"schema".account_team
where role = 'tam';
create view interactions as
select *
from :"schema".interactions
where kind <> 'web';

drop function raw_hubspot.noon;
commit;
select format('analyze %I.%I', schemaname, tablename) from pg_tables where schemaname like 'raw\_%' \gexec
\set QUIET :quiet_before
