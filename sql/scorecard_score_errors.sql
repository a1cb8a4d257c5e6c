-- Scores that cannot be: invalid rubrics, values of the wrong kind, NaN and infinity, missing ones, no as_of.
\i sql/include/errors.sql
CREATE FUNCTION rubric(metric jsonb) RETURNS jsonb LANGUAGE sql AS $$ SELECT jsonb_build_object('rubric', 1, 'metrics', jsonb_build_array('{"key": "a", "weight": 100}'::jsonb || metric)) $$;

SELECT error_of($$ SELECT adoption_score('{"rubric": 1, "metrics": []}', '{}'::jsonb) $$);
SELECT error_of($$ SELECT adoption_score('{"rubric": 2, "metric": []}', '{}'::jsonb) $$);
SELECT error_of($$ SELECT adoption_score('[]', rows) FROM (VALUES (1)) AS rows $$);
SELECT error_of($$ SELECT * FROM score_breakdown('{}', '{}'::jsonb) $$);
SELECT error_of($$ SELECT * FROM score_change(rubric('{"type": "binary"}'), '{}'::jsonb, '{"rubric": 1}', '{}'::jsonb) $$);

-- ---- values of the wrong kind

SELECT error_of($$ SELECT adoption_score(rubric('{"type": "ranges", "ranges": [{"points": 1}]}'), '{"a": "5"}'::jsonb) $$);
SELECT error_of($$ SELECT adoption_score(rubric('{"type": "ranges", "ranges": [{"points": 1}]}'), '{"a": true}'::jsonb) $$);
SELECT error_of($$ SELECT adoption_score(rubric('{"type": "linear", "from": 0, "to": 1, "points": [0, 1]}'), rows) FROM (VALUES ('x'::text)) AS rows (a) $$);
SELECT error_of($$ SELECT adoption_score(rubric('{"type": "binary"}'), '{"a": "yes"}'::jsonb) $$);
SELECT error_of($$ SELECT adoption_score(rubric('{"type": "binary"}'), rows) FROM (VALUES (date '2026-01-01')) AS rows (a) $$);
SELECT error_of($$ SELECT adoption_score(rubric('{"type": "map", "map": {"x": 1}}'), '{"a": "y"}'::jsonb) $$);
SELECT error_of($$ SELECT adoption_score(rubric('{"type": "map", "map": {"1": 1}}'), '{"a": 1.0000000001}'::jsonb) $$);
SELECT error_of($$ SELECT adoption_score(rubric('{"type": "map", "map": {"x": 1}}'), rows) FROM (VALUES (date '2026-01-01')) AS rows (a) $$);
SELECT error_of($$ SELECT adoption_score(rubric('{"type": "binary"}'), '{"a": [1]}'::jsonb) $$);
SELECT error_of($$ SELECT adoption_score(rubric('{"type": "binary"}'), '{"a": {"b": 1}}'::jsonb) $$);
SELECT error_of($$ SELECT adoption_score(rubric('{"type": "binary"}'), rows) FROM (VALUES (ARRAY[1])) AS rows (a) $$);
SELECT error_of($$ SELECT adoption_score(rubric('{"type": "binary"}'), rows) FROM (VALUES (timestamptz '2026-01-01')) AS rows (a) $$);
SELECT error_of($$ SELECT adoption_score(rubric('{"type": "binary"}') || '{"caps": [{"when": {"key": "b", "ge": 1}, "max": 3, "reason": "b"}]}', '{"a": true, "b": "x"}'::jsonb) $$);
SELECT error_of($$ SELECT adoption_score(rubric('{"type": "binary"}'), '[1]'::jsonb) $$);
SELECT error_of($$ SELECT adoption_score(rubric('{"type": "binary"}'), '3'::jsonb) $$);

-- ---- NaN, infinity

SELECT error_of($$ SELECT adoption_score(rubric('{"type": "binary"}'), rows) FROM (VALUES ('NaN'::numeric)) AS rows (a) $$);
SELECT error_of($$ SELECT adoption_score(rubric('{"type": "binary"}'), rows) FROM (VALUES ('-Infinity'::numeric)) AS rows (a) $$);
SELECT error_of($$ SELECT adoption_score(rubric('{"type": "binary"}'), rows) FROM (VALUES ('NaN'::float8)) AS rows (a) $$);
SELECT error_of($$ SELECT adoption_score(rubric('{"type": "binary"}'), rows) FROM (VALUES ('Infinity'::float4)) AS rows (a) $$);
SELECT error_of($$ SELECT adoption_score(rubric('{"type": "map", "map": {"x": 1}, "stale_after": "9 days", "observed_at": "at"}'), rows, '2026-01-01') FROM (VALUES ('x'::text, date 'infinity')) AS rows (a, at) $$);

-- ---- missing, and no as_of

SELECT error_of($$ SELECT adoption_score(rubric('{"type": "binary", "missing": "error"}'), '{}'::jsonb) $$);
SELECT error_of($$ SELECT adoption_score(rubric('{"type": "binary", "missing": "error"}'), rows) FROM (VALUES (NULL::boolean)) AS rows (a) $$);
SELECT error_of($$ SELECT adoption_score(rubric('{"type": "binary", "missing": "error", "stale_after": "1 day", "observed_at": "at"}'), '{"a": true, "at": "2026-01-01"}'::jsonb, '2026-01-03') $$);
SELECT error_of($$ SELECT adoption_score(rubric('{"type": "binary", "stale_after": "1 day", "observed_at": "at"}'), '{"a": true, "at": "2026-01-01"}'::jsonb) $$);
SELECT error_of($$ SELECT adoption_score(rubric('{"type": "binary", "stale_after": "1 day", "observed_at": "at"}'), '{"a": true, "at": "yesterday"}'::jsonb, '2026-01-03') $$);
SELECT error_of($$ SELECT adoption_score(rubric('{"type": "binary", "stale_after": "1 day", "observed_at": "at"}'), '{"a": true, "at": 5}'::jsonb, '2026-01-03') $$);
SELECT error_of($$ SELECT adoption_score(rubric('{"type": "binary"}'), '{}'::jsonb, date 'infinity') $$);
SELECT adoption_score(rubric('{"type": "binary", "stale_after": "1 day", "observed_at": "at"}'), metrics, '2026-01-03') FROM unnest('{"{\"a\": true, \"at\": \"2026-01-02\"}","{\"a\": true, \"at\": \"2026-01-02T23:59:00+01:00\"}","{\"a\": true, \"at\": \"2026-01-01\"}","{\"a\": true}"}'::jsonb[]) AS metrics;

-- At the top level, and the session goes on.
SELECT adoption_score('{"rubric": 1}', '{}'::jsonb);
SELECT adoption_score(rubric('{"type": "binary"}'), '{"a": true}'::jsonb);
SELECT state, statement FROM improper_errors;
DROP FUNCTION rubric(jsonb);
