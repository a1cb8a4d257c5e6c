-- Accounts that were merged into others: chains are followed to the end, and what leads nowhere is told.
SET client_min_messages = warning;
SET jit = off;
CREATE SCHEMA crm;
CREATE TABLE crm.accounts (account_id bigint PRIMARY KEY, name text, signed_on date, parent_id bigint);
INSERT INTO crm.accounts SELECT i, 'Account ' || i, '2026-01-01' FROM generate_series(1, 12) AS i WHERE i <> 11;
UPDATE crm.accounts SET parent_id = 1 WHERE account_id = 5;
CREATE TABLE crm.subscriptions (subscription_id bigint PRIMARY KEY, account_id bigint, valid daterange, mrr numeric);
INSERT INTO crm.subscriptions SELECT i, i, '[2026-01-01,)', 100 FROM generate_series(1, 12) AS i;
CREATE TABLE crm.product_events (event_id bigint PRIMARY KEY, user_id bigint, account_id bigint, occurred_at timestamptz);
INSERT INTO crm.product_events SELECT i, i, i, '2026-02-03Z' FROM generate_series(1, 12) AS i;
CREATE TABLE crm.account_aliases (system text, external_id text, account_id bigint, evidence text, updated_at timestamptz);
INSERT INTO crm.account_aliases VALUES
  ('accounts', '1', 2), ('accounts', '2', 3),         -- a chain
  ('Accounts ', '4', 5), ('accounts', '5', 4),        -- round and round
  ('accounts', '6', 999),                             -- to nobody
  ('accounts', '7', 8), ('accounts', '8', 998),       -- of two steps the second leads to nobody
  ('accounts', '9', 9),                               -- to itself
  ('accounts', '10', 11), ('accounts', '11', 12),     -- through one that is no longer there
  ('stripe', 'cus_1', 1);                             -- another system's, of one that was merged
INSERT INTO crm.account_aliases VALUES ('accounts', '7', 12, NULL, '2026-01-01Z');
UPDATE crm.account_aliases SET updated_at = '2026-02-01Z' WHERE account_id = 8;
SELECT count(*) > 100 AS is_built FROM customer360_create_views('crm', 'crm_views');
SET customer360.as_of = '2026-02-05';
SELECT account_id, mrr FROM crm_views.customer_360 ORDER BY account_id;
SELECT system, external_id, account_id, evidence FROM crm_views.account_map ORDER BY system, external_id;
SELECT account_id, parent_id FROM crm_views.accounts WHERE parent_id IS NOT NULL;
CALL crm_views.refresh_activity();
CALL crm_views.refresh_faults();
SELECT account_id, sum(events) AS events FROM crm_views.activity_daily GROUP BY account_id ORDER BY account_id;
SELECT table_name, key, fault, severity, done FROM crm_views.source_faults
WHERE table_name IN ('accounts', 'account_aliases') ORDER BY table_name, key;
CALL crm_views.record_reconciliation();
SELECT measure, source, pack, unexplained FROM crm_views.reconciliation WHERE source IS NOT NULL ORDER BY measure;
-- The one at the end comes to be: the roll-ups follow.
INSERT INTO crm.accounts VALUES (999, 'Late', '2026-01-01');
CALL crm_views.refresh_activity();
SELECT account_id, mrr, (SELECT sum(events) FROM crm_views.activity_daily AS d WHERE d.account_id = c.account_id) AS events
FROM crm_views.customer_360 AS c WHERE account_id IN (6, 999);
DROP SCHEMA crm_views, crm CASCADE;

-- ---- several systems: what a table of one's own says of their ids counts before what they say

CREATE SCHEMA raw_stripe;
CREATE SCHEMA raw_zendesk;
CREATE SCHEMA own;
CREATE TABLE raw_stripe.customer (id text, name text, email text, created timestamptz, is_deleted boolean, currency text);
INSERT INTO raw_stripe.customer VALUES ('cus_1', 'Acme', 'a@acme.example', '2026-01-01Z', false, 'usd'),
  ('cus_2', 'Birch', 'b@birch.example', '2026-01-01Z', false, 'usd'), ('cus_3', 'Birch', 'b@birch.example', '2026-01-01Z', false, 'usd');
CREATE TABLE raw_zendesk.organization (id bigint, name text, domain_names text, created_at timestamptz, external_id text);
INSERT INTO raw_zendesk.organization VALUES (77, 'Acme', '', '2026-01-01Z', NULL), (78, 'Other', '', '2026-01-01Z', NULL),
  (79, 'Other again', '', '2026-01-01Z', 'cus_3');
CREATE TABLE raw_zendesk.ticket (id bigint, organization_id bigint, status text, created_at timestamptz);
INSERT INTO raw_zendesk.ticket VALUES (1, 77, 'open', '2026-02-01Z'), (2, 79, 'open', '2026-02-01Z');
CREATE TABLE own.account_aliases (system text, external_id text, account_id text);
INSERT INTO own.account_aliases VALUES
  (' Zendesk', '77', 'cus_1'), ('zendesk', '79', 'cus_1'),      -- Zendesk itself says cus_3
  ('accounts', 'cus_2', 'cus_3'), ('accounts', 'cus_3', 'cus_1'), ('intercom', 'i9', 'cus_2'),
  ('zendesk', '80', 'cus_1'), ('zendesk', '78', 'cus_9'), ('accounts', 'cus_7', 'cus_8');
SELECT count(*) > 100 AS is_built
FROM customer360_create_views('own', 'met', sources => '{"stripe": "raw_stripe", "zendesk": "raw_zendesk"}');
SELECT account_id, name FROM met.accounts ORDER BY account_id;
SELECT system, external_id, account_id, evidence FROM met.account_aliases ORDER BY system, external_id;
SELECT ticket_id, account_id FROM met.support_tickets ORDER BY ticket_id;
CALL met.refresh_faults();
SELECT table_name, key, fault, done FROM met.source_faults
WHERE table_name IN ('accounts', 'account_aliases') ORDER BY table_name, key, fault;
-- Which of one's own names nobody is its own until another one is named.
INSERT INTO own.account_aliases VALUES ('accounts', 'zendesk:78', 'cus_1');
CALL met_sources.refresh_sources();
SELECT account_id FROM met.accounts;
DROP SCHEMA met, met_sources, own, raw_stripe, raw_zendesk CASCADE;
