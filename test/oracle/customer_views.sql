-- The views above all others against plain SQL (METRICS B14, C9, C11); setup_views.sql tells how.
-- Without: product_events, subscriptions, contracts, users, invoices, account_attributes, lifecycle_stages, csm_touchpoints, csm_tasks, product_requests, subscriptions.seats, subscriptions.mrr.

SELECT no_rows('every view and stored table has a comment, and so has every column', $$
  SELECT c.relname, a.attname FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
  WHERE c.relnamespace = 'customer_success'::regnamespace AND c.relname IN (SELECT name FROM c360_view_pack())
    AND (obj_description(c.oid, 'pg_class') IS NULL OR col_description(c.oid, a.attnum) IS NULL)$$);
SELECT no_rows('every view is a security invoker', $$
  SELECT relname FROM pg_class WHERE relnamespace = 'customer_success'::regnamespace AND relkind = 'v'
    AND NOT coalesce(reloptions, '{}') @> '{security_invoker=true}'$$);
SELECT no_rows('a column of one name says one thing, in account_facts, account_metrics and customer_360', $$
  SELECT column_name FROM (
    SELECT attname AS column_name, count(DISTINCT col_description(attrelid, attnum)) AS comments FROM pg_attribute
    WHERE attrelid IN ('account_facts'::regclass, 'account_metrics'::regclass, 'customer_360'::regclass) AND attnum > 0 GROUP BY attname) AS columns
  WHERE comments > 1$$);

-- What each account is, asked line by line.
CREATE TEMP TABLE lines AS
SELECT account_id, mrr, status, trial_ends_on, seats, valid, valid @> today() AS is_valid,
  CASE WHEN coalesce(status, '') <> 'trial' OR trial_ends_on IS NOT NULL
    THEN daterange(greatest(lower(valid), trial_ends_on), greatest(upper(valid), trial_ends_on)) END AS days
FROM subscriptions WHERE lower(valid) <= today();
CREATE FUNCTION pg_temp.total(account accounts) RETURNS numeric STABLE LANGUAGE sql AS
$$ SELECT greatest(sum(mrr), 0) FROM lines WHERE account_id = (account).account_id AND days @> today() $$;
CREATE FUNCTION pg_temp.is_charged(account accounts) RETURNS boolean STABLE LANGUAGE sql AS $$
  SELECT pg_temp.total(account) > 0 IS TRUE OR EXISTS (SELECT FROM lines WHERE account_id = (account).account_id AND days @> today() AND mrr IS NULL) $$;
CREATE FUNCTION pg_temp.has(account accounts, what text) RETURNS boolean STABLE LANGUAGE sql AS $$
  SELECT EXISTS (SELECT FROM lines WHERE account_id = (account).account_id AND is_valid AND CASE what
    WHEN 'free' THEN mrr >= 0 WHEN 'trial' THEN status = 'trial' OR trial_ends_on > today() ELSE status = what AND (what <> 'past_due' OR days @> today()) END) $$;
CREATE TEMP TABLE states AS
SELECT a.account_id, CASE
    WHEN NOT is_known('subscriptions') THEN CASE WHEN a.signed_on <= today() THEN NULL ELSE 'prospect' END
    WHEN pg_temp.is_charged(a) THEN CASE WHEN pg_temp.has(a, 'past_due') THEN 'past_due' ELSE 'active' END
    WHEN pg_temp.has(a, 'paused') THEN 'paused'
    WHEN pg_temp.has(a, 'trial') THEN 'trial'
    WHEN pg_temp.has(a, 'free') THEN 'free'
    -- A contract that runs or will, agreed or beginning after the last charged day.
    WHEN EXISTS (SELECT FROM contracts c WHERE c.account_id = a.account_id AND signed_on <= today() AND coalesce(terminated_on > today(), true)
      AND coalesce(upper(term) > today(), true) AND NOT EXISTS (SELECT FROM lines l WHERE l.account_id = a.account_id AND coalesce(mrr > 0, true)
        AND lower(days) <= today() AND (upper_inf(days) OR upper(days) > greatest(c.signed_on, lower(c.term))))) THEN 'signed'
    WHEN EXISTS (SELECT FROM lines l WHERE l.account_id = a.account_id AND coalesce(mrr > 0, true) AND lower(days) <= today())
      OR EXISTS (SELECT FROM contracts c WHERE c.account_id = a.account_id AND signed_on <= today()) THEN 'churned'
    WHEN a.signed_on <= today() THEN 'signed' ELSE 'prospect' END AS status,
  pg_temp.total(a) AS total, pg_temp.is_charged(a) AS is_charged
FROM accounts a;
SELECT same_rows('account_status: status, MRR and seats of every account', $$
  SELECT account_id, status, is_charged, mrr, arr, seats FROM account_status$$, $$
  SELECT account_id, status, is_charged, CASE WHEN NOT is_charged THEN 0 ELSE nullif(total, 0) END,
    12 * CASE WHEN NOT is_charged THEN 0 ELSE nullif(total, 0) END, (SELECT sum(seats) FROM lines l WHERE l.account_id = s.account_id AND is_valid)
  FROM states s WHERE is_known('subscriptions')
  UNION ALL SELECT account_id, status, NULL, NULL, NULL, NULL FROM states WHERE NOT is_known('subscriptions')$$);
SELECT same_rows('customer_360 has one row for each customer, and none for a prospect', $$SELECT account_id, status, mrr, arr FROM customer_360$$, $$
  SELECT account_id, status, mrr, arr FROM account_status WHERE account_id IN (SELECT account_id FROM states WHERE status IS DISTINCT FROM 'prospect')$$);
SELECT same_rows('one number, one word: all views agree on who is a customer and charged', $$
  SELECT account_id, status, is_charged FROM account_metrics UNION ALL SELECT account_id, status, is_charged FROM account_facts
  UNION ALL SELECT account_id, NULL, NULL FROM account_engagement$$, $$
  SELECT account_id, status, is_charged FROM account_status CROSS JOIN generate_series(1, 2) WHERE status IS DISTINCT FROM 'prospect'
  UNION ALL SELECT account_id, NULL, NULL FROM account_status WHERE status IS DISTINCT FROM 'prospect'$$);
SELECT same_rows('customer_360: what is expected of renewals is what the forecast says', $$
  SELECT account_id, expected_renewal_mrr, expected_renewal_rate FROM customer_360$$, $$
  SELECT c.account_id, round(sum(f.expected_mrr), 2), round(sum(f.expected_mrr) / nullif(sum(f.due_mrr) FILTER (WHERE f.expected_mrr IS NOT NULL), 0), 4)
  FROM customer_360 c LEFT JOIN (SELECT account_id, expected_mrr, due_mrr FROM renewal_expectations WHERE known_on = today()) AS f USING (account_id) GROUP BY 1$$);
-- What a word counts, in every view that says it.
\if :is_whole
CREATE TEMP TABLE said (word text, view text, number numeric);
INSERT INTO said SELECT 'MRR', 'account_status', sum(mrr) FROM account_status
UNION ALL SELECT 'MRR', 'customer_360', sum(mrr) FROM customer_360
UNION ALL SELECT 'MRR', 'company_360', sum(mrr) FROM company_360
UNION ALL SELECT 'MRR', 'csm_accounts', sum(arr) / 12 FROM csm_accounts
UNION ALL SELECT 'MRR', 'csm_portfolio', sum(arr) / 12 FROM csm_portfolio
UNION ALL SELECT 'MRR', 'book', sum(arr) / 12 FROM book
UNION ALL SELECT 'MRR', 'scores', sum(arr) / 12 FROM scores WHERE rubric = 'health'
UNION ALL SELECT 'MRR', 'mrr_bridge', ending_mrr FROM mrr_bridge WHERE month = date_trunc('month', today())
UNION ALL SELECT 'MRR', 'mrr_waterfall', balance FROM (SELECT balance FROM mrr_waterfall WHERE month = date_trunc('month', today()) ORDER BY step DESC LIMIT 1) AS w
UNION ALL SELECT 'MRR', 'revenue_cohorts', sum(mrr) FROM revenue_cohorts WHERE month = date_trunc('month', today()) HAVING count(*) > 0
UNION ALL SELECT 'MRR', 'kpis by ' || grouped_by, sum(value) FROM kpis WHERE month = date_trunc('month', today()) AND kpi = 'mrr' GROUP BY grouped_by
UNION ALL SELECT 'MRR', 'account_periods', sum(mrr) FROM account_periods WHERE month = date_trunc('month', today()) AND period = 'end'
UNION ALL SELECT 'customers', 'account_status', count(*) FROM account_status WHERE is_charged
UNION ALL SELECT 'customers', 'customer_360', count(*) FROM customer_360 WHERE status IN ('active', 'past_due')
UNION ALL SELECT 'customers', 'company_360', sum(charged_customers) FROM company_360
UNION ALL SELECT 'customers', 'csm_accounts', count(*) FROM csm_accounts WHERE is_charged
UNION ALL SELECT 'customers', 'csm_portfolio', sum(accounts) FROM csm_portfolio
UNION ALL SELECT 'customers', 'scores', count(*) FROM scores WHERE rubric = 'health'
UNION ALL SELECT 'customers', 'mrr_bridge', ending_customers FROM mrr_bridge WHERE month = date_trunc('month', today())
UNION ALL SELECT 'customers', 'revenue_cohorts', sum(customers) FROM revenue_cohorts WHERE month = date_trunc('month', today()) HAVING count(*) > 0
UNION ALL SELECT 'customers', 'kpis by ' || grouped_by, sum(value) FROM kpis WHERE month = date_trunc('month', today()) AND kpi = 'customers' GROUP BY grouped_by
UNION ALL SELECT 'at risk', 'account_metrics', count(*) FROM account_metrics WHERE is_at_risk
UNION ALL SELECT 'at risk', 'customer_360', count(*) FROM customer_360 WHERE is_at_risk
UNION ALL SELECT 'at risk', 'book', count(*) FROM book WHERE is_at_risk
UNION ALL SELECT 'at risk', 'csm_portfolio', sum(at_risk) FROM csm_portfolio
UNION ALL SELECT 'at risk', 'activation', count(*) FROM activation WHERE is_at_risk
UNION ALL SELECT 'ARR at risk', 'customer_360', sum(arr) FROM customer_360 WHERE is_at_risk
UNION ALL SELECT 'ARR at risk', 'csm_portfolio', sum(at_risk_arr) FROM csm_portfolio
UNION ALL SELECT 'open tickets', 'tickets', count(*) FROM tickets WHERE is_open
UNION ALL SELECT 'open tickets', 'ticket_load', sum(open_tickets) FROM ticket_load
UNION ALL SELECT 'open tickets', 'ticket_weeks', sum(open_tickets) FROM ticket_weeks WHERE week_ends_on = today()
UNION ALL SELECT 'open tickets of customers', 'account_support', sum(open_tickets) FROM account_support
UNION ALL SELECT 'open tickets of customers', 'company_360', sum(open_tickets) FROM company_360
UNION ALL SELECT 'open tickets of customers', 'customer_360', sum(open_tickets) FROM customer_360
UNION ALL SELECT 'churned', 'account_status', count(*) FROM account_status WHERE status = 'churned'
UNION ALL SELECT 'churned', 'customer_360', count(*) FROM customer_360 WHERE status = 'churned'
UNION ALL SELECT 'churned in the month before', 'mrr_bridge', churned_customers FROM mrr_bridge WHERE month = date_trunc('month', today()) - interval '1 month'
UNION ALL SELECT 'churned in the month before', 'account_periods', sum(churned_customers) FROM account_periods
  WHERE month = date_trunc('month', today()) - interval '1 month' AND period = 'month'
UNION ALL SELECT 'churned in the month before', 'kpis by ' || grouped_by, sum(round(value * n)) FROM kpis WHERE month = date_trunc('month', today()) - interval '1 month' AND kpi = 'customer_churn_rate' GROUP BY grouped_by
UNION ALL SELECT 'onboarding', 'onboarding', count(days_open) FROM onboarding
UNION ALL SELECT 'onboarding', 'onboarding_summary', open_at_end FROM (SELECT * FROM onboarding_summary WHERE grouped_by = 'all' ORDER BY quarter DESC LIMIT 1) AS s
UNION ALL SELECT 'onboarding', 'csm_portfolio', sum(onboarding) FROM csm_portfolio
UNION ALL SELECT 'onboarding', 'customer_360', count(*) FROM customer_360 WHERE onboarding_status IN ('onboarding', 'watch', 'overdue');
SELECT no_rows('one number, one word: MRR, customers, at risk, open tickets, churned, onboarding', $$
  SELECT word, string_agg(view || ' ' || coalesce(number::text, 'NULL'), ', ') FROM said GROUP BY word
  HAVING min(number) IS DISTINCT FROM max(number) OR count(number) < count(*)$$);
\if :is_last
SELECT no_rows('there is something of each word', 'SELECT word FROM said WHERE number = 0');
\endif
\endif
SELECT same_rows('account_metrics hands on the columns of account_facts', $$
  SELECT account_id, to_jsonb(m) - ARRAY['adoption_score', 'adoption_band', 'health_score', 'health_band', 'fit_score', 'fit_band', 'activity_band', 'near_quota',
    'renewal_risk', 'is_at_risk', 'risk_reason'] FROM account_metrics m$$, $$SELECT account_id, to_jsonb(f) FROM account_facts f$$);

SELECT same_rows('account_metrics: invoiced value, contract, requests, onboarding, sentiment and switches', $$
  SELECT account_id, tier, csm, days_since_signature, clv_to_date, contract_ends_on, days_to_renewal, cancellation_requested_on, days_not_live, csm_sentiment,
    sentiment_on FROM account_metrics$$, $$
  SELECT a.account_id, coalesce((SELECT tier FROM contracts c WHERE c.account_id = a.account_id AND signed_on <= today()
      ORDER BY lower(term) <= today() DESC, lower(term) DESC LIMIT 1), a.tier),
    (SELECT name FROM team_members WHERE member_id = coalesce((SELECT member_id FROM account_team t WHERE t.account_id = a.account_id AND role = 'csm'
      AND valid @> today() ORDER BY lower(valid) DESC LIMIT 1), a.csm_id)),
    today() - signed_on, CASE WHEN is_known('invoices') THEN coalesce((SELECT sum(amount) FROM invoices i WHERE i.account_id = a.account_id AND invoiced_on <= today()), 0) END,
    e.ends_on, e.ends_on - today(),
    (SELECT max(requested_on) FROM cancellation_requests r WHERE r.account_id = a.account_id AND requested_on <= today() AND coalesce(decided_on > today(), true)),
    (SELECT today() - max(signed_on) FROM onboarding_projects o WHERE o.account_id = a.account_id AND signed_on <= today() AND coalesce(live_on > today(), true)),
    j.sentiment, j.observed_on
  FROM accounts a JOIN states s USING (account_id)
  LEFT JOIN LATERAL (SELECT * FROM csm_sentiment j WHERE j.account_id = a.account_id AND observed_on <= today() ORDER BY observed_on DESC LIMIT 1) j ON true
  LEFT JOIN LATERAL (
    -- The end that is farthest; no end at all, if the contract runs on, renewed itself or the customer left.
    SELECT upper(term) AS ends_on FROM contracts c WHERE c.account_id = a.account_id AND signed_on <= today() AND coalesce(terminated_on > today(), true)
      AND s.status IS DISTINCT FROM 'churned' ORDER BY upper_inf(term) DESC, upper(term) DESC LIMIT 1) last ON true
  LEFT JOIN LATERAL (SELECT last.ends_on WHERE NOT (last.ends_on <= today() AND s.is_charged AND is_known('subscriptions') AND EXISTS (SELECT FROM contracts c
    WHERE c.account_id = a.account_id AND signed_on <= today() AND upper(term) = last.ends_on AND auto_renew))) e ON true
  WHERE s.status IS DISTINCT FROM 'prospect'$$);
SELECT same_rows('account_metrics: what the company knows besides, switches that others have included', $$
  SELECT account_id, key, value FROM account_metrics CROSS JOIN LATERAL jsonb_each_text(attributes)$$, $$
  SELECT s.account_id, name, CASE WHEN EXISTS (SELECT FROM account_attributes t WHERE t.account_id = s.account_id AND t.name = n.name AND coalesce(valid @> today(), true))
    THEN 'true' ELSE 'false' END
  FROM states s CROSS JOIN (SELECT DISTINCT name FROM account_attributes WHERE coalesce(valid @> today(), true)) AS n
  WHERE status IS DISTINCT FROM 'prospect'$$);
SELECT same_rows('account_metrics: place and trade, tenure, stage and the last renewal', $$
  SELECT account_id, arr, segment, region, country, industry, tenure_days, stage, last_renewal_on FROM account_metrics$$, $$
  SELECT a.account_id, t.arr, segment, region, country, industry,
    (SELECT today() - min(lower(days)) FROM lines l WHERE l.account_id = a.account_id AND coalesce(mrr > 0, true) AND lower(days) <= today()),
    (SELECT stage FROM lifecycle_stages g WHERE g.account_id = a.account_id AND day_of(entered_at) <= today()
      ORDER BY entered_at DESC, array_position('{onboarding,adoption,value,renewal,at_risk,churned}'::text[], stage) DESC LIMIT 1),
    (SELECT max(c.signed_on) FROM contracts c WHERE c.account_id = a.account_id AND c.signed_on <= today() AND (renews_id IS NOT NULL
      OR EXISTS (SELECT FROM contracts e WHERE e.account_id = c.account_id AND e.signed_on <= today() AND lower(e.term) < lower(c.term))))
  FROM accounts a JOIN states USING (account_id) JOIN account_status t USING (account_id) WHERE states.status IS DISTINCT FROM 'prospect'$$);
CREATE TEMP TABLE visits AS SELECT account_id, user_id, feature_id, event_name, day_of(occurred_at) AS day FROM product_events WHERE day_of(occurred_at) <= today();
CREATE INDEX ON visits (account_id);
ANALYZE visits;
SELECT same_rows('account_metrics: logins, stickiness and days to adoption', $$
  SELECT account_id, logins_28d, round(stickiness_28d, 6), days_to_adoption FROM account_metrics$$, $$
  SELECT a.account_id, CASE WHEN is_known('product_events') THEN v.logins END, round(v.user_days / 28.0 / nullif(v.users, 0), 6),
    (SELECT CASE WHEN first > a.signed_on THEN first - a.signed_on ELSE 0 END FROM (SELECT min(day) AS first, row_number() OVER (ORDER BY min(day)) AS n
      FROM visits u WHERE u.account_id = a.account_id GROUP BY user_id) u
      WHERE n = ceil((SELECT seats FROM account_status t WHERE t.account_id = a.account_id) / 2.0) AND a.signed_on IS NOT NULL)
  FROM accounts a JOIN states USING (account_id) CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE event_name = 'login' AND today() - day < 28) AS logins, count(DISTINCT user_id) FILTER (WHERE today() - day < 28) AS users,
      count(DISTINCT (user_id, day)) FILTER (WHERE today() - day < 28) AS user_days FROM visits u WHERE u.account_id = a.account_id) AS v
  WHERE status IS DISTINCT FROM 'prospect'$$);
SELECT same_rows('account_metrics: minutes of four weeks, as the roll-ups have them', $$
  SELECT account_id, minutes_28d FROM account_metrics WHERE minutes_28d <> 0$$, $$
  SELECT account_id, sum(minutes) FROM user_days JOIN states USING (account_id) WHERE day BETWEEN today() - 27 AND today() AND status IS DISTINCT FROM 'prospect'
  GROUP BY account_id HAVING sum(minutes) <> 0$$);
SELECT same_rows('account_metrics: features used in each of four weeks, of those entitled to', $$
  SELECT account_id, round(sticky_utilisation_28d, 6) FROM account_metrics WHERE sticky_utilisation_28d IS NOT NULL$$, $$
  SELECT account_id, round(avg((weeks = 4)::int), 6) FROM states JOIN (
    SELECT DISTINCT e.account_id, e.feature_id FROM entitlements e JOIN features USING (feature_id) WHERE e.valid @> today() AND coalesce(released_on <= today(), true)) AS e USING (account_id)
  CROSS JOIN LATERAL (SELECT count(DISTINCT (today() - day) / 7) AS weeks FROM visits v WHERE v.account_id = e.account_id AND v.feature_id = e.feature_id AND today() - day < 28) AS v
  WHERE status IS DISTINCT FROM 'prospect' AND is_known('product_events') GROUP BY account_id$$);
SELECT same_rows('account_metrics: support, contacts and feedback as their views have them', $$
  SELECT account_id, open_tickets, open_over_30_days, tickets_90d, tickets_per_1000_arr_90d, has_burst, incident_share_90d, first_contact_resolution_rate_90d,
    hours_to_first_reply_90d, calls_30d, call_minutes_30d, calls_per_1000_arr_30d, minutes_per_1000_arr_30d, last_contact_on, days_since_contact, touchpoints_90d,
    high_impact_touchpoints_90d, tasks_open, tasks_delayed, requests_open, blocking_requests, nps_12m, csat_12m, ces_12m, feedback_trend, is_trending_down FROM account_metrics$$, $$
  SELECT account_id, open_tickets, open_over_30_days, tickets_90d, tickets_per_1000_arr, has_burst, incident_share, first_contact_resolution_rate,
    median_hours_to_first_reply, calls_30d, call_minutes_30d, calls_per_1000_arr, minutes_per_1000_arr, last_contact_on, days_since_contact, touchpoints_90d,
    high_impact_touchpoints_90d, tasks_open, tasks_delayed, requests_open, blocking_requests, nps, csat, ces, trend, is_trending_down
  FROM account_support JOIN account_engagement USING (account_id) JOIN feedback USING (account_id)$$);
SELECT same_rows('account_metrics: payment, contacts and features tried as their views have them', $$
  SELECT account_id, overdue_amount, overdue_days, paid_late_share_12m, has_champion, champion_left, is_single_threaded, features_tried_90d FROM account_metrics$$, $$
  SELECT m.account_id, p.overdue_amount, p.overdue_days, p.paid_late_share_12m, c.has_champion, c.champion_left, c.is_single_threaded,
    coalesce((SELECT count(*) FILTER (WHERE uses_90d > 0) FROM account_features f WHERE f.account_id = m.account_id HAVING count(uses_90d) > 0),
      CASE WHEN NOT is_known('entitlements') AND is_known('product_events') THEN 0 END)
  FROM account_metrics m LEFT JOIN payment_health p USING (account_id) LEFT JOIN account_contacts c USING (account_id)$$);
SELECT same_rows('account_metrics: metered units of four weeks against those included', $$
  SELECT account_id, round(quota_utilisation_28d, 6) FROM account_metrics WHERE quota_utilisation_28d IS NOT NULL$$, $$
  SELECT account_id, round(used / 28.0 / (included / 30.0), 6)
  FROM states CROSS JOIN LATERAL (SELECT sum(units) AS used FROM metered_usage m WHERE m.account_id = states.account_id AND today() - measured_on BETWEEN 0 AND 27) AS m
  CROSS JOIN LATERAL (SELECT monthly_units AS included FROM contracts c WHERE c.account_id = states.account_id AND signed_on <= today()
    ORDER BY lower(term) <= today() DESC, lower(term) DESC LIMIT 1) AS c
  WHERE used IS NOT NULL AND included > 0 AND status IS DISTINCT FROM 'prospect'$$);

SELECT same_rows('account_engagement: contacts, tasks and requests', $$
  SELECT account_id, csm, tam, last_contact_on, days_since_contact, touchpoints_90d, minutes_90d, high_impact_touchpoints_90d, last_review_on, tasks_open, tasks_delayed,
    requests_open, blocking_requests FROM account_engagement$$, $$
  SELECT a.account_id, m.csm,
    (SELECT name FROM team_members WHERE member_id = coalesce((SELECT member_id FROM account_team t WHERE t.account_id = a.account_id AND role = 'tam'
      AND valid @> today() ORDER BY lower(valid) DESC LIMIT 1), a.tam_id)),
    p.last, today() - p.last, CASE WHEN is_known('csm_touchpoints') THEN p.n END, CASE WHEN is_known('csm_touchpoints') THEN p.minutes END,
    CASE WHEN is_known('csm_touchpoints') THEN p.high END, p.review, CASE WHEN is_known('csm_tasks') THEN k.n END, CASE WHEN is_known('csm_tasks') THEN k.late END,
    CASE WHEN is_known('product_requests') THEN r.n END, CASE WHEN is_known('product_requests') THEN r.blockers END
  FROM account_metrics m JOIN accounts a USING (account_id)
  CROSS JOIN LATERAL (
    SELECT max(day) AS last, max(day) FILTER (WHERE kind IN ('business_review', 'executive_review')) AS review, count(*) FILTER (WHERE today() - day < 90) AS n,
      coalesce(sum(minutes) FILTER (WHERE today() - day < 90), 0) AS minutes, count(*) FILTER (WHERE today() - day < 90 AND is_high_impact) AS high
    FROM (SELECT *, day_of(happened_at) AS day FROM csm_touchpoints) t WHERE t.account_id = a.account_id AND day <= today()) AS p
  CROSS JOIN LATERAL (SELECT count(*) AS n, count(*) FILTER (WHERE due_on < today()) AS late FROM csm_tasks t
    WHERE t.account_id = a.account_id AND created_on <= today() AND coalesce(done_on > today(), true)) AS k
  CROSS JOIN LATERAL (SELECT count(*) AS n, count(*) FILTER (WHERE importance = 'blocker') AS blockers FROM product_request_accounts q
    JOIN product_requests USING (request_id) WHERE q.account_id = a.account_id AND asked_on <= today() AND coalesce(shipped_on > today(), true)) AS r$$);

SELECT same_rows('at risk: asked to cancel, ran out, lost usage, few weeks, or red', $$
  SELECT account_id, is_at_risk, risk_reason IS NOT NULL, left(risk_reason, 5) FROM account_metrics$$, $$
  SELECT account_id, CASE WHEN is_charged THEN CASE WHEN reason IS NOT NULL THEN true WHEN coefficient IS NOT NULL OR adoption_score IS NOT NULL THEN false END END,
    is_charged IS TRUE AND reason IS NOT NULL, CASE WHEN is_charged THEN reason END
  FROM account_metrics CROSS JOIN LATERAL (SELECT CASE WHEN cancellation_requested_on IS NOT NULL THEN 'asked' WHEN contract_ends_on < today() THEN 'contr'
    WHEN usage_dropped OR usage_change_4w <= -0.5 THEN 'usage' WHEN coefficient <= 2 THEN 'activ' WHEN adoption_band = 'red' THEN 'adopt' END AS reason) AS r$$);
SELECT no_rows('who is at risk has no low risk of renewal, and who has one is at risk or leaves seats idle', $$
  SELECT account_id FROM account_metrics WHERE is_at_risk AND renewal_risk = 'low'
    OR renewal_risk = 'high' AND NOT is_at_risk OR renewal_risk = 'medium' AND NOT is_at_risk AND seats_used * 2 >= seats$$);
SELECT same_rows('at risk is one number: of customers, of the portfolio, and of requests', $$
  SELECT sum(at_risk), sum(at_risk_arr) FROM csm_portfolio$$, $$
  SELECT count(*) FILTER (WHERE is_at_risk), coalesce(sum(arr) FILTER (WHERE is_at_risk), 0) FROM customer_360 HAVING is_known('subscriptions')
  UNION ALL SELECT NULL, NULL WHERE NOT is_known('subscriptions')$$);
SELECT same_rows('customer_360: risk of the renewal, and quota', $$
  SELECT account_id, renewal_on, renewal_risk, activity_band, near_quota FROM customer_360$$, $$
  SELECT account_id, CASE WHEN contract_ends_on >= today() THEN contract_ends_on END,
    CASE WHEN NOT is_charged OR contract_ends_on IS NULL THEN NULL
      WHEN cancellation_requested_on IS NOT NULL OR contract_ends_on < today() THEN 'high'
      WHEN NOT is_known('product_events') THEN NULL
      WHEN usage_dropped OR usage_change_4w <= -0.5 OR coefficient <= 2 OR adoption_band = 'red' THEN CASE WHEN contract_ends_on <= today() + 90 THEN 'high' ELSE 'medium' END
      WHEN contract_ends_on <= today() + 90 AND seats_used * 2 < seats THEN 'medium' ELSE 'low' END,
    CASE WHEN coefficient <= 2 THEN 'at risk' WHEN coefficient >= 6 THEN 'power' WHEN coefficient IS NOT NULL THEN 'steady' END,
    CASE WHEN coalesce(seat_utilisation, quota_utilisation_28d) IS NOT NULL THEN greatest(seat_utilisation, quota_utilisation_28d) >= 0.9 END
  FROM account_metrics$$);
SELECT same_rows('customer_360: what it takes from account_metrics, rounded', $$
  SELECT account_id, key, value FROM customer_360 c CROSS JOIN LATERAL jsonb_each(to_jsonb(c)) WHERE key IN (
    SELECT attname FROM pg_attribute WHERE attrelid = 'account_metrics'::regclass AND attname NOT LIKE '%\_score' AND attname NOT LIKE '%\_band')$$, $$
  SELECT account_id, key, CASE WHEN jsonb_typeof(value) = 'number' AND key LIKE ANY ('{nps%}') THEN to_jsonb(round(value::numeric, 2))
    WHEN jsonb_typeof(value) = 'number' AND key LIKE ANY ('{%rate%,%utilisation%,%stickiness%,%breadth%,%per_1000%,%share%,csat%,ces%,usage_change%}') THEN to_jsonb(round(value::numeric, 4)) ELSE value END
  FROM account_metrics m CROSS JOIN LATERAL jsonb_each(to_jsonb(m)) WHERE key NOT LIKE '%\_score' AND key NOT LIKE '%\_band' AND key IN (
    SELECT attname FROM pg_attribute WHERE attrelid = 'customer_360'::regclass)$$);
SELECT no_rows('unknown is not 0: without events no activity, score, risk or reason is made of them', $$
  SELECT account_id FROM customer_360 WHERE NOT is_known('product_events') AND (attention_reason LIKE 'usage%' OR attention_reason LIKE '%weeks' OR renewal_risk IN ('low', 'medium')
    OR num_nonnulls(coefficient, activity_band, lifecycle, weekly_activity, usage_change_4w, usage_dropped, days_inactive, active_users_28d, active_user_rate_28d,
      licence_utilisation_28d, breadth_28d, adoption_score, adoption_band, adoption_reason, next_best) > 0)$$);

\if :is_whole
-- T7, T11, T42 and B14: what an account is by its lines and contracts.
SAVEPOINT s;
INSERT INTO warehouse.accounts (account_id, signed_on) VALUES (900001, today() - 400), (900002, NULL), (900003, today() - 400), (900004, NULL), (900005, NULL),
  (900006, today() - 10), (900007, today() - 400), (900008, today() - 400), (900009, today() - 400), (900010, today() - 400), (900011, NULL), (900012, today() + 5),
  (900013, today() - 400);
INSERT INTO warehouse.subscriptions (subscription_id, account_id, product, valid, mrr) VALUES
  (900001, 900001, 'platform', daterange(today() - 400, NULL), 0), (900002, 900002, 'platform', daterange(today() - 4, NULL), NULL),
  (900003, 900003, 'platform', daterange(today() - 400, today() - 30), 100), (900013, 900003, 'platform', daterange(today() - 30, NULL), 0),
  (900007, 900007, 'platform', daterange(today() - 400, today() - 100), 100), (900008, 900008, 'platform', daterange(today() - 400, today() - 100), 100),
  (900009, 900009, 'platform', daterange(today() - 400, today()), 100), (900010, 900010, 'platform', daterange(today() - 400, NULL), 100),
  (900020, 900010, 'discount', daterange(today() - 400, NULL), -100), (900023, 900013, 'discount', daterange(today() - 400, NULL), -100),
  (900033, 900013, 'platform', daterange(today() - 400, today() - 20), 100);
INSERT INTO warehouse.contracts (contract_id, account_id, signed_on, term, terminated_on) VALUES
  (900006, 900006, today() - 10, daterange(today() + 10, today() + 375), NULL), (900007, 900007, today() - 400, daterange(today() - 400, today() - 35), NULL),
  (900017, 900007, today() - 3, daterange(today() + 4, today() + 369), NULL), (900008, 900008, today() - 400, daterange(today() - 400, today() + 330), NULL);
SELECT same_rows('account_status: free, price not known, paid and then free, prospects, signed ahead, again and not, left today, netted to nothing', $$
  SELECT account_id, status, mrr FROM account_status WHERE account_id > 900000$$, $$
  VALUES (900001, 'free', 0.0), (900002, 'active', NULL), (900003, 'free', 0), (900004, 'prospect', 0), (900005, 'prospect', 0), (900006, 'signed', 0),
    (900007, 'signed', 0), (900008, 'churned', 0), (900009, 'churned', 0), (900010, 'free', 0), (900011, 'prospect', 0), (900012, 'prospect', 0), (900013, 'churned', 0)$$);
SELECT same_rows('customer_360: all but the prospects', $$SELECT account_id FROM customer_360 WHERE account_id > 900000$$, $$
  SELECT unnest(ARRAY[900001, 900002, 900003, 900006, 900007, 900008, 900009, 900010, 900013])$$);
SELECT same_rows('customer_360: a price that is not known is active all the same', $$
  SELECT status, mrr, arr, attention FROM customer_360 WHERE account_id = 900002$$, $$VALUES ('active', NULL::numeric, NULL::numeric, NULL::int)$$);
ROLLBACK TO s;
-- What is due at a price that nobody knows is not 0, and changes no rate.
SAVEPOINT s;
CREATE TEMP TABLE rates_before AS SELECT month, gross_renewal_rate, net_renewal_rate FROM renewals;
INSERT INTO warehouse.accounts (account_id, signed_on) VALUES (900001, today() - 400), (900002, today() - 400);
INSERT INTO warehouse.contracts (contract_id, account_id, signed_on, term, renews_id) VALUES
  (900001, 900001, today() - 400, daterange(today() - 400, today() - 35), NULL), (900011, 900001, today() - 40, daterange(today() - 35, today() + 330), 900001),
  (900002, 900002, today() - 400, daterange(today() - 400, today() - 35), NULL), (900012, 900002, today() - 40, daterange(today() - 35, today() + 330), 900002);
INSERT INTO warehouse.subscriptions (subscription_id, account_id, contract_id, product, valid, mrr) VALUES
  (900001, 900001, 900001, 'platform', daterange(today() - 400, today() - 35), 100), (900011, 900001, 900011, 'platform', daterange(today() - 35, NULL), NULL),
  (900002, 900002, 900002, 'platform', daterange(today() - 400, today() - 35), NULL), (900012, 900002, 900012, 'platform', daterange(today() - 35, NULL), 100);
SELECT same_rows('contracts_due: a price that is not known', $$
  SELECT contract_id, outcome, due_mrr, renewed_mrr FROM contracts_due WHERE contract_id > 900000 AND known_on = today()$$, $$
  VALUES (900001, 'renewed', 100.0, NULL), (900002, 'renewed', NULL, 100), (900011, 'open', NULL, NULL), (900012, 'open', 100, NULL)$$);
SELECT same_rows('renewals: rates are of the contracts whose prices are known', $$
  SELECT month, gross_renewal_rate, net_renewal_rate FROM renewals$$, 'SELECT * FROM rates_before');
SELECT same_rows('account_metrics: who never adopted has no days to it, and who did at once has 0', $$
  SELECT account_id, days_to_adoption FROM account_metrics WHERE account_id > 900000$$, $$VALUES (900001, NULL::int), (900002, NULL)$$);
ROLLBACK TO s;
-- Two rubrics and two playbooks valid at once break nothing: one of them counts.
SAVEPOINT s;
INSERT INTO warehouse.score_rubrics SELECT name, version || ' again', daterange(today() - 1, NULL), rubric FROM warehouse.score_rubrics WHERE valid @> today();
INSERT INTO warehouse.playbook_rules SELECT version || ' again', daterange(today() - 1, NULL), rules FROM warehouse.playbook_rules WHERE valid @> today();
SELECT no_rows('customer_360: two rubrics or playbooks of a day break nothing', $$
  SELECT count(*) FROM customer_360 HAVING count(*) <> (SELECT count(*) FROM account_metrics)
  UNION ALL SELECT count(DISTINCT version) FROM product_adoption HAVING count(DISTINCT version) <> 1$$);
ROLLBACK TO s;
-- Attributes of the company's own: numbers, switches and texts, known for some days or always; a rubric and a rule find them by name.
SAVEPOINT s;
INSERT INTO warehouse.account_attributes (account_id, name, value, valid)
SELECT account_id, x.name, x.value, x.valid FROM (SELECT min(account_id) AS account_id FROM account_metrics WHERE is_charged) AS one CROSS JOIN (VALUES ('sources', '12', daterange(today() - 9, NULL)),
  ('sources', '3', daterange(NULL, today() - 9)), ('data region', 'eu', NULL), ('beta', 'yes', NULL), ('ratio', '-0.5', NULL), ('mrr', '1', NULL)) AS x (name, value, valid);
SELECT same_rows('account_metrics: attributes are numbers, switches and texts', $$
  SELECT attributes -> 'sources', attributes -> 'data region', attributes -> 'beta', attributes -> 'ratio' FROM account_metrics WHERE account_id = (SELECT min(account_id) FROM account_metrics WHERE is_charged)$$, $$
  VALUES ('12'::jsonb, '"eu"'::jsonb, 'true'::jsonb, '-0.5'::jsonb)$$);
DELETE FROM warehouse.score_rubrics;
DELETE FROM warehouse.playbook_rules;
INSERT INTO warehouse.score_rubrics VALUES ('own', '1', daterange(NULL, NULL), '{"rubric": 1, "missing": "exclude", "metrics": [
  {"key": "sources", "weight": 40, "type": "linear", "from": 0, "to": 20, "points": [0, 5]}, {"key": "mrr", "weight": 60, "type": "linear", "from": 0, "to": 1, "points": [0, 0]}]}');
INSERT INTO warehouse.playbook_rules VALUES ('1', daterange(NULL, NULL), '[{"play": "many", "when": "$.sources > 10 && $.mrr > 1", "action": "ask", "reason": "{sources} in {data region}"}]');
SELECT same_rows('scores and next_actions find attributes by name, and columns before them', $$
  SELECT score, (SELECT reason FROM next_actions) FROM scores WHERE score > 0$$, $$VALUES (24.0, '12 in eu')$$);
SELECT same_rows('rubric_checks: what is asked for', $$
  SELECT DISTINCT key, is_known, customers > 1 FROM rubric_checks$$, $$
  VALUES ('sources', true, false), ('mrr', true, true), ('data region', true, false)$$);
-- What one customer has in another type stops no score.
INSERT INTO warehouse.account_attributes (account_id, name, value) SELECT max(account_id), 'sources', 'n/a' FROM account_metrics WHERE is_charged;
SELECT same_rows('scores: a value that cannot be read is missing for its customer, and no other', $$
  SELECT (SELECT score FROM scores WHERE score > 0), (SELECT count(*) FROM scores), (SELECT max(adoption_score) FROM customer_360)$$, $$
  SELECT 24.0, count(*), NULL::numeric FROM account_metrics WHERE is_charged$$);
SELECT same_rows('rubric_checks: who has a value that cannot be read', $$
  SELECT key, customers > 1, unreadable, example FROM rubric_checks WHERE document = 'own'$$, $$VALUES ('sources', true, 1, 'n/a'), ('mrr', true, 0, NULL)$$);
UPDATE warehouse.score_rubrics SET rubric = jsonb_set(rubric, '{metrics,0,key}', '"sauces"');
SELECT same_rows('rubric_checks: a key that nobody has, and the nearest that somebody has', $$
  SELECT key, is_known, nearest, customers FROM rubric_checks WHERE document = 'own' AND key <> 'mrr'$$, $$VALUES ('sauces', false, 'sources', 0)$$);
ROLLBACK TO s;
-- A licence that nobody uses is 0, seats of which nobody knows how many are NULL, and one of the two is enough for near_quota.
SAVEPOINT s;
INSERT INTO warehouse.accounts (account_id, signed_on) VALUES (900001, today() - 400), (900002, today() - 400), (900003, today() - 400);
INSERT INTO warehouse.subscriptions (subscription_id, account_id, product, valid, mrr, seats) VALUES
  (900001, 900001, 'platform', daterange(today() - 400, NULL), 1, 10), (900002, 900002, 'platform', daterange(today() - 400, NULL), 1, NULL),
  (900003, 900003, 'platform', daterange(today() - 400, NULL), 1, 0);
SELECT same_rows('customer_360: nobody with access is 0, no seats are NULL', $$
  SELECT account_id, seat_utilisation, licence_utilisation_28d, near_quota FROM customer_360 WHERE account_id > 900000$$, $$
  VALUES (900001, 0, 0, false), (900002, NULL::numeric, NULL::numeric, NULL::boolean), (900003, NULL, NULL, NULL)$$);
ROLLBACK TO s;
\if :is_last
-- Words of billing systems, which the demo has not: the views are built anew.
SAVEPOINT s;
ALTER TABLE warehouse.subscriptions ADD status text, ADD trial_ends_on date;
INSERT INTO warehouse.accounts (account_id, signed_on) VALUES (900001, NULL), (900002, today() - 90), (900003, NULL), (900004, today() - 90), (900005, today() - 400),
  (900006, today() - 400), (900007, today() - 400);
INSERT INTO warehouse.subscriptions (subscription_id, account_id, product, valid, mrr, status, trial_ends_on) VALUES
  (900001, 900001, 'platform', daterange(today() - 4, NULL), 100, 'trialing', NULL), (900002, 900002, 'platform', daterange(today() - 14, NULL), 100, 'active', today() + 1),
  (900003, 900003, 'platform', daterange(today() - 14, NULL), 100, 'Active', today()), (900004, 900004, 'platform', daterange(today() - 14, today() - 4), 100, 'trial', NULL),
  (900005, 900005, 'platform', daterange(today() - 400, NULL), 100, 'past_due', NULL), (900006, 900006, 'platform', daterange(today() - 400, today() - 40), 100, NULL, NULL),
  (900016, 900006, 'platform', daterange(today() - 40, NULL), 100, 'paused', NULL), (900007, 900007, 'platform', daterange(today() - 400, NULL), 100, 'canceled', NULL);
DROP SCHEMA customer_success CASCADE;
SELECT count(*) FROM customer360_create_views('warehouse', 'customer_success') \g /dev/null
CALL customer_success.refresh_activity();
SELECT same_rows('account_status: in a trial, until its last day and charged since, over, past due, paused', $$
  SELECT account_id, status, is_charged, mrr FROM account_status WHERE account_id BETWEEN 900001 AND 900006$$, $$
  VALUES (900001, 'trial', false, 0.0), (900002, 'trial', false, 0), (900003, 'active', true, 100), (900004, 'signed', false, 0), (900005, 'past_due', true, 100),
    (900006, 'paused', false, 0)$$);
SELECT same_rows('customer_360: who is in a trial is in it, who pays late has a score, and a pause is churn in the bridge', $$
  SELECT account_id, status, adoption_score IS NULL, last_movement::text FROM customer_360 WHERE account_id IN (900001, 900005, 900006)$$, $$
  VALUES (900001, 'trial', true, NULL), (900005, 'past_due', true, 'new'), (900006, 'paused', true, 'churn')$$);
SELECT same_rows('mrr_bridge: a trial is not MRR', $$
  SELECT ending_mrr, ending_customers FROM mrr_bridge WHERE month = date_trunc('month', today())$$, $$
  SELECT sum(total) + 200, count(*) FILTER (WHERE total > 0) + 2 FROM states$$);
ROLLBACK TO s;
\endif
\endif

-- Companies: parents and all that is below them; who is its own parent is a company of its own.
\if :is_whole
UPDATE warehouse.accounts SET parent_id = NULL WHERE account_id IN (1, 2, 3);
UPDATE warehouse.accounts SET parent_id = 1 WHERE account_id IN (2, 3);
UPDATE warehouse.accounts SET parent_id = 2 WHERE account_id = 4;
UPDATE warehouse.accounts SET parent_id = 6 WHERE account_id = 5;
UPDATE warehouse.accounts SET parent_id = 5 WHERE account_id = 6;
\endif
SELECT same_rows('company_360: accounts, customers, MRR and risks of each company', $$
  SELECT company_id, accounts, customers, mrr, is_at_risk, open_tickets FROM company_360$$, $$
  WITH RECURSIVE up AS (
    SELECT account_id, account_id AS top, parent_id, 0 AS steps FROM accounts
    UNION ALL SELECT up.account_id, a.account_id, a.parent_id, steps + 1 FROM up JOIN accounts AS a ON a.account_id = up.parent_id WHERE steps < 20),
  company AS (SELECT account_id, coalesce((array_agg(top) FILTER (WHERE parent_id IS NULL))[1], account_id) AS company_id FROM up GROUP BY account_id)
  SELECT company_id, (SELECT count(*) FROM company AS all_of WHERE all_of.company_id = company.company_id), count(*),
    CASE WHEN bool_and(s.mrr IS NOT NULL) THEN round(sum(s.mrr), 2) END, bool_or(c.is_at_risk), sum(c.open_tickets)
  FROM company JOIN customer_360 AS c USING (account_id) JOIN account_status AS s USING (account_id) GROUP BY company_id$$);
SELECT no_rows('book: the customers that somebody looks after, in one order', $$
  SELECT * FROM book FULL JOIN (SELECT account_id, row_number() OVER (ORDER BY attention NULLS LAST, arr DESC NULLS LAST, account_id) AS place FROM customer_360
    WHERE status IS DISTINCT FROM 'churned') AS plain USING (account_id, place) WHERE book.account IS NULL OR plain.account_id IS NULL$$);
SELECT same_rows('customer_360_at: a day has the rows that the setting gives', $$SELECT account_id, mrr, coefficient, status FROM customer_360_at(today())$$,
  $$SELECT account_id, mrr, coefficient, status FROM customer_360$$);
SELECT no_rows('metric_definitions: every column of every view, with a definition', $$
  SELECT relname, attname FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
  LEFT JOIN metric_definitions ON view_name = relname AND column_name = attname
  WHERE relnamespace = 'customer_success'::regnamespace AND relname IN (SELECT name FROM c360_view_pack()) AND coalesce(definition, '') = ''$$);
