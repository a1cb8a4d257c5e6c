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
SELECT error_of($$ SELECT ces(0, 10) $$);
SELECT error_of($$ SELECT csat(99, 10) $$);
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

-- ---- scale: 2 to 10; boxes: some of them; also where there is no answer

SELECT error_of($$ SELECT csat(1, 1) $$);
SELECT error_of($$ SELECT csat(1, 11) $$);
SELECT error_of($$ SELECT ces(1, -2147483648) $$);
SELECT error_of($$ SELECT ces(1, 9223372036854775807) $$);
SELECT error_of($$ SELECT ces(1, 0) $$);
SELECT error_of($$ SELECT csat(NULL::integer, 1) $$);
SELECT error_of($$ SELECT csat(1, NULL) $$);
SELECT error_of($$ SELECT ces(1, NULL) $$);
SELECT error_of($$ SELECT csat(1, 5, 0) $$);
SELECT error_of($$ SELECT csat(1, 5, 5) $$);
SELECT error_of($$ SELECT ces(NULL::integer, 7, -1) $$);

-- ---- options

SELECT error_of($$ SELECT ces(1, 7, 3, '{"low_is": "esy"}') $$);
SELECT error_of($$ SELECT ces(1, 7, 3, '{"low_is": "good"}') $$);
SELECT error_of($$ SELECT csat(1, 7, 3, '{"low_is": "easy"}') $$);
SELECT error_of($$ SELECT csat(1, 7, 3, '{"lowis": "good"}') $$);
SELECT error_of($$ SELECT csat(NULL::integer, 7, 3, '{"low_is": true}') $$);
SELECT error_of($$ SELECT csat(1, 7, 3, '"good"') $$);
SELECT error_of($$ SELECT csat(1, 7, 3, NULL) $$);

-- At the top level, and the session goes on.
SELECT nps(11);
SELECT nps(10);

-- ---- states: recommendations and boxes are not merged
CREATE AGGREGATE survey_state (amount, bigint) (SFUNC = c360_survey_transition, STYPE = aggregate_state);
CREATE AGGREGATE nps_state (amount) (SFUNC = c360_nps_transition, STYPE = aggregate_state);
CREATE AGGREGATE csat_of (aggregate_state) (SFUNC = c360_nps_combine, STYPE = aggregate_state, FINALFUNC = c360_csat_final);
SELECT error_of($$ SELECT csat_of(state) FROM (SELECT survey_state(1, 5) AS state UNION ALL SELECT nps_state(9)) AS states $$);
SELECT csat_of(state) FROM (SELECT survey_state(score, scale) AS state FROM generate_series(1, 5) AS score, generate_series(5, 7) AS scale GROUP BY scale) AS states;
SELECT error_of(format('SELECT aggregate_state %L', set_byte(c360_aggregate_state_send(survey_state(1, 5)), 8, 11))) FROM generate_series(1, 1);
SELECT error_of(format('SELECT aggregate_state %L', set_byte(c360_aggregate_state_send(survey_state(1, 5)), 24, 2))) FROM generate_series(1, 1);
SELECT error_of(format('SELECT aggregate_state %L', set_byte(c360_aggregate_state_send(survey_state(1, 5)), 40, 9))) FROM generate_series(1, 1);
DROP AGGREGATE csat_of (aggregate_state), survey_state (amount, bigint), nps_state (amount);

SELECT state, statement FROM improper_errors;
