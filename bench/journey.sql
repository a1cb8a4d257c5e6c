-- The journey domain's benchmark: survival curves beside the product limit in window functions, time per stage beside
-- lead(), and the scan. bench/run.py reads it; the directives are those of activity.sql.
--
-- Durations are days up to three years, a third of them censored; survival is compared at every duration, rounded to nine
-- decimals, as PostgreSQL's product is made of logarithms. An account enters ten stages on average.

-- setup: postgres
CREATE FUNCTION uniform(key bigint, stream bigint) RETURNS float8 IMMUTABLE STRICT PARALLEL SAFE
RETURN (hashint8extended(key, stream) & 1073741823) / 1073741824.0::float8;

CREATE UNLOGGED TABLE observations AS
SELECT 1 + floor(${journeys} / 100.0 * uniform(id, 1))::int AS account, floor(1095 * uniform(id, 2) ^ 2)::int AS days, uniform(id, 3) < 0.67 AS reached
FROM generate_series(1, ${journeys}::bigint) AS id;
ALTER TABLE observations ALTER account SET (n_distinct = -0.01);
VACUUM (FREEZE, ANALYZE) observations;

-- The same observations by their days: who waits has waited until the last of 2025, who does not began in 2022.
CREATE UNLOGGED TABLE waits AS
SELECT CASE WHEN reached THEN date '2022-01-01' ELSE date '2025-12-31' - days END AS start, CASE WHEN reached THEN date '2022-01-01' + days END AS reached_on
FROM observations;
VACUUM (FREEZE, ANALYZE) waits;

-- In the order of time, as a log of changes grows.
CREATE UNLOGGED TABLE entries AS
SELECT 1 + floor(${journeys} / 10.0 * uniform(id, 4))::int AS account,
       (ARRAY['onboarding', 'adoption', 'value', 'renewal', 'at_risk', 'churned'])[1 + floor(6 * uniform(id, 5))::int] AS stage,
       timestamptz '2024-01-01 00:00+00' + id * interval '60 seconds' AS at
FROM generate_series(1, ${journeys}::bigint) AS id;
ALTER TABLE entries ALTER account SET (n_distinct = -0.1);
VACUUM (FREEZE, ANALYZE) entries;

-- setup: customer360
CREATE EXTENSION customer360;
CREATE UNLOGGED TABLE curves AS SELECT account, survival(days, reached) AS curve FROM observations GROUP BY account;
VACUUM (FREEZE, ANALYZE) curves;


-- section: Survival of ${journeys} observations, one curve
-- floor: scan
-- ours: curve

-- name: scan
-- title: count(*), sum(days)
-- system: postgres
-- threads: 1 2
-- rows: totals
SELECT count(*), sum(days) FROM observations;

-- name: curve
-- title: survival(days, reached), and its points
-- system: customer360
-- threads: 1 2
-- rows: points
SELECT at, at_risk, reached, censored, round(survival, 9) AS survival FROM survival_points((SELECT survival(days, reached) FROM observations));

-- name: curve_days
-- title: survival(start, reached_on, as_of), and its points
-- system: customer360
-- threads: 1 2
-- rows: points
SELECT at, at_risk, reached, censored, round(survival, 9) AS survival FROM survival_points((SELECT survival(start, reached_on, '2025-12-31') FROM waits));

-- name: curve_sql
-- title: GROUP BY days, then window functions
-- system: postgres
-- threads: 1 2
-- rows: points
WITH counted AS (
  SELECT days, count(*) FILTER (WHERE reached) AS reached, count(*) FILTER (WHERE NOT reached) AS censored
  FROM observations GROUP BY days),
     risked AS (
  SELECT *, sum(reached + censored) OVER (ORDER BY days DESC)::bigint AS at_risk FROM counted)
SELECT days, at_risk, reached, censored,
       round((CASE WHEN bool_or(reached = at_risk) OVER so_far THEN 0
              ELSE exp(sum(ln(nullif(1 - reached::float8 / at_risk, 0))) OVER so_far) END)::numeric, 9)
FROM risked WINDOW so_far AS (ORDER BY days);

-- name: curve_of_curves
-- title: survival(curve) from the stored curves of the accounts, and its points
-- system: customer360
-- threads: 1 2
-- rows: points
SELECT at, at_risk, reached, censored, round(survival, 9) AS survival FROM survival_points((SELECT survival(curve) FROM curves));

-- goal: a curve costs little more than the scan: curve / scan <= 3
-- goal: as fast as grouping in SQL: curve_sql / curve >= 1


-- section: A curve an account of 100 observations: its median, and what its customers are worth
-- floor: account_floor
-- ours: account_median

-- name: account_floor
-- title: GROUP BY, sum(days)
-- system: postgres
-- threads: 1 2
-- groups: account_days
SELECT account AS id, sum(days) AS value FROM observations GROUP BY account;

-- name: account_median
-- title: survival_median(survival(days, reached))
-- system: customer360
-- threads: 1 2
-- groups: medians
SELECT account AS id, survival_median(survival(days, reached)) AS value FROM observations GROUP BY account;

-- name: account_median_sql
-- title: GROUP BY account and days, then window functions
-- system: postgres
-- rounds: once
-- groups: medians
WITH counted AS (
  SELECT account, days, count(*) FILTER (WHERE reached) AS reached, count(*) AS observed
  FROM observations GROUP BY account, days),
     risked AS (
  SELECT *, sum(observed) OVER (PARTITION BY account ORDER BY days DESC) AS at_risk FROM counted),
     estimated AS (
  SELECT account, days, bool_or(reached = at_risk) OVER so_far
           OR exp(sum(ln(nullif(1 - reached::float8 / at_risk::float8, 0))) OVER so_far) <= 0.5 + 1e-12 AS is_past
  FROM risked WINDOW so_far AS (PARTITION BY account ORDER BY days))
SELECT account AS id, min(days) FILTER (WHERE is_past) AS value FROM estimated GROUP BY account;

-- name: account_value
-- title: expected_lifetime_value(survival(days / 30, reached), …) of two years, after half a year
-- system: customer360
-- threads: 1 2
-- groups: values
SELECT account AS id, (expected_lifetime_value(survival(days / 30, reached), 100, 0.8, 0.1, 6, 24)).value AS value
FROM observations GROUP BY account;

-- Before its first month a curve is 1; where it ends above 0, nothing is known of later months.
-- name: account_value_sql
-- title: GROUP BY account and month, window functions, then a sum over 24 months
-- system: postgres
-- rounds: once
-- groups: values
WITH counted AS (
  SELECT account, days / 30 AS month, count(*) FILTER (WHERE reached) AS reached, count(*) AS observed
  FROM observations GROUP BY account, days / 30),
     risked AS (
  SELECT *, sum(observed) OVER (PARTITION BY account ORDER BY month DESC) AS at_risk FROM counted),
     estimated AS (
  SELECT account, month, coalesce(lead(month) OVER so_far, month + 1) AS until,
         CASE WHEN bool_or(reached = at_risk) OVER so_far THEN 0
         ELSE exp(sum(ln(nullif(1 - reached::float8 / at_risk::float8, 0))) OVER so_far) END AS survival
  FROM risked WINDOW so_far AS (PARTITION BY account ORDER BY month)
  UNION ALL SELECT account, 0, min(month), 1 FROM counted GROUP BY account)
SELECT account AS id,
       round((100 * 0.8 * coalesce(sum(survival * power(1.1, -t / 12.0::float8)) FILTER (WHERE t > 0), 0)
              / nullif(max(survival) FILTER (WHERE t = 0), 0))::numeric, 2) AS value
FROM estimated JOIN generate_series(0, 24) AS t ON 6 + t >= month AND 6 + t < until GROUP BY account;

-- goal: medians faster than window functions: account_median_sql / account_median >= 3
-- goal: values, too: account_value_sql / account_value >= 2


-- section: Time per stage of ${journeys} entries, ten an account
-- floor: stage_floor
-- ours: stages

-- name: stage_floor
-- title: GROUP BY account, count(stage), max(at)
-- system: postgres
-- threads: 1 2
-- rows: stage_floor
SELECT sum(n), max(last) FROM (SELECT count(stage) AS n, max(at) AS last FROM entries GROUP BY account) AS accounts;

-- name: stages
-- title: stage_durations(stage, at, as_of), and sums by stage
-- system: customer360
-- threads: 1 2
-- rows: stages
SELECT s.stage, extract(epoch FROM sum(s.total)) AS seconds, sum(s.visits) AS visits, count(*) FILTER (WHERE s.is_current) AS now
FROM (SELECT stage_durations(stage, at, '2034-01-01 00:00+00') AS stages FROM entries GROUP BY account) AS accounts, unnest(stages) AS s
GROUP BY s.stage;

-- name: stages_sql
-- title: lead() and lag() over the rows, and sums by stage
-- system: postgres
-- threads: 1 2
-- rows: stages
WITH stays AS (
  SELECT account, stage, lead(at, 1, '2034-01-01 00:00+00') OVER by_time - at AS time,
         (lag(stage) OVER by_time IS DISTINCT FROM stage)::int AS begins, lead(at) OVER by_time IS NULL AS is_last
  FROM entries WINDOW by_time AS (PARTITION BY account ORDER BY at)),
     accounts AS (
  SELECT account, stage, sum(time) AS total, sum(begins) AS visits, bool_or(is_last) AS is_current FROM stays GROUP BY account, stage)
SELECT stage, extract(epoch FROM sum(total)), sum(visits), count(*) FILTER (WHERE is_current) FROM accounts GROUP BY stage;

-- goal: time per stage faster than lead(): stages_sql / stages >= 1.5
