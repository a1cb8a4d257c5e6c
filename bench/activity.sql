-- The activity domain's benchmark: data, queries beside their equivalents in plain SQL and in peers, and goals.
-- bench/run.py reads it; it knows the directives below, and nothing of what a query means.
--
--   setup: SYSTEM           statements that make the data; ${…} are the sizes, and the file for the peers
--   section: TITLE          a table of the report;  floor: / ours: the queries that its ratios refer to
--   name: ID, title: TEXT   a query;  system: postgres, customer360 (postgres with the extension), duckdb or clickhouse
--   threads: 1 2            postgres: 2 is one worker beside the leader
--   groups: ANSWER          rows (id, value), compared by count, sum and checksum, timed as sum(value)
--   rows: ANSWER            few rows, compared one by one, timed as they are
--   rounds: once            slow: timed in the comparison only
--   goal: TEXT: A[, B…] / C >= LIMIT, or C / A <= LIMIT     the fastest of A, B…; ID@2 is ID on two threads
--
-- Queries of one ANSWER must agree before any is timed. The last day, 2025-12-31, is a Wednesday in the 58th calendar
-- week; days are those of New York, DST days among them, and late evenings there are the next day in UTC.

-- setup: postgres
CREATE FUNCTION uniform(key bigint, stream bigint) RETURNS float8 IMMUTABLE STRICT PARALLEL SAFE
RETURN (hashint8extended(key, stream) & 1073741823) / 1073741824.0::float8;

-- Ranks decide: a low rank is a busy user, in a large account. Identifiers are scattered by a prime, so that busy users
-- are not neighbours. Each user is there for a span of the 400 days, early starts being more frequent.
CREATE UNLOGGED TABLE people AS
SELECT rank,
       1 + (rank * 514229) % ${users} AS user_id,
       (1 + floor(${accounts} * uniform(rank, 1) ^ 2))::int AS account_id,
       first,
       1 + floor((400 - first) * (0.1 + 0.9 * uniform(rank, 2)))::int AS days
FROM (SELECT rank, floor(400 * uniform(rank, 3) ^ 2)::int AS first
      FROM generate_series(0, ${users} - 1::bigint) AS rank) AS starts;
ANALYZE people;

-- In the order of time, as an event table grows.
CREATE UNLOGGED TABLE events (account_id int, user_id bigint, ts timestamptz, day date);
INSERT INTO events
SELECT account_id, user_id, ts, ts::date AS day
FROM (SELECT account_id, user_id,
             (date '2024-11-27' + least(first + floor(days * uniform(n, 5))::int, 399)
              + make_interval(secs => floor(21600 + 32400 * (uniform(n, 6) + uniform(n, 7)))))
             AT TIME ZONE 'America/New_York' AS ts
      FROM (SELECT n, floor(${users} * uniform(n, 4) ^ 3)::bigint AS rank
            FROM generate_series(1, ${events}::bigint) AS n) AS picks
      JOIN people USING (rank)) AS drawn
ORDER BY ts, user_id;
DROP TABLE people;
-- Known to the planner, so that plans do not depend on a sample.
ALTER TABLE events ALTER account_id SET (n_distinct = ${accounts}), ALTER user_id SET (n_distinct = ${users});
VACUUM (FREEZE, ANALYZE) events;
-- The same rows with keys of other types.
CREATE UNLOGGED TABLE keyed AS
SELECT md5(user_id::text)::uuid AS user_uuid, 'user' || user_id || '@customer.example' AS user_text, day FROM events;
VACUUM (FREEZE, ANALYZE) keyed;
\copy (SELECT account_id, user_id, extract(epoch FROM ts)::bigint, day FROM events) TO '${file}' (FORMAT csv)

-- setup: customer360
CREATE EXTENSION customer360;
CREATE UNLOGGED TABLE histories AS SELECT user_id, activity_agg(day) AS history FROM events GROUP BY user_id;
VACUUM (FREEZE, ANALYZE) histories;

-- setup: duckdb
SET TimeZone = 'America/New_York';
CREATE TABLE events AS
SELECT account_id, user_id, to_timestamp(epoch) AS ts, day
FROM read_csv('${file}', header = false,
              columns = {'account_id': 'INTEGER', 'user_id': 'BIGINT', 'epoch': 'BIGINT', 'day': 'DATE'});

-- setup: clickhouse
CREATE TABLE events (account_id Int32, user_id Int64, ts DateTime('America/New_York'), day Date)
ENGINE = MergeTree ORDER BY ts;
INSERT INTO events
SELECT account_id, user_id, toDateTime(epoch, 'America/New_York'), day
FROM file('${file}', CSV, 'account_id Int32, user_id Int64, epoch Int64, day Date');
OPTIMIZE TABLE events FINAL;


-- section: Scan
-- floor: scan

-- name: scan_rows
-- title: count(*)
-- system: postgres
-- rows: events
SELECT count(*) FROM events;

-- name: scan
-- title: count(ts)
-- system: postgres
-- threads: 1 2
-- rows: events
SELECT count(ts) FROM events;

-- name: scan_day
-- title: count(day)
-- system: postgres
-- rows: events
SELECT count(day) FROM events;


-- section: Coefficient of ${accounts} accounts: active weeks of the last 48
-- floor: account_floor
-- ours: account_day

-- name: account_rows
-- title: GROUP BY, count(*)
-- system: postgres
-- groups: account_events
SELECT account_id AS id, count(*) AS value FROM events GROUP BY account_id;

-- name: account_floor
-- title: GROUP BY, count(ts)
-- system: postgres
-- threads: 1 2
-- groups: account_events
SELECT account_id AS id, count(ts) AS value FROM events GROUP BY account_id;

-- name: account_day
-- title: activity_coefficient(day)
-- system: customer360
-- threads: 1 2
-- groups: account_weeks
SELECT account_id AS id, activity_coefficient(day, date '2025-12-31', 48) AS value FROM events GROUP BY account_id;

-- name: account_coefficients
-- title: activity_coefficients(account_id, day): own grouping
-- system: customer360
-- threads: 1 2
-- groups: account_weeks
SELECT entity AS id, coefficient AS value
FROM unnest((SELECT activity_coefficients(account_id, day, date '2025-12-31', 48) FROM events));

-- name: account_ts
-- title: activity_coefficient(ts)
-- system: customer360
-- threads: 1 2
-- groups: account_weeks
SELECT account_id AS id, activity_coefficient(ts, date '2025-12-31', 48) AS value FROM events GROUP BY account_id;

-- name: account_floor_day
-- title: GROUP BY, count(day)
-- system: postgres
-- groups: account_events
SELECT account_id AS id, count(day) AS value FROM events GROUP BY account_id;

-- name: account_bits
-- title: bit_or(1 << week), bit_count
-- system: postgres
-- groups: account_weeks
SELECT account_id AS id, bit_count((bit_or(1::bigint << (day - date '2024-11-25') / 7) >> 10)::bit(64)) AS value
FROM events GROUP BY account_id;

-- name: account_distinct
-- title: count(DISTINCT date_trunc('week', ts))
-- system: postgres
-- threads: 1 2
-- groups: account_weeks
SELECT account_id AS id,
       count(DISTINCT date_trunc('week', ts))
         FILTER (WHERE ts >= timestamptz '2025-02-03 00:00 America/New_York') AS value
FROM events GROUP BY account_id;

-- name: account_select_distinct
-- title: SELECT DISTINCT, then count
-- system: postgres
-- groups: account_weeks
SELECT account_id AS id, count(week) AS value
FROM (SELECT DISTINCT account_id,
             CASE WHEN ts >= timestamptz '2025-02-03 00:00 America/New_York' THEN date_trunc('week', ts) END AS week
      FROM events) AS weeks
GROUP BY account_id;

-- name: account_distinct_duckdb
-- title: count(DISTINCT date_trunc('week', day))
-- system: duckdb
-- groups: account_weeks
SELECT account_id AS id, count(DISTINCT date_trunc('week', day)) FILTER (WHERE day >= DATE '2025-02-03') AS value
FROM events GROUP BY account_id;

-- name: account_distinct_ts_duckdb
-- title: count(DISTINCT date_trunc('week', ts))
-- system: duckdb
-- groups: account_weeks
SELECT account_id AS id,
       count(DISTINCT date_trunc('week', ts))
         FILTER (WHERE ts >= TIMESTAMPTZ '2025-02-03 00:00 America/New_York') AS value
FROM events GROUP BY account_id;

-- name: account_bits_duckdb
-- title: bit_or(1 << week), bit_count
-- system: duckdb
-- groups: account_weeks
SELECT account_id AS id, bit_count(bit_or(1::UBIGINT << ((day - DATE '2024-11-25') // 7)) >> 10) AS value
FROM events GROUP BY account_id;

-- name: account_distinct_clickhouse
-- title: uniqExact(toMonday(day))
-- system: clickhouse
-- groups: account_weeks
SELECT account_id AS id, uniqExactIf(toMonday(day), day >= toDate('2025-02-03')) AS value
FROM events GROUP BY account_id;

-- name: account_distinct_ts_clickhouse
-- title: uniqExact(toMonday(ts))
-- system: clickhouse
-- groups: account_weeks
SELECT account_id AS id, uniqExactIf(toMonday(ts), ts >= toDateTime('2025-02-03 00:00:00', 'America/New_York')) AS value
FROM events GROUP BY account_id;

-- name: account_bits_clickhouse
-- title: groupBitOr(1 << week), bitCount
-- system: clickhouse
-- groups: account_weeks
SELECT account_id AS id,
       bitCount(bitShiftRight(groupBitOr(bitShiftLeft(toUInt64(1), intDiv(day - toDate('2024-11-25'), 7))), 10))
         AS value
FROM events GROUP BY account_id;

-- goal: coefficient of a date, accounts, against count(ts): account_day / account_floor <= 1.05
-- goal: coefficient of a timestamptz, accounts, against count(ts): account_ts / account_floor <= 1.05
-- goal: faster than the count(distinct) forms: account_distinct, account_select_distinct / account_ts >= 3.5
-- goal: with one worker faster than the same forms: account_distinct, account_select_distinct / account_ts@2 >= 6


-- section: Coefficient of ${accounts} accounts as it is asked every day: the last 7 weeks, rows before them left out
-- floor: recent_floor
-- ours: recent_day

-- name: recent_floor
-- title: WHERE, GROUP BY, count(day)
-- system: postgres
-- groups: recent_events
SELECT account_id AS id, count(day) AS value FROM events WHERE day >= date '2025-11-17' GROUP BY account_id;

-- name: recent_day
-- title: activity_coefficient(day)
-- system: customer360
-- groups: recent_weeks
SELECT account_id AS id, activity_coefficient(day, date '2025-12-31') AS value
FROM events WHERE day >= date '2025-11-17' GROUP BY account_id;

-- name: recent_distinct
-- title: count(DISTINCT date_trunc('week', ts))
-- system: postgres
-- groups: recent_weeks
SELECT account_id AS id, count(DISTINCT date_trunc('week', ts)) AS value
FROM events WHERE ts >= timestamptz '2025-11-17 00:00 America/New_York' GROUP BY account_id;

-- name: recent_bits
-- title: bit_or(1 << week), bit_count
-- system: postgres
-- groups: recent_weeks
SELECT account_id AS id, bit_count(bit_or(1 << (day - date '2025-11-17') / 7)::bit(32)) AS value
FROM events WHERE day >= date '2025-11-17' GROUP BY account_id;

-- name: recent_distinct_duckdb
-- title: count(DISTINCT date_trunc('week', day))
-- system: duckdb
-- groups: recent_weeks
SELECT account_id AS id, count(DISTINCT date_trunc('week', day)) AS value
FROM events WHERE day >= DATE '2025-11-17' GROUP BY account_id;

-- name: recent_distinct_clickhouse
-- title: uniqExact(toMonday(day))
-- system: clickhouse
-- groups: recent_weeks
SELECT account_id AS id, uniqExact(toMonday(day)) AS value
FROM events WHERE day >= toDate('2025-11-17') GROUP BY account_id;


-- section: Coefficient and history of ${users} users: active weeks of the last 48
-- floor: user_floor
-- ours: user_day

-- name: user_rows
-- title: GROUP BY, count(*)
-- system: postgres
-- groups: user_events
SELECT user_id AS id, count(*) AS value FROM events GROUP BY user_id;

-- name: user_floor
-- title: GROUP BY, count(ts)
-- system: postgres
-- threads: 1 2
-- groups: user_events
SELECT user_id AS id, count(ts) AS value FROM events GROUP BY user_id;

-- name: user_day
-- title: activity_coefficient(day)
-- system: customer360
-- threads: 1 2
-- groups: user_weeks
SELECT user_id AS id, activity_coefficient(day, date '2025-12-31', 48) AS value FROM events GROUP BY user_id;

-- name: user_coefficients
-- title: activity_coefficients(user_id, day): own grouping
-- system: customer360
-- threads: 1 2
-- groups: user_weeks
SELECT entity AS id, coefficient AS value
FROM unnest((SELECT activity_coefficients(user_id, day, date '2025-12-31', 48) FROM events));

-- name: user_ts
-- title: activity_coefficient(ts)
-- system: customer360
-- threads: 1 2
-- groups: user_weeks
SELECT user_id AS id, activity_coefficient(ts, date '2025-12-31', 48) AS value FROM events GROUP BY user_id;

-- name: user_history
-- title: activity_agg(day), and its active days
-- system: customer360
-- groups: user_days
SELECT user_id AS id, active_days(activity_agg(day), daterange('2024-11-27', '2026-01-01')) AS value
FROM events GROUP BY user_id;

-- name: user_floor_day
-- title: GROUP BY, count(day)
-- system: postgres
-- groups: user_events
SELECT user_id AS id, count(day) AS value FROM events GROUP BY user_id;

-- name: user_days
-- title: count(DISTINCT day), the history's equivalent
-- system: postgres
-- rounds: once
-- groups: user_days
SELECT user_id AS id, count(DISTINCT day) AS value FROM events GROUP BY user_id;

-- name: user_bits
-- title: bit_or(1 << week), bit_count
-- system: postgres
-- groups: user_weeks
SELECT user_id AS id, bit_count((bit_or(1::bigint << (day - date '2024-11-25') / 7) >> 10)::bit(64)) AS value
FROM events GROUP BY user_id;

-- name: user_distinct
-- title: count(DISTINCT date_trunc('week', ts))
-- system: postgres
-- groups: user_weeks
SELECT user_id AS id,
       count(DISTINCT date_trunc('week', ts))
         FILTER (WHERE ts >= timestamptz '2025-02-03 00:00 America/New_York') AS value
FROM events GROUP BY user_id;

-- name: user_select_distinct
-- title: SELECT DISTINCT, then count
-- system: postgres
-- groups: user_weeks
SELECT user_id AS id, count(week) AS value
FROM (SELECT DISTINCT user_id,
             CASE WHEN ts >= timestamptz '2025-02-03 00:00 America/New_York' THEN date_trunc('week', ts) END AS week
      FROM events) AS weeks
GROUP BY user_id;

-- name: user_distinct_duckdb
-- title: count(DISTINCT date_trunc('week', day))
-- system: duckdb
-- groups: user_weeks
SELECT user_id AS id, count(DISTINCT date_trunc('week', day)) FILTER (WHERE day >= DATE '2025-02-03') AS value
FROM events GROUP BY user_id;

-- name: user_bits_duckdb
-- title: bit_or(1 << week), bit_count
-- system: duckdb
-- groups: user_weeks
SELECT user_id AS id, bit_count(bit_or(1::UBIGINT << ((day - DATE '2024-11-25') // 7)) >> 10) AS value
FROM events GROUP BY user_id;

-- name: user_distinct_clickhouse
-- title: uniqExact(toMonday(day))
-- system: clickhouse
-- groups: user_weeks
SELECT user_id AS id, uniqExactIf(toMonday(day), day >= toDate('2025-02-03')) AS value
FROM events GROUP BY user_id;

-- name: user_bits_clickhouse
-- title: groupBitOr(1 << week), bitCount
-- system: clickhouse
-- groups: user_weeks
SELECT user_id AS id,
       bitCount(bitShiftRight(groupBitOr(bitShiftLeft(toUInt64(1), intDiv(day - toDate('2024-11-25'), 7))), 10))
         AS value
FROM events GROUP BY user_id;

-- goal: coefficient of a date, users, against count(ts): user_day / user_floor <= 1.05
-- goal: coefficient of a timestamptz, users, against count(ts): user_ts / user_floor <= 1.05
-- goal: activity_agg against the coefficient, users: user_history / user_day <= 1.15


-- section: Coefficient from the stored histories of ${users} users
-- floor: history_scan
-- ours: history_weeks

-- name: history_scan
-- title: count(history)
-- system: customer360
-- threads: 1 2
-- rows: histories
SELECT count(history) FROM histories;

-- name: history_weeks
-- title: activity_coefficient(history), the last 48 weeks
-- system: customer360
-- threads: 1 2
-- groups: user_weeks
SELECT user_id AS id, activity_coefficient(history, date '2025-12-31', 48) AS value FROM histories;

-- name: history_recent
-- title: activity_coefficient(history), the last 7 weeks
-- system: customer360
-- groups: user_recent_weeks
SELECT user_id AS id, activity_coefficient(history, date '2025-12-31') AS value FROM histories;

-- name: user_recent
-- title: the same from raw events: bit_or(1 << week), bit_count
-- system: postgres
-- rounds: once
-- groups: user_recent_weeks
SELECT user_id AS id, bit_count((bit_or(1::bigint << (day - date '2024-11-25') / 7) >> 51)::bit(64)) AS value
FROM events GROUP BY user_id;

-- goal: coefficient of 7 weeks from histories against their bare scan: history_recent / history_scan <= 1.3
-- goal: coefficient of 48 weeks from histories against their bare scan: history_weeks / history_scan <= 1.5


-- section: Sessions of ${users} users: runs of events without a gap of 30 minutes
-- floor: user_floor
-- ours: sessions

-- name: sessions
-- title: sessions(ts)
-- system: customer360
-- threads: 1 2
-- groups: sessions
SELECT user_id AS id, (sessions(ts)).sessions AS value FROM events GROUP BY user_id;

-- name: sessions_lag
-- title: lag(), then count
-- system: postgres
-- rounds: once
-- groups: sessions
SELECT user_id AS id, count(*) FILTER (WHERE begins) AS value
FROM (SELECT user_id, coalesce(ts - lag(ts) OVER (PARTITION BY user_id ORDER BY ts) >= interval '30 minutes', true) AS begins
      FROM events) AS marked
GROUP BY user_id;

-- name: sessions_duckdb
-- title: lag(), then count
-- system: duckdb
-- groups: sessions
SELECT user_id AS id, count(*) FILTER (WHERE begins) AS value
FROM (SELECT user_id, coalesce(ts - lag(ts) OVER (PARTITION BY user_id ORDER BY ts) >= INTERVAL '30 minutes', true) AS begins
      FROM events) AS marked
GROUP BY user_id;


-- section: Funnel of ${users} users: three kinds of events in order, within 7 days of the first
-- floor: user_floor
-- ours: funnel

-- The kind of an event is its day of three, so that each fulfils one step, and events of one second are of one kind:
-- ClickHouse, which goes by the order of rows there, agrees.
-- name: funnel
-- title: window_funnel(ts, '7 days', three steps)
-- system: customer360
-- threads: 1 2
-- groups: funnel
SELECT user_id AS id, window_funnel(ts, '7 days', kind = 0, kind = 1, kind = 2) AS value
FROM (SELECT user_id, ts, (day - date '2024-11-27') % 3 AS kind FROM events) AS kinds
GROUP BY user_id;

-- name: funnel_clickhouse
-- title: windowFunnel
-- system: clickhouse
-- groups: funnel
SELECT user_id AS id, windowFunnel(604800)(ts, kind = 0, kind = 1, kind = 2) AS value
FROM (SELECT user_id, ts, (day - toDate('2024-11-27')) % 3 AS kind FROM events) AS kinds
GROUP BY user_id;


-- section: DAU, WAU and MAU of all 400 days
-- floor: scan
-- ours: active_users_raw

-- name: active_users_raw
-- title: active_users(user_id, day)
-- system: customer360
-- threads: 1 2
-- rows: active_users
SELECT date '2024-11-27' + i - 1, users[1][i], users[2][i], users[3][i]
FROM (SELECT active_users(user_id, day, daterange('2024-11-27', '2026-01-01'), ARRAY[1, 7, 28]) AS users
      FROM events) AS counted,
     generate_subscripts(users, 2) AS i;

-- name: active_users_histories
-- title: active_users(history)
-- system: customer360
-- threads: 1 2
-- rows: active_users
SELECT date '2024-11-27' + i - 1, users[1][i], users[2][i], users[3][i]
FROM (SELECT active_users(history, daterange('2024-11-27', '2026-01-01'), ARRAY[1, 7, 28]) AS users
      FROM histories) AS counted,
     generate_subscripts(users, 2) AS i;

-- A user active on `day`, and next after `gap` days, counts on `day` and on the days up to `gap` or the window's end.
-- name: active_users_gaps
-- title: gaps between active days: the best SQL
-- system: postgres
-- rounds: once
-- rows: active_users
WITH gaps AS (
  SELECT day, least(next - day, 28) AS gap, count(*) AS users
  FROM (SELECT day, lead(day) OVER (PARTITION BY user_id ORDER BY day) AS next
        FROM (SELECT DISTINCT user_id, day FROM events) AS active) AS following
  GROUP BY 1, 2)
SELECT date '2024-11-27' + at,
       coalesce(sum(users) FILTER (WHERE date '2024-11-27' + at = day), 0),
       coalesce(sum(users) FILTER (WHERE date '2024-11-27' + at - day < 7), 0),
       coalesce(sum(users), 0)
FROM generate_series(0, 399) AS at LEFT JOIN gaps ON date '2024-11-27' + at BETWEEN day AND day + gap - 1
GROUP BY at;

-- name: active_users_gaps_duckdb
-- title: gaps between active days
-- system: duckdb
-- rows: active_users
WITH gaps AS (
  SELECT day, least(next - day, 28) AS gap, count(*) AS users
  FROM (SELECT day, lead(day) OVER (PARTITION BY user_id ORDER BY day) AS next
        FROM (SELECT DISTINCT user_id, day FROM events) AS active) AS following
  GROUP BY 1, 2)
SELECT DATE '2024-11-27' + i::INTEGER,
       coalesce(sum(users) FILTER (WHERE DATE '2024-11-27' + i::INTEGER = day), 0),
       coalesce(sum(users) FILTER (WHERE DATE '2024-11-27' + i::INTEGER - day < 7), 0),
       coalesce(sum(users), 0)
FROM range(400) AS days(i) LEFT JOIN gaps ON DATE '2024-11-27' + i::INTEGER BETWEEN day AND day + gap::INTEGER - 1
GROUP BY i;

-- name: active_users_bitmaps_clickhouse
-- title: groupBitmap a day, merged over windows
-- system: clickhouse
-- rows: active_users
SELECT toDate(at), groupBitmapMerge(users) OVER (ORDER BY at RANGE BETWEEN CURRENT ROW AND CURRENT ROW),
       groupBitmapMerge(users) OVER (ORDER BY at RANGE BETWEEN 6 PRECEDING AND CURRENT ROW),
       groupBitmapMerge(users) OVER (ORDER BY at RANGE BETWEEN 27 PRECEDING AND CURRENT ROW)
FROM (SELECT toUInt16(day) AS at, groupBitmapState(toUInt32(user_id)) AS users FROM events GROUP BY day);

-- name: active_users_gaps_clickhouse
-- title: gaps between active days
-- system: clickhouse
-- rows: active_users
WITH gaps AS (
  SELECT day, gap, count() AS users
  FROM (SELECT arraySort(groupUniqArray(toUInt16(day))) AS days FROM events GROUP BY user_id)
  ARRAY JOIN days AS day, arrayMap((d, n) -> least(n - d, 28), days, arrayPushBack(arrayPopFront(days), 65535)) AS gap
  GROUP BY day, gap)
SELECT toDate(at), sumIf(users, at = day), sumIf(users, at - day < 7), sum(users)
FROM (SELECT day, users, arrayJoin(range(day, day + gap)) AS at FROM gaps)
WHERE at <= toUInt16(toDate('2025-12-31'))
GROUP BY at;

-- goal: DAU, WAU, MAU from raw events against the scan: active_users_raw / scan <= 1.7
-- goal: DAU, WAU, MAU from histories against their bare scan: active_users_histories / history_scan <= 3.5


-- section: MAU of the last 30 days, as SQL is usually written
-- floor: scan
-- ours: mau_raw

-- name: mau_raw
-- title: active_users(user_id, day)
-- system: customer360
-- rows: mau
SELECT date '2025-12-02' + i - 1, users[i]
FROM (SELECT active_users(user_id, day, daterange('2025-12-02', '2026-01-01'), 28) AS users FROM events) AS counted,
     generate_subscripts(users, 1) AS i;

-- name: mau_join
-- title: count(DISTINCT user_id) of 28 days, for each day
-- system: postgres
-- rounds: once
-- rows: mau
SELECT date '2025-12-02' + at, count(DISTINCT user_id)
FROM generate_series(0, 29) AS at JOIN events ON day BETWEEN date '2025-12-02' + at - 27 AND date '2025-12-02' + at
GROUP BY at;

-- name: mau_join_duckdb
-- title: count(DISTINCT user_id) of 28 days, for each day
-- system: duckdb
-- rows: mau
SELECT DATE '2025-12-02' + i::INTEGER, count(DISTINCT user_id)
FROM range(30) AS days(i)
JOIN events ON day BETWEEN DATE '2025-12-02' + i::INTEGER - 27 AND DATE '2025-12-02' + i::INTEGER
GROUP BY i;

-- name: mau_join_clickhouse
-- title: uniqExact(user_id) of 28 days, for each day
-- system: clickhouse
-- rows: mau
SELECT toDate('2025-12-02') + at, uniqExact(user_id)
FROM (SELECT user_id, arrayJoin(range(30)) AS at, day FROM events WHERE day > toDate('2025-12-02') - 28)
WHERE day BETWEEN toDate('2025-12-02') + at - 27 AND toDate('2025-12-02') + at
GROUP BY at;


-- section: Weekly retention matrix, 58 cohorts
-- floor: scan
-- ours: retention_raw

-- Weeks that are not over on the last day are left out by all, periods without a user too, as SQL has no row for them.
-- name: retention_raw
-- title: retention_matrix(user_id, day)
-- system: customer360
-- threads: 1 2
-- rows: retention
SELECT cohort, period - 1, users
FROM (SELECT retention_matrix(user_id, day, 'week', 57, date '2025-12-31') AS matrix FROM events) AS counted,
     unnest(matrix), unnest(retained) WITH ORDINALITY AS cells(users, period)
WHERE users > 0;

-- name: retention_sql
-- title: distinct user-weeks joined to first weeks
-- system: postgres
-- rounds: once
-- rows: retention
WITH weeks AS (SELECT DISTINCT user_id, date_trunc('week', ts)::date AS week FROM events),
     cohorts AS (SELECT user_id, min(week) AS cohort FROM weeks GROUP BY user_id)
SELECT cohort, (week - cohort) / 7, count(*)
FROM weeks JOIN cohorts USING (user_id) WHERE week <= date '2025-12-22'
GROUP BY 1, 2;

-- name: retention_bits
-- title: bit_or(1 << week) a user, then bits counted: the best SQL
-- system: postgres
-- rounds: once
-- rows: retention
WITH users AS (
  SELECT min(day) AS first_day, bit_or(1::bigint << (day - date '2024-11-25') / 7) AS weeks
  FROM events GROUP BY user_id),
     masks AS (SELECT (first_day - date '2024-11-25') / 7 AS first, weeks, count(*) AS users FROM users GROUP BY 1, 2)
SELECT date '2024-11-25' + 7 * first, week - first, sum(users)
FROM masks, generate_series(0, 56) AS week WHERE weeks >> week & 1 = 1
GROUP BY 1, 2;

-- name: retention_duckdb
-- title: distinct user-weeks joined to first weeks
-- system: duckdb
-- rows: retention
WITH weeks AS (SELECT DISTINCT user_id, date_trunc('week', day)::DATE AS week FROM events),
     cohorts AS (SELECT user_id, min(week) AS cohort FROM weeks GROUP BY user_id)
SELECT cohort, (week - cohort) // 7, count(*)
FROM weeks JOIN cohorts USING (user_id) WHERE week <= DATE '2025-12-22'
GROUP BY 1, 2;

-- name: retention_bits_duckdb
-- title: bit_or(1 << week) a user, then bits counted
-- system: duckdb
-- rows: retention
WITH users AS (
  SELECT min(day) AS first_day, bit_or(1::UBIGINT << ((day - DATE '2024-11-25') // 7)) AS weeks
  FROM events GROUP BY user_id),
     masks AS (SELECT (first_day - DATE '2024-11-25') // 7 AS first, weeks, count(*) AS users FROM users GROUP BY 1, 2)
SELECT DATE '2024-11-25' + (7 * first)::INTEGER, week - first, sum(users)
FROM masks, range(57) AS calendar(week) WHERE (weeks >> week) & 1 = 1
GROUP BY 1, 2;

-- name: retention_clickhouse
-- title: distinct user-weeks joined to first weeks
-- system: clickhouse
-- rows: retention
WITH weeks AS (SELECT DISTINCT user_id, toMonday(day) AS week FROM events),
     cohorts AS (SELECT user_id, min(week) AS cohort FROM weeks GROUP BY user_id)
SELECT cohort, intDiv(week - cohort, 7), count()
FROM weeks JOIN cohorts USING (user_id) WHERE week <= toDate('2025-12-22')
GROUP BY 1, 2;

-- name: retention_arrays_clickhouse
-- title: groupUniqArray(week) a user, unfolded
-- system: clickhouse
-- rows: retention
SELECT cohort, intDiv(week - cohort, 7), count()
FROM (SELECT min(toMonday(day)) AS cohort, groupUniqArray(toMonday(day)) AS weeks FROM events GROUP BY user_id)
ARRAY JOIN weeks AS week WHERE week <= toDate('2025-12-22')
GROUP BY 1, 2;

-- name: retention_bits_clickhouse
-- title: groupBitOr(1 << week) a user, then bits counted
-- system: clickhouse
-- rows: retention
WITH users AS (
  SELECT intDiv(min(day) - toDate('2024-11-25'), 7) AS first,
         groupBitOr(bitShiftLeft(toUInt64(1), intDiv(day - toDate('2024-11-25'), 7))) AS weeks
  FROM events GROUP BY user_id),
     masks AS (SELECT first, weeks, count() AS users FROM users GROUP BY first, weeks)
SELECT toDate('2024-11-25') + 7 * first, week - first, sum(users)
FROM masks ARRAY JOIN arrayFilter(w -> bitTest(weeks, w), range(57)) AS week
GROUP BY 1, 2;

-- goal: retention matrix against the scan: retention_raw / scan <= 1.6
-- goal: retention ahead of DuckDB T2: retention_duckdb@2 / retention_raw >= 1
-- goal: retention ahead of ClickHouse T2: retention_clickhouse@2, retention_arrays_clickhouse@2 / retention_raw >= 1


-- section: Keys of other types: uuid, and text such as an e-mail address
-- floor: scan_uuid
-- ours: active_users_uuid

-- name: scan_uuid
-- title: count(uuid)
-- system: postgres
-- rows: events
SELECT count(user_uuid) FROM keyed;

-- name: scan_text
-- title: count(text)
-- system: postgres
-- rows: events
SELECT count(user_text) FROM keyed;

-- name: active_users_uuid
-- title: active_users(uuid, day)
-- system: customer360
-- threads: 1 2
-- rows: active_users
SELECT date '2024-11-27' + i - 1, users[1][i], users[2][i], users[3][i]
FROM (SELECT active_users(user_uuid, day, daterange('2024-11-27', '2026-01-01'), ARRAY[1, 7, 28]) AS users
      FROM keyed) AS counted,
     generate_subscripts(users, 2) AS i;

-- name: active_users_text
-- title: active_users(text, day)
-- system: customer360
-- threads: 1 2
-- rows: active_users
SELECT date '2024-11-27' + i - 1, users[1][i], users[2][i], users[3][i]
FROM (SELECT active_users(user_text, day, daterange('2024-11-27', '2026-01-01'), ARRAY[1, 7, 28]) AS users
      FROM keyed) AS counted,
     generate_subscripts(users, 2) AS i;

-- name: retention_uuid
-- title: retention_matrix(uuid, day)
-- system: customer360
-- threads: 1 2
-- rows: retention
SELECT cohort, period - 1, users
FROM (SELECT retention_matrix(user_uuid, day, 'week', 57, date '2025-12-31') AS matrix FROM keyed) AS counted,
     unnest(matrix), unnest(retained) WITH ORDINALITY AS cells(users, period)
WHERE users > 0;

-- name: retention_text
-- title: retention_matrix(text, day)
-- system: customer360
-- threads: 1 2
-- rows: retention
SELECT cohort, period - 1, users
FROM (SELECT retention_matrix(user_text, day, 'week', 57, date '2025-12-31') AS matrix FROM keyed) AS counted,
     unnest(matrix), unnest(retained) WITH ORDINALITY AS cells(users, period)
WHERE users > 0;
