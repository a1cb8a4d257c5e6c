-- The views of the Customer Success team against plain SQL (METRICS D7, D9, D12); see setup_views.sql.
-- Without: trainings, contacts, users, product_events, survey_responses, calls, csm_sentiment, onboarding_projects, onboarding_milestones, subscriptions, account_team, csm_touchpoints, csm_tasks, csm_touchpoints.is_high_impact, csm_touchpoints.topics, conversation_targets, support_tickets, contracts, product_requests.requested_on.

-- What the demo does not have: customers of nobody, and of a manager who left; activities of other kinds and with no known
-- account; tasks without a day, and of who left; targets of topics; contracts and onboardings on the borders of 90 days; requests delivered
-- on the day a customer left, and the day before; champions on the border of 180 days, contacts in two roles, without an
-- address, or known for today only, and users with another spelling of theirs.
\if :is_whole
DELETE FROM warehouse.contacts WHERE account_id % 6 = 0;
DELETE FROM warehouse.contacts WHERE account_id % 6 = 1 AND role <> 'champion';
UPDATE warehouse.contacts SET role = 'champion', valid = daterange(today() - 700, today() - 178 - contact_id::int % 4) WHERE account_id % 6 IN (2, 3) AND role IN ('champion', 'sponsor');
UPDATE warehouse.contacts SET valid = NULL WHERE contact_id % 9 = 4 AND account_id % 6 > 3;
UPDATE warehouse.contacts SET email = NULL, user_id = NULL WHERE contact_id % 9 = 5;
UPDATE warehouse.contacts SET email = NULL WHERE contact_id % 9 = 6;
UPDATE warehouse.contacts SET email = upper(email), user_id = NULL WHERE contact_id % 9 = 7;
INSERT INTO warehouse.contacts (contact_id, account_id, user_id, name, email, role, valid)
SELECT 1000000 + contact_id, account_id, user_id, name, upper(email), 'decision_maker', daterange(today() - 10, NULL) FROM warehouse.contacts WHERE contact_id % 3 = 0;
INSERT INTO warehouse.contacts (contact_id, account_id, user_id, name, email, role, valid)
SELECT 2000000 + min(user_id), account_id, min(user_id), 'One', 'one@example.com', 'champion', daterange(today() - 10, NULL)
FROM warehouse.users WHERE account_id % 12 = 0 GROUP BY account_id;
DELETE FROM warehouse.csm_sentiment WHERE account_id % 7 < 3;
INSERT INTO warehouse.csm_sentiment (account_id, sentiment, observed_on)
SELECT account_id, 'green', today() - 89 - account_id::int % 7 FROM warehouse.accounts WHERE account_id % 7 IN (1, 2) AND account_id % 5 = 0;
UPDATE warehouse.onboarding_projects SET planned_live_on = NULL WHERE onboarding_id % 4 = 1;
UPDATE warehouse.onboarding_projects SET live_on = signed_on - 3 WHERE onboarding_id % 31 = 3;
DELETE FROM score_history;
INSERT INTO score_history (account_id, rubric, day, version, score, band)
SELECT account_id, 'product_adoption', today() - 11 * n, 'a', 40 + account_id % 30 - n + (account_id % 7) * (account_id + n) % 5, 'yellow' FROM warehouse.accounts, generate_series(0, 45) AS n WHERE (account_id + n) % 4 > 0;
UPDATE warehouse.csm_touchpoints SET persons = NULL WHERE touchpoint_id % 3 = 0 OR account_id % 12 = 0;
UPDATE warehouse.calls SET user_id = NULL WHERE account_id % 24 = 0;
DELETE FROM warehouse.account_team WHERE account_id % 23 = 5;
UPDATE warehouse.accounts SET csm_id = NULL WHERE account_id % 23 = 5;
UPDATE warehouse.csm_touchpoints SET kind = NULL WHERE touchpoint_id % 9 = 1;
UPDATE warehouse.csm_touchpoints SET account_id = NULL WHERE touchpoint_id % 17 = 2;
UPDATE warehouse.csm_touchpoints SET is_high_impact = NULL WHERE touchpoint_id % 7 = 3;
UPDATE warehouse.csm_touchpoints SET purpose = NULL WHERE touchpoint_id % 10 = 1;
UPDATE warehouse.csm_touchpoints SET topics = CASE touchpoint_id % 4 WHEN 0 THEN '{Reports,reports ,Feature A}' WHEN 1 THEN '{}' WHEN 2 THEN '{feature a}' END::text[] WHERE touchpoint_id % 3 > 0;
ALTER TABLE warehouse.conversation_targets ADD COLUMN IF NOT EXISTS topic text;
ALTER TABLE warehouse.conversation_targets DROP CONSTRAINT IF EXISTS conversation_targets_pkey;
SELECT count(*) FROM customer360_create_views('warehouse', 'customer_success', :'zone') \g /dev/null
INSERT INTO warehouse.conversation_targets (tier, kind, topic, period, share) VALUES ('enterprise', 'Any', 'Feature A', daterange(today() - 40, today() + 20), 0.7),
  ('professional', 'call', 'Feature A', daterange(today() - 40, today() + 30), 0.5), ('enterprise', 'any', NULL, daterange(today() - 40, today() + 1), 0.9), ('enterprise', 'call', 'Nobody asked', daterange(today() - 40, NULL), 0.1);
UPDATE warehouse.csm_tasks SET due_on = NULL WHERE task_id % 11 = 1;
UPDATE warehouse.csm_tasks SET account_id = NULL WHERE task_id % 13 = 1;
INSERT INTO warehouse.team_members (member_id, name, role, region, hired_on, left_on) VALUES
  (-1, 'Gone', 'csm', 'EMEA', '2020-01-01', '2024-06-01'), (-2, 'Always', 'csm', 'EMEA', NULL, NULL), (-3, 'Nothing left', 'csm', 'EMEA', '2020-01-01', '2024-06-01');
UPDATE warehouse.csm_tasks SET member_id = -1 WHERE task_id % 5 = 1;
UPDATE warehouse.team_members SET left_on = today() - 20 WHERE member_id = (
  SELECT member_id FROM warehouse.account_team WHERE role = 'csm' AND valid @> today() ORDER BY account_id LIMIT 1);
UPDATE warehouse.contracts SET term = daterange(lower(term), today() + (ARRAY[0, 90, 91])[1 + contract_id::int % 3]) WHERE contract_id % 4 = 1 AND term @> today();
UPDATE warehouse.onboarding_projects SET live_on = NULL, signed_on = today() - (ARRAY[90, 91])[1 + onboarding_id::int % 2] WHERE onboarding_id % 15 = 2;
CREATE TEMP TABLE left_by AS
SELECT request_id, min(left_on) AS left_on FROM warehouse.product_request_accounts
JOIN (SELECT account_id, max(coalesce(upper(valid), 'infinity')) AS left_on FROM warehouse.subscriptions GROUP BY account_id) AS s USING (account_id)
WHERE left_on <= today() AND asked_on < left_on GROUP BY request_id;
UPDATE warehouse.product_requests AS r SET shipped_on = left_on - (r.request_id % 8 = 0)::int FROM left_by AS l WHERE l.request_id = r.request_id;
INSERT INTO warehouse.subscriptions (subscription_id, account_id, product, valid, amount, billing_unit, mrr)
SELECT 10000000 + account_id, account_id, 'platform', daterange(today() - 10, NULL), 10, 'month', 10 FROM warehouse.subscriptions
GROUP BY account_id HAVING max(coalesce(upper(valid), 'infinity')) < today() - 20 AND account_id % 3 = 0;
UPDATE warehouse.product_requests SET shipped_on = today() - 89 - request_id::int % 3, requested_on = today() - 400 WHERE request_id % 6 = 4;
UPDATE warehouse.product_request_accounts SET asked_on = today() - 90 - account_id::int % 3 WHERE request_id % 6 = 4 AND account_id % 2 = 0;
UPDATE warehouse.product_requests SET requested_on = NULL WHERE request_id % 7 = 1;
UPDATE warehouse.product_requests SET shipped_on = requested_on - 5 WHERE request_id % 11 = 5;
\endif

-- Who was in charge of whom, charged or not, and which managers there were.
CREATE TEMP TABLE held AS
SELECT s.account_id, s.status, s.is_charged, s.arr, s.tier, risk.adoption_score AS score, risk.health_score, risk.days_to_renewal, risk.is_at_risk AS at_risk,
  coalesce((SELECT t.member_id FROM account_team AS t WHERE t.account_id = s.account_id AND t.role = 'csm' AND t.valid @> today() ORDER BY lower(t.valid) DESC LIMIT 1),
    a.csm_id) AS member_id
FROM account_status AS s JOIN accounts AS a USING (account_id) LEFT JOIN account_metrics AS risk USING (account_id)
WHERE s.status <> 'prospect' OR s.status IS NULL;
CREATE TEMP TABLE lines AS SELECT account_id, charged, mrr FROM subscriptions;
CREATE INDEX ON lines (account_id);
ANALYZE lines;
CREATE TEMP TABLE managers AS
SELECT member_id, name, region FROM team_members WHERE role = 'csm' AND coalesce(hired_on, '-infinity') <= today() AND coalesce(left_on, 'infinity') > today();
CREATE TEMP TABLE zeros AS
SELECT CASE WHEN is_known('subscriptions') THEN 0 END AS charged, CASE WHEN is_known('csm_touchpoints') THEN 0 END AS touches, CASE WHEN is_known('csm_tasks') THEN 0 END AS tasks,
  CASE WHEN is_known('support_tickets') THEN 0 END AS tickets, CASE WHEN is_known('contracts') THEN 0 END AS contracts;

SELECT same_rows('csm_accounts: status and ARR are the one definition''s, and who is in charge', $$
  SELECT account_id, status, is_charged, tier, arr, member_id FROM csm_accounts$$, $$SELECT account_id, status, is_charged, tier, arr, member_id FROM held$$);
SELECT same_rows('csm_accounts and account_metrics agree', $$
  SELECT account_id, account, status, tier, name, arr FROM csm_accounts LEFT JOIN team_members USING (member_id)$$, $$
  SELECT account_id, account, status, tier, csm, mrr * 12 FROM account_metrics$$);

SELECT same_rows('csm_accounts: the names of the managers', $$SELECT account_id, csm, tam FROM csm_accounts$$, $$
  SELECT account_id, (SELECT name FROM team_members AS m WHERE m.member_id = held.member_id), (SELECT name FROM team_members WHERE member_id = coalesce(
    (SELECT t.member_id FROM account_team AS t WHERE t.account_id = held.account_id AND t.role = 'tam' AND t.valid @> today() ORDER BY lower(t.valid) DESC LIMIT 1),
    (SELECT tam_id FROM accounts AS a WHERE a.account_id = held.account_id))) FROM held$$);

-- One row per person known and role; persons without an address are who they are as users, or as contacts.
CREATE TEMP TABLE addresses AS SELECT user_id, account_id, lower(email) AS address FROM users;
CREATE TEMP TABLE known_people AS
SELECT account_id, c.role, c.valid, c.valid IS NULL OR c.valid @> today() AS is_now, coalesce(lower(c.email), u.address, 'user ' || c.user_id, 'contact ' || contact_id) AS person,
  coalesce(c.user_id, (SELECT v.user_id FROM addresses AS v WHERE v.account_id = c.account_id AND v.address = lower(c.email))) AS user_id
FROM contacts AS c LEFT JOIN (SELECT user_id, address FROM addresses) AS u USING (user_id);
CREATE INDEX ON known_people (user_id);
CREATE TEMP TABLE last_answers AS
SELECT DISTINCT ON (user_id) user_id, score >= 9 AS promotes FROM survey_responses WHERE survey = 'nps' AND day_of(responded_at) BETWEEN today() - 364 AND today() ORDER BY user_id, responded_at DESC, response_id DESC;
ANALYZE known_people, last_answers;
CREATE TEMP TABLE active_days AS
SELECT account_id, user_id, day_of(occurred_at) AS day FROM product_events WHERE day_of(occurred_at) BETWEEN today() - 90 AND today() GROUP BY 1, 2, 3;
CREATE INDEX ON active_days (user_id);
ANALYZE active_days;
CREATE TEMP TABLE people AS
SELECT u.account_id, u.user_id, u.name, coalesce(deactivated_on > today(), true) AS has_access, coalesce(a.weeks, 0) AS weeks, coalesce(a.days, 0) AS days,
  (SELECT promotes FROM last_answers AS r WHERE r.user_id = u.user_id) AS promotes,
  EXISTS (SELECT FROM known_people AS k WHERE k.user_id = u.user_id AND k.account_id = u.account_id AND is_now AND k.role = 'champion') AS is_champion
FROM users AS u LEFT JOIN (
  SELECT account_id, user_id, count(DISTINCT (today() - day) / 7) FILTER (WHERE today() - day < 49) AS weeks, count(*) FILTER (WHERE today() - day < 28) AS days
  FROM active_days GROUP BY 1, 2) AS a USING (account_id, user_id)
WHERE provisioned_on <= today();
CREATE INDEX ON people (account_id);
ANALYZE people;
SELECT same_rows('account_contacts: persons by role, champions who left, customers known to one person alone', $$
  SELECT account_id, csm, arr, contacts, sponsors, champions, decision_makers, has_champion, champion_left, champion_left_on, champion_left_name, people_spoken_90d, is_single_threaded FROM account_contacts$$, $$
  SELECT h.account_id, t.name, arr, z.n + c.n, z.n + sponsors, z.n + champions, z.n + deciders, z.n + champions > 0, CASE WHEN z.n = 0 THEN champions = 0 AND coalesce(until > today() - 180, false) END,
    CASE WHEN z.n + champions = 0 THEN until END, CASE WHEN z.n + champions = 0 THEN (SELECT coalesce(c.name, c.email, (SELECT name FROM users AS u WHERE u.user_id = c.user_id))
      FROM contacts AS c WHERE c.account_id = h.account_id AND role = 'champion' AND upper(valid) = until ORDER BY 1 LIMIT 1) END, nullif(greatest(called, met), 0), z.n + greatest(everybody, met) = 1
  FROM held AS h LEFT JOIN team_members AS t USING (member_id) CROSS JOIN (SELECT CASE WHEN is_known('contacts') THEN 0 END AS n) AS z
  CROSS JOIN LATERAL (SELECT array_agg(DISTINCT coalesce(lower(u.email), 'user ' || user_id)) AS names, count(DISTINCT user_id) AS called FROM calls LEFT JOIN users AS u USING (user_id)
    WHERE calls.account_id = h.account_id AND user_id IS NOT NULL AND day_of(started_at) BETWEEN today() - 89 AND today()) AS calling
  CROSS JOIN LATERAL (SELECT max(persons) AS met FROM csm_touchpoints AS p WHERE p.account_id = h.account_id AND day_of(happened_at) BETWEEN today() - 89 AND today()) AS p
  CROSS JOIN LATERAL (SELECT count(DISTINCT person) FILTER (WHERE is_now) AS n, count(DISTINCT person) FILTER (WHERE is_now AND role = 'sponsor') AS sponsors,
      count(DISTINCT person) FILTER (WHERE is_now AND role = 'champion') AS champions, count(DISTINCT person) FILTER (WHERE is_now AND role = 'decision_maker') AS deciders,
      max(upper(valid)) FILTER (WHERE role = 'champion' AND upper(valid) <= today()) AS until
    FROM known_people AS k WHERE k.account_id = h.account_id) AS c
  CROSS JOIN LATERAL (SELECT count(*) AS everybody FROM (
    SELECT person FROM known_people AS k WHERE k.account_id = h.account_id AND is_now UNION SELECT unnest(names)) AS one) AS e$$);
SELECT same_rows('account_contacts: champions who fell silent, power users, promoters, champions to be', $$
  SELECT account_id, champions_inactive, power_users, promoters, champions_to_be, next_champion FROM account_contacts$$, $$
  SELECT h.account_id, CASE WHEN is_known('contacts') THEN a.n + count(*) FILTER (WHERE is_champion AND days = 0) END, a.n + count(*) FILTER (WHERE has_access AND weeks >= 6),
    CASE WHEN is_known('users') AND is_known('survey_responses') THEN count(*) FILTER (WHERE has_access AND promotes) END, a.n + count(*) FILTER (WHERE could),
    CASE WHEN a.n = 0 THEN (array_agg(name ORDER BY promotes DESC NULLS LAST, weeks DESC, days DESC, user_id) FILTER (WHERE could))[1] END
  FROM held AS h CROSS JOIN (SELECT CASE WHEN is_known('users') AND is_known('product_events') THEN 0 END AS n) AS a
  LEFT JOIN (SELECT *, has_access AND NOT is_champion AND coalesce(promotes, weeks >= 6) AS could FROM people) AS p USING (account_id) GROUP BY h.account_id, a.n$$);
\if :is_whole
SELECT no_rows('the contacts that test account_contacts are there', $$
  SELECT * FROM (SELECT count(*) FILTER (WHERE champion_left) AS gone, count(*) FILTER (WHERE NOT champion_left AND champion_left_on IS NOT NULL) AS long_gone,
      count(*) FILTER (WHERE is_single_threaded) AS single, count(*) FILTER (WHERE champions_inactive > 0) AS silent, count(*) FILTER (WHERE contacts = 0) AS without,
      count(*) FILTER (WHERE champions_to_be > 0) AS candidates, count(*) FILTER (WHERE promoters > 0) AS promoting FROM account_contacts) AS c
  WHERE 0 IN (gone, long_gone, single, silent, without) OR 0 IN (candidates, promoting) AND today() > '2025-01-01'$$);
\endif

SELECT same_rows('csm_portfolio: customers, ARR, scores, onboardings, renewals, risks, tickets; 0 for who has nobody', $$
  SELECT member_id, csm, region, accounts, arr, adoption_score, adoption_score_by_arr, health_score, health_score_by_arr, onboarding, onboarding_overdue, renewals_due,
    renewals_due_arr, at_risk, at_risk_arr, at_risk_share, at_risk_share_by_arr, tickets_90d, support_incident_rate_90d FROM csm_portfolio
  WHERE is_employed OR EXISTS (SELECT FROM held WHERE held.member_id IS NOT DISTINCT FROM csm_portfolio.member_id AND status IS DISTINCT FROM 'churned')$$, $$
  WITH late AS (SELECT account_id, min(signed_on) AS since FROM onboarding WHERE status IN ('onboarding', 'watch', 'overdue') GROUP BY account_id),
  asked AS (SELECT account_id, count(*) AS tickets FROM support_tickets WHERE day_of(opened_at) BETWEEN today() - 89 AND today() GROUP BY account_id),
  everybody AS (
    TABLE managers UNION
    SELECT member_id, name, region FROM held LEFT JOIN team_members USING (member_id) WHERE status IS DISTINCT FROM 'churned'),
  summed AS (
    SELECT g.member_id, name, region, count(*) FILTER (WHERE is_charged) AS accounts, coalesce(sum(arr), 0) AS arr, avg(score) AS score,
      sum(score * arr) / nullif(sum(CASE WHEN score >= 0 THEN arr END), 0) AS score_by_arr, avg(health_score) AS health,
      sum(health_score * arr) / nullif(sum(CASE WHEN health_score >= 0 THEN arr END), 0) AS health_by_arr,
      count(since) FILTER (WHERE status IS DISTINCT FROM 'churned') AS onboarding, count(*) FILTER (WHERE status IS DISTINCT FROM 'churned' AND since < today() - 90) AS overdue,
      count(*) FILTER (WHERE is_charged AND days_to_renewal BETWEEN 0 AND 90) AS due, coalesce(sum(CASE WHEN is_charged AND days_to_renewal BETWEEN 0 AND 90 THEN arr END), 0) AS due_arr,
      count(*) FILTER (WHERE is_charged AND at_risk) AS risks, coalesce(sum(CASE WHEN is_charged AND at_risk THEN arr END), 0) AS risks_arr,
      coalesce(sum(CASE WHEN is_charged THEN tickets END), 0) AS asked
    FROM everybody AS g LEFT JOIN held AS h ON h.member_id IS NOT DISTINCT FROM g.member_id LEFT JOIN late AS l USING (account_id) LEFT JOIN asked USING (account_id)
    GROUP BY g.member_id, name, region)
  SELECT member_id, CASE WHEN member_id IS NULL THEN 'nobody' ELSE name END, region, z.charged + accounts, z.charged + arr, round(score, 1), round(score_by_arr, 1), round(health, 1), round(health_by_arr, 1),
    CASE WHEN is_known('onboarding_projects') THEN onboarding END, CASE WHEN is_known('onboarding_projects') THEN overdue END,
    z.charged + z.contracts + due, z.charged + z.contracts + due_arr, z.charged + risks, z.charged + risks_arr, round(risks * 1.0 / nullif(accounts, 0), 4), round(risks_arr / nullif(arr, 0), 4),
    z.charged + z.tickets + asked, round((z.charged + z.tickets + asked) * 1.0 / nullif(accounts, 0), 4)
  FROM summed, zeros AS z$$);
SELECT same_rows('csm_portfolio: what was won and lost in 90 days, and the trend of a year', $$
  SELECT member_id, accounts, accounts_before, accounts_gained, accounts_lost, accounts_trend FROM csm_portfolio$$, $$
  WITH days AS (
    SELECT (date_trunc('month', today()::timestamp) - make_interval(months => ago))::date - 1 AS d FROM generate_series(0, 10) AS ago UNION VALUES (today()), (today() - 90)),
  charge AS (
    SELECT d, a.account_id, coalesce((SELECT t.member_id FROM account_team AS t WHERE t.account_id = a.account_id AND t.role = 'csm' AND t.valid @> d ORDER BY lower(t.valid) DESC LIMIT 1),
      a.csm_id) AS member_id
    FROM days CROSS JOIN accounts AS a WHERE (SELECT sum(mrr) FROM subscriptions AS s WHERE s.account_id = a.account_id AND s.charged @> d) > 0),
  filled AS (
    SELECT m.member_id, d, (SELECT count(*)::numeric FROM charge AS c WHERE c.member_id IS NOT DISTINCT FROM m.member_id AND c.d = days.d) AS n
    FROM (SELECT member_id FROM charge WHERE d IN (today(), today() - 90) UNION SELECT member_id FROM managers
      UNION SELECT member_id FROM held WHERE status IS DISTINCT FROM 'churned') AS m CROSS JOIN days)
  SELECT k.member_id, z.charged + max(n) FILTER (WHERE d = today())::bigint, z.charged + max(n) FILTER (WHERE d = today() - 90)::bigint,
    z.charged + (SELECT count(*) FROM charge AS c WHERE c.member_id IS NOT DISTINCT FROM k.member_id AND d = today() AND NOT EXISTS (
      SELECT FROM charge AS b WHERE b.account_id = c.account_id AND b.member_id IS NOT DISTINCT FROM k.member_id AND b.d = today() - 90)),
    z.charged + (SELECT count(*) FROM charge AS c WHERE c.member_id IS NOT DISTINCT FROM k.member_id AND d = today() - 90 AND NOT EXISTS (
      SELECT FROM charge AS b WHERE b.account_id = c.account_id AND b.member_id IS NOT DISTINCT FROM k.member_id AND b.d = today())),
    (SELECT sparkline(array_agg(n ORDER BY d), 0, greatest(max(n), 1)) FROM filled AS t WHERE t.member_id IS NOT DISTINCT FROM k.member_id
      AND (d = today() OR extract(day FROM d + 1) = 1))
  FROM filled AS k CROSS JOIN zeros AS z GROUP BY k.member_id, z.charged$$);
SELECT no_rows('csm_portfolio: ratios to the mean of the team, and everybody''s customers are the company''s', $$
  WITH company AS (SELECT count(*) FILTER (WHERE is_employed) AS managers, sum(accounts) AS accounts, sum(arr) AS arr, sum(tickets_90d) AS tickets FROM csm_portfolio)
  SELECT member_id, account_load, arr_load FROM csm_portfolio AS p, company AS c
  WHERE customers_per_csm <> round(c.accounts / c.managers, 1)
    OR is_employed AND (abs(account_load - p.accounts / (c.accounts / c.managers)) > 0.0051 OR abs(arr_load - p.arr / (c.arr / c.managers)) > 0.0051)
    OR NOT is_employed AND num_nonnulls(account_load, arr_load) > 0 OR accounts_gained - accounts_lost <> p.accounts - accounts_before
  UNION ALL SELECT NULL, accounts, arr FROM company
  WHERE accounts <> (SELECT count(*) FROM account_status WHERE is_charged) OR arr <> (SELECT sum(arr) FROM account_status)$$);

CREATE TEMP TABLE touches AS SELECT *, coalesce(kind, 'other') AS sort FROM csm_touchpoints WHERE day_of(happened_at) BETWEEN today() - 89 AND today();
CREATE TEMP TABLE open_tasks AS SELECT * FROM csm_tasks WHERE created_on <= today() AND coalesce(done_on, 'infinity') > today();
CREATE TEMP TABLE doers AS
SELECT member_id FROM managers UNION SELECT member_id FROM held WHERE is_charged AND member_id IS NOT NULL UNION SELECT member_id FROM touches UNION SELECT member_id FROM open_tasks;
CREATE TEMP TABLE touched AS
SELECT 'all' AS g, 'all' AS what, touches.* FROM touches UNION ALL SELECT 'kind', sort, touches.* FROM touches
UNION ALL SELECT 'purpose', CASE WHEN purpose IS NULL THEN 'not said' ELSE purpose END, touches.* FROM touches
UNION ALL SELECT 'topic', topic, t.* FROM touches AS t, LATERAL (SELECT DISTINCT lower(trim(both from topic)) FROM unnest(topics) AS topic) AS u (topic)
UNION ALL SELECT 'topic', 'not said', touches.* FROM touches WHERE coalesce(cardinality(topics), 0) = 0;
-- What is wanted, and who was spoken to for it.
CREATE TEMP TABLE wishes AS
SELECT *, CASE WHEN topic IS NOT NULL THEN 'topic' WHEN kind = 'any' THEN 'all' ELSE 'kind' END AS g, CASE WHEN topic IS NOT NULL THEN lower(topic) WHEN kind = 'any' THEN 'all' ELSE kind END AS what
FROM conversation_targets WHERE period @> today();
CREATE TEMP TABLE sorts AS
SELECT g, what FROM touched UNION SELECT g, what FROM wishes UNION VALUES ('all', 'all') UNION SELECT 'kind', coalesce(kind, 'other') FROM csm_touchpoints WHERE day_of(happened_at) <= today();
SELECT same_rows('csm_activity: activities by kind, purpose and topic, coverage by customers and by ARR, premium customers with a high-impact activity', $$
  SELECT member_id, csm, is_employed, grouped_by, activity, touchpoints, touchpoints_share, minutes, persons, customers, arr, contacted, coverage, coverage_by_arr, premium_customers,
    premium_with_high_impact, premium_high_impact_coverage FROM csm_activity$$, $$
  SELECT g.member_id, name, member_id IN (SELECT member_id FROM managers), k.g, k.what, z.touches + t.n,
    round((z.touches + t.n) * 1.0 / nullif((SELECT count(*) FROM touches AS x WHERE x.member_id = g.member_id), 0), 4), z.touches + t.minutes, t.persons, z.charged + h.customers, h.arr,
    z.charged + z.touches + h.contacted, round((z.touches + h.contacted) * 1.0 / nullif(h.customers, 0), 4), round((z.touches + h.contacted_arr) / nullif(h.arr, 0), 4),
    z.charged + h.premium, p.high, round(p.high * 1.0 / nullif(h.premium, 0), 4)
  FROM doers AS g LEFT JOIN team_members USING (member_id) CROSS JOIN sorts AS k CROSS JOIN zeros AS z
  CROSS JOIN LATERAL (SELECT count(*) AS n, coalesce(sum(minutes), 0) AS minutes, sum(persons) AS persons FROM touched AS x WHERE x.member_id = g.member_id AND (x.g, x.what) = (k.g, k.what)) AS t
  CROSS JOIN LATERAL (SELECT count(*) AS customers, sum(arr) AS arr, count(*) FILTER (WHERE spoken) AS contacted, sum(CASE WHEN spoken THEN arr ELSE 0 END) AS contacted_arr,
      count(*) FILTER (WHERE tier = 'enterprise') AS premium
    FROM (SELECT arr, tier, EXISTS (SELECT FROM touched AS x WHERE x.account_id = held.account_id AND (x.g, x.what) = (k.g, k.what)) AS spoken
      FROM held WHERE member_id = g.member_id AND is_charged) AS c) AS h
  -- Unknown where no activity with a premium customer says whether it was one.
  CROSS JOIN LATERAL (SELECT CASE WHEN is_known('csm_touchpoints.is_high_impact') AND (count(x.account_id) = 0 OR count(x.is_high_impact) > 0) THEN z.charged + z.touches + count(DISTINCT x.account_id) FILTER (WHERE x.is_high_impact) END AS high
    FROM held JOIN touched AS x USING (account_id) WHERE held.member_id = g.member_id AND is_charged AND tier = 'enterprise' AND (x.g, x.what) = (k.g, k.what)) AS p$$);
SELECT same_rows('csm_activity: gaps to the targets of kinds and topics, tier by tier, and tasks', $$
  SELECT member_id, grouped_by, activity, target, target_done, target_gap, target_ends_on, tasks_open, tasks_delayed, tasks_on_track FROM csm_activity WHERE target IS NOT NULL OR grouped_by = 'all'$$, $$
  WITH aims AS (
    SELECT member_id, g.g, g.what, g.period, ceil(share * count(*)) AS wanted, count(*) FILTER (WHERE EXISTS (
      SELECT FROM csm_touchpoints AS p WHERE p.account_id = h.account_id AND (g.kind = 'any' OR p.kind = g.kind) AND day_of(p.happened_at) BETWEEN lower(period) AND today()
        AND (g.topic IS NULL OR lower(g.topic) IN (SELECT lower(trim(both from t)) FROM unnest(p.topics) AS t)))) AS done
    FROM wishes AS g JOIN held AS h USING (tier) WHERE is_charged AND member_id IS NOT NULL GROUP BY member_id, g.g, g.what, g.kind, g.topic, g.tier, g.period, share),
  gaps AS (SELECT member_id, g, what, sum(wanted)::bigint AS wanted, sum(done) AS done, sum(CASE WHEN wanted > done THEN wanted - done ELSE 0 END) AS gap, max(upper(period)) - 1 AS until FROM aims GROUP BY 1, 2, 3)
  SELECT m.member_id, k.g, k.what, wanted, (touches + done)::bigint, (touches + gap)::bigint, until, t.n, t.late, t.n - t.late
  FROM doers AS m CROSS JOIN sorts AS k CROSS JOIN zeros AS z LEFT JOIN gaps AS a ON a.member_id = m.member_id AND (a.g, a.what) = (k.g, k.what)
  LEFT JOIN LATERAL (SELECT z.tasks + count(*) AS n, z.tasks + count(*) FILTER (WHERE due_on < today()) AS late FROM open_tasks AS t WHERE t.member_id = m.member_id) AS t ON k.g = 'all'
  WHERE wanted IS NOT NULL OR k.g = 'all'$$);
SELECT no_rows('csm_activity: every open task and every activity is in a row, whoever left; kinds and purposes add up to all', $$
  SELECT sum(tasks_open), sum(touchpoints) FROM csm_activity WHERE grouped_by = 'all'
  HAVING sum(tasks_open) <> (SELECT count(*) FROM open_tasks) OR sum(touchpoints) <> (SELECT count(*) FROM touches)
  UNION ALL SELECT sum(tasks_open), 0 FROM csm_activity WHERE grouped_by <> 'all' HAVING count(tasks_open) > 0
  UNION ALL SELECT member_id, max(touchpoints) FROM csm_activity GROUP BY member_id
  HAVING sum(touchpoints) FILTER (WHERE grouped_by = 'kind') <> max(touchpoints) FILTER (WHERE grouped_by = 'all')
    OR sum(touchpoints) FILTER (WHERE grouped_by = 'purpose') <> max(touchpoints) FILTER (WHERE grouped_by = 'all')$$);

SELECT same_rows('adherence: what is missing of customers, onboardings and tasks, manager by manager', $$
  SELECT member_id, csm, is_employed, customers, arr, in_order, sentiment_missing, sentiment_stale, not_contacted_90d, not_contacted_90d_arr, onboardings, live_date_missing,
    planned_date_missing, milestones_overdue, tasks_open, tasks_delayed, tasks_without_due_day, contacts_missing, champion_missing, single_threaded FROM adherence$$, $$
  WITH known AS (SELECT CASE WHEN is_known('csm_sentiment') THEN charged END AS judged, charged + touches AS spoken, CASE WHEN is_known('contacts') THEN charged END AS peopled,
      CASE WHEN is_known('onboarding_projects') THEN 0 END AS started, charged, tasks FROM zeros),
  looked AS (
    SELECT h.member_id, is_charged, h.arr, last, last IS NULL AS never, coalesce(last < today() - 90, false) AS stale, c.contacts, c.champions, c.is_single_threaded,
      NOT EXISTS (SELECT FROM touches AS t WHERE t.account_id = h.account_id) AS silent, EXISTS (SELECT FROM open_tasks AS t WHERE t.account_id = h.account_id AND due_on < today()) AS late,
      o.n > 0 AS started, o.undated > 0 AS undated, o.unplanned > 0 AS unplanned, o.behind > 0 AS behind
    FROM held AS h LEFT JOIN account_contacts AS c USING (account_id)
    CROSS JOIN LATERAL (SELECT max(observed_on) AS last FROM csm_sentiment AS s WHERE s.account_id = h.account_id AND observed_on <= today()) AS s
    CROSS JOIN LATERAL (SELECT count(*) AS n, count(*) FILTER (WHERE status = 'invalid' OR today() - signed_on > 90) AS undated,
        count(*) FILTER (WHERE status <> 'invalid' AND planned_live_on IS NULL) AS unplanned,
        count(*) FILTER (WHERE status <> 'invalid' AND EXISTS (SELECT FROM onboarding_milestones AS m WHERE m.onboarding_id = o.onboarding_id AND due_on < today() AND coalesce(done_on, 'infinity') > today()))
        AS behind
      FROM onboarding AS o WHERE o.account_id = h.account_id AND status IN ('onboarding', 'watch', 'overdue', 'invalid')) AS o
    WHERE status IS DISTINCT FROM 'churned')
  SELECT g.member_id, CASE WHEN g.member_id IS NULL THEN 'nobody' ELSE name END, EXISTS (SELECT FROM managers AS m WHERE m.member_id = g.member_id), k.charged + l.n, k.charged + l.arr,
    k.judged + k.spoken + k.tasks + k.started + well, k.judged + never, k.judged + l.stale, k.spoken + silent, k.spoken + silent_arr, k.started + l.started, k.started + undated, k.started + unplanned,
    CASE WHEN is_known('onboarding_milestones') THEN k.started + behind END, k.tasks + t.n, k.tasks + t.late, k.tasks + t.undue, k.peopled + nobody_known, k.peopled + unled, k.peopled + single
  FROM (SELECT member_id FROM managers UNION SELECT member_id FROM looked UNION SELECT member_id FROM open_tasks) AS g LEFT JOIN team_members USING (member_id) CROSS JOIN known AS k
  CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE is_charged) AS n, coalesce(sum(arr) FILTER (WHERE is_charged), 0) AS arr, count(*) FILTER (WHERE is_charged AND never) AS never,
      count(*) FILTER (WHERE is_charged AND stale) AS stale, count(*) FILTER (WHERE is_charged AND silent) AS silent, coalesce(sum(arr) FILTER (WHERE is_charged AND silent), 0) AS silent_arr,
      count(*) FILTER (WHERE started) AS started, count(*) FILTER (WHERE undated) AS undated, count(*) FILTER (WHERE unplanned) AS unplanned, count(*) FILTER (WHERE behind) AS behind,
      count(*) FILTER (WHERE is_charged AND NOT (never OR stale OR silent OR late OR undated)) AS well, count(*) FILTER (WHERE is_charged AND contacts = 0) AS nobody_known,
      count(*) FILTER (WHERE is_charged AND champions = 0) AS unled, count(*) FILTER (WHERE is_charged AND is_single_threaded) AS single
    FROM looked AS l WHERE l.member_id IS NOT DISTINCT FROM g.member_id) AS l
  CROSS JOIN LATERAL (SELECT count(*) AS n, count(*) FILTER (WHERE due_on < today()) AS late, count(*) FILTER (WHERE due_on IS NULL) AS undue
    FROM open_tasks AS t WHERE t.member_id = g.member_id) AS t$$);
SELECT no_rows('adherence: shares are of the counts beside them, and every customer, onboarding and task is in a row', $$
  SELECT csm FROM adherence WHERE in_order_share IS DISTINCT FROM round(in_order / nullif(customers, 0)::numeric, 4)
    OR sentiment_not_current_share IS DISTINCT FROM round((sentiment_missing + sentiment_stale) / nullif(customers, 0)::numeric, 4)
    OR not_contacted_90d_share IS DISTINCT FROM round(not_contacted_90d / nullif(customers, 0)::numeric, 4)
    OR live_date_missing_share IS DISTINCT FROM round(live_date_missing / nullif(onboardings, 0)::numeric, 4)
    OR tasks_delayed_share IS DISTINCT FROM round(tasks_delayed / nullif(tasks_open, 0)::numeric, 4)
    OR champion_missing_share IS DISTINCT FROM round(champion_missing / nullif(customers, 0)::numeric, 4)
  UNION ALL SELECT 'everybody' FROM adherence HAVING sum(customers) <> (SELECT count(*) FROM account_status WHERE is_charged) OR sum(tasks_open) <> (SELECT count(*) FROM open_tasks)$$);

SELECT same_rows('feature_requests: each customer''s ARR once a request, and the customers lost over it', $$
  SELECT request_id, requested_on, shipped_on, days_open, askers, customers, blocked_customers, arr, blocked_arr, customers_at_risk, arr_at_risk, customers_lost, arr_lost
  FROM feature_requests$$, $$
  WITH gone AS (
    SELECT h.account_id, l.left_on, (SELECT 12 * sum(mrr) FROM subscriptions AS s WHERE s.account_id = h.account_id AND s.charged @> l.left_on - 1) AS arr
    FROM held AS h CROSS JOIN LATERAL (SELECT max(upper(charged)) AS left_on FROM subscriptions AS s WHERE s.account_id = h.account_id AND mrr > 0 AND lower(charged) <= today()) AS l
    WHERE status = 'churned'),
  asks AS (SELECT request_id, account_id, min(asked_on) AS asked_on, bool_or(importance = 'blocker') AS blocker FROM product_request_accounts WHERE asked_on <= today() GROUP BY 1, 2)
  SELECT r.request_id, d.since, d.shipped, CASE WHEN d.until >= d.since THEN d.until - d.since END, count(q.account_id), z.charged + count(*) FILTER (WHERE is_charged),
    z.charged + count(*) FILTER (WHERE is_charged AND blocker), z.charged + coalesce(sum(h.arr), 0), z.charged + coalesce(sum(h.arr) FILTER (WHERE blocker), 0),
    CASE WHEN d.shipped IS NULL THEN z.charged + count(*) FILTER (WHERE is_charged AND at_risk) END,
    CASE WHEN d.shipped IS NULL THEN z.charged + coalesce(sum(h.arr) FILTER (WHERE at_risk), 0) END, z.charged + count(g.account_id), z.charged + coalesce(sum(g.arr), 0)
  FROM product_requests AS r CROSS JOIN zeros AS z
  CROSS JOIN LATERAL (SELECT coalesce(requested_on, (SELECT min(asked_on) FROM product_request_accounts AS q WHERE q.request_id = r.request_id)) AS since,
    CASE WHEN shipped_on <= today() THEN shipped_on END AS shipped, least(CASE WHEN shipped_on <= today() THEN shipped_on END, today()) AS until) AS d
  LEFT JOIN asks AS q ON q.request_id = r.request_id LEFT JOIN held AS h USING (account_id)
  LEFT JOIN gone AS g ON g.account_id = q.account_id AND g.left_on > q.asked_on AND coalesce(d.shipped, 'infinity') >= g.left_on
  WHERE coalesce(d.since, '-infinity') <= today() GROUP BY r.request_id, d.since, d.shipped, d.until, z.charged$$);

SELECT same_rows('feature_requests: who asks by what they pay, and what those who asked paid 90 days after the delivery', $$
  SELECT request_id, customers_large, customers_medium, customers_small, spend_class, arr_share, arr_at_delivery, arr_lift_90d, arr_lift_90d_share, arr_lift_90d_share_of_others
  FROM feature_requests$$, $$
  WITH payers AS (SELECT account_id, arr, (SELECT count(*) FROM held AS h WHERE is_charged AND h.arr > held.arr) * 1.0 / nullif((SELECT count(*) - 1 FROM held AS h WHERE is_charged AND arr IS NOT NULL), 0) AS above
    FROM held WHERE is_charged AND arr IS NOT NULL),
  asks AS (SELECT request_id, account_id, min(asked_on) AS asked_on FROM product_request_accounts WHERE asked_on <= today() GROUP BY 1, 2),
  classes AS (SELECT request_id, count(*) FILTER (WHERE above < 0.25) AS l, count(*) FILTER (WHERE above BETWEEN 0.25 AND 0.7499999) AS m, count(*) FILTER (WHERE above >= 0.75) AS s
    FROM asks JOIN payers USING (account_id) GROUP BY 1),
  half AS (
    SELECT r.request_id, a.account_id, EXISTS (SELECT FROM asks AS q WHERE q.request_id = r.request_id AND q.account_id = a.account_id AND asked_on <= shipped_on) AS asked,
      (SELECT greatest(sum(mrr), 0) FROM lines AS x WHERE x.account_id = a.account_id AND charged @> shipped_on) AS before,
      coalesce((SELECT greatest(sum(mrr), 0) FROM lines AS x WHERE x.account_id = a.account_id AND charged @> shipped_on + 90), 0) AS after
    FROM product_requests AS r CROSS JOIN accounts AS a WHERE shipped_on + 90 <= today()),
  grown AS (SELECT request_id, sum(before) FILTER (WHERE asked) AS b, sum(after) FILTER (WHERE asked) AS a, sum(before) FILTER (WHERE NOT asked) AS ob, sum(after) FILTER (WHERE NOT asked) AS oa
    FROM half WHERE before > 0 GROUP BY 1)
  SELECT f.request_id, z.charged + coalesce(l, 0), z.charged + coalesce(m, 0), z.charged + coalesce(s, 0),
    CASE WHEN l + m + s > 0 THEN (ARRAY['large', 'medium', 'small'])[array_position(ARRAY[l, m, s], greatest(l, m, s))] END,
    round(f.arr / nullif((SELECT sum(arr) FROM held), 0), 4), 12 * b, 12 * (a - b), round((a - b) / b, 4), CASE WHEN b > 0 THEN round((oa - ob) / ob, 4) END
  FROM feature_requests AS f CROSS JOIN zeros AS z LEFT JOIN classes USING (request_id) LEFT JOIN grown USING (request_id)$$);

-- Months of 30 days and who was charged 90 days before them, with usage and scores on either side.
CREATE TEMP TABLE days_used AS SELECT account_id, day_of(occurred_at) AS day, count(*) AS n FROM product_events WHERE day_of(occurred_at) <= today() GROUP BY 1, 2;
CREATE INDEX ON days_used (account_id, day);
ANALYZE days_used;
CREATE TEMP TABLE acts AS
SELECT g, what, account_id, day FROM (
  SELECT 'training' AS g, title AS name, account_id, held_on AS day FROM trainings UNION ALL
  SELECT 'touchpoint', coalesce(kind, 'other'), account_id, day_of(happened_at) FROM csm_touchpoints UNION ALL
  SELECT 'play', title, account_id, done_on FROM csm_tasks) AS a, LATERAL (VALUES (name), ('all')) AS w (what)
WHERE account_id IS NOT NULL AND day <= today();
CREATE INDEX ON acts (account_id, day);
ANALYZE acts;
CREATE TEMP TABLE records AS SELECT account_id, day, score FROM score_history;
CREATE INDEX ON records (account_id, day);
ANALYZE records;
CREATE TEMP TABLE months AS
SELECT account_id, n, (n, coalesce(segment, 'not known'), CASE WHEN weeks < 3 THEN 'low' WHEN weeks < 6 THEN 'middle' ELSE 'high' END)::text AS class, first, last, before, after,
  CASE WHEN was >= 0 AND became >= 0 THEN was END AS was, CASE WHEN was >= 0 AND became >= 0 THEN became END AS became
FROM accounts AS a CROSS JOIN generate_series(3, 14) AS n
CROSS JOIN LATERAL (SELECT today() - 30 * n - 29 AS first, today() - 30 * n AS last) AS m
CROSS JOIN LATERAL (SELECT coalesce(sum(u.n) FILTER (WHERE day BETWEEN first - 90 AND first - 1), 0) AS before, coalesce(sum(u.n) FILTER (WHERE day BETWEEN last + 1 AND last + 90), 0) AS after,
    count(DISTINCT (first - 1 - day) / 7) FILTER (WHERE day BETWEEN first - 49 AND first - 1) AS weeks FROM days_used AS u WHERE u.account_id = a.account_id) AS u
CROSS JOIN LATERAL (SELECT (SELECT score FROM records AS h WHERE h.account_id = a.account_id AND day BETWEEN first - 30 AND first - 1 ORDER BY day DESC LIMIT 1) AS was,
    (SELECT score FROM records AS h WHERE h.account_id = a.account_id AND day BETWEEN last + 61 AND last + 90 ORDER BY day DESC LIMIT 1) AS became) AS s
WHERE (SELECT sum(mrr) > 0 OR bool_or(mrr IS NULL) FROM lines AS s WHERE s.account_id = a.account_id AND charged @> first - 91);
SELECT same_rows('activity_impact: usage and scores before and after, beside similar customers without', $$
  SELECT grouped_by, activity, customers, cases, similar_cases, usage_before, usage_after, usage_change, similar_usage_change, score_cases, score_before, score_after, score_change, similar_score_change
  FROM activity_impact$$, $$
  WITH stood AS (
    SELECT k.g, k.what, m.*, EXISTS (SELECT FROM acts AS a WHERE a.account_id = m.account_id AND (a.g, a.what) = (k.g, k.what) AND day BETWEEN first AND last) AS is_case,
      EXISTS (SELECT FROM acts AS a WHERE a.account_id = m.account_id AND (a.g, a.what) = (k.g, k.what) AND (today() - day) / 30 BETWEEN n - 3 AND n + 3) AS is_near
    FROM (SELECT DISTINCT g, what FROM acts) AS k CROSS JOIN months AS m),
  classes AS (
    SELECT g, what, class, count(*) AS n, sum(after) / nullif(sum(before), 0) - 1 AS growth, sum(before) AS before, avg(became - was) AS gain FROM stood WHERE NOT is_near GROUP BY 1, 2, 3),
  pairs AS (SELECT s.*, c.n AS others, c.growth, c.gain FROM stood AS s JOIN classes AS c USING (g, what, class) WHERE is_case),
  counted AS (
    SELECT g, what, count(DISTINCT account_id) AS customers, count(*) AS cases, sum(before) AS before, sum(after) AS after, sum(before * growth) / nullif(sum(before) FILTER (WHERE growth IS NOT NULL), 0) AS growth,
      nullif(count(was) FILTER (WHERE gain IS NOT NULL), 0) AS scores, avg(was) FILTER (WHERE gain IS NOT NULL) AS was, avg(became) FILTER (WHERE gain IS NOT NULL) AS became, avg(gain) FILTER (WHERE was IS NOT NULL) AS gain
    FROM pairs GROUP BY g, what)
  SELECT g, what, customers, cases, (SELECT sum(n) FROM classes AS c WHERE (c.g, c.what) = (o.g, o.what) AND EXISTS (SELECT FROM pairs AS p WHERE (p.g, p.what, p.class) = (c.g, c.what, c.class)))::bigint,
    CASE WHEN is_known THEN round(before / cases / 90 * 7, 2) END, CASE WHEN is_known THEN round(after / cases / 90 * 7, 2) END, CASE WHEN is_known THEN round(after / nullif(before, 0) - 1, 4) END,
    CASE WHEN is_known THEN round(growth, 4) END, scores, round(was, 2), round(became, 2), round(became - was, 2), round(gain, 2)
  FROM counted AS o CROSS JOIN (SELECT is_known('product_events') AS is_known) AS k$$);
SELECT no_rows('activity_impact: what is different is what happened less what happened to others', $$
  SELECT activity, usage_difference, score_difference FROM activity_impact
  WHERE abs(usage_difference - (usage_change - similar_usage_change)) > 0.0001 OR abs(score_difference - (score_change - similar_score_change)) > 0.01
    OR (usage_difference IS NULL) <> (usage_change IS NULL OR similar_usage_change IS NULL)
  UNION ALL SELECT 'nothing to compare', count(usage_difference), count(score_difference) FROM activity_impact
  HAVING is_known('trainings') AND is_known('subscriptions') AND is_known('product_events') AND is_known('csm_touchpoints') AND today() > '2025-10-01' AND count(usage_difference) < 3$$);

\if :is_last
\if :is_whole
SELECT no_rows('the omissions that test adherence are there', $$
  SELECT count(*) FROM adherence HAVING 0 IN (sum(in_order), sum(sentiment_missing), sum(sentiment_stale), sum(not_contacted_90d), sum(live_date_missing), sum(planned_date_missing),
    sum(tasks_delayed), sum(tasks_without_due_day), sum(contacts_missing), sum(champion_missing), sum(single_threaded))
    OR count(*) FILTER (WHERE NOT is_employed AND member_id IS NOT NULL) = 0 OR count(*) FILTER (WHERE csm = 'nobody' AND customers > 0) = 0$$);
SELECT no_rows('the managers, contracts and requests that test the views are there', $$
  SELECT * FROM (SELECT count(*) FILTER (WHERE member_id IS NULL AND accounts > 0) AS nobodys, count(*) FILTER (WHERE NOT is_employed AND accounts > 0) AS gone,
    count(*) FILTER (WHERE is_employed AND accounts = 0 AND arr = 0) AS without FROM csm_portfolio) AS p
  WHERE 0 IN (nobodys, gone, without)
  UNION ALL SELECT count(*) FILTER (WHERE days_to_renewal = 0), count(*) FILTER (WHERE days_to_renewal = 90), count(*) FILTER (WHERE days_to_renewal = 91) FROM held WHERE is_charged
  HAVING count(DISTINCT days_to_renewal) FILTER (WHERE days_to_renewal IN (0, 90, 91)) < 3
  UNION ALL SELECT count(*), 0, 0 FROM csm_activity WHERE NOT is_employed AND tasks_open > 0 AND customers = 0 AND touchpoints = 0 HAVING count(*) = 0
  UNION ALL SELECT count(*) FILTER (WHERE customers_lost > 0), count(*) FILTER (WHERE customers_lost > 0 AND shipped_on IS NOT NULL), count(*) FILTER (WHERE days_open IS NULL) FROM feature_requests
  HAVING count(*) FILTER (WHERE customers_lost > 0 AND shipped_on IS NOT NULL) = 0 OR count(*) FILTER (WHERE days_open IS NULL) = 0
  UNION ALL SELECT count(arr_lift_90d), count(DISTINCT spend_class), 0 FROM feature_requests HAVING count(arr_lift_90d) < 2 OR count(DISTINCT spend_class) < 2$$);
\endif
SELECT set_config('customer360.as_of', '2000-01-01', true) \g /dev/null
SELECT no_rows('before the first customer no view of the team has a row', $$
  SELECT 'csm_accounts' FROM csm_accounts UNION ALL SELECT 'csm_portfolio' FROM csm_portfolio WHERE csm <> 'Always' UNION ALL
  SELECT 'csm_activity' FROM csm_activity WHERE csm <> 'Always' UNION ALL
  SELECT 'account_contacts' FROM account_contacts UNION ALL SELECT 'activity_impact' FROM activity_impact UNION ALL SELECT 'adherence' FROM adherence WHERE csm <> 'Always'
  UNION ALL SELECT 'feature_requests' FROM feature_requests WHERE requested_on IS NOT NULL$$);
\endif
