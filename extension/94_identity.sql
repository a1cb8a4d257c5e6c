-- Who is who, stored: stored_identities, which the view identities shows, and who was merged into whom. Made for
-- customer360_create_views() by c360_build_identities(); docs/identity.md says what is guaranteed.
--
-- A refresh takes the sightings that are new, as a refresh of the roll-ups takes events (extension/91_rollups.sql), and
-- computes anew who is who among all that are connected with them. Pairs of an identifier beyond its most_links are
-- never followed, so that they connect nothing; most_per_entity keeps apart persons who are connected, and which of
-- them depends on all pairs among them. So what is connected is stored beside the person, and always computed as a
-- whole.

CREATE FUNCTION c360_identifier_key(name text) RETURNS uuid LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN md5(name)::uuid;

-- ---- the refresh

-- Computes anew who is who among all that are connected with the identifiers of c360_touched. The persons before are
-- kept in c360_before.
CREATE FUNCTION c360_recompute_identities(target_schema text, limits jsonb) RETURNS void LANGUAGE plpgsql AS $function$
BEGIN
  ANALYZE c360_touched;
  ANALYZE c360_new;
  -- On a first fill the planner knows nothing of the tables yet.
  IF (SELECT reltuples FROM pg_class WHERE oid = 'c360_touched'::regclass) > 100000 THEN
    EXECUTE format('ANALYZE %1$I.stored_identities, %1$I.identity_pairs', target_schema);
  END IF;
  EXECUTE format($query$
    CREATE TEMP TABLE c360_links AS
    SELECT key, count(pair.key) AS links
    FROM (SELECT DISTINCT key FROM c360_touched) AS touched
      LEFT JOIN (
        SELECT a AS key FROM %1$I.identity_pairs UNION ALL SELECT b FROM %1$I.identity_pairs) AS pair USING (key)
    GROUP BY key$query$, target_schema);
  EXECUTE format('UPDATE %I.stored_identities AS stored SET links = counted.links FROM c360_links AS counted '
    'WHERE stored.key = counted.key AND stored.links <> counted.links', target_schema);
  EXECUTE format($query$
    CREATE TEMP TABLE c360_members AS
    SELECT member.*, coalesce(links > ($1 -> 'most_links' ->> kind)::bigint, false) AS connects_nothing
    FROM (
      SELECT key, kind, identifier, person, first_seen, links FROM %1$I.stored_identities
      WHERE connected IN (SELECT connected FROM %1$I.stored_identities JOIN c360_touched USING (key))
      UNION ALL
      SELECT key, kind, identifier, NULL, first_seen, links FROM c360_new JOIN c360_links USING (key)) AS member$query$,
    target_schema)
  USING limits;
  ANALYZE c360_members;
  INSERT INTO c360_before SELECT key, person FROM c360_members WHERE person IS NOT NULL ON CONFLICT DO NOTHING;
  EXECUTE format($query$
    WITH sighting AS MATERIALIZED (
      SELECT kind AS a_kind, identifier AS a, NULL AS b_kind, NULL AS b, first_seen FROM c360_members
      UNION ALL
      SELECT a.kind, a.identifier, b.kind, b.identifier, pair.first_seen
      FROM %1$I.identity_pairs AS pair
        JOIN c360_members AS a ON a.key = pair.a AND NOT a.connects_nothing
        JOIN c360_members AS b ON b.key = pair.b AND NOT b.connects_nothing
    ), found AS (
      -- Of the same identifiers, and so in the same order.
      SELECT c360_identifier_key(named_kind || ':' || named) AS key, person, identifiers,
        c360_identifier_key(connected) AS connected
      FROM ROWS FROM (
        identities((SELECT identity_agg(a_kind, a, b_kind, b, first_seen, $1) FROM sighting)),
        identities((SELECT identity_agg(a_kind, a, b_kind, b, first_seen) FROM sighting)))
        AS found (named_kind, named, person, identifiers, same_kind, same, connected, all_identifiers)
    ), updated AS (
      UPDATE %1$I.stored_identities AS stored
      SET person = found.person, identifiers = found.identifiers, connected = found.connected
      FROM found WHERE stored.key = found.key AND (stored.person, stored.identifiers, stored.connected)
        <> (found.person, found.identifiers, found.connected))
    -- In the order of the keys, as that is how indexes are filled fast.
    INSERT INTO %1$I.stored_identities (key, kind, identifier, person, identifiers, first_seen, links, connected)
    SELECT key, kind, identifier, found.person, identifiers, first_seen, links, connected
    FROM found JOIN (SELECT * FROM c360_members WHERE person IS NULL) AS new_one USING (key) ORDER BY key$query$,
    target_schema)
  USING limits - 'most_links';
  DROP TABLE c360_members, c360_links;
  TRUNCATE c360_touched, c360_new;
END
$function$;

-- Takes away what is in no sighting any more, and what was first seen later than is stored.
CREATE FUNCTION c360_forget_identifiers(target_schema text) RETURNS void LANGUAGE plpgsql AS $function$
BEGIN
  EXECUTE format($query$
    WITH found AS MATERIALIZED (
      SELECT a, b, min(first_seen) AS first_seen FROM c360_found WHERE b IS NOT NULL GROUP BY a, b
    ), gone AS (
      DELETE FROM %1$I.identity_pairs AS stored
      WHERE NOT EXISTS (SELECT FROM found WHERE (found.a, found.b) = (stored.a, stored.b)) RETURNING a, b
    ), later AS (
      UPDATE %1$I.identity_pairs AS stored SET first_seen = found.first_seen FROM found
      WHERE (found.a, found.b) = (stored.a, stored.b) AND found.first_seen > stored.first_seen
      RETURNING stored.a, stored.b
    ), touched AS (
      SELECT a AS key FROM gone UNION SELECT b FROM gone UNION SELECT a FROM later UNION SELECT b FROM later)
    -- Where too many links have become fewer, others are connected again.
    INSERT INTO c360_touched
    SELECT key FROM touched
    UNION SELECT pair.b FROM %1$I.identity_pairs AS pair JOIN touched ON touched.key = pair.a
    UNION SELECT pair.a FROM %1$I.identity_pairs AS pair JOIN touched ON touched.key = pair.b$query$, target_schema);
  EXECUTE format($query$
    WITH found AS MATERIALIZED (
      SELECT a AS key, min(first_seen) AS first_seen FROM c360_found WHERE b IS NULL GROUP BY a
    ), gone AS (
      DELETE FROM %1$I.stored_identities AS stored
      WHERE NOT EXISTS (SELECT FROM found WHERE found.key = stored.key) RETURNING key, person, connected
    ), kept AS (
      INSERT INTO c360_before SELECT key, person FROM gone
    ), later AS (
      UPDATE %1$I.stored_identities AS stored SET first_seen = found.first_seen FROM found
      WHERE found.key = stored.key AND found.first_seen > stored.first_seen RETURNING stored.key)
    INSERT INTO c360_touched SELECT key FROM later
    -- Others were called by the name of what is gone.
    UNION SELECT key FROM %1$I.stored_identities WHERE connected IN (SELECT connected FROM gone)$query$, target_schema);
END
$function$;

-- Adds the pairs of a part, makes what is stored of it older, and tells which identifiers are new: how many.
CREATE FUNCTION c360_add_identifiers(target_schema text, number integer) RETURNS bigint LANGUAGE plpgsql AS $function$
DECLARE
  added bigint;
BEGIN
  EXECUTE format($query$
    WITH news AS MATERIALIZED (
      SELECT found.*, stored.key IS NULL AS is_new
      FROM c360_found AS found LEFT JOIN %1$I.stored_identities AS stored ON stored.key = found.a
      WHERE found.part = $1 AND found.b IS NULL AND (stored.key IS NULL OR found.first_seen < stored.first_seen)
    ), inserted AS (
      INSERT INTO c360_new SELECT a, kind, identifier, first_seen FROM news WHERE is_new
    ), updated AS (
      UPDATE %1$I.stored_identities AS stored SET first_seen = news.first_seen FROM news
      WHERE stored.key = news.a AND NOT is_new
    ), touched AS (
      INSERT INTO c360_touched SELECT a FROM news)
    SELECT count(*) FILTER (WHERE is_new) FROM news$query$, target_schema) INTO added USING number;
  EXECUTE format($query$
    WITH news AS MATERIALIZED (
      SELECT found.*, stored.a IS NULL AS is_new
      FROM c360_found AS found LEFT JOIN %1$I.identity_pairs AS stored ON (stored.a, stored.b) = (found.a, found.b)
      WHERE found.part = $1 AND found.b IS NOT NULL AND (stored.a IS NULL OR found.first_seen < stored.first_seen)
    ), inserted AS (
      INSERT INTO %1$I.identity_pairs (a, b, first_seen) SELECT a, b, first_seen FROM news WHERE is_new ORDER BY a, b
    ), updated AS (
      UPDATE %1$I.identity_pairs AS stored SET first_seen = news.first_seen FROM news
      WHERE (stored.a, stored.b) = (news.a, news.b) AND NOT is_new)
    INSERT INTO c360_touched SELECT a FROM news UNION SELECT b FROM news$query$, target_schema) USING number;
  RETURN added;
END
$function$;

-- What refresh_identities() and audit_identities() of a target schema call. query: the sightings, with {new_rows} where
-- a condition on the source's rows goes, which are called s; seen_at: over them, when it was.
CREATE FUNCTION c360_refresh_identities(target_schema text, source regclass, query text, seen_at text, zone text,
    definition text, is_audit boolean)
  RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET row_security = off AS $function$
#variable_conflict use_column
DECLARE
  day date;
  before record;
  limits jsonb;
  read_before_now xid8;
  began_at timestamptz;
  cluster bigint;
  places text[];
  knows_writers boolean;
  read_wholly_because text;
  new_rows text := 'true';
  taken bigint;
  parts integer;
  changes bigint := 0;
  regrouped bigint;
BEGIN
  PERFORM set_config('search_path', format('pg_catalog, %I, pg_temp',
    (SELECT nspname FROM pg_extension JOIN pg_namespace AS n ON n.oid = extnamespace
     WHERE extname = 'customer360')), true);

  day := as_of(zone);
  -- Of two refreshes at once, the second waits here. What is kept is taken before anything is read.
  EXECUTE format('SELECT * FROM %I.identity_progress FOR UPDATE', target_schema) INTO STRICT before;
  SELECT pg_snapshot_xmin(pg_current_snapshot()), clock_timestamp() INTO read_before_now, began_at;
  SELECT system_identifier INTO cluster FROM pg_control_system();
  EXECUTE format('SELECT limits FROM %I.identity_limits', target_schema) INTO limits;
  SELECT coalesce(array_agg(s.place ORDER BY s.place), '{}'), coalesce(bool_and(s.knows_writers), true)
  INTO places, knows_writers FROM c360_event_storage(source, target_schema) AS s;
  read_wholly_because := CASE
    WHEN is_audit THEN 'audit'
    WHEN before.definition IS NULL THEN 'first refresh'
    WHEN before.definition <> definition THEN 'other limits, another time zone or mapping'
    WHEN day < before.day THEN 'an earlier day'
    WHEN before.system_identifier <> cluster OR before.read_before > read_before_now THEN 'restored elsewhere'
    WHEN read_before_now::text::numeric - before.read_before::text::numeric >= 2147483648 - 1000000
      THEN 'too many transactions since'
    WHEN NOT before.places <@ places THEN 'a table was truncated, written anew, detached or dropped'
    WHEN NOT knows_writers THEN 'rows do not tell when they were written'
  END;
  -- New are also those that were seen later than the day before, and all of partitions that are new here.
  IF read_wholly_because IS NULL THEN
    SELECT format('(age(s.xmin) <= (SELECT age(%L::xid)) OR %s >= %L::timestamptz%s)', before.read_before::xid, seen_at,
      c360_local_midnight(zone, before.day + 1), coalesce(' OR s.tableoid IN (' || string_agg(id::text, ', ') || ')', ''))
    INTO new_rows FROM c360_event_storage(source, target_schema) WHERE place <> ALL (before.places);
  END IF;

  CREATE TEMP TABLE c360_touched (key uuid);
  CREATE TEMP TABLE c360_new (key uuid, kind text, identifier text, first_seen timestamptz);
  CREATE TEMP TABLE c360_before (key uuid PRIMARY KEY, person text);
  CREATE TEMP TABLE c360_found (part integer, a uuid, b uuid, kind text, identifier text, first_seen timestamptz);
  EXECUTE 'CREATE TEMP TABLE c360_sightings AS ' || replace(query, '{new_rows}', new_rows);
  GET DIAGNOSTICS taken = ROW_COUNT;
  -- No graph is of more than so many, whatever the size of the whole.
  parts := greatest(ceil(taken / before.sightings_at_once::numeric), 1);
  FOR part IN 0 .. parts - 1 LOOP
    INSERT INTO c360_found
    SELECT part, c360_identifier_key(a_kind || ':' || a), c360_identifier_key(b_kind || ':' || b),
      CASE WHEN b IS NULL THEN a_kind END, CASE WHEN b IS NULL THEN a END, first_seen
    FROM identity_sightings((
      SELECT identity_agg(a_kind, a, b_kind, b, seen_at, limits) FROM c360_sightings
      WHERE parts = 1 OR mod(coalesce(hashtext(a), 0)::bigint + 2147483648, parts) = part));
  END LOOP;
  DROP TABLE c360_sightings;
  ANALYZE c360_found;

  IF read_wholly_because IS NOT NULL THEN
    PERFORM c360_forget_identifiers(target_schema);
    IF before.definition <> definition THEN
      EXECUTE format('INSERT INTO c360_touched SELECT key FROM %I.stored_identities', target_schema);
    END IF;
    PERFORM c360_recompute_identities(target_schema, limits);
  END IF;
  FOR part IN 0 .. parts - 1 LOOP
    changes := changes + c360_add_identifiers(target_schema, part);
    PERFORM c360_recompute_identities(target_schema, limits);
  END LOOP;

  EXECUTE format($query$
    WITH was AS MATERIALIZED (
      SELECT was.key, was.person AS person_before, stored.person, stored.first_seen, stored.kind, stored.identifier
      FROM c360_before AS was LEFT JOIN %1$I.stored_identities AS stored USING (key)
    ), merged AS (
      -- A person whose name nobody has any more is where the identifier of that name is, or the first of the others.
      INSERT INTO %1$I.identity_merges (person, merged_into, merged_at)
      SELECT DISTINCT ON (person_before) person_before, person, $1
      FROM was
      WHERE person <> person_before AND NOT EXISTS (
        SELECT FROM %1$I.stored_identities AS stored
        WHERE stored.key = c360_identifier_key(was.person_before) AND stored.person = was.person_before)
      ORDER BY person_before, key = c360_identifier_key(person_before) DESC, first_seen, kind, identifier
    ), split AS (
      UPDATE %1$I.identity_merges AS merge SET split_at = $1
      FROM (SELECT person FROM was WHERE person <> person_before
            -- An identifier that was gone may be there again.
            UNION SELECT person FROM c360_found JOIN %1$I.stored_identities AS stored ON stored.key = a
            WHERE b IS NULL) AS now
      WHERE merge.person = now.person AND merge.split_at IS NULL)
    SELECT count(*) FROM was WHERE person IS DISTINCT FROM person_before$query$, target_schema)
  INTO regrouped USING began_at;
  EXECUTE format('UPDATE %I.identity_progress SET refreshed_at = $1, day = $2, read_before = $3, system_identifier = $4, '
    'places = $5, definition = $6, read_wholly_because = $7, sightings_read = $8, identifiers_changed = $9',
    target_schema)
  USING began_at, day, read_before_now, cluster, places, definition, read_wholly_because, taken, changes + regrouped;
  DROP TABLE c360_touched, c360_new, c360_before, c360_found;
END
$function$;

-- ---- what the builder makes

-- The stored tables: name, comment, columns with their types and comments, and indexes.
CREATE FUNCTION c360_identity_tables()
  RETURNS TABLE (number integer, name text, comment text, columns text[], types text[], comments text[], indexes text[])
  LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 4 AS $pack$
VALUES
(1, 'stored_identities', 'Who is who as of identity_progress.day, which the view identities shows: one row per identifier',
  '{kind,identifier,person,identifiers,first_seen,links,connected,key}'::text[],
  '{text,text,text,bigint,timestamptz,bigint,uuid,uuid}'::text[],
  ARRAY['Kind of the identifier', 'The identifier, as it is compared', 'Name of the person: the first of its identifiers '
      'that was seen, with its kind', 'How many identifiers the person has', 'When it was first seen',
    'With how many others it was seen', 'Key of the first of all that are connected with it, whether or not they are one '
      'person', 'md5 of its kind, a colon and the identifier']::text[],
  '{"UNIQUE INDEX stored_identities_key ON %s (key)","INDEX stored_identities_connected ON %s (connected)"}'::text[]),
(2, 'identity_pairs', 'Which identifiers were seen together, as keys of stored_identities: one row per pair',
  '{a,b,first_seen}', '{uuid,uuid,timestamptz}', ARRAY['Key of the first identifier', 'Key of the second one',
    'When they were first seen together'],
  '{"UNIQUE INDEX identity_pairs_key ON %s (a, b)","INDEX identity_pairs_b ON %s (b)"}'),
(3, 'identity_merges', 'Who was merged into whom: one row per person and time. What became of a person now, '
    'stored_identities says of the identifier by which it was called.',
  '{person,merged_into,merged_at,split_at}', '{text,text,timestamptz,timestamptz}', ARRAY['Name of the person that was',
    'Name of the person whose part it became', 'When refresh_identities() found it',
    'When it was found to be a person of its own again; NULL = it was not'],
  '{"INDEX identity_merges_person ON %s USING hash (person)"}'),
(4, 'identity_progress', 'What the last refresh_identities() or audit_identities() saw and did: one row',
  '{refreshed_at,day,read_before,system_identifier,places,definition,sightings_at_once,read_wholly_because,'
    'sightings_read,identifiers_changed}',
  '{timestamptz,date,xid8,bigint,text[],text,bigint,text,bigint,bigint}',
  ARRAY['When it began', 'The day as of which identities are stored', 'Sightings of earlier transactions had all been seen',
    'The cluster', 'Where the rows of identifiers were stored', 'What was counted: time zone, limits, mapping',
    'For you to set: no graph is made of more sightings, as its size and memory are limited',
    'Why all sightings were read; NULL = only new ones were, and the addresses of users', 'Sightings that were read',
    'Identifiers that are new, gone, or of another person than before'], '{}')
$pack$;

-- The SELECT of the sightings, as refresh_identities() reads them, and what changes when it must read all of them anew.
CREATE FUNCTION c360_sightings_query(b c360_build, queries c360_table_query[], OUT query text, OUT definition text)
  LANGUAGE sql STABLE AS $function$
  SELECT q.query, md5(q.query || limits.query)
  FROM unnest(queries) AS t CROSS JOIN c360_view_pack() AS sightings CROSS JOIN c360_view_pack() AS limits
    CROSS JOIN LATERAL (SELECT replace(c360_in_zone(replace(sightings.query, '{target}', quote_ident(b.target_schema)),
        b.zone), format('%I.identifiers', b.target_schema), format('(%s) AS identifiers', CASE WHEN t.source IS NULL
          THEN t.clean ELSE replace(t.clean, format('%I.source_identifiers', b.target_schema),
            format('(%s WHERE {new_rows})', t.adapter)) END))) AS q (query)
  WHERE t.table_name = 'identifiers' AND sightings.name = 'identity_sightings' AND limits.name = 'identity_limits'
$function$;

-- The SELECT of the view identities: stored rows where they are those of as_of(), for who sees all that they were made
-- of.
CREATE FUNCTION c360_stored_identities(b c360_build, computed text) RETURNS text LANGUAGE sql STABLE AS $function$
  SELECT format('SELECT kind, identifier, person, identifiers FROM %1$I.stored_identities WHERE %2$s UNION ALL '
    'SELECT kind, identifier, person, identifiers FROM (%3$s) AS computed WHERE NOT %2$s', b.target_schema,
    format('(SELECT count(*) > 0 FROM %I.identity_progress AS progress WHERE progress.day = as_of(%L) AND %s)',
      b.target_schema, b.zone, c360_sees_all(b, '{accounts,identifiers,users}')), computed)
$function$;

-- The tables and the procedures.
CREATE FUNCTION c360_build_identities(b c360_build, queries c360_table_query[]) RETURNS SETOF c360_report_line
  LANGUAGE plpgsql AS $function$
#variable_conflict use_column
DECLARE
  sightings record;
  made record;
  called text;
  is_kept boolean;
  statement text;
BEGIN
  SELECT * INTO STRICT sightings FROM c360_sightings_query(b, queries);
  FOR made IN SELECT * FROM c360_identity_tables() ORDER BY number LOOP
    called := format('%I.%I', b.target_schema, made.name);
    is_kept := to_regclass(called) IS NOT NULL;
    IF NOT is_kept THEN
      EXECUTE format('CREATE TABLE %s (%s)', called, (
        SELECT string_agg(format('%I %s', c, t), ', ') FROM unnest(made.columns, made.types) AS u (c, t)));
      FOREACH statement IN ARRAY made.indexes LOOP
        EXECUTE format('CREATE ' || statement, called);
      END LOOP;
    END IF;
    PERFORM c360_comment_on('TABLE', called, made.comment, made.columns, made.comments);
    IF made.number <= 3 THEN
      PERFORM c360_protect_table(b, made.name, '{accounts,identifiers,users}');
    END IF;
    RETURN NEXT (made.name, 'table', CASE WHEN is_kept THEN 'kept' ELSE 'created' END, CASE WHEN is_kept
      THEN 'its rows are kept' WHEN made.number <= 3 THEN format('empty until CALL %I.refresh_identities()',
        b.target_schema) END)::c360_report_line;
  END LOOP;
  EXECUTE format('INSERT INTO %1$I.identity_progress (sightings_at_once) SELECT 4000000 WHERE NOT EXISTS '
    '(SELECT FROM %1$I.identity_progress)', b.target_schema);
  -- What other limits gave is not shown.
  EXECUTE format('UPDATE %I.identity_progress SET day = NULL WHERE definition <> %L', b.target_schema,
    sightings.definition);
  RETURN QUERY
  SELECT line.* FROM (VALUES
    ('refresh_identities', 'Brings stored_identities up to date with the sightings: takes the new ones, and computes anew '
      'who is who among all that are connected with them. Whoever calls it must see every row.'),
    ('audit_identities', 'Reads all sightings anew and takes back what is in none any more: '
      'identity_progress.identifiers_changed says how many identifiers that changed.')) AS p (name, comment)
    CROSS JOIN LATERAL c360_build_procedure(b, p.name, format('SELECT c360_refresh_identities(%L, %L::regclass, %L, %L, '
      '%L, %L, %L);', b.target_schema, (SELECT t.source::regclass FROM unnest(queries) AS t
        WHERE t.table_name = 'identifiers'), sightings.query,
      (SELECT c.expression FROM c360_source_columns(b.source_id, b.zone) AS c
       WHERE c.table_name = 'identifiers' AND c.name = 'seen_at'), b.zone, sightings.definition,
      p.name = 'audit_identities'), p.comment) AS line;
END
$function$;
