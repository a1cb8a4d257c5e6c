-- The revenue domain's benchmark: data, queries beside their equivalents in plain SQL and in DuckDB, and goals.
-- bench/run.py reads it; the directives are those of activity.sql.
--
-- 24 months of snapshots, 2024-01 to 2025-12, one row per customer and paid month; asked on the last day of the last month,
-- so that a customer without a row for December has churned in December. Amounts have two decimals in all answers.

-- setup: postgres
CREATE FUNCTION uniform(key bigint, stream bigint) RETURNS float8 IMMUTABLE STRICT PARALLEL SAFE
RETURN (hashint8extended(key, stream) & 1073741823) / 1073741824.0::float8;

-- Every customer comes in month `first`, early ones being more frequent, and is gone in month `last` (24: still there);
-- a fifth pauses for one to three months. Amounts are seats by price less discount; seats change every `term` months.
CREATE UNLOGGED TABLE book AS
SELECT customer, first, last,
       CASE WHEN uniform(customer, 5) < 0.2
            THEN first + 1 + floor((last - first) * uniform(customer, 6))::int END AS pause,
       1 + floor(3 * uniform(customer, 7))::int AS pause_months,
       3 + floor(10 * uniform(customer, 8))::int AS term,
       1 + 100 * uniform(customer, 9) ^ 4 AS seats,
       (ARRAY[900, 2900, 4900, 9900])[1 + floor(4 * uniform(customer, 10))::int]
         / 100 * (100 - 5 * floor(5 * uniform(customer, 11))::int) AS seat_cents
FROM (SELECT customer, first,
             CASE WHEN uniform(customer, 2) < 0.79 THEN 24
                  ELSE first + 1 + floor((24 - first) * uniform(customer, 3))::int END AS last
      FROM (SELECT customer, floor(24 * uniform(customer, 1) ^ 2)::int AS first
            FROM generate_series(1, ${customers}::bigint) AS customer) AS starts) AS spans;
ANALYZE book;

-- In order of month, as a snapshot table is filled; within a month in no order, as a GROUP BY would give them.
CREATE UNLOGGED TABLE snapshots (customer bigint, cents bigint, period date, mrr numeric(12, 2));
INSERT INTO snapshots
SELECT customer, cents, (date '2024-01-01' + make_interval(months => month))::date, cents / 100.00
FROM (SELECT customer, month,
             seat_cents
               * round(seats * (0.8 + 0.5 * uniform(32 * customer + (month - first) / term, 12)))::bigint AS cents
      FROM book, generate_series(first, last - 1) AS month
      WHERE (month BETWEEN pause AND pause + pause_months - 1) IS NOT TRUE) AS amounts
ORDER BY month, uniform(customer, 13), customer;
DROP TABLE book;
-- Known to the planner, so that plans do not depend on a sample.
ALTER TABLE snapshots ALTER customer SET (n_distinct = ${customers});
VACUUM (FREEZE, ANALYZE) snapshots;

-- The same rows with the index that window functions over them would like best.
CREATE UNLOGGED TABLE indexed AS SELECT customer, period, mrr FROM snapshots;
CREATE INDEX ON indexed (customer, period) INCLUDE (mrr);
ALTER TABLE indexed ALTER customer SET (n_distinct = ${customers});
VACUUM (FREEZE, ANALYZE) indexed;

-- The same rows with keys of other types.
CREATE UNLOGGED TABLE keyed AS
SELECT customer::int AS customer_int, md5(customer::text)::uuid AS customer_uuid,
       'cus_' || left(md5(customer::text), 14) AS customer_text, period, mrr
FROM snapshots;
VACUUM (FREEZE, ANALYZE) keyed;

-- The same customers by their subscriptions, in order of their first days: a row until the amount changes, open if it
-- still runs. Every tenth customer pays two fifths of it by a second subscription.
CREATE UNLOGGED TABLE subscriptions (customer bigint, valid daterange, mrr numeric(12, 2));
INSERT INTO subscriptions
WITH islands AS (
  SELECT customer, min(period) AS since, (max(period) + interval '1 month')::date AS until, mrr
  FROM (SELECT customer, period, mrr, extract(year FROM period) * 12 + extract(month FROM period)
               - row_number() OVER (PARTITION BY customer, mrr ORDER BY period) AS island
        FROM snapshots) AS numbered
  GROUP BY customer, mrr, island)
SELECT customer, daterange(since, nullif(until, '2026-01-01')), amount
FROM islands,
     LATERAL (SELECT CASE WHEN customer % 10 = 0 THEN round(0.4 * mrr, 2) ELSE 0 END AS second) AS parts,
     unnest(ARRAY[mrr - second, nullif(second, 0)]) AS amount
WHERE amount IS NOT NULL
ORDER BY since, uniform(customer, 14), customer, amount;
ALTER TABLE subscriptions ALTER customer SET (n_distinct = ${customers});
VACUUM (FREEZE, ANALYZE) subscriptions;
\copy (SELECT customer, period, mrr FROM snapshots) TO '${file}' (FORMAT csv)

-- setup: customer360
CREATE EXTENSION customer360;
CREATE UNLOGGED TABLE histories AS SELECT customer, mrr_agg(period, mrr) AS history FROM snapshots GROUP BY customer;
VACUUM (FREEZE, ANALYZE) histories;

-- setup: duckdb
CREATE TABLE snapshots AS
SELECT customer, period, mrr
FROM read_csv('${file}', header = false,
              columns = {'customer': 'BIGINT', 'period': 'DATE', 'mrr': 'DECIMAL(12, 2)'});


-- section: Scan, and sort
-- floor: scan

-- name: scan_rows
-- title: count(*)
-- system: postgres
-- rows: snapshots
SELECT count(*) FROM snapshots;

-- name: scan_cents
-- title: sum(cents)
-- system: postgres
-- rows: cents
SELECT sum(cents) FROM snapshots;

-- name: scan
-- title: sum(mrr)
-- system: postgres
-- threads: 1 2
-- rows: total
SELECT sum(mrr) FROM snapshots;

-- name: sort
-- title: sum(mrr) of the rows sorted by customer, month
-- system: postgres
-- rows: total
SELECT sum(mrr) FROM (SELECT mrr FROM snapshots ORDER BY customer, period) AS sorted;


-- section: MRR bridge of ${customers} customers over 24 months, from snapshots
-- floor: scan
-- ours: bridge

-- name: bridge
-- title: mrr_bridge(customer, period, mrr)
-- system: customer360
-- threads: 1 2
-- rows: bridge
SELECT months.*
FROM (SELECT mrr_bridge(customer, period, mrr, 'month', date '2025-12-31') AS bridge FROM snapshots) AS population,
     unnest(bridge) AS months;

-- One rate of 1 makes no difference, and a gap of no day is none: so the answers are those of the bridge.
-- name: bridge_options
-- title: mrr_bridge(customer, period, mrr) with grace_days
-- system: customer360
-- threads: 1 2
-- rows: bridge
SELECT months.*
FROM (SELECT mrr_bridge(customer, period, mrr, 'month', date '2025-12-31', '{"grace_days": 0}') AS bridge FROM snapshots) AS population,
     unnest(bridge) AS months;

-- name: bridge_rates
-- title: mrr_bridge(customer, period, mrr, currency) with rates
-- system: customer360
-- threads: 1 2
-- rows: bridge
SELECT months.*
FROM (SELECT mrr_bridge(customer, period, mrr, CASE WHEN customer % 3 = 0 THEN 'USD' ELSE 'EUR' END, 'month', date '2025-12-31',
                        '{"reporting_currency": "EUR", "rates": {"USD": {
                          "2024-01-01": 1, "2024-02-01": 1, "2024-03-01": 1, "2024-04-01": 1, "2024-05-01": 1,
                          "2024-06-01": 1, "2024-07-01": 1, "2024-08-01": 1, "2024-09-01": 1, "2024-10-01": 1,
                          "2024-11-01": 1, "2024-12-01": 1, "2025-01-01": 1, "2025-02-01": 1, "2025-03-01": 1,
                          "2025-04-01": 1, "2025-05-01": 1, "2025-06-01": 1, "2025-07-01": 1, "2025-08-01": 1,
                          "2025-09-01": 1, "2025-10-01": 1, "2025-11-01": 1, "2025-12-01": 1}}}') AS bridge FROM snapshots) AS population,
     unnest(bridge) AS months;

-- name: bridge_entity
-- title: mrr_agg(period, mrr) GROUP BY customer, then mrr_bridge(history)
-- system: customer360
-- threads: 1 2
-- rows: bridge
SELECT months.*
FROM (SELECT mrr_bridge(history, 'month', date '2025-12-31') AS bridge
      FROM (SELECT mrr_agg(period, mrr) AS history FROM snapshots GROUP BY customer) AS customers) AS population,
     unnest(bridge) AS months;

-- Each row beside the customer's rows before and after it. Who leaves is counted in the last month paid for, and moved
-- to the next by lag() over the months; so those who paid for the last month have not left.
-- name: bridge_lean
-- title: lag and lead over the rows: lean SQL
-- system: postgres
-- rows: bridge
WITH neighbours AS (
  SELECT period, mrr, lag(period) OVER customers AS before, lag(mrr) OVER customers AS previous,
         lag(period) OVER customers = period - interval '1 month' AS stays,
         (lead(period) OVER customers = period + interval '1 month') IS NOT TRUE AS leaves
  FROM snapshots WINDOW customers AS (PARTITION BY customer ORDER BY period)),
     movements AS (
  SELECT period,
         CASE WHEN before IS NULL THEN 'new'
              WHEN NOT stays THEN 'reactivation'
              WHEN mrr > previous THEN 'expansion'
              WHEN mrr < previous THEN 'contraction'
              ELSE 'same' END AS movement,
         sum(mrr) AS mrr, sum(previous) AS previous, count(*) AS customers,
         sum(mrr) FILTER (WHERE leaves) AS leaving_mrr, count(*) FILTER (WHERE leaves) AS leaving
  FROM neighbours GROUP BY 1, 2)
SELECT period, lag(sum(mrr), 1, 0.00) OVER months,
       coalesce(sum(mrr) FILTER (WHERE movement = 'new'), 0.00),
       coalesce(sum(mrr - previous) FILTER (WHERE movement = 'expansion'), 0.00),
       coalesce(sum(mrr - previous) FILTER (WHERE movement = 'contraction'), 0.00),
       -coalesce(lag(sum(leaving_mrr)) OVER months, 0.00),
       coalesce(sum(mrr) FILTER (WHERE movement = 'reactivation'), 0.00), 0.00, sum(mrr),
       coalesce(sum(CASE movement WHEN 'expansion' THEN previous ELSE mrr END)
                  FILTER (WHERE movement IN ('expansion', 'contraction', 'same')), 0.00),
       coalesce(lag(sum(customers)) OVER months, 0),
       coalesce(sum(customers) FILTER (WHERE movement = 'new'), 0),
       coalesce(sum(customers) FILTER (WHERE movement = 'reactivation'), 0),
       coalesce(lag(sum(leaving)) OVER months, 0),
       coalesce(sum(customers) FILTER (WHERE movement = 'expansion'), 0),
       coalesce(sum(customers) FILTER (WHERE movement = 'contraction'), 0), 0, sum(customers)
FROM movements GROUP BY period WINDOW months AS (ORDER BY period);

-- name: bridge_lean_indexed
-- title: the same with a covering index
-- system: postgres
-- rows: bridge
WITH neighbours AS (
  SELECT period, mrr, lag(period) OVER customers AS before, lag(mrr) OVER customers AS previous,
         lag(period) OVER customers = period - interval '1 month' AS stays,
         (lead(period) OVER customers = period + interval '1 month') IS NOT TRUE AS leaves
  FROM indexed WINDOW customers AS (PARTITION BY customer ORDER BY period)),
     movements AS (
  SELECT period,
         CASE WHEN before IS NULL THEN 'new'
              WHEN NOT stays THEN 'reactivation'
              WHEN mrr > previous THEN 'expansion'
              WHEN mrr < previous THEN 'contraction'
              ELSE 'same' END AS movement,
         sum(mrr) AS mrr, sum(previous) AS previous, count(*) AS customers,
         sum(mrr) FILTER (WHERE leaves) AS leaving_mrr, count(*) FILTER (WHERE leaves) AS leaving
  FROM neighbours GROUP BY 1, 2)
SELECT period, lag(sum(mrr), 1, 0.00) OVER months,
       coalesce(sum(mrr) FILTER (WHERE movement = 'new'), 0.00),
       coalesce(sum(mrr - previous) FILTER (WHERE movement = 'expansion'), 0.00),
       coalesce(sum(mrr - previous) FILTER (WHERE movement = 'contraction'), 0.00),
       -coalesce(lag(sum(leaving_mrr)) OVER months, 0.00),
       coalesce(sum(mrr) FILTER (WHERE movement = 'reactivation'), 0.00), 0.00, sum(mrr),
       coalesce(sum(CASE movement WHEN 'expansion' THEN previous ELSE mrr END)
                  FILTER (WHERE movement IN ('expansion', 'contraction', 'same')), 0.00),
       coalesce(lag(sum(customers)) OVER months, 0),
       coalesce(sum(customers) FILTER (WHERE movement = 'new'), 0),
       coalesce(sum(customers) FILTER (WHERE movement = 'reactivation'), 0),
       coalesce(lag(sum(leaving)) OVER months, 0),
       coalesce(sum(customers) FILTER (WHERE movement = 'expansion'), 0),
       coalesce(sum(customers) FILTER (WHERE movement = 'contraction'), 0), 0, sum(customers)
FROM movements GROUP BY period WINDOW months AS (ORDER BY period);

-- The calendar goes on to the month after a customer's last row, where the left join finds the churn. It ends with the
-- last month: the usual form of this query goes beyond, and books everybody who paid for that month as churned.
-- name: bridge_playbook
-- title: calendar × customers, left join, lag: the public playbook's SQL
-- system: postgres
-- rounds: once
-- rows: bridge
WITH calendar AS (
  SELECT month::date AS month FROM generate_series(timestamp '2024-01-01', '2025-12-01', interval '1 month') AS month),
     customers AS (
  SELECT customer, min(period) AS first, max(period) AS last FROM snapshots GROUP BY customer),
     spine AS (
  SELECT customers.customer, month, first, coalesce(mrr, 0.00) AS mrr
  FROM customers JOIN calendar ON month BETWEEN first AND last + interval '1 month'
  LEFT JOIN snapshots ON snapshots.customer = customers.customer AND period = month),
     changes AS (
  SELECT month, first, mrr, coalesce(lag(mrr) OVER (PARTITION BY customer ORDER BY month), 0.00) AS previous
  FROM spine),
     movements AS (
  SELECT month,
         CASE WHEN month = first THEN 'new'
              WHEN mrr = 0 AND previous > 0 THEN 'churn'
              WHEN mrr > 0 AND previous = 0 THEN 'reactivation'
              WHEN mrr > previous THEN 'expansion'
              WHEN mrr < previous THEN 'contraction' END AS movement,
         sum(previous) AS starting, sum(mrr) AS ending, sum(least(mrr, previous)) AS retained, count(*) AS customers,
         count(*) FILTER (WHERE previous > 0) AS at_start, count(*) FILTER (WHERE mrr > 0) AS at_end
  FROM changes GROUP BY 1, 2)
SELECT month, sum(starting), coalesce(sum(ending) FILTER (WHERE movement = 'new'), 0.00),
       coalesce(sum(ending - starting) FILTER (WHERE movement = 'expansion'), 0.00),
       coalesce(sum(ending - starting) FILTER (WHERE movement = 'contraction'), 0.00),
       coalesce(sum(-starting) FILTER (WHERE movement = 'churn'), 0.00),
       coalesce(sum(ending) FILTER (WHERE movement = 'reactivation'), 0.00), 0.00, sum(ending), sum(retained),
       sum(at_start),
       coalesce(sum(customers) FILTER (WHERE movement = 'new'), 0),
       coalesce(sum(customers) FILTER (WHERE movement = 'reactivation'), 0),
       coalesce(sum(customers) FILTER (WHERE movement = 'churn'), 0),
       coalesce(sum(customers) FILTER (WHERE movement = 'expansion'), 0),
       coalesce(sum(customers) FILTER (WHERE movement = 'contraction'), 0), 0, sum(at_end)
FROM movements GROUP BY month;

-- name: bridge_lean_duckdb
-- title: lag and lead over the rows: lean SQL
-- system: duckdb
-- rows: bridge
WITH neighbours AS (
  SELECT period, mrr, lag(period) OVER customers AS before, lag(mrr) OVER customers AS previous,
         lag(period) OVER customers = period - INTERVAL 1 MONTH AS stays,
         (lead(period) OVER customers = period + INTERVAL 1 MONTH) IS NOT TRUE AS leaves
  FROM snapshots WINDOW customers AS (PARTITION BY customer ORDER BY period)),
     movements AS (
  SELECT period,
         CASE WHEN before IS NULL THEN 'new'
              WHEN NOT stays THEN 'reactivation'
              WHEN mrr > previous THEN 'expansion'
              WHEN mrr < previous THEN 'contraction'
              ELSE 'same' END AS movement,
         sum(mrr) AS mrr, sum(previous) AS previous, count(*) AS customers,
         sum(mrr) FILTER (WHERE leaves) AS leaving_mrr, count(*) FILTER (WHERE leaves) AS leaving
  FROM neighbours GROUP BY 1, 2)
SELECT period, lag(sum(mrr), 1, 0.00) OVER months,
       coalesce(sum(mrr) FILTER (WHERE movement = 'new'), 0.00),
       coalesce(sum(mrr - previous) FILTER (WHERE movement = 'expansion'), 0.00),
       coalesce(sum(mrr - previous) FILTER (WHERE movement = 'contraction'), 0.00),
       -coalesce(lag(sum(leaving_mrr)) OVER months, 0.00),
       coalesce(sum(mrr) FILTER (WHERE movement = 'reactivation'), 0.00), 0.00, sum(mrr),
       coalesce(sum(CASE movement WHEN 'expansion' THEN previous ELSE mrr END)
                  FILTER (WHERE movement IN ('expansion', 'contraction', 'same')), 0.00),
       coalesce(lag(sum(customers)) OVER months, 0),
       coalesce(sum(customers) FILTER (WHERE movement = 'new'), 0),
       coalesce(sum(customers) FILTER (WHERE movement = 'reactivation'), 0),
       coalesce(lag(sum(leaving)) OVER months, 0),
       coalesce(sum(customers) FILTER (WHERE movement = 'expansion'), 0),
       coalesce(sum(customers) FILTER (WHERE movement = 'contraction'), 0), 0, sum(customers)
FROM movements GROUP BY period WINDOW months AS (ORDER BY period);

-- name: bridge_playbook_duckdb
-- title: calendar × customers, left join, lag: the public playbook's SQL
-- system: duckdb
-- rows: bridge
WITH calendar AS (
  SELECT month::DATE AS month FROM range(DATE '2024-01-01', DATE '2026-01-01', INTERVAL 1 MONTH) AS months(month)),
     customers AS (
  SELECT customer, min(period) AS first, max(period) AS last FROM snapshots GROUP BY customer),
     spine AS (
  SELECT customers.customer, month, first, coalesce(mrr, 0.00) AS mrr
  FROM customers JOIN calendar ON month BETWEEN first AND last + INTERVAL 1 MONTH
  LEFT JOIN snapshots ON snapshots.customer = customers.customer AND period = month),
     changes AS (
  SELECT month, first, mrr, coalesce(lag(mrr) OVER (PARTITION BY customer ORDER BY month), 0.00) AS previous
  FROM spine),
     movements AS (
  SELECT month,
         CASE WHEN month = first THEN 'new'
              WHEN mrr = 0 AND previous > 0 THEN 'churn'
              WHEN mrr > 0 AND previous = 0 THEN 'reactivation'
              WHEN mrr > previous THEN 'expansion'
              WHEN mrr < previous THEN 'contraction' END AS movement,
         sum(previous) AS starting, sum(mrr) AS ending, sum(least(mrr, previous)) AS retained, count(*) AS customers,
         count(*) FILTER (WHERE previous > 0) AS at_start, count(*) FILTER (WHERE mrr > 0) AS at_end
  FROM changes GROUP BY 1, 2)
SELECT month, sum(starting), coalesce(sum(ending) FILTER (WHERE movement = 'new'), 0.00),
       coalesce(sum(ending - starting) FILTER (WHERE movement = 'expansion'), 0.00),
       coalesce(sum(ending - starting) FILTER (WHERE movement = 'contraction'), 0.00),
       coalesce(sum(-starting) FILTER (WHERE movement = 'churn'), 0.00),
       coalesce(sum(ending) FILTER (WHERE movement = 'reactivation'), 0.00), 0.00, sum(ending), sum(retained),
       sum(at_start),
       coalesce(sum(customers) FILTER (WHERE movement = 'new'), 0),
       coalesce(sum(customers) FILTER (WHERE movement = 'reactivation'), 0),
       coalesce(sum(customers) FILTER (WHERE movement = 'churn'), 0),
       coalesce(sum(customers) FILTER (WHERE movement = 'expansion'), 0),
       coalesce(sum(customers) FILTER (WHERE movement = 'contraction'), 0), 0, sum(at_end)
FROM movements GROUP BY month;

-- goal: bridge from snapshots against the scan: bridge / scan <= 1.4
-- goal: with one worker, against the scan on one thread: bridge@2 / scan <= 0.9
-- goal: keys of text against keys of bigint: bridge_text / bridge <= 1.4
-- goal: faster than lean SQL: bridge_lean / bridge >= 18
-- goal: ahead of DuckDB T2, lean SQL: bridge_lean_duckdb@2 / bridge >= 1
-- goal: ahead of DuckDB T2, the playbook's SQL: bridge_playbook_duckdb@2 / bridge >= 1
-- goal: entity level faster than lean SQL: bridge_lean / bridge_entity >= 2.3


-- section: Histories and movements of ${customers} customers, from snapshots
-- floor: customer_floor
-- ours: customer_history

-- name: customer_floor
-- title: GROUP BY, sum(mrr)
-- system: postgres
-- threads: 1 2
-- groups: customer_totals
SELECT customer AS id, sum(mrr) AS value FROM snapshots GROUP BY customer;

-- name: customer_history
-- title: mrr_agg(period, mrr), and the MRR on the last day
-- system: customer360
-- threads: 1 2
-- groups: customer_mrr
SELECT customer AS id, mrr_at(mrr_agg(period, mrr), date '2025-12-31') AS value FROM snapshots GROUP BY customer;

-- name: customer_last
-- title: sum(mrr) FILTER of the last month
-- system: postgres
-- groups: customer_mrr
SELECT customer AS id, coalesce(sum(mrr) FILTER (WHERE period = '2025-12-01'), 0.00) AS value
FROM snapshots GROUP BY customer;

-- name: movements
-- title: mrr_movements(period, mrr), and their sums by month
-- system: customer360
-- threads: 1 2
-- rows: movements
SELECT period, movement, count(*), sum(amount), round(sum(mrr), 2)
FROM (SELECT mrr_movements(period, mrr, 'month', date '2025-12-31') AS changes
      FROM snapshots GROUP BY customer) AS customers,
     unnest(changes)
GROUP BY period, movement;

-- name: movements_sql
-- title: lag and lead over the rows, one row per movement, and their sums by month
-- system: postgres
-- rounds: once
-- rows: movements
WITH neighbours AS (
  SELECT period, mrr, lag(period) OVER customers AS before, lag(mrr) OVER customers AS previous,
         lag(period) OVER customers = period - interval '1 month' AS stays,
         (lead(period) OVER customers = period + interval '1 month') IS NOT TRUE AS leaves
  FROM snapshots WINDOW customers AS (PARTITION BY customer ORDER BY period)),
     movements AS (
  SELECT period,
         CASE WHEN before IS NULL THEN 'new'
              WHEN NOT stays THEN 'reactivation'
              WHEN mrr > previous THEN 'expansion'
              ELSE 'contraction' END AS movement,
         CASE WHEN stays THEN mrr - previous ELSE mrr END AS amount, mrr
  FROM neighbours WHERE stays IS NOT TRUE OR mrr <> previous
  UNION ALL
  SELECT (period + interval '1 month')::date, 'churn', -mrr, 0.00
  FROM neighbours WHERE leaves AND period < '2025-12-01')
SELECT period, movement, count(*), sum(amount), sum(mrr) FROM movements GROUP BY period, movement;


-- section: From the stored histories of ${customers} customers
-- floor: history_scan
-- ours: bridge_histories

-- name: history_scan
-- title: count(history)
-- system: customer360
-- threads: 1 2
-- rows: histories
SELECT count(history) FROM histories;

-- name: bridge_histories
-- title: mrr_bridge(history)
-- system: customer360
-- threads: 1 2
-- rows: bridge
SELECT months.*
FROM (SELECT mrr_bridge(history, 'month', date '2025-12-31') AS bridge FROM histories) AS population,
     unnest(bridge) AS months;

-- name: bridge_histories_grace
-- title: mrr_bridge(history) with grace_days: pauses of up to 40 days
-- system: customer360
-- threads: 1 2
-- rows: bridge_grace
SELECT months.*
FROM (SELECT mrr_bridge(history, 'month', date '2025-12-31', '{"grace_days": 40}') AS bridge FROM histories) AS population,
     unnest(bridge) AS months;

-- name: bridge_grace
-- title: mrr_bridge(customer, period, mrr) with grace_days: pauses of up to 40 days
-- system: customer360
-- threads: 1 2
-- rows: bridge_grace
SELECT months.*
FROM (SELECT mrr_bridge(customer, period, mrr, 'month', date '2025-12-31', '{"grace_days": 40}') AS bridge FROM snapshots) AS population,
     unnest(bridge) AS months;

-- name: movements_histories
-- title: mrr_movements(history), and their sums by month
-- system: customer360
-- threads: 1 2
-- rows: movements
SELECT period, movement, count(*), sum(amount), round(sum(mrr), 2)
FROM histories, mrr_movements(history, 'month', date '2025-12-31')
GROUP BY period, movement;


-- section: From subscriptions of the same customers
-- floor: subscription_scan
-- ours: bridge_subscriptions

-- name: subscription_scan
-- title: sum(mrr)
-- system: postgres
-- threads: 1 2
-- rows: subscriptions
SELECT sum(mrr) FROM subscriptions;

-- name: bridge_subscriptions
-- title: mrr_bridge(customer, valid, mrr)
-- system: customer360
-- threads: 1 2
-- rows: bridge
SELECT months.*
FROM (SELECT mrr_bridge(customer, valid, mrr, 'month', date '2025-12-31') AS bridge FROM subscriptions) AS population,
     unnest(bridge) AS months;

-- name: bridge_subscriptions_entity
-- title: mrr_agg(valid, mrr) GROUP BY customer, then mrr_bridge(history)
-- system: customer360
-- threads: 1 2
-- rows: bridge
SELECT months.*
FROM (SELECT mrr_bridge(history, 'month', date '2025-12-31') AS bridge
      FROM (SELECT mrr_agg(valid, mrr) AS history FROM subscriptions GROUP BY customer) AS customers) AS population,
     unnest(bridge) AS months;

-- What a month retains is what it started with, less what was lost.
-- name: bridge_subscriptions_lean
-- title: starts and ends summed, then running sums: lean SQL
-- system: postgres
-- rows: bridge
WITH changes AS (
  SELECT customer, day, sum(amount) AS amount
  FROM (SELECT customer, lower(valid) AS day, mrr AS amount FROM subscriptions
        UNION ALL
        SELECT customer, upper(valid), -mrr FROM subscriptions WHERE upper(valid) <= '2025-12-31') AS ends
  GROUP BY customer, day HAVING sum(amount) <> 0),
     running AS (
  SELECT day, amount, sum(amount) OVER customers AS mrr, row_number() OVER customers AS number
  FROM changes WINDOW customers AS (PARTITION BY customer ORDER BY day)),
     sums AS (
  SELECT day AS month, coalesce(sum(amount) FILTER (WHERE number = 1), 0.00) AS new_mrr,
         coalesce(sum(amount) FILTER (WHERE amount > 0 AND mrr > amount), 0.00) AS expansion_mrr,
         coalesce(sum(amount) FILTER (WHERE amount < 0 AND mrr > 0), 0.00) AS contraction_mrr,
         coalesce(sum(amount) FILTER (WHERE mrr = 0), 0.00) AS churned_mrr,
         coalesce(sum(amount) FILTER (WHERE mrr = amount AND number > 1), 0.00) AS reactivation_mrr,
         count(*) FILTER (WHERE number = 1) AS new, count(*) FILTER (WHERE amount > 0 AND mrr > amount) AS expanded,
         count(*) FILTER (WHERE amount < 0 AND mrr > 0) AS contracted, count(*) FILTER (WHERE mrr = 0) AS churned,
         count(*) FILTER (WHERE mrr = amount AND number > 1) AS reactivated, sum(amount) AS change
  FROM running GROUP BY day),
     totals AS (
  SELECT *, sum(change) OVER months AS ending_mrr, sum(new + reactivated - churned) OVER months AS ending_customers
  FROM sums WINDOW months AS (ORDER BY month))
SELECT month, ending_mrr - change, new_mrr, expansion_mrr, contraction_mrr, churned_mrr, reactivation_mrr, 0.00,
       ending_mrr,
       ending_mrr - change + contraction_mrr + churned_mrr, ending_customers - new - reactivated + churned, new,
       reactivated, churned, expanded, contracted, 0, ending_customers
FROM totals;

-- name: bridge_subscriptions_playbook
-- title: calendar × customers, left join, lag: the public playbook's SQL
-- system: postgres
-- rounds: once
-- rows: bridge
WITH calendar AS (
  SELECT month::date AS month FROM generate_series(timestamp '2024-01-01', '2025-12-01', interval '1 month') AS month),
     customers AS (
  SELECT customer, min(lower(valid)) AS first, max(coalesce(upper(valid), '2026-01-01')) AS last
  FROM subscriptions GROUP BY customer),
     spine AS (
  SELECT customers.customer, month, first, coalesce(sum(mrr), 0.00) AS mrr
  FROM customers JOIN calendar ON month BETWEEN first AND last
  LEFT JOIN subscriptions ON subscriptions.customer = customers.customer AND valid @> month
  GROUP BY customers.customer, month, first),
     changes AS (
  SELECT month, first, mrr, coalesce(lag(mrr) OVER (PARTITION BY customer ORDER BY month), 0.00) AS previous
  FROM spine),
     movements AS (
  SELECT month,
         CASE WHEN month = first THEN 'new'
              WHEN mrr = 0 AND previous > 0 THEN 'churn'
              WHEN mrr > 0 AND previous = 0 THEN 'reactivation'
              WHEN mrr > previous THEN 'expansion'
              WHEN mrr < previous THEN 'contraction' END AS movement,
         sum(previous) AS starting, sum(mrr) AS ending, sum(least(mrr, previous)) AS retained, count(*) AS customers,
         count(*) FILTER (WHERE previous > 0) AS at_start, count(*) FILTER (WHERE mrr > 0) AS at_end
  FROM changes GROUP BY 1, 2)
SELECT month, sum(starting), coalesce(sum(ending) FILTER (WHERE movement = 'new'), 0.00),
       coalesce(sum(ending - starting) FILTER (WHERE movement = 'expansion'), 0.00),
       coalesce(sum(ending - starting) FILTER (WHERE movement = 'contraction'), 0.00),
       coalesce(sum(-starting) FILTER (WHERE movement = 'churn'), 0.00),
       coalesce(sum(ending) FILTER (WHERE movement = 'reactivation'), 0.00), 0.00, sum(ending), sum(retained),
       sum(at_start),
       coalesce(sum(customers) FILTER (WHERE movement = 'new'), 0),
       coalesce(sum(customers) FILTER (WHERE movement = 'reactivation'), 0),
       coalesce(sum(customers) FILTER (WHERE movement = 'churn'), 0),
       coalesce(sum(customers) FILTER (WHERE movement = 'expansion'), 0),
       coalesce(sum(customers) FILTER (WHERE movement = 'contraction'), 0), 0, sum(at_end)
FROM movements GROUP BY month;


-- section: Keys of other types: int, uuid, and text such as cus_1a2b3c4d5e6f70
-- floor: scan_keyed
-- ours: bridge

-- name: scan_keyed
-- title: sum(mrr)
-- system: postgres
-- rows: total
SELECT sum(mrr) FROM keyed;

-- name: bridge_int
-- title: mrr_bridge(int, period, mrr)
-- system: customer360
-- threads: 1 2
-- rows: bridge
SELECT months.*
FROM (SELECT mrr_bridge(customer_int, period, mrr, 'month', date '2025-12-31') AS bridge FROM keyed) AS population,
     unnest(bridge) AS months;

-- name: bridge_uuid
-- title: mrr_bridge(uuid, period, mrr)
-- system: customer360
-- threads: 1 2
-- rows: bridge
SELECT months.*
FROM (SELECT mrr_bridge(customer_uuid, period, mrr, 'month', date '2025-12-31') AS bridge FROM keyed) AS population,
     unnest(bridge) AS months;

-- name: bridge_text
-- title: mrr_bridge(text, period, mrr)
-- system: customer360
-- threads: 1 2
-- rows: bridge
SELECT months.*
FROM (SELECT mrr_bridge(customer_text, period, mrr, 'month', date '2025-12-31') AS bridge FROM keyed) AS population,
     unnest(bridge) AS months;
