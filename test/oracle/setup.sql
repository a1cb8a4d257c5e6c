-- What every oracle begins with. Each one is a plain-SQL implementation of some metrics, run on pseudo-random data and
-- compared with the extension's answer: a row of `oracle` for each comparison. test/tap/oracles.t runs them, every file in a
-- database of its own.
\set ON_ERROR_STOP on
\set QUIET on
SET client_min_messages = warning;
SET datestyle = ISO;
SET timezone = 'UTC';
SET jit = off;

-- cases: how many answers were compared; differences: how many of them were not equal.
CREATE TABLE oracle (number serial, what text, cases bigint, differences bigint);

-- A number from 0 to bound - 1 that is the same in every run and on every version.
CREATE FUNCTION noise(seed bigint, i bigint, bound bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT (hashint8extended(i, seed) & 9223372036854775807) % bound $$;

-- Periods in plain SQL (METRICS R3): the number of the period that holds a day, and a period's first day. Blocks of days are
-- counted back from as_of, whose block is number 0. Single expressions, so that they are inlined.
CREATE FUNCTION weekday(grain text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT coalesce(position(substring(grain FROM '\((..).*\)') IN 'mo tu we th fr sa su') / 3, 0) $$;
CREATE FUNCTION period_index(day date, grain text, as_of date) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT CASE
  WHEN grain = 'day' THEN (day - date '2000-01-01')::bigint
  WHEN grain LIKE 'week%' THEN floor((day - (date '2000-01-03' + weekday(grain))) / 7.0::float8)::bigint
  WHEN grain = 'month' THEN (extract(year FROM day) + (extract(year FROM day) < 0)::int)::bigint * 12 + extract(month FROM day)::bigint - 1
  WHEN grain = 'quarter' THEN (extract(year FROM day) + (extract(year FROM day) < 0)::int)::bigint * 4 + extract(quarter FROM day)::bigint - 1
  WHEN grain = 'year' THEN (extract(year FROM day) + (extract(year FROM day) < 0)::int)::bigint
  ELSE -floor((as_of - day) / split_part(grain, ' ', 1)::float8)::bigint
END $$;
-- Of calendar periods, by date_trunc, for years that timestamps have.
CREATE FUNCTION period_start(day date, grain text) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT CASE
  WHEN grain LIKE 'week%' THEN date_trunc('week', day::timestamp - weekday(grain) * interval '1 day')::date + weekday(grain)
  ELSE date_trunc(grain, day::timestamp)::date
END $$;
-- The last period that as_of has finished: its last day is as_of or earlier, so that the next day is in another one.
CREATE FUNCTION last_finished(grain text, as_of date) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT period_index(as_of + 1, grain, as_of) - 1 $$;

CREATE TABLE grains (grain text PRIMARY KEY);
INSERT INTO grains VALUES ('day'), ('week'), ('week(monday)'), ('week(tuesday)'), ('week(wednesday)'), ('week(thursday)'), ('week(friday)'), ('week(saturday)'), ('week(sunday)'),
  ('month'), ('quarter'), ('year'), ('1 day'), ('7 days'), ('10 days'), ('28 days'), ('365 days'), ('1000 days');

-- Half an hour of summer time, a day that was left out, a quarter of an hour beside the full one.
CREATE TABLE zones (zone text PRIMARY KEY);
INSERT INTO zones VALUES ('UTC'), ('America/New_York'), ('Europe/Berlin'), ('Asia/Kathmandu'), ('Australia/Lord_Howe'), ('Pacific/Apia');
