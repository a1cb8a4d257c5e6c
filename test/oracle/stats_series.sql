-- usage_drop against percentile_cont and regr_slope, sparkline against width_bucket, band against CASE (METRICS A12, A13, A15).

-- ---- usage_drop

-- Accounts with usage of many shapes: rising, falling, sparse, young, gone, constant, nearly constant.
CREATE TABLE usage (account integer, day date, weight numeric);
INSERT INTO usage
SELECT account, day, round(CASE account % 6
    WHEN 0 THEN 10 + noise(1, account * 1000 + i, 100) / 7.0
    WHEN 1 THEN greatest(0, 200 - i + noise(2, account * 1000 + i, 40)) / 3.0
    WHEN 2 THEN i * (1 + noise(3, account, 5)) + noise(4, account * 1000 + i, 30)
    WHEN 3 THEN 5
    WHEN 4 THEN noise(5, account * 1000 + i, 4) * 1000000.000001
    ELSE CASE WHEN i > 170 THEN 0 ELSE 100 + noise(6, account * 1000 + i, 3) END END, 6)  -- exact to six decimals
  FROM generate_series(1, 120) AS account, generate_series(0, 209) AS i, LATERAL (SELECT date '2025-08-01' + i) AS days (day)
 WHERE noise(7, account * 1000 + i, 10) < 3 + account % 5 AND i >= noise(8, account, 190) AND (account % 7 > 0 OR i < noise(9, account, 210));
INSERT INTO usage SELECT account, NULL::date, 7 FROM generate_series(1, 120, 9) AS account;
INSERT INTO usage SELECT account, date '2026-01-01', NULL::numeric FROM generate_series(1, 120, 11) AS account;
INSERT INTO usage SELECT account, date '2026-03-31', 1000000 FROM generate_series(1, 120, 5) AS account;

CREATE TABLE asked (as_of date, recent_weeks integer, baseline_weeks integer);
INSERT INTO asked VALUES ('2026-02-18', 4, 12), ('2026-02-22', 4, 12), ('2026-01-01', 1, 3), ('2026-03-01', 8, 20), ('2026-02-23', 2, 13), ('2025-12-07', 3, 5);

-- Every complete week of the window, with its sum, for every account that has been seen by as_of.
CREATE TABLE weeks AS
SELECT account, as_of, recent_weeks, baseline_weeks, week, week >= baseline_weeks AS recent, coalesce(sum(weight), 0) AS weight, first
  FROM asked CROSS JOIN LATERAL (SELECT (date_trunc('week', as_of + interval '1 day')::date - 7 * (recent_weeks + baseline_weeks)) AS start) AS started
  CROSS JOIN LATERAL (SELECT account, min(day) AS first FROM usage WHERE day <= as_of AND weight IS NOT NULL GROUP BY account) AS seen
  CROSS JOIN LATERAL generate_series(0, recent_weeks + baseline_weeks - 1) AS week
  LEFT JOIN LATERAL (SELECT weight FROM usage WHERE usage.account = seen.account AND day >= start + 7 * week AND day < start + 7 * week + 7) AS used ON true
 GROUP BY account, as_of, recent_weeks, baseline_weeks, week, first;
CREATE TABLE expected AS
SELECT account, as_of, recent_weeks, baseline_weeks, recent,
       CASE WHEN lived >= two_thirds THEN baseline END AS baseline, CASE WHEN lived >= two_thirds AND baseline <> 0 THEN recent / baseline - 1 END AS change,
       CASE WHEN lived >= two_thirds AND baseline <> 0 AND mad <> 0 THEN (recent - median) / (1.4826 * mad) END AS z, CASE WHEN lived >= two_thirds THEN slope END AS slope
  FROM (SELECT account, as_of, recent_weeks, baseline_weeks, ceil(baseline_weeks * 2 / 3.0) AS two_thirds,
               count(*) FILTER (WHERE existed AND NOT recent) AS lived, avg(weight) FILTER (WHERE recent) AS recent, avg(weight) FILTER (WHERE existed AND NOT recent) AS baseline, median,
               percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(weight - median)) FILTER (WHERE existed AND NOT recent) AS mad, regr_slope(weight, week) FILTER (WHERE existed) AS slope
          FROM (SELECT *, week >= baseline_weeks + recent_weeks - (date_trunc('week', as_of + interval '1 day')::date - date_trunc('week', first)::date) / 7 AS existed FROM weeks) AS w
          LEFT JOIN (SELECT account, as_of, percentile_cont(0.5) WITHIN GROUP (ORDER BY weight) AS median
                  FROM weeks WHERE NOT recent AND week >= baseline_weeks + recent_weeks - (date_trunc('week', as_of + interval '1 day')::date - date_trunc('week', first)::date) / 7 GROUP BY account, as_of) AS medians USING (account, as_of)
         GROUP BY account, as_of, recent_weeks, baseline_weeks, median) AS statistics;

CREATE FUNCTION near(a numeric, b float8) RETURNS boolean LANGUAGE sql IMMUTABLE AS
$$ SELECT (a IS NULL) = (b IS NULL) AND coalesce(abs(a - b::numeric) <= 1e-9 * greatest(1, abs(b::numeric), abs(a)), true) $$;
CREATE TABLE answers AS SELECT account, as_of, (usage_drop(day, weight, as_of, recent_weeks, baseline_weeks)).* FROM usage, asked GROUP BY account, as_of, recent_weeks, baseline_weeks;
INSERT INTO oracle (what, cases, differences)
SELECT 'usage_drop: ' || field, count(*), count(*) FILTER (WHERE NOT near(ours, plain))
  FROM expected JOIN answers AS a USING (account, as_of),
       LATERAL (VALUES ('recent', a.recent, expected.recent::float8), ('baseline', a.baseline, expected.baseline::float8), ('change', a.change, expected.change::float8), ('z', a.z, expected.z), ('slope', a.slope, expected.slope)) AS fields (field, ours, plain)
 GROUP BY field ORDER BY field;
INSERT INTO oracle (what, cases, differences)
SELECT 'usage_drop: dropped', count(*), count(*) FILTER (WHERE a.dropped IS DISTINCT FROM CASE WHEN e.change IS NOT NULL THEN e.change <= -0.2 + 1e-12 AND coalesce(e.z, -1) <= -1 + 1e-12 END)
  FROM expected AS e JOIN answers AS a USING (account, as_of) UNION ALL
SELECT 'usage_drop: both verdicts, and none, are among the cases', 3, 3 - (bool_or(dropped)::int + bool_or(NOT dropped)::int + bool_or(dropped IS NULL)::int) FROM answers UNION ALL
SELECT 'usage_drop: nothing seen by as_of', count(*), count(*) FILTER (WHERE (recent, baseline, change, z, slope, dropped) IS DISTINCT FROM (0::numeric, NULL::numeric, NULL::numeric, NULL::numeric, NULL::numeric, NULL::boolean))
  FROM answers WHERE NOT EXISTS (SELECT FROM expected WHERE (expected.account, expected.as_of) = (answers.account, answers.as_of));

-- ---- sparkline

CREATE TABLE series AS
SELECT id, array_agg(CASE WHEN noise(10, id * 100 + i, 8) > 0 THEN CASE id % 5 WHEN 0 THEN noise(11, id * 100 + i, 3)::numeric WHEN 1 THEN noise(12, id * 100 + i, 1000000) / 7.0 - 50000 WHEN 2 THEN noise(13, id * 100 + i, 1000) * 1e-9
                     WHEN 3 THEN noise(13, id * 100 + i, 1000) * 1e200 ELSE 42 END END ORDER BY i) AS values
  FROM generate_series(1, 1000) AS id, generate_series(1, 1 + noise(14, id, 30)) AS i GROUP BY id;
-- Eighths of the scale in exact arithmetic; where a value stands on a border, or nearly, either neighbour will do.
CREATE FUNCTION fits(block text, value numeric, lo numeric, hi numeric) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
SELECT CASE WHEN value IS NULL THEN block = ' ' WHEN lo = hi THEN block = '▄'
  ELSE block IN (substr('▁▂▃▄▅▆▇█', least(8, greatest(1, floor(part - 1e-9) + 1))::int, 1), substr('▁▂▃▄▅▆▇█', least(8, greatest(1, floor(part + 1e-9) + 1))::int, 1)) END
  FROM (SELECT 8 * (value - lo) / nullif(hi - lo, 0) AS part) AS scaled $$;
INSERT INTO oracle (what, cases, differences)
SELECT 'sparkline(values)', sum(cardinality(values)), count(*) FILTER (WHERE char_length(line) <> cardinality(values)) + sum((SELECT count(*) FROM unnest(values) WITH ORDINALITY AS e (value, place) WHERE NOT fits(substr(line, place::int, 1), value, lo, hi)))
  FROM (SELECT values, sparkline(values) AS line, (SELECT min(value) FROM unnest(values) AS value) AS lo, (SELECT max(value) FROM unnest(values) AS value) AS hi FROM series) AS lines UNION ALL
SELECT 'sparkline(values, lo, hi)', sum(cardinality(values)), count(*) FILTER (WHERE char_length(line) <> cardinality(values)) + sum((SELECT count(*) FROM unnest(values) WITH ORDINALITY AS e (value, place) WHERE NOT fits(substr(line, place::int, 1), value, -100, 20000)))
  FROM (SELECT values, sparkline(values, -100, 20000) AS line FROM series) AS lines UNION ALL
SELECT 'sparkline(value, at)', count(*), count(*) FILTER (WHERE sparkline(values) <> line)
  FROM series JOIN (SELECT id, sparkline(value, date '2026-01-01' + place::int) AS line FROM (SELECT id, value, place FROM series, unnest(values) WITH ORDINALITY AS e (value, place) ORDER BY noise(15, id * 100 + place, 1000000)) AS shuffled GROUP BY id) AS lines USING (id);

-- ---- band

CREATE TABLE bands AS
SELECT id, borders, (SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('label', 'band ' || i, 'ge', borders[i], 'lt', borders[i + 1])) ORDER BY i) FROM generate_series(0, cardinality(borders)) AS i) AS document
  FROM (SELECT id, array_agg(DISTINCT border ORDER BY border) AS borders FROM (SELECT id, (noise(16, id * 10 + i, 2000) - 1000) / (CASE id % 3 WHEN 0 THEN 1 WHEN 1 THEN 10 ELSE 7.0 END) AS border FROM generate_series(1, 300) AS id, generate_series(1, 1 + noise(17, id, 6)) AS i) AS b GROUP BY id) AS bordered;
INSERT INTO oracle (what, cases, differences)
SELECT 'band', count(*), count(*) FILTER (WHERE band(score, document) IS DISTINCT FROM 'band ' || (SELECT count(*) FROM unnest(borders) AS border WHERE score >= border))
  FROM bands, LATERAL (SELECT (noise(18, id * 100 + i, 30000) - 15000) / 10.0 FROM generate_series(1, 20) AS i UNION ALL SELECT unnest(borders) UNION ALL SELECT unnest(borders) - 1e-30 UNION ALL SELECT unnest(borders) + 1e-30 UNION ALL SELECT 0) AS scores (score);
INSERT INTO oracle (what, cases, differences)
SELECT 'activity_bands', count(*), count(*) FILTER (WHERE band(score, activity_bands()) <> CASE WHEN score <= 2 THEN 'at risk' WHEN score >= 6 THEN 'power' ELSE 'steady' END) FROM generate_series(-2, 48) AS score;
