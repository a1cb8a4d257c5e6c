-- MRR movements of one customer, from a history, from subscriptions and from snapshots. METRICS B2.
SET datestyle = ISO;
SET timezone = 'UTC';

-- The whole life of a customer: discount, expansion, contraction, a gap, a return.
CREATE TEMP TABLE subscriptions (valid daterange, mrr numeric);
INSERT INTO subscriptions VALUES
  ('[2025-11-10,2026-02-01)', 100), ('[2025-11-10,2025-12-31)', -20),
  ('[2026-02-01,2026-03-15)', 160), ('[2026-03-15,2026-05-01)', 90.5),
  ('[2026-09-01,)', 90.5);
CREATE TEMP TABLE customer AS SELECT mrr_agg(valid, mrr) AS history FROM subscriptions;

SELECT movements.* FROM customer, mrr_movements(history, 'month', '2026-10-15') AS movements;
SELECT movements.* FROM customer, mrr_movements(history, 'quarter', '2026-10-15') AS movements;
SELECT movements.* FROM customer, mrr_movements(history, 'year', '2026-10-15') AS movements;
SELECT movements.* FROM customer, mrr_movements(history, 'week', '2026-10-15') AS movements;
SELECT movements.* FROM customer, mrr_movements(history, 'week(sunday)', '2026-10-15') AS movements;
SELECT movements.* FROM customer, mrr_movements(history, 'day', '2026-10-15') AS movements;
-- Blocks of days end on as_of.
SELECT movements.* FROM customer, mrr_movements(history, '28 days', '2026-03-31') AS movements;

-- Nothing after as_of exists: neither what ends nor what begins after it.
SELECT as_of, count(movement), max(movements.mrr) FILTER (WHERE movement IS NOT NULL) AS most
  FROM customer, unnest('{2025-11-09,2025-11-10,2026-03-14,2026-03-15,2026-04-30,2026-05-01}'::date[]) AS as_of
  LEFT JOIN LATERAL mrr_movements(history, 'month', as_of) AS movements ON true GROUP BY as_of ORDER BY as_of;

-- In one step, the same.
SELECT grain, (SELECT array_agg(movements) FROM customer, mrr_movements(history, grain, '2026-10-15') AS movements) = mrr_movements(valid, mrr, grain, '2026-10-15') AS the_same
  FROM subscriptions, unnest('{day,week,week(friday),month,quarter,year,10 days}'::text[]) AS grain GROUP BY grain ORDER BY grain;
-- Of no visible day: empty, not NULL. Of no row: NULL.
SELECT mrr_movements(valid, mrr, 'month', '2020-01-01') AS nothing_yet, mrr_movements(valid, mrr, 'month', '2020-01-01') FILTER (WHERE false) IS NULL AS no_row FROM subscriptions;
SELECT count(*) AS of_null FROM mrr_movements(NULL, 'month', '2026-01-01');
SELECT mrr_movements(NULL::daterange, NULL, 'month', '2026-01-01') AS of_nulls;

-- Joined and left within a period: no movement in it, but the return is a reactivation, also much later.
SELECT * FROM mrr_movements('{[2026-01-05,2026-01-20)=50,[2026-06-01,)=50}', 'month', '2026-06-30');
SELECT * FROM mrr_movements('{[2026-01-05,2026-01-20)=50,[2026-06-01,)=50}', 'day', '2026-06-30');
-- Left and back within a period: no movement; at another price: expansion.
SELECT count(*) AS none FROM mrr_movements('{[2025-12-05,2026-01-10)=50,[2026-01-20,)=50}', 'month', '2026-01-31') WHERE period >= '2026-01-01';
SELECT * FROM mrr_movements('{[2025-12-05,2026-01-10)=50,[2026-01-20,)=60}', 'month', '2026-01-31');
-- The last day counts: a subscription until the end of the month is there at the end of it.
SELECT * FROM mrr_movements('{[2026-01-01,2026-02-01)=50}', 'month', '2026-02-28');
SELECT * FROM mrr_movements('{[2026-01-01,2026-01-31)=50}', 'month', '2026-02-28');
-- Leap days and month ends.
SELECT * FROM mrr_movements('{[2024-02-29,2024-03-01)=29}', 'day', '2024-03-31');
SELECT * FROM mrr_movements('{[2024-02-29,2024-03-31)=29,[2024-03-31,)=31}', 'month', '2024-03-31');

-- ---- snapshots

CREATE TEMP TABLE snapshots (period date, mrr numeric);
INSERT INTO snapshots VALUES ('2026-01-01', 100), ('2026-02-01', 100), ('2026-03-01', 130), ('2026-06-01', 60), ('2026-06-15', 60), ('2026-07-01', 0);
SELECT as_of, movements.* FROM (SELECT as_of, mrr_movements(period, mrr, 'month', as_of) AS list FROM snapshots, unnest('{2026-04-29,2026-04-30,2026-07-31}'::date[]) AS as_of GROUP BY as_of) AS lists, unnest(list) AS movements ORDER BY 1, 2;
-- Of several days of a month the last one counts; a day that as_of has not reached does not exist.
SELECT mrr_movements(period, mrr, 'month', '2026-06-01') AS first_of_june FROM snapshots WHERE period >= '2026-06-01';
-- One step or two: the same.
SELECT grain, (SELECT coalesce(array_agg(movements), '{}') FROM (SELECT mrr_agg(period, mrr) AS history FROM snapshots) AS customer, mrr_movements(history, grain, '2026-07-15') AS movements) = mrr_movements(period, mrr, grain, '2026-07-15') AS the_same
  FROM snapshots, unnest('{day,week,month,quarter,year}'::text[]) AS grain GROUP BY grain ORDER BY grain;

-- ---- the enum's order, and its use in plain SQL

SELECT enum_range(NULL::mrr_movement);
SELECT movement, sum(amount) FROM customer, mrr_movements(history, 'month', '2026-10-15') GROUP BY movement ORDER BY movement;
