-- What events are called, and what a source does not say: unknown is not 0.
SET client_min_messages = warning;
SET jit = off;
SET customer360.as_of = '2026-02-05';
SET datestyle = 'ISO';
CREATE SCHEMA shop;
CREATE TABLE shop.accounts (account_id int PRIMARY KEY, signed_on date);
INSERT INTO shop.accounts VALUES (1, '2026-01-01'), (2, '2026-01-01');
CREATE TABLE shop.subscriptions (subscription_id int PRIMARY KEY, account_id int, valid daterange, mrr numeric);
INSERT INTO shop.subscriptions VALUES (1, 1, '[2026-01-01,)', 10), (2, 2, '[2026-01-01,)', 10);
CREATE TABLE shop.users (user_id int PRIMARY KEY, account_id int);
INSERT INTO shop.users VALUES (1, 1), (2, 2);
CREATE TABLE shop.features (feature_id int PRIMARY KEY, feature_key text, name text);
INSERT INTO shop.features VALUES (1, 'export_csv', 'Export'), (2, 'share', 'Share');
CREATE TABLE shop.entitlements (account_id int, feature_id int, valid daterange);
INSERT INTO shop.entitlements SELECT a, f, '[2026-01-01,)' FROM generate_series(1, 2) AS a, generate_series(1, 2) AS f;
CREATE TABLE shop.product_events (event_id int PRIMARY KEY, account_id int, user_id int, event_name text, occurred_at timestamptz);
INSERT INTO shop.product_events VALUES (1, 1, 1, ' Signed_In', '2026-02-01Z'), (2, 1, 1, 'Export CSV', '2026-02-01Z'),
  (3, 1, 1, 'hello', '2026-02-02Z'), (4, 2, 2, 'share', '2026-02-02Z'), (5, 2, 2, NULL, '2026-02-03Z');
CREATE TABLE shop.activity_rule (event_name text, least_events int);
INSERT INTO shop.activity_rule VALUES ('export-csv', 1), ('helo', 1);

-- ---- words for a login, and keys of features; a rule for an event that there is none of
SELECT count(*) > 100 AS is_built FROM customer360_create_views('shop', 'shop_views');
CALL shop_views.refresh_activity();
CALL shop_views.refresh_faults();
SELECT account_id, login_days_28d, active_users_28d, features_tried_90d FROM shop_views.customer_360 ORDER BY account_id;
SELECT account_id, feature, uses_28d FROM shop_views.account_features ORDER BY account_id, feature;
SELECT day, account_id, is_active, logins FROM shop_views.user_days ORDER BY day, account_id;
SELECT table_name, key, fault, done FROM shop_views.source_faults;

-- ---- the company's own word for it; nobody logs in where no event has one
DELETE FROM shop.product_events WHERE event_id = 1;
UPDATE shop.product_events SET event_name = 'Come in' WHERE event_id = 3;
SELECT count(*) > 0 AS is_audited FROM customer360_create_views('shop', 'shop_views');
CALL shop_views.audit_activity();
SELECT account_id, login_days_28d FROM shop_views.customer_360 ORDER BY account_id;
SELECT account_id, logins_30d, logins_per_1000_arr FROM shop_views.account_support ORDER BY account_id;
CREATE TABLE shop.vocabulary (table_name text, column_name text, word text, meaning text);
INSERT INTO shop.vocabulary VALUES ('product_events', 'event_name', 'COME-IN', 'Login'), ('product_events', 'event_name', 'share', 'logn');
SELECT count(*) > 0 AS is_built FROM customer360_create_views('shop', 'shop_views');
CALL shop_views.refresh_activity();
CALL shop_views.refresh_faults();
SELECT account_id, login_days_28d FROM shop_views.customer_360 ORDER BY account_id;
SELECT table_name, key, fault, to_do FROM shop_views.source_faults ORDER BY table_name;

-- ---- users, and no event yet: nothing is lost that the pack has no day for
DELETE FROM shop.product_events;
CALL shop_views.audit_activity();
CALL shop_views.refresh_faults();
CALL shop_views.record_reconciliation();
SELECT measure, source, pack, unexplained FROM shop_views.reconciliation WHERE measure ~ '^(events|users|mrr)' ORDER BY measure;

-- ---- columns that are not there
CREATE TABLE shop.calls (call_id int PRIMARY KEY, account_id int, started_at timestamptz);
INSERT INTO shop.calls VALUES (1, 1, '2026-02-01Z');
CREATE TABLE shop.csm_tasks (task_id int PRIMARY KEY, account_id int, member_id int, title text, created_on date);
INSERT INTO shop.csm_tasks VALUES (1, 1, 7, 'call', '2026-02-01');
CREATE TABLE shop.team_members (member_id int PRIMARY KEY, name text, role text);
INSERT INTO shop.team_members VALUES (7, 'Mia', 'csm');
CREATE TABLE shop.csm_touchpoints (touchpoint_id int PRIMARY KEY, account_id int, member_id int, happened_at timestamptz);
INSERT INTO shop.csm_touchpoints VALUES (1, 1, 7, '2026-02-01Z');
CREATE TABLE shop.contacts (contact_id int PRIMARY KEY, account_id int, name text, role text);
INSERT INTO shop.contacts VALUES (1, 1, 'Ann', 'sponsor');
CREATE TABLE shop.onboarding_projects (onboarding_id int PRIMARY KEY, account_id int, signed_on date);
INSERT INTO shop.onboarding_projects VALUES (1, 1, '2025-01-01');
CREATE TABLE shop.support_tickets (ticket_id int PRIMARY KEY, account_id int, opened_at timestamptz, status text);
INSERT INTO shop.support_tickets VALUES (1, 1, '2026-02-01Z', 'solved');
CREATE TABLE shop.cancellation_requests (request_id int PRIMARY KEY, account_id int, requested_on date);
INSERT INTO shop.cancellation_requests VALUES (1, 1, '2026-02-01');
SELECT count(*) > 0 AS is_built FROM customer360_create_views('shop', 'shop_views');
SELECT calls_30d, call_minutes_30d, tickets_90d, incidents_90d, incident_share, solved_90d FROM shop_views.account_support WHERE account_id = 1;
SELECT touchpoints_90d, minutes_90d, high_impact_touchpoints_90d, tasks_open, tasks_delayed FROM shop_views.account_engagement WHERE account_id = 1;
SELECT has_champion, champion_left FROM shop_views.account_contacts WHERE account_id = 1;
SELECT status, milestones_on_time_rate FROM shop_views.onboarding;
SELECT tasks_open, tasks_delayed, tasks_without_due_day FROM shop_views.adherence WHERE csm = 'Mia';
SELECT requests_12m, saved, undecided, save_rate FROM shop_views.cancellation_reasons WHERE grouped_by = 'all';
SELECT is_spike, opened, solved, net_new FROM shop_views.ticket_load;
DROP SCHEMA shop_views, shop CASCADE;

-- ---- tiers by any name
CREATE SCHEMA firm;
CREATE TABLE firm.accounts (account_id int PRIMARY KEY, signed_on date, tier text, csm_id int);
INSERT INTO firm.accounts VALUES (1, '2026-01-01', 'Premium', 7), (2, '2026-01-01', 'Pro', 7), (3, '2026-01-01', 'gold', 7);
CREATE TABLE firm.contracts (contract_id int PRIMARY KEY, account_id int, tier text, signed_on date, term daterange);
INSERT INTO firm.contracts VALUES (1, 1, 'Basic', '2025-01-01', '[2025-01-01,2026-02-03)'), (2, 1, 'PREMIUM', '2026-02-03', '[2026-02-03,2027-01-01)'),
  (3, 3, 'silver', '2025-01-01', '[2025-01-01,2026-02-03)'), (4, 3, 'gold', '2026-02-03', '[2026-02-03,2027-01-01)');
CREATE TABLE firm.subscriptions (subscription_id int PRIMARY KEY, account_id int, valid daterange, mrr numeric);
INSERT INTO firm.subscriptions SELECT i, i, '[2025-01-01,)', 10 FROM generate_series(1, 3) AS i;
CREATE TABLE firm.team_members (member_id int PRIMARY KEY, name text, role text);
INSERT INTO firm.team_members VALUES (7, 'Mia', 'csm');
CREATE TABLE firm.csm_touchpoints (touchpoint_id int PRIMARY KEY, account_id int, member_id int, happened_at timestamptz, is_high_impact boolean);
INSERT INTO firm.csm_touchpoints VALUES (1, 1, 7, '2026-02-01Z', true);
SELECT count(*) > 100 AS is_built FROM customer360_create_views('firm', 'firm_views');
SELECT account_id, month FROM firm_views.account_upsells;   -- Without names of products none is another one.
SELECT premium_customers, premium_with_high_impact FROM firm_views.csm_activity WHERE grouped_by = 'all';
CALL firm_views.refresh_faults();
SELECT table_name, key, fault, done FROM firm_views.source_faults ORDER BY table_name, key;
CREATE TABLE firm.vocabulary (table_name text, column_name text, word text, meaning text);
INSERT INTO firm.vocabulary VALUES ('accounts', 'tier', 'Gold', 'enterprise'), ('accounts', 'tier', 'silver', 'starter'), ('accounts', 'tier', 'premium', 'professional');
SELECT count(*) > 100 AS is_built FROM customer360_create_views('firm', 'firm_views');
SELECT account_id, month FROM firm_views.account_upsells ORDER BY account_id;
SELECT premium_customers, premium_with_high_impact FROM firm_views.csm_activity WHERE grouped_by = 'all';
CALL firm_views.refresh_faults();
SELECT table_name, key FROM firm_views.source_faults;
-- Who has no customers has none at risk.
DELETE FROM firm.subscriptions;
DELETE FROM firm.contracts;
DELETE FROM firm.accounts;
SELECT csm, accounts, at_risk FROM firm_views.csm_portfolio;
DROP SCHEMA firm_views, firm CASCADE;
