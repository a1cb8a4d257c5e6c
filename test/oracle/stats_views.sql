-- Which metrics announced churn, against plain SQL (METRICS D10); setup_views.sql tells how. It looks back 90 days or more
-- at what was recorded: so metrics are recorded now, and looked back on from a day 95 days later, of the demo's own past.
SELECT set_config('customer360.as_of', (today() - 95)::text, true) \g /dev/null
DELETE FROM metric_history;
CALL record_metrics();
UPDATE metric_history SET metrics = '{}';
CALL record_metrics();
SELECT same_rows('metric_history: recorded twice, it is account_metrics as it stood, once a customer', $$
  SELECT account_id, day, metrics FROM metric_history$$, $$SELECT account_id, today() - 95, attributes || (to_jsonb(m) - 'attributes') FROM account_metrics m$$);
SELECT set_config('customer360.as_of', today()::text, true) \g /dev/null

CREATE TEMP TABLE asked AS
SELECT account_id, metrics, EXISTS (SELECT FROM generate_series(today() - 95, today() - 5, '1 day') AS d WHERE NOT EXISTS (
    SELECT FROM subscriptions s WHERE s.account_id = h.account_id AND mrr > 0 AND s.valid @> d::date)) AS churned
FROM metric_history h WHERE metrics ->> 'is_charged' = 'true';
CREATE TEMP TABLE valued AS
SELECT churned, key, CASE value WHEN 'true' THEN 1 WHEN 'false' THEN 0 WHEN '"red"' THEN 0 WHEN '"yellow"' THEN 2.5 WHEN '"green"' THEN 5
    WHEN '"enterprise"' THEN 5 WHEN '"mid_market"' THEN 4 WHEN '"smb"' THEN 2 ELSE value::text::numeric END AS value
FROM asked, jsonb_each(metrics) WHERE key NOT IN ('account_id', 'csm') AND NOT (key LIKE '%\_band') AND (value::text ~ '^-?[0-9.]+$' OR value IN ('true', 'false', '"red"', '"yellow"', '"green"') OR key = 'segment');
SELECT same_rows('score_backtest: AUC by mid-ranks and corr()', $$
  SELECT metric, measured_on, customers, left_90d, left_rate_90d, left_180d, r, auc, direction FROM score_backtest WHERE band = 'all'$$, $$
  WITH ranked AS (
      SELECT *, rank() OVER (PARTITION BY key ORDER BY value) + (count(*) OVER (PARTITION BY key, value) - 1) / 2.0 AS middle,
        count(*) OVER (PARTITION BY key) AS n, count(*) FILTER (WHERE churned) OVER (PARTITION BY key) AS g FROM valued),
    judged AS (SELECT *, (sum(CASE WHEN churned THEN middle END) OVER (PARTITION BY key) - g * (g + 1) / 2.0) / nullif(g * (n - g), 0) AS auc FROM ranked)
  SELECT key, today() - 95, count(*), count(*) FILTER (WHERE churned), round(count(*) FILTER (WHERE churned) * 1.0 / count(*), 4), NULL::bigint, round(corr(value, churned::int)::numeric, 4), round(auc, 4),
    CASE WHEN auc > 0.5 THEN 'higher' WHEN auc < 0.5 THEN 'lower' END FROM judged GROUP BY key, auc$$);
SELECT same_rows('score_backtest: the weights of the rubrics valid today', $$
  SELECT metric, adoption_weight, health_weight FROM score_backtest WHERE band = 'all'$$, $$
  SELECT key, max(weight) FILTER (WHERE name = 'product_adoption'), max(weight) FILTER (WHERE name = 'health')
  FROM (SELECT DISTINCT key FROM valued) AS v LEFT JOIN (
    SELECT name, m ->> 'key' AS key, (m ->> 'weight')::numeric AS weight FROM score_rubrics, jsonb_array_elements(rubric -> 'metrics') m WHERE valid @> today()) AS w USING (key)
  GROUP BY key$$);
SELECT same_rows('score_backtest: the bands of the scores as they were', $$
  SELECT metric, band, customers, mrr, left_90d FROM score_backtest WHERE band <> 'all'$$, $$
  SELECT key || '_score', metrics ->> (key || '_band'), count(*), sum((metrics ->> 'mrr')::numeric), count(*) FILTER (WHERE churned)
  FROM asked CROSS JOIN unnest('{adoption,health,fit}'::text[]) AS key WHERE metrics ->> (key || '_band') IS NOT NULL GROUP BY 1, 2$$);
SAVEPOINT s;
UPDATE metric_history SET day = today() - 185;
SELECT same_rows('score_backtest: within 180 days, once these are over', $$
  SELECT metric, left_180d FROM score_backtest WHERE metric = 'adoption_score' AND band = 'all'$$, $$
  SELECT 'adoption_score', count(*) FILTER (WHERE EXISTS (SELECT FROM generate_series(today() - 185, today() - 5, '1 day') AS d WHERE NOT EXISTS (
    SELECT FROM subscriptions s WHERE s.account_id = a.account_id AND mrr > 0 AND s.valid @> d::date)))
  FROM asked a WHERE metrics ->> 'adoption_score' IS NOT NULL HAVING count(*) > 0$$);
ROLLBACK TO s;
SELECT no_rows('score_backtest: the most telling metric first', $$
  SELECT metric FROM (SELECT metric, auc, lag(abs(auc - 0.5)) OVER () AS before FROM score_backtest WHERE band = 'all') AS o WHERE abs(auc - 0.5) > before + 0.0001$$);
SAVEPOINT s;
UPDATE metric_history SET day = today() - 89;
SELECT no_rows('score_backtest looks back 90 days or more, or has no row', $$SELECT metric FROM score_backtest$$);
ROLLBACK TO s;

-- A day without a line is churn, also for who came back on the next.
SAVEPOINT s;
CREATE TEMP TABLE one AS SELECT account_id FROM asked WHERE NOT churned ORDER BY account_id LIMIT 1;
CREATE TEMP TABLE counted AS SELECT left_90d AS churned FROM score_backtest WHERE metric = 'days_since_signature';
DELETE FROM warehouse.subscriptions WHERE account_id IN (TABLE one);
INSERT INTO warehouse.subscriptions (subscription_id, account_id, product, valid, mrr)
SELECT 900000 + n, account_id, 'platform', CASE n WHEN 1 THEN daterange('2020-01-01', today() - 40) ELSE daterange(today() - 39, NULL) END, 1 FROM one, generate_series(1, 2) AS n;
SELECT same_rows('score_backtest: a day without a line is churn', $$SELECT left_90d AS churned FROM score_backtest WHERE metric = 'days_since_signature'$$, $$
  SELECT churned + 1 FROM counted$$);
UPDATE warehouse.subscriptions SET valid = daterange(today() - 40, NULL) WHERE subscription_id = 900002;
SELECT same_rows('score_backtest: one that begins when another ends is none', $$SELECT left_90d AS churned FROM score_backtest WHERE metric = 'days_since_signature'$$, $$
  SELECT churned FROM counted$$);
ROLLBACK TO s;
