-- Errors of amount, day_range, and of zones that are named.
\i sql/include/errors.sql

-- Numbers that are none are refused where they are counted; malformed text is numeric's own matter.
SELECT error_of($$ SELECT mrr_agg(daterange('2026-01-01', NULL), 'NaN'::double precision) $$);
SELECT error_of($$ SELECT mrr_agg(daterange('2026-01-01', NULL), 'Infinity'::real) $$);
SELECT error_of($$ SELECT mrr_agg(daterange('2026-01-01', NULL), 1e300::double precision) $$);
SELECT error_of($$ SELECT amount '1,200' $$);
SELECT error_of($$ SELECT amount '' $$);
SELECT error_of($$ SELECT day_range '[2026-02-01,2026-01-01)' $$);
SELECT error_of($$ SELECT day_range '2026-01-01' $$);

-- Counts that are no int32.
SELECT error_of($$ SELECT activity_coefficient(date '2026-01-01', date '2026-01-01', 5000000000) $$);
SELECT error_of($$ SELECT active_users(1, date '2026-01-01', '[2026-01-01,2026-01-02)', ARRAY[7, -5000000000]) $$);

-- Ranges that begin before the calendar, west of Greenwich.
SET timezone = 'America/New_York';
SELECT error_of($$ SELECT tstzrange('4714-11-24 00:00 UTC BC', NULL)::day_range $$);
SET timezone = 'UTC';

-- Zones: POSIX forms have the sign of their own.
SELECT error_of(format($$ SELECT calendar_day(now(), %L) $$, zone)) FROM unnest(ARRAY['Europe/Berlinn', '', 'UTC+2', 'EST5EDT4', 'GMT+2', '+02:00', '<+02>-2', 'PST', repeat('x', 300)]) AS zone;
-- Old names of the database with digits are names.
SELECT calendar_day(timestamptz '2026-07-01 03:30Z', zone) FROM unnest(ARRAY['EST5EDT', 'PST8PDT', 'GMT0', 'Etc/GMT+5']) AS zone;
SELECT error_of($$ SELECT calendar_day('infinity', 'UTC') $$);
SELECT error_of($$ SELECT as_of('nowhere') $$);
SELECT error_of($$ SELECT try_instant('2026-01-01', 'nowhere') $$);
SELECT error_of($$ SELECT try_day('2026-01-01', 'nowhere') $$);
