-- Sparklines: a series as a word of block characters. METRICS A15.
SET datestyle = ISO;

-- From the least value to the greatest, eight heights.
SELECT sparkline(ARRAY[1, 2, 3, 4, 5, 6, 7, 8]) AS up, sparkline(ARRAY[8, 7, 6, 5, 4, 3, 2, 1]) AS down, sparkline(ARRAY[0, 100, 50, 12.5, 87.5]) AS mixed;
-- A constant series is all middle blocks, whatever the constant; NULL is a space, which is not 0.
SELECT sparkline(ARRAY[5, 5, 5]) AS fives, sparkline(ARRAY[0, 0, 0]) AS zeros, sparkline(ARRAY[7]) AS one, sparkline(ARRAY[-3, NULL, -3]) AS with_a_gap;
SELECT '[' || sparkline(ARRAY[0, NULL, 4, NULL, NULL, 8]) || ']' AS gaps, '[' || sparkline(ARRAY[NULL, NULL]::numeric[]) || ']' AS only_gaps, '[' || sparkline(ARRAY[]::numeric[]) || ']' AS empty;
SELECT sparkline(NULL) IS NULL AS no_array, sparkline(NULL, 0, 8) IS NULL AS no_array_on_a_scale, sparkline(ARRAY[0, 4, 8, 16], hi => 8) AS own_low, sparkline(ARRAY[-8, 0, 4, 8], 0) AS own_high;
-- One character per element.
SELECT char_length(sparkline(array_agg(i::numeric))) AS characters, octet_length(sparkline(array_agg(i::numeric))) AS bytes FROM generate_series(1, 52) AS i;

-- On a scale of its own choice, so that several series compare; what lies outside is drawn as the nearer end.
SELECT account, sparkline(weeks) AS alone, sparkline(weeks, 0, 100) AS compared
  FROM (VALUES ('small', ARRAY[1, 2, 3, 4, 5, 6, 7]), ('large', ARRAY[10, 20, 30, 40, 60, 80, 100])) AS accounts (account, weeks) ORDER BY account;
SELECT sparkline(ARRAY[-1000, 0, 49, 100, 1000], 0, 100) AS clamped, sparkline(ARRAY[5, 5], 0, 8) AS constant, sparkline(ARRAY[5, NULL], 0, 8) AS gap;
-- Eighths of the scale, each with its lower border.
SELECT value, sparkline(ARRAY[value], 0, 8) FROM unnest(ARRAY[0, 0.999, 1, 1.999, 2, 3, 4, 5, 6, 7, 7.999, 8]) AS value;
-- Any unit and any size.
SELECT sparkline(ARRAY[-1e300, 0, 1e300]) AS huge, sparkline(ARRAY[1e-300, 8e-300]) AS tiny, sparkline(ARRAY[-1e10000, 0, 1e10000]) AS beyond_doubles,
       sparkline(ARRAY[-8, -7, -6, -5, -4, -3, -2, -1]) AS negative;
SELECT sparkline('[7:9]={1,2,3}'::numeric[]) AS subscripts_do_not_matter, sparkline(ARRAY[1, 2, 3]::integer[]) AS integers, sparkline(ARRAY[1, 2, 3]::bigint[]) AS bigints;

-- ---- the aggregate: one row per value, ordered by day whatever the order of arrival

CREATE TEMP TABLE weeks (account text, week date, events numeric);
INSERT INTO weeks VALUES
  ('acme', '2026-01-19', 3), ('acme', '2026-01-05', 1), ('acme', '2026-01-26', 4), ('acme', '2026-01-12', 2), ('acme', '2026-02-02', NULL), ('acme', '2026-02-09', 8),
  ('globex', '2026-01-05', 5), ('globex', '2026-01-12', 5), ('globex', NULL, 1000),
  ('initech', '2026-01-05', NULL), ('umbrella', NULL, 7);
-- A row without value is a gap, a row without day has no place; NULL when no row has one.
SELECT account, '[' || sparkline(events, week) || ']' AS line FROM weeks GROUP BY account ORDER BY account;
SELECT sparkline(events, week ORDER BY events) = sparkline(events, week ORDER BY week DESC) AS order_does_not_matter FROM weeks WHERE account = 'acme';
-- Two values of one day stand side by side, the lesser first, a missing one last.
SELECT '[' || sparkline(value, at) || ']' AS line FROM (VALUES (8, date '2026-01-01'), (NULL, '2026-01-01'), (1, '2026-01-01'), (4, '2026-01-02')) AS values (value, at);
SELECT sparkline(events, week) IS NULL AS no_row FROM weeks WHERE false;
-- No row is missing by itself: a day without a row leaves no gap. generate_series makes one.
WITH seen (value, at) AS (VALUES (1, date '2026-01-01'), (8, '2026-01-05'))
SELECT '[' || sparkline(value, at) || ']' AS as_they_are, '[' || sparkline(value, day) || ']' AS day_by_day
  FROM generate_series(date '2026-01-01', '2026-01-05', '1 day') AS day LEFT JOIN seen ON at = day;
