-- The views of revenue against plain SQL (METRICS B3–B10); setup_views.sql tells how.
-- Without: subscriptions, contracts, invoices, cancellation_requests, gross_margins, contracts.renews_id, subscriptions.contract_id, invoices.due_on.
-- Without: invoices.paid_on, opportunities, currency_rates.

-- What is charged, and on which days: not in a trial, and nothing while paused.
CREATE TEMP TABLE paid AS
SELECT account_id, contract_id, product, seats, mrr, daterange(greatest(lower(valid), trial_ends_on), upper(valid)) AS days
FROM subscriptions WHERE lower(valid) <= today() AND (trial_ends_on >= upper(valid)) IS NOT TRUE;
-- For every account and month, its MRR before and at the end of it, and a year before that; never below zero.
CREATE TEMP TABLE ends AS
SELECT a.account_id, coalesce(a.segment, 'not known') AS segment, m.month, m.ends_on,
  greatest(coalesce(sum(p.mrr) FILTER (WHERE p.days @> m.month - 1), 0), 0) AS prev,
  greatest(coalesce(sum(p.mrr) FILTER (WHERE p.days @> m.ends_on), 0), 0) AS cur,
  greatest(coalesce(sum(p.mrr) FILTER (WHERE p.days @> m.year_before), 0), 0) AS year_before,
  coalesce(bool_or(lower(p.days) < m.month), false) AS paid_before,
  coalesce(bool_or(p.days && daterange(m.month, m.ends_on + 1)), false) AS paid_within
FROM accounts a
CROSS JOIN (
  SELECT m::date AS month, least((m + interval '1 month')::date - 1, today()) AS ends_on, (m - interval '11 months')::date - 1 AS year_before
  FROM generate_series((SELECT date_trunc('month', min(lower(days))::timestamp) FROM paid), today()::timestamp, '1 month') AS m) AS m
LEFT JOIN paid p ON p.account_id = a.account_id AND p.mrr > 0 OR p.account_id = a.account_id AND p.mrr < 0
GROUP BY a.account_id, m.month, m.ends_on, m.year_before, coalesce(a.segment, 'not known');
CREATE INDEX ON ends (account_id);
ANALYZE ends;
CREATE FUNCTION pg_temp.is_over(month date) RETURNS boolean IMMUTABLE RETURN (month + interval '1 month')::date - 1 <= today();

SELECT same_rows('mrr_bridge: the movements between month ends', $$
  SELECT month, is_finished, starting_mrr, new_mrr, expansion_mrr, contraction_mrr, churned_mrr, reactivation_mrr, ending_mrr, retained_mrr,
    starting_customers, new_customers, reactivated_customers, churned_customers, expanded_customers, contracted_customers,
    transient_customers, ending_customers, net_new_customers FROM mrr_bridge$$, $$
  SELECT month, pg_temp.is_over(month), sum(prev), sum(CASE WHEN prev = 0 AND NOT paid_before THEN cur ELSE 0 END),
    sum(CASE WHEN prev > 0 AND cur > prev THEN cur - prev ELSE 0 END), sum(CASE WHEN cur > 0 AND cur < prev THEN cur - prev ELSE 0 END),
    sum(CASE WHEN cur = 0 THEN -prev ELSE 0 END), sum(CASE WHEN prev = 0 AND paid_before THEN cur ELSE 0 END),
    sum(cur), sum(least(prev, cur)), count(*) FILTER (WHERE prev > 0),
    count(*) FILTER (WHERE prev = 0 AND cur > 0 AND NOT paid_before), count(*) FILTER (WHERE prev = 0 AND cur > 0 AND paid_before),
    count(*) FILTER (WHERE prev > 0 AND cur = 0), count(*) FILTER (WHERE prev > 0 AND cur > prev),
    count(*) FILTER (WHERE cur > 0 AND cur < prev), count(*) FILTER (WHERE prev = 0 AND cur = 0 AND paid_within),
    count(*) FILTER (WHERE cur > 0), count(*) FILTER (WHERE prev = 0 AND cur > 0) - count(*) FILTER (WHERE prev > 0 AND cur = 0)
  FROM ends GROUP BY month$$);
SELECT same_rows('mrr_bridge: rates divide by the start, averages by the customers', $$
  SELECT month, net_new_mrr, arr, arpa, arpa_of_new, customer_churn_rate, net_customer_churn_rate, mrr_churn_rate, gross_mrr_churn_rate,
    net_mrr_churn_rate, net_mrr_churn_rate_with_reactivation, net_mrr_churn_rate_with_new, net_retention, gross_retention, logo_retention,
    expansion_rate, expansion_growth, reactivation_rate, quick_ratio FROM mrr_bridge$$, $$
  SELECT month, won + came_back + more - less - gone, sum_cur * 12, round(sum_cur / nullif(n_cur, 0), 2), round(won / nullif(n_won, 0), 2),
    round(n_gone / n_prev, 4), round((n_gone - n_back) / n_prev, 4), round(gone / sum_prev, 4), round((gone + less) / sum_prev, 4),
    round((gone + less - more) / sum_prev, 4), round((gone + less - more - came_back) / sum_prev, 4),
    round((gone + less - more - won) / sum_prev, 4), round(kept / sum_prev, 4), round(capped / sum_prev, 4),
    round((n_prev - n_gone) / n_prev, 4), round(more / sum_prev, 4),
    round((more - lag(more) OVER (ORDER BY month)) / nullif(lag(more) OVER (ORDER BY month), 0), 4), round(came_back / sum_prev, 4),
    round((won + more + came_back) / nullif(gone + less, 0), 4)
  FROM (
    SELECT month, nullif(sum(prev), 0) AS sum_prev, sum(cur) AS sum_cur, nullif(count(*) FILTER (WHERE prev > 0), 0)::numeric AS n_prev,
      count(*) FILTER (WHERE cur > 0) AS n_cur, sum(cur) FILTER (WHERE prev > 0) AS kept, sum(least(prev, cur)) AS capped,
      coalesce(sum(cur) FILTER (WHERE prev = 0 AND NOT paid_before), 0) AS won, count(*) FILTER (WHERE cur > 0 AND prev = 0 AND NOT paid_before) AS n_won,
      coalesce(sum(cur) FILTER (WHERE prev = 0 AND paid_before), 0) AS came_back, count(*) FILTER (WHERE cur > 0 AND prev = 0 AND paid_before) AS n_back,
      coalesce(sum(cur - prev) FILTER (WHERE prev > 0 AND cur > prev), 0) AS more,
      coalesce(sum(prev - cur) FILTER (WHERE cur > 0 AND cur < prev), 0) AS less,
      coalesce(sum(prev) FILTER (WHERE cur = 0), 0) AS gone, count(*) FILTER (WHERE prev > 0 AND cur = 0) AS n_gone
    FROM ends GROUP BY month) AS monthly$$);
SELECT no_rows('mrr_bridge: every month once, each starts where the last one ended, and the movements add up', $$
  SELECT month FROM (
    SELECT *, lag(month) OVER w AS previous, lag(ending_mrr, 1, 0) OVER w AS before, lead(month) OVER w AS next
    FROM mrr_bridge WINDOW w AS (ORDER BY month)) AS b
  WHERE starting_mrr <> before OR starting_mrr + new_mrr + expansion_mrr + contraction_mrr + churned_mrr + reactivation_mrr <> ending_mrr
    OR month <> (previous + interval '1 month')::date OR (next IS NULL) <> (month = date_trunc('month', today()))$$);
SELECT no_rows('mrr_bridge and customer_360 agree on ARR and customers', $$
  SELECT b.arr, c.arr FROM (SELECT arr, ending_customers FROM mrr_bridge ORDER BY month DESC LIMIT 1) b,
    (SELECT sum(arr) AS arr, count(*) FILTER (WHERE mrr > 0) AS customers FROM customer_360) c
  WHERE b.arr IS DISTINCT FROM c.arr OR b.ending_customers IS DISTINCT FROM c.customers$$);

SELECT no_rows('mrr_bridge_reported: as many months as mrr_bridge, and an effect wherever rates are known', $$
  SELECT month FROM mrr_bridge FULL JOIN mrr_bridge_reported r USING (month)
  WHERE mrr_bridge.ending_mrr IS DISTINCT FROM r.ending_mrr OR (currency_effect IS NOT NULL) <> is_known('currency_rates')$$);
SELECT same_rows('mrr_waterfall: the bridge, row by row', $$
  SELECT month, is_finished, step, movement, amount, customers, balance FROM mrr_waterfall$$, $$
  SELECT month, is_finished, step, movement, amount, customers, balance FROM mrr_bridge CROSS JOIN LATERAL (VALUES
    (1, 'starting', starting_mrr, starting_customers, starting_mrr), (2, 'new', new_mrr, new_customers, starting_mrr + new_mrr),
    (3, 'expansion', expansion_mrr, expanded_customers, starting_mrr + new_mrr + expansion_mrr),
    (4, 'contraction', contraction_mrr, contracted_customers, starting_mrr + new_mrr + expansion_mrr + contraction_mrr),
    (5, 'churn', churned_mrr, churned_customers, ending_mrr - reactivation_mrr), (6, 'reactivation', reactivation_mrr, reactivated_customers, ending_mrr),
    (7, 'ending', ending_mrr, ending_customers, ending_mrr)) AS s (step, movement, amount, customers, balance)$$);

-- Why a customer's MRR moved, product by product.
CREATE FUNCTION pg_temp.tier_before(customer bigint, day date, known date) RETURNS text STABLE LANGUAGE sql AS $$
  SELECT tier FROM contracts WHERE account_id = customer AND signed_on <= known AND lower(term) <= day AND tier IS NOT NULL
  ORDER BY lower(term) DESC, contract_id DESC LIMIT 1 $$;
CREATE FUNCTION pg_temp.sources() RETURNS TABLE (month date, movement text, source text, change text, account_id bigint, amount numeric) STABLE LANGUAGE sql AS $$
  WITH moved AS (
      SELECT account_id, month, ends_on, CASE WHEN cur > prev THEN 'expansion' ELSE 'contraction' END AS movement,
        pg_temp.tier_before(account_id, ends_on, ends_on) <> pg_temp.tier_before(account_id, month - 1, ends_on) AS has_new_tier
      FROM ends WHERE prev > 0 AND cur > 0 AND prev <> cur),
    product AS (
      SELECT m.account_id, m.month, m.movement, m.has_new_tier, CASE p.product WHEN 'seats' THEN 'platform' ELSE p.product END AS product, mrr < 0 AS is_discount,
        coalesce(sum(mrr) FILTER (WHERE days @> m.month - 1), 0) AS before, coalesce(sum(mrr) FILTER (WHERE days @> m.ends_on), 0) AS after,
        sum(seats) FILTER (WHERE days @> m.month - 1) AS n_before, sum(seats) FILTER (WHERE days @> m.ends_on) AS n_after,
        count(*) FILTER (WHERE (mrr > 0) IS NOT FALSE AND days @> m.month - 1) > 0 AS had, count(*) FILTER (WHERE (mrr > 0) IS NOT FALSE AND days @> m.ends_on) > 0 AS has
      FROM moved m JOIN paid p USING (account_id) GROUP BY 1, 2, 3, 4, 5, 6),
    units AS (
      SELECT *, CASE WHEN is_discount OR had <> has THEN 0 WHEN n_before > 0 AND n_after IS NOT NULL THEN round(before / n_before * (n_after - n_before), 2) ELSE 0 END AS units
      FROM product WHERE before <> after),
    part AS (
      SELECT account_id, month, movement, has_new_tier, 'units' AS kind, CASE WHEN abs(after - before - units) < 0.01 THEN after - before ELSE units END AS amount FROM units WHERE units <> 0
      UNION ALL SELECT account_id, month, movement, has_new_tier, CASE WHEN is_discount THEN 'discount' WHEN had <> has THEN 'product' WHEN has_new_tier THEN 'tier' ELSE 'price' END,
        after - before - units FROM units WHERE abs(after - before - units) >= 0.01 OR units = 0)
  SELECT month, movement, CASE kind WHEN 'units' THEN 'upsell' WHEN 'tier' THEN 'upsell' WHEN 'product' THEN 'cross_sell' ELSE kind END,
    CASE kind || CASE WHEN amount > 0 THEN '+' ELSE '-' END WHEN 'units+' THEN 'more units' WHEN 'units-' THEN 'fewer units' WHEN 'tier+' THEN 'higher tier'
      WHEN 'tier-' THEN 'lower tier' WHEN 'product+' THEN 'another product' WHEN 'product-' THEN 'product dropped' WHEN 'price+' THEN 'price rise'
      WHEN 'price-' THEN 'price cut' WHEN 'discount+' THEN 'discount ended' ELSE 'discount granted' END, account_id, amount
  FROM part WHERE amount <> 0 $$;
SELECT same_rows('expansion_sources: product by product, at month ends', $$
  SELECT month, is_finished, movement, source, change, customers, round(amount, 6) FROM expansion_sources$$, $$
  SELECT month, pg_temp.is_over(month), movement, source, change, count(DISTINCT account_id), round(sum(amount), 6) FROM pg_temp.sources() GROUP BY 1, 2, 3, 4, 5$$);
SELECT no_rows('expansion_sources: the sources of a movement are the movement of mrr_bridge, and their shares 1', $$
  SELECT b.month, s.movement FROM mrr_bridge b CROSS JOIN LATERAL (VALUES ('expansion', expansion_mrr), ('contraction', contraction_mrr)) AS s (movement, amount)
  LEFT JOIN expansion_sources x ON x.month = b.month AND x.movement = s.movement
  GROUP BY b.month, s.movement, s.amount HAVING round(s.amount, 6) <> round(coalesce(sum(x.amount), 0), 6) OR abs(sum(share_of_movement) - 1) > 0.001$$);

CREATE TEMP TABLE grouped AS
SELECT 'all' AS grouped_by, 'all' AS group_name, account_id FROM accounts UNION ALL
SELECT 'segment', coalesce(segment, 'not known'), account_id FROM accounts UNION ALL
SELECT 'cohort', to_char(min(lower(days)), 'YYYY'), account_id FROM paid WHERE mrr > 0 GROUP BY account_id;
CREATE TEMP TABLE pairs AS SELECT * FROM ends WHERE pg_temp.is_over(month);
SELECT same_rows('revenue_retention: each customer against itself a year before, all, by segment and by cohort', $$
  SELECT month, grouped_by, group_name, customers_before, mrr_before, mrr_now, net_revenue_retention, gross_revenue_retention, logo_retention,
    starting_customers, churned_customers, customer_churn_rate, gross_mrr_churn_rate, net_mrr_churn_rate FROM revenue_retention$$, $$
  SELECT month, grouped_by, group_name, count(*) FILTER (WHERE year_before > 0), sum(year_before), coalesce(sum(cur) FILTER (WHERE year_before > 0), 0),
    round(sum(cur) FILTER (WHERE year_before > 0) / nullif(sum(year_before), 0), 4), round(sum(least(cur, year_before)) / nullif(sum(year_before), 0), 4),
    round(count(*) FILTER (WHERE year_before > 0 AND cur > 0) * 1.0 / nullif(count(*) FILTER (WHERE year_before > 0), 0), 4),
    count(*) FILTER (WHERE prev > 0), count(*) FILTER (WHERE prev > 0 AND cur = 0),
    round(count(*) FILTER (WHERE prev > 0 AND cur = 0) * 1.0 / nullif(count(*) FILTER (WHERE prev > 0), 0), 4),
    round(sum(prev - least(prev, cur)) / nullif(sum(prev), 0), 4), round(sum(prev - cur) FILTER (WHERE prev > 0) / nullif(sum(prev), 0), 4)
  FROM pairs JOIN grouped USING (account_id) GROUP BY month, grouped_by, group_name
  HAVING month >= (SELECT date_trunc('month', min(lower(p.days))::timestamp) FROM paid p JOIN grouped g USING (account_id)
    WHERE p.mrr > 0 AND g.grouped_by = grouped.grouped_by AND g.group_name = grouped.group_name)$$);
SELECT no_rows('revenue_retention: the parts add up to the whole, and GRR is at most 1 and NRR', $$
  SELECT month, grouped_by FROM revenue_retention GROUP BY month, grouped_by
  HAVING (sum(mrr_before), sum(mrr_now), sum(customers_before)) IS DISTINCT FROM (SELECT (mrr_before, mrr_now, customers_before::numeric)
    FROM revenue_retention a WHERE a.month = revenue_retention.month AND a.grouped_by = 'all')
  UNION ALL SELECT month, group_name FROM revenue_retention
  WHERE gross_revenue_retention > least(1, net_revenue_retention) OR logo_retention > 1 OR (net_revenue_retention IS NULL) <> (customers_before = 0)$$);

SELECT same_rows('revenue_cohorts: each customer against itself at the end of its first month', $$
  SELECT cohort, age_months, month, cohort_customers, cohort_mrr, customers, mrr, customers_kept, logo_retention, gross_revenue_retention,
    net_revenue_retention FROM revenue_cohorts$$, $$
  WITH joined AS (SELECT account_id, date_trunc('month', min(lower(days))::timestamp)::date AS cohort FROM paid WHERE mrr > 0 GROUP BY account_id)
  SELECT cohort, (SELECT count(*) FROM generate_series(cohort::timestamp, p.month::timestamp, '1 month'))::int - 1, p.month, count(*) FILTER (WHERE f.cur > 0), sum(f.cur),
    count(*) FILTER (WHERE p.cur > 0), sum(p.cur), count(*) FILTER (WHERE f.cur > 0 AND p.cur > 0),
    round(count(*) FILTER (WHERE f.cur > 0 AND p.cur > 0) * 1.0 / nullif(count(*) FILTER (WHERE f.cur > 0), 0), 4),
    round(sum(least(p.cur, f.cur)) / nullif(sum(f.cur), 0), 4), round(sum(p.cur) FILTER (WHERE f.cur > 0) / nullif(sum(f.cur), 0), 4)
  FROM joined JOIN pairs f USING (account_id) JOIN pairs p USING (account_id) WHERE f.month = cohort AND p.month >= cohort GROUP BY cohort, p.month$$);
SELECT no_rows('revenue_cohorts: all cohorts together are mrr_bridge, and retention begins with 1', $$
  SELECT month FROM mrr_bridge LEFT JOIN revenue_cohorts USING (month) WHERE is_finished GROUP BY month, ending_mrr, ending_customers, new_customers
  HAVING ending_mrr <> coalesce(sum(mrr), 0) OR ending_customers <> coalesce(sum(customers), 0) OR new_customers <> coalesce(sum(cohort_customers) FILTER (WHERE age_months = 0), 0)
  UNION ALL SELECT month FROM revenue_cohorts WHERE age_months = 0 AND cohort_customers > 0 AND (logo_retention, gross_revenue_retention, net_revenue_retention) <> (1, 1, 1)
    OR gross_revenue_retention > least(1, net_revenue_retention) OR (logo_retention IS NULL) <> (cohort_customers = 0)$$);

SELECT same_rows('unit_economics: twelve months in plain SQL', $$
  SELECT month, grouped_by, segment, customers, arpa, gross_margin, customer_churn_rate, mrr_churn_rate, ltv, ltv_of_new, new_customers, arpa_of_new,
    acquisition_spend, cac, ltv_to_cac, ltv_of_new_to_cac, payback_months FROM unit_economics$$, $$
  WITH monthly AS (
      SELECT g.grouped_by, g.group_name AS segment, month, ends_on, sum(cur) AS mrr, count(*) FILTER (WHERE cur > 0) AS customers,
        sum(prev) AS starting_mrr, sum(prev) FILTER (WHERE cur = 0) AS churned_mrr, count(*) FILTER (WHERE prev > 0) AS starting,
        count(*) FILTER (WHERE prev > 0 AND cur = 0) AS churned, count(*) FILTER (WHERE prev = 0 AND cur > 0 AND NOT paid_before) AS new,
        coalesce(sum(cur) FILTER (WHERE prev = 0 AND NOT paid_before), 0) AS new_mrr,
        (SELECT sum(amount) FROM acquisition_costs c WHERE c.month = ends.month AND (c.segment = g.group_name OR g.grouped_by = 'all')) AS spend
      FROM ends JOIN grouped g USING (account_id) WHERE g.grouped_by <> 'cohort' GROUP BY g.grouped_by, g.group_name, month, ends_on),
    with_margin AS (
      SELECT m.*, (SELECT sum(o.mrr * x.margin) / nullif(sum(o.mrr), 0) FROM gross_margins x JOIN monthly o USING (month, segment)
                   WHERE o.month = m.month AND o.grouped_by = 'segment' AND (o.segment = m.segment OR m.grouped_by = 'all')) AS margin
      FROM monthly m),
    yearly AS (
      SELECT m.grouped_by, m.segment, m.month, m.customers, m.mrr / nullif(m.customers, 0) AS arpa, m.margin,
        sum(t.churned) / nullif(sum(t.starting), 0) AS churn, coalesce(sum(t.churned_mrr), 0) / nullif(sum(t.starting_mrr), 0) AS mrr_churn, sum(t.new) AS new,
        sum(t.new_mrr) / nullif(sum(t.new), 0) AS arpa_of_new, CASE WHEN count(t.spend) = 12 THEN sum(t.spend) END AS spend
      FROM with_margin m JOIN monthly t ON (t.grouped_by, t.segment) = (m.grouped_by, m.segment) AND t.month BETWEEN m.month - interval '11 months' AND m.month
      WHERE pg_temp.is_over(m.month) AND t.month >= (
        SELECT min(month) FROM monthly f WHERE f.mrr > 0 AND (f.grouped_by, f.segment) = (m.grouped_by, m.segment))
      GROUP BY m.grouped_by, m.segment, m.month, m.customers, m.mrr, m.margin)
  SELECT month, grouped_by, segment, customers, round(arpa, 2), round(margin, 4), round(churn, 4), round(mrr_churn, 4),
    round(arpa * margin / nullif(churn, 0), 2), round(arpa_of_new * margin / nullif(mrr_churn, 0), 2), new, round(arpa_of_new, 2), spend,
    round(spend / nullif(new, 0), 2), round(arpa * margin / nullif(churn, 0) / nullif(spend / nullif(new, 0), 0), 2),
    round(arpa_of_new * margin / nullif(mrr_churn, 0) / nullif(spend / nullif(new, 0), 0), 2),
    round(spend / nullif(new, 0) / nullif(arpa_of_new * margin, 0), 1)
  FROM yearly$$);

-- How long each customer has paid: the days on which its total changes, and the total from then on.
CREATE TEMP TABLE lives AS
WITH total AS (
  SELECT account_id, d.day, (SELECT sum(p.mrr) FROM paid p WHERE p.account_id = l.account_id AND p.days @> d.day) AS mrr
  FROM paid l CROSS JOIN LATERAL (VALUES (lower(days)), (upper(days)), (today())) AS d (day) WHERE d.day <= today() GROUP BY account_id, d.day)
SELECT account_id, coalesce(segment, 'not known') AS segment, first_day, coalesce(ended_on IS NOT NULL, false) AS has_left,
  (to_char(coalesce(ended_on, today()), 'YYYY')::int * 12 + to_char(coalesce(ended_on, today()), 'MM')::int - to_char(first_day, 'YYYY')::int * 12 - to_char(first_day, 'MM')::int
    - (to_char(coalesce(ended_on, today()), 'DD') < to_char(first_day, 'DD'))::int)::bigint AS months
FROM (
  SELECT t.account_id, min(day) FILTER (WHERE mrr > 0) AS first_day, (
    SELECT min(day) FROM total e WHERE e.account_id = t.account_id AND day > (SELECT max(day) FROM total l WHERE l.account_id = t.account_id AND l.mrr > 0)) AS ended_on
  FROM total t GROUP BY t.account_id) AS life JOIN accounts USING (account_id) WHERE first_day IS NOT NULL;
SELECT same_rows('customer_lifetime_value: what was invoiced, and what is to come at the age and by the segment', $$
  SELECT account_id, account, csm, arr, segment, age_months, is_paying, clv_to_date, gross_margin, expected_margin_60m, expected_months FROM customer_lifetime_value$$, $$
  SELECT c.account_id, c.account, m.name, c.arr, coalesce(a.segment, 'not known'), l.months, NOT l.has_left,
    CASE WHEN is_known('invoices') THEN coalesce((SELECT sum(amount) FROM invoices i WHERE i.account_id = c.account_id AND invoiced_on <= today()), 0) END, g.margin,
    CASE WHEN NOT l.has_left THEN round((e.value).value, 2) END, CASE WHEN NOT l.has_left THEN (e.value).months END
  FROM csm_accounts c JOIN accounts a USING (account_id) LEFT JOIN team_members m ON m.member_id = c.member_id LEFT JOIN lives l USING (account_id)
  LEFT JOIN LATERAL (SELECT margin FROM gross_margins g WHERE g.segment = a.segment AND month <= today() ORDER BY month DESC LIMIT 1) AS g ON true
  LEFT JOIN LATERAL (
    SELECT expected_lifetime_value((SELECT survival(o.months, o.has_left) FROM lives o WHERE o.segment = l.segment), ends.cur, g.margin, 0.1, l.months, 60) AS value
    FROM ends WHERE ends.account_id = c.account_id AND ends.ends_on = today()) AS e ON true$$);

-- What became of every contract with an agreed end, one by one, as known today and a year ago.
CREATE TEMP TABLE known AS SELECT today() AS known_on UNION ALL SELECT (today() - interval '1 year')::date;
CREATE FUNCTION pg_temp.successor(ending contracts, known date) RETURNS contracts STABLE LANGUAGE sql AS $$
  SELECT n FROM contracts n
  WHERE n.signed_on <= known AND n.account_id = (ending).account_id AND (
    n.renews_id = (ending).contract_id
    OR n.renews_id IS NULL AND ((ending).terminated_on <= known AND (ending).terminated_on < upper((ending).term)) IS NOT TRUE AND lower(n.term) > lower((ending).term) AND lower(n.term) - upper((ending).term) BETWEEN 0 AND 90
      -- It renews the contract that ended last.
      AND NOT EXISTS (SELECT FROM contracts o WHERE o.account_id = n.account_id AND o.signed_on <= known AND upper(o.term) <= lower(n.term)
        AND (o.terminated_on <= known AND o.terminated_on < upper(o.term)) IS NOT TRUE
        AND (upper(o.term), lower(o.term), -o.contract_id) > (upper((ending).term), lower((ending).term), -(ending).contract_id)))
  ORDER BY n.renews_id IS NULL, n.signed_on, n.contract_id LIMIT 1 $$;
CREATE TEMP TABLE due AS
SELECT known_on, c.contract_id, c.account_id, lower(c.term) AS starts_on, upper(c.term) AS ends_on, c.auto_renew,
  CASE WHEN c.terminated_on < upper(c.term) AND c.terminated_on <= known_on THEN c.terminated_on END AS stopped_on, (n).contract_id AS next_id, (n).signed_on AS next_signed_on,
  greatest((SELECT sum(mrr) FROM paid p WHERE p.account_id = c.account_id AND coalesce(p.contract_id, c.contract_id) = c.contract_id
    AND p.days @> least(upper(c.term) - 1, known_on)), 0) AS due_mrr,
  greatest((SELECT sum(mrr) FROM paid p WHERE p.account_id = c.account_id AND coalesce(p.contract_id, c.contract_id) IN (c.contract_id, (n).contract_id)
    AND p.days @> least(greatest(upper(c.term), (n).signed_on, lower((n).term)), known_on)), 0) AS new_mrr,
  EXISTS (SELECT FROM paid p WHERE p.account_id = c.account_id AND coalesce(p.contract_id, c.contract_id) = c.contract_id
    AND p.mrr > 0 AND p.days @> upper(c.term)) AS goes_on,
  EXISTS (SELECT FROM paid p WHERE p.account_id = c.account_id AND coalesce(p.contract_id, c.contract_id) = c.contract_id
    AND p.mrr > 0 AND p.days @> known_on) AS is_charged
FROM known CROSS JOIN contracts c CROSS JOIN LATERAL (SELECT pg_temp.successor(c, known_on) AS n OFFSET 0) AS following
WHERE c.signed_on <= known_on AND NOT upper_inf(c.term);
CREATE TEMP TABLE outcomes AS
SELECT *, CASE WHEN stopped_on IS NOT NULL THEN CASE WHEN next_id IS NULL THEN 'ended_early' ELSE 'replaced' END
  WHEN next_id IS NOT NULL THEN 'renewed' WHEN auto_renew AND ends_on <= known_on AND goes_on THEN 'by itself'
  WHEN ends_on <= known_on AND NOT is_charged THEN 'lost' ELSE 'open' END AS outcome FROM due;
SELECT same_rows('contracts_due: what became of each, as known today and a year ago', $$
  SELECT known_on, contract_id, account_id, starts_on, ends_on, auto_renew, due_mrr, outcome, terminated_on, renewed_itself, renewed_on, renewed_mrr FROM contracts_due$$, $$
  SELECT known_on, contract_id, account_id, starts_on, ends_on, auto_renew, CASE WHEN lined THEN due_mrr END,
    CASE WHEN next_id IS NOT NULL OR stopped_on IS NOT NULL OR lined THEN replace(outcome, 'by itself', 'renewed') END, stopped_on, CASE WHEN lined THEN outcome = 'by itself' END, next_signed_on,
    CASE WHEN lined AND outcome IN ('renewed', 'by itself', 'replaced') THEN new_mrr END FROM outcomes CROSS JOIN (SELECT is_known('subscriptions') AS lined) AS k$$);

-- Records that reach back far enough to have a class at every distance; a seventh of the customers stays without.
INSERT INTO customer_success.score_history (account_id, rubric, day, band)
SELECT account_id, 'product_adoption', today() - 7 * week, (ARRAY['red', 'yellow', 'green'])[1 + account_id % 3] FROM accounts CROSS JOIN generate_series(0, 200) AS week
WHERE account_id % 7 <> 0 AND :'without' = '' ON CONFLICT DO NOTHING;
-- What was to be expected: how many contracts of the same class, as far from their end, were renewed.
CREATE FUNCTION pg_temp.class_on(customer bigint, day date) RETURNS text STABLE LANGUAGE sql AS $$
  SELECT coalesce((SELECT band FROM score_history h WHERE h.account_id = customer AND h.rubric = 'product_adoption' AND h.day BETWEEN class_on.day - 30 AND class_on.day ORDER BY h.day DESC LIMIT 1), 'unscored') $$;
CREATE TEMP TABLE past AS
SELECT known_on, block, contract_id, pg_temp.class_on(account_id, ends_on - 45 - 90 * block) AS class, outcome IN ('renewed', 'by itself', 'replaced') AS is_renewed
FROM outcomes CROSS JOIN generate_series(0, 3) AS block
WHERE known_on - ends_on >= 90 AND starts_on <= ends_on - 45 - 90 * block AND coalesce(next_signed_on, 'infinity') > ends_on - 45 - 90 * block
  AND coalesce(stopped_on, 'infinity') > ends_on - 45 - 90 * block AND (is_known('subscriptions') OR next_id IS NOT NULL OR stopped_on IS NOT NULL);
CREATE TEMP TABLE expected AS
SELECT f.*, CASE WHEN is_open THEN CASE WHEN of_class.n >= 10 THEN of_class.n ELSE of_all.n END END AS n,
  CASE WHEN is_open THEN CASE WHEN of_class.n >= 10 THEN of_class.kept ELSE of_all.kept END END AS kept, CASE WHEN is_open THEN of_class.n >= 10 END AS is_of_class
FROM (
  SELECT *, least(floor((ends_on - known_on) / 90.0), 3)::int AS block, pg_temp.class_on(account_id, known_on) AS class, next_id IS NULL AS is_open,
    CASE WHEN is_known('subscriptions') THEN due_mrr END AS mrr
  FROM outcomes WHERE stopped_on IS NULL AND ends_on > known_on AND ends_on <= known_on + interval '1 year') AS f
CROSS JOIN LATERAL (SELECT count(*) AS n, count(*) FILTER (WHERE is_renewed) AS kept FROM past p WHERE (p.known_on, p.block, p.class) = (f.known_on, f.block, f.class)) AS of_class
CROSS JOIN LATERAL (SELECT count(*) AS n, count(*) FILTER (WHERE is_renewed) AS kept FROM past p WHERE (p.known_on, p.block) = (f.known_on, f.block)) AS of_all;
SELECT same_rows('renewal_expectations: the share of the same class at the same distance, today and a year ago', $$
  SELECT known_on, contract_id, account_id, ends_on, auto_renew, quarters_ahead, outcome, due_mrr, risk_class, past_contracts, past_renewed, is_of_class,
    round(renewal_rate, 9), round(expected_mrr, 6) FROM renewal_expectations$$, $$
  SELECT known_on, contract_id, account_id, ends_on, auto_renew, block, CASE WHEN NOT is_open THEN 'renewed' WHEN is_known('subscriptions') THEN 'open' END, mrr, class, n, kept,
    is_of_class, CASE WHEN is_open THEN round(kept * 1.0 / nullif(n, 0), 9) ELSE 1 END,
    CASE WHEN is_open THEN round(mrr * kept / nullif(n, 0), 6) WHEN is_known('subscriptions') THEN round(new_mrr, 6) END FROM expected$$);
SELECT same_rows('renewal_forecast: names beside, and what sales and the customer say', $$
  SELECT contract_id, account, csm, arr, ends_on, days_ahead, is_renewed, risk_class, asked_to_cancel, renewal_rate, expected_mrr, mrr_at_stake,
    renewal_opportunity_mrr, renewal_opportunity_stage, expansion_opportunity_mrr FROM renewal_forecast$$, $$
  SELECT contract_id, c.account, m.name, c.arr, ends_on, ends_on - today(), NOT is_open, class, CASE WHEN is_known('cancellation_requests') THEN EXISTS (
      SELECT FROM cancellation_requests r WHERE r.account_id = e.account_id AND requested_on <= today() AND coalesce(decided_on, 'infinity') > today()) END,
    CASE WHEN is_open THEN round(kept * 1.0 / nullif(n, 0), 4) ELSE 1 END, round(x, 2), round(e.mrr - x, 2),
    CASE WHEN is_known('opportunities') THEN coalesce(keep, 0) END, (SELECT stage FROM opportunities o WHERE o.account_id = e.account_id AND kind = 'renewal'
      AND coalesce(created_on, today()) <= today() AND (outcome IS NULL OR decided_on > today()) ORDER BY o.mrr DESC NULLS LAST, opportunity_id LIMIT 1),
    CASE WHEN is_known('opportunities') THEN coalesce(more, 0) END
  FROM expected e CROSS JOIN LATERAL (SELECT CASE WHEN is_open THEN mrr * kept / nullif(n, 0) WHEN is_known('subscriptions') THEN new_mrr END AS x) AS x
  LEFT JOIN csm_accounts c USING (account_id) LEFT JOIN team_members m USING (member_id)
  CROSS JOIN LATERAL (SELECT sum(o.mrr) FILTER (WHERE kind = 'renewal') AS keep, sum(o.mrr) FILTER (WHERE kind IN ('upsell', 'cross_sell')) AS more FROM opportunities o
    WHERE o.account_id = e.account_id AND coalesce(created_on, today()) <= today() AND (outcome IS NULL OR decided_on > today())) AS o
  WHERE known_on = today()$$);
SELECT same_rows('renewal_forecast_months: by month, and what came of the forecast of a year ago', $$
  SELECT known_on, month, contracts, renewed_before, due_mrr, expected_mrr, expected_rate, renewed, lost, open, renewed_mrr, forecast_error,
    renewal_opportunity_mrr, expansion_opportunity_mrr FROM renewal_forecast_months$$, $$
  SELECT known_on, month, n, before, due, round(x, 2), round(x / nullif(due, 0), 4), CASE WHEN is_over THEN kept END, CASE WHEN is_over THEN gone END, CASE WHEN is_over THEN n - kept - gone END,
    CASE WHEN is_over THEN came END, CASE WHEN is_over THEN round((x - came) / nullif(came, 0), 4) END, CASE WHEN NOT was_before AND is_known('opportunities') THEN coalesce(keep, 0) END,
    CASE WHEN NOT was_before AND is_known('opportunities') THEN coalesce(more, 0) END
  FROM (
    SELECT e.known_on, date_trunc('month', e.ends_on::timestamp)::date AS month, count(*) AS n, count(*) FILTER (WHERE NOT e.is_open) AS before, sum(e.mrr) AS due,
      sum(CASE WHEN e.is_open THEN e.mrr * kept / nullif(n, 0) WHEN is_known('subscriptions') THEN e.new_mrr END) AS x,
      count(*) FILTER (WHERE o.outcome IN ('renewed', 'by itself', 'replaced')) AS kept, count(*) FILTER (WHERE o.outcome IN ('lost', 'ended_early')) AS gone,
      coalesce(sum(o.new_mrr) FILTER (WHERE o.outcome IN ('renewed', 'by itself', 'replaced')), 0) AS came, e.known_on < today() AS was_before, e.known_on < today() AND is_known('subscriptions') AS is_over
    FROM expected e LEFT JOIN outcomes o ON o.contract_id = e.contract_id AND o.known_on = today() GROUP BY 1, 2) AS monthly
  CROSS JOIN LATERAL (SELECT sum(mrr) FILTER (WHERE kind = 'renewal') AS keep, sum(mrr) FILTER (WHERE kind IN ('upsell', 'cross_sell')) AS more FROM opportunities o
    WHERE date_trunc('month', expected_on::timestamp) = month AND coalesce(created_on, today()) <= today() AND (outcome IS NULL OR decided_on > today())) AS o$$);
SELECT no_rows('renewal_forecast_months: a full month of the year to come is that of renewals', $$
  SELECT m.month FROM renewal_forecast_months m JOIN renewals r USING (month) WHERE known_on = today() AND month > today()
    AND month < date_trunc('month', today()) + interval '11 months' AND (m.contracts, m.due_mrr, m.renewed_before) IS DISTINCT FROM (r.due, r.due_mrr, coalesce(r.renewed, m.renewed_before))$$);
SELECT same_rows('renewals: contracts due, and what became of them', $$
  SELECT month, due, due_mrr, renewed, renewed_itself, renewed_on_time, lost, open, renewed_mrr, open_mrr, renewal_rate, on_time_rate,
    gross_renewal_rate, net_renewal_rate FROM renewals WHERE due > 0$$, $$
  SELECT month, n, CASE WHEN is_known THEN due_mrr END, CASE WHEN is_known THEN renewed END, CASE WHEN is_known THEN itself END,
    CASE WHEN is_known THEN on_time END, CASE WHEN is_known THEN lost END, CASE WHEN is_known THEN open END, CASE WHEN is_known THEN new_mrr END,
    CASE WHEN is_known THEN open_mrr END, CASE WHEN is_known AND is_over THEN round(renewed * 1.0 / n, 4) END,
    CASE WHEN is_known AND is_over THEN round(on_time * 1.0 / n, 4) END, CASE WHEN is_known AND is_over THEN round(kept_mrr / nullif(due_mrr, 0), 4) END,
    CASE WHEN is_known AND is_over THEN round(new_mrr / nullif(due_mrr, 0), 4) END
  FROM (
    SELECT date_trunc('month', ends_on::timestamp)::date AS month, pg_temp.is_over(date_trunc('month', ends_on::timestamp)::date) AS is_over,
      count(*) AS n, coalesce(sum(due_mrr), 0) AS due_mrr, count(*) FILTER (WHERE outcome IN ('renewed', 'by itself')) AS renewed,
      count(*) FILTER (WHERE outcome = 'by itself') AS itself, count(*) FILTER (WHERE outcome = 'by itself' OR next_signed_on <= ends_on) AS on_time,
      count(*) FILTER (WHERE outcome = 'lost') AS lost, count(*) FILTER (WHERE outcome = 'open') AS open,
      coalesce(sum(new_mrr) FILTER (WHERE outcome IN ('renewed', 'by itself')), 0) AS new_mrr,
      coalesce(sum(least(new_mrr, due_mrr)) FILTER (WHERE outcome IN ('renewed', 'by itself')), 0) AS kept_mrr,
      coalesce(sum(due_mrr) FILTER (WHERE outcome = 'open'), 0) AS open_mrr, is_known('subscriptions') AS is_known
    FROM outcomes WHERE known_on = today() AND stopped_on IS NULL AND ends_on < date_trunc('month', today()) + interval '12 months' GROUP BY date_trunc('month', ends_on::timestamp)) AS monthly$$);

-- Who bought more, day by day: whoever had more seats, another product or a higher tier at the end of the month.
CREATE FUNCTION pg_temp.tier_on(customer accounts, day date) RETURNS integer STABLE LANGUAGE sql AS $$
  SELECT CASE tier WHEN 'starter' THEN 1 WHEN 'professional' THEN 2 WHEN 'enterprise' THEN 3 END FROM contracts c
  WHERE c.account_id = (customer).account_id AND greatest(signed_on, lower(term)) <= least(day, today()) ORDER BY lower(term) DESC LIMIT 1 $$;
CREATE TEMP TABLE upsold AS
SELECT e.month, count(*) AS customers FROM ends e JOIN accounts a USING (account_id)
CROSS JOIN LATERAL (
  SELECT coalesce(sum(seats) FILTER (WHERE days @> e.month - 1), 0) AS seats_before, coalesce(sum(seats) FILTER (WHERE days @> e.ends_on), 0) AS seats_after
  FROM paid WHERE account_id = e.account_id) AS s
WHERE prev > 0 AND cur > 0 AND (seats_after > seats_before
  OR EXISTS (SELECT product FROM paid WHERE account_id = e.account_id AND mrr > 0 AND days @> e.ends_on
             EXCEPT SELECT product FROM paid WHERE account_id = e.account_id AND mrr > 0 AND days @> e.month - 1)
  OR pg_temp.tier_on(a, e.ends_on) > pg_temp.tier_on(a, e.month - 1))
GROUP BY e.month;
CREATE TEMP TABLE begun AS
SELECT month::date AS month, least((month + interval '1 month')::date - 1, today()) AS ends_on
FROM generate_series(date_trunc('month', least((SELECT min(signed_on) FROM contracts), (SELECT min(lower(days)) FROM paid),
  (SELECT min(invoiced_on) FROM invoices))::timestamp), today()::timestamp, '1 month') AS month;
SELECT same_rows('renewals: expansion and upsell of every month that has begun', $$
  SELECT month, expanded_customers, upsold_customers, upsell_rate, expansion_mrr, expansion_revenue_rate FROM renewals WHERE month <= today()$$, $$
  SELECT b.month, n, u, round(u * 1.0 / nullif(starting, 0), 4), more, round(more / nullif(ending, 0), 4)
  FROM begun b CROSS JOIN LATERAL (
    SELECT CASE WHEN is_known('subscriptions') THEN count(*) FILTER (WHERE prev > 0 AND cur > prev) END AS n, count(*) FILTER (WHERE prev > 0) AS starting,
      CASE WHEN is_known('subscriptions') THEN coalesce(sum(cur - prev) FILTER (WHERE prev > 0 AND cur > prev), 0) END AS more, sum(cur) AS ending,
      CASE WHEN is_known('subscriptions') THEN coalesce((SELECT customers FROM upsold WHERE upsold.month = b.month), 0) END AS u
    FROM ends WHERE ends.month = b.month) AS e$$);
SELECT same_rows('renewals: requests to cancel', $$
  SELECT month, cancellation_requests, saved, undecided, save_rate, decided_90d, saved_90d, save_rate_90d FROM renewals WHERE month <= today()$$, $$
  SELECT month, CASE WHEN is_known THEN n END, CASE WHEN is_known THEN saved END, CASE WHEN is_known THEN undecided END,
    round(saved * 1.0 / nullif(n - undecided, 0), 4), CASE WHEN is_known THEN old END, CASE WHEN is_known AND is_known('subscriptions') THEN kept END,
    CASE WHEN is_known('subscriptions') THEN round(kept * 1.0 / nullif(old, 0), 4) END
  FROM begun CROSS JOIN LATERAL (
    SELECT is_known('cancellation_requests') AS is_known, count(*) AS n, count(*) FILTER (WHERE outcome = 'saved' AND decided_on <= today()) AS saved,
      count(*) FILTER (WHERE coalesce(decided_on, 'infinity') > today()) AS undecided, count(*) FILTER (WHERE today() - decided_on >= 90) AS old,
      count(*) FILTER (WHERE today() - decided_on >= 90 AND outcome = 'saved' AND EXISTS (
        SELECT FROM paid p WHERE p.account_id = r.account_id AND mrr > 0 AND days @> decided_on + 90)) AS kept
    FROM cancellation_requests r WHERE requested_on BETWEEN month AND ends_on) AS monthly$$);
SELECT same_rows('cancellation_reasons: requests of twelve months by reason, and all', $$
  SELECT grouped_by, reason, requests_12m, customers_12m, mrr_12m, saved, cancelled, undecided, save_rate, mrr_save_rate, decided_90d, saved_90d, save_rate_90d,
    last_requested_on FROM cancellation_reasons$$, $$
  SELECT grouped_by, group_name, count(*), count(DISTINCT account_id), CASE WHEN is_known('subscriptions') THEN sum(mrr) END, count(*) FILTER (WHERE outcome = 'saved' AND is_decided),
    count(*) FILTER (WHERE outcome = 'cancelled' AND is_decided), count(*) FILTER (WHERE NOT is_decided),
    round(count(*) FILTER (WHERE outcome = 'saved' AND is_decided) * 1.0 / nullif(count(*) FILTER (WHERE is_decided), 0), 4),
    CASE WHEN is_known('subscriptions') THEN round(coalesce(sum(mrr) FILTER (WHERE outcome = 'saved' AND is_decided), 0) / nullif(sum(mrr) FILTER (WHERE is_decided), 0), 4) END,
    count(*) FILTER (WHERE today() - decided_on >= 90), CASE WHEN is_known('subscriptions') THEN count(*) FILTER (WHERE is_kept) END,
    CASE WHEN is_known('subscriptions') THEN round(count(*) FILTER (WHERE is_kept) * 1.0 / nullif(count(*) FILTER (WHERE today() - decided_on >= 90), 0), 4) END, max(requested_on)
  FROM (
    SELECT *, coalesce(decided_on, 'infinity') <= today() AS is_decided, today() - decided_on >= 90 AND outcome = 'saved' AND EXISTS (
        SELECT FROM paid p WHERE p.account_id = r.account_id AND p.mrr > 0 AND days @> decided_on + 90) AS is_kept,
      coalesce((SELECT sum(p.mrr) FROM paid p WHERE p.account_id = r.account_id AND days @> requested_on - 1), 0) AS mrr
    FROM cancellation_requests r WHERE requested_on > today() - interval '12 months' AND requested_on <= today()) AS asked
  CROSS JOIN LATERAL (VALUES ('all', 'all'), ('reason', coalesce(reason, 'not given'))) AS g (grouped_by, group_name) GROUP BY 1, 2$$);
SELECT same_rows('renewals: invoices', $$
  SELECT month, invoiced_gross_revenue, credited, invoiced_revenue, invoiced_customers, clv_to_date FROM renewals WHERE month <= today()$$, $$
  SELECT month, CASE WHEN is_known THEN gross END, CASE WHEN is_known THEN credited END, CASE WHEN is_known THEN gross + credited END, CASE WHEN is_known THEN customers END,
    CASE WHEN is_known THEN round(amount / nullif(customers, 0), 2) END
  FROM begun CROSS JOIN LATERAL (
    SELECT is_known('invoices') AS is_known, coalesce(sum(amount) FILTER (WHERE kind <> 'credit_note'), 0) AS gross,
      coalesce(sum(amount) FILTER (WHERE kind = 'credit_note'), 0) AS credited
    FROM invoices WHERE invoiced_on BETWEEN month AND ends_on) AS monthly
  CROSS JOIN LATERAL (SELECT sum(amount) AS amount, count(DISTINCT account_id) AS customers FROM invoices WHERE invoiced_on <= ends_on) AS so_far$$);
-- Who owes, invoice by invoice.
CREATE FUNCTION pg_temp.owing() RETURNS TABLE (account_id bigint, amount numeric, overdue numeric, n bigint, since date, due bigint, late bigint,
  median float8, credit numeric, last date) STABLE LANGUAGE sql AS $$
  WITH open AS (
      SELECT *, CASE WHEN paid_on <= today() THEN paid_on END AS day FROM invoices WHERE invoiced_on <= today()),
    owed AS (
      SELECT * FROM open i WHERE kind IS DISTINCT FROM 'credit_note' AND i.amount > 0 AND (day IS NOT NULL OR NOT EXISTS (
        SELECT FROM open c WHERE c.kind = 'credit_note' AND c.account_id = i.account_id AND c.amount = -i.amount AND c.invoiced_on >= i.invoiced_on
          AND NOT EXISTS (SELECT FROM open o WHERE o.account_id = i.account_id AND o.kind IS DISTINCT FROM 'credit_note' AND o.amount = i.amount
            AND o.day IS NULL AND o.invoiced_on <= c.invoiced_on AND (o.invoiced_on > i.invoiced_on OR o.invoiced_on = i.invoiced_on AND o.invoice_id < i.invoice_id)))))
  SELECT a.account_id, coalesce(sum(o.amount) FILTER (WHERE day IS NULL), 0), coalesce(sum(o.amount) FILTER (WHERE day IS NULL AND due_on < today()), 0),
    count(*) FILTER (WHERE day IS NULL AND due_on < today()), min(due_on) FILTER (WHERE day IS NULL AND due_on < today()),
    count(*) FILTER (WHERE was_due), count(*) FILTER (WHERE was_due AND coalesce(day, today()) > due_on),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY greatest(coalesce(day, today()) - due_on, 0)) FILTER (WHERE was_due),
    (SELECT coalesce(sum(c.amount), 0) FROM open c WHERE c.kind = 'credit_note' AND day IS NULL AND c.account_id = a.account_id), max(day)
  FROM accounts a LEFT JOIN (
    SELECT *, due_on > today() - interval '12 months' AND due_on <= today() AND (day IS NOT NULL OR due_on <> today()) AS was_due FROM owed) AS o USING (account_id)
  GROUP BY a.account_id $$;
SELECT same_rows('payment_health: invoice by invoice', $$
  SELECT account_id, open_amount, overdue_amount, overdue_invoices, overdue_since, overdue_days, due_invoices_12m, paid_late_12m,
    round(paid_late_share_12m, 9), days_late_median_12m, open_credit, last_paid_on FROM payment_health$$, $$
  SELECT account_id, CASE WHEN p THEN amount END, CASE WHEN d THEN overdue END, CASE WHEN d THEN n END, CASE WHEN d THEN since END,
    CASE WHEN d THEN coalesce(today() - since, 0) END, CASE WHEN d THEN due END, CASE WHEN d THEN late END,
    CASE WHEN d THEN round(late * 1.0 / nullif(due, 0), 9) END, CASE WHEN d THEN median END, CASE WHEN p THEN credit END, last
  FROM pg_temp.owing() JOIN account_status USING (account_id)
  CROSS JOIN (SELECT is_known('invoices.paid_on') AS p, is_known('invoices.paid_on') AND is_known('invoices.due_on') AS d) AS known
  WHERE status IS DISTINCT FROM 'prospect'$$);
SELECT no_rows('payment_health: names the customer, its manager and its ARR; ageing tells the days', $$
  SELECT h.account_id FROM payment_health h LEFT JOIN csm_accounts c USING (account_id) LEFT JOIN team_members m USING (member_id)
  WHERE (h.account, h.csm, h.arr, h.status) IS DISTINCT FROM (c.account, m.name, c.arr, c.status)
    OR ageing IS DISTINCT FROM CASE WHEN overdue_days = 0 THEN 'none' WHEN overdue_days BETWEEN 1 AND 30 THEN '1-30' WHEN overdue_days BETWEEN 31 AND 60 THEN '31-60'
      WHEN overdue_days BETWEEN 61 AND 90 THEN '61-90' WHEN overdue_days >= 91 THEN 'over 90' END
    OR overdue_amount > open_amount OR (overdue_amount > 0) <> (overdue_days > 0) OR paid_late_12m > due_invoices_12m$$);
SELECT same_rows('renewals: who ended a contract early', $$
  SELECT month, ended_early FROM renewals WHERE month <= today()$$, $$
  SELECT month, CASE WHEN is_known('contracts') THEN (
    SELECT count(*) FROM contracts WHERE terminated_on BETWEEN month AND ends_on AND signed_on <= today() AND terminated_on < upper(term)) END FROM begun$$);
SELECT no_rows('renewals: a year ahead is known by its contracts alone, and every due contract has one outcome', $$
  SELECT month FROM renewals WHERE due <> renewed + lost + open
    OR month > today() AND num_nonnulls(ended_early, renewal_rate, on_time_rate, gross_renewal_rate, net_renewal_rate, expanded_customers, upsold_customers,
      expansion_mrr, upsell_rate, expansion_revenue_rate, cancellation_requests, save_rate, save_rate_90d, invoiced_gross_revenue, invoiced_customers, clv_to_date) > 0
  UNION ALL SELECT NULL FROM renewals WHERE month > today() HAVING count(*) <> 11 AND (SELECT count(*) FROM renewals) > 0$$);

SELECT same_rows('account_metrics: the trend of twelve month ends, and the last movement', $$
  SELECT account_id, mrr_trend, last_movement::text, last_movement_on, last_movement_amount FROM account_metrics WHERE is_known('subscriptions')$$, $$
  SELECT a.account_id, t.mrr_trend, m.movement, m.month, m.amount FROM account_status a
  LEFT JOIN (
    SELECT DISTINCT ON (account_id) account_id, month, cur - prev AS amount, CASE WHEN cur = 0 THEN 'churn' WHEN prev > 0 AND cur > prev THEN 'expansion'
      WHEN prev > 0 THEN 'contraction' WHEN paid_before THEN 'reactivation' ELSE 'new' END AS movement
    FROM ends WHERE cur <> prev ORDER BY account_id, month DESC) AS m USING (account_id)
  LEFT JOIN (
    SELECT account_id, sparkline(array_agg(CASE WHEN paid_before OR paid_within THEN cur END ORDER BY month), 0, greatest(max(cur), 1)) AS mrr_trend
    FROM ends WHERE month > today() - interval '12 months' AND account_id IN (SELECT account_id FROM paid WHERE mrr > 0) GROUP BY account_id) AS t USING (account_id)
  WHERE a.status <> 'prospect'$$);

\if :is_whole
SELECT no_rows('who left has churn as the last movement, of all that was paid, and nothing to renew', $$
  SELECT account_id FROM customer_360 WHERE (status = 'churned') <> (last_movement = 'churn')
    OR status = 'churned' AND (mrr <> 0 OR last_movement_amount >= 0 OR renewal_on IS NOT NULL OR renewal_risk IS NOT NULL)$$);
\if :is_last
-- The answer key: what the stories say must show in the movements.
SELECT no_rows('a customer of the story "returned" who signed again is reactivated, and nobody else is', $$
  SELECT account_id FROM demo_stories JOIN (
    SELECT account_id, 'reactivation' = ANY (ARRAY(SELECT movement::text FROM unnest(mrr_movements(charged, mrr, 'month', today())))) AS seen
    FROM subscriptions GROUP BY account_id) AS m USING (account_id)
  WHERE seen <> (story = 'returned' AND (SELECT count(*) FROM contracts c WHERE c.account_id = demo_stories.account_id AND renews_id IS NULL AND lower(term) <= today()) = 2)$$);
SELECT no_rows('a customer of the story "contraction" whose plan changed has a contraction then', $$
  SELECT account_id FROM demo_stories JOIN (
    SELECT s.account_id, min(lower(valid)) AS platform_from FROM subscriptions s JOIN demo_stories d USING (account_id)
    WHERE product = 'platform' AND lower(valid) >= turns_on AND lower(valid) <= today() GROUP BY s.account_id) AS p USING (account_id)
  WHERE story = 'contraction' AND NOT EXISTS (
    SELECT FROM unnest((SELECT mrr_movements(charged, mrr, 'month', today()) FROM subscriptions s WHERE s.account_id = demo_stories.account_id)) AS m
    WHERE m.movement = 'contraction' AND m.period = date_trunc('month', platform_from))$$);
SAVEPOINT s;
SET LOCAL customer360.as_of = '2000-01-01';
SELECT no_rows('before the first customer no view has a row', $$
  SELECT 'bridge' FROM mrr_bridge UNION ALL SELECT 'retention' FROM revenue_retention UNION ALL SELECT 'economics' FROM unit_economics
  UNION ALL SELECT 'renewals' FROM renewals UNION ALL SELECT 'customers' FROM customer_360 UNION ALL SELECT 'users' FROM active_users
  UNION ALL SELECT 'cohorts' FROM cohort_retention$$);
ROLLBACK TO s;
\endif
-- T10: a discount that outlives its plan is nothing to pay. T11: a price that is not known. Both stop nothing.
SAVEPOINT s;
INSERT INTO warehouse.accounts (account_id, signed_on) VALUES (900001, today() - 400), (900002, today() - 400);
INSERT INTO warehouse.subscriptions (subscription_id, account_id, product, valid, mrr) VALUES
  (900001, 900001, 'platform', daterange(today() - 400, today() - 200), 100), (900002, 900001, 'discount', daterange(today() - 400, NULL), -20),
  (900003, 900002, 'platform', daterange(today() - 400, NULL), NULL);
SELECT same_rows('mrr_bridge: a discount that outlives its plan leaves nothing, and a price that is not known has no part', $$
  SELECT b.ending_mrr, b.ending_customers, c.churned_mrr, c.churned_customers FROM (SELECT * FROM mrr_bridge ORDER BY month DESC LIMIT 1) AS b
  CROSS JOIN (SELECT sum(churned_mrr) AS churned_mrr, sum(churned_customers) AS churned_customers FROM mrr_bridge) AS c$$, $$
  SELECT e.mrr, e.n, c.mrr - 80, c.n + 1 FROM (SELECT sum(cur) AS mrr, count(*) FILTER (WHERE cur > 0) AS n FROM ends WHERE ends_on = today()) AS e
  CROSS JOIN (SELECT sum(-prev) FILTER (WHERE cur = 0) AS mrr, count(*) FILTER (WHERE prev > 0 AND cur = 0) AS n FROM ends) AS c$$);
SELECT no_rows('a customer without a segment is in a group of its own', $$
  SELECT 'retention' WHERE NOT EXISTS (SELECT FROM revenue_retention WHERE group_name = 'not known')
  UNION ALL SELECT 'economics' WHERE NOT EXISTS (SELECT FROM unit_economics WHERE segment = 'not known')
  UNION ALL SELECT month::text FROM unit_economics GROUP BY month, grouped_by, segment HAVING count(*) > 1$$);
ROLLBACK TO s;

-- T18: a credit note is money given back, whatever its sign.
SAVEPOINT s;
CREATE TEMP TABLE before AS SELECT invoiced_gross_revenue, credited FROM renewals WHERE month = date_trunc('month', today());
INSERT INTO warehouse.accounts (account_id, signed_on) VALUES (900001, today() - 400);
INSERT INTO warehouse.invoices (invoice_id, account_id, kind, invoiced_on, amount) VALUES
  (900001, 900001, 'recurring', today(), 100), (900002, 900001, 'credit_note', today(), 40), (900003, 900001, 'credit_note', today(), -10);
SELECT same_rows('renewals, customer_360: credit notes are deducted, whatever their sign', $$
  SELECT r.invoiced_gross_revenue - b.invoiced_gross_revenue, r.credited - b.credited, c.clv_to_date
  FROM renewals r CROSS JOIN before b CROSS JOIN customer_360 c WHERE month = date_trunc('month', today()) AND c.account_id = 900001$$, $$VALUES (100, -50, 50)$$);
ROLLBACK TO s;

-- An invoice given back in full is not owed; a credit note of another amount, or before it, gives nothing back; one without a due day is never late.
SAVEPOINT s;
INSERT INTO warehouse.accounts (account_id, signed_on) SELECT 900000 + n, today() - 400 FROM generate_series(1, 4) AS n;
INSERT INTO warehouse.invoices (invoice_id, account_id, kind, invoiced_on, due_on, paid_on, amount) VALUES
  (900001, 900001, 'recurring', today() - 60, today() - 30, NULL, 100), (900002, 900001, 'recurring', today() - 50, today() - 20, NULL, 100),
  (900003, 900001, 'credit_note', today() - 10, NULL, NULL, 100),
  (900004, 900002, 'recurring', today() - 60, today() - 30, NULL, 100), (900005, 900002, 'credit_note', today() - 61, NULL, NULL, 100),
  (900006, 900002, 'credit_note', today() - 10, NULL, NULL, 99),
  (900007, 900003, 'recurring', today() - 500, NULL, NULL, 70), (900008, 900003, 'recurring', today(), today(), NULL, 30),
  (900009, 900004, 'recurring', today() - 150, today() - 120, today() - 20, 50), (900010, 900004, 'recurring', today() - 150, today() - 120, today() + 1, 60);
SELECT same_rows('payment_health: given back, not given back, without a due day, paid late and paid tomorrow', $$
  SELECT account_id, open_amount, overdue_amount, overdue_days, ageing, due_invoices_12m, paid_late_12m, days_late_median_12m, open_credit
  FROM payment_health WHERE account_id > 900000$$, $$
  VALUES (900001, 100::numeric, 100::numeric, 30, '1-30', 1::bigint, 1::bigint, 30::float8, -100::numeric), (900002, 100, 100, 30, '1-30', 1, 1, 30, -199),
    (900003, 100, 0, 0, 'none', 0, 0, NULL, 0), (900004, 60, 60, 120, 'over 90', 2, 2, 110, 0)$$);
ROLLBACK TO s;

-- T8, T9: contracts that renew themselves, that follow without naming the one before, and that are over.
SAVEPOINT s;
CREATE TEMP TABLE before AS SELECT sum(due) AS due, sum(renewed) AS renewed, sum(renewed_itself) AS itself, sum(renewed_on_time) AS on_time,
  sum(lost) AS lost, sum(open) AS open, sum(ended_early) AS early FROM renewals;
INSERT INTO warehouse.accounts (account_id, signed_on) SELECT 900000 + n, today() - 800 FROM generate_series(1, 6) AS n;
INSERT INTO warehouse.contracts (contract_id, account_id, signed_on, term, auto_renew, terminated_on) VALUES
  (900001, 900001, today() - 425, daterange(today() - 425, today() - 60), true, NULL),
  (900002, 900002, today() - 425, daterange(today() - 425, today() - 60), true, NULL),
  (900003, 900003, today() - 425, daterange(today() - 425, today() - 60), false, NULL),
  (900013, 900003, today() - 1, daterange(today() + 29, today() + 394), false, NULL),
  (900004, 900004, today() - 425, daterange(today() - 425, today() - 60), false, NULL),
  (900014, 900004, today() - 1, daterange(today() + 31, today() + 396), false, NULL),
  (900005, 900005, today() - 425, daterange(today() - 425, today() - 60), NULL, NULL),
  (900006, 900006, today() - 425, daterange(today() - 425, today() - 60), false, today() - 100);
INSERT INTO warehouse.subscriptions (subscription_id, account_id, contract_id, product, valid, mrr) VALUES
  (900001, 900001, 900001, 'platform', daterange(today() - 425, NULL), 100),
  (900002, 900002, 900002, 'platform', daterange(today() - 425, today() - 60), 100),
  (900005, 900005, 900005, 'platform', daterange(today() - 425, NULL), 100);
SELECT same_rows('renewals: tacit, followed within 90 days or later, still charged without a word, ended early', $$
  SELECT sum(r.due) - b.due, sum(r.renewed) - b.renewed, sum(r.renewed_itself) - b.itself, sum(r.renewed_on_time) - b.on_time, sum(r.lost) - b.lost,
    sum(r.open) - b.open, sum(r.ended_early) - b.early FROM renewals r CROSS JOIN before b GROUP BY b.due, b.renewed, b.itself, b.on_time, b.lost, b.open, b.early$$, $$
  VALUES (5, 2, 1, 1, 2, 1, 1)$$);
SELECT same_rows('customer_360: a contract that renewed itself raises no alarm, one that nobody renewed does', $$
  SELECT account_id, contract_ends_on, days_to_renewal, renewal_risk, attention FROM customer_360 WHERE account_id IN (900001, 900005)$$, $$
  VALUES (900001, NULL::date, NULL::int, NULL, NULL::int), (900005, today() - 60, -60, 'high', 3)$$);
SELECT no_rows('next_actions: nor does it call for the renewal', $$SELECT play FROM next_actions WHERE account_id = 900001 AND play = 'contract ran out'$$);
ROLLBACK TO s;

-- Contracts terminated before their end are not due, yet what became of them is what the forecast learns from.
SAVEPOINT s;
INSERT INTO warehouse.accounts (account_id, signed_on) SELECT 900000 + n, today() - 800 FROM generate_series(1, 2) AS n;
INSERT INTO warehouse.contracts (contract_id, account_id, renews_id, signed_on, term, terminated_on) VALUES
  (900001, 900001, NULL, today() - 465, daterange(today() - 465, today() - 100), today() - 140),
  (900002, 900002, NULL, today() - 465, daterange(today() - 465, today() - 100), today() - 140),
  (900012, 900002, 900002, today() - 140, daterange(today() - 140, today() + 225), NULL);
SELECT same_rows('contracts_due: ended early, and replaced early', $$
  SELECT contract_id, outcome, terminated_on, renewed_on FROM contracts_due WHERE known_on = today() AND contract_id > 900000$$, $$
  VALUES (900001, 'ended_early', today() - 140, NULL::date), (900002, 'replaced', today() - 140, today() - 140), (900012, 'open', NULL, NULL)$$);
SELECT same_rows('renewal_expectations: one of the two that were terminated was kept', $$
  SELECT risk_class, past_contracts, past_renewed FROM renewal_expectations WHERE contract_id = 900012 AND known_on = today()$$, $$
  SELECT 'unscored', n + 2, kept + 1 FROM (
    SELECT count(*) AS n, count(*) FILTER (WHERE is_renewed) AS kept FROM past WHERE known_on = today() AND block = 2 AND (class = 'unscored' OR (
      SELECT count(*) FROM past WHERE known_on = today() AND block = 2 AND class = 'unscored') + 2 < 10)) AS p$$);
ROLLBACK TO s;

-- The price rose for one, a discount ended for one, one bought seats, one a product, one a higher tier.
SAVEPOINT s;
CREATE TEMP TABLE before AS SELECT month, upsold_customers, expanded_customers FROM renewals;
INSERT INTO warehouse.accounts (account_id, signed_on) SELECT 900000 + n, today() - 400 FROM generate_series(1, 5) AS n;
INSERT INTO warehouse.subscriptions (subscription_id, account_id, product, valid, mrr, seats)
SELECT 900000 + n, 900000 + n, 'platform', daterange(today() - 400, CASE WHEN n IN (1, 3) THEN date_trunc('month', today())::date END), 100, 10
FROM generate_series(1, 5) AS n
UNION ALL SELECT * FROM (VALUES
  (900011, 900001, 'platform', daterange(date_trunc('month', today())::date, NULL), 110, 10),
  (900012, 900002, 'discount', daterange(today() - 400, date_trunc('month', today())::date), -20, NULL),
  (900013, 900003, 'platform', daterange(date_trunc('month', today())::date, NULL), 120, 12),
  (900014, 900004, 'analytics', daterange(date_trunc('month', today())::date, NULL), 30, NULL)) AS more;
INSERT INTO warehouse.contracts (contract_id, account_id, signed_on, term, tier) VALUES
  (900005, 900005, today() - 400, daterange(today() - 400, date_trunc('month', today())::date), 'starter'),
  (900015, 900005, today() - 100, daterange(date_trunc('month', today())::date, NULL), 'enterprise');
SELECT same_rows('renewals: a price rise and a discount that ended are no upsell', $$
  SELECT r.upsold_customers - b.upsold_customers, r.expanded_customers - b.expanded_customers
  FROM renewals r JOIN before b USING (month) WHERE month = date_trunc('month', today())$$, $$VALUES (3::bigint, 4::bigint)$$);
ROLLBACK TO s;

-- One customer for each source: its lines until the month began, and since.
SAVEPOINT s;
CREATE TEMP TABLE before AS SELECT movement, change, customers, amount FROM expansion_sources WHERE month = date_trunc('month', today());
INSERT INTO warehouse.accounts (account_id, signed_on) SELECT 900000 + n, today() - 400 FROM generate_series(1, 9) AS n;
INSERT INTO warehouse.subscriptions (subscription_id, account_id, product, valid, mrr, seats)
SELECT 900000 + row_number() OVER (), 900000 + n, product,
  daterange(CASE since WHEN 1 THEN date_trunc('month', today())::date ELSE today() - 400 END, CASE since WHEN -1 THEN date_trunc('month', today())::date END), mrr, seats
FROM (VALUES
  (1, -1, 'platform', 100, 10), (1, 1, 'platform', 110, 10), (2, 0, 'platform', 100, 10), (2, -1, 'discount', -20, NULL),
  (3, -1, 'platform', 200, 20), (3, 1, 'platform', 90, 10), (4, 0, 'platform', 100, 10), (4, 1, 'seats', 55, 5),
  (5, 0, 'platform', 100, 10), (5, 1, 'discount', -25, NULL), (6, -1, 'analytics', 30, NULL), (6, 1, 'platform', 50, 10),
  (7, -1, 'platform', 100, NULL), (7, 1, 'platform', 130, 13), (8, -1, 'platform', 100, 10), (8, 1, 'platform', 60, 10),
  (9, 0, 'platform', NULL, 10), (9, 0, 'support', 10, NULL), (9, 1, 'support', 5, NULL)) AS line (n, since, product, mrr, seats);
INSERT INTO warehouse.contracts (contract_id, account_id, signed_on, term, tier) VALUES
  (900008, 900008, today() - 400, daterange(today() - 400, date_trunc('month', today())::date), 'gold'),
  (900018, 900008, today() - 100, daterange(date_trunc('month', today())::date, NULL), 'silver');
SELECT same_rows('expansion_sources: a price rise of 10, a discount of 20 that ended, half the seats and cheaper, five seats more and dearer, …', $$
  SELECT movement, change, s.customers - coalesce(b.customers, 0), s.amount - coalesce(b.amount, 0) FROM expansion_sources s LEFT JOIN before b USING (movement, change)
  WHERE month = date_trunc('month', today()) AND s.customers IS DISTINCT FROM b.customers$$, $$
  VALUES ('expansion', 'price rise', 4::bigint, 50::numeric), ('expansion', 'discount ended', 1, 20), ('contraction', 'fewer units', 1, -100),
    ('contraction', 'price cut', 1, -10), ('expansion', 'more units', 1, 50), ('contraction', 'discount granted', 1, -25),
    ('expansion', 'another product', 1, 50), ('expansion', 'product dropped', 1, -30), ('contraction', 'lower tier', 1, -40)$$);
ROLLBACK TO s;

-- B9: two customers of five pay in pounds and yen. `ends` is from before, so that it has what they pay in their currency.
\if :is_last
SAVEPOINT s;
SELECT same_rows('mrr_bridge_reported: in one currency it is the bridge', $$
  SELECT month, is_finished, starting_mrr, new_mrr, expansion_mrr, contraction_mrr, churned_mrr, reactivation_mrr, currency_effect, ending_mrr FROM mrr_bridge_reported$$, $$
  SELECT month, is_finished, starting_mrr, new_mrr, expansion_mrr, contraction_mrr, churned_mrr, reactivation_mrr, 0, ending_mrr FROM mrr_bridge$$);
CREATE TEMP TABLE in_one AS TABLE account_status;
ALTER TABLE warehouse.subscriptions ADD currency text;
UPDATE warehouse.subscriptions SET currency = CASE account_id % 5 WHEN 1 THEN 'gbp ' WHEN 2 THEN 'JPY' END;
SELECT count(*) FROM customer360_create_views('warehouse', 'customer_success', :'zone') \g /dev/null
CREATE FUNCTION pg_temp.rate(customer bigint, month date) RETURNS numeric STABLE LANGUAGE sql AS $$
  SELECT coalesce((SELECT rate FROM currency_rates r WHERE r.currency = v.currency AND r.month <= rate.month ORDER BY r.month DESC LIMIT 1),
    (SELECT rate FROM currency_rates r WHERE r.currency = v.currency ORDER BY r.month LIMIT 1), 1) FROM (VALUES (CASE customer % 5 WHEN 1 THEN 'GBP' WHEN 2 THEN 'JPY' END)) AS v (currency) $$;
SELECT same_rows('mrr_bridge_reported: movements at the rate of their month, and the rest is the effect of the rates', $$
  SELECT month, round(starting_mrr, 2), round(new_mrr, 2), round(expansion_mrr, 2), round(contraction_mrr, 2), round(churned_mrr, 2), round(reactivation_mrr, 2),
    round(currency_effect, 2), round(ending_mrr, 2) FROM mrr_bridge_reported$$, $$
  SELECT month, round(sum(before), 2), round(sum(won), 2), round(sum(more), 2), round(sum(less), 2), round(sum(gone), 2), round(sum(back), 2),
    round(sum(after - before - won - more - less - gone - back), 2), round(sum(after), 2)
  FROM ends CROSS JOIN LATERAL (SELECT pg_temp.rate(account_id, month) AS rate, pg_temp.rate(account_id, (month - interval '1 month')::date) AS old) AS r
  CROSS JOIN LATERAL (SELECT prev * old AS before, cur * rate AS after, CASE WHEN prev = 0 AND NOT paid_before THEN cur * rate ELSE 0 END AS won,
    CASE WHEN prev = 0 AND paid_before THEN cur * rate ELSE 0 END AS back, CASE WHEN prev > 0 AND cur > prev THEN (cur - prev) * rate ELSE 0 END AS more,
    CASE WHEN cur > 0 AND cur < prev THEN (cur - prev) * rate ELSE 0 END AS less, CASE WHEN cur = 0 THEN -prev * rate ELSE 0 END AS gone) AS p GROUP BY month$$);
SELECT no_rows('mrr_bridge_reported: ends where mrr_bridge ends, and start, movements and effect are the end', $$
  SELECT month FROM mrr_bridge_reported
  WHERE starting_mrr + new_mrr + expansion_mrr + contraction_mrr + churned_mrr + reactivation_mrr + currency_effect <> ending_mrr
  UNION ALL SELECT month FROM mrr_bridge_reported r JOIN mrr_bridge b USING (month) WHERE month = date_trunc('month', today()) AND round(r.ending_mrr, 6) <> round(b.ending_mrr, 6)
  UNION ALL SELECT today() WHERE NOT EXISTS (SELECT FROM mrr_bridge_reported WHERE currency_effect <> 0)
  UNION ALL SELECT month FROM mrr_bridge b JOIN expansion_sources x USING (month) WHERE x.movement = 'expansion' GROUP BY month, expansion_mrr
  HAVING round(expansion_mrr, 6) <> round(sum(amount), 6)$$);
-- Invoices: each at the rate of its month, and unknown without one.
ALTER TABLE warehouse.invoices ADD IF NOT EXISTS currency text;
UPDATE warehouse.invoices SET currency = CASE account_id % 5 WHEN 1 THEN 'gbp ' WHEN 2 THEN 'JPY' END;
SELECT count(*) FROM customer360_create_views('warehouse', 'customer_success', :'zone') \g /dev/null
CREATE TEMP TABLE converted AS SELECT account_id, kind, invoiced_on, amount * pg_temp.rate(account_id, invoiced_on) AS amount FROM (
  SELECT account_id, kind, invoiced_on, CASE kind WHEN 'credit_note' THEN -abs(amount) ELSE amount END AS amount FROM warehouse.invoices WHERE invoiced_on <= today()) AS i;
SELECT same_rows('customer_360, renewals: invoices at the rates of their months', $$
  SELECT account_id, round(clv_to_date, 2) FROM customer_360 UNION ALL SELECT NULL, round(sum(invoiced_gross_revenue), 2) FROM renewals$$, $$
  SELECT account_id, round(coalesce(sum(c.amount), 0), 2) FROM customer_360 LEFT JOIN converted AS c USING (account_id) GROUP BY account_id
  UNION ALL SELECT NULL, round(sum(amount), 2) FROM converted WHERE kind IS DISTINCT FROM 'credit_note'$$);
CREATE TEMP TABLE owing AS TABLE payment_health;
DELETE FROM warehouse.currency_rates WHERE currency = 'JPY';
SELECT same_rows('customer_360, payment_health: of invoices in a currency that nobody can convert the amounts are unknown, and nothing else', $$
  SELECT account_id, round(c.clv_to_date, 2), h.open_amount, h.overdue_amount, h.overdue_since, h.days_late_median_12m, h.last_paid_on
  FROM customer_360 AS c JOIN payment_health AS h USING (account_id)$$, $$
  SELECT account_id, CASE WHEN account_id % 5 <> 2 OR NOT bool_or(c.amount IS NOT NULL) THEN round(coalesce(sum(c.amount), 0), 2) END,
    CASE WHEN account_id % 5 <> 2 OR o.open_amount = 0 THEN o.open_amount END, CASE WHEN account_id % 5 <> 2 OR o.overdue_amount = 0 THEN o.overdue_amount END,
    o.overdue_since, o.days_late_median_12m, o.last_paid_on
  FROM owing AS o LEFT JOIN converted AS c USING (account_id) GROUP BY account_id, o.open_amount, o.overdue_amount, o.overdue_since, o.days_late_median_12m, o.last_paid_on$$);
CALL customer_success.refresh_faults();
SELECT same_rows('source_faults: invoices in a currency without a rate', $$
  SELECT key::bigint, fault FROM source_faults WHERE table_name = 'invoices' AND fault LIKE '%rate%'$$, $$
  SELECT invoice_id, 'currency_rates has no rate for JPY' FROM warehouse.invoices WHERE currency = 'JPY'$$);
SELECT same_rows('mrr_bridge_reported: lines in a currency that nobody can convert have no part', $$
  SELECT round(ending_mrr, 2) FROM mrr_bridge_reported WHERE month = date_trunc('month', today())$$, $$
  SELECT round(sum(cur * pg_temp.rate(account_id, month)), 2) FROM ends WHERE month = date_trunc('month', today()) AND account_id % 5 <> 2$$);
-- A rate in two spellings is one.
INSERT INTO warehouse.currency_rates VALUES ('jpy', today() - 40, 2), (' JPY', today() - 40, 2);
SELECT same_rows('account_status: lines at the rate of their currency, however it is written', $$
  SELECT account_id, round(mrr, 2) FROM account_status WHERE account_id % 5 = 2$$, $$
  SELECT account_id, round(2 * mrr, 2) FROM in_one WHERE account_id % 5 = 2$$);
-- Without any rate the most frequent currency is the company's, and what is in another one is not known.
TRUNCATE warehouse.currency_rates;
UPDATE warehouse.subscriptions SET currency = CASE account_id % 5 WHEN 1 THEN 'gbp ' WHEN 2 THEN 'JPY' WHEN 3 THEN 'usd' WHEN 4 THEN 'USD ' END;
SELECT same_rows('account_status: several currencies without a rate have no price, but for the most frequent one', $$
  SELECT account_id, is_charged, mrr FROM account_status$$, $$
  SELECT account_id, is_charged, CASE WHEN account_id % 5 NOT IN (1, 2) OR mrr = 0 THEN mrr END FROM in_one$$);
SELECT same_rows('mrr_bridge, mrr_bridge_reported: they have no part in it', $$
  SELECT b.ending_mrr, r.ending_mrr FROM mrr_bridge AS b JOIN mrr_bridge_reported AS r USING (month) WHERE month = date_trunc('month', today())$$, $$
  SELECT sum(cur), sum(cur) FROM ends WHERE month = date_trunc('month', today()) AND account_id % 5 NOT IN (1, 2)$$);
CALL customer_success.refresh_faults();
SELECT same_rows('source_faults: each of these lines', $$
  SELECT key::bigint, fault FROM source_faults WHERE table_name = 'subscriptions' AND fault LIKE '%rate%'$$, $$
  SELECT subscription_id, format('is in %s, other lines are in other currencies, and there are no rates', CASE account_id % 5 WHEN 1 THEN 'GBP' ELSE 'JPY' END)
  FROM warehouse.subscriptions WHERE account_id % 5 IN (1, 2) AND mrr <> 0$$);
-- Invoices are in the currency that most lines are in, whatever most invoices are in.
UPDATE warehouse.invoices SET currency = CASE account_id % 5 WHEN 1 THEN ' ' WHEN 2 THEN 'usd' ELSE 'EUR' END;
SELECT same_rows('invoices: known where they are in the currency of most lines, or name none', $$
  SELECT invoice_id, currency, amount IS NOT NULL FROM invoices$$, $$
  SELECT invoice_id, CASE account_id % 5 WHEN 1 THEN NULL WHEN 2 THEN 'USD' ELSE 'EUR' END, account_id % 5 IN (1, 2) FROM warehouse.invoices WHERE amount IS NOT NULL$$);
-- A blank names no currency, however many there are: what names none is in the company's own.
UPDATE warehouse.subscriptions SET currency = CASE WHEN account_id % 5 = 1 THEN 'GBP' WHEN account_id % 5 = 2 AND account_id % 2 = 0 THEN 'JPY' WHEN account_id % 2 = 0 THEN '' ELSE ' ' END;
SELECT same_rows('account_status: blanks are no currency, and no most frequent one', $$
  SELECT account_id, mrr FROM account_status$$, $$
  SELECT account_id, CASE WHEN account_id % 5 <> 2 OR account_id % 2 <> 0 OR mrr = 0 THEN mrr END FROM in_one$$);
-- One currency needs no rate, however it is written.
UPDATE warehouse.subscriptions SET currency = CASE account_id % 2 WHEN 1 THEN 'gbp ' ELSE 'GBP' END;
SELECT same_rows('account_status: one currency without a rate', 'TABLE account_status', 'TABLE in_one');
ROLLBACK TO s;
\endif
\endif
