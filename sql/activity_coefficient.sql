-- The activity coefficient: distinct active periods among the last ones. METRICS A1, A3.
SET datestyle = ISO;
SET timezone = 'UTC';

-- as_of is Wednesday, 1 April 2026: the current week begins on Monday, 30 March, the seventh one back on 16 February.
CREATE TEMP TABLE events (account text, at date);
INSERT INTO events
SELECT 'daily', day::date FROM generate_series(date '2025-01-01', '2026-04-01', '1 day') AS day UNION ALL
SELECT 'twice a week, one week missed', date '2026-03-30' - 7 * week + day FROM unnest(ARRAY[0, 1, 2, 4, 5, 6]) AS week, unnest(ARRAY[0, 1]) AS day UNION ALL
SELECT 'one day', '2026-04-01' UNION ALL
SELECT 'first day of the window', '2026-02-16' UNION ALL
SELECT 'day before the window', '2026-02-15' UNION ALL
SELECT 'tomorrow', '2026-04-02' UNION ALL
SELECT 'never', NULL;

SELECT account, activity_coefficient(at, '2026-04-01') AS weeks_of_7,
       activity_coefficient(at, '2026-04-01', 1) AS this_week,
       activity_coefficient(at, '2026-04-01', 48) AS weeks_of_48,
       activity_coefficient(at, '2026-04-01', 7, '7 days') AS trailing_weeks,
       activity_coefficient(at, '2026-04-01', 30, 'day') AS days_of_30,
       activity_coefficient(at, '2026-04-01', 12, 'month') AS months_of_12,
       activity_coefficient(at, '2026-04-01', 6, 'quarter') AS quarters_of_6,
       activity_coefficient(at, '2026-04-01', 3, 'year') AS years_of_3
  FROM events GROUP BY account ORDER BY account;

-- A customer without any event is not lost by a LEFT JOIN, and scores 0; no row at all scores 0, too.
SELECT name, activity_coefficient(events.at, '2026-04-01') FROM (VALUES ('daily'), ('new customer')) AS accounts (name)
  LEFT JOIN events ON account = name GROUP BY name ORDER BY name;
SELECT activity_coefficient(at, '2026-04-01') FROM events WHERE false;

-- What happened after as_of is invisible: the coefficient as it stood on each day.
SELECT as_of::date, activity_coefficient(at, as_of::date) AS weeks_of_7
  FROM generate_series(date '2026-02-10', '2026-04-28', '7 days') AS as_of,
       (VALUES (date '2026-02-16'), ('2026-02-20'), ('2026-03-02'), ('2026-03-31')) AS events (at)
 GROUP BY as_of ORDER BY as_of;
-- as_of on the last day of a finished week leaves the running week out.
SELECT activity_coefficient(at, '2026-03-29', 1) AS last_week, activity_coefficient(at, '2026-04-01', 1) AS running_week
  FROM (VALUES (date '2026-03-31')) AS events (at);

-- The week may begin on any day: Saturday and Sunday are one weekend, or two weeks.
SELECT grain, activity_coefficient(at, '2026-04-01', 7, grain) AS weeks
  FROM (VALUES (date '2026-03-28'), ('2026-03-29')) AS weekend (at),
       unnest(ARRAY['week', 'week(monday)', 'week(tuesday)', 'week(wednesday)', 'week(thursday)', 'week(friday)', 'week(saturday)', 'week(sunday)']) AS grain
 GROUP BY grain ORDER BY grain;

-- From timestamps and instants: a late evening in New York is the next day, and the next week, in UTC.
SELECT activity_coefficient(timestamptz '2026-03-29 23:30-04', '2026-03-29', 1) AS utc, activity_coefficient(timestamp '2026-03-29 23:30', '2026-03-29', 1) AS timestamp;
SET timezone = 'America/New_York';
SELECT activity_coefficient(timestamptz '2026-03-29 23:30-04', '2026-03-29', 1) AS new_york;
SET timezone = 'UTC';
-- as_of may be an instant, too.
SELECT activity_coefficient(date '2026-03-31', now()) <= 7 AS works;

-- From a stored history: the same numbers.
SELECT account, activity_coefficient(history, '2026-04-01') AS weeks_of_7,
       activity_coefficient(history, '2026-04-01', 1) AS this_week,
       activity_coefficient(history, '2026-04-01', 48) AS weeks_of_48,
       activity_coefficient(history, '2026-04-01', 7, '7 days') AS trailing_weeks,
       activity_coefficient(history, '2026-04-01', 30, 'day') AS days_of_30,
       activity_coefficient(history, '2026-04-01', 12, 'month') AS months_of_12,
       activity_coefficient(history, '2026-04-01', 6, 'quarter') AS quarters_of_6,
       activity_coefficient(history, '2026-04-01', 3, 'year') AS years_of_3
  FROM (SELECT account, activity_agg(at) AS history FROM events GROUP BY account) AS stored ORDER BY account;
SELECT activity_coefficient('{}'::activity_history, '2026-04-01') AS never, activity_coefficient(NULL::activity_history, '2026-04-01') AS unknown,
       activity_coefficient('{}'::activity_history, NULL) AS no_as_of, activity_coefficient('{}'::activity_history, '2026-04-01', NULL) AS no_periods;

-- The labels that belong to it.
SELECT coefficient, band(coefficient, activity_bands()) FROM generate_series(0, 7) AS coefficient;

-- As a window function: the weeks so far.
SELECT at, activity_coefficient(at, '2026-04-01') OVER (ORDER BY at ROWS UNBOUNDED PRECEDING) AS so_far
  FROM events WHERE account LIKE 'twice%' ORDER BY at;
