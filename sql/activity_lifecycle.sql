-- Questions to one history: days, recency, streaks, periods, lifecycle. METRICS A4, A5.
SET datestyle = ISO;
SET timezone = 'UTC';

-- Weeks of 2026 begin on 5, 12, 19 and 26 January (Mondays).
CREATE TEMP TABLE users (name text PRIMARY KEY, history activity_history);
INSERT INTO users VALUES
  ('never', '{}'),
  ('first week', '{[2026-01-20,2026-01-21)}'),
  ('every week', '{[2026-01-05,2026-01-07),[2026-01-13,2026-01-14),[2026-01-19,2026-01-20),[2026-01-25,2026-01-26)}'),
  ('back after a gap', '{[2025-11-03,2025-11-05),[2026-01-21,2026-01-22)}'),
  ('gone since last week', '{[2025-12-29,2026-01-01),[2026-01-14,2026-01-15)}'),
  ('long gone', '{[2025-06-01,2025-07-01)}'),
  ('only later', '{[2026-02-01,2026-02-02)}'),
  ('unknown', NULL);

-- Active days of a window; an open end reaches as far as the history does. Login frequency = active days ÷ days.
SELECT name, active_days(history, '[2026-01-01,2026-02-01)') AS january, active_days(history, '[2026-01-13,2026-01-20]') AS a_week,
       active_days(history, '(,)') AS ever, active_days(history, '[2026-01-14,)') AS since, active_days(history, '(,2026-01-14)') AS before,
       active_days(history, '[-infinity,infinity]') AS infinite, active_days(history, 'empty') AS empty,
       round(active_days(history, '[2026-01-01,2026-02-01)') / 31.0, 3) AS frequency
  FROM users ORDER BY name;

-- First, last, and days since the last one as as_of saw it: never negative, NULL while there was none.
SELECT name, first_active(history), last_active(history), days_inactive(history, '2026-01-21') AS "on 21 January", days_inactive(history, '2025-06-15') AS "on 15 June 2025"
  FROM users ORDER BY name;
SELECT days_inactive('{[0001-01-01,0001-01-02)}', '9999-12-31') AS long_ago, days_inactive('{["4714-11-24 BC","4714-11-25 BC")}', '2026-01-01') AS longer_ago;

-- Periods in a row that end with the one that holds as_of.
SELECT name, active_streak(history, '2026-01-21', 'week') AS weeks, active_streak(history, '2026-01-20', 'day') AS days,
       active_streak(history, '2026-01-21', '7 days') AS blocks, active_streak(history, '2026-01-21', 'month') AS months,
       active_streak(history, '2026-01-21', 'quarter') AS quarters, active_streak(history, '2026-01-21', 'year') AS years
  FROM users ORDER BY name;
-- It is 0 while the running period has no activity; ask as of the end of the last one, and it stands again.
SELECT as_of, active_streak('{[2026-01-01,2026-01-05)}', as_of, 'day') AS days
  FROM unnest(ARRAY[date '2025-12-31', '2026-01-01', '2026-01-03', '2026-01-04', '2026-01-05']) AS as_of;
SELECT active_streak(activity_agg(date '1900-01-01' + i), '2025-12-31', 'day') AS a_long_one FROM generate_series(0, 46020) AS i;

-- Where the entity stands in the running week: a lifecycle needs the week, the one before, and all earlier ones.
SELECT name, activity_lifecycle(history, '2026-01-14', 'week') AS "14 January", activity_lifecycle(history, '2026-01-21', 'week') AS "21 January",
       activity_lifecycle(history, '2026-01-28', 'week') AS "28 January", activity_lifecycle(history, '2026-02-04', 'week') AS "4 February",
       activity_lifecycle(history, '2026-01-31', 'month') AS "in January", activity_lifecycle(history, '2026-02-28', 'month') AS "in February"
  FROM users ORDER BY name;
-- Later activity is invisible: on Monday, nobody has been active yet in a week that they will be active in.
SELECT name, activity_lifecycle(history, '2026-01-19', 'week') AS on_monday, activity_lifecycle(history, '2026-01-25', 'week') AS on_sunday FROM users ORDER BY name;

-- The periods themselves, by their first days.
SELECT name, week FROM users, active_periods(history, 'week') AS week WHERE name IN ('every week', 'gone since last week', 'never', 'unknown') ORDER BY name, week;
SELECT array_agg(day) AS days FROM active_periods('{[2026-01-30,2026-02-02)}', 'day') AS day;
SELECT array_agg(month) AS months FROM active_periods('{[2025-12-31,2026-03-02)}', 'month') AS month;
SELECT array_agg(quarter) AS quarters FROM active_periods('{[2025-12-31,2026-01-02),[2026-07-01,2026-07-02)}', 'quarter') AS quarter;
SELECT array_agg(year) AS years FROM active_periods('{["0001-12-31 BC",0002-01-01)}', 'year') AS year;
SELECT active_periods('{[2026-01-01,2026-01-15)}', 'week') AS in_the_select_list;
SELECT count(*), min(week), max(week) FROM active_periods('{[2000-01-01,2026-01-01)}', 'week(sunday)') AS week;

-- At the edges of the calendar.
SELECT active_days(history, '(,)'), first_active(history), last_active(history), active_streak(history, '5874897-12-31', 'year') AS streak,
       activity_lifecycle(history, '5874897-12-31', 'year') AS lifecycle, activity_coefficient(history, '5874897-12-31', 48, '1000 days') AS coefficient
  FROM (SELECT activity_history '{["4714-11-24 BC","4714-11-25 BC"),[5874896-12-31,5874896-12-31],[5874897-12-31,5874897-12-31]}') AS edges (history);
SELECT array_agg(month) FROM active_periods('{["4714-12-01 BC","4714-12-02 BC"),[5874897-12-31,5874897-12-31]}', 'month') AS month;

-- Any NULL gives NULL, or no row.
SELECT active_days(NULL, '(,)') AS a, active_days('{}', NULL) AS b, first_active(NULL) AS c, days_inactive('{}', NULL) AS d,
       active_streak('{}', '2026-01-01', NULL) AS e, activity_lifecycle('{}', NULL, 'week') AS f, (SELECT count(*) FROM active_periods('{}', NULL)) AS g;
