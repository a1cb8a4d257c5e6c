-- The views of the journey against plain SQL (METRICS D1 to D4, A20); see setup_views.sql.
-- Without: account_attributes, product_events, onboarding_projects, subscriptions, onboarding_milestones, trainings, training_attendance, team_members, lifecycle_stages.

-- Errors of data entry, what is not known, a customer who left before the go-live, two stages of one instant, limits of an
-- account's own, trials before a signature and without one.
\if :is_whole
UPDATE warehouse.onboarding_projects SET first_value_on = signed_on - 3 WHERE onboarding_id = 7;
UPDATE warehouse.onboarding_projects SET owner_id = NULL WHERE onboarding_id = 8;
UPDATE warehouse.onboarding_projects SET live_on = signed_on - 20 WHERE onboarding_id % 20 = 10;
UPDATE warehouse.onboarding_projects SET live_on = NULL WHERE onboarding_id IN (
  SELECT min(o.onboarding_id) FROM warehouse.onboarding_projects AS o JOIN warehouse.subscriptions AS s USING (account_id)
  GROUP BY account_id HAVING count(DISTINCT o.onboarding_id) = 1 AND max(coalesce(upper(valid), 'infinity')) < '2026-03-01');
DELETE FROM warehouse.onboarding_milestones WHERE onboarding_id = 9;
UPDATE warehouse.onboarding_milestones SET due_on = NULL WHERE (onboarding_id + position) % 13 = 0;
UPDATE warehouse.accounts SET segment = NULL WHERE account_id % 19 = 0;
INSERT INTO warehouse.account_attributes (account_id, name, value, valid)
SELECT account_id, n.name, CASE account_id % 9 WHEN 0 THEN 'soon' WHEN 1 THEN '-4' WHEN 3 THEN '20' ELSE '120' END, CASE WHEN account_id % 4 = 1 THEN daterange(today() - 30, today() + (account_id % 8 = 1)::int) END
FROM warehouse.accounts, (VALUES ('onboarding_watch_days'), ('onboarding_limit_days')) AS n (name) WHERE account_id % 3 = 0 OR n.name LIKE '%limit%' AND account_id % 3 = 1;
ALTER TABLE warehouse.subscriptions ADD COLUMN IF NOT EXISTS trial_ends_on date, ADD COLUMN IF NOT EXISTS status text;
SELECT count(*) FROM customer360_create_views('warehouse', 'customer_success', :'zone') \g /dev/null
UPDATE warehouse.subscriptions SET trial_ends_on = lower(valid) + 14 WHERE account_id % 5 = 1 AND (upper(valid) - lower(valid) > 20) IS NOT FALSE;
INSERT INTO warehouse.accounts (account_id, name) SELECT 1000000 + n, 'Trial ' || n FROM generate_series(1, 3) AS n;
INSERT INTO warehouse.subscriptions (subscription_id, account_id, product, valid, amount, billing_unit, mrr, status)
SELECT 20000000 + n, 1000000 + n, 'platform', daterange(today() - 40 * n, today() - 10 + 5 * n), 10, 'month', 10, 'trial' FROM generate_series(1, 3) AS n;
INSERT INTO warehouse.trainings (training_id, account_id, title, held_on) VALUES (1000001, 1, 'nobody invited', '2026-03-01');
INSERT INTO warehouse.lifecycle_stages (account_id, stage, entered_at)
SELECT account_id, CASE stage WHEN 'value' THEN 'at_risk' ELSE 'value' END, entered_at FROM warehouse.lifecycle_stages WHERE account_id % 5 = 0;
\endif

-- What belongs to the account belongs to the onboarding signed last before it, or else to the first.
CREATE TEMP TABLE spells AS
SELECT o.*, CASE WHEN o.live_on <= today() THEN o.live_on END AS live, CASE WHEN o.first_value_on <= today() THEN o.first_value_on END AS value, sold.*
FROM onboarding_projects AS o CROSS JOIN LATERAL (
  SELECT CASE WHEN is_known('subscriptions') THEN coalesce(12 * sum(mrr) FILTER (WHERE s.charged @> today()), 0) END AS arr,
    CASE WHEN bool_and(coalesce(upper(s.valid), 'infinity') <= today()) FILTER (WHERE (upper(s.valid) <= o.signed_on) IS NOT TRUE)
      THEN max(upper(s.valid)) END AS gone
  FROM subscriptions AS s WHERE s.account_id = o.account_id AND lower(s.valid) <= today()
    AND o.onboarding_id = (SELECT p.onboarding_id FROM onboarding_projects AS p WHERE p.account_id = s.account_id AND p.signed_on <= today()
      ORDER BY p.signed_on <= lower(s.valid) DESC, abs(p.signed_on - lower(s.valid)) LIMIT 1)) AS sold
WHERE o.signed_on <= today();
ALTER TABLE spells ADD state text, ADD watch_days int DEFAULT 45, ADD limit_days int DEFAULT 90;
UPDATE spells SET limit_days = t.value::int FROM account_attributes AS t
WHERE t.account_id = spells.account_id AND name = 'onboarding_limit_days' AND t.value ~ '^[0-9]{1,3}$' AND coalesce(t.valid @> today(), true);
UPDATE spells SET watch_days = t.value::int FROM account_attributes AS t
WHERE t.account_id = spells.account_id AND name = 'onboarding_watch_days' AND t.value ~ '^[0-9]{1,3}$' AND coalesce(t.valid @> today(), true);
UPDATE spells SET watch_days = limit_days WHERE watch_days > limit_days;
UPDATE spells SET state = CASE
  WHEN live < signed_on THEN 'invalid' WHEN live - signed_on > limit_days THEN 'live_late' WHEN live IS NOT NULL THEN 'live'
  WHEN gone IS NOT NULL THEN 'left' WHEN today() - signed_on > limit_days THEN 'overdue' WHEN today() - signed_on >= watch_days THEN 'watch' ELSE 'onboarding' END;

SELECT same_rows('onboarding: status, days and ARR', $$
  SELECT onboarding_id, account_id, account, segment, tier, csm, tam, owner, signed_on, live_on, watch_days, limit_days, status, days_to_go_live, days_open, days_behind_plan, days_to_value, left_on, arr FROM onboarding$$, $$
  SELECT onboarding_id, account_id, a.name, a.segment, c.tier, c.csm, c.tam, (SELECT name FROM team_members WHERE member_id = owner_id), o.signed_on, live, watch_days, limit_days, state,
    CASE WHEN state LIKE 'live%' THEN live - o.signed_on END, CASE WHEN state IN ('onboarding', 'watch', 'overdue') THEN today() - o.signed_on END,
    CASE WHEN state LIKE 'live%' THEN live - planned_live_on WHEN state IN ('onboarding', 'watch', 'overdue') THEN today() - planned_live_on END,
    CASE WHEN value >= o.signed_on THEN value - o.signed_on END, gone, o.arr
  FROM spells AS o JOIN accounts AS a USING (account_id) LEFT JOIN csm_accounts AS c USING (account_id)$$);
SELECT same_rows('onboarding: milestones on time among those that were due, attendance of the trainings held', $$
  SELECT onboarding_id, milestones, milestones_done, milestones_on_time, milestones_overdue, round(milestones_on_time_rate, 6), next_milestone, next_milestone_due_on,
    trainings_held, training_invitations, training_attended, round(training_attendance_rate, 6) FROM onboarding$$, $$
  WITH steps AS (SELECT *, coalesce(done_on, 'infinity') > today() AS is_open FROM onboarding_milestones),
  held AS (
    SELECT (SELECT p.onboarding_id FROM onboarding_projects AS p WHERE p.account_id = t.account_id AND p.signed_on <= today()
        ORDER BY p.signed_on <= t.held_on DESC, abs(p.signed_on - t.held_on) LIMIT 1) AS onboarding_id, t.training_id
    FROM trainings AS t WHERE held_on <= today()),
  came AS (SELECT onboarding_id, attended FROM held JOIN training_attendance USING (training_id) WHERE attended IS NOT NULL)
  SELECT o.onboarding_id, zeros.planned + m.steps, zeros.planned + m.done, zeros.planned + m.on_time, zeros.planned + m.overdue, round(m.on_time * 1.0 / nullif(m.due, 0), 6), n.milestone, n.due_on,
    zeros.held + (SELECT count(*) FROM held AS h WHERE h.onboarding_id = o.onboarding_id), zeros.invited + c.invited, zeros.invited + c.came, round(c.came * 1.0 / nullif(c.invited, 0), 6)
  FROM spells AS o CROSS JOIN (SELECT CASE WHEN is_known('onboarding_milestones') THEN 0 END AS planned, CASE WHEN is_known('trainings') THEN 0 END AS held,
    CASE WHEN is_known('training_attendance') THEN 0 END AS invited) AS zeros
  CROSS JOIN LATERAL (SELECT count(*) AS steps, count(*) FILTER (WHERE NOT is_open) AS done, count(*) FILTER (WHERE NOT is_open AND done_on <= due_on) AS on_time,
      count(*) FILTER (WHERE is_open AND due_on < today()) AS overdue, count(*) FILTER (WHERE due_on < today() OR NOT is_open AND due_on IS NOT NULL) AS due
    FROM steps AS s WHERE s.onboarding_id = o.onboarding_id) AS m
  LEFT JOIN LATERAL (SELECT milestone, due_on FROM steps AS s WHERE s.onboarding_id = o.onboarding_id AND is_open ORDER BY due_on NULLS LAST, position LIMIT 1) AS n ON true
  CROSS JOIN LATERAL (SELECT count(*) AS invited, count(*) FILTER (WHERE attended) AS came FROM came AS c WHERE c.onboarding_id = o.onboarding_id) AS c$$);

-- The first day of each step of an account, and how many of the steps it took in order.
CREATE TEMP TABLE began AS
SELECT a.account_id, coalesce(signed_on, trial) AS since, signed_on AS signed, trial, kicked, live, value, adopted, left_on
FROM (SELECT account_id, CASE WHEN signed_on <= today() THEN signed_on END AS signed_on FROM accounts) AS a
CROSS JOIN LATERAL (SELECT min(lower(valid)) FILTER (WHERE status = 'trial' OR trial_ends_on > lower(valid)) AS trial,
  CASE WHEN count(*) = count(*) FILTER (WHERE upper(valid) <= today()) THEN max(upper(valid)) END AS left_on FROM subscriptions AS s WHERE s.account_id = a.account_id AND lower(valid) <= today()) AS s
CROSS JOIN LATERAL (SELECT min(done_on) AS kicked FROM onboarding_projects JOIN onboarding_milestones USING (onboarding_id) WHERE account_id = a.account_id AND milestone = 'kick-off' AND done_on <= today()) AS k
CROSS JOIN LATERAL (SELECT min(live_on) FILTER (WHERE live_on BETWEEN o.signed_on AND today()) AS live, min(first_value_on) FILTER (WHERE first_value_on BETWEEN o.signed_on AND today()) AS value
  FROM onboarding_projects AS o WHERE o.account_id = a.account_id) AS o
CROSS JOIN LATERAL (SELECT min(greatest(first, a.signed_on)) AS adopted FROM (
  SELECT first, row_number() OVER (ORDER BY first) AS n FROM (SELECT min(day_of(occurred_at)) AS first FROM product_events AS e WHERE e.account_id = a.account_id GROUP BY user_id) AS f) AS f
  WHERE first <= today() AND n >= (SELECT seats / 2.0 FROM account_status AS t WHERE t.account_id = a.account_id)) AS u
WHERE coalesce(signed_on, trial) IS NOT NULL;
CREATE TEMP TABLE taken AS
SELECT account_id, date_trunc('month', since::timestamp)::date AS month, position, step, signed, least(left_on, today()) AS until, day, trial, steps >= position AS in_order
FROM began
CROSS JOIN LATERAL (SELECT CASE WHEN signed IS NULL THEN 0 WHEN (kicked >= signed) IS NOT TRUE THEN 1 WHEN (live >= kicked) IS NOT TRUE THEN 2
  WHEN (value >= live) IS NOT TRUE THEN 3 WHEN adopted IS NULL THEN 4 ELSE 5 END AS steps) AS g
CROSS JOIN LATERAL (VALUES (0, 'trial', trial), (1, 'signed', signed), (2, 'kicked_off', kicked), (3, 'live', live), (4, 'first_value', value), (5, 'adopted', adopted)) AS v (position, step, day);
SELECT same_rows('journey_funnel: how many of a month took each step, and in order', $$
  SELECT month, is_finished, position, step, accounts, reached, share, in_order, in_order_share FROM journey_funnel$$, $$
  WITH known AS (SELECT is_known('subscriptions') AS sold, is_known('onboarding_projects') AS started, is_known('onboarding_projects') AND is_known('onboarding_milestones') AS planned,
    is_known('product_events') AND is_known('subscriptions') AS used),
  steps AS (SELECT month, position, step, count(*) AS n, count(day) AS reached, count(*) FILTER (WHERE in_order) AS ordered FROM taken GROUP BY 1, 2, 3)
  SELECT month, (month + interval '1 month')::date <= today() + 1, position, step, n, CASE WHEN is_known THEN reached END, CASE WHEN is_known THEN round(reached * 1.0 / n, 4) END,
    CASE WHEN follows THEN ordered END, CASE WHEN follows THEN round(ordered * 1.0 / n, 4) END
  FROM steps CROSS JOIN known CROSS JOIN LATERAL (SELECT (ARRAY[sold, true, planned, started, started, used])[position + 1] AS is_known,
    position > 0 AND (position < 2 OR planned) AND (position < 5 OR used) AS follows) AS k$$);
SELECT same_rows('journey_funnel: median days by a product limit', $$SELECT month, position, median_days::int FROM journey_funnel WHERE median_days IS NOT NULL$$, $$
  WITH observed AS (
    SELECT month, position, day IS NOT NULL AS reached, coalesce(day, until) - signed AS days FROM taken WHERE position > 0
    UNION ALL SELECT month, 0, signed IS NOT NULL, coalesce(signed, until) - trial FROM taken WHERE position = 0),
  points AS (SELECT month, position, days, count(*) FILTER (WHERE reached) AS d, sum(count(*)) OVER (PARTITION BY month, position ORDER BY days DESC) AS n FROM observed WHERE days >= 0 GROUP BY 1, 2, 3),
  estimated AS (SELECT *, CASE WHEN bool_or(d = n) OVER w THEN 0 ELSE exp(sum(ln(nullif(1 - d / n, 0))) OVER w) END AS s FROM points WINDOW w AS (PARTITION BY month, position ORDER BY days))
  SELECT month, position, min(days) FROM estimated WHERE round(s, 10) <= 0.5
    AND CASE position WHEN 0 THEN is_known('subscriptions') WHEN 2 THEN is_known('onboarding_milestones') AND is_known('onboarding_projects')
      WHEN 5 THEN is_known('subscriptions') AND is_known('product_events') ELSE position = 1 OR is_known('onboarding_projects') END GROUP BY month, position$$);
\if :is_last
\if :is_whole
SELECT no_rows('the trials, limits and detours that test journey_funnel and onboarding are there', $$
  SELECT count(*) FROM taken HAVING count(*) FILTER (WHERE position = 0 AND day IS NOT NULL AND signed IS NULL) = 0 OR count(*) FILTER (WHERE position = 0 AND day IS NOT NULL AND signed IS NOT NULL) = 0
    OR count(*) FILTER (WHERE day IS NOT NULL AND NOT in_order AND position > 0) = 0
  UNION ALL SELECT count(DISTINCT limit_days) FROM onboarding HAVING count(DISTINCT limit_days) < 3$$);
\endif
\endif

CREATE TEMP TABLE grouped AS
SELECT o.*, date_trunc('quarter', o.signed_on::timestamp)::date AS quarter, g.grouped_by, g.name
FROM spells AS o JOIN accounts AS a USING (account_id)
CROSS JOIN LATERAL (VALUES ('all', 'all'), ('segment', CASE WHEN a.segment IS NULL THEN 'not known' ELSE a.segment END)) AS g (grouped_by, name);
SELECT same_rows('onboarding_summary: who came in, who went live, who is open', $$
  SELECT quarter, grouped_by, segment, signed, invalid, went_live, went_live_in_time, in_time_rate, left_before_live, open_at_end, overdue_at_end, with_value,
    share_without_value, biased_mean_days_to_value FROM onboarding_summary WHERE signed + went_live + coalesce(left_before_live, 0) + open_at_end > 0$$, $$
  WITH quarters AS (
    SELECT q::date AS first, least((q + interval '3 months')::date - 1, today()) AS last
    FROM generate_series((SELECT min(quarter) FROM grouped)::timestamp, today()::timestamp, '3 months') AS q),
  counted AS (
    SELECT first, grouped_by, name, count(*) FILTER (WHERE signed_on BETWEEN first AND last) AS signed,
      count(*) FILTER (WHERE signed_on BETWEEN first AND last AND state = 'invalid') AS invalid,
      count(*) FILTER (WHERE state ~ '^live' AND live BETWEEN first AND last) AS went_live,
      count(*) FILTER (WHERE state = 'live' AND live BETWEEN first AND last) AS in_time,
      count(*) FILTER (WHERE state = 'left' AND gone BETWEEN first AND last) AS gone,
      count(*) FILTER (WHERE signed_on <= last AND (live IS NULL OR live > last) AND (state <> 'left' OR gone > last)) AS open,
      count(*) FILTER (WHERE last - signed_on > limit_days AND (live IS NULL OR live > last) AND (state <> 'left' OR gone > last)) AS overdue,
      count(*) FILTER (WHERE signed_on BETWEEN first AND last AND value >= signed_on) AS reached,
      avg(value - signed_on) FILTER (WHERE signed_on BETWEEN first AND last AND value >= signed_on) AS mean
    FROM quarters, grouped GROUP BY first, grouped_by, name)
  SELECT first, grouped_by, name, signed, invalid, went_live, in_time, round(in_time * 1.0 / nullif(went_live, 0), 4), CASE WHEN is_known('subscriptions') THEN gone END, open, overdue, reached,
    round((signed - reached) * 1.0 / nullif(signed, 0), 4), round(mean, 1)
  FROM counted WHERE signed + went_live + gone + open > 0$$);
SELECT same_rows('onboarding_summary: medians and the 90 days by a product limit', $$
  SELECT quarter, grouped_by, segment, median_days_to_go_live, median_days_to_value, value_within_90_days FROM onboarding_summary WHERE signed > 0$$, $$
  WITH observed AS (
    SELECT quarter, grouped_by, name, kind, CASE WHEN reached THEN "end" - signed_on ELSE least(gone, today()) - signed_on END AS days, reached
    FROM grouped, LATERAL (VALUES ('live', live, live IS NOT NULL), ('value', value, value IS NOT NULL)) AS v (kind, "end", reached)
    WHERE (reached AND "end" < signed_on) IS NOT TRUE),
  points AS (
    SELECT quarter, grouped_by, name, kind, days, count(*) FILTER (WHERE reached) AS d, sum(count(*)) OVER (PARTITION BY quarter, grouped_by, name, kind ORDER BY days DESC) AS n
    FROM observed GROUP BY quarter, grouped_by, name, kind, days),
  estimated AS (
    SELECT *, CASE WHEN bool_or(d = n) OVER w THEN 0 ELSE exp(sum(ln(nullif(1 - d / n, 0))) OVER w) END AS s
    FROM points WINDOW w AS (PARTITION BY quarter, grouped_by, name, kind ORDER BY days))
  SELECT g.quarter, g.grouped_by, g.name, min(days) FILTER (WHERE kind = 'live' AND round(s, 10) <= 0.5), min(days) FILTER (WHERE kind = 'value' AND round(s, 10) <= 0.5),
    CASE WHEN g.quarter + interval '3 months' - interval '1 day' + interval '90 days' <= today()
        AND (max(days) FILTER (WHERE kind = 'value') >= 90 OR min(s) FILTER (WHERE kind = 'value') = 0)
      THEN round(1 - coalesce(min(s) FILTER (WHERE kind = 'value' AND days <= 90), 1), 4) END
  FROM (SELECT DISTINCT quarter, grouped_by, name FROM grouped) AS g LEFT JOIN estimated AS e
    ON e.quarter = g.quarter AND e.grouped_by = g.grouped_by AND e.name = g.name GROUP BY g.quarter, g.grouped_by, g.name$$);
SELECT no_rows('onboarding_summary: who was open, came, left and went live adds up to who is open; the segments to all', $$
  SELECT quarter, segment, open_at_end FROM (
    SELECT *, lag(open_at_end, 1, 0::bigint) OVER (PARTITION BY grouped_by, segment ORDER BY quarter) AS before,
      sum(CASE grouped_by WHEN 'all' THEN -signed ELSE signed END) OVER (PARTITION BY quarter) AS signed_difference,
      sum(CASE grouped_by WHEN 'all' THEN -open_at_end ELSE open_at_end END) OVER (PARTITION BY quarter) AS open_difference
    FROM onboarding_summary) AS s
  WHERE before + signed - invalid - went_live - left_before_live <> open_at_end OR signed_difference <> 0 OR open_difference <> 0
    OR overdue_at_end > open_at_end OR is_finished <> ((quarter + interval '3 months')::date <= today() + 1)$$);
SELECT no_rows('onboarding, csm_accounts and onboarding_summary agree on ARR and on who is open', $$
  SELECT o.arr, c.arr, o.open, s.open_at_end
  FROM (SELECT sum(arr) AS arr, count(days_open) AS open FROM onboarding) AS o, (SELECT sum(arr) AS arr FROM csm_accounts) AS c,
    (SELECT open_at_end FROM onboarding_summary WHERE grouped_by = 'all' ORDER BY quarter DESC LIMIT 1) AS s
  WHERE o.arr IS DISTINCT FROM c.arr OR o.open <> s.open_at_end$$);

-- Of two stages of one instant the one that is further on comes later; the same one again is no visit.
SELECT same_rows('journey: time in each stage until the next one', $$
  SELECT account_id, account, segment, csm, arr, stage, first_entered_on, total, days, share_of_time, visits, is_current FROM journey$$, $$
  WITH entries AS (
    SELECT *, row_number() OVER (PARTITION BY account_id ORDER BY entered_at, position(stage IN 'onboarding adoption value renewal at_risk churned')) AS place
    FROM lifecycle_stages WHERE entered_at < midnight(today() + 1)),
  stays AS (
    SELECT e.*, coalesce(n.entered_at, midnight(today() + 1)) - e.entered_at AS time, n.place IS NULL AS is_last, (p.stage = e.stage) IS NOT TRUE AS is_visit
    FROM entries AS e LEFT JOIN entries AS n ON n.account_id = e.account_id AND n.place = e.place + 1 LEFT JOIN entries AS p ON p.account_id = e.account_id AND p.place = e.place - 1)
  SELECT account_id, a.name, a.segment, min(c.csm), min(c.arr), stage, day_of(min(entered_at)), justify_hours(sum(time)), round(extract(epoch FROM sum(time)) / 86400, 1),
    round(extract(epoch FROM sum(time)) / nullif(sum(extract(epoch FROM sum(time))) OVER (PARTITION BY account_id), 0), 4), count(*) FILTER (WHERE is_visit), bool_or(is_last)
  FROM stays JOIN accounts AS a USING (account_id) LEFT JOIN csm_accounts AS c USING (account_id) GROUP BY account_id, a.name, a.segment, stage$$);

\if :is_last
\if :is_whole
SELECT no_rows('the onboardings that test the views are there', $$
  SELECT * FROM (SELECT count(*) FILTER (WHERE status = 'left') AS gone, count(*) FILTER (WHERE status = 'invalid') AS invalid,
      count(*) FILTER (WHERE first_value_on < signed_on AND days_to_value IS NULL) AS early, count(*) FILTER (WHERE owner IS NULL) AS unowned,
      count(*) FILTER (WHERE milestones = 0) AS unplanned, count(*) FILTER (WHERE segment IS NULL) AS unsized FROM onboarding) AS o
  WHERE 0 IN (gone, invalid, early, unowned, unplanned, unsized)
  UNION ALL SELECT count(*), 0, 0, 0, 0, 0 FROM journey WHERE total = interval '0' HAVING count(*) = 0$$);
\endif
\endif
