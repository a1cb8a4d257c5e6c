-- The activity coefficient of a whole population in one call. METRICS A21.
\i sql/include/errors.sql
SET datestyle = ISO;
SET timezone = 'UTC';

CREATE TEMP TABLE events AS
SELECT i % 40 AS user_id, CASE WHEN i % 11 > 0 THEN timestamptz '2025-10-01 23:30+00' + i % 97 * interval '1 day' END AS at FROM generate_series(1, 2000) AS i WHERE i % 40 <> 39 OR i % 11 = 0;
INSERT INTO events VALUES (NULL, '2026-01-01'), (100, '2030-01-01'), (101, NULL);

SELECT entity, coefficient FROM unnest((SELECT activity_coefficients(user_id, at, '2025-12-31') FROM events)) WHERE entity IN (0, 1, 2, 39, 100, 101);

-- As GROUP BY would have it: whoever has a row is there.
CREATE FUNCTION pg_temp.compare(arguments text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  answer text;
BEGIN
  EXECUTE format('SELECT format(''%%s rows, %%s differ'', count(*), count(*) FILTER (WHERE one IS DISTINCT FROM all_at_once))
    FROM (SELECT user_id, activity_coefficient(at, %s) AS one FROM events WHERE user_id IS NOT NULL GROUP BY user_id) AS g
    FULL JOIN (SELECT entity AS user_id, coefficient AS all_at_once FROM unnest((SELECT activity_coefficients(user_id, at, %1$s) FROM events))) AS u USING (user_id)', arguments) INTO answer;
  RETURN answer;
END $$;
SELECT pg_temp.compare($$'2025-12-31'$$);
SELECT pg_temp.compare($$'2025-12-31', 48$$);
SELECT pg_temp.compare($$'2025-12-10', 3, 'month'$$);
SELECT pg_temp.compare($$'2025-12-10', 48, 'day'$$);
SELECT pg_temp.compare($$'2025-12-10', 12, '7 days'$$);

SELECT activity_coefficients(user_id, at, '2025-12-31') IS NULL AS no_row FROM events WHERE false;
SELECT activity_coefficients(NULL::text, at, '2025-12-31') AS nobody FROM events;

-- ---- errors

SELECT error_of($$ SELECT activity_coefficients(user_id, at, NULL) FROM events $$);
SELECT error_of($$ SELECT activity_coefficients(user_id, at, '2025-12-31', 0) FROM events $$);
SELECT error_of($$ SELECT activity_coefficients(user_id, at, '2025-12-31', 49) FROM events $$);
SELECT error_of($$ SELECT activity_coefficients(user_id, at, '2025-12-31', 7, 'fortnight') FROM events $$);
SELECT error_of($$ SELECT activity_coefficients(user_id, date 'infinity', '2025-12-31') FROM events $$);
SELECT error_of($$ SELECT activity_coefficients(user_id, at, '2025-12-31', 1 + user_id % 2) FROM events $$);
SELECT error_of($$ SELECT activity_coefficients(user_id, at, at) FROM events WHERE at IS NOT NULL $$);

SELECT state, statement FROM improper_errors;
