-- Survey answers: NPS, CSAT and CES, by hand.
SET datestyle = ISO;

-- 10 answers: 5 promoters (9, 10), 2 passives (7, 8), 3 detractors (0 to 6): 100 · (5 − 3) ÷ 10.
CREATE TEMP TABLE answers AS SELECT unnest(ARRAY[10, 9, 9, 10, 9, 8, 7, 6, 3, 0]) AS score;
SELECT nps(score) FROM answers;
SELECT (nps_stats(score)).n, (nps_stats(score)).promoters, (nps_stats(score)).passives, (nps_stats(score)).detractors, (nps_stats(score)).nps FROM answers;
-- The standard error is that of the mean of +100, 0, −100.
SELECT round((nps_stats(score)).standard_error, 10) = round(stddev_samp(CASE WHEN score >= 9 THEN 100 WHEN score <= 6 THEN -100 ELSE 0 END) / sqrt(count(*)::numeric), 10) AS standard_error,
       round((nps_stats(score)).margin_95, 10) = round(1.96 * stddev_samp(CASE WHEN score >= 9 THEN 100 WHEN score <= 6 THEN -100 ELSE 0 END) / sqrt(count(*)::numeric), 10) AS margin_95
  FROM answers;
-- Each class begins and ends where it should.
SELECT score, nps(score) FROM generate_series(0, 10) AS score GROUP BY score ORDER BY score;
-- Unrounded: a division, not an integer.
SELECT nps(score) FROM unnest(ARRAY[10, 7, 7]) AS score;

-- CSAT: the good boxes: one of 2 and 3, two of 4 and 5, three of 6 to 10, or as many as are asked for.
SELECT csat(score), csat(score, 5) = csat(score) AS the_same, csat(score, 5, 2) = csat(score) AS two, csat(score, 5, 1) AS one, csat(score, 5, NULL) = csat(score) AS usual FROM unnest(ARRAY[5, 4, 3, 1]) AS score;
SELECT scale, csat(score, scale) AS usual, csat(score, scale, 1) AS one FROM generate_series(2, 10) AS scale, generate_series(1, scale) AS score GROUP BY scale ORDER BY scale;
-- Good (2) and bad (1); three smileys, of which the middle one is none; three of ten.
SELECT csat(CASE answer WHEN 'good' THEN 2 ELSE 1 END, 2) FROM unnest(ARRAY['good', 'bad']) AS answer;
SELECT csat(score, 3) FROM unnest(ARRAY[1, 2, 3]) AS score;
SELECT csat(score, 10) FROM unnest(ARRAY[8, 8, 10, 3]) AS score;
-- A scale where low is good: school grades.
SELECT csat(score, 6, 2, '{"low_is": "good"}') AS low, csat(7 - score, 6, 2) AS turned, csat(score, 6, NULL, '{"low_is": "good"}') AS three_of_six, csat(score, 6, 2, '{}') = csat(score, 6, 2) AS no_option FROM unnest(ARRAY[1, 2, 3, 6]) AS score;
-- A scale is each answer's own: a company that went from five stars to seven. There is no mean of both.
SELECT csat(score, scale) AS share, ces(score, scale) AS effort FROM (VALUES (4, 5), (3, 5), (5, 7), (4, 7)) AS answers (score, scale);
-- CES: mean, and share of the easy boxes: 5 to 7 of 7, 4 and 5 of 5.
SELECT ces(score), ces(score, 7) = ces(score) AS the_same, ces(score, 7, 1) AS best_only FROM unnest(ARRAY[7, 7, 6, 4, 1]) AS score;
SELECT ces(score, 5), ces(score, 5, NULL, '{"low_is": "easy"}') AS low_is_easy, ces(score, 5, NULL, '{"low_is": "hard"}') = ces(score, 5) AS low_is_hard FROM unnest(ARRAY[1, 1, 2, 5]) AS score;
SELECT count(DISTINCT effort) AS answers FROM (SELECT ces(score, scale ORDER BY md5(score::text || seed)) AS effort FROM (VALUES (4, 5), (3, 5), (5, 7), (4, 7), (1, 2)) AS answers (score, scale), generate_series(1, 20) AS seed GROUP BY seed) AS permuted;

-- Answers of any whole-number type, and numeric; whole numbers with zeros behind the point are whole.
SELECT nps(score::smallint) AS smallint, nps(score) AS integer, nps(score::bigint) AS bigint, nps(score::numeric) AS numeric, nps(score::numeric(6, 3)) AS with_zeros FROM answers;

-- Nothing: NULL is no answer. The group exists; what counts gives 0, what divides by 0 gives NULL.
SELECT nps(score), nps_stats(score), csat(score), csat(score, 7) AS csat_of_seven, ces(score), ces(score, 5) AS ces_of_five FROM answers WHERE false;
SELECT nps(score), nps_stats(score), csat(score), csat(score, 7) AS csat_of_seven, ces(score), ces(score, 5) AS ces_of_five FROM (VALUES (NULL::integer), (NULL)) AS nothing (score);
SELECT nps(score) = (SELECT nps(score) FROM answers) AS nulls_are_skipped FROM (TABLE answers UNION ALL SELECT NULL) AS with_null (score);
-- One answer varies from nothing: no margin. Two of one mind: margin 0.
SELECT nps_stats(10), (SELECT nps_stats(score) FROM unnest(ARRAY[9, 10]) AS score) AS of_one_mind;

-- The mistakes that circulate, beside the right figure.
-- Passives left out of the denominator:
SELECT round(100.0 * (count(*) FILTER (WHERE score >= 9) - count(*) FILTER (WHERE score <= 6)) / count(*) FILTER (WHERE score >= 9 OR score <= 6), 2) AS without_passives, round(nps(score), 2) AS nps FROM answers;
-- Shares rounded before they are subtracted:
SELECT round(100.0 * count(*) FILTER (WHERE score >= 9) / count(*)) - round(100.0 * count(*) FILTER (WHERE score <= 6) / count(*)) AS of_rounded_shares, round(nps(score), 2) AS nps
  FROM generate_series(1, 8) AS i, LATERAL (SELECT CASE WHEN i <= 3 THEN 9 WHEN i <= 5 THEN 2 ELSE 7 END) AS answer (score);
-- A mean of the groups' scores is not the score of all: a group of one answer counts as much as one of a hundred.
SELECT round(avg(nps), 2) AS mean_of_groups, (SELECT round(nps(CASE WHEN i = 1 THEN 0 ELSE 10 END), 2) FROM generate_series(1, 101) AS i) AS nps
  FROM (SELECT nps(CASE WHEN i = 1 THEN 0 ELSE 10 END) FROM generate_series(1, 101) AS i GROUP BY i = 1) AS groups (nps);

-- nps and nps_stats of one score share one state: equal transitions over equal arguments run once.
SELECT nps(score) = (nps_stats(score)).nps AS the_same FROM answers;
SELECT DISTINCT aggtransfn, aggcombinefn, aggtranstype::regtype FROM pg_aggregate WHERE aggfnoid IN ('nps(amount)'::regprocedure, 'nps_stats(amount)'::regprocedure);
DROP TABLE answers;
