-- The MRR bridge: every period, every customer in one class, sums that reconcile. METRICS B3.
SET datestyle = ISO;
SET timezone = 'UTC';

CREATE TEMP TABLE subscriptions (customer bigint, valid daterange, mrr numeric);
INSERT INTO subscriptions VALUES
  (1, '[2026-01-10,)', 100),
  (2, '[2026-01-01,2026-03-01)', 50), (2, '[2026-06-01,)', 50),
  (3, '[2026-02-01,2026-04-01)', 80), (3, '[2026-04-01,)', 60),
  (4, '[2026-02-15,)', 40), (4, '[2026-05-01,)', 25.5), (4, '[2026-02-15,2026-05-01)', -10),
  (5, '[2026-04-05,2026-04-20)', 70),
  (6, '[2026-07-15,)', 1000),
  (NULL, '[2026-01-01,)', 999), (7, NULL, 999), (8, '[2026-01-01,)', NULL), (9, 'empty', 999);

\x
SELECT bridge.* FROM unnest((SELECT mrr_bridge(customer, valid, mrr, 'month', '2026-07-10') FROM subscriptions)) AS bridge;
\x
-- The same from histories, and for every type of key.
SELECT grain, as_of, mrr_bridge(customer, valid, mrr, grain, as_of) = (SELECT mrr_bridge(history, grain, as_of) FROM (SELECT mrr_agg(valid, mrr) AS history FROM subscriptions WHERE customer IS NOT NULL GROUP BY customer) AS customers) AS histories,
       mrr_bridge(customer, valid, mrr, grain, as_of) = mrr_bridge(customer::integer, valid, mrr, grain, as_of) AS integer,
       mrr_bridge(customer, valid, mrr, grain, as_of) = mrr_bridge(customer::text, valid, mrr, grain, as_of) AS text,
       mrr_bridge(customer, valid, mrr, grain, as_of) = mrr_bridge(lpad(customer::text, 32, '0')::uuid, valid, mrr, grain, as_of) AS uuid
  FROM subscriptions, unnest('{day,week,week(wednesday),month,quarter,year,28 days}'::text[]) AS grain, unnest('{2026-03-31,2026-07-10}'::date[]) AS as_of GROUP BY grain, as_of ORDER BY grain, as_of;

-- What reconciles, in every period.
SELECT grain, count(*) AS periods, bool_and(starting_mrr + new_mrr + expansion_mrr + contraction_mrr + churned_mrr + reactivation_mrr = ending_mrr) AS money,
       bool_and(starting_customers + new_customers + reactivated_customers - churned_customers = ending_customers) AS customers,
       bool_and(starting_mrr = coalesce(before, 0)) AS chained, bool_and(retained_mrr <= least(starting_mrr, ending_mrr)) AS retained
  FROM (SELECT grain, (bridge).*, lag((bridge).ending_mrr) OVER (PARTITION BY grain ORDER BY (bridge).period) AS before
          FROM unnest('{day,week,month,quarter,year}'::text[]) AS grain, LATERAL (SELECT unnest(mrr_bridge(customer, valid, mrr, grain, '2026-07-31')) FROM subscriptions) AS rows (bridge)) AS bridges GROUP BY grain ORDER BY grain;
-- At the end: what all open subscriptions come to.
SELECT (bridge[cardinality(bridge)]).ending_mrr = (SELECT sum(mrr) FROM subscriptions WHERE valid @> date '2026-07-31' AND customer IS NOT NULL) AS the_same
  FROM (SELECT mrr_bridge(customer, valid, mrr, 'month', '2026-07-31') AS bridge FROM subscriptions) AS bridges;

-- ---- snapshots

CREATE TEMP TABLE snapshots AS
SELECT customer, month::date AS period, sum(mrr) AS mrr FROM subscriptions, generate_series(timestamp '2026-01-01', '2026-07-01', interval '1 month') AS month
 WHERE valid @> least((month + interval '1 month - 1 day')::date, date '2026-07-10') GROUP BY customer, month;
-- Snapshots of month ends give the months of the subscriptions, but know of no customer within a month.
SELECT period, ending_mrr, new_customers, churned_customers, transient_customers FROM unnest((SELECT mrr_bridge(customer, period, mrr, 'month', '2026-07-10') FROM snapshots)) AS bridge;
SELECT count(*) AS different FROM (
  (SELECT period, starting_mrr, new_mrr, expansion_mrr, contraction_mrr, churned_mrr, reactivation_mrr, ending_mrr FROM unnest((SELECT mrr_bridge(customer, period, mrr, 'month', '2026-07-10') FROM snapshots)) AS of_snapshots)
  EXCEPT (SELECT period, starting_mrr, new_mrr, expansion_mrr, contraction_mrr, churned_mrr, reactivation_mrr, ending_mrr FROM unnest((SELECT mrr_bridge(customer, valid, mrr, 'month', '2026-07-10') FROM subscriptions)) AS of_subscriptions)) AS rows;
SELECT grain, mrr_bridge(customer, period, mrr, grain, '2026-07-10') = (SELECT mrr_bridge(history, grain, '2026-07-10') FROM (SELECT mrr_agg(period, mrr) AS history FROM snapshots WHERE customer IS NOT NULL GROUP BY customer) AS customers) AS histories
  FROM snapshots, unnest('{day,week,month,quarter,year}'::text[]) AS grain GROUP BY grain ORDER BY grain;

-- ---- nothing: no period yet, no row, no customer

SELECT mrr_bridge(customer, valid, mrr, 'month', '2025-12-31') AS before_the_first FROM subscriptions;
SELECT mrr_bridge(customer, valid, mrr, 'month', '2025-12-31') IS NULL AS no_row FROM subscriptions WHERE false;
SELECT mrr_bridge(NULL::text, daterange '[2026-01-01,)', 5, 'month', '2026-12-31') AS nobody;
SELECT mrr_bridge(history, 'month', '2026-12-31') AS nobody_paid FROM (VALUES (mrr_history '{}'), (NULL)) AS customers (history);
SELECT bridge.period, bridge.transient_customers, bridge.ending_customers FROM unnest((SELECT mrr_bridge(1, daterange '[2026-01-05,2026-01-06)', 5, 'month', '2026-02-28'))) AS bridge;

-- ---- many customers, so many that they are kept in partitions; one with very many rows

CREATE TEMP TABLE many AS
SELECT i % 20011 AS customer, daterange(date '2020-01-01' + i % 977, CASE WHEN i % 3 > 0 THEN date '2020-01-01' + i % 977 + i % 413 END) AS valid, (i % 100)::numeric / 4 AS mrr FROM generate_series(1, 60000) AS i
UNION ALL SELECT -5, daterange(date '2021-01-01' + i % 7, NULL), 0.25 FROM generate_series(1, 40000) AS i;
SELECT mrr_bridge(customer, valid, mrr, 'quarter', '2023-06-30') = (SELECT mrr_bridge(history, 'quarter', '2023-06-30') FROM (SELECT mrr_agg(valid, mrr) AS history FROM many GROUP BY customer) AS customers) AS integer,
       mrr_bridge(customer::text, valid, mrr, 'quarter', '2023-06-30') = mrr_bridge(customer, valid, mrr, 'quarter', '2023-06-30') AS text,
       mrr_bridge(md5(customer::text)::uuid, valid, mrr, 'quarter', '2023-06-30') = mrr_bridge(customer, valid, mrr, 'quarter', '2023-06-30') AS uuid,
       mrr_bridge(customer::bigint * 4294967296 * 1024, valid, mrr, 'quarter', '2023-06-30') = mrr_bridge(customer, valid, mrr, 'quarter', '2023-06-30') AS high_bits FROM many;
SELECT mrr_bridge(customer, period, mrr, 'month', '2023-06-30') = (SELECT mrr_bridge(history, 'month', '2023-06-30') FROM (SELECT mrr_agg(lower(valid), mrr) AS history FROM many GROUP BY customer) AS customers) AS snapshots
  FROM (SELECT customer, lower(valid) AS period, mrr FROM many) AS rows;
-- The widest keys.
SELECT (bridge[cardinality(bridge)]).ending_customers FROM (SELECT mrr_bridge(customer, daterange '[2026-01-01,)', 1, 'year', '2026-12-31') AS bridge FROM (VALUES (9223372036854775807), (-9223372036854775808), (0), (-1), (0)) AS keys (customer)) AS bridges;
SELECT (bridge[cardinality(bridge)]).ending_customers FROM (SELECT mrr_bridge(customer, daterange '[2026-01-01,)', 1, 'year', '2026-12-31') AS bridge FROM (VALUES (''), (' '), ('é'), (repeat('x', 100000)), (repeat('x', 100001)), ('')) AS keys (customer)) AS bridges;

-- Sums beyond one customer's limit are exact, too.
SELECT (bridge[1]).ending_mrr FROM (SELECT mrr_bridge(i, daterange '[2026-01-01,)', 7859936757367493808.8833284062, 'year', '2026-12-31') AS bridge FROM generate_series(1, 1000) AS i) AS bridges;
-- Year 1 to year 9999, by year.
SELECT cardinality(mrr_bridge(1, daterange '[0001-01-01,)', 1, 'year', '9999-12-31')) AS years;
