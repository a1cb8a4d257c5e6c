-- max_burst: windows without a length, instants that are none, windows that differ within a group.
\i sql/include/errors.sql

SELECT error_of($$ SELECT max_burst(now(), '1 month') $$);
SELECT error_of($$ SELECT max_burst(now(), '1 year') $$);
SELECT error_of($$ SELECT max_burst(now(), '1 month -30 days') $$);
SELECT error_of($$ SELECT max_burst(now(), '0') $$);
SELECT error_of($$ SELECT max_burst(now(), '-1 day') $$);
SELECT error_of($$ SELECT max_burst(now(), '1 day -24 hours') $$);
SELECT error_of($$ SELECT max_burst(now(), '2000000000 days') $$);
SELECT error_of($$ SELECT max_burst(NULL, '0') $$);
SELECT error_of($$ SELECT max_burst(now(), 0) $$);
SELECT error_of($$ SELECT max_burst(now(), -7) $$);
SELECT error_of($$ SELECT max_burst(now(), '-7') $$);
SELECT error_of($$ SELECT max_burst(now(), '7.5') $$);
SELECT error_of($$ SELECT max_burst(now(), '7-5') $$);
SELECT error_of($$ SELECT max_burst(now(), '99999999999999999999') $$);
SELECT error_of($$ SELECT max_burst(now(), 9223372036854775807) $$);
SELECT error_of($$ SELECT max_burst(now(), NULL) $$);
SELECT error_of($$ SELECT max_burst('infinity', '1 day') $$);
SELECT error_of($$ SELECT max_burst('-infinity', '1 day') $$);
SELECT error_of($$ SELECT max_burst(now(), i * interval '1 day') FROM generate_series(1, 2) AS i $$);
SELECT error_of($$ SELECT max_burst(NULL, i * interval '1 day') FROM generate_series(1, 2) AS i $$);
-- Two ways to write one length are one.
SELECT max_burst(now(), CASE i WHEN 1 THEN interval '1 day' ELSE '24 hours' END) FROM generate_series(1, 2) AS i;

-- ---- states
CREATE AGGREGATE burst_state (timestamptz, window_length) (SFUNC = c360_max_burst_transition, STYPE = aggregate_state);
CREATE AGGREGATE burst_of (aggregate_state) (SFUNC = c360_max_burst_combine, STYPE = aggregate_state, FINALFUNC = c360_max_burst_final);
SELECT error_of($$ SELECT burst_of(state) FROM (SELECT burst_state('2026-01-01', i * interval '1 day') AS state FROM generate_series(1, 2) AS i GROUP BY i) AS states $$);
CREATE TEMP TABLE good AS SELECT burst_state('2026-01-01', '1 day') AS state;
SELECT burst_of(state) FROM (TABLE good UNION ALL TABLE good) AS twice;
SELECT error_of(format('SELECT aggregate_state %L', set_byte(c360_aggregate_state_send(state), 4, 99))) FROM good;
SELECT error_of(format('SELECT aggregate_state %L', set_byte(c360_aggregate_state_send(state), 15, 255))) FROM good;
SELECT error_of(format('SELECT aggregate_state %L', set_byte(c360_aggregate_state_send(state), 23, 128))) FROM good;
SELECT error_of(format('SELECT aggregate_state %L', substr(c360_aggregate_state_send(state), 1, 15))) FROM good;
DROP TABLE good;
DROP AGGREGATE burst_of (aggregate_state), burst_state (timestamptz, window_length);

-- At the top level, and the session goes on.
SELECT max_burst(now(), '1 month');
SELECT max_burst(now(), '30 days');

SELECT state, statement FROM improper_errors;
