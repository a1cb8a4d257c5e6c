-- Retention: parameters out of bounds, unknown, NULL, infinite, different within a group; cohorts that mix.
\i sql/include/errors.sql

CREATE TEMP TABLE events AS
SELECT 1::bigint AS user_id, date '2026-01-05' AS at, activity_history '{[2026-01-05,2026-01-06)}' AS history, date '2026-04-15' AS as_of, i FROM generate_series(0, 1) AS i;

-- ---- periods: 0 to 1200

SELECT error_of($$ SELECT retention_matrix(user_id, at, 'month', -1, as_of) FROM events $$);
SELECT error_of($$ SELECT retention_matrix(user_id, at, 'month', 1201, as_of) FROM events $$);
SELECT error_of($$ SELECT retention(history, NULL, 'month', -1, as_of) FROM events $$);
SELECT error_of($$ SELECT retention(history, NULL, 'month', 2147483647, as_of) FROM events $$);
SELECT cardinality(retention(history, NULL, 'month', 1200, as_of)) AS longest FROM events;

-- ---- grain

SELECT error_of($$ SELECT retention_matrix(user_id, at, 'monthly', 1, as_of) FROM events $$);
SELECT error_of($$ SELECT retention_matrix(user_id, at, '0 days', 1, as_of) FROM events $$);
SELECT error_of($$ SELECT retention(history, NULL, '1001 days', 1, as_of) FROM events $$);
SELECT error_of($$ SELECT retention(history, NULL, '', 1, as_of) FROM events $$);

-- ---- infinity and NULL

SELECT error_of($$ SELECT retention_matrix(user_id, date 'infinity', 'month', 1, as_of) FROM events $$);
SELECT error_of($$ SELECT retention_matrix(user_id, at, 'month', 1, timestamptz 'infinity') FROM events $$);
SELECT error_of($$ SELECT retention(history, date '-infinity', 'month', 1, as_of) FROM events $$);
SELECT error_of($$ SELECT retention(history, NULL, 'month', 1, date 'infinity') FROM events $$);
SELECT error_of($$ SELECT retention_matrix(user_id, at, NULL, 1, as_of) FROM events $$);
SELECT error_of($$ SELECT retention_matrix(user_id, at, 'month', NULL, as_of) FROM events $$);
SELECT error_of($$ SELECT retention_matrix(user_id, at, 'month', 1, NULL) FROM events $$);
SELECT error_of($$ SELECT retention(history, NULL, NULL, 1, as_of) FROM events $$);
SELECT error_of($$ SELECT retention(history, NULL, 'month', NULL, as_of) FROM events $$);
SELECT error_of($$ SELECT retention(history, NULL, 'month', 1, NULL) FROM events $$);

-- ---- parameters that differ within a group, for every type of key

SELECT error_of($$ SELECT retention_matrix(user_id, at, CASE i WHEN 0 THEN 'month' ELSE 'week' END, 1, as_of) FROM events $$);
SELECT error_of($$ SELECT retention_matrix(user_id, at, 'month', 1 + i, as_of) FROM events $$);
SELECT error_of($$ SELECT retention_matrix(user_id, at, 'month', 1, as_of + i) FROM events $$);
SELECT error_of($$ SELECT retention_matrix(user_id::integer, at, 'month', 1 + i, as_of) FROM events $$);
SELECT error_of($$ SELECT retention_matrix(user_id::text, at, 'month', 1, as_of + i) FROM events $$);
SELECT error_of($$ SELECT retention_matrix('00000000-0000-0000-0000-000000000001'::uuid, at, 'month', 1 + i, as_of) FROM events $$);
SELECT error_of($$ SELECT retention(history, NULL, CASE i WHEN 0 THEN 'week' ELSE 'week(sunday)' END, 1, as_of) FROM events $$);
SELECT error_of($$ SELECT retention(history, NULL, 'month', 1 + i, as_of) FROM events $$);
SELECT error_of($$ SELECT retention(history, NULL, 'month', 1, as_of + i) FROM events $$);

-- ---- one group, one cohort: two days of the same period are one, those of two periods are not

SELECT error_of($$ SELECT retention(history, date '2026-01-01' + 31 * i, 'month', 1, as_of) FROM events $$);
SELECT error_of($$ SELECT retention(CASE i WHEN 0 THEN history ELSE '{[2026-02-01,2026-02-02)}' END, NULL, 'month', 1, as_of) FROM events $$);
SELECT retention(history, date '2026-01-01' + 30 * i, 'month', 1, as_of) AS january FROM events;

-- ---- a cohort whose period begins before the calendar does

SELECT error_of($$ SELECT retention_matrix(user_id, date '4714-11-24 BC', 'month', 1, as_of) FROM events $$);
SELECT retention_matrix(user_id, date '4714-12-24 BC', 'month', 1, as_of) FROM events;

-- ---- options

SELECT error_of($$ SELECT retention_matrix(user_id, at, 'month', 1, as_of, '{"active": "after"}') FROM events $$);
SELECT error_of($$ SELECT retention_matrix(user_id, at, 'month', 1, as_of, '{"activ": "on"}') FROM events $$);
SELECT error_of($$ SELECT retention_matrix(user_id, at, 'month', 1, as_of, '{"active": 1}') FROM events $$);
SELECT error_of($$ SELECT retention_matrix(user_id, at, 'month', 1, as_of, '[]') FROM events $$);
SELECT error_of($$ SELECT retention_matrix(user_id, at, 'month', 1, as_of, NULL) FROM events $$);
SELECT error_of($$ SELECT retention_matrix(user_id, at, 'month', 1, as_of, CASE i WHEN 0 THEN '{}' ELSE '{"active": "on or after"}' END::jsonb) FROM events $$);
SELECT error_of($$ SELECT retention(history, NULL, 'month', 1, as_of, CASE i WHEN 0 THEN '{}' ELSE '{"active": "on or after"}' END::jsonb) FROM events $$);
SELECT error_of($$ SELECT retention(history, NULL, 'month', 1, as_of, '{"active": "never"}') FROM events $$);

-- At the top level, and the session goes on.
SELECT retention_matrix(user_id, at, 'monthly', 1, as_of) FROM events;
SELECT retention_matrix(user_id, at, 'month', 1, as_of) FROM events;

SELECT state, statement FROM improper_errors;
