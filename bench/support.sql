-- The support domain's benchmark: the fullest seven days of each account's tickets, beside plain SQL and DuckDB.
-- bench/run.py reads it; the directives are those of activity.sql.

-- setup: postgres
CREATE FUNCTION uniform(key bigint, stream bigint) RETURNS float8 IMMUTABLE STRICT PARALLEL SAFE
RETURN (hashint8extended(key, stream) & 1073741823) / 1073741824.0::float8;

-- Seven days are 168 hours in all queries: the interval '7 days' of a window frame would be an hour longer in autumn.
-- In order of time, as tickets are opened; accounts have some tickets to some hundreds.
CREATE UNLOGGED TABLE tickets AS
SELECT (1 + floor(${tickets} / 50 * uniform(id, 1) ^ 2))::int AS account_id,
       timestamptz '2025-01-01 00:00+00' + id * (interval '365 days' / ${tickets}) AS opened_at
FROM generate_series(1, ${tickets}::bigint) AS id;
ALTER TABLE tickets ALTER account_id SET (n_distinct = -0.02);
VACUUM (FREEZE, ANALYZE) tickets;
-- The same in no order.
CREATE UNLOGGED TABLE shuffled AS SELECT * FROM tickets ORDER BY uniform(extract(epoch FROM opened_at)::bigint, 2);
ALTER TABLE shuffled ALTER account_id SET (n_distinct = -0.02);
VACUUM (FREEZE, ANALYZE) shuffled;
\copy (SELECT account_id, opened_at AT TIME ZONE 'UTC' FROM tickets) TO '${file}' (FORMAT csv)

-- setup: customer360
CREATE EXTENSION customer360;

-- setup: duckdb
CREATE TABLE tickets AS
SELECT * FROM read_csv('${file}', header = false, columns = {'account_id': 'INTEGER', 'opened_at': 'TIMESTAMP'});


-- section: The most tickets of each account in any seven days
-- floor: grouped
-- ours: burst

-- name: grouped
-- title: count(*) GROUP BY account
-- system: postgres
-- groups: rows
SELECT account_id AS id, count(*) AS value FROM tickets GROUP BY account_id;

-- name: burst
-- title: max_burst(opened_at, '7 days')
-- system: customer360
-- groups: burst
SELECT account_id AS id, max_burst(opened_at, '7 days') AS value FROM tickets GROUP BY account_id;

-- name: burst_shuffled
-- title: max_burst, rows in no order
-- system: customer360
-- groups: burst
SELECT account_id AS id, max_burst(opened_at, '7 days') AS value FROM shuffled GROUP BY account_id;

-- name: burst_window
-- title: count(*) OVER (RANGE … FOLLOWING), max
-- system: postgres
-- groups: burst
SELECT account_id AS id, max(tickets) AS value
FROM (SELECT account_id, count(*) OVER (PARTITION BY account_id ORDER BY opened_at
                                        RANGE BETWEEN CURRENT ROW AND interval '167:59:59.999999' FOLLOWING) AS tickets
      FROM tickets) AS windows
GROUP BY account_id;

-- name: burst_duckdb
-- title: count(*) OVER (RANGE … FOLLOWING), max
-- system: duckdb
-- threads: 1 2
-- groups: burst
SELECT account_id AS id, max(tickets) AS value
FROM (SELECT account_id, count(*) OVER (PARTITION BY account_id ORDER BY opened_at
                                        RANGE BETWEEN CURRENT ROW AND INTERVAL '604799999999 microseconds' FOLLOWING) AS tickets
      FROM tickets) AS windows
GROUP BY account_id;


-- section: Working hours until ${tickets} tickets were answered, within ten days
-- floor: answered
-- ours: business_hours

-- name: answered
-- title: sum(account_id)
-- system: postgres
-- threads: 1 2
-- rows: accounts
SELECT sum(account_id) FROM tickets;

-- name: business_hours
-- title: business_hours(opened_at, answered_at, schedule)
-- system: customer360
-- threads: 1 2
-- rows: minutes
SELECT round(60 * sum(business_hours(opened, opened + account_id % 240 * interval '1 hour', '{"zone": "UTC", "hours":
  {"monday": ["09:00-17:00"], "tuesday": ["09:00-17:00"], "wednesday": ["09:00-17:00"], "thursday": ["09:00-17:00"], "friday": ["09:00-17:00"]}}')))::bigint
FROM (SELECT account_id, date_trunc('minute', opened_at) AS opened FROM tickets) AS answers;

-- name: business_hours_sql
-- title: generate_series of days, least and greatest
-- system: postgres
-- threads: 1 2
-- rows: minutes
SELECT round(sum(extract(epoch FROM greatest(least(opened + waited, day + interval '17 hours') - greatest(opened, day + interval '9 hours'), interval '0'))) / 60)::bigint
FROM (SELECT account_id % 240 * interval '1 hour' AS waited, date_trunc('minute', opened_at AT TIME ZONE 'UTC') AS opened FROM tickets) AS answers,
     generate_series(date_trunc('day', opened), opened + waited, interval '1 day') AS day
WHERE extract(isodow FROM day) < 6;

-- name: business_hours_duckdb
-- title: generate_series of days, least and greatest
-- system: duckdb
-- threads: 1 2
-- rows: minutes
SELECT sum(greatest(epoch(least(opened + waited, day + INTERVAL 17 HOUR)) - epoch(greatest(opened, day + INTERVAL 9 HOUR)), 0) / 60)::BIGINT
FROM (SELECT opened, waited, unnest(generate_series(date_trunc('day', opened)::TIMESTAMP, opened + waited, INTERVAL 1 DAY)) AS day
      FROM (SELECT to_hours(account_id % 240) AS waited, date_trunc('minute', opened_at)::TIMESTAMP AS opened FROM tickets) AS answers) AS days
WHERE isodow(day) < 6;

-- goal: half the time of the best SQL: business_hours_sql / business_hours >= 2
