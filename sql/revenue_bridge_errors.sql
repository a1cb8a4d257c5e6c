-- Movements and bridge: parameters unknown, NULL, infinite, different within a group; totals below zero; too many periods.
\i sql/include/errors.sql

CREATE TEMP TABLE rows AS
SELECT 1::bigint AS customer, daterange '[2026-01-01,)' AS valid, date '2026-01-01' AS period, 10::numeric AS mrr, mrr_history '{[2026-01-01,)=10}' AS history, date '2026-04-15' AS as_of, i FROM generate_series(0, 1) AS i;

-- ---- grain and as_of: unknown, NULL, infinite

SELECT error_of($$ SELECT mrr_bridge(customer, valid, mrr, 'monthly', as_of) FROM rows $$);
SELECT error_of($$ SELECT mrr_bridge(customer, period, mrr, '', as_of) FROM rows $$);
SELECT error_of($$ SELECT mrr_bridge(history, '0 days', as_of) FROM rows $$);
SELECT error_of($$ SELECT mrr_movements(valid, mrr, 'semester', as_of) FROM rows $$);
SELECT error_of($$ SELECT mrr_movements(period, mrr, 'week(noday)', as_of) FROM rows $$);
SELECT error_of($$ SELECT mrr_movements(history, 'hour', as_of) FROM rows $$);
SELECT error_of($$ SELECT mrr_bridge(customer, valid, mrr, NULL, as_of) FROM rows $$);
SELECT error_of($$ SELECT mrr_bridge(customer, valid, mrr, 'month', NULL) FROM rows $$);
SELECT error_of($$ SELECT mrr_bridge(history, 'month', NULL) FROM rows $$);
SELECT error_of($$ SELECT mrr_movements(valid, mrr, 'month', NULL) FROM rows $$);
SELECT error_of($$ SELECT mrr_movements(period, mrr, NULL, as_of) FROM rows $$);
SELECT error_of($$ SELECT mrr_bridge(customer, valid, mrr, 'month', date 'infinity') FROM rows $$);
SELECT error_of($$ SELECT mrr_bridge(customer, date '-infinity', mrr, 'month', as_of) FROM rows $$);
SELECT error_of($$ SELECT mrr_movements(history, 'month', date 'infinity') FROM rows $$);

-- ---- parameters that differ within a group, for every type of key

SELECT error_of($$ SELECT mrr_bridge(customer, valid, mrr, CASE i WHEN 0 THEN 'month' ELSE 'week' END, as_of) FROM rows $$);
SELECT error_of($$ SELECT mrr_bridge(customer, period, mrr, 'month', as_of + i) FROM rows $$);
SELECT error_of($$ SELECT mrr_bridge(customer::integer, valid, mrr, 'month', as_of + i) FROM rows $$);
SELECT error_of($$ SELECT mrr_bridge(customer::text, valid, mrr, 'month', as_of + i) FROM rows $$);
SELECT error_of($$ SELECT mrr_bridge('00000000-0000-0000-0000-000000000001'::uuid, valid, mrr, 'month', as_of + i) FROM rows $$);
SELECT error_of($$ SELECT mrr_bridge(history, 'month', as_of + i) FROM rows $$);
SELECT error_of($$ SELECT mrr_movements(valid, mrr, CASE i WHEN 0 THEN 'week' ELSE 'week(sunday)' END, as_of) FROM rows $$);
SELECT error_of($$ SELECT mrr_movements(period, mrr, 'month', as_of + i) FROM rows $$);

-- ---- rows

SELECT error_of($$ SELECT mrr_bridge(customer, daterange(NULL, '2026-01-01'), mrr, 'month', as_of) FROM rows $$);
SELECT error_of($$ SELECT mrr_movements(daterange('-infinity', '2026-01-01'), mrr, 'month', as_of) FROM rows $$);
SELECT error_of($$ SELECT mrr_bridge(customer, valid, 'NaN', 'month', as_of) FROM rows $$);
SELECT error_of($$ SELECT mrr_bridge(customer, period, '-Infinity', 'month', as_of) FROM rows $$);
SELECT error_of($$ SELECT mrr_bridge(customer, valid, 1e23, 'month', as_of) FROM rows $$);
-- A total below zero, on a day and in a month; not one that as_of cannot see.
SELECT error_of($$ SELECT mrr_bridge(customer, valid, -5.25, 'month', as_of) FROM rows $$);
SELECT error_of($$ SELECT mrr_bridge(customer::text, period, -5.25, 'month', as_of) FROM rows $$);
SELECT error_of($$ SELECT mrr_movements(valid, -5.25, 'quarter', as_of) FROM rows $$);
SELECT error_of($$ SELECT mrr_movements(period, -5.25, 'day', as_of) FROM rows $$);
SELECT mrr_movements(valid, mrr, 'month', '2026-04-30') FROM (VALUES (daterange '[2026-01-01,2026-05-01)', 10), ('[2026-01-01,)', -2)) AS rows (valid, mrr);
SELECT error_of($$ SELECT mrr_movements(valid, mrr, 'month', '2026-05-01') FROM (VALUES (daterange '[2026-01-01,2026-05-01)', 10), ('[2026-01-01,)', -2)) AS rows (valid, mrr) $$);

-- ---- more periods than a bridge may have, and periods that begin before the calendar

SELECT error_of($$ SELECT mrr_bridge(customer, daterange '[1900-01-01,)', mrr, 'day', as_of) FROM rows $$);
SELECT error_of($$ SELECT mrr_bridge(mrr_history '{[1900-01-01,1900-01-02)=1}', 'day', '2026-01-01') $$);
SELECT cardinality(mrr_bridge(customer, daterange(as_of - 39999, NULL), mrr, 'day', as_of)) AS most FROM rows;
SELECT error_of($$ SELECT mrr_bridge(customer, daterange(as_of - 40000, NULL), mrr, 'day', as_of) FROM rows $$);
SELECT error_of($$ SELECT cardinality(mrr_bridge(1, daterange('4714-11-24 BC', NULL), 1, 'year', '0001-01-01 BC')) $$);
SELECT error_of($$ SELECT * FROM mrr_movements('{["4714-11-24 BC",)=1}', 'month', '4714-12-31 BC') $$);
SELECT * FROM mrr_movements('{["4714-12-24 BC",)=1}', 'month', '4714-12-31 BC');
SELECT * FROM mrr_movements('{[5874897-12-31,)=1}', 'month', '5874897-12-31');
SELECT mrr_movements(date '5874897-12-31', 1, 'month', '5874897-12-31');

-- At the top level, and the session goes on.
SELECT mrr_bridge(customer, valid, mrr, 'monthly', as_of) FROM rows;
SELECT mrr_bridge(customer, valid, mrr, 'year', as_of) FROM rows;

SELECT state, statement FROM improper_errors;
