-- max_burst against a self-join: from every event, those within the window (METRICS D7). Serial and in parallel.

CREATE TABLE tickets AS
SELECT i AS id, CASE WHEN i > 1900 THEN i ELSE noise(1, i, 90) END::integer AS account,
       CASE WHEN noise(2, i, 15) > 0 THEN timestamptz '2025-03-01' + noise(3, i, CASE WHEN i % 3 = 0 THEN 20 ELSE 400 END) * interval '1 day' + noise(4, i, CASE WHEN i % 4 = 0 THEN 2 ELSE 86400 END) * interval '1 second' END AS at
  FROM generate_series(1, 2000) AS i;
-- Whole hours and days: events stand exactly a window apart.
INSERT INTO tickets SELECT 4000 + i, 91, timestamptz '2026-01-01' + i * interval '6 hours' FROM generate_series(1, 40) AS i;
-- Rows without an instant, so many that the planner finds work for workers.
INSERT INTO tickets SELECT 5000 + i, noise(5, i, 90), NULL FROM generate_series(1, 30000) AS i;
CREATE INDEX ON tickets (account, at);
ANALYZE tickets;
CREATE TABLE windows ("window" interval PRIMARY KEY);
INSERT INTO windows VALUES ('1 microsecond'), ('1 hour'), ('6 hours'), ('6 hours 0.000001 seconds'), ('1 day'), ('7 days'), ('30 days'), ('1000000 days');

CREATE TABLE plain AS
SELECT "window", account, max((SELECT count(*) FROM tickets AS n WHERE n.account = t.account AND n.at >= t.at AND n.at < t.at + "window"))::bigint AS most
  FROM tickets AS t, windows GROUP BY "window", account;
CREATE VIEW ours AS
SELECT account, max_burst(at, '1 microsecond') AS b1, max_burst(at, '1 hour') AS b2, max_burst(at, '6 hours') AS b3, max_burst(at, '6 hours 0.000001 seconds') AS b4,
       max_burst(at, '1 day') AS b5, max_burst(at, '7 days') AS b6, max_burst(at, '30 days') AS b7, max_burst(at, '1000000 days') AS b8
  FROM tickets GROUP BY account;
CREATE TABLE of_one_process AS TABLE ours;
DROP INDEX tickets_account_at_idx;  -- an ordered scan of it needs no workers
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET parallel_leader_participation = off;
CREATE TABLE plan (line text);
DO $$ DECLARE line text; BEGIN FOR line IN EXPLAIN TABLE ours LOOP INSERT INTO plan VALUES (line); END LOOP; END $$;
CREATE TABLE of_workers AS TABLE ours;
CREATE VIEW compared AS
SELECT "window", account, p.most, of_one_process, of_workers
  FROM plain AS p, LATERAL (SELECT row_number FROM (SELECT w."window", row_number() OVER (ORDER BY w."window") FROM (SELECT DISTINCT "window" FROM plain) AS w) AS ranks WHERE ranks."window" = p."window") AS place (number),
       LATERAL (SELECT (ARRAY[b1, b2, b3, b4, b5, b6, b7, b8])[number] FROM of_one_process AS o WHERE o.account = p.account) AS a (of_one_process),
       LATERAL (SELECT (ARRAY[b1, b2, b3, b4, b5, b6, b7, b8])[number] FROM of_workers AS o WHERE o.account = p.account) AS b (of_workers);
INSERT INTO oracle (what, cases, differences)
SELECT 'max_burst, in one process', count(*), count(*) FILTER (WHERE most IS DISTINCT FROM of_one_process) FROM compared UNION ALL
SELECT 'max_burst, by workers', count(*) * (EXISTS (SELECT FROM plan WHERE line LIKE '%Partial%'))::int, count(*) FILTER (WHERE most IS DISTINCT FROM of_workers) FROM compared UNION ALL
SELECT 'every account, and a longer window holds no fewer', count(*), count(*) FILTER (WHERE NOT (b1 <= b2 AND b2 <= b3 AND b3 <= b4 AND b4 <= b5 AND b5 <= b6 AND b6 <= b7 AND b7 <= b8)) + abs(count(*) - (SELECT count(DISTINCT account) FROM plain)) FROM of_workers UNION ALL
SELECT 'the longest holds all', count(*), count(*) FILTER (WHERE b8 <> (SELECT count(at) FROM tickets WHERE tickets.account = of_workers.account)) FROM of_workers UNION ALL
SELECT 'bursts of one, of several, of none are among the cases', 3, 3 - (bool_or(b6 = 0)::int + bool_or(b6 = 1)::int + bool_or(b6 > 5)::int) FROM of_workers;
