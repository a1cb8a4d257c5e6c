-- Survey answers that are none, scales out of bounds, NULL, different within a group.
\i sql/include/errors.sql

-- ---- scores: whole numbers of the scale

SELECT error_of($$ SELECT nps(11) $$);
SELECT error_of($$ SELECT nps(-1) $$);
SELECT error_of($$ SELECT nps_stats(11) $$);
SELECT error_of($$ SELECT nps(7.5) $$);
SELECT error_of($$ SELECT nps(10.000001) $$);
SELECT error_of($$ SELECT csat(0) $$);
SELECT error_of($$ SELECT csat(6) $$);
SELECT error_of($$ SELECT csat(8, 7) $$);
SELECT error_of($$ SELECT ces(8) $$);
SELECT error_of($$ SELECT ces(0, 100) $$);
SELECT error_of($$ SELECT nps(2147483647) $$);
SELECT error_of($$ SELECT nps((-9223372036854775808)::bigint) $$);
SELECT error_of($$ SELECT nps(1e30) $$);
SELECT error_of($$ SELECT nps(1e33) $$);
SELECT error_of($$ SELECT nps(1e1000) $$);
SELECT error_of($$ SELECT nps('NaN') $$);
SELECT error_of($$ SELECT csat('infinity', 5) $$);
SELECT error_of($$ SELECT ces('-infinity') $$);
-- Wherever in the group.
SELECT error_of($$ SELECT nps(CASE WHEN i = 5000 THEN 12 ELSE 9 END) FROM generate_series(1, 10000) AS i $$);

-- ---- scale: 3 to 100, constant within a group, also where there is no answer

SELECT error_of($$ SELECT csat(1, 2) $$);
SELECT error_of($$ SELECT csat(1, 101) $$);
SELECT error_of($$ SELECT ces(1, -2147483648) $$);
SELECT error_of($$ SELECT ces(1, 2147483647) $$);
SELECT error_of($$ SELECT ces(1, 0) $$);
SELECT error_of($$ SELECT csat(NULL::integer, 2) $$);
SELECT error_of($$ SELECT csat(1, NULL) $$);
SELECT error_of($$ SELECT ces(1, NULL) $$);
SELECT error_of($$ SELECT csat(1, 4 + i) FROM generate_series(1, 2) AS i $$);
SELECT error_of($$ SELECT ces(NULL::integer, 4 + i) FROM generate_series(1, 2) AS i $$);

-- At the top level, and the session goes on.
SELECT nps(11);
SELECT nps(10);

-- ---- states: those of one scale only, and merging refuses the rest; one of another scale has no promoters
CREATE AGGREGATE survey_state (amount, bigint) (SFUNC = c360_survey_transition, STYPE = aggregate_state);
CREATE AGGREGATE nps_of (aggregate_state) (SFUNC = c360_nps_combine, STYPE = aggregate_state, FINALFUNC = c360_nps_final);
SELECT error_of($$ SELECT nps_of(state) FROM (SELECT survey_state(score, 5 + scale) AS state FROM (VALUES (1, 1), (2, 2)) AS answers (score, scale) GROUP BY scale) AS states $$);
SELECT nps_of(state) FROM (SELECT survey_state(score, 5) AS state FROM generate_series(1, 5) AS score) AS states;
SELECT error_of($$ SELECT aggregate_state '\xc30e0100000000000a000000' $$);
SELECT error_of($$ SELECT aggregate_state '\xc30e0100000000000200000000000000000000000000000000000000000000000000000000000000' $$);
DROP AGGREGATE nps_of (aggregate_state), survey_state (amount, bigint);

SELECT state, statement FROM improper_errors;
