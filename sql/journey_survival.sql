-- Survival curves: Kaplan-Meier with right censoring.
SET datestyle = ISO;

-- The example of the textbooks: weeks in remission of leukaemia under 6-mercaptopurine (Freireich et al. 1963). Published:
-- 0.857 0.807 0.753 0.690 0.627 0.538 0.448 with standard errors 0.076 0.087 0.096 0.107 0.114 0.128 0.135; median 23.
CREATE TEMP TABLE remission AS
SELECT rtrim(week, '+')::integer AS weeks, week NOT LIKE '%+' AS relapsed FROM unnest(string_to_array('6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+', ' ')) AS week;
SELECT survival(weeks, relapsed) AS curve, survival_median(survival(weeks, relapsed)) AS median FROM remission;
SELECT at, at_risk, reached, censored, round(survival, 3) AS survival, round(standard_error, 3) AS standard_error FROM survival_points((SELECT survival(weeks, relapsed) FROM remission));
-- To sixteen decimals: 6/7 exactly, as PostgreSQL divides it.
SELECT survival_at(curve, 6) AS told, 6 / 7::numeric AS divided, survival_at(curve, 0) AS before, survival_at(curve, 22) AS on_it, survival_at(curve, 35) AS last, survival_at(curve, 36) AS beyond FROM (SELECT survival(weeks, relapsed) AS curve FROM remission) AS c;

-- Why: of five onboardings two reached their value, after 10 and 20 days, and three have waited for 30 to 60.
CREATE TEMP TABLE onboardings AS SELECT * FROM (VALUES (10, true), (20, true), (30, false), (45, false), (60, false)) AS rows (days, reached);
SELECT avg(days) FILTER (WHERE reached) AS mean_of_achievers, survival_median(survival(days, reached)) AS median, survival_at(survival(days, reached), 60) AS still_waiting FROM onboardings;

-- At one duration the reached come first: both are at risk.
SELECT * FROM survival_points('{5,5+}');
-- Exactly half: the first duration at which half are left.
SELECT survival_median('{1,2,3,4}') AS even, survival_median('{1,2,3}') AS odd, survival_median('{1,2,9+,9+}') AS held, survival_median('{1,9+*2}') AS not_reached;
-- No row, rows of nothing, one row, nobody reached it, everybody at once.
SELECT survival(days, reached) AS no_row FROM onboardings WHERE false;
SELECT survival(days, reached) AS nothing, survival_median(survival(days, reached)) AS median, survival_at(survival(days, reached), 0) AS at FROM (VALUES (NULL::integer, true), (3, NULL)) AS rows (days, reached);
SELECT curve, survival_median(curve) AS median, survival_at(curve, 0) AS at_0, survival_at(curve, 7) AS at_7, survival_at(curve, 8) AS at_8 FROM unnest(ARRAY['{}', '{7}', '{7+}', '{0*3}', '{0+}', '{7*2,7+}', '{0,2147483647}']::survival_curve[]) AS curve;
SELECT count(*) AS no_points FROM survival_points('{}');
SELECT survival_median(NULL) IS NULL AS median, survival_at(NULL, 1) IS NULL AS no_curve, survival_at('{1}', NULL) IS NULL AS no_duration, (SELECT count(*) FROM survival_points(NULL)) AS points;
-- NULL is no censoring: a comparison with a missing day must be made false.
SELECT survival(30, value_on <= date '2026-06-30') AS lost, survival(30, (value_on <= date '2026-06-30') IS TRUE) AS kept FROM (VALUES (date '2026-05-01'), (NULL)) AS rows (value_on);

-- Of days: who waits is counted, up to as_of, inclusive; what comes later has not come, who starts later is nobody yet.
CREATE TEMP TABLE signed AS SELECT * FROM (VALUES ('Acme', date '2026-01-05', date '2026-02-24'), ('Bluebird', '2026-01-12', '2026-05-12'), ('Comet', '2026-01-20', '2026-03-21'), ('Dynamo', '2026-02-10', NULL), ('Echo', '2026-03-02', NULL),
  ('Fox', '2026-05-04', NULL), ('Glacier', '2026-05-20', NULL), ('Harbor', '2026-07-01', NULL), ('Iris', NULL, '2026-05-05')) AS rows (customer, signed_on, value_on);
SELECT survival(signed_on, value_on, '2026-06-30') AS curve, survival_median(survival(signed_on, value_on, '2026-06-30')) AS median, survival_median(survival(value_on - signed_on, true)) AS of_those_who_have_it FROM signed;
SELECT as_of, survival(signed_on, value_on, as_of) AS curve FROM signed, unnest(ARRAY['2026-01-04', '2026-01-05', '2026-03-21', '2026-05-11', '2026-05-12']::date[]) AS as_of GROUP BY as_of ORDER BY as_of;
SELECT survival(signed_on, value_on, '2026-06-30' ORDER BY customer) = survival(signed_on, value_on, '2026-06-30' ORDER BY customer DESC) AS order_does_not_matter, survival(signed_on, value_on, '2026-06-30') FILTER (WHERE signed_on IS NULL) AS nothing FROM signed;
-- One who was observed for less long: a customer that left.
SELECT survival(date '2026-01-01', NULL, least(left_on, date '2026-06-30')) FROM (VALUES (date '2026-02-01'), (NULL)) AS rows (left_on);
SELECT survival(timestamptz '2026-01-01 23:30', timestamp '2026-01-02 00:30', '2026-06-30') AS instants_are_local_days;
-- Durations of any integer type.
SELECT survival(3::smallint, true) AS smallint, survival(3::bigint, true) AS bigint, survival_at('{1,5+}', 3::bigint) AS at;

-- ---- the type

SELECT value::survival_curve FROM unnest(ARRAY['{}', '{30+,5,12,12}', ' { 5 * 02 , 5 + } ', '{2147483647*281474976710656}']) AS value;
SELECT c360_survival_curve_send('{0,30+*2}');
SELECT a < b AS lt, a <= b AS le, a = b AS eq, a <> b AS ne, a >= b AS ge, a > b AS gt, a + b AS sum FROM (VALUES ('{1}'::survival_curve, '{1,2+}'::survival_curve), ('{3*2}', '{3*2}'), ('{4+}', '{3}')) AS pairs (a, b);
SELECT curve FROM unnest(ARRAY['{2}', '{1*2}', '{}', '{1+}', '{1}']::survival_curve[]) AS curve ORDER BY curve;
SELECT count(DISTINCT curve) AS by_order, (SELECT count(*) FROM (SELECT curve FROM unnest(ARRAY['{1,2}', '{2,1}', '{2}']::survival_curve[]) AS curve GROUP BY curve) AS groups) AS by_hash FROM unnest(ARRAY['{1,2}', '{2,1}', '{2}']::survival_curve[]) AS curve;
SELECT c360_survival_curve_hash('{1,2}') = c360_survival_curve_hash('{2,1}') AS hash, c360_survival_curve_hash_extended('{1,2}', 7) = c360_survival_curve_hash_extended('{2,1}', 7) AS hash_extended, c360_survival_curve_cmp('{1}', '{2}') AS cmp;

-- Stored curves, united: the curve of all rows.
CREATE TEMP TABLE observed AS SELECT i % 5 AS segment, abs(hashint4(i)) % 90 AS days, i % 3 > 0 AS reached FROM generate_series(1, 2000) AS i;
CREATE TEMP TABLE curves AS SELECT segment, survival(days, reached) AS curve FROM observed GROUP BY segment;
SELECT survival(curve) = (SELECT survival(days, reached) FROM observed) AS united, (SELECT a.curve + b.curve FROM curves AS a, curves AS b WHERE a.segment = 1 AND b.segment = 2) = survival(curve) FILTER (WHERE segment IN (1, 2)) AS added FROM curves;
SELECT survival(curve) AS nulls FROM unnest(ARRAY[NULL, NULL]::survival_curve[]) AS curve;
SELECT survival(curve) AS no_row FROM curves WHERE false;
-- The life table adds up to the rows.
SELECT sum(reached) AS reached, sum(censored) AS censored, max(at_risk) AS at_risk, bool_and(survival BETWEEN 0 AND 1) AS fractions FROM survival_points((SELECT survival(curve) FROM curves));
