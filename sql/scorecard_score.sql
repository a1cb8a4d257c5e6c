-- Scores: by hand, from rows and from JSON, with every policy for what is missing. METRICS C1.
SET datestyle = ISO;
\i sql/include/rubric.sql

CREATE TEMP TABLE customers (id integer, tier text, contract_utilization numeric, profiles_enabled boolean, unique_logins_30d integer, csm_sentiment text, sentiment_at date, days_inactive integer, note text);
INSERT INTO customers VALUES
  (1, 'starter', 0.55, true, 3, 'yellow', '2026-06-01', 3),             -- 40·2/5 + gated 0 + 25·1.5/5 + 15·2.5/5 = 31
  (2, 'professional', 0.85, true, 12, 'green', '2026-06-01', 3),        -- everything: 100
  (3, 'professional', 0.85, true, 12, 'green', '2026-06-01', 60),       -- capped: 39
  (4, 'enterprise', 0.6, false, 5, 'red', '2026-06-01', 0),             -- 45·4/5 + 0 + 25·2.5/5 + 0 = 48.5
  (5, 'professional', 0.8, false, 7, 'green', '2026-01-01', 1),         -- sentiment too old: (40 + 0 + 17.5) of 85
  (6, 'professional', NULL, true, 10, NULL, NULL, NULL),                -- 45 of 85, and 45 of 100 have data: no score
  (7, NULL, NULL, NULL, NULL, NULL, NULL, NULL);                        -- nothing: no score
SELECT id, adoption_score(rubric, customers, '2026-06-30') AS score, adoption_score(rubric, to_jsonb(customers), '2026-06-30') AS of_json,
       band(adoption_score(rubric, customers, '2026-06-30'), rubric -> 'bands') FROM customers, rubrics WHERE name = 'adoption' ORDER BY id;
-- health_score is the same engine; absent and NULL are missing; excluded weight leaves the denominator.
SELECT utilisation, sentiment, health_score(rubric, rows) FROM (VALUES (0.5, 'green'), (0.5, NULL), (NULL, 'yellow'), (NULL, NULL)) AS rows (utilisation, sentiment), rubrics WHERE name = 'health';
SELECT health_score(rubric, '{"sentiment": "yellow", "of no interest": [1, {"a": 2}]}'::jsonb), health_score(rubric, '{}'::jsonb) IS NULL AS nothing FROM rubrics WHERE name = 'health';
SELECT health_score(rubric, NULL::jsonb) IS NULL AS metrics, health_score(NULL, '{}'::jsonb) IS NULL AS rubric, adoption_score(rubric, '{}'::jsonb, NULL) IS NULL AS as_of FROM rubrics WHERE name = 'health';

-- ---- borders: exact, whatever the type

CREATE FUNCTION one_range(at numeric) RETURNS jsonb LANGUAGE sql AS
$$ SELECT jsonb_build_object('rubric', 1, 'max_points', 1, 'scale', 1, 'metrics', jsonb_build_array(jsonb_build_object('key', 'x', 'weight', 100, 'type', 'ranges', 'ranges',
     jsonb_build_array(jsonb_build_object('lt', at, 'points', 0), jsonb_build_object('ge', at, 'points', 1))))) $$;
SELECT adoption_score(one_range(0.4), rows) AS score, pg_typeof(x), x FROM (SELECT 0.4::numeric AS x) AS rows UNION ALL
SELECT adoption_score(one_range(0.4), rows), pg_typeof(x), x FROM (SELECT 0.3999999999999999999999::numeric AS x) AS rows UNION ALL
SELECT adoption_score(one_range(0.3), rows), 'double precision', x::numeric FROM (SELECT 0.1::float8 + 0.2 AS x) AS rows UNION ALL
SELECT adoption_score(one_range(0.3), rows), 'double precision', x::numeric FROM (SELECT 0.29999999::float8 AS x) AS rows UNION ALL
SELECT adoption_score(one_range(0.3), rows), 'real', x::numeric FROM (SELECT 0.3::float4 AS x) AS rows UNION ALL
SELECT adoption_score(one_range(-5), rows), 'smallint', x FROM (SELECT (-5)::int2 AS x) AS rows UNION ALL
SELECT adoption_score(one_range(-5), rows), 'integer', x FROM (SELECT -6 AS x) AS rows UNION ALL
SELECT adoption_score(one_range(1000000000000), rows), 'bigint', x FROM (SELECT 9223372036854775807 AS x) AS rows UNION ALL
SELECT adoption_score(one_range(-1000000000000), rows), 'bigint', x FROM (SELECT -9223372036854775807 AS x) AS rows UNION ALL
SELECT adoption_score(one_range(1000000000000), rows), 'numeric', x FROM (SELECT 1e100 AS x) AS rows UNION ALL
SELECT adoption_score(one_range(-0.000001), rows), 'numeric', x FROM (SELECT -0.0000010000000001 AS x) AS rows;
-- All of the ways agree, on borders and beside them.
SELECT count(*) AS numbers, count(*) FILTER (WHERE score = (x >= 0.4)::int::numeric AND score = of_double AND score = of_json) AS agree
  FROM (SELECT given AS x, adoption_score(one_range(0.4), n) AS score, adoption_score(one_range(0.4), d) AS of_double, adoption_score(one_range(0.4), jsonb_build_object('x', n.x)) AS of_json
          FROM generate_series(0.399, 0.401, 0.000001) AS given, LATERAL (SELECT given) AS n (x), LATERAL (SELECT given::float8) AS d (x)) AS scores;

-- ---- rows: columns by name, in any order; domains, varchar, dropped columns, subqueries, a new type in the same query

CREATE DOMAIN share AS numeric CHECK (VALUE >= 0);
CREATE TEMP TABLE wide (gone integer, sentiment varchar(10), other text[], utilisation share, more point);
ALTER TABLE wide DROP gone;
INSERT INTO wide VALUES ('green', '{a,b}', 0.25);
SELECT health_score(rubric, wide) AS table_row, health_score(rubric, (SELECT w FROM (SELECT 0.25 AS utilisation, 'green'::char(5) AS sentiment) AS w)) AS subquery FROM wide, rubrics WHERE name = 'health';
SELECT health_score(r.rubric, c) FROM rubrics AS r, (VALUES (1.0, 'green'::text)) AS c (utilisation, sentiment) WHERE r.name = 'health' UNION ALL
SELECT health_score(r.rubric, c) FROM rubrics AS r, (VALUES ('green'::text, 1.0)) AS c (sentiment, utilisation) WHERE r.name = 'health';
-- A rubric of its own for every row.
SELECT name, health_score(rubric, '{"utilisation": 1, "sentiment": "red", "contract_utilization": 1, "unique_logins_30d": 10, "profiles_enabled": true}'::jsonb, '2026-06-30') FROM rubrics ORDER BY name;

-- ---- what is missing: zero, exclude, points

SELECT policy, adoption_score(jsonb_build_object('rubric', 1, 'missing', policy, 'metrics', '[{"key": "a", "weight": 50, "type": "binary"}, {"key": "b", "weight": 50, "type": "binary"}]'::jsonb), '{"a": true}'::jsonb) AS score
  FROM (VALUES ('"zero"'::jsonb), ('"exclude"'), ('{"points": 2}')) AS policies (policy);
-- Numbers are true unless 0.
SELECT value, adoption_score('{"rubric": 1, "scale": 1, "metrics": [{"key": "a", "weight": 100, "type": "binary"}]}', jsonb_build_object('a', value)) FROM unnest('{true,false,0,1,-2.5,0.0000000001}'::jsonb[]) AS value;
-- Linear: falling, clamped, outside as missing; to a millionth of a point.
SELECT x, adoption_score('{"rubric": 1, "scale": 1, "max_points": 1, "metrics": [{"key": "x", "weight": 100, "type": "linear", "from": 30, "to": 0, "points": [0, 1]}]}', jsonb_build_object('x', x)) AS falling,
       adoption_score('{"rubric": 1, "scale": 1, "max_points": 1, "missing": "exclude", "metrics": [{"key": "x", "weight": 100, "type": "linear", "from": 0, "to": 3, "points": [0, 1], "outside": "missing"}]}', jsonb_build_object('x', x)) AS outside
  FROM unnest('{-1,0,1,2,3,3.0000001,15,30,31}'::numeric[]) AS x;
-- Map: other, numbers and booleans by their text.
SELECT value, adoption_score('{"rubric": 1, "scale": 5, "metrics": [{"key": "a", "weight": 100, "type": "map", "map": {"4": 3, "true": 4, "ä": 5}, "other": 1}]}', jsonb_build_object('a', value)) FROM jsonb_array_elements('[4, 4.0, "4", true, "ä", "zebra"]') AS value;
-- Gates that exclude, segments with ranges of their own, the first segment that matches.
SELECT metrics, adoption_score('{"rubric": 1, "metrics": [{"key": "a", "weight": 60, "type": "ranges", "ranges": [{"lt": 10, "points": 1}, {"ge": 10, "points": 5}]},
    {"key": "b", "weight": 40, "type": "binary", "gate": {"unless": {"tier": ["free"], "trial": [true]}, "policy": "exclude"}}],
  "segments": [{"name": "small", "when": {"seats": [1, 2]}, "ranges": {"a": [{"lt": 3, "points": 0}, {"ge": 3, "points": 5}]}}, {"name": "also small", "when": {"seats": [2]}, "weights": {"a": 0, "b": 100}}]}', metrics)
  FROM unnest('{"{\"a\": 5, \"b\": true}","{\"a\": 5, \"b\": true, \"tier\": \"free\", \"trial\": true}","{\"a\": 5, \"tier\": \"free\"}","{\"a\": 5, \"seats\": 2}"}'::jsonb[]) AS metrics;
-- The lowest cap counts; a text, too.
SELECT metrics, adoption_score('{"rubric": 1, "metrics": [{"key": "a", "weight": 100, "type": "binary"}], "caps": [{"when": {"key": "idle", "ge": 30, "lt": 60}, "max": 70, "reason": "idle"}, {"when": {"key": "state", "in": ["leaving", "left"]}, "max": 20, "reason": "leaving"}, {"when": {"key": "idle", "ge": 60}, "max": 39, "reason": "very idle"}]}', metrics)
  FROM unnest('{"{\"a\": true}","{\"a\": true, \"idle\": 45}","{\"a\": true, \"idle\": 99}","{\"a\": true, \"idle\": 45, \"state\": \"left\"}","{\"a\": false, \"idle\": 99}"}'::jsonb[]) AS metrics;

-- A value that cannot be read stops the query, or counts as missing: another type, a word without points, no number, an
-- array, an age that is none, a cap.
SELECT metrics, adoption_score('{"rubric": 1, "unreadable": "missing", "missing": "exclude", "metrics": [{"key": "a", "weight": 50, "type": "ranges", "ranges": [{"lt": 10, "points": 1}, {"ge": 10, "points": 5}]},
    {"key": "b", "weight": 10, "type": "linear", "from": 0, "to": 10, "points": [0, 5]}, {"key": "c", "weight": 10, "type": "binary"}, {"key": "d", "weight": 10, "type": "map", "map": {"red": 0, "green": 5}},
    {"key": "e", "weight": 20, "type": "binary", "stale_after": "30 days", "observed_at": "seen"}], "caps": [{"when": {"key": "f", "ge": 1}, "max": 30, "reason": "f"}]}', metrics, '2026-01-31')
  FROM unnest('{"{\"a\": 10, \"b\": 0}","{\"a\": \"n/a\", \"b\": 5}","{\"a\": 10, \"b\": \"80\", \"c\": \"Yes\"}","{\"a\": 10, \"d\": \"Green \"}","{\"a\": 10, \"d\": \"green \"}","{\"a\": [1], \"c\": {}}","{\"a\": 10, \"e\": false, \"seen\": \"soon\"}","{\"a\": 10, \"e\": false, \"seen\": \"2026-01-30\"}","{\"a\": 10, \"f\": \"many\"}","{\"a\": 10, \"f\": 1}"}'::jsonb[]) AS metrics;
SELECT value, adoption_score('{"rubric": 1, "unreadable": "missing", "missing": "exclude", "metrics": [{"key": "a", "weight": 90, "type": "binary"}, {"key": "b", "weight": 10, "type": "linear", "from": 0, "to": 10, "points": [0, 5]}]}', v)
  FROM (SELECT true AS a, value AS b, value FROM unnest('{NaN,Infinity,5}'::float8[]) AS value) AS v;
SELECT key, value, status FROM score_breakdown('{"rubric": 1, "unreadable": "missing", "metrics": [{"key": "a", "weight": 100, "type": "binary"}]}', '{"a": "Yes"}') AS b;
SELECT code, path FROM rubric_errors('{"rubric": 1, "unreadable": "zero", "metrics": [{"key": "a", "weight": 100, "type": "binary"}]}');

-- In parallel, the same.
CREATE TABLE many_customers AS SELECT i AS id, i % 101 / 100.0 AS utilisation, (ARRAY['red', 'yellow', 'green'])[1 + i % 4] AS sentiment FROM generate_series(1, 20000) AS i;
ANALYZE many_customers;
SET max_parallel_workers_per_gather = 2;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SELECT sum(health_score(rubric, m)) = (SELECT sum(health_score(rubric, to_jsonb(m))) FROM many_customers AS m, (SELECT rubric FROM rubrics WHERE name = 'health' OFFSET 0) AS r) AS the_same FROM many_customers AS m, (SELECT rubric FROM rubrics WHERE name = 'health' OFFSET 0) AS r;
DROP TABLE many_customers;
DROP FUNCTION one_range;
