-- activity_history against datemultirange and arrays of dates: text, casts, set operations, order, and every question to one
-- history (METRICS A2 to A5).

-- Sets of days of many shapes: sparse, dense, in runs, around the borders of 64-day blocks, empty, at the calendar's edges.
CREATE TABLE days (id integer, day date);
INSERT INTO days SELECT id, date '2024-01-01' + noise(1, id * 1000 + i, 900)::int FROM generate_series(1, 80) AS id, generate_series(1, (noise(2, id, 60))::int) AS i;
INSERT INTO days SELECT 200 + id, date '2025-06-01' + day FROM generate_series(1, 30) AS id, generate_series(0, 299) AS day WHERE noise(3, id * 1000 + day, 100) < 90;
INSERT INTO days SELECT 300 + id, date '2025-01-01' + noise(4, id * 100 + run, 500)::int + i FROM generate_series(1, 40) AS id, generate_series(1, 6) AS run, generate_series(0, noise(5, id * 100 + run, 40)::int) AS i;
INSERT INTO days SELECT 400 + id, date '2000-01-01' + 64 * noise(6, id * 100 + i, 40)::int + noise(7, id * 100 + i, 3)::int - 1 FROM generate_series(1, 60) AS id, generate_series(1, 12) AS i;
INSERT INTO days SELECT 500 + id, edge + noise(8, id * 100 + i, 70)::int * sign
  FROM generate_series(1, 40) AS id, generate_series(1, 8) AS i,
       unnest(ARRAY[date '4714-11-24 BC', '0001-01-01', '0001-12-31 BC', '9999-12-31', '5874897-12-31'], ARRAY[1, 1, -1, -1, -1]) AS edges (edge, sign) WHERE noise(9, id * 100 + i, 4) > 0;
INSERT INTO days SELECT 600 + i, day FROM generate_series(1, 9) AS i, unnest(ARRAY[date '2026-01-01', '2026-01-02', '2026-01-03', '2026-03-01']) WITH ORDINALITY AS few (day, bit) WHERE i >> (bit::int - 1) & 1 = 1;

CREATE TABLE sets AS
SELECT id, activity_agg(day) AS history, array_agg(DISTINCT day ORDER BY day) FILTER (WHERE day IS NOT NULL) AS days, range_agg(daterange(day, day + 1)) FILTER (WHERE day < '5874897-12-31') AS ranges
  FROM (TABLE days UNION ALL SELECT 700 + i, NULL FROM generate_series(1, 3) AS i) AS days GROUP BY id;
UPDATE sets SET days = coalesce(days, '{}'), ranges = coalesce(ranges, '{}');
-- The calendar's last day has no successor, so that a datemultirange can hardly hold it: compared by array only.
ALTER TABLE sets ADD has_last boolean;
UPDATE sets SET has_last = '5874897-12-31' = ANY (days);
ANALYZE sets;

-- ---- the type

INSERT INTO oracle (what, cases, differences)
SELECT 'text is that of datemultirange', count(*), count(*) FILTER (WHERE history::text <> ranges::text) FROM sets WHERE NOT has_last UNION ALL
SELECT 'text is read back', count(*), count(*) FILTER (WHERE history::text::activity_history::text <> history::text OR history::text::activity_history <> history) FROM sets UNION ALL
SELECT 'text of datemultirange is read', count(*), count(*) FILTER (WHERE ranges::text::activity_history <> history) FROM sets WHERE NOT has_last UNION ALL
SELECT 'cast to datemultirange', count(*), count(*) FILTER (WHERE history::datemultirange <> ranges) FROM sets WHERE NOT has_last UNION ALL
SELECT 'cast from datemultirange', count(*), count(*) FILTER (WHERE ranges::activity_history <> history) FROM sets WHERE NOT has_last UNION ALL
SELECT 'casts there and back', count(*), count(*) FILTER (WHERE history::datemultirange::activity_history <> history) FROM sets UNION ALL
SELECT 'days of the grain day', count(*), count(*) FILTER (WHERE ARRAY(SELECT active_periods(history, 'day')) <> days) FROM sets UNION ALL
SELECT 'union of single days', count(*), count(*) FILTER (WHERE history <> coalesce((SELECT activity_agg(format('{[%s,%s]}', quote, quote)::activity_history) FROM unnest(days) AS day, LATERAL (SELECT '"' || day || '"') AS quoted (quote)), '{}')) FROM sets;

CREATE TABLE pairs AS SELECT a.id AS a_id, b.id AS b_id, a.history AS a, b.history AS b, a.days AS a_days, b.days AS b_days, a.ranges AS a_ranges, b.ranges AS b_ranges, a.has_last OR b.has_last AS has_last
  FROM sets AS a, sets AS b WHERE noise(10, a.id * 1000 + b.id, 12) = 0 OR (a.id > 600 AND b.id > 600);
INSERT INTO oracle (what, cases, differences)
SELECT 'union', count(*), count(*) FILTER (WHERE (a | b)::datemultirange <> a_ranges + b_ranges) FROM pairs WHERE NOT has_last UNION ALL
SELECT 'intersection', count(*), count(*) FILTER (WHERE (a & b)::datemultirange <> a_ranges * b_ranges) FROM pairs WHERE NOT has_last UNION ALL
SELECT 'difference', count(*), count(*) FILTER (WHERE (a - b)::datemultirange <> a_ranges - b_ranges) FROM pairs WHERE NOT has_last UNION ALL
SELECT 'set operations by arrays, with the last day', count(*), count(*) FILTER (WHERE ARRAY(SELECT active_periods(a | b, 'day')) <> ARRAY(SELECT unnest(a_days) UNION SELECT unnest(b_days) ORDER BY 1)
         OR ARRAY(SELECT active_periods(a & b, 'day')) <> ARRAY(SELECT unnest(a_days) INTERSECT SELECT unnest(b_days) ORDER BY 1)
         OR ARRAY(SELECT active_periods(a - b, 'day')) <> ARRAY(SELECT unnest(a_days) EXCEPT SELECT unnest(b_days) ORDER BY 1)) FROM pairs WHERE has_last UNION ALL
SELECT 'order is that of arrays', count(*), count(*) FILTER (WHERE (a < b) <> (a_days < b_days) OR (a <= b) <> (a_days <= b_days) OR (a = b) <> (a_days = b_days)
         OR (a <> b) <> (a_days <> b_days) OR (a >= b) <> (a_days >= b_days) OR (a > b) <> (a_days > b_days)) FROM pairs UNION ALL
SELECT 'equal sets have equal hashes, however they were made', count(*), count(*) FILTER (WHERE c360_activity_history_hash((a | b) - b) <> c360_activity_history_hash(a - b)
         OR c360_activity_history_hash_extended(a | b, 7) <> c360_activity_history_hash_extended(b | a, 7) OR c360_activity_history_send(a | b) <> c360_activity_history_send(b | a)) FROM pairs;
INSERT INTO oracle (what, cases, differences)
SELECT 'different sets have different hashes, nearly', count(DISTINCT days), count(DISTINCT days) - count(DISTINCT c360_activity_history_hash_extended(history, 0)) FROM sets UNION ALL
SELECT 'sorted by days', count(*), count(*) FILTER (WHERE by_history <> by_days) FROM (SELECT row_number() OVER (ORDER BY history, id) AS by_history, row_number() OVER (ORDER BY days, id) AS by_days FROM sets) AS sorted;

-- ---- questions

CREATE TABLE asked AS
SELECT id, history, days, ranges, has_last, as_of
  FROM sets, LATERAL (SELECT unnest(ARRAY[date '2025-06-01' + noise(11, id, 400)::int, days[1 + noise(12, id, greatest(cardinality(days), 1))], days[cardinality(days)], CASE WHEN id > 500 THEN date '4714-11-24 BC' END, CASE WHEN id > 500 THEN date '5874897-12-31' END])) AS instants (as_of)
 WHERE as_of IS NOT NULL;
INSERT INTO oracle (what, cases, differences)
SELECT 'contains', count(*), count(*) FILTER (WHERE (history @> as_of) <> (as_of = ANY (days))) FROM asked UNION ALL
SELECT 'first and last', count(*), count(*) FILTER (WHERE first_active(history) IS DISTINCT FROM days[1] OR last_active(history) IS DISTINCT FROM days[cardinality(days)]) FROM sets UNION ALL
SELECT 'days inactive', count(*), count(*) FILTER (WHERE days_inactive(history, as_of) IS DISTINCT FROM as_of - (SELECT max(day) FROM unnest(days) AS day WHERE day <= as_of)) FROM asked UNION ALL
SELECT 'active days of a range', count(*), count(*) FILTER (WHERE active_days(history, range) <> (SELECT count(*) FROM unnest(days) AS day WHERE day <@ range))
  FROM asked, LATERAL (SELECT daterange(as_of, NULL) UNION ALL SELECT daterange(NULL, as_of) UNION ALL SELECT daterange(least(as_of, '5874897-01-01'), least(as_of, '5874897-01-01') + noise(13, id, 200)::int)
                       UNION ALL SELECT 'empty' UNION ALL SELECT '(,)' UNION ALL SELECT daterange(date '2025-01-01' + noise(14, id, 200)::int, date '2025-07-20' + noise(15, id, 300)::int, '()')) AS ranges_asked (range);

-- The active periods up to as_of, the latest first.
CREATE TABLE answers AS
SELECT id, as_of, grain, history, period_index(as_of, grain, as_of) AS current, coalesce(indexes, '{}') AS indexes
  FROM (SELECT DISTINCT ON (id, as_of) * FROM asked) AS asked CROSS JOIN grains
  LEFT JOIN (SELECT id, as_of, grain, array_agg(DISTINCT index ORDER BY index DESC) AS indexes
               FROM (SELECT id, as_of, grain, period_index(day, grain, as_of) AS index FROM asked, unnest(days) AS day, grains WHERE day <= as_of) AS active
              GROUP BY id, as_of, grain) AS active USING (id, as_of, grain);
INSERT INTO oracle (what, cases, differences)
SELECT 'streak', count(*), count(*) FILTER (WHERE active_streak(history, as_of, grain)
         -- A streak is the island of consecutive numbers that ends with the current one.
         <> (SELECT count(*) FROM unnest(indexes) WITH ORDINALITY AS latest (index, place) WHERE index = current - place + 1)) FROM answers UNION ALL
SELECT 'lifecycle', count(*), count(*) FILTER (WHERE activity_lifecycle(history, as_of, grain) IS DISTINCT FROM
         CASE WHEN current = ANY (indexes) AND cardinality(indexes) = 1 THEN 'new'
              WHEN current = ANY (indexes) AND current - 1 = ANY (indexes) THEN 'returning'
              WHEN current = ANY (indexes) THEN 'resurrecting'
              WHEN current - 1 = ANY (indexes) THEN 'dormant' END) FROM answers UNION ALL
SELECT 'coefficient of a history', count(*), count(*) FILTER (WHERE activity_coefficient(history, as_of, periods, grain) <> (SELECT count(*) FROM unnest(indexes) AS index WHERE index > current - periods))
  FROM answers, unnest(ARRAY[1, 2, 7, 48]) AS periods;
INSERT INTO oracle (what, cases, differences)
SELECT 'active periods', count(*), count(*) FILTER (WHERE ARRAY(SELECT active_periods(history, grain)) <> ARRAY(SELECT DISTINCT period_start(day, grain) FROM unnest(days) AS day ORDER BY 1))
  FROM sets, grains WHERE grain !~ '^\d' AND (days = '{}' OR (days[1] >= '4713-01-01 BC' AND days[cardinality(days)] < '294276-01-01')) UNION ALL
-- In the years beyond timestamp: as many as there are numbers.
SELECT 'active periods at the edges', count(*), count(*) FILTER (WHERE (SELECT array_agg(period_index(start, grain, start) ORDER BY start) FROM active_periods(history, grain) AS start)
         IS DISTINCT FROM (SELECT array_agg(DISTINCT period_index(day, grain, day) ORDER BY period_index(day, grain, day)) FROM unnest(days) AS day))
  FROM sets, grains WHERE grain !~ '^\d' AND days[1] >= '4713-01-01 BC';

-- ---- unions of many

INSERT INTO oracle (what, cases, differences)
SELECT 'activity_agg of histories', count(*), count(*) FILTER (WHERE history::datemultirange <> ranges)
  FROM (SELECT activity_agg(history) AS history, range_agg(ranges) AS ranges FROM (SELECT id % 40 AS team, history, nullif(ranges, '{}') AS ranges FROM sets WHERE NOT has_last) AS members GROUP BY team) AS teams;
