-- sessions: gaps without a length, instants that are none, gaps that differ within a group.
\i sql/include/errors.sql

SELECT error_of($$ SELECT sessions(now(), '1 month') $$);
SELECT error_of($$ SELECT sessions(now(), '1 year -365 days') $$);
SELECT error_of($$ SELECT sessions(now(), '0') $$);
SELECT error_of($$ SELECT sessions(now(), '-30 minutes') $$);
SELECT error_of($$ SELECT sessions(now(), '1 day -24 hours') $$);
SELECT error_of($$ SELECT sessions(now(), '2000000000 days') $$);
SELECT error_of($$ SELECT sessions(NULL, '0') $$);
SELECT error_of($$ SELECT sessions(now(), NULL) $$);
SELECT error_of($$ SELECT sessions('infinity') $$);
SELECT error_of($$ SELECT sessions('-infinity', '1 day') $$);
SELECT error_of($$ SELECT sessions(now(), i * interval '1 day') FROM generate_series(1, 2) AS i $$);
SELECT error_of($$ SELECT sessions(NULL, i * interval '1 day') FROM generate_series(1, 2) AS i $$);
-- Two ways to write one length are one.
SELECT sessions('2026-01-01', CASE i WHEN 1 THEN interval '1 day' ELSE '24 hours' END) FROM generate_series(1, 2) AS i;
-- Longer than an interval's microseconds reach.
SELECT error_of($$ SELECT sessions(at, '100000000 days') FROM (SELECT timestamptz '4714-11-24 00:00 BC' + n * interval '90000000 days' FROM generate_series(0, 1) AS n UNION ALL SELECT timestamptz '294276-12-31 00:00') AS events (at) $$);

-- ---- states
CREATE AGGREGATE sessions_state (timestamptz, interval) (SFUNC = c360_sessions_transition, STYPE = aggregate_state);
CREATE AGGREGATE sessions_of (aggregate_state) (SFUNC = c360_sessions_combine, STYPE = aggregate_state, FINALFUNC = c360_sessions_final);
SELECT error_of($$ SELECT sessions_of(state) FROM (SELECT sessions_state('2026-01-01', i * interval '1 day') AS state FROM generate_series(1, 2) AS i GROUP BY i) AS states $$);
CREATE TEMP TABLE good AS SELECT sessions_state(at, '1 day') AS state FROM (VALUES (timestamptz '2026-01-01'), ('2026-01-03')) AS events (at);
SELECT sessions_of(state) FROM (TABLE good UNION ALL TABLE good) AS twice;
SELECT error_of(format('SELECT aggregate_state %L', set_byte(c360_aggregate_state_send(state), 4, 99))) FROM good;
SELECT error_of(format('SELECT aggregate_state %L', set_byte(c360_aggregate_state_send(state), 8, 99))) FROM good;
SELECT error_of(format('SELECT aggregate_state %L', set_byte(c360_aggregate_state_send(state), 12, 1))) FROM good;
SELECT error_of(format('SELECT aggregate_state %L', set_byte(c360_aggregate_state_send(state), 23, 128))) FROM good;
SELECT error_of(format('SELECT aggregate_state %L', set_byte(c360_aggregate_state_send(state), 31, 1))) FROM good;
SELECT error_of(format('SELECT aggregate_state %L', substr(c360_aggregate_state_send(state), 1, 23))) FROM good;
DROP TABLE good;
DROP AGGREGATE sessions_of (aggregate_state), sessions_state (timestamptz, interval);

-- At the top level, and the session goes on.
SELECT sessions(now(), '1 month');
SELECT (sessions(now(), '30 days')).sessions;

SELECT state, statement FROM improper_errors;
