-- window_funnel: the deepest step reached in order and in time, by hand. METRICS A20.
SET datestyle = ISO;
SET timezone = 'UTC';

CREATE TEMP TABLE steps (account text, at timestamptz, step text);
INSERT INTO steps VALUES
  ('all the way', '2026-01-01', 'signed'), ('all the way', '2026-01-05', 'kicked off'), ('all the way', '2026-01-20', 'live'),
  ('too late', '2026-01-01', 'signed'), ('too late', '2026-01-05', 'kicked off'), ('too late', '2026-03-20', 'live'),
  ('again, in time', '2026-01-01', 'signed'), ('again, in time', '2026-03-01', 'signed'), ('again, in time', '2026-03-02', 'kicked off'), ('again, in time', '2026-03-20', 'live'),
  ('out of order', '2026-01-01', 'signed'), ('out of order', '2026-01-05', 'live'), ('out of order', '2026-01-06', 'kicked off'),
  ('live alone', '2026-01-05', 'live'), ('on one day', '2026-01-05', 'live'), ('on one day', '2026-01-05', 'kicked off'), ('on one day', '2026-01-05', 'signed'),
  ('with a call between', '2026-01-01', 'signed'), ('with a call between', '2026-01-02', 'call'), ('with a call between', '2026-01-03', 'kicked off'),
  ('undated', NULL, 'signed'), ('unnamed', '2026-01-05', NULL);
SELECT account, window_funnel(at, '45 days', step = 'signed', step = 'kicked off', step = 'live') AS reached FROM steps GROUP BY account ORDER BY account;
-- The funnel: how many came how far.
SELECT reached, count(*) AS accounts, sum(count(*)) OVER (ORDER BY reached DESC) AS at_least FROM
  (SELECT window_funnel(at, '45 days', step = 'signed', step = 'kicked off', step = 'live') AS reached FROM steps GROUP BY account) AS funnel GROUP BY reached ORDER BY reached;

-- The window's end is in it; 0 asks for one instant.
SELECT window_funnel(at, '19 days', step = 'signed', step = 'kicked off', step = 'live') AS days_19, window_funnel(at, '18 days 23:59:59.999999', step = 'signed', step = 'kicked off', step = 'live') AS less,
       window_funnel(at, '0', step = 'signed', step = 'kicked off', step = 'live') AS no_time FROM steps WHERE account = 'all the way';
SELECT window_funnel(at, '0', step = 'signed', step = 'kicked off', step = 'live') AS no_time FROM steps WHERE account = 'on one day';
-- One event may be several steps: one condition implies another.
SELECT window_funnel('2026-01-01', '1 day', true, true, true) AS three, window_funnel('2026-01-01', '1 day', true, false, true) AS one, window_funnel('2026-01-01', '1 day', false, true) AS none;
-- A step twice in the list needs one event, or two of one instant, or two in order: any order will do.
SELECT window_funnel(at, '45 days', step = 'signed', step = 'signed', step = 'kicked off') AS reached FROM steps WHERE account = 'all the way';

-- Conditions that are NULL are not fulfilled. An array has the steps of a list that is not known in advance.
SELECT window_funnel(at, '45 days', step = 'signed', NULL, step = 'live') AS null_step, window_funnel(at, '45 days', VARIADIC ARRAY[step = 'signed', NULL, step = 'kicked off']) AS in_an_array,
       window_funnel(at, '45 days', VARIADIC (SELECT array_agg(step = word ORDER BY place) FROM unnest(ARRAY['signed', 'kicked off', 'live']) WITH ORDINALITY AS words (word, place))) AS of_words
  FROM steps WHERE account = 'all the way';
SELECT window_funnel(timestamptz '2026-01-01' + i * interval '1 second', '31 seconds', VARIADIC (SELECT array_agg(i = step ORDER BY step) FROM generate_series(0, 31) AS step)) AS all_32 FROM generate_series(31, 0, -1) AS i;

-- Dates and local timestamps go in as instants of the session's time zone.
SELECT window_funnel(day, '2 days', i = 1, i = 2) AS dates, window_funnel(day::timestamp, '23 hours', i = 1, i = 2) AS timestamps FROM (VALUES (date '2026-01-01', 1), ('2026-01-02', 2)) AS days (day, i);

-- Nothing: no step.
SELECT window_funnel(at, '1 day', true, true) FROM steps WHERE false;
SELECT window_funnel(at, '1 day', true, true) FROM steps WHERE at IS NULL;
-- In any order, ties included.
SELECT count(DISTINCT reached) AS answers FROM (SELECT window_funnel(at, '45 days', step = 'signed', step = 'kicked off', step = 'live' ORDER BY md5(at::text || step || seed)) AS reached FROM steps, generate_series(1, 20) AS seed GROUP BY seed) AS answers;
-- Many events, in order, backwards and shuffled: only the last three make a chain.
SELECT way, reached FROM (
  SELECT 'in order' AS way, window_funnel(timestamptz '2026-01-01' + i * interval '1 hour', '2 hours', i = 100001, i = 100002, i % 2 = 1) AS reached FROM generate_series(1, 100003) AS i UNION ALL
  SELECT 'backwards', window_funnel(timestamptz '2026-01-01' + i * interval '1 hour', '2 hours', i = 100001, i = 100002, i % 2 = 1) FROM generate_series(100003, 1, -1) AS i UNION ALL
  SELECT 'shuffled', window_funnel(timestamptz '2026-01-01' + i * interval '1 hour', '2 hours', i = 100001, i = 100002, i % 2 = 1) FROM (SELECT 1 + n * 7919 % 100003 AS i FROM generate_series(1, 100003) AS n) AS shuffled) AS ways ORDER BY way;
DROP TABLE steps;
