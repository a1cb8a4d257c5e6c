-- The identity domain's benchmark: who is who among raw pairs, beside a recursive CTE and the scan. bench/run.py reads it;
-- the directives are those of activity.sql.
--
-- Visits meet addresses and users at random, five identifiers in six pairs; a tree of devices is one component of ten
-- thousand. Texts are as long as real ones. Peers label identifiers until no label changes; that takes them long, so that
-- they do it once.

-- setup: postgres
CREATE FUNCTION uniform(key bigint, stream bigint) RETURNS float8 IMMUTABLE STRICT PARALLEL SAFE
RETURN (hashint8extended(key, stream) & 1073741823) / 1073741824.0::float8;

CREATE UNLOGGED TABLE pairs AS
SELECT 'anonymous_id'::text AS a_kind, md5(floor(0.65 * ${pairs} * uniform(id, 1))::int::text) AS a,
       CASE WHEN id % 3 = 0 THEN 'email' ELSE 'user_id' END AS b_kind,
       CASE WHEN id % 3 = 0 THEN 'user' || person || '@company' || person % 1000 || '.example' ELSE person::text END AS b,
       timestamptz '2025-01-01 00:00+00' + floor(31536000 * uniform(id, 3))::int * interval '1 second' AS at
FROM (SELECT id, floor(0.3 * ${pairs} * uniform(id, 2))::int AS person
      FROM generate_series(1, ${pairs} - 10000::bigint) AS id) AS drawn
UNION ALL
SELECT 'device', 'd' || i, 'device', 'd' || floor(i * uniform(i, 4))::int, timestamptz '2025-01-01 00:00+00' + i * interval '1 minute'
FROM generate_series(1, 10000) AS i;
VACUUM (FREEZE, ANALYZE) pairs;
-- Few of them, which the recursive CTE can do.
CREATE UNLOGGED TABLE few AS SELECT * FROM pairs WHERE a_kind = 'anonymous_id' LIMIT ${pairs} / 100;
VACUUM (FREEZE, ANALYZE) few;
\copy (SELECT a_kind, a, b_kind, b, extract(epoch FROM at)::bigint FROM pairs) TO '${file}' (FORMAT csv)

-- setup: customer360
CREATE EXTENSION customer360;
CREATE UNLOGGED TABLE graphs AS
SELECT identity_agg(a_kind, a, b_kind, b, at) AS graph,
       identity_agg(a_kind, a, b_kind, b, at, '{"most_per_entity": {"user_id": 1}, "most_links": {"email": 30}}') AS limited
FROM pairs;
VACUUM (FREEZE, ANALYZE) graphs;

-- setup: duckdb
CREATE TABLE pairs AS
SELECT a_kind || ':' || a AS a, b_kind || ':' || b AS b
FROM read_csv('${file}', header = false, columns = {'a_kind': 'VARCHAR', 'a': 'VARCHAR', 'b_kind': 'VARCHAR', 'b': 'VARCHAR', 'at': 'BIGINT'});


-- section: Identities of ${pairs} pairs
-- floor: scan
-- ours: rows

-- name: scan
-- title: count(at)
-- system: postgres
-- threads: 1 2
-- rows: totals
SELECT count(at) FROM pairs;

-- name: texts
-- title: longest text of the four columns
-- system: postgres
-- rows: longest
SELECT max(octet_length(a_kind)), max(octet_length(a)), max(octet_length(b_kind)), max(octet_length(b)) FROM pairs;

-- name: graph
-- title: identity_agg(…), the graph as a value
-- system: customer360
-- threads: 1 2
-- rows: size
SELECT pg_column_size(identity_agg(a_kind, a, b_kind, b, at)) FROM pairs;

-- name: rows
-- title: identities(identity_agg(…)), as rows
-- system: customer360
-- threads: 1 2
-- rows: entities
SELECT count(*), sum((kind || ':' || identifier = entity)::int), max(size) FROM identities((SELECT identity_agg(a_kind, a, b_kind, b, at) FROM pairs));

-- name: limited
-- title: the same with limits
-- system: customer360
-- threads: 1 2
-- rows: limited
SELECT count(*), sum((kind || ':' || identifier = entity)::int), max(size)
FROM identities((SELECT identity_agg(a_kind, a, b_kind, b, at, '{"most_per_entity": {"user_id": 1}, "most_links": {"email": 30}}') FROM pairs));

-- name: stored
-- title: identities(graph), of a stored graph
-- system: customer360
-- rows: entities
SELECT count(*), sum((kind || ':' || identifier = entity)::int), max(size) FROM graphs, identities(graph);

-- name: duckdb_key
-- title: DuckDB, WITH RECURSIVE … USING KEY
-- system: duckdb
-- threads: 2
-- rows: entities
-- rounds: once
WITH RECURSIVE link AS MATERIALIZED (SELECT a, b FROM pairs UNION SELECT b, a FROM pairs),
label (identifier, entity) USING KEY (identifier) AS (
  SELECT a, min(a) FROM link GROUP BY a
  UNION
  SELECT link.a, min(near.entity)
  FROM link JOIN label AS near ON near.identifier = link.b JOIN recurring.label AS own ON own.identifier = link.a
  WHERE near.entity < own.entity GROUP BY link.a)
SELECT count(*), count(DISTINCT entity), (SELECT max(n) FROM (SELECT count(*) AS n FROM label GROUP BY entity) AS sizes) FROM label;


-- section: Identities of a hundredth of the pairs
-- floor: few_scan
-- ours: few_rows

-- name: few_scan
-- title: count(at)
-- system: postgres
-- rows: few_totals
SELECT count(at) FROM few;

-- name: few_rows
-- title: identities(identity_agg(…)), as rows
-- system: customer360
-- rows: few_entities
SELECT count(*), sum((kind || ':' || identifier = entity)::int), max(size) FROM identities((SELECT identity_agg(a_kind, a, b_kind, b, at) FROM few));

-- name: few_recursive
-- title: WITH RECURSIVE, every identifier that each one reaches
-- system: postgres
-- rows: few_entities
-- rounds: once
WITH RECURSIVE link AS MATERIALIZED (
  SELECT a_kind || ':' || a AS a, b_kind || ':' || b AS b FROM few UNION SELECT b_kind || ':' || b, a_kind || ':' || a FROM few),
reached AS (
  SELECT a AS identifier, a AS other FROM link
  UNION
  SELECT reached.identifier, link.b FROM reached JOIN link ON link.a = reached.other),
labelled AS (SELECT identifier, min(other) AS entity FROM reached GROUP BY identifier)
SELECT count(*), count(DISTINCT entity), (SELECT max(n) FROM (SELECT count(*) AS n FROM labelled GROUP BY entity) AS sizes) FROM labelled;

-- goal: the graph at most three times the scan: graph / scan <= 3
-- goal: rows at most 4.2 times the scan: rows / scan <= 4.2
-- goal: limits cost at most as much again: limited / rows <= 2
