-- The stored roll-ups of product_events: user_days, and user_activity and activity_daily, which are made of the same
-- rows. Made for customer360_create_views() by c360_create_rollups(); docs/rollups.md says what they guarantee.
--
-- How none is lost. A refresh keeps the oldest transaction that its snapshot saw running. Every row that it could not
-- see was written by that transaction or a later one, subtransactions included. The next refresh finds the rows of all
-- those, which are too many, never too few, and counts their cells anew, a cell being a day of an account, from all of
-- their events. Nothing is ever added to a number that is stored, so that counting a row again does no harm.
--
-- All of a refresh is read under one snapshot: c360_read_activity() is STABLE, so it reads under that of the statement
-- that calls it, and that one statement writes all tables.

-- Events before it are taken for faults of a clock; it is also the first day of the roll-ups.
CREATE FUNCTION c360_first_plausible_event() RETURNS timestamptz
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT timestamptz '2000-01-01 00:00:00+00' $$;

-- The SELECT of a source's rows with the columns that the roll-ups read. An expression is over the alias s, and of the
-- default collation; a missing one is a column that the source lacks. The relation may be a statement's new rows.
CREATE FUNCTION c360_source_events(relation text, expressions jsonb, condition text DEFAULT 'true') RETURNS text
  LANGUAGE sql STABLE AS $function$
  SELECT format('SELECT %s AS event_id, %s AS account_id, %s AS user_id, %s AS event_name, %s AS amount, '
      '%s AS occurred_at FROM %s WHERE %s',
    coalesce(expressions->>'event_id', 'NULL::text'), coalesce(expressions->>'account_id', 'NULL::text'),
    coalesce(expressions->>'user_id', 'NULL::text'), coalesce(expressions->>'event_name', 'NULL::text'),
    coalesce(expressions->>'amount', 'NULL::numeric'), coalesce(expressions->>'occurred_at', 'NULL::timestamptz'),
    coalesce(relation || ' AS s', '(SELECT) AS s'), CASE WHEN relation IS NULL THEN 'false' ELSE condition END)
$function$;

-- The SELECT of those that can be counted, with their local day. account_map, over e.account_id, is the account that
-- another one was merged into; depends_on is an expression that changes when the map does.
CREATE FUNCTION c360_countable_events(relation text, expressions jsonb, zone text, condition text DEFAULT 'true')
  RETURNS text LANGUAGE sql STABLE AS $function$
  SELECT format('SELECT e.event_id, %s AS account_id, e.user_id, e.event_name, e.amount, e.occurred_at, '
    'c360_local_day(%L, e.occurred_at) AS day FROM (%s) AS e WHERE e.account_id IS NOT NULL '
    'AND e.user_id IS NOT NULL AND e.occurred_at >= c360_first_plausible_event() '
    'AND e.occurred_at < timestamptz ''infinity''', coalesce(expressions->>'account_map', 'e.account_id'), zone,
    c360_source_events(relation, expressions, condition))
$function$;

-- Whether a key of the source proves that no two rows share an event_id.
CREATE FUNCTION c360_event_id_is_unique(source regclass, expressions jsonb) RETURNS boolean
  LANGUAGE sql STABLE AS $function$
  SELECT coalesce(expressions->>'event_id', 'NULL::text') LIKE 'NULL::%' OR source IS NULL OR EXISTS (
    SELECT FROM pg_index AS i JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
      JOIN pg_class AS c ON c.oid = i.indrelid
    WHERE i.indrelid = source AND i.indisunique AND i.indisvalid AND i.indimmediate AND i.indnkeyatts = 1
      AND i.indpred IS NULL AND expressions->>'event_id' = format('s.%I', a.attname)
      -- The key of a table does not reach those that inherit from it.
      AND (c.relkind = 'p' OR NOT EXISTS (SELECT FROM pg_inherits WHERE inhparent = source)))
$function$;

-- Where the rows of a source are stored: itself and its partitions. place changes when all rows of a table may have
-- been replaced at once: TRUNCATE, and whatever writes a table anew.
CREATE FUNCTION c360_event_storage(source regclass, target_schema text)
  RETURNS TABLE (id oid, place text, knows_writers boolean, queued_by text)
  LANGUAGE sql STABLE AS $function$
  WITH RECURSIVE part (id) AS (
    SELECT source::oid
    UNION
    SELECT inhrelid FROM pg_inherits JOIN part ON part.id = inhparent)
  SELECT c.oid, format('%s/%s', c.oid, c.relfilenode),
    c.relkind = 'p' OR c.relkind IN ('r', 'm') AND (SELECT amname = 'heap' FROM pg_am WHERE pg_am.oid = c.relam),
    -- A trigger that was disabled for a while is another one, by its xmin. Workers of logical replication call no
    -- triggers of statements.
    (SELECT string_agg(format('%s/%s', t.oid, t.xmin), ' ' ORDER BY t.oid) FROM pg_trigger AS t
     WHERE t.tgrelid = c.oid AND t.tgenabled = 'A' AND t.tgfoid = to_regprocedure(format('%I.queue_touched_days()',
       target_schema)) AND NOT EXISTS (SELECT FROM pg_subscription_rel WHERE srrelid = c.oid)
     HAVING count(*) = 3)
  FROM part JOIN pg_class AS c ON c.oid = part.id
$function$;

-- The condition of one user's events of a day under which that day is one of activity.
CREATE FUNCTION c360_activity_condition(target_schema text) RETURNS text
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $function$
DECLARE
  condition text;
BEGIN
  -- The dbt package calls it, too, whose path may be any.
  PERFORM set_config('search_path', format('pg_catalog, %I, pg_temp', (
    SELECT nspname FROM pg_extension JOIN pg_namespace AS n ON n.oid = extnamespace WHERE extname = 'customer360')),
    true);
  EXECUTE format($query$
    SELECT string_agg(format('count(*) FILTER (WHERE %%1$s) >= %%2$s'
        || CASE WHEN least_amount IS NOT NULL THEN ' AND sum(amount) FILTER (WHERE %%1$s) >= %%3$s' ELSE '' END,
      what, coalesce(least_events, 1), least_amount), ' OR ' ORDER BY event_name)
    FROM %I.activity_rule
      CROSS JOIN LATERAL (SELECT CASE event_name WHEN '*' THEN 'true'
          ELSE format('c360_word(event_name) = %%L', c360_word(event_name)) END) AS events (what)$query$,
    target_schema) INTO condition;
  RETURN format('coalesce(%s, false)', coalesce(condition, 'true'));
END
$function$;

-- The condition under which an event is a login: by the contract's words for it, and the company's own, if a schema is
-- given that has them.
CREATE FUNCTION c360_login_condition(target_schema text) RETURNS text
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $function$
DECLARE
  known text[];
BEGIN
  -- The dbt package calls it, too, whose path may be any.
  PERFORM set_config('search_path', format('pg_catalog, %I, pg_temp', (
    SELECT nspname FROM pg_extension JOIN pg_namespace AS n ON n.oid = extnamespace WHERE extname = 'customer360')),
    true);
  EXECUTE format($query$
    WITH known AS (
      SELECT unnest(w.meaning || w.words) AS word FROM c360_contract_words() AS w
      WHERE w.table_name = 'product_events' AND w.column_name = 'event_name')
    SELECT array_agg(DISTINCT c360_word(word) ORDER BY c360_word(word))
    FROM (SELECT word FROM known
          UNION ALL
          SELECT v.word FROM %s AS v
          WHERE c360_word(v.table_name) = 'product events' AND c360_word(v.column_name) = 'event name'
            AND c360_word(v.meaning) IN (SELECT c360_word(k.word) FROM known AS k)) AS login (word)
    WHERE word <> ''$query$, CASE
    WHEN to_regclass(quote_ident(target_schema) || '.source_vocabulary') IS NULL
      THEN '(SELECT NULL AS table_name, NULL AS column_name, NULL AS word, NULL AS meaning)'
    ELSE format('%I.source_vocabulary', target_schema) END) INTO known;
  RETURN format('c360_word(event_name) = ANY (%L::text[])', known);
END
$function$;

-- Prepares the reading of some days by whatever index there is on occurred_at or account_id: a condition with
-- constants that holds for all events of those cells, and for few others.
CREATE FUNCTION c360_events_of_cells(source regclass, expressions jsonb, zone text, accounts text, days text,
    account_type text)
  RETURNS text LANGUAGE plpgsql STABLE AS $function$
DECLARE
  condition text;
BEGIN
  -- Runs of days, or, of too many runs, the whole time that they span. Three hours more, whatever clocks do at
  -- midnight: the join with the cells is exact.
  WITH day AS (
    SELECT DISTINCT day FROM unnest(days::date[]) AS day
  ), run AS (
    SELECT min(day) AS first_day, max(day) AS last_day
    FROM (SELECT day, day - row_number() OVER (ORDER BY day)::integer AS start FROM day) AS numbered GROUP BY start
  ), span AS (
    SELECT * FROM run WHERE (SELECT count(*) FROM run) <= 40
    UNION ALL
    SELECT min(first_day), max(last_day) FROM run HAVING count(*) > 40
  )
  SELECT string_agg(format('%1$s >= %2$L::timestamptz AND %1$s < %3$L::timestamptz', expressions->>'occurred_at',
      c360_local_midnight(zone, first_day) - interval '3 hours',
      c360_local_midnight(zone, last_day + 1) + interval '3 hours'), ' OR ' ORDER BY first_day)
  INTO condition FROM span;
  condition := '(' || condition || ')' || CASE WHEN expressions->>'account_map' IS NULL THEN
    format(' AND %s = ANY (%L::%s[])', expressions->>'account_id', ARRAY(SELECT DISTINCT unnest(accounts::text[])),
      account_type) ELSE '' END;
  RETURN format('SELECT e.* FROM (%s) AS e JOIN unnest(%L::%s[], %L::date[]) AS cell (account_id, day) '
    'ON cell.account_id = e.account_id AND cell.day = e.day', c360_countable_events(source::text,
    expressions, zone, condition), accounts, account_type, days);
END
$function$;

-- What the roll-ups should say of the cells that are new or touched, or of all when is_whole: a row per user and day
-- (account_id, user_id, day, events, logins, minutes, is_active), and a row without user_id per cell. STABLE, and it
-- must be: see the top.
CREATE FUNCTION c360_read_activity(target_schema text, source regclass, expressions jsonb, zone text,
    activity_condition text, is_whole boolean, new_rows text)
  RETURNS SETOF record LANGUAGE plpgsql STABLE COST 1000000 ROWS 100000 AS $function$
DECLARE
  all_events CONSTANT text := c360_countable_events(source::text, expressions, zone);
  is_unique CONSTANT boolean := c360_event_id_is_unique(source, expressions);
  account_type text;
  key_type text;
  cells_before bigint;
  cells bigint;
  accounts text;
  days text;
  events text := all_events;
  copies text;
BEGIN
  SELECT format_type(atttypid, -1) INTO account_type FROM pg_attribute
  WHERE attrelid = format('%I.user_days', target_schema)::regclass AND attname = 'account_id';
  EXECUTE format('SELECT pg_typeof((SELECT event_id FROM (%s) AS e LIMIT 0))', all_events) INTO key_type;

  IF NOT is_whole THEN
    EXECUTE format('SELECT array_agg(account_id)::text, array_agg(day)::text, count(*) FROM ('
      'SELECT %s AS account_id, day FROM %I.rollup_queue AS e UNION SELECT account_id, day FROM (%s) AS fresh) '
      'AS touched', coalesce(expressions->>'account_map', 'e.account_id'), target_schema,
      c360_countable_events(source::text, expressions, zone, new_rows)) INTO accounts, days, cells;
    IF cells = 0 THEN
      RETURN;
    END IF;
    events := c360_events_of_cells(source, expressions, zone, accounts, days, account_type);
  END IF;

  -- Of rows that share an event_id one counts, the earliest; those that are equal in all that is counted count alike.
  -- Copies may be of other cells, which are then counted, too: an earlier copy that is new takes an event from there.
  FOR attempt IN 1 .. 2 LOOP
    EXIT WHEN is_unique;
    EXECUTE format('SELECT array_agg(event_id)::text FROM (SELECT event_id FROM (%s) AS e WHERE %s '
      'GROUP BY event_id HAVING count(*) > 1) AS repeated', all_events,
      CASE WHEN is_whole THEN 'event_id IS NOT NULL'
        ELSE format('event_id IN (SELECT event_id FROM (%s) AS e)', events) END) INTO copies;
    EXIT WHEN is_whole OR copies IS NULL OR attempt = 2;
    cells_before := cells;
    EXECUTE format('SELECT array_agg(account_id)::text, array_agg(day)::text, count(*) FROM ('
      'SELECT * FROM unnest(%L::%s[], %L::date[]) AS cell (account_id, day) UNION '
      'SELECT account_id, day FROM (%s) AS e WHERE event_id = ANY (%L::%s[])) AS touched',
      accounts, account_type, days, all_events, copies, key_type) INTO accounts, days, cells;
    EXIT WHEN cells = cells_before;
    events := c360_events_of_cells(source, expressions, zone, accounts, days, account_type);
  END LOOP;
  IF copies IS NOT NULL THEN
    events := format('SELECT * FROM (%s) AS single WHERE event_id IS NULL OR event_id <> ALL (%L::%s[]) UNION ALL '
      'SELECT first_copy.* FROM (SELECT DISTINCT ON (event_id) * FROM (%s) AS e WHERE event_id = ANY (%2$L::%3$s[]) '
      'ORDER BY event_id, occurred_at, account_id, user_id, event_name, amount) AS first_copy', events, copies,
      key_type, all_events)
      || CASE WHEN is_whole THEN '' ELSE format(' JOIN unnest(%L::%s[], %L::date[]) AS cell (account_id, day) '
           'USING (account_id, day)', accounts, account_type, days) END;
  END IF;

  RETURN QUERY EXECUTE format('SELECT account_id, user_id, day, count(*), '
    'count(*) FILTER (WHERE %s), '
    'round(extract(epoch FROM (sessions(occurred_at)).total) / 60, 6), %s '
    'FROM (%s) AS event GROUP BY account_id, user_id, day', c360_login_condition(target_schema), activity_condition,
    events);
  IF NOT is_whole THEN
    RETURN QUERY EXECUTE format('SELECT account_id, (SELECT user_id FROM %I.user_days LIMIT 0), day, NULL::bigint, '
      'NULL::bigint, NULL::numeric, NULL::boolean FROM unnest(%L::%s[], %L::date[]) AS cell (account_id, day)',
      target_schema, accounts, account_type, days);
  END IF;
END
$function$;

-- Common table expressions that bring a stored table to what it should be, writing differences only. `stored` and
-- `wanted` are SELECTs of the rows in question. One of them, the name with _changes, has a row per difference.
CREATE FUNCTION c360_write_differences(target_schema text, name text, key text[], columns text[], stored text,
    wanted text)
  RETURNS text LANGUAGE sql STABLE AS $function$
  SELECT format(
    '%2$s_changes AS MATERIALIZED (SELECT %3$s, %4$s, wanted.%5$s IS NULL AS is_gone, stored.%5$s IS NULL AS is_new '
      'FROM (%6$s) AS stored FULL JOIN (%7$s) AS wanted USING (%3$s) WHERE (%8$s) IS DISTINCT FROM (%4$s)), '
    '%2$s_deleted AS (DELETE FROM %1$I.%2$s AS stored USING %2$s_changes AS change WHERE is_gone AND %9$s), '
    '%2$s_updated AS (UPDATE %1$I.%2$s AS stored SET %10$s FROM %2$s_changes AS change '
      'WHERE NOT is_gone AND NOT is_new AND %9$s), '
    '%2$s_inserted AS (INSERT INTO %1$I.%2$s (%3$s, %11$s) SELECT %3$s, %11$s FROM %2$s_changes WHERE is_new '
      'ORDER BY %12$s)',
    target_schema, name, array_to_string(key, ', '),
    (SELECT string_agg('wanted.' || c, ', ') FROM unnest(columns) AS c), columns[1], stored, wanted,
    (SELECT string_agg('stored.' || c, ', ') FROM unnest(columns) AS c),
    (SELECT string_agg(format('stored.%1$s = change.%1$s', c), ' AND ') FROM unnest(key) AS c),
    (SELECT string_agg(format('%1$s = change.%1$s', c), ', ') FROM unnest(columns) AS c),
    array_to_string(columns, ', '),
    -- Weeks of all accounts are found by BRIN, which asks for the order of the days.
    (SELECT string_agg(c, ', ' ORDER BY c <> 'day', place) FROM unnest(key) WITH ORDINALITY AS k (c, place)))
$function$;

-- The one statement of a refresh: what is read, and all that is written.
CREATE FUNCTION c360_refresh_statement(target_schema text, source regclass, expressions jsonb, zone text,
    activity_condition text, is_whole boolean, new_rows text)
  RETURNS text LANGUAGE sql STABLE AS $function$
  SELECT format('WITH found AS MATERIALIZED (SELECT * FROM c360_read_activity(%L, %L, %L, %L, %L, %L, %L) AS f '
      '(account_id %s, user_id %s, day date, events bigint, logins bigint, minutes numeric, is_active boolean)), '
      'counted AS (SELECT * FROM found WHERE user_id IS NOT NULL), '
      'cell AS MATERIALIZED (SELECT account_id, day FROM found WHERE user_id IS NULL), '
      'taken AS (DELETE FROM %I.rollup_queue), ', target_schema, source, expressions, zone, activity_condition,
      is_whole, new_rows, account_type, user_type, target_schema)
    || c360_write_differences(target_schema, 'user_days', '{account_id, day, user_id}',
      '{events, logins, minutes, is_active}', format('SELECT * FROM %I.user_days', target_schema) || in_cells,
      'SELECT * FROM counted') || ', '
    || c360_write_differences(target_schema, 'activity_daily', '{account_id, day}', '{events, logins, minutes}',
      format('SELECT * FROM %I.activity_daily', target_schema) || in_cells,
      'SELECT account_id, day, sum(events)::bigint AS events, sum(logins)::bigint AS logins, sum(minutes) AS minutes '
        'FROM counted GROUP BY account_id, day') || ', '
    -- A history without the days that were counted anew, and with those of them that are days of activity.
    || format('fresh AS (SELECT account_id, user_id, activity_agg(day) AS activity FROM counted WHERE is_active '
      'GROUP BY account_id, user_id), kept AS (SELECT account_id, user_id, %s AS activity FROM %I.user_activity%s), ',
      CASE WHEN is_whole THEN '''{}''::activity_history' ELSE 'activity - counted_anew' END, target_schema,
      of_accounts)
    || c360_write_differences(target_schema, 'user_activity', '{account_id, user_id}', '{activity}',
      format('SELECT account_id, user_id, activity FROM %I.user_activity', target_schema) || of_accounts,
      'SELECT account_id, user_id, activity FROM (SELECT account_id, user_id, '
        'coalesce(kept.activity, ''{}'') | coalesce(fresh.activity, ''{}'') AS activity '
        'FROM kept FULL JOIN fresh USING (account_id, user_id)) AS history WHERE activity <> ''{}''')
    || ' SELECT (SELECT count(*) FROM cell), (SELECT count(*) FROM user_days_changes)'
  FROM (
    SELECT max(format_type(atttypid, -1)) FILTER (WHERE attname = 'account_id'),
      max(format_type(atttypid, -1)) FILTER (WHERE attname = 'user_id'),
      CASE WHEN is_whole THEN '' ELSE ' JOIN cell USING (account_id, day)' END,
      CASE WHEN is_whole THEN '' ELSE ' JOIN (SELECT account_id, activity_agg(day) AS counted_anew FROM cell '
        'GROUP BY account_id) AS account USING (account_id)' END
    FROM pg_attribute
    WHERE attrelid = format('%I.user_days', target_schema)::regclass) AS t (account_type, user_type, in_cells,
      of_accounts)
$function$;

-- What refresh_activity() and audit_activity() of a target schema call.
CREATE FUNCTION c360_refresh_activity(target_schema text, source regclass, expressions jsonb, zone text,
    is_audit boolean)
  RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET row_security = off SET jit = off
  SET standard_conforming_strings = on AS $function$
DECLARE
  before record;
  read_before_now xid8;
  began_at timestamptz;
  cluster bigint;
  places text[];
  knows_writers boolean;
  queued_by text[];
  is_queued boolean;
  is_narrowed boolean;
  activity_condition text;
  definition text;
  read_wholly_because text;
  new_rows text := 'false';
  cells bigint;
  changes bigint;
BEGIN
  -- The path in which the extension's functions and operators are found, until the end of this call.
  PERFORM set_config('search_path', format('pg_catalog, %I, pg_temp',
    (SELECT nspname FROM pg_extension JOIN pg_namespace AS n ON n.oid = extnamespace
     WHERE extname = 'customer360')), true);

  -- Of two refreshes at once, the second waits here. What is kept is taken before anything is read: older than what
  -- is read does no harm.
  EXECUTE format('SELECT * FROM %I.rollup_progress FOR UPDATE', target_schema) INTO STRICT before;
  SELECT pg_snapshot_xmin(pg_current_snapshot()), clock_timestamp() INTO read_before_now, began_at;
  SELECT system_identifier INTO cluster FROM pg_control_system();
  SELECT coalesce(array_agg(place ORDER BY place), '{}'), coalesce(bool_and(s.knows_writers), true),
    array_agg(s.queued_by ORDER BY s.queued_by), count(*) = count(s.queued_by)
  INTO places, knows_writers, queued_by, is_queued
  FROM c360_event_storage(source, target_schema) AS s;
  -- Rows that came before the triggers were found by the last refresh, if the triggers were there then.
  is_queued := is_queued AND queued_by = before.queued_by;
  is_narrowed := expressions->>'loaded_at' NOT LIKE 'NULL::%' AND before.loaded_at_overlap IS NOT NULL;
  activity_condition := c360_activity_condition(target_schema);
  -- The first number is that of the roll-ups' own definition.
  IF expressions->>'depends_on' IS NOT NULL THEN
    EXECUTE 'SELECT md5((' || (expressions->>'depends_on') || ')::text)' INTO definition;
  END IF;
  definition := concat_ws(' ', '1', zone, activity_condition, c360_login_condition(target_schema), expressions,
    definition);

  read_wholly_because := CASE
    WHEN is_audit THEN 'audit'
    WHEN before.definition IS NULL THEN 'first refresh'
    WHEN before.definition <> definition THEN 'another rule of activity, time zone or mapping'
    WHEN before.system_identifier <> cluster OR before.read_before > read_before_now THEN 'restored elsewhere'
    WHEN read_before_now::text::numeric - before.read_before::text::numeric >= 2147483648 - 1000000
      THEN 'too many transactions since'
    WHEN NOT before.places <@ places THEN 'a table was truncated, written anew, detached or dropped'
    WHEN NOT knows_writers AND NOT coalesce(is_narrowed, false) THEN 'rows do not tell when they were written'
  END;
  IF read_wholly_because IS NULL THEN
    new_rows := CASE WHEN is_queued THEN 'false'
      WHEN is_narrowed THEN format('(%1$s >= %2$L::timestamptz OR %1$s IS NULL)', expressions->>'loaded_at',
        before.refreshed_at - before.loaded_at_overlap)
      ELSE format('age(s.xmin) <= (SELECT age(%L::xid))', before.read_before::xid) END;
    -- All rows of partitions that are new here: they may have been written long ago.
    SELECT new_rows || coalesce(' OR s.tableoid IN (' || string_agg(id::text, ', ') || ')', '') INTO new_rows
    FROM c360_event_storage(source, target_schema) WHERE place <> ALL (before.places);
  END IF;

  EXECUTE c360_refresh_statement(target_schema, source, expressions, zone, activity_condition,
    read_wholly_because IS NOT NULL, new_rows) INTO cells, changes;
  EXECUTE format('UPDATE %I.rollup_progress SET refreshed_at = $1, read_before = $2, system_identifier = $3, '
    'places = $4, queued_by = $5, definition = $6, read_wholly_because = $7, cells_counted = $8, '
    'user_days_changed = $9', target_schema)
  USING began_at, read_before_now, cluster, places, queued_by, definition, read_wholly_because,
    CASE WHEN read_wholly_because IS NULL THEN cells END, changes;
END
$function$;

-- ---- what the builder makes

-- The stored tables and what serves them: name, comment, the SELECT of its columns' types or NULL where they are
-- listed, primary key, columns and their comments.
CREATE FUNCTION c360_rollup_tables()
  RETURNS TABLE (number integer, name text, comment text, types text, key text, columns text[], comments text[])
  LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 5 AS $pack$
VALUES
(1, 'user_days', 'How each user used the product on each day: one row per account, user and local day with an event',
  'event.account_id, event.user_id, event.day, NULL::bigint AS events, NULL::bigint AS logins, '
    'NULL::numeric AS minutes, NULL::boolean AS is_active', 'account_id, day, user_id',
  '{account_id,user_id,day,events,logins,minutes,is_active}'::text[],
  ARRAY['The customer the user belonged to when active', 'The user', 'Local day, in the time zone of the views',
    'Events of the user on that day, logins included', 'Logins among them',
    'Minutes in the product: sum of the sessions of that day, which a gap of 30 minutes ends',
    'Whether the day is one of activity, by activity_rule']),
(2, 'activity_daily', 'How much each account used the product on each day: one row per account and local day with an '
    'event, the sums of user_days',
  'event.account_id, event.day, NULL::bigint AS events, NULL::bigint AS logins, NULL::numeric AS minutes',
  'day, account_id', '{account_id,day,events,logins,minutes}', ARRAY['The customer',
    'Local day, in the time zone of the views', 'Events of its users on that day, logins included',
    'Logins among them', 'Minutes in the product, of all its users']),
(3, 'user_activity', 'The days of activity of each user: one row per account and user who was ever active, from which '
    'coefficients, lifecycles, active users and retention are computed as of any day',
  'event.account_id, event.user_id, NULL::activity_history AS activity', 'account_id, user_id',
  '{account_id,user_id,activity}', ARRAY['The customer the user belonged to when active', 'The user',
    'The exact set of local days of activity']),
(4, 'rollup_queue', 'Days to be counted anew by the next refresh_activity(), written by triggers of the events, if '
    'customer360_queue_touched_days() was called: one row per statement, account and day',
  'event.account_id, event.day', NULL, '{account_id,day}', ARRAY['The customer', 'Local day']),
(5, 'rollup_progress', 'What the last refresh of the roll-ups saw and did: one row',
  'NULL::timestamptz AS refreshed_at, NULL::xid8 AS read_before, NULL::bigint AS system_identifier, '
    'NULL::text[] AS places, NULL::text[] AS queued_by, NULL::interval AS loaded_at_overlap, NULL::text AS definition, '
    'NULL::text AS read_wholly_because, NULL::bigint AS cells_counted, NULL::bigint AS user_days_changed', NULL,
  '{refreshed_at,read_before,system_identifier,places,queued_by,loaded_at_overlap,definition,read_wholly_because,'
    'cells_counted,user_days_changed}',
  ARRAY['When the last refresh began', 'Rows of earlier transactions had all been seen', 'The cluster',
    'Where the rows of the events were stored', 'The triggers that fill rollup_queue',
    'For you to set: the next refresh reads the events loaded since the last one began and this much before it, by '
      'loaded_at; rows that become visible later than that are lost until an audit. NULL = rows are told by the '
      'transactions that wrote them',
    'What was counted: the time zone, what is activity, the mapping of the events',
    'Why the last refresh read all events; NULL = it read what was new and the days touched',
    'How many days of accounts it counted anew; NULL = all', 'Rows of user_days that it found to be different'])
$pack$;

-- Creates the stored roll-ups, or keeps them, and their procedures. source: product_events of the source, or NULL;
-- expressions: by column of the contract, over the alias s, of a clean value that is NULL where it cannot be read. A
-- table whose key has changed its type is emptied, for which nothing may depend on it.
CREATE FUNCTION c360_create_rollups(b c360_build, source regclass, expressions jsonb) RETURNS SETOF c360_report_line
  LANGUAGE plpgsql AS $function$
#variable_conflict use_column
DECLARE
  events CONSTANT text := c360_countable_events(source::text, expressions, b.zone);
  expected CONSTANT text := format('%I.customer360_expected_columns', b.target_schema);
  made record;
  differing record;
  called text;
  is_kept boolean;
  detail text;
BEGIN
  FOR made IN SELECT * FROM c360_rollup_tables() ORDER BY number LOOP
    called := format('%I.%I', b.target_schema, made.name);
    is_kept := to_regclass(called) IS NOT NULL;
    detail := CASE WHEN is_kept THEN 'its rows are kept'
      WHEN made.number <= 3 THEN format('empty until CALL %I.refresh_activity()', b.target_schema) END;
    IF NOT is_kept THEN
      EXECUTE format('CREATE TABLE %s AS SELECT %s FROM (%s) AS event WITH NO DATA', called, made.types, events);
      IF made.key IS NOT NULL THEN
        EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I PRIMARY KEY (%s)', called, made.name || '_key', made.key);
      END IF;
      IF made.name IN ('user_days', 'activity_daily') THEN
        EXECUTE format('CREATE INDEX ON %s USING brin (day) WITH (pages_per_range = 16, autosummarize = on)', called);
      END IF;
    ELSE
      EXECUTE format('CREATE VIEW %s AS SELECT %s FROM (%s) AS event', expected, made.types, events);
      FOR differing IN
        SELECT e.attname AS name, format_type(e.atttypid, e.atttypmod) AS type
        FROM pg_attribute AS e JOIN pg_attribute AS t ON t.attname = e.attname
        WHERE e.attrelid = expected::regclass AND e.attnum > 0
          AND t.attrelid = called::regclass AND (e.atttypid, e.atttypmod) <> (t.atttypid, t.atttypmod)
      LOOP
        BEGIN
          EXECUTE format('TRUNCATE %s', called);
          EXECUTE format('ALTER TABLE %s ALTER COLUMN %I TYPE %s USING NULL', called, differing.name, differing.type);
        EXCEPTION WHEN feature_not_supported THEN
          RAISE invalid_table_definition;
        END;
        EXECUTE format('UPDATE %I.rollup_progress SET definition = NULL', b.target_schema);
        detail := format('emptied: %s is %s now', differing.name, differing.type);
      END LOOP;
      EXECUTE format('DROP VIEW %s', expected);
    END IF;
    PERFORM c360_comment_on('TABLE', called, made.comment, made.columns, made.comments);
    IF made.number <= 3 THEN
      PERFORM c360_protect_table(b, made.name, ARRAY['product_events']);
    END IF;
    RETURN NEXT (made.name, 'table', CASE WHEN is_kept THEN 'kept' ELSE 'created' END, detail)::c360_report_line;
  END LOOP;
  EXECUTE format('INSERT INTO %1$I.rollup_progress (loaded_at_overlap) SELECT %2$L WHERE NOT EXISTS '
    '(SELECT FROM %1$I.rollup_progress)', b.target_schema,
    CASE WHEN EXISTS (SELECT FROM c360_event_storage(source, b.target_schema) WHERE NOT knows_writers)
      THEN interval '1 day' END);

  RETURN QUERY
  SELECT line.* FROM (VALUES
    ('refresh_activity', 'Brings user_days, activity_daily and user_activity up to date with the events: counts anew '
      'the days of accounts whose events are new, whenever they happened. Whoever calls it must see every event.'),
    ('audit_activity', 'Counts all events anew and mends the days whose events were changed or deleted: '
      'rollup_progress.user_days_changed says how many.')) AS p (name, comment)
    CROSS JOIN LATERAL c360_build_procedure(b, p.name, format(
      'SELECT c360_refresh_activity(%L, %L::regclass, %L::jsonb, %L, %L);', b.target_schema, source, expressions,
      b.zone, p.name = 'audit_activity'), p.comment) AS line;

  -- What the triggers call, if there are any.
  EXECUTE format('CREATE OR REPLACE FUNCTION %I.queue_touched_days() RETURNS trigger LANGUAGE plpgsql '
    'SET search_path = pg_catalog, pg_temp SET standard_conforming_strings = on AS %L', b.target_schema, format($body$
BEGIN
  PERFORM set_config('search_path', format('pg_catalog, %%I, pg_temp',
    (SELECT nspname FROM pg_extension JOIN pg_namespace AS n ON n.oid = extnamespace
     WHERE extname = 'customer360')), true);
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO %1$I.rollup_queue SELECT DISTINCT account_id, day FROM (%2$s) AS touched;
  END IF;
  IF TG_OP <> 'INSERT' THEN
    INSERT INTO %1$I.rollup_queue SELECT DISTINCT account_id, day FROM (%3$s) AS touched;
  END IF;
  RETURN NULL;
END
$body$, b.target_schema, c360_countable_events('new_rows', expressions - 'account_map', b.zone),
      c360_countable_events('old_rows', expressions - 'account_map', b.zone)));
  EXECUTE format('COMMENT ON FUNCTION %I.queue_touched_days() IS %L', b.target_schema, 'Called by the triggers of '
    'customer360_queue_touched_days(): writes which days of accounts a statement has touched.');
END
$function$;

-- The rows of a source that the roll-ups leave out, for source_faults: event_id, account_id, fault, events.
CREATE FUNCTION c360_event_faults(source regclass, expressions jsonb, zone text) RETURNS text
  LANGUAGE sql STABLE AS $function$
  SELECT format($query$
SELECT event_id::text AS event_id, account_id::text AS account_id,
  CASE WHEN account_id IS NULL THEN 'no account'
    WHEN user_id IS NULL THEN 'no user'
    WHEN occurred_at IS NULL THEN 'no readable instant'
    ELSE 'an instant that cannot be' END AS fault,
  1::bigint AS events
FROM (%1$s) AS event
WHERE account_id IS NULL OR user_id IS NULL OR occurred_at IS NULL OR occurred_at < c360_first_plausible_event()
  OR occurred_at = timestamptz 'infinity'
UNION ALL
SELECT event_id::text, min(account_id::text), 'delivered more than once', count(*) - 1
FROM (%2$s) AS event WHERE event_id IS NOT NULL GROUP BY event_id HAVING count(*) > 1$query$,
    c360_source_events(source::text, expressions),
    c360_countable_events(source::text, expressions, zone))
$function$;

-- ---- what a user calls

CREATE FUNCTION customer360_queue_touched_days(target_schema text) RETURNS void
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET standard_conforming_strings = on AS $function$
DECLARE
  source regclass;
  part record;
  writer text;
  operation text;
  rows_of text;
  named text;
BEGIN
  PERFORM set_config('search_path', format('pg_catalog, %I, pg_temp',
    (SELECT nspname FROM pg_extension JOIN pg_namespace AS n ON n.oid = extnamespace
     WHERE extname = 'customer360')), true);
  IF target_schema IS NULL THEN
    PERFORM c360_refuse('null_value_not_allowed', 'target_schema must not be null',
      'It says whose roll-ups the triggers serve.', $$SELECT customer360_queue_touched_days('customer_success');$$);
  END IF;
  IF to_regprocedure(format('%I.refresh_activity()', target_schema)) IS NULL
      OR to_regprocedure(format('%I.queue_touched_days()', target_schema)) IS NULL THEN
    PERFORM c360_refuse('undefined_function', format('schema %I has no roll-ups', target_schema),
      'There is no procedure refresh_activity(), or no function queue_touched_days().',
      'Name the schema that customer360_create_views() has built, or build it anew.');
  END IF;
  SELECT refobjid INTO source FROM pg_depend
  WHERE classid = 'pg_proc'::regclass AND objid = to_regprocedure(format('%I.refresh_activity()', target_schema))
    AND refclassid = 'pg_class'::regclass;
  FOR part IN
    SELECT c.oid::regclass AS called, c.relkind, c.relacl, c.relowner
    FROM (SELECT source::oid UNION SELECT id FROM c360_event_storage(source, target_schema)) AS s (id)
      JOIN pg_class AS c ON c.oid = s.id
  LOOP
    IF part.relkind NOT IN ('r', 'p') THEN
      PERFORM c360_refuse('wrong_object_type', format('%s cannot have such triggers', part.called),
        'It is no table: nothing tells PostgreSQL when its rows change.',
        'Set loaded_at_overlap in rollup_progress, which reads what was loaded lately.');
    END IF;
    FOR operation, rows_of IN VALUES ('insert', 'NEW TABLE AS new_rows'), ('delete', 'OLD TABLE AS old_rows'),
      ('update', 'OLD TABLE AS old_rows NEW TABLE AS new_rows')
    LOOP
      named := format('customer360_queue_%s_%s', operation, target_schema);
      EXECUTE format('CREATE OR REPLACE TRIGGER %I AFTER %s ON %s REFERENCING %s FOR EACH STATEMENT '
        'EXECUTE FUNCTION %I.queue_touched_days()', named, operation, part.called, rows_of, target_schema);
      -- Also for writers that replicate.
      EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', part.called, named);
    END LOOP;
    -- The trigger runs with the rights of who writes.
    FOR writer IN
      SELECT DISTINCT CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END
      FROM aclexplode(part.relacl) WHERE privilege_type IN ('INSERT', 'UPDATE', 'DELETE')
      UNION SELECT quote_ident(pg_get_userbyid(part.relowner))
    LOOP
      EXECUTE format('GRANT USAGE ON SCHEMA %I TO %s', target_schema, writer);
      EXECUTE format('GRANT INSERT ON %I.rollup_queue TO %s', target_schema, writer);
    END LOOP;
  END LOOP;
END
$function$;
COMMENT ON FUNCTION customer360_queue_touched_days(text) IS
$$Makes a refresh of the roll-ups cost what was written since the last one: triggers on product_events and its partitions queue the days of accounts that each statement touches, those of changed and deleted events included, and refresh_activity() no longer scans the events for new ones.
Arguments: target_schema, which customer360_create_views() has built.
Returns: nothing. Called again, it adds the triggers that are missing, such as those of new partitions, until which a refresh scans as before. Who may write the events gets the privileges that the triggers need: USAGE on target_schema and INSERT on rollup_queue. DROP FUNCTION queue_touched_days() CASCADE takes all of it back, and the next customer360_create_views() makes the function anew.
NULL: 22004.
Errors: 42883 when the schema has no roll-ups; 42809 when the events are no table; 42501 for who does not own both.
Source: docs/rollups.md.$$;
