-- timestamptz::calendar_day must be timestamptz::date: around every change of clocks, around every midnight, in any order,
-- in every zone, and when the zone changes.

CREATE TABLE instants (zone text, at timestamptz);
-- Days between which the offset changes, every ten minutes and a microsecond beside.
INSERT INTO instants
SELECT zone, day + minutes * interval '10 minutes' + beside * interval '1 microsecond'
  FROM (SELECT zone, day, (day AT TIME ZONE zone) - (day AT TIME ZONE 'UTC') AS before, ((day + interval '24 hours') AT TIME ZONE zone) - ((day + interval '24 hours') AT TIME ZONE 'UTC') AS after
          FROM zones, generate_series(timestamptz '1850-01-01', '2051-01-01', '24 hours') AS day) AS days,
       generate_series(0, 144) AS minutes, generate_series(-1, 1) AS beside
 WHERE before <> after;
INSERT INTO oracle (what, cases, differences) SELECT 'changes of clocks found: ' || zone, count(*), (count(*) = 0 AND zone <> 'UTC')::int FROM zones LEFT JOIN instants USING (zone) GROUP BY zone ORDER BY zone;
-- Local midnights, a microsecond before and after.
INSERT INTO instants
SELECT zone, day AT TIME ZONE zone + beside * interval '1 microsecond'
  FROM zones, generate_series(timestamp '2005-01-01', '2030-12-31', '1 day') AS day, generate_series(-1, 1) AS beside;
-- Any instant that a timestamptz can hold, the first and the last of all.
INSERT INTO instants SELECT zone, to_timestamp(noise(1, i, 9435170000) * 1000.0 - 210800000000 + noise(2, i, 1000000) / 1e6) FROM zones, generate_series(1, 3000) AS i;
INSERT INTO instants SELECT zone, to_timestamp(noise(3, i, 5000000000) - 2500000000 + noise(2, i, 1000000) / 1e6) FROM zones, generate_series(1, 20000) AS i;
INSERT INTO instants SELECT zone, at FROM zones, unnest(ARRAY[timestamptz '4714-11-25 12:00 UTC BC', '294276-12-31 00:00 UTC', '0001-01-01 00:00 UTC', '0001-12-31 23:59:59.999999 UTC BC', '2000-01-01 00:00 UTC', '1999-12-31 23:59:59.999999 UTC']) AS at;
ANALYZE instants;

CREATE FUNCTION differences(how text, order_by text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  each text;
BEGIN
  FOR each IN SELECT zone FROM zones ORDER BY zone LOOP
    PERFORM set_config('timezone', each, false);
    EXECUTE format('INSERT INTO oracle (what, cases, differences)
      SELECT %L, count(*), count(*) FILTER (WHERE at::calendar_day::date IS DISTINCT FROM at::date OR at::calendar_day::date IS DISTINCT FROM (at AT TIME ZONE %L)::date)
        FROM (SELECT at FROM instants WHERE zone = %L ORDER BY %s OFFSET 0) AS instants', each || ', ' || how, each, each, order_by);
  END LOOP;
  SET timezone = 'UTC';
END $$;
SELECT differences('sorted', 'at');
SELECT differences('backwards', 'at DESC');
SELECT differences('at random', 'hashint8(extract(epoch FROM at)::bigint)');

-- Another zone on every row of one query.
INSERT INTO oracle (what, cases, differences)
SELECT 'the zone changes from row to row', count(*), count(*) FILTER (WHERE day IS DISTINCT FROM (at AT TIME ZONE zone)::date)
  FROM (SELECT zone, at, CASE WHEN set_config('timezone', zone, false) IS NOT NULL THEN at::calendar_day END AS day
          FROM (SELECT * FROM instants WHERE noise(4, extract(epoch FROM at)::bigint, 10) = 0 ORDER BY noise(5, extract(epoch FROM at)::bigint, 1000000000) OFFSET 0) AS shuffled) AS days;
SET timezone = 'UTC';
-- Within a query, in functions that have a zone of their own, while the session has another one.
SELECT format('CREATE FUNCTION day_in_%s(at timestamptz) RETURNS date LANGUAGE plpgsql SET timezone = %L AS $$ BEGIN RETURN at::calendar_day; END $$', replace(lower(zone), '/', '_'), zone)
  FROM zones \gexec
CREATE FUNCTION day_here(at timestamptz) RETURNS date LANGUAGE plpgsql AS $$ BEGIN RETURN at::calendar_day; END $$;
INSERT INTO oracle (what, cases, differences)
SELECT 'functions with a zone of their own', count(*), count(*) FILTER (WHERE day_in_asia_kathmandu(at) <> (at AT TIME ZONE 'Asia/Kathmandu')::date OR day_here(at) <> (at AT TIME ZONE 'UTC')::date
         OR day_in_america_new_york(at) <> (at AT TIME ZONE 'America/New_York')::date OR day_in_pacific_apia(at) <> (at AT TIME ZONE 'Pacific/Apia')::date)
  FROM (SELECT at FROM instants WHERE noise(6, extract(epoch FROM at)::bigint, 60) = 0) AS instants;
-- Between calls of a function whose plans and caches stay.
CREATE FUNCTION differences_there(there text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  result bigint := 0;
  moment timestamptz;
BEGIN
  FOR moment IN SELECT at FROM instants WHERE zone = there AND noise(7, extract(epoch FROM at)::bigint, 100) = 0 LOOP
    IF moment::calendar_day <> (moment AT TIME ZONE there)::date THEN result := result + 1; END IF;
  END LOOP;
  RETURN result;
END $$;
INSERT INTO oracle (what, cases, differences)
SELECT 'the zone changes between calls', count(*), sum(CASE WHEN set_config('timezone', zone, false) IS NOT NULL THEN differences_there(zone) END) FROM zones, generate_series(1, 2);
SET timezone = 'UTC';

-- Every zone there is, and three that are written as rules.
CREATE TABLE every_zone (zones bigint, cases bigint, differences bigint);
DO $$
DECLARE
  each text;
  result record;
BEGIN
  FOR each IN SELECT name FROM pg_timezone_names WHERE name !~ '^(posix|right)/' UNION ALL VALUES ('EST5EDT,M3.2.0,M11.1.0'), ('<+0330>-3:30'), ('XXX-12YYY-13,M10.1.0/2,M4.1.0/3') LOOP
    PERFORM set_config('timezone', each, false);
    INSERT INTO every_zone SELECT 1, count(*), count(*) FILTER (WHERE at::calendar_day::date <> at::date)
      FROM (SELECT to_timestamp(noise(8, i, 12623040000) - 6000000000) FROM generate_series(1, 400) AS i UNION ALL
            SELECT timestamptz '2025-12-31 00:00 UTC' + i * interval '6 hours' FROM generate_series(1, 100) AS i) AS instants (at);
  END LOOP;
  SET timezone = 'UTC';
END $$;
INSERT INTO oracle (what, cases, differences) SELECT 'every zone there is', sum(cases), sum(differences) FROM every_zone;

-- From timestamp: no zone in it.
INSERT INTO oracle (what, cases, differences)
SELECT 'timestamp', count(*), count(*) FILTER (WHERE at::calendar_day::date <> at::date) FROM (SELECT (at AT TIME ZONE zone) AS at FROM instants) AS timestamps;
