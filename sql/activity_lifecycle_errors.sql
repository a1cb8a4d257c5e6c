-- Questions to one history that have no answer.
\i sql/include/errors.sql

CREATE TEMP TABLE one AS SELECT activity_history '{[2026-01-01,2026-01-02)}' AS history;

SELECT error_of($$ SELECT active_streak(history, '2026-01-01', 'fortnight') FROM one $$);
SELECT error_of($$ SELECT active_streak(history, '2026-01-01', '0 days') FROM one $$);
SELECT error_of($$ SELECT active_streak(history, date 'infinity', 'week') FROM one $$);
SELECT error_of($$ SELECT activity_lifecycle(history, '2026-01-01', 'weekly') FROM one $$);
SELECT error_of($$ SELECT activity_lifecycle(history, '2026-01-01', '1001 days') FROM one $$);
SELECT error_of($$ SELECT activity_lifecycle(history, date '-infinity', 'week') FROM one $$);
SELECT error_of($$ SELECT days_inactive(history, date 'infinity') FROM one $$);
SELECT error_of($$ SELECT days_inactive(history, timestamptz '-infinity') FROM one $$);
-- Blocks of days end on an as_of, which active_periods has not.
SELECT error_of($$ SELECT active_periods(history, '7 days') FROM one $$);
SELECT error_of($$ SELECT active_periods(history, 'decade') FROM one $$);
-- The period that holds the calendar's first days began before it.
SELECT error_of($$ SELECT active_periods('{["4714-11-24 BC","4714-11-25 BC")}', 'month') $$);
SELECT error_of($$ SELECT active_periods('{["4714-11-24 BC","4714-11-25 BC")}', 'year') $$);
-- All days of the calendar are fewer than an integer holds: no error.
SELECT days_inactive('{["4714-11-24 BC","4714-11-25 BC")}', '5874897-12-31');
-- A range is daterange's own matter.
SELECT error_of($$ SELECT active_days(history, '[2026-01-02,2026-01-01)') FROM one $$);

-- At the top level, and the session goes on.
SELECT active_streak(history, '2026-01-01', 'fortnight') FROM one;
SELECT active_streak(history, '2026-01-01', 'week') FROM one;

SELECT state, statement FROM improper_errors;
