-- The views of scorecards against plain SQL (METRICS C1–C9); setup_views.sql tells how.
-- Without: account_attributes, csm_sentiment.

SELECT no_rows('the demo''s rubrics and rules have no fault', $$
  SELECT name, version FROM score_rubrics CROSS JOIN LATERAL rubric_errors(rubric) UNION ALL
  SELECT name, version FROM score_rubrics WHERE (rubric ->> 'name', rubric ->> 'version') <> (name, version) UNION ALL
  SELECT version, play FROM playbook_rules CROSS JOIN LATERAL playbook_actions(rules, '{}') WHERE play <> 'late onboarding'$$);
SELECT no_rows('every key of the rubrics is a metric', $$
  SELECT name, metric ->> 'key' FROM score_rubrics CROSS JOIN LATERAL jsonb_array_elements(rubric -> 'metrics') AS metric
  WHERE metric ->> 'key' NOT IN (SELECT attname FROM pg_attribute WHERE attrelid = 'account_metrics'::regclass)$$);

-- The demo's adoption rubric: per attribute its weight and points; NULL = does not count. applies: the tier has it; is_known: it has a value.
CREATE TEMP TABLE attributes AS
SELECT m.account_id, m.days_inactive, x.*
FROM (SELECT *, today() >= '2026-01-01' AS revised, tier = 'starter' AS s FROM account_metrics) m,
  LATERAL (VALUES
    ('quota_utilisation_28d', CASE WHEN NOT revised THEN 25 WHEN tier = 'enterprise' THEN 15 ELSE 20 END,
      CASE WHEN s THEN CASE WHEN NOT revised THEN 0 END WHEN quota_utilisation_28d < 0.4 THEN 0 WHEN quota_utilisation_28d < 0.6 THEN 2
           WHEN quota_utilisation_28d < 0.8 THEN 4 WHEN quota_utilisation_28d >= 0.8 THEN 5 END, NOT (s AND revised), s OR quota_utilisation_28d IS NOT NULL),
    ('seat_utilisation', 10, CASE WHEN seat_utilisation < 0.3 THEN 0 WHEN seat_utilisation < 0.5 THEN 2 WHEN seat_utilisation < 0.75 THEN 4
      WHEN seat_utilisation >= 0.75 THEN 5 END, true, seat_utilisation IS NOT NULL),
    ('login_days_28d', 10, least(login_days_28d, 20) / 4.0, true, true),
    ('active_user_rate_28d', 10, coalesce(least(active_user_rate_28d, 0.8) / 0.16, 0), true, active_user_rate_28d IS NOT NULL),
    ('breadth_28d', 10, CASE WHEN breadth_28d >= 0.6 THEN 5 WHEN breadth_28d >= 0.4 THEN 4 WHEN breadth_28d >= 0.2 THEN 2 ELSE 0 END, true, breadth_28d IS NOT NULL),
    ('csm_sentiment', CASE WHEN revised THEN 10 ELSE 5 END,
      CASE WHEN sentiment_on >= today() - 90 THEN CASE csm_sentiment WHEN 'green' THEN 5 WHEN 'yellow' THEN 2.5 ELSE 0 END END, true, sentiment_on >= today() - 90),
    ('profiles_enabled', 5, CASE WHEN s THEN CASE WHEN NOT revised THEN 0 END WHEN profiles_enabled THEN 5 ELSE 0 END, NOT (s AND revised), profiles_enabled IS NOT NULL OR s),
    ('alerts_enabled', 5, CASE WHEN alerts_enabled THEN 5 ELSE 0 END, true, alerts_enabled IS NOT NULL),
    ('mobile_access_enabled', 5, CASE WHEN mobile_access_enabled THEN 5 ELSE 0 END, true, mobile_access_enabled IS NOT NULL),
    ('api_access_enabled', 5, CASE WHEN s THEN CASE WHEN NOT revised THEN 0 END WHEN api_access_enabled THEN 5 ELSE 0 END, NOT (s AND revised), api_access_enabled IS NOT NULL OR s),
    ('crm_sync_enabled', 5, CASE WHEN s THEN CASE WHEN NOT revised THEN 0 END WHEN crm_sync_enabled THEN 5 ELSE 0 END, NOT (s AND revised), crm_sync_enabled IS NOT NULL OR s),
    ('single_sign_on_enabled', CASE WHEN tier = 'enterprise' AND revised THEN 10 ELSE 5 END,
      CASE WHEN tier <> 'enterprise' THEN CASE WHEN NOT revised THEN 0 END WHEN single_sign_on_enabled THEN 5 ELSE 0 END,
      tier = 'enterprise' OR NOT revised, single_sign_on_enabled IS NOT NULL OR tier <> 'enterprise')) AS x (key, weight, points, applies, is_known)
WHERE m.is_charged;
CREATE TEMP TABLE plain_scores AS
SELECT account_id, CASE WHEN sum(weight) FILTER (WHERE is_known AND applies) >= 0.6 * sum(weight) FILTER (WHERE applies) THEN
    least(sum(weight * points) FILTER (WHERE points IS NOT NULL) * 20 / sum(weight) FILTER (WHERE points IS NOT NULL),
      CASE WHEN today() >= '2026-01-01' AND max(days_inactive) >= 60 THEN 39 END) END AS score,
  jsonb_object_agg(key, trim_scale(round(points, 3))) AS points
FROM attributes GROUP BY account_id;
SELECT no_rows('product_adoption: the score and its band', $$
  SELECT account_id, p.score, x.score FROM (SELECT * FROM product_adoption WHERE is_charged) p FULL JOIN plain_scores x USING (account_id)
  WHERE (p.score IS NULL) <> (x.score IS NULL) OR abs(p.score - x.score) > 0.0001
    OR p.band IS DISTINCT FROM CASE WHEN p.score < 40 THEN 'red' WHEN p.score < 70 THEN 'yellow' WHEN p.score >= 70 THEN 'green' END$$);
SELECT no_rows('product_adoption: who is not charged has no score', $$SELECT account_id FROM product_adoption WHERE is_charged IS NOT TRUE AND num_nonnulls(score, health_score) > 0$$);
SELECT no_rows('product_adoption: each attribute has the points that plain SQL gives', $$
  SELECT account_id, key FROM product_adoption p JOIN plain_scores x USING (account_id) CROSS JOIN LATERAL jsonb_each(p.points) AS a
  WHERE jsonb_typeof(a.value) <> jsonb_typeof(x.points -> key) OR a.value <> 'null' AND abs(a.value::numeric - (x.points -> key)::numeric) > 0.001$$);
SELECT no_rows('product_adoption: contributions add up to the score, twelve attributes and perhaps a cap', $$
  SELECT account_id FROM product_adoption CROSS JOIN LATERAL (
    SELECT sum(value::numeric) AS total, count(*) FILTER (WHERE key <> '(cap)') AS attributes FROM jsonb_each(contributions)) AS c
  WHERE score <> total OR attributes > 12 OR score IS NOT NULL AND (SELECT count(*) FROM jsonb_object_keys(points)) <> 12$$);
SELECT no_rows('product_adoption: the reason costs most, and the next step gives what is promised', $$
  SELECT account_id FROM product_adoption p, LATERAL (
    SELECT max(coalesce(lost, -contribution)) AS lost, max(next_gain) AS gain FROM score_breakdown(rubric, p, today())) AS b
  WHERE score IS NOT NULL AND (nullif(b.lost, 0) IS DISTINCT FROM reason_lost OR nullif(b.gain, 0) IS DISTINCT FROM p.next_gain
    OR p.next_gain > 0 AND abs(adoption_score(rubric, to_jsonb(p) || jsonb_build_object(coalesce(next_best, ''),
      CASE WHEN next_threshold ~ '^[0-9.]+$' OR next_threshold IN ('true', 'false') THEN next_threshold::jsonb ELSE to_jsonb(next_threshold) END)
      || CASE next_best WHEN 'csm_sentiment' THEN jsonb_build_object('sentiment_on', today()) ELSE '{}' END, today()) - score - p.next_gain) > 0.000001)$$);
SELECT same_rows('product_adoption: percentiles count who scores lower', $$
  SELECT account_id, round(percentile::numeric, 9) FROM product_adoption WHERE score IS NOT NULL$$, $$
  WITH scores AS MATERIALIZED (SELECT account_id, score FROM product_adoption WHERE score IS NOT NULL)
  SELECT account_id, round((SELECT count(*) FROM scores o WHERE o.score < s.score)::numeric / ((SELECT count(*) FROM scores) - 1), 9) FROM scores s$$);
SELECT same_rows('product_adoption: the older health score is 40 % licences in use and 60 % sentiment', $$
  SELECT account_id, round(health_score, 3), health_band FROM product_adoption WHERE is_charged$$, $$
  SELECT account_id, round(score, 3), CASE WHEN score < 50 THEN 'red' WHEN score < 75 THEN 'yellow' WHEN score >= 75 THEN 'green' END
  FROM account_metrics CROSS JOIN LATERAL (SELECT least(licence_utilisation_28d, 1) * 100 AS u, CASE csm_sentiment WHEN 'green' THEN 100 WHEN 'yellow' THEN 50 WHEN 'red' THEN 0 END AS s) AS x
  CROSS JOIN LATERAL (SELECT CASE WHEN s IS NULL THEN u WHEN u IS NULL THEN s ELSE 0.4 * u + 0.6 * s END AS score) AS y WHERE is_charged$$);
SELECT same_rows('product_adoption hands on the columns of account_metrics', $$
  SELECT account_id, to_jsonb(p) - ARRAY['version', 'score', 'band', 'percentile', 'points', 'contributions', 'reason', 'reason_key', 'reason_lost', 'next_best',
    'next_threshold', 'next_gain', 'health_score', 'health_band', 'next_action', 'rubric'] FROM product_adoption p$$, $$SELECT account_id, to_jsonb(m) FROM account_metrics m$$);
SELECT same_rows('next_actions: what the rules of the demo trigger', $$SELECT account_id, play, priority FROM next_actions$$, $$
  SELECT account_id, x.play, x.priority FROM account_metrics, LATERAL (VALUES
    ('cancellation', 1, cancellation_requested_on IS NOT NULL), ('late onboarding', 2, days_not_live > 45),
    ('renewal at risk', 3, usage_dropped AND days_to_renewal <= 120), ('contract ran out', 4, days_to_renewal < 0),
    ('set and forget', 5, quota_utilisation_28d >= 0.4 AND (coalesce(days_inactive >= 21, false) OR coalesce(coefficient <= 2, false))),
    ('usage drop', 6, usage_dropped AND coalesce(days_to_renewal > 120, true)),
    ('near quota', 7, coalesce(seat_utilisation >= 0.9, false) OR coalesce(quota_utilisation_28d >= 0.9, false)),
    ('shelfware', 8, seat_utilisation < 0.5 AND days_since_signature > 90)) AS x (play, priority, holds)
  WHERE holds AND is_charged$$);
SELECT same_rows('customer_360 shows the rounded score, and the first of the next actions', $$
  SELECT account_id, adoption_score, adoption_band, adoption_reason, adoption_percentile, next_gain, health_score, next_action FROM customer_360$$, $$
  SELECT p.account_id, round(score, 1), band, p.reason, round(percentile::numeric, 4), round(next_gain, 1), round(health_score, 1), n.action
  FROM product_adoption p LEFT JOIN (SELECT DISTINCT ON (account_id) account_id, action FROM next_actions ORDER BY account_id, priority, play) n USING (account_id)$$);

\if :is_whole
\if :is_last
SELECT no_rows('the stories call for their plays', $$
  SELECT story, account_id FROM demo_stories JOIN account_metrics m USING (account_id)
  WHERE is_charged AND NOT EXISTS (SELECT FROM next_actions n WHERE n.account_id = m.account_id AND replace(play, ' ', '_') = story)
    AND (story = 'late_onboarding' AND days_not_live > 45 OR story = 'near_quota' AND days_since_signature > 90
      OR story = 'set_and_forget' AND tier <> 'starter' AND turns_on < today() - 60)$$);
SELECT no_rows('adoption is high where the product is lived in, and low where it is shelfware', $$
  SELECT * FROM (SELECT story, avg(score) AS score FROM product_adoption JOIN demo_stories USING (account_id) GROUP BY story) AS told
  WHERE story IN ('power', 'expansion', 'near_quota') AND score < 65 OR story IN ('shelfware', 'late_onboarding', 'silent_churn') AND score > 50$$);
SELECT no_rows('on any day, one version of each rubric and of the playbook is valid', $$
  SELECT day, name FROM generate_series(date '2024-01-01', '2027-01-01', '1 day') AS day
  LEFT JOIN (SELECT name, valid FROM score_rubrics UNION ALL SELECT 'playbook', valid FROM playbook_rules) v ON valid @> day::date
  GROUP BY day, name HAVING count(*) <> 1 OR name IS NULL$$);
\endif
-- The record of a night is what stood then, once a customer, however often it is made.
DELETE FROM score_history;
CALL record_scores();
UPDATE score_history SET score = -1;
CALL record_scores();
SELECT same_rows('score_history: recorded twice, it is product_adoption once', $$SELECT * FROM score_history$$, $$
  SELECT account_id, today(), version, score, band, contributions, health_score FROM product_adoption$$);
\if :is_last

-- Alerts over scores that wander over the borders of the bands for 120 days, with nights that are missing, and of one customer
-- on the border itself. Who comes from below gets into yellow at 45 and into green at 73.
DELETE FROM score_history;
INSERT INTO score_history (account_id, day, version, score)
SELECT a, date '2025-11-01' + n, CASE WHEN n < 61 THEN '2025-01' ELSE '2026-01' END,
  CASE WHEN n % 17 <> a % 17 THEN round((55 + 22 * sin(n / 9.0 + a) + mod(hashint4(n * 131 + a), 1000) / 90.0)::numeric, 3) END
FROM generate_series(1, 40) AS a, generate_series(0, 119) AS n WHERE (n + a) % 13 <> 0;
INSERT INTO score_history (account_id, day, version, score)
SELECT 41, date '2026-01-01' + n::int, '2026-01', (ARRAY[71, 70, 69.9, 70, 72.999, 73, 70, 40, 39.999, 40, 44.9, 72, 45, 73, 42])[n] FROM generate_series(1, 15) AS n;
CREATE TEMP TABLE walked AS
WITH RECURSIVE records AS (
    SELECT *, row_number() OVER (PARTITION BY account_id ORDER BY day) AS place,
      CASE WHEN score < 40 THEN 0 WHEN score < 70 THEN 1 ELSE 2 END AS standing, CASE WHEN score < 45 THEN 0 WHEN score < 73 THEN 1 ELSE 2 END AS reached
    FROM score_history WHERE score IS NOT NULL),
  walk AS (
    SELECT account_id, place, day, version, score, NULL::int AS band_before, standing AS band FROM records WHERE place = 1
    UNION ALL
    SELECT r.account_id, r.place, r.day, r.version, r.score, w.band,
      CASE WHEN r.version <> w.version OR r.standing <= w.band THEN r.standing ELSE greatest(w.band, r.reached) END
    FROM walk w JOIN records r ON r.account_id = w.account_id AND r.place = w.place + 1)
SELECT *, (SELECT max(score) FROM records o WHERE o.account_id = walk.account_id AND o.version = walk.version AND o.day BETWEEN walk.day - 30 AND walk.day) - score AS lost
FROM walk;
SELECT same_rows('alerts: bands with hysteresis and drops, as a walk from night to night finds them', $$
  SELECT account_id, day, kind, CASE kind WHEN 'band' THEN from_band END, to_band FROM alerts$$, $$
  SELECT account_id, day, 'band', (ARRAY['red', 'yellow', 'green'])[band_before + 1], (ARRAY['red', 'yellow', 'green'])[band + 1] FROM walked WHERE band < band_before
  UNION ALL SELECT account_id, day, 'drop', NULL, CASE WHEN score < 40 THEN 'red' WHEN score < 70 THEN 'yellow' ELSE 'green' END
  FROM (SELECT *, lag(lost, 1, 0.0) OVER (PARTITION BY account_id, version ORDER BY day) AS lost_before FROM walked) AS w WHERE lost >= 10 AND lost_before < 10$$);
SELECT same_rows('alerts: a score on the border alerts when it falls, and not again before it was well above', $$
  SELECT day FROM alerts WHERE account_id = 41 AND kind = 'band'$$, $$SELECT unnest('{2026-01-04,2026-01-09,2026-01-10,2026-01-16}'::date[])$$);
CREATE TEMP TABLE before AS SELECT * FROM alerts WHERE day <= '2026-01-20';
SET LOCAL customer360.as_of = '2026-01-20';
SELECT same_rows('alerts as of a day know no later record', $$SELECT * FROM alerts$$, $$SELECT * FROM before$$);
\endif
\endif
