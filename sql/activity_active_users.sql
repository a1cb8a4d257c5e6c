-- Daily, weekly, monthly active users: every day of a range in one pass, from histories and from raw events. METRICS A6.
SET datestyle = ISO;
SET timezone = 'UTC';

-- ann every day, bob on 2 and 9 January, eve on 31 December, dan has no event.
CREATE TEMP TABLE events (user_id bigint, at date);
INSERT INTO events SELECT 1, day::date FROM generate_series(date '2026-01-01', '2026-01-10', '1 day') AS day;
INSERT INTO events VALUES (2, '2026-01-02'), (2, '2026-01-02'), (2, '2026-01-09'), (3, '2025-12-31'), (4, NULL), (NULL, '2026-01-05');

SELECT active_users(user_id, at, daterange('2026-01-01', '2026-01-11'), 1) AS dau FROM events;
SELECT active_users(user_id, at, daterange('2026-01-01', '2026-01-11'), 7) AS wau FROM events;
SELECT active_users(user_id, at, daterange('2026-01-01', '2026-01-11'), ARRAY[1, 7, 28]) AS "dau, wau, mau" FROM events;
-- From one history a user: the same.
CREATE TEMP TABLE users AS SELECT user_id, activity_agg(at) AS history FROM events WHERE user_id IS NOT NULL GROUP BY user_id;
SELECT active_users(history, daterange('2026-01-01', '2026-01-11'), 1) AS dau FROM users;
SELECT active_users(history, daterange('2026-01-01', '2026-01-11'), ARRAY[1, 7, 28]) AS "dau, wau, mau" FROM users;
-- As rows: one element per day.
SELECT date '2026-01-01' + ordinality::integer - 1 AS day, wau
  FROM unnest((SELECT active_users(history, daterange('2026-01-01', '2026-01-04'), 7) FROM users)) WITH ORDINALITY AS series (wau, ordinality);

-- The windows come in the order given, one or eight of them, twice the same if asked for.
SELECT active_users(history, daterange('2026-01-09', '2026-01-11'), ARRAY[28, 1, 28]) FROM users;
SELECT active_users(history, daterange('2026-01-09', '2026-01-11'), ARRAY[7]) AS one_row, active_users(history, daterange('2026-01-09', '2026-01-11'), 7) AS no_rows FROM users;
SELECT active_users(user_id, at, daterange('2026-01-09', '2026-01-11'), ARRAY[1, 2, 7, 8, 9, 10, 11, 1000]) FROM events;

-- Every form of range is the days that it holds; the empty one holds none.
SELECT active_users(history, '[2026-01-09,2026-01-10]', 1) AS closed, active_users(history, '(2026-01-08,2026-01-11)', 1) AS open, active_users(history, 'empty', 1) AS empty,
       active_users(history, '[2026-01-09,2026-01-09]', 1) AS one_day FROM users;
SELECT active_users(user_id, at, 'empty', 1) AS empty, active_users(user_id, at, 'empty', ARRAY[1, 7]) AS empty_rows FROM events;
-- Nobody is active: zeros. No row: NULL.
SELECT active_users(history, '[1999-01-01,1999-01-04)', 28) AS zeros FROM users;
SELECT active_users(NULL::bigint, at, '[2026-01-01,2026-01-04)', 28) AS unknown_users, active_users(user_id, NULL::date, '[2026-01-01,2026-01-04)', 28) AS unknown_days,
       active_users(NULL::activity_history, '[2026-01-01,2026-01-04)', ARRAY[1, 7]) AS unknown_histories FROM events;
SELECT active_users(user_id, at, '[2026-01-01,2026-01-04)', 28) IS NULL AS no_row, active_users(user_id, at, '[2026-01-01,2026-01-04)', ARRAY[28]) IS NULL AS no_row_either FROM events WHERE false;
SELECT active_users(history, '[2026-01-01,2026-01-04)', 28) IS NULL AS no_row FROM users WHERE false;

-- Entities of four types. Text differs by its bytes; empty text is an entity, too.
SELECT active_users(user_id::integer, at, daterange('2026-01-01', '2026-01-04'), 7) AS integer,
       active_users(user_id, at, daterange('2026-01-01', '2026-01-04'), 7) AS bigint,
       active_users(user_id::text, at, daterange('2026-01-01', '2026-01-04'), 7) AS text,
       active_users(lpad(user_id::text, 32, '0')::uuid, at, daterange('2026-01-01', '2026-01-04'), 7) AS uuid FROM events;
SELECT active_users(name, date '2026-01-01', '[2026-01-01,2026-01-02)', 1) AS different FROM unnest(ARRAY['a', 'A', 'ä', '', ' ', 'a ', repeat('a', 100000), repeat('a', 100001), NULL]) AS name;
SELECT active_users(id, date '2026-01-01', '[2026-01-01,2026-01-02)', 1) AS different
  FROM unnest(ARRAY[0, 1, -1, 9223372036854775807, -9223372036854775808, 4294967296, NULL]) AS id;
SELECT active_users(id, date '2026-01-01', '[2026-01-01,2026-01-02)', 1) AS different
  FROM unnest(ARRAY[0, 1, -1, 2147483647, -2147483648, NULL]) AS id;
SELECT active_users(id, date '2026-01-01', '[2026-01-01,2026-01-02)', 1) AS different
  FROM unnest(ARRAY['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '00000000-0000-0001-0000-000000000000', '00000000-0000-0000-0000-000000000001', NULL]::uuid[]) AS id;

-- Instants count on the local day.
SELECT active_users(1, timestamptz '2026-01-01 23:30 UTC', '[2026-01-01,2026-01-03)', 1) AS utc;
SET timezone = 'Europe/Berlin';
SELECT active_users(1, timestamptz '2026-01-01 23:30 UTC', '[2026-01-01,2026-01-03)', 1) AS berlin;
SET timezone = 'UTC';

-- Long ranges and long windows: 40,000 days, 1,000 days back.
SELECT cardinality(mau) AS days, (SELECT count(*) FROM unnest(mau) AS users WHERE users = 3) AS days_with_all_three, mau[1] AS first, mau[40000] AS last
  FROM (SELECT active_users(history, daterange('2026-01-01', date '2026-01-01' + 40000), 1000) FROM users) AS answer (mau);
-- By account: many states of the same aggregate.
SELECT user_id % 2 AS account, active_users(user_id, at, daterange('2026-01-01', '2026-01-04'), 7) FROM events GROUP BY 1 ORDER BY 1;
