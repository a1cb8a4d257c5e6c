-- customer360_create_views(sources => …): what it refuses. What mappings make of raw tables: test/tap/sources.
\i sql/include/errors.sql
SET jit = off;

CREATE SCHEMA landed;
CREATE TABLE landed.people (id text, email text);
CREATE SCHEMA bare;
CREATE SCHEMA own;
CREATE TABLE own.accounts (account_id text PRIMARY KEY, domain text, signed_on date);

-- The document.
SELECT error_of($$ SELECT customer360_create_views('own', 'meet', sources => '["delighted"]') $$);
SELECT error_of($$ SELECT customer360_create_views('own', 'meet', sources => '{"delihgted": "landed"}') $$);
SELECT error_of($$ SELECT customer360_create_views('own', 'meet', sources => '{"delighted": "landed", "delighted": "bare"}') $$);
SELECT error_of($$ SELECT customer360_create_views('own', 'meet', sources => '{"delighted": 7}') $$);
SELECT error_of($$ SELECT customer360_create_views('own', 'meet', sources => '{"delighted": {"shema": "landed"}}') $$);
SELECT error_of($$ SELECT customer360_create_views('own', 'meet', sources => '{"delighted": {"schema": "landed", "connector": "carrier"}}') $$);
SELECT error_of($$ SELECT customer360_create_views('own', 'meet', sources => '{"delighted": "lnded"}') $$);
-- What is in the schemas.
SELECT error_of($$ SELECT customer360_create_views('own', 'meet', sources => '{"delighted": "bare"}') $$);
SELECT error_of($$ SELECT customer360_create_views(NULL, 'meet', sources => '{"delighted": "landed"}') $$);
SELECT error_of($$ SELECT customer360_create_views(NULL, NULL, sources => '{"delighted": "landed"}') $$);
CREATE TABLE landed.survey_responses (id text, person text, score point);
SELECT error_of($$ SELECT customer360_create_views('own', 'meet', sources => '{"delighted": "landed"}') $$);
ALTER TABLE landed.survey_responses ALTER score TYPE text USING NULL;
-- The schema beside the target.
SELECT error_of(format($$ SELECT customer360_create_views('own', %L, sources => '{"delighted": "landed"}') $$, repeat('n', 60)));
CREATE SCHEMA meet_sources;
SELECT error_of($$ SELECT customer360_create_views('own', 'meet', sources => '{"delighted": "landed"}') $$);
DROP SCHEMA meet_sources;

-- A name that follows from another may have been taken by somebody, with our comment, for a trigger to run as the caller.
CREATE ROLE customer360_regress;
CREATE SCHEMA meet_sources AUTHORIZATION customer360_regress;
COMMENT ON SCHEMA meet_sources IS 'Made by customer360_create_views()';
SELECT error_of($$ SELECT customer360_create_views('own', 'meet', sources => '{"delighted": "landed"}') $$);
DROP SCHEMA meet_sources;
SELECT count(*) > 100 AS is_built FROM customer360_create_views('own', 'meet', sources => '{"delighted": "landed"}');
CREATE TABLE meet_sources.planted (a int);
ALTER TABLE meet_sources.planted OWNER TO customer360_regress;
SELECT error_of($$ SELECT customer360_create_views('own', 'meet', sources => '{"delighted": "landed"}') $$);
DROP TABLE meet_sources.planted;
GRANT ALL ON provoked TO customer360_regress;
GRANT USAGE ON SCHEMA own, landed TO customer360_regress;
SET ROLE customer360_regress;
SELECT error_of($$ SELECT customer360_create_views('own', 'elsewhere', sources => '{"delighted": "landed"}') $$);
SELECT error_of($$ SELECT customer360_create_views('own', 'elsewhere', sources => '{"delighted": "bare"}') $$);
RESET ROLE;
DROP OWNED BY customer360_regress;
DROP ROLE customer360_regress;

-- What a system left that is no longer named would be read with its old rows.
CREATE SCHEMA desk;
CREATE TABLE desk.ticket (id bigint, status text, created_at timestamptz);
SELECT error_of($$ SELECT customer360_create_views('own', 'meet', sources => '{"zendesk": "desk"}') $$);
CREATE SCHEMA sales;
CREATE TABLE sales.contact (id bigint, property_email text);
SELECT error_of($$ SELECT customer360_create_views('own', 'meet', sources => '{"hubspot": "sales"}') $$);

-- Taken back, the schema beside it goes, too.
SELECT count(*) > 100 AS is_dropped FROM customer360_drop_views('meet', false);
SELECT count(*) AS left_over FROM pg_namespace WHERE nspname = 'meet_sources';
SELECT * FROM improper_errors;
