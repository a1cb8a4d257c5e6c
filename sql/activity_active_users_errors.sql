-- Active users: ranges and windows that are none, and parameters that differ.
\i sql/include/errors.sql

CREATE TEMP TABLE events AS SELECT 1::bigint AS user_id, date '2026-01-01' AS at, activity_history '{[2026-01-01,2026-01-02)}' AS history;

-- ---- the range: bounded, at most 40,000 days

SELECT error_of($$ SELECT active_users(user_id, at, daterange('2026-01-01', NULL), 1) FROM events $$);
SELECT error_of($$ SELECT active_users(user_id, at, daterange(NULL, '2026-01-01'), 1) FROM events $$);
SELECT error_of($$ SELECT active_users(user_id, at, daterange('2026-01-01', 'infinity'), ARRAY[1, 7]) FROM events $$);
SELECT error_of($$ SELECT active_users(history, daterange('-infinity', '2026-01-01'), 1) FROM events $$);
SELECT error_of($$ SELECT active_users(history, '(,)', ARRAY[1, 7]) FROM events $$);
SELECT error_of($$ SELECT active_users(user_id, at, daterange('2026-01-01', date '2026-01-01' + 40001), 1) FROM events $$);
SELECT error_of($$ SELECT active_users(history, daterange('4714-11-24 BC', '5874897-12-31'), 1) FROM events $$);
SELECT error_of($$ SELECT active_users(user_id, at, daterange('2026-01-02', '2026-01-01'), 1) FROM events $$);
SELECT cardinality(active_users(user_id, at, daterange('2026-01-01', date '2026-01-01' + 40000), 1)) AS longest FROM events;

-- ---- windows: 1 to 1000 days, 1 to 8 of them

SELECT error_of($$ SELECT active_users(user_id, at, '[2026-01-01,2026-01-02)', 0) FROM events $$);
SELECT error_of($$ SELECT active_users(user_id, at, '[2026-01-01,2026-01-02)', -7) FROM events $$);
SELECT error_of($$ SELECT active_users(history, '[2026-01-01,2026-01-02)', 1001) FROM events $$);
SELECT error_of($$ SELECT active_users(history, '[2026-01-01,2026-01-02)', 2147483647) FROM events $$);
SELECT error_of($$ SELECT active_users(user_id, at, '[2026-01-01,2026-01-02)', ARRAY[1, 0]) FROM events $$);
SELECT error_of($$ SELECT active_users(history, '[2026-01-01,2026-01-02)', ARRAY[1, 1001]) FROM events $$);
SELECT error_of($$ SELECT active_users(user_id, at, '[2026-01-01,2026-01-02)', ARRAY[]::integer[]) FROM events $$);
SELECT error_of($$ SELECT active_users(user_id, at, '[2026-01-01,2026-01-02)', ARRAY[1, NULL]) FROM events $$);
SELECT error_of($$ SELECT active_users(user_id, at, '[2026-01-01,2026-01-02)', ARRAY[[1, 7], [28, 30]]) FROM events $$);
SELECT error_of($$ SELECT active_users(history, '[2026-01-01,2026-01-02)', ARRAY[1, 2, 3, 4, 5, 6, 7, 8, 9]) FROM events $$);
SELECT error_of($$ SELECT active_users(history, '[2026-01-01,2026-01-02)', array_fill(1, ARRAY[100000])) FROM events $$);
-- A bad window is an error also in the empty range, and where no row counts.
SELECT error_of($$ SELECT active_users(user_id, at, 'empty', 0) FROM events $$);
SELECT error_of($$ SELECT active_users(NULL::bigint, at, '[2026-01-01,2026-01-02)', 0) FROM events $$);

-- ---- infinity and NULL

SELECT error_of($$ SELECT active_users(user_id, date 'infinity', '[2026-01-01,2026-01-02)', 1) FROM events $$);
SELECT error_of($$ SELECT active_users(user_id, timestamptz '-infinity', '[2026-01-01,2026-01-02)', ARRAY[1]) FROM events $$);
SELECT error_of($$ SELECT active_users(user_id, at, NULL, 1) FROM events $$);
SELECT error_of($$ SELECT active_users(user_id, at, '[2026-01-01,2026-01-02)', NULL::integer) FROM events $$);
SELECT error_of($$ SELECT active_users(user_id, at, '[2026-01-01,2026-01-02)', NULL::integer[]) FROM events $$);
SELECT error_of($$ SELECT active_users(history, NULL, 1) FROM events $$);
SELECT error_of($$ SELECT active_users(history, '[2026-01-01,2026-01-02)', NULL::integer[]) FROM events $$);

-- ---- parameters that differ within a group, for every type of key

SELECT error_of($$ SELECT active_users(user_id, at, daterange(at, at + 1 + i), 1) FROM events, generate_series(0, 1) AS i $$);
SELECT error_of($$ SELECT active_users(user_id, at, daterange(at - i, at + 1), 1) FROM events, generate_series(0, 1) AS i $$);
SELECT error_of($$ SELECT active_users(user_id, at, daterange(at, at + 1), 1 + i) FROM events, generate_series(0, 1) AS i $$);
SELECT error_of($$ SELECT active_users(user_id, at, daterange(at, at + 1), ARRAY[1, 7 + i]) FROM events, generate_series(0, 1) AS i $$);
SELECT error_of($$ SELECT active_users(user_id, at, daterange(at, at + 1), CASE i WHEN 0 THEN ARRAY[1, 7] ELSE ARRAY[1] END) FROM events, generate_series(0, 1) AS i $$);
SELECT error_of($$ SELECT active_users(user_id::integer, at, daterange(at, at + 1), 1 + i) FROM events, generate_series(0, 1) AS i $$);
SELECT error_of($$ SELECT active_users(user_id::text, at, daterange(at, at + 1), ARRAY[1 + i]) FROM events, generate_series(0, 1) AS i $$);
SELECT error_of($$ SELECT active_users('00000000-0000-0000-0000-000000000001'::uuid, at, daterange(at, at + 1), 1 + i) FROM events, generate_series(0, 1) AS i $$);
SELECT error_of($$ SELECT active_users(history, daterange(at, at + 1 + i), 1) FROM events, generate_series(0, 1) AS i $$);
SELECT error_of($$ SELECT active_users(history, daterange(at, at + 1), 1 + i) FROM events, generate_series(0, 1) AS i $$);
SELECT error_of($$ SELECT active_users(history, daterange(at, at + 1), ARRAY[1, 7 + i]) FROM events, generate_series(0, 1) AS i $$);
-- An out-of-bounds value in a later row differs from the first one's.
SELECT error_of($$ SELECT active_users(user_id, at, daterange(at, at + 1), 1 - i) FROM events, generate_series(0, 1) AS i $$);
-- The same range, written in another way, is the same.
SELECT active_users(user_id, at, CASE i WHEN 0 THEN daterange(at, at + 1) ELSE daterange(at - 1, at, '(]') END, 1) FROM events, generate_series(0, 1) AS i;
SELECT active_users(user_id, at, daterange(at, at + 1), CASE i WHEN 0 THEN ARRAY[1, 7] ELSE '[5:6]={1,7}' END) FROM events, generate_series(0, 1) AS i;

-- ---- entities of another type are cast by hand, or not at all

SELECT error_of($$ SELECT active_users(1.5::double precision, at, daterange(at, at + 1), 1) FROM events $$);

-- At the top level, and the session goes on.
SELECT active_users(user_id, at, '[2026-01-01,2026-01-02)', 0) FROM events;
SELECT active_users(user_id, at, '[2026-01-01,2026-01-02)', 1) FROM events;

SELECT state, statement FROM improper_errors;
