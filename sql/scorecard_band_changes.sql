-- Changes of band over time.
\i sql/include/errors.sql

CREATE TABLE daily (account int, day date, score numeric);
INSERT INTO daily VALUES
  (1, '2026-01-01', 82), (1, '2026-01-02', 39.999999999999), (1, '2026-01-03', 44), (1, '2026-01-04', 45), (1, '2026-01-05', 41), (1, '2026-01-06', 75),
  (2, '2026-01-01', 50),
  (3, NULL, 10), (3, '2026-01-01', NULL),
  (4, '2026-01-02', 10), (4, '2026-01-02', 90), (4, '2026-01-01', 90);
CREATE TABLE traffic_light (bands jsonb);
INSERT INTO traffic_light VALUES ('[{"label": "red", "lt": 40}, {"label": "yellow", "ge": 40, "lt": 70, "leave": 45}, {"label": "green", "ge": 70}]');

SELECT account, c.* FROM (SELECT account, band_changes(score, day, bands) AS changes FROM daily, traffic_light GROUP BY account) AS a
CROSS JOIN LATERAL unnest(changes) AS c ORDER BY account, changed_on;
-- Groups without a row with both have no changes; no group, no row: NULL.
SELECT account, band_changes(score, day, bands) FROM daily, traffic_light WHERE account = 3 GROUP BY account;
SELECT band_changes(score, day, bands) FROM daily, traffic_light WHERE false;
-- The present band with hysteresis is the last row's.
SELECT account, (c)[cardinality(c)].band FROM (SELECT account, band_changes(score, day, bands) AS c FROM daily, traffic_light WHERE account IN (1, 2) GROUP BY account) AS a ORDER BY account;
-- Instants are days of the session's time zone.
SET timezone = 'America/New_York';
SELECT unnest(band_changes(score, at, bands)) FROM (VALUES (90, timestamptz '2026-01-02 03:00+00'), (10, '2026-01-02 06:00+00')) AS v (score, at), traffic_light;
RESET timezone;
-- Any precision, and the ends of the calendar.
SELECT unnest(band_changes(score, day, '[{"label": "a", "lt": 0.00000000000000000001}, {"label": "b", "ge": 0.00000000000000000001}]'))
  FROM (VALUES (0, date '4713-01-01 BC'), (0.00000000000000000001, '0001-01-01'), (-1e300, '9999-12-31'), (1e300, '5874897-12-31')) AS v (score, day);

-- ---- the same by recursion over the days, of random series

CREATE TABLE walk AS
SELECT account, date '2026-01-01' + n AS day, (abs(hashint4(account * 1000 + n)) % 1000)::numeric / 10 AS score FROM generate_series(1, 60) AS account, generate_series(0, 99) AS n WHERE hashint4(account * 977 + n) % 3 <> 0;
WITH RECURSIVE numbered AS (SELECT account, day, score, row_number() OVER (PARTITION BY account ORDER BY day) AS n FROM walk),
days AS (
  SELECT account, n, day, NULL::text AS previous, CASE WHEN score < 40 THEN 'red' WHEN score < 70 THEN 'yellow' ELSE 'green' END AS band FROM numbered WHERE n = 1
  UNION ALL
  SELECT w.account, w.n, w.day, d.band,
         CASE WHEN w.score >= 70 THEN 'green' WHEN w.score < 40 THEN 'red' WHEN d.band = 'red' AND w.score < 45 THEN 'red' ELSE 'yellow' END
    FROM days AS d JOIN numbered AS w ON w.account = d.account AND w.n = d.n + 1),
expected AS (
  SELECT account, day, previous, band,
         CASE WHEN previous IS NOT NULL THEN CASE WHEN array_position('{red,yellow,green}', band) < array_position('{red,yellow,green}', previous) THEN 'worsened' ELSE 'improved' END END AS direction
    FROM days WHERE band IS DISTINCT FROM previous),
ours AS (
  SELECT account, c.* FROM (SELECT account, band_changes(score, day, bands) AS changes FROM walk, traffic_light GROUP BY account) AS a CROSS JOIN LATERAL unnest(changes) AS c)
SELECT count(*) > 500 AS many, (SELECT count(*) FROM (TABLE ours EXCEPT ALL TABLE expected) AS d) + (SELECT count(*) FROM (TABLE expected EXCEPT ALL TABLE ours) AS d) AS different FROM ours;

-- ---- errors

SELECT error_of($$ SELECT band_changes(1, date '2026-01-01', NULL) $$);
SELECT error_of($$ SELECT band_changes(1, date '2026-01-01', '[]') $$);
SELECT error_of($$ SELECT band_changes(1, date '2026-01-01', '[{"label": "red", "lt": 40}, {"label": "green", "ge": 41}]') $$);
SELECT error_of($$ SELECT band_changes('NaN', date '2026-01-01', '[{"label": "any"}]') $$);
SELECT error_of($$ SELECT band_changes('-Infinity', date '2026-01-01', '[{"label": "any"}]') $$);
SELECT error_of($$ SELECT band_changes(1, date 'infinity', '[{"label": "any"}]') $$);
SELECT error_of($$ SELECT band_changes(1, date '2026-01-01', b) FROM (VALUES (jsonb '[{"label": "any"}]'), ('[{"label": "all"}]')) AS v (b) $$);
SELECT * FROM improper_errors;
