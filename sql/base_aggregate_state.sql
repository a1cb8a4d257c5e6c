-- Partial results of aggregates as values: they can be stored, shipped, dumped, and merged later.
SET datestyle = ISO;

-- What a distributed engine does: the first phase keeps the state, the second merges states.
CREATE AGGREGATE stickiness_state (activity_history, calendar_day) (SFUNC = c360_stickiness_transition, STYPE = aggregate_state);
CREATE AGGREGATE stickiness_of (aggregate_state) (SFUNC = c360_stickiness_combine, STYPE = aggregate_state, FINALFUNC = c360_stickiness_final);
CREATE AGGREGATE sparkline_state (amount, calendar_day) (SFUNC = c360_sparkline_transition, STYPE = aggregate_state);
CREATE AGGREGATE sparkline_of (aggregate_state) (SFUNC = c360_sparkline_combine, STYPE = aggregate_state, FINALFUNC = c360_sparkline_final);
CREATE AGGREGATE retention_state (activity_history, calendar_day, text, bigint, calendar_day) (SFUNC = c360_retention_transition, STYPE = aggregate_state);
CREATE AGGREGATE retention_of (aggregate_state) (SFUNC = c360_retention_combine, STYPE = aggregate_state, FINALFUNC = c360_retention_final);
CREATE AGGREGATE usage_drop_state (calendar_day, amount, calendar_day) (SFUNC = c360_usage_drop_transition, STYPE = aggregate_state);
CREATE AGGREGATE usage_drop_of (aggregate_state) (SFUNC = c360_usage_drop_combine, STYPE = aggregate_state, FINALFUNC = c360_usage_drop_final);
CREATE AGGREGATE active_users_state (activity_history, day_range, bigint) (SFUNC = c360_active_users_transition, STYPE = aggregate_state);
CREATE AGGREGATE active_users_of (aggregate_state) (SFUNC = c360_active_users_combine, STYPE = aggregate_state, FINALFUNC = c360_active_users_final);

CREATE TEMP TABLE users AS
SELECT id, id % 4 AS shard, activity_agg(date '2026-01-01' + (id * i * 7919) % 120) AS history FROM generate_series(1, 60) AS id, generate_series(1, 10) AS i GROUP BY id;
CREATE TEMP TABLE shards AS
SELECT shard, stickiness_state(history, '2026-04-30') AS stickiness, sparkline_state(active_days(history, '(,)'), date '2026-01-01' + id) AS sparkline,
       retention_state(history, '2026-01-01', 'month', 3, '2026-04-30') AS retention, usage_drop_state(date '2026-01-01' + id, id, '2026-04-30') AS usage_drop,
       active_users_state(history, '[2026-03-01,2026-03-15)', 7) AS active_users
  FROM users GROUP BY shard;

SELECT stickiness_of(shards.stickiness) = (SELECT stickiness(history, '2026-04-30') FROM users) AS stickiness,
       sparkline_of(sparkline) = (SELECT sparkline(active_days(history, '(,)'), date '2026-01-01' + id) FROM users) AS sparkline,
       retention_of(shards.retention) = (SELECT retention(history, '2026-01-01', 'month', 3, '2026-04-30') FROM users) AS retention,
       usage_drop_of(shards.usage_drop) = (SELECT usage_drop(date '2026-01-01' + id, id, '2026-04-30') FROM users) AS usage_drop,
       active_users_of(shards.active_users) = (SELECT active_users(history, '[2026-03-01,2026-03-15)', 7) FROM users) AS active_users
  FROM shards;
-- Merging changes no stored state: again, the same; and all of a shard twice counts twice.
SELECT stickiness_of(shards.stickiness) = (SELECT stickiness(history, '2026-04-30') FROM users) AS again,
       active_users_of(shards.active_users) = (SELECT active_users(history, '[2026-03-01,2026-03-15)', 7) FROM users) AS again_too FROM shards;
SELECT (active_users_of(state))[1] / (SELECT (active_users(history, '[2026-03-01,2026-03-15)', 7))[1] FROM users) AS twice FROM (SELECT active_users FROM shards UNION ALL SELECT active_users FROM shards) AS doubled (state);
-- A NULL state is no state.
SELECT stickiness_of(state) IS NULL AS no_state, stickiness_of(state) FILTER (WHERE false) IS NULL AS no_row FROM (VALUES (NULL::aggregate_state)) AS states (state);
SELECT round(stickiness_of(state), 6) AS of_one_state FROM (SELECT NULL::aggregate_state UNION ALL SELECT stickiness FROM shards WHERE shard = 1 UNION ALL SELECT NULL) AS states (state);

-- Text is bytea's in hex; text, binary and storage keep every byte.
SELECT stickiness_state('{[2026-01-01,2026-01-03)}', '2026-01-31') AS state;
\i sql/include/errors.sql
SELECT shard, count(*) FILTER (WHERE state::text::aggregate_state::text = state::text) AS text, count(*) FILTER (WHERE receive('aggregate_state', c360_aggregate_state_send(state)) = state::text) AS binary, count(*) AS of
  FROM shards, unnest(ARRAY[stickiness, sparkline, retention, usage_drop]) AS state GROUP BY shard ORDER BY shard;
SELECT count(*) FILTER (WHERE active_users::text::aggregate_state::text = active_users::text) AS large_ones FROM shards;

-- States have no order and no equality of their own: two that mean the same may differ in spare bytes.
SELECT error_of($$ SELECT stickiness = stickiness FROM shards $$);

DROP AGGREGATE stickiness_state (activity_history, calendar_day), stickiness_of (aggregate_state), sparkline_state (amount, calendar_day), sparkline_of (aggregate_state),
  retention_state (activity_history, calendar_day, text, bigint, calendar_day), retention_of (aggregate_state), usage_drop_state (calendar_day, amount, calendar_day), usage_drop_of (aggregate_state),
  active_users_state (activity_history, day_range, bigint), active_users_of (aggregate_state);
