-- The coefficient's parameters: out of bounds, unknown, NULL, infinite, different within a group.
\i sql/include/errors.sql

CREATE TEMP TABLE events AS SELECT 'acme' AS account, date '2026-03-30' AS at, date '2026-04-01' AS as_of, 7 AS periods, 'week' AS grain;

-- ---- periods: 1 to 48

SELECT error_of($$ SELECT activity_coefficient(at, as_of, 0) FROM events $$);
SELECT error_of($$ SELECT activity_coefficient(at, as_of, 49) FROM events $$);
SELECT error_of($$ SELECT activity_coefficient(at, as_of, -2147483648) FROM events $$);
SELECT error_of($$ SELECT activity_coefficient(at, as_of, 2147483647) FROM events $$);
SELECT activity_coefficient(at, as_of, 1), activity_coefficient(at, as_of, 48) FROM events GROUP BY at, as_of;
SELECT error_of($$ SELECT activity_coefficient('{}'::activity_history, '2026-04-01', 0) $$);
SELECT error_of($$ SELECT activity_coefficient('{}'::activity_history, '2026-04-01', 49, 'day') $$);
-- Bad parameters are errors also where no row has a day.
SELECT error_of($$ SELECT activity_coefficient(NULL::date, as_of, 0) FROM events $$);

-- ---- grain

SELECT error_of($$ SELECT activity_coefficient(at, as_of, 7, 'fortnight') FROM events $$);
SELECT error_of($$ SELECT activity_coefficient(at, as_of, 7, '') FROM events $$);
SELECT error_of($$ SELECT activity_coefficient(at, as_of, 7, 'weeks') FROM events $$);
SELECT error_of($$ SELECT activity_coefficient(at, as_of, 7, ' week') FROM events $$);
SELECT error_of($$ SELECT activity_coefficient(at, as_of, 7, 'week()') FROM events $$);
SELECT error_of($$ SELECT activity_coefficient(at, as_of, 7, 'week(sun)') FROM events $$);
SELECT error_of($$ SELECT activity_coefficient(at, as_of, 7, 'week(sunday') FROM events $$);
SELECT error_of($$ SELECT activity_coefficient(at, as_of, 7, '0 days') FROM events $$);
SELECT error_of($$ SELECT activity_coefficient(at, as_of, 7, '1001 days') FROM events $$);
SELECT error_of($$ SELECT activity_coefficient(at, as_of, 7, '-7 days') FROM events $$);
SELECT error_of($$ SELECT activity_coefficient(at, as_of, 7, '7') FROM events $$);
SELECT error_of($$ SELECT activity_coefficient(at, as_of, 7, '7 weeks') FROM events $$);
SELECT error_of($$ SELECT activity_coefficient(at, as_of, 7, '7.0 days') FROM events $$);
SELECT error_of($$ SELECT activity_coefficient(at, as_of, 7, '99999999999 days') FROM events $$);
SELECT error_of($$ SELECT activity_coefficient(at, as_of, 7, repeat('week', 100000)) FROM events $$);
SELECT error_of($$ SELECT activity_coefficient(at, as_of, 7, repeat('é', 40)) FROM events $$);
SELECT error_of($$ SELECT activity_coefficient('{}'::activity_history, '2026-04-01', 7, '1001 days') $$);
SELECT error_of($$ SELECT activity_coefficient('{}'::activity_history, '2026-04-01', 7, 'fortnight') $$);
SELECT activity_coefficient(at, as_of, 48, '1000 days') AS longest, activity_coefficient(at, as_of, 48, '1 day') AS shortest FROM events GROUP BY at, as_of;

-- ---- infinity

SELECT error_of($$ SELECT activity_coefficient(date 'infinity', as_of) FROM events $$);
SELECT error_of($$ SELECT activity_coefficient(timestamp '-infinity', as_of) FROM events $$);
SELECT error_of($$ SELECT activity_coefficient(timestamptz 'infinity', as_of) FROM events $$);
SELECT error_of($$ SELECT activity_coefficient(at, date 'infinity') FROM events $$);
SELECT error_of($$ SELECT activity_coefficient(at, timestamptz '-infinity') FROM events $$);
SELECT error_of($$ SELECT activity_coefficient('{}'::activity_history, date '-infinity') $$);

-- ---- NULL: a NULL row is skipped, a NULL parameter is a question left open

SELECT error_of($$ SELECT activity_coefficient(at, NULL) FROM events $$);
SELECT error_of($$ SELECT activity_coefficient(at, as_of, NULL) FROM events $$);
SELECT error_of($$ SELECT activity_coefficient(at, as_of, 7, NULL) FROM events $$);
SELECT error_of($$ SELECT activity_coefficient(NULL::date, NULL) FROM events $$);

-- ---- a parameter that differs within a group

SELECT error_of($$ SELECT activity_coefficient(at, as_of + i) FROM events, generate_series(0, 1) AS i $$);
SELECT error_of($$ SELECT activity_coefficient(at, as_of + i * 365) FROM events, generate_series(0, 1) AS i $$);
SELECT error_of($$ SELECT activity_coefficient(at, as_of, periods + i) FROM events, generate_series(0, 1) AS i $$);
SELECT error_of($$ SELECT activity_coefficient(at, as_of, periods, CASE i WHEN 0 THEN grain ELSE 'week(sunday)' END) FROM events, generate_series(0, 1) AS i $$);
-- Every pair of as_of within 40 years, of periods, and of grains.
SELECT count(*) AS pairs, count(*) FILTER (WHERE error_of(format('SELECT activity_coefficient(NULL::date, date %L + i * %s) FROM generate_series(0, 1) AS i', '2026-04-01', years * 365 + 1)) LIKE '22023: as_of, periods and grain must be constant%') AS noticed
  FROM generate_series(0, 40) AS years;
SELECT count(*) AS pairs, count(*) FILTER (WHERE error_of(format('SELECT activity_coefficient(NULL::date, date %L, p) FROM unnest(ARRAY[%s, %s]) AS p', '2026-04-01', a, b)) LIKE '22023: as_of, periods and grain must be constant%') AS noticed
  FROM generate_series(1, 48) AS a, generate_series(1, 48) AS b WHERE a < b;
SELECT count(*) AS pairs, count(*) FILTER (WHERE error_of(format('SELECT activity_coefficient(NULL::date, date %L, 7, g) FROM unnest(ARRAY[%L, %L]) AS g', '2026-04-01', a, b)) LIKE '22023: as_of, periods and grain must be constant%') AS noticed
  FROM unnest(ARRAY['day', 'week', 'week(sunday)', 'month', 'quarter', 'year', '1 day', '7 days', '28 days', '1000 days']) AS a,
       unnest(ARRAY['day', 'week', 'week(sunday)', 'month', 'quarter', 'year', '1 day', '7 days', '28 days', '1000 days']) AS b WHERE a < b;
-- Also where the two values meet only as partial results of two partitions.
CREATE TEMP TABLE parts (part integer, as_of date) PARTITION BY LIST (part);
CREATE TEMP TABLE part_1 PARTITION OF parts FOR VALUES IN (1);
CREATE TEMP TABLE part_2 PARTITION OF parts FOR VALUES IN (2);
INSERT INTO parts VALUES (1, '2026-04-01'), (2, '2026-04-02');
SET enable_partitionwise_aggregate = on;
SELECT error_of($$ SELECT activity_coefficient(NULL::date, as_of) FROM parts $$);
RESET enable_partitionwise_aggregate;
-- One value per group is constant enough.
SELECT as_of + i AS as_of, activity_coefficient(at, as_of + i) FROM events, generate_series(0, 1) AS i GROUP BY as_of, i ORDER BY 1;

-- At the top level, and the session goes on.
SELECT activity_coefficient(at, as_of, 49) FROM events;
SELECT activity_coefficient(at, as_of) FROM events;

SELECT state, statement FROM improper_errors;
