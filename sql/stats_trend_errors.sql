-- Trend: values that are none, infinite days.
\i sql/include/errors.sql

SELECT error_of($$ SELECT trend('NaN'::numeric, date '2026-01-01') $$);
SELECT error_of($$ SELECT trend('infinity'::numeric, date '2026-01-01') $$);
SELECT error_of($$ SELECT trend('NaN'::float8, date '2026-01-01') $$);
SELECT error_of($$ SELECT trend('-infinity'::float8, date '2026-01-01') $$);
SELECT error_of($$ SELECT trend(9223372036854.775808, date '2026-01-01') $$);
SELECT error_of($$ SELECT trend(-9223372036854.775808, date '2026-01-01') $$);
SELECT error_of($$ SELECT trend(1e33, date '2026-01-01') $$);
SELECT error_of($$ SELECT trend(1e1000, date '2026-01-01') $$);
SELECT error_of($$ SELECT trend(1e300::float8, date '2026-01-01') $$);
SELECT error_of($$ SELECT trend(9223372036855::bigint, date '2026-01-01') $$);
SELECT error_of($$ SELECT trend(1, date 'infinity') $$);
SELECT error_of($$ SELECT trend(1, timestamptz '-infinity') $$);
-- The largest that go in.
SELECT trend(value, at) FROM (VALUES (9223372036854.775807, date '2026-01-01'), (-9223372036854.775807, '2026-01-02'), (0, '2026-01-03')) AS largest (value, at);

-- States that contradict themselves: two points need squares at least as large as their sums ask for.
CREATE AGGREGATE trend_state (amount, calendar_day) (SFUNC = c360_trend_transition, STYPE = aggregate_state);
CREATE AGGREGATE trend_of (aggregate_state) (SFUNC = c360_trend_combine, STYPE = aggregate_state, FINALFUNC = c360_trend_final);
CREATE TEMP TABLE good AS SELECT trend_state(value, date '2026-01-01' + value) AS state FROM generate_series(1, 5) AS value;
SELECT trend_of(state) FROM (TABLE good UNION ALL TABLE good) AS twice;
SELECT error_of(format('SELECT aggregate_state %L', set_byte(c360_aggregate_state_send(state), 8, 1))) FROM good;
SELECT error_of(format('SELECT aggregate_state %L', set_byte(c360_aggregate_state_send(state), 15, 255))) FROM good;
SELECT error_of(format('SELECT aggregate_state %L', set_byte(c360_aggregate_state_send(state), 31, 127))) FROM good;
SELECT error_of(format('SELECT aggregate_state %L', set_byte(c360_aggregate_state_send(state), 103, 1))) FROM good;
SELECT error_of(format('SELECT aggregate_state %L', substr(c360_aggregate_state_send(state), 1, 103))) FROM good;
DROP TABLE good;
DROP AGGREGATE trend_of (aggregate_state), trend_state (amount, calendar_day);

-- At the top level, and the session goes on.
SELECT trend('NaN'::float8, date '2026-01-01');
SELECT trend(1, date '2026-01-01');

SELECT state, statement FROM improper_errors;
