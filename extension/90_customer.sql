-- customer360_create_views(): the Customer 360 views over your own warehouse. What it builds is data that the build
-- appends to this part: the source contract of demo/00_schema.sql and the view pack of views/*.sql (tools/views).
--
-- Two rules make unusual names harmless. Every relation is named with its schema, so that neither the source's nor the
-- target's schema is ever in a search path, and no function or operator of theirs is called. And every name goes
-- through format('%I').

-- What the contract finds in a schema: one row per table and column of the contract, in its order. `source` is NULL
-- where the table is missing, source_type where the column is; `expression` gives the column the type of the contract,
-- or is NULL where the types have no cast. Only PostgreSQL's own casts count: a cast's function runs with the reader's
-- rights.
CREATE FUNCTION c360_map_source(schema_id oid)
  RETURNS TABLE (number integer, table_name text, source oid, place integer, column_name text, column_type text,
    source_type text, expression text)
  LANGUAGE plpgsql STABLE PARALLEL SAFE AS $function$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT t.number, t.name, c.oid, k.place::integer, k.name, k.type, format_type(a.atttypid, a.atttypmod),
    CASE
      WHEN a.attnum IS NULL THEN format('NULL::%s', k.type)
      WHEN a.atttypid = k.type::regtype AND a.attcollation IN (0, d.typcollation) THEN format('s.%I', k.name)
      WHEN b.type = k.type::regtype OR 'S' IN (f.typcategory, d.typcategory) OR EXISTS (
          SELECT FROM pg_cast LEFT JOIN pg_proc AS p ON p.oid = castfunc
          WHERE castsource = b.type AND casttarget = d.oid
            AND (castfunc = 0 OR p.pronamespace = 'pg_catalog'::regnamespace))
        THEN format('s.%I::%s%s', k.name, k.type,
          CASE WHEN d.typcollation <> 0 AND a.attcollation NOT IN (0, d.typcollation)
            THEN ' COLLATE pg_catalog."default"' END)
    END
  FROM c360_source_contract() AS t
    CROSS JOIN LATERAL unnest(t.columns, t.types) WITH ORDINALITY AS k (name, type, place)
    JOIN pg_type AS d ON d.oid = k.type::regtype
    LEFT JOIN pg_class AS c ON c.relnamespace = schema_id AND c.relname = t.name
      AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
    LEFT JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = k.name AND a.attnum > 0 AND NOT a.attisdropped
    -- The type under the domains.
    LEFT JOIN LATERAL (
      WITH RECURSIVE under (type, depth) AS (
        SELECT a.atttypid, 0
        UNION ALL
        SELECT typbasetype, depth + 1 FROM under JOIN pg_type ON pg_type.oid = under.type WHERE typtype = 'd')
      SELECT type FROM under ORDER BY depth DESC LIMIT 1) AS b ON true
    LEFT JOIN pg_type AS f ON f.oid = b.type
  ORDER BY t.number, k.place;
END
$function$;

-- What the days of a warehouse are, in its one time zone: bodies of views say local_day(instant) and
-- local_midnight(day), the instant at which a local day begins, and get the zone as the first argument.
CREATE FUNCTION c360_local_day(zone text, at timestamptz) RETURNS date
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT calendar_day(at, zone) $$;
-- A midnight that strikes twice, as in Havana, is the first one.
CREATE FUNCTION c360_local_midnight(zone text, day date) RETURNS timestamptz
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN calendar_day(day::timestamp AT TIME ZONE zone - interval '1 hour', zone) = day
      THEN day::timestamp AT TIME ZONE zone - interval '1 hour' ELSE day::timestamp AT TIME ZONE zone END $$;
CREATE FUNCTION c360_in_zone(query text, zone text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT replace(regexp_replace(query, '\m(local_day|local_midnight)\(', format('c360_\1(%L, ', zone), 'g'),
      'as_of()', format('as_of(%L)', zone)) $$;

-- Comments on a relation and its columns, including the mark by which it is recognised.
CREATE FUNCTION c360_comment_on(relation_kind text, target_schema text, name text, comment text, columns text[],
    comments text[])
  RETURNS void LANGUAGE plpgsql AS $function$
BEGIN
  EXECUTE format('COMMENT ON %s %I.%I IS %L', relation_kind, target_schema, name, comment);
  FOR i IN 1 .. cardinality(columns) LOOP
    EXECUTE format('COMMENT ON COLUMN %I.%I.%I IS %L', target_schema, name, columns[i], comments[i]);
  END LOOP;
END
$function$;

-- What customer360_create_views() has made in a schema and still finds there: their comments say so, which survive a
-- rename, pg_dump and pg_upgrade, and also tell a reader.
CREATE FUNCTION c360_made_objects(schema_id oid)
  RETURNS TABLE (class oid, id oid, name text, kind text, owner oid, acl aclitem[])
  LANGUAGE plpgsql STABLE AS $function$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT o.* FROM (
    SELECT 'pg_class'::regclass::oid, c.oid, relname::text, CASE relkind WHEN 'v' THEN 'view' ELSE 'table' END,
      relowner, relacl
    FROM pg_class AS c WHERE relnamespace = schema_id AND relkind IN ('v', 'r')
    UNION ALL
    SELECT 'pg_proc'::regclass, p.oid, proname::text, 'procedure', proowner, proacl
    FROM pg_proc AS p WHERE pronamespace = schema_id AND prokind = 'p' AND pronargs = 0) AS o (class, id)
    JOIN pg_description AS d ON d.classoid = class AND d.objoid = id AND d.objsubid = 0
  WHERE d.description LIKE '%Made by customer360\_create\_views%';
END
$function$;

-- The statements that give those views and all procedures, once recreated, the owners and privileges that they have
-- now.
CREATE FUNCTION c360_privileges_of(schema_id oid, names text[]) RETURNS text[]
  LANGUAGE plpgsql STABLE AS $function$
#variable_conflict use_column
DECLARE
  statements text[];
BEGIN
  WITH object AS (
    SELECT m.*, format(CASE kind WHEN 'procedure' THEN 'PROCEDURE %s.%I()' ELSE 'TABLE %s.%I' END,
        schema_id::regnamespace, name) AS called
    FROM c360_made_objects(schema_id) AS m
    WHERE kind = 'procedure' OR kind = 'view' AND name = ANY (names)
  ), granted AS (
    SELECT called, 0 AS attnum, privilege_type || '' AS what, grantee, is_grantable
    FROM object CROSS JOIN aclexplode(acl) WHERE grantee <> owner
    UNION ALL
    SELECT called, attnum, format('%s (%I)', privilege_type, attname), grantee, is_grantable
    FROM object JOIN pg_attribute ON attrelid = id AND kind = 'view' CROSS JOIN aclexplode(attacl)
    WHERE grantee <> owner
  )
  SELECT array_agg(statement ORDER BY step) INTO statements FROM (
    SELECT 1, format('REVOKE ALL ON %s FROM %s', called, role) FROM object
      CROSS JOIN (SELECT 'PUBLIC' UNION SELECT quote_ident(pg_get_userbyid(grantee))
                  FROM pg_default_acl, aclexplode(defaclacl) WHERE grantee <> 0) AS granted_by_default (role)
    WHERE acl IS NOT NULL AND role <> quote_ident(pg_get_userbyid(owner))
    UNION ALL
    SELECT 2, format('GRANT %s ON %s TO %s%s', what, called,
      CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END,
      CASE WHEN is_grantable THEN ' WITH GRANT OPTION' END)
    FROM granted
    UNION ALL
    SELECT 3, format('ALTER %s OWNER TO %I', called, pg_get_userbyid(owner)) FROM object
    WHERE owner <> quote_ident(current_user)::regrole) AS s (step, statement);
  RETURN statements;
END
$function$;

-- Gives a stored table the columns that its SELECT has now, and reports them. Where a type has changed, nothing may
-- depend on the table.
CREATE FUNCTION c360_adapt_table(target_schema text, name text, expected text, query text, is_free boolean)
  RETURNS text[] LANGUAGE plpgsql AS $function$
DECLARE
  report text[] := '{}';
  called CONSTANT text := format('%I.%I', target_schema, name);
  r record;
BEGIN
  EXECUTE format('CREATE VIEW %I.%I AS ', target_schema, expected) || query;
  FOR r IN
    SELECT coalesce(e.attname, t.attname) AS name, format_type(e.atttypid, e.atttypmod) AS type,
      format_type(t.atttypid, t.atttypmod) AS stored_type
    FROM (SELECT * FROM pg_attribute WHERE attrelid = format('%I.%I', target_schema, expected)::regclass) AS e
      FULL JOIN (SELECT * FROM pg_attribute WHERE attrelid = called::regclass AND attnum > 0 AND NOT attisdropped) AS t
        ON t.attname = e.attname
    ORDER BY coalesce(e.attnum, 10000 + t.attnum)
  LOOP
    IF r.stored_type IS NULL THEN
      EXECUTE format('ALTER TABLE %s ADD COLUMN %I %s', called, r.name, r.type);
      report := report || ARRAY[ARRAY[format('%I.%I', name, r.name), 'column', 'added',
        'NULL in existing rows']];
    ELSIF r.type IS NULL THEN
      report := report || ARRAY[ARRAY[format('%I.%I', name, r.name), 'column', 'kept', 'no longer written']];
    ELSIF r.type <> r.stored_type THEN
      IF NOT is_free THEN
        RAISE invalid_table_definition;
      END IF;
      EXECUTE format('ALTER TABLE %s ALTER COLUMN %I TYPE %s', called, r.name, r.type);
      report := report || ARRAY[ARRAY[format('%I.%I', name, r.name), 'column', 'changed',
        format('from %s to %s', r.stored_type, r.type)]];
    END IF;
  END LOOP;
  EXECUTE format('DROP VIEW %I.%I', target_schema, expected);
  RETURN report;
END
$function$;

-- Drops those views, all procedures, and the policies of tables; objects that others built on them are named, and stop
-- it.
CREATE FUNCTION c360_drop_views(target_schema text, names text[]) RETURNS void LANGUAGE plpgsql AS $function$
DECLARE
  detail text;
  statement text;
BEGIN
  FOR statement IN
    SELECT s.statement FROM c360_made_objects((SELECT oid FROM pg_namespace WHERE nspname = target_schema)) AS m
      CROSS JOIN LATERAL (
        SELECT 1, format('DROP PROCEDURE %I.%I()', target_schema, m.name) WHERE m.kind = 'procedure'
        UNION ALL
        SELECT 2, format('DROP POLICY %I ON %I.%I', polname, target_schema, m.name) FROM pg_policy
        WHERE polrelid = m.id AND polname = 'account_is_visible' AND m.kind = 'table') AS s (step, statement)
    UNION ALL
    SELECT format('DROP VIEW %s', string_agg(format('%I.%I', target_schema, m.name), ', '))
    FROM c360_made_objects((SELECT oid FROM pg_namespace WHERE nspname = target_schema)) AS m
    WHERE m.kind = 'view' AND m.name = ANY (names) HAVING count(*) > 0
  LOOP
    EXECUTE statement;
  END LOOP;
EXCEPTION WHEN dependent_objects_still_exist THEN
  GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
  RAISE EXCEPTION USING ERRCODE = 'dependent_objects_still_exist',
    MESSAGE = format('the columns of the views of schema %I have changed, and other objects depend on them',
      target_schema),
    DETAIL = detail,
    HINT = 'Drop these first and recreate them afterwards, or name another target schema.';
END
$function$;

-- Every reason for customer360_create_views() to refuse, checked before it changes anything.
CREATE FUNCTION c360_check_views(source_schema text, target_schema text, time_zone text, extension_schema text,
    progress text, presence text, expected text)
  RETURNS void LANGUAGE plpgsql AS $function$
#variable_conflict use_column
DECLARE
  source_id oid;
  target_id oid;
  names text[];
  listed text;
BEGIN
  -- ---- what is asked for

  IF source_schema IS NULL OR target_schema IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'null_value_not_allowed',
      MESSAGE = format('%s must not be null',
        CASE WHEN source_schema IS NULL THEN 'source_schema' ELSE 'target_schema' END),
      DETAIL = 'The views read one schema and are built in another.',
      HINT = $$SELECT * FROM customer360_create_views('warehouse', 'customer_success');$$;
  END IF;
  SELECT oid INTO source_id FROM pg_namespace WHERE nspname = source_schema;
  IF source_id IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'invalid_schema_name',
      MESSAGE = format('schema %I does not exist', source_schema),
      DETAIL = 'It must hold the tables of the source contract, or views in their place.',
      HINT = 'Names are taken literally, without quotes: SELECT nspname FROM pg_namespace lists them.';
  END IF;
  IF source_schema = target_schema THEN
    RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
      MESSAGE = format('the views cannot be built in the schema of their sources, %I', source_schema),
      DETAIL = 'The target schema gets views with the names of the source tables, in the shape of the contract.',
      HINT = 'Name another target schema; it is created if it does not exist.';
  END IF;
  IF target_schema = extension_schema OR target_schema LIKE 'pg\_%' OR target_schema = 'information_schema' THEN
    RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
      MESSAGE = format('the views cannot be built in schema %I', target_schema),
      DETAIL = CASE target_schema WHEN extension_schema THEN 'It is the schema of the extension.'
                 ELSE 'It is one of PostgreSQL''s own.' END,
      HINT = 'Name a separate schema for the views; it is created if it does not exist.';
  END IF;
  IF octet_length(target_schema) NOT BETWEEN 1 AND 63 THEN
    RAISE EXCEPTION USING ERRCODE = CASE target_schema WHEN '' THEN 'invalid_name' ELSE 'name_too_long' END,
      MESSAGE = format('the name of the target schema has %s bytes', octet_length(target_schema)),
      DETAIL = 'Names in PostgreSQL have 1 to 63 bytes.',
      HINT = 'Name another target schema.';
  END IF;
  BEGIN
    PERFORM now() AT TIME ZONE time_zone;
  EXCEPTION WHEN invalid_parameter_value THEN
    RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
      MESSAGE = format('time zone %L does not exist', time_zone),
      DETAIL = 'Stored roll-ups count the local days of this time zone.',
      HINT = 'SELECT name FROM pg_timezone_names lists the names, such as Europe/Berlin.';
  END;

  -- ---- who asks, and the target schema

  -- Two calls for one target run one after the other.
  PERFORM pg_advisory_xact_lock(hashtext('customer360_create_views'), hashtext(target_schema));
  SELECT oid INTO target_id FROM pg_namespace WHERE nspname = target_schema;
  listed := concat_ws(', ',
    CASE WHEN NOT has_schema_privilege(source_id, 'USAGE') THEN format('USAGE on schema %I', source_schema) END,
    CASE WHEN target_id IS NULL AND NOT has_database_privilege(current_database(), 'CREATE')
      THEN format('CREATE on database %I, or an existing schema %I', current_database(), target_schema) END,
    CASE WHEN NOT has_schema_privilege(target_id, 'USAGE') THEN format('USAGE on schema %I', target_schema) END,
    CASE WHEN NOT has_schema_privilege(target_id, 'CREATE') THEN format('CREATE on schema %I', target_schema) END);
  IF listed <> '' THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
      MESSAGE = format('%I may not build the views', current_user),
      DETAIL = format('Missing: %s.', listed),
      HINT = 'Have the missing privileges granted, or call as another role.';
  END IF;

  -- ---- what stands in the way

  names := array_cat((SELECT array_agg(name ORDER BY number) FROM c360_source_contract()),
    (SELECT array_agg(name ORDER BY number) FROM c360_view_pack()));
  SELECT string_agg(format('%s %I', o.kind, o.name), ', ' ORDER BY o.name) INTO listed
  FROM (
    SELECT c.oid, relname, CASE relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'i' THEN 'index'
      WHEN 'I' THEN 'index' WHEN 'S' THEN 'sequence' WHEN 'c' THEN 'type' WHEN 'f' THEN 'foreign table' ELSE 'table' END
    FROM pg_class AS c
    WHERE relnamespace = target_id AND (relname = ANY (names || progress || presence || expected)
      OR relname IN (SELECT p.name || '_key' FROM c360_view_pack() AS p WHERE p.key IS NOT NULL))
      AND NOT EXISTS (SELECT FROM pg_index JOIN c360_made_objects(target_id) AS m ON m.id = indrelid
                      WHERE indexrelid = c.oid AND m.kind = 'table')
    UNION ALL
    SELECT t.oid, typname, 'type' FROM pg_type AS t
    WHERE typnamespace = target_id AND typname = ANY (names || progress || presence || expected) AND typrelid = 0
    UNION ALL
    SELECT p.oid, proname, CASE prokind WHEN 'p' THEN 'procedure' ELSE 'function' END FROM pg_proc AS p
    WHERE pronamespace = target_id AND pronargs = 0
      AND proname IN (SELECT recorded_by FROM c360_view_pack() UNION SELECT 'refresh_activity')
  ) AS o (oid, name, kind)
  WHERE o.oid NOT IN (SELECT id FROM c360_made_objects(target_id));
  IF listed IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'duplicate_table',
      MESSAGE = format('schema %I has other objects with the names of the views', target_schema),
      DETAIL = format('Not made by customer360_create_views(): %s. Nothing was changed.', listed),
      HINT = 'Rename or drop them, or name another target schema. Its own objects say so in their comments.';
  END IF;
  SELECT string_agg(DISTINCT pg_get_userbyid(m.owner), ', ') INTO listed
  FROM c360_made_objects(target_id) AS m
  WHERE m.name = ANY (names || progress || presence || 'refresh_activity'::text || ARRAY(SELECT recorded_by FROM c360_view_pack()))
    AND NOT pg_has_role(m.owner, 'USAGE');
  IF listed IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
      MESSAGE = format('%I may not recreate the views of schema %I', current_user, target_schema),
      DETAIL = format('They belong to %s.', listed),
      HINT = 'Call as their owner or a superuser, or name another target schema.';
  END IF;

  -- ---- what the source has

  SELECT string_agg(format('%I.%I is %s and should be %s', s.table_name, s.column_name, s.source_type, s.column_type),
      ', ' ORDER BY s.number, s.place) INTO listed
  FROM c360_map_source(source_id) AS s WHERE s.expression IS NULL;
  IF listed IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'datatype_mismatch',
      MESSAGE = format('columns of schema %I have types that PostgreSQL does not cast to those of the contract',
        source_schema),
      DETAIL = format('%s.', listed),
      HINT = 'Build over a schema of views that convert them: docs/customer.md shows how.';
  END IF;
  SELECT string_agg(format(CASE WHEN s.source IS NULL THEN 'table %I.%I' ELSE 'column %I.%I.%I' END, source_schema,
      s.table_name, s.column_name), ', ' ORDER BY s.number, s.place) INTO listed
  FROM c360_map_source(source_id) AS s
  WHERE s.source_type IS NULL
    AND (s.table_name = 'accounts' AND s.column_name = 'account_id'
      OR s.table_name = 'accounts' AND s.source IS NOT NULL AND s.column_name = 'signed_on'
      OR s.table_name = 'product_events' AND s.source IS NOT NULL
        AND s.column_name IN ('event_id', 'account_id', 'user_id', 'occurred_at'));
  IF listed IS NOT NULL THEN
    RAISE EXCEPTION USING
      ERRCODE = CASE WHEN listed LIKE 'table %' THEN 'undefined_table' ELSE 'undefined_column' END,
      MESSAGE = format('schema %I lacks what the views require', source_schema),
      DETAIL = format('Missing: %s.', listed),
      HINT = 'Required are accounts, with account_id and signed_on; and, where product_events exists, its event_id, '
        'account_id, user_id and occurred_at. Build over a schema of views that give them these names.';
  END IF;
END
$function$;

CREATE FUNCTION customer360_create_views(source_schema text, target_schema text, time_zone text DEFAULT NULL)
  RETURNS TABLE (object text, kind text, action text, detail text)
  LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp AS $function$
#variable_conflict use_column
DECLARE
  -- Comments end with it, and objects are recognised by it.
  mark CONSTANT text := E'\n'
    'Made by customer360_create_views(), which recreates it when called again.';
  mark_of_tables CONSTANT text := E'\n'
    'Made by customer360_create_views(), which keeps its rows when called again.';
  extension_schema CONSTANT text :=
    (SELECT nspname FROM pg_extension JOIN pg_namespace AS n ON n.oid = extnamespace WHERE extname = 'customer360');
  source_id oid;
  target_id oid;
  -- What it makes in the target schema besides the adapters and the pack.
  progress CONSTANT text := 'rollup_progress';
  presence CONSTANT text := 'source_tables';
  expected CONSTANT text := 'customer360_expected_columns';
  names text[];
  table_names text[];
  table_comments text[];
  listed text;
  zone text;
  stored_zone text;
  before text[];
  after text[];
  query text;
  body text;
  columns text;
  kept boolean;
  replaced text;
  dropped text[];
  privileges text[] := '{}';
  report text[];
  line text[];
  r record;
BEGIN
  -- The path in which the pack's functions and operators are found, until the end of this call.
  PERFORM set_config('search_path', format('pg_catalog, %I, pg_temp', extension_schema), true);

  PERFORM c360_check_views(source_schema, target_schema, time_zone, extension_schema, progress, presence,
    expected);
  SELECT oid INTO source_id FROM pg_namespace WHERE nspname = source_schema;
  SELECT oid INTO target_id FROM pg_namespace WHERE nspname = target_schema;
  names := array_cat((SELECT array_agg(name ORDER BY number) FROM c360_source_contract()),
    (SELECT array_agg(name ORDER BY number) FROM c360_view_pack()));

  report := '{}';
  IF target_id IS NULL THEN
    EXECUTE format('CREATE SCHEMA %I', target_schema);
    EXECUTE format('COMMENT ON SCHEMA %I IS %L', target_schema,
      format('Customer 360 views over schema %I', source_schema));
    SELECT oid INTO target_id FROM pg_namespace WHERE nspname = target_schema;
    report := ARRAY[ARRAY[target_schema, 'schema', 'created', NULL]];
  END IF;
  SELECT split_part(setting, '=', 2) INTO stored_zone
  FROM c360_made_objects(target_id) AS m JOIN pg_proc AS p ON p.oid = m.id AND m.kind = 'procedure'
    CROSS JOIN LATERAL unnest(p.proconfig) AS setting
  WHERE m.name = 'refresh_activity' AND lower(setting) LIKE 'timezone=%';
  zone := coalesce(time_zone, stored_zone, 'UTC');

  -- Objects are replaced, so that whatever others built on them stays. Where the columns of a view have changed, that
  -- is impossible: a second attempt drops the pack's views first, a third one also those of the sources.
  before := ARRAY(SELECT m.kind || ' ' || m.name FROM c360_made_objects(target_id) AS m);
  FOR attempt IN 1 .. 3 LOOP
    after := report;
    BEGIN
      -- The sources in the shape of the contract.
      replaced := CASE attempt WHEN 3 THEN 'recreated' ELSE 'replaced' END;
      FOR r IN
        SELECT t.name, t.comment, t.columns, t.comments, s.* FROM c360_source_contract() AS t JOIN LATERAL (
          SELECT m.number, m.source, string_agg(format('%s AS %I', m.expression, m.column_name), ', ' ORDER BY m.place)
            AS list
          FROM c360_map_source(source_id) AS m GROUP BY m.number, m.source) AS s ON s.number = t.number
        ORDER BY t.number
      LOOP
        EXECUTE format('CREATE OR REPLACE VIEW %I.%I WITH (security_invoker = true) AS SELECT %s', target_schema,
          r.name, r.list) || CASE WHEN r.source IS NULL THEN ' WHERE false'
                       ELSE format(' FROM %I.%I AS s', source_schema, r.name) END;
        PERFORM c360_comment_on('VIEW', target_schema, r.name, r.comment || mark, r.columns, r.comments);
        after := after || ARRAY[ARRAY[r.name, 'source view',
          CASE WHEN 'view ' || r.name = ANY (before) THEN replaced ELSE 'created' END,
          CASE WHEN r.source IS NULL THEN format('no table %I.%I: no rows', source_schema, r.name)
            ELSE format('from %I.%I', source_schema, r.name) END]];
        after := after || (
          SELECT array_agg(ARRAY[format('%I.%I', m.table_name, m.column_name), 'column',
            CASE WHEN m.source_type IS NULL THEN 'missing' ELSE 'cast' END,
            CASE WHEN m.source_type IS NULL THEN 'NULL' ELSE format('from %s to %s', m.source_type, m.column_type) END]
            ORDER BY m.place)
          FROM c360_map_source(source_id) AS m
          WHERE m.number = r.number AND m.source IS NOT NULL AND m.expression <> format('s.%I', m.column_name));
      END LOOP;

      -- Which of them exist: no rows and no table are not the same.
      SELECT string_agg(format('%L::boolean AS %I', m.source IS NOT NULL, m.table_name), ', ' ORDER BY m.number),
        array_agg(m.table_name ORDER BY m.number),
        array_agg('The source has a table ' || m.table_name ORDER BY m.number)
      INTO query, table_names, table_comments
      FROM c360_map_source(source_id) AS m WHERE m.place = 1;
      EXECUTE format('CREATE OR REPLACE VIEW %I.%I WITH (security_invoker = true) AS SELECT ', target_schema, presence)
        || query;
      PERFORM c360_comment_on('VIEW', target_schema, presence, 'Which tables of the contract the source has: one row' || mark,
        table_names, table_comments);
      after := after || ARRAY[ARRAY[presence, 'view', CASE WHEN 'view ' || presence = ANY (before) THEN replaced
        ELSE 'created' END, NULL]];

      replaced := CASE attempt WHEN 1 THEN 'replaced' ELSE 'recreated' END;
      -- The pack: views, and tables with the procedures that fill them.
      FOR r IN SELECT p.*, ARRAY(SELECT quote_ident(c) FROM unnest(p.columns) AS c) AS quoted FROM c360_view_pack() AS p
        ORDER BY p.number
      LOOP
        query := c360_in_zone(replace(r.query, '{target}', quote_ident(target_schema)), zone);
        columns := array_to_string(r.quoted, ', ');
        kept := 'table ' || r.name = ANY (before);
        IF r.key IS NULL THEN
          EXECUTE format('CREATE OR REPLACE VIEW %I.%I WITH (security_invoker = true) AS ', target_schema, r.name)
            || query;
          PERFORM c360_comment_on('VIEW', target_schema, r.name, r.comment || mark, r.columns, r.comments);
          after := after || ARRAY[ARRAY[r.name, 'view',
            CASE WHEN 'view ' || r.name = ANY (before) THEN replaced ELSE 'created' END, NULL]];
          CONTINUE;
        END IF;
        IF kept THEN
          after := after || c360_adapt_table(target_schema, r.name, expected, query, attempt > 1);
        ELSIF attempt = 1 AND 'view ' || r.name = ANY (before) THEN
          RAISE invalid_table_definition;
        ELSE
          EXECUTE format('CREATE TABLE %I.%I AS %s WITH NO DATA', target_schema, r.name, query);
        END IF;
        IF NOT EXISTS (SELECT FROM pg_class WHERE relnamespace = target_id AND relname = r.name || '_key') THEN
          EXECUTE format('CREATE UNIQUE INDEX %I ON %I.%I (%s)', r.name || '_key', target_schema, r.name, r.key);
        END IF;
        PERFORM c360_comment_on('TABLE', target_schema, r.name, r.comment || mark_of_tables, r.columns, r.comments);
        -- Stored rows were computed with the rights of whoever stored them. Others see the rows of the accounts that
        -- they see, and may not write: what they do not see would be missing from the roll-ups.
        EXECUTE format('ALTER TABLE %I.%I ENABLE ROW LEVEL SECURITY', target_schema, r.name);
        IF EXISTS (SELECT FROM pg_policy WHERE polrelid = format('%I.%I', target_schema, r.name)::regclass
                   AND polname = 'account_is_visible') THEN
          EXECUTE format('DROP POLICY account_is_visible ON %I.%I', target_schema, r.name);
        END IF;
        EXECUTE format('CREATE POLICY account_is_visible ON %I.%I FOR SELECT USING (account_id IN (SELECT a.account_id '
          'FROM %I.accounts AS a))', target_schema, r.name, target_schema);
        after := after || ARRAY[ARRAY[r.name, 'table', CASE WHEN kept THEN 'kept' ELSE 'created' END,
          CASE WHEN kept THEN 'its rows are kept' ELSE format('empty until CALL %I.%I()', target_schema,
            coalesce(r.recorded_by, 'refresh_activity')) END]];
        IF r.recorded_by IS NOT NULL THEN
          EXECUTE format(E'CREATE OR REPLACE PROCEDURE %I.%I() LANGUAGE sql\nBEGIN ATOMIC\n'
            'INSERT INTO %I.%I (%s) SELECT %s FROM (%s) AS computed ON CONFLICT (%s) DO UPDATE SET %s;\nEND',
            target_schema, r.recorded_by, target_schema, r.name, columns, columns, query, r.key,
            (SELECT string_agg(format('%s = excluded.%s', c, c), ', ') FROM unnest(r.quoted) AS c
             WHERE c <> ALL (string_to_array(r.key, ', '))));
          EXECUTE format('COMMENT ON PROCEDURE %I.%I() IS %L', target_schema, r.recorded_by, format('Writes the '
            'rows of as_of() to %s; called again for the same day, it replaces them.', r.name) || mark);
          after := after || ARRAY[ARRAY[r.recorded_by, 'procedure',
            CASE WHEN 'procedure ' || r.recorded_by = ANY (before) THEN replaced ELSE 'created' END, NULL]];
        END IF;
      END LOOP;

      -- How far the stored tables have read the events, and the procedure that reads on.
      kept := 'table ' || progress = ANY (before);
      IF NOT kept THEN
        EXECUTE format('CREATE TABLE %I.%I (is_only_row boolean PRIMARY KEY DEFAULT true CHECK (is_only_row), '
          'after_event_id bigint NOT NULL DEFAULT 0, last_event_id bigint NOT NULL DEFAULT 0)', target_schema,
          progress);
        PERFORM c360_comment_on('TABLE', target_schema, progress, 'Up to which event the stored tables have been '
          'refreshed: one row' || mark_of_tables, '{is_only_row,after_event_id,last_event_id}',
          ARRAY['Always true: there is one row', 'Where the last refresh began: it read the events after this one',
            'Where the last refresh ended, and the next one begins']);
        EXECUTE format('INSERT INTO %I.%I DEFAULT VALUES', target_schema, progress);
      END IF;
      after := after || ARRAY[ARRAY[progress, 'table', CASE WHEN kept THEN 'kept' ELSE 'created' END, NULL]];
      -- It locks the row, so that two refreshes at once run one after the other, and fixes what every table sees.
      SELECT string_agg(p.name, ', ' ORDER BY p.number), string_agg(format(
          E'INSERT INTO %1$I.%2$I AS stored (%3$s)\nWITH product_events AS (SELECT * FROM %1$I.product_events '
          'WHERE event_id > (SELECT after_event_id FROM %1$I.%4$I) '
          'AND event_id <= (SELECT last_event_id FROM %1$I.%4$I))\n'
          'SELECT %3$s FROM (%5$s) AS fresh ON CONFLICT (%6$s) DO UPDATE SET %7$s;',
          target_schema, p.name, array_to_string(ARRAY(SELECT quote_ident(c) FROM unnest(p.columns) AS c), ', '),
          progress, c360_in_zone(replace(p.query, '{target}.', ''), zone), p.key, p.merge), E'\n' ORDER BY p.number)
        INTO listed, body
      FROM c360_view_pack() AS p WHERE p.merge IS NOT NULL;
      EXECUTE format(E'CREATE OR REPLACE PROCEDURE %1$I.refresh_activity() LANGUAGE sql SET timezone = %2$L\n'
        'BEGIN ATOMIC\nUPDATE %1$I.%3$I SET after_event_id = last_event_id, last_event_id = greatest(last_event_id, '
        '(SELECT max(event_id) FROM %1$I.product_events));\n%4$s\nEND', target_schema, zone, progress, body);
      EXECUTE format('COMMENT ON PROCEDURE %I.refresh_activity() IS %L', target_schema, format('Brings %s up to date '
        'with the events loaded since the last call, at the cost of those only; late events are added to the days on '
        'which they happened. Requires event_id to rise in the order in which loads commit, and a caller who sees '
        'every event.',
        listed) || mark);
      after := after || ARRAY[ARRAY['refresh_activity', 'procedure',
        CASE WHEN 'procedure refresh_activity' = ANY (before) THEN replaced ELSE 'created' END,
        format('local days of %s', zone)]];
      EXIT;
    EXCEPTION WHEN invalid_table_definition THEN
      IF attempt = 3 THEN
        RAISE;
      END IF;
    END;
    dropped := CASE attempt WHEN 1 THEN ARRAY(SELECT p.name FROM c360_view_pack() AS p) ELSE names END;
    privileges := privileges || c360_privileges_of(target_id, dropped);
    PERFORM c360_drop_views(target_schema, dropped);
  END LOOP;
  FOREACH body IN ARRAY privileges LOOP
    BEGIN
      EXECUTE body;
    EXCEPTION WHEN undefined_column THEN
      NULL;  -- a privilege on a column that no longer exists
    END;
  END LOOP;

  -- ---- what to know

  IF stored_zone <> zone THEN
    after := after || ARRAY[ARRAY['refresh_activity', 'procedure', 'warning', format('the rows stored so far count '
      'days of %s; to recompute them: TRUNCATE %s; UPDATE rollup_progress SET last_event_id = 0; CALL '
      'refresh_activity()', stored_zone, listed)]];
  END IF;
  IF EXISTS (SELECT FROM pg_class WHERE relnamespace = source_id AND relname = 'product_events'
             AND row_security_active(oid)) THEN
    after := after || ARRAY[ARRAY['refresh_activity', 'procedure', 'warning', format('row-level security of '
      '%I.product_events applies to %I: called by that role, it stores only the events that the role sees',
      source_schema, current_user)]];
  END IF;
  SELECT string_agg(quote_ident(c.relname), ', ' ORDER BY c.relname) INTO listed
  FROM pg_class AS c JOIN c360_source_contract() AS t ON t.name = c.relname
  WHERE c.relnamespace = source_id AND c.relkind = 'v'
    AND NOT coalesce((SELECT option_value::boolean FROM pg_options_to_table(c.reloptions)
                      WHERE option_name = 'security_invoker'), false);
  IF listed IS NOT NULL THEN
    after := after || ARRAY[ARRAY[source_schema, 'schema', 'warning', format('views without security_invoker, through '
      'which readers see what the owners of these views see: %s', listed)]];
  END IF;
  after := after || (
    SELECT array_agg(ARRAY[m.name, m.kind, 'left', 'made by an earlier customer360_create_views() and no longer '
      'part of the pack: drop it when nobody reads it'] ORDER BY m.name)
    FROM c360_made_objects(target_id) AS m
    WHERE m.name <> ALL (names || progress || presence || 'refresh_activity'::text || ARRAY(
      SELECT recorded_by FROM c360_view_pack() WHERE recorded_by IS NOT NULL)));
  FOREACH line SLICE 1 IN ARRAY after LOOP
    object := line[1];
    kind := line[2];
    action := line[3];
    detail := line[4];
    RETURN NEXT;
  END LOOP;
END
$function$;
COMMENT ON FUNCTION customer360_create_views(text, text, text) IS
$$Builds the Customer 360 views over a schema that follows the source contract (docs/customer.md), or parts of it.
Arguments: source_schema, which holds the tables of the contract or views in their place, at least accounts; target_schema, where the views are built, created if it does not exist; time_zone, whose local days the stored roll-ups count, by default that of the previous call, otherwise UTC. Names are taken literally.
Returns: what was done, one row per object: object; kind (schema, source view, column, view, table, procedure); action (created, replaced, recreated, kept, added, changed, left, warning; for a column of the source: missing, which is NULL in the views, or cast); detail. Called again, for example after an update of the extension, it rebuilds the views and keeps stored rows and privileges.
NULL: 22004, except for time_zone.
Errors: 3F000 no such source schema; 22023 the target is the source, the schema of the extension or one of PostgreSQL's, or an unknown time zone; 42602, 42622 an invalid name; 42501 missing privileges; 42P07 other objects in the way; 42804 a column without a cast to its type; 42P01, 42703 a required table or column is missing; 2BP01 other objects depend on views whose columns have changed.
Source: docs/customer.md.$$;
