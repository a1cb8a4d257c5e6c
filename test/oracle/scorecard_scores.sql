-- Scores against a scorer in plain SQL, which reads the rubric row by row (METRICS C1–C3): random rubrics of every type of
-- metric, policy, gate, segment, group and cap, over random customers, as rows and as JSON.

CREATE TABLE rubrics (r integer PRIMARY KEY, rubric jsonb NOT NULL);
-- From 61 on metrics are in groups A, B and C. Two thirds of these rubrics weigh the groups, half of them normalize.
CREATE TABLE kinds AS SELECT r, r > 60 AND r % 3 <> 0 AS weighs_groups, r > 60 AND r % 2 = 0 AS normalizes FROM generate_series(1, 120) AS r;
-- Weights that total 100: cuts of a row of 100. Where groups weigh, or weights are normalized, they total anything.
CREATE TABLE weights AS
SELECT r, m, CASE WHEN weighs_groups OR normalizes THEN 1 + noise(12, r * 10 + m, 50) ELSE coalesce(lead(cut) OVER (PARTITION BY r ORDER BY m), 100) - cut END AS weight
  FROM (SELECT r, m, CASE m WHEN 1 THEN 0 ELSE 20 * (m - 1) - 10 + noise(1, r * 10 + m, 20) END AS cut FROM generate_series(1, 120) AS r, generate_series(1, 5) AS m) AS cuts JOIN kinds USING (r);
CREATE TABLE group_weights AS
SELECT r, jsonb_build_array(jsonb_build_object('name', 'A', 'weight', times * a), jsonb_build_object('name', 'B', 'weight', times * b), jsonb_build_object('name', 'C', 'weight', times * (100 - a - b))) AS groups
  FROM (SELECT r, 10 + noise(13, r, 40) AS a, 10 + noise(14, r, 40) AS b, CASE WHEN normalizes THEN 3 ELSE 1 END AS times FROM kinds WHERE weighs_groups) AS parts;
INSERT INTO rubrics
SELECT r, jsonb_strip_nulls(jsonb_build_object('rubric', 1, 'max_points', 5, 'scale', (ARRAY[100, 10, 7.5])[1 + r % 3],
    'missing', (ARRAY['"zero"', '"exclude"', '{"points": 1.5}', '"exclude_in_group"'])[1 + noise(2, r, CASE WHEN r > 60 THEN 4 ELSE 3 END)]::jsonb,
    'min_coverage', CASE WHEN r % 4 = 0 THEN 0.6 END, 'normalize', CASE WHEN normalizes THEN true END, 'groups', groups, 'metrics', jsonb_agg(metric ORDER BY m),
    'segments', CASE WHEN r % 2 = 0 THEN jsonb_build_array(
        jsonb_build_object('name', 'large', 'when', '{"tier": ["enterprise", "gold"], "seats": [500]}'::jsonb) || CASE WHEN weighs_groups
          THEN '{"groups": {"A": 20, "B": 30, "C": 50}, "weights": {"use": 3, "idle": 8}}' ELSE '{"weights": {"use": 100, "on": 0, "logins": 0, "mood": 0, "idle": 0}}' END::jsonb,
        jsonb_build_object('name', 'gold', 'when', '{"tier": ["gold"]}'::jsonb) || CASE WHEN weighs_groups
          THEN '{"groups": {"A": 70, "B": 20, "C": 10}, "weights": {"on": 0}}' ELSE '{"weights": {"use": 20, "on": 20, "logins": 20, "mood": 20, "idle": 20}}' END::jsonb) END,
    'caps', CASE WHEN r % 3 = 0 THEN '[{"when": {"key": "idle", "ge": 60}, "max": 4, "reason": "idle"}, {"when": {"key": "tier", "in": ["free"]}, "max": 3, "reason": "free"}]'::jsonb END))
  FROM (SELECT r, m, jsonb_build_object('weight', weight, 'key', (ARRAY['use', 'on', 'logins', 'mood', 'idle'])[m]) || (ARRAY[
            '{"type": "ranges", "ranges": [{"lt": 0.4, "points": 0}, {"ge": 0.4, "lt": 0.6, "points": 2}, {"ge": 0.6, "lt": 0.8, "points": 4.25}, {"ge": 0.8, "points": 5}]}', '{"type": "binary", "points": 4}',
            '{"type": "linear", "from": 0, "to": 8, "points": [1, 5]}', '{"type": "map", "map": {"red": 0, "yellow": 2.5, "green": 5}, "other": 1}',
            '{"type": "ranges", "ranges": [{"lt": 7, "points": 5}, {"ge": 7, "lt": 60, "points": 3}, {"ge": 60, "points": 0}]}'])[m]::jsonb
          || CASE WHEN r > 60 THEN jsonb_build_object('group', (ARRAY['A', 'A', 'B', CASE WHEN r % 4 < 2 THEN 'B' ELSE 'A' END, 'C'])[m]) ELSE '{}' END
          || CASE noise(3, r * 10 + m, 5) WHEN 0 THEN '{"missing": "exclude"}' WHEN 1 THEN '{"missing": "zero"}' WHEN 2 THEN CASE WHEN r > 60 THEN '{"missing": "exclude_in_group"}' ELSE '{}' END ELSE '{}' END::jsonb
          || CASE noise(4, r * 10 + m, 5) WHEN 0 THEN '{"gate": {"unless": {"tier": ["free"]}, "policy": "zero"}}' WHEN 1 THEN '{"gate": {"unless": {"tier": ["free", "gold"]}, "policy": "exclude"}}'
               WHEN 2 THEN CASE WHEN r > 60 THEN '{"gate": {"unless": {"tier": ["free", "starter"]}, "policy": "exclude_in_group"}}' ELSE '{}' END ELSE '{}' END::jsonb AS metric
          FROM weights) AS metrics JOIN kinds USING (r) LEFT JOIN group_weights USING (r) GROUP BY r, normalizes, weighs_groups, groups;
INSERT INTO oracle (what, cases, differences) SELECT 'the rubrics are valid', count(*), count(*) FILTER (WHERE NOT rubric_is_valid(rubric)) FROM rubrics;

CREATE TABLE customers AS
SELECT c, nullif(noise(5, c, 11), 10) / 10.0 AS use, nullif(noise(6, c, 3), 2)::integer::boolean AS on, nullif(noise(7, c, 12), 11) AS logins, (ARRAY['red', 'yellow', 'green', 'blue', NULL])[1 + noise(8, c, 5)] AS mood,
       nullif(noise(9, c, 90), 5) AS idle, (ARRAY['free', 'gold', 'enterprise', 'starter', NULL])[1 + noise(10, c, 5)] AS tier, (ARRAY[5, 500, NULL])[1 + noise(11, c, 3)] AS seats FROM generate_series(1, 300) AS c;

-- ---- the plain scorer: one row per rubric, customer and metric

CREATE TABLE scored AS
SELECT r, c, m, key, group_name, group_weight, weight, status, CASE status WHEN 'scored' THEN points WHEN 'missing_points' THEN (policy ->> 'points')::numeric ELSE 0 END AS points,
       CASE status WHEN 'gated_excluded' THEN gate_policy = 'exclude_in_group' WHEN 'missing_excluded' THEN policy = '"exclude_in_group"' ELSE false END AS is_kept
  FROM (SELECT r, c, m, metric ->> 'key' AS key, coalesce(metric ->> 'group', '') AS group_name, metric -> 'gate' ->> 'policy' AS gate_policy, policy, points,
               coalesce((segment -> 'weights' ->> (metric ->> 'key'))::numeric, (metric ->> 'weight')::numeric) AS weight,
               coalesce((segment -> 'groups' ->> (metric ->> 'group'))::numeric, (SELECT (g ->> 'weight')::numeric FROM jsonb_array_elements(rubric -> 'groups') AS g WHERE g ->> 'name' = metric ->> 'group')) AS group_weight,
               CASE WHEN coalesce(metric -> 'gate' -> 'unless' -> 'tier' ? tier, false) THEN 'gated_' || CASE metric -> 'gate' ->> 'policy' WHEN 'zero' THEN 'zero' ELSE 'excluded' END
                    WHEN value IS NOT NULL THEN 'scored' WHEN policy = '"zero"' THEN 'missing_zero' WHEN policy IN ('"exclude"', '"exclude_in_group"') THEN 'missing_excluded' ELSE 'missing_points' END AS status
          FROM rubrics CROSS JOIN customers, LATERAL jsonb_array_elements(rubric -> 'metrics') WITH ORDINALITY AS metrics (metric, m),
               LATERAL (SELECT coalesce(metric -> 'missing', rubric -> 'missing') AS policy, to_jsonb(customers) ->> (metric ->> 'key') AS value) AS given,
               LATERAL (SELECT CASE WHEN tier IN ('enterprise', 'gold') AND seats = 500 THEN rubric -> 'segments' -> 0 WHEN tier = 'gold' THEN rubric -> 'segments' -> 1 END AS segment) AS segments,
               LATERAL (SELECT CASE metric ->> 'type'
                   WHEN 'ranges' THEN (SELECT (range ->> 'points')::numeric FROM jsonb_array_elements(metric -> 'ranges') AS ranges (range)
                                        WHERE value::numeric >= coalesce((range ->> 'ge')::numeric, '-Infinity') AND value::numeric < coalesce((range ->> 'lt')::numeric, 'Infinity'))
                   WHEN 'binary' THEN CASE WHEN value::boolean THEN (metric ->> 'points')::numeric ELSE 0 END
                   WHEN 'linear' THEN 1 + least(greatest(value::numeric, 0), 8) / 8 * 4
                   WHEN 'map' THEN coalesce((metric -> 'map' ->> value)::numeric, (metric ->> 'other')::numeric) END AS points) AS pointed) AS metrics;
-- A group weighs what the rubric says, or its metrics together. It loses the share of those that are excluded, but not of
-- those that leave it to the others; one of which nothing counts weighs nothing. Quotients to forty decimals, the sums to thirty.
CREATE TABLE scores AS
SELECT r, c, round(least(before, cap), 12) AS score, before
  FROM (SELECT r, c, round((rubric ->> 'scale')::numeric * (sum(counted_weight * points / counts)::numeric(60, 40) / nullif(5 * sum(counted_weight), 0)), 30) AS before,
               round(coalesce(sum(known_weight), 0), 30) >= round((rubric ->> 'min_coverage')::numeric * coalesce(sum(possible_weight), 0), 30) IS NOT FALSE AS covered,
               CASE WHEN r % 3 = 0 THEN least(CASE WHEN idle >= 60 THEN 4 END, CASE WHEN tier = 'free' THEN 3 END) END AS cap
          FROM (SELECT r, c, points, counts, CASE WHEN counts > 0 THEN share * (counts + kept) END AS counted_weight, share * known AS known_weight, share * possible AS possible_weight
                  FROM (SELECT r, c, (coalesce(group_weight, sum(weight))::numeric(60, 40) / nullif(sum(weight), 0))::numeric(60, 40) AS share, nullif(sum(weight) FILTER (WHERE status NOT LIKE '%excluded'), 0) AS counts,
                               coalesce(sum(weight) FILTER (WHERE is_kept), 0) AS kept, sum(weight * points) FILTER (WHERE status NOT LIKE '%excluded') AS points,
                               coalesce(sum(weight) FILTER (WHERE status IN ('scored', 'gated_zero')), 0) AS known, coalesce(sum(weight) FILTER (WHERE status <> 'gated_excluded'), 0) AS possible
                          FROM scored GROUP BY r, c, group_name, group_weight) AS groups) AS weighed JOIN rubrics USING (r) JOIN customers USING (c) GROUP BY r, c, rubric, idle, tier) AS sums WHERE covered AND before IS NOT NULL;

INSERT INTO oracle (what, cases, differences)
SELECT 'adoption_score(rubric, row)', count(*), count(*) FILTER (WHERE answer IS DISTINCT FROM score)
  FROM (SELECT r, c, adoption_score(rubric, customers) AS answer FROM rubrics, customers) AS answers LEFT JOIN scores USING (r, c);
INSERT INTO oracle (what, cases, differences)
SELECT 'health_score(rubric, jsonb), keys in any order', count(*), count(*) FILTER (WHERE answer IS DISTINCT FROM score)
  FROM (SELECT r, c, health_score(rubric, jsonb_build_object('zzz', '[1]'::jsonb, 'tier', tier, 'idle', idle, 'mood', mood, 'seats', seats, 'on', "on", 'logins', logins, 'use', use)) AS answer FROM rubrics, customers) AS answers LEFT JOIN scores USING (r, c);
INSERT INTO oracle (what, cases, differences)
SELECT 'score_breakdown: status, points, weight', count(*), count(*) FILTER (WHERE (b.status, b.points, b.weight) IS DISTINCT FROM (s.status, CASE WHEN s.status NOT LIKE '%excluded' THEN s.points END, s.weight))
  FROM (SELECT r, c, b.* FROM rubrics, customers, score_breakdown(rubric, customers) AS b WHERE c <= 60 AND b.key NOT LIKE '(%') AS b FULL JOIN (SELECT * FROM scored WHERE c <= 60) AS s USING (r, c, key);
INSERT INTO oracle (what, cases, differences)
SELECT 'score_breakdown: contributions add up to the score before caps, caps to the score', count(*), count(*) FILTER (WHERE before_caps <> round(before, 12) OR all_rows <> adoption_score OR worst > 0.00000000001)
  FROM (SELECT r, c, adoption_score(rubric, customers), sum(contribution) FILTER (WHERE key NOT LIKE '(%') AS before_caps, sum(contribution) AS all_rows,
               max(abs(contribution - (rubric ->> 'scale')::numeric * effective_weight / 100 * points / 5)) FILTER (WHERE points IS NOT NULL) AS worst
          FROM rubrics, customers, score_breakdown(rubric, customers) WHERE c <= 60 GROUP BY r, c, rubric, customers.*) AS sums JOIN scores USING (r, c);
-- What a next step promises is what it brings.
INSERT INTO oracle (what, cases, differences)
SELECT 'next_gain', count(*), count(*) FILTER (WHERE adoption_score(rubric, metrics || jsonb_build_object(key, moved)) - adoption_score(rubric, metrics) IS DISTINCT FROM next_gain)
  FROM (SELECT r, c, rubric, to_jsonb(customers) AS metrics, b.key, b.next_gain, CASE b.key WHEN 'mood' THEN to_jsonb(next_threshold) ELSE next_threshold::jsonb END AS moved
          FROM rubrics, customers, score_breakdown(rubric, customers) AS b WHERE c <= 60 AND next_threshold IS NOT NULL) AS gains;
