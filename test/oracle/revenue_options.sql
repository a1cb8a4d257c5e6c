-- Options of the bridge (METRICS B1, B3, B9), against plain SQL over every customer's MRR on every day.
CREATE TABLE subscriptions AS
SELECT noise(1, i, 60)::integer AS customer, daterange(starts, CASE WHEN noise(4, i, 5) > 0 THEN starts + 1 + noise(5, i, 120)::integer END) AS valid,
       (1 + noise(6, i, 40)) * 12.5 - CASE noise(7, i, 6) WHEN 0 THEN 400 ELSE 0 END AS mrr, (ARRAY['EUR', 'USD', 'gbp'])[1 + noise(8, i, 3)] AS currency
  FROM (SELECT i, date '2025-01-01' + noise(2, i, 400)::integer AS starts FROM generate_series(1, 500) AS i) AS rows;
CREATE TABLE days AS SELECT customer, day::date, coalesce(sum(mrr) FILTER (WHERE valid @> day::date), 0) AS mrr
  FROM generate_series(timestamp '2024-12-01', '2026-03-31', interval '1 day') AS day, subscriptions GROUP BY 1, 2;

-- The bridge of whatever is paid on each day, by month as of the last of them.
CREATE FUNCTION bridge_of(paid text, as_of date) RETURNS TABLE (period date, ending numeric, new numeric, expansion numeric, contraction numeric, churn numeric, reactivation numeric, customers bigint) LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY EXECUTE format($q$
  WITH paid AS (%s), ends AS (
    SELECT customer, date_trunc('month', day)::date AS month, max(day) AS day, bool_or(mrr > 0) AS ever FROM paid WHERE day <= %L GROUP BY 1, 2),
  steps AS (
    SELECT customer, month, mrr, coalesce(lag(mrr) OVER one, 0) AS before, coalesce(bool_or(ever) OVER (one ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), false) AS active
      FROM ends JOIN paid USING (customer, day) WINDOW one AS (PARTITION BY customer ORDER BY month))
  SELECT month, sum(mrr), coalesce(sum(mrr) FILTER (WHERE before = 0 AND NOT active), 0), coalesce(sum(mrr - before) FILTER (WHERE before > 0 AND mrr > before), 0),
         coalesce(sum(mrr - before) FILTER (WHERE mrr > 0 AND mrr < before), 0), coalesce(-sum(before) FILTER (WHERE mrr = 0), 0), coalesce(sum(mrr) FILTER (WHERE before = 0 AND active), 0), count(*) FILTER (WHERE mrr > 0)
    FROM steps GROUP BY month$q$, paid, as_of);
END $$;
CREATE FUNCTION answer(rows mrr_bridge_row[]) RETURNS TABLE (period date, ending numeric, new numeric, expansion numeric, contraction numeric, churn numeric, reactivation numeric, customers bigint) LANGUAGE sql AS
$$ SELECT period, ending_mrr, new_mrr, expansion_mrr, contraction_mrr, churned_mrr, reactivation_mrr, ending_customers FROM unnest(rows) $$;

-- below_zero: a total below zero is 0.
INSERT INTO oracle (what, cases, differences)
SELECT 'below_zero', count(*), count(*) FILTER (WHERE a IS DISTINCT FROM b)
  FROM bridge_of('SELECT customer, day, greatest(mrr, 0) AS mrr FROM days', '2026-03-31') AS a
  FULL JOIN answer((SELECT mrr_bridge(customer, valid, mrr, 'month', '2026-03-31', '{"below_zero": "zero"}') FROM subscriptions)) AS b USING (period) WHERE period >= (SELECT min(period) FROM answer((SELECT mrr_bridge(customer, valid, mrr, 'month', '2026-03-31', '{"below_zero": "zero"}') FROM subscriptions)));

-- grace_days: days without MRR keep that of the last day with one, where the run of them is not longer.
CREATE TABLE graced AS
SELECT q.as_of, q.grace, d.customer, d.day,
       CASE WHEN d.mrr <= 0 AND d.runs > 0 AND count(*) OVER run <= q.grace THEN coalesce(max(d.last) OVER run, 0) ELSE greatest(d.mrr, 0) END AS mrr
  FROM (VALUES (date '2025-09-15', 7), ('2025-12-31', 20), ('2026-03-31', 45)) AS q (as_of, grace),
       LATERAL (SELECT *, max(s.mrr) FILTER (WHERE s.mrr > 0) OVER (PARTITION BY s.customer, s.runs) AS last
                  FROM (SELECT *, count(*) FILTER (WHERE days.mrr > 0) OVER (PARTITION BY days.customer ORDER BY days.day) AS runs FROM days WHERE days.day <= q.as_of) AS s) AS d
WINDOW run AS (PARTITION BY q.as_of, d.customer, d.runs, d.mrr > 0);
INSERT INTO oracle (what, cases, differences)
SELECT 'grace_days ' || grace, count(*), count(*) FILTER (WHERE a IS DISTINCT FROM b)
  FROM (SELECT DISTINCT as_of, grace FROM graced) AS q,
       LATERAL (SELECT * FROM bridge_of(format('SELECT customer, day, mrr FROM graced WHERE as_of = %L', q.as_of), q.as_of) AS a
         FULL JOIN answer((SELECT mrr_bridge(customer, valid, mrr, 'month', q.as_of, jsonb_build_object('below_zero', 'zero', 'grace_days', q.grace)) FROM subscriptions)) AS b USING (period)) AS pairs (period, a1, a2, a3, a4, a5, a6, a7, b1, b2, b3, b4, b5, b6, b7),
       LATERAL (SELECT (a1, a2, a3, a4, a5, a6, a7) AS a, (b1, b2, b3, b4, b5, b6, b7) AS b) AS pair WHERE b1 IS NOT NULL OR a1 <> 0 GROUP BY grace;
-- From histories, and by movements of a customer, it is the same.
CREATE TABLE histories AS SELECT customer, mrr_agg(valid, mrr, '{"below_zero": "zero"}') AS history FROM subscriptions GROUP BY customer;
INSERT INTO oracle (what, cases, differences)
SELECT 'grace_days of histories', count(*), count(*) FILTER (WHERE (SELECT mrr_bridge(history, 'week', as_of, jsonb_build_object('grace_days', grace)) FROM histories) <> (SELECT mrr_bridge(customer, valid, mrr, 'week', as_of, jsonb_build_object('below_zero', 'zero', 'grace_days', grace)) FROM subscriptions))
  FROM (VALUES (date '2025-09-15', 7), ('2025-12-31', 20), ('2026-03-31', 45)) AS q (as_of, grace);
INSERT INTO oracle (what, cases, differences)
SELECT 'grace_days of movements', count(*), count(*) FILTER (WHERE a IS DISTINCT FROM b)
  FROM (SELECT customer, mrr_movements(valid, mrr, 'month', '2025-12-31', '{"below_zero": "zero", "grace_days": 20}') AS a FROM subscriptions GROUP BY customer) AS rows
  JOIN (SELECT customer, ARRAY(SELECT m FROM mrr_movements(history, 'month', '2025-12-31', '{"grace_days": 20}') AS m) AS b FROM histories) AS of_histories USING (customer);

-- Snapshots of a grain: of the last day of each period.
CREATE TABLE snapshots AS SELECT customer, day, mrr, line FROM days, generate_series(1, 2) AS line WHERE mrr > 0 AND noise(20, (day - date '2024-01-01') * 1000 + customer, 10) > 0;
INSERT INTO oracle (what, cases, differences)
SELECT 'snapshots by ' || grain, count(*), count(*) FILTER (WHERE mrr_at(history, day) <> coalesce(expected, 0))
  FROM (SELECT grain, customer, history, period_start(day, grain) AS day, sum(2 * mrr) FILTER (WHERE day = last) / 2 AS expected
          FROM (SELECT grain, s.customer, s.day, s.mrr, max(s.day) OVER (PARTITION BY grain, s.customer, period_start(s.day, grain)) AS last FROM snapshots AS s, (VALUES ('day'), ('week'), ('month'), ('quarter'), ('year')) AS grains (grain)) AS rows
          JOIN (SELECT grain, customer, mrr_agg(day, mrr, jsonb_build_object('grain', grain)) AS history FROM snapshots, (VALUES ('day'), ('week'), ('month'), ('quarter'), ('year')) AS grains (grain) GROUP BY 1, 2) AS h USING (grain, customer)
         GROUP BY grain, customer, history, period_start(day, grain)) AS periods GROUP BY grain;

-- Currencies: per month and currency the native MRR, and movements of each customer at the month's rate.
CREATE TABLE rates AS SELECT currency, month::date, (50 + noise(30, (month::date - date '2024-01-01') * 3 + number, 100)) / 100.0 AS rate
  FROM generate_series(timestamp '2024-12-01', '2026-03-01', interval '1 month') AS month, (VALUES (1, 'USD'), (2, 'GBP')) AS c (number, currency);
CREATE TABLE options AS SELECT jsonb_build_object('reporting_currency', 'EUR', 'rates', jsonb_object_agg(currency, quotes)) AS options
  FROM (SELECT currency, jsonb_object_agg((month + interval '1 month - 1 day')::date, rate) AS quotes FROM rates GROUP BY currency) AS currencies;
CREATE TABLE positive AS SELECT customer, valid, abs(mrr) AS mrr, currency FROM subscriptions;
CREATE TABLE native AS
SELECT customer, upper(currency) AS currency, month::date, coalesce(sum(mrr) FILTER (WHERE valid @> (month + interval '1 month - 1 day')::date), 0) AS mrr
  FROM positive, generate_series(timestamp '2024-12-01', '2026-03-01', interval '1 month') AS month GROUP BY 1, 2, 3;
CREATE TABLE valued AS
SELECT customer, month, sum(mrr * coalesce(rate, 1)) AS after, sum(before * coalesce(rate, 1)) AS before
  FROM (SELECT *, coalesce(lag(mrr) OVER (PARTITION BY customer, currency ORDER BY month), 0) AS before FROM native) AS steps LEFT JOIN rates USING (currency, month) GROUP BY 1, 2;
INSERT INTO oracle (what, cases, differences)
SELECT 'currencies', count(*), count(*) FILTER (WHERE (ending_mrr, moved, ending_mrr - starting_mrr - moved, b.starting_customers, b.ending_customers, churned_mrr, expansion_mrr, contraction_mrr, retained_mrr) IS DISTINCT FROM
      (e.ending, e.movements, b.currency_effect, e.starting_customers, e.ending_customers, e.churn, e.expansion, e.contraction, e.retained))
  FROM (SELECT *, new_mrr + expansion_mrr + contraction_mrr + churned_mrr + reactivation_mrr AS moved FROM unnest((SELECT mrr_bridge(customer, valid, mrr, currency, 'month', '2026-03-31', options) FROM positive, options))) AS b
  JOIN (SELECT month AS period, sum(after) AS ending, sum(after - before) AS movements, count(*) FILTER (WHERE before > 0) AS starting_customers, count(*) FILTER (WHERE after > 0) AS ending_customers, sum(least(before, after)) AS retained,
               coalesce(-sum(before) FILTER (WHERE after = 0), 0) AS churn, coalesce(sum(after - before) FILTER (WHERE before > 0 AND after > before), 0) AS expansion, coalesce(sum(after - before) FILTER (WHERE after > 0 AND after < before), 0) AS contraction
          FROM valued GROUP BY month) AS e USING (period);
-- In one currency it is the plain bridge; every key gives the same.
INSERT INTO oracle (what, cases, differences)
SELECT 'one currency', 3, count(*) FILTER (WHERE bridge <> plain)
  FROM (SELECT mrr_bridge(customer, valid, mrr, 'month', '2026-03-31') AS plain FROM positive) AS plain,
       LATERAL (SELECT mrr_bridge(customer, valid, mrr, 'eur', 'month', '2026-03-31', '{"reporting_currency": "EUR"}') FROM positive
                UNION ALL SELECT mrr_bridge(customer::text, valid, mrr, 'Eur', 'month', '2026-03-31', '{"reporting_currency": "EUR"}') FROM positive
                UNION ALL SELECT mrr_bridge(md5(customer::text)::uuid, valid, mrr, 'EUR ', 'month', '2026-03-31', '{"reporting_currency": "EUR"}') FROM positive) AS keys (bridge);
-- The long form adds up.
INSERT INTO oracle (what, cases, differences)
SELECT 'mrr_waterfall', count(*), count(*) FILTER (WHERE round(total, 8) <> 0)
  FROM (SELECT period, sum(CASE movement WHEN 'ending' THEN -amount ELSE amount END) AS total FROM mrr_waterfall((SELECT mrr_bridge(customer, valid, mrr, currency, 'month', '2026-03-31', options) FROM positive, options)) GROUP BY period) AS sums;
