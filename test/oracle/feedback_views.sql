-- The views of feedback against plain SQL (METRICS D5, D6; CASES T29 to T31, T33); see setup_views.sql.
-- Without: survey_responses, survey_responses.user_id, csm_sentiment, subscriptions.

-- What surveys land, and the demo does not have: smileys, thumbs, answers where low is good, on several scales, of nobody's
-- account, of nobody, and twice.
\if :is_whole
ALTER TABLE warehouse.survey_responses ADD is_inverted boolean;
SELECT count(*) FROM customer360_create_views('warehouse', 'customer_success', :'zone') \g /dev/null
UPDATE warehouse.survey_responses SET scale = 7, score = least(score + 1, 7) WHERE survey = 'csat' AND response_id % 5 = 1;
UPDATE warehouse.survey_responses SET scale = 2, score = 1 + (score > 3)::int WHERE survey = 'csat' AND response_id % 5 = 2;
UPDATE warehouse.survey_responses SET scale = 3, score = 1 + score / 2 WHERE survey = 'csat' AND response_id % 10 = 3;
UPDATE warehouse.survey_responses SET scale = 10, score = 2 * score WHERE survey = 'csat' AND response_id % 10 = 8;
UPDATE warehouse.survey_responses SET scale = 5, score = least(score, 5), is_inverted = true WHERE survey = 'ces' AND response_id % 4 = 1;
UPDATE warehouse.survey_responses SET is_inverted = true WHERE survey = 'csat' AND response_id % 7 = 1;
UPDATE warehouse.survey_responses SET is_inverted = true WHERE survey = 'nps' AND response_id % 29 = 1;
UPDATE warehouse.survey_responses SET account_id = NULL WHERE response_id % 31 = 1;
UPDATE warehouse.survey_responses SET user_id = NULL WHERE response_id % 23 = 1;
INSERT INTO warehouse.survey_responses (response_id, account_id, user_id, survey, score, scale, is_inverted, ticket_id, responded_at)
SELECT 1000000 * copy + response_id, account_id, user_id, survey, greatest(score - 1, 1), scale, is_inverted,
  CASE WHEN part <> 3 THEN ticket_id END, responded_at + delay
FROM warehouse.survey_responses JOIN (VALUES (1, 0, interval '1 minute'), (1, 1, '0'), (2, 1, '6 days'), (2, 2, '12 days'), (1, 3, '1 hour'), (1, 4, '7 days'), (1, 5, '30 days'))
  AS again (copy, part, delay) ON response_id % 11 = part;
\endif

CREATE TEMP TABLE given AS
SELECT *, day_of(responded_at) AS day, CASE WHEN is_inverted THEN scale + (survey <> 'nps')::int - score ELSE score END AS good
FROM survey_responses WHERE responded_at < midnight(today() + 1);
-- One answer of a respondent to a survey in seven days: the latest. Answers about several tickets are several surveys.
CREATE TEMP TABLE counting AS
SELECT *, CASE WHEN good >= 9 THEN 100.0 WHEN good <= 6 THEN -100 ELSE 0 END AS vote,
  (good > scale - CASE WHEN scale <= 3 THEN 1 WHEN scale <= 5 THEN 2 ELSE 3 END)::int AS box
FROM given AS g WHERE NOT EXISTS (
  SELECT FROM given AS l WHERE l.user_id = g.user_id AND l.survey = g.survey AND l.ticket_id IS NOT DISTINCT FROM g.ticket_id
    AND (l.responded_at, l.response_id) > (g.responded_at, g.response_id) AND l.day < g.day + 7);

SELECT same_rows('feedback_answers: one answer of a respondent to a survey, of whatever account', $$
  SELECT response_id, account_id, account, csm, user_id, survey, score, scale, rating, ticket_id, responded_at, responded_on FROM feedback_answers$$, $$
  SELECT response_id, account_id, (SELECT account FROM csm_accounts AS a WHERE a.account_id = c.account_id),
    (SELECT name FROM csm_accounts AS a JOIN team_members USING (member_id) WHERE a.account_id = c.account_id),
    user_id, survey, score, scale, good, ticket_id, responded_at, day FROM counting AS c$$);
SELECT same_rows('feedback_answers: the company''s scores, those of nobody''s account included', $$
  SELECT survey, round(nps(rating) FILTER (WHERE survey = 'nps'), 6), round(csat(rating, scale) FILTER (WHERE survey = 'csat'), 6),
    round((ces(rating, scale) FILTER (WHERE survey = 'ces')).top_box_share, 6) FROM feedback_answers GROUP BY survey$$, $$
  SELECT survey, CASE survey WHEN 'nps' THEN round(avg(vote), 6) END, CASE survey WHEN 'csat' THEN round(avg(box), 6) END, CASE survey WHEN 'ces' THEN round(avg(box), 6) END
  FROM counting GROUP BY survey$$);

-- To which groups the answers of a month belong is compared by the file of the KPIs.
SELECT same_rows('feedback_by: all answers of a month, by group', $$
  SELECT month, is_finished, survey, grouped_by, group_name, n, round(nps, 6), round(csat, 6), round(ces, 6), round(ces_top_box_share, 6), round(margin, 6) FROM feedback_by$$, $$
  SELECT month, (month + interval '1 month')::date - 1 <= today(), survey, grouped_by, group_name, count(*), CASE survey WHEN 'nps' THEN round(avg(vote), 6) END,
    CASE survey WHEN 'csat' THEN round(avg(box), 6) END, CASE WHEN survey = 'ces' AND min(scale) = max(scale) THEN round(avg(good), 6) END, CASE survey WHEN 'ces' THEN round(avg(box), 6) END,
    round(1.96 / sqrt(count(*)::numeric) * CASE survey WHEN 'nps' THEN stddev_samp(vote) WHEN 'csat' THEN stddev_samp(box::numeric)
      ELSE CASE WHEN min(scale) = max(scale) THEN stddev_samp(good::numeric) END END, 6)
  FROM (SELECT *, date_trunc('month', day::timestamp)::date AS month FROM counting) AS c LEFT JOIN account_groups AS g USING (account_id, month)
  CROSS JOIN LATERAL (VALUES ('all', 'all'), ('segment', coalesce(segment, 'not known')), ('tier', coalesce(tier, 'not known')), ('stage', coalesce(stage, 'not known')),
    ('csm', coalesce(csm, 'nobody'))) AS h (grouped_by, group_name)
  WHERE (g.period = 'month' OR c.account_id IS NULL) AND month >= date_trunc('month', today()::timestamp) - interval '23 months' GROUP BY month, survey, grouped_by, group_name$$);
SELECT no_rows('feedback_by and kpis say the same', $$
  SELECT b.*, k.value, k.n FROM feedback_by AS b FULL JOIN (SELECT * FROM kpis WHERE kpi IN ('nps', 'csat', 'ces') AND n > 0
    AND grouped_by IN ('all', 'segment', 'tier', 'stage', 'csm')) AS k ON (k.month, k.kpi, k.grouped_by, k.group_name) = (b.month, b.survey, b.grouped_by, b.group_name)
  WHERE b.n IS DISTINCT FROM k.n OR round(coalesce(b.nps, b.csat, b.ces), 6) IS DISTINCT FROM round(k.value, 6)$$);

CREATE TEMP TABLE year AS SELECT * FROM counting WHERE day > today() - 365;
CREATE TEMP TABLE quarter AS SELECT * FROM counting WHERE day > today() - 90;
SELECT same_rows('feedback: answers, Net Promoter Score with its margin, sentiment; silent customers included', $$
  SELECT account_id, responses, responses_90d, last_response_on, nps_responses, round(nps, 6), round(nps_margin, 6), round(nps_90d, 6), csm_sentiment, sentiment_on
  FROM feedback$$, $$
  SELECT a.account_id, zero + (SELECT count(*) FROM year AS y WHERE y.account_id = a.account_id), zero + (SELECT count(*) FROM quarter AS q WHERE q.account_id = a.account_id),
    (SELECT max(day) FROM counting AS c WHERE c.account_id = a.account_id), zero + n.n, n.nps, n.margin,
    (SELECT round(avg(vote), 6) FROM quarter AS q WHERE q.account_id = a.account_id AND survey = 'nps'), j.sentiment, j.observed_on
  FROM accounts AS a CROSS JOIN LATERAL (SELECT CASE WHEN is_known('survey_responses') THEN 0 END AS zero) AS z
  CROSS JOIN LATERAL (SELECT count(*) AS n, round(avg(vote), 6) AS nps, round(1.96 * stddev_samp(vote) / sqrt(count(*)::numeric), 6) AS margin
    FROM year AS y WHERE y.account_id = a.account_id AND survey = 'nps') AS n
  LEFT JOIN LATERAL (SELECT * FROM csm_sentiment AS s WHERE s.account_id = a.account_id AND observed_on <= today() ORDER BY observed_on DESC LIMIT 1) AS j ON true
  WHERE a.signed_on <= today()$$);
SELECT same_rows('feedback: satisfaction and effort, each answer by its own scale, those of several scales together', $$
  SELECT account_id, csat_responses, round(csat, 6), round(csat_90d, 6), ces_responses, round(ces, 6), round(ces_top_box_share, 6), round(ces_90d, 6) FROM feedback$$, $$
  SELECT a.account_id, zero + (SELECT count(*) FROM year AS y WHERE y.account_id = a.account_id AND survey = 'csat'),
    (SELECT round(avg(box), 6) FROM year AS y WHERE y.account_id = a.account_id AND survey = 'csat'),
    (SELECT round(avg(box), 6) FROM quarter AS q WHERE q.account_id = a.account_id AND survey = 'csat'),
    zero + e.n, e.mean, e.share, (SELECT CASE WHEN max(scale) = min(scale) THEN round(avg(good), 6) END FROM quarter AS q WHERE q.account_id = a.account_id AND survey = 'ces')
  FROM accounts AS a CROSS JOIN LATERAL (SELECT CASE WHEN is_known('survey_responses') THEN 0 END AS zero) AS z
  CROSS JOIN LATERAL (SELECT count(*) AS n, CASE WHEN max(scale) = min(scale) THEN round(avg(good), 6) END AS mean, round(avg(box), 6) AS share
    FROM year AS y WHERE y.account_id = a.account_id AND survey = 'ces') AS e
  WHERE a.signed_on <= today()$$);
SELECT no_rows('feedback: the trend is that of regr_slope and corr over the fractions of all scales', $$
  WITH plain AS (
    SELECT account_id, count(*) AS n, 30 * regr_slope(part, at) AS slope, corr(part, at) AS r FROM (
      SELECT account_id, day - today() AS at, (good - (survey <> 'nps')::int) / (scale - (survey <> 'nps')::int)::float8 AS part FROM year) AS parts
    GROUP BY account_id),
  known AS (SELECT *, r * sqrt((n - 2) / nullif(1 - r * r, 0)) AS t FROM plain WHERE n >= 3 AND slope IS NOT NULL)
  SELECT f.account_id, f.trend_per_30_days, k.slope, f.trend_t, k.t, f.trend, f.is_trending_down
  FROM feedback AS f LEFT JOIN known AS k USING (account_id)
  WHERE CASE WHEN k.account_id IS NULL THEN f.trend IS NULL AND f.trend_per_30_days IS NULL AND f.is_trending_down IS NULL
    ELSE abs(f.trend_per_30_days::float8 - k.slope) < 1e-4 AND f.is_trending_down = (f.trend = 'down')
      AND (abs(k.t) > 1e6 OR k.t IS NULL OR f.trend_t IS NULL OR abs(f.trend_t::float8 - k.t) < 0.02)
      AND (abs(abs(k.t) - 2) < 1e-3 OR k.r IS NULL
        OR f.trend = CASE WHEN k.t >= 2 THEN 'up' WHEN k.t <= -2 THEN 'down' WHEN k.t IS NULL THEN CASE WHEN k.r > 0 THEN 'up' ELSE 'down' END ELSE 'flat' END)
    END IS NOT TRUE$$);

\if :is_last
\if :is_whole
SELECT no_rows('the answers that test the views are there', $$
  SELECT * FROM (SELECT count(*) FILTER (WHERE account_id IS NULL) AS nobodys, count(*) FILTER (WHERE rating <> score) AS turned, count(DISTINCT scale) AS scales,
    (SELECT count(*) FROM given) - count(*) AS repeated FROM feedback_answers) AS a WHERE nobodys = 0 OR turned = 0 OR scales < 5 OR repeated < 50
  UNION ALL SELECT count(*) FILTER (WHERE ces IS NULL AND ces_responses > 1), count(DISTINCT trend), 0, 0 FROM feedback
  HAVING count(*) FILTER (WHERE ces IS NULL AND ces_responses > 1) = 0 OR count(DISTINCT trend) < 2$$);
-- Twice within a minute, 2 and then 9, and another one's 9.
SAVEPOINT twice;
DELETE FROM warehouse.survey_responses;
INSERT INTO warehouse.survey_responses (response_id, account_id, user_id, survey, score, scale, responded_at)
SELECT n, account_id, (array_agg(user_id ORDER BY user_id))[1 + n / 3], 'nps', CASE n WHEN 1 THEN 2 ELSE 9 END, 10, timestamptz '2026-06-01 09:00' + n * interval '20 seconds'
FROM generate_series(1, 3) AS n, (SELECT account_id, user_id FROM warehouse.users WHERE account_id = 2) AS u GROUP BY n, account_id;
SELECT same_rows('feedback: who answers twice counts once, as they thought last', $$SELECT nps_responses, nps FROM feedback WHERE account_id = 2$$, $$VALUES (2::bigint, 100::numeric)$$);
ROLLBACK TO twice;
\endif
\endif
