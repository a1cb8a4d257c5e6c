-- The edges: the calendar's first and last days, the years 1 and 9999, the least and greatest keys, empty and long text.

CREATE TABLE edges (edge date);
INSERT INTO edges VALUES ('4714-11-24 BC'), ('0001-01-01'), ('0001-12-31 BC'), ('9999-12-31'), ('2000-01-01'), ('5874897-12-31');
-- Days within 40 of an edge, as far as the calendar reaches, of keys that begin and end their types.
CREATE TABLE keys AS
SELECT number, (ARRAY[0, 1, -1, 2147483647, -2147483648, 64, 4096])[number]::integer AS narrow,
       (ARRAY[0, 1, -1, 9223372036854775807, -9223372036854775808, 4294967296, -4294967297])[number]::bigint AS wide,
       (ARRAY['', ' ', 'a', 'ä', repeat('x', 8), repeat('x', 9), repeat('long ', 20000)])[number] AS name,
       (ARRAY['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '00000000-0000-0000-0000-000000000001', '01000000-0000-0000-0000-000000000000',
              '00000000-0000-0001-0000-000000000000', '00000000-0000-0000-0100-000000000000', '80000000-0000-0000-8000-000000000000'])[number]::uuid AS id
  FROM generate_series(1, 7) AS number;
CREATE TABLE events AS
SELECT edge, number, narrow, wide, name, id, day
  FROM edges, keys, generate_series(-40, 40) AS distance,
       LATERAL (SELECT CASE WHEN (edge > '5874897-11-01' AND distance > 0) OR (edge < '4714-12-01 BC' AND distance < 0) THEN edge ELSE edge + distance END) AS days (day)
 WHERE noise(1, number * 1000 + distance, 3) = 0;

-- ---- active_users: the range ends before the calendar's last day, which has no successor

CREATE TABLE ranges AS
SELECT edge, window_days, daterange(CASE WHEN edge > '5874897-11-01' THEN edge - 30 ELSE edge END, CASE WHEN edge > '5874897-11-01' THEN edge ELSE edge + 30 END) AS range FROM edges, unnest(ARRAY[1, 7, 1000]) AS window_days;
CREATE TABLE expected AS
SELECT edge, window_days, ARRAY(SELECT (SELECT count(DISTINCT number) FROM events WHERE events.edge = ranges.edge AND day <= lower(range) + i AND lower(range) + i - day < window_days)
                                  FROM generate_series(0, upper(range) - lower(range) - 1) AS i ORDER BY i) AS users FROM ranges;
INSERT INTO oracle (what, cases, differences)
SELECT 'active_users, integer', count(*), count(*) FILTER (WHERE answer <> users) FROM expected JOIN (SELECT edge, window_days, active_users(narrow, day, range, window_days) AS answer FROM events JOIN ranges USING (edge) GROUP BY edge, window_days) AS a USING (edge, window_days) UNION ALL
SELECT 'active_users, bigint', count(*), count(*) FILTER (WHERE answer <> users) FROM expected JOIN (SELECT edge, window_days, active_users(wide, day, range, window_days) AS answer FROM events JOIN ranges USING (edge) GROUP BY edge, window_days) AS a USING (edge, window_days) UNION ALL
SELECT 'active_users, text', count(*), count(*) FILTER (WHERE answer <> users) FROM expected JOIN (SELECT edge, window_days, active_users(name, day, range, window_days) AS answer FROM events JOIN ranges USING (edge) GROUP BY edge, window_days) AS a USING (edge, window_days) UNION ALL
SELECT 'active_users, uuid', count(*), count(*) FILTER (WHERE answer <> users) FROM expected JOIN (SELECT edge, window_days, active_users(id, day, range, window_days) AS answer FROM events JOIN ranges USING (edge) GROUP BY edge, window_days) AS a USING (edge, window_days) UNION ALL
SELECT 'active_users, history', count(*), count(*) FILTER (WHERE answer <> users)
  FROM expected JOIN (SELECT edge, window_days, active_users(history, range, window_days) AS answer FROM (SELECT edge, number, activity_agg(day) AS history FROM events GROUP BY edge, number) AS h JOIN ranges USING (edge) GROUP BY edge, window_days) AS a USING (edge, window_days);

-- ---- coefficient and retention, as_of an edge; periods that begin before the calendar are no answer, but the error is tested elsewhere

CREATE TABLE parameters AS SELECT edge, grain, edge AS as_of, periods FROM edges, grains, unnest(ARRAY[1, 48]) AS periods;
INSERT INTO oracle (what, cases, differences)
SELECT 'activity_coefficient', count(*), count(*) FILTER (WHERE answer <> plain OR from_history <> plain)
  FROM (SELECT edge, number, grain, periods, activity_coefficient(day, as_of, periods, grain) AS answer, activity_coefficient(activity_agg(day), as_of, periods, grain) AS from_history,
               count(DISTINCT period_index(day, grain, as_of)) FILTER (WHERE day <= as_of AND period_index(day, grain, as_of) > period_index(as_of, grain, as_of) - periods) AS plain
          FROM events JOIN parameters USING (edge) GROUP BY edge, number, grain, as_of, periods) AS answers;
INSERT INTO oracle (what, cases, differences)
SELECT 'retention_matrix', count(*), count(*) FILTER (WHERE (answer.size, answer.users) IS DISTINCT FROM (plain.size, plain.users))
  FROM (SELECT c.edge, c.grain, cohort, k, count(*) AS size, CASE WHEN cohort + k <= last_finished(c.grain, c.edge) THEN count(a.number) END AS users
          FROM (SELECT edge, grain, number, min(period_index(day, grain, edge)) AS cohort FROM events CROSS JOIN grains WHERE day <= edge GROUP BY 1, 2, 3) AS c CROSS JOIN generate_series(0, 3) AS k
          LEFT JOIN (SELECT DISTINCT edge, grain, number, period_index(day, grain, edge) AS index FROM events CROSS JOIN grains WHERE day <= edge) AS a ON (a.edge, a.grain, a.number, a.index) = (c.edge, c.grain, c.number, c.cohort + k)
         WHERE c.edge > '4714-12-01 BC' AND c.edge < '5874897-11-01' GROUP BY c.edge, c.grain, cohort, k) AS plain
  FULL JOIN (SELECT edge, grain, period_index(matrix.cohort, grain, edge) AS cohort, matrix.size, place - 1 AS k, users
               FROM (SELECT edge, grain, retention_matrix(wide, day, grain, 3, edge) AS matrix FROM events CROSS JOIN grains WHERE edge > '4714-12-01 BC' AND edge < '5874897-11-01' GROUP BY edge, grain) AS m,
                    unnest(matrix) AS matrix, unnest(matrix.retained) WITH ORDINALITY AS e (users, place)) AS answer USING (edge, grain, cohort, k);
-- At the calendar's ends, where plain SQL's own dates overflow: the same whatever the keys are. Its first day is a Monday.
INSERT INTO oracle (what, cases, differences)
SELECT 'retention of keys at the calendar''s ends', count(*), count(*) FILTER (WHERE answer IS DISTINCT FROM integers)
  FROM (SELECT edge, grain, retention_matrix(wide, day, grain, 3, edge)::text AS answer, retention_matrix(number, day, grain, 3, edge)::text AS integers
          FROM events CROSS JOIN grains WHERE edge > '5874897-11-01' OR (edge < '4714-12-01 BC' AND grain IN ('day', '1 day', 'week', 'week(monday)')) GROUP BY edge, grain) AS answers;

-- ---- usage_drop and stickiness at the edges: like anywhere else, for the same days later

INSERT INTO oracle (what, cases, differences)
SELECT 'usage_drop moved by whole weeks', count(*), count(*) FILTER (WHERE at_edge IS DISTINCT FROM moved)
  FROM (SELECT number, usage_drop(day, number, edge) AS at_edge, usage_drop(day + shift, number, edge + shift) AS moved
          FROM events CROSS JOIN LATERAL (SELECT CASE WHEN edge > '5000000-01-01' THEN -7 * 100000000 ELSE 7 * 100000 END) AS shifts (shift) GROUP BY edge, number) AS answers UNION ALL
SELECT 'stickiness moved by days', count(*), count(*) FILTER (WHERE at_edge IS DISTINCT FROM moved)
  FROM (SELECT edge, stickiness(history, edge, window_days) AS at_edge, stickiness(later, edge + shift, window_days) AS moved
          FROM (SELECT edge, number, shift, activity_agg(day) AS history, activity_agg(day + shift) AS later FROM events CROSS JOIN LATERAL (SELECT CASE WHEN edge > '5000000-01-01' THEN -100000001 ELSE 10001 END) AS shifts (shift) GROUP BY edge, number, shift) AS h,
               unnest(ARRAY[1, 28, 1000]) AS window_days GROUP BY edge, window_days) AS answers;
