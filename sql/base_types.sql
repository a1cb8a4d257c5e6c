-- amount and day_range: one signature takes every type of number and of range that a warehouse has.
SET datestyle = ISO;
SET timezone = 'America/New_York';

-- ---- amount: the same answer whatever type the numbers have

CREATE TABLE prices (customer integer, at date, small smallint, whole integer, big bigint, exact numeric, single real, double double precision);
INSERT INTO prices SELECT i % 3, date '2026-01-01' + i, i, i, i, i, i, i FROM generate_series(1, 30) AS i;

SELECT count(DISTINCT bridge) AS bridges
  FROM (SELECT mrr_bridge(customer, at, small, 'month', date '2026-02-28')::text FROM prices UNION ALL
        SELECT mrr_bridge(customer, at, whole, 'month', date '2026-02-28')::text FROM prices UNION ALL
        SELECT mrr_bridge(customer, at, big, 'month', date '2026-02-28')::text FROM prices UNION ALL
        SELECT mrr_bridge(customer, at, exact, 'month', date '2026-02-28')::text FROM prices UNION ALL
        SELECT mrr_bridge(customer, at, single, 'month', date '2026-02-28')::text FROM prices UNION ALL
        SELECT mrr_bridge(customer, at, double, 'month', date '2026-02-28')::text FROM prices) AS bridges (bridge);
SELECT trend(small, at) = trend(exact, at) AND trend(double, at) = trend(exact, at) AND trend(single, at) = trend(exact, at) AS trends,
       nps(1::smallint) = nps(1.0) AND nps(1::real) = nps(1::bigint) AS scores FROM prices;
SELECT sparkline(ARRAY[1, 2, 3]), sparkline(ARRAY[1.5, 2, 3]), sparkline(ARRAY[1, 2, 3]::double precision[]), sparkline('{1,NULL,3}');
SELECT mrr_normalize(1200, 'year'), mrr_normalize(1200.0::real, 'year', 1::smallint), mrr_normalize(1200::double precision, 'year', 1::bigint), mrr_normalize('1200', 'year');
SELECT mrr_at(mrr_agg(DISTINCT daterange('2026-01-01', NULL), double), '2026-02-01') AS distinct_lines FROM prices WHERE double < 3;

-- A float is the decimal that it was written as.
SELECT value, value::amount, value::real::amount AS single, value::amount = value::text::numeric AS as_written
  FROM unnest(ARRAY[0.1, 1e-7, 123456.789, 1e22, -0.0, 'NaN', 'Infinity', 1.7976931348623157e308, 5e-324]::double precision[]) AS value WHERE abs(value) < 3e38 AND (abs(value) > 1e-38 OR value = 0) OR value = 'NaN';
SELECT count(*) FILTER (WHERE value::amount = value::text::numeric), count(*)
  FROM (SELECT (hashint8(i)::double precision / (1 + abs(hashint4(i)) % 1000000)) AS value FROM generate_series(1, 2000) AS i) AS floats;
SELECT length((1.7976931348623157e308::double precision)::amount::text), 5e-324::double precision::amount = 5e-324;

-- What PostgreSQL can do with a numeric.
SELECT a + 1, -a, round(a, 1), a < 3, greatest(a, 5), sum(a) FROM (SELECT 2.55::amount AS a) AS amounts GROUP BY a;

-- ---- day_range: daterange, tsrange, tstzrange, and untyped literals

CREATE TABLE terms (days daterange, locals tsrange, instants tstzrange);
INSERT INTO terms VALUES ('[2026-01-01,2026-03-01)', '[2026-01-01 09:00,2026-03-01 09:00)', '[2026-01-01 09:00,2026-03-01 09:00)'), ('[2026-02-01,)', '[2026-02-01,infinity)', '[2026-02-01,)');
SELECT mrr_agg(days, 100) = mrr_agg(locals, 100) AND mrr_agg(days, 100) = mrr_agg(instants, 100) AS same, mrr_agg(days, 100) FROM terms;
SELECT active_days('{[2026-01-01,2026-02-01)}', '[2026-01-10,2026-01-20)'), active_days('{[2026-01-01,2026-02-01)}', tsrange('2026-01-10', '2026-01-20')), active_days('{[2026-01-01,2026-02-01)}', tstzrange('2026-01-10', NULL));

SELECT range, range::day_range AS days
  FROM unnest(ARRAY['[2026-01-01 09:00,2026-02-01 09:00)', '[2026-01-01 00:00,2026-01-31 23:59:59]', '(2026-01-01 00:00,2026-01-31 23:59:59)', '[2026-01-01 09:00,2026-01-01 17:00)', 'empty', '(,)', '[-infinity,infinity]', '(,2026-01-01 12:00]', '[infinity,infinity]', '[-infinity,-infinity]', '[2026-01-01 09:00,2026-01-01 09:00]']::tsrange[]) AS range;
-- The last local day, on a night on which clocks change, too.
SELECT tstzrange('2026-03-07 23:30-05', '2026-03-08 23:30-04', '[]')::day_range, tstzrange('2025-11-01 12:00+00', '2025-11-03 04:59+00')::day_range;
SET timezone = 'Asia/Tokyo';
SELECT tstzrange('2026-03-07 23:30-05', '2026-03-08 23:30-04', '[]')::day_range;
SET timezone = 'America/New_York';

-- What PostgreSQL can do with a daterange, and an order that leaves its own alone.
SELECT lower(days::daterange), upper(days::daterange), days::daterange && '[2026-01-31,2026-02-02)', '[2026-01-01,2026-03-01)'::day_range::daterange = days FROM terms ORDER BY days;
SELECT count(DISTINCT days::day_range), count(DISTINCT days) FROM terms, generate_series(1, 3);
CREATE TEMP TABLE stored (days day_range, price amount);
INSERT INTO stored SELECT days, i FROM terms, generate_series(1, 2) AS i;
SELECT days, sum(price) FROM stored GROUP BY days ORDER BY days;
CREATE INDEX ON terms (days);

-- Through text, binary copies, and a prepared statement whose parameters have no type.
SELECT day_range '[2026-01-01,2026-02-01]', amount '1e3', '{1,2}'::amount[];
PREPARE untyped AS SELECT mrr_at(mrr_agg(valid, $1), $2) FROM (VALUES (daterange('2026-01-01', NULL))) AS lines (valid);
EXECUTE untyped ('12.5', '2026-01-01');
SELECT pg_typeof(mrr_at('{[2026-01-01,)=5}', '2026-01-01')), pg_typeof(mrr_normalize(1, 'month'));

-- ---- the zone may be named: then nothing depends on the session's

SELECT calendar_day('2026-03-08 04:30+00', 'America/New_York') AS new_york, calendar_day('2026-03-08 04:30+00', 'UTC') AS utc, calendar_day('2026-03-07 20:30+00', 'Asia/Tokyo') AS tokyo, calendar_day(NULL, 'UTC') AS unknown;
SELECT count(*) FILTER (WHERE calendar_day(at, zone) <> (at AT TIME ZONE zone)::date) AS different, count(*)
  FROM (SELECT zone, timestamptz '1883-01-01 00:00+00' + interval '37 hours 13 minutes' * i AS at FROM generate_series(1, 40000, 7) AS i,
               unnest(ARRAY['America/New_York', 'Africa/Cairo', 'Pacific/Apia', 'Australia/Lord_Howe', 'UTC', 'Etc/GMT+12']) AS zone) AS instants;
SET customer360.as_of = '2026-02-03';
SELECT as_of('Pacific/Kiritimati'), as_of(NULL);
RESET customer360.as_of;
SELECT as_of(zone) = (now() AT TIME ZONE zone)::date FROM unnest(ARRAY['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'UTC']) AS zone;
