-- customer360_create_views(): what it refuses, and that it then leaves everything as it was. What it builds is tested over
-- the demo warehouse: test/tap/views/create_views.t.
\i sql/include/errors.sql
SET jit = off;

CREATE SCHEMA shop;
CREATE TABLE shop.accounts (account_id bigint PRIMARY KEY, signed_on date, "a; b" text);
CREATE FUNCTION pg_temp.relations() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM pg_class $$;
SELECT pg_temp.relations() AS relations \gset

-- Names that are none, and schemas that cannot be.
SELECT error_of($$ SELECT customer360_create_views(NULL, 'success') $$);
SELECT error_of($$ SELECT customer360_create_views('shop', NULL) $$);
SELECT error_of($$ SELECT customer360_create_views('', 'success') $$);
SELECT error_of($$ SELECT customer360_create_views('none', 'success') $$);
SELECT error_of($$ SELECT customer360_create_views('"shop"', 'success') $$);
SELECT error_of($$ SELECT customer360_create_views('SHOP', 'success') $$);
SELECT error_of($$ SELECT customer360_create_views('shop"; drop schema shop cascade; --', 'success') $$);
SELECT error_of($$ SELECT customer360_create_views('shop', '') $$);
SELECT error_of($$ SELECT customer360_create_views('shop', repeat('n', 64)) $$);
SELECT error_of($$ SELECT customer360_create_views('shop', 'shop') $$);
SELECT error_of($$ SELECT customer360_create_views('shop', 'public') $$);
SELECT error_of($$ SELECT customer360_create_views('shop', 'pg_catalog') $$);
SELECT error_of($$ SELECT customer360_create_views('shop', 'pg_temp') $$);
SELECT error_of($$ SELECT customer360_create_views('shop', 'information_schema') $$);
SELECT error_of($$ SELECT customer360_create_views('shop', 'success', 'Europe/Utopia') $$);
SELECT error_of($$ SELECT customer360_create_views('shop', 'success', '') $$);

-- Rights.
CREATE ROLE customer360_regress;
GRANT ALL ON provoked TO customer360_regress;
SET ROLE customer360_regress;
SELECT error_of($$ SELECT customer360_create_views('shop', 'success') $$);
RESET ROLE;
CREATE SCHEMA success;
GRANT USAGE ON SCHEMA shop TO customer360_regress;
SET ROLE customer360_regress;
SELECT error_of($$ SELECT customer360_create_views('shop', 'success') $$);
RESET ROLE;

-- A source without what every view needs, or of types that have no cast.
CREATE SCHEMA bare;
SELECT error_of($$ SELECT customer360_create_views('bare', 'success') $$);
CREATE TABLE bare.accounts ("Account_ID" bigint, signed_on date, name text);
SELECT error_of($$ SELECT customer360_create_views('bare', 'success') $$);
ALTER TABLE bare.accounts RENAME "Account_ID" TO account_id;
CREATE TABLE bare.product_events (event_id bigint, happened_at timestamptz);
SELECT error_of($$ SELECT customer360_create_views('bare', 'success') $$);
DROP TABLE bare.product_events;
CREATE TABLE bare.subscriptions (account_id uuid, valid int4range, mrr point);
SELECT error_of($$ SELECT customer360_create_views('bare', 'success') $$);
DROP TABLE bare.subscriptions;
-- What cannot be stored.
SELECT error_of($$ SELECT customer360_create_views('bare', 'success', stored => '{customer360}') $$);
-- What is to be dropped.
SELECT error_of($$ SELECT customer360_drop_views('sucess') $$);
SELECT error_of($$ SELECT customer360_drop_views(NULL) $$);
SELECT error_of($$ SELECT customer360_drop_views('success', NULL) $$);
DROP SCHEMA bare CASCADE;

-- Objects that are not ours.
CREATE TABLE success.customer_360 (mine text);
CREATE VIEW success.users AS SELECT 1 AS mine;
SELECT error_of($$ SELECT customer360_create_views('shop', 'success') $$);
DROP TABLE success.customer_360;
SELECT error_of($$ SELECT customer360_create_views('shop', 'success') $$);
DROP VIEW success.users;

SELECT pg_temp.relations() = :relations AS nothing_was_made;

-- It works with what is left, in a schema of any name, and the search path stays.
SET search_path = shop, public;
SELECT action, kind, count(*) > 0 FROM customer360_create_views('shop', 'success') GROUP BY action, kind ORDER BY kind, action;
SHOW search_path;
RESET search_path;
INSERT INTO shop.accounts VALUES (1, '2026-01-01', 'x');
SET customer360.as_of = '2026-01-31';
SELECT account_id, status, mrr, days_since_signature FROM success.account_metrics;
-- Comments tell what was made, and by whom: changed, an object is not known again.
SELECT obj_description('success.alerts'::regclass) LIKE '%Made by customer360_create_views()%';
COMMENT ON VIEW success.alerts IS 'Mine';
SELECT error_of($$ SELECT customer360_create_views('shop', 'success') $$);
-- Another's.
ALTER VIEW success.alerts OWNER TO customer360_regress;
COMMENT ON VIEW success.alerts IS 'Made by customer360_create_views() again';
GRANT USAGE, CREATE ON SCHEMA success TO customer360_regress;
SET ROLE customer360_regress;
SELECT error_of($$ SELECT count(*) > 50 FROM customer360_create_views('shop', 'success') $$);
RESET ROLE;
SELECT error_of($$ SELECT count(*) > 50 FROM customer360_create_views('shop', 'success') $$);

-- Stored rows of other ids than the source has now.
CREATE SCHEMA words;
CREATE TABLE words.accounts (account_id text PRIMARY KEY, signed_on date);
INSERT INTO words.accounts VALUES ('cus_9aX', '2026-01-01');
SELECT count(*) > 50 AS is_built FROM customer360_create_views('words', 'worded');
CALL worded.record_metrics();
DROP TABLE words.accounts CASCADE;
CREATE TABLE words.accounts (account_id bigint PRIMARY KEY, signed_on date);
SELECT error_of($$ SELECT customer360_create_views('words', 'worded') $$);

-- Every error says what was seen, and what to do.
SELECT state, statement FROM provoked WHERE state !~ '^(22|42|3F|0A)' OR coalesce(detail, '') = '' OR coalesce(hint, '') = '';

SET client_min_messages = error;
DROP SCHEMA shop, success, words, worded CASCADE;
REVOKE ALL ON provoked FROM customer360_regress;
DROP ROLE customer360_regress;
