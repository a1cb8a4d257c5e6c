-- Columns of every type: a row reads as to_jsonb(row) does, or the rubric asks for a column that cannot be read. METRICS C1.
\i sql/include/errors.sql
CREATE TYPE light AS ENUM ('red', 'yellow', 'Green ');
CREATE DOMAIN light_domain AS light;
CREATE DOMAIN code AS varchar(12) CHECK (VALUE <> '');
CREATE DOMAIN code_of_code AS code;
CREATE TYPE pair AS (a int, b text);
CREATE TABLE every_type (id int, bool boolean, i2 smallint, i4 integer, i8 bigint, f4 real, f8 double precision, num numeric, num2 numeric(12, 2), txt text, vc varchar(20), fixed char(10), one "char", nam name, light light, light_d light_domain, code code_of_code,
  day date, at timestamp, clock time, key uuid, host inet, bits bit(4), js json, jsb jsonb, amount amount, cal calendar_day, oid oid);
INSERT INTO every_type VALUES
  (1, true, 12, 12, 12, 0.4, 0.4, 0.4, 0.40, 'green', 'green', 'green', 'g', 'green', 'red', 'yellow', 'green', '2026-01-31', '2026-01-31 10:00', '10:00', '00000000-0000-0000-0000-000000000001', '10.0.0.1', B'1010', '12', '0.4', 0.4, '2026-01-31', 12),
  (2, false, -3, 0, 9223372036854775807, 16777216, 0.1::float8 + 0.2, 1e20, -0.01, 'green ', 'Green', 'gr', ' ', 'é', 'Green ', 'Green ', 'x', '0044-03-15 BC', '0001-01-01 00:00:00.123456', '23:59:59.999999', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '::1/64', B'0000', '"green"', 'true', 1e12, '2020-02-29', 4294967295),
  (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'null', 'null', NULL, NULL, NULL),
  (4, true, 1, 1, 1, 0.1234567, 0.7999999999999999, 0.79999999999999999999, 0.8, '', '', '', '', '', 'yellow', 'red', 'green', 'infinity', 'infinity', '00:00', NULL, NULL, NULL, 'true', '"x"', 0, NULL, 0);

-- ---- each column as a number, yes or no, a label, in a condition: the answer, or the error, is that of to_jsonb
CREATE FUNCTION rubric(column_name text, metric jsonb, more jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql IMMUTABLE AS
$$ SELECT jsonb_build_object('rubric', 1, 'metrics', jsonb_build_array(jsonb_build_object('key', column_name, 'weight', 100) || metric)) || more $$;
CREATE FUNCTION answer(query text) RETURNS text LANGUAGE plpgsql AS $$ DECLARE result text; BEGIN EXECUTE query INTO result; RETURN coalesce(result, 'NULL'); EXCEPTION WHEN invalid_parameter_value THEN RETURN SQLERRM; END $$;
CREATE TABLE uses (use text, metric jsonb, more jsonb);
INSERT INTO uses VALUES
  ('ranges', '{"type": "ranges", "ranges": [{"lt": 0.4, "points": 1}, {"ge": 0.4, "lt": 0.8, "points": 2}, {"ge": 0.8, "points": 3}]}', '{}'),
  ('binary', '{"type": "binary"}', '{}'),
  ('map', '{"type": "map", "map": {"green": 4, "Green ": 3, "12": 2, "2026-01-31": 1, "0044-03-15 BC": 1, "2026-01-31T10:00:00": 1, "10:00:00": 1, "infinity": 2, "true": 1, "0.4": 1}, "other": 0.5}', '{}'),
  ('condition', '{"type": "map", "map": {"green": 4}, "other": 5}', '{"segments": [{"name": "s", "when": {"COLUMN": ["green", 12, true, "2026-01-31", 0.4, "red"]}}], "caps": [{"when": {"key": "COLUMN", "in": ["green", 12, true, "2026-01-31", 0.4, "red"]}, "max": 7, "reason": "r"}]}');
CREATE TABLE answers AS
SELECT attname AS column_name, use, id, answer(format('SELECT adoption_score(%L, t) FROM every_type AS t WHERE id = %s', r, id)) AS of_columns,
       answer(format('SELECT adoption_score(%L, (SELECT t FROM every_type AS t WHERE id = %s))', r, id)) AS of_row,
       answer(format('SELECT adoption_score(%L, to_jsonb(t)) FROM every_type AS t WHERE id = %s', r, id)) AS of_json,
       answer(format('SELECT array_agg(b ORDER BY b) FROM every_type AS t, score_breakdown(%L, t) AS b WHERE id = %s', r, id)) AS row_breakdown,
       answer(format('SELECT array_agg(b ORDER BY b) FROM every_type AS t, score_breakdown(%L, to_jsonb(t)) AS b WHERE id = %s', r, id)) AS json_breakdown
  FROM pg_attribute, uses, generate_series(1, 4) AS id, LATERAL (SELECT rubric(attname, metric, replace(more::text, 'COLUMN', attname)::jsonb) AS r) AS rubrics
 WHERE attrelid = 'every_type'::regclass AND attnum > 1;
-- Types of this extension read as what they are kept as, where to_jsonb makes a text of them.
SELECT count(*) >= 400 AS many, count(*) FILTER (WHERE of_columns <> of_json OR row_breakdown <> json_breakdown) AS different, count(*) FILTER (WHERE of_columns <> of_row) AS "columns and row differ", count(*) FILTER (WHERE of_columns !~ '^[0-9]') AS errors
  FROM answers WHERE column_name NOT IN ('amount', 'cal');
SELECT * FROM answers WHERE column_name NOT IN ('amount', 'cal') AND (of_columns <> of_json OR row_breakdown <> json_breakdown OR of_columns <> of_row);
SELECT column_name, use, string_agg(of_columns, ', ' ORDER BY id) FROM answers WHERE column_name IN ('light', 'fixed', 'cal', 'amount', 'f8', 'day') GROUP BY column_name, use ORDER BY column_name, use;
-- Floats by their shortest decimal: random ones, and beside every border.
SELECT count(*) AS numbers, count(*) FILTER (WHERE adoption_score(r, t) IS DISTINCT FROM adoption_score(r, to_jsonb(t))) AS different
  FROM (SELECT (i / 7.0)::real AS a, i / 7.0::float8 AS b, (0.3 + i * 1.1102230246251565e-16)::float8 AS c, (0.3 + i * 2.98e-8)::real AS d FROM generate_series(-500, 500) AS i) AS t,
       (SELECT jsonb_build_object('rubric', 1, 'metrics', jsonb_agg(jsonb_build_object('key', k, 'weight', 25, 'type', 'ranges', 'ranges', '[{"lt": 0.142857, "points": 1}, {"ge": 0.142857, "lt": 0.3, "points": 2}, {"ge": 0.3, "lt": 0.300001, "points": 3}, {"ge": 0.300001, "points": 4}]'::jsonb))) AS r FROM unnest('{a,b,c,d}'::text[]) AS k) AS rubrics;
-- The session's ways to write days and floats change nothing.
SET datestyle = 'German';
SET extra_float_digits = 0;
SELECT adoption_score(rubric('day', metric), t), score_breakdown(rubric('day', metric), t) FROM every_type AS t, uses WHERE use = 'map' AND id < 3;
SELECT adoption_score(rubric('f8', metric), t) FROM every_type AS t, uses WHERE use = 'ranges' ORDER BY id;
RESET datestyle;
RESET extra_float_digits;
-- The day of an observation: of a date, a timestamp, a calendar_day, a text.
SELECT k, adoption_score(rubric('i4', jsonb_build_object('type', 'binary', 'stale_after', '2 days', 'observed_at', k, 'missing', 'exclude')), t, '2026-02-02') AS fresh, adoption_score(rubric('i4', jsonb_build_object('type', 'binary', 'stale_after', '2 days', 'observed_at', k, 'missing', 'exclude')), t, '2026-02-03') AS stale
  FROM (SELECT *, '2026-01-31'::code AS txt_day FROM every_type) AS t, unnest('{day,at,cal,txt_day}'::text[]) AS k WHERE id = 1;
-- citext, a type of another extension: test/tap/text_types.t

-- ---- what cannot be read is an error where the rubric asks for it and there is a value

CREATE TABLE unreadable AS SELECT true AS a, timestamptz '2026-01-31 10:00+00' AS instant, interval '3 days' AS span, 12.50::money AS price, '\x00'::bytea AS raw, '{1}'::int[] AS list, (1, 'x')::pair AS pair, '[1,2)'::int4range AS range, '{"a": 1}'::jsonb AS object, '[1]'::json AS array, NULL::interval AS none;
SELECT adoption_score(rubric('a', '{"type": "binary"}'), u) AS not_asked_for, adoption_score(rubric('none', '{"type": "binary", "missing": {"points": 1}}'), u) AS "NULL" FROM unreadable AS u;
SELECT error_of(format('SELECT adoption_score(%L, u) FROM unreadable AS u', rubric(attname, '{"type": "binary"}'))) FROM pg_attribute WHERE attrelid = 'unreadable'::regclass AND attnum BETWEEN 2 AND 10 ORDER BY attnum;
SELECT error_of(format('SELECT adoption_score(%L, (SELECT u FROM unreadable AS u))', rubric(attname, '{"type": "binary"}'))) FROM pg_attribute WHERE attrelid = 'unreadable'::regclass AND attnum BETWEEN 2 AND 3 ORDER BY attnum;

-- ---- untyped literals and parameters, as drivers send them

SET plan_cache_mode = force_generic_plan;
PREPARE adoption AS SELECT adoption_score($1, $2), health_score($1, $2);
EXECUTE adoption('{"rubric": 1, "metrics": [{"key": "a", "weight": 100, "type": "binary"}]}', '{"a": true}');
EXECUTE adoption('{"rubric": 1, "metrics": [{"key": "a", "weight": 100, "type": "binary"}]}', NULL);
PREPARE with_day AS SELECT adoption_score($1, $2, $3), health_score($1, $2, $3);
EXECUTE with_day('{"rubric": 1, "metrics": [{"key": "a", "weight": 100, "type": "binary"}]}', '{"a": true}', '2026-01-31');
PREPARE breakdown AS SELECT key, value, contribution FROM score_breakdown($1, $2) UNION ALL SELECT key, value, contribution FROM score_breakdown($1, $2, $3);
EXECUTE breakdown('{"rubric": 1, "metrics": [{"key": "a", "weight": 100, "type": "binary"}]}', '{"a": true}', NULL);
PREPARE change AS SELECT * FROM score_change($1, $2, $1, $3) UNION ALL SELECT * FROM score_change($1, $2, $1, $3, $4, $5);
EXECUTE change('{"rubric": 1, "metrics": [{"key": "a", "weight": 100, "type": "binary"}]}', '{"a": true}', '{"a": false}', NULL, '2026-01-31');
PREPARE play AS SELECT * FROM playbook_actions($1, $2);
EXECUTE play('[{"play": "p", "when": "$.a == true", "action": "x"}]', '{"a": true}');
SELECT adoption_score('{"rubric": 1, "metrics": [{"key": "a", "weight": 100, "type": "binary"}]}', '{"a": true}') AS literals, adoption_score('{"rubric": 1, "metrics": [{"key": "a", "weight": 100, "type": "binary"}]}', metrics) AS of_text, adoption_score('{"rubric": 1, "metrics": [{"key": "a", "weight": 100, "type": "binary"}]}', metrics::jsonb) AS of_jsonb,
       adoption_score('{"rubric": 1, "metrics": [{"key": "a", "weight": 100, "type": "binary"}]}', ROW(true)) AS of_row, adoption_score('{"rubric": 1, "metrics": [{"key": "a", "weight": 100, "type": "binary"}]}', NULL) AS nothing FROM (SELECT '{"a": true}' AS metrics) AS t;
SELECT error_of($$ SELECT adoption_score('{"rubric": 1, "metrics": [{"key": "a", "weight": 100, "type": "binary"}]}', '{"a": ') $$);
SELECT error_of($$ SELECT adoption_score('{"rubric": 1, "metrics": [{"key": "a", "weight": 100, "type": "binary"}]}', '[1]') $$);
-- Text that is no JSON is jsonb's own matter.
SELECT state FROM improper_errors;
-- Rules of a playbook over columns of every type.
SELECT play FROM every_type AS t, playbook_actions('[{"play": "enum", "when": "$.light == \"red\"", "action": "x"}, {"play": "varchar", "when": "$.vc == \"green\"", "action": "x"}, {"play": "date", "when": "$.day > \"2026-01-01\"", "action": "x"}, {"play": "uuid", "when": "$.key starts with \"0000\"", "action": "x"}, {"play": "smallint", "when": "$.i2 == 12", "action": "x"}]', to_jsonb(t)) WHERE id = 1;
