-- The stats domain's benchmark: what predicts churn, beside plain SQL by ranks and corr(), and DuckDB.
-- bench/run.py reads it; the directives are those of activity.sql.
--
-- One book of all customers, and books of 500 customers; of every customer a metric with many values, one with
-- twenty, and whether the customer left. The answer is the number of pairs won, in halves, and r to six decimals.

-- setup: postgres
CREATE FUNCTION uniform(key bigint, stream bigint) RETURNS float8 IMMUTABLE STRICT PARALLEL SAFE
RETURN (hashint8extended(key, stream) & 1073741823) / 1073741824.0::float8;

CREATE UNLOGGED TABLE measured AS
SELECT id, id / 500 AS book, usage, floor(20 * usage) AS band, usage::numeric(12, 6) AS amount, uniform(id, 2) < 0.02 + 0.1 * (1 - usage) AS churned
FROM (SELECT id, round(uniform(id, 1)::numeric, 6)::float8 AS usage FROM generate_series(1, ${measured}::bigint) AS id) AS drawn;
ALTER TABLE measured ALTER book SET (n_distinct = -0.002);
VACUUM (FREEZE, ANALYZE) measured;
\copy (SELECT id, book, usage, band, churned FROM measured) TO '${file}' (FORMAT csv)

-- setup: customer360
CREATE EXTENSION customer360;

-- setup: duckdb
CREATE TABLE measured AS
SELECT * FROM read_csv('${file}', header = false,
  columns = {'id': 'BIGINT', 'book': 'BIGINT', 'usage': 'DOUBLE', 'band': 'DOUBLE', 'churned': 'BOOLEAN'});


-- section: Does the metric predict churn? One book of ${measured} customers
-- floor: scan
-- ours: predictiveness

-- name: scan
-- title: sum(metric), and how many left
-- system: postgres
-- threads: 1 2
-- rows: total
SELECT round(sum(usage)::numeric, 3), count(*) FILTER (WHERE churned) FROM measured;

-- name: sort
-- title: the same of the rows sorted by metric
-- system: postgres
-- rows: total
SELECT round(sum(usage)::numeric, 3), count(*) FILTER (WHERE churned) FROM (SELECT usage, churned FROM measured ORDER BY usage) AS sorted;

-- name: predictiveness
-- title: predictiveness(metric, churned)
-- system: customer360
-- threads: 1 2
-- rows: one
SELECT round((p).auc * 2 * (p).churned * ((p).n - (p).churned)), round((p).r, 6)
FROM (SELECT predictiveness(usage, churned) AS p FROM measured) AS answer;

-- name: predictiveness_numeric
-- title: the same of a numeric column
-- system: customer360
-- rows: one
SELECT round((p).auc * 2 * (p).churned * ((p).n - (p).churned)), round((p).r, 6)
FROM (SELECT predictiveness(amount, churned) AS p FROM measured) AS answer;

-- Neither lift nor information value.
-- name: ranks
-- title: AUC by rank(), and corr(): plain SQL
-- system: postgres
-- rows: one
SELECT sum(2 * rank + ties - 1) FILTER (WHERE churned) - count(*) FILTER (WHERE churned) * (count(*) FILTER (WHERE churned) + 1),
       round(corr(usage, churned::int)::numeric, 6)
FROM (SELECT usage, churned, rank() OVER (ORDER BY usage) AS rank, count(*) OVER (PARTITION BY usage) AS ties FROM measured) AS ranked;

-- name: ranks_grouped
-- title: the same over distinct values, counted before
-- system: postgres
-- rows: one
SELECT sum(gone * (2 * below + size + 1)) - sum(gone) * (sum(gone) + 1), (SELECT round(corr(usage, churned::int)::numeric, 6) FROM measured)
FROM (SELECT size, gone, sum(size) OVER (ORDER BY usage) - size AS below
      FROM (SELECT usage, count(*) AS size, count(*) FILTER (WHERE churned) AS gone FROM measured GROUP BY usage) AS counted) AS ranked;

-- name: ranks_duckdb
-- title: AUC by rank(), and corr()
-- system: duckdb
-- rows: one
SELECT sum(2 * rank + ties - 1) FILTER (WHERE churned) - count(*) FILTER (WHERE churned) * (count(*) FILTER (WHERE churned) + 1),
       round(corr(usage, churned::int)::DECIMAL(18, 6), 6)
FROM (SELECT usage, churned, rank() OVER (ORDER BY usage) AS rank, count(*) OVER (PARTITION BY usage) AS ties FROM measured) AS ranked;


-- section: A metric of twenty values
-- floor: scan_band
-- ours: predictiveness_band

-- name: scan_band
-- title: sum(metric), and how many left
-- system: postgres
-- rows: bands
SELECT sum(band), count(*) FILTER (WHERE churned) FROM measured;

-- name: predictiveness_band
-- title: predictiveness(metric, churned)
-- system: customer360
-- rows: band
SELECT round((p).auc * 2 * (p).churned * ((p).n - (p).churned)), round((p).r, 6)
FROM (SELECT predictiveness(band, churned) AS p FROM measured) AS answer;

-- name: ranks_band
-- title: AUC by rank(), and corr(): plain SQL
-- system: postgres
-- rows: band
SELECT sum(2 * rank + ties - 1) FILTER (WHERE churned) - count(*) FILTER (WHERE churned) * (count(*) FILTER (WHERE churned) + 1),
       round(corr(band, churned::int)::numeric, 6)
FROM (SELECT band, churned, rank() OVER (ORDER BY band) AS rank, count(*) OVER (PARTITION BY band) AS ties FROM measured) AS ranked;

-- name: ranks_grouped_band
-- title: the same over distinct values, counted before
-- system: postgres
-- rows: band
SELECT sum(gone * (2 * below + size + 1)) - sum(gone) * (sum(gone) + 1), (SELECT round(corr(band, churned::int)::numeric, 6) FROM measured)
FROM (SELECT size, gone, sum(size) OVER (ORDER BY band) - size AS below
      FROM (SELECT band, count(*) AS size, count(*) FILTER (WHERE churned) AS gone FROM measured GROUP BY band) AS counted) AS ranked;


-- section: Books of 500 customers
-- floor: count_books
-- ours: predictiveness_books

-- name: count_books
-- title: count(*) GROUP BY book
-- system: postgres
-- groups: sizes
SELECT book AS id, count(*) AS value FROM measured GROUP BY book;

-- name: predictiveness_books
-- title: predictiveness(metric, churned) GROUP BY book
-- system: customer360
-- groups: books
SELECT book AS id, round((p).auc * 2 * (p).churned * ((p).n - (p).churned)) AS value
FROM (SELECT book, predictiveness(usage, churned) AS p FROM measured GROUP BY book) AS answer WHERE (p).n > 0;

-- name: ranks_books
-- title: AUC by rank(): plain SQL
-- system: postgres
-- groups: books
SELECT book AS id,
       sum(2 * rank + ties - 1) FILTER (WHERE churned) - count(*) FILTER (WHERE churned) * (count(*) FILTER (WHERE churned) + 1) AS value
FROM (SELECT book, churned, rank() OVER (PARTITION BY book ORDER BY usage) AS rank, count(*) OVER (PARTITION BY book, usage) AS ties
      FROM measured) AS ranked
GROUP BY book HAVING count(*) FILTER (WHERE churned) BETWEEN 1 AND count(*) - 1;


-- goal: predictiveness against AUC by rank() and corr(): ranks, ranks_grouped / predictiveness >= 4
-- goal: predictiveness of twenty values against a scan: predictiveness_band / scan_band <= 4
