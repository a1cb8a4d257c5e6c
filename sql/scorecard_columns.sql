-- A row as an argument: the planner passes its columns, and the score is that of the row.
\i sql/include/errors.sql

CREATE TABLE customer (id int PRIMARY KEY, dropped text, logins int, trained boolean, tier text, seen_on date, share float8, seats numeric);
ALTER TABLE customer DROP COLUMN dropped;
INSERT INTO customer VALUES (1, 12, true, 'starter', '2026-01-01', 0.5, 10), (2, NULL, false, 'enterprise', NULL, NULL, NULL), (3, 30, NULL, NULL, '2025-01-01', 0.1, 0.1);
INSERT INTO customer SELECT id, id % 50, id % 2 = 0, CASE WHEN id % 3 = 0 THEN 'starter' ELSE 'enterprise' END, date '2026-01-01' - id, id / 1000.0, id / 7.0 FROM generate_series(4, 400) AS id;
CREATE TABLE rubrics (rubric jsonb, aged jsonb);
INSERT INTO rubrics VALUES (
 '{"rubric": 1, "metrics": [
   {"key": "logins", "weight": 40, "type": "ranges", "ranges": [{"lt": 10, "points": 0}, {"ge": 10, "points": 5}]},
   {"key": "trained", "weight": 20, "type": "binary"},
   {"key": "share", "weight": 20, "type": "linear", "from": 0, "to": 1, "points": [0, 5], "missing": "exclude"},
   {"key": "tier", "weight": 20, "type": "map", "map": {"starter": 1, "enterprise": 5}}]}',
 '{"rubric": 1, "metrics": [{"key": "logins", "weight": 100, "type": "linear", "from": 0, "to": 50, "points": [0, 5], "stale_after": "90 days", "observed_at": "seen_on"}]}');
ANALYZE customer, rubrics;

-- Is the row formed? `scored` runs a query of (id, score) and compares with scores over jsonb.
CREATE FUNCTION scored(query text, OUT row_is_formed boolean, OUT rows bigint, OUT different bigint) LANGUAGE plpgsql AS $$
DECLARE
  plan jsonb;
BEGIN
  EXECUTE 'EXPLAIN (VERBOSE, FORMAT JSON) ' || query INTO plan;
  row_is_formed := plan::text !~ 'score_columns';
  EXECUTE format('SELECT count(*), count(*) FILTER (WHERE q.score IS DISTINCT FROM adoption_score(r.rubric, to_jsonb(c))) FROM (%s) AS q (id, score) LEFT JOIN customer AS c ON c.id = q.id CROSS JOIN rubrics AS r', query) INTO rows, different;
END $$;

SELECT * FROM scored('SELECT c.id, adoption_score(r.rubric, c) FROM customer AS c, rubrics AS r');
SELECT * FROM scored('SELECT c.id, health_score(r.rubric, c) FROM customer AS c CROSS JOIN rubrics AS r');
SELECT * FROM scored('SELECT id, (SELECT adoption_score(rubric, customer) FROM rubrics) FROM customer');
SELECT * FROM scored('SELECT s.id, adoption_score(r.rubric, s) FROM (SELECT id, logins, trained, share, tier FROM customer) AS s, rubrics AS r');
SELECT * FROM scored('SELECT s.id, adoption_score(r.rubric, s) FROM (SELECT id, logins, trained, share, tier FROM customer OFFSET 0) AS s, rubrics AS r');
SELECT * FROM scored('SELECT s.id, adoption_score(r.rubric, s) FROM (SELECT id, max(logins) AS logins, bool_or(trained) AS trained, max(share) AS share, max(tier) AS tier FROM customer GROUP BY id) AS s, rubrics AS r');
SELECT * FROM scored('WITH s AS MATERIALIZED (SELECT * FROM customer) SELECT s.id, adoption_score(r.rubric, s) FROM s, rubrics AS r');
SELECT * FROM scored('SELECT j.id, adoption_score(j.rubric, j) FROM (customer CROSS JOIN rubrics) AS j');
SELECT * FROM scored('SELECT c.id, adoption_score(r.rubric, ROW(c.*)::customer) FROM customer AS c, rubrics AS r');
SELECT * FROM scored('SELECT c.id, max(adoption_score(r.rubric, c)) FROM customer AS c, rubrics AS r GROUP BY c.id');
-- Grouped by the row itself: PostgreSQL 18 forms it, those before need not.
SELECT rows, different FROM scored('SELECT min(c.id), adoption_score(r.rubric, c) FROM customer AS c, rubrics AS r GROUP BY c, r.rubric');
SELECT * FROM scored('SELECT c.id, adoption_score(r.rubric, c) FROM customer AS c, rubrics AS r ORDER BY adoption_score(r.rubric, c), c.id');
SELECT * FROM scored('SELECT c.id, adoption_score(r.rubric, c) FROM customer AS c LEFT JOIN rubrics AS r ON true');
-- On the nullable side of an outer join the row itself may be NULL: no score, not that of a row of NULLs.
SELECT * FROM scored('SELECT n.id, adoption_score(r.rubric, c) FROM generate_series(1, 500) AS n (id) LEFT JOIN customer AS c ON c.id = n.id CROSS JOIN rubrics AS r');
SELECT * FROM scored('SELECT n.id, adoption_score(r.rubric, c) FROM rubrics AS r CROSS JOIN (customer AS c RIGHT JOIN generate_series(1, 500) AS n (id) ON c.id = n.id)');
SELECT * FROM scored('SELECT n.id, adoption_score(r.rubric, c) FROM customer AS c FULL JOIN generate_series(1, 500) AS n (id) ON c.id = n.id, rubrics AS r');
SELECT * FROM scored('SELECT n.id, adoption_score(r.rubric, c) FROM generate_series(1, 500) AS n (id) LEFT JOIN LATERAL (SELECT * FROM customer WHERE customer.id = n.id) AS c ON true, rubrics AS r');
-- Grouping sets make whole rows NULL.
SELECT count(*) FILTER (WHERE score IS NULL) AS "NULL in the empty set", count(score) AS "scores" FROM (SELECT adoption_score(r.rubric, c) AS score FROM customer AS c, rubrics AS r GROUP BY GROUPING SETS ((c, r.rubric), (r.rubric))) AS g;
-- With a day.
SELECT count(*) FILTER (WHERE adoption_score(r.aged, c, date '2026-02-01') IS DISTINCT FROM adoption_score(r.aged, to_jsonb(c), date '2026-02-01')) AS different,
       count(*) FILTER (WHERE adoption_score(r.rubric, c, NULL) IS DISTINCT FROM adoption_score(r.rubric, c)) AS "different without a day", count(adoption_score(NULL, c, '2026-02-01')) AS "without a rubric" FROM customer AS c, rubrics AS r;
-- More columns than a function takes.
SELECT format('CREATE TABLE wide AS SELECT id, logins, trained, share, tier, %s FROM customer', string_agg(format('%s AS c%s', n, n), ', ')) FROM generate_series(1, 100) AS n \gexec
SELECT * FROM scored('SELECT w.id, adoption_score(r.rubric, w) FROM wide AS w, rubrics AS r');
-- Domains and partitions.
CREATE DOMAIN positive_share AS numeric CHECK (VALUE >= 0);
CREATE TABLE parts (id int, logins bigint, trained boolean, share positive_share, tier varchar(20)) PARTITION BY HASH (id);
CREATE TABLE part_0 PARTITION OF parts FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE part_1 (tier varchar(20), id int, share positive_share, trained boolean, logins bigint);
ALTER TABLE parts ATTACH PARTITION part_1 FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO parts SELECT id, logins, trained, share, tier FROM customer;
SELECT * FROM scored('SELECT p.id, adoption_score(r.rubric, p) FROM parts AS p, rubrics AS r');
-- A rubric that changes from row to row.
SELECT count(*) FILTER (WHERE adoption_score(b.rubric, c) IS DISTINCT FROM adoption_score(b.rubric, to_jsonb(c))) AS different
  FROM customer AS c, (SELECT rubric FROM rubrics UNION ALL SELECT jsonb_set(rubric, '{metrics,0,key}', '"seats"') FROM rubrics) AS b;
-- Nor does one that changes with every row leave anything behind.
CREATE TABLE alternating AS SELECT n % 400 + 1 AS id, CASE WHEN n % 2 = 0 THEN rubric ELSE jsonb_set(rubric, '{metrics,0,key}', '"seats"') END AS rubric FROM generate_series(1, 20000) AS n, rubrics;
SELECT count(adoption_score(a.rubric, c)) AS columns, (SELECT sum(total_bytes) < 5e6 FROM pg_backend_memory_contexts) AS little FROM alternating AS a JOIN customer AS c USING (id);
SELECT count(adoption_score(a.rubric, to_jsonb(c))) AS json, (SELECT sum(total_bytes) < 5e6 FROM pg_backend_memory_contexts) AS little FROM alternating AS a JOIN customer AS c USING (id);
SELECT count(adoption_score(a.rubric, c)) AS rows, (SELECT sum(total_bytes) < 5e6 FROM pg_backend_memory_contexts) AS little FROM alternating AS a LEFT JOIN customer AS c USING (id);
-- The objects of rows with different keys.
SELECT count(*) FILTER (WHERE adoption_score(r.rubric, c) IS DISTINCT FROM adoption_score(r.rubric, CASE id % 3 WHEN 0 THEN to_jsonb(c) WHEN 1 THEN jsonb_strip_nulls(to_jsonb(c)) ELSE to_jsonb(c) || jsonb '{"a": [1, {"b": 2}], "zzzzzzzzzzzz": "last"}' - 'seats' END)) AS different
  FROM customer AS c, rubrics AS r;

-- ---- errors are those of the row

SELECT error_of($$ SELECT adoption_score(rubric, c) FROM (SELECT 'many'::text AS logins) AS c, rubrics $$);
SELECT error_of($$ SELECT adoption_score(rubric, c) FROM (SELECT 'NaN'::float8 AS logins) AS c, rubrics $$);
SELECT error_of($$ SELECT adoption_score(rubric, c) FROM (SELECT '{1}'::int[] AS logins) AS c, rubrics $$);
SELECT error_of($$ SELECT adoption_score(aged, c) FROM customer AS c, rubrics $$);
SELECT error_of($$ SELECT adoption_score('{}', c) FROM customer AS c $$);
-- Called by hand.
SELECT c360_score_columns(rubric, NULL, '{logins,trained}', 12, true) = adoption_score(rubric, jsonb '{"logins": 12, "trained": true}') AS same, c360_score_columns(rubric, NULL, NULL, 1) AS "without names" FROM rubrics;
SELECT error_of($$ SELECT c360_score_columns(rubric, NULL, '{logins,trained}', 12) FROM rubrics $$);
SELECT error_of($$ SELECT c360_score_columns(rubric, NULL, '{logins}', VARIADIC ARRAY[12]) FROM rubrics $$);
SELECT error_of($$ SELECT c360_score_columns(rubric, NULL, '{{logins},{trained}}', 12, 13) FROM rubrics $$);
SELECT * FROM improper_errors;
