-- What connectors and files land: words for nothing, ends before their beginnings, prices that nobody knows, ids of
-- other systems, and people of any role.
SET client_min_messages = warning;
SET jit = off;
SET datestyle = 'ISO';
SET customer360.as_of = '2025-06-30';
CREATE SCHEMA landed;
CREATE TABLE landed.team_members (member_id text, name text, role text, left_on text);
INSERT INTO landed.team_members VALUES ('m1', 'Ann', 'Customer Success Manager', '0000-00-00'), ('m2', 'Bob', 'VP Sales', ''),
  ('m3', 'Cy', 'Support Engineer', '0000-00-00 00:00:00'), ('m4', 'Di', 'CSM', 'soon');
CREATE TABLE landed.accounts (account_id text, name text, signed_on text, csm_id text, segment text);
INSERT INTO landed.accounts VALUES ('cus_1', 'Acme', '2024-01-05', 'm1', 'Mid-Market'), ('cus_2', 'Birch', 'NULL', 'm2', 'mid market'),
  ('cus_3', 'Cedar', '\N', 'm1', 'Mid-Market'), ('cus_4', 'Dune', 'null', 'm1', 'SMB'), ('cus_5', 'Elm', '2024-01-05', 'm1', 'SMB');
CREATE TABLE landed.gross_margins (month date, segment text, margin numeric);
INSERT INTO landed.gross_margins VALUES ('2025-06-01', 'smb', 0.8);
-- cus_1: from a price to none that is known; cus_2: the other way; cus_3: beside one that is known.
CREATE TABLE landed.subscriptions (subscription_id text, account_id text, product text, starts_on text, ends_on text,
  seats text, amount text, billing_unit text);
INSERT INTO landed.subscriptions VALUES
  ('s1', 'cus_1', 'Base', '2024-01-05', '2025-03-10', NULL, '$100', 'P1M'), ('s2', 'cus_1', 'Base', '2025-03-10', 'NULL', NULL, NULL, NULL),
  ('s3', 'cus_2', 'Base', '2024-01-05', '2025-03-10', NULL, NULL, NULL), ('s4', 'cus_2', 'Base', '2025-03-10', '0000-00-00', NULL, '100', 'p1m'),
  ('s5', 'cus_3', 'Base', '2024-01-05', '\N', NULL, '1,200', 'P1Y'), ('s6', 'cus_3', 'Usage', '2025-03-10', ' NULL ', NULL, NULL, NULL),
  -- More seats of what is called Base here; and one whose end says something else.
  ('s7', 'cus_4', 'Base', '2024-01-05', '0000-00-00', '10', '100', 'month'), ('s8', 'cus_4', 'Seats', '2025-05-05', '', '5', '50', 'month'),
  ('s9', 'cus_4', 'Base', '2024-01-05', 'n/a', NULL, '100', 'month'),
  -- Last days where the first one no longer is wanted; and away for two months.
  ('s10', 'cus_5', 'Base', '2024-01-05', '2024-06-30', NULL, '100', 'month'), ('s11', 'cus_5', 'Base', '2024-07-01', '2025-03-31', NULL, '100', 'month'),
  ('s12', 'cus_5', 'Base', '2025-06-01', '2025-06-20', NULL, '100', 'month'), ('s13', 'cus_5', 'Base', '2025-07-21', NULL, NULL, NULL, NULL);
CREATE TABLE landed.contracts (contract_id text, account_id text, starts_on date, last_day date, terminated_on date);
INSERT INTO landed.contracts VALUES ('c1', 'cus_1', '2024-01-05', '2025-12-31', '2023-12-31');
CREATE TABLE landed.onboarding_projects (onboarding_id text, account_id text, signed_on date, live_on date, first_value_on date);
INSERT INTO landed.onboarding_projects VALUES ('o1', 'cus_1', '2024-01-05', '2024-02-05', '2023-02-05');
CREATE TABLE landed.cancellation_requests (request_id text, account_id text, requested_on date, outcome text, decided_on date);
INSERT INTO landed.cancellation_requests VALUES ('r1', 'cus_2', '2025-01-05', 'saved', '2024-12-05');
CREATE TABLE landed.csm_tasks (task_id text, account_id text, member_id text, created_on date, done_on date);
INSERT INTO landed.csm_tasks VALUES ('k1', 'cus_2', 'm2', '2025-01-05', '2024-12-05'), ('k2', 'cus_2', 'm2', '2025-01-05', NULL);
-- zd_1 is an id of Zendesk's, 7 one of two systems that mean different customers, cus_2 one that a system has, too.
CREATE TABLE landed.account_aliases (system text, external_id text, account_id text);
INSERT INTO landed.account_aliases VALUES ('zendesk', 'zd_1', 'cus_1'), ('zendesk', '7', 'cus_1'), ('stripe', '7', 'cus_2'),
  ('hubspot', 'zd_1', 'cus_1'), ('stripe', 'cus_2', 'cus_1'), ('accounts', 'cus_0', 'cus_4'), ('stripe', 'cus_0', 'cus_1'),
  ('zendesk', 'zd_0', 'cus_0');
CREATE TABLE landed.support_tickets (ticket_id text, account_id text, owner_id text, status text, opened_at text, solved_at text);
INSERT INTO landed.support_tickets VALUES
  ('t1', 'zd_1', 'm3', 'Won''t Do', '2025-06-01 10:00', '2025-05-01 10:00'), ('t2', '7', 'm3', 'Waiting for support', '2025-06-01 10:00', 'null'),
  ('t3', 'cus_2', 'm2', 'Escalated', '2025-06-01 10:00', '0000-00-00 00:00:00'), ('t4', 'cus_0', 'm3', 'Done', '2025-06-01 10:00', '2025-06-02 10:00'),
  ('t5', 'zd_0', 'm3', 'Canceled', '2025-06-01 10:00', '2025-06-02T10:00:00Z');
CREATE TABLE landed.ticket_messages (message_id text, ticket_id text, sent_at text, author text);
INSERT INTO landed.ticket_messages VALUES ('g1', 't5', '2025-05-31 10:00', 'Client'), ('g2', 't5', '2025-06-01 12:00', 'Staff');
CREATE TABLE landed.product_events (event_id text, account_id text, user_id text, occurred_at text);
INSERT INTO landed.product_events VALUES ('e1', 'zd_1', 'u1', '2025-06-01'), ('e2', 'zd_0', 'u2', '2025-06-01'), ('e3', '7', 'u3', '2025-06-01');

SELECT count(*) > 100 AS is_built FROM customer360_create_views('landed', 'landed_views');
CALL landed_views.refresh_activity();
CALL landed_views.refresh_faults();
SET search_path = landed_views, public;
SELECT table_name, key, account_id, fault, severity, done FROM source_faults
ORDER BY table_name COLLATE "C", key COLLATE "C", fault COLLATE "C";
SELECT account_id, tenure_days, status, mrr, mrr_trend || '|' AS mrr_trend, last_movement, last_movement_on, csm FROM customer_360
ORDER BY account_id;
SELECT month, movement, source, change, amount FROM expansion_sources ORDER BY month, source;
SELECT ticket_id, account_id, owner, status, is_open, hours_to_resolution FROM tickets ORDER BY ticket_id;
SELECT account_id, sum(events) AS events FROM activity_daily GROUP BY account_id ORDER BY account_id;
SELECT csm, is_employed, accounts, account_load IS NOT NULL AS has_load FROM csm_portfolio ORDER BY csm;
SELECT csm, is_employed, customers, tasks_open FROM csm_activity WHERE grouped_by = 'all' ORDER BY csm;
CALL record_reconciliation();
SELECT measure, source, pack, unexplained FROM reconciliation WHERE unexplained <> 0;
SELECT system, external_id, account_id FROM account_map ORDER BY system COLLATE "C", external_id COLLATE "C";
RESET search_path;
DROP SCHEMA landed_views, landed CASCADE;
