-- The identity domain: limits, kinds, instants, text and bytes that are none.
\i sql/include/errors.sql

-- ---- limits
SELECT error_of(format('SELECT identity_agg(%L, %L, %L, %L, now(), %L)', 'email', 'a', 'user_id', 'b', limits)) FROM unnest(ARRAY['{"most_per_entiti": {}}', '{"most_links": {"email": 0}, "plus": 1}', '[]', '{"most_links": {"email": 1.5}}', '{"most_links": {"a:b": 1}}', '{"most_links": 7}', '{"plus_addresses": "yes"}']) AS limits;
SELECT error_of($$ SELECT identity_agg('email', 'a', 'user_id', 'b', now(), NULL) $$);
SELECT error_of($$ SELECT identity_agg('a', 'b', now(), NULL) $$);
SELECT error_of($$ SELECT identity_agg('a', 'b', now(), format('{"most_links": {"id": %s}}', i)::jsonb) FROM generate_series(1, 2) AS i $$);
SELECT error_of($$ SELECT identity_graph '{}' + '{} {"most_links": {"id": 1}}' $$);
SELECT error_of($$ SELECT identity_agg(graph) FROM unnest(ARRAY['{}', '{} {"most_links": {"id": 1}}']::identity_graph[]) AS graph $$);

-- ---- kinds, instants, collations
SELECT error_of($$ SELECT identity_agg('a:b', 'a', 'user_id', 'b', now()) $$);
SELECT error_of($$ SELECT identity_agg(repeat('k', 64), 'a', 'user_id', 'b', now()) $$);
SELECT error_of($$ SELECT identity_agg('k' || i, 'a', 'user_id', 'b', now()) FROM generate_series(1, 300) AS i $$);
SELECT error_of($$ SELECT identity_agg('a', 'b', 'infinity') $$);
-- How much it has then depends on the query's seed.
SELECT regexp_replace(error_of($$ SET customer360.population_memory = '1MB'; SELECT identity_agg(i::text, (i + 1)::text, now()) FROM generate_series(1, 100000) AS i $$), 'has .* more;', 'has … more;');
RESET customer360.population_memory;

-- ---- identity_graph: text
SELECT error_of(format('SELECT identity_graph %L', value)) FROM unnest(ARRAY['', '{', '{"id:a"}', '{"id:a"@2026-01-05}', '{"a"@2026-01-05T09:00:00Z}', '{"id:a"@2026-02-30T09:00:00Z}', '{"id:a"@infinity}', '{"id:a"="id:b"}', '{} x', '{} {"most": 1}', '{"id:a"@2026-01-05T09:00:00Z "id:b"@2026-01-05T09:00:00Z}']) AS value;

-- ---- identity_graph: bytes. Two kinds, three identifiers, one pair
CREATE TEMP TABLE sent AS SELECT c360_identity_graph_send('{"email:a"@2000-01-01T00:00:01Z,"email:b"="user_id:7"@2000-01-01T00:00:02Z}') AS bytes;
CREATE FUNCTION graph_replaced(at integer, bytes bytea) RETURNS text LANGUAGE sql AS
$$ SELECT error_of(format('SELECT receive(%L, %L)', 'identity_graph', overlay(sent.bytes PLACING $2 FROM $1 + 1))) FROM sent $$;
SELECT receive('identity_graph', bytes) FROM sent;
SELECT error_of(format('SELECT receive(%L, %L)', 'identity_graph', substr(bytes, 1, size))) FROM sent, unnest(ARRAY[0, 3, 27, 60, 126]) AS size;
SELECT error_of(format('SELECT receive(%L, %L)', 'identity_graph', bytes || '\x00')) FROM sent;
SELECT graph_replaced(0, '\xc4');
SELECT graph_replaced(1, '\x07');
SELECT graph_replaced(2, '\x02');
SELECT graph_replaced(3, '\x01');
SELECT graph_replaced(4, '\xffffffff');
SELECT graph_replaced(24, '\x02000000');
SELECT graph_replaced(28, '\xffffffff');
SELECT graph_replaced(36, '\xffffffff');
SELECT graph_replaced(60, '\xffffffffffffff7f');
SELECT graph_replaced(68, '\xffffffff');
SELECT graph_replaced(96, '\x45');
SELECT graph_replaced(108, '\x63');
SELECT graph_replaced(108, '\xff');
SELECT graph_replaced(111, '\x02000000');
SELECT graph_replaced(119, '\x0000000000000000');
SELECT state, statement FROM improper_errors ORDER BY statement;
