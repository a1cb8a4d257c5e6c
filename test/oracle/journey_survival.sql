-- Survival curves against a product limit in plain SQL, stage durations against lead() (METRICS D2, D3), onboarding status
-- against a CASE (D1); serial and parallel.

-- ---- rows: groups of 1 to 400 observations; ties, zero durations, groups without censoring, all censored, of one row
CREATE TABLE observations AS
SELECT i, (noise(1, i, 60) * noise(2, i, 60) / 60)::integer AS entity,
       (CASE noise(3, i, 4) WHEN 0 THEN noise(4, i, 3) WHEN 1 THEN noise(4, i, 30) ELSE noise(4, i, 1000) END)::integer AS days,
       noise(5, i, 5) > 1 AS reached
  FROM generate_series(1, 6000) AS i;
UPDATE observations SET reached = true WHERE entity % 7 = 1;
UPDATE observations SET reached = false WHERE entity % 7 = 2;
UPDATE observations SET days = 30 WHERE entity % 7 = 3 AND i % 2 = 0;
INSERT INTO observations SELECT 10000 + i, 1000 + i, CASE WHEN i % 3 = 0 THEN 0 ELSE 12 END, i % 2 = 0 FROM generate_series(1, 6) AS i;
INSERT INTO observations SELECT 20000 + i, i % 60, NULL, true FROM generate_series(1, 100) AS i;
INSERT INTO observations SELECT 30000 + i, i % 60, 5, NULL FROM generate_series(1, 100) AS i;
INSERT INTO observations VALUES (40000, 2000, NULL, true), (40001, 2000, 5, NULL);
ANALYZE observations;

-- At every duration the product of 1 - d/n over those up to it, with 30 digits; numeric has no product, so it is a walk.
CREATE TABLE life_table AS
SELECT entity, days AS at, sum(count(*)) OVER from_here AS at_risk, count(*) FILTER (WHERE reached) AS reached, count(*) FILTER (WHERE NOT reached) AS censored,
       row_number() OVER (PARTITION BY entity ORDER BY days) AS place
  FROM observations WHERE days IS NOT NULL AND reached IS NOT NULL
 GROUP BY entity, days WINDOW from_here AS (PARTITION BY entity ORDER BY days DESC);
CREATE TABLE estimate AS
WITH RECURSIVE walk AS (
  SELECT entity, place, at, at_risk, reached, censored, ((at_risk - reached)::numeric(60, 40) / at_risk)::numeric(60, 40) AS survival,
         (reached::numeric(60, 40) / nullif(at_risk * (at_risk - reached), 0))::numeric(60, 40) AS sum
    FROM life_table WHERE place = 1
  UNION ALL
  SELECT t.entity, t.place, t.at, t.at_risk, t.reached, t.censored, (w.survival * ((t.at_risk - t.reached)::numeric(60, 40) / t.at_risk))::numeric(60, 40),
         (w.sum + t.reached::numeric(60, 40) / nullif(t.at_risk * (t.at_risk - t.reached), 0))::numeric(60, 40)
    FROM walk AS w JOIN life_table AS t ON t.entity = w.entity AND t.place = w.place + 1)
SELECT *, survival * sqrt(sum) AS standard_error FROM walk;

-- The walk is right to 35 digits or so, the answers are told to sixteen; where a half is meant, the walk's last digits do
-- not count.
CREATE TABLE curves AS SELECT entity, survival(days, reached) AS curve FROM observations GROUP BY entity;
INSERT INTO oracle (what, cases, differences)
SELECT 'survival_points: ' || kind, count(*), count(*) FILTER (WHERE differs)
  FROM (SELECT s.entity, s.at,
               (s.at_risk, s.reached, s.censored) IS DISTINCT FROM (e.at_risk, e.reached, e.censored) AS counts,
               abs(s.survival - e.survival) <= 0.00000000000000005 IS NOT TRUE AS survival,
               CASE WHEN e.survival = 0 THEN s.standard_error IS NOT NULL ELSE abs(s.standard_error - e.standard_error) <= 0.00000000000000006 IS NOT TRUE END AS error
          FROM (SELECT entity, p.* FROM curves, survival_points(curve) AS p) AS s FULL JOIN estimate AS e ON e.entity = s.entity AND e.at = s.at) AS compared,
       LATERAL (VALUES ('counts', counts), ('survival', survival), ('standard error', error)) AS v (kind, differs) GROUP BY kind ORDER BY kind;
INSERT INTO oracle (what, cases, differences)
SELECT 'survival_median', count(*), count(*) FILTER (WHERE survival_median(curve) IS DISTINCT FROM (SELECT min(at) FROM estimate AS e WHERE e.entity = c.entity AND round(e.survival, 30) <= 0.5)) FROM curves AS c UNION ALL
SELECT 'survival_at', count(*), count(*) FILTER (WHERE (abs(told - expected) <= 0.00000000000000005 OR (told IS NULL AND expected IS NULL)) IS NOT TRUE)
  FROM (SELECT survival_at(curve, t) AS told,
               CASE WHEN t <= (SELECT max(at) FROM estimate AS e WHERE e.entity = c.entity) OR EXISTS (SELECT FROM estimate AS e WHERE e.entity = c.entity AND e.survival = 0)
                    THEN coalesce((SELECT survival FROM estimate AS e WHERE e.entity = c.entity AND e.at <= t ORDER BY at DESC LIMIT 1), 1) END AS expected
          FROM curves AS c, unnest(ARRAY[0, 1, 2, 12, 29, 30, 31, 500, 998, 999, 1000, 2147483647]) AS t) AS answers UNION ALL
SELECT 'a group of NULLs is there, and empty', count(*), count(*) FILTER (WHERE curve <> '{}') FROM curves WHERE entity = 2000;

-- The text, the bytes and the parts of a curve are the curve.
INSERT INTO oracle (what, cases, differences)
SELECT 'text', count(*), count(*) FILTER (WHERE curve::text::survival_curve <> curve) FROM curves UNION ALL
SELECT 'union of parts', count(*), count(*) FILTER (WHERE united <> curve)
  FROM (SELECT entity, survival(part) AS united FROM (SELECT entity, survival(days, reached) AS part FROM observations GROUP BY entity, i % 3) AS parts GROUP BY entity) AS u JOIN curves USING (entity) UNION ALL
SELECT 'all', 1, count(*) FILTER (WHERE a <> b) FROM (SELECT (SELECT survival(curve) FROM curves) AS a, (SELECT survival(days, reached) FROM observations) AS b) AS c;

-- In parallel: not a digit drifts.
CREATE TABLE serial AS SELECT entity, survival(days, reached)::text AS curve, survival_at(survival(days, reached), 30) AS at_30 FROM observations GROUP BY entity;
SET max_parallel_workers_per_gather = 2;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET parallel_leader_participation = off;
ALTER TABLE observations SET (parallel_workers = 2);
CREATE TABLE parallel AS SELECT entity, survival(days, reached)::text AS curve, survival_at(survival(days, reached), 30) AS at_30 FROM observations GROUP BY entity;
INSERT INTO oracle (what, cases, differences)
SELECT 'survival in parallel', count(*), count(*) FILTER (WHERE s IS DISTINCT FROM p) FROM serial AS s FULL JOIN parallel AS p USING (entity);
RESET max_parallel_workers_per_gather;

-- ---- stages: entries of 200 entities; several at one instant, the same again, some after until, some of nothing
CREATE TABLE entries AS
SELECT i, noise(21, i, 200)::integer AS entity, (ARRAY['onboarding', 'adoption', 'value', 'at_risk', '', 'Größe'])[1 + noise(22, i, 6)] AS stage,
       timestamptz '2026-01-01' + CASE noise(23, i, 3) WHEN 0 THEN noise(24, i, 20) * interval '5 days' ELSE noise(24, i, 100 * 86400) * interval '1.000001 seconds' END AS at
  FROM generate_series(1, 2500) AS i;
UPDATE entries SET stage = NULL WHERE i % 50 = 0;
UPDATE entries SET at = NULL WHERE i % 50 = 1;
INSERT INTO entries SELECT 5000 + i, 1000, NULL, '2026-01-01' FROM generate_series(1, 3) AS i;
ANALYZE entries;
CREATE TABLE untils AS SELECT until FROM unnest(ARRAY['2025-12-31', '2026-01-01', '2026-02-10', '2026-02-10 12:34:56.789', '2026-12-31']::timestamptz[]) AS until;

CREATE TABLE told AS
SELECT entity, until, s.* FROM (SELECT entity, until, stage_durations(stage, at, until) AS stages FROM entries, untils GROUP BY entity, until) AS e, unnest(stages) AS s;
CREATE TABLE stays AS
SELECT until, entity, stage, at, lead(at, 1, until) OVER entity_by_time - at AS time, lag(stage) OVER entity_by_time IS DISTINCT FROM stage AS begins, lead(at) OVER entity_by_time IS NULL AS is_last
  FROM (SELECT DISTINCT until, entity, stage, at FROM entries, untils WHERE at <= until AND stage IS NOT NULL) AS visible
WINDOW entity_by_time AS (PARTITION BY until, entity ORDER BY at, stage COLLATE "C");
INSERT INTO oracle (what, cases, differences)
SELECT 'stage_durations', count(*), count(*) FILTER (WHERE (t.first_entered, t.total, t.visits, t.is_current) IS DISTINCT FROM (s.first_entered, s.total, s.visits, s.is_current))
  FROM told AS t FULL JOIN (SELECT entity, until, stage, min(at) AS first_entered, sum(time) AS total, count(*) FILTER (WHERE begins) AS visits, bool_or(is_last) AS is_current
                              FROM stays GROUP BY entity, until, stage) AS s USING (entity, until, stage) UNION ALL
SELECT 'totals are until less the first entry', count(*), count(*) FILTER (WHERE total <> whole OR current <> 1)
  FROM (SELECT sum(total) AS total, until - min(first_entered) AS whole, count(*) FILTER (WHERE is_current) AS current FROM told GROUP BY entity, until) AS sums UNION ALL
SELECT 'rows in the order of first entry', count(*), count(*) FILTER (WHERE stages <> ordered)
  FROM (SELECT stages, ARRAY(SELECT s FROM unnest(stages) AS s ORDER BY s.first_entered, s.stage COLLATE "C") AS ordered
          FROM (SELECT stage_durations(stage, at, until) AS stages FROM entries, untils GROUP BY entity, until) AS e) AS o UNION ALL
SELECT 'a group of NULLs is there, and empty', count(*), count(*) FILTER (WHERE stages <> '{}') FROM (SELECT stage_durations(stage, at, until) AS stages FROM entries, untils WHERE entity = 1000 GROUP BY until) AS e;
CREATE TABLE serial_stages AS SELECT entity, stage_durations(stage, at, '2026-02-10')::text AS stages FROM entries GROUP BY entity;
SET max_parallel_workers_per_gather = 2;
ALTER TABLE entries SET (parallel_workers = 2);
CREATE TABLE parallel_stages AS SELECT entity, stage_durations(stage, at, '2026-02-10')::text AS stages FROM entries GROUP BY entity;
INSERT INTO oracle (what, cases, differences)
SELECT 'stage_durations in parallel', count(*), count(*) FILTER (WHERE s IS DISTINCT FROM p) FROM serial_stages AS s FULL JOIN parallel_stages AS p USING (entity);
RESET max_parallel_workers_per_gather;

-- ---- onboarding status
INSERT INTO oracle (what, cases, differences)
SELECT 'onboarding_status', count(*), count(*) FILTER (WHERE onboarding_status(signed_on, live_on, as_of, watch_days, limit_days) IS DISTINCT FROM expected)
  FROM (SELECT *, CASE WHEN signed_on > as_of THEN NULL
                       WHEN live_on <= as_of AND live_on < signed_on THEN 'invalid'
                       WHEN live_on <= as_of AND live_on - signed_on > limit_days THEN 'live_late'
                       WHEN live_on <= as_of THEN 'live'
                       WHEN as_of - signed_on > limit_days THEN 'overdue'
                       WHEN as_of - signed_on >= watch_days THEN 'watch'
                       ELSE 'onboarding' END AS expected
          FROM (SELECT date '2026-01-01' + noise(31, i, 30)::integer AS signed_on, CASE WHEN noise(32, i, 3) > 0 THEN date '2026-01-01' + noise(33, i, 150)::integer END AS live_on,
                       date '2026-01-01' + noise(34, i, 150)::integer AS as_of, noise(35, i, 50)::integer AS watch_days, 50 + noise(36, i, 50)::integer AS limit_days
                  FROM generate_series(1, 20000) AS i) AS days) AS answers;

-- ---- of days: durations worked out in SQL, as a curve's text
CREATE TABLE starts AS
SELECT i, noise(41, i, 40) AS entity, CASE WHEN noise(42, i, 15) > 0 THEN date '2026-01-01' + noise(43, i, 120)::integer END AS start, noise(44, i, 90)::integer AS took, noise(45, i, 3) > 0 AS will FROM generate_series(1, 6000) AS i;
CREATE TABLE as_ofs AS SELECT date '2026-01-01' + noise(46, i, 150)::integer AS as_of FROM generate_series(1, 6) AS i;
INSERT INTO oracle (what, cases, differences)
SELECT 'survival(start, reached_on, as_of)', count(*), count(*) FILTER (WHERE ours IS DISTINCT FROM ('{' || coalesce(plain, '') || '}')::survival_curve)
  FROM (SELECT entity, as_of, survival(start, CASE WHEN will THEN start + took END, as_of) AS ours,
               string_agg(CASE WHEN will AND start + took <= as_of THEN took::text ELSE as_of - start || '+' END, ',') FILTER (WHERE start <= as_of) AS plain
          FROM starts, as_ofs GROUP BY entity, as_of) AS curves;

-- ---- stages of one instant, by rank: window functions over rows in that order, few instants
CREATE TABLE changes AS
SELECT noise(51, i, 300) AS entity, (ARRAY['a', 'B', 'ä', ''])[1 + noise(52, i, 4)] AS stage, timestamptz '2026-01-01' + noise(53, i, 8) * interval '1 day' AS at, nullif(noise(54, i, 5), 4) - 2 AS rank FROM generate_series(1, 4000) AS i;
CREATE TABLE ranked_stays AS
SELECT entity, stage, at, coalesce(lead(at) OVER entity_order, '2026-01-07') - at AS stay, stage IS DISTINCT FROM lag(stage) OVER entity_order AS is_visit, row_number() OVER (entity_order) = count(*) OVER (PARTITION BY entity) AS is_last
  FROM changes WHERE at <= '2026-01-07' WINDOW entity_order AS (PARTITION BY entity ORDER BY at, rank NULLS FIRST, stage COLLATE "C");
INSERT INTO oracle (what, cases, differences)
SELECT 'stage_durations by rank', count(*), count(*) FILTER (WHERE o.entity IS NULL OR p.entity IS NULL OR o.total <> p.total OR o.visits <> p.visits OR o.first_entered <> p.first_entered OR o.is_current <> p.is_current)
  FROM (SELECT entity, s.* FROM (SELECT entity, stage_durations(stage, at, '2026-01-07', rank) AS stages FROM changes GROUP BY entity) AS e, unnest(stages) AS s) AS o
  FULL JOIN (SELECT entity, stage, min(at) AS first_entered, sum(stay) AS total, count(*) FILTER (WHERE is_visit) AS visits, bool_or(is_last) AS is_current FROM ranked_stays GROUP BY entity, stage) AS p USING (entity, stage) UNION ALL
SELECT 'stage_durations by rank: in any order of rows', count(*), count(*) FILTER (WHERE a <> b) FROM (SELECT stage_durations(stage, at, '2026-01-07', rank ORDER BY md5(stage || at)) AS a, stage_durations(stage, at, '2026-01-07', rank ORDER BY rank DESC, stage) AS b FROM changes GROUP BY entity) AS e;
