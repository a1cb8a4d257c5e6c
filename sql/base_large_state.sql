-- A state above a megabyte lives in an object of its own. It gives the same as rows and window functions do: in one
-- process, in parts that are combined, in a growing window frame, and stored as a partial state.
SET max_parallel_workers_per_gather = 0;
CREATE TABLE large_event AS
SELECT i, i % 2 AS part, timestamptz '2026-01-01 UTC' + hashint4(i) % 5000000 * interval '1 second' AS at,
       date '2026-01-01' + hashint4(i) % 2000000 AS day, i % 1000 AS value
  FROM generate_series(1, 300000) AS i;
ANALYZE large_event;

-- A window function counts the same.
CREATE FUNCTION counted_burst(wanted integer) RETURNS bigint LANGUAGE sql AS
$$SELECT max(n) FROM (SELECT count(*) OVER (ORDER BY at RANGE BETWEEN CURRENT ROW AND interval '9 minutes 59.999999 seconds' FOLLOWING) AS n
                        FROM large_event WHERE part = wanted OR wanted IS NULL) AS counts$$;

SELECT max_burst(at, interval '10 minutes') = counted_burst(NULL) AS burst,
       activity_agg(day) = (SELECT range_agg(daterange(day, day + 1))::activity_history FROM large_event) AS history,
       md5(sparkline(value, day)) = md5(sparkline(value, day ORDER BY day, i)) AS line
  FROM large_event;

-- Several in one query, in groups that are sorted and hashed.
SELECT bool_and(burst = counted_burst(part)) AS burst FROM (SELECT part, max_burst(at, interval '10 minutes') AS burst FROM large_event GROUP BY part) AS bursts;
SET enable_hashagg = off;
SELECT bool_and(burst = counted_burst(part)) AS burst FROM (SELECT part, max_burst(at, interval '10 minutes') AS burst FROM large_event GROUP BY part) AS bursts;
RESET enable_hashagg;

-- In parallel: the parts are flat again on their way.
SET max_parallel_workers_per_gather = 2;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SELECT max_burst(at, interval '10 minutes') = counted_burst(NULL) AS burst FROM large_event;
SELECT activity_agg(day) = (SELECT range_agg(daterange(day, day + 1))::activity_history FROM large_event) AS history FROM large_event;
RESET max_parallel_workers_per_gather;

-- In a frame that grows, where the state is asked and then goes on.
WITH frames AS MATERIALIZED (
  SELECT DISTINCT chunk, max_burst(at, interval '10 minutes') OVER (ORDER BY chunk) AS burst FROM (SELECT at, i / 100001 AS chunk FROM large_event) AS chunks)
SELECT count(*) AS frames, bool_and(burst = (SELECT max_burst(at, interval '10 minutes') FROM large_event WHERE i / 100001 <= chunk)) AS burst FROM frames;

DROP FUNCTION counted_burst;
DROP TABLE large_event;
