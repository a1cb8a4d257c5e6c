-- The scorecard domain's benchmark: a rubric of twelve attributes over rows and over JSON, beside hand-written CASE
-- expressions, an interpreter in PL/pgSQL, and DuckDB. bench/run.py reads it; the directives are those of activity.sql.
--
-- Eight attributes by ranges, two of yes and no, two linear; the sum of all scores is the answer, to two decimals.

-- setup: postgres
CREATE FUNCTION uniform(key bigint, stream bigint) RETURNS float8 IMMUTABLE STRICT PARALLEL SAFE
RETURN (hashint8extended(key, stream) & 1073741823) / 1073741824.0::float8;

CREATE UNLOGGED TABLE of_numeric AS
SELECT id, round((1.2 * uniform(id, 1))::numeric, 2) AS m1, round((1.2 * uniform(id, 2))::numeric, 2) AS m2, round((1.2 * uniform(id, 3))::numeric, 2) AS m3, round((1.2 * uniform(id, 4))::numeric, 2) AS m4, round((1.2 * uniform(id, 5))::numeric, 2) AS m5, round((1.2 * uniform(id, 6))::numeric, 2) AS m6, round((1.2 * uniform(id, 7))::numeric, 2) AS m7, round((1.2 * uniform(id, 8))::numeric, 2) AS m8,
       uniform(id, 9) < 0.5 AS b1, uniform(id, 10) < 0.3 AS b2, (120 * uniform(id, 11))::int AS l1, (120 * uniform(id, 12))::int AS l2
FROM generate_series(1, ${scores}::bigint) AS id;
CREATE UNLOGGED TABLE of_float AS
SELECT id, m1::float8 AS m1, m2::float8 AS m2, m3::float8 AS m3, m4::float8 AS m4, m5::float8 AS m5, m6::float8 AS m6, m7::float8 AS m7, m8::float8 AS m8, b1, b2, l1, l2 FROM of_numeric;
CREATE UNLOGGED TABLE of_json AS SELECT id, to_jsonb(m) AS metrics FROM of_numeric AS m;
VACUUM (FREEZE, ANALYZE) of_numeric;
VACUUM (FREEZE, ANALYZE) of_float;
VACUUM (FREEZE, ANALYZE) of_json;
CREATE TABLE rubric (rubric jsonb NOT NULL);
INSERT INTO rubric VALUES ('{"rubric": 1, "metrics": [
  {"key": "m1", "weight": 10, "type": "ranges", "ranges": [{"lt": 0.4, "points": 0}, {"ge": 0.4, "lt": 0.6, "points": 2}, {"ge": 0.6, "lt": 0.8, "points": 4}, {"ge": 0.8, "points": 5}]},
  {"key": "m2", "weight": 10, "type": "ranges", "ranges": [{"lt": 0.4, "points": 0}, {"ge": 0.4, "lt": 0.6, "points": 2}, {"ge": 0.6, "lt": 0.8, "points": 4}, {"ge": 0.8, "points": 5}]},
  {"key": "m3", "weight": 10, "type": "ranges", "ranges": [{"lt": 0.4, "points": 0}, {"ge": 0.4, "lt": 0.6, "points": 2}, {"ge": 0.6, "lt": 0.8, "points": 4}, {"ge": 0.8, "points": 5}]},
  {"key": "m4", "weight": 10, "type": "ranges", "ranges": [{"lt": 0.4, "points": 0}, {"ge": 0.4, "lt": 0.6, "points": 2}, {"ge": 0.6, "lt": 0.8, "points": 4}, {"ge": 0.8, "points": 5}]},
  {"key": "m5", "weight": 8, "type": "ranges", "ranges": [{"lt": 0.4, "points": 0}, {"ge": 0.4, "lt": 0.6, "points": 2}, {"ge": 0.6, "lt": 0.8, "points": 4}, {"ge": 0.8, "points": 5}]},
  {"key": "m6", "weight": 8, "type": "ranges", "ranges": [{"lt": 0.4, "points": 0}, {"ge": 0.4, "lt": 0.6, "points": 2}, {"ge": 0.6, "lt": 0.8, "points": 4}, {"ge": 0.8, "points": 5}]},
  {"key": "m7", "weight": 8, "type": "ranges", "ranges": [{"lt": 0.4, "points": 0}, {"ge": 0.4, "lt": 0.6, "points": 2}, {"ge": 0.6, "lt": 0.8, "points": 4}, {"ge": 0.8, "points": 5}]},
  {"key": "m8", "weight": 8, "type": "ranges", "ranges": [{"lt": 0.4, "points": 0}, {"ge": 0.4, "lt": 0.6, "points": 2}, {"ge": 0.6, "lt": 0.8, "points": 4}, {"ge": 0.8, "points": 5}]},
  {"key": "b1", "weight": 7, "type": "binary"},
  {"key": "b2", "weight": 7, "type": "binary"},
  {"key": "l1", "weight": 7, "type": "linear", "from": 0, "to": 100, "points": [0, 5]},
  {"key": "l2", "weight": 7, "type": "linear", "from": 0, "to": 100, "points": [0, 5]}]}');
ANALYZE rubric;

-- What teams write first: a loop over the rubric.
CREATE FUNCTION interpreted(rubric jsonb, metrics jsonb) RETURNS numeric IMMUTABLE PARALLEL SAFE LANGUAGE plpgsql AS '
DECLARE
  total numeric := 0;
  metric jsonb;
  step jsonb;
  number numeric;
  points numeric;
BEGIN
  FOR metric IN SELECT jsonb_array_elements(rubric -> ''metrics'') LOOP
    points := 0;
    IF metric ->> ''type'' = ''binary'' THEN
      IF (metrics ->> (metric ->> ''key''))::boolean THEN points := 5; END IF;
    ELSE
      number := (metrics ->> (metric ->> ''key''))::numeric;
      IF metric ->> ''type'' = ''linear'' THEN
        points := least(greatest(number, 0), 100) / 20;
      ELSE
        FOR step IN SELECT jsonb_array_elements(metric -> ''ranges'') LOOP
          IF number >= coalesce((step ->> ''ge'')::numeric, number) THEN points := (step ->> ''points'')::numeric; END IF;
        END LOOP;
      END IF;
    END IF;
    total := total + (metric ->> ''weight'')::numeric * points;
  END LOOP;
  RETURN total / 5;
END';
\copy (SELECT * FROM of_float) TO '${file}' (FORMAT csv)

-- setup: customer360
CREATE EXTENSION customer360;

-- setup: duckdb
CREATE TABLE of_float AS
SELECT * FROM read_csv('${file}', header = false,
  columns = {'id': 'BIGINT', 'm1': 'DOUBLE', 'm2': 'DOUBLE', 'm3': 'DOUBLE', 'm4': 'DOUBLE', 'm5': 'DOUBLE', 'm6': 'DOUBLE', 'm7': 'DOUBLE', 'm8': 'DOUBLE', 'b1': 'BOOLEAN', 'b2': 'BOOLEAN', 'l1': 'INTEGER', 'l2': 'INTEGER'});


-- section: Columns
-- floor: case_float
-- ours: score_float

-- name: scan
-- title: count(*)
-- system: postgres
-- rows: count
SELECT count(*) FROM of_float;

-- name: case_float
-- title: hand-written CASE, float8 columns
-- system: postgres
-- rows: score
SELECT round(sum((10 * CASE WHEN m1 < 0.4 THEN 0 WHEN m1 < 0.6 THEN 2 WHEN m1 < 0.8 THEN 4 ELSE 5 END
      + 10 * CASE WHEN m2 < 0.4 THEN 0 WHEN m2 < 0.6 THEN 2 WHEN m2 < 0.8 THEN 4 ELSE 5 END
      + 10 * CASE WHEN m3 < 0.4 THEN 0 WHEN m3 < 0.6 THEN 2 WHEN m3 < 0.8 THEN 4 ELSE 5 END
      + 10 * CASE WHEN m4 < 0.4 THEN 0 WHEN m4 < 0.6 THEN 2 WHEN m4 < 0.8 THEN 4 ELSE 5 END
      + 8 * CASE WHEN m5 < 0.4 THEN 0 WHEN m5 < 0.6 THEN 2 WHEN m5 < 0.8 THEN 4 ELSE 5 END
      + 8 * CASE WHEN m6 < 0.4 THEN 0 WHEN m6 < 0.6 THEN 2 WHEN m6 < 0.8 THEN 4 ELSE 5 END
      + 8 * CASE WHEN m7 < 0.4 THEN 0 WHEN m7 < 0.6 THEN 2 WHEN m7 < 0.8 THEN 4 ELSE 5 END
      + 8 * CASE WHEN m8 < 0.4 THEN 0 WHEN m8 < 0.6 THEN 2 WHEN m8 < 0.8 THEN 4 ELSE 5 END
      + 7 * CASE WHEN b1 THEN 5 ELSE 0 END
      + 7 * CASE WHEN b2 THEN 5 ELSE 0 END
      + 7 * least(greatest(l1, 0), 100) / 20.0
      + 7 * least(greatest(l2, 0), 100) / 20.0) / 5)::numeric, 2) FROM of_float;

-- name: case_numeric
-- title: hand-written CASE, numeric columns
-- system: postgres
-- rows: score
SELECT round(sum((10 * CASE WHEN m1 < 0.4 THEN 0 WHEN m1 < 0.6 THEN 2 WHEN m1 < 0.8 THEN 4 ELSE 5 END
      + 10 * CASE WHEN m2 < 0.4 THEN 0 WHEN m2 < 0.6 THEN 2 WHEN m2 < 0.8 THEN 4 ELSE 5 END
      + 10 * CASE WHEN m3 < 0.4 THEN 0 WHEN m3 < 0.6 THEN 2 WHEN m3 < 0.8 THEN 4 ELSE 5 END
      + 10 * CASE WHEN m4 < 0.4 THEN 0 WHEN m4 < 0.6 THEN 2 WHEN m4 < 0.8 THEN 4 ELSE 5 END
      + 8 * CASE WHEN m5 < 0.4 THEN 0 WHEN m5 < 0.6 THEN 2 WHEN m5 < 0.8 THEN 4 ELSE 5 END
      + 8 * CASE WHEN m6 < 0.4 THEN 0 WHEN m6 < 0.6 THEN 2 WHEN m6 < 0.8 THEN 4 ELSE 5 END
      + 8 * CASE WHEN m7 < 0.4 THEN 0 WHEN m7 < 0.6 THEN 2 WHEN m7 < 0.8 THEN 4 ELSE 5 END
      + 8 * CASE WHEN m8 < 0.4 THEN 0 WHEN m8 < 0.6 THEN 2 WHEN m8 < 0.8 THEN 4 ELSE 5 END
      + 7 * CASE WHEN b1 THEN 5 ELSE 0 END
      + 7 * CASE WHEN b2 THEN 5 ELSE 0 END
      + 7 * least(greatest(l1, 0), 100) / 20.0
      + 7 * least(greatest(l2, 0), 100) / 20.0) / 5), 2) FROM of_numeric;

-- name: score_float
-- title: adoption_score(rubric, row), float8 columns
-- system: customer360
-- rows: score
SELECT round(sum(adoption_score(rubric, m)), 2) FROM of_float AS m, rubric;

-- name: score_numeric
-- title: adoption_score(rubric, row), numeric columns
-- system: customer360
-- rows: score
SELECT round(sum(adoption_score(rubric, m)), 2) FROM of_numeric AS m, rubric;

-- name: case_duckdb
-- title: hand-written CASE, DOUBLE columns
-- system: duckdb
-- threads: 1 2
-- rows: score
SELECT round(CAST(sum((10 * CASE WHEN m1 < 0.4 THEN 0 WHEN m1 < 0.6 THEN 2 WHEN m1 < 0.8 THEN 4 ELSE 5 END
      + 10 * CASE WHEN m2 < 0.4 THEN 0 WHEN m2 < 0.6 THEN 2 WHEN m2 < 0.8 THEN 4 ELSE 5 END
      + 10 * CASE WHEN m3 < 0.4 THEN 0 WHEN m3 < 0.6 THEN 2 WHEN m3 < 0.8 THEN 4 ELSE 5 END
      + 10 * CASE WHEN m4 < 0.4 THEN 0 WHEN m4 < 0.6 THEN 2 WHEN m4 < 0.8 THEN 4 ELSE 5 END
      + 8 * CASE WHEN m5 < 0.4 THEN 0 WHEN m5 < 0.6 THEN 2 WHEN m5 < 0.8 THEN 4 ELSE 5 END
      + 8 * CASE WHEN m6 < 0.4 THEN 0 WHEN m6 < 0.6 THEN 2 WHEN m6 < 0.8 THEN 4 ELSE 5 END
      + 8 * CASE WHEN m7 < 0.4 THEN 0 WHEN m7 < 0.6 THEN 2 WHEN m7 < 0.8 THEN 4 ELSE 5 END
      + 8 * CASE WHEN m8 < 0.4 THEN 0 WHEN m8 < 0.6 THEN 2 WHEN m8 < 0.8 THEN 4 ELSE 5 END
      + 7 * CASE WHEN b1 THEN 5 ELSE 0 END
      + 7 * CASE WHEN b2 THEN 5 ELSE 0 END
      + 7 * least(greatest(l1, 0), 100) / 20.0
      + 7 * least(greatest(l2, 0), 100) / 20.0) / 5) AS DECIMAL(18, 4)), 2)::DECIMAL(18, 2) FROM of_float;


-- section: JSON
-- floor: json_scan
-- ours: score_json

-- name: json_scan
-- title: count(metrics)
-- system: postgres
-- rows: count
SELECT count(metrics) FROM of_json;

-- name: score_json
-- title: adoption_score(rubric, jsonb)
-- system: customer360
-- rows: score
SELECT round(sum(adoption_score(rubric, metrics)), 2) FROM of_json, rubric;

-- name: case_json
-- title: hand-written CASE over the members
-- system: postgres
-- rows: score
SELECT round(sum((10 * CASE WHEN (metrics ->> 'm1')::numeric < 0.4 THEN 0 WHEN (metrics ->> 'm1')::numeric < 0.6 THEN 2 WHEN (metrics ->> 'm1')::numeric < 0.8 THEN 4 ELSE 5 END
      + 10 * CASE WHEN (metrics ->> 'm2')::numeric < 0.4 THEN 0 WHEN (metrics ->> 'm2')::numeric < 0.6 THEN 2 WHEN (metrics ->> 'm2')::numeric < 0.8 THEN 4 ELSE 5 END
      + 10 * CASE WHEN (metrics ->> 'm3')::numeric < 0.4 THEN 0 WHEN (metrics ->> 'm3')::numeric < 0.6 THEN 2 WHEN (metrics ->> 'm3')::numeric < 0.8 THEN 4 ELSE 5 END
      + 10 * CASE WHEN (metrics ->> 'm4')::numeric < 0.4 THEN 0 WHEN (metrics ->> 'm4')::numeric < 0.6 THEN 2 WHEN (metrics ->> 'm4')::numeric < 0.8 THEN 4 ELSE 5 END
      + 8 * CASE WHEN (metrics ->> 'm5')::numeric < 0.4 THEN 0 WHEN (metrics ->> 'm5')::numeric < 0.6 THEN 2 WHEN (metrics ->> 'm5')::numeric < 0.8 THEN 4 ELSE 5 END
      + 8 * CASE WHEN (metrics ->> 'm6')::numeric < 0.4 THEN 0 WHEN (metrics ->> 'm6')::numeric < 0.6 THEN 2 WHEN (metrics ->> 'm6')::numeric < 0.8 THEN 4 ELSE 5 END
      + 8 * CASE WHEN (metrics ->> 'm7')::numeric < 0.4 THEN 0 WHEN (metrics ->> 'm7')::numeric < 0.6 THEN 2 WHEN (metrics ->> 'm7')::numeric < 0.8 THEN 4 ELSE 5 END
      + 8 * CASE WHEN (metrics ->> 'm8')::numeric < 0.4 THEN 0 WHEN (metrics ->> 'm8')::numeric < 0.6 THEN 2 WHEN (metrics ->> 'm8')::numeric < 0.8 THEN 4 ELSE 5 END
      + 7 * CASE WHEN (metrics -> 'b1')::boolean THEN 5 ELSE 0 END
      + 7 * CASE WHEN (metrics -> 'b2')::boolean THEN 5 ELSE 0 END
      + 7 * least(greatest((metrics ->> 'l1')::integer, 0), 100) / 20.0
      + 7 * least(greatest((metrics ->> 'l2')::integer, 0), 100) / 20.0) / 5), 2) FROM of_json;

-- name: interpreter
-- title: an interpreter of the rubric in PL/pgSQL
-- system: postgres
-- rounds: once
-- rows: score
SELECT round(sum(interpreted(rubric, metrics)), 2) FROM of_json, rubric;


-- goal: rows faster than CASE, float8: case_float / score_float >= 1.4
-- goal: rows faster than CASE, numeric: case_numeric / score_numeric >= 1.4
-- goal: JSON against its bare scan: score_json / json_scan <= 3
-- goal: JSON faster than CASE: case_json / score_json >= 12
