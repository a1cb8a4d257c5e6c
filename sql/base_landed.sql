-- What connectors land as text, read without an error: NULL where it is nothing, or could be two things.
SET datestyle = ISO;
SET timezone = 'Asia/Tokyo';

SELECT landed, try_day(landed), try_day(landed, 'America/New_York') AS in_new_york, try_instant(landed, 'America/New_York') AT TIME ZONE 'UTC' AS instant
  FROM unnest(ARRAY['2026-01-31', '2026/1/31', '20260131', '2026-01-31T23:30:00', '2026-01-31 23:30:00.25', '2026-01-31T23:30:00Z', '2026-01-31T00:00:00Z', '2026-01-31 23:30:00 +0530',
                    '1769902200', '1769902200000', '1769902200000000', '1769902200000000000', '1.7699022E9', '1769817600', '176990220000', '01/02/2026', '2026-02-30', '', ' ', 'never', 'infinity', NULL]) WITH ORDINALITY AS values (landed, number) ORDER BY number;
-- A local time that clocks skip, or show twice, is PostgreSQL's own.
SELECT landed, try_instant(landed, 'America/New_York') = landed::timestamp AT TIME ZONE 'America/New_York' AS as_postgresql FROM unnest(ARRAY['2026-03-08 02:30:00', '2025-11-02 01:30:00', '0001-01-01 00:00:00', '9999-12-31 23:59:59']) AS landed;

SELECT landed, try_amount(landed), try_bigint(landed)
  FROM unnest(ARRAY['1200', '$1,200.00', '-$1,200.50', '(1,200.50)', '1,200.50-', 'EUR 1 200', '1200 €', '1e3', '42.0', '1,200', '12,50', '1.200,00', '5%', 'NaN', 'Infinity', '', '-', 'free', '999999999999999999.99', '1000000000000000000', '9223372036854775807', '9223372036854775808', NULL]) WITH ORDINALITY AS values (landed, number) ORDER BY number;

-- PostgreSQL's own output is read as what it was.
SELECT count(*) FILTER (WHERE try_instant(at::text, 'UTC') IS DISTINCT FROM at), count(*) FILTER (WHERE try_day(at::date::text) IS DISTINCT FROM at::date),
       count(*) FILTER (WHERE try_instant(extract(epoch FROM at)::text, 'UTC') IS DISTINCT FROM at), count(*) FILTER (WHERE try_instant(floor(extract(epoch FROM at) * 1000)::bigint::text, 'UTC') IS DISTINCT FROM date_trunc('milliseconds', at))
  FROM (SELECT timestamptz '2001-09-09 01:46:40+00' + interval '1 hour' * (hashint8(i)::bigint % 1000000 + 1000000) + interval '1 microsecond' * (hashint4(i) % 100000) AS at FROM generate_series(1, 3000) AS i) AS instants;
SELECT count(*) FILTER (WHERE try_amount(value::text) IS DISTINCT FROM value::amount), count(*) FILTER (WHERE try_bigint(hashint8(i)::text) IS DISTINCT FROM hashint8(i))
  FROM (SELECT i, hashint8(i)::double precision / (1 + abs(hashint4(i)) % 1000000) AS value FROM generate_series(1, 3000) AS i) AS numbers;
-- Whatever a text is, there is no error.
SELECT count(*), count(try_day(t)) + count(try_day(t, 'UTC')) + count(try_instant(t, 'UTC')) + count(try_amount(t)) + count(try_bigint(t)) >= 0 AS all_read
  FROM (SELECT substr('$€-+()., eETZ:/0123456789', 1 + abs(hashint4(i)) % 24, 1 + abs(hashint4(i + 1)) % 6) || i || substr('2026-01-31T23:59:58.5+05:30', 1 + abs(hashint4(i + 2)) % 27) AS t FROM generate_series(1, 20000) AS i) AS texts;
