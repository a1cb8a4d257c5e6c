-- A score in one row, and metrics that a row's column attributes tells. METRICS C9, C10.
\i sql/include/errors.sql
\i sql/include/rubric.sql

CREATE TEMP TABLE customer (id int, tier text, contract_utilization numeric, profiles_enabled boolean, unique_logins_30d int, csm_sentiment text, sentiment_at date, days_inactive int);
INSERT INTO customer VALUES (1, 'enterprise', 0.55, true, 4, 'green', '2026-06-01', 2), (2, 'starter', 0.9, true, 12, 'green', '2026-06-01', 70), (3, 'pro', NULL, NULL, NULL, NULL, NULL, NULL);
SELECT id, s.* FROM customer AS c, rubrics AS r, score_summary(rubric, c, '2026-06-30') AS s WHERE name = 'adoption' ORDER BY id;
-- The same of jsonb, and of text.
SELECT bool_and(score_summary(rubric, c, '2026-06-30') = score_summary(rubric, to_jsonb(c), '2026-06-30')) AS jsonb, bool_and(score_summary(rubric, c, '2026-06-30') = score_summary(rubric, to_jsonb(c)::text, '2026-06-30')) AS text
  FROM customer AS c, rubrics AS r WHERE name = 'adoption';
-- It is the score of adoption_score, and its reason and next step are those of the breakdown that weigh most.
SELECT id, (s).score = adoption_score(rubric, c, '2026-06-30') AS score, (s).reason_lost = b.lost AS lost, (s).next_gain = b.gain AS gain
  FROM (SELECT id, c, rubric, score_summary(rubric, c, '2026-06-30') AS s FROM customer AS c, rubrics WHERE name = 'adoption') AS x,
    LATERAL (SELECT max(coalesce(lost, -contribution)) AS lost, max(next_gain) AS gain FROM score_breakdown(rubric, c, '2026-06-30')) AS b WHERE (s).score IS NOT NULL ORDER BY id;
-- No group, no bands; the names of groups are texts of their own.
SELECT score_summary(rubric, '{"utilisation": 0.5}'::jsonb) FROM rubrics WHERE name = 'health';
SELECT (score_summary('{"rubric": 1, "metrics": [{"key": "a", "group": "\"q\"", "weight": 100, "type": "binary"}]}', '{"a": true}'::jsonb)).groups;
SELECT score_summary(NULL, '{}'::jsonb) IS NULL AS rubric, score_summary('{"rubric": 1, "metrics": [{"key": "a", "weight": 100, "type": "binary"}]}', NULL::jsonb) IS NULL AS metrics;
SELECT error_of($$ SELECT score_summary('{}', '{}'::jsonb) $$);
SELECT error_of($$ SELECT score_summary('{"rubric": 1, "metrics": [{"key": "a", "weight": 100, "type": "binary"}]}', '{"a": "x"}'::jsonb) $$);

-- ---- attributes: what no column has

CREATE TEMP TABLE described (id int, a boolean, attributes jsonb);
INSERT INTO described VALUES (1, true, '{"a": false, "b": 5}'), (2, false, '{"b": null}'), (3, NULL, NULL), (4, true, '[1]'), (5, true, '{"c": {"deep": 1}, "b": 10}');
CREATE TEMP TABLE of_both AS SELECT '{"rubric": 1, "missing": "exclude", "metrics": [{"key": "a", "weight": 50, "type": "binary"}, {"key": "b", "weight": 50, "type": "linear", "from": 0, "to": 10, "points": [0, 5]}]}'::jsonb AS rubric;
SELECT id, adoption_score(rubric, d) AS columns, adoption_score(rubric, (SELECT x FROM (SELECT d.*) AS x)) AS record FROM described AS d, of_both ORDER BY id;
SELECT id, b.key, b.value, b.points FROM described AS d, of_both, score_breakdown(rubric, d) AS b WHERE id IN (1, 5) ORDER BY id, b.key;
-- A column of that name and another type is a column as any other.
SELECT adoption_score(rubric, o) FROM (SELECT true AS a, '{"b": 5}'::text AS attributes) AS o, of_both;
SELECT adoption_score('{"rubric": 1, "metrics": [{"key": "attributes", "weight": 100, "type": "map", "map": {"x": 5}, "other": 1}]}', o) FROM (SELECT 'x'::text AS attributes) AS o;
SELECT error_of($$ SELECT adoption_score(rubric, d) FROM (SELECT true AS a, '{"b": [1]}'::jsonb AS attributes) AS d, of_both $$);
SELECT state, statement FROM improper_errors;
