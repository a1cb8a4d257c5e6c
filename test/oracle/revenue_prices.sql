-- Prices of many units, and what they add up to (METRICS R7, B8), against whole numbers: prices in millionths, times
-- 60480, a multiple of every divisor here.
CREATE TABLE lines AS
SELECT i, noise(1, i, 300)::integer AS customer, daterange(date '2026-01-01' + noise(2, i, 60)::integer, CASE WHEN noise(3, i, 2) = 0 THEN date '2026-03-01' + noise(4, i, 200)::integer END) AS valid,
       CASE noise(5, i, 3) WHEN 0 THEN noise(6, i, 100000) / 100.0 WHEN 1 THEN noise(6, i, 1000000000) / 1000000.0 ELSE 10 END AS price, unit, count, multiplier, divisor * count AS divisor
  FROM generate_series(1, 2000) AS i,
       LATERAL (SELECT * FROM (VALUES (0, 'year', 1, 12, 7), (1, 'quarter', 1, 3, 4), (2, 'month', 1, 1, 10), (3, 'week', 52, 12, 4), (4, 'day', 365, 12, 2)) AS units (number, unit, multiplier, divisor, most) WHERE number = noise(7, i, 5)) AS units,
       LATERAL (SELECT 1 + noise(8, i, most)::integer AS count) AS counts;
-- Every customer's lines once more, taken back by lines of other units from a day on: a year's for all that can be, the rest as they are.
INSERT INTO lines
SELECT 10000 + i, customer + 1000, valid, price, unit, count, multiplier, divisor FROM lines
UNION ALL
SELECT 20000 + i, customer + 1000, valid * '[2026-06-01,)', CASE WHEN yearly THEN -price * 12 * multiplier / divisor ELSE -price END, CASE WHEN yearly THEN 'year' ELSE unit END, CASE WHEN yearly THEN 1 ELSE count END, CASE WHEN yearly THEN 1 ELSE multiplier END, CASE WHEN yearly THEN 12 ELSE divisor END
  FROM lines, LATERAL (SELECT 12 * multiplier % divisor = 0 AS yearly) AS ways;
CREATE TABLE histories AS SELECT customer, mrr_agg(valid, mrr_normalize(price, unit, count)) AS history FROM lines GROUP BY customer;
CREATE TABLE sums AS
SELECT customer, day::date, coalesce(sum((price * 1000000)::numeric * multiplier * (60480 / divisor)) FILTER (WHERE valid @> day::date), 0) AS parts
  FROM lines, generate_series(timestamp '2025-12-20', '2026-10-10', interval '7 days') AS day GROUP BY customer, day;
INSERT INTO oracle (what, cases, differences) SELECT 'every divisor divides 60480, every price is whole', count(*), count(*) FILTER (WHERE 60480 % divisor <> 0 OR (price * 1000000) % 1 <> 0) FROM lines;
INSERT INTO oracle (what, cases, differences)
SELECT 'mrr_at of divided prices', count(*), count(*) FILTER (WHERE abs(mrr_at(history, day) - parts / 60480000000.0) > 0.00000000006) FROM sums JOIN histories USING (customer);
INSERT INTO oracle (what, cases, differences)
SELECT 'nothing is nothing', count(*), count(*) FILTER (WHERE (mrr_at(history, day) = 0) <> (parts = 0)) FROM sums JOIN histories USING (customer);
INSERT INTO oracle (what, cases, differences)
SELECT 'arr, to ten decimals', count(*), count(*) FILTER (WHERE arr(mrr_at(history, day)) <> round(parts * 12 / 60480000000.0, 10)) FROM sums JOIN histories USING (customer);
INSERT INTO oracle (what, cases, differences) SELECT 'of what cancels, nobody is left', count(*), count(*) FILTER (WHERE mrr_at(history, '2027-01-01') <> 0) FROM histories WHERE customer >= 1000;
-- Split into three, merged again: no movement.
INSERT INTO oracle (what, cases, differences)
SELECT 'split and merged lines', count(*), count(*) FILTER (WHERE whole <> parts)
  FROM (SELECT mrr_bridge(customer, valid, mrr_normalize(price, unit, count), 'month', '2026-12-31') AS whole FROM lines) AS whole,
       (SELECT mrr_bridge(customer, valid, mrr_normalize(price / 3, unit, count), 'month', '2026-12-31') AS parts FROM (SELECT customer, valid, unit, count, unnest(ARRAY[round(price, 6) - 0.000003, 0.000001, 0.000002]) * 3 AS price FROM lines) AS thirds) AS parts;
-- Identities, printed to cents.
INSERT INTO oracle (what, cases, differences)
SELECT 'start and movements are the end', count(*), count(*) FILTER (WHERE round(starting_mrr + new_mrr + expansion_mrr + contraction_mrr + churned_mrr + reactivation_mrr - ending_mrr, 8) <> 0)
  FROM unnest((SELECT mrr_bridge(customer, valid, mrr_normalize(price, unit, count), 'week', '2026-12-31') FROM lines));
