-- MRR histories: from subscriptions, from month snapshots, from histories; text, order, questions. METRICS B1.
SET datestyle = ISO;
SET timezone = 'UTC';

-- ---- from subscriptions: gaps, overlaps, discounts, open ends; no calendar table anywhere

CREATE TEMP TABLE subscriptions (customer text, valid daterange, mrr numeric);
INSERT INTO subscriptions VALUES
  ('plain', '[2026-01-01,2026-04-01)', 100),
  ('open', '[2026-01-01,)', 100),
  ('infinite', '[2026-01-01,infinity)', 100),
  ('gap', '[2026-01-01,2026-02-01)', 100), ('gap', '[2026-07-01,)', 100),
  ('overlap', '[2026-01-01,2026-04-01)', 100), ('overlap', '[2026-03-15,)', 20.5),
  ('discount', '[2026-01-01,)', 100), ('discount', '[2026-01-01,2026-07-01)', -12.345678),
  ('plan change', '[2026-01-01,2026-03-01)', 100), ('plan change', '[2026-03-01,)', 150),
  ('same price', '[2026-01-01,2026-03-01)', 100), ('same price', '[2026-03-01,)', 100),
  ('inclusive', '[2026-01-01,2026-01-31]', 100),
  ('leap day', '[2024-02-29,2024-03-01)', 29),
  ('free', '[2026-01-01,)', 0),
  ('empty range', 'empty', 100),
  ('nulls', NULL, 100), ('nulls', '[2026-01-01,)', NULL), ('nulls', NULL, NULL),
  ('not only nulls', NULL, 100), ('not only nulls', '[2026-01-01,)', 100);
SELECT customer, mrr_agg(valid, mrr) FROM subscriptions GROUP BY customer ORDER BY customer;
SELECT mrr_agg(valid, mrr) IS NULL AS no_row FROM subscriptions WHERE false;
-- A subscription in pieces, rows in another order: the same value.
SELECT mrr_agg(valid, mrr) = '{[2026-01-01,2026-12-01)=100}' AS pieces
  FROM (SELECT daterange(day::date, (day + interval '1 month')::date) AS valid, 100 AS mrr FROM generate_series(timestamp '2026-01-01', '2026-11-01', interval '1 month') AS day ORDER BY hashtext(day::text)) AS months;

-- ---- from month snapshots: a missing month is churn, but only from its last day on

CREATE TEMP TABLE snapshots (customer text, period date, mrr numeric);
INSERT INTO snapshots VALUES
  ('runs', '2026-01-01', 100), ('runs', '2026-02-01', 100), ('runs', '2026-03-01', 120),
  ('any day of a month', '2026-01-31', 100), ('any day of a month', '2026-02-14', 100),
  ('several rows of a month', '2026-01-01', 100), ('several rows of a month', '2026-01-01', 20), ('several rows of a month', '2026-01-01', -5),
  ('several days of a month', '2026-01-31', 115), ('several days of a month', '2026-01-01', 100), ('several days of a month', '2026-01-15', 7),
  ('gap', '2026-01-01', 100), ('gap', '2026-06-01', 100),
  ('one missing month', '2026-01-01', 100), ('one missing month', '2026-03-01', 100),
  ('row of zero', '2026-01-01', 100), ('row of zero', '2026-02-01', 0),
  ('december', '2025-12-31', 100),
  ('nulls', NULL, 1), ('nulls', '2026-01-01', NULL);
SELECT customer, mrr_agg(period, mrr) FROM snapshots GROUP BY customer ORDER BY customer;
-- An instant is in the month of its local day.
SET timezone = 'America/New_York';
SELECT mrr_agg(timestamptz '2026-02-01 02:00 UTC', 10) AS january;
SET timezone = 'UTC';

-- ---- from histories: a group of companies

SELECT mrr_agg(history) FROM (VALUES (mrr_history '{[2026-01-01,)=100}'), ('{[2026-02-01,2026-03-01)=50.5}'), (NULL), ('{}')) AS customers (history);
SELECT mrr_agg(history) FROM (VALUES (NULL::mrr_history)) AS customers (history);
SELECT mrr_history '{[2026-01-01,2026-02-01)=1}' + '{[2026-02-01,2026-03-01)=1}' AS sum, mrr_history '{}' + '{}' AS nothing;

-- ---- questions

SELECT day, mrr_at('{[2026-01-01,2026-02-01)=100,[2026-03-01,)=80.25}', day) FROM unnest('{2025-12-31,2026-01-01,2026-01-31,2026-02-01,2026-03-01,9999-12-31}'::date[]) AS day;
SELECT mrr_at('{[2026-01-01,)=100}', timestamp '2026-01-01 10:00') AS timestamp, mrr_at(NULL, '2026-01-01') IS NULL AS no_history;
SELECT * FROM mrr_periods('{[2026-01-01,2026-02-01)=100,[2026-03-01,2026-04-01)=80.25,[2026-04-01,)=90}');
SELECT count(*) AS of_an_empty_history FROM mrr_periods('{}');
-- mrr_agg over the periods gives the history again.
SELECT count(*) AS customers, count(*) FILTER (WHERE again = history) AS the_same
  FROM (SELECT customer, mrr_agg(valid, mrr) AS history FROM subscriptions GROUP BY customer) AS customers,
       LATERAL (SELECT coalesce(mrr_agg(valid, mrr), '{}') AS again FROM mrr_periods(history)) AS periods;

-- ---- text: any order, overlaps add up, at least two decimals, ten at most

SELECT mrr_history ' { [ 2026-03-01 , 2026-04-01 ) = 1 , [2026-01-01,)=2.5 } ' AS spaces_and_order;
SELECT mrr_history '{[2026-01-01,2026-02-01)=100,[2026-01-15,)=20}' AS overlap, mrr_history '{[2026-01-01,2026-02-01)=100,[2026-02-01,)=100}' AS joined;
SELECT mrr_history '{[2026-01-01,2026-01-31]=1,empty=5,[2026-03-01,2026-03-01)=7}' AS inclusive_and_empty, mrr_history '{(2025-12-31,2026-01-02)=1}' AS exclusive;
SELECT mrr_history '{["0044-03-15 BC",5874897-12-31]=0.000001}' AS extremes, mrr_history '{[5874897-12-31,)=1}' AS last_day, mrr_history '{["4714-11-24 BC","4714-11-25 BC")=1}' AS first_day;
SELECT mrr_history '{[2026-01-01,)=000123.4500}' AS zeros, mrr_history '{[2026-01-01,)=0.00000000009,[2026-02-01,)=0.0000000001,[2026-03-01,)=83.333333333333333}' AS to_the_nearest_unit;
SELECT mrr_history '{[2026-01-01,)=7859936757367493808.8833284062}' AS largest;

-- ---- order, equality, hash

SELECT a < b AS lt, a <= b AS le, a = b AS eq, a <> b AS ne, a >= b AS ge, a > b AS gt
  FROM (VALUES (mrr_history '{[2026-01-01,)=100}', mrr_history '{[2026-01-01,)=100.00}'), ('{[2026-01-01,)=100}', '{[2026-01-01,)=101}'),
               ('{[2026-02-01,)=100}', '{[2026-01-01,)=1}'), ('{[2026-01-01,)=100}', '{}')) AS pairs (a, b);
SELECT history FROM (VALUES (mrr_history '{[2026-01-01,)=2}'), ('{}'), ('{[2026-01-01,)=1}'), ('{[2026-01-01,2026-02-01)=2}'), ('{[2025-01-01,)=1}')) AS histories (history) ORDER BY history;
SET enable_sort = off;
SELECT count(*) FROM (SELECT DISTINCT history FROM (VALUES (mrr_history '{[2026-01-01,)=2}'), ('{[2026-01-01,2026-02-01)=2,[2026-02-01,)=2}'), ('{}')) AS histories (history)) AS distinct_ones;
RESET enable_sort;
CREATE TEMP TABLE stored (history mrr_history PRIMARY KEY);
INSERT INTO stored SELECT mrr_agg(date '2026-01-01' + i, i) FROM generate_series(1, 300) AS i GROUP BY i;
SELECT count(*) AS found FROM stored WHERE history = (SELECT mrr_agg(date '2026-01-01' + 17, 17));

-- ---- binary: what is sent is received

\i sql/include/errors.sql
SELECT receive('mrr_history', c360_mrr_history_send('{[2026-01-01,2026-02-01)=100,[2026-03-01,)=80.25}')), c360_mrr_history_send('{[2026-01-01,)=1}');
