-- Support: bursts of tickets, working hours.

TYPE window_length LIKE interval TEXT STABLE;
COMMENT ON TYPE window_length IS
$$How long a window of time is: the type that max_burst takes, so that a number is one of days, however it is written.
Casts: implicit from interval, and from bigint, integer and smallint, which count days; implicit to interval. A day is 24 hours.
Text form: that of interval, or a whole number without a unit, of days: '7' is 7 days, as 7 is, and not seven seconds.
Errors: 22023 for a length that is not positive or longer than the calendar, for months and years, which differ in length, and for a number with decimals and no unit; 22007 for text that is no interval.
Source: docs/metrics.md, D7.$$;

CREATE FUNCTION c360_window_length(interval) RETURNS window_length
  AS 'MODULE_PATHNAME', 'c360_window_length_from_interval' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_window_length(bigint) RETURNS window_length
  AS 'MODULE_PATHNAME', 'c360_window_length_from_bigint' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_window_length(integer) RETURNS window_length
  AS 'MODULE_PATHNAME', 'c360_window_length_from_integer' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION c360_window_length(smallint) RETURNS window_length
  AS 'MODULE_PATHNAME', 'c360_window_length_from_smallint' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
-- Free: what PostgreSQL can do with an interval (operators, DISTINCT) it can do with a window_length.
CREATE CAST (window_length AS interval) WITHOUT FUNCTION AS IMPLICIT;
CREATE CAST (interval AS window_length) WITH FUNCTION c360_window_length(interval) AS IMPLICIT;
CREATE CAST (bigint AS window_length) WITH FUNCTION c360_window_length(bigint) AS IMPLICIT;
CREATE CAST (integer AS window_length) WITH FUNCTION c360_window_length(integer) AS IMPLICIT;
CREATE CAST (smallint AS window_length) WITH FUNCTION c360_window_length(smallint) AS IMPLICIT;
COMMENT ON CAST (window_length AS interval) IS 'The same length, at no cost.';
COMMENT ON CAST (interval AS window_length) IS 'The length of the interval, days of 24 hours. 22023 unless positive, and for months and years.';
COMMENT ON CAST (bigint AS window_length) IS 'That many days of 24 hours. 22023 unless positive.';
COMMENT ON CAST (integer AS window_length) IS 'That many days of 24 hours. 22023 unless positive.';
COMMENT ON CAST (smallint AS window_length) IS 'That many days of 24 hours. 22023 unless positive.';

-- The final function sorts the group's instants, unless they came in order.
AGGREGATE max_burst(at timestamptz, within window_length) RETURNS bigint SSPACE 512 COST 100 COMBINE_COST 10;
COMMENT ON AGGREGATE max_burst(timestamptz, window_length) IS
$$The most events within any window of one length: three tickets in seven days, whenever those seven days began.
Arguments: at, the instant of an event; within, the length of the window, a number of days or an interval; half-open: two events exactly that far apart do not share one. Lengths are counted on instants: a day is 24 hours, even where clocks change.
Returns: bigint, events; 0 without events.
NULL: instants that are NULL are skipped.
Errors: 22023 when within is zero or negative, longer than the calendar, has months or years, or differs within a group; 22004 when it is NULL; 22008 for an infinite instant; 22003 when a state would exceed 1 GB: it keeps 8 bytes per event.
Source: docs/metrics.md, D7.$$;

CREATE FUNCTION business_hours(started_at timestamptz, ended_at timestamptz, schedule jsonb) RETURNS numeric
  AS 'MODULE_PATHNAME', 'c360_business_hours' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION business_hours(timestamptz, timestamptz, jsonb) IS
$$Working time between two instants, in hours: first reply, time to resolution and the like, without nights, weekends and holidays.
Arguments: started_at, inclusive; ended_at, exclusive; schedule, {"zone": "Europe/Berlin", "hours": {"monday": ["09:00-12:30", "13:30-17:00"], ...}, "holidays": ["2026-12-25", ...]}: a name of the time zone database; for each weekday from monday to sunday its ranges of local time, which end at 24:00 at the latest, none for a day on which nobody works; days on which nobody works, whatever the weekday.
Returns: numeric, hours, unrounded. A shift in which clocks change is as long as it is: one hour less or more.
NULL: when ended_at is before started_at, which is a fault; a NULL argument gives NULL.
Errors: 22023 for a schedule that is none, with every fault and its path; 22008 for an infinite instant.
Source: docs/metrics.md, D14.$$;
