-- Who is who, stored: stored_identities, which the view identities shows, and who was merged into whom. Made for
-- customer360_create_views() by c360_build_identities(); docs/identity.md says what is guaranteed.
--
-- A refresh takes the sightings that are new, as a refresh of the roll-ups takes events (extension/91_rollups.sql), and
-- looks at the persons that they meet, of whom it needs to know only who they are now:
--
-- Where a new pair joins two persons, and both together are within the limits, they are one person from now on,
-- whatever its rank among the older pairs. What was a conflict stays one, as a person that has grown has no fewer
-- identifiers of a kind; and what was joined stays joined, as no part of both together has more of them than both.
-- Where limits forbid it, and the pair is later than all others of the two persons, it is a conflict and nothing else.
-- Where it is not the last, it may have to be followed before others, which are then conflicts; and where an identifier
-- has got more links than most_links, none of its pairs is followed any longer. Then all that are connected with them
-- are computed anew from their pairs: c360_region. Pairs of an identifier beyond its most_links connect nothing.
--
-- Where everything is read, and is no more than one graph may hold, everything is computed, and the differences are
-- written.

CREATE FUNCTION c360_identifier_key(name text) RETURNS uuid LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN md5(name)::uuid;

-- identities(graph) with when each identifier was first seen, with how many others, and keys.
CREATE FUNCTION c360_identity_rows(graph identity_graph)
  RETURNS TABLE (key uuid, kind text, identifier text, person text, person_key uuid, identifiers bigint,
    first_seen timestamptz, links bigint)
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100000 ROWS 100000;
CREATE FUNCTION c360_identity_pairs(graph identity_graph) RETURNS TABLE (a uuid, b uuid, first_seen timestamptz)
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100000 ROWS 100000;

-- ---- everything at once

-- Fills tables that are empty. How many identifiers are not in c360_before, as those are who were said to be merged.
CREATE FUNCTION c360_fill_identities(target_schema text, graph identity_graph) RETURNS bigint LANGUAGE plpgsql
AS $function$
DECLARE
  made record;
  added bigint;
  kept bigint;
BEGIN
  -- Indexes are made faster than they grow. Their owner may.
  CREATE TEMP TABLE c360_indexes AS
  SELECT i.indexrelid::regclass AS called, pg_get_indexdef(i.indexrelid) AS definition
  FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indrelid
  WHERE c.oid IN (format('%I.identity_pairs', target_schema)::regclass,
      format('%I.stored_identities', target_schema)::regclass)
    AND pg_has_role(c.relowner, 'USAGE') AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid);
  FOR made IN SELECT * FROM c360_indexes LOOP
    EXECUTE format('DROP INDEX %s', made.called);
  END LOOP;
  EXECUTE format('INSERT INTO %I.identity_pairs (a, b, first_seen) SELECT a, b, first_seen FROM c360_identity_pairs($1)',
    target_schema) USING graph;
  EXECUTE format('INSERT INTO %I.stored_identities '
    '(kind, identifier, person, identifiers, first_seen, links, person_key, key) '
    'SELECT kind, identifier, person, identifiers, first_seen, links, person_key, key FROM c360_identity_rows($1)',
    target_schema) USING graph;
  GET DIAGNOSTICS added = ROW_COUNT;
  FOR made IN SELECT * FROM c360_indexes LOOP
    EXECUTE made.definition;
  END LOOP;
  DROP TABLE c360_indexes;
  EXECUTE format($query$
    INSERT INTO c360_before
    SELECT stored.key, NULL, 0
    FROM (SELECT DISTINCT person FROM %1$I.identity_merges WHERE split_at IS NULL) AS merge
      JOIN %1$I.stored_identities AS stored ON stored.key = c360_identifier_key(merge.person)$query$, target_schema);
  GET DIAGNOSTICS kept = ROW_COUNT;
  RETURN added - kept;
END
$function$;

-- Makes what is stored that of a graph of all sightings. Who was another person, new or gone is kept in c360_before;
-- how many are new that are not.
CREATE FUNCTION c360_store_identities(target_schema text, graph identity_graph) RETURNS bigint LANGUAGE plpgsql
AS $function$
DECLARE
  is_empty boolean;
BEGIN
  EXECUTE format('SELECT NOT EXISTS (SELECT FROM %1$I.stored_identities) '
    'AND NOT EXISTS (SELECT FROM %1$I.identity_pairs)', target_schema) INTO is_empty;
  IF is_empty THEN
    RETURN c360_fill_identities(target_schema, graph);
  END IF;
  EXECUTE format($query$
    WITH compared AS MATERIALIZED (
      SELECT a, b, wanted.first_seen, stored.a IS NULL AS is_new
      FROM c360_identity_pairs($1) AS wanted FULL JOIN %1$I.identity_pairs AS stored USING (a, b)
      WHERE wanted.first_seen IS DISTINCT FROM stored.first_seen
    ), gone AS (
      DELETE FROM %1$I.identity_pairs AS stored USING compared
      WHERE (stored.a, stored.b) = (compared.a, compared.b) AND compared.first_seen IS NULL
    ), changed AS (
      UPDATE %1$I.identity_pairs AS stored SET first_seen = compared.first_seen FROM compared
      WHERE (stored.a, stored.b) = (compared.a, compared.b) AND NOT is_new AND compared.first_seen IS NOT NULL)
    -- In the order of the keys, as that is how indexes are filled fast.
    INSERT INTO %1$I.identity_pairs (a, b, first_seen)
    SELECT a, b, first_seen FROM compared WHERE is_new ORDER BY a, b$query$, target_schema)
  USING graph;
  EXECUTE format($query$
    WITH compared AS MATERIALIZED (
      SELECT key, wanted.kind, wanted.identifier, wanted.person, wanted.person_key, wanted.identifiers,
        wanted.first_seen, wanted.links, stored.person AS person_before
      FROM c360_identity_rows($1) AS wanted FULL JOIN %1$I.stored_identities AS stored USING (key)
      WHERE (wanted.person, wanted.identifiers, wanted.first_seen, wanted.links)
        IS DISTINCT FROM (stored.person, stored.identifiers, stored.first_seen, stored.links)
    ), kept AS (
      INSERT INTO c360_before
      SELECT key, person_before, 0 FROM compared WHERE person IS DISTINCT FROM person_before
    ), gone AS (
      DELETE FROM %1$I.stored_identities AS stored USING compared
      WHERE stored.key = compared.key AND compared.person IS NULL
    ), changed AS (
      UPDATE %1$I.stored_identities AS stored
      SET person = compared.person, person_key = compared.person_key, identifiers = compared.identifiers,
        first_seen = compared.first_seen, links = compared.links
      FROM compared WHERE stored.key = compared.key AND person_before IS NOT NULL AND compared.person IS NOT NULL)
    INSERT INTO %1$I.stored_identities
      (kind, identifier, person, identifiers, first_seen, links, person_key, key)
    SELECT kind, identifier, person, identifiers, first_seen, links, person_key, key
    FROM compared WHERE person_before IS NULL ORDER BY key$query$, target_schema)
  USING graph;
  RETURN 0;
END
$function$;

-- ---- what is new

-- Takes away what is in no sighting any more, and what was first seen later than is stored. Whom that concerns is added
-- to c360_starts.
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
    ), fewer AS (
      SELECT key, count(*) AS links FROM (SELECT a AS key FROM gone UNION ALL SELECT b FROM gone) AS ends GROUP BY key
    ), linked AS (
      UPDATE %1$I.stored_identities AS stored SET links = stored.links - fewer.links FROM fewer
      WHERE stored.key = fewer.key
    ), touched AS (
      SELECT key FROM fewer UNION SELECT a FROM later UNION SELECT b FROM later)
    -- Where too many links have become fewer, others are connected again.
    INSERT INTO c360_starts
    SELECT key FROM touched
    UNION SELECT pair.b FROM %1$I.identity_pairs AS pair JOIN touched ON touched.key = pair.a
    UNION SELECT pair.a FROM %1$I.identity_pairs AS pair JOIN touched ON touched.key = pair.b$query$, target_schema);
  EXECUTE format($query$
    WITH found AS MATERIALIZED (
      SELECT a AS key, min(first_seen) AS first_seen FROM c360_found WHERE b IS NULL GROUP BY a
    ), gone AS (
      DELETE FROM %1$I.stored_identities AS stored
      WHERE NOT EXISTS (SELECT FROM found WHERE found.key = stored.key) RETURNING key, person, person_key
    ), kept AS (
      INSERT INTO c360_before SELECT key, person, -1 FROM gone
    ), later AS (
      UPDATE %1$I.stored_identities AS stored SET first_seen = found.first_seen FROM found
      WHERE found.key = stored.key AND found.first_seen > stored.first_seen RETURNING stored.key)
    INSERT INTO c360_starts SELECT key FROM later
    -- Others were of the person of what is gone.
    UNION SELECT key FROM %1$I.stored_identities WHERE person_key IN (SELECT person_key FROM gone)$query$,
    target_schema);
  DELETE FROM c360_starts WHERE key IN (SELECT key FROM c360_before);
END
$function$;

-- Adds the pairs of a part, which c360_news are then, those included that are older than was known; and makes c360_seen
-- of the identifiers that are new, older, or of other links, which is written where they are stored already.
CREATE FUNCTION c360_add_sightings(target_schema text, number integer, limits jsonb) RETURNS void LANGUAGE plpgsql
AS $function$
BEGIN
  EXECUTE format($query$
    CREATE TEMP TABLE c360_news AS
    SELECT found.a, found.b, found.first_seen, stored.a IS NULL AS is_new
    FROM c360_found AS found LEFT JOIN %1$I.identity_pairs AS stored ON (stored.a, stored.b) = (found.a, found.b)
    WHERE found.part = %2$s AND found.b IS NOT NULL
      AND (stored.a IS NULL OR found.first_seen < stored.first_seen)$query$,
    target_schema, number);
  ANALYZE c360_news;
  EXECUTE format('UPDATE %I.identity_pairs AS stored SET first_seen = news.first_seen FROM c360_news AS news '
    'WHERE (stored.a, stored.b) = (news.a, news.b) AND NOT is_new', target_schema);
  EXECUTE format('INSERT INTO %I.identity_pairs (a, b, first_seen) '
    'SELECT a, b, first_seen FROM c360_news WHERE is_new ORDER BY a, b', target_schema);
  EXECUTE format($query$
    CREATE TEMP TABLE c360_seen AS
    WITH linked AS (
      SELECT key, count(*) FILTER (WHERE is_new) AS links
      FROM (SELECT a AS key, is_new FROM c360_news UNION ALL SELECT b, is_new FROM c360_news) AS ends GROUP BY key)
    SELECT found.a AS key, found.kind, found.identifier, stored.person, stored.links AS links_before,
      least(found.first_seen, stored.first_seen) AS first_seen,
      coalesce(stored.links, 0) + coalesce(linked.links, 0) AS links, (%3$L::jsonb -> found.kind)::bigint AS most_links
    FROM c360_found AS found LEFT JOIN %1$I.stored_identities AS stored ON stored.key = found.a
      LEFT JOIN linked ON linked.key = found.a
    WHERE found.part = %2$s AND found.b IS NULL
      AND (stored.key IS NULL OR found.first_seen < stored.first_seen OR linked.key IS NOT NULL)$query$,
    target_schema, number, coalesce(limits -> 'most_links', '{}'));
  CREATE UNIQUE INDEX ON c360_seen (key);
  ANALYZE c360_seen;
  EXECUTE format('UPDATE %I.stored_identities AS stored SET first_seen = seen.first_seen, links = seen.links '
    'FROM c360_seen AS seen WHERE stored.key = seen.key '
    'AND (stored.first_seen, stored.links) <> (seen.first_seen, seen.links)', target_schema);
  -- What was connected by who has too many links now is connected by it no longer.
  EXECUTE format($query$
    WITH shared AS MATERIALIZED (
      SELECT key FROM c360_seen WHERE links > most_links AND links_before <= most_links)
    INSERT INTO c360_starts
    SELECT key FROM shared
    UNION SELECT pair.b FROM %1$I.identity_pairs AS pair JOIN shared ON shared.key = pair.a
    UNION SELECT pair.a FROM %1$I.identity_pairs AS pair JOIN shared ON shared.key = pair.b$query$, target_schema);
END
$function$;

-- The graph of c360_members, who are in no pair that is not in c360_follow.
CREATE FUNCTION c360_graph_of_members(limits jsonb) RETURNS identity_graph LANGUAGE plpgsql AS $function$
BEGIN
  RETURN (
    SELECT identity_agg(a_kind, a, b_kind, b, first_seen, limits)
    FROM (
      SELECT kind AS a_kind, identifier AS a, NULL AS b_kind, NULL AS b, first_seen FROM c360_members
      UNION ALL
      SELECT a.kind, a.identifier, b.kind, b.identifier, follow.first_seen
      FROM c360_follow AS follow JOIN c360_members AS a ON a.key = follow.a JOIN c360_members AS b ON b.key = follow.b
      WHERE NOT a.connects_nothing AND NOT b.connects_nothing) AS sighting);
END
$function$;

-- Computes who the persons are whom c360_news and c360_seen meet, and all that are connected with c360_starts, and
-- writes those who are others than before, whom it keeps in c360_before.
CREATE FUNCTION c360_settle_identities(target_schema text, number integer, limits jsonb) RETURNS void LANGUAGE plpgsql
AS $function$
DECLARE
  most_per_entity CONSTANT jsonb := limits - 'most_links';
  most_links CONSTANT jsonb := coalesce(limits -> 'most_links', '{}');
  graph identity_graph;
BEGIN
  EXECUTE format($query$
    CREATE TEMP TABLE c360_members AS
    SELECT key, kind, identifier, person, person_key, identifiers, first_seen, links,
      coalesce(links > (%2$L::jsonb -> kind)::bigint, false) AS connects_nothing
    FROM %1$I.stored_identities
    WHERE person_key IN (
      SELECT person_key FROM %1$I.stored_identities
      WHERE key IN (SELECT key FROM c360_seen UNION SELECT a FROM c360_news UNION SELECT b FROM c360_news))
    UNION ALL
    SELECT key, kind, identifier, NULL, NULL, NULL, first_seen, links, coalesce(links > most_links, false)
    FROM c360_seen WHERE person IS NULL$query$, target_schema, most_links);
  ANALYZE c360_members;
  -- A person is connected already, by whatever pairs: here from its name, before all pairs that are new.
  CREATE TEMP TABLE c360_follow AS
  SELECT member.person_key AS a, member.key AS b, greatest(member.first_seen, named.first_seen) AS first_seen
  FROM c360_members AS member JOIN c360_members AS named ON named.key = member.person_key
  WHERE member.key <> member.person_key
  UNION ALL
  SELECT a, b, first_seen FROM c360_news;
  ANALYZE c360_follow;
  graph := c360_graph_of_members(most_per_entity);

  IF EXISTS (SELECT FROM identity_conflicts(graph)) THEN
    EXECUTE format($query$
      WITH together AS MATERIALIZED (
        SELECT key, person_key AS group_key FROM c360_identity_rows(c360_graph_of_members('{}'))
      ), forbidden AS MATERIALIZED (
        SELECT DISTINCT group_key
        FROM identity_conflicts($1) AS conflict
          JOIN together ON key = c360_identifier_key(conflict.a_kind || ':' || conflict.a)
      ), concerned AS MATERIALIZED (
        SELECT key, group_key, coalesce(person_key, key) AS person_key
        FROM together JOIN forbidden USING (group_key) JOIN c360_members USING (key)
      ), last_of_person AS MATERIALIZED (
        SELECT person_key, max(pair.first_seen) AS last_seen
        FROM concerned CROSS JOIN LATERAL (
            SELECT a, b, first_seen FROM %1$I.identity_pairs WHERE a = concerned.key
            UNION ALL
            SELECT a, b, first_seen FROM %1$I.identity_pairs WHERE b = concerned.key) AS pair
          LEFT JOIN c360_news AS news ON (news.a, news.b) = (pair.a, pair.b)
        WHERE news.a IS NULL
        GROUP BY person_key)
      INSERT INTO c360_starts
      SELECT key FROM concerned
      WHERE group_key IN (
        SELECT concerned.group_key
        FROM (SELECT a AS key, first_seen FROM c360_news UNION ALL SELECT b, first_seen FROM c360_news) AS news
          JOIN concerned USING (key) JOIN last_of_person USING (person_key)
        WHERE news.first_seen <= last_seen)$query$, target_schema)
    USING graph;
  END IF;

  IF EXISTS (SELECT FROM c360_starts) THEN
    EXECUTE format($query$
      CREATE TEMP TABLE c360_region AS
      WITH RECURSIVE reached (key) AS (
        SELECT key FROM c360_starts
        UNION
        SELECT near.key
        FROM reached
          CROSS JOIN LATERAL (
            SELECT reached.key AS own_key, b AS key FROM %1$I.identity_pairs WHERE a = reached.key
            UNION ALL
            SELECT reached.key, a FROM %1$I.identity_pairs WHERE b = reached.key) AS near
        WHERE NOT EXISTS (
          SELECT FROM %1$I.stored_identities AS stored
          WHERE stored.key IN (near.own_key, near.key) AND stored.links > (%2$L::jsonb -> stored.kind)::bigint)
        AND NOT EXISTS (
          SELECT FROM c360_seen AS seen
          WHERE seen.key IN (near.own_key, near.key) AND seen.links > seen.most_links))
      SELECT key FROM reached$query$, target_schema, most_links);
    CREATE UNIQUE INDEX ON c360_region (key);
    ANALYZE c360_region;
    DELETE FROM c360_follow WHERE a IN (SELECT key FROM c360_region) OR b IN (SELECT key FROM c360_region);
    EXECUTE format($query$
      INSERT INTO c360_members
      SELECT key, kind, identifier, person, person_key, identifiers, first_seen, links,
        coalesce(links > (%2$L::jsonb -> kind)::bigint, false)
      FROM %1$I.stored_identities JOIN c360_region USING (key)
      WHERE key NOT IN (SELECT key FROM c360_members)$query$, target_schema, most_links);
    EXECUTE format($query$
      INSERT INTO c360_follow
      SELECT pair.a, pair.b, pair.first_seen
      FROM %1$I.identity_pairs AS pair JOIN c360_region ON key = pair.a
      WHERE pair.b IN (SELECT key FROM c360_region)$query$, target_schema);
    ANALYZE c360_members, c360_follow;
    graph := c360_graph_of_members(most_per_entity);
    DROP TABLE c360_region;
    TRUNCATE c360_starts;
  END IF;

  CREATE TEMP TABLE c360_changed AS
  SELECT key, member.kind, member.identifier, member.person AS person_before, member.first_seen, member.links,
    found.person, found.person_key, found.identifiers
  FROM c360_identity_rows(graph) AS found JOIN c360_members AS member USING (key)
  WHERE (found.person, found.identifiers) IS DISTINCT FROM (member.person, member.identifiers);
  ANALYZE c360_changed;
  INSERT INTO c360_before
  SELECT key, person_before, number FROM c360_changed WHERE person IS DISTINCT FROM person_before;
  EXECUTE format($query$
    UPDATE %I.stored_identities AS stored
    SET person = changed.person, person_key = changed.person_key, identifiers = changed.identifiers
    FROM c360_changed AS changed WHERE stored.key = changed.key$query$, target_schema);
  EXECUTE format($query$
    INSERT INTO %I.stored_identities (kind, identifier, person, identifiers, first_seen, links, person_key, key)
    SELECT kind, identifier, person, identifiers, first_seen, links, person_key, key
    FROM c360_changed WHERE person_before IS NULL ORDER BY key$query$, target_schema);
  DROP TABLE c360_members, c360_follow, c360_seen, c360_news, c360_changed;
END
$function$;

-- What refresh_identities() and audit_identities() of a target schema call. query: the sightings, with {new_rows} where
-- a condition on the source's rows goes, which are called s; seen_at: over them, when it was.
CREATE FUNCTION c360_refresh_identities(target_schema text, source regclass, query text, seen_at text, zone text,
    given_definition text, is_audit boolean)
  RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET row_security = off SET jit = off
  SET standard_conforming_strings = on AS $function$
#variable_conflict use_column
DECLARE
  day date;
  before record;
  definition text;
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
  filled bigint := 0;
  changes bigint;
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
  -- Where there are too many kinds, others may be followed now.
  EXECUTE format('SELECT $1 || CASE WHEN count(*) >= 253 THEN md5(string_agg(kind, '','' ORDER BY kind)) ELSE '''' END '
    'FROM %I.identity_kinds', target_schema) INTO definition USING given_definition;
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

  CREATE TEMP TABLE c360_before (key uuid, person text, part integer);
  EXECUTE 'CREATE TEMP TABLE c360_sightings AS ' || replace(query, '{new_rows}', new_rows);
  GET DIAGNOSTICS taken = ROW_COUNT;
  -- No graph is made of more sightings than so many.
  parts := greatest(ceil(taken / before.sightings_at_once::numeric), 1);
  IF read_wholly_because IS NOT NULL AND parts = 1 THEN
    filled := c360_store_identities(target_schema, (
      SELECT identity_agg(a_kind, a, b_kind, b, seen_at, limits) FROM c360_sightings));
  ELSE
    CREATE TEMP TABLE c360_found (part integer, a uuid, b uuid, kind text, identifier text, first_seen timestamptz);
    CREATE TEMP TABLE c360_starts (key uuid);
    FOR part IN 0 .. parts - 1 LOOP
      WITH seen AS MATERIALIZED (
        SELECT identity_agg(a_kind, a, b_kind, b, seen_at, limits) AS graph FROM c360_sightings
        WHERE parts = 1 OR mod(coalesce(hashtext(a), 0)::bigint + 2147483648, parts) = part)
      INSERT INTO c360_found
      SELECT part, key, NULL, kind, identifier, first_seen FROM seen CROSS JOIN LATERAL c360_identity_rows(graph)
      UNION ALL
      SELECT part, a, b, NULL, NULL, first_seen FROM seen CROSS JOIN LATERAL c360_identity_pairs(graph);
    END LOOP;
    ANALYZE c360_found;
    IF read_wholly_because IS NOT NULL THEN
      PERFORM c360_forget_identifiers(target_schema);
    END IF;
    IF before.definition <> definition THEN
      EXECUTE format('INSERT INTO c360_starts SELECT key FROM %I.stored_identities', target_schema);
    END IF;
    FOR part IN 0 .. parts - 1 LOOP
      PERFORM c360_add_sightings(target_schema, part, limits);
      PERFORM c360_settle_identities(target_schema, part, limits);
    END LOOP;
    DROP TABLE c360_found, c360_starts;
  END IF;
  DROP TABLE c360_sightings;

  ANALYZE c360_before;
  EXECUTE format($query$
    WITH was AS MATERIALIZED (
      SELECT was.key, was.person AS person_before, stored.person, stored.first_seen, stored.kind, stored.identifier
      FROM (SELECT DISTINCT ON (key) key, person FROM c360_before ORDER BY key, part) AS was
        LEFT JOIN %1$I.stored_identities AS stored USING (key)
      WHERE was.person IS DISTINCT FROM stored.person
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
      -- Also an identifier that was gone and is there again.
      UPDATE %1$I.identity_merges AS merge SET split_at = $1
      FROM (SELECT DISTINCT person FROM was) AS now
      WHERE merge.person = now.person AND merge.split_at IS NULL)
    SELECT count(*) FROM was$query$, target_schema)
  INTO changes USING began_at;
  EXECUTE format('UPDATE %I.identity_progress SET refreshed_at = $1, day = $2, read_before = $3, system_identifier = $4, '
    'places = $5, definition = $6, read_wholly_because = $7, sightings_read = $8, identifiers_changed = $9',
    target_schema)
  USING began_at, day, read_before_now, cluster, places, definition, read_wholly_because, taken, filled + changes;
  DROP TABLE c360_before;
END
$function$;

-- ---- what the builder makes

-- The stored tables: name, comment, columns with their types and comments, and indexes.
CREATE FUNCTION c360_identity_tables()
  RETURNS TABLE (number integer, name text, comment text, columns text[], types text[], comments text[], indexes text[])
  LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 4 AS $pack$
VALUES
(1, 'stored_identities', 'Who is who as of identity_progress.day, which the view identities shows: one row per identifier',
  '{kind,identifier,person,identifiers,first_seen,links,person_key,key}'::text[],
  '{text,text,text,bigint,timestamptz,bigint,uuid,uuid}'::text[],
  ARRAY['Kind of the identifier', 'The identifier, as it is compared', 'Name of the person: the first of its identifiers '
      'that was seen, with its kind', 'How many identifiers the person has', 'When it was first seen',
    'With how many others it was seen', 'Key of the identifier by which the person is called',
    'md5 of its kind, a colon and the identifier']::text[],
  '{"UNIQUE INDEX stored_identities_key ON %s (key)","INDEX stored_identities_person ON %s (person_key)"}'::text[]),
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
    ('refresh_identities', 'Brings stored_identities up to date with the sightings: takes the new ones, and looks at the '
      'persons that they meet. Whoever calls it must see every row.'),
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
