-- The KPIs against plain SQL (METRICS D11; R6, R17, R18); see setup_views.sql. What is due, upsold, asked and answered is
-- taken from the views that other files compare with plain SQL.
-- Without: subscriptions, contracts, account_team, lifecycle_stages, support_tickets, cancellation_requests, survey_responses, csm_touchpoints, onboarding_projects, product_events.

-- What the demo does not have: accounts without groups, two managers of one name, answers of nobody's account, on several
-- scales, an account that came before its manager, goals.
\if :is_whole
UPDATE warehouse.accounts SET segment = NULL WHERE account_id % 17 = 3;
UPDATE warehouse.accounts SET country = NULL, industry = NULL WHERE account_id % 19 = 3;
UPDATE warehouse.survey_responses SET account_id = NULL WHERE response_id % 31 = 1;
UPDATE warehouse.survey_responses SET scale = 5, score = least(score, 5) WHERE survey = 'ces' AND response_id % 4 = 1;
UPDATE warehouse.team_members SET name = 'Kim Lee' WHERE member_id IN (SELECT member_id FROM warehouse.account_team WHERE role = 'csm' GROUP BY member_id ORDER BY count(*) DESC LIMIT 2);
DELETE FROM warehouse.account_team WHERE account_id % 13 = 5;
UPDATE warehouse.accounts SET csm_id = NULL WHERE account_id % 26 = 5;
INSERT INTO warehouse.account_team SELECT DISTINCT ON (account_id) account_id, 'csm', (SELECT min(member_id) FROM warehouse.account_team WHERE role = 'csm'),
  daterange('2026-02-10', '2026-04-20') FROM warehouse.account_team WHERE account_id % 7 = 1 ON CONFLICT DO NOTHING;
CREATE TABLE IF NOT EXISTS warehouse.kpi_targets (month date, kpi text, grouped_by text, group_name text, target numeric);
DELETE FROM warehouse.kpi_targets;
INSERT INTO warehouse.kpi_targets SELECT date_trunc('month', today() - 40 * n)::date + CASE kpi WHEN 'nps' THEN 9 ELSE 0 END, kpi, grouped_by, group_name, target
FROM generate_series(0, 3) AS n, (VALUES ('nrr', NULL, NULL, 1.05), ('customer_churn_rate', 'all', 'all', 0.01), ('customers', 'segment', 'smb', 30), ('nps', 'tier', 'enterprise', 20))
  AS goals (kpi, grouped_by, group_name, target);
SELECT count(*) FROM customer360_create_views('warehouse', 'customer_success', :'zone') \g /dev/null
\endif

-- Who was at risk on recorded days.
INSERT INTO metric_history (account_id, day, metrics) SELECT account_id, day, jsonb_build_object('is_at_risk', CASE account_id % 5 WHEN 4 THEN NULL ELSE account_id % 5 = 1 + day.n END)
FROM accounts, (VALUES ('2024-11-02'::date, 0), ('2024-11-09', 1), ('2025-12-20', 0), ('2026-02-07', 1), ('2026-06-29', 0), ('2026-06-30', 1)) AS day (day, n)
ON CONFLICT (day, account_id) DO UPDATE SET metrics = excluded.metrics;
CREATE TEMP TABLE months AS
SELECT m::date AS month, least((m + interval '1 month')::date - 1, today()) AS ends_on, (m + interval '1 month')::date - 1 <= today() AS is_over
FROM generate_series(date_trunc('month', today()::timestamp) - interval '23 months', today()::timestamp, '1 month') AS m;
CREATE TEMP TABLE paid AS
SELECT account_id, mrr, daterange(greatest(lower(valid), trial_ends_on), upper(valid)) AS days
FROM subscriptions WHERE lower(valid) <= today() AND (trial_ends_on >= upper(valid)) IS NOT TRUE AND mrr <> 0;
CREATE INDEX ON paid (account_id);
CREATE FUNCTION pg_temp.mrr(account bigint, at date) RETURNS numeric STABLE LANGUAGE sql AS
$$ SELECT greatest(coalesce(sum(mrr), 0), 0) FROM paid WHERE account_id = account AND days @> at $$;
CREATE TEMP TABLE ends AS
SELECT account_id, month, ends_on, is_over, pg_temp.mrr(account_id, month - 1) AS prev, pg_temp.mrr(account_id, ends_on) AS cur,
  pg_temp.mrr(account_id, (ends_on + 1 - interval '1 year')::date - 1) AS year_before
FROM accounts CROSS JOIN months;
CREATE TEMP TABLE asked AS SELECT account_id, date_trunc('month', day_of(opened_at)::timestamp)::date AS month FROM tickets;
CREATE TEMP TABLE touched AS SELECT account_id, day_of(happened_at) AS day FROM csm_touchpoints;
CREATE TEMP TABLE answered AS SELECT *, date_trunc('month', responded_on::timestamp)::date AS month FROM feedback_answers;
CREATE TEMP TABLE recorded AS
SELECT month, account_id, score FROM months JOIN score_history AS s ON s.day = (SELECT max(day) FROM score_history WHERE rubric = 'product_adoption' AND day BETWEEN month AND ends_on)
WHERE rubric = 'product_adoption' AND score IS NOT NULL;
-- Every number, by month and account; period: from when on.
CREATE TEMP TABLE facts AS
SELECT month, 'customers' AS kpi, 'end' AS period, account_id, 1::numeric AS up, NULL::numeric AS down, 1::numeric AS n FROM ends WHERE cur > 0
UNION ALL SELECT month, 'mrr', 'end', account_id, cur, NULL, 1 FROM ends WHERE cur > 0
UNION ALL SELECT month, 'arr', 'end', account_id, 12 * cur, NULL, 1 FROM ends WHERE cur > 0
UNION ALL SELECT month, 'nrr', 'year', account_id, cur, year_before, 1 FROM ends WHERE year_before > 0
UNION ALL SELECT month, 'grr', 'year', account_id, CASE WHEN cur < year_before THEN cur ELSE year_before END, year_before, 1 FROM ends WHERE year_before > 0
UNION ALL SELECT month, 'logo_retention', 'year', account_id, (cur > 0)::int, 1, 1 FROM ends WHERE year_before > 0
UNION ALL SELECT month, 'customer_churn_rate', 'month', account_id, (cur = 0)::int, 1, 1 FROM ends WHERE prev > 0
UNION ALL SELECT month, 'expansion_rate', 'month', account_id, CASE WHEN cur > prev THEN cur - prev ELSE 0 END, prev, 1 FROM ends WHERE prev > 0
UNION ALL SELECT month, 'upsell_rate', 'month', account_id, ((account_id, month) IN (SELECT account_id, month FROM account_upsells))::int, 1, 1 FROM ends WHERE prev > 0
UNION ALL SELECT month, 'renewal_rate', 'month', account_id, count(*) FILTER (WHERE outcome = 'renewed'), count(*), count(*)
  FROM contracts_due AS c JOIN months ON c.known_on = today() AND c.terminated_on IS NULL AND is_over AND c.ends_on BETWEEN month AND months.ends_on WHERE is_known('subscriptions') GROUP BY month, account_id
UNION ALL SELECT month, 'save_rate', 'month', account_id, count(*) FILTER (WHERE outcome = 'saved'), count(*), count(*)
  FROM cancellation_requests JOIN months ON requested_on BETWEEN month AND ends_on WHERE decided_on <= today() GROUP BY month, account_id
UNION ALL SELECT month, 'support_incident_rate', 'month', account_id, (SELECT count(*) FROM asked AS a WHERE a.account_id = e.account_id AND a.month = e.month), 1, 1
  FROM ends AS e WHERE prev > 0 AND is_known('support_tickets')
UNION ALL SELECT month, 'nps', 'month', account_id, sum(CASE WHEN rating >= 9 THEN 100 WHEN rating <= 6 THEN -100 ELSE 0 END), count(*), count(*)
  FROM answered WHERE survey = 'nps' GROUP BY month, account_id
UNION ALL SELECT month, 'csat', 'month', account_id, count(*) FILTER (WHERE rating > scale - CASE WHEN scale <= 3 THEN 1 WHEN scale <= 5 THEN 2 ELSE 3 END), count(*), count(*)
  FROM answered WHERE survey = 'csat' GROUP BY month, account_id
UNION ALL SELECT month, 'ces', 'month', account_id, CASE WHEN min(scale) = max(scale) THEN sum(rating) END, count(*), count(*)
  FROM answered WHERE survey = 'ces' GROUP BY month, account_id
UNION ALL SELECT month, 'coverage', 'end', account_id, EXISTS (SELECT FROM touched AS t WHERE t.account_id = e.account_id AND day > ends_on - 90 AND day <= ends_on)::int, 1, 1
  FROM ends AS e WHERE cur > 0 AND is_known('csm_touchpoints')
UNION ALL SELECT month, 'median_days_to_live', 'month', account_id, (array_agg(live_on - signed_on ORDER BY live_on DESC, onboarding_id))[1], NULL, 1
  FROM onboarding_projects JOIN months ON live_on BETWEEN month AND ends_on WHERE live_on >= signed_on GROUP BY month, account_id
UNION ALL SELECT month, 'adoption_score', 'end', account_id, score, 1, 1 FROM recorded WHERE is_known('product_events')
UNION ALL SELECT month, 'at_risk_share', 'end', account_id, (metrics -> 'is_at_risk' = 'true')::int, 1, 1 FROM months JOIN metric_history ON is_known('subscriptions')
  AND day = (SELECT max(day) FROM metric_history WHERE day BETWEEN month AND ends_on) WHERE metrics -> 'is_at_risk' <> 'null';
DELETE FROM facts WHERE month NOT IN (SELECT month FROM months);

-- To which groups an account belonged on a day.
CREATE FUNCTION pg_temp.tier_on(account bigint, at date) RETURNS text STABLE LANGUAGE sql AS $$
  SELECT coalesce((SELECT tier FROM contracts WHERE account_id = account AND signed_on <= at AND lower(term) <= at ORDER BY lower(term) DESC, contract_id LIMIT 1),
    (SELECT tier FROM accounts WHERE account_id = account), 'not known') $$;
CREATE FUNCTION pg_temp.stage_on(account bigint, at date) RETURNS text STABLE LANGUAGE sql AS $$
  SELECT coalesce((SELECT stage FROM lifecycle_stages WHERE account_id = account AND day_of(entered_at) <= at
    ORDER BY entered_at DESC, position(stage IN 'onboarding,adoption,value,renewal,at_risk,churned') DESC LIMIT 1), 'not known') $$;
CREATE FUNCTION pg_temp.csm_on(account bigint, at date) RETURNS text STABLE LANGUAGE sql AS $$
  SELECT coalesce((SELECT CASE WHEN (SELECT count(*) FROM team_members AS o WHERE o.name = m.name) > 1 THEN m.name || ' (' || m.member_id || ')' ELSE m.name END
    FROM team_members AS m WHERE member_id = coalesce(
      (SELECT t.member_id FROM account_team AS t WHERE t.account_id = account AND role = 'csm' AND valid @> at ORDER BY lower(valid) DESC, t.member_id LIMIT 1),
      (SELECT csm_id FROM accounts WHERE account_id = account))), 'nobody') $$;
CREATE TEMP TABLE placed AS
SELECT f.*, a.name AS account, coalesce(a.segment, 'not known') AS segment, coalesce(a.region, 'not known') AS region, coalesce(a.country, 'not known') AS country,
  coalesce(a.industry, 'not known') AS industry, CASE WHEN f.account_id IS NULL THEN 'not known' ELSE pg_temp.tier_on(f.account_id, d.day) END AS tier,
  CASE WHEN f.account_id IS NULL THEN 'not known' ELSE pg_temp.stage_on(f.account_id, d.day) END AS stage,
  CASE WHEN f.account_id IS NULL THEN 'nobody' ELSE pg_temp.csm_on(f.account_id, d.day) END AS csm,
  coalesce((SELECT to_char(min(lower(days)), 'YYYY') FROM paid AS p WHERE p.account_id = f.account_id AND mrr > 0), 'not charged') AS cohort
FROM facts AS f JOIN months USING (month) LEFT JOIN accounts AS a USING (account_id)
CROSS JOIN LATERAL (SELECT CASE period WHEN 'end' THEN ends_on WHEN 'month' THEN month - 1 ELSE (ends_on + 1 - interval '1 year')::date - 1 END AS day) AS period
CROSS JOIN LATERAL (SELECT CASE WHEN a.signed_on > period.day THEN ends_on ELSE period.day END AS day) AS d;
ANALYZE placed;

SELECT same_rows('kpi_accounts: what each account counts, and in which groups it was before the period', $$
  SELECT month, kpi, account_id, account, round(numerator, 6), round(denominator, 6), segment, tier, region, country, industry, stage, cohort, csm FROM kpi_accounts$$, $$
  SELECT month, kpi, account_id, account, round(up, 6), round(down, 6), segment, tier, region, country, industry, stage, cohort, csm FROM placed$$);
CREATE TEMP TABLE grouped AS
SELECT month, kpi, grouped_by, group_name, CASE kpi WHEN 'median_days_to_live' THEN percentile_cont(0.5) WITHIN GROUP (ORDER BY up)::numeric
    WHEN 'ces' THEN CASE WHEN count(up) = count(*) AND (SELECT count(DISTINCT scale) FROM answered AS s WHERE s.survey = 'ces' AND s.month = p.month AND (s.account_id, s.month) IN (
      SELECT q.account_id, q.month FROM placed AS q, LATERAL (VALUES ('all', 'all'), ('segment', q.segment), ('tier', q.tier), ('region', q.region), ('country', q.country),
        ('industry', q.industry), ('stage', q.stage), ('cohort', q.cohort), ('csm', q.csm)) AS h (by, name)
      WHERE q.month = p.month AND q.kpi = 'ces' AND h.by = g.grouped_by AND h.name = g.group_name)
      OR s.survey = 'ces' AND s.month = p.month AND s.account_id IS NULL AND g.group_name IN ('all', 'not known', 'not charged', 'nobody')) = 1 THEN sum(up) / sum(down) END
    ELSE sum(up) / coalesce(sum(down), 1) END AS value, sum(n) AS n
FROM placed AS p CROSS JOIN LATERAL (VALUES ('all', 'all'), ('segment', segment), ('tier', tier), ('region', region), ('country', country), ('industry', industry),
  ('stage', stage), ('cohort', cohort), ('csm', csm)) AS g (grouped_by, group_name)
GROUP BY month, kpi, grouped_by, group_name;
SELECT same_rows('kpis: every group in plain SQL', $$
  SELECT month, kpi, grouped_by, group_name, round(value, 6), n FROM kpis WHERE n > 0$$, $$
  SELECT month, kpi, grouped_by, group_name, round(value, 6), n FROM grouped$$);
SELECT no_rows('kpis: the sums of kpi_accounts', $$
  SELECT k.*, a.value FROM kpis AS k JOIN (
    SELECT month, kpi, 'csm' AS grouped_by, csm AS group_name, sum(numerator) / sum(coalesce(denominator, NULL)) AS value FROM kpi_accounts GROUP BY month, kpi, csm
    UNION ALL SELECT month, kpi, 'all', 'all', sum(numerator) / sum(denominator) FROM kpi_accounts GROUP BY month, kpi) AS a USING (month, kpi, grouped_by, group_name)
  WHERE abs(k.value - a.value) > 1e-9$$);
SELECT no_rows('kpis: one row for each month, group and KPI, with a name; nothing counted has no value, and what no table tells no n', $$
  SELECT month, kpi, grouped_by, group_name FROM kpis GROUP BY 1, 2, 3, 4 HAVING count(*) > 1
  UNION ALL SELECT month, kpi, grouped_by, group_name FROM kpis WHERE group_name IS NULL OR coalesce(n, 0) = 0 AND value IS NOT NULL
  UNION ALL SELECT month, kpi, grouped_by, group_name FROM kpis WHERE (n IS NULL) <> (
    kpi IN ('customers', 'mrr', 'arr', 'nrr', 'grr', 'logo_retention', 'customer_churn_rate', 'expansion_rate', 'upsell_rate', 'renewal_rate', 'coverage', 'support_incident_rate', 'at_risk_share')
      AND NOT is_known('subscriptions')
    OR kpi = 'renewal_rate' AND NOT is_known('contracts') OR kpi = 'save_rate' AND NOT is_known('cancellation_requests')
    OR kpi = 'support_incident_rate' AND NOT is_known('support_tickets') OR kpi IN ('nps', 'csat', 'ces') AND NOT is_known('survey_responses')
    OR kpi = 'coverage' AND NOT is_known('csm_touchpoints') OR kpi = 'median_days_to_live' AND NOT is_known('onboarding_projects')
    OR kpi = 'adoption_score' AND NOT is_known('product_events'))
  UNION ALL SELECT month, kpi, 'account', account_id::text FROM kpi_accounts GROUP BY month, kpi, account_id HAVING count(*) > 1$$);

-- One word, one number.
CREATE TEMP TABLE company AS SELECT * FROM kpis WHERE grouped_by = 'all';
SELECT same_rows('kpis and mrr_bridge say the same', $$
  SELECT month, kpi, round(value, 4), is_finished FROM company WHERE kpi IN ('customers', 'mrr', 'arr', 'customer_churn_rate', 'expansion_rate') AND n > 0$$, $$
  SELECT month, kpi, round(value, 4), is_finished FROM mrr_bridge, LATERAL (VALUES ('customers', ending_customers), ('mrr', ending_mrr), ('arr', arr),
    ('customer_churn_rate', customer_churn_rate), ('expansion_rate', expansion_rate)) AS v (kpi, value)
  WHERE month IN (SELECT month FROM months) AND (value > 0 OR kpi LIKE '%rate' AND value IS NOT NULL)$$);
SELECT same_rows('kpis and revenue_retention say the same, all, by segment and by cohort', $$
  SELECT month, grouped_by, group_name, kpi, round(value, 4) FROM kpis WHERE grouped_by IN ('all', 'segment', 'cohort') AND kpi IN ('nrr', 'grr', 'logo_retention') AND n > 0 AND is_finished$$, $$
  SELECT month, grouped_by, group_name, kpi, value FROM revenue_retention, LATERAL (VALUES ('nrr', net_revenue_retention), ('grr', gross_revenue_retention),
    ('logo_retention', logo_retention)) AS v (kpi, value) WHERE month IN (SELECT month FROM months) AND value IS NOT NULL$$);
SELECT same_rows('kpis and renewals say the same', $$
  SELECT month, kpi, round(value, 4) FROM company WHERE kpi IN ('renewal_rate', 'upsell_rate', 'save_rate') AND value IS NOT NULL$$, $$
  SELECT month, kpi, value FROM renewals, LATERAL (VALUES ('renewal_rate', renewal_rate), ('upsell_rate', upsell_rate), ('save_rate', save_rate)) AS v (kpi, value)
  WHERE month IN (SELECT month FROM months) AND value IS NOT NULL$$);

\if :is_whole
SELECT same_rows('kpis: goals, and gaps that are negative where a goal is missed', $$
  SELECT month, kpi, grouped_by, group_name, target, round(gap, 6) FROM kpis WHERE target IS NOT NULL AND n > 0$$, $$
  SELECT g.month, t.kpi, g.grouped_by, g.group_name, target, round(CASE t.kpi WHEN 'customer_churn_rate' THEN target - value ELSE value - target END, 6)
  FROM warehouse.kpi_targets AS t JOIN grouped AS g ON g.month = date_trunc('month', t.month)::date AND g.kpi = t.kpi AND g.grouped_by = coalesce(t.grouped_by, 'all') AND g.group_name = coalesce(t.group_name, 'all')$$);
\if :is_last
SELECT no_rows('what tests the KPIs is there', $$
  SELECT * FROM (SELECT count(DISTINCT kpi) AS kpis, count(*) FILTER (WHERE group_name LIKE 'Kim Lee (%') AS namesakes, count(*) FILTER (WHERE group_name = 'nobody' AND kpi = 'mrr') AS nobodys,
    count(DISTINCT group_name) FILTER (WHERE grouped_by = 'stage') AS stages, count(*) FILTER (WHERE gap < 0) AS missed, count(*) FILTER (WHERE kpi = 'ces' AND value IS NULL AND n > 1) AS mixed
    FROM kpis WHERE n > 0) AS s
  WHERE kpis < 18 OR namesakes = 0 OR nobodys = 0 OR stages < 3 OR missed = 0 OR mixed = 0
  UNION ALL SELECT count(*), 0, 0, 0, 0, 0 FROM kpi_accounts WHERE account_id IS NULL HAVING count(*) = 0$$);
SELECT no_rows('kpis: goals are set under the names that it has', $$
  (SELECT kpi FROM kpis EXCEPT SELECT meaning FROM c360_contract_words() WHERE table_name = 'kpi_targets' AND column_name = 'kpi')
  UNION ALL (SELECT meaning FROM c360_contract_words() WHERE table_name = 'kpi_targets' AND column_name = 'kpi' EXCEPT SELECT kpi FROM kpis)$$);
\endif
\endif
