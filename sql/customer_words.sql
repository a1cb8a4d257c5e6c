-- Words of a company's own, wherever a word is looked at: in the clean layer, in what is told of it, and in the totals.
\set SHOW_CONTEXT never
SET client_min_messages = warning;
SET jit = off;
SET datestyle = 'ISO';
SET customer360.as_of = '2025-06-30';
CREATE SCHEMA worded;
CREATE TABLE worded.vocabulary (table_name text, column_name text, word text, meaning text);
INSERT INTO worded.vocabulary VALUES ('Subscriptions', 'status', 'Gekündigt', 'canceled'), ('subscriptions', 'status', 'Probe', 'trial'),
  ('subscriptions', 'status', 'closed', 'active'), ('subscriptions', 'billing_unit', 'Monat', 'monthly'), ('invoices', 'kind', 'Gutschrift', 'credit note'),
  ('accounts', 'tier', 'Gold', 'premium'), ('accounts', 'tier', 'pro', 'starter'),
  ('product_events', 'event_name', 'Anmeldung', 'logged in'), ('subscriptions', 'status', 'weg', 'gone'), ('subscriptions', 'satus', 'weg', 'ended');
CREATE TABLE worded.accounts (account_id text, name text, tier text, signed_on date);
INSERT INTO worded.accounts SELECT 'a' || n, 'Account ' || n, (ARRAY['Gold', 'Pro', 'Silver'])[n % 3 + 1], date '2024-01-05' FROM generate_series(1, 6) AS n;
CREATE TABLE worded.subscriptions (subscription_id text, account_id text, starts_on date, ends_on date, amount numeric, billing_unit text, status text);
INSERT INTO worded.subscriptions VALUES ('s1', 'a1', '2024-02-01', NULL, 100, 'Monat', 'gekündigt'), ('s2', 'a2', '2024-02-01', NULL, 100, 'MONAT', 'Probe '),
  ('s3', 'a3', '2024-02-01', NULL, 100, 'p.a.', 'closed'), ('s4', 'a4', '2024-02-01', NULL, 100, 'per month', 'Lapsed'), ('s5', 'a5', '2024-02-01', NULL, NULL, NULL, 'probe'),
  ('s6', 'a6', '2024-02-01', NULL, 100, 'mo', 'Pending-Cancellation');
CREATE TABLE worded.invoices (invoice_id text, account_id text, kind text, invoiced_on date, amount numeric);
INSERT INTO worded.invoices VALUES ('i1', 'a1', 'Subscription_Create', '2025-06-01', 100), ('i2', 'a1', 'gutschrift', '2025-06-02', 40), ('i3', 'a1', 'Storno', '2025-06-03', 7);
CREATE TABLE worded.product_events (event_id text, account_id text, user_id text, event_name text, occurred_at timestamptz);
INSERT INTO worded.product_events VALUES ('e1', 'a6', 'u1', 'ANMELDUNG', '2025-06-20'), ('e2', 'a6', 'u1', 'Signed-In', '2025-06-21'), ('e3', 'a6', 'u1', 'report', '2025-06-22');
-- Kinds of identifiers, of which two are columns of users.
INSERT INTO worded.vocabulary SELECT table_name, column_name, 'Kundennummer', 'user id' FROM (VALUES ('identifiers', 'a_kind'), ('identifiers', 'b_kind'), ('interactions', 'identifier_kind')) AS c (table_name, column_name);
CREATE TABLE worded.users (user_id text, account_id text, email text);
INSERT INTO worded.users VALUES ('u1', 'a1', 'Ann@Acme.example'), ('u2', 'a2', 'bob@birch.example'), ('u3', 'a3', NULL);
CREATE TABLE worded.identifiers (a_kind text, a text, b_kind text, b text, seen_at timestamptz);
INSERT INTO worded.identifiers VALUES ('Cookie', 'c1', 'E-Mail', 'ANN@acme.example', '2025-06-01'), ('cookie ', 'c2', 'Kundennummer', 'u2', '2025-06-01'),
  ('Email Address', 'cy@cedar.example', 'User-ID', 'u3', '2025-06-01'), ('cookie', 'c4', 'emial', 'ann@acme.example', '2025-06-01');
CREATE TABLE worded.interactions (interaction_id text, kind text, identifier_kind text, identifier text, happened_at timestamptz);
INSERT INTO worded.interactions VALUES ('n1', 'Page View', 'COOKIE', 'c1', '2025-06-20'), ('n2', 'web', 'cookie', 'c2', '2025-06-20'), ('n3', 'E-Mail', 'Mail', 'cy@cedar.example', '2025-06-20'),
  ('n4', 'slack', 'kundennummer', 'u3', '2025-06-20'), ('n5', 'web', 'cookie', 'c4', '2025-06-20');
-- The same without ids.
CREATE SCHEMA nameless;
CREATE TABLE nameless.vocabulary AS TABLE worded.vocabulary;
CREATE TABLE nameless.accounts AS TABLE worded.accounts;
CREATE TABLE nameless.subscriptions AS SELECT account_id, starts_on, ends_on, amount, billing_unit, status FROM worded.subscriptions;
CREATE TABLE nameless.invoices AS SELECT account_id, kind, invoiced_on, amount FROM worded.invoices;
SELECT count(*) > 100 AS is_built FROM customer360_create_views('worded', 'worded_views');
SELECT count(*) > 100 AS is_built FROM customer360_create_views('nameless', 'nameless_views');
CALL worded_views.refresh_faults();
CALL nameless_views.refresh_faults();
SELECT table_name, key, fault, severity, done FROM worded_views.source_faults ORDER BY table_name COLLATE "C", key COLLATE "C", fault COLLATE "C";
SELECT table_name, key, fault FROM nameless_views.source_faults ORDER BY table_name COLLATE "C", key COLLATE "C", fault COLLATE "C";
SELECT subscription_id, status, mrr, charged FROM worded_views.subscriptions ORDER BY subscription_id;
SELECT account_id, status, mrr FROM worded_views.customer_360 ORDER BY account_id;
SELECT account_id, status, mrr FROM nameless_views.customer_360 EXCEPT ALL SELECT account_id, status, mrr FROM worded_views.customer_360;
CALL worded_views.refresh_activity();
SELECT kind, identifier, account_id, user_id FROM worded_views.identity_map ORDER BY kind COLLATE "C", identifier COLLATE "C";
CALL worded_views.refresh_identities();
SELECT kind, identifier, account_id, user_id FROM worded_views.identity_map ORDER BY kind COLLATE "C", identifier COLLATE "C";
SELECT account_id, interactions_30d, web_30d, emails_30d, chats_30d, unknown_people_30d FROM worded_views.account_interactions WHERE interactions_30d > 0 ORDER BY account_id;
SELECT account_id, logins, events FROM worded_views.activity_daily ORDER BY day;
CALL worded_views.record_reconciliation();
CALL nameless_views.record_reconciliation();
SELECT measure, source, pack, difference, unexplained FROM worded_views.reconciliation WHERE source IS NOT NULL;
SELECT measure, source, pack, difference, unexplained FROM nameless_views.reconciliation WHERE source IS NOT NULL;
DROP SCHEMA worded_views, worded, nameless_views, nameless CASCADE;
