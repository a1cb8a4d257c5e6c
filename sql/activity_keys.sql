-- Entities' keys of every type: two keys are one entity exactly when they are equal. METRICS R13.
\i sql/include/errors.sql
SET datestyle = ISO;

CREATE TEMP TABLE events AS
SELECT i % 7 AS number, date '2026-01-01' + i % 28 AS at FROM generate_series(1, 100) AS i;

-- ---- every type of key gives the same

SELECT active_users(number::smallint, at, daterange('2026-01-10', '2026-01-13'), 7) AS smallint,
       active_users(number, at, daterange('2026-01-10', '2026-01-13'), 7) AS integer,
       active_users(number::bigint, at, daterange('2026-01-10', '2026-01-13'), 7) AS bigint,
       active_users(number::numeric, at, daterange('2026-01-10', '2026-01-13'), 7) AS numeric,
       active_users(number::text, at, daterange('2026-01-10', '2026-01-13'), 7) AS text,
       active_users(number::varchar(10), at, daterange('2026-01-10', '2026-01-13'), 7) AS varchar,
       active_users(lpad(number::text, 32, '0')::uuid, at, daterange('2026-01-10', '2026-01-13'), 7) AS uuid FROM events;
SELECT activity_coefficients((number - 3)::smallint, at, '2026-01-31') AS smallint, activity_coefficients(number - 3, at, '2026-01-31') AS integer,
       activity_coefficients(number - 3::bigint, at, '2026-01-31') AS bigint, activity_coefficients((number - 3)::text, at, '2026-01-31') AS text,
       activity_coefficients(lpad(number::text, 32, '0')::uuid, at, '2026-01-31') AS uuid FROM events WHERE number < 4;
SELECT pg_typeof(activity_coefficients(number::smallint, at, '2026-01-31')), pg_typeof(activity_coefficients(number::numeric, at, '2026-01-31')) FROM events;

-- ---- numeric: 1.0 and 1.00 are one, NaN is NaN, infinities are two; shown with the decimals it needs

CREATE TEMP TABLE numbers (key numeric);
INSERT INTO numbers VALUES (0), (0.000), (-0.0), (1), (1.0), (1.00), (-1), (-1.000), (10), (10.0), (1e4), (10000.00), (12345678.9), (12345678.90), (0.00001), (0.0000100),
  ('NaN'), ('NaN'), ('infinity'), ('-infinity'), ('-infinity'), (1e300), (1e300 + 0.00), (1e-300), (round(1e-300, 320)), (round(1::numeric, 100)), (NULL);
SELECT (SELECT count(DISTINCT key) FROM numbers) AS distinct_keys, active_users(key, '2026-01-01', '[2026-01-01,2026-01-02)', 1) FROM numbers;
SELECT entity, coefficient FROM unnest((SELECT activity_coefficients(key, '2026-01-01', '2026-01-01') FROM numbers)) WHERE abs(entity) < 1e9 OR entity = 'NaN' ORDER BY entity;
SELECT count(*) AS equal FROM unnest((SELECT activity_coefficients(key, '2026-01-01', '2026-01-01') FROM numbers)) WHERE entity IN (SELECT key FROM numbers);

-- ---- text: by its bytes. Collations that call different bytes equal: test/tap/collations.t

CREATE TEMP TABLE names (name text COLLATE "POSIX", at date);
INSERT INTO names VALUES ('Acme', '2026-01-01'), ('ACME', '2026-01-01'), ('acme', '2026-01-01'), (NULL, '2026-01-01');
SELECT active_users(name, at, '[2026-01-01,2026-01-02)', 1) AS bytes, active_users(lower(name), at, '[2026-01-01,2026-01-02)', 1) AS lower FROM names;
SELECT error_of($$ SELECT retention_matrix(name, at, grain, 1, '2026-01-31') FROM names, (SELECT 'month' COLLATE "C" AS grain OFFSET 0) AS grains $$);

-- ---- a limit of memory, with what to do

SET customer360.population_memory = '1MB';
-- How far it gets depends on the seed of its hash table.
SELECT regexp_replace(error_of($$ SELECT active_users(i, '2026-01-01', '[2026-01-01,2026-01-02)', 1) FROM generate_series(1, 100000) AS i $$), 'has \d+ kB and needs \d+ kB', 'has … and needs …');
SELECT regexp_replace(error_of($$ SELECT mrr_bridge(i::text, daterange('2026-01-01', NULL), 1, 'month', '2026-01-31') FROM generate_series(1, 100000) AS i $$), 'has \d+ kB and needs \d+ kB', 'has … and needs …');
SELECT active_users(i % 100, '2026-01-01', '[2026-01-01,2026-01-02)', 1) FROM generate_series(1, 100000) AS i;
RESET customer360.population_memory;
SELECT active_users(i, '2026-01-01', '[2026-01-01,2026-01-02)', 1) FROM generate_series(1, 100000) AS i;

-- Limits and what is not supported have classes of their own; the rest is as everywhere.
SELECT state, statement FROM improper_errors WHERE state NOT IN ('0A000', '42P22', '53400');
