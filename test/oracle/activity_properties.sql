-- What must hold whatever the data: regrouping and order change nothing, what as_of has not seen changes nothing, finished
-- periods never change, scaling scales.

CREATE TABLE events (id integer, user_id integer, day date, weight numeric);
INSERT INTO events
SELECT i, noise(1, i, 80), CASE WHEN noise(2, i, 40) > 0 THEN date '2025-01-01' + (noise(3, i, 500) - noise(4, i, 80) * noise(5, i, 3))::int END, CASE WHEN noise(6, i, 30) > 0 THEN noise(7, i, 1000) / 8.0 END
  FROM generate_series(1, 6000) AS i;
CREATE TABLE as_ofs AS SELECT date '2025-01-01' + noise(8, i, 500)::int AS as_of FROM generate_series(1, 12) AS i;
CREATE TABLE users AS SELECT user_id, activity_agg(day) AS history FROM events GROUP BY user_id;

-- ---- regrouping: the parts of any partition, merged in any way, are the whole

INSERT INTO oracle (what, cases, differences)
SELECT 'histories of parts, united by ' || how, count(*), count(*) FILTER (WHERE united <> history)
  FROM users JOIN (
    SELECT 'activity_agg' AS how, user_id, activity_agg(part) AS united FROM (SELECT user_id, activity_agg(day) AS part FROM events GROUP BY user_id, noise(9, id, 7)) AS parts GROUP BY user_id UNION ALL
    SELECT 'activity_agg of activity_agg', user_id, activity_agg(part) FROM (SELECT user_id, activity_agg(part) AS part FROM (SELECT user_id, id % 9 AS n, activity_agg(day) AS part FROM events GROUP BY user_id, id % 9) AS p GROUP BY user_id, n % 2) AS parts GROUP BY user_id UNION ALL
    SELECT '|', user_id, a | b | c FROM (SELECT user_id, activity_agg(day) FILTER (WHERE id % 3 = 0) AS a, activity_agg(day) FILTER (WHERE id % 3 = 1) AS b, activity_agg(day) FILTER (WHERE id % 3 = 2 OR id % 2 = 0) AS c FROM events GROUP BY user_id) AS parts
  ) AS answers USING (user_id) GROUP BY how ORDER BY how;
-- The same for stored states of every aggregate is sql/aggregate_plans.sql. Sets of entities add up:
INSERT INTO oracle (what, cases, differences)
SELECT 'active users of two halves add up', count(*), count(*) FILTER (WHERE whole <> even + odd)
  FROM (SELECT active_users(user_id, day, '[2025-03-01,2025-06-01)', 28) AS wholes, active_users(user_id, day, '[2025-03-01,2025-06-01)', 28) FILTER (WHERE user_id % 2 = 0) AS evens, active_users(user_id, day, '[2025-03-01,2025-06-01)', 28) FILTER (WHERE user_id % 2 = 1) AS odds FROM events) AS answer,
       unnest(wholes, evens, odds) AS counts (whole, even, odd) UNION ALL
SELECT 'cohorts add up to the users', count(*), count(*) FILTER (WHERE size <> users)
  FROM as_ofs, LATERAL (SELECT sum(size) AS size FROM unnest((SELECT retention_matrix(user_id, day, 'month', 3, as_of) FROM events)) AS m) AS sizes, LATERAL (SELECT count(DISTINCT user_id) AS users FROM events WHERE day <= as_of) AS seen UNION ALL
SELECT 'retention never exceeds the cohort, and begins with it', count(*), count(*) FILTER (WHERE retained > size OR (k = 1 AND retained <> size))
  FROM as_ofs, unnest((SELECT retention_matrix(user_id, day, 'week', 20, as_of) FROM events)) AS m (cohort, size, counts), unnest(counts) WITH ORDINALITY AS c (retained, k);
-- Windows nest: DAU ≤ WAU ≤ MAU ≤ users, and the sum of a window's DAU is at least its WAU.
INSERT INTO oracle (what, cases, differences)
SELECT 'windows nest', count(*), count(*) FILTER (WHERE NOT (dau <= wau AND wau <= mau AND mau <= 80 AND wau <= before))
  FROM (SELECT *, sum(dau) OVER (ORDER BY day ROWS 6 PRECEDING) + CASE WHEN day < 7 THEN 1000 ELSE 0 END AS before
          FROM (SELECT active_users(user_id, day, '[2025-01-01,2026-01-01)', 1) AS d, active_users(user_id, day, '[2025-01-01,2026-01-01)', 7) AS w, active_users(user_id, day, '[2025-01-01,2026-01-01)', 28) AS m FROM events) AS answer,
               unnest(d, w, m) WITH ORDINALITY AS counts (dau, wau, mau, day)) AS daily;

-- ---- sets: duplicates and order change nothing; algebra

INSERT INTO oracle (what, cases, differences)
SELECT 'duplicates', count(*), count(*) FILTER (WHERE history <> doubled OR coefficient <> doubled_coefficient)
  FROM (SELECT user_id, activity_agg(day) AS history, activity_coefficient(day, date '2025-12-31', 48) AS coefficient FROM events GROUP BY user_id) AS once
  JOIN (SELECT user_id, activity_agg(day) AS doubled, activity_coefficient(day, date '2025-12-31', 48) AS doubled_coefficient FROM (TABLE events UNION ALL TABLE events) AS twice GROUP BY user_id) AS twice USING (user_id);
INSERT INTO oracle (what, cases, differences)
SELECT 'algebra of sets', count(*), count(*) FILTER (WHERE NOT (a | b = b | a AND a & b = b & a AND (a - b) | (a & b) = a AND (a - b) & b = '{}' AND a & (b | c) = (a & b) | (a & c) AND a - (b | c) = (a - b) - c AND a | (b & c) = (a | b) & (a | c)
         AND active_days(a | b, '(,)') = active_days(a, '(,)') + active_days(b, '(,)') - active_days(a & b, '(,)')))
  FROM (SELECT a.history AS a, b.history AS b, c.history AS c FROM users AS a, users AS b, users AS c WHERE noise(10, a.user_id * 10000 + b.user_id * 100 + c.user_id, 40) = 0) AS triples;
-- Comparison is a total order.
INSERT INTO oracle (what, cases, differences)
SELECT 'total order', count(*), count(*) FILTER (WHERE (a < b AND b < c AND NOT a < c) OR (a <= b AND b <= a) <> (a = b) OR NOT (a <= b OR b <= a))
  FROM (SELECT a.history AS a, b.history & c.history AS b, c.history - a.history AS c FROM users AS a, users AS b, users AS c WHERE noise(11, a.user_id * 10000 + b.user_id * 100 + c.user_id, 40) = 0) AS triples;

-- ---- as of: what happened later changes nothing

INSERT INTO oracle (what, cases, differences)
SELECT 'later events are invisible: ' || what, count(*), count(*) FILTER (WHERE seen IS DISTINCT FROM cut)
  FROM as_ofs, LATERAL (
    SELECT 'activity_coefficient', activity_coefficient(day, as_of, 12)::text, activity_coefficient(day, as_of, 12) FILTER (WHERE day <= as_of)::text FROM events GROUP BY user_id UNION ALL
    SELECT 'days_inactive', days_inactive(activity_agg(day), as_of)::text, days_inactive(activity_agg(day) FILTER (WHERE day <= as_of), as_of)::text FROM events GROUP BY user_id UNION ALL
    SELECT 'active_streak', active_streak(activity_agg(day), as_of, 'week')::text, coalesce(active_streak(activity_agg(day) FILTER (WHERE day <= as_of), as_of, 'week'), 0)::text FROM events GROUP BY user_id UNION ALL
    SELECT 'activity_lifecycle', activity_lifecycle(activity_agg(day), as_of, 'month'), activity_lifecycle(activity_agg(day) FILTER (WHERE day <= as_of), as_of, 'month') FROM events GROUP BY user_id UNION ALL
    SELECT 'usage_drop', usage_drop(day, weight, as_of)::text, usage_drop(CASE WHEN day <= as_of THEN day END, weight, as_of)::text FROM events GROUP BY user_id UNION ALL
    SELECT 'retention_matrix', retention_matrix(user_id, day, 'week', 10, as_of)::text, retention_matrix(user_id, CASE WHEN day <= as_of THEN day END, 'week', 10, as_of)::text FROM events UNION ALL
    SELECT 'stickiness', stickiness(history, as_of)::text, stickiness(history & format('{[2020-01-01,%s]}', as_of)::activity_history, as_of)::text FROM users UNION ALL
    SELECT 'retention', retention(history, '2025-02-01', 'month', 10, as_of)::text, retention(history & format('{[2020-01-01,%s]}', as_of)::activity_history, '2025-02-01', 'month', 10, as_of)::text FROM users
  ) AS answers (what, seen, cut) GROUP BY what ORDER BY what;

-- Finished periods stay as they are.
CREATE TABLE matrices AS
SELECT as_of, grain, cohort, size, k, users FROM as_ofs, unnest(ARRAY['week', 'month', 'quarter']) AS grain, unnest((SELECT retention_matrix(user_id, day, grain, 12, as_of) FROM events)) AS m (cohort, size, counts), unnest(counts) WITH ORDINALITY AS c (users, k);
INSERT INTO oracle (what, cases, differences)
SELECT 'a later as_of keeps finished periods', count(*), count(*) FILTER (WHERE later.users IS DISTINCT FROM earlier.users)
  FROM matrices AS earlier JOIN matrices AS later USING (grain, cohort, k) WHERE earlier.as_of < later.as_of AND earlier.users IS NOT NULL UNION ALL
SELECT 'a later as_of only adds finished periods', count(*), count(*) FILTER (WHERE later.users IS NULL)
  FROM matrices AS earlier JOIN matrices AS later USING (grain, cohort, k) WHERE earlier.as_of < later.as_of AND earlier.users IS NOT NULL;
INSERT INTO oracle (what, cases, differences)
SELECT 'a day later', count(*), count(*) FILTER (WHERE days_inactive(history, as_of + 1) > days_inactive(history, as_of) + 1
         OR active_days(history, daterange(NULL, as_of + 1)) < active_days(history, daterange(NULL, as_of))
         OR active_streak(history, as_of + 1, 'day') NOT IN (0, active_streak(history, as_of, 'day') + 1)
         OR activity_coefficient(history, as_of + 1, 30, 'day') - activity_coefficient(history, as_of, 30, 'day') NOT BETWEEN -1 AND 1)
  FROM users, as_ofs UNION ALL
SELECT 'one period to the next: lifecycle', count(*), count(*) FILTER (WHERE (later = 'dormant' OR later = 'returning') <> coalesce(earlier IN ('new', 'returning', 'resurrecting'), false) OR (later = 'new' AND earlier IS NOT NULL))
  FROM (SELECT coalesce(activity_lifecycle(history, (date_trunc('week', as_of) + interval '6 days')::date, 'week'), NULL) AS earlier, coalesce(activity_lifecycle(history, (date_trunc('week', as_of) + interval '13 days')::date, 'week'), 'none') AS later FROM users, as_ofs) AS weeks UNION ALL
-- A longer look back never sees less; more, smaller periods never fewer than their larger ones.
SELECT 'coefficient grows with periods', count(*), count(*) FILTER (WHERE activity_coefficient(history, as_of, periods, grain) > activity_coefficient(history, as_of, periods + 1, grain)) FROM users, as_ofs, grains, unnest(ARRAY[1, 6, 47]) AS periods UNION ALL
SELECT 'coefficient of 7 days and of weeks that end on as_of', count(*), count(*) FILTER (WHERE activity_coefficient(history, sunday, 9, 'week') <> activity_coefficient(history, sunday, 9, '7 days'))
  FROM users, as_ofs, LATERAL (SELECT (date_trunc('week', as_of) + interval '6 days')::date) AS s (sunday);

-- ---- usage_drop: scaling scales amounts and keeps the verdict; splitting a row changes nothing

CREATE FUNCTION near(a numeric, b numeric) RETURNS boolean LANGUAGE sql IMMUTABLE AS
$$ SELECT (a IS NULL) = (b IS NULL) AND coalesce(abs(a - b) <= 1e-9 * greatest(1, abs(b), abs(a)), true) $$;
INSERT INTO oracle (what, cases, differences)
SELECT 'usage_drop, scaled by eight', count(*), count(*) FILTER (WHERE NOT (near((scaled).recent, 8 * (plain).recent) AND near((scaled).baseline, 8 * (plain).baseline) AND near((scaled).change, (plain).change) AND near((scaled).z, (plain).z)
         AND near((scaled).slope, 8 * (plain).slope) AND (scaled).dropped IS NOT DISTINCT FROM (plain).dropped))
  FROM (SELECT usage_drop(day, weight, as_of) AS plain, usage_drop(day, 8 * weight, as_of) AS scaled FROM events, as_ofs GROUP BY user_id, as_of) AS answers UNION ALL
SELECT 'usage_drop, every row in two halves', count(*), count(*) FILTER (WHERE plain IS DISTINCT FROM halves)
  FROM (SELECT user_id, as_of, usage_drop(day, weight, as_of) AS plain FROM events, as_ofs GROUP BY user_id, as_of) AS p
  JOIN (SELECT user_id, as_of, usage_drop(day, weight / 2, as_of) AS halves FROM events, as_ofs, generate_series(1, 2) GROUP BY user_id, as_of) AS h USING (user_id, as_of);
-- A sparkline keeps order: of two values, the larger is never drawn lower; adding and scaling by powers of two change nothing.
INSERT INTO oracle (what, cases, differences)
SELECT 'sparkline keeps order', count(*), count(*) FILTER (WHERE position(substr(line, a, 1) IN '▁▂▃▄▅▆▇█') > position(substr(line, b, 1) IN '▁▂▃▄▅▆▇█'))
  FROM (SELECT array_agg(weight ORDER BY id) AS values, sparkline(array_agg(weight ORDER BY id)) AS line FROM events GROUP BY user_id) AS lines, generate_series(1, 20) AS a, generate_series(1, 20) AS b WHERE values[a] <= values[b] UNION ALL
SELECT 'sparkline of twice the values', count(*), count(*) FILTER (WHERE sparkline(array_agg_1) <> sparkline(array_agg_2)) FROM (SELECT array_agg(weight) AS array_agg_1, array_agg(2 * weight) AS array_agg_2 FROM events GROUP BY user_id) AS lines;
