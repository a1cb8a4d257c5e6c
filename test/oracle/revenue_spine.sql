-- MRR histories, movements and bridges against a date spine: every customer on every day, window functions over them
-- (METRICS B1–B3); retention rates against sums (B5). What plain SQL needs a calendar table for, the extension does without.

-- 160 customers with subscriptions in gaps and overlaps, ends at month ends and leap days, open ends; discounts within them,
-- some of the whole price; several a customer; some that begin after the last day asked for.
SET work_mem = '256MB';
CREATE TABLE subscriptions (id serial, customer integer, valid daterange, mrr numeric);
INSERT INTO subscriptions (customer, valid, mrr)
SELECT customer, daterange(starts, CASE WHEN noise(4, i, 6) > 0 THEN starts + 1 + length END), amount
  FROM (SELECT i, noise(1, i, 160)::integer AS customer,
               CASE noise(2, i, 4) WHEN 0 THEN date_trunc('month', day)::date WHEN 1 THEN (date_trunc('month', day) + interval '1 month')::date - 1 WHEN 2 THEN date '2024-02-29' ELSE day::date END AS starts,
               CASE noise(3, i, 4) WHEN 0 THEN 27 + noise(5, i, 4) WHEN 1 THEN noise(5, i, 9) ELSE noise(5, i, 300) END::integer AS length,
               CASE noise(6, i, 9) WHEN 0 THEN 0 WHEN 1 THEN 50 WHEN 2 THEN noise(7, i, 100000) / 100000.0 ELSE noise(7, i, 30000) / 100.0 END AS amount
          FROM generate_series(1, 600) AS i, LATERAL (SELECT timestamp '2023-09-15' + noise(8, i, 600) * interval '1 day' AS day) AS days) AS rows;
-- Discounts: within a subscription, at most its price.
INSERT INTO subscriptions (customer, valid, mrr)
SELECT customer, daterange(lower(valid) + noise(11, id, 10)::integer, CASE WHEN noise(12, id, 3) > 0 OR upper(valid) IS NOT NULL THEN least(upper(valid), lower(valid) + 10 + noise(13, id, 60)::integer) END),
       -round(mrr * CASE noise(14, id, 3) WHEN 0 THEN 1 ELSE 0.25 END, 5)
  FROM subscriptions WHERE noise(10, id, 4) = 0 AND (upper(valid) IS NULL OR upper(valid) > lower(valid) + 10);
INSERT INTO subscriptions (customer, valid, mrr) VALUES (NULL, '[2024-01-01,)', 77), (300, NULL, 5), (301, '[2024-01-01,)', NULL), (302, 'empty', 5);

CREATE TABLE snapshots AS
SELECT noise(21, i, 80)::integer AS customer, (date '2023-10-01' + noise(22, i, 600)::integer) AS period, noise(23, i, 4) * 12.5 AS mrr FROM generate_series(1, 1000) AS i;

-- ---- the spine: the MRR of a customer on a day. Of snapshots: that of the month's last day with rows; in a month without a
-- row, that of the month before until the last day but one.
CREATE TABLE questions (grain text, as_of date);
INSERT INTO questions VALUES ('day', '2024-08-15'), ('week', '2024-12-15'), ('week(sunday)', '2024-02-29'), ('month', '2023-09-01'), ('month', '2024-02-29'), ('month', '2024-12-15'), ('month', '2025-03-31'),
  ('quarter', '2024-12-15'), ('quarter', '2025-03-31'), ('year', '2024-12-15'), ('28 days', '2024-12-15');

-- A snapshot that as_of has not reached does not exist (R4); a history has no as_of. Here there are none in the months of
-- questions, so that both have one answer; below, they are back.
CREATE TABLE later_snapshots AS
WITH gone AS (DELETE FROM snapshots USING questions WHERE period > as_of AND date_trunc('month', period) = date_trunc('month', as_of) RETURNING snapshots.*) SELECT DISTINCT * FROM gone;

CREATE TABLE spine (source text, customer integer, day date, mrr numeric, PRIMARY KEY (source, customer, day));
INSERT INTO spine
SELECT 'subscriptions', customer, day::date, coalesce(sum(mrr) FILTER (WHERE valid @> day::date), 0)
  FROM generate_series(timestamp '2023-06-01', '2025-03-31', interval '1 day') AS day, subscriptions WHERE customer IS NOT NULL GROUP BY customer, day;
CREATE TABLE month_sums AS
SELECT customer, date_trunc('month', period)::date AS month, sum(mrr) FILTER (WHERE period = last) AS mrr
  FROM (SELECT *, max(period) OVER (PARTITION BY customer, date_trunc('month', period)) AS last FROM snapshots) AS rows GROUP BY 1, 2;
ALTER TABLE month_sums ADD PRIMARY KEY (customer, month);
INSERT INTO spine
SELECT 'snapshots', customer, day::date,
       coalesce((SELECT mrr FROM month_sums AS t WHERE t.customer = c.customer AND t.month = date_trunc('month', day)),
                CASE WHEN day + interval '1 day' < date_trunc('month', day) + interval '1 month'
                     THEN (SELECT mrr FROM month_sums AS b WHERE b.customer = c.customer AND b.month = date_trunc('month', day) - interval '1 month') END, 0)
  FROM generate_series(timestamp '2023-06-01', '2025-03-31', interval '1 day') AS day CROSS JOIN (SELECT DISTINCT customer FROM snapshots) AS c;

-- Each period's end and the one before it, and the class of the difference.
CREATE TABLE days AS SELECT grain, as_of, day::date, period_index(day::date, grain, as_of) AS period FROM questions, generate_series(timestamp '2023-06-01', as_of, interval '1 day') AS day;
ANALYZE days, spine;
CREATE TABLE periods AS
SELECT source, grain, as_of, customer, period, max(day) AS day, bool_or(mrr > 0) AS ever FROM spine JOIN days USING (day) GROUP BY 1, 2, 3, 4, 5;
ANALYZE periods;
CREATE TABLE ends AS
SELECT source, grain, as_of, customer, period, mrr, coalesce(lag(mrr) OVER earlier, 0) AS before, ever, coalesce(bool_or(ever) OVER (earlier ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), false) AS ever_before
  FROM periods JOIN spine USING (source, customer, day) WINDOW earlier AS (PARTITION BY source, grain, as_of, customer ORDER BY period);
CREATE TABLE movements AS
SELECT *, CASE WHEN before = 0 AND mrr > 0 THEN CASE WHEN ever_before THEN 'reactivation' ELSE 'new' END
               WHEN before > 0 AND mrr = 0 THEN 'churn' WHEN mrr > before THEN 'expansion' WHEN mrr < before THEN 'contraction' WHEN mrr = 0 AND ever THEN 'transient' END AS class FROM ends;
CREATE TABLE bridges AS
SELECT source, grain, as_of, period, sum(before) AS starting_mrr, coalesce(sum(mrr) FILTER (WHERE class = 'new'), 0) AS new_mrr, coalesce(sum(mrr - before) FILTER (WHERE class = 'expansion'), 0) AS expansion_mrr,
       coalesce(sum(mrr - before) FILTER (WHERE class = 'contraction'), 0) AS contraction_mrr, coalesce(sum(-before) FILTER (WHERE class = 'churn'), 0) AS churned_mrr,
       coalesce(sum(mrr) FILTER (WHERE class = 'reactivation'), 0) AS reactivation_mrr, sum(mrr) AS ending_mrr, sum(least(before, mrr)) AS retained_mrr,
       count(*) FILTER (WHERE before > 0) AS starting_customers, count(*) FILTER (WHERE class = 'new') AS new_customers, count(*) FILTER (WHERE class = 'reactivation') AS reactivated_customers,
       count(*) FILTER (WHERE class = 'churn') AS churned_customers, count(*) FILTER (WHERE class = 'expansion') AS expanded_customers, count(*) FILTER (WHERE class = 'contraction') AS contracted_customers,
       count(*) FILTER (WHERE class = 'transient') AS transient_customers, count(*) FILTER (WHERE mrr > 0) AS ending_customers
  FROM movements GROUP BY source, grain, as_of, period;
-- The bridge begins with the first movement.
DELETE FROM bridges AS b USING (SELECT source, grain, as_of, min(period) FILTER (WHERE class IS NOT NULL) AS first FROM movements GROUP BY 1, 2, 3) AS f
 WHERE (b.source, b.grain, b.as_of) = (f.source, f.grain, f.as_of) AND (first IS NULL OR period < first);
-- Every class is among them.
INSERT INTO oracle (what, cases, differences)
SELECT source || ': classes in the data', count(DISTINCT class), (CASE source WHEN 'snapshots' THEN 5 ELSE 6 END) - count(DISTINCT class) FILTER (WHERE class <> 'transient' OR source = 'subscriptions') FROM movements GROUP BY source;

-- ---- B1: the history on every day

CREATE TABLE histories AS
SELECT 'subscriptions' AS source, customer, mrr_agg(valid, mrr) AS history FROM subscriptions WHERE customer IS NOT NULL GROUP BY customer
UNION ALL SELECT 'snapshots', customer, mrr_agg(period, mrr) FROM snapshots GROUP BY customer;
INSERT INTO oracle (what, cases, differences)
SELECT source || ': mrr_at(mrr_agg(…), day)', count(*), count(*) FILTER (WHERE mrr_at(history, day) <> mrr) FROM spine JOIN histories USING (source, customer) GROUP BY source;
INSERT INTO oracle (what, cases, differences)
SELECT 'mrr_periods and back', count(*), count(*) FILTER (WHERE (SELECT coalesce(mrr_agg(valid, mrr), '{}') FROM mrr_periods(history)) <> history) FROM histories;
INSERT INTO oracle (what, cases, differences)
SELECT 'text and back', count(*), count(*) FILTER (WHERE history::text::mrr_history <> history) FROM histories;
INSERT INTO oracle (what, cases, differences)
SELECT source || ': the sum of histories', count(*), count(*) FILTER (WHERE mrr_at(total, day) <> mrr)
  FROM (SELECT source, day, sum(mrr) AS mrr FROM spine GROUP BY source, day) AS sums JOIN (SELECT source, mrr_agg(history) AS total FROM histories GROUP BY source) AS totals USING (source) GROUP BY source;

-- ---- B2: movements, from histories and in one step

CREATE PROCEDURE compare_movements(what text, answers text) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('INSERT INTO oracle (what, cases, differences)
    SELECT source || %L, count(*), count(*) FILTER (WHERE (a.movement::text, a.amount, a.mrr) IS DISTINCT FROM (m.class, m.mrr - m.before, m.mrr))
      FROM (SELECT * FROM movements WHERE class <> %L AND (source, customer) IN (SELECT source, customer FROM histories)) AS m
      FULL JOIN (SELECT source, grain, as_of, customer, period_index(period, grain, as_of) AS period, movement, amount, mrr FROM (%s) AS answers) AS a USING (source, grain, as_of, customer, period) GROUP BY source', what, 'transient', answers);
END $$;
CALL compare_movements(': mrr_movements(history)', 'SELECT source, grain, as_of, customer, (mrr_movements(history, grain, as_of)).* FROM histories, questions');
CALL compare_movements(': mrr_movements in one step', $$
  SELECT 'subscriptions' AS source, grain, as_of, customer, (unnest(list)).* FROM (SELECT grain, as_of, customer, mrr_movements(valid, mrr, grain, as_of) AS list FROM subscriptions, questions WHERE customer IS NOT NULL GROUP BY 1, 2, 3) AS lists
  UNION ALL SELECT 'snapshots', grain, as_of, customer, (unnest(list)).* FROM (SELECT grain, as_of, customer, mrr_movements(period, mrr, grain, as_of) AS list FROM snapshots, questions GROUP BY 1, 2, 3) AS lists$$);

-- ---- B3: bridges, from histories, and from rows for every type of key

CREATE PROCEDURE compare_bridges(what text, answers text) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('INSERT INTO oracle (what, cases, differences)
    SELECT %L, count(*), count(*) FILTER (WHERE a IS DISTINCT FROM b)
      FROM (SELECT source, grain, as_of, period_index((row).period, grain, as_of) AS index, (source, grain, as_of, period_index((row).period, grain, as_of), (row).starting_mrr, (row).new_mrr, (row).expansion_mrr, (row).contraction_mrr, (row).churned_mrr, (row).reactivation_mrr, (row).ending_mrr, (row).retained_mrr,
               (row).starting_customers, (row).new_customers, (row).reactivated_customers, (row).churned_customers, (row).expanded_customers, (row).contracted_customers, (row).transient_customers, (row).ending_customers)::bridges AS a
              FROM (SELECT source, grain, as_of, unnest(answer) AS row FROM (%s) AS answers) AS rows) AS answers
      FULL JOIN (SELECT source, grain, as_of, period AS index, bridges AS b FROM bridges WHERE source IN (SELECT source FROM (%2$s) AS answers)) AS expected USING (source, grain, as_of, index)', what, answers);
END $$;
CALL compare_bridges('mrr_bridge(history)', 'SELECT source, grain, as_of, mrr_bridge(history, grain, as_of) AS answer FROM histories, questions GROUP BY 1, 2, 3');
DO $$
DECLARE
  key text;
BEGIN
  FOREACH key IN ARRAY ARRAY['customer', 'customer::bigint', 'customer::text', 'md5(customer::text)::uuid'] LOOP
    CALL compare_bridges(format('mrr_bridge(%s, valid)', key), format('SELECT ''subscriptions'' AS source, grain, as_of, mrr_bridge(%s, valid, mrr, grain, as_of) AS answer FROM subscriptions, questions GROUP BY 1, 2, 3', key));
    CALL compare_bridges(format('mrr_bridge(%s, period)', key), format('SELECT ''snapshots'' AS source, grain, as_of, mrr_bridge(%s, period, mrr, grain, as_of) AS answer FROM snapshots, questions GROUP BY 1, 2, 3', key));
  END LOOP;
END $$;

-- ---- the invariants, as properties of the answers

-- Rows in another order, and subscriptions cut at an arbitrary day or shared among two rows, change nothing; amounts times k
-- scale the amounts and keep the classes.
CREATE TABLE cut AS
SELECT customer, daterange(lower(valid), at) * valid AS valid, mrr FROM subscriptions, LATERAL (SELECT lower(valid) + noise(31, id, 50)::integer AS at) AS cut WHERE NOT isempty(valid)
UNION ALL SELECT customer, daterange(at, NULL) * valid, mrr * part FROM subscriptions, LATERAL (SELECT lower(valid) + noise(31, id, 50)::integer AS at) AS cut, unnest(ARRAY[0.4, 0.6]) AS part WHERE NOT isempty(valid);
INSERT INTO oracle (what, cases, differences)
SELECT 'cut and shared subscriptions', count(*), count(*) FILTER (WHERE answer IS DISTINCT FROM mrr_bridge) FROM (SELECT grain, as_of, mrr_bridge(customer, valid, mrr, grain, as_of) FROM subscriptions, questions GROUP BY 1, 2) AS whole
  JOIN (SELECT grain, as_of, mrr_bridge(customer, valid, mrr, grain, as_of ORDER BY noise(32, lower(valid) - date '2000-01-01', 1000)) AS answer FROM cut, questions GROUP BY 1, 2) AS cut USING (grain, as_of);
INSERT INTO oracle (what, cases, differences)
SELECT 'amounts times 7', count(*), count(*) FILTER (WHERE (a.movement, a.amount, a.mrr) IS DISTINCT FROM (b.movement, b.amount * 7, b.mrr * 7))
  FROM (SELECT customer, (unnest(mrr_movements(valid, mrr * 7, 'month', '2025-03-31'))).* FROM subscriptions WHERE customer IS NOT NULL GROUP BY customer) AS a FULL JOIN (SELECT customer, (unnest(mrr_movements(valid, mrr, 'month', '2025-03-31'))).* FROM subscriptions WHERE customer IS NOT NULL GROUP BY customer) AS b USING (customer, period);
-- Partitions of the customers add up.
INSERT INTO oracle (what, cases, differences)
SELECT 'partitions of the customers', count(*), count(*) FILTER (WHERE (parts.ending_mrr, parts.new_mrr, parts.churned_mrr, parts.customers) IS DISTINCT FROM (whole.ending_mrr, whole.new_mrr, whole.churned_mrr, whole.ending_customers))
  FROM (SELECT period, sum(ending_mrr) AS ending_mrr, sum(new_mrr) AS new_mrr, sum(churned_mrr) AS churned_mrr, sum(ending_customers) AS customers
          FROM (SELECT (unnest(mrr_bridge(customer, valid, mrr, 'week', '2025-03-31'))).* FROM subscriptions WHERE customer IS NOT NULL GROUP BY customer % 7) AS parts GROUP BY period) AS parts
  FULL JOIN (SELECT (unnest(mrr_bridge(customer, valid, mrr, 'week', '2025-03-31'))).* FROM subscriptions) AS whole USING (period);
-- A finer grain has the same net; a later as_of changes no finished period.
INSERT INTO oracle (what, cases, differences)
SELECT source || ': days net to ' || grain, count(*), count(*) FILTER (WHERE fine IS DISTINCT FROM coarse)
  FROM (SELECT source, grain, customer, period_index(period, grain, as_of) AS index, sum(amount) AS fine FROM (SELECT source, customer, date '2025-03-31' AS as_of, (mrr_movements(history, 'day', '2025-03-31')).* FROM histories) AS days, (VALUES ('week'), ('month'), ('quarter'), ('year')) AS grains (grain) GROUP BY 1, 2, 3, 4) AS days
  FULL JOIN (SELECT source, grain, customer, period_index(period, grain, '2025-03-31') AS index, amount AS coarse FROM (SELECT source, grain, customer, (mrr_movements(history, grain, '2025-03-31')).* FROM histories, (VALUES ('week'), ('month'), ('quarter'), ('year')) AS grains (grain)) AS periods) AS periods USING (source, grain, customer, index)
 WHERE fine IS DISTINCT FROM 0 OR coarse IS NOT NULL GROUP BY source, grain;
INSERT INTO oracle (what, cases, differences)
SELECT source || ': a later as_of', count(*), count(*) FILTER (WHERE (early.movement, early.amount) IS DISTINCT FROM (late.movement, late.amount))
  FROM (SELECT source, grain, customer, as_of, (mrr_movements(history, grain, as_of)).* FROM histories, (SELECT * FROM questions WHERE grain <> '28 days' AND as_of < '2025-03-31') AS q) AS early
  FULL JOIN (SELECT source, q.grain, customer, q.as_of, m.* FROM histories, (SELECT * FROM questions WHERE grain <> '28 days' AND as_of < '2025-03-31') AS q, LATERAL mrr_movements(history, q.grain, '2025-03-31') AS m WHERE period_index(m.period, q.grain, q.as_of) <= last_finished(q.grain, q.as_of)) AS late USING (source, grain, customer, as_of, period)
 WHERE period_index(period, grain, as_of) <= last_finished(grain, as_of) GROUP BY source;
-- What as_of has not reached changes nothing.
INSERT INTO oracle (what, cases, differences)
SELECT 'snapshots: later rows', count(*), count(*) FILTER (WHERE known <> every)
  FROM (SELECT grain, as_of, mrr_bridge(customer, period, mrr, grain, as_of) AS known FROM (TABLE snapshots UNION ALL TABLE later_snapshots) AS every, questions WHERE period <= as_of GROUP BY 1, 2) AS known
  JOIN (SELECT grain, as_of, mrr_bridge(customer, period, mrr, grain, as_of) AS every FROM (TABLE snapshots UNION ALL TABLE later_snapshots) AS every, questions GROUP BY 1, 2) AS every USING (grain, as_of);
-- new at most once; churn alternates with new and reactivation.
INSERT INTO oracle (what, cases, differences)
SELECT 'one new, and churn in between', count(*), count(*) FILTER (WHERE (movement = 'new' AND number > 1) OR (movement = 'churn') IS NOT DISTINCT FROM (before = 'churn') OR (movement = 'churn' AND number = 1))
  FROM (SELECT movement, row_number() OVER one AS number, lag(movement) OVER one AS before FROM (SELECT source, customer, grain, (mrr_movements(history, grain, '2025-03-31')).* FROM histories, (SELECT DISTINCT grain FROM questions) AS grains) AS all_of_them
         WHERE movement IN ('new', 'churn', 'reactivation') WINDOW one AS (PARTITION BY source, customer, grain ORDER BY period)) AS lives;

-- ---- B5: rates over pairs of days; GRR ≤ least(1, NRR)

CREATE TABLE pairs AS
SELECT source, a AS from_day, b AS to_day, customer, nullif(mrr_at(history, a), 0) AS start_mrr, nullif(mrr_at(history, b), 0) AS end_mrr
  FROM histories, unnest('{2023-01-01,2023-12-31,2024-02-29,2024-06-15}'::date[]) AS a, unnest('{2024-03-01,2024-12-31,2025-03-31}'::date[]) AS b WHERE a < b;
INSERT INTO oracle (what, cases, differences)
SELECT 'net_revenue_retention, gross_revenue_retention, logo_retention', count(*), count(*) FILTER (WHERE (round(nrr, 15), round(grr, 15), logos) IS DISTINCT FROM (round(nrr_expected, 15), round(grr_expected, 15), logos_expected) OR grr > least(1, nrr))
  FROM (SELECT net_revenue_retention(start_mrr, end_mrr) AS nrr, gross_revenue_retention(start_mrr, end_mrr) AS grr, logo_retention(start_mrr, end_mrr) AS logos,
               sum(coalesce(end_mrr, 0)) FILTER (WHERE start_mrr > 0) / nullif(sum(start_mrr) FILTER (WHERE start_mrr > 0), 0) AS nrr_expected,
               sum(least(start_mrr, coalesce(end_mrr, 0))) FILTER (WHERE start_mrr > 0) / nullif(sum(start_mrr) FILTER (WHERE start_mrr > 0), 0) AS grr_expected,
               count(*) FILTER (WHERE start_mrr > 0 AND end_mrr > 0)::numeric / nullif(count(*) FILTER (WHERE start_mrr > 0), 0) AS logos_expected
          FROM pairs GROUP BY source, from_day, to_day) AS rates;
