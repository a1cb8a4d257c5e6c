-- Where time enters: the type calendar_day and its casts, grains, as_of().
SET datestyle = ISO;
SET timezone = 'UTC';

-- A calendar_day is written and read like a date.
SELECT calendar_day '2026-02-28' AS day, calendar_day '2026-02-28'::date + 1 AS next_day, calendar_day '0044-03-15 BC' AS ides;
SELECT calendar_day '4714-11-24 BC' AS first, calendar_day '5874897-12-31' AS last;
SET datestyle = German;
SELECT calendar_day '28.02.2026' AS day;
SET datestyle = ISO;
SELECT pg_typeof(calendar_day '2026-02-28') AS type, pg_column_size(calendar_day '2026-02-28') AS size;

-- A column of it can do what a column of dates can.
CREATE TEMP TABLE days (day calendar_day PRIMARY KEY);
INSERT INTO days SELECT date '2026-01-01' + i FROM generate_series(0, 4) AS i;
INSERT INTO days VALUES (date '2025-12-31'), (timestamp '2026-01-06 23:59:59.999999'), (timestamptz '2026-01-07 00:00 UTC');
SELECT min(day), max(day), count(DISTINCT day), max(day::date) - min(day::date) AS span FROM days;
SELECT day FROM days WHERE day BETWEEN date '2026-01-03' AND date '2026-01-04' OR day = '2026-01-07' ORDER BY day DESC;
SELECT count(*) FROM days AS a JOIN days AS b ON a.day = b.day::date;

-- From a timestamp: its day, also before the year 2000 and before the year 1. NULL stays NULL.
SELECT at, at::calendar_day
  FROM (VALUES (timestamp '1999-12-31 23:59:59.999999'), ('2000-01-01'), ('0001-12-31 23:59:59 BC'), ('4714-11-24 BC'),
               ('294276-12-31 23:59:59.999999'), (NULL)) AS timestamps (at);

-- From an instant: the day that it is in the session's TimeZone.
CREATE TEMP TABLE instants (at timestamptz);
INSERT INTO instants VALUES ('2026-01-01 04:59:59.999999 UTC'), ('2026-01-01 05:00 UTC'), ('2026-07-01 03:59:59.999999 UTC'),
  ('2026-07-01 04:00 UTC'), ('2026-12-31 18:14:59 UTC'), ('2026-12-31 18:15 UTC'), (NULL);
SELECT at, at::calendar_day FROM instants;
SET timezone = 'America/New_York';
SELECT at, at::calendar_day FROM instants;
SET timezone = 'Asia/Kathmandu';
SELECT at, at::calendar_day FROM instants;

-- A day on which clocks change is one day: of 23 hours, of 25, of 23.5 on Lord Howe Island.
SET timezone = 'America/New_York';
SELECT at::calendar_day AS day, count(*) * 0.5 AS hours
  FROM generate_series(timestamptz '2026-03-07', timestamptz '2026-03-09 23:30', '30 minutes') AS at GROUP BY 1 ORDER BY 1;
SELECT at::calendar_day AS day, count(*) * 0.5 AS hours
  FROM generate_series(timestamptz '2026-10-31', timestamptz '2026-11-02 23:30', '30 minutes') AS at GROUP BY 1 ORDER BY 1;
SET timezone = 'Australia/Lord_Howe';
SELECT at::calendar_day AS day, count(*) * 0.5 AS hours
  FROM generate_series(timestamptz '2026-10-03', timestamptz '2026-10-05 23:30', '30 minutes') AS at GROUP BY 1 ORDER BY 1;
-- Samoa crossed the date line: it had no 30 December 2011.
SET timezone = 'Pacific/Apia';
SELECT DISTINCT at::calendar_day AS day
  FROM generate_series(timestamptz '2011-12-29', timestamptz '2011-12-31 23:00', '1 hour') AS at ORDER BY 1;

-- One signature takes all three types; the day of an instant follows the session.
SET timezone = 'UTC';
SELECT activity_agg(date '2026-01-01') AS date, activity_agg(timestamp '2026-01-01 23:30') AS timestamp,
       activity_agg(timestamptz '2026-01-01 23:30 UTC') AS timestamptz;
SET timezone = 'Europe/Berlin';
SELECT activity_agg(date '2026-01-01') AS date, activity_agg(timestamp '2026-01-01 23:30') AS timestamp,
       activity_agg(timestamptz '2026-01-01 23:30 UTC') AS timestamptz;

-- It follows it from row to row, when a function that runs in a zone of its own is called, and back again.
CREATE FUNCTION day_in_kathmandu(at timestamptz) RETURNS date LANGUAGE plpgsql SET timezone = 'Asia/Kathmandu' AS
$$ BEGIN RETURN at::calendar_day; END $$;
CREATE FUNCTION day_here(at timestamptz) RETURNS date LANGUAGE plpgsql AS $$ BEGIN RETURN at::calendar_day; END $$;
CREATE FUNCTION move_to(zone text) RETURNS text LANGUAGE sql AS $$ SELECT set_config('timezone', zone, false) $$;
SELECT move_to(zone), at::calendar_day AS day, day_here(at), day_in_kathmandu(at)
  FROM (VALUES ('UTC', timestamptz '2026-01-01 11:00 UTC'), ('Pacific/Apia', '2026-01-01 11:00 UTC'),
               ('America/Adak', '2026-01-01 09:00 UTC'), ('UTC', '2026-01-01 18:15 UTC')) AS moves (zone, at);
SET timezone = 'UTC';

-- The grains, by the first day of the period that holds Saturday, 15 August 2026.
SELECT grain, active_periods('{[2026-08-15,2026-08-16)}', grain) AS starts
  FROM unnest(ARRAY['day', 'week', 'week(monday)', 'week(tuesday)', 'week(wednesday)', 'week(thursday)', 'week(friday)',
                    'week(saturday)', 'week(sunday)', 'month', 'quarter', 'year', 'WEEK(Sunday)']) AS grain;
-- Blocks of days end on as_of: the coefficient of a day, and how many days before as_of it still counts in one period.
SELECT grain, activity_coefficient(history, as_of => date '2026-08-15', periods => 1, grain => grain) AS day_0,
       activity_coefficient(history, as_of => date '2026-08-21', periods => 1, grain => grain) AS day_6,
       activity_coefficient(history, as_of => date '2026-08-22', periods => 1, grain => grain) AS day_7,
       activity_coefficient(history, as_of => date '2026-09-11', periods => 1, grain => grain) AS day_27,
       activity_coefficient(history, as_of => date '2026-09-12', periods => 1, grain => grain) AS day_28
  FROM (SELECT activity_history '{[2026-08-15,2026-08-16)}') AS one (history),
       unnest(ARRAY['1 day', '7 days', '28 days', '1000 days']) AS grain;

-- as_of(): the setting, for a session, a transaction or a function; else today.
SELECT as_of() = current_date AS today;
SET customer360.as_of = '2026-03-31';
SELECT as_of();
BEGIN;
SET LOCAL customer360.as_of = '2025-12-31';
SELECT as_of();
ROLLBACK;
SELECT as_of();
CREATE FUNCTION as_of_then() RETURNS date LANGUAGE plpgsql SET customer360.as_of = '0044-03-15 BC' AS $$ BEGIN RETURN as_of(); END $$;
SELECT as_of_then(), as_of();
SET customer360.as_of = '';
SELECT as_of() = current_date AS today;
RESET customer360.as_of;
SHOW customer360.as_of;
-- Today is the session's.
SET timezone = 'Pacific/Kiritimati';
SELECT as_of() = current_date AS today_at_plus_14;
SET timezone = 'Etc/GMT+12';
SELECT as_of() = current_date AS today_at_minus_12;

-- What the session decides is STABLE; everything else is immutable.
SELECT proname, provolatile, proparallel FROM pg_proc
 WHERE oid IN ('as_of()'::regprocedure, 'c360_calendar_day(timestamptz)'::regprocedure, 'c360_calendar_day(timestamp)'::regprocedure)
 ORDER BY 1, 2;

DROP FUNCTION day_in_kathmandu, day_here, move_to, as_of_then;
