-- Usage drop: the last complete weeks against the entity's own baseline, robustly. METRICS A13.
SET datestyle = ISO;
SET timezone = 'UTC';

-- as_of is Wednesday, 1 April 2026: the last complete week ends on Sunday, 29 March. Weeks are numbered back from it:
-- week 0 begins on 23 March, the 4 recent ones reach back to week 3, the 12 of the baseline from week 4 to week 15.
CREATE TEMP TABLE usage (account text, week integer, weight numeric);
INSERT INTO usage
SELECT 'steady', week, 100 + (week % 3 - 1) * 10 FROM generate_series(0, 15) AS week UNION ALL
SELECT 'halved', week, CASE WHEN week < 4 THEN 50 ELSE 100 END + (week % 3 - 1) * 10 FROM generate_series(0, 15) AS week UNION ALL
SELECT 'gone', week, 100 + (week % 3 - 1) * 10 FROM generate_series(4, 15) AS week UNION ALL
SELECT 'down a fifth', week, CASE WHEN week < 4 THEN 80 ELSE 100 END FROM generate_series(0, 15) AS week UNION ALL
SELECT 'down a fifth, but often is', week, CASE WHEN week < 4 THEN 80 WHEN week % 2 = 0 THEN 60 ELSE 140 END FROM generate_series(0, 15) AS week UNION ALL
SELECT 'doubled', week, CASE WHEN week < 4 THEN 200 ELSE 100 END FROM generate_series(0, 15) AS week UNION ALL
SELECT 'one good week long ago', week, CASE WHEN week = 10 THEN 1000 ELSE 10 END FROM generate_series(0, 15) AS week UNION ALL
SELECT '8 weeks of baseline', week, 100 FROM generate_series(0, 11) AS week UNION ALL
SELECT '7 weeks of baseline', week, 100 FROM generate_series(0, 10) AS week UNION ALL
SELECT 'older than the window', week, 100 FROM unnest(ARRAY[0, 1, 2, 3, 40]) AS week UNION ALL
SELECT 'running week only', -1, 100 UNION ALL
SELECT 'next week', -2, 100 UNION ALL
SELECT 'silent', NULL, 100 UNION ALL
SELECT 'unmeasured', 0, NULL;
-- Six decimals are enough to look at.
CREATE FUNCTION rounded(usage_drop) RETURNS usage_drop LANGUAGE sql IMMUTABLE AS
$$ SELECT ROW(round($1.recent, 6), round($1.baseline, 6), round($1.change, 6), round($1.z, 6), round($1.slope, 6), $1.dropped)::usage_drop $$;
CREATE TEMP VIEW events AS SELECT account, date '2026-03-23' - 7 * week + 2 AS at, weight FROM usage;

SELECT account, (rounded(drop)).* FROM (SELECT account, usage_drop(at, weight, '2026-04-01') AS drop FROM events GROUP BY account) AS drops ORDER BY account;
-- By hand, for 'halved': the baseline's weeks are 100, 110, 90 in turn; median 100, MAD 10.
SELECT avg(weight) FILTER (WHERE week < 4) AS recent, avg(weight) FILTER (WHERE week >= 4) AS baseline,
       round(avg(weight) FILTER (WHERE week < 4) / avg(weight) FILTER (WHERE week >= 4) - 1, 6) AS change,
       round((avg(weight) FILTER (WHERE week < 4) - 100) / (1.4826 * 10), 6) AS z, round(regr_slope(weight, -week)::numeric, 6) AS slope
  FROM usage WHERE account = 'halved';
-- Fewer weeks recent, and of baseline; the verdict needs two thirds of them.
SELECT account, (rounded(drop)).* FROM (SELECT account, usage_drop(at, weight, '2026-04-01', 1, 6) AS drop FROM events WHERE account IN ('halved', 'gone', '7 weeks of baseline') GROUP BY account) AS drops ORDER BY account;
SELECT usage_drop(at, weight, '2026-04-01', 4) = usage_drop(at, weight, '2026-04-01') AS default_baseline,
       usage_drop(at, weight, '2026-04-01', 4, 12) = usage_drop(at, weight, '2026-04-01') AS default_both FROM events WHERE account = 'halved';
SELECT rounded(usage_drop(at, weight, '2026-04-01', 52, 104)) AS longest, rounded(usage_drop(at, weight, '2026-04-01', 1, 3)) AS shortest FROM events WHERE account = 'halved';

-- Weeks are complete on Sunday: a day later, the running week counts.
SELECT as_of, (usage_drop(at, weight, as_of)).recent FROM events, unnest(ARRAY[date '2026-03-28', '2026-03-29', '2026-04-04', '2026-04-05']) AS as_of
 WHERE account = 'doubled' GROUP BY as_of ORDER BY as_of;
-- Weights add up exactly, whatever the order and the parts: ten tenths are one.
SELECT (usage_drop(date '2026-03-25', 0.1, '2026-04-01', 1, 3)).recent AS ten_tenths,
       (usage_drop(date '2026-03-25', 0.000001, '2026-04-01', 1, 3)).recent AS ten_millionths,
       (usage_drop(date '2026-03-25', 0.0000004, '2026-04-01', 1, 3)).recent AS less_is_rounded_away,
       (usage_drop(date '2026-03-25', 12345678901234567890.5, '2026-04-01', 1, 3)).recent AS large FROM generate_series(1, 10);
SELECT (usage_drop(date '2026-03-25', weight, '2026-04-01', 1, 3)).recent AS half_to_even
  FROM unnest(ARRAY[0.0000005, 0.0000015, 0.00000050001, 0.0000025]) WITH ORDINALITY AS weights (weight, n) GROUP BY n ORDER BY n;
-- Zero is usage, too: an account that exists and does nothing.
SELECT (rounded(drop)).* FROM (SELECT usage_drop(at, 0, '2026-04-01') AS drop FROM events WHERE account = 'steady') AS drops;
-- No row: NULL.
SELECT usage_drop(at, weight, '2026-04-01') IS NULL AS no_row FROM events WHERE false;
-- As of any day of the past.
SELECT as_of, round((drop).change, 6) AS change, (drop).dropped FROM (SELECT date '2026-04-01' + 7 * week AS as_of, usage_drop(at, weight, date '2026-04-01' + 7 * week) AS drop
  FROM events, generate_series(-6, 2) AS week WHERE account = 'gone' GROUP BY week) AS drops ORDER BY as_of;

-- ---- without a weight each event counts 1
SELECT account, usage_drop(at, '2026-04-01') = usage_drop(at, 1, '2026-04-01') AS default_weeks, usage_drop(at, '2026-04-01', 1) = usage_drop(at, 1, '2026-04-01', 1) AS recent,
       usage_drop(at, '2026-04-01', 2, 6) = usage_drop(at, 1, '2026-04-01', 2, 6) AS both, (usage_drop(at, '2026-04-01')).recent FROM events GROUP BY account ORDER BY account;
SELECT account, (rounded(drop)).* FROM (SELECT account, usage_drop(at, '2026-04-01', 1, 6) AS drop FROM events, generate_series(1, weight::int) WHERE account IN ('halved', 'gone') GROUP BY account) AS drops ORDER BY account;
SELECT usage_drop(at, '2026-04-01') IS NULL AS no_row FROM events WHERE false;
-- Which one a call means, is told by the type of the second argument: a number is a weight, a day or a plain literal is as_of.
CREATE TEMP VIEW called AS SELECT at, at::timestamptz AS instant, weight, 1::smallint AS small, 1 AS four, 1::bigint AS eight, 1::real AS single, 1::float8 AS double FROM events WHERE account = 'steady';
SELECT (usage_drop(at, '2026-04-01')).recent AS literal, (usage_drop(instant, date '2026-04-01')).recent AS date, (usage_drop(at, timestamp '2026-04-01 10:00')).recent AS timestamp,
       (usage_drop(instant, timestamptz '2026-04-01 10:00')).recent AS timestamptz, (usage_drop(at, '2026-04-01', 4)).recent AS literal_and_weeks, (usage_drop(at, '2026-04-01'::date, 4::bigint, 12::smallint)).recent AS weeks_of_any_type,
       (usage_drop(at, current_date, 4)).recent IS NOT NULL AS today, (usage_drop(at, as_of())).recent IS NOT NULL AS as_of FROM called;
SELECT (usage_drop(at, weight, '2026-04-01')).recent AS numeric, (usage_drop(at, small, '2026-04-01')).recent AS smallint, (usage_drop(at, four, '2026-04-01')).recent AS integer, (usage_drop(at, eight, '2026-04-01', 4)).recent AS bigint,
       (usage_drop(at, single, date '2026-04-01', 4, 12)).recent AS real, (usage_drop(at, double, timestamptz '2026-04-01')).recent AS double, (usage_drop(at, 1, '2026-04-01')).recent AS constant, (usage_drop(at, 0.5, '2026-04-01', 4)).recent AS fraction,
       (usage_drop(at, '1'::numeric, '2026-04-01')).recent AS cast, (usage_drop(at, NULL::numeric, '2026-04-01')).recent AS null_weight FROM called;
PREPARE as_of_of_a_call AS SELECT (usage_drop(at, $1)).recent FROM called;
EXECUTE as_of_of_a_call('2026-04-01');
PREPARE as_of_and_weeks AS SELECT (usage_drop(at, $1, 4)).recent FROM called;
EXECUTE as_of_and_weeks('2026-04-01');
PREPARE weight_and_as_of AS SELECT (usage_drop(at, weight, $1)).recent, (usage_drop(at, weight, $1, $2, $3)).recent FROM called;
EXECUTE weight_and_as_of('2026-04-01', 4, 12);
PREPARE typed(date, integer) AS SELECT (usage_drop(at, $1, $2)).recent FROM called;
EXECUTE typed('2026-04-01', 4);
PREPARE typed_weight(numeric, date) AS SELECT (usage_drop(at, $1, $2)).recent FROM called;
EXECUTE typed_weight(0.5, '2026-04-01');
-- Where it cannot be told, that is an error, and no guess; neither is a weight without as_of.
SELECT usage_drop(at, '1', '2026-04-01') FROM called;
PREPARE two_unknown AS SELECT usage_drop(at, $1, $2) FROM called;
SELECT usage_drop(at, weight) FROM called;
DEALLOCATE ALL;
DROP VIEW called;

DROP FUNCTION rounded;
