-- Stickiness: parameters out of bounds, NULL, infinite, different within a group.
\i sql/include/errors.sql

CREATE TEMP TABLE users AS SELECT activity_history '{[2026-01-01,2026-02-01)}' AS history, i FROM generate_series(0, 1) AS i;

SELECT error_of($$ SELECT stickiness(history, '2026-01-31', 0) FROM users $$);
SELECT error_of($$ SELECT stickiness(history, '2026-01-31', 1001) FROM users $$);
SELECT error_of($$ SELECT stickiness(NULL, '2026-01-31', -1) FROM users $$);
SELECT error_of($$ SELECT stickiness(history, date 'infinity') FROM users $$);
SELECT error_of($$ SELECT stickiness(history, timestamptz '-infinity', 7) FROM users $$);
SELECT error_of($$ SELECT stickiness(history, NULL) FROM users $$);
SELECT error_of($$ SELECT stickiness(history, '2026-01-31', NULL) FROM users $$);
SELECT error_of($$ SELECT stickiness(history, date '2026-01-31' + i) FROM users $$);
SELECT error_of($$ SELECT stickiness(history, '2026-01-31', 28 + i) FROM users $$);
SELECT error_of($$ SELECT stickiness(history, '2026-01-31', 1000 + i) FROM users $$);

-- At the top level, and the session goes on.
SELECT stickiness(history, '2026-01-31', 0) FROM users;
SELECT stickiness(history, '2026-01-31') FROM users;

SELECT state, statement FROM improper_errors;
