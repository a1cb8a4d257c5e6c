-- Identities against plain SQL (METRICS E1): without limits, labels that are spread until none changes; with limits, one
-- pair after the other in PL/pgSQL. Serial, parallel, and merged from parts. Companies of addresses, label by label (E2).

-- ---- rows: components of all sizes and a chain; pairs that repeat in both directions, many at one instant
CREATE TABLE seen AS
SELECT i, (ARRAY['email', 'user_id', 'device'])[1 + noise(1, i, 3)::integer] AS a_kind, 'x' || noise(2, i, 300) AS a,
       (ARRAY['email', 'user_id', 'device'])[1 + noise(3, i, 3)::integer] AS b_kind, 'x' || noise(4, i, 300) AS b,
       timestamptz '2026-01-01 00:00+00' + noise(5, i, 100) * interval '1 hour' AS at
  FROM generate_series(1, 500) AS i;
INSERT INTO seen SELECT 10000 + i, 'device', 'chain' || i, 'device', 'chain' || i + 1, timestamptz '2026-03-01 00:00+00' - i * interval '1 minute' FROM generate_series(1, 40) AS i;
INSERT INTO seen SELECT 20000 + i, 'email', 'info', 'user_id', 'x' || i, timestamptz '2026-01-01 00:00+00' FROM generate_series(1, 20) AS i;
INSERT INTO seen SELECT 30000 + i, b_kind, b, a_kind, a, at + interval '1 day' FROM seen WHERE i % 7 = 0;
ANALYZE seen;

-- What the definition reads: each pair once, its lower identifier first, and each identifier.
CREATE TABLE pair AS
SELECT a_kind, a, b_kind, b, min(at) AS first_seen
  FROM (SELECT a_kind COLLATE "C", a COLLATE "C", b_kind COLLATE "C", b COLLATE "C", at FROM seen WHERE (a_kind COLLATE "C", a COLLATE "C") < (b_kind, b)
        UNION ALL SELECT b_kind, b, a_kind, a, at FROM seen WHERE (b_kind COLLATE "C", b COLLATE "C") < (a_kind, a)) AS sighting (a_kind, a, b_kind, b, at)
 GROUP BY 1, 2, 3, 4;
CREATE TABLE identifier AS
SELECT kind, text, min(at) AS first_seen, row_number() OVER (ORDER BY min(at), kind, text) AS place
  FROM (SELECT a_kind COLLATE "C", a COLLATE "C", at FROM seen UNION ALL SELECT b_kind, b, at FROM seen) AS sighting (kind, text, at) GROUP BY 1, 2;

-- ---- without limits: every identifier takes the least place that it is connected with
CREATE TABLE label AS SELECT kind, text, place AS label FROM identifier;
DO $$
DECLARE changed bigint := 1;
BEGIN
  WHILE changed > 0 LOOP
    WITH link AS (SELECT a_kind, a, b_kind, b FROM pair UNION ALL SELECT b_kind, b, a_kind, a FROM pair),
         least AS (SELECT l.a_kind, l.a, min(label) AS label FROM link AS l JOIN label ON (label.kind, label.text) = (l.b_kind, l.b) GROUP BY 1, 2)
    UPDATE label SET label = least.label FROM least WHERE (kind, text) = (least.a_kind, least.a) AND least.label < label.label;
    GET DIAGNOSTICS changed = ROW_COUNT;
  END LOOP;
END $$;
CREATE TABLE expected AS
SELECT label.kind, label.text AS identifier, first.kind || ':' || first.text AS entity, count(*) OVER (PARTITION BY label) AS size
  FROM label JOIN identifier AS first ON first.place = label;
CREATE FUNCTION compare_identities(what text, graph identity_graph) RETURNS void LANGUAGE sql AS $$
INSERT INTO oracle (what, cases, differences)
SELECT what, count(*), count(*) FILTER (WHERE told IS DISTINCT FROM meant) FROM (
  SELECT told, meant FROM (SELECT kind COLLATE "C" AS kind, identifier COLLATE "C" AS identifier, (entity, size)::text AS told FROM identities(graph)) AS told
    FULL JOIN (SELECT kind, identifier, (entity, size)::text AS meant FROM expected) AS meant USING (kind, identifier)) AS compared
$$;
SELECT compare_identities('identities', identity_agg(a_kind, a, b_kind, b, at)) FROM seen;
SELECT compare_identities('identities: sorted', identity_agg(a_kind, a, b_kind, b, at ORDER BY i DESC)) FROM seen;
SELECT compare_identities('identities: merged from parts', identity_agg(part)) FROM (SELECT identity_agg(a_kind, a, b_kind, b, at) AS part FROM seen GROUP BY i % 11) AS parts;
SET max_parallel_workers_per_gather = 2; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0;
SELECT compare_identities('identities: parallel', graph) FROM (SELECT identity_agg(a_kind, a, b_kind, b, at) AS graph FROM seen) AS g;
RESET max_parallel_workers_per_gather;
INSERT INTO oracle (what, cases, differences)
SELECT 'without limits there is no conflict', count(DISTINCT i), count(c.*) FROM seen LEFT JOIN identity_conflicts((SELECT identity_agg(a_kind, a, b_kind, b, at) FROM seen)) AS c ON true;

-- ---- with limits: one pair after the other
CREATE TABLE conflict (a_kind text COLLATE "C", a text COLLATE "C", b_kind text COLLATE "C", b text COLLATE "C", reason text, kind text, most bigint, found bigint);
CREATE FUNCTION follow_pairs(most_per_entity jsonb, most_links jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  p record;
  side record;
  of_a bigint;
  of_b bigint;
  broken record;
BEGIN
  TRUNCATE conflict, label, expected;
  INSERT INTO label SELECT i.kind, i.text, i.place FROM identifier AS i;
  FOR p IN SELECT * FROM pair ORDER BY first_seen, a_kind, b_kind, a, b LOOP
    SELECT s.kind, (most_links->>s.kind)::bigint AS most, n INTO broken
      FROM (VALUES (1, p.a_kind, p.a), (2, p.b_kind, p.b)) AS s (number, kind, text),
           LATERAL (SELECT count(*) AS n FROM pair AS q WHERE (q.a_kind, q.a) = (s.kind, s.text) OR (q.b_kind, q.b) = (s.kind, s.text)) AS links
     WHERE n > (most_links->>s.kind)::bigint ORDER BY number LIMIT 1;
    IF FOUND THEN
      INSERT INTO conflict VALUES (p.a_kind, p.a, p.b_kind, p.b, 'most_links', broken.kind, broken.most, broken.n);
      CONTINUE;
    END IF;
    SELECT l.label INTO of_a FROM label AS l WHERE (l.kind, l.text) = (p.a_kind, p.a);
    SELECT l.label INTO of_b FROM label AS l WHERE (l.kind, l.text) = (p.b_kind, p.b);
    CONTINUE WHEN of_a = of_b;
    SELECT l.kind, (most_per_entity->>l.kind)::bigint AS most, count(*) AS n INTO broken FROM label AS l WHERE l.label IN (of_a, of_b)
     GROUP BY l.kind HAVING count(*) > (most_per_entity->>l.kind)::bigint ORDER BY l.kind COLLATE "C" LIMIT 1;
    IF FOUND THEN
      INSERT INTO conflict VALUES (p.a_kind, p.a, p.b_kind, p.b, 'most_per_entity', broken.kind, broken.most, broken.n);
    ELSE
      UPDATE label AS l SET label = least(of_a, of_b) WHERE l.label = greatest(of_a, of_b);
    END IF;
  END LOOP;
  INSERT INTO expected SELECT l.kind, l.text, first.kind || ':' || first.text, count(*) OVER (PARTITION BY l.label)
    FROM label AS l JOIN identifier AS first ON first.place = l.label;
END $$;
CREATE FUNCTION compare_with_limits(most_per_entity jsonb, most_links jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  limits CONSTANT jsonb := jsonb_build_object('most_per_entity', most_per_entity, 'most_links', most_links);
  graph identity_graph;
BEGIN
  PERFORM follow_pairs(most_per_entity, most_links);
  SELECT identity_agg(s.a_kind, s.a, s.b_kind, s.b, s.at, limits) INTO graph FROM seen AS s;
  PERFORM compare_identities('identities with ' || limits::text, graph);
  PERFORM compare_identities('the same, merged from parts', identity_agg(part)) FROM (SELECT identity_agg(s.a_kind, s.a, s.b_kind, s.b, s.at, limits) AS part FROM seen AS s GROUP BY i % 5) AS parts;
  INSERT INTO oracle (what, cases, differences)
  SELECT 'conflicts with ' || limits::text, count(*), count(*) FILTER (WHERE told IS DISTINCT FROM meant) FROM (
    SELECT told, meant FROM (SELECT c.a_kind COLLATE "C" AS a_kind, c.a COLLATE "C" AS a, c.b_kind COLLATE "C" AS b_kind, c.b COLLATE "C" AS b, (c.reason, c.kind, c.most, c.found)::text AS told FROM identity_conflicts(graph) AS c) AS told
      FULL JOIN (SELECT c.a_kind, c.a, c.b_kind, c.b, (c.reason, c.kind, c.most, c.found)::text AS meant FROM conflict AS c) AS meant USING (a_kind, a, b_kind, b)) AS compared;
END $$;
SELECT compare_with_limits('{"user_id": 1}', '{}');
SELECT compare_with_limits('{"user_id": 2, "device": 3}', '{"email": 3}');
SELECT compare_with_limits('{}', '{"email": 2, "user_id": 4}');
SELECT compare_with_limits('{"email": 1, "device": 1, "user_id": 1}', '{"device": 5}');

-- ---- companies of addresses
INSERT INTO oracle (what, cases, differences)
SELECT 'email_domain', count(*), count(*) FILTER (WHERE email_domain(address) IS DISTINCT FROM meant)
  FROM (SELECT CASE noise(6, i, 2) WHEN 0 THEN 'Ann' || i || '@' ELSE '' END || repeat('mail.', noise(7, i, 3)::integer) || 'Acme' || i || suffix AS address, 'acme' || i || suffix AS meant
          FROM generate_series(1, 1000) AS i, LATERAL (SELECT (ARRAY['.com', '.co.uk', '.com.au', '.de', '.co.jp', '.org'])[1 + noise(8, i, 6)] AS suffix) AS s) AS rows;
