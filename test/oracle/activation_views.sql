-- What other tools are told, against plain SQL (METRICS E5); see setup_views.sql. What customer_360 says is tested there.
-- Without: subscriptions, contracts, onboarding_projects, playbook_rules, team_members.

\if :is_whole
INSERT INTO warehouse.accounts (account_id, name) VALUES (-1, 'Nobody yet'), (-2, NULL);
\endif
SELECT same_rows('activation has one row for each account, prospects included', 'SELECT account_id, account FROM activation', 'SELECT account_id, name FROM accounts');
SELECT same_rows('activation says of customers what customer_360 says', $$
  SELECT account_id, status, tier, csm, arr, adoption_band, health_band, renewal_on, renewal_risk, is_at_risk, risk_reason, onboarding_status, attention, next_action
  FROM activation WHERE status IS DISTINCT FROM 'prospect'$$, $$
  SELECT account_id, status, tier, csm, arr, adoption_band, health_band, renewal_on, renewal_risk, is_at_risk, risk_reason, onboarding_status, attention, next_action FROM customer_360$$);
SELECT same_rows('and of who is none, nothing but that', $$
  SELECT account_id, tier, csm, arr, adoption_band, health_band, renewal_on, renewal_risk, is_at_risk, risk_reason, onboarding_status, attention, next_action FROM activation WHERE status = 'prospect'$$, $$
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
  SELECT account_id, account, status, tier, csm, arr, adoption_band, health_band, renewal_on, renewal_risk, is_at_risk, risk_reason, onboarding_status, attention, next_action
  FROM activation_changes WHERE deleted_at IS NULL$$, 'TABLE activation');
SELECT no_rows('activation_changes: no version twice, no account twice, all columns of a new row changed', $$
  SELECT account_id FROM activation_changes AS c WHERE version IN (SELECT version FROM activation_changes AS o WHERE o.account_id <> c.account_id)
    OR cardinality(changed_columns) <> 14$$);
