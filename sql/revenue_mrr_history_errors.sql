-- MRR histories that are none: malformed text and binary, totals below zero, ranges without a beginning, amounts too large.
\i sql/include/errors.sql

-- ---- text

SELECT error_of($$ SELECT mrr_history '' $$);
SELECT error_of($$ SELECT mrr_history '{' $$);
SELECT error_of($$ SELECT mrr_history '{[2026-01-01,)}' $$);
SELECT error_of($$ SELECT mrr_history '{[2026-01-01,)=}' $$);
SELECT error_of($$ SELECT mrr_history '{[2026-01-01,)=1,}' $$);
SELECT error_of($$ SELECT mrr_history '{[2026-01-01,)=1} x' $$);
SELECT error_of($$ SELECT mrr_history '{[2026-01-01,)=1e5}' $$);
SELECT error_of($$ SELECT mrr_history '{[2026-01-01,)=+1}' $$);
SELECT error_of($$ SELECT mrr_history '{[2026-01-01,)=.5}' $$);
SELECT error_of($$ SELECT mrr_history '{[2026-01-01,)=5.}' $$);
SELECT error_of($$ SELECT mrr_history '{[2026-01-01,)=1.2.3}' $$);
SELECT error_of($$ SELECT mrr_history '{[2026-01-01,)=NaN}' $$);
SELECT error_of($$ SELECT mrr_history '{[2026-01-01,)=1 2}' $$);
SELECT error_of($$ SELECT mrr_history '{(,2026-01-01)=1}' $$);
SELECT error_of($$ SELECT mrr_history '{[,2026-01-01)=1}' $$);
SELECT error_of($$ SELECT mrr_history '{[2026-02-01,2026-01-01)=1}' $$);
SELECT error_of($$ SELECT mrr_history '{[2026-02-30,)=1}' $$);
SELECT error_of($$ SELECT mrr_history '{[2026-01-01,infinity)=1}' $$);
SELECT error_of($$ SELECT mrr_history '{[2026-01-01,)=-1}' $$);
SELECT error_of($$ SELECT mrr_history '{[2026-01-01,2026-02-01)=100,[2026-01-01,)=-1}' $$);
SELECT error_of($$ SELECT mrr_history '{[2026-01-01,)=7859936757367493808.8833284064}' $$);
SELECT error_of($$ SELECT mrr_history '{[2026-01-01,)=99999999999999999999999999999999999999999}' $$);

-- ---- binary: every byte is checked

SELECT error_of($$ SELECT receive('mrr_history', '') $$);
SELECT error_of($$ SELECT receive('mrr_history', '\xc30701') $$);
SELECT error_of($$ SELECT receive('mrr_history', '\xc3070100') $$);
SELECT error_of($$ SELECT receive('mrr_history', '\xc307020000000000') $$);
SELECT error_of($$ SELECT receive('mrr_history', '\xc307010100000000') $$);
SELECT error_of($$ SELECT receive('mrr_history', '\xc301010000000000') $$);
SELECT error_of($$ SELECT receive('mrr_history', '\xc307010001000000') $$);
SELECT error_of($$ SELECT receive('mrr_history', '\xc30701000000000000') $$);
-- a step of 0 at the beginning, below zero, out of order, outside the calendar
SELECT error_of($$ SELECT receive('mrr_history', '\xc307010001000000' || '\x19250000000000000000000000000000'::bytea) $$);
SELECT error_of($$ SELECT receive('mrr_history', '\xc307010001000000' || '\x19250000ffffffffffffffffffffffff'::bytea) $$);
SELECT error_of($$ SELECT receive('mrr_history', '\xc307010002000000' || '\x1925000001000000000000000000000018250000020000000000000000000000'::bytea) $$);
SELECT error_of($$ SELECT receive('mrr_history', '\xc307010001000000' || '\xffffff7f010000000000000000000000'::bytea) $$);
SELECT receive('mrr_history', '\xc307010001000000' || '\x19250000010000000000000000000000'::bytea) AS good;

-- ---- rows

SELECT error_of($$ SELECT mrr_agg(daterange(NULL, '2026-01-01'), 1) $$);
SELECT error_of($$ SELECT mrr_agg(daterange('-infinity', '2026-01-01'), 1) $$);
SELECT error_of($$ SELECT mrr_agg('(,)'::daterange, 1) $$);
SELECT error_of($$ SELECT mrr_agg('[2026-01-01,)'::daterange, -1) $$);
-- the day is named on which the discount outlives what it reduces
SELECT error_of($$ SELECT mrr_agg(valid, mrr) FROM (VALUES (daterange '[2026-01-01,2026-04-01)', 100), ('[2026-01-01,)', -20.5)) AS rows (valid, mrr) $$);
SELECT error_of($$ SELECT mrr_agg(period, mrr) FROM (VALUES (date '2026-01-01', 10), ('2026-01-05', -20)) AS rows (period, mrr) $$);
SELECT error_of($$ SELECT mrr_agg(date 'infinity', 1) $$);
SELECT error_of($$ SELECT mrr_agg(timestamptz '-infinity', 1) $$);
SELECT error_of($$ SELECT mrr_agg('[2026-01-01,)'::daterange, 'NaN') $$);
SELECT error_of($$ SELECT mrr_agg('[2026-01-01,)'::daterange, 'Infinity') $$);
SELECT error_of($$ SELECT mrr_agg('[2026-01-01,)'::daterange, 1e23) $$);
SELECT error_of($$ SELECT mrr_agg('[2026-01-01,)'::daterange, 1e40) $$);
SELECT error_of($$ SELECT mrr_agg('[2026-01-01,)'::daterange, 6e18) FROM generate_series(1, 2) $$);
SELECT error_of($$ SELECT mrr_agg(history) FROM (VALUES (mrr_history '{[2026-01-01,)=6000000000000000000}'), ('{[2026-02-01,)=6000000000000000000}')) AS rows (history) $$);
SELECT error_of($$ SELECT mrr_history '{[2026-01-01,)=6000000000000000000}' + '{[2026-01-01,)=6000000000000000000}' $$);
SELECT error_of($$ SELECT mrr_at('{}', date 'infinity') $$);
-- 10^15 with six decimals, added without rounding; what is no whole number of units is rounded once a row
SELECT mrr_agg('[2026-01-01,)'::daterange, 1000000000000000.000001) FROM generate_series(1, 3);
SELECT mrr_agg('[2026-01-01,)'::daterange, amount) FROM (VALUES (0.00000000009), (0.0000000001), (0.00000000625)) AS amounts (amount) GROUP BY amount ORDER BY 1;

-- A reversed range is refused by PostgreSQL, before it gets here.
\set VERBOSITY sqlstate
SELECT mrr_agg(daterange('2026-02-01', '2026-01-01'), 1);
\set VERBOSITY default
-- At the top level, and the session goes on.
SELECT mrr_agg('[2026-01-01,)'::daterange, -1);
SELECT mrr_agg('[2026-01-01,)'::daterange, 1);

SELECT state, statement FROM improper_errors;
