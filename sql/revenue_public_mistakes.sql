-- What public SQL for MRR gets wrong, each a case by name, with the formula in circulation beside ours where it is short.
SET datestyle = ISO;
SET timezone = 'UTC';

-- ---- active customers are not churned in the current month
-- Month snapshots until June, asked in the middle of July: the row of July is not there yet.
CREATE TEMP TABLE snapshots AS SELECT customer, month::date AS period, 100::numeric AS mrr FROM generate_series(1, 3) AS customer, generate_series(timestamp '2026-01-01', '2026-06-01', interval '1 month') AS month;
SELECT period, churned_customers, churned_mrr, ending_mrr FROM unnest((SELECT mrr_bridge(customer, period, mrr, 'month', '2026-07-14') FROM snapshots)) AS bridge WHERE period >= '2026-06-01';
-- In circulation: the month after the last row is churn, for everybody.
SELECT count(*) AS booked_as_churned FROM (SELECT customer, max(period) + interval '1 month' AS month FROM snapshots GROUP BY customer) AS churned WHERE month <= '2026-07-14';
-- Once July is over and no row came, they have left.
SELECT period, churned_customers, churned_mrr, ending_mrr FROM unnest((SELECT mrr_bridge(customer, period, mrr, 'month', '2026-07-31') FROM snapshots)) AS bridge WHERE period >= '2026-07-01';

-- ---- open-ended subscriptions live
SELECT period, ending_customers, churned_customers FROM unnest((SELECT mrr_bridge(customer, valid, 50, 'month', '2026-04-10') FROM (VALUES (1, daterange '[2026-01-15,)'), (2, '[2026-01-15,infinity)'), (3, '[2026-01-15,2030-01-01)')) AS subscriptions (customer, valid))) AS bridge;

-- ---- a history that begins before the first shown period is not new
SELECT * FROM mrr_movements('{[2019-05-01,)=100}', 'month', '2026-03-31') WHERE period >= '2026-01-01';
SELECT * FROM mrr_movements('{[2019-05-01,2019-06-01)=100,[2026-02-01,)=100}', 'month', '2026-03-31') WHERE period >= '2026-01-01';

-- ---- reactivation is reachable, and distinct from new and from expansion
SELECT * FROM mrr_movements('{[2026-01-01,2026-03-01)=100,[2026-05-01,2026-06-01)=80,[2026-06-01,)=120}', 'month', '2026-06-30');

-- ---- churn amounts are never NULL
SELECT bool_and(amount IS NOT NULL AND mrr IS NOT NULL) AS always_amounts, sum(amount) FILTER (WHERE movement = 'churn') AS churn
  FROM mrr_movements('{[2026-01-01,2026-03-01)=100,[2026-05-01,2026-06-01)=80}', 'month', '2026-12-31');

-- ---- a month without churn gives 0, not NULL; a month without anything is there
SELECT period, churned_mrr, churned_customers, contraction_mrr, reactivation_mrr FROM unnest((SELECT mrr_bridge(1, daterange '[2026-01-01,)', 10, 'month', '2026-03-31'))) AS bridge;

-- ---- weekly and daily plans normalise by 52/12 and 365/12
SELECT mrr_normalize(100, 'week') AS weekly, round(100 * 52 / 12.0, 6) AS by_hand, 100 * 4 AS in_circulation;
SELECT mrr_normalize(10, 'day') AS daily, round(10 * 365 / 12.0, 6) AS by_hand, 10 * 30 AS in_circulation;

-- ---- several subscriptions are netted per customer
-- One customer moves 40 from one product to another and ends an add-on: one contraction of 10, neither churn nor new.
CREATE TEMP TABLE products (customer integer, product text, valid daterange, mrr numeric);
INSERT INTO products VALUES (1, 'old', '[2026-01-01,2026-03-01)', 40), (1, 'new', '[2026-03-01,)', 40), (1, 'add-on', '[2026-01-01,2026-03-01)', 10);
SELECT movements.* FROM unnest((SELECT mrr_movements(valid, mrr, 'month', '2026-03-31') FROM products)) AS movements;
-- In circulation: movements by subscription, added up.
SELECT movement, sum(amount) FROM (SELECT (unnest(mrr_movements(valid, mrr, 'month', '2026-03-31'))).* FROM products GROUP BY product) AS by_product WHERE period = '2026-03-01' GROUP BY movement ORDER BY movement;

-- ---- a gap of five months at the same price is churn and reactivation
-- lag() over the rows that exist sees 100 before and 100 after, and no movement.
SELECT * FROM unnest((SELECT mrr_movements(period, mrr, 'month', '2026-08-31') FROM (VALUES (date '2026-01-01', 100), ('2026-07-01', 100)) AS rows (period, mrr))) AS movements;
SELECT period, mrr - lag(mrr) OVER (ORDER BY period) AS in_circulation FROM (VALUES (date '2026-01-01', 100), ('2026-07-01', 100)) AS rows (period, mrr);
