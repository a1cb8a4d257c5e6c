-- Why a score is what it is, what would raise it, and why it changed. METRICS C3, C4.
SET datestyle = ISO;
\i sql/include/rubric.sql
\x
SELECT b.* FROM rubrics, score_breakdown(rubric, '{"tier": "professional", "contract_utilization": 0.55, "unique_logins_30d": 3, "csm_sentiment": "yellow", "sentiment_at": "2026-06-01", "days_inactive": 3}'::jsonb, '2026-06-30') AS b WHERE name = 'adoption';
\x
-- Of a row; gates, staleness, a cap as a row of its own; too little data says so.
CREATE TEMP TABLE customers (id integer, tier text, contract_utilization numeric, profiles_enabled boolean, unique_logins_30d integer, csm_sentiment text, sentiment_at date, days_inactive integer);
INSERT INTO customers VALUES (1, 'starter', 0.85, true, 12, 'green', '2026-01-01', 75), (2, 'enterprise', 0.3999999999, true, NULL, 'green', '2026-06-01', NULL), (3, NULL, NULL, NULL, 4, NULL, NULL, NULL);
SELECT id, key, value, status, rule, points, effective_weight, contribution, lost, next_threshold, next_gain FROM customers, rubrics, score_breakdown(rubric, customers, '2026-06-30') WHERE name = 'adoption';
-- Contributions add up to the score exactly, also where the denominator is odd.
SELECT id, sum(contribution) AS contributions, adoption_score(rubric, customers, '2026-06-30') AS score FROM customers, rubrics, score_breakdown(rubric, customers, '2026-06-30') WHERE name = 'adoption' GROUP BY id, rubric, customers.* ORDER BY id;
SELECT count(*) AS customers, count(*) FILTER (WHERE contributions = score) AS exact, count(*) FILTER (WHERE score BETWEEN 0 AND 7) AS within_the_scale
  FROM (SELECT i, sum(contribution) AS contributions, adoption_score(rubric, metrics) AS score
          FROM (SELECT i, jsonb_strip_nulls(jsonb_build_object('a', nullif(i % 11, 7), 'b', nullif(i % 5 = 1, i % 7 = 3), 'c', CASE WHEN i % 3 > 0 THEN i % 9 END)) AS metrics FROM generate_series(1, 500) AS i) AS rows,
               (SELECT '{"rubric": 1, "scale": 7, "max_points": 3, "missing": "exclude", "metrics": [{"key": "a", "weight": 33.3, "type": "linear", "from": 0, "to": 10, "points": [0, 3]}, {"key": "b", "weight": 33.3, "type": "binary", "points": 2}, {"key": "c", "weight": 33.4, "type": "ranges", "ranges": [{"lt": 4, "points": 1}, {"ge": 4, "points": 3}]}]}'::jsonb AS rubric) AS r,
               score_breakdown(rubric, metrics) GROUP BY i, rubric, metrics HAVING adoption_score(rubric, metrics) IS NOT NULL) AS scores;
-- next_gain is what the score really gains when the metric is moved to next_threshold.
SELECT count(*) AS moves, count(*) FILTER (WHERE adoption_score(rubric, metrics || jsonb_build_object(key, moved), '2026-06-30') - adoption_score(rubric, metrics, '2026-06-30') = next_gain) AS as_promised
  FROM (SELECT jsonb_build_object('contract_utilization', i % 10 / 10.0, 'profiles_enabled', i % 3 = 0, 'unique_logins_30d', i % 12, 'csm_sentiment', (ARRAY['red', 'yellow', 'green'])[1 + i % 3], 'sentiment_at', '2026-06-01', 'tier', (ARRAY['starter', 'enterprise', 'professional'])[1 + i % 3], 'days_inactive', i % 70) AS metrics FROM generate_series(1, 200) AS i) AS rows,
       (SELECT rubric FROM rubrics WHERE name = 'adoption') AS r, score_breakdown(rubric, metrics, '2026-06-30'), LATERAL (SELECT CASE key WHEN 'csm_sentiment' THEN to_jsonb(next_threshold) ELSE next_threshold::jsonb END AS moved) AS m WHERE next_threshold IS NOT NULL;
-- Fewer is better: the nearest whole number below.
SELECT value, next_threshold, next_gain FROM unnest('{5,45,80}'::int[]) AS idle, score_breakdown('{"rubric": 1, "metrics": [{"key": "idle", "weight": 100, "type": "ranges", "ranges": [{"lt": 30, "points": 5}, {"ge": 30, "lt": 60, "points": 3}, {"ge": 60, "points": 0}]}]}', jsonb_build_object('idle', idle));

-- ---- score_change: the metric, other metrics, and the rubric

WITH old AS (SELECT rubric FROM rubrics WHERE name = 'adoption'), new AS (SELECT jsonb_set(jsonb_set(rubric, '{metrics,0,weight}', '30'), '{metrics,1,weight}', '30') - 'segments' AS rubric FROM old),
     metrics AS (SELECT '{"contract_utilization": 0.85, "profiles_enabled": true, "unique_logins_30d": 5, "csm_sentiment": "green", "sentiment_at": "2026-06-01"}'::jsonb AS before, '{"contract_utilization": 0.7, "profiles_enabled": true, "unique_logins_30d": 9, "csm_sentiment": "green", "sentiment_at": "2026-06-01", "days_inactive": 61}'::jsonb AS after)
SELECT c.*, adoption_score(old.rubric, before, '2026-06-15') AS score_before, adoption_score(new.rubric, after, '2026-06-30') AS score_after FROM old, new, metrics, score_change(old.rubric, before, new.rubric, after, '2026-06-15', '2026-06-30') AS c;
-- It adds up exactly, also between different rubrics and with excluded metrics.
SELECT count(*) AS changes, count(*) FILTER (WHERE effects = difference) AS exact FROM (
  SELECT i, sum(behaviour_effect + indirect_effect + rubric_effect) AS effects, health_score(b.rubric, after, '2026-06-30') - health_score(a.rubric, before, '2026-06-30') AS difference
    FROM (SELECT i, jsonb_strip_nulls(jsonb_build_object('utilisation', nullif(i % 7, 3) / 7.0, 'sentiment', (ARRAY['red', 'yellow', 'green', NULL])[1 + i % 4], 'contract_utilization', i % 10 / 10.0, 'unique_logins_30d', i % 13, 'profiles_enabled', i % 2 = 0)) AS before,
                 jsonb_strip_nulls(jsonb_build_object('utilisation', nullif(i % 5, 1) / 5.0, 'sentiment', (ARRAY['green', NULL, 'yellow'])[1 + i % 3], 'contract_utilization', i % 9 / 9.0, 'unique_logins_30d', i % 11, 'profiles_enabled', i % 3 = 0, 'days_inactive', i)) AS after FROM generate_series(1, 100) AS i) AS metrics,
         rubrics AS a, rubrics AS b, score_change(a.rubric, before, b.rubric, after, '2026-06-30', '2026-06-30') GROUP BY i, a.rubric, b.rubric, before, after) AS sums;
-- No score on one side: no row. The same on both: nothing but zeros.
SELECT count(*) AS none FROM rubrics, score_change(rubric, '{}'::jsonb, rubric, '{"utilisation": 1}'::jsonb) WHERE name = 'health';
SELECT * FROM rubrics AS r, score_change(r.rubric, '{"utilisation": 0.5}'::jsonb, r.rubric, '{"utilisation": 0.5}'::jsonb) AS c WHERE name = 'health' AND (behaviour_effect, indirect_effect, rubric_effect) <> (0, 0, 0);
-- What a metric adds that was not known before, it takes from the weights of the others, whose values stayed.
SELECT key, behaviour_effect, indirect_effect FROM rubrics, score_change(rubric, '{"utilisation": 0.75}'::jsonb, rubric, '{"utilisation": 0.75, "sentiment": "green"}'::jsonb) WHERE name = 'health';
SELECT c.* FROM rubrics, (VALUES (0.5, 'green'::text)) AS old (utilisation, sentiment), (VALUES (0.75, 'yellow'::text)) AS new (utilisation, sentiment), score_change(rubric, old, rubric, new) AS c WHERE name = 'health';
