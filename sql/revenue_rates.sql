-- Retention rates, normalised prices, lifetime value, payback. METRICS B5, B7, B8.
SET datestyle = ISO;

-- ---- NRR, GRR, logo retention: by customer, over those active at the start

CREATE TEMP TABLE customers (customer text, start_mrr numeric, end_mrr numeric);
INSERT INTO customers VALUES ('grew', 100, 150), ('shrank', 100, 60), ('stayed', 50, 50), ('left', 50, 0), ('left, by an outer join', 20, NULL), ('came', 0, 500), ('came, by an outer join', NULL, 500), ('never', NULL, NULL);
SELECT net_revenue_retention(start_mrr, end_mrr) AS nrr, 260.0 / 320 AS by_hand, gross_revenue_retention(start_mrr, end_mrr) AS grr, 210.0 / 320 AS by_hand, logo_retention(start_mrr, end_mrr) AS logos, 3.0 / 5 AS by_hand FROM customers;
-- Nobody at the start, no row: NULL.
SELECT net_revenue_retention(start_mrr, end_mrr) AS nrr, gross_revenue_retention(start_mrr, end_mrr) AS grr, logo_retention(start_mrr, end_mrr) AS logos FROM customers WHERE customer LIKE 'came%';
SELECT net_revenue_retention(start_mrr, end_mrr) AS nrr, gross_revenue_retention(start_mrr, end_mrr) AS grr, logo_retention(start_mrr, end_mrr) AS logos FROM customers WHERE false;
-- GRR ≤ least(1, NRR), whatever the customers.
SELECT count(*) AS groups, bool_and(grr <= least(1, nrr)) AS holds
  FROM (SELECT gross_revenue_retention(a, b) AS grr, net_revenue_retention(a, b) AS nrr FROM (SELECT i % 50 AS team, nullif(abs(hashint4(i)) % 7, 3) * 1.37 AS a, nullif(abs(hashint4(-i)) % 7, 5) * 1.11 AS b FROM generate_series(1, 1000) AS i) AS rows GROUP BY team) AS rates;

-- ---- prices: one division, at the end

SELECT unit, mrr_normalize(120, unit) AS mrr, mrr_normalize(120, upper(unit), 2) AS every_second FROM unnest('{day,week,month,quarter,year}'::text[]) AS unit;
SELECT mrr_normalize(100, 'year') AS third, mrr_normalize(1200, 'year') AS whole, mrr_normalize(-60, 'quarter') AS discount, mrr_normalize(0, 'day') AS free, mrr_normalize(12, 'week') AS week, mrr_normalize(12, 'day') AS day;
SELECT mrr_normalize(1000000000000000.000001, 'year') AS large, mrr_normalize(600, 'month', 6) AS half_year, mrr_normalize(0.1, 'year', 2147483647) AS very_long;
SELECT mrr_normalize(NULL, 'month') IS NULL AS amount, mrr_normalize(1, NULL) IS NULL AS unit, mrr_normalize(1, 'month', NULL) IS NULL AS count;
-- Twelve times a twelfth is the whole again (METRICS R7), also where the twelfth is a number without end.
SELECT count(*) AS prices, count(*) FILTER (WHERE arr(mrr_normalize(price, 'year')) = price) AS exact FROM (SELECT i / 100.0 AS price FROM generate_series(1, 2000) AS i) AS prices;
SELECT unit, count, count(*) AS prices, count(*) FILTER (WHERE arr(mrr_normalize(price, unit, count)) <> price * times) AS not_exact
  FROM (VALUES ('year', 1, 1), ('year', 2, 1 / 2.0), ('year', 5, 1 / 5.0), ('quarter', 1, 4), ('quarter', 2, 2), ('month', 1, 12), ('month', 6, 2), ('month', 5, 2.4), ('week', 1, 52), ('week', 2, 26), ('day', 1, 365)) AS units (unit, count, times),
       (SELECT i / 100.0 + i / 1000000.0 AS price FROM generate_series(-500, 2000) AS i) AS prices GROUP BY unit, count ORDER BY unit, count;
SELECT arr(mrr_normalize(1000, 'year')) AS year, arr(mrr_normalize(1000, 'year')) >= 1000 AS not_less, arr(100) AS month, arr(-0.01) AS discount, arr(NULL) IS NULL AS null_mrr, arr(83.33) AS rounded_by_hand;

-- Lines that cancel are nothing: the customer churns. Lines that are split or merged are no movement.
SELECT mrr_agg('[2026-01-01,)'::daterange, mrr_normalize(price, 'year')) AS nothing FROM (VALUES (10), (10), (10), (-30)) AS lines (price);
CREATE TEMP TABLE lines (customer text, valid daterange, price numeric, unit text, count integer);
INSERT INTO lines VALUES
  ('merged', '[2026-01-01,2026-03-01)', 500, 'year', 1), ('merged', '[2026-01-01,2026-03-01)', 500, 'year', 1), ('merged', '[2026-03-01,)', 1000, 'year', 1),
  ('split', '[2026-01-01,2026-03-01)', 100, 'quarter', 1), ('split', '[2026-03-01,)', 1, 'week', 1), ('split', '[2026-03-01,)', 348, 'year', 1),
  ('cancelled', '[2026-01-01,)', 10, 'year', 1), ('cancelled', '[2026-01-01,)', 10, 'year', 1), ('cancelled', '[2026-01-01,)', 10, 'year', 1), ('cancelled', '[2026-03-01,)', -30, 'year', 1),
  ('every five months', '[2026-01-01,2026-03-01)', 7, 'month', 5), ('every five months', '[2026-03-01,)', 84, 'year', 5);
SELECT period, ending_mrr, contraction_mrr, expansion_mrr, churned_mrr, contracted_customers AS contracted, expanded_customers AS expanded, churned_customers AS churned, ending_customers AS customers
  FROM unnest((SELECT mrr_bridge(customer, valid, mrr_normalize(price, unit, count), 'month', '2026-03-31') FROM lines));
-- Numeric and text forms of what has no end read back as they were.
SELECT count(*) AS amounts, count(*) FILTER (WHERE again <> history) AS of_numeric, count(*) FILTER (WHERE history::text::mrr_history <> history) AS of_text
  FROM (SELECT mrr_agg('[2026-01-01,)'::daterange, i / 84.0 + i / 100.0) AS history FROM generate_series(1, 1000) AS i GROUP BY i) AS histories,
       LATERAL (SELECT mrr_agg('[2026-01-01,)'::daterange, mrr) AS again FROM (SELECT mrr_at(history, '2026-01-01') AS mrr) AS printed) AS read_again;

-- ---- unit economics

SELECT lifetime_value(100, 0.8, 0.02) AS ltv, lifetime_value(100, 0.8, 0) IS NULL AS nobody_leaves, lifetime_value(100, 0, 0.5) AS no_margin, lifetime_value(100, 1, 1) AS all_leave, lifetime_value(NULL, 1, 1) IS NULL AS null_arpa;
SELECT cac_payback_months(1000, 100, 0.8) AS months, cac_payback_months(0, 100, 0.8) AS free, cac_payback_months(1000, 0, 0.8) IS NULL AS no_revenue, cac_payback_months(1000, 100, 0) IS NULL AS no_margin;
-- A lower margin pays back later, not sooner.
SELECT cac_payback_months(1000, 100, 0.5) > cac_payback_months(1000, 100, 0.9) AS later;
