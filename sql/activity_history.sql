-- The type activity_history: text, binary, casts, operators, and what a type needs to be joined, grouped and indexed.
SET datestyle = ISO;

-- ---- text: ranges of days, as datemultirange writes them

SELECT activity_history '{}' AS empty, activity_history '{[2026-01-05,2026-01-06)}' AS one_day,
       activity_history '{[2026-01-01,2026-01-04),[2026-02-01,2026-02-02)}' AS two_runs;
-- Any order, overlaps, neighbours, closed and open ends, empty ranges and spaces go in; the canonical form comes out.
SELECT activity_history ' { [2026-02-01 , 2026-02-01] , (2025-12-31,2026-01-02],[2026-01-02,2026-01-04), empty, [2026-01-09,2026-01-09) } ' AS canonical;
SELECT activity_history '{[2026-01-01,2026-01-03),[2026-01-03,2026-01-05)}' AS neighbours_join;
-- ISO whatever the session's DateStyle is, so that the type's input is immutable.
SET datestyle = German;
SELECT activity_history '{[2026-01-01,2026-01-04)}';
SET datestyle = ISO;
-- Years before 1 are quoted, as multiranges do. The calendar's last day has no successor: its range is closed.
SELECT activity_history '{["0044-03-15 BC","0044-03-16 BC")}' AS ides;
SELECT activity_history '{["4714-11-24 BC","4714-11-25 BC"),[0001-01-01,0001-01-02),[9999-12-31,10000-01-01),[5874897-12-31,5874897-12-31]}' AS edges;

-- ---- casts

SELECT activity_history '{[2026-01-01,2026-01-04),[2026-02-01,2026-02-02)}'::datemultirange;
SELECT '{[2026-01-01,2026-01-03],(2026-01-31,2026-02-02)}'::datemultirange::activity_history;
SELECT activity_history '{}'::datemultirange AS no_range, '{}'::datemultirange::activity_history AS no_day, NULL::datemultirange::activity_history AS nothing;
-- datemultirange has functions of its own: how long was each run?
SELECT run, upper(run) - lower(run) AS days
  FROM unnest(activity_history '{[2026-01-01,2026-01-04),[2026-02-01,2026-02-02)}'::datemultirange) AS run;
-- The last day makes the round trip, although no text of datemultirange could write it.
SELECT activity_history '{[5874897-12-30,5874897-12-31]}'::datemultirange::activity_history;

-- ---- binary: what send writes, receive reads

\i sql/include/errors.sql
SELECT receive('activity_history', c360_activity_history_send(history)) = history::text AS same, history
  FROM (VALUES (activity_history '{}'), ('{[2026-01-05,2026-01-06)}'), ('{[2025-01-01,2026-01-01)}'),
               ('{["4714-11-24 BC","4714-11-25 BC"),[5874897-12-31,5874897-12-31]}')) AS histories (history);
\pset format aligned
\pset tuples_only off
-- Four bytes of header, the number of 64-day blocks, then for each its number and its days.
SELECT c360_activity_history_send('{}') AS empty, c360_activity_history_send('{[2000-01-01,2000-01-02),[2000-01-03,2000-01-05)}') AS "1, 3 and 4 January 2000";

-- ---- operators

SELECT a | b AS either, a & b AS both, a - b AS only_a, b - a AS only_b
  FROM (SELECT activity_history '{[2026-01-01,2026-01-06)}', activity_history '{[2026-01-04,2026-01-08),[2026-03-01,2026-03-02)}') AS histories (a, b);
SELECT a | '{}' = a AS or_nothing, a & '{}' = '{}' AS and_nothing, a - '{}' = a AS less_nothing, a - a = '{}' AS less_itself, a | a = a AS twice
  FROM (SELECT activity_history '{[2026-01-01,2026-01-06)}') AS histories (a);
SELECT day, history @> day AS active
  FROM (SELECT activity_history '{[2026-01-04,2026-01-06)}') AS one (history), unnest(ARRAY[date '2026-01-03', '2026-01-04', '2026-01-05', '2026-01-06']) AS day;
SELECT history @> timestamp '2026-01-04 23:59' AS timestamp, history @> timestamptz '2026-01-05 00:00' AS timestamptz
  FROM (SELECT activity_history '{[2026-01-04,2026-01-06)}') AS one (history);
-- Any NULL makes NULL.
SELECT (NULL::activity_history | '{}') IS NULL AS a, (activity_history '{}' & NULL) IS NULL AS b, (activity_history '{}' - NULL) IS NULL AS c,
       (activity_history '{}' @> NULL) IS NULL AS d, (activity_history '{}' = NULL) IS NULL AS e;

-- The order is that of the days, written as ascending lists: what is shorter and a beginning of the other comes first.
CREATE TEMP TABLE histories (name text, history activity_history);
INSERT INTO histories VALUES
  ('1', '{[2026-01-01,2026-01-02)}'), ('2', '{[2026-01-02,2026-01-03)}'), ('nothing', '{}'), ('1 2', '{[2026-01-01,2026-01-03)}'),
  ('1 2 3', '{[2026-01-01,2026-01-04)}'), ('1 3', '{[2026-01-01,2026-01-02),[2026-01-03,2026-01-04)}'),
  ('1 in July', '{[2026-07-01,2026-07-02)}'), ('1, and in July', '{[2026-01-01,2026-01-02),[2026-07-01,2026-07-02)}'),
  ('2 again', '{[2026-01-02,2026-01-02],empty}'), ('unknown', NULL);
SELECT name, history FROM histories ORDER BY history, name;
SELECT name, history FROM histories WHERE history < '{[2026-01-02,2026-01-03)}' ORDER BY history DESC;
SELECT a.name, '=' AS equals, b.name FROM histories AS a JOIN histories AS b ON a.history = b.history AND a.name < b.name;
-- The six comparisons agree with each other.
SELECT count(*) AS pairs,
       count(*) FILTER (WHERE (a.history < b.history)::int + (a.history = b.history)::int + (a.history > b.history)::int = 1) AS one_holds,
       count(*) FILTER (WHERE (a.history <= b.history) = (a.history < b.history OR a.history = b.history)) AS le,
       count(*) FILTER (WHERE (a.history >= b.history) = (a.history > b.history OR a.history = b.history)) AS ge,
       count(*) FILTER (WHERE (a.history <> b.history) = NOT (a.history = b.history)) AS ne,
       count(*) FILTER (WHERE (a.history < b.history) = (b.history > a.history)) AS commute
  FROM histories AS a, histories AS b WHERE a.history IS NOT NULL AND b.history IS NOT NULL;

-- ---- plans that need a btree or a hash class

CREATE FUNCTION plan_of(statement text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
  line text;
BEGIN
  FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || statement LOOP
    IF line ~ '(Join|Loop|Scan|Aggregate|Unique|Sort|Hash|Group)' AND line !~ '(Key|Cond)' THEN
      RETURN NEXT trim(regexp_replace(line, ' on .*| using .*|->', '', 'g'));
    END IF;
  END LOOP;
END $$;

CREATE TABLE user_history (user_id integer, history activity_history);
INSERT INTO user_history
SELECT i, activity_agg(date '2026-01-01' + (i * day * 7919) % 97) FROM generate_series(1, 2000) AS i, generate_series(1, i % 5) AS day GROUP BY i;
CREATE INDEX user_history_btree ON user_history (history);
ANALYZE user_history;
SET enable_seqscan = off; SET enable_bitmapscan = off;
SELECT plan_of($$ SELECT * FROM user_history WHERE history = '{[2026-01-01,2026-01-02)}' $$);
SELECT count(*) FROM user_history WHERE history = '{[2026-02-01,2026-02-02)}';
SELECT count(*) FROM user_history WHERE history BETWEEN '{[2026-02-01,2026-02-02)}' AND '{[2026-02-05,2026-02-06)}';
SELECT plan_of($$ SELECT history FROM user_history ORDER BY history DESC LIMIT 3 $$);
DROP INDEX user_history_btree;
CREATE INDEX user_history_hash ON user_history USING hash (history);
SELECT plan_of($$ SELECT * FROM user_history WHERE history = '{[2026-01-01,2026-01-02)}' $$);
SELECT count(*) FROM user_history WHERE history = '{[2026-02-01,2026-02-02)}';
SET enable_indexscan = off; SET enable_seqscan = on;
SELECT count(*) FROM user_history WHERE history = '{[2026-02-01,2026-02-02)}';
SELECT count(*) FROM user_history WHERE history BETWEEN '{[2026-02-01,2026-02-02)}' AND '{[2026-02-05,2026-02-06)}';

SET enable_nestloop = off; SET enable_mergejoin = off;
SELECT plan_of($$ SELECT 1 FROM user_history AS a JOIN user_history AS b USING (history) $$);
SELECT count(*) FROM user_history AS a JOIN user_history AS b USING (history);
SET enable_hashjoin = off; SET enable_mergejoin = on;
SELECT plan_of($$ SELECT 1 FROM user_history AS a JOIN user_history AS b USING (history) $$);
SELECT count(*) FROM user_history AS a JOIN user_history AS b USING (history);
RESET enable_nestloop; RESET enable_mergejoin; RESET enable_hashjoin;
SELECT count(*) FROM (SELECT history::text FROM user_history) AS a JOIN (SELECT history::text FROM user_history) AS b USING (history);
RESET enable_indexscan; RESET enable_bitmapscan;

SET enable_sort = off;
SELECT plan_of($$ SELECT history, count(*) FROM user_history GROUP BY history $$);
SELECT count(*), sum(users) FROM (SELECT history, count(*) AS users FROM user_history GROUP BY history) AS grouped;
SET enable_sort = on; SET enable_hashagg = off;
SELECT plan_of($$ SELECT history, count(*) FROM user_history GROUP BY history $$);
SELECT count(*), sum(users) FROM (SELECT history, count(*) AS users FROM user_history GROUP BY history) AS grouped;
SELECT count(DISTINCT history), count(DISTINCT history::text) FROM user_history;
RESET enable_hashagg;

-- Hash partitions need the extended hash.
CREATE TABLE parted (history activity_history) PARTITION BY HASH (history);
CREATE TABLE parted_0 PARTITION OF parted FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO parted SELECT history FROM user_history;
SELECT count(*) AS partitions_used, sum(rows) AS rows FROM (SELECT tableoid, count(*) AS rows FROM parted GROUP BY 1) AS p;
SELECT count(*) FROM parted WHERE history = '{[2026-02-01,2026-02-02)}';

-- ---- histories from events: the aggregates

SELECT activity_agg(day) AS history FROM (VALUES (date '2026-01-03'), ('2026-01-01'), (NULL), ('2026-01-02'), ('2026-01-03'), ('2026-02-01')) AS events (day);
-- No row gives NULL, rows without a day the empty history: the group exists.
SELECT activity_agg(day) AS history FROM (SELECT date '2026-01-01' WHERE false) AS events (day);
SELECT account, activity_agg(day) AS history FROM (VALUES ('acme', date '2026-01-03'), ('silent', NULL), ('silent', NULL)) AS events (account, day) GROUP BY account ORDER BY account;
SELECT activity_agg(history) AS account FROM (VALUES (activity_history '{[2026-01-01,2026-01-03)}'), ('{[2026-01-02,2026-01-05)}'), (NULL), ('{}')) AS users (history);
SELECT activity_agg(NULL::activity_history) AS nothing_known, (SELECT activity_agg(history) FROM histories WHERE false) IS NULL AS no_row;
-- A stored history and the events since then are the history of all events, late ones included.
WITH events (day) AS (SELECT date '2026-01-01' + i * i % 90 FROM generate_series(1, 40) AS i),
     stored (history) AS (SELECT activity_agg(day) FROM events WHERE day < '2026-03-01'),
     fresh (history) AS (SELECT activity_agg(day) FROM events WHERE day >= '2026-02-20')
SELECT stored.history | fresh.history = (SELECT activity_agg(day) FROM events) AS equal FROM stored, fresh;
-- A year takes 96 bytes; a thousand years are stored compressed and out of line, which makes no difference.
SELECT pg_column_size(activity_agg(day::date)) AS bytes_a_year FROM generate_series(timestamp '2025-01-01', '2025-12-31', '1 day') AS day;
CREATE TEMP TABLE long_history AS SELECT activity_agg(date '0001-01-01' + i * 2) AS history FROM generate_series(0, 365000) AS i;
SELECT active_days(history, 'empty') AS none, active_days(history, '(,)') AS days, first_active(history), last_active(history) FROM long_history;
SELECT (history | '{[2026-01-01,2026-01-02)}') - '{[2026-01-01,2026-01-02)}' = history - '{[2026-01-01,2026-01-02)}' AS equal,
       history::text::activity_history = history AS text, history::datemultirange::activity_history = history AS multirange FROM long_history;

DROP TABLE user_history, parted;
DROP FUNCTION plan_of;
