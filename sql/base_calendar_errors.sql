-- Days that are no days, and settings that are no days.
\i sql/include/errors.sql

-- Infinity is refused where it enters: as text, by the casts, and by every function, since the cast from date is free.
SELECT error_of($$ SELECT calendar_day 'infinity' $$);
SELECT error_of($$ SELECT calendar_day '-infinity' $$);
SELECT error_of($$ SELECT (timestamp 'infinity')::calendar_day $$);
SELECT error_of($$ SELECT (timestamp '-infinity')::calendar_day $$);
SELECT error_of($$ SELECT (timestamptz 'infinity')::calendar_day $$);
SELECT error_of($$ SELECT (timestamptz '-infinity')::calendar_day $$);
SELECT error_of($$ SELECT activity_agg(date 'infinity') $$);
SELECT error_of($$ SELECT activity_agg(timestamptz '-infinity') $$);

-- Days outside the calendar. The first instant that a timestamptz can hold is still 23 November 4714 BC in New York.
SELECT error_of($$ SELECT calendar_day '5874898-01-01' $$);
SELECT error_of($$ SELECT calendar_day '4714-11-23 BC' $$);
SELECT error_of($$ SELECT (timestamptz '4714-11-24 00:00 UTC BC')::calendar_day $$);
SET timezone = 'America/New_York';
SELECT error_of($$ SELECT (timestamptz '4714-11-24 00:00 UTC BC')::calendar_day $$);
SET timezone = 'UTC';

-- Malformed text is date's own matter.
SELECT error_of($$ SELECT calendar_day 'tomorrow''s twin' $$);
SELECT error_of($$ SELECT calendar_day '2026-02-30' $$);
SELECT error_of($$ SELECT calendar_day '' $$);

-- Binary: a day has 4 bytes; those of infinity and of days outside the calendar are refused.
SELECT receive('calendar_day', c360_calendar_day_send('2026-02-28')), c360_calendar_day_send('2026-02-28');
SELECT error_of($$ SELECT receive('calendar_day', '\x7fffffff') $$);
SELECT error_of($$ SELECT receive('calendar_day', '\x80000000') $$);
SELECT error_of($$ SELECT receive('calendar_day', '\x7ffffffe') $$);
SELECT error_of($$ SELECT receive('calendar_day', '\x80000001') $$);
SELECT error_of($$ SELECT receive('calendar_day', '\x000001') $$);
SELECT error_of($$ SELECT receive('calendar_day', '\x0000000100') $$);

-- The setting takes ISO days only, so that it means the same in every session.
SELECT error_of($$ SET customer360.as_of = 'yesterday' $$);
SELECT error_of($$ SET customer360.as_of = '31.03.2026' $$);
SELECT error_of($$ SET customer360.as_of = '2026-02-29' $$);
SELECT error_of($$ SET customer360.as_of = 'infinity' $$);
SELECT error_of($$ SET customer360.as_of = '2026-03-31 12:00' $$);
SELECT error_of($$ SET customer360.asof = '2026-03-31' $$);
SELECT as_of() = current_date AS still_today;

-- Errors at the top level, and the session goes on.
SELECT calendar_day 'infinity';
SET customer360.as_of = 'yesterday';
SET customer360.as_of = '2026-03-31';
SELECT as_of();

-- PostgreSQL's own readers say less; ours say all.
SELECT state, statement FROM improper_errors ORDER BY state, statement;

-- A setting that came before the extension was loaded is not forgotten.
\c -
SET customer360.as_of = 'yesterday';
SELECT as_of();
SELECT active_days('{[2026-01-01,2026-01-02)}', '[2026-01-01,2027-01-01)');
SET customer360.as_of = '2026-03-31';
SELECT as_of() - date '2026-03-30';
RESET customer360.as_of;
SELECT as_of() = current_date AS today;
