-- The views of activity, and what customer_360 tells of it, against plain SQL (METRICS A1–A18, R19); setup_views.sql
-- tells how.
-- Without: product_events, users, entitlements, expected_features, features.adoption_uses, users.deactivated_on.

-- Features on the border of being new, a user without a role, one in another account than before.
\if :is_whole
UPDATE warehouse.features SET released_on = today() - 89 WHERE feature_id = 3;
UPDATE warehouse.features SET released_on = today() - 90 WHERE feature_id = 4;
UPDATE warehouse.users SET role = NULL WHERE user_id % 41 = 7;
UPDATE warehouse.users SET account_id = 2 WHERE user_id % 43 = 7;
\endif

CREATE TEMP TABLE seen AS
SELECT account_id, user_id, feature_id, event_name, day_of(occurred_at) AS day FROM product_events WHERE day_of(occurred_at) <= today();
CREATE INDEX ON seen (account_id, day);
CREATE INDEX ON seen (user_id, day);
ANALYZE seen;
-- Who had access, and on which days.
CREATE TEMP TABLE access AS
SELECT account_id, user_id, provisioned_on AS from_day, least(today(), deactivated_on - 1) AS to_day
FROM users WHERE provisioned_on <= today() AND coalesce(deactivated_on > provisioned_on, true);
CREATE INDEX ON access (account_id);
ANALYZE access;
CREATE TEMP TABLE customers AS SELECT account_id FROM account_status WHERE status IS DISTINCT FROM 'prospect';
-- Blocks of seven and of 28 days that end today, the latest is number 0.
SELECT same_rows('account_metrics: coefficient, lifecycle, recency, active users and logins', $$
  SELECT account_id, coefficient, lifecycle::text, days_inactive, active_users_28d, login_days_28d FROM account_metrics$$, $$
  SELECT account_id, CASE WHEN is_known THEN weeks END, CASE WHEN 0 = ANY (blocks) AND 1 = ANY (blocks) THEN 'returning'
      WHEN blocks = '{0}' THEN 'new' WHEN 0 = ANY (blocks) THEN 'resurrecting' WHEN 1 = ANY (blocks) THEN 'dormant' END,
    today() - last, CASE WHEN is_known THEN users END, CASE WHEN is_known THEN logins END
  FROM customers CROSS JOIN LATERAL (
    SELECT is_known('product_events') AS is_known, count(DISTINCT (today() - day) / 7) FILTER (WHERE today() - day < 49)::int AS weeks,
      array_agg(DISTINCT (today() - day) / 28) AS blocks, max(day) AS last, count(DISTINCT user_id) FILTER (WHERE today() - day < 28) AS users,
      count(DISTINCT day) FILTER (WHERE today() - day < 28 AND event_name = 'login')::int AS logins
    FROM seen WHERE seen.account_id = customers.account_id) AS s$$);
SELECT same_rows('account_metrics: usage of the last four weeks from Monday to Sunday against the twelve before', $$
  SELECT account_id, round(usage_change_4w, 6) FROM account_metrics$$, $$
  SELECT account_id, round(CASE WHEN first_block >= 11 AND baseline > 0 THEN (recent / 4.0) / (baseline / least(12, first_block - 3)) - 1 END, 6)
  FROM (SELECT today() - extract(isodow FROM today())::int % 7 AS sunday) AS last CROSS JOIN customers CROSS JOIN LATERAL (
    SELECT (sunday - min(day)) / 7 AS first_block, count(*) FILTER (WHERE sunday - day BETWEEN 0 AND 27) AS recent,
      count(*) FILTER (WHERE sunday - day BETWEEN 28 AND 111)::numeric AS baseline
    FROM seen WHERE seen.account_id = customers.account_id) AS s$$);
-- Whatever day of the week is asked about.
SELECT set_config('customer360.as_of', (today() - extract(isodow FROM today())::int % 7)::text, true) \g /dev/null
CREATE TEMP TABLE on_sunday AS SELECT account_id, usage_change_4w, usage_dropped FROM account_metrics;
SELECT set_config('customer360.as_of', (as_of() + 6)::text, true) \g /dev/null
SELECT no_rows('account_metrics: usage is judged by weeks, and says the same until Saturday', $$
  SELECT account_id FROM account_metrics AS m JOIN on_sunday AS s USING (account_id)
  WHERE (m.usage_change_4w, m.usage_dropped) IS DISTINCT FROM (s.usage_change_4w, s.usage_dropped)$$);
SELECT set_config('customer360.as_of', :'day', true) \g /dev/null
SELECT same_rows('account_metrics: seats, and the active of those who had access', $$
  SELECT account_id, seats_used, seats, round(seat_utilisation, 6), round(licence_utilisation_28d, 6), round(active_user_rate_28d, 6) FROM account_metrics$$, $$
  SELECT account_id, CASE WHEN is_known('users') THEN used END, seats, CASE WHEN is_known('users') THEN round(used::numeric / nullif(seats, 0), 6) END,
    CASE WHEN is_known('product_events') THEN round(active::numeric / nullif(seats, 0), 6) END,
    CASE WHEN is_known('product_events') THEN round(active_with_access::numeric / nullif(with_access, 0), 6) END
  FROM customers CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE to_day = today()) AS used, count(*) FILTER (WHERE to_day > today() - 28) AS with_access,
      count(*) FILTER (WHERE to_day > today() - 28 AND EXISTS (
        SELECT FROM seen WHERE seen.user_id = access.user_id AND seen.account_id = access.account_id AND day > today() - 28 AND day BETWEEN from_day AND to_day))
        AS active_with_access
    FROM (SELECT account_id, user_id, from_day, coalesce(to_day, today()) AS to_day FROM access) AS access WHERE access.account_id = customers.account_id) AS a
  CROSS JOIN (SELECT 1) AS one
  CROSS JOIN LATERAL (SELECT count(DISTINCT user_id) AS active FROM seen WHERE seen.account_id = customers.account_id AND day > today() - 28) AS s
  CROSS JOIN LATERAL (SELECT sum(seats) AS seats FROM subscriptions WHERE subscriptions.account_id = customers.account_id AND valid @> today()) AS l$$);
SELECT no_rows('no rate of users is above 1', $$
  SELECT account_id::text FROM customer_360 WHERE active_user_rate_28d > 1
  UNION ALL SELECT day::text FROM active_users WHERE greatest(daily_active_rate, weekly_active_rate, monthly_active_rate) > 1$$);
SELECT same_rows('active_users: distinct users of trailing windows, and those who had access in them', $$
  SELECT day, daily_active_users, weekly_active_users, monthly_active_users, stickiness, provisioned_users, daily_active_rate, weekly_active_rate, monthly_active_rate
  FROM active_users WHERE day IN (today(), today() - 20, today() - 137)$$, $$
  SELECT d.day, dau, wau, mau, round(sum_dau / 28 / nullif(mau, 0), 4), CASE WHEN is_known('users') THEN n1 END, round(r1 / nullif(n1, 0), 4),
    round(r7 / nullif(n7, 0), 4), round(r28 / nullif(n28, 0), 4)
  FROM (SELECT day FROM unnest(ARRAY[today(), today() - 20, today() - 137]) AS day WHERE day >= (SELECT min(day) FROM seen)) AS d
  CROSS JOIN LATERAL (
    SELECT count(DISTINCT user_id) FILTER (WHERE s.day = d.day) AS dau, count(DISTINCT user_id) FILTER (WHERE s.day > d.day - 7) AS wau,
      count(DISTINCT user_id) AS mau, count(DISTINCT (user_id, s.day))::numeric AS sum_dau
    FROM seen s WHERE s.day BETWEEN d.day - 27 AND d.day) AS u
  CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE d.day <= coalesce(to_day, d.day)) AS n1, count(*) FILTER (WHERE d.day - 6 <= coalesce(to_day, d.day)) AS n7,
      count(*) AS n28
    FROM access WHERE from_day <= d.day AND d.day - 27 <= coalesce(to_day, d.day)) AS a
  CROSS JOIN LATERAL (
    SELECT count(DISTINCT user_id) FILTER (WHERE s.day = d.day)::numeric AS r1, count(DISTINCT user_id) FILTER (WHERE s.day > d.day - 7)::numeric AS r7,
      count(DISTINCT user_id)::numeric AS r28
    FROM seen s JOIN access USING (user_id) WHERE s.day BETWEEN d.day - 27 AND d.day AND s.day BETWEEN from_day AND coalesce(to_day, s.day)) AS r$$);
SELECT same_rows('cohort_retention: months since the month of the first activity', $$
  SELECT cohort, months_since, cohort_users, retained_users, retention_rate FROM cohort_retention$$, $$
  WITH active AS (SELECT DISTINCT user_id, date_trunc('month', day::timestamp)::date AS month FROM seen),
    first AS (SELECT user_id, min(month) AS cohort FROM active GROUP BY 1),
    size AS (SELECT cohort, count(*) AS users FROM first GROUP BY 1)
  SELECT s.cohort, k, s.users, coalesce(n, 0), round(coalesce(n, 0) * 1.0 / s.users, 4) FROM size s CROSS JOIN generate_series(0, 12) AS k
  LEFT JOIN (SELECT cohort, month, count(*) AS n FROM first JOIN active USING (user_id) GROUP BY 1, 2) AS kept
    ON kept.cohort = s.cohort AND kept.month = (s.cohort + make_interval(months => k))::date
  WHERE (s.cohort + make_interval(months => k + 1))::date - 1 <= today()$$);
CREATE TEMP TABLE uses AS
SELECT account_id, feature_id, count(*) FILTER (WHERE day > today() - 28) AS n, count(DISTINCT user_id) FILTER (WHERE day > today() - 28) AS users,
  count(DISTINCT (today() - day) / 7) FILTER (WHERE day > today() - 28)::int AS weeks, count(*) AS n_90, count(DISTINCT user_id) AS users_90
FROM seen WHERE day > today() - 90 AND feature_id IS NOT NULL GROUP BY account_id, feature_id;
CREATE TEMP TABLE entitled AS
SELECT DISTINCT account_id, feature_id, coalesce(adoption_uses, 1) AS enough, released_on FROM (
  SELECT account_id, feature_id FROM entitlements WHERE valid @> today()
  UNION SELECT account_id, feature_id FROM uses WHERE NOT is_known('entitlements')) AS e JOIN features USING (feature_id)
WHERE coalesce(released_on <= today(), true) AND account_id IN (TABLE customers);
CREATE TEMP TABLE entitled_uses AS
SELECT e.account_id, e.feature_id, e.enough, e.released_on, coalesce(n, 0) AS n, coalesce(users, 0) AS users, coalesce(weeks, 0) AS weeks, coalesce(n_90, 0) AS n_90,
  coalesce(users_90, 0) AS users_90
FROM entitled e LEFT JOIN uses USING (account_id, feature_id);
-- Who has access today, and what is meant for them, used in 90 days or not.
CREATE TEMP TABLE present AS
SELECT u.user_id, u.account_id, role, (SELECT max(day) FROM seen WHERE seen.user_id = u.user_id AND seen.account_id = u.account_id) AS last
FROM users AS u JOIN access USING (user_id) WHERE coalesce(to_day, today()) = today();
CREATE TEMP TABLE meant AS
SELECT u.user_id, u.account_id, u.role, x.feature_id, EXISTS (
    SELECT FROM seen WHERE seen.user_id = u.user_id AND seen.account_id = u.account_id AND seen.feature_id = x.feature_id AND day > today() - 90) AS is_used
FROM users AS u JOIN expected_features AS x USING (role) JOIN entitled AS e USING (account_id, feature_id)
WHERE provisioned_on <= today() AND is_known('entitlements');
CREATE INDEX ON meant (user_id);
ANALYZE meant;
SELECT same_rows('account_features: uses, users and weeks of every feature a customer is entitled to, and who needs to be educated', $$
  SELECT account_id, account, csm, arr, feature_id, feature, module, is_sticky, released_on, days_since_release, is_new, uses_28d, users_28d, active_weeks_28d, is_adopted, uses_90d, users_90d,
    users_meant, needs_education FROM account_features$$, $$
  SELECT account_id, c.account, c.csm, c.arr, feature_id, f.name, module, is_sticky, f.released_on, today() - f.released_on, coalesce(today() - f.released_on < 90, false),
    CASE WHEN is_known THEN n END, CASE WHEN is_known THEN e.users END, CASE WHEN is_known THEN weeks END, CASE WHEN is_known THEN n >= enough END, CASE WHEN is_known THEN n_90 END,
    CASE WHEN is_known THEN users_90 END, m.users, m.users > 0 AND NOT CASE WHEN is_known THEN n >= enough END
  FROM entitled_uses AS e JOIN features AS f USING (feature_id) JOIN csm_accounts AS c USING (account_id) CROSS JOIN (SELECT is_known('product_events') AS is_known) AS k
  CROSS JOIN LATERAL (SELECT CASE WHEN is_known('users') AND is_known('expected_features') THEN count(*) END AS users
    FROM present AS p JOIN expected_features AS x USING (role) WHERE p.account_id = e.account_id AND x.feature_id = e.feature_id) AS m$$);
SELECT same_rows('persona_adoption: users by role and feature meant for the role, those who use it, those to educate and those away', $$
  SELECT grouped_by, account_id, account, csm, arr, role, role_description, feature_id, users, users_90d, adoption_rate, users_to_educate, users_away FROM persona_adoption$$, $$
  WITH pairs AS (SELECT m.*, coalesce(last > today() - 28, false) AS is_here FROM meant AS m JOIN present USING (user_id)),
  grouped AS (
    SELECT 'account' AS g, account_id, role, feature_id, count(*) AS n, count(*) FILTER (WHERE is_used) AS used, count(*) FILTER (WHERE NOT is_used AND is_here) AS near,
      count(*) FILTER (WHERE NOT is_used AND NOT is_here) AS far, min(arr) AS arr FROM pairs JOIN csm_accounts USING (account_id) GROUP BY account_id, role, feature_id),
  everything AS (
    TABLE grouped UNION ALL
    SELECT 'all', NULL, role, feature_id, sum(n), sum(used), sum(near), sum(far), sum(arr) FROM grouped GROUP BY role, feature_id)
  SELECT g, account_id, CASE g WHEN 'all' THEN 'all' ELSE account END, csm, e.arr, role, (SELECT description FROM product_roles AS r WHERE r.role = e.role), feature_id, n::bigint, CASE WHEN is_known THEN used::bigint END,
    CASE WHEN is_known THEN round(used * 1.0 / n, 4) END, CASE WHEN is_known THEN near::bigint END, CASE WHEN is_known THEN far::bigint END
  FROM everything AS e LEFT JOIN csm_accounts USING (account_id) CROSS JOIN (SELECT is_known('product_events') AS is_known) AS k$$);
SELECT same_rows('user_360: how active each user is, in which band, and who leads in the account', $$
  SELECT user_id, name, email, role, account_id, account, csm, arr, provisioned_on, has_access, coefficient, band, last_active_on, days_inactive, active_days_28d, round(minutes_28d, 4),
    rank_in_account FROM user_360$$, $$
  WITH measured AS (
    SELECT u.*, coalesce(deactivated_on > today(), true) AS has, weeks, days, last, minutes FROM users AS u
    CROSS JOIN LATERAL (SELECT count(DISTINCT (today() - day) / 7) FILTER (WHERE today() - day < 49)::int AS weeks, count(DISTINCT day) FILTER (WHERE today() - day < 28)::int AS days, max(day) AS last
      FROM seen AS s WHERE s.user_id = u.user_id AND s.account_id = u.account_id) AS s
    CROSS JOIN LATERAL (SELECT coalesce(sum(minutes), 0) AS minutes FROM user_days AS d WHERE d.user_id = u.user_id AND d.account_id = u.account_id AND day BETWEEN today() - 27 AND today()) AS d
    WHERE provisioned_on <= today())
  SELECT user_id, m.name, email, role, account_id, account, csm, arr, provisioned_on, has, CASE WHEN is_known THEN weeks END,
    CASE WHEN is_known THEN CASE WHEN NOT has THEN 'gone' WHEN last IS NULL THEN 'never' WHEN weeks = 0 THEN 'gone' WHEN weeks < 3 THEN 'occasional' WHEN weeks < 6 THEN 'steady' ELSE 'power' END END,
    last, today() - last, CASE WHEN is_known THEN days END, CASE WHEN is_known THEN round(minutes, 4) END, CASE WHEN is_known AND has THEN 1 + (
      SELECT count(*) FROM measured AS o WHERE o.account_id = m.account_id AND o.has AND (o.weeks, o.days, o.minutes) > (m.weeks, m.days, m.minutes)) END
  FROM measured AS m LEFT JOIN csm_accounts USING (account_id) CROSS JOIN (SELECT is_known('product_events') AS is_known) AS k$$);
SELECT same_rows('user_360: features used of those meant for the role', $$
  SELECT user_id, features_meant, features_used_90d, features_used_share, features_unused_90d FROM user_360$$, $$
  SELECT u.user_id, CASE WHEN is_meant THEN n END, CASE WHEN is_meant AND is_known THEN used END, CASE WHEN is_meant AND is_known THEN round(used * 1.0 / nullif(n, 0), 4) END,
    CASE WHEN is_known THEN names END
  FROM users AS u CROSS JOIN (SELECT is_known('product_events') AS is_known, is_known('expected_features') AND is_known('entitlements') AS is_meant) AS k
  CROSS JOIN LATERAL (SELECT count(*)::int AS n, count(*) FILTER (WHERE is_used) AS used, array_agg(f.name ORDER BY f.name) FILTER (WHERE NOT is_used) AS names
    FROM meant AS m JOIN features AS f USING (feature_id) WHERE m.user_id = u.user_id) AS m
  WHERE provisioned_on <= today()$$);
SELECT same_rows('feature_adoption: adopters among the entitled, those without use included', $$
  SELECT feature_id, eligible_accounts, using_accounts, adopting_accounts, adoption_rate, habitual_accounts, users, uses FROM feature_adoption$$, $$
  SELECT feature_id, CASE WHEN is_known('entitlements') THEN all_of_them END, CASE WHEN is_known THEN n_using END, CASE WHEN is_known THEN n_adopting END,
    CASE WHEN is_known AND is_known('entitlements') THEN round(n_adopting * 1.0 / nullif(all_of_them, 0), 4) END, CASE WHEN is_known THEN n_habitual END,
    CASE WHEN is_known THEN users END, CASE WHEN is_known THEN uses END
  FROM features f CROSS JOIN LATERAL (
    SELECT is_known('product_events') AS is_known, count(*) AS all_of_them, count(*) FILTER (WHERE n > 0) AS n_using,
      count(*) FILTER (WHERE n >= enough) AS n_adopting, count(*) FILTER (WHERE weeks = 4) AS n_habitual, coalesce(sum(users), 0) AS users,
      coalesce(sum(n), 0) AS uses
    FROM entitled_uses e WHERE e.feature_id = f.feature_id) AS a
  WHERE coalesce(released_on <= today(), true)$$);
SELECT same_rows('account_metrics: breadth', $$SELECT account_id, round(breadth_28d, 6) FROM account_metrics WHERE breadth_28d IS NOT NULL$$, $$
  SELECT account_id, round(count(*) FILTER (WHERE n >= enough) * 1.0 / count(*), 6) FROM entitled_uses
  WHERE is_known('product_events') AND is_known('entitlements') AND account_id IN (TABLE customers) GROUP BY account_id$$);
