-- window_funnel: windows without a length, too many steps, parameters that differ within a group.
\i sql/include/errors.sql

SELECT error_of($$ SELECT window_funnel(now(), '1 month', true) $$);
SELECT error_of($$ SELECT window_funnel(now(), '-1 day', true) $$);
SELECT error_of($$ SELECT window_funnel(now(), '2000000000 days', true) $$);
SELECT error_of($$ SELECT window_funnel(now(), NULL, true) $$);
SELECT error_of($$ SELECT window_funnel(now(), '1 day', VARIADIC NULL::boolean[]) $$);
SELECT error_of($$ SELECT window_funnel(now(), '1 day', VARIADIC '{}'::boolean[]) $$);
SELECT error_of($$ SELECT window_funnel(now(), '1 day', VARIADIC '{{true},{false}}'::boolean[]) $$);
SELECT error_of($$ SELECT window_funnel(now(), '1 day', VARIADIC array_fill(true, ARRAY[33])) $$);
SELECT error_of($$ SELECT window_funnel(now(), '1 day', VARIADIC array_fill(NULL::boolean, ARRAY[1000000])) $$);
SELECT error_of($$ SELECT window_funnel(NULL, '-1 day', true) $$);
SELECT error_of($$ SELECT window_funnel('infinity', '1 day', true) $$);
SELECT error_of($$ SELECT window_funnel('-infinity', '1 day', false) $$);
SELECT error_of($$ SELECT window_funnel(now(), i * interval '1 day', true) FROM generate_series(1, 2) AS i $$);
SELECT error_of($$ SELECT window_funnel(NULL, i * interval '1 day', true) FROM generate_series(1, 2) AS i $$);
SELECT error_of($$ SELECT window_funnel(now(), '1 day', VARIADIC array_fill(true, ARRAY[i])) FROM generate_series(1, 2) AS i $$);
-- Two ways to write one length are one; an array may begin anywhere.
SELECT window_funnel('2026-01-01', CASE i WHEN 1 THEN interval '1 day' ELSE '24 hours' END, VARIADIC CASE i WHEN 1 THEN '[5:6]={true,false}' ELSE '{false,true}' END::boolean[]) FROM generate_series(1, 2) AS i;

-- ---- states
CREATE AGGREGATE funnel_state (timestamptz, interval, boolean[]) (SFUNC = c360_window_funnel_transition, STYPE = aggregate_state);
CREATE AGGREGATE funnel_of (aggregate_state) (SFUNC = c360_window_funnel_combine, STYPE = aggregate_state, FINALFUNC = c360_window_funnel_final);
SELECT error_of($$ SELECT funnel_of(state) FROM (SELECT funnel_state('2026-01-01', '1 day', array_fill(true, ARRAY[i])) AS state FROM generate_series(1, 2) AS i GROUP BY i) AS states $$);
CREATE TEMP TABLE good AS SELECT funnel_state(at, '1 day', ARRAY[true, false]) AS state FROM (VALUES (timestamptz '2026-01-01'), ('2026-01-03')) AS events (at);
SELECT funnel_of(state) FROM (TABLE good UNION ALL TABLE good) AS twice;
SELECT error_of(format('SELECT aggregate_state %L', set_byte(c360_aggregate_state_send(state), 4, 99))) FROM good;
SELECT error_of(format('SELECT aggregate_state %L', set_byte(c360_aggregate_state_send(state), 12, 33))) FROM good;
SELECT error_of(format('SELECT aggregate_state %L', set_byte(c360_aggregate_state_send(state), 23, 128))) FROM good;
SELECT error_of(format('SELECT aggregate_state %L', set_byte(c360_aggregate_state_send(state), 32, 4))) FROM good;
SELECT error_of(format('SELECT aggregate_state %L', set_byte(c360_aggregate_state_send(state), 31, 1))) FROM good;
SELECT error_of(format('SELECT aggregate_state %L', substr(c360_aggregate_state_send(state), 1, 23))) FROM good;
DROP TABLE good;
DROP AGGREGATE funnel_of (aggregate_state), funnel_state (timestamptz, interval, boolean[]);

-- At the top level, and the session goes on.
SELECT window_funnel(now(), '-1 day', true);
SELECT window_funnel(now(), '30 days', true);

SELECT state, statement FROM improper_errors;
