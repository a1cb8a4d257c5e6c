-- sessions and window_funnel against plain SQL (METRICS A19, A20). Serial and in parallel, with ties.

CREATE TABLE clicks AS
SELECT i AS id, CASE WHEN i > 5900 THEN i ELSE noise(1, i, 90) END::integer AS account,
       CASE WHEN noise(2, i, 15) > 0 THEN timestamptz '2025-03-01' + noise(3, i, CASE WHEN i % 3 = 0 THEN 20 ELSE 200 END) * interval '1 day' + noise(4, i, CASE WHEN i % 4 = 0 THEN 40 ELSE 3000 END) * interval '30 seconds' END AS at,
       noise(5, i, 7)::integer AS step, noise(6, i, 7)::integer AS other
  FROM generate_series(1, 6000) AS i;
-- Whole gaps apart, and so often that many fall on one instant.
INSERT INTO clicks SELECT 10000 + i, 91, timestamptz '2026-01-01' + i % 150 * interval '30 minutes', i % 7, i % 5 FROM generate_series(1, 400) AS i;
INSERT INTO clicks SELECT 11000 + i, 92, timestamptz '2026-01-01' + i / 3 * interval '29 minutes 59.999999 seconds', i % 3, i % 11 FROM generate_series(1, 200) AS i;
INSERT INTO clicks SELECT 12000 + i, 93, timestamptz '2026-01-01' + noise(7, i, 40) * interval '1 microsecond', i % 4, i % 6 FROM generate_series(1, 60) AS i;
-- Rows without an instant, so many that the planner finds work for workers.
INSERT INTO clicks SELECT 20000 + i, noise(8, i, 90), NULL, 0, 0 FROM generate_series(1, 30000) AS i;
ANALYZE clicks;

-- ---- sessions: a session begins where the event before is a gap away, or there is none

CREATE TABLE gaps (number integer PRIMARY KEY, gap interval);
INSERT INTO gaps VALUES (1, '1 microsecond'), (2, '1 minute'), (3, '30 minutes'), (4, '30 minutes 0.000001 seconds'), (5, '1 day'), (6, '30 days'), (7, '1000000 days');
CREATE TABLE plain_sessions AS
WITH marked AS (SELECT number, account, at, coalesce(at - lag(at) OVER (PARTITION BY number, account ORDER BY at) >= gap, true) AS begins FROM clicks, gaps WHERE at IS NOT NULL),
     numbered AS (SELECT number, account, at, count(*) FILTER (WHERE begins) OVER (PARTITION BY number, account ORDER BY at) AS session FROM marked),
     lengths AS (SELECT number, account, max(at) - min(at) AS length FROM numbered GROUP BY number, account, session),
     counted AS (SELECT number, account, count(*) AS sessions, sum(length) AS total, max(length) AS longest, percentile_cont(0.5) WITHIN GROUP (ORDER BY length) AS median FROM lengths GROUP BY number, account)
SELECT number, account, ROW(coalesce(sessions, 0), coalesce(total, '0'), longest, median)::session_stats AS s
  FROM (SELECT DISTINCT number, account FROM clicks, gaps) AS groups LEFT JOIN counted USING (number, account);
CREATE VIEW our_sessions AS
SELECT account, ARRAY[sessions(at, '1 microsecond'), sessions(at, '1 minute'), sessions(at), sessions(at, '30 minutes 0.000001 seconds'), sessions(at, '1 day'), sessions(at, '30 days'), sessions(at, '1000000 days')] AS s
  FROM clicks GROUP BY account;

-- ---- funnels: all chains, step by step, from every event of step 1

CREATE TABLE windows (number integer PRIMARY KEY, within interval);
INSERT INTO windows VALUES (1, '0'), (2, '2 microseconds'), (3, '45 minutes'), (4, '1 day'), (5, '7 days'), (6, '1000000 days');
-- Four conditions; one event may be more than one step, and a condition may be NULL.
CREATE VIEW conditions AS SELECT id, account, at, step = 1 OR other = 5 AS a, step = 2 AS b, nullif(step, 5) = 3 OR other = 1 AS c, other = 4 AS d FROM clicks;
CREATE TABLE known AS SELECT * FROM conditions WHERE at IS NOT NULL AND (a OR b OR c OR d);
CREATE INDEX ON known (account, at);
ANALYZE known;
CREATE TABLE plain_funnels AS
WITH RECURSIVE chains AS (
  SELECT number, within, account, at AS began, at, 1 AS reached FROM known, windows WHERE a
  UNION  -- the same place by another way is no other chain
  SELECT number, within, chains.account, began, next.at, reached + 1
    FROM chains JOIN LATERAL (SELECT min(k.at) AS at FROM known AS k WHERE k.account = chains.account AND k.at >= chains.at AND CASE reached WHEN 1 THEN b WHEN 2 THEN c WHEN 3 THEN d END) AS next ON next.at - began <= within)
SELECT number, account, coalesce(max(reached), 0) AS reached FROM (SELECT DISTINCT number, account FROM clicks, windows) AS groups LEFT JOIN chains USING (number, account) GROUP BY number, account;
CREATE VIEW our_funnels AS
SELECT account, ARRAY[window_funnel(at, '0', a, b, c, d), window_funnel(at, '2 microseconds', a, b, c, d), window_funnel(at, '45 minutes', a, b, c, d), window_funnel(at, '1 day', a, b, c, d), window_funnel(at, '7 days', VARIADIC ARRAY[a, b, c, d]), window_funnel(at, '1000000 days', a, b, c, d)] AS reached
  FROM conditions GROUP BY account;

CREATE TABLE sessions_of_one_process AS TABLE our_sessions;
CREATE TABLE funnels_of_one_process AS TABLE our_funnels;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET parallel_leader_participation = off;
CREATE TABLE plan (line text);
DO $$ DECLARE line text; BEGIN
  FOR line IN EXPLAIN TABLE our_sessions LOOP INSERT INTO plan VALUES ('sessions ' || line); END LOOP;
  FOR line IN EXPLAIN TABLE our_funnels LOOP INSERT INTO plan VALUES ('funnels ' || line); END LOOP;
END $$;
CREATE TABLE sessions_of_workers AS TABLE our_sessions;
CREATE TABLE funnels_of_workers AS TABLE our_funnels;

INSERT INTO oracle (what, cases, differences)
SELECT 'sessions, in one process', count(*), count(*) FILTER (WHERE p.s IS DISTINCT FROM o.s[number]) FROM plain_sessions AS p LEFT JOIN sessions_of_one_process AS o USING (account) UNION ALL
SELECT 'sessions, by workers', count(*) * (EXISTS (SELECT FROM plan WHERE line LIKE 'sessions %Partial%'))::int, count(*) FILTER (WHERE p.s IS DISTINCT FROM o.s[number]) FROM plain_sessions AS p LEFT JOIN sessions_of_workers AS o USING (account) UNION ALL
SELECT 'a longer gap makes no more sessions, and no shorter ones', count(*), count(*) FILTER (WHERE (s[i]).sessions < (s[i + 1]).sessions OR (s[i]).total > (s[i + 1]).total) FROM sessions_of_one_process, generate_series(1, 6) AS i UNION ALL
SELECT 'sessions of none, one and several events are among the cases', 3, 3 - (bool_or((s[3]).sessions = 0)::int + bool_or((s[3]).sessions = 1)::int + bool_or((s[3]).sessions > 20)::int) FROM sessions_of_one_process UNION ALL
SELECT 'window_funnel, in one process', count(*), count(*) FILTER (WHERE p.reached IS DISTINCT FROM o.reached[number]) FROM plain_funnels AS p LEFT JOIN funnels_of_one_process AS o USING (account) UNION ALL
SELECT 'window_funnel, by workers', count(*) * (EXISTS (SELECT FROM plan WHERE line LIKE 'funnels %Partial%'))::int, count(*) FILTER (WHERE p.reached IS DISTINCT FROM o.reached[number]) FROM plain_funnels AS p LEFT JOIN funnels_of_workers AS o USING (account) UNION ALL
SELECT 'a longer window reaches no fewer steps', count(*), count(*) FILTER (WHERE reached[i] > reached[i + 1]) FROM funnels_of_one_process, generate_series(1, 5) AS i UNION ALL
SELECT 'every number of steps is among the cases', 5, 5 - count(DISTINCT reached) FROM plain_funnels;
