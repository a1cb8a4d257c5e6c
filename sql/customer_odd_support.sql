-- Rows of support, of features and of people as mail programs, teams and products write them.
\set SHOW_CONTEXT never
SET client_min_messages = warning;
SET jit = off;
SET datestyle = 'ISO';
SET customer360.as_of = '2025-06-30';
CREATE SCHEMA odd_support;
CREATE TABLE odd_support.accounts (account_id text, name text, signed_on date);
INSERT INTO odd_support.accounts VALUES ('a1', 'Acme', '2024-01-01'), ('a2', 'Birch', '2024-01-01');
CREATE TABLE odd_support.users (user_id text, account_id text, email text);
INSERT INTO odd_support.users VALUES ('u1', 'a1', 'Ann A. <Ann@acme.example>'), ('u2', 'a2', 'mailto:bob@birch.example'), ('u3', 'a1', 'not an address'), ('u4', 'a1', 'x@acme.example; y@acme.example'), ('u5', 'a1', ' ');
CREATE TABLE odd_support.contacts (contact_id text, account_id text, user_id text, email text, role text);
INSERT INTO odd_support.contacts VALUES ('c1', 'a1', 'u2', 'CFO <cfo@acme.example>', 'sponsor'), ('c2', 'a2', NULL, '@', 'user');
CREATE TABLE odd_support.support_tickets (ticket_id text, account_id text, user_id text, email text, opened_at timestamptz, status text);
INSERT INTO odd_support.support_tickets VALUES ('t1', NULL, NULL, 'ann@acme.example', '2025-06-01', 'open'), ('t2', NULL, NULL, '"Bob" <BOB@birch.example>', '2025-06-01', 'open'),
  ('t3', 'a2', 'u1', NULL, '2025-06-01', 'open'), ('t4', NULL, NULL, 'cfo@acme.example', '2025-06-01', 'open');
CREATE TABLE odd_support.survey_responses (account_id text, user_id text, email text, survey text, score int, responded_at timestamptz);
INSERT INTO odd_support.survey_responses VALUES ('a2', 'u1', NULL, 'nps', 9, '2025-06-03'), (NULL, NULL, 'Ann <ann@acme.example>', 'nps', 8, '2025-06-03'), ('a1', 'u1', NULL, 'csat', 0, '2025-06-03');
CREATE TABLE odd_support.calls (call_id text, account_id text, user_id text, started_at timestamptz, minutes int);
INSERT INTO odd_support.calls VALUES ('k1', 'a1', 'u2', '2025-06-03', 5);
CREATE TABLE odd_support.working_hours (weekday text, day text, opens text, closes text);
INSERT INTO odd_support.working_hours VALUES ('Monday', NULL, '09:00', '17:00'), ('2', NULL, '09:00', '17:00'), ('0', NULL, '09:00', '17:00'), ('3', NULL, '22:00', '06:00'), (NULL, '2025-06-09', NULL, NULL), ('4', '2025-06-10', '09:00', '17:00');
CREATE TABLE odd_support.features (feature_id text, feature_key text, name text);
INSERT INTO odd_support.features VALUES ('f2', 'Export', 'Export'), ('f1', 'export', 'Export, too'), ('f3', 'report', 'Report'), ('f4', '', 'Nameless'), ('f5', NULL, 'Nameless');
CREATE TABLE odd_support.product_events (event_id text, account_id text, user_id text, event_name text, occurred_at timestamptz);
INSERT INTO odd_support.product_events VALUES ('e1', 'a1', 'u1', 'EXPORT', '2025-06-01'), ('e2', 'a1', 'u1', 'Export', '2025-06-02'), ('e3', 'a1', 'u1', 'report', '2025-06-02');
SELECT count(*) > 100 AS is_built FROM customer360_create_views('odd_support', 'odd_support_views');
CALL odd_support_views.refresh_activity();
CALL odd_support_views.refresh_faults();
SET search_path = odd_support_views, public;
SELECT table_name, key, account_id, fault, severity, done FROM source_faults ORDER BY table_name COLLATE "C", key COLLATE "C", fault COLLATE "C";
SELECT user_id, email FROM users ORDER BY user_id;
SELECT ticket_id, account_id, user_id FROM support_tickets ORDER BY ticket_id;
SELECT account_id, user_id, score FROM survey_responses ORDER BY score;
SELECT * FROM working_hours ORDER BY weekday, day;
SELECT feature_id, uses_90d FROM account_features WHERE account_id = 'a1' ORDER BY feature_id;
SELECT kind, identifier, account_id, user_id FROM identity_map ORDER BY kind COLLATE "C", identifier COLLATE "C";
RESET search_path;
DROP SCHEMA odd_support_views, odd_support CASCADE;
