-- predictiveness against mid-ranks, corr(), tenths and bins in plain SQL (METRICS D10).

-- Groups of many sizes and shapes: many ties, few, none; churn that depends on the metric, does not, is rare, is the rule.
CREATE TABLE customers (id bigint, book integer, metric numeric, churned boolean);
INSERT INTO customers
SELECT book * 10000 + i, book, metric, noise(1, book * 10000 + i, 1000) < rate + pull * (value * 2 - 1)
  FROM generate_series(1, 300) AS book,
       LATERAL (SELECT noise(2, book, CASE WHEN book % 10 = 0 THEN 3000 ELSE 120 END) AS size, (ARRAY[30, 200, 500, 960])[1 + noise(3, book, 4)] AS rate, noise(4, book, 500) - 250 AS pull) AS shapes,
       generate_series(1, size) AS i,
       LATERAL (SELECT noise(5, book * 10000 + i, 1000) / 1000.0 AS value) AS drawn,
       LATERAL (SELECT CASE book % 6 WHEN 0 THEN floor(value * 2) WHEN 1 THEN floor(value * 8) WHEN 2 THEN value WHEN 3 THEN -value * 1000000000 + noise(6, book * 10000 + i, 1000000) / 1e6
                                     WHEN 4 THEN round(exp(20 * value)) ELSE 3 END AS metric) AS measured;
INSERT INTO customers SELECT NULL, book, NULL, i = 1 FROM generate_series(1, 300, 7) AS book, generate_series(0, 1) AS i;
INSERT INTO customers SELECT NULL, book, i * 1e6, NULL FROM generate_series(1, 300, 11) AS book, generate_series(-1, 1, 2) AS i;
ANALYZE customers;

CREATE TABLE answers AS SELECT book, (p).* FROM (SELECT book, predictiveness(metric, churned) AS p FROM customers GROUP BY book) AS a;

-- Of every value of a book: customers and churned at it, and customers below.
CREATE TABLE ties AS
SELECT book, metric, size, gone, sum(size) OVER below - size AS below, sum(size) OVER (PARTITION BY book) AS n, sum(gone) OVER (PARTITION BY book) AS all_gone
  FROM (SELECT book, metric, count(*) AS size, count(*) FILTER (WHERE churned) AS gone FROM customers WHERE metric IS NOT NULL AND churned IS NOT NULL GROUP BY book, metric) AS counted
WINDOW below AS (PARTITION BY book ORDER BY metric);
CREATE TABLE expected AS
SELECT book, n, all_gone AS churned, r, auc,
       CASE WHEN auc > 0.5 THEN highest WHEN auc < 0.5 THEN lowest END AS lift, CASE WHEN auc > 0.5 THEN 'higher' WHEN auc < 0.5 THEN 'lower' END AS direction
  FROM (SELECT book, corr(metric::float8, churned::int) AS r FROM customers WHERE metric IS NOT NULL AND churned IS NOT NULL GROUP BY book) AS correlated
  JOIN (SELECT book, n, all_gone, (sum(gone * (below + (size + 1) / 2.0)) - all_gone * (all_gone + 1) / 2.0) / (all_gone * (n - all_gone)) AS auc,
               sum(gone * greatest(0, least(size, n / 10.0 - below)) / size) / (n / 10.0) / (all_gone / n) AS lowest,
               sum(gone * greatest(0, least(size, n / 10.0 - (n - below - size))) / size) / (n / 10.0) / (all_gone / n) AS highest
          FROM ties WHERE all_gone BETWEEN 1 AND n - 1 GROUP BY book, n, all_gone) AS counted USING (book);
CREATE TABLE information AS
SELECT book, sum((gone_share - stayed_share) * ln(gone_share / stayed_share)) AS information_value
  FROM (SELECT book, (gone + 0.5) / (all_gone + 0.5 * bins) AS gone_share, (size - gone + 0.5) / (n - all_gone + 0.5 * bins) AS stayed_share
          FROM (SELECT *, count(*) OVER (PARTITION BY book) AS bins
                  FROM (SELECT book, n, all_gone, floor(10 * (below + size / 2.0) / n) AS bin, sum(size) AS size, sum(gone) AS gone FROM ties GROUP BY book, n, all_gone, floor(10 * (below + size / 2.0) / n)) AS binned) AS counted) AS shares
 GROUP BY book;

CREATE FUNCTION near(a numeric, b numeric) RETURNS boolean LANGUAGE sql IMMUTABLE AS
$$ SELECT (a IS NULL) = (b IS NULL) AND coalesce(abs(a - b) <= 1e-9 * greatest(1, abs(b)), true) $$;
INSERT INTO oracle (what, cases, differences)
SELECT 'predictiveness: both kinds, or nothing', count(*), count(*) FILTER (WHERE (a.n IS NULL) <> (e.n IS NULL)) FROM answers AS a LEFT JOIN expected AS e USING (book) UNION ALL
SELECT 'predictiveness: ' || field, count(*), count(*) FILTER (WHERE NOT near(ours, plain))
  FROM expected AS e JOIN information USING (book) JOIN answers AS a USING (book),
       LATERAL (VALUES ('n', a.n::numeric, e.n), ('churned', a.churned, e.churned), ('auc', a.auc, e.auc), ('lift', a.lift, e.lift), ('information_value', a.information_value, information.information_value),
                       ('r', a.r, CASE WHEN e.book % 6 < 5 THEN e.r::numeric END)) AS fields (field, ours, plain) GROUP BY field UNION ALL
SELECT 'predictiveness: direction', count(*), count(*) FILTER (WHERE a.direction IS DISTINCT FROM e.direction) FROM expected AS e JOIN answers AS a USING (book) UNION ALL
SELECT 'predictiveness: both directions, none, and no answer are among the cases', 4, 4 - (bool_or(direction = 'higher')::int + bool_or(direction = 'lower')::int + bool_or(n > 0 AND direction IS NULL)::int + bool_or(n IS NULL)::int) FROM answers;

-- ---- what always holds

INSERT INTO oracle (what, cases, differences)
SELECT 'predictiveness: upside down', count(*), count(*) FILTER (WHERE NOT near((p).auc + (q).auc, 1) OR (p).lift IS DISTINCT FROM (q).lift OR NOT near((p).r, -(q).r) OR (p).direction = (q).direction)
  FROM (SELECT predictiveness(metric, churned) AS p, predictiveness(-metric, churned) AS q FROM customers GROUP BY book) AS pairs WHERE (p).n > 0 UNION ALL
SELECT 'predictiveness: only the order counts', count(*), count(*) FILTER (WHERE ((p).auc, (p).lift, (p).information_value, (p).direction) IS DISTINCT FROM ((q).auc, (q).lift, (q).information_value, (q).direction))
  FROM (SELECT predictiveness(metric, churned) AS p, predictiveness(rank, churned) AS q FROM (SELECT *, rank() OVER (PARTITION BY book, metric IS NULL ORDER BY metric) + 0 * metric AS rank FROM customers) AS ranked GROUP BY book) AS pairs UNION ALL
SELECT 'predictiveness: who stayed and who left exchanged', count(*), count(*) FILTER (WHERE NOT near((p).auc + (q).auc, 1) OR NOT near((p).r, -(q).r) OR NOT near((p).information_value, (q).information_value) OR (p).n <> (p).churned + (q).churned)
  FROM (SELECT predictiveness(metric, churned) AS p, predictiveness(metric, NOT churned) AS q FROM customers GROUP BY book) AS pairs WHERE (p).n > 0;

-- ---- in parallel: the same, to the last bit

CREATE TABLE whole AS SELECT predictiveness(metric, churned)::text AS answer FROM customers;
SET max_parallel_workers_per_gather = 2; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET parallel_leader_participation = off;
CREATE TABLE in_parallel AS SELECT book, (p).* FROM (SELECT book, predictiveness(metric, churned) AS p FROM customers GROUP BY book) AS a;
CREATE TABLE whole_in_parallel AS SELECT predictiveness(metric, churned)::text AS answer FROM customers;
INSERT INTO oracle (what, cases, differences)
SELECT 'predictiveness: in parallel', count(*), count(*) FILTER (WHERE p IS DISTINCT FROM a) FROM in_parallel AS p FULL JOIN answers AS a USING (book) UNION ALL
SELECT 'predictiveness: in parallel, without groups', count(*), count(*) FILTER (WHERE p.answer IS DISTINCT FROM w.answer) FROM whole_in_parallel AS p, whole AS w;
