-- Every aggregate gives the same under every plan. A new aggregate adds a row to aggregate_case; one without a row fails
-- the last query.
--
-- A case runs as HashAggregate (the reference), sorted, in parallel, spilling, in a moving and a growing window frame, over
-- partitions, with FILTER, DISTINCT and ORDER BY, in ROLLUP, over no rows, and from stored partial states. That a plan is
-- the one that was meant is read from EXPLAIN.
SET datestyle = ISO;
SET timezone = 'America/New_York';

-- ---- the rows: every source has id, account, name, chosen, and the same rows in partitions by account. The account
-- 'nulls' has only rows of NULLs, 'single' only one row.

CREATE TABLE plan_events (id integer, account text, name text, chosen boolean, user_id integer, user_uuid uuid, at timestamptz, day date, weight numeric);
INSERT INTO plan_events
SELECT id, 'a' || account, 'u' || user_id, id % 3 = 0 AND account < 15, nullif(user_id, 7), md5(user_id::text)::uuid, at, (at AT TIME ZONE 'UTC')::date, nullif(id % 10, 5) / 4.0
  FROM (SELECT id, hash % 20 AS account, hash % 20 * 50 + hash / 20 % 50 AS user_id,
               CASE WHEN id % 17 > 0 THEN timestamptz '2025-11-01 00:30' + interval '6 hours' * (hash / 1000 % 640) END AS at
          FROM (SELECT id, abs(hashint4(id)) AS hash FROM generate_series(1, 6000) AS id) AS hashes) AS events;
INSERT INTO plan_events SELECT 6000 + i, 'nulls', 'nulls', i = 1 FROM generate_series(1, 5) AS i;
INSERT INTO plan_events VALUES (6006, 'single', 'single', false, 1, md5('1')::uuid, '2026-02-10 12:00', '2026-02-10', 3);

CREATE TABLE plan_histories (id integer, account text, name text, chosen boolean, history activity_history);
INSERT INTO plan_histories
SELECT min(id), account, name || '/' || max(id) % 3, bool_or(chosen), activity_agg(day) FROM plan_events
 WHERE account NOT IN ('nulls', 'single') GROUP BY account, name, id % 3;
INSERT INTO plan_histories SELECT 6000 + i, 'nulls', 'nulls', i = 1 FROM generate_series(1, 5) AS i;
INSERT INTO plan_histories VALUES (6006, 'single', 'single', false, '{[2026-02-10,2026-02-12)}');

-- Subscriptions of 600 customers, many of them open; also read as month snapshots of their first days, and as histories.
CREATE TABLE plan_subscriptions (id integer, account text, name text, chosen boolean, customer integer, customer_uuid uuid, valid daterange, period date, mrr numeric);
INSERT INTO plan_subscriptions
SELECT id, 'a' || customer % 20, 'c' || customer, id % 3 = 0 AND customer % 20 < 15, nullif(customer, 7), md5(customer::text)::uuid,
       CASE WHEN id % 17 > 0 THEN daterange(first_day, CASE WHEN id % 5 > 0 THEN first_day + id % 200 END) END, CASE WHEN id % 19 > 0 THEN first_day END, nullif(id % 10, 5) * 12.25
  FROM (SELECT id, abs(hashint4(id)) % 600 AS customer, date '2025-01-01' + abs(hashint4(id)) / 600 % 400 AS first_day FROM generate_series(1, 4000) AS id) AS hashes;
INSERT INTO plan_subscriptions SELECT 6000 + i, 'nulls', 'nulls', i = 1 FROM generate_series(1, 5) AS i;
INSERT INTO plan_subscriptions VALUES (6006, 'single', 'single', false, 1, md5('1')::uuid, '[2026-01-10,2026-02-10)', '2026-01-10', 99.5);

CREATE TABLE plan_mrr (id integer, account text, name text, chosen boolean, history mrr_history, start_mrr numeric, end_mrr numeric);
INSERT INTO plan_mrr
SELECT min(id), account, name, bool_or(chosen), mrr_agg(valid, mrr), mrr_at(mrr_agg(valid, mrr), '2025-06-30'), nullif(mrr_at(mrr_agg(valid, mrr), '2026-01-31'), 0)
  FROM plan_subscriptions WHERE account NOT IN ('nulls', 'single') GROUP BY account, name, id % 4;
INSERT INTO plan_mrr SELECT 6000 + i, 'nulls', 'nulls', i = 1 FROM generate_series(1, 5) AS i;
INSERT INTO plan_mrr VALUES (6006, 'single', 'single', false, '{[2026-01-10,2026-02-10)=99.5}', 10, 20);

CREATE TABLE plan_events_parts (LIKE plan_events) PARTITION BY HASH (account);
CREATE TABLE plan_histories_parts (LIKE plan_histories) PARTITION BY HASH (account);
CREATE TABLE plan_subscriptions_parts (LIKE plan_subscriptions) PARTITION BY HASH (account);
CREATE TABLE plan_mrr_parts (LIKE plan_mrr) PARTITION BY HASH (account);
SELECT format('CREATE TABLE %I PARTITION OF %I FOR VALUES WITH (MODULUS 3, REMAINDER %s)', source || '_' || part, source, part)
  FROM unnest(ARRAY['plan_events_parts', 'plan_histories_parts', 'plan_subscriptions_parts', 'plan_mrr_parts']) AS source, generate_series(0, 2) AS part ORDER BY source, part \gexec
INSERT INTO plan_events_parts TABLE plan_events;
INSERT INTO plan_histories_parts TABLE plan_histories;
INSERT INTO plan_subscriptions_parts TABLE plan_subscriptions;
INSERT INTO plan_mrr_parts TABLE plan_mrr;
ANALYZE plan_events, plan_histories, plan_subscriptions, plan_mrr, plan_events_parts, plan_histories_parts, plan_subscriptions_parts, plan_mrr_parts;

-- ---- the cases: aggregate, arguments (each with its type, for DISTINCT), source, and a column with so many groups that
-- their states do not fit into 64 kB

CREATE TABLE aggregate_case (number serial, aggregate regprocedure, arguments text[], source regclass, grouped_by name);
INSERT INTO aggregate_case (aggregate, arguments, source, grouped_by) VALUES
  ('activity_coefficient(calendar_day, calendar_day)', ARRAY['day', $$date '2026-02-28'$$], 'plan_events', 'name'),
  ('activity_coefficient(calendar_day, calendar_day)', ARRAY['at', $$date '2026-02-28'$$], 'plan_events', 'name'),
  ('activity_coefficient(calendar_day, calendar_day, bigint)', ARRAY['at', $$date '2026-02-28'$$, '4'], 'plan_events', 'name'),
  ('activity_coefficient(calendar_day, calendar_day, bigint, text)', ARRAY['day', $$date '2026-02-28'$$, '48', $$text '28 days'$$], 'plan_events', 'name'),
  ('activity_agg(calendar_day)', ARRAY['day'], 'plan_events', 'name'),
  ('activity_agg(calendar_day)', ARRAY['at'], 'plan_events', 'name'),
  ('activity_agg(activity_history)', ARRAY['history'], 'plan_histories', 'name'),
  ('stickiness(activity_history, calendar_day)', ARRAY['history', $$date '2026-02-28'$$], 'plan_histories', 'name'),
  ('stickiness(activity_history, calendar_day, bigint)', ARRAY['history', $$date '2026-02-28'$$, '7'], 'plan_histories', 'name'),
  ('retention(activity_history, calendar_day, text, bigint, calendar_day)', ARRAY['history', $$date '2025-11-03'$$, $$text 'month'$$, '5', $$date '2026-02-28'$$], 'plan_histories', 'name'),
  ('retention(activity_history, calendar_day, text, bigint, calendar_day, jsonb)', ARRAY['history', $$date '2025-11-03'$$, $$text 'month'$$, '5', $$date '2026-02-28'$$, $$jsonb '{"active": "on or after"}'$$], 'plan_histories', 'name'),
  ('active_users(activity_history, day_range, bigint)', ARRAY['history', $$daterange '[2026-02-09,2026-02-14)'$$, '7'], 'plan_histories', 'name'),
  ('active_users(activity_history, day_range, bigint[])', ARRAY['history', $$daterange '[2026-02-09,2026-02-12)'$$, 'ARRAY[1, 28]'], 'plan_histories', 'name'),
  ('sparkline(amount, calendar_day)', ARRAY['weight', 'day'], 'plan_events', 'name'),
  ('band_changes(amount, calendar_day, jsonb)', ARRAY['weight', 'day', $$jsonb '[{"label": "low", "lt": 1}, {"label": "high", "ge": 1, "leave": 2}]'$$], 'plan_events', 'name'),
  ('predictiveness(double precision, boolean)', ARRAY['weight', 'chosen'], 'plan_events', 'name'),
  ('usage_drop(calendar_day, amount, calendar_day)', ARRAY['day', 'weight', $$date '2026-02-28'$$], 'plan_events', 'name'),
  ('usage_drop(calendar_day, amount, calendar_day, bigint)', ARRAY['at', 'weight', $$date '2026-02-28'$$, '2'], 'plan_events', 'name'),
  ('usage_drop(calendar_day, amount, calendar_day, bigint, bigint)', ARRAY['day', 'weight', $$date '2026-02-28'$$, '3', '6'], 'plan_events', 'name'),
  ('usage_drop(calendar_day, calendar_day)', ARRAY['day', $$date '2026-02-28'$$], 'plan_events', 'name'),
  ('usage_drop(calendar_day, calendar_day, bigint)', ARRAY['at', $$date '2026-02-28'$$, '2'], 'plan_events', 'name'),
  ('usage_drop(calendar_day, calendar_day, bigint, bigint)', ARRAY['day', $$date '2026-02-28'$$, '3', '6'], 'plan_events', 'name'),
  ('sessions(timestamptz)', ARRAY['at'], 'plan_events', 'name'),
  ('sessions(timestamptz, interval)', ARRAY['at', $$interval '40 hours'$$], 'plan_events', 'name'),
  ('window_funnel(timestamptz, interval, boolean[])', ARRAY['at', $$interval '30 days'$$, 'id % 5 = 0', 'id % 5 = 1', 'nullif(id % 5, 4) = 2'], 'plan_events', 'name'),
  ('trend(amount, calendar_day)', ARRAY['weight', 'at'], 'plan_events', 'name'),
  ('trend(amount, calendar_day)', ARRAY['weight::double precision', 'day'], 'plan_events', 'name'),
  ('nps(amount)', ARRAY['CASE WHEN weight IS NOT NULL THEN id % 11 END'], 'plan_events', 'name'),
  ('nps_stats(amount)', ARRAY['CASE WHEN weight IS NOT NULL THEN id % 11 END'], 'plan_events', 'name'),
  ('csat(amount)', ARRAY['CASE WHEN weight IS NOT NULL THEN 1 + id % 5 END'], 'plan_events', 'name'),
  ('csat(amount, bigint)', ARRAY['CASE WHEN weight IS NOT NULL THEN 1 + id % 7 END', '7'], 'plan_events', 'name'),
  ('csat(amount, bigint, bigint)', ARRAY['CASE WHEN weight IS NOT NULL THEN 1 + id % 3 END', '3 + id % 8', '1 + id % 2'], 'plan_events', 'name'),
  ('csat(amount, bigint, bigint, jsonb)', ARRAY['CASE WHEN weight IS NOT NULL THEN 1 + id % 7 END', '7', 'NULL', $$'{"low_is": "good"}'$$], 'plan_events', 'name'),
  ('ces(amount, bigint, bigint)', ARRAY['CASE WHEN weight IS NOT NULL THEN 1 + id % 5 END', '5', '1'], 'plan_events', 'name'),
  ('ces(amount, bigint, bigint, jsonb)', ARRAY['CASE WHEN weight IS NOT NULL THEN 1 + id % 5 END', '5', '1', $$'{"low_is": "easy"}'$$], 'plan_events', 'name'),
  ('ces(amount)', ARRAY['CASE WHEN weight IS NOT NULL THEN 1 + id % 7 END'], 'plan_events', 'name'),
  ('ces(amount, bigint)', ARRAY['CASE WHEN weight IS NOT NULL THEN 1 + id % 5 END', '5'], 'plan_events', 'name'),
  ('max_burst(timestamp with time zone, window_length)', ARRAY['at', $$interval '7 days'$$], 'plan_events', 'name'),
  ('mrr_agg(day_range, amount)', ARRAY['valid', 'mrr'], 'plan_subscriptions', 'name'),
  ('mrr_agg(calendar_day, amount)', ARRAY['period', 'mrr'], 'plan_subscriptions', 'name'),
  ('mrr_agg(mrr_history)', ARRAY['history'], 'plan_mrr', 'name'),
  ('mrr_movements(day_range, amount, text, calendar_day)', ARRAY['valid', 'mrr', $$text 'month'$$, $$date '2026-01-15'$$], 'plan_subscriptions', 'name'),
  ('mrr_movements(calendar_day, amount, text, calendar_day)', ARRAY['period', 'mrr', $$text 'quarter'$$, $$date '2026-02-28'$$], 'plan_subscriptions', 'name'),
  ('mrr_bridge(mrr_history, text, calendar_day)', ARRAY['history', $$text 'month'$$, $$date '2025-08-31'$$], 'plan_mrr', 'name'),
  ('mrr_agg(day_range, amount, jsonb)', ARRAY['valid', '-mrr', $$jsonb '{"below_zero": "zero"}'$$], 'plan_subscriptions', 'name'),
  ('mrr_agg(calendar_day, amount, jsonb)', ARRAY['period', 'mrr', $$jsonb '{"grain": "week"}'$$], 'plan_subscriptions', 'name'),
  ('mrr_movements(day_range, amount, text, calendar_day, jsonb)', ARRAY['valid', 'mrr', $$text 'month'$$, $$date '2026-01-15'$$, $$jsonb '{"grace_days": 20}'$$], 'plan_subscriptions', 'name'),
  ('mrr_movements(calendar_day, amount, text, calendar_day, jsonb)', ARRAY['period', 'mrr', $$text 'quarter'$$, $$date '2026-02-28'$$, $$jsonb '{"grain": "day", "grace_days": 30}'$$], 'plan_subscriptions', 'name'),
  ('mrr_bridge(mrr_history, text, calendar_day, jsonb)', ARRAY['history', $$text 'month'$$, $$date '2025-08-31'$$, $$jsonb '{"grace_days": 20}'$$], 'plan_mrr', 'name'),
  ('net_revenue_retention(amount, amount)', ARRAY['start_mrr', 'end_mrr'], 'plan_mrr', 'name'),
  ('gross_revenue_retention(amount, amount)', ARRAY['start_mrr', 'end_mrr'], 'plan_mrr', 'name'),
  ('logo_retention(amount, amount)', ARRAY['start_mrr', 'end_mrr'], 'plan_mrr', 'name'),
  ('survival(bigint, boolean)', ARRAY[$$day - date '2025-10-01'$$, 'id % 3 > 0 OR day IS NULL'], 'plan_events', 'name'),
  ('survival(calendar_day, calendar_day, calendar_day)', ARRAY['day', 'CASE WHEN id % 3 > 0 THEN day + id % 50 END', $$date '2026-02-20'$$], 'plan_events', 'name'),
  ('survival(survival_curve)', ARRAY[$$('{' || day - date '2025-10-01' || ',' || id % 30 || '+*2}')::survival_curve$$], 'plan_events', 'name'),
  ('stage_durations(text, timestamptz, timestamptz)', ARRAY[$$chr(97 + id % 4)$$, 'at', $$timestamptz '2026-02-20 00:00+00'$$], 'plan_events', 'name'),
  ('stage_durations(text, timestamptz, timestamptz, bigint)', ARRAY[$$chr(97 + id % 4)$$, 'at', $$timestamptz '2026-02-20 00:00+00'$$, 'nullif(id % 5, 0)'], 'plan_events', 'name');
-- The same for entities of every type of key.
INSERT INTO aggregate_case (aggregate, arguments, source, grouped_by)
SELECT format('%s(%s, calendar_day, %s)', aggregate, key, types)::regprocedure, ARRAY[entity, 'day'] || arguments, 'plan_events', 'account'
  FROM (VALUES ('smallint', 'user_id::smallint'), ('integer', 'user_id'), ('bigint', 'user_id::bigint'), ('numeric', 'round(user_id, id % 3)'), ('uuid', 'user_uuid'), ('text', 'name')) AS keys (key, entity),
       (VALUES ('active_users', 'day_range, bigint', ARRAY[$$daterange '[2026-02-09,2026-02-14)'$$, '7']),
               ('active_users', 'day_range, bigint[]', ARRAY[$$daterange '[2026-02-09,2026-02-12)'$$, 'ARRAY[1, 28]']),
               ('retention_matrix', 'text, bigint, calendar_day', ARRAY[$$text 'month'$$, '2', $$date '2026-02-28'$$]),
               ('retention_matrix', 'text, bigint, calendar_day, jsonb', ARRAY[$$text 'month'$$, '2', $$date '2026-02-28'$$, $$jsonb '{"active": "on or after"}'$$]),
               ('stickiness', 'calendar_day', ARRAY[$$date '2026-02-28'$$]),
               ('stickiness', 'calendar_day, bigint', ARRAY[$$date '2026-02-28'$$, '7']),
               ('activity_coefficients', 'calendar_day', ARRAY[$$date '2026-02-28'$$]),
               ('activity_coefficients', 'calendar_day, bigint', ARRAY[$$date '2026-02-28'$$, '4']),
               ('activity_coefficients', 'calendar_day, bigint, text', ARRAY[$$date '2026-02-28'$$, '12', $$text '28 days'$$])) AS population (aggregate, types, arguments);

INSERT INTO aggregate_case (aggregate, arguments, source, grouped_by)
SELECT format('mrr_bridge(%s, %s, amount, text, calendar_day)', key, type)::regprocedure, ARRAY[customer, rows, 'mrr', $$text 'quarter'$$, $$date '2025-11-15'$$], 'plan_subscriptions', 'account'
  FROM (VALUES ('smallint', 'customer::smallint'), ('integer', 'customer'), ('bigint', 'customer::bigint'), ('numeric', 'round(customer, id % 3)'), ('uuid', 'customer_uuid'), ('text', 'name')) AS keys (key, customer),
       (VALUES ('day_range', 'valid'), ('calendar_day', 'period')) AS sources (type, rows);
-- With options, and in two currencies.
INSERT INTO aggregate_case (aggregate, arguments, source, grouped_by)
SELECT format('mrr_bridge(%s, %s, amount, %s, calendar_day, jsonb)', key, type, types)::regprocedure, ARRAY[customer, rows, 'mrr'] || arguments, 'plan_subscriptions', 'account'
  FROM (VALUES ('smallint', 'customer::smallint'), ('integer', 'customer'), ('bigint', 'customer::bigint'), ('numeric', 'round(customer, id % 3)'), ('uuid', 'customer_uuid'), ('text', 'name')) AS keys (key, customer),
       (VALUES ('day_range', 'valid'), ('calendar_day', 'period')) AS sources (type, rows),
       (VALUES ('text', ARRAY[$$text 'quarter'$$, $$date '2025-11-15'$$, $$jsonb '{"grace_days": 20, "below_zero": "zero"}'$$]),
               ('text, text', ARRAY[$$CASE id % 3 WHEN 0 THEN 'EUR' ELSE 'usd' END$$, $$text 'year'$$, $$date '2026-11-15'$$, $$jsonb '{"reporting_currency": "EUR", "rates": {"USD": {"2023-12-31": 0.91, "2024-12-31": 0.92, "2025-12-31": 0.93, "2026-11-01": 0.94}}}'$$])) AS options (types, arguments);

-- Identities, from pairs and from graphs.
INSERT INTO aggregate_case (aggregate, arguments, source, grouped_by) VALUES
  ('identity_agg(text, text, text, text, timestamptz)', ARRAY[$$CASE id % 3 WHEN 0 THEN 'email' ELSE 'user_id' END$$, 'name', $$text 'device'$$, $$nullif('d' || id % 900, 'd5')$$, 'at'], 'plan_events', 'account'),
  ('identity_agg(text, text, text, text, timestamptz, jsonb)', ARRAY[$$CASE id % 3 WHEN 0 THEN 'email' ELSE 'user_id' END$$, 'name', $$text 'device'$$, $$'d' || id % 900$$, 'at', $$jsonb '{"most_per_entity": {"user_id": 2}, "most_links": {"device": 5}}'$$], 'plan_events', 'account'),
  ('identity_agg(text, text, timestamptz)', ARRAY['name', $$'u' || id % 900$$, 'at'], 'plan_events', 'account'),
  ('identity_agg(text, text, timestamptz, jsonb)', ARRAY['name', $$'u' || id % 900$$, 'at', $$jsonb '{"most_links": {"id": 9}}'$$], 'plan_events', 'account'),
  ('identity_agg(bigint, bigint, timestamptz)', ARRAY['nullif(id % 1000, 7)', '-(id % 900)', 'at'], 'plan_events', 'account'),
  ('identity_agg(bigint, bigint, timestamptz, jsonb)', ARRAY['id % 1000', '-(id % 900)', 'at', $$jsonb '{"most_links": {"id": 9}}'$$], 'plan_events', 'account'),
  ('identity_agg(identity_graph)', ARRAY[$$('{"id:' || name || '"="id:' || id % 900 || '"@' || (at AT TIME ZONE 'UTC')::date || 'T00:00:00Z}')::identity_graph$$], 'plan_events', 'account');

-- ---- how a case runs

CREATE TABLE plan_result (number bigint, plan text, groups bigint, different bigint);
CREATE TABLE plan_edge (number bigint, no_row text, nulls text, one_row text);
SET client_min_messages = warning;

-- Puts a query's rows (k, v) into plan_answer, under settings of its own. Every path must be found in its plan, those with
-- an exclamation mark must not.
CREATE PROCEDURE plan_run(query text, settings text[], paths text[] DEFAULT '{}') LANGUAGE plpgsql AS $$
DECLARE
  word text;
  plan jsonb;
BEGIN
  FOREACH word IN ARRAY ARRAY['enable_sort', 'enable_hashagg', 'enable_partitionwise_aggregate', 'work_mem', 'hash_mem_multiplier',
                              'parallel_setup_cost', 'parallel_tuple_cost', 'min_parallel_table_scan_size', 'parallel_leader_participation'] LOOP
    EXECUTE format('SET LOCAL %I TO DEFAULT', word);
  END LOOP;
  FOREACH word IN ARRAY ARRAY['jit=off', 'max_parallel_workers_per_gather=0'] || settings LOOP
    PERFORM set_config(split_part(word, '=', 1), split_part(word, '=', 2), true);
  END LOOP;
  IF paths <> '{}' THEN
    EXECUTE 'EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ' || query INTO plan;
    FOREACH word IN ARRAY paths LOOP
      IF jsonb_path_exists(plan, ltrim(word, '!')::jsonpath) = (word LIKE '!%') THEN
        RAISE EXCEPTION 'not the plan that was meant (%): %', word, query USING DETAIL = jsonb_pretty(plan);
      END IF;
    END LOOP;
  END IF;
  DROP TABLE IF EXISTS plan_answer;
  EXECUTE 'CREATE TEMP TABLE plan_answer AS ' || query;
END $$;

CREATE PROCEDURE plan_check(number bigint, plan text, query text, settings text[], paths text[] DEFAULT '{}', expected text DEFAULT 'TABLE plan_reference')
LANGUAGE plpgsql AS $$
DECLARE
  groups bigint;
  different bigint;
BEGIN
  CALL plan_run(query, settings, paths);
  SELECT count(*) INTO groups FROM plan_answer;
  EXECUTE format('SELECT count(*) FROM ((TABLE plan_answer EXCEPT ALL (%1$s)) UNION ALL ((%1$s) EXCEPT ALL TABLE plan_answer)) AS rows', expected) INTO different;
  INSERT INTO plan_result VALUES (number, plan, groups, different);
END $$;

CREATE PROCEDURE plan_check_case(number bigint, aggregate regprocedure, arguments text[], source regclass, grouped_by name)
LANGUAGE plpgsql AS $$
DECLARE
  name text := split_part(aggregate::text, '(', 1);
  listed text := array_to_string(arguments, ', ');
  -- x1, x2 …, and the arguments as the aggregate sees them.
  numbered text := (SELECT string_agg('x' || i, ', ' ORDER BY i) FROM generate_subscripts(arguments, 1) AS i);
  cast_to_types text := (SELECT string_agg(format('(%s)::%s', arguments[i], CASE WHEN provariadic <> 0 AND i >= pronargs THEN provariadic ELSE proargtypes[i - 1] END::regtype), ', ' ORDER BY i)
                           FROM pg_proc, generate_subscripts(arguments, 1) AS i WHERE oid = aggregate);
  call text := format('%s(%s)', name, listed);
  grouped text := format('SELECT %s AS k, %s::text AS v FROM %s GROUP BY %1$s', grouped_by, call, source);
  by_account text := format('SELECT account AS k, %s::text AS v FROM %s GROUP BY account', call, source);
  whole text := format('SELECT ''all''::text AS k, %s::text AS v FROM %s', call, source);
  combined text[] := ARRAY['$.**."Partial Mode" ? (@ == "Partial")', '$.**."Partial Mode" ? (@ == "Finalize")'];
  in_parallel text[] := '{max_parallel_workers_per_gather=2, parallel_setup_cost=0, parallel_tuple_cost=0, min_parallel_table_scan_size=0, parallel_leader_participation=off, work_mem=64MB}';
  states record;
BEGIN
  DROP TABLE IF EXISTS plan_few;
  EXECUTE format('CREATE TEMP TABLE plan_few AS SELECT *, row_number() OVER (ORDER BY id) AS place FROM %s WHERE id %% 40 = 7 OR id > 5990', source);

  -- The references: the whole table, and by groups in one hash table.
  CALL plan_run(whole, '{}', ARRAY['$.**."Partial Mode" ? (@ == "Simple")']);
  DROP TABLE IF EXISTS plan_whole;
  ALTER TABLE plan_answer RENAME TO plan_whole;
  CALL plan_run(grouped, '{enable_sort=off, work_mem=256MB}',
    ARRAY['$.**.Strategy ? (@ == "Hashed")', '$.**."Partial Mode" ? (@ == "Simple")', '!$.**."HashAgg Batches" ? (@ > 1)']);
  DROP TABLE IF EXISTS plan_reference;
  ALTER TABLE plan_answer RENAME TO plan_reference;

  CALL plan_check(number, 'sorted', grouped, '{enable_hashagg=off}', ARRAY['$.**.Strategy ? (@ == "Sorted")']);
  CALL plan_check(number, 'parallel', by_account, in_parallel, combined || ARRAY['$.**."Workers Launched" ? (@ >= 1)'], by_account);
  CALL plan_check(number, 'parallel, not grouped', whole, in_parallel, combined || ARRAY['$.**."Workers Launched" ? (@ >= 1)'], 'TABLE plan_whole');
  CALL plan_check(number, 'spilling', grouped, '{enable_sort=off, work_mem=64kB, hash_mem_multiplier=1}',
    ARRAY['$.**."HashAgg Batches" ? (@ > 1)', '$.**."Disk Usage" ? (@ > 0)']);
  CALL plan_check(number, 'rollup',
    format('SELECT CASE grouping(%s) WHEN 0 THEN %1$s ELSE ''all'' END AS k, %s::text AS v FROM %s GROUP BY ROLLUP (%1$s)', grouped_by, call, source),
    '{}', '{}', 'TABLE plan_reference UNION ALL TABLE plan_whole');
  CALL plan_check(number, 'partitions, each its groups',
    format('SELECT account AS k, %s::text AS v FROM %s_parts GROUP BY account', call, source), '{enable_partitionwise_aggregate=on}',
    ARRAY['$[0].Plan ? (@."Node Type" == "Append")', '$.**."Partial Mode" ? (@ == "Simple")'], by_account);
  CALL plan_check(number, 'partitions, combined', whole || '_parts', '{enable_partitionwise_aggregate=on}',
    combined || ARRAY['!$.**."Workers Launched"'], 'TABLE plan_whole');

  CALL plan_check(number, 'ordered', format('SELECT %s AS k, %s(%s ORDER BY id %% 10, id DESC)::text AS v FROM %s GROUP BY %1$s', grouped_by, name, listed, source), '{}');
  CALL plan_check(number, 'distinct', format('SELECT account AS k, %s(DISTINCT %s)::text AS v FROM %s GROUP BY account', name, listed, source), '{}', '{}',
    format('SELECT k, %s(%s)::text FROM (SELECT DISTINCT account, %s FROM %s) AS rows (k, %2$s) GROUP BY k', name, numbered, cast_to_types, source));
  CALL plan_check(number, 'filter', format('SELECT %s AS k, %s FILTER (WHERE chosen)::text AS v FROM %s GROUP BY %1$s', grouped_by, call, source), '{}', '{}',
    format('SELECT r.k, CASE WHEN chosen.k IS NULL THEN nothing.v ELSE chosen.v END FROM plan_reference AS r
              LEFT JOIN (SELECT %s, %s::text FROM %s WHERE chosen GROUP BY %1$s) AS chosen (k, v) USING (k), (%4$s WHERE false) AS nothing (k, v)', grouped_by, call, source, whole));
  CALL plan_check(number, 'moving frame', format('SELECT id::text AS k, (%s OVER (ORDER BY id ROWS BETWEEN 5 PRECEDING AND 2 FOLLOWING))::text AS v FROM plan_few', call),
    '{}', ARRAY['$.**."Node Type" ? (@ == "WindowAgg")'],
    format('SELECT id::text, (SELECT %s::text FROM plan_few AS frame WHERE frame.place BETWEEN few.place - 5 AND few.place + 2) FROM plan_few AS few', call));
  CALL plan_check(number, 'growing frame', format('SELECT id::text AS k, (%s OVER (ORDER BY id ROWS UNBOUNDED PRECEDING))::text AS v FROM plan_few', call),
    '{}', ARRAY['$.**."Node Type" ? (@ == "WindowAgg")'],
    format('SELECT id::text, (SELECT %s::text FROM plan_few AS frame WHERE frame.place <= few.place) FROM plan_few AS few', call));

  -- States of an SQL type are shipped as text and merged later, as distributed engines do.
  SELECT aggtranstype::regtype AS type, aggtransfn::regproc AS transition, aggcombinefn::regproc AS combine, aggfinalfn::regproc AS final,
         coalesce(', INITCOND = ' || quote_literal(agginitval), '') AS start, (SELECT string_agg(CASE WHEN provariadic <> 0 AND i = pronargs THEN 'VARIADIC ' ELSE '' END || t::regtype, ', ' ORDER BY i) FROM unnest(proargtypes) WITH ORDINALITY AS listed (t, i)) AS types
    INTO states FROM pg_aggregate JOIN pg_proc ON pg_proc.oid = aggfnoid WHERE aggfnoid = aggregate AND aggtranstype <> 'internal'::regtype;
  IF FOUND THEN
    EXECUTE format('CREATE AGGREGATE plan_state (%s) (SFUNC = %s, STYPE = %s %s)', states.types, states.transition, states.type, states.start);
    EXECUTE format('CREATE AGGREGATE plan_merge (%s) (SFUNC = %s, FINALFUNC = %s, STYPE = %1$s %4$s)', states.type, states.combine, states.final, states.start);
    CALL plan_check(number, 'stored states', format('SELECT k, plan_merge(state::text::%s)::text AS v FROM (SELECT %s AS k, plan_state(%s) AS state FROM %s GROUP BY %2$s, id %% 3) AS states GROUP BY k',
      states.type, grouped_by, listed, source), '{}');
    EXECUTE format('DROP AGGREGATE plan_merge (%s)', states.type);
    EXECUTE format('DROP AGGREGATE plan_state (%s)', states.types);
  END IF;

  CALL plan_run(whole || ' WHERE false', '{}');
  INSERT INTO plan_edge SELECT number, (SELECT v FROM plan_answer), (SELECT v FROM plan_reference WHERE k = 'nulls'), (SELECT v FROM plan_reference WHERE k = 'single');
END $$;

DO $$
DECLARE
  each record;
BEGIN
  FOR each IN SELECT * FROM aggregate_case ORDER BY number LOOP
    CALL plan_check_case(each.number, each.aggregate, each.arguments, each.source, each.grouped_by);
  END LOOP;
END $$;

-- ---- the answers

-- Groups, and how many of their answers differ from the reference's: none.
SELECT plan, count(*) AS cases, count(*) FILTER (WHERE groups > 1) AS with_groups, sum(different) AS different FROM plan_result GROUP BY plan ORDER BY plan;
SELECT aggregate, plan, groups, different FROM plan_result JOIN aggregate_case USING (number) WHERE different > 0 ORDER BY number, plan;
-- What each gives for no row, for a group whose rows are all NULL, and for one row.
SELECT aggregate, no_row, nulls, one_row FROM plan_edge JOIN aggregate_case USING (number) ORDER BY number;
-- Aggregates without a case: none.
SELECT objid::regprocedure AS aggregate_without_a_case
  FROM pg_depend JOIN pg_extension ON refclassid = 'pg_extension'::regclass AND refobjid = pg_extension.oid AND extname = 'customer360'
  JOIN pg_aggregate ON classid = 'pg_proc'::regclass AND aggfnoid = objid
 WHERE deptype = 'e' AND objid NOT IN (SELECT aggregate FROM aggregate_case);

DROP TABLE plan_events, plan_histories, plan_subscriptions, plan_mrr, plan_events_parts, plan_histories_parts, plan_subscriptions_parts, plan_mrr_parts, aggregate_case, plan_result, plan_edge;
DROP PROCEDURE plan_run, plan_check, plan_check_case;
