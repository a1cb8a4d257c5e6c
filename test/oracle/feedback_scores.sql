-- NPS, CSAT and CES against counts, averages and stddev_samp (METRICS D5), and what always holds of them; trend against
-- regr_slope and corr, and exactly against numeric (METRICS D6). Serial and in parallel.

-- Accounts with very many answers, with some, with one, with none but NULLs.
CREATE TABLE answers AS
SELECT i AS id, CASE WHEN i % 3 = 0 THEN 1 WHEN i > 59800 THEN i ELSE 2 + noise(1, i, 400) END::integer AS account,
       CASE WHEN noise(2, i, 12) < 11 AND i NOT BETWEEN 59900 AND 59910 THEN noise(3, i, 11) END::integer AS nps, nullif(1 + noise(4, i, 6), 6)::integer AS csat,
       nullif(1 + noise(5, i, 8), 8)::smallint AS ces, nullif(1 + noise(6, i, 11), 11)::numeric(4, 1) AS ten,
       CASE noise(7, i, 20) WHEN 0 THEN NULL ELSE round(noise(8, i, 1000000) / 7.0 - 50000 + (noise(9, noise(1, i, 400), 100) - 50) * noise(10, i, 700), noise(11, i, 7)::integer) END AS value,
       CASE WHEN noise(12, i, 20) > 0 THEN date '2024-06-01' + noise(10, i, 700)::integer END AS at
  FROM generate_series(1, 60000) AS i;
ANALYZE answers;

CREATE VIEW ours AS
SELECT account, nps(nps) AS nps, nps_stats(nps) AS stats, csat(csat) AS csat, csat(ten, 10) AS csat_of_ten, csat(csat, 5, 1) AS csat_best, csat(csat, 5, NULL, '{"low_is": "good"}') AS csat_low, ces(ces) AS ces, ces(ten, 10) AS ces_of_ten, ces(ces, 7, 2, '{"low_is": "easy"}') AS ces_low,
       csat(CASE WHEN ten IS NOT NULL THEN least(ten, 2 + id % 9) END, 2 + id % 9) AS csat_mixed,
       trend(value, at) AS trend, trend(value::float8, at) AS trend_of_doubles
  FROM answers GROUP BY account;
CREATE TABLE of_one_process AS TABLE ours;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET parallel_leader_participation = off;
CREATE TABLE plan (line text);
DO $$ DECLARE line text; BEGIN FOR line IN EXPLAIN TABLE ours LOOP INSERT INTO plan VALUES (line); END LOOP; END $$;
CREATE TABLE of_workers AS TABLE ours;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
SET max_parallel_workers_per_gather = 0;

INSERT INTO oracle (what, cases, differences)
SELECT 'workers give what one process gives, to the last digit', (SELECT count(*) FROM of_workers) * (EXISTS (SELECT FROM plan WHERE line LIKE '%Partial%'))::int,
       (SELECT count(*) FROM (TABLE of_one_process EXCEPT ALL TABLE of_workers) AS rows) + (SELECT count(*) FROM (TABLE of_workers EXCEPT ALL TABLE of_one_process) AS rows);

CREATE TABLE plain AS
SELECT account, count(nps) AS n, count(*) FILTER (WHERE nps > 8) AS promoters, count(*) FILTER (WHERE nps IN (7, 8)) AS passives, count(*) FILTER (WHERE nps < 7) AS detractors,
       avg(vote) AS nps, stddev_samp(vote) / sqrt(nullif(count(vote), 0)::numeric) AS standard_error,
       avg((csat >= 4)::int) AS csat, avg((ten >= 8)::int) AS csat_of_ten, avg((csat = 5)::int) AS csat_best, avg((csat <= 2)::int) AS csat_low, count(ces) AS ces_n, avg(ces) AS ces, avg((ces >= 5)::int) AS ces_good, avg(ten) AS ten, avg((ten >= 8)::int) AS ten_good,
       avg(8 - ces) AS ces_low, avg((ces <= 2)::int) AS ces_low_good,
       avg(CASE WHEN ten IS NOT NULL THEN (least(ten, 2 + id % 9) > 2 + id % 9 - (ARRAY[1, 1, 2, 2, 3, 3, 3, 3, 3])[1 + id % 9])::int END) AS csat_mixed
  FROM (SELECT *, CASE WHEN nps >= 9 THEN 100.0 WHEN nps <= 6 THEN -100.0 WHEN nps IS NOT NULL THEN 0.0 END AS vote FROM answers) AS votes GROUP BY account;
CREATE FUNCTION near(a numeric, b numeric, tolerance numeric DEFAULT 1e-9) RETURNS boolean LANGUAGE sql IMMUTABLE AS
$$ SELECT (a IS NULL) = (b IS NULL) AND coalesce(abs(a - b) <= tolerance * greatest(1, abs(a), abs(b)), true) $$;
INSERT INTO oracle (what, cases, differences)
SELECT field, count(*), count(*) FILTER (WHERE NOT near(a, b))
  FROM plain AS p JOIN of_workers AS o USING (account), LATERAL (VALUES ('nps', o.nps, p.nps), ('nps_stats: n', (o.stats).n, p.n), ('nps_stats: promoters', (o.stats).promoters, p.promoters),
    ('nps_stats: passives', (o.stats).passives, p.passives), ('nps_stats: detractors', (o.stats).detractors, p.detractors), ('nps_stats: nps', (o.stats).nps, p.nps),
    ('nps_stats: standard_error', (o.stats).standard_error, p.standard_error), ('nps_stats: margin_95', (o.stats).margin_95, 1.96 * p.standard_error), ('csat(score)', o.csat, p.csat),
    ('csat(score, 10)', o.csat_of_ten, p.csat_of_ten), ('ces(score): n', (o.ces).n, p.ces_n), ('ces(score): mean', (o.ces).mean, p.ces), ('ces(score): top_box_share', (o.ces).top_box_share, p.ces_good),
    ('ces(score, 10): mean', (o.ces_of_ten).mean, p.ten), ('ces(score, 10): top_box_share', (o.ces_of_ten).top_box_share, p.ten_good),
    ('csat(score, 5, 1)', o.csat_best, p.csat_best), ('csat(score, 5, NULL, low is good)', o.csat_low, p.csat_low), ('csat of several scales', o.csat_mixed, p.csat_mixed), ('ces(score, 7, 2, low is easy): mean', (o.ces_low).mean, p.ces_low), ('ces(score, 7, 2, low is easy): top_box_share', (o.ces_low).top_box_share, p.ces_low_good)) AS fields (field, a, b)
 GROUP BY field ORDER BY field;
INSERT INTO oracle (what, cases, differences)
SELECT 'accounts without answers, and with one, are among them', 2, 2 - (bool_or(n = 0)::int + bool_or(n = 1)::int) FROM plain;

-- ---- what always holds
INSERT INTO oracle (what, cases, differences)
SELECT 'NPS lies within -100 and 100, shares within 0 and 1, means within the scale', count(*),
       count(*) FILTER (WHERE nps NOT BETWEEN -100 AND 100 OR csat NOT BETWEEN 0 AND 1 OR (ces).mean NOT BETWEEN 1 AND 7 OR (ces).top_box_share NOT BETWEEN 0 AND 1 OR (stats).standard_error < 0)
  FROM of_workers UNION ALL
SELECT 'the counts of nps_stats add up to n', count(*), count(*) FILTER (WHERE (stats).n <> (stats).promoters + (stats).passives + (stats).detractors) FROM of_workers UNION ALL
SELECT 'counts of parts add up to those of the whole', 4, 4 - (SELECT (w.n = sum((stats).n))::int + (w.promoters = sum((stats).promoters))::int + (w.passives = sum((stats).passives))::int + (w.detractors = sum((stats).detractors))::int
    FROM of_workers, (SELECT (nps_stats(nps)).* FROM answers) AS w GROUP BY w.n, w.promoters, w.passives, w.detractors) FROM (SELECT) AS one UNION ALL
SELECT 'the whole''s NPS is the mean of the parts'', weighted by their answers', 1, (SELECT (NOT near(nps(nps), (SELECT sum((stats).nps * (stats).n) / sum((stats).n) FROM of_workers)))::int FROM answers) UNION ALL
SELECT 'NPS of turned answers: promoters and detractors change places', count(*), count(*) FILTER (WHERE (a).promoters <> (b).detractors OR (a).detractors <> (b).promoters OR (a).nps <> -(b).nps OR (a).standard_error <> (b).standard_error)
  FROM (SELECT nps_stats(nps) FILTER (WHERE nps IN (0, 8, 10)) AS a, nps_stats(10 - nps) FILTER (WHERE nps IN (0, 10)) AS c, nps_stats(CASE nps WHEN 8 THEN 8 ELSE 10 - nps END) FILTER (WHERE nps IN (0, 8, 10)) AS b FROM answers GROUP BY account) AS turned;

-- ---- trend
CREATE TABLE lines AS
SELECT account, n, slope, r, n * sxy AS sxy, n * sxx AS sxx, syy, constant FROM (
  SELECT account, count(*) AS n, 30 * regr_slope(value, at - date '2024-06-01') AS slope, corr(value, at - date '2024-06-01') AS r,
         -- Times n, in numeric: exact.
         sum(rounded * day) - sum(rounded) * sum(day) / count(*) AS sxy, sum(day * day) - sum(day) * sum(day) / count(*) AS sxx, count(*) * sum(rounded * rounded) - sum(rounded) ^ 2 AS syy,
         min(value) = max(value) AS constant
    FROM (SELECT *, (at - date '2024-06-01')::numeric AS day, round(value, 6) AS rounded FROM answers WHERE value IS NOT NULL AND at IS NOT NULL) AS points GROUP BY account) AS sums
 WHERE n >= 3 AND sxx > 0;
INSERT INTO oracle (what, cases, differences)
SELECT 'trend: slope of regr_slope', count(*), count(*) FILTER (WHERE near((trend).slope_per_30_days, slope::numeric, 1e-7) IS NOT TRUE) FROM lines JOIN of_workers USING (account) UNION ALL
SELECT 'trend: slope of exact sums', count(*), count(*) FILTER (WHERE near((trend).slope_per_30_days, 30 * sxy / sxx, 1e-14) IS NOT TRUE) FROM lines JOIN of_workers USING (account) UNION ALL
SELECT 'trend: r of corr', count(*), count(*) FILTER (WHERE near((trend).r, r::numeric, 1e-7) IS NOT TRUE) FROM lines JOIN of_workers USING (account) UNION ALL
SELECT 'trend: n', count(*), count(*) FILTER (WHERE (trend).n <> n) FROM lines JOIN of_workers USING (account) UNION ALL
SELECT 'trend: t, and the direction that it gives', count(*), count(*) FILTER (WHERE near((trend).t, (r * sqrt((n - 2) / (1 - r * r)))::numeric, 1e-6) IS NOT TRUE
    OR (trend).direction <> CASE WHEN (trend).t >= 2 THEN 'up' WHEN (trend).t <= -2 THEN 'down' ELSE 'flat' END) FROM lines JOIN of_workers USING (account) WHERE abs(r) < 0.999 UNION ALL
SELECT 'trend: every direction is among the cases', 3, 3 - count(DISTINCT (trend).direction) FROM of_workers UNION ALL
SELECT 'trend: too few points, or of one day', count(*), count(*) FILTER (WHERE NOT trend IS NULL) FROM of_workers WHERE account NOT IN (SELECT account FROM lines) UNION ALL
SELECT 'trend: of doubles, that of their decimals', count(*), count(*) FILTER (WHERE trend IS DISTINCT FROM trend_of_doubles) FROM of_workers;
-- Lines of decimals are found exactly, wherever they stand; turned, shifted and scaled trends are what they should be.
INSERT INTO oracle (what, cases, differences)
SELECT 'trend: exact lines', count(*), count(*) FILTER (WHERE (line).slope_per_30_days <> slope OR (line).r <> sign(slope) OR (line).t IS NOT NULL OR (line).direction <> CASE WHEN slope > 0 THEN 'up' ELSE 'down' END)
  FROM (SELECT i, slope, trend(round(start + slope / 30 * day, 6), first + day) AS line
          FROM generate_series(1, 300) AS i, LATERAL (SELECT (noise(31, i, 2000) - 1000.5) * 0.003 AS slope, noise(32, i, 1000000) / 100.0 AS start, date '0001-01-01' + noise(33, i, 3000000)::integer AS first) AS lines,
               LATERAL (SELECT noise(34, i * 50 + j, 200)::integer AS day FROM generate_series(1, 12) AS j) AS points GROUP BY i, slope) AS found UNION ALL
SELECT 'trend: turned, shifted, scaled', count(*), count(*) FILTER (WHERE (turned).slope_per_30_days <> -(line).slope_per_30_days OR (turned).r <> -(line).r OR (turned).t <> -(line).t OR shifted <> line OR (doubled).r <> (line).r OR (doubled).direction <> (line).direction
    OR NOT near((doubled).slope_per_30_days, 2 * (line).slope_per_30_days, 1e-14))
  FROM (SELECT trend(rounded, at) AS line, trend(-rounded, at) AS turned, trend(rounded + 1234.5, at + 1000) AS shifted, trend(2 * rounded, at) AS doubled
          FROM (SELECT account, round(value, 6) AS rounded, at FROM answers) AS points GROUP BY account) AS trends;
