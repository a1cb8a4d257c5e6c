-- Sparklines of what is no series.
\i sql/include/errors.sql

SELECT error_of($$ SELECT sparkline(ARRAY[1, 'NaN', 2]::numeric[]) $$);
SELECT error_of($$ SELECT sparkline(ARRAY[1, 'infinity']::numeric[]) $$);
SELECT error_of($$ SELECT sparkline(ARRAY['-infinity']::numeric[], 0, 1) $$);
SELECT error_of($$ SELECT sparkline(ARRAY[[1, 2], [3, 4]]) $$);
SELECT error_of($$ SELECT sparkline(ARRAY[[1, 2], [3, 4]], 0, 1) $$);
-- The scale: lo before hi, both finite.
SELECT error_of($$ SELECT sparkline(ARRAY[1, 2], 1, 1) $$);
SELECT error_of($$ SELECT sparkline(ARRAY[1, 2], 2, 1) $$);
SELECT error_of($$ SELECT sparkline(ARRAY[1, 2], 'NaN', 1) $$);
SELECT error_of($$ SELECT sparkline(ARRAY[1, 2], 0, 'infinity') $$);
SELECT error_of($$ SELECT sparkline(ARRAY[]::numeric[], 1, 0) $$);
-- The aggregate.
SELECT error_of($$ SELECT sparkline('NaN'::numeric, date '2026-01-01') $$);
SELECT error_of($$ SELECT sparkline('infinity'::numeric, date '2026-01-01') $$);
SELECT error_of($$ SELECT sparkline(1, date 'infinity') $$);
SELECT error_of($$ SELECT sparkline(1, timestamptz '-infinity') $$);

-- At the top level, and the session goes on.
SELECT sparkline(ARRAY[1, 2], 2, 1);
SELECT sparkline(ARRAY[1, 2], 1, 2);

SELECT state, statement FROM improper_errors;
