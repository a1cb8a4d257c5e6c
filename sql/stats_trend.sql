-- Trend: least squares over days, by hand.
SET datestyle = ISO;

CREATE TEMP TABLE points (name text, value numeric, at date);
INSERT INTO points VALUES
  ('line', 1, '2026-01-01'), ('line', 2, '2026-01-16'), ('line', 3, '2026-01-31'),          -- 2 in 30 days, exactly
  ('falling', 3, '2026-01-01'), ('falling', 2.5, '2026-01-11'), ('falling', 2, '2026-01-21'),
  ('constant', 7, '2026-01-01'), ('constant', 7, '2026-02-01'), ('constant', 7, '2026-03-01'),
  ('tent', 1, '2026-01-01'), ('tent', 2, '2026-01-02'), ('tent', 1, '2026-01-03'),           -- up and down again
  ('noise', 5, '2026-01-01'), ('noise', 9, '2026-01-08'), ('noise', 4, '2026-01-15'), ('noise', 8, '2026-01-22'),
  ('rising', 1, '2026-01-01'), ('rising', 3, '2026-01-08'), ('rising', 4, '2026-01-15'), ('rising', 7, '2026-01-22'), ('rising', 8, '2026-01-29'),
  ('two', 1, '2026-01-01'), ('two', 2, '2026-01-02'),
  ('one day', 1, '2026-01-01'), ('one day', 2, '2026-01-01'), ('one day', 3, '2026-01-01');
SELECT name, (line).* FROM (SELECT name, trend(value, at) AS line FROM points GROUP BY name) AS lines ORDER BY name;
-- The same as PostgreSQL's own regression, of which it is the exact form.
SELECT name, abs((line).slope_per_30_days::float8 - slope) < 1e-12 AS slope, abs((line).r::float8 - r) < 1e-12 AS r
  FROM (SELECT name, trend(value, at) AS line, 30 * regr_slope(value, at - date '2026-01-01') AS slope, corr(value, at - date '2026-01-01') AS r FROM points GROUP BY name) AS lines
 WHERE (line).n IS NOT NULL ORDER BY name;

-- Several points of a day count each; NULLs are skipped.
SELECT trend(value, at) = (SELECT trend(value, at) FROM points WHERE name = 'noise') AS nulls_are_skipped
  FROM (SELECT value, at FROM points WHERE name = 'noise' UNION ALL VALUES (NULL::numeric, date '2026-01-01'), (1, NULL), (NULL, NULL)) AS with_nulls;
SELECT (trend(value, at)).n FROM (SELECT * FROM points WHERE name = 'noise' UNION ALL SELECT * FROM points WHERE name = 'noise') AS twice;
SELECT trend(value, at) FROM points WHERE false;

-- Whole numbers, doubles and decimals give the same; a double counts as the decimal that it stands for.
SELECT trend(value, at) = trend(value::float8, at) AS double, trend(value::integer, at) = trend(value::bigint, at) AS whole FROM points WHERE name = 'rising';
SELECT trend(value, at) = trend(value::float8, at) AS the_same, trend(value, at) AS line FROM (VALUES (0.1, date '2026-01-01'), (0.2, '2026-01-02'), (0.3, '2026-01-03')) AS tenths (value, at);

-- Days of instants are local ones.
SET timezone = 'America/New_York';
SELECT trend(value, at) FROM (VALUES (1, timestamptz '2026-01-01 23:30'), (2, '2026-01-02 23:30'), (3, '2026-01-03 00:30')) AS evenings (value, at);
SET timezone = 'UTC';
SELECT trend(value, at) FROM (VALUES (1, timestamptz '2026-01-02 04:30'), (2, '2026-01-03 04:30'), (3, '2026-01-03 05:30')) AS evenings (value, at);

-- Nothing rounds on the way: a millionth beside the line is seen, at both ends of the calendar.
SELECT trend(value, at) FROM (VALUES (1000000, date '0001-01-01'), (2000000, '0001-01-02'), (3000000.000001, '0001-01-03')) AS nearly (value, at);
SELECT (trend(value, at)).r, (trend(value, at)).direction FROM (VALUES (-9223372036854.775807, date '4713-01-01 BC'), (0, '2026-01-01'), (9223372036854.775807, '9999-12-31')) AS ends (value, at);
SELECT trend(value, at) FROM (VALUES (0.0000005, date '2026-01-01'), (0.0000015, '2026-01-02'), (-0.0000005, '2026-01-03')) AS halves (value, at);
SELECT trend(value, at) = trend(value::numeric, at) AS the_same FROM (VALUES (0.0000005::float8, date '2026-01-01'), (0.0000015, '2026-01-02'), (2.0000025, '2026-01-03'), (-1e-300, '2026-01-04'), (123456789.123456789, '2026-01-05')) AS halves (value, at);
-- The order of arrival cannot show.
SELECT count(DISTINCT line) AS answers FROM (
  SELECT trend(value, at ORDER BY md5(value::text || at || seed)) AS line FROM points, generate_series(1, 20) AS seed WHERE name IN ('noise', 'rising') GROUP BY seed) AS lines;
DROP TABLE points;
