-- customer360_record_history(): what it refuses. What it records is compared in test/oracle/scorecard_views.sql.
\i sql/include/errors.sql
SET client_min_messages = warning;
SET jit = off;
CREATE SCHEMA recorded_source;
CREATE TABLE recorded_source.accounts (account_id int PRIMARY KEY, signed_on date);
SELECT error_of($$ CALL customer360_record_history(NULL, '2026-01-01', '2026-01-02') $$);
SELECT error_of($$ CALL customer360_record_history('recorded', NULL, '2026-01-02') $$);
SELECT error_of($$ CALL customer360_record_history('recorded', '2026-01-01', NULL) $$);
SELECT error_of($$ CALL customer360_record_history('recorded', '2026-01-01', '2026-01-02', NULL) $$);
SELECT error_of($$ CALL customer360_record_history('recorded', '2026-01-01', '2026-01-02') $$);
SELECT count(*) > 0 AS built FROM customer360_create_views('recorded_source', 'recorded');
SELECT error_of($$ CALL customer360_record_history('recorded', '2026-01-02', '2026-01-01') $$);
SELECT error_of($$ CALL customer360_record_history('recorded', '2026-01-01', '2026-01-02', '0 days') $$);
SELECT error_of($$ CALL customer360_record_history('recorded', '2026-01-01', '2026-01-02', '-1 days') $$);
SELECT error_of($$ CALL customer360_record_history('recorded', '2026-01-01', '2026-01-02', '1 hour') $$);
SELECT error_of($$ CALL customer360_record_history('recorded', '2026-01-01', 'infinity') $$);
-- A company without customers has nothing to record, and days by the month are as long as these are.
CALL customer360_record_history('recorded', '2026-01-31', '2026-03-31', '1 month');
INSERT INTO recorded_source.accounts VALUES (1, '2026-01-15');
CALL customer360_record_history('recorded', '2026-01-01', '2026-03-31', '1 month');
SELECT day, account_id, metrics ->> 'status' AS status FROM recorded.metric_history ORDER BY day;
SELECT count(*) AS prepared FROM pg_prepared_statements;
SELECT current_setting('customer360.as_of') AS as_of, current_setting('customer360_history.known_on') AS known_on;
SELECT state, statement FROM improper_errors;
DROP SCHEMA recorded_source CASCADE;
SELECT count(*) > 0 AS dropped FROM customer360_drop_views('recorded', false);
DROP SCHEMA recorded;
