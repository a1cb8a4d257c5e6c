-- The views of scorecards against plain SQL (METRICS C1–C13); setup_views.sql tells how.
-- Without: account_attributes, csm_sentiment, product_events.

SELECT no_rows('the demo''s rubrics and rules have no fault', $$
  SELECT name, version FROM score_rubrics CROSS JOIN LATERAL rubric_errors(rubric) UNION ALL
  SELECT name, version FROM score_rubrics WHERE (rubric ->> 'name', rubric ->> 'version') <> (name, version) UNION ALL
  SELECT version, play FROM playbook_rules CROSS JOIN LATERAL playbook_actions(rules, '{}')$$);
SELECT same_rows('rubric_checks: every key that a rubric, or the playbook, asks for, and how many have it', $$
  SELECT document, key, is_known, customers FROM rubric_checks WHERE document <> 'playbook' OR key IN ('usage_dropped', 'near_quota', 'seats', 'adoption_score')$$, $$
  WITH metrics AS MATERIALIZED (SELECT is_charged, attributes || to_jsonb(m) AS all_of_them FROM account_metrics m),
    names AS (
      SELECT attname::text AS key FROM pg_attribute WHERE attrelid = 'account_metrics'::regclass AND attnum > 0 AND attname <> 'attributes'
      UNION SELECT jsonb_object_keys(attributes) FROM account_metrics)
  SELECT document, key, key IN (SELECT n.key FROM names n), (SELECT count(*) FROM metrics WHERE is_charged AND all_of_them ->> k.key IS NOT NULL)
  FROM (
    SELECT name AS document, metric ->> 'key' AS key FROM score_rubrics CROSS JOIN LATERAL jsonb_array_elements(rubric -> 'metrics') AS metric
      WHERE valid @> today() AND (name <> 'product_adoption' OR is_known('product_events'))
    UNION SELECT 'product_adoption', unnest(CASE WHEN today() >= '2026-01-01' THEN '{tier,sentiment_on,days_inactive}'::text[] ELSE '{tier,sentiment_on}' END) WHERE is_known('product_events')
    UNION SELECT 'playbook', unnest('{usage_dropped,near_quota,seats,adoption_score}'::text[])) AS k$$);

-- The demo's adoption rubric: per attribute its weight and points; NULL = does not count. applies: the tier has it; is_known: it has a value.
CREATE TEMP TABLE attributes AS
SELECT m.account_id, m.days_inactive, x.*
FROM (SELECT m.*, today() >= '2026-01-01' AS revised, tier = 'starter' AS s, has.* FROM account_metrics m CROSS JOIN LATERAL jsonb_to_record(attributes)
    AS has (profiles boolean, alerts boolean, mobile_access boolean, api_access boolean, crm_sync boolean, single_sign_on boolean)) m,
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
    ('profiles', 5, CASE WHEN s THEN CASE WHEN NOT revised THEN 0 END WHEN profiles THEN 5 ELSE 0 END, NOT (s AND revised), profiles IS NOT NULL OR s),
    ('alerts', 5, CASE WHEN alerts THEN 5 ELSE 0 END, true, alerts IS NOT NULL),
    ('mobile_access', 5, CASE WHEN mobile_access THEN 5 ELSE 0 END, true, mobile_access IS NOT NULL),
    ('api_access', 5, CASE WHEN s THEN CASE WHEN NOT revised THEN 0 END WHEN api_access THEN 5 ELSE 0 END, NOT (s AND revised), api_access IS NOT NULL OR s),
    ('crm_sync', 5, CASE WHEN s THEN CASE WHEN NOT revised THEN 0 END WHEN crm_sync THEN 5 ELSE 0 END, NOT (s AND revised), crm_sync IS NOT NULL OR s),
    ('single_sign_on', CASE WHEN tier = 'enterprise' AND revised THEN 10 ELSE 5 END,
      CASE WHEN tier <> 'enterprise' THEN CASE WHEN NOT revised THEN 0 END WHEN single_sign_on THEN 5 ELSE 0 END,
      tier = 'enterprise' OR NOT revised, single_sign_on IS NOT NULL OR tier <> 'enterprise')) AS x (key, weight, points, applies, is_known)
WHERE m.is_charged;
CREATE TEMP TABLE plain_scores AS
SELECT account_id, CASE WHEN is_known('product_events') AND sum(weight) FILTER (WHERE is_known AND applies) >= 0.6 * sum(weight) FILTER (WHERE applies) THEN
    least(sum(weight * points) FILTER (WHERE points IS NOT NULL) * 20 / sum(weight) FILTER (WHERE points IS NOT NULL),
      CASE WHEN today() >= '2026-01-01' AND max(days_inactive) >= 60 THEN 39 END) END AS score,
  jsonb_object_agg(key, trim_scale(round(points, 3))) AS points
FROM attributes GROUP BY account_id;
SELECT no_rows('product_adoption: the score and its band', $$
  SELECT account_id, p.score, x.score FROM product_adoption p FULL JOIN (SELECT * FROM plain_scores WHERE is_known('product_events')) x USING (account_id)
  WHERE (p.score IS NULL) <> (x.score IS NULL) OR abs(p.score - x.score) > 0.0001
    OR p.band IS DISTINCT FROM CASE WHEN p.score < 40 THEN 'red' WHEN p.score < 70 THEN 'yellow' WHEN p.score >= 70 THEN 'green' END$$);
SELECT same_rows('scores: one row for each customer charged and rubric in force', $$SELECT account_id, csm, arr, rubric, version FROM scores$$, $$
  SELECT account_id, csm, arr, name, version FROM account_metrics CROSS JOIN score_rubrics
  WHERE is_charged AND valid @> today() AND (name <> 'product_adoption' OR is_known('product_events'))$$);
SELECT same_rows('account_metrics has the scores and bands of scores', $$
  SELECT account_id, adoption_score, adoption_band, health_score, health_band, fit_score, fit_band FROM account_metrics$$, $$
  SELECT m.account_id, a.score, a.band, h.score, h.band, f.score, f.band FROM account_metrics m
  LEFT JOIN scores a ON a.account_id = m.account_id AND a.rubric = 'product_adoption' LEFT JOIN scores h ON h.account_id = m.account_id AND h.rubric = 'health'
  LEFT JOIN scores f ON f.account_id = m.account_id AND f.rubric = 'fit'$$);
SELECT no_rows('adoption_breakdown: each attribute has the points that plain SQL gives', $$
  SELECT account_id, attribute FROM (SELECT * FROM adoption_breakdown WHERE attribute NOT LIKE '(%') b
  FULL JOIN (SELECT account_id, key AS attribute, points AS plain FROM attributes WHERE is_known('product_events')) x USING (account_id, attribute)
  WHERE (b.points IS NULL) <> (plain IS NULL) OR abs(b.points - plain) > 0.001 OR b.attribute IS NULL OR x.attribute IS NULL$$);
SELECT no_rows('adoption_breakdown: contributions add up to the score, and those of a group to its own', $$
  SELECT account_id FROM product_adoption p CROSS JOIN LATERAL (SELECT sum(contribution) AS total FROM adoption_breakdown b WHERE b.account_id = p.account_id) AS c
  WHERE score <> total
  UNION ALL SELECT account_id FROM product_adoption p CROSS JOIN LATERAL (
    SELECT group_name, round(sum(contribution) * 100 / nullif(sum(effective_weight), 0), 6) AS share FROM adoption_breakdown b
    WHERE b.account_id = p.account_id AND group_name IS NOT NULL GROUP BY group_name) AS g
  WHERE round((groups ->> group_name)::numeric, 6) IS DISTINCT FROM share$$);
SELECT no_rows('scores: the reason costs most, and the next step gives what is promised', $$
  SELECT account_id FROM scores p JOIN account_facts f USING (account_id) JOIN score_rubrics ON name = p.rubric AND valid @> today(), LATERAL (
    SELECT max(coalesce(lost, -contribution)) AS lost, max(next_gain) AS gain FROM score_breakdown(score_rubrics.rubric, attributes || to_jsonb(f), today())) AS b
  WHERE score IS NOT NULL AND (nullif(b.lost, 0) IS DISTINCT FROM reason_lost OR nullif(b.gain, 0) IS DISTINCT FROM p.next_gain
    OR (reason IS NULL) <> (reason_lost IS NULL)
    OR p.next_gain > 0 AND abs(adoption_score(score_rubrics.rubric, attributes || to_jsonb(f) || jsonb_build_object(coalesce(next_best, ''),
      CASE WHEN next_threshold ~ '^-?[0-9.]+$' OR next_threshold IN ('true', 'false') THEN next_threshold::jsonb ELSE to_jsonb(next_threshold) END)
      || CASE next_best WHEN 'csm_sentiment' THEN jsonb_build_object('sentiment_on', today()) ELSE '{}' END, today()) - score - p.next_gain) > 0.000001)$$);
SELECT same_rows('product_adoption: percentiles count who scores lower', $$
  SELECT account_id, round(percentile::numeric, 9) FROM product_adoption WHERE score IS NOT NULL$$, $$
  WITH scores AS MATERIALIZED (SELECT account_id, score FROM product_adoption WHERE score IS NOT NULL)
  SELECT account_id, round((SELECT count(*) FROM scores o WHERE o.score < s.score)::numeric / ((SELECT count(*) FROM scores) - 1), 9) FROM scores s$$);
SELECT no_rows('scores: health, until 2025 of two numbers and since of four groups', $$
  WITH weighed AS (
    SELECT account_id, today() >= '2026-01-01' AS revised, sum(weight * share) AS points, sum(weight) AS weight
    FROM (SELECT *, CASE WHEN licence_utilisation_28d IS NOT NULL THEN least(licence_utilisation_28d, 1) END AS licences, CASE csm_sentiment WHEN 'green' THEN 1 WHEN 'yellow' THEN 0.5 WHEN 'red' THEN 0 END AS mood,
        (to_jsonb(m) ->> 'overdue_days')::int AS overdue FROM account_metrics m) AS m
    CROSS JOIN LATERAL (
      SELECT w, p FROM (VALUES (20, licences), (20, coefficient / 7.0), (20, mood), (15, (nps_12m + 100) / 200), (15, CASE WHEN open_over_30_days < 1 THEN 1
        WHEN open_over_30_days < 3 THEN 0.5 WHEN open_over_30_days >= 3 THEN 0 END), (10, CASE WHEN overdue < 1 THEN 1 WHEN overdue < 31 THEN 0.5 WHEN overdue >= 31 THEN 0 END)) AS v (w, p) WHERE today() >= '2026-01-01'
      UNION ALL SELECT w, p FROM (VALUES (40, licences), (60, mood)) AS v (w, p) WHERE today() < '2026-01-01') AS x (weight, share)
    WHERE is_charged AND share IS NOT NULL GROUP BY account_id)
  SELECT account_id, s.score, h.score FROM account_metrics LEFT JOIN (
    SELECT account_id, CASE WHEN NOT revised OR weight >= 40 THEN 100 * points / weight END AS score FROM weighed) AS h USING (account_id)
  FULL JOIN (SELECT * FROM scores WHERE rubric = 'health') AS s USING (account_id)
  WHERE is_charged AND ((s.score IS NULL) <> (h.score IS NULL) OR abs(s.score - h.score) > 0.001 OR s.account_id IS NULL
    OR s.band IS DISTINCT FROM CASE WHEN s.score < 50 THEN 'red' WHEN s.score < 75 THEN 'yellow' WHEN s.score >= 75 THEN 'green' END)$$);
SELECT same_rows('next_actions: what the rules of the demo trigger', $$SELECT account_id, arr, csm, play, priority FROM next_actions$$, $$
  SELECT account_id, arr, csm, x.play, x.priority FROM account_metrics m, LATERAL (VALUES
    ('cancellation', 1, cancellation_requested_on IS NOT NULL), ('renewal at risk', 2, usage_dropped AND days_to_renewal <= 120), ('contract ran out', 3, days_to_renewal < 0),
    ('overdue payment', 4, (to_jsonb(m) ->> 'overdue_days')::int > 30), ('late onboarding', 5, days_not_live > 45),
    ('set and forget', 6, quota_utilisation_28d >= 0.4 AND (coalesce(days_inactive >= 21, false) OR coalesce(coefficient <= 2, false))),
    ('usage drop', 7, usage_dropped AND coalesce(days_to_renewal > 120, true)), ('champion left', 8, (to_jsonb(m) ->> 'champion_left')::boolean),
    ('red adoption', 9, adoption_band = 'red'), ('red sentiment', 10, csm_sentiment = 'red'), ('falling feedback', 11, is_trending_down), ('burst of tickets', 12, has_burst),
    ('near quota', 13, near_quota), ('shelfware', 14, seat_utilisation < 0.5 AND days_since_signature > 90)) AS x (play, priority, holds)
  WHERE holds AND is_charged$$);
SELECT same_rows('next_actions: reasons tell the values', $$SELECT account_id, play, reason FROM next_actions WHERE play IN ('renewal at risk', 'late onboarding', 'red adoption', 'shelfware')$$, $$
  SELECT n.account_id, play, CASE play WHEN 'renewal at risk' THEN format('usage %s %%, renewal on %s', round(100 * usage_change_4w), contract_ends_on)
    WHEN 'late onboarding' THEN format('not live %s days after signature', days_not_live)
    WHEN 'red adoption' THEN format('adoption score %s', trim_scale(round(adoption_score, 2))) ELSE format('%s of %s seats used', seats_used, seats) END
  FROM next_actions n JOIN account_metrics USING (account_id) WHERE play IN ('renewal at risk', 'late onboarding', 'red adoption', 'shelfware')$$);
SELECT same_rows('customer_360 shows the rounded scores, the groups of health, and the first of the next actions', $$
  SELECT account_id, adoption_score, adoption_band, adoption_reason, adoption_percentile, next_best, next_gain, health_score, health_band, usage_score, sentiment_score,
    support_score, payment_score, fit_score, fit_band, attention, attention_reason, next_action FROM customer_360$$, $$
  SELECT m.account_id, round(a.score, 1), a.band, a.reason, round(a.percentile::numeric, 4), a.next_best, round(a.next_gain, 1), round(h.score, 1), h.band,
    round((h.groups ->> 'usage')::numeric, 1), round((h.groups ->> 'sentiment')::numeric, 1), round((h.groups ->> 'support')::numeric, 1),
    round((h.groups ->> 'payment')::numeric, 1), round(f.score, 1), f.band, n.priority, n.reason, n.action
  FROM account_metrics m LEFT JOIN scores a ON a.account_id = m.account_id AND a.rubric = 'product_adoption'
  LEFT JOIN scores h ON h.account_id = m.account_id AND h.rubric = 'health' LEFT JOIN scores f ON f.account_id = m.account_id AND f.rubric = 'fit'
  LEFT JOIN (SELECT DISTINCT ON (account_id) * FROM next_actions ORDER BY account_id, priority, play) n ON n.account_id = m.account_id$$);

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
-- Without rubrics and rules of its own a company has the shipped ones.
SAVEPOINT s;
DELETE FROM warehouse.score_rubrics;
DELETE FROM warehouse.playbook_rules;
SELECT same_rows('rubrics: the shipped ones where the company has none', $$SELECT rubric, is_shipped, document FROM rubrics$$, $$SELECT name, true, rubric || '{"unreadable": "missing"}' FROM shipped_rubrics()$$);
SELECT no_rows('the shipped rubrics and playbook have no fault, and ask for what a warehouse may know', $$
  SELECT name, message FROM shipped_rubrics() CROSS JOIN LATERAL rubric_errors(rubric)
  UNION ALL SELECT document, key FROM rubric_checks WHERE is_known IS NOT TRUE
    AND key NOT IN ('overdue_days', 'overdue_amount', 'champion_left', 'has_champion', 'is_single_threaded')
    AND key NOT IN ('profiles', 'alerts', 'mobile_access', 'api_access', 'crm_sync', 'single_sign_on')$$);
SELECT no_rows('every customer charged has a score of each shipped rubric', $$SELECT account_id, rubric FROM scores WHERE score IS NULL$$);
SELECT same_rows('next_actions: the shipped rules', $$SELECT account_id, play FROM next_actions WHERE play NOT IN ('overdue payment', 'champion left')$$, $$
  SELECT account_id, play FROM account_metrics, LATERAL (VALUES ('cancellation', cancellation_requested_on IS NOT NULL),
    ('renewal at risk', usage_dropped AND days_to_renewal BETWEEN 0 AND 90), ('contract ran out', days_to_renewal < 0), ('late onboarding', days_not_live > 90),
    ('usage drop', usage_dropped AND coalesce(days_to_renewal NOT BETWEEN 0 AND 90, true)), ('nobody active', days_inactive >= 21),
    ('quiet before renewal', coefficient <= 2 AND days_to_renewal BETWEEN 0 AND 90), ('red adoption', adoption_band = 'red'), ('red sentiment', csm_sentiment = 'red'),
    ('falling feedback', is_trending_down), ('burst of tickets', has_burst), ('near quota', seat_utilisation >= 0.9), ('near included units', quota_utilisation_28d >= 0.9)) AS x (play, holds)
  WHERE holds AND is_charged$$);
ROLLBACK TO s;
-- The record of a night is what stood then, once a customer and rubric, however often it is made, also when it is made later.
SAVEPOINT s;
DELETE FROM score_history;
DELETE FROM metric_history;
CALL record_scores();
UPDATE score_history SET score = -1;
CALL record_scores();
SELECT same_rows('score_history: recorded twice, it is scores once', $$SELECT account_id, day, rubric, version, score, band FROM score_history$$, $$
  SELECT account_id, today(), rubric, version, score, band FROM scores$$);
CALL record_metrics();
CREATE TEMP TABLE nights AS SELECT * FROM score_history;
CREATE TEMP TABLE metrics_of_nights AS SELECT * FROM metric_history;
SELECT set_config('customer360.as_of', (today() - 7)::text, true) \g /dev/null
CALL record_scores();
CALL record_metrics();
INSERT INTO nights SELECT * FROM score_history WHERE day = today() - 7;
INSERT INTO metrics_of_nights SELECT account_id, day, metrics || '{"segment": null, "region": null, "country": null, "industry": null}' FROM metric_history WHERE day = today() - 7;
SELECT set_config('customer360.as_of', today()::text, true) \g /dev/null
DELETE FROM score_history;
DELETE FROM metric_history;
CALL customer360_record_history('customer_success', today() - 7, today());
CALL customer360_record_history('customer_success', today() - 7, today());
SELECT same_rows('customer360_record_history: the metrics of each day, without what is known for one day only', $$
  SELECT account_id, day, metrics - 'fit_score' - 'fit_band' FROM metric_history$$, $$SELECT account_id, day, metrics - 'fit_score' - 'fit_band' FROM metrics_of_nights$$);
SELECT same_rows('customer360_record_history: and its scores', $$SELECT account_id, day, rubric, version, score, band FROM score_history WHERE rubric <> 'fit'$$, $$
  SELECT account_id, day, rubric, version, score, band FROM nights WHERE rubric <> 'fit'$$);
SELECT same_rows('customer360_record_history: the scores are those in the metrics', $$SELECT account_id, day, rubric, score FROM score_history$$, $$
  SELECT account_id, day, rubric, score FROM metric_history CROSS JOIN LATERAL (VALUES ('product_adoption', metrics ->> 'adoption_score'), ('health', metrics ->> 'health_score'),
    ('fit', metrics ->> 'fit_score')) AS v (rubric, text) CROSS JOIN LATERAL (SELECT text::numeric AS score) AS n WHERE metrics ->> 'is_charged' = 'true'$$);
SELECT no_rows('customer360_record_history gives the day back', $$SELECT as_of() WHERE as_of() <> today()$$);
SELECT same_rows('score_trend: what was recorded, and the change of a week', $$SELECT account_id, rubric, day, score, change FROM score_trend$$, $$
  SELECT account_id, rubric, day, score, score - before FROM (
    SELECT *, (SELECT h.score FROM score_history h WHERE (h.account_id, h.rubric, h.day) = (s.account_id, s.rubric, today() - 7) AND s.day = today()) AS before
    FROM score_history s) s WHERE score IS NOT NULL$$);
SELECT no_rows('score_changes: the effects add up to the change of the score', $$
  SELECT account_id, rubric FROM (SELECT account_id, rubric, sum(behaviour_effect + indirect_effect + rubric_effect) AS effect FROM score_changes GROUP BY 1, 2) c
  FULL JOIN (SELECT account_id, rubric, max(score) FILTER (WHERE day = today()) - max(score) FILTER (WHERE day < today()) AS change FROM score_history GROUP BY 1, 2) s
    USING (account_id, rubric)
  WHERE abs(coalesce(effect, 0) - coalesce(change, 0)) > 0.00000001$$);
SELECT no_rows('score_changes: a value that stayed did nothing, unless it got too old', $$
  SELECT account_id, rubric, metric FROM score_changes WHERE value_before IS NOT DISTINCT FROM value_after AND behaviour_effect <> 0 AND metric NOT IN ('csm_sentiment', '(cap)')$$);
ROLLBACK TO s;
\if :is_last

-- Alerts over scores that wander over the borders of the bands for 120 days, with nights that are missing, and of one customer
-- on the border itself. Who comes from below gets into yellow at 45 and into green at 73.
DELETE FROM score_history;
INSERT INTO score_history (account_id, day, rubric, version, score)
SELECT a, date '2025-11-01' + n, 'product_adoption', CASE WHEN n < 61 THEN '2025-01' ELSE '2026-01' END,
  CASE WHEN n % 17 <> a % 17 THEN round((55 + 22 * sin(n / 9.0 + a) + mod(hashint4(n * 131 + a), 1000) / 90.0)::numeric, 3) END
FROM generate_series(1, 40) AS a, generate_series(0, 119) AS n WHERE (n + a) % 13 <> 0;
INSERT INTO score_history (account_id, day, rubric, version, score)
SELECT 41, date '2026-01-01' + n::int, 'product_adoption', '2026-01', (ARRAY[71, 70, 69.9, 70, 72.999, 73, 70, 40, 39.999, 40, 44.9, 72, 45, 73, 42])[n] FROM generate_series(1, 15) AS n;
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
SELECT same_rows('alerts: bands with hysteresis, as a walk from night to night finds them, and which fell far', $$
  SELECT account_id, day, rubric, kind, from_band, to_band FROM alerts$$, $$
  SELECT account_id, day, 'product_adoption', CASE WHEN lost >= 10 THEN 'drop' ELSE 'band' END, (ARRAY['red', 'yellow', 'green'])[band_before + 1],
    (ARRAY['red', 'yellow', 'green'])[band + 1] FROM walked WHERE band < band_before$$);
SELECT same_rows('alerts: a score on the border alerts when it falls, and not again before it was well above', $$
  SELECT day FROM alerts WHERE account_id = 41$$, $$SELECT unnest('{2026-01-04,2026-01-09,2026-01-10,2026-01-16}'::date[])$$);
CREATE TEMP TABLE before AS SELECT account_id, day, rubric, kind, to_score FROM alerts WHERE day <= '2026-01-20';
SAVEPOINT s;
UPDATE score_history SET rubric = 'health';
SELECT same_rows('alerts: health alike, under its own bands', $$SELECT day, from_band, to_band FROM alerts WHERE account_id = 41$$, $$
  SELECT unnest('{2026-01-09,2026-01-14,2026-01-16}'::date[]), 'yellow', 'red'$$);
ROLLBACK TO s;
SET LOCAL customer360.as_of = '2026-01-20';
SELECT same_rows('alerts as of a day know no later record', $$SELECT account_id, day, rubric, kind, to_score FROM alerts$$, $$SELECT * FROM before$$);
\endif
\endif
