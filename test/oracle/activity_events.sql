-- The aggregates over raw events against joins and count(DISTINCT …): columns of date, timestamp and timestamptz, six zones,
-- all grains and weekdays (METRICS A1, A3, A6, A7, A8).

-- Events of 60 users in bursts, at all hours, and near the changes of clocks; nulls among them.
CREATE TABLE events (id integer, user_id bigint, at timestamptz);
INSERT INTO events
SELECT i, noise(1, i, 60) + 1, CASE WHEN i % 50 > 0 THEN timestamptz '2024-09-01 UTC' + noise(2, i, 28) * interval '25 days' + noise(3, i / 3, 20) * interval '1 day' + noise(4, i, 86400) * interval '1 second' END
  FROM generate_series(1, 2500) AS i;
INSERT INTO events
SELECT 10000 + row_number() OVER (), user_id, moment + i * interval '30 minutes'
  FROM generate_series(61, 64) AS user_id, generate_series(-1, 49) AS i,
       unnest(ARRAY[timestamptz '2025-03-09 UTC', '2025-11-02 UTC', '2025-03-30 UTC', '2025-10-26 UTC', '2025-04-05 12:00 UTC', '2025-10-04 12:00 UTC']) AS moment WHERE noise(5, user_id * 1000 + i + extract(epoch FROM moment)::bigint, 4) = 0;
INSERT INTO events SELECT 20000 + i, NULL, timestamptz '2025-06-01 UTC' + i * interval '1 hour' FROM generate_series(1, 10) AS i;
INSERT INTO events SELECT 30000 + i, 100, NULL FROM generate_series(1, 3) AS i;

CREATE TABLE parameters (grain text, as_of date, periods integer);
INSERT INTO parameters
SELECT grain, as_of, periods FROM grains, unnest(ARRAY[date '2025-12-31', '2026-01-14'], ARRAY[7, 48]) AS parameters (as_of, periods);

CREATE PROCEDURE compare_in(zone text) LANGUAGE plpgsql AS $$
DECLARE
  range daterange := '[2025-02-20,2025-04-20)';
  written text;
  key text;
BEGIN
  PERFORM set_config('timezone', zone, false);
  -- One event in three types, and its day in plain SQL.
  CREATE TEMP TABLE local ON COMMIT DROP AS
  SELECT user_id, at AS instant, at AT TIME ZONE zone AS local_time, (at AT TIME ZONE zone)::date AS day FROM events;

  -- A1: distinct periods among the last ones.
  CREATE TEMP TABLE coefficients ON COMMIT DROP AS
  SELECT user_id, grain, as_of, periods,
         count(DISTINCT period_index(day, grain, as_of)) FILTER (WHERE day <= as_of AND period_index(day, grain, as_of) > period_index(as_of, grain, as_of) - periods) AS coefficient
    FROM local, parameters GROUP BY user_id, grain, as_of, periods;

  -- A6: the events of each day's window.
  CREATE TEMP TABLE active ON COMMIT DROP AS
  SELECT days, asked::date AS asked, count(DISTINCT user_id) AS users
    FROM unnest(ARRAY[1, 7, 28, 1000]) AS days CROSS JOIN generate_series(lower(range), upper(range) - 1, interval '1 day') AS asked
    LEFT JOIN local ON day BETWEEN asked::date - (days - 1) AND asked::date GROUP BY days, asked;

  -- A8: a period of first activity, and who came back in each later one; NULL where as_of has not finished it.
  CREATE TEMP TABLE active_periods_of ON COMMIT DROP AS
  SELECT DISTINCT grain, as_of, user_id, period_index(day, grain, as_of) AS index FROM local, parameters WHERE day <= as_of AND user_id IS NOT NULL;
  CREATE TEMP TABLE cohorts ON COMMIT DROP AS
  SELECT grain, as_of, cohort, user_id FROM (SELECT grain, as_of, user_id, min(index) AS cohort FROM active_periods_of GROUP BY 1, 2, 3) AS firsts;
  CREATE TEMP TABLE retained ON COMMIT DROP AS
  SELECT c.grain, c.as_of, cohort, k, count(*) AS size, CASE WHEN cohort + k <= last_finished(c.grain, c.as_of) THEN count(p.user_id) END AS users
    FROM cohorts AS c CROSS JOIN generate_series(0, 9) AS k
    LEFT JOIN active_periods_of AS p ON (p.grain, p.as_of, p.user_id, p.index) = (c.grain, c.as_of, c.user_id, c.cohort + k)
   GROUP BY c.grain, c.as_of, cohort, k;

  FOREACH written IN ARRAY ARRAY['instant', 'local_time', 'day'] LOOP
    EXECUTE format('INSERT INTO oracle (what, cases, differences)
      SELECT %L, count(*), count(*) FILTER (WHERE answer.coefficient <> coefficients.coefficient OR from_history <> coefficients.coefficient)
        FROM coefficients JOIN (SELECT user_id, grain, as_of, periods, activity_coefficient(%I, as_of, periods, grain) AS coefficient, activity_coefficient(activity_agg(%2$I), as_of, periods, grain) AS from_history
                                  FROM local, parameters GROUP BY user_id, grain, as_of, periods) AS answer
          ON answer.user_id IS NOT DISTINCT FROM coefficients.user_id AND (answer.grain, answer.as_of, answer.periods) = (coefficients.grain, coefficients.as_of, coefficients.periods)',
      format('%s: activity_coefficient(%s)', zone, written), written);
    EXECUTE format('INSERT INTO oracle (what, cases, differences)
      SELECT %L, count(*), count(*) FILTER (WHERE history::datemultirange <> days)
        FROM (SELECT activity_agg(%I) AS history, coalesce(range_agg(daterange(day, day + 1)) FILTER (WHERE day IS NOT NULL), ''{}'') AS days FROM local GROUP BY user_id) AS histories',
      format('%s: activity_agg(%s)', zone, written), written);
    FOREACH key IN ARRAY ARRAY['user_id', 'user_id::smallint', 'user_id::integer', 'round(user_id, (abs(user_id) % 3)::integer)', 'user_id::text', 'md5(user_id::text)::uuid'] LOOP
      CONTINUE WHEN key <> 'user_id' AND written <> 'instant';
      EXECUTE format('INSERT INTO oracle (what, cases, differences)
        SELECT %L, count(*), count(*) FILTER (WHERE counts[window_number][asked - lower($1) + 1] IS DISTINCT FROM users)
          FROM (SELECT active_users(%s, %s, $1, ARRAY[1, 7, 28, 1000]) AS counts FROM local) AS answer,
               active, array_position(ARRAY[1, 7, 28, 1000], days) AS window_number', format('%s: active_users(%s, %s)', zone, key, written), key, written) USING range;
      EXECUTE format('INSERT INTO oracle (what, cases, differences)
        SELECT %L, count(*), count(*) FILTER (WHERE (answer.size, answer.users) IS DISTINCT FROM (retained.size, retained.users))
          FROM retained FULL JOIN (SELECT grain, as_of, period_index(matrix.cohort, grain, as_of) AS cohort, matrix.size, place - 1 AS k, users
                                     FROM (SELECT grain, as_of, retention_matrix(%s, %s, grain, 9, as_of) AS matrix FROM local, parameters GROUP BY grain, as_of) AS matrices,
                                          unnest(matrix) AS matrix, unnest(matrix.retained) WITH ORDINALITY AS elements (users, place)) AS answer USING (grain, as_of, cohort, k)',
        format('%s: retention_matrix(%s, %s)', zone, key, written), key, written);
      EXECUTE format('INSERT INTO oracle (what, cases, differences)
        SELECT %L, count(*), count(*) FILTER (WHERE answer.coefficient IS DISTINCT FROM plain.coefficient)
          FROM (SELECT %s AS entity, grain, as_of, periods, coefficient FROM coefficients WHERE user_id IS NOT NULL) AS plain
          FULL JOIN (SELECT grain, as_of, periods, entity, coefficient
                       FROM (SELECT grain, as_of, periods, activity_coefficients(%2$s, %s, as_of, periods, grain) AS list FROM local, parameters GROUP BY grain, as_of, periods) AS lists, unnest(list)) AS answer
         USING (entity, grain, as_of, periods)', format('%s: activity_coefficients(%s, %s)', zone, key, written), key, written);
    END LOOP;
  END LOOP;

  -- A8, on or after: the last period decides.
  INSERT INTO oracle (what, cases, differences)
  SELECT zone || ': retention_matrix, on or after', count(*), count(*) FILTER (WHERE answer.users IS DISTINCT FROM plain.users)
    FROM (SELECT grain, as_of, cohort, k, CASE WHEN cohort + k <= last_finished(grain, as_of) THEN count(*) FILTER (WHERE last >= cohort + k) END AS users
            FROM (SELECT grain, as_of, user_id, min(index) AS cohort, max(index) AS last FROM active_periods_of GROUP BY grain, as_of, user_id) AS firsts, generate_series(0, 9) AS k GROUP BY grain, as_of, cohort, k) AS plain
    FULL JOIN (SELECT grain, as_of, period_index(matrix.cohort, grain, as_of) AS cohort, place - 1 AS k, users
                 FROM (SELECT grain, as_of, retention_matrix(user_id, instant, grain, 9, as_of, '{"active": "on or after"}') AS matrix FROM local, parameters GROUP BY grain, as_of) AS matrices,
                      unnest(matrix) AS matrix, unnest(matrix.retained) WITH ORDINALITY AS elements (users, place)) AS answer USING (grain, as_of, cohort, k);

  -- From histories: the same answers.
  CREATE TEMP TABLE histories ON COMMIT DROP AS SELECT user_id, activity_agg(instant) AS history FROM local WHERE user_id IS NOT NULL GROUP BY user_id;
  INSERT INTO oracle (what, cases, differences)
  SELECT zone || ': active_users(history)', count(*), count(*) FILTER (WHERE counts[window_number][asked - lower(range) + 1] IS DISTINCT FROM users)
    FROM (SELECT active_users(history, range, ARRAY[1, 7, 28, 1000]) AS counts FROM histories) AS answer, active, array_position(ARRAY[1, 7, 28, 1000], days) AS window_number;
  INSERT INTO oracle (what, cases, differences)
  SELECT zone || ': active_users(history), one window', count(*), count(*) FILTER (WHERE counts[asked - lower(range) + 1] IS DISTINCT FROM users)
    FROM (SELECT active_users(history, range, 28) AS counts FROM histories) AS answer, active WHERE days = 28;
  INSERT INTO oracle (what, cases, differences)
  SELECT zone || ': retention(history), cohort of first activity', count(*), count(*) FILTER (WHERE answer[k + 1] IS DISTINCT FROM users)
    FROM retained JOIN (SELECT grain, as_of, cohort, retention(history, NULL, grain, 9, as_of) AS answer FROM cohorts JOIN histories USING (user_id) GROUP BY grain, as_of, cohort) AS answers USING (grain, as_of, cohort);
  -- All users in one cohort that is given, whoever came.
  INSERT INTO oracle (what, cases, differences)
  SELECT zone || ': retention(history), cohort given', count(*), count(*) FILTER (WHERE answer[k + 1] IS DISTINCT FROM users)
    FROM (SELECT q.grain, q.as_of, k, CASE WHEN period_index('2025-03-01', q.grain, q.as_of) + k <= last_finished(q.grain, q.as_of) THEN count(user_id) END AS users
            FROM parameters AS q CROSS JOIN generate_series(0, 9) AS k
            LEFT JOIN active_periods_of AS p ON (p.grain, p.as_of, p.index) = (q.grain, q.as_of, period_index('2025-03-01', q.grain, q.as_of) + k) GROUP BY q.grain, q.as_of, k) AS expected
    JOIN (SELECT grain, as_of, retention(history, '2025-03-01', grain, 9, as_of) AS answer FROM histories, parameters GROUP BY grain, as_of) AS answers USING (grain, as_of);
  -- A7: mean daily users ÷ users of the window.
  INSERT INTO oracle (what, cases, differences)
  SELECT zone || ': stickiness', count(*), count(*) FILTER (WHERE answer IS DISTINCT FROM expected)
    FROM (SELECT as_of, days, stickiness(history, as_of, days) AS answer FROM histories, (SELECT DISTINCT as_of FROM parameters) AS p, unnest(ARRAY[1, 7, 28, 30, 1000]) AS days GROUP BY as_of, days) AS answers
    JOIN (SELECT as_of, days, sum(users) / (days * nullif(max(all_users), 0)) AS expected
            FROM (SELECT as_of, days, day, count(DISTINCT user_id) AS users, (SELECT count(DISTINCT user_id) FROM local WHERE local.day > as_of - days AND local.day <= as_of) AS all_users
                    FROM (SELECT DISTINCT as_of FROM parameters) AS p CROSS JOIN unnest(ARRAY[1, 7, 28, 30, 1000]) AS days LEFT JOIN local ON day > as_of - days AND day <= as_of GROUP BY as_of, days, day) AS daily
           GROUP BY as_of, days) AS expected USING (as_of, days);
  INSERT INTO oracle (what, cases, differences)
  SELECT zone || ': stickiness from events', count(*), count(*) FILTER (WHERE raw IS DISTINCT FROM from_histories)
    FROM (SELECT as_of, days, stickiness(user_id, instant, as_of, days) AS raw FROM local, (SELECT DISTINCT as_of FROM parameters) AS p, unnest(ARRAY[1, 7, 28, 1000]) AS days GROUP BY as_of, days) AS a
    JOIN (SELECT as_of, days, stickiness(history, as_of, days) AS from_histories FROM histories, (SELECT DISTINCT as_of FROM parameters) AS p, unnest(ARRAY[1, 7, 28, 1000]) AS days GROUP BY as_of, days) AS b USING (as_of, days);
  -- A4: days inactive, first and last day.
  INSERT INTO oracle (what, cases, differences)
  SELECT zone || ': first, last, days inactive', count(*), count(*) FILTER (WHERE (first_active(history), last_active(history), days_inactive(history, '2025-12-31')) IS DISTINCT FROM (first, last, inactive))
    FROM histories JOIN (SELECT user_id, min(day) AS first, max(day) AS last, date '2025-12-31' - max(day) FILTER (WHERE day <= '2025-12-31') AS inactive FROM local GROUP BY user_id) AS expected USING (user_id);
END $$;

SELECT format('CALL compare_in(%L)', zone) FROM zones ORDER BY zone \gexec

-- The coefficient and the best-known SQL for it, by date_trunc in the session's zone.
SET timezone = 'America/New_York';
INSERT INTO oracle (what, cases, differences)
SELECT 'coefficient and count(DISTINCT date_trunc), ' || grain, count(*), count(*) FILTER (WHERE ours <> plain)
  FROM (SELECT user_id, grain, activity_coefficient(at, date '2025-12-31', 7, grain) AS ours,
               count(DISTINCT date_trunc(grain, at)) FILTER (WHERE at < timestamptz '2026-01-01' AND at >= date_trunc(grain, timestamptz '2025-12-31') - 6 * (CASE grain WHEN 'quarter' THEN '3 months' ELSE '1 ' || grain END)::interval) AS plain
          FROM events, unnest(ARRAY['day', 'week', 'month', 'quarter', 'year']) AS grain GROUP BY user_id, grain) AS answers GROUP BY grain ORDER BY grain;
