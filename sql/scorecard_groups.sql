-- Groups of a rubric: what stays in them when a metric is missing, weights of their own, and weights of any total. METRICS C2.
\i sql/include/errors.sql
CREATE TABLE grouped (name text, rubric jsonb CHECK (rubric_is_valid(rubric)));
INSERT INTO grouped VALUES
  ('exclude', '{"rubric": 1, "missing": "exclude", "metrics": [{"key": "a1", "group": "A", "weight": 30, "type": "binary"}, {"key": "a2", "group": "A", "weight": 30, "type": "binary"}, {"key": "b", "group": "B", "weight": 40, "type": "binary"}]}'),
  ('exclude_in_group', '{"rubric": 1, "missing": "exclude_in_group", "metrics": [{"key": "a1", "group": "A", "weight": 30, "type": "binary"}, {"key": "a2", "group": "A", "weight": 30, "type": "binary"}, {"key": "b", "group": "B", "weight": 40, "type": "binary"}]}'),
  ('own weights', '{"rubric": 1, "missing": "exclude_in_group", "groups": [{"name": "A", "weight": 60}, {"name": "B", "weight": 40}], "metrics": [{"key": "a1", "group": "A", "weight": 1, "type": "binary"}, {"key": "a2", "group": "A", "weight": 2, "type": "binary"}, {"key": "b", "group": "B", "weight": 7, "type": "binary"}],
    "segments": [{"name": "free", "when": {"tier": ["free"]}, "groups": {"A": 90, "B": 10}, "weights": {"a1": 2}}]}'),
  ('normalize', '{"rubric": 1, "missing": "exclude", "normalize": true, "groups": [{"name": "A", "weight": 3}, {"name": "B", "weight": 2}], "metrics": [{"key": "a1", "group": "A", "weight": 1, "type": "binary"}, {"key": "a2", "group": "A", "weight": 2, "type": "binary"}, {"key": "b", "group": "B", "weight": 7, "type": "binary"}]}');
-- A customer that does not do a1, of whom a2 is not known, and that does b; then one of whom less is known.
SELECT name, adoption_score(rubric, '{"a1": false, "b": true}') AS "a1 no, b yes", adoption_score(rubric, '{"a1": true, "a2": false, "b": false}') AS "a1 yes", adoption_score(rubric, '{"a2": true, "b": false, "tier": "free"}') AS "a2 yes, a1 unknown, free",
       adoption_score(rubric, '{"b": true}') AS "A unknown", adoption_score(rubric, '{}') AS nothing FROM grouped;
SELECT name, key, group_name, status, points, weight, effective_weight, contribution, lost, next_threshold, next_gain FROM grouped, score_breakdown(rubric, '{"a1": false, "b": true}');
SELECT * FROM score_change((SELECT rubric FROM grouped WHERE name = 'exclude'), '{"a1": true, "b": true}', (SELECT rubric FROM grouped WHERE name = 'own weights'), '{"a1": false, "b": true}');
-- Where a metric does not apply, its weight may stay in its group, too.
SELECT policy, adoption_score(jsonb_set((SELECT rubric FROM grouped WHERE name = 'exclude'), '{metrics,1,gate}', jsonb_build_object('unless', '{"tier": ["free"]}'::jsonb, 'policy', policy)), '{"a1": false, "a2": true, "b": true, "tier": "free"}') FROM unnest('{zero,exclude,exclude_in_group}'::text[]) AS policy;
-- The share of the weight that has data goes by groups: 60 · 1/3 + 40 of 100.
SELECT share, adoption_score(rubric || jsonb_build_object('min_coverage', share), '{"a1": true, "b": true}') FROM grouped, unnest('{0.6,0.600001}'::numeric[]) AS share WHERE name = 'own weights';
-- A row, and any order of columns.
SELECT name, adoption_score(rubric, t) FROM grouped, (SELECT true AS b, NULL::boolean AS a2, false AS a1) AS t;
-- Faults.
SELECT e.* FROM grouped, rubric_errors(jsonb_set(rubric, '{metrics,0,group}', '"AA"')) AS e WHERE name = 'own weights';
SELECT e.* FROM grouped, rubric_errors(jsonb_set(rubric, '{groups,1,weight}', '50')) AS e WHERE name = 'own weights';
SELECT e.* FROM grouped, rubric_errors(jsonb_set(rubric, '{metrics,2,weight}', '0')) AS e WHERE name = 'own weights';
SELECT e.* FROM grouped, rubric_errors(jsonb_set(rubric, '{segments,0,groups}', '{"A": 10, "C": 90}')) AS e WHERE name = 'own weights';
SELECT e.* FROM grouped, rubric_errors(rubric #- '{metrics,2,group}') AS e WHERE name LIKE '%exclude_in_group%';
SELECT e.* FROM grouped, rubric_errors(jsonb_set(rubric, '{missing}', '"exclude_in_groups"')) AS e WHERE name = 'exclude';
SELECT error_of($$ SELECT adoption_score(rubric || '{"normalise": true}', '{}') FROM grouped WHERE name = 'normalize' $$);
SELECT error_of($$ SELECT adoption_score(rubric - 'normalize', '{}') FROM grouped WHERE name = 'normalize' $$);
SELECT * FROM improper_errors;
DROP TABLE grouped;
