-- What other tools are told, against plain SQL (METRICS E5); see setup_views.sql. What customer_360 says is tested there.
-- Without: subscriptions, contracts, onboarding_projects, playbook_rules, team_members.

\if :is_whole
INSERT INTO warehouse.accounts (account_id, name) VALUES (-1, 'Nobody yet'), (-2, NULL);
\endif
SELECT same_rows('activation has one row for each account, prospects included', 'SELECT account_id, account FROM activation', 'SELECT account_id, name FROM accounts');
SELECT same_rows('activation says of customers what customer_360 says', $$
  SELECT account_id, status, tier, csm, arr, renewal_on, renewal_risk, is_at_risk, risk_reason, onboarding_status, attention, next_action
  FROM activation WHERE status IS DISTINCT FROM 'prospect'$$, $$
  SELECT account_id, status, tier, csm, arr, renewal_on, renewal_risk, is_at_risk, risk_reason, onboarding_status, attention, next_action FROM customer_360$$);

-- Of the bands, red at once, and any other as recorded last: a record's band is that of its score, but higher than the
-- one before only where the score reaches the leave of that band.
CREATE TEMP VIEW recorded_bands AS
WITH RECURSIVE in_force AS (
    SELECT name AS rubric, version, rubric AS document FROM score_rubrics WHERE valid @> today()),
  steps AS (
    SELECT rubric, version, place, band ->> 'label' AS label, (band ->> 'ge')::numeric AS least, coalesce((band ->> 'leave')::numeric, (band ->> 'ge')::numeric) AS leave
    FROM in_force, jsonb_array_elements(document -> 'bands') WITH ORDINALITY AS each (band, place)),
  records AS (
    SELECT account_id, rubric, version, day, score, row_number() OVER (PARTITION BY account_id, rubric ORDER BY day) AS number,
      (SELECT max(place) FROM steps WHERE steps.rubric = h.rubric AND (least IS NULL OR score >= least)) AS by_score,
      (SELECT max(place) FROM steps WHERE steps.rubric = h.rubric AND (leave IS NULL OR score >= leave)) AS by_leave
    FROM score_history AS h WHERE day <= today() AND score IS NOT NULL AND (rubric, version) IN (SELECT rubric, version FROM in_force)),
  chain AS (
    SELECT account_id, rubric, day, number, by_score AS place FROM records WHERE number = 1
    UNION ALL
    SELECT r.account_id, r.rubric, r.day, r.number, least(r.by_score, greatest(chain.place, r.by_leave))
    FROM chain JOIN records AS r ON r.account_id = chain.account_id AND r.rubric = chain.rubric AND r.number = chain.number + 1)
SELECT DISTINCT ON (account_id, rubric) account_id, rubric, label AS band
FROM chain JOIN steps USING (rubric, place) WHERE day >= today() - 7 ORDER BY account_id, rubric, day DESC;
SELECT same_rows('activation: a band that is red is red at once, any other is the one recorded last, with hysteresis', $$
  SELECT account_id, settled_adoption_band, settled_health_band FROM activation WHERE status IS DISTINCT FROM 'prospect'$$, $$
  SELECT account_id,
    CASE WHEN adoption_band = 'red' OR adoption_band IS NULL THEN adoption_band ELSE coalesce((SELECT band FROM recorded_bands AS r WHERE r.account_id = c.account_id AND rubric = 'product_adoption'), adoption_band) END,
    CASE WHEN health_band = 'red' OR health_band IS NULL THEN health_band ELSE coalesce((SELECT band FROM recorded_bands AS r WHERE r.account_id = c.account_id AND rubric = 'health'), health_band) END
  FROM customer_360 AS c$$);
\if :is_whole
SELECT no_rows('activation: of some customers the band is another one than that of the day', $$
  SELECT count(*) FROM activation JOIN customer_360 USING (account_id) WHERE settled_health_band <> health_band OR settled_adoption_band <> adoption_band
  HAVING count(*) = 0 AND EXISTS (SELECT FROM score_history)$$);
\endif
SELECT same_rows('and of who is none, nothing but that', $$
  SELECT account_id, tier, csm, arr, settled_adoption_band, settled_health_band, renewal_on, renewal_risk, is_at_risk, risk_reason, onboarding_status, attention, next_action FROM activation WHERE status = 'prospect'$$, $$
  SELECT account_id, NULL, NULL, NULL::numeric, NULL, NULL, NULL::date, NULL, NULL::boolean, NULL, NULL, NULL::bigint, NULL FROM account_status WHERE status = 'prospect'$$);
SELECT same_rows('each customer''s manager, by name', $$
  SELECT account_id, csm FROM activation WHERE status IS DISTINCT FROM 'prospect'$$, $$
  SELECT account_id, (SELECT name FROM team_members WHERE team_members.member_id = csm_accounts.member_id) FROM csm_accounts$$);
SELECT no_rows('activation: the next action is one that the playbook asks for, and the most urgent', $$
  SELECT account_id, next_action FROM activation WHERE next_action IS NOT NULL AND next_action NOT IN (
    SELECT action FROM next_actions WHERE next_actions.account_id = activation.account_id
      AND priority = (SELECT min(priority) FROM next_actions AS other WHERE other.account_id = activation.account_id))$$);
SELECT no_rows('activation: plain types, besides the key, which is the source''s', $$
  SELECT attname, atttypid::regtype FROM pg_attribute WHERE attrelid = 'activation'::regclass AND attnum > 0 AND attname <> 'account_id'
    AND atttypid NOT IN ('text'::regtype, 'bigint'::regtype, 'numeric'::regtype, 'boolean'::regtype, 'date'::regtype)$$);

-- The day goes on, and nothing happens: no column counts days, so that few rows change.
CREATE TEMP TABLE today_told AS TABLE activation;
SELECT set_config('customer360.as_of', (:'day'::date + 1)::text, true) \g /dev/null
SELECT no_rows('activation: from one day to the next most rows are the same', $$
  SELECT count(*) FROM (TABLE activation EXCEPT TABLE today_told) AS changed HAVING count(*) > (SELECT count(*) * 0.1 FROM today_told)$$);
SELECT set_config('customer360.as_of', :'day', true) \g /dev/null

-- A recording says the same, and once.
CALL record_activation();
SELECT same_rows('activation_changes: what was recorded is what activation says', $$
  SELECT account_id, account, status, tier, csm, arr, settled_adoption_band, settled_health_band, renewal_on, renewal_risk, is_at_risk, risk_reason, onboarding_status, attention, next_action
  FROM activation_changes WHERE deleted_at IS NULL$$, 'TABLE activation');
SELECT no_rows('activation_changes: no version twice, no account twice, all columns of a new row changed', $$
  SELECT account_id FROM activation_changes AS c WHERE version IN (SELECT version FROM activation_changes AS o WHERE o.account_id <> c.account_id)
    OR cardinality(changed_columns) <> 14$$);
