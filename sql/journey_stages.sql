-- Time per lifecycle stage.
SET datestyle = ISO;
SET timezone = 'UTC';

CREATE TEMP TABLE entries (account text, stage text, at timestamptz);
INSERT INTO entries VALUES
  ('acme', 'onboarding', '2026-01-05 09:00'), ('acme', 'adoption', '2026-02-01 09:00'), ('acme', 'value', '2026-03-01 12:30'), ('acme', 'at_risk', '2026-04-10 00:00'), ('acme', 'value', '2026-05-01 00:00'),
  ('bluebird', 'onboarding', '2026-06-20 10:00'), ('bluebird', 'churned', '2026-07-04 00:00'),
  ('comet', 'onboarding', '2026-07-02 00:00'),
  ('dynamo', NULL, '2026-01-01'), ('dynamo', 'value', NULL);
SELECT account, s.* FROM (SELECT account, stage_durations(stage, at, '2026-07-01') AS stages FROM entries GROUP BY account) AS accounts LEFT JOIN unnest(stages) AS s ON true ORDER BY account, first_entered;
-- A group without a visible row is empty, none at all is NULL.
SELECT account, stage_durations(stage, at, '2026-07-01') AS stages FROM entries WHERE account IN ('comet', 'dynamo') GROUP BY account ORDER BY account;
SELECT stage_durations(stage, at, '2026-07-01') AS no_row FROM entries WHERE false;
-- The totals add up to as_of less the first entry, whatever the order.
SELECT sum(total) AS total, timestamptz '2026-07-01' - min(first_entered) AS whole FROM unnest((SELECT stage_durations(stage, at, '2026-07-01' ORDER BY stage) FROM entries WHERE account = 'acme')) AS s;
SELECT stage_durations(stage, at, '2026-07-01' ORDER BY at DESC) = stage_durations(stage, at, '2026-07-01' ORDER BY stage) AS order_does_not_matter FROM entries WHERE account = 'acme';

-- as_of is inclusive; an instant later is invisible.
SELECT at, (SELECT array_agg((stage, total, is_current) ORDER BY first_entered) FROM unnest(stage_durations) AS s) AS stages
  FROM (SELECT as_of AS at, stage_durations(stage, e.at, as_of) FROM unnest(ARRAY['2026-02-01 08:59:59.999999', '2026-02-01 09:00', '2026-02-01 09:00:00.000001']::timestamptz[]) AS as_of, entries AS e WHERE account = 'acme' GROUP BY as_of) AS asked ORDER BY at;
-- Entering the stage one is in already begins no visit: a nightly snapshot of stages gives the same as a log of changes.
SELECT stage, total, visits FROM unnest((SELECT stage_durations(CASE WHEN night < '2026-03-10' THEN 'adoption' ELSE 'value' END, night, '2026-04-01') FROM generate_series(timestamptz '2026-03-01', '2026-03-31', '1 day') AS night)) AS s;
-- Several at one instant: in the order of their bytes, whatever the collation; the last one lasts.
SELECT stage_durations(stage, '2026-03-01', '2026-03-02' ORDER BY stage COLLATE "C") = stage_durations(stage, '2026-03-01', '2026-03-02' ORDER BY stage COLLATE "C" DESC) AS order_does_not_matter, stage_durations(stage, '2026-03-01', '2026-03-02')
  FROM unnest(ARRAY['b', 'B', 'ä', 'a', 'b']) AS stage;
-- Where the caller knows better, a rank decides: the higher one is the later, whatever the order of rows; without one a row
-- comes first.
SELECT stage_durations(stage, '2026-03-01', '2026-03-02', rank ORDER BY rank) = stage_durations(stage, '2026-03-01', '2026-03-02', rank ORDER BY rank DESC) AS order_does_not_matter, stage_durations(stage, '2026-03-01', '2026-03-02', rank)
  FROM (VALUES ('value', 3), ('onboarding', 1::bigint), ('adoption', 2), ('signed', NULL)) AS changes (stage, rank);
SELECT count(DISTINCT stages) AS answers FROM (SELECT stage_durations(stage, at, '2026-03-09', rank ORDER BY md5(stage || rank || seed)) AS stages
  FROM (VALUES ('a', timestamptz '2026-03-01', 1), ('b', '2026-03-01', 1), ('c', '2026-03-01', 0), ('a', '2026-03-02', 5), ('b', '2026-03-02', 4)) AS e (stage, at, rank), generate_series(1, 50) AS seed GROUP BY seed) AS permuted;
-- A day on which clocks change has 23 hours; a day of the total has 24.
SET timezone = 'America/New_York';
SELECT stage, total FROM unnest((SELECT stage_durations(stage, at, '2026-03-09') FROM (VALUES ('before', timestamptz '2026-03-07'), ('the day', '2026-03-08')) AS e (stage, at))) AS s;
SET timezone = 'UTC';
-- Any text, also none and long; days and weeks of the calendar's ends.
SELECT length(stage) AS length, left(stage, 8) AS stage, total FROM unnest((SELECT stage_durations(stage, at, '294276-12-31 23:59:59.999999') FROM (VALUES ('', timestamptz '2000-01-01'), (repeat('Größe', 5000), '2026-01-01'), (E'a\tb"{},', '9999-12-31')) AS e (stage, at))) AS s;
SELECT stage_durations('a', '4714-11-24 BC', '0001-01-01 BC');
-- Rows of it go where rows go.
CREATE TEMP TABLE kept AS SELECT account, stage_durations(stage, at, '2026-07-01') AS stages FROM entries GROUP BY account;
SELECT (stages[1]).stage, (stages[1]).total, pg_typeof(stages) FROM kept WHERE account = 'acme';
