-- Retention: of the entities of a cohort, how many come back in each later period. METRICS A8.
SET datestyle = ISO;
SET timezone = 'UTC';

-- Cohorts of January, February and March 2026; as_of 15 April, so that April is not finished.
CREATE TEMP TABLE events (user_id bigint, at date);
INSERT INTO events VALUES
  (1, '2026-01-05'), (1, '2026-01-20'), (1, '2026-02-10'), (1, '2026-03-01'), (1, '2026-04-02'),
  (2, '2026-01-31'), (2, '2026-03-31'),
  (3, '2026-01-01'),
  (4, '2026-02-01'), (4, '2026-02-28'), (4, '2026-04-01'),
  (5, '2026-02-14'), (5, '2026-03-14'),
  (6, '2026-03-09'),
  (7, '2026-04-10'),
  (8, '2026-04-16'),      -- after as_of: invisible, in no cohort
  (9, NULL), (NULL, '2026-01-01');

-- ---- the whole matrix from raw events

SELECT row.* FROM unnest((SELECT retention_matrix(user_id, at, 'month', 4, '2026-04-15') FROM events)) AS row;
-- The last day of a month finishes it. A later as_of never changes what was finished.
SELECT row.* FROM unnest((SELECT retention_matrix(user_id, at, 'month', 4, '2026-04-30') FROM events)) AS row;
-- Other grains; blocks of 28 days end on as_of.
SELECT row.* FROM unnest((SELECT retention_matrix(user_id, at, 'quarter', 1, '2026-06-30') FROM events)) AS row;
SELECT row.* FROM unnest((SELECT retention_matrix(user_id, at, 'week(sunday)', 3, '2026-02-07') FROM events)) AS row;
SELECT row.* FROM unnest((SELECT retention_matrix(user_id, at, '28 days', 2, '2026-04-15') FROM events)) AS row;
SELECT row.* FROM unnest((SELECT retention_matrix(user_id, at, 'year', 0, '2026-12-31') FROM events)) AS row;
-- As rates, one row per cohort and period.
SELECT cohort, period, retained, round(retained::numeric / size, 2) AS rate
  FROM unnest((SELECT retention_matrix(user_id, at, 'month', 2, '2026-04-30') FROM events)) AS matrix (cohort, size, counts),
       unnest(counts) WITH ORDINALITY AS counted (retained, period) ORDER BY cohort, period;
-- Entities of four types.
SELECT retention_matrix(user_id::integer, at, 'quarter', 1, '2026-04-15') = retention_matrix(user_id, at, 'quarter', 1, '2026-04-15') AS integer,
       retention_matrix(user_id::text, at, 'quarter', 1, '2026-04-15') = retention_matrix(user_id, at, 'quarter', 1, '2026-04-15') AS text,
       retention_matrix(lpad(user_id::text, 32, '0')::uuid, at, 'quarter', 1, '2026-04-15') = retention_matrix(user_id, at, 'quarter', 1, '2026-04-15') AS uuid,
       retention_matrix(user_id, at, 'quarter', 1, '2026-04-15') AS bigint FROM events;
-- Nobody seen yet: no cohort. No row: NULL.
SELECT retention_matrix(user_id, at, 'month', 2, '1999-12-31') AS nobody, retention_matrix(NULL::text, at, 'month', 2, '2026-04-15') AS unknown FROM events;
SELECT retention_matrix(user_id, at, 'month', 2, '2026-04-15') IS NULL AS no_row FROM events WHERE false;
SELECT pg_typeof(retention_matrix(user_id, at, 'month', 2, '2026-04-15')) FROM events;

-- ---- one cohort from histories

CREATE TEMP TABLE users AS
SELECT user_id, min(at) AS signed_up, activity_agg(at) AS history FROM events WHERE user_id IS NOT NULL GROUP BY user_id;
-- The cohort is the period of the first activity …
SELECT date_trunc('month', signed_up)::date AS cohort, count(*) AS users, retention(history, NULL, 'month', 4, '2026-04-15')
  FROM users WHERE signed_up <= '2026-04-15' GROUP BY 1 ORDER BY 1;
-- … or any day that it is given, for example the signature: then those who never came count as lost, not as absent.
SELECT retention(history, '2026-02-01', 'month', 2, '2026-04-15') AS signed_in_february FROM users;
SELECT retention(history, '2026-01-15', 'month', 3, '2026-04-15') AS nobody_came FROM (VALUES (activity_history '{}'), (NULL)) AS silent (history);
-- Without a cohort and without activity there is nothing to count from.
SELECT retention(history, NULL, 'month', 2, '2026-04-15') AS nothing FROM (VALUES (activity_history '{}'), (NULL)) AS silent (history);
SELECT retention(history, '2026-01-01', 'month', 2, '2026-04-15') IS NULL AS no_row FROM users WHERE false;
-- Periods that as_of has not finished are NULL, also the cohort's own.
SELECT as_of, retention(history, '2026-01-01', 'month', 3, as_of) FROM users, unnest(ARRAY[date '2025-12-31', '2026-01-30', '2026-01-31', '2026-03-15', '2026-12-31']) AS as_of GROUP BY as_of ORDER BY as_of;
SELECT retention(history, '2026-01-01', 'month', 0, '2026-04-15') AS own_period_only FROM users WHERE signed_up < '2026-02-01';
SELECT array_length(retention(history, '2026-01-01', 'day', 1200, '2029-12-31'), 1) AS elements FROM users;

-- Matrix and cohorts agree.
SELECT matrix.cohort, matrix.retained = retention(users.history, NULL, 'month', 4, '2026-04-15') AS equal
  FROM unnest((SELECT retention_matrix(user_id, at, 'month', 4, '2026-04-15') FROM events)) AS matrix
  JOIN users ON date_trunc('month', signed_up) = matrix.cohort AND signed_up <= '2026-04-15' GROUP BY matrix.cohort, matrix.retained ORDER BY 1;

-- ---- on or after: active in a period, or in any later one that as_of sees

SELECT row.* FROM unnest((SELECT retention_matrix(user_id, at, 'month', 4, '2026-04-15', '{"active": "on or after"}') FROM events)) AS row;
SELECT retention_matrix(user_id, at, 'month', 4, '2026-04-15', '{"active": "on"}') = retention_matrix(user_id, at, 'month', 4, '2026-04-15') AS the_same,
       retention_matrix(user_id, at, 'month', 4, '2026-04-15', '{}') = retention_matrix(user_id, at, 'month', 4, '2026-04-15') AS the_same_again FROM events;
-- From histories; beyond the last period asked for, too.
SELECT date_trunc('month', signed_up)::date AS cohort, retention(history, NULL, 'month', 4, '2026-04-15', '{"active": "on or after"}'), retention(history, NULL, 'month', 1, '2026-04-15', '{"active": "on or after"}')
  FROM users WHERE signed_up <= '2026-04-15' GROUP BY 1 ORDER BY 1;
SELECT retention(history, '2026-02-01', 'month', 2, '2026-04-15', '{"active": "on or after"}') AS signed_in_february FROM users;
