-- Usage drop: weights that are none, parameters out of bounds, NULL, infinite, different within a group.
\i sql/include/errors.sql

CREATE TEMP TABLE events AS SELECT date '2026-03-25' AS at, 1.0 AS weight, date '2026-04-01' AS as_of, i FROM generate_series(0, 1) AS i;

-- ---- weights: finite, not negative, at most 1.7 · 10^32 a week

SELECT error_of($$ SELECT usage_drop(at, -0.000001, as_of) FROM events $$);
SELECT error_of($$ SELECT usage_drop(at, 'NaN', as_of) FROM events $$);
SELECT error_of($$ SELECT usage_drop(at, 'infinity', as_of) FROM events $$);
SELECT error_of($$ SELECT usage_drop(at, '-infinity', as_of) FROM events $$);
SELECT error_of($$ SELECT usage_drop(at, 1e33, as_of) FROM events $$);
SELECT error_of($$ SELECT usage_drop(at, 1e1000, as_of) FROM events $$);
SELECT error_of($$ SELECT usage_drop(at, 1.7e32, as_of) FROM events $$);
SELECT (usage_drop(at, 8.5e31, as_of, 1)).recent AS nearly, (usage_drop(at, -0.0000001, as_of)).recent AS rounds_to_zero FROM events;
-- Also for weeks that do not count.
SELECT error_of($$ SELECT usage_drop(date '1999-01-01', -1, as_of) FROM events $$);
SELECT error_of($$ SELECT usage_drop(date '2099-01-01', -1, as_of) FROM events $$);

-- ---- weeks: 1 to 52 recent, 3 to 104 of baseline

SELECT error_of($$ SELECT usage_drop(at, weight, as_of, 0) FROM events $$);
SELECT error_of($$ SELECT usage_drop(at, weight, as_of, 53) FROM events $$);
SELECT error_of($$ SELECT usage_drop(at, weight, as_of, 4, 2) FROM events $$);
SELECT error_of($$ SELECT usage_drop(at, weight, as_of, 4, 105) FROM events $$);
SELECT error_of($$ SELECT usage_drop(at, weight, as_of, -2147483648, 2147483647) FROM events $$);
SELECT error_of($$ SELECT usage_drop(NULL, NULL, as_of, 0) FROM events $$);

-- ---- infinity and NULL

SELECT error_of($$ SELECT usage_drop(date 'infinity', weight, as_of) FROM events $$);
SELECT error_of($$ SELECT usage_drop(at, weight, timestamptz '-infinity') FROM events $$);
SELECT error_of($$ SELECT usage_drop(at, weight, NULL) FROM events $$);
SELECT error_of($$ SELECT usage_drop(at, weight, as_of, NULL) FROM events $$);
SELECT error_of($$ SELECT usage_drop(at, weight, as_of, 4, NULL) FROM events $$);

-- ---- parameters that differ within a group

SELECT error_of($$ SELECT usage_drop(at, weight, as_of + i) FROM events $$);
SELECT error_of($$ SELECT usage_drop(at, weight, as_of, 4 + i) FROM events $$);
SELECT error_of($$ SELECT usage_drop(at, weight, as_of, 4, 12 + i) FROM events $$);

-- ---- the same without a weight

SELECT error_of($$ SELECT usage_drop(at, as_of, 0) FROM events $$);
SELECT error_of($$ SELECT usage_drop(at, as_of, 4, 2) FROM events $$);
SELECT error_of($$ SELECT usage_drop(at, as_of, 4, 3000000000) FROM events $$);
SELECT error_of($$ SELECT usage_drop(NULL, as_of, 0) FROM events $$);
SELECT error_of($$ SELECT usage_drop(date '-infinity', as_of) FROM events $$);
SELECT error_of($$ SELECT usage_drop(at, 'infinity') FROM events $$);
SELECT error_of($$ SELECT usage_drop(at, NULL) FROM events $$);
SELECT error_of($$ SELECT usage_drop(at, as_of, NULL) FROM events $$);
SELECT error_of($$ SELECT usage_drop(at, as_of, 4, NULL) FROM events $$);
SELECT error_of($$ SELECT usage_drop(at, as_of + i) FROM events $$);
SELECT error_of($$ SELECT usage_drop(at, as_of, 4 + i) FROM events $$);

-- At the top level, and the session goes on.
SELECT usage_drop(at, -1, as_of) FROM events;
SELECT usage_drop(at, weight, as_of) FROM events;

SELECT state, statement FROM improper_errors;
