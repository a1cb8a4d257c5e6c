-- Stickiness: mean daily active users of a window ÷ distinct users active in it. METRICS A7.
SET datestyle = ISO;

CREATE TEMP TABLE users (name text, history activity_history);
INSERT INTO users VALUES
  ('every day', '{[2026-01-01,2026-02-01)}'), ('once', '{[2026-01-31,2026-02-01)}'), ('a week', '{[2026-01-10,2026-01-17)}'),
  ('long ago', '{[2025-01-01,2025-02-01)}'), ('later', '{[2026-02-01,2026-03-01)}'), ('never', '{}'), ('unknown', NULL);

-- In the 28 days up to 31 January: 28 + 1 + 7 active days of 3 users.
SELECT stickiness(history, '2026-01-31'), (28 + 1 + 7)::numeric / (28 * 3) AS by_hand FROM users;
SELECT name, stickiness(history, '2026-01-31') AS "28 days", stickiness(history, '2026-01-31', 7) AS "7 days", stickiness(history, '2026-01-31', 1) AS "1 day",
       round(stickiness(history, '2026-01-31', 1000), 4) AS "1000 days" FROM users GROUP BY name ORDER BY name;
-- Nobody active, or no row: NULL, not 0.
SELECT stickiness(history, '1999-12-31') AS nobody, stickiness(NULL, '2026-01-31') AS unknown FROM users;
SELECT stickiness(history, '2026-01-31') AS no_row FROM users WHERE false;
-- It is DAU ÷ MAU of active_users.
SELECT stickiness(history, '2026-01-31', 30)
     = (SELECT sum(dau) FROM unnest((SELECT active_users(history, '[2026-01-02,2026-02-01)', 1) FROM users)) AS dau)
     / (30 * (active_users(history, '[2026-01-31,2026-02-01)', 30))[1]) AS equal FROM users;

-- ---- from raw events: the same as from histories

CREATE TEMP TABLE raw_events AS SELECT i % 13 AS user_id, date '2026-01-01' + i * i % 90 AS at FROM generate_series(1, 300) AS i;
INSERT INTO raw_events VALUES (NULL, '2026-03-01'), (99, NULL), (98, '2020-01-01');
SELECT window_days, raw = from_histories AS equal, round(raw, 4) AS stickiness
  FROM unnest(ARRAY[1, 7, 28, 1000]) AS window_days,
       LATERAL (SELECT stickiness(user_id, at, '2026-03-20', window_days) AS raw FROM raw_events) AS a,
       LATERAL (SELECT stickiness(history, '2026-03-20', window_days) AS from_histories FROM (SELECT activity_agg(at) AS history FROM raw_events WHERE user_id IS NOT NULL GROUP BY user_id) AS h) AS b;
SELECT stickiness(user_id, at, '2026-03-20') = stickiness(user_id, at, '2026-03-20', 28) AS usual, stickiness(user_id, at, '1990-01-01') AS nobody FROM raw_events;
