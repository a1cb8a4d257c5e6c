-- Ids, tables and columns that are nearly known: the nearest is named, and nothing is taken for another.
\set SHOW_CONTEXT never
SET client_min_messages = warning;
SET jit = off;
SET datestyle = 'ISO';
SET customer360.as_of = '2025-06-30';
CREATE SCHEMA exported;
CREATE TABLE exported.customers (id text);
SELECT count(*) FROM customer360_create_views('exported', 'exported_views');
CREATE TABLE exported.accounts (account_id text, name text, company_size text, parent_id text, signed_on text);
INSERT INTO exported.accounts VALUES ('A-1', 'Acme', 'SMB', NULL, '2024-01-05'), (' A-2', 'Birch', 'SMB ', 'a-1', 'NaT'), ('17', 'Cedar', NULL, 'A-2', 'None'),
  ('b-4', 'Dune', NULL, '0017', '<NA>'), ('B-4', 'Elm', NULL, 'b-5', 'nan'), ('0', 'Fir', NULL, '', NULL);
CREATE TABLE exported.subscriptions (subscription_id text, account_id text, starts_on text, ends_on text, amount text, unit text, seats text);
INSERT INTO exported.subscriptions VALUES ('s1', 'a-1', '2024-01-05', 'None', '100', 'month', 'NaN'), ('s2', '17.0', '2024-01-05', 'NaT', '100', 'month', '<NA>'),
  ('s3', 'A-2 ', '2024-01-05', 'nat', '100', 'month', '5.0'), ('s4', E'A-1\t', '2024-01-05', 'never', '100', 'month', 'None'), ('s5', '00', '2024-01-05', NULL, '1', 'month', '');
CREATE TABLE exported.users (user_id text, account_id text, user_email text);
INSERT INTO exported.users VALUES ('u1', 'B-4', NULL), ('u2', '017', NULL);
CREATE TABLE exported.product_events (event_id text, account_id text, user_id text, occurred_at text);
INSERT INTO exported.product_events VALUES ('e1', 'A-1 ', 'u1', '2025-06-01'), ('e2', 'x', 'u1', '2025-06-01');
CREATE TABLE exported.account_aliases (system text, external_id text, account_id text);
INSERT INTO exported.account_aliases VALUES ('accounts', 'old', '00017');
CREATE TABLE exported.tickets (id text, opened_at text, ticket_status text);
CREATE TABLE exported."Events" (id text);
CREATE TABLE exported.parts (id text) PARTITION BY LIST (id);
CREATE TABLE exported.part_1 PARTITION OF exported.parts DEFAULT;
SELECT object, kind, action, detail FROM customer360_create_views('exported', 'exported_views')
WHERE action IN ('unknown', 'unread') ORDER BY kind COLLATE "C", object COLLATE "C", detail COLLATE "C";
CALL exported_views.refresh_activity();
CALL exported_views.refresh_faults();
SELECT table_name, key, account_id, fault, severity FROM exported_views.source_faults
ORDER BY table_name COLLATE "C", key COLLATE "C", fault COLLATE "C";
DROP SCHEMA exported_views CASCADE;
CREATE TABLE exported.support_tickets (ticket_id bigint, opened timestamptz);
SELECT count(*) FROM customer360_create_views('exported', 'exported_views');
DROP TABLE exported.support_tickets;
DROP TABLE exported.accounts, exported.subscriptions, exported.account_aliases, exported.product_events;
-- Ids of two types meet as text.
CREATE TABLE exported.accounts (account_id bigint);
INSERT INTO exported.accounts VALUES (1), (17);
UPDATE exported.users SET account_id = CASE user_id WHEN 'u1' THEN '17' ELSE '01' END;
SELECT count(*) > 100 AS is_built FROM customer360_create_views('exported', 'exported_views');
CALL exported_views.refresh_faults();
SELECT key, fault FROM exported_views.source_faults ORDER BY key;
DROP SCHEMA exported_views, exported CASCADE;
