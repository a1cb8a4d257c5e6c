-- customer360_create_views(): the Customer 360 views over your own warehouse. What it builds is data that the build
-- appends to this script: the source contract of contract/ (tools/contract) and the view pack of views/ (tools/views).
-- How the contract's tables are read stands in the part before this one, and its two rules for unusual names hold here.

-- ---- what is built

CREATE TYPE c360_build AS (source_schema text, source_id oid, target_schema text, target_id oid, extension_schema text,
  zone text, stored text[]);
CREATE TYPE c360_report_line AS (object text, kind text, action text, detail text);

-- What it makes in the target schema besides the layers and the pack.
CREATE FUNCTION c360_own_names() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT ARRAY['source_tables', 'source_faults', 'stored_views', 'activation_changes', 'customer360_expected_columns']
    || ARRAY(SELECT name FROM c360_rollup_tables() ORDER BY number)
    || ARRAY(SELECT name FROM c360_identity_tables() WHERE number > 1 ORDER BY number)
    || ARRAY(SELECT 'stored_' || name FROM c360_view_pack() WHERE key IS NULL) $$;

-- The views over the source, and the pack's relations, in the order in which they are built.
CREATE FUNCTION c360_layer_names() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT ARRAY(SELECT 'source_' || name FROM c360_contract_tables() ORDER BY number)
    || ARRAY(SELECT name FROM c360_contract_tables() ORDER BY number) || 'source_tables'::text $$;
CREATE FUNCTION c360_pack_names() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT ARRAY(SELECT name FROM c360_view_pack() ORDER BY number) $$;
CREATE FUNCTION c360_procedure_names() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT ARRAY['refresh_activity', 'audit_activity', 'refresh_faults', 'refresh_stored', 'record_activation',
      'refresh_identities', 'audit_identities']
    || ARRAY(SELECT recorded_by FROM c360_view_pack() WHERE recorded_by IS NOT NULL ORDER BY number)
    || ARRAY(SELECT 'compute_' || name FROM c360_view_pack() WHERE key IS NULL) || 'customer_360_at'::text $$;

-- Comments on a relation and its columns. The last line is the mark by which it is recognised.
CREATE FUNCTION c360_comment_on(kind text, called text, comment text, columns text[], comments text[])
  RETURNS void LANGUAGE plpgsql AS $function$
BEGIN
  EXECUTE format('COMMENT ON %s %s IS %L', kind, called, format(E'%s\nMade by customer360_create_views(), which %s when '
    'called again.', comment, CASE kind WHEN 'TABLE' THEN 'keeps its rows' ELSE 'recreates it' END));
  FOR i IN 1 .. cardinality(columns) LOOP
    EXECUTE format('COMMENT ON COLUMN %s.%I IS %L', called, columns[i], comments[i]);
  END LOOP;
END
$function$;

-- What customer360_create_views() has made in a schema and still finds there: their comments say so, which survive a
-- rename, pg_dump and pg_upgrade, and also tell a reader.
CREATE FUNCTION c360_made_objects(schema_id oid)
  RETURNS TABLE (class oid, id oid, name text, kind text, owner oid, acl aclitem[], arguments text)
  LANGUAGE plpgsql STABLE AS $function$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT o.* FROM (
    SELECT 'pg_class'::regclass::oid, c.oid, relname::text, CASE relkind WHEN 'v' THEN 'view' ELSE 'table' END,
      relowner, relacl, NULL
    FROM pg_class AS c WHERE relnamespace = schema_id AND relkind IN ('v', 'r')
    UNION ALL
    SELECT 'pg_proc'::regclass, p.oid, proname::text, CASE prokind WHEN 'p' THEN 'procedure' ELSE 'function' END,
      proowner, proacl, pg_get_function_identity_arguments(p.oid)
    FROM pg_proc AS p WHERE pronamespace = schema_id AND prokind IN ('p', 'f')) AS o (class, id)
    JOIN pg_description AS d ON d.classoid = class AND d.objoid = id AND d.objsubid = 0
  WHERE d.description LIKE '%Made by customer360\_create\_views%';
END
$function$;

-- Gives a stored table the columns that its SELECT has now, and reports them. Where a type has changed, nothing may
-- depend on the table.
CREATE FUNCTION c360_adapt_table(target_schema text, name text, expected text, query text, is_free boolean)
  RETURNS SETOF c360_report_line LANGUAGE plpgsql AS $function$
DECLARE
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
      RETURN NEXT (format('%I.%I', name, r.name), 'column', 'added', 'NULL in existing rows')::c360_report_line;
    ELSIF r.type IS NULL THEN
      RETURN NEXT (format('%I.%I', name, r.name), 'column', 'kept', 'no longer written')::c360_report_line;
    ELSIF r.type <> r.stored_type THEN
      IF NOT is_free THEN
        RAISE invalid_table_definition;
      END IF;
      BEGIN
        EXECUTE format('ALTER TABLE %s ALTER COLUMN %I TYPE %s USING %2$I::text::%3$s', called, r.name, r.type);
      EXCEPTION WHEN data_exception THEN
        PERFORM c360_refuse('datatype_mismatch', format('the stored rows of %s have another %I than the source now',
            called, r.name), format('It was %s and is %s.', r.stored_type, r.type),
          'Rename the table, so that its rows are kept, or drop it; then call again.');
      END;
      RETURN NEXT (format('%I.%I', name, r.name), 'column', 'changed', format('from %s to %s', r.stored_type, r.type)
        )::c360_report_line;
    END IF;
  END LOOP;
  EXECUTE format('DROP VIEW %I.%I', target_schema, expected);
END
$function$;

-- Whether somebody has altered a policy that the builder made.
CREATE FUNCTION c360_is_altered(policy oid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(obj_description(policy, 'pg_policy'), '') NOT LIKE '%'
    || md5(concat_ws(' ', pg_get_expr(polqual, polrelid), polroles, polcmd, polpermissive))
  FROM pg_policy WHERE oid = policy $$;

-- The statements that give the views and procedures of a schema, once recreated, the privileges, options and policies
-- that they have now. Owners are not given back: what is recreated belongs to whoever called.
CREATE FUNCTION c360_privileges_of(schema_id oid, names text[]) RETURNS text[]
  LANGUAGE plpgsql STABLE AS $function$
#variable_conflict use_column
DECLARE
  statements text[];
BEGIN
  WITH object AS (
    SELECT m.*, format(CASE kind WHEN 'view' THEN 'TABLE %s.%I' ELSE upper(kind) || ' %s.%I(%s)' END,
        schema_id::regnamespace, name, arguments) AS called
    FROM c360_made_objects(schema_id) AS m
    WHERE kind IN ('procedure', 'function') OR kind = 'view' AND name = ANY (names)
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
    SELECT 3, format('ALTER VIEW %s.%I SET (%s)', schema_id::regnamespace, relname, array_to_string(reloptions, ', '))
    FROM pg_class WHERE relnamespace = schema_id AND relkind = 'v' AND relname = ANY (names) AND reloptions IS NOT NULL
    UNION ALL
    SELECT 4, format('DROP POLICY %1$I ON %2$s; CREATE POLICY %1$I ON %2$s AS %3$s FOR %4$s TO %5$s%6$s%7$s', polname,
      polrelid::regclass, CASE WHEN polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
      CASE polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE'
        ELSE 'ALL' END,
      (SELECT string_agg(CASE role WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(role)) END, ', ')
       FROM unnest(polroles) AS role),
      ' USING (' || pg_get_expr(polqual, polrelid) || ')', ' WITH CHECK (' || pg_get_expr(polwithcheck, polrelid) || ')')
    FROM pg_policy JOIN c360_made_objects(schema_id) AS m ON m.id = polrelid AND m.kind = 'table'
    WHERE polname = 'account_is_visible' AND c360_is_altered(pg_policy.oid)) AS s (step, statement);
  RETURN statements;
END
$function$;

-- Drops those views, all procedures, and the policies of tables; objects that others built on them are named, and stop
-- it.
CREATE FUNCTION c360_drop_made(target_schema text, names text[]) RETURNS void LANGUAGE plpgsql AS $function$
DECLARE
  schema_id CONSTANT oid := (SELECT oid FROM pg_namespace WHERE nspname = target_schema);
  detail text;
  statement text;
BEGIN
  -- Views of which rows are stored read functions that read views: both go together.
  FOR statement IN
    SELECT s.statement FROM c360_made_objects(schema_id) AS m
      CROSS JOIN LATERAL (
        SELECT 1, format('DROP ROUTINE %I.%I(%s)', target_schema, m.name, m.arguments)
        WHERE m.kind = 'procedure' OR m.kind = 'function' AND m.arguments <> ''
        UNION ALL
        SELECT 2, format('DROP POLICY %I ON %I.%I', polname, target_schema, m.name) FROM pg_policy
        WHERE polrelid = m.id AND polname = 'account_is_visible' AND m.kind = 'table'
        UNION ALL
        SELECT 3, format('CREATE OR REPLACE VIEW %1$I.%2$I AS SELECT * FROM %1$I.%3$I', target_schema,
          substr(m.name, 9), 'stored_' || substr(m.name, 9)) WHERE m.kind = 'function' AND m.arguments = ''
        UNION ALL
        SELECT 4, format('DROP FUNCTION %I.%I()', target_schema, m.name) WHERE m.kind = 'function' AND m.arguments = '')
        AS s (step, statement) ORDER BY s.step
  LOOP
    EXECUTE statement;
  END LOOP;
  SELECT format('DROP VIEW %s', string_agg(format('%I.%I', target_schema, m.name), ', ')) INTO statement
  FROM c360_made_objects(schema_id) AS m WHERE m.kind = 'view' AND m.name = ANY (names) HAVING count(*) > 0;
  IF statement IS NOT NULL THEN
    EXECUTE statement;
  END IF;
EXCEPTION WHEN dependent_objects_still_exist THEN
  GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
  RAISE EXCEPTION USING ERRCODE = 'dependent_objects_still_exist',
    MESSAGE = format('the columns of the views of schema %I have changed, and other objects depend on them',
      target_schema),
    DETAIL = detail,
    HINT = 'Drop these first and recreate them afterwards, or name another target schema.';
END
$function$;

-- ---- reasons to refuse, checked before anything is changed

CREATE FUNCTION c360_refuse(code text, message text, detail text, hint text) RETURNS void
  LANGUAGE plpgsql AS $function$
BEGIN
  RAISE EXCEPTION USING ERRCODE = code, MESSAGE = message, DETAIL = detail, HINT = hint;
END
$function$;

-- What is asked for.
CREATE FUNCTION c360_check_request(source_schema text, target_schema text, time_zone text, extension_schema text,
    has_systems boolean)
  RETURNS void LANGUAGE plpgsql AS $function$
BEGIN
  IF source_schema IS NULL AND NOT has_systems OR target_schema IS NULL THEN
    PERFORM c360_refuse('null_value_not_allowed', format('%s must not be null',
        CASE WHEN source_schema IS NULL AND NOT has_systems THEN 'source_schema' ELSE 'target_schema' END),
      'The views read one schema, or the systems that sources names, and are built in another schema.',
      $$SELECT * FROM customer360_create_views('warehouse', 'customer_success');$$);
  END IF;
  IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = coalesce(source_schema, nspname)) THEN
    PERFORM c360_refuse('invalid_schema_name', format('schema %I does not exist', source_schema),
      'It must hold the tables of the source contract, or views in their place.',
      coalesce('Perhaps ' || nearest_word(source_schema, ARRAY(SELECT nspname::text FROM pg_namespace)) || ' is meant. ',
        '') || 'Names are taken literally, without quotes: SELECT nspname FROM pg_namespace lists them.');
  END IF;
  IF source_schema = target_schema THEN
    PERFORM c360_refuse('invalid_parameter_value',
      format('the views cannot be built in the schema of their sources, %I', source_schema),
      'The target schema gets views with the names of the source tables, in the shape of the contract.',
      'Name another target schema; it is created if it does not exist.');
  END IF;
  IF target_schema = extension_schema OR target_schema LIKE 'pg\_%' OR target_schema = 'information_schema' THEN
    PERFORM c360_refuse('invalid_parameter_value', format('the views cannot be built in schema %I', target_schema),
      CASE target_schema WHEN extension_schema THEN 'It is the schema of the extension.'
        ELSE 'It is one of PostgreSQL''s own.' END,
      'Name a separate schema for the views; it is created if it does not exist.');
  END IF;
  IF octet_length(target_schema) NOT BETWEEN 1 AND 63 THEN
    PERFORM c360_refuse(CASE target_schema WHEN '' THEN 'invalid_name' ELSE 'name_too_long' END,
      format('the name of the target schema has %s bytes', octet_length(target_schema)),
      'Names in PostgreSQL have 1 to 63 bytes.', 'Name another target schema.');
  END IF;
  BEGIN
    PERFORM now() AT TIME ZONE time_zone;
  EXCEPTION WHEN invalid_parameter_value THEN
    PERFORM c360_refuse('invalid_parameter_value', format('time zone %L does not exist', time_zone),
      'All views count the local days of this time zone.',
      coalesce('Perhaps ' || nearest_word(time_zone, ARRAY(SELECT name FROM pg_timezone_names)) || ' is meant. ', '')
        || 'SELECT name FROM pg_timezone_names lists the names, such as Europe/Berlin.');
  END;
END
$function$;

-- What is to be stored: views of the pack. One without account_id would show stored rows to whoever may read it,
-- whatever accounts they see.
CREATE FUNCTION c360_check_stored(b c360_build) RETURNS void LANGUAGE plpgsql AS $function$
DECLARE
  listed text;
BEGIN
  SELECT string_agg(format('%s%s', s.name, '; perhaps ' || nearest_word(s.name, c360_pack_names())), ', ') INTO listed
  FROM unnest(b.stored) AS s (name)
  WHERE NOT EXISTS (SELECT FROM c360_view_pack() AS p WHERE p.name = s.name AND p.key IS NULL);
  IF listed IS NOT NULL THEN
    PERFORM c360_refuse('invalid_parameter_value', 'stored names what is no view of the pack', format('No view: %s.', listed),
      $$For example stored => ARRAY['customer_360', 'account_metrics'].$$);
  END IF;
  SELECT string_agg(m.name, ', ') INTO listed
  FROM unnest(b.stored) AS s (name) JOIN c360_view_pack() AS p ON p.name = s.name AND 'account_id' <> ALL (p.columns)
    JOIN c360_made_objects(b.target_id) AS m ON m.name = s.name AND m.kind = 'view'
  WHERE EXISTS (SELECT FROM aclexplode(m.acl) WHERE grantee <> m.owner);
  IF listed IS NOT NULL THEN
    PERFORM c360_refuse('invalid_grant_operation', 'views without accounts are stored only where nobody else may read them',
      format('Granted to others: %s.', listed), 'Revoke the privileges, or do not store these views.');
  END IF;
END
$function$;

-- Who asks, and what stands in the target schema.
CREATE FUNCTION c360_check_target(b c360_build) RETURNS void LANGUAGE plpgsql AS $function$
#variable_conflict use_column
DECLARE
  listed text;
  names CONSTANT text[] := c360_layer_names() || c360_pack_names() || c360_own_names();
BEGIN
  listed := concat_ws(', ',
    CASE WHEN NOT has_schema_privilege(b.source_id, 'USAGE') THEN format('USAGE on schema %I', b.source_schema) END,
    CASE WHEN b.target_id IS NULL AND NOT has_database_privilege(current_database(), 'CREATE')
      THEN format('CREATE on database %I, or an existing schema %I', current_database(), b.target_schema) END,
    CASE WHEN NOT has_schema_privilege(b.target_id, 'USAGE') THEN format('USAGE on schema %I', b.target_schema) END,
    CASE WHEN NOT has_schema_privilege(b.target_id, 'CREATE') THEN format('CREATE on schema %I', b.target_schema) END);
  IF listed <> '' THEN
    PERFORM c360_refuse('insufficient_privilege', format('%I may not build the views', current_user),
      format('Missing: %s.', listed), 'Have the missing privileges granted, or call as another role.');
  END IF;

  SELECT string_agg(format('%s %I', o.kind, o.name), ', ' ORDER BY o.name) INTO listed
  FROM (
    SELECT c.oid, relname, CASE relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'i' THEN 'index'
      WHEN 'I' THEN 'index' WHEN 'S' THEN 'sequence' WHEN 'c' THEN 'type' WHEN 'f' THEN 'foreign table' ELSE 'table' END
    FROM pg_class AS c
    WHERE relnamespace = b.target_id AND (relname = ANY (names)
      OR relname IN (SELECT p.name || '_key' FROM c360_view_pack() AS p WHERE p.key IS NOT NULL
                     UNION SELECT substring(i FROM 'INDEX (\w+)') FROM c360_identity_tables() AS p, unnest(p.indexes) AS i
                     UNION SELECT p.name || '_key' FROM c360_rollup_tables() AS p WHERE p.key IS NOT NULL))
      AND NOT EXISTS (SELECT FROM pg_index JOIN c360_made_objects(b.target_id) AS m ON m.id = indrelid
                      WHERE indexrelid = c.oid AND m.kind = 'table')
    UNION ALL
    SELECT t.oid, typname, 'type' FROM pg_type AS t
    WHERE typnamespace = b.target_id AND typname = ANY (names) AND typrelid = 0
    UNION ALL
    SELECT p.oid, proname, CASE prokind WHEN 'p' THEN 'procedure' ELSE 'function' END FROM pg_proc AS p
    WHERE pronamespace = b.target_id AND proname = ANY (c360_procedure_names())
      AND pg_get_function_identity_arguments(p.oid) = CASE proname WHEN 'customer_360_at' THEN 'day date' ELSE '' END
  ) AS o (oid, name, kind)
  WHERE o.oid NOT IN (SELECT id FROM c360_made_objects(b.target_id));
  IF listed IS NOT NULL THEN
    PERFORM c360_refuse('duplicate_table', format('schema %I has other objects with the names of the views',
        b.target_schema), format('Not made by customer360_create_views(): %s. Nothing was changed.', listed),
      'Rename or drop them, or name another target schema. Its own objects say so in their comments.');
  END IF;
  -- A comment can be written by anybody who may create in the schema: what is taken over must belong to the caller or
  -- to the schema's owner, also where a superuser calls, whose rights a trigger of somebody else would get.
  SELECT string_agg(DISTINCT format('%s %I of %I', m.kind, m.name, pg_get_userbyid(m.owner)), ', ') INTO listed
  FROM c360_made_objects(b.target_id) AS m
  WHERE m.name = ANY (names || c360_procedure_names())
    AND (m.kind <> 'procedure' OR m.name = ANY (c360_procedure_names()))
    AND m.owner NOT IN (quote_ident(current_user)::regrole,
      (SELECT nspowner FROM pg_namespace WHERE oid = b.target_id));
  IF listed IS NOT NULL THEN
    PERFORM c360_refuse('insufficient_privilege', format('%I may not take over what others own in schema %I',
        current_user, b.target_schema), format('Not of the caller, nor of the schema''s owner: %s.', listed),
      'Call as their owner, give them another owner (ALTER … OWNER TO), or name another target schema.');
  END IF;
  SELECT string_agg(DISTINCT format('%s %I', m.kind, m.name), ', ') INTO listed
  FROM c360_made_objects(b.target_id) AS m
  WHERE m.name = ANY (names || c360_procedure_names()) AND NOT pg_has_role(m.owner, 'USAGE');
  IF listed IS NOT NULL THEN
    PERFORM c360_refuse('insufficient_privilege', format('%I may not recreate the views of schema %I', current_user,
        b.target_schema), format('Owned by a role that the caller is no member of: %s.', listed),
      'Call as their owner, or name another target schema.');
  END IF;
END
$function$;

-- Of the names that the contract has and a source lacks, the one that a name of the source may mean: written nearly so,
-- or one of which every word is in the other, as `tickets` is in support_tickets.
CREATE FUNCTION c360_meant_name(name text, known text[]) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(nearest_word(name, known), (
    SELECT k.name FROM unnest(known) WITH ORDINALITY AS k (name, place)
      CROSS JOIN LATERAL (SELECT c360_words_of(c360_meant_name.name) AS own, c360_words_of(k.name) AS its) AS w
    WHERE (w.own <@ w.its OR w.its <@ w.own)
      AND NOT '{id,name,on,at,key,is,to,of,by,kind,type,date,valid}' && CASE
        WHEN w.own <@ w.its THEN w.own ELSE w.its END
    ORDER BY abs(cardinality(w.own) - cardinality(w.its)), k.place LIMIT 1)) $$;
-- The words of a name, in the singular.
CREATE FUNCTION c360_words_of(name text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT array_agg(regexp_replace(word, 's\Z', '')) FROM regexp_split_to_table(
    lower(regexp_replace(name, '([a-z0-9])([A-Z])', '\1_\2', 'g')), '[^a-z0-9]+') AS word WHERE word <> '' $$;

-- The tables of a schema that the contract does not have.
CREATE FUNCTION c360_unread_tables(schema_id oid) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT string_agg(quote_ident(r.relname), ', ' ORDER BY r.place) FILTER (WHERE r.place <= 20)
    || CASE WHEN max(r.place) > 20 THEN format(' and %s more', max(r.place) - 20) ELSE '' END
  FROM (
    SELECT relname, row_number() OVER (ORDER BY relname) AS place FROM pg_class
    WHERE relnamespace = schema_id AND relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT relispartition
      AND relname NOT IN (SELECT name FROM c360_contract_tables())) AS r $$;

-- The columns of a table that are called as its range of days might begin, or end.
CREATE FUNCTION c360_likely_days(source oid, part text) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT array_agg(attname::text ORDER BY attnum) FROM pg_attribute
  WHERE attrelid = source AND attnum > 0 AND NOT attisdropped AND attname ~* CASE part
    WHEN 'starts_on' THEN '(^|_)(start|starts|started|begin|begins|began|from|since)(_|date|$)'
    ELSE '(^|_)(end|ends|ended|to|until|till|expiry|expires|expired|stopped)(_|date|$)' END
    AND attname NOT IN (SELECT name FROM c360_contract_columns())
    AND attname NOT IN ('starts_on', 'ends_on', 'last_day') $$;

-- What the source has: columns whose types do not meet those of the contract, ids whose equality is not that of their
-- bytes, and what no view can do without.
-- `source` is how messages call where they are, `accounts` the one table that must be there.
CREATE FUNCTION c360_check_source(columns c360_source_column[], source text, accounts text) RETURNS void
  LANGUAGE plpgsql AS $function$
#variable_conflict use_column
DECLARE
  listed text;
BEGIN
  SELECT string_agg(format('%I.%I is %s and should be %s', s.table_name, s.name, s.source_type,
      CASE s.kind WHEN 'daterange' THEN 'a range of days' ELSE s.kind END), ', ' ORDER BY s.number, s.place) INTO listed
  FROM unnest(columns) AS s WHERE s.expression IS NULL;
  IF listed IS NOT NULL THEN
    PERFORM c360_refuse('datatype_mismatch',
      format('columns of %s have types that cannot be those of the contract', source),
      format('%s.', listed), 'Build over a schema of views that convert them: docs/customer.md shows how.');
  END IF;
  SELECT string_agg(format('%I.%I', s.table_name, s.name), ', ' ORDER BY s.number, s.place) INTO listed
  FROM unnest(columns) AS s JOIN pg_attribute AS a ON a.attrelid = s.source AND a.attnum = s.attnum
    JOIN pg_collation AS c ON c.oid = a.attcollation
  WHERE s.kind = 'key' AND NOT c.collisdeterministic;
  IF listed IS NOT NULL THEN
    PERFORM c360_refuse('feature_not_supported',
      format('ids of %s have a collation under which different texts are equal', source),
      format('Nondeterministic: %s.', listed),
      'Build over a view that gives each id one form, such as lower(id) COLLATE "C".');
  END IF;
  SELECT string_agg(CASE WHEN s.source IS NULL THEN 'table ' || accounts
      ELSE format('column %s.%s%s', (SELECT format('%I.%I', nspname, relname) FROM pg_class
          JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE pg_class.oid = s.source),
        CASE s.kind WHEN 'daterange' THEN format('%I (or starts_on and ends_on)', s.name) ELSE quote_ident(s.name) END,
        -- What nothing else is read from: the nearest name, or else all of them.
        coalesce('; perhaps ' || quote_ident(c360_meant_name(s.name, others.names)) || ' is meant',
          '; perhaps one of ' || (SELECT string_agg(quote_ident(other), ', ' ORDER BY place) || CASE
              WHEN cardinality(others.names) > 12 THEN ', …' ELSE '' END
            FROM unnest(others.names) WITH ORDINALITY AS o (other, place) WHERE place <= 12) || ' is meant')) END,
      ', ' ORDER BY s.number, s.place) INTO listed
  FROM unnest(columns) AS s
    CROSS JOIN LATERAL (SELECT ARRAY(
      SELECT attname::text FROM pg_attribute WHERE attrelid = s.source AND attnum > 0 AND NOT attisdropped
        AND attname NOT IN (SELECT f.name FROM unnest(columns) AS f WHERE f.number = s.number)
      ORDER BY attnum)) AS others (names)
  WHERE s.source_type IS NULL AND s.is_required AND (s.source IS NOT NULL OR s.table_name = 'accounts');
  IF listed IS NOT NULL THEN
    PERFORM c360_refuse(CASE WHEN listed LIKE 'table %' THEN 'undefined_table' ELSE 'undefined_column' END,
      format('%s lacks what the views require', source), format('Missing: %s.', listed),
      'Required are accounts, and of each table that is there the columns without which its rows say nothing. Build '
      'over a schema of views that give them these names, or that leave the table out.');
  END IF;
END
$function$;

-- ---- the steps

-- Locks what is there, from the views that read others down to those that are read, as a reader does. Waits only
-- briefly at a time, and gives back what it has when somebody else holds a view: so no reader is ever in a deadlock.
CREATE FUNCTION c360_lock_views(b c360_build) RETURNS void LANGUAGE plpgsql AS $function$
#variable_conflict use_column
DECLARE
  names CONSTANT text[] := c360_layer_names() || c360_pack_names();
  before CONSTANT text := current_setting('lock_timeout');
  statement text;
BEGIN
  FOR attempt IN 1 .. 600 LOOP
    BEGIN
      PERFORM set_config('lock_timeout', '200ms', true);
      FOR statement IN
        SELECT format('ALTER VIEW %I.%I SET (%s)', b.target_schema, c.relname,
          coalesce(array_to_string(c.reloptions, ', '), 'security_invoker = true'))
        FROM pg_class AS c WHERE c.relnamespace = b.target_id AND c.relkind = 'v' AND c.relname = ANY (names)
          AND c.oid IN (SELECT m.id FROM c360_made_objects(b.target_id) AS m)
        ORDER BY array_position(names, c.relname::text) DESC
      LOOP
        EXECUTE statement;
      END LOOP;
      PERFORM set_config('lock_timeout', before, true);
      RETURN;
    EXCEPTION WHEN lock_not_available THEN
      PERFORM pg_sleep(0.05 + random() / 10);
    END;
  END LOOP;
  PERFORM c360_refuse('lock_not_available', format('the views of schema %I are being read without a pause',
      b.target_schema), 'A transaction has held one of them for minutes. Nothing was changed.',
    'Call again when it has ended: SELECT * FROM pg_stat_activity WHERE state = ''idle in transaction'';');
END
$function$;

-- Creates or replaces one view, with the options that somebody may have given it.
CREATE FUNCTION c360_build_view(b c360_build, name text, query text, comment text, columns text[], comments text[])
  RETURNS void LANGUAGE plpgsql AS $function$
DECLARE
  options CONSTANT text := coalesce((SELECT array_to_string(reloptions, ', ') FROM pg_class
    WHERE relnamespace = b.target_id AND relname = name AND relkind = 'v'), 'security_invoker = true');
BEGIN
  EXECUTE format('CREATE OR REPLACE VIEW %I.%I WITH (%s) AS ', b.target_schema, name, options) || query;
  PERFORM c360_comment_on('VIEW', format('%I.%I', b.target_schema, name), comment, columns, comments);
END
$function$;

-- What the views cannot say without a table, or without a column of one.
CREATE FUNCTION c360_unknown_without(table_name text, column_name text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce('; so are ' || string_agg(format('%s (%s)', u.view_name, CASE
      WHEN cardinality(u.columns) = cardinality(p.columns) THEN 'no rows' ELSE array_to_string(u.columns, ', ') END), ', '
    ORDER BY u.view_name), '')
  FROM c360_unknown_columns() AS u JOIN c360_view_pack() AS p ON p.name = u.view_name
  WHERE u.table_name = $1 AND u.column_name IS NOT DISTINCT FROM $2 $$;

-- The two layers over the source, and which of its tables there are: no rows and no table are not the same.
CREATE FUNCTION c360_build_layers(b c360_build, queries c360_table_query[]) RETURNS SETOF c360_report_line
  LANGUAGE plpgsql AS $function$
DECLARE
  q c360_table_query;
BEGIN
  FOREACH q IN ARRAY queries LOOP
    PERFORM c360_build_view(b, 'source_' || q.table_name, q.adapter, format('The rows of %s as the source has them, in '
        'the shape of the contract. %s', q.table_name, q.comment), q.columns[: q.own] || ARRAY['updated_at', 'unread'],
      q.comments[: q.own] || ARRAY['Instant of the row''s last change, where the source says so',
          'Values that could not be read: an object from column to value']);
    RETURN NEXT ('source_' || q.table_name, 'view', NULL,
      CASE WHEN q.source IS NULL THEN format('no table %I.%I: no rows%s', b.source_schema, q.table_name,
          c360_unknown_without(q.table_name, NULL))
        ELSE format('from %I.%I', b.source_schema, q.table_name) END)::c360_report_line;
  END LOOP;
  FOREACH q IN ARRAY queries LOOP
    PERFORM c360_build_view(b, q.table_name, q.clean, q.comment, q.columns, q.comments);
    RETURN NEXT (q.table_name, 'view', NULL, NULL)::c360_report_line;
  END LOOP;
  PERFORM c360_build_view(b, 'source_tables', 'SELECT ' || (
      SELECT string_agg(format('%L::boolean AS %I', t.source IS NOT NULL, t.table_name), ', ' ORDER BY t.number)
      FROM unnest(queries) AS t) || (
      SELECT string_agg(format(', %L::boolean AS %I', c.is_there, c.name), '' ORDER BY c.number)
      FROM c360_known_columns(queries) AS c),
    format('Which tables of the contract the source has, and which columns without which something is not known: one '
      'row. All views count local days of %s; the zone of the last build.', b.zone),
    ARRAY(SELECT t.table_name FROM unnest(queries) AS t ORDER BY t.number)
      || ARRAY(SELECT c.name FROM c360_known_columns(queries) AS c ORDER BY c.number),
    ARRAY(SELECT 'The source has a table ' || t.table_name FROM unnest(queries) AS t ORDER BY t.number)
      || ARRAY(SELECT 'The source has a column ' || c.called FROM c360_known_columns(queries) AS c ORDER BY c.number));
  RETURN NEXT ('source_tables', 'view', NULL, NULL)::c360_report_line;
END
$function$;

-- A table of the pack, kept if it is there: made to have the columns that its SELECT has now. may_adapt: types may be
-- changed, because nothing depends on the table any longer.
CREATE FUNCTION c360_build_table(b c360_build, name text, query text, key text, comment text, columns text[],
    comments text[], filled_by text, may_adapt boolean)
  RETURNS SETOF c360_report_line LANGUAGE plpgsql AS $function$
DECLARE
  is_kept CONSTANT boolean := EXISTS (
    SELECT FROM c360_made_objects(b.target_id) AS m WHERE m.kind = 'table' AND m.name = c360_build_table.name);
BEGIN
  IF is_kept THEN
    RETURN QUERY SELECT * FROM c360_adapt_table(b.target_schema, name, 'customer360_expected_columns', query,
      may_adapt);
  ELSIF NOT may_adapt AND EXISTS (
      SELECT FROM c360_made_objects(b.target_id) AS m WHERE m.name = c360_build_table.name) THEN
    RAISE invalid_table_definition;  -- a view of an earlier pack
  ELSE
    EXECUTE format('CREATE TABLE %I.%I AS %s WITH NO DATA', b.target_schema, name, query);
  END IF;
  IF key IS NOT NULL AND NOT EXISTS (SELECT FROM pg_class AS c
      WHERE c.relnamespace = b.target_id AND c.relname = c360_build_table.name || '_key') THEN
    EXECUTE format('CREATE UNIQUE INDEX %I ON %I.%I (%s)', name || '_key', b.target_schema, name, key);
  END IF;
  PERFORM c360_comment_on('TABLE', format('%I.%I', b.target_schema, name), comment, columns, comments);
  RETURN NEXT (name, 'table', CASE WHEN is_kept THEN 'kept' ELSE 'created' END,
    CASE WHEN is_kept THEN 'its rows are kept' ELSE format('empty until CALL %I.%I()', b.target_schema, filled_by) END
    )::c360_report_line;
END
$function$;

-- Whether a reader sees all rows of these tables of the source, as far as row-level security goes: a condition.
CREATE FUNCTION c360_sees_all(b c360_build, sources text[]) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(string_agg(format('NOT row_security_active(%L::regclass)', c.oid::regclass), ' AND ' ORDER BY relname),
    'true')
  FROM pg_class AS c
  WHERE relnamespace = b.source_id AND relname = ANY (sources) AND relkind IN ('r', 'p') $$;

-- Stored rows were computed with the rights of whoever stored them. Others see the rows of the accounts and users that
-- they see, if they see anything at all of each table from which the rows were made; rows of no account only if they
-- see all of these tables; and may not write: what they do not see would be missing. or_if is another condition under
-- which a row is seen. The comment tells the policy from one that somebody has altered, which stays.
CREATE FUNCTION c360_protect_table(b c360_build, name text, sources text[], or_if text DEFAULT NULL) RETURNS void
  LANGUAGE plpgsql AS $function$
DECLARE
  id CONSTANT oid := format('%I.%I', b.target_schema, name)::regclass;
  condition text := format('account_id IN (SELECT a.account_id FROM %I.accounts AS a)', b.target_schema);
  made record;
BEGIN
  condition := CASE WHEN NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = id AND attname = 'account_id')
    THEN c360_sees_all(b, sources) ELSE concat_ws(' AND ', condition, (
      SELECT string_agg(format('(NOT row_security_active(%L::regclass) OR EXISTS (SELECT FROM %I.%I))', c.oid::regclass,
        b.target_schema, 'source_' || relname), ' AND ' ORDER BY relname)
      FROM pg_class AS c
      WHERE relnamespace = b.source_id AND relname = ANY (sources) AND relname <> 'accounts' AND relkind IN ('r', 'p')),
    (SELECT format('(NOT row_security_active(%L::regclass) OR user_id IN (SELECT u.user_id FROM %I.users AS u))',
        c.oid::regclass, b.target_schema)
      FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = id AND a.attname = 'user_id'
      WHERE relnamespace = b.source_id AND relname = 'users' AND relkind IN ('r', 'p'))) END || coalesce(' OR ' || or_if, '');
  EXECUTE format('ALTER TABLE %I.%I ENABLE ROW LEVEL SECURITY', b.target_schema, name);
  SELECT p.oid, c360_is_altered(p.oid) AS is_altered INTO made FROM pg_policy AS p
  WHERE p.polrelid = id AND p.polname = 'account_is_visible';
  IF made.is_altered THEN
    RETURN;
  ELSIF made.oid IS NOT NULL THEN
    EXECUTE format('ALTER POLICY account_is_visible ON %I.%I USING (%s)', b.target_schema, name, condition);
  ELSE
    EXECUTE format('CREATE POLICY account_is_visible ON %I.%I FOR SELECT USING (%s)', b.target_schema, name, condition);
  END IF;
  EXECUTE format('COMMENT ON POLICY account_is_visible ON %I.%I IS %L', b.target_schema, name, (
    SELECT 'Made by customer360_create_views(), which keeps it once it is altered: '
      || md5(concat_ws(' ', pg_get_expr(p.polqual, p.polrelid), p.polroles, p.polcmd, p.polpermissive))
    FROM pg_policy AS p WHERE p.polrelid = id AND p.polname = 'account_is_visible'));
END
$function$;

CREATE FUNCTION c360_build_procedure(b c360_build, name text, body text, comment text) RETURNS SETOF c360_report_line
  LANGUAGE plpgsql AS $function$
BEGIN
  -- What is compiled for one call is not worth compiling. What is stored as text is the same whoever calls.
  EXECUTE format(E'CREATE OR REPLACE PROCEDURE %I.%I() LANGUAGE sql SET jit = off SET datestyle = \'ISO\' '
    'SET intervalstyle = \'postgres\' SET extra_float_digits = \'1\' SET timezone = \'UTC\'\nBEGIN ATOMIC\n%s\nEND',
    b.target_schema, name, body);
  PERFORM c360_comment_on('PROCEDURE', format('%I.%I()', b.target_schema, name), comment, '{}', '{}');
  RETURN NEXT (name, 'procedure', NULL, NULL)::c360_report_line;
END
$function$;

-- What source_faults is, and its columns.
CREATE FUNCTION c360_faults_comment() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT 'What was left out, corrected, or looks wrong in the source: one row per row and fault. Empty: nothing was '
    'found, or refresh_faults() was never called. Granted to no one by default.' $$;
CREATE FUNCTION c360_faults_columns() RETURNS TABLE (place integer, name text, comment text)
  LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 7 AS $$
VALUES
  (1, 'table_name', 'Table of the contract'),
  (2, 'key', 'Key of the row'),
  (3, 'account_id', 'Account of the row, as text; NULL = none, or not known'),
  (4, 'fault', 'What is wrong'),
  (5, 'severity', 'error = the row is left out, warning = it is corrected, notice = it counts and looks wrong'),
  (6, 'done', 'What became of the row'),
  (7, 'to_do', 'What to do about it') $$;

-- source_faults, and the procedure that fills it: stored, because for a reader who may not see every row, what is
-- hidden would look like a fault.
CREATE FUNCTION c360_build_faults(b c360_build, queries c360_table_query[], may_adapt boolean)
  RETURNS SETOF c360_report_line LANGUAGE plpgsql AS $function$
DECLARE
  query CONSTANT text := (
    SELECT string_agg(part, E'\nUNION ALL ') FROM (
      SELECT 'SELECT NULL::text AS table_name, NULL::text AS key, NULL::text AS account_id, NULL::text AS fault, '
        'NULL::text AS severity, NULL::text AS done, NULL::text AS to_do WHERE false'
      UNION ALL
      SELECT q.faults FROM unnest(queries) AS q WHERE q.faults <> ''
      UNION ALL
      SELECT format('SELECT * FROM (%s) AS rule', c360_in_zone(replace(f.query, '{target}', quote_ident(b.target_schema)),
        b.zone)) FROM c360_contract_faults() AS f
      UNION ALL
      SELECT format('SELECT * FROM %I.disagreements', b.source_schema) FROM c360_made_objects(b.source_id) AS m
      WHERE m.name = 'disagreements') AS p (part));
BEGIN
  RETURN QUERY SELECT * FROM c360_build_table(b, 'source_faults', 'SELECT * FROM (' || query || ') AS f', NULL,
    c360_faults_comment(), ARRAY(SELECT name FROM c360_faults_columns() ORDER BY place),
    ARRAY(SELECT comment FROM c360_faults_columns() ORDER BY place), 'refresh_faults', may_adapt);
  EXECUTE format('REVOKE ALL ON %I.source_faults FROM PUBLIC', b.target_schema);
  RETURN QUERY SELECT * FROM c360_build_procedure(b, 'refresh_faults',
    format(E'DELETE FROM %I.source_faults;\nINSERT INTO %1$I.source_faults SELECT * FROM (%s) AS f;', b.target_schema,
      query),
    'Looks for faults in the whole source, and stores them in source_faults. Called by a role that sees every row.');
END
$function$;

-- A view of which rows are stored, so that one customer is looked up and not computed. It keeps its name: it shows
-- stored rows where they are those of as_of(), and computes them otherwise. Computing is a function's work, because
-- what is only planned costs as much as a look-up. Readers whom row-level security shows a part of the sources compute,
-- too, as what is stored was seen by somebody who sees all.
CREATE FUNCTION c360_build_stored(b c360_build, name text, query text, comment text, columns text[], comments text[],
    sources text[], may_adapt boolean)
  RETURNS SETOF c360_report_line LANGUAGE plpgsql AS $function$
DECLARE
  listed CONSTANT text := (SELECT string_agg(quote_ident(c), ', ' ORDER BY place)
    FROM unnest(columns) WITH ORDINALITY AS u (c, place));
  is_current CONSTANT text := format('(SELECT count(*) > 0 FROM %I.stored_views AS stored WHERE stored.name = %L '
    'AND stored.day = as_of(%L) AND %s)', b.target_schema, name, b.zone,
    -- Accounts are left to the policy of the table.
    c360_sees_all(b, array_remove(sources, 'accounts')));
BEGIN
  RETURN QUERY SELECT * FROM c360_build_table(b, 'stored_' || name, query, NULL, format('The rows that %s shows where '
    'they are those of as_of(). %s', name, comment), columns, comments, 'refresh_stored', may_adapt);
  IF 'account_id' = ANY (columns) THEN
    PERFORM c360_protect_table(b, 'stored_' || name, sources);
    IF NOT EXISTS (SELECT FROM pg_class AS c WHERE c.relnamespace = b.target_id
        AND c.relname = format('stored_%s_account', name)) THEN
      EXECUTE format('CREATE INDEX %I ON %I.%I (account_id)', format('stored_%s_account', name), b.target_schema,
        'stored_' || name);
    END IF;
  ELSE
    EXECUTE format('ALTER TABLE %I.%I ENABLE ROW LEVEL SECURITY', b.target_schema, 'stored_' || name);
  END IF;
  -- A setting keeps the function from being planned into the view.
  EXECUTE format('CREATE OR REPLACE FUNCTION %I.%I() RETURNS SETOF %1$I.%3$I LANGUAGE sql STABLE SET jit = off '
    'BEGIN ATOMIC SELECT %4$s FROM (%5$s) AS computed; END', b.target_schema, 'compute_' || name, 'stored_' || name,
    listed, query);
  PERFORM c360_comment_on('FUNCTION', format('%I.%I()', b.target_schema, 'compute_' || name),
    format('Computes the rows of %s, for that view.', name), '{}', '{}');
  PERFORM c360_build_view(b, name, format('SELECT %1$s FROM %2$I.%3$I WHERE %4$s UNION ALL '
    'SELECT %1$s FROM %2$I.%5$I() WHERE NOT %4$s', listed, b.target_schema, 'stored_' || name, is_current,
    'compute_' || name), comment, columns, comments);
  RETURN NEXT (name, 'view', NULL, format('its rows are stored by CALL %I.refresh_stored()', b.target_schema)
    )::c360_report_line;
END
$function$;

-- Which views are stored, as of which day.
CREATE FUNCTION c360_build_stored_days(b c360_build) RETURNS SETOF c360_report_line LANGUAGE plpgsql AS $function$
DECLARE
  is_kept CONSTANT boolean := EXISTS (
    SELECT FROM c360_made_objects(b.target_id) AS m WHERE m.kind = 'table' AND m.name = 'stored_views');
BEGIN
  IF NOT is_kept THEN
    EXECUTE format('CREATE TABLE %I.stored_views (name text PRIMARY KEY, day date, refreshed_at timestamptz)',
      b.target_schema);
    PERFORM c360_comment_on('TABLE', format('%I.stored_views', b.target_schema),
      'Which views are stored, and as of which day: one row per view', ARRAY['name', 'day', 'refreshed_at'],
      ARRAY['The view', 'The day as of which its rows are stored; NULL = none yet', 'When they were stored']);
  END IF;
  EXECUTE format('DELETE FROM %I.stored_views WHERE name <> ALL (%L)', b.target_schema, b.stored);
  EXECUTE format('INSERT INTO %I.stored_views SELECT unnest(%L::text[]) ON CONFLICT DO NOTHING', b.target_schema, b.stored);
  RETURN NEXT ('stored_views', 'table', CASE WHEN is_kept THEN 'kept' ELSE 'created' END, NULL)::c360_report_line;
END
$function$;

-- The procedure that stores them: it writes differences only, so that little is written, and readers never wait. Then
-- nothing reads what is no longer stored.
CREATE FUNCTION c360_build_refresher(b c360_build) RETURNS SETOF c360_report_line LANGUAGE plpgsql AS $function$
DECLARE
  r record;
BEGIN
  RETURN QUERY SELECT * FROM c360_build_procedure(b, 'refresh_stored', coalesce((
      SELECT string_agg(format('WITH new AS MATERIALIZED (SELECT * FROM %1$I.%3$I()), gone AS (DELETE FROM %1$I.%2$I AS old '
        'WHERE NOT EXISTS (SELECT FROM new WHERE to_jsonb(new) = to_jsonb(old))), come AS (INSERT INTO %1$I.%2$I '
        'SELECT * FROM new WHERE NOT EXISTS (SELECT FROM %1$I.%2$I AS old WHERE to_jsonb(old) = to_jsonb(new))) '
        'UPDATE %1$I.stored_views SET day = as_of(%5$L), refreshed_at = now() WHERE name = %4$L;',
        b.target_schema, 'stored_' || s.name, 'compute_' || s.name, s.name, b.zone), E'\n' ORDER BY s.place)
      FROM unnest(b.stored) WITH ORDINALITY AS s (name, place)), 'SELECT;'),
    'Stores the rows of as_of() of the views that are stored; called by a role that sees every row.');
  FOR r IN SELECT substr(m.name, 9) AS name FROM c360_made_objects(b.target_id) AS m
    WHERE m.kind = 'function' AND m.name LIKE 'compute\_%' AND substr(m.name, 9) <> ALL (b.stored)
  LOOP
    EXECUTE format('DROP FUNCTION %I.%I(); DROP TABLE %1$I.%3$I', b.target_schema, 'compute_' || r.name,
      'stored_' || r.name);
    RETURN NEXT ('stored_' || r.name, 'table', 'dropped', 'no longer stored')::c360_report_line;
  END LOOP;
END
$function$;

-- The statement that writes the rows of as_of() to a table of the pack, and replaces those of the same day.
CREATE FUNCTION c360_record_statement(target_schema text, zone text, name text) RETURNS text
  LANGUAGE sql STABLE AS $$
  SELECT format('INSERT INTO %I.%I (%s) SELECT %3$s FROM (%s) AS computed ON CONFLICT (%s) DO UPDATE SET %s;',
    target_schema, p.name, (SELECT string_agg(quote_ident(c), ', ' ORDER BY place)
     FROM unnest(p.columns) WITH ORDINALITY AS u (c, place)),
    c360_in_zone(replace(p.query, '{target}', quote_ident(target_schema)), zone), p.key,
    (SELECT string_agg(format('%1$I = excluded.%1$I', c), ', ' ORDER BY place)
     FROM unnest(p.columns) WITH ORDINALITY AS u (c, place) WHERE c <> ALL (string_to_array(p.key, ', '))))
  FROM c360_view_pack() AS p WHERE p.name = c360_record_statement.name $$;

-- The pack: views, and tables with the procedures that fill them.
CREATE FUNCTION c360_build_pack(b c360_build, may_adapt boolean) RETURNS SETOF c360_report_line
  LANGUAGE plpgsql AS $function$
DECLARE
  r record;
  query text;
BEGIN
  RETURN QUERY SELECT * FROM c360_build_stored_days(b);
  FOR r IN SELECT p.* FROM c360_view_pack() AS p ORDER BY p.number
  LOOP
    query := c360_in_zone(replace(r.query, '{target}', quote_ident(b.target_schema)), b.zone);
    IF r.name = 'identities' THEN
      query := c360_stored_identities(b, query);
    END IF;
    IF r.name = ANY (b.stored) THEN
      RETURN QUERY SELECT * FROM c360_build_stored(b, r.name, query, r.comment, r.columns, r.comments, r.sources,
        may_adapt);
      CONTINUE;
    ELSIF r.key IS NULL THEN
      PERFORM c360_build_view(b, r.name, query, r.comment, r.columns, r.comments);
      RETURN NEXT (r.name, 'view', NULL, NULL)::c360_report_line;
      CONTINUE;
    END IF;
    RETURN QUERY SELECT * FROM c360_build_table(b, r.name, query, r.key, r.comment, r.columns, r.comments,
      r.recorded_by, may_adapt);
    -- Who may see a stored row is decided by its account. What is of none is granted to nobody by default.
    IF 'account_id' = ANY (r.columns) THEN
      PERFORM c360_protect_table(b, r.name, r.sources);
    ELSE
      EXECUTE format('REVOKE ALL ON %I.%I FROM PUBLIC', b.target_schema, r.name);
    END IF;
    IF r.recorded_by IS NOT NULL THEN
      RETURN QUERY SELECT * FROM c360_build_procedure(b, r.recorded_by,
        c360_record_statement(b.target_schema, b.zone, r.name),
        format('Writes the rows of as_of() to %s; called again for the same day, it replaces them.', r.name));
    END IF;
  END LOOP;
END
$function$;

-- The table of another day, so that two days meet in one query. The setting is the function's own: it is taken back
-- when the function ends, and the rows are complete by then.
CREATE FUNCTION c360_build_other_days(b c360_build) RETURNS SETOF c360_report_line LANGUAGE plpgsql AS $function$
DECLARE
  called CONSTANT text := format('%I.customer_360_at(date)', b.target_schema);
BEGIN
  EXECUTE format($build$CREATE OR REPLACE FUNCTION %1$I.customer_360_at(day date) RETURNS SETOF %1$I.customer_360
LANGUAGE plpgsql STABLE STRICT PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp SET jit = off
SET datestyle = 'ISO' SET customer360.as_of = '' AS $body$
BEGIN
  PERFORM set_config('customer360.as_of', day::text, true);
  RETURN QUERY SELECT * FROM %1$I.customer_360;
END
$body$ $build$, b.target_schema);
  PERFORM c360_comment_on('FUNCTION', called, 'customer_360 as of a day, whatever customer360.as_of says: one row per '
    'customer. NULL: no rows.', '{}', '{}');
  RETURN NEXT ('customer_360_at', 'function', NULL, NULL)::c360_report_line;
END
$function$;

-- The stored roll-ups of the events, which are read as the clean layer reads them: text ids are not blank, and merged
-- accounts are the one they were merged into.
CREATE FUNCTION c360_build_rollups(b c360_build) RETURNS SETOF c360_report_line LANGUAGE plpgsql AS $function$
DECLARE
  found CONSTANT c360_source_column[] := ARRAY(SELECT c FROM c360_source_columns(b.source_id, b.zone) AS c);
  merged CONSTANT text := (SELECT c360_merge_map(b.target_schema)
    FROM unnest(found) AS f WHERE f.table_name = 'account_aliases' AND f.source IS NOT NULL
      AND NOT c360_is_of_systems(b.source_id) LIMIT 1);
  source oid;
  expressions jsonb;
BEGIN
  SELECT max(f.source), jsonb_object_agg(f.name, CASE WHEN f.kind = 'key' AND f.type = 'text'
      THEN format('nullif(%s, '''')', f.expression) ELSE f.expression END)
    || CASE WHEN merged IS NULL THEN '{}' ELSE jsonb_build_object('depends_on', merged, 'account_map', format(
         'coalesce((%s ->> e.account_id::text)::%s, e.account_id)', merged,
         max(f.type) FILTER (WHERE f.name = 'account_id'))) END
  INTO source, expressions FROM unnest(found) AS f WHERE f.table_name = 'product_events';
  RETURN QUERY SELECT * FROM c360_create_rollups(b, source, expressions);
END
$function$;

-- What the caller should know besides.
CREATE FUNCTION c360_build_notes(b c360_build) RETURNS SETOF c360_report_line LANGUAGE plpgsql AS $function$
#variable_conflict use_column
DECLARE
  found CONSTANT c360_source_column[] := ARRAY(SELECT c FROM c360_source_columns(b.source_id, b.zone) AS c);
  names CONSTANT text[] := c360_layer_names() || c360_pack_names() || c360_own_names() || c360_procedure_names();
BEGIN
  RETURN QUERY SELECT format('%I.%I', f.table_name, f.name), 'column',
    CASE WHEN f.source_type IS NULL THEN 'missing' ELSE 'read' END,
    CASE WHEN f.source_type IS NULL THEN 'NULL: not known' || c360_unknown_without(f.table_name, f.name)
      ELSE format('from %s as %s', f.source_type, f.type) END
  FROM unnest(found) AS f
  WHERE f.source IS NOT NULL AND (f.source_type IS NULL OR f.source_type <> f.type) ORDER BY f.number, f.place;
  -- Names that are nearly the contract's.
  RETURN QUERY SELECT relname::text, 'table', 'unknown', format('no table of the contract; perhaps %I is meant', near)
  FROM pg_class CROSS JOIN LATERAL c360_meant_name(relname::text, ARRAY(
    SELECT t.name FROM c360_contract_tables() AS t ORDER BY t.number)) AS near
  WHERE relnamespace = b.source_id AND relkind IN ('r', 'p', 'v', 'm', 'f')
    AND near IN (SELECT f.table_name FROM unnest(found) AS f WHERE f.source IS NULL)
    AND relname NOT IN (SELECT name FROM c360_contract_tables()) ORDER BY relname;
  RETURN QUERY SELECT b.source_schema, 'schema', 'unread', 'nothing reads its tables ' || tables
  FROM c360_unread_tables(b.source_id) AS tables
  WHERE tables IS NOT NULL AND NOT c360_is_of_systems(b.source_id);
  RETURN QUERY SELECT format('%I.%I', t.table_name, attname), 'column', 'unknown',
    format('no column of the contract; perhaps %I is meant', near)
  FROM (SELECT DISTINCT f.number, f.table_name, f.source FROM unnest(found) AS f WHERE f.source IS NOT NULL) AS t
    JOIN pg_attribute ON attrelid = t.source AND attnum > 0 AND NOT attisdropped
    CROSS JOIN LATERAL c360_meant_name(attname::text, ARRAY(
      SELECT f.name FROM unnest(found) AS f WHERE f.number = t.number ORDER BY f.place)) AS near
  WHERE near IN (SELECT f.name FROM unnest(found) AS f WHERE f.number = t.number AND f.source_type IS NULL)
    AND attname NOT IN ('starts_on', 'ends_on', 'last_day', 'updated_at')
    AND attname NOT IN (SELECT f.name FROM unnest(found) AS f WHERE f.number = t.number) ORDER BY t.number, attnum;
  -- Of a table that lacks columns, those that may be meant though their names are far from the contract's.
  RETURN QUERY SELECT t.table_name, 'table', 'unread', format('nothing reads its columns %s%s',
      string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FILTER (WHERE a.place <= 20),
      CASE WHEN max(a.place) > 20 THEN format(' and %s more', max(a.place) - 20) ELSE '' END)
  FROM (SELECT f.number, f.table_name, f.source FROM unnest(found) AS f WHERE f.source IS NOT NULL
        GROUP BY f.number, f.table_name, f.source HAVING bool_or(f.source_type IS NULL)) AS t
    CROSS JOIN LATERAL (
      SELECT attname, attnum, row_number() OVER (ORDER BY attnum) AS place FROM pg_attribute
      WHERE attrelid = t.source AND attnum > 0 AND NOT attisdropped
        AND attname NOT IN ('starts_on', 'ends_on', 'last_day', 'updated_at')
        AND attname NOT IN (SELECT f.name FROM unnest(found) AS f WHERE f.number = t.number)) AS a
  GROUP BY t.number, t.table_name ORDER BY t.number;
  RETURN QUERY SELECT format('%I.%I', f.table_name, attname), 'column', 'unknown',
    format('no column of the contract, and %s has no %s: perhaps %s is meant', f.name, bound.says,
      bound.part)
  FROM unnest(found) AS f
    CROSS JOIN (VALUES ('starts_on', 'starts_on', 'beginning'), ('ends_on', 'ends_on|last_day', 'end'))
      AS bound (part, given, says)
    CROSS JOIN LATERAL unnest(c360_likely_days(f.source, bound.part)) AS attname
  WHERE f.kind = 'daterange' AND f.source IS NOT NULL AND f.attnum IS NULL
    AND coalesce(f.source_type, '') !~ bound.given ORDER BY f.number, bound.part, attname;
  RETURN QUERY SELECT f.table_name, 'table', 'warning', format('%I may not read %s: called or read by that role, what reads '
      'it fails', current_user, string_agg(quote_ident(f.name), ', ' ORDER BY f.place))
  FROM unnest(found) AS f WHERE f.attnum IS NOT NULL AND NOT has_column_privilege(f.source, f.attnum, 'SELECT')
  GROUP BY f.number, f.table_name ORDER BY f.number;
  IF EXISTS (SELECT FROM pg_class WHERE relnamespace = b.source_id AND relname = 'product_events'
             AND row_security_active(oid)) THEN
    RETURN NEXT ('refresh_activity', 'procedure', 'warning', format('row-level security of %I.product_events applies to '
      '%I: called by that role, which does not see every event, it is refused', b.source_schema, current_user)
      )::c360_report_line;
  END IF;
  RETURN QUERY SELECT b.source_schema, 'schema', 'warning', format('views without security_invoker, through which readers '
    'see what the owners of these views see: %s', string_agg(quote_ident(c.relname), ', ' ORDER BY c.relname))
  FROM pg_class AS c JOIN c360_contract_tables() AS t ON t.name = c.relname
  WHERE c.relnamespace = b.source_id AND c.relkind = 'v'
    AND NOT coalesce((SELECT option_value::boolean FROM pg_options_to_table(c.reloptions)
                      WHERE option_name = 'security_invoker'), false)
  HAVING count(*) > 0;
  -- As rubric_checks has it, without asking the customers. Rubrics that came with the pack ask for attributes that a
  -- company may not have.
  BEGIN
    RETURN QUERY EXECUTE format($notes$
      SELECT k.document, 'document', 'warning', format('asks for %%s, which is no metric and no attribute: it scores '
        'nothing, and no rule that reads it ever holds%%s', k.key, '; perhaps ' || nearest_word(k.key, known.names))
      FROM %1$I.document_keys AS k CROSS JOIN (
        SELECT array_agg(n.name) FROM (
          SELECT attname::text FROM pg_attribute
          WHERE attrelid = %2$L::regclass AND attnum > 0 AND NOT attisdropped AND attname <> 'attributes'
          UNION SELECT name FROM %1$I.account_attributes) AS n (name)) AS known (names)
      WHERE k.key <> ALL (known.names)
        AND k.document NOT IN (SELECT rubric FROM %1$I.rubrics WHERE is_shipped) ORDER BY 1, k.key$notes$,
      b.target_schema, format('%I.account_metrics', b.target_schema));
  EXCEPTION WHEN insufficient_privilege THEN
    NULL;  -- told above
  END;
  -- What an administrator has made different is kept.
  RETURN QUERY SELECT c.relname::text, 'view', 'kept', format('its options: %s', array_to_string(c.reloptions, ', '))
  FROM pg_class AS c JOIN c360_made_objects(b.target_id) AS m ON m.id = c.oid
  WHERE m.kind = 'view' AND c.reloptions IS DISTINCT FROM ARRAY['security_invoker=true'] ORDER BY c.relname;
  RETURN QUERY SELECT m.name, 'table', 'kept', format('its policy account_is_visible, altered: %s',
      pg_get_expr(polqual, polrelid)) FROM pg_policy AS p JOIN c360_made_objects(b.target_id) AS m ON m.id = polrelid
  WHERE polname = 'account_is_visible' AND c360_is_altered(p.oid) ORDER BY m.name;
  RETURN QUERY SELECT m.name, m.kind, 'left', 'made by an earlier customer360_create_views() and no longer part of the '
      'pack: drop it when nobody reads it'
  FROM c360_made_objects(b.target_id) AS m WHERE m.name <> ALL (names) ORDER BY m.name;
END
$function$;

-- ---- the builder

CREATE FUNCTION c360_create_views(source_schema text, target_schema text, time_zone text, stored text[],
    sources json, extension_schema text)
  RETURNS SETOF c360_report_line LANGUAGE plpgsql AS $function$
#variable_conflict use_column
DECLARE
  b c360_build;
  queries c360_table_query[];
  before text[];
  report c360_report_line[] := '{}';
  built c360_report_line[];
  zone_before text;
  dropped text[];
  privileges text[] := '{}';
  statement text;
BEGIN
  PERFORM c360_check_request(source_schema, target_schema, time_zone, extension_schema, sources IS NOT NULL);
  b.extension_schema := extension_schema;
  b.source_schema := CASE WHEN sources IS NULL THEN source_schema ELSE target_schema || '_sources' END;
  b.target_schema := target_schema;
  -- Two calls for one target run one after the other.
  PERFORM pg_advisory_xact_lock(hashtext('customer360_create_views'), hashtext(target_schema));
  SELECT oid INTO b.target_id FROM pg_namespace WHERE nspname = target_schema;
  SELECT substring(obj_description(c.oid) FROM 'local days of ([^;]+);') INTO zone_before
  FROM pg_class AS c WHERE c.relnamespace = b.target_id AND c.relname = 'source_tables';
  b.zone := coalesce(time_zone, zone_before, 'UTC');
  IF sources IS NOT NULL THEN
    report := ARRAY(SELECT l FROM c360_build_sources(sources, source_schema, target_schema, b.zone) AS l);
  END IF;
  SELECT oid INTO b.source_id FROM pg_namespace WHERE nspname = b.source_schema;
  b.stored := coalesce(stored, ARRAY(
    SELECT substr(m.name, 8) FROM c360_made_objects(b.target_id) AS m
    WHERE m.kind = 'table' AND m.name = ANY (c360_own_names()) AND m.name LIKE 'stored\_%' AND m.name <> 'stored_views'
      AND EXISTS (SELECT FROM c360_made_objects(b.target_id) AS f WHERE f.name = 'compute_' || substr(m.name, 8))));
  -- Identities are stored in any case, and by a procedure of their own.
  b.stored := array_remove(b.stored, 'identities');
  PERFORM c360_check_stored(b);
  -- In the order in which they read each other.
  b.stored := ARRAY(SELECT p.name FROM c360_view_pack() AS p WHERE p.name = ANY (b.stored) ORDER BY p.number);
  PERFORM c360_check_target(b);
  PERFORM c360_check_source(ARRAY(SELECT c FROM c360_source_columns(b.source_id, b.zone) AS c),
    format('schema %I', b.source_schema), format('%I.accounts%s', b.source_schema,
      '; perhaps one of ' || c360_unread_tables(b.source_id) || ' is meant'));

  IF b.target_id IS NULL THEN
    EXECUTE format('CREATE SCHEMA %I', target_schema);
    EXECUTE format('COMMENT ON SCHEMA %I IS %L', target_schema,
      format('Customer 360 views over schema %I', b.source_schema));
    SELECT oid INTO b.target_id FROM pg_namespace WHERE nspname = target_schema;
    report := report || (target_schema, 'schema', 'created', NULL)::c360_report_line;
  END IF;
  before := ARRAY(SELECT m.kind || ' ' || m.name FROM c360_made_objects(b.target_id) AS m);
  queries := ARRAY(
    SELECT q FROM c360_table_queries(c360_source_relations(b.source_id), target_schema, b.zone, false) AS q);
  PERFORM c360_lock_views(b);

  -- Objects are replaced, so that whatever others built on them stays. Where the columns of a view have changed, that
  -- is impossible: a second attempt drops the pack's views first, a third one also those of the layers.
  FOR attempt IN 1 .. 3 LOOP
    BEGIN
      built := ARRAY(SELECT l FROM c360_build_layers(b, queries) AS l)
        || ARRAY(SELECT l FROM c360_build_faults(b, queries, attempt > 1) AS l)
        || ARRAY(SELECT l FROM c360_build_rollups(b) AS l)
        || ARRAY(SELECT l FROM c360_build_identities(b, queries) AS l)
        || ARRAY(SELECT l FROM c360_build_pack(b, attempt > 1) AS l)
        || ARRAY(SELECT l FROM c360_build_refresher(b) AS l)
        || ARRAY(SELECT l FROM c360_build_other_days(b) AS l)
        || ARRAY(SELECT l FROM c360_create_activation(b, attempt > 1) AS l);
      EXIT;
    EXCEPTION WHEN invalid_table_definition THEN
      IF attempt = 3 THEN
        RAISE;
      END IF;
    END;
    dropped := c360_pack_names() || CASE attempt WHEN 2 THEN c360_layer_names() END;
    privileges := privileges || c360_privileges_of(b.target_id, dropped);
    PERFORM c360_drop_made(target_schema, dropped);
  END LOOP;
  FOREACH statement IN ARRAY privileges LOOP
    BEGIN
      EXECUTE statement;
    EXCEPTION WHEN undefined_column THEN
      NULL;  -- a privilege on a column that no longer exists
    END;
  END LOOP;

  report := report || ARRAY(
    SELECT (l.object, l.kind, coalesce(l.action, CASE
        WHEN l.kind || ' ' || l.object <> ALL (before) THEN 'created'
        WHEN l.object = ANY (dropped) OR l.kind IN ('procedure', 'function') AND dropped IS NOT NULL THEN 'recreated'
        ELSE 'replaced' END), l.detail)::c360_report_line
    FROM unnest(built) WITH ORDINALITY AS l ORDER BY l.ordinality);
  IF zone_before <> b.zone THEN
    report := report || ('refresh_activity', 'procedure', 'warning', format('the rows stored so far count days of %s: '
      'refresh_activity() computes them anew', zone_before))::c360_report_line;
  END IF;
  report := report || ARRAY(SELECT l FROM c360_build_notes(b) AS l);
  RETURN QUERY SELECT * FROM unnest(report);
END
$function$;

-- What the models of the dbt package are made of: the SQL of both layers and of their faults over relations that are
-- given by their names, in whatever schemas; `source` is how messages call where they are. Relations of the target
-- stand in schema customer360_target, for which the package puts its own. Rules of several tables have faults only, and
-- columns as source_tables knows them nothing but whether they are there.
-- of_systems: the relations are what c360_mapping_queries() makes.
CREATE FUNCTION c360_layers(relations jsonb, time_zone text, source text, of_systems boolean)
  RETURNS TABLE (number integer, name text, is_there boolean, adapter text, clean text, faults text)
  LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
  SET standard_conforming_strings = on AS $function$
#variable_conflict use_column
BEGIN
  PERFORM set_config('search_path', format('pg_catalog, %I, pg_temp', (
    SELECT nspname FROM pg_extension JOIN pg_namespace AS n ON n.oid = extnamespace WHERE extname = 'customer360')),
    true);
  SELECT jsonb_object_agg(r.key, to_regclass(r.value)::oid) INTO relations FROM jsonb_each_text(relations) AS r;
  PERFORM c360_check_source(ARRAY(SELECT c FROM c360_source_columns(relations, time_zone) AS c), source, 'accounts');
  RETURN QUERY
  WITH found AS MATERIALIZED (
    SELECT q FROM c360_table_queries(relations, 'customer360_target', time_zone, of_systems) AS q)
  SELECT (q).number, (q).table_name, (q).source IS NOT NULL, (q).adapter, (q).clean, (q).faults FROM found
  UNION ALL
  SELECT 1000 + c.number::integer, c.name, c.is_there, NULL, NULL, NULL
  FROM c360_known_columns(ARRAY(SELECT q FROM found)) AS c
  UNION ALL
  SELECT NULL, f.name, NULL, NULL, NULL, c360_in_zone(replace(f.query, '{target}', 'customer360_target'), time_zone)
  FROM c360_contract_faults() AS f
  UNION ALL
  SELECT NULL, 'disagreements', NULL, NULL, NULL, 'SELECT * FROM customer360_target.disagreements' WHERE of_systems;
END
$function$;

-- Calls one of the two below with a path in which the extension is found, wherever it was installed, and nothing else.
CREATE FUNCTION customer360_create_views(source_schema text, target_schema text, time_zone text DEFAULT NULL,
    stored text[] DEFAULT NULL, sources json DEFAULT NULL)
  RETURNS TABLE (object text, kind text, action text, detail text)
  LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
  SET standard_conforming_strings = on AS $function$
DECLARE
  extension_schema CONSTANT text :=
    (SELECT nspname FROM pg_extension JOIN pg_namespace AS n ON n.oid = extnamespace WHERE extname = 'customer360');
BEGIN
  PERFORM set_config('search_path', format('pg_catalog, %I, pg_temp', extension_schema), true);
  RETURN QUERY EXECUTE 'SELECT * FROM c360_create_views($1, $2, $3, $4, $5, $6)'
    USING source_schema, target_schema, time_zone, stored, sources, extension_schema;
  -- The views have thousands of expressions: to compile them takes a hundred times as long as to run them.
  IF pg_jit_available() THEN
    RAISE NOTICE 'just-in-time compilation is on: the views take minutes instead of seconds'
      USING HINT = format('ALTER DATABASE %I SET jit = off; then connect again.', current_database());
  END IF;
END
$function$;
COMMENT ON FUNCTION customer360_create_views(text, text, text, text[], json) IS
$$Builds the Customer 360 views over a schema that follows the source contract (docs/customer.md), or parts of it.
Arguments: source_schema, which holds the tables of the contract or views in their place, at least accounts; target_schema, where the views are built, created if it does not exist; time_zone, the zone of the warehouse, whose local days all views count, by default that of the previous call, otherwise UTC; stored, the views of which rows are stored by CALL refresh_stored(), such as ARRAY['customer_360'], by default those of the previous call: they show stored rows as of the day for which these were stored, to readers whom no row-level security shows a part of the sources, and compute otherwise; sources, raw tables of systems as their connectors land them, an object from system to schema in the order of precedence, such as '{"hubspot": "raw_hubspot", "stripe": {"schema": "raw_stripe", "connector": "airbyte"}}': they are stored in the shape of the contract in the schema <target_schema>_sources, together with the tables of source_schema, which come first and may be NULL then; CALL <target_schema>_sources.refresh_sources() brings them up to date. Names are taken literally.
Returns: what was done, one row per object: object; kind (schema, view, column, table, procedure, function; document: a rubric or playbook); action (created, replaced, recreated, kept, added, changed, left, warning; for a column of the source: missing, which is NULL in the views, or read, as another type; unknown, for a name that is nearly one of the contract; unread, for columns of a table that lacks some); detail. Called again, for example after an update of the extension, it rebuilds the views and keeps stored rows, privileges, options and policies. Readers wait meanwhile. A notice says so where just-in-time compilation is on.
NULL: 22004, except for time_zone, stored and sources, and source_schema beside sources.
Errors: 3F000 no such schema; 22023 stored names no view of the pack, sources a system or connector without a mapping, the target is the source, the schema of the extension or one of PostgreSQL's, or an unknown time zone; 42602, 42622 an invalid name; 42501 missing privileges, or objects of another owner; 42P07 other objects in the way; 42804 a column whose type cannot be that of the contract; 0A000 ids with a nondeterministic collation; 42P01, 42703 a required table or column is missing; 2BP01 other objects depend on views whose columns have changed; 55P03 a transaction holds the views.
Source: docs/customer.md.$$;

CREATE FUNCTION c360_drop_views(target_schema text, keep_tables boolean) RETURNS SETOF c360_report_line
  LANGUAGE plpgsql AS $function$
#variable_conflict use_column
DECLARE
  target_id CONSTANT oid := (SELECT oid FROM pg_namespace WHERE nspname = target_schema);
  made record;
  line c360_report_line;
BEGIN
  IF target_schema IS NULL OR keep_tables IS NULL THEN
    PERFORM c360_refuse('null_value_not_allowed', format('%s must not be null',
        CASE WHEN target_schema IS NULL THEN 'target_schema' ELSE 'keep_tables' END),
      'It says what is dropped.', $$SELECT * FROM customer360_drop_views('customer_success');$$);
  END IF;
  IF target_id IS NULL THEN
    PERFORM c360_refuse('invalid_schema_name', format('schema %I does not exist', target_schema),
      'It must be the target schema of customer360_create_views().',
      'Names are taken literally, without quotes: SELECT nspname FROM pg_namespace lists them.');
  END IF;
  FOR made IN SELECT m.* FROM c360_made_objects(target_id) AS m ORDER BY m.kind, m.name LOOP
    line := (made.name, made.kind, CASE WHEN made.kind = 'table' AND keep_tables THEN 'kept' ELSE 'dropped' END, NULL);
    IF line.action = 'kept' THEN
      line.detail := 'its rows are kept; keep_tables => false drops it, too';
    END IF;
    RETURN NEXT line;
  END LOOP;
  PERFORM c360_drop_made(target_schema, ARRAY(SELECT m.name FROM c360_made_objects(target_id) AS m WHERE m.kind = 'view'));
  IF NOT keep_tables THEN
    FOR made IN SELECT m.* FROM c360_made_objects(target_id) AS m WHERE m.kind = 'table' LOOP
      EXECUTE format('DROP TABLE %I.%I', target_schema, made.name);
    END LOOP;
  END IF;
  PERFORM c360_drop_sources(target_schema || '_sources');
  -- With the triggers that call it, which would find no queue.
  EXECUTE format('DROP FUNCTION IF EXISTS %I.queue_touched_days() CASCADE', target_schema);
END
$function$;
CREATE FUNCTION customer360_drop_views(target_schema text, keep_tables boolean DEFAULT true)
  RETURNS TABLE (object text, kind text, action text, detail text)
  LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
  SET standard_conforming_strings = on AS $function$
BEGIN
  PERFORM set_config('search_path', format('pg_catalog, %I, pg_temp', (
    SELECT nspname FROM pg_extension JOIN pg_namespace AS n ON n.oid = extnamespace WHERE extname = 'customer360')),
    true);
  RETURN QUERY EXECUTE 'SELECT * FROM c360_drop_views($1, $2)' USING target_schema, keep_tables;
END
$function$;
COMMENT ON FUNCTION customer360_drop_views(text, boolean) IS
$$Drops what customer360_create_views() made in a schema: views, procedures, and on demand its tables. The schema stays.
Arguments: target_schema; keep_tables, true by default: stored rows, such as recorded scores, stay for the next build.
Returns: what was done, one row per object: object; kind; action (dropped or kept); detail.
NULL: 22004.
Errors: 3F000 no such schema; 42501 objects of another owner; 2BP01 other objects depend on the views, and are named.
Source: docs/customer.md.$$;

-- What the columns of the pack mean, for dashboards: the comments, as rows.
CREATE FUNCTION customer360_definitions()
  RETURNS TABLE (view_name text, place integer, column_name text, definition text, one_row text)
  LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 1000 SET search_path = pg_catalog, pg_temp AS $function$
BEGIN
  RETURN QUERY EXECUTE replace(
    'SELECT pack.name, field.place::integer, field.name, field.definition, pack.comment FROM @.c360_view_pack() AS pack '
    'CROSS JOIN unnest(pack.columns, pack.comments) WITH ORDINALITY AS field (name, definition, place) '
    'UNION ALL SELECT source.name, field.place::integer, field.name, field.definition, source.comment '
    'FROM @.c360_contract_tables() AS source CROSS JOIN unnest('
    'ARRAY(SELECT c.name FROM @.c360_contract_columns() AS c WHERE c.number = source.number ORDER BY c.place) '
    '|| source.added, '
    'ARRAY(SELECT c.comment FROM @.c360_contract_columns() AS c WHERE c.number = source.number ORDER BY c.place) '
    '|| source.added_comments) WITH ORDINALITY AS field (name, definition, place) '
    'UNION ALL SELECT ''source_faults'', field.place, field.name, field.comment, @.c360_faults_comment() '
    'FROM @.c360_faults_columns() AS field ORDER BY 1, 2', '@', (
      SELECT quote_ident(nspname) FROM pg_extension JOIN pg_namespace AS n ON n.oid = extnamespace
      WHERE extname = 'customer360'));
END
$function$;
COMMENT ON FUNCTION customer360_definitions() IS
$$What each column of the Customer 360 views means, and of the source tables and faults that they read: one row per view and column. The view metric_definitions shows it to dashboards.
Returns: view_name; place, 1 for the first column; column_name; definition, with its unit and when it is NULL; one_row, what the view is and what one of its rows stands for.
Source: the comments of the views and of the contract.$$;
