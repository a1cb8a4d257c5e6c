-- sessions: runs of events without a gap, by hand. METRICS A19.
SET datestyle = ISO;
SET intervalstyle = postgres;
SET timezone = 'UTC';

CREATE TEMP TABLE clicks (account text, at timestamptz);
INSERT INTO clicks VALUES
  ('two', '2026-01-05 09:00'), ('two', '2026-01-05 09:10'), ('two', '2026-01-05 09:39'), ('two', '2026-01-05 13:00'), ('two', '2026-01-05 13:20'),
  ('on the border', '2026-01-05 09:00'), ('on the border', '2026-01-05 09:30'), ('on the border', '2026-01-05 09:59:59.999999'),
  ('long', '2026-01-05 23:00'), ('long', '2026-01-05 23:20'), ('long', '2026-01-05 23:40'), ('long', '2026-01-06 00:00'), ('long', '2026-01-06 00:20'),
  ('once', '2026-01-05 09:00'), ('at once', '2026-01-05 09:00'), ('at once', '2026-01-05 09:00'),
  ('silent', NULL);
SELECT account, (s).* FROM (SELECT account, sessions(at) AS s FROM clicks GROUP BY account) AS by_account ORDER BY account;
-- 30 minutes are the gap that is not named; two events a gap apart are in two sessions.
SELECT account, (sessions(at, '30 minutes')) = sessions(at) AS same, sessions(at, '30 minutes 0.000001 seconds') AS a_microsecond_more FROM clicks WHERE account = 'on the border' GROUP BY account;
SELECT account, (s).* FROM (SELECT account, sessions(at, '4 hours') AS s FROM clicks GROUP BY account) AS by_account ORDER BY account;
-- In plain SQL: a session begins where the event before is a gap away, or there is none.
WITH marked AS (SELECT account, at, coalesce(at - lag(at) OVER (PARTITION BY account ORDER BY at) >= '30 minutes', true) AS begins FROM clicks WHERE at IS NOT NULL),
     numbered AS (SELECT account, at, count(*) FILTER (WHERE begins) OVER (PARTITION BY account ORDER BY at) AS session FROM marked),
     lengths AS (SELECT account, max(at) - min(at) AS length FROM numbered GROUP BY account, session)
SELECT account, count(*) AS sessions, sum(length) AS total, max(length) AS longest, percentile_cont(0.5) WITHIN GROUP (ORDER BY length) AS median FROM lengths GROUP BY account ORDER BY account;

-- Lengths are those of instants, whatever clocks did: a session over the hour that New York left out.
SET timezone = 'America/New_York';
SELECT (sessions(at, '2 hours')).total FROM (VALUES (timestamptz '2026-03-08 01:30'), ('2026-03-08 03:30')) AS events (at);
SELECT (sessions(day, '25 hours')).total FROM generate_series(date '2026-03-07', '2026-03-10', '1 day') AS day;
SET timezone = 'UTC';
SELECT (sessions(at, '1 day')).sessions AS a_day, (sessions(at, '1 day 1 hour')).sessions AS and_an_hour, (sessions(at, '2 days -23 hours')).sessions AS written_otherwise
  FROM (VALUES (timestamptz '2026-01-01'), ('2026-01-02')) AS events (at);

-- Time in the app of an account: its users' sessions, which may be at the same time.
SELECT sum((s).total) AS user_time, sum((s).sessions) AS sessions FROM (SELECT account, sessions(at) AS s FROM clicks GROUP BY account) AS users;

-- No event: no session. The calendar's ends.
SELECT (sessions(at)).* FROM clicks WHERE false;
SELECT (sessions(at)).* FROM clicks WHERE at IS NULL;
SELECT (sessions(at, '100000000 days')).* FROM (VALUES (timestamptz '4714-11-24 00:00 BC'), ('0001-01-01 00:00')) AS ends (at);
SELECT (sessions(at)).* FROM (VALUES (timestamptz '4714-11-24 00:00 BC'), ('294276-12-31 23:59:59.999999')) AS ends (at);
-- A median between two lengths is rounded as percentile_cont rounds.
SELECT (sessions(at)).median FROM (VALUES (timestamptz '2026-01-01'), ('2026-01-01 00:00:00.000001'), ('2026-01-02'), ('2026-01-02 00:00:00.000002')) AS events (at);
-- In any order.
SELECT count(DISTINCT s) AS answers FROM (SELECT sessions(at ORDER BY md5(at::text || seed)) AS s FROM clicks, generate_series(1, 20) AS seed GROUP BY seed) AS answers;
-- Many sessions, in order, backwards and shuffled.
SELECT way, (s).* FROM (
  SELECT 'in order' AS way, sessions(timestamptz '2026-01-01' + i * interval '20 minutes' + i / 2 * interval '1 hour') AS s FROM generate_series(1, 100001) AS i UNION ALL
  SELECT 'backwards', sessions(timestamptz '2026-01-01' + i * interval '20 minutes' + i / 2 * interval '1 hour') FROM generate_series(100001, 1, -1) AS i UNION ALL
  SELECT 'shuffled', sessions(timestamptz '2026-01-01' + i * interval '20 minutes' + i / 2 * interval '1 hour') FROM (SELECT 1 + n * 7919 % 100001 AS i FROM generate_series(1, 100001) AS n) AS shuffled) AS ways ORDER BY way;
DROP TABLE clicks;
