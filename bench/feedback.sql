-- The feedback domain's benchmark: NPS with its statistics, CSAT, and trends of accounts, beside plain SQL and DuckDB.
-- bench/run.py reads it; the directives are those of activity.sql.
--
-- Survey answers of accounts, some of which give many; integers, and the same as numeric. NPS have six decimals, trends four: PostgreSQL's and
-- DuckDB's regression is in floating point.

-- setup: postgres
CREATE FUNCTION uniform(key bigint, stream bigint) RETURNS float8 IMMUTABLE STRICT PARALLEL SAFE
RETURN (hashint8extended(key, stream) & 1073741823) / 1073741824.0::float8;

CREATE UNLOGGED TABLE answers AS
SELECT (1 + floor(${answers} / 50 * uniform(id, 1) ^ 2))::int AS account_id, floor(11 * uniform(id, 2) ^ 0.4)::int AS score,
       floor(11 * uniform(id, 2) ^ 0.4)::numeric AS exact_score, (date '2025-01-01' + floor(365 * uniform(id, 3))::int) AS day
FROM generate_series(1, ${answers}::bigint) AS id;
ALTER TABLE answers ALTER account_id SET (n_distinct = -0.02);
VACUUM (FREEZE, ANALYZE) answers;
\copy (SELECT account_id, score, day FROM answers) TO '${file}' (FORMAT csv)

-- setup: customer360
CREATE EXTENSION customer360;

-- setup: duckdb
CREATE TABLE answers AS
SELECT * FROM read_csv('${file}', header = false, columns = {'account_id': 'INTEGER', 'score': 'INTEGER', 'day': 'DATE'});


-- section: NPS of all answers
-- floor: scan
-- ours: nps

-- name: scan
-- title: sum(score)
-- system: postgres
-- threads: 1 2
-- rows: total
SELECT sum(score) FROM answers;

-- name: nps
-- title: nps(score)
-- system: customer360
-- threads: 1 2
-- rows: nps
SELECT round(nps(score), 6) FROM answers;

-- name: nps_numeric
-- title: nps(score) of numeric
-- system: customer360
-- rows: nps
SELECT round(nps(exact_score), 6) FROM answers;

-- name: nps_sql
-- title: count(*) FILTER
-- system: postgres
-- threads: 1 2
-- rows: nps
SELECT round(100.0 * (count(*) FILTER (WHERE score >= 9) - count(*) FILTER (WHERE score <= 6)) / count(score), 6) FROM answers;

-- name: stats
-- title: nps_stats(score): counts, margin
-- system: customer360
-- rows: stats
SELECT n, promoters, detractors, round(nps, 6), round(margin_95, 6) FROM (SELECT (nps_stats(score)).* FROM answers) AS stats;

-- name: stats_sql
-- title: counts FILTER, stddev_samp
-- system: postgres
-- rows: stats
SELECT count(score), count(*) FILTER (WHERE score >= 9), count(*) FILTER (WHERE score <= 6), round(avg(vote), 6),
       round(1.96 * stddev_samp(vote) / sqrt(count(vote)::numeric), 6)
FROM (SELECT score, CASE WHEN score >= 9 THEN 100 WHEN score <= 6 THEN -100 ELSE 0 END AS vote FROM answers) AS votes;


-- section: NPS of each account
-- floor: grouped
-- ours: account_nps

-- name: grouped
-- title: count(*) GROUP BY account
-- system: postgres
-- groups: rows
SELECT account_id AS id, count(*) AS value FROM answers GROUP BY account_id;

-- name: account_nps
-- title: nps(score)
-- system: customer360
-- groups: account_nps
SELECT account_id AS id, round(nps(score), 6) AS value FROM answers GROUP BY account_id;

-- name: account_nps_sql
-- title: count(*) FILTER
-- system: postgres
-- groups: account_nps
SELECT account_id AS id,
       round(100.0 * (count(*) FILTER (WHERE score >= 9) - count(*) FILTER (WHERE score <= 6)) / count(score), 6) AS value
FROM answers GROUP BY account_id;


-- section: Trend of each account's answers
-- floor: grouped_again
-- ours: account_trend

-- name: grouped_again
-- title: count(*) GROUP BY account
-- system: postgres
-- groups: rows
SELECT account_id AS id, count(*) AS value FROM answers GROUP BY account_id;

-- name: account_trend
-- title: trend(score, day): slope and r
-- system: customer360
-- groups: account_trend
SELECT account_id AS id,
       round(coalesce((trend(score, day)).slope_per_30_days + coalesce((trend(score, day)).r, 0), 0), 4) AS value
FROM answers GROUP BY account_id;

-- name: account_trend_sql
-- title: regr_slope, corr: floating point
-- system: postgres
-- groups: account_trend
SELECT account_id AS id, CASE WHEN count(*) < 3 THEN 0 ELSE round(coalesce(30 * regr_slope(score, day - date '2025-01-01')
  + coalesce(corr(score, day - date '2025-01-01'), 0), 0)::numeric, 4) END AS value
FROM answers GROUP BY account_id;

-- name: account_trend_duckdb
-- title: regr_slope, corr: floating point
-- system: duckdb
-- threads: 1 2
-- groups: account_trend
SELECT account_id AS id, CASE WHEN count(*) < 3 THEN 0 ELSE CAST(round(30 * regr_slope(score, day - date '2025-01-01')
  + coalesce(if(isnan(corr(score, day - date '2025-01-01')), 0, corr(score, day - date '2025-01-01')), 0), 4) AS DECIMAL(18, 4)) END AS value
FROM answers GROUP BY account_id;
