-- max_burst: the most events within any window, by hand.
SET datestyle = ISO;
SET timezone = 'UTC';

CREATE TEMP TABLE tickets (account text, opened_at timestamptz);
INSERT INTO tickets VALUES
  ('burst', '2026-01-01 09:00'), ('burst', '2026-01-09 10:00'), ('burst', '2026-01-12 11:00'), ('burst', '2026-01-16 09:59'), ('burst', '2026-03-01 09:00'),
  ('steady', '2026-01-01 09:00'), ('steady', '2026-01-08 09:00'), ('steady', '2026-01-15 09:00'),
  ('at once', '2026-01-01 09:00'), ('at once', '2026-01-01 09:00'), ('at once', '2026-01-01 09:00'),
  ('silent', NULL);
SELECT account, max_burst(opened_at, '7 days'), max_burst(opened_at, '7 days') >= 3 AS has_burst FROM tickets GROUP BY account ORDER BY account;
-- Half-open: two events exactly seven days apart are in no window of seven days.
SELECT account, max_burst(opened_at, '7 days') AS seven_days, max_burst(opened_at, '7 days 00:00:00.000001') AS and_a_microsecond FROM tickets WHERE account = 'steady' GROUP BY account;
-- Whole calendar weeks miss what straddles their border.
SELECT max(tickets) AS by_calendar_week, (SELECT max_burst(opened_at, '7 days') FROM tickets WHERE account = 'burst') AS max_burst
  FROM (SELECT count(*) AS tickets FROM tickets WHERE account = 'burst' GROUP BY date_trunc('week', opened_at)) AS weeks;

-- Lengths are those of instants: a day is 24 hours, also on the day when clocks go forward.
SET timezone = 'America/New_York';
SELECT max_burst(at, '1 day') AS a_day, max_burst(at, '23 hours') AS hours FROM (VALUES (timestamptz '2026-03-07 12:00'), ('2026-03-08 12:00')) AS events (at);
SET timezone = 'UTC';
SELECT max_burst(opened_at, '36 hours') AS hours, max_burst(opened_at, '1 day 12 hours') AS a_day_and_a_half, max_burst(opened_at, '2 days -12 hours') AS less FROM tickets;
SELECT max_burst(opened_at, '1 microsecond') AS at_once FROM tickets;

-- A number counts days, of whatever integer type and as text, typed or not; no number of seconds.
SELECT max_burst(opened_at, 7) = max_burst(opened_at, '7 days') AS integer, max_burst(opened_at, 7::bigint) = max_burst(opened_at, '7') AS text, max_burst(opened_at, 7::smallint) = max_burst(opened_at, ' 7 ') AS blanks,
       max_burst(opened_at, 7) AS days, max_burst(opened_at, '7 seconds') AS seconds FROM tickets WHERE account = 'burst';
SELECT window_length '7', window_length '36 hours', 5::window_length, interval '1 day -1 microsecond'::window_length;
PREPARE burst AS SELECT max_burst(opened_at, $1) FROM tickets WHERE account = 'burst';
EXECUTE burst (7);
EXECUTE burst ('7');
EXECUTE burst (interval '7 days');
DEALLOCATE burst;

-- Dates and local timestamps go in as instants of the session's time zone.
SELECT max_burst(day, '2 days') AS dates, max_burst(day::timestamp, '2 days') AS timestamps FROM generate_series(date '2026-01-01', '2026-01-05', '1 day') AS day;

-- Nothing: no event is a burst of 0. The calendar's ends, and a window longer than most of it.
SELECT max_burst(opened_at, '7 days') FROM tickets WHERE false;
SELECT max_burst(opened_at, '7 days') FROM tickets WHERE opened_at IS NULL;
SELECT max_burst(at, '7 days') AS week, max_burst(at, '100000000 days') AS all_but_one FROM (VALUES (timestamptz '4714-11-24 00:00 BC'), ('0001-01-01 00:00'), ('9999-12-31 00:00'), ('294276-12-31 23:59:59.999999')) AS ends (at);
-- In any order.
SELECT count(DISTINCT burst) AS answers FROM (SELECT max_burst(opened_at, '7 days' ORDER BY md5(opened_at::text || seed)) AS burst FROM tickets, generate_series(1, 20) AS seed GROUP BY seed) AS bursts;
DROP TABLE tickets;
