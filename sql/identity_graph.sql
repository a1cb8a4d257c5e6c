-- Identities: who is who, in graphs of identifiers seen together, with limits and without.
SET timezone = 'UTC';

CREATE TABLE seen (a_kind text, a text, b_kind text, b text, at timestamptz);
INSERT INTO seen VALUES
  ('anonymous_id', 'x1', 'email', 'Ann@acme.com ', '2026-01-05 09:00'),
  ('email', 'ann@ACME.com', 'user_id', '7', '2026-01-06 09:00'),
  ('User_ID', '7', 'Email', 'ann@acme.com', '2026-01-09 09:00'),      -- the same pair, later
  ('anonymous_id', 'x2', 'user_id', '7', '2026-01-07 09:00'),
  ('device', 'd1', 'device', 'd1', '2026-01-01 09:00'),               -- with itself: seen alone
  ('device', 'd2', NULL, NULL, '2026-01-02 09:00'),
  ('device', '  ', 'email', 'bob@acme.com', '2026-01-03 09:00'),
  ('email', '', 'email', NULL, '2026-01-03 09:00'),
  ('email', 'cy@acme.com', 'user_id', '8', NULL);                     -- nobody knows when

SELECT identity_agg(a_kind, a, b_kind, b, at) FROM seen;
SELECT i.* FROM identities((SELECT identity_agg(a_kind, a, b_kind, b, at) FROM seen)) AS i;
SELECT count(*) FROM identity_conflicts((SELECT identity_agg(a_kind, a, b_kind, b, at) FROM seen));

-- Plain pairs.
SELECT * FROM identities((SELECT identity_agg(a, b, at) FROM (VALUES ('a', 'b', timestamptz '2026-01-02'), ('c', 'b', '2026-01-01'), ('e', NULL, '2026-01-03')) AS v (a, b, at)));
-- Numbers are the texts that they are written as, of any size and whole type.
SELECT numbers = texts AS are_texts, numbers FROM (
  SELECT identity_agg(a, b, at) AS numbers, identity_agg(a::text, b::text, at) AS texts
  FROM (VALUES (7, 12, timestamptz '2026-01-02'), (-9223372036854775808, 9223372036854775807, '2026-01-01'), (12, 0, '2026-01-03'),
               (NULL, 5, '2026-01-04'), (8, 8, '2026-01-05'), (9, 10, NULL)) AS v (a, b, at)) AS graphs;
SELECT identity_agg(1::smallint, 2, '2026-01-01 00:00Z');
SELECT a, b FROM identity_conflicts((SELECT identity_agg(1, i, '2026-01-01'::timestamptz + i * interval '1 day', '{"most_links": {"id": 2}}') FROM generate_series(2, 4) AS i));

-- No rows, and rows of nothing.
SELECT identity_agg(a_kind, a, b_kind, b, at) IS NULL AS no_rows FROM seen WHERE false;
SELECT identity_agg(a_kind, a, b_kind, b, at) AS nothing FROM seen WHERE at IS NULL;
SELECT identity_agg(NULL::identity_graph) IS NULL AS no_graph;
SELECT count(*) FROM identities(NULL);
SELECT count(*) FROM identities('{}');

-- ---- limits

-- Two users behind one address: the second is another person. An address of ten, nobody's.
CREATE TABLE limited AS SELECT identity_agg(a_kind, a, b_kind, b, at, '{"most_per_entity": {"user_id": 1}, "most_links": {"email": 3}}') AS graph FROM (
  SELECT 'email', 'ann@acme.com', 'user_id', '7', timestamptz '2026-01-06 09:00' UNION ALL
  SELECT 'email', 'ann@acme.com', 'user_id', '8', '2026-01-07 09:00' UNION ALL
  SELECT 'device', 'd1', 'user_id', '8', '2026-01-05 09:00' UNION ALL
  SELECT 'device', 'd1', 'user_id', '7', '2026-01-08 09:00' UNION ALL
  SELECT 'email', 'info@acme.com', 'user_id', i::text, '2026-01-01 09:00' FROM generate_series(6, 9) AS i) AS v (a_kind, a, b_kind, b, at);
SELECT i.* FROM limited, identities(graph) AS i;
SELECT c.* FROM limited, identity_conflicts(graph) AS c;
SELECT graph FROM limited;
SELECT graph::text::identity_graph = graph AS text_is_the_graph FROM limited;

-- Pairs are ranked by when they were first seen, then by kinds, then by identifiers: of these three one is followed.
SELECT a, b, first_seen FROM identity_conflicts((SELECT identity_agg(a_kind, a, 'user_id', b, at, '{"most_per_entity": {"user_id": 1}}')
  FROM (VALUES ('email', 'x', '2', timestamptz '2026-01-01'), ('email', 'x', '1', '2026-01-01'), ('email', 'x', '3', '2025-01-01')) AS v (a_kind, a, b, at)));
-- One that is older, and comes later, changes its component.
SELECT kind, identifier, entity FROM identities((SELECT graph + identity_agg('email', 'ann@acme.com', 'user_id', '8', '2026-01-01 09:00', '{"most_per_entity": {"user_id": 1}, "most_links": {"email": 3}}') FROM limited GROUP BY graph))
WHERE identifier IN ('7', '8', 'ann@acme.com');

-- A plus in an address.
SELECT identifier, size FROM identities((SELECT identity_agg('email', 'Ann+Shop@acme.com', 'user_id', '7', '2026-01-01', '{"plus_addresses": "same"}')));
SELECT identifier, size FROM identities((SELECT identity_agg('email', 'Ann+Shop@acme.com', 'user_id', '7', '2026-01-01', '{"plus_addresses": "different"}')));

-- ---- sums: of parts in any order it is the graph of the whole

CREATE TABLE pairs AS SELECT i, 'k' || i % 3 AS a_kind, abs(hashint4(i)) % 700 AS a, 'k' || i % 2 AS b_kind, abs(hashint4(-i)) % 700 AS b, timestamptz '2026-01-01' + abs(hashint4(i * 3)) % 5000 * interval '1 hour' AS at FROM generate_series(1, 3000) AS i;
SELECT count(*) AS graphs, count(DISTINCT graph) AS different, count(DISTINCT c360_identity_graph_hash(graph)) AS hashes FROM (
  SELECT identity_agg(a_kind, a::text, b_kind, b::text, at) AS graph FROM pairs UNION ALL
  SELECT identity_agg(a_kind, a::text, b_kind, b::text, at ORDER BY i DESC) FROM pairs UNION ALL
  SELECT identity_agg(b_kind, b::text, a_kind, a::text, at) FROM pairs UNION ALL
  SELECT identity_agg(part) FROM (SELECT identity_agg(a_kind, a::text, b_kind, b::text, at) AS part FROM pairs GROUP BY i % 7) AS parts UNION ALL
  SELECT identity_agg(a_kind, a::text, b_kind, b::text, at) FILTER (WHERE i % 5 = 0) + identity_agg(a_kind, a::text, b_kind, b::text, at) FILTER (WHERE i % 5 > 0) FROM pairs UNION ALL
  SELECT identity_agg(a_kind, a::text, b_kind, b::text, at)::text::identity_graph FROM pairs) AS graphs;

-- ---- order of graphs, for sorting and grouping
SELECT a < b AS lt, a <= b AS le, a = b AS eq, a <> b AS ne, a >= b AS ge, a > b AS gt FROM (VALUES (identity_graph '{}', identity_graph '{"id:a"@2026-01-01T00:00:00Z}'), ('{}', '{}')) AS v (a, b);

-- ---- companies of addresses

SELECT address, email_domain(address), is_free_email_domain(address) FROM unnest(ARRAY['ann@mail.acme.co.uk', 'Ann Lee <ANN@Acme.com>', 'www.acme.com.au', 'ann@gmail.com', 'ann@mail.hotmail.co.jp', 'co.uk', 'ann@localhost', '10.0.0.1', '', NULL]) AS address;
SELECT email_domain('a.acme.github.io', '{.github.io, NULL}') AS own, email_domain('a.acme.github.io', '{}') AS without, email_domain('a.acme.io', NULL) AS nothing;
SELECT is_free_email_domain('ann@acme.com', '{NULL, Acme.com}') AS own, is_free_email_domain('ann@acme.com', '{}') AS without;

-- ---- what a graph is made of
SELECT s.* FROM identity_sightings('{"device:d"@2026-01-05T09:00:00Z,"email:ann@acme.com"="user_id:7"@2026-01-06T09:00:00Z} {"most_links": {"email": 2}}') AS s;
SELECT count(*), bool_and(made = graph) FROM (SELECT graph, (SELECT identity_agg(a_kind, a, b_kind, b, first_seen, '{"most_per_entity": {"user_id": 1}}') FROM identity_sightings(graph)) AS made
  FROM (SELECT identity_agg('email', i % 7 || '@x.com', 'user_id', (i * n % 11)::text, '2026-01-01'::timestamptz + i * n * interval '1 hour', '{"most_per_entity": {"user_id": 1}}') AS graph FROM generate_series(1, 40) AS i, generate_series(1, 9) AS n GROUP BY n) AS g) AS each;
SELECT count(*) FROM identity_sightings(NULL);
