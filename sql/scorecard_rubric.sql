-- Faults of rubrics: all of them at once, each with a code, where it stands, and what to change. METRICS C2.
SET datestyle = ISO;
\i sql/include/rubric.sql
\pset format unaligned
\pset tuples_only on

-- The good ones have none.
SELECT name, count(severity) AS faults, rubric_is_valid(rubric) FROM rubrics LEFT JOIN LATERAL rubric_errors(rubric) ON true GROUP BY name, rubric ORDER BY name;

-- Replaces a part of a good rubric, and tells the faults. A path that is not there is added.
CREATE FUNCTION faults(path text, value jsonb) RETURNS SETOF text LANGUAGE sql AS
$$ SELECT format('%s %s: %s', code, e.path, message) FROM rubrics, rubric_errors(jsonb_set(rubric, faults.path::text[], value)) AS e WHERE name = 'adoption' $$;

-- ---- the document

SELECT document, e.* FROM jsonb_array_elements('[[], 3, "text", null, {}]') AS document, rubric_errors(document) AS e;
SELECT faults('{rubric}', '2');
SELECT faults('{rubric}', '"1"');
SELECT faults('{naem}', '"x"');
SELECT faults('{entirely_unknown}', 'true');
SELECT faults('{name}', '5');
SELECT faults('{max_points}', '0');
SELECT faults('{max_points}', '1000000.000001');
SELECT faults('{max_points}', '4');
SELECT faults('{scale}', '-1');
SELECT faults('{scale}', '38');
SELECT faults('{missing}', '"none"');
SELECT faults('{missing}', '{"points": 6}');
SELECT faults('{missing}', '{"point": 1}');
SELECT faults('{min_coverage}', '60');
SELECT faults('{metrics}', '[]');
SELECT faults('{metrics}', '{}');

-- ---- metrics

SELECT faults('{metrics,0}', '7');
SELECT faults('{metrics,0,wieght}', '40');
SELECT faults('{metrics,0,weight}', '39.5');
SELECT faults('{metrics,0,weight}', '-1');
SELECT faults('{metrics,0,weight}', '0.0000001');
SELECT faults('{metrics,0,weight}', '1e1000');
SELECT faults('{metrics,1,key}', '"contract_utilization"');
SELECT faults('{metrics,1,key}', '""');
SELECT faults('{metrics,1,type}', '"boolean"');
SELECT faults('{metrics,1,type}', 'null');
SELECT faults('{metrics,1,points}', '6');
SELECT faults('{metrics,1,points}', '-0.5');
SELECT faults('{metrics,1,ranges}', '[]');
SELECT faults('{metrics,0,ranges}', '[]');
SELECT faults('{metrics,0,ranges}', '[{"lt": 0.4, "points": 0}, {"ge": 0.3, "points": 5}]');
SELECT faults('{metrics,0,ranges}', '[{"lt": 0.4, "points": 0}, {"ge": 0.5, "points": 5}]');
SELECT faults('{metrics,0,ranges}', '[{"ge": 0, "lt": 0.4, "points": 0}, {"ge": 0.4, "lt": 1, "points": 5}]');
SELECT faults('{metrics,0,ranges}', '[{"points": 0}, {"ge": 0.4, "points": 5}]');
SELECT faults('{metrics,0,ranges}', '[{"lt": 0.4, "points": 9}, {"ge": 0.3, "lt": 0.2, "points": 5}, {"ge": 0.3}]');
SELECT faults('{metrics,0,ranges}', '[{"lt": "0.4", "points": 0}, {"ge": 0.4, "ponits": 5}, 7]');
SELECT faults('{metrics,2,from}', '10');
SELECT faults('{metrics,2,points}', '[0, 5, 7]');
SELECT faults('{metrics,2,points}', '[0, "5"]');
SELECT faults('{metrics,2,outside}', '"ignore"');
SELECT faults('{metrics,3,map}', '{}');
SELECT faults('{metrics,3,map}', '{"red": 0, "green": 7}');
SELECT faults('{metrics,3,other}', '7');
SELECT faults('{metrics,3,stale_after}', '"3 months"');
SELECT faults('{metrics,3,stale_after}', 'null');
SELECT faults('{metrics,1,gate}', '{"unless": {}, "policy": "zero"}');
SELECT faults('{metrics,1,gate}', '{"unless": {"tier": "starter"}, "policy": "drop"}');
SELECT faults('{metrics,1,gate}', '{"when": {"tier": ["starter"]}, "policy": "zero"}');

-- ---- segments, caps, bands

SELECT faults('{segments,0,weights}', '{"contract_utilization": 50}');
SELECT faults('{segments,0,weights}', '{"contract_utilisation": 45, "csm_sentiment": 10}');
SELECT faults('{segments,0,ranges}', '{"csm_sentiment": [], "contract_utilization": [{"lt": 1, "points": 5}]}');
SELECT faults('{segments,0,when}', 'null');
SELECT faults('{segments,1}', '{"name": "enterprise", "when": {"tier": [null]}}');
SELECT faults('{caps,0,max}', '101');
SELECT faults('{caps,0,when}', '{"key": "days_inactive"}');
SELECT faults('{caps,0,when}', '{"key": "days_inactive", "ge": 60, "lt": 30}');
SELECT faults('{caps,0,when}', '{"key": "state", "in": ["left"], "ge": 3}');
SELECT faults('{caps,0,when}', '{"key": "state", "in": []}');
SELECT faults('{caps,0,when}', '{"key": "state", "in": null}');
SELECT faults('{caps,0,when}', '{"key": "state", "ge": null}');
SELECT faults('{caps,0,reason}', 'null');
SELECT faults('{bands}', '[{"label": "red", "lt": 40}, {"label": "green", "ge": 50}]');
SELECT faults('{bands}', '[{"label": "red", "ge": 10, "lt": 40}, {"label": "green", "ge": 40}]');
SELECT faults('{bands}', '{}');

-- All at once, in the order of the document.
SELECT e.* FROM rubric_errors('{"rubric": 1, "max_points": 10, "scal": 5, "metrics": [{"key": "a", "weight": 60, "type": "ranges", "ranges": [{"lt": 1, "points": 11}, {"ge": 2, "points": 3}]}, {"key": "b", "weight": 60, "type": "binary", "to": 3}], "caps": [{"max": 500}]}') AS e;

-- At most 100 are told, and how many more there are; all are told in the time that the document's size takes.
CREATE TEMP TABLE large AS SELECT jsonb_build_object('rubric', 1, 'metrics', (SELECT jsonb_agg(jsonb_build_object('key', 'same', 'weight', 0, 'type', 'binary')) FROM generate_series(1, 10000))) AS rubric;
SELECT count(*), count(DISTINCT code), rubric_is_valid(rubric) FROM large, rubric_errors(rubric) GROUP BY rubric;
SELECT e.* FROM large, rubric_errors(rubric) WITH ORDINALITY AS e WHERE ordinality IN (1, 100, 101);
SELECT adoption_score(rubric, '{}'::jsonb) FROM large;
DROP TABLE large;

-- A column that takes good rubrics only.
INSERT INTO rubrics VALUES ('bad', '{"rubric": 1}');
UPDATE rubrics SET rubric = rubric - 'bands' WHERE name = 'adoption';
DROP FUNCTION faults;
