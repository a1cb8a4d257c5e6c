-- business_hours: working time between two instants, by hand.
SET datestyle = ISO;
SET timezone = 'UTC';

CREATE TEMP TABLE schedules AS SELECT 'office' AS name, '{"zone": "Europe/Berlin", "hours": {"monday": ["09:00-12:30", "13:30-17:00"], "tuesday": ["09:00-17:00"], "wednesday": ["09:00-17:00"], "thursday": ["09:00-17:00"], "friday": ["09:00-15:00"]}, "holidays": ["2026-01-06"]}'::jsonb AS schedule
UNION ALL SELECT 'night', '{"zone": "Europe/Berlin", "hours": {"saturday": ["22:00-24:00"], "sunday": ["00:00-06:00"]}}';
-- Within a day, over lunch, over night, over a weekend and a holiday. Berlin is an hour before UTC in winter.
SELECT "from" AT TIME ZONE 'Europe/Berlin' AS "from", "to" AT TIME ZONE 'Europe/Berlin' AS "to", round(business_hours("from", "to", schedule), 4) AS hours
  FROM schedules, (VALUES (timestamptz '2026-01-05 10:00+01', timestamptz '2026-01-05 11:30+01'), ('2026-01-05 12:00+01', '2026-01-05 14:00+01'), ('2026-01-05 16:00+01', '2026-01-07 10:00+01'), ('2026-01-09 14:40+01', '2026-01-12 09:20+01'),
    ('2026-01-10 00:00+01', '2026-01-11 24:00+01'), ('2026-01-05 03:00+01', '2026-01-05 03:00+01'), ('2026-01-07 09:00+01', '2026-01-07 09:00:00.000036+01')) AS spans ("from", "to") WHERE name = 'office';
-- Clocks go forward on 2026-03-29 and back on 2026-10-25, at night: a shift is as long as it is.
SELECT business_hours('2026-03-28 12:00+01', '2026-03-29 12:00+02', schedule) AS forward, business_hours('2026-06-06 12:00+02', '2026-06-07 12:00+02', schedule) AS summer, business_hours('2026-10-24 12:00+02', '2026-10-25 12:00+01', schedule) AS back
  FROM schedules WHERE name = 'night';
-- The session's time zone does not matter.
SET timezone = 'Asia/Tokyo';
SELECT business_hours('2026-01-05 10:00+01', '2026-01-05 11:30+01', schedule) FROM schedules WHERE name = 'office';
SET timezone = 'UTC';
-- An end before the start is a fault, and NULL; what is not known, too.
SELECT business_hours('2026-01-07', '2026-01-05', schedule) AS reversed, business_hours('2026-01-07', NULL, schedule) AS open, business_hours(NULL, '2026-01-07', schedule) AS no_start, business_hours('2026-01-05', '2026-01-07', NULL) AS no_schedule FROM schedules WHERE name = 'office';
-- Parts add up; thousands of years take no time.
SELECT round(sum(business_hours(at, at + interval '37 minutes', schedule)), 9) = round(business_hours('2026-03-01', timestamptz '2026-03-01' + 2000 * interval '37 minutes', schedule), 9) AS adds_up
  FROM schedules, generate_series(timestamptz '2026-03-01', timestamptz '2026-03-01' + 1999 * interval '37 minutes', '37 minutes') AS at WHERE name = 'office' GROUP BY schedule;
SELECT round(business_hours('4714-11-24 00:00+00 BC', '294276-12-31 23:59:59.999999+00', schedule)) AS all_the_calendar FROM schedules WHERE name = 'office';
-- Several schedules in one query.
SELECT name, business_hours('2026-01-05', '2026-02-02', schedule) AS hours FROM schedules ORDER BY name;
DROP TABLE schedules;
