-- Ready mappings: the raw tables of systems that companies use, as their connectors land them, in the shape of the
-- contract. What is mapped stands in sources/, which tools/views appends as data. Here systems meet: an account or a
-- team member of several systems is one, by the evidence of METRICS E7, and a wrong guess is a fault and never a merge.

-- tables: of a system in the contract's own shape, its tables, an object from name to oid.
CREATE TYPE c360_system AS (place integer, name text, schema_name text, schema_id oid, connector text, tables jsonb);

-- The systems that a document names, the first one leading: {"hubspot": "raw_hubspot", "stripe": {"schema":
-- "raw_stripe", "connector": "airbyte"}}. Without a connector it is the one of whose tables the schema has most.
CREATE FUNCTION c360_read_systems(sources json) RETURNS SETOF c360_system LANGUAGE plpgsql STABLE AS $function$
DECLARE
  given record;
  known CONSTANT text[] := ARRAY(SELECT DISTINCT m.system FROM c360_source_mappings() AS m ORDER BY 1);
  s c360_system;
  listed text;
BEGIN
  IF json_typeof(sources) <> 'object' THEN
    PERFORM c360_refuse('invalid_parameter_value', 'sources is no object from system to schema',
      format('It is of type %s.', json_typeof(sources)), $$For example sources => '{"stripe": "raw_stripe"}'.$$);
  END IF;
  FOR given IN SELECT * FROM json_each(sources) WITH ORDINALITY AS each (name, value, place) LOOP
    s.place := given.place;
    s.name := given.name;
    IF given.name <> ALL (known) THEN
      PERFORM c360_refuse('invalid_parameter_value', format('there is no mapping for the system %s', given.name),
        format('Known: %s.', array_to_string(known, ', ')),
        coalesce('Perhaps ' || nearest_word(given.name, known) || ' is meant. ', '')
          || 'Map any other system by views with the names of the contract.');
    END IF;
    IF (SELECT count(*) FROM json_each(sources) AS each WHERE each.key = given.name) > 1 THEN
      PERFORM c360_refuse('invalid_parameter_value', format('sources names %s twice', given.name),
        'Each system has one schema.', 'Put the tables of one system into one schema, by views if not otherwise.');
    END IF;
    SELECT string_agg(key, ', ') INTO listed FROM json_each(CASE json_typeof(given.value) WHEN 'object' THEN given.value
      ELSE '{}' END) WHERE key NOT IN ('schema', 'connector');
    IF listed IS NOT NULL OR json_typeof(given.value) NOT IN ('string', 'object') THEN
      PERFORM c360_refuse('invalid_parameter_value', format('sources says of %s what cannot be understood', given.name),
        coalesce('Unknown: ' || listed || '.', format('It is of type %s.', json_typeof(given.value))),
        'A system has the name of its schema, or an object with schema and connector.');
    END IF;
    s.schema_name := CASE json_typeof(given.value) WHEN 'string' THEN given.value #>> '{}'
      ELSE given.value ->> 'schema' END;
    SELECT oid INTO s.schema_id FROM pg_namespace WHERE nspname = s.schema_name;
    IF s.schema_id IS NULL THEN
      PERFORM c360_refuse('invalid_schema_name', format('schema %I of %s does not exist', s.schema_name, s.name),
        'It must hold the tables of the system as the connector lands them.',
        coalesce('Perhaps ' || nearest_word(s.schema_name, ARRAY(SELECT nspname::text FROM pg_namespace))
          || ' is meant. ', '') || 'Names are taken literally, without quotes.');
    END IF;
    IF NOT has_schema_privilege(s.schema_id, 'USAGE') THEN
      PERFORM c360_refuse('insufficient_privilege', format('%I may not read schema %I of %s', current_user,
          s.schema_name, s.name), format('Missing: USAGE on schema %I.', s.schema_name), 'Have it granted.');
    END IF;
    s.connector := CASE WHEN json_typeof(given.value) = 'object' THEN given.value ->> 'connector' END;
    IF s.connector IS NOT NULL AND NOT EXISTS (SELECT FROM c360_source_mappings() AS m
        WHERE m.system = s.name AND m.connector = s.connector) THEN
      PERFORM c360_refuse('invalid_parameter_value',
        format('there is no mapping for %s as %s lands it', s.name, s.connector), format('Known: %s.', (
          SELECT string_agg(DISTINCT m.connector, ', ') FROM c360_source_mappings() AS m WHERE m.system = s.name)),
        'Leave the connector out, and it is found by the tables.');
    END IF;
    SELECT c.connector, count(DISTINCT r.relname), string_agg(DISTINCT c.table_name, ', ')
      INTO given.name, given.place, listed
    FROM c360_source_raw_columns() AS c LEFT JOIN pg_class AS r ON r.relname = c.table_name
      AND r.relnamespace = s.schema_id AND r.relkind IN ('r', 'p', 'v', 'm', 'f')
    WHERE c.system = s.name AND c.connector = coalesce(s.connector, c.connector)
    GROUP BY c.connector ORDER BY count(DISTINCT r.relname) DESC, c.connector LIMIT 1;
    IF given.place = 0 THEN
      PERFORM c360_refuse('undefined_table', format('schema %I has no table of %s', s.schema_name, s.name),
        format('Looked for: %s.', listed), 'Name the schema into which the connector loads.');
    END IF;
    s.connector := given.name;
    RETURN NEXT s;
  END LOOP;
END
$function$;

-- A raw table as a relation: the columns that the mapping knows, in their types. A table or column that was not landed
-- is empty or NULL; connectors leave out what has no value yet.
CREATE FUNCTION c360_raw_relation(s c360_system, raw_table text, zone text) RETURNS text
  LANGUAGE plpgsql STABLE AS $function$
DECLARE
  source CONSTANT oid := (SELECT oid FROM pg_class WHERE relnamespace = s.schema_id AND relname = raw_table
    AND relkind IN ('r', 'p', 'v', 'm', 'f'));
  listed text;
  unread text;
BEGIN
  SELECT string_agg(format('%s AS %I', CASE WHEN a.attname IS NULL THEN 'NULL::' || c.kind
      ELSE replace(e.expression, '$', format('raw.%I', a.attname)) END, c.column_name), ', ' ORDER BY c.number),
    string_agg(format('%I is %s and should be %s', a.attname, format_type(a.atttypid, a.atttypmod), c.kind), ', ')
      FILTER (WHERE a.attname IS NOT NULL AND e.expression IS NULL)
    INTO listed, unread
  FROM c360_source_raw_columns() AS c LEFT JOIN pg_attribute AS a
      ON a.attrelid = source AND a.attname = c.column_name AND a.attnum > 0 AND NOT a.attisdropped
    -- An instant without a zone is UTC's: so connectors land them.
    LEFT JOIN LATERAL c360_reading(c.kind, 'text', c360_base_type(a.atttypid),
      CASE WHEN c.kind LIKE 'timestamp%' THEN 'UTC' ELSE zone END, false) AS e ON a.attname IS NOT NULL
  WHERE c.system = s.name AND c.connector = s.connector AND c.table_name = raw_table;
  IF unread IS NOT NULL THEN
    PERFORM c360_refuse('datatype_mismatch', format('table %I.%I of %s has columns of types that cannot be read',
      s.schema_name, raw_table, s.name), format('%s.', unread), 'Put a view with other types in its place.');
  END IF;
  RETURN format('SELECT %s %s', listed, CASE WHEN source IS NULL THEN 'WHERE false'
    ELSE format('FROM %I.%I AS raw', s.schema_name, raw_table) END);
END
$function$;

-- Tables in the contract's own shape beside the systems: what a company keeps itself, such as rubrics and targets.
CREATE FUNCTION c360_own_system(called text, tables jsonb) RETURNS c360_system LANGUAGE sql STABLE AS $$
  SELECT (0, 'own', called, NULL, 'contract', tables)::c360_system $$;
CREATE FUNCTION c360_own_relation(s c360_system, contract_table text, zone text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT format('SELECT %s%s%s FROM %s AS s', string_agg(format('%s%s AS %I', c.expression,
      CASE WHEN c.kind = 'key' THEN '::text' ELSE '' END, c.name), ', ' ORDER BY c.place),
    max(CASE WHEN c.name = 'domain' AND contract_table = 'accounts' THEN ', lower(btrim(s.domain::text)) AS match_key' END),
    (SELECT format(', (%s)::timestamptz AS updated_at', 's.updated_at') FROM pg_attribute
     WHERE attrelid = max(c.source) AND attname = 'updated_at' AND NOT attisdropped
       AND atttypid IN ('timestamptz'::regtype, 'timestamp'::regtype)), (
      SELECT format('%I.%I', nspname, relname) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
      WHERE pg_class.oid = max(c.source)))
  FROM c360_source_columns(s.tables, zone) AS c
  WHERE c.table_name = contract_table AND c.source_type IS NOT NULL $$;

-- What a system says of a table of the contract: its mapping, with all that it reads in front.
CREATE FUNCTION c360_mapped_relation(s c360_system, mapping text, zone text) RETURNS text
  LANGUAGE plpgsql STABLE AS $function$
DECLARE
  m record;
  parts text[];
BEGIN
  IF s.connector = 'contract' THEN
    RETURN c360_own_relation(s, mapping, zone);
  END IF;
  SELECT * INTO m FROM c360_source_mappings() AS of WHERE of.system = s.name AND of.connector = s.connector
    AND of.name = mapping;
  parts := ARRAY(
    SELECT format('%I AS NOT MATERIALIZED (%s)', raw.table_name, c360_raw_relation(s, raw.table_name, zone))
    FROM (SELECT DISTINCT c.table_name FROM c360_source_raw_columns() AS c JOIN c360_source_mappings() AS reader
            ON reader.system = c.system AND reader.connector = c.connector
              AND (reader.name = mapping OR reader.name = ANY (m.needs)) AND c.table_name = ANY (reader.reads)
          WHERE c.system = s.name AND c.connector = s.connector) AS raw ORDER BY raw.table_name)
    || ARRAY(SELECT format('%I AS NOT MATERIALIZED (%s)', helper.name, c360_in_zone(helper.query, zone))
      FROM c360_source_mappings() AS helper WHERE helper.system = s.name AND helper.connector = s.connector
        AND helper.name = ANY (m.needs) ORDER BY array_position(m.needs, helper.name));
  RETURN format('WITH %s%s', array_to_string(parts, ', '), regexp_replace(c360_in_zone(m.query, zone), '^(with\M)?',
    CASE WHEN m.query ~ '^with\M' THEN ', ' ELSE ' ' END));
END
$function$;

-- The systems that say something of a table, in their order.
CREATE FUNCTION c360_systems_with(systems c360_system[], mapping text) RETURNS SETOF c360_system
  LANGUAGE sql STABLE AS $$
  SELECT s.* FROM unnest(systems) AS s
  WHERE CASE s.connector WHEN 'contract' THEN s.tables ? mapping
    ELSE EXISTS (SELECT FROM c360_source_mappings() AS m
      WHERE m.system = s.name AND m.connector = s.connector AND m.name = mapping) END
  ORDER BY s.place $$;
CREATE FUNCTION c360_mapped_columns(s c360_system, mapping text) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT CASE s.connector WHEN 'contract' THEN (
      SELECT array_agg(c.name) || CASE WHEN mapping = 'accounts' AND 'domain' = ANY (array_agg(c.name))
        THEN ARRAY['match_key'] ELSE '{}' END
      FROM c360_source_columns(jsonb_build_object(mapping, s.tables -> mapping), 'UTC') AS c
      WHERE c.table_name = mapping AND c.source_type IS NOT NULL)
    ELSE (SELECT m.columns FROM c360_source_mappings() AS m WHERE m.system = s.name AND m.connector = s.connector
      AND m.name = mapping) END $$;

-- By whose ids a system names accounts, or team members: its own, else, as a company's own tables do, those of the
-- first system that has any.
CREATE FUNCTION c360_map_for(systems c360_system[], s c360_system, family text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT e.name FROM c360_systems_with(systems, family) AS e ORDER BY e.name <> s.name, e.place LIMIT 1 $$;

-- Under which ids a system may name an account, as a query of (external_id, id): tables of one's own, which may say an
-- id of the first system, also by that under which an account of another one, before a place, stands in accounts.
CREATE FUNCTION c360_known_accounts(sources_schema text, systems c360_system[], s c360_system, before integer)
  RETURNS text LANGUAGE sql STABLE AS $$
  SELECT string_agg(part, ' UNION ') FROM (
    SELECT format('SELECT map.external_id, map.id FROM %I.%I AS map', sources_schema,
      'accounts_of_' || c360_map_for(systems, s, 'accounts'))
    UNION ALL
    SELECT format('SELECT map.id, map.id FROM %I.%I AS map', sources_schema, 'accounts_of_' || e.name)
    FROM c360_systems_with(systems, 'accounts') AS e WHERE s.connector = 'contract' AND e.place < before) AS parts (part) $$;

-- Which account, or team member, each of a system's is: one row per id of the system. The first system's are those that
-- there are; of each other one's an id is that of an earlier system which it names, or which names it, else the one
-- with the same domain or e-mail address, if there is just one. What several match is matched by none. An account that
-- the system merged into another, as its account_aliases say, is that one under one more id.
CREATE FUNCTION c360_map_of(sources_schema text, systems c360_system[], s c360_system, family text, key text, zone text)
  RETURNS text LANGUAGE plpgsql STABLE AS $function$
DECLARE
  earlier CONSTANT c360_system[] := ARRAY(
    SELECT e FROM c360_systems_with(systems, family) AS e WHERE e.place < s.place);
  own CONSTANT text := format('SELECT mapped.%1$I AS external_id, min(%2$s) AS match_key FROM (%3$s) AS mapped '
    'WHERE mapped.%1$I <> '''' GROUP BY mapped.%1$I', key,
    CASE WHEN 'match_key' = ANY (c360_mapped_columns(s, family)) THEN 'lower(btrim(mapped.match_key))' ELSE 'NULL::text'
      END, c360_mapped_relation(s, family, zone));
  -- What tables of one's own say of ids of systems counts before what systems say of each other's.
  company CONSTANT c360_system := (SELECT e FROM c360_systems_with(systems, 'account_aliases') AS e
    WHERE family = 'accounts' AND e.connector = 'contract' AND e.name <> s.name);
  -- What is merged in the system itself; in the first one, whose ids are those of accounts, also by one's own word.
  merges CONSTANT text := CASE WHEN family = 'accounts' THEN (
    SELECT c360_merges(string_agg(format('SELECT alias.external_id, alias.account_id, %s AS updated_at FROM (%s) AS alias '
        'WHERE c360_word(alias.system) = ANY (%L)', CASE WHEN 'updated_at' = ANY (c360_mapped_columns(speaking,
          'account_aliases')) THEN 'alias.updated_at' ELSE 'NULL::timestamptz' END,
        c360_mapped_relation(speaking, 'account_aliases', zone),
        CASE WHEN speaking = s THEN ARRAY['accounts'] ELSE ARRAY['accounts', s.name] END), ' UNION ALL '),
      format('(SELECT o.external_id AS account_id FROM (%s) AS o)', own))
    FROM c360_systems_with(CASE WHEN cardinality(earlier) = 0 AND company.name IS NOT NULL THEN ARRAY[company]
      ELSE '{}' END || s, 'account_aliases') AS speaking HAVING count(*) > 0) END;
  named text[] := '{}';
  alike text[] := '{}';
  known text;
  e c360_system;
BEGIN
  FOREACH e IN ARRAY earlier LOOP
    IF family = 'accounts' THEN
      IF EXISTS (SELECT FROM c360_systems_with(ARRAY[s], 'account_aliases')) THEN
        named := named || format('SELECT alias.account_id AS external_id, map.id FROM (%s) AS alias JOIN %I.%I AS map '
          'ON c360_word(alias.system) = %L AND map.external_id = alias.external_id', c360_mapped_relation(s, 'account_aliases', zone),
          sources_schema, 'accounts_of_' || e.name, e.name);
      END IF;
      IF e IS DISTINCT FROM company AND EXISTS (SELECT FROM c360_systems_with(ARRAY[e], 'account_aliases')) THEN
        named := named || format('SELECT alias.external_id, map.id FROM (%s) AS alias JOIN %I.%I AS map '
          'ON c360_word(alias.system) = %L AND map.external_id = alias.account_id', c360_mapped_relation(e, 'account_aliases', zone),
          sources_schema, 'accounts_of_' || e.name, s.name);
      END IF;
    END IF;
    alike := alike || format('SELECT map.match_key, map.id FROM %I.%I AS map WHERE map.match_key <> ''''',
      sources_schema, family || '_of_' || e.name);
  END LOOP;
  IF cardinality(named) > 0 THEN
    named := ARRAY[format('SELECT each.external_id, each.id, 1 AS strength FROM (%s) AS each',
      array_to_string(named, ' UNION '))];
  END IF;
  IF cardinality(earlier) > 0 AND company.name IS NOT NULL THEN
    named := named || format('SELECT right(alias.external_id, CASE c360_word(alias.system) WHEN ''accounts'' THEN %s '
        'ELSE length(alias.external_id) END), known.id, 0 FROM (%s) AS alias JOIN (%s) AS known '
        'ON known.external_id = alias.account_id WHERE c360_word(alias.system) = %L '
        'OR c360_word(alias.system) = ''accounts'' AND starts_with(alias.external_id, %L)', -length(s.name) - 1,
      c360_mapped_relation(company, 'account_aliases', zone),
      c360_known_accounts(sources_schema, systems, company, s.place), s.name, s.name || ':');
  END IF;
  known := CASE WHEN cardinality(earlier) = 0 THEN format('SELECT own.external_id, own.external_id AS id, own.match_key, '
      '''leads'' AS evidence, NULL::text AS several FROM (%s) AS own', own)
    ELSE format('SELECT own.external_id, coalesce(found.id, %L || own.external_id) AS id, own.match_key, '
      'coalesce(found.evidence, ''alone'') AS evidence, found.several FROM (%s) AS own LEFT JOIN ('
      'SELECT evidence.external_id, CASE WHEN count(DISTINCT evidence.id) = 1 THEN min(evidence.id) END AS id, '
      'CASE WHEN count(DISTINCT evidence.id) = 1 THEN min(evidence.kind) END AS evidence, '
      'CASE WHEN count(DISTINCT evidence.id) > 1 THEN string_agg(DISTINCT evidence.id, '', '') END AS several FROM ('
      'SELECT each.*, min(each.strength) OVER (PARTITION BY each.external_id) AS strongest FROM ('
      '%sSELECT own.external_id, alike.id, 2 AS strength, %L AS kind FROM (%2$s) AS own JOIN (%5$s) AS alike '
      'ON alike.match_key = own.match_key) AS each) AS evidence WHERE evidence.strength = evidence.strongest '
      'GROUP BY evidence.external_id) AS found ON found.external_id = own.external_id',
    s.name || ':', own,
    CASE WHEN cardinality(named) = 0 THEN ''
      WHEN merges IS NULL THEN format('SELECT named.external_id, named.id, named.strength, ''given'' AS kind '
        'FROM (%s) AS named UNION ALL ', array_to_string(named, ' UNION ALL '))
      ELSE format('SELECT coalesce(merged.account_id, named.external_id) AS external_id, named.id, named.strength, '
        '''given'' AS kind FROM (%s) AS named LEFT JOIN (%s) AS merged ON merged.external_id = named.external_id UNION ALL ',
        array_to_string(named, ' UNION ALL '), merges) END,
    CASE family WHEN 'accounts' THEN 'domain' ELSE 'email' END, array_to_string(alike, ' UNION ')) END;
  IF merges IS NOT NULL THEN
    RETURN format('WITH known AS (%s), merged AS (SELECT alias.external_id, min(known.id) AS id FROM (%s) AS alias '
      'JOIN known ON known.external_id = alias.account_id GROUP BY alias.external_id) '
      'SELECT known.* FROM known WHERE known.external_id NOT IN (SELECT merged.external_id FROM merged) '
      'UNION ALL SELECT merged.external_id, merged.id, NULL, ''merged'', NULL FROM merged', known, merges);
  END IF;
  RETURN known;
END
$function$;

-- The columns of a table of the contract of which any system says something: of the others nothing is known.
CREATE FUNCTION c360_united_columns(systems c360_system[], contract_table text) RETURNS text[]
  LANGUAGE sql STABLE AS $$
  WITH said AS MATERIALIZED (
    SELECT c360_mapped_columns(s, contract_table) AS columns FROM c360_systems_with(systems, contract_table) AS s
  )
  SELECT array_agg(c.name ORDER BY c.place)
  FROM c360_contract_columns() AS c
  WHERE c.table_name = contract_table AND (c.is_required OR EXISTS (
    SELECT FROM said
    -- An account is found by its domain.
    WHERE c.name = ANY (said.columns) OR c.name = 'account_id' AND 'account_domain' = ANY (said.columns))) $$;

-- A table of the contract over all systems that say something of it, in columns of the contract.
CREATE FUNCTION c360_united_table(sources_schema text, systems c360_system[], contract_table text, only_system text,
    zone text)
  RETURNS text LANGUAGE plpgsql STABLE AS $function$
DECLARE
  speaking CONSTANT c360_system[] := ARRAY(SELECT s FROM c360_systems_with(systems, contract_table) AS s
    WHERE s.name = coalesce(only_system, s.name));
  united CONSTANT text[] := c360_united_columns(systems, contract_table);
  beside CONSTANT text[] := ARRAY(
    SELECT extra.name FROM unnest(ARRAY['starts_on', 'ends_on', 'last_day', 'updated_at', 'loaded_at']) AS extra (name)
    WHERE EXISTS (SELECT FROM unnest(speaking) AS s WHERE extra.name = ANY (c360_mapped_columns(s, contract_table)))
      AND extra.name NOT IN (SELECT c.name FROM c360_contract_columns() AS c WHERE c.table_name = contract_table));
  s c360_system;
  columns text[];
  listed text;
  parts text[] := '{}';
BEGIN
  FOREACH s IN ARRAY speaking LOOP
    columns := c360_mapped_columns(s, contract_table);
    SELECT string_agg(format('%s AS %I', CASE
        -- Without a column for it an account is found by its domain.
        WHEN c.family = 'accounts' AND 'account_domain' = ANY (columns) AND c.name = 'account_id' THEN
          format('coalesce(%s, by_domain.id)', CASE WHEN c.name = ANY (columns) THEN format('%I.id', 'of_' || c.name)
            ELSE 'NULL::text' END)
        WHEN NOT c.name = ANY (columns) THEN 'NULL::' || CASE c.kind WHEN 'key' THEN 'text' ELSE c.kind END
        WHEN c.map IS NOT NULL THEN format('coalesce(%I.id, %s)', 'of_' || c.name, CASE c.map WHEN s.name
          THEN format('%L || mapped.%I', s.name || ':', c.name) ELSE format('mapped.%I', c.name) END)
        -- Where two systems have things of one kind, an id says whose it is.
        WHEN c.kind = 'key' AND c.owners > 1 THEN format('%L || mapped.%I', s.name || ':', c.name)
        -- So does one that is named as an identifier, to be the same.
        WHEN c.kind_column = ANY (columns) AND c.owners_of_users > 1
            AND EXISTS (SELECT FROM c360_systems_with(ARRAY[s], 'users')) THEN
          format('CASE WHEN lower(btrim(mapped.%1$I)) = ''user_id'' THEN %3$L ELSE '''' END || mapped.%2$I', c.kind_column,
            c.name, s.name || ':')
        ELSE format('mapped.%I', c.name) END, c.name), ', ' ORDER BY c.place)
      || coalesce((SELECT string_agg(CASE WHEN extra = ANY (columns) THEN format(', mapped.%I', extra)
        ELSE format(', NULL::%s AS %I', CASE WHEN extra LIKE '%\_at' THEN 'timestamptz' ELSE 'date' END, extra) END, '')
        FROM unnest(beside) AS extra), '') INTO listed
    FROM (SELECT of.*, CASE WHEN of.family IN ('accounts', 'team_members') THEN c360_map_for(systems, s, of.family)
            END AS map, (
            SELECT count(*) FROM c360_systems_with(systems, of.family)) AS owners,
            (SELECT count(*) FROM c360_systems_with(systems, 'users')) AS owners_of_users,
            CASE WHEN contract_table || '.' || of.name IN ('identifiers.a', 'identifiers.b', 'interactions.identifier')
              THEN CASE of.name WHEN 'identifier' THEN 'identifier_kind' ELSE of.name || '_kind' END END AS kind_column
          FROM c360_contract_columns() AS of WHERE of.table_name = contract_table
            AND of.name = ANY (united)) AS c;
    parts := parts || format('SELECT %s FROM (%s) AS mapped%s%s', listed, c360_mapped_relation(s, contract_table, zone),
      coalesce((SELECT string_agg(format(' LEFT JOIN %I.%I AS %I ON %3$I.external_id = mapped.%4$I', sources_schema,
          c.family || '_of_' || c360_map_for(systems, s, c.family), 'of_' || c.name, c.name), '' ORDER BY c.place)
        FROM c360_contract_columns() AS c WHERE c.table_name = contract_table AND c.name = ANY (columns)
          AND c.family IN ('accounts', 'team_members') AND c360_map_for(systems, s, c.family) IS NOT NULL), ''),
      CASE WHEN 'account_domain' = ANY (columns) THEN format(' LEFT JOIN %I.account_domains AS by_domain '
        'ON by_domain.domain = lower(btrim(mapped.account_domain))', sources_schema) ELSE '' END
      -- What an account was called before it was merged does not count.
      || CASE contract_table WHEN 'accounts' THEN ' WHERE of_account_id.evidence IS DISTINCT FROM ''merged''' ELSE '' END);
  END LOOP;
  RETURN array_to_string(parts, E'\nUNION ALL\n');
END
$function$;

-- One row per account, or team member, of all systems: of each column the value of the first system that has one.
CREATE FUNCTION c360_first_values(sources_schema text, systems c360_system[], mapped_table text, key text, zone text)
  RETURNS text LANGUAGE sql STABLE AS $$
  SELECT format('SELECT each.%I, %s, max(each.updated_at) AS updated_at FROM (%s) AS each GROUP BY each.%1$I', key, (
      SELECT string_agg(format('(array_agg(each.%1$I ORDER BY each.said_by, each.%1$I) FILTER (WHERE each.%1$I IS NOT NULL))[1] '
        'AS %1$I', c.name), ', ' ORDER BY c.place)
      FROM c360_contract_columns() AS c WHERE c.table_name = mapped_table AND c.name <> key
        AND c.name IN (SELECT unnest(c360_united_columns(systems, mapped_table)))),
    string_agg(format('SELECT %s AS said_by, of_system.*%s FROM (%s) AS of_system', s.place,
      CASE WHEN 'updated_at' = ANY (c360_mapped_columns(s, mapped_table)) THEN '' ELSE ', NULL::timestamptz AS updated_at' END,
      c360_united_table(sources_schema, systems, mapped_table, s.name, zone)), ' UNION ALL ' ORDER BY s.place))
  FROM c360_systems_with(systems, mapped_table) AS s $$;

-- What of two systems' words on one account does not count, and who could not be told apart: rows of source_faults.
CREATE FUNCTION c360_disagreements(sources_schema text, systems c360_system[], zone text) RETURNS text
  LANGUAGE sql STABLE AS $$
  SELECT string_agg(part, ' UNION ALL ') FROM (
    SELECT format('SELECT ''accounts''::text AS table_name, said.account_id::text AS key, said.account_id::text AS '
        'account_id, format(''%%s is %%s in %%s, and %%s counts'', field.name, field.value, %L, counted.value) AS fault, '
        '''notice''::text AS severity, ''the value of the system named first counts''::text AS done, '
        '''correct it in one of the systems''::text AS to_do FROM (%s) AS said JOIN %I.accounts AS kept '
        'ON kept.account_id = said.account_id CROSS JOIN LATERAL jsonb_each_text(jsonb_strip_nulls(to_jsonb(said)) '
        '- ''account_id'' - ''updated_at'') AS field (name, value) CROSS JOIN LATERAL (SELECT to_jsonb(kept) ->> field.name '
        'AS value) AS counted WHERE counted.value <> field.value', s.name,
        c360_united_table(sources_schema, systems, 'accounts', s.name, zone), sources_schema)
    FROM c360_systems_with(systems, 'accounts') AS s
    UNION ALL
    SELECT format('SELECT ''account_aliases'', map.external_id, NULL, CASE WHEN map.several IS NOT NULL THEN format('
        '''%%s of %s could be any of %%s'', map.external_id, map.several) ELSE format(''%%s of %1$s is no account of the '
        'systems before it'', map.external_id) END, CASE WHEN map.several IS NOT NULL THEN ''warning'' ELSE ''notice'' '
        'END, ''it is an account of its own'', ''name its id in one of the systems, or in account_aliases'' '
        'FROM %I.%I AS map WHERE map.evidence = ''alone''', s.name, sources_schema, 'accounts_of_' || s.name)
    FROM c360_systems_with(systems, 'accounts') AS s
    UNION ALL
    SELECT format('SELECT ''accounts'', map.external_id, map.id, ''was merged into account '' || map.id, ''notice'', '
        '''its rows count for that account'', ''nothing'' FROM (%s) AS mapped JOIN %I.%I AS map '
        'ON map.external_id = mapped.account_id WHERE map.evidence = ''merged''',
        c360_mapped_relation(s, 'accounts', zone), sources_schema, 'accounts_of_' || s.name)
    FROM c360_systems_with(systems, 'accounts') AS s
    UNION ALL
    SELECT format('SELECT ''account_aliases'', concat_ws('', '', alias.system, alias.external_id), NULL, %s, ''error'', '
        '''the row is left out'', ''correct the row'' FROM (%s) AS alias LEFT JOIN (%s) AS known '
        'ON known.external_id = alias.account_id LEFT JOIN (%s) AS map ON map.system = c360_word(alias.system) '
        'AND map.external_id = alias.external_id WHERE %s',
        format('CASE WHEN known.id IS NULL THEN format(''refers to no row of accounts: %%s%%s'', '
          'c360_shown(alias.account_id), ''; perhaps '' || (SELECT c360_shown(min(x.external_id)) FROM (%s) AS x '
          'WHERE c360_id_form(x.external_id) = c360_id_form(alias.account_id))) ', k.accounts)
        || 'WHEN c360_word(alias.system) = ''accounts'' THEN ''leads to no account, or back to itself, through '' '
        '|| alias.account_id ELSE ''is no id of '' || alias.system END',
        c360_mapped_relation(s, 'account_aliases', zone),
        k.accounts, (
          SELECT string_agg(format('SELECT %L AS system, map.external_id FROM %I.%I AS map UNION ALL '
            'SELECT ''accounts'', %s FROM %2$I.%3$I AS map WHERE map.evidence = ''merged'' OR map.id <> %s', e.name,
            sources_schema, 'accounts_of_' || e.name, each.called, each.called), ' UNION ALL ')
          FROM c360_systems_with(systems, 'accounts') AS e CROSS JOIN LATERAL (SELECT CASE WHEN e.place > (
            SELECT min(f.place) FROM c360_systems_with(systems, 'accounts') AS f) THEN quote_literal(e.name || ':') || ' || '
            ELSE '' END || 'map.external_id') AS each (called)),
        format('alias.external_id <> '''' AND (known.id IS NULL OR map.system IS NULL AND c360_word(alias.system) = ANY (%L))', (
          SELECT array_agg(e.name) || 'accounts'::text FROM c360_systems_with(systems, 'accounts') AS e)))
    FROM c360_systems_with(systems, 'account_aliases') AS s
      CROSS JOIN LATERAL c360_known_accounts(sources_schema, systems, s, cardinality(systems)) AS k (accounts)
    WHERE s.connector = 'contract') AS parts (part) $$;

-- Under which ids each account is known: those of the systems; those by which an account is no longer known since it
-- was merged into another; and those of other systems, as far as one of these names them.
CREATE FUNCTION c360_united_aliases(sources_schema text, systems c360_system[], zone text) RETURNS text
  LANGUAGE sql STABLE AS $$
  SELECT string_agg(part, ' UNION ALL ' ORDER BY number, place) FROM (
    SELECT 1, s.place, format('SELECT %L::text AS system, map.external_id, map.id AS account_id, CASE WHEN map.evidence '
      'IN (''domain'', ''email'', ''merged'') THEN map.evidence ELSE ''given'' END AS evidence FROM %I.%I AS map', s.name,
      sources_schema, 'accounts_of_' || s.name)
    FROM c360_systems_with(systems, 'accounts') AS s
    UNION ALL
    SELECT 2, s.place, format('SELECT ''accounts'', %smap.external_id, map.id, ''merged'' FROM %I.%I AS map '
      'WHERE map.evidence = ''merged''', CASE WHEN row_number() OVER (ORDER BY s.place) > 1
        THEN quote_literal(s.name || ':') || ' || ' ELSE '' END, sources_schema, 'accounts_of_' || s.name)
    FROM c360_systems_with(systems, 'accounts') AS s
    UNION ALL
    SELECT 3, s.place, format('SELECT DISTINCT alias.system, alias.external_id, known.id, %s FROM (%s) AS alias '
      'JOIN (%s) AS known ON known.external_id = alias.account_id WHERE c360_word(alias.system) <> ALL (%L)',
      CASE WHEN 'evidence' = ANY (c360_mapped_columns(s, 'account_aliases')) THEN 'alias.evidence' ELSE '''given''' END,
      c360_mapped_relation(s, 'account_aliases', zone),
      c360_known_accounts(sources_schema, systems, s, cardinality(systems)),
      ARRAY(SELECT each.name FROM unnest(systems) AS each) || 'accounts'::text)
    FROM c360_systems_with(systems, 'account_aliases') AS s) AS parts (number, place, part) $$;

-- What all of this makes, in an order in which each reads only what stands before it: which accounts and team members
-- those of each system are, the account of a domain, the tables of the contract of which any system says something, and
-- what of it does not count. kind: map, table, view (a table that is computed for each day) or faults; speaking: whose
-- words it has, in their order.
CREATE TYPE c360_source_query AS (name text, kind text, query text, key text, comment text, columns text[],
  comments text[], speaking text);
CREATE FUNCTION c360_source_queries(sources_schema text, systems c360_system[], zone text)
  RETURNS SETOF c360_source_query LANGUAGE plpgsql STABLE AS $function$
DECLARE
  t record;
  s c360_system;
  q c360_source_query;
BEGIN
  IF NOT EXISTS (SELECT FROM c360_systems_with(systems, 'accounts')) THEN
    PERFORM c360_refuse('undefined_table', 'none of the systems has accounts', format('Named: %s.', (
      SELECT string_agg(each.name, ', ') FROM unnest(systems) AS each)),
      'Name the CRM or the billing system, too, or a source_schema with a table accounts.');
  END IF;
  FOR t IN SELECT c.table_name AS name, c.name AS key FROM c360_contract_columns() AS c
    WHERE c.table_name IN ('team_members', 'accounts') AND c.family = c.table_name AND c.place = 1 ORDER BY c.number
  LOOP
    FOR s IN SELECT * FROM c360_systems_with(systems, t.name) LOOP
      RETURN NEXT (t.name || '_of_' || s.name, 'map', c360_map_of(sources_schema, systems, s, t.name, t.key, zone), NULL,
        format('Which row of %s each one of %s is: one row per id of %s.', t.name, s.name, s.name),
        ARRAY['external_id', 'id', 'match_key', 'evidence', 'several'],
        ARRAY['Id in the system', 'Id in ' || t.name, 'What it is compared by: domain, or e-mail address',
          'leads, given, domain, email, merged = it was merged into that one, or alone = it is one of its own',
          'Ids that it could be, where several match'], s.name)::c360_source_query;
    END LOOP;
  END LOOP;
  RETURN NEXT ('account_domains', 'map', format('SELECT known.match_key AS domain, min(known.id) AS id FROM (%s) AS known '
      'WHERE known.match_key <> '''' GROUP BY known.match_key HAVING count(DISTINCT known.id) = 1', (
        SELECT string_agg(format('SELECT map.match_key, map.id FROM %I.%I AS map', sources_schema,
          'accounts_of_' || each.name), ' UNION ALL ') FROM c360_systems_with(systems, 'accounts') AS each)), NULL,
    'The account of a domain: one row per domain of one account.', ARRAY['domain', 'id'],
    ARRAY['Domain', 'Id in accounts'], (SELECT string_agg(each.name, ', ' ORDER BY each.place)
      FROM c360_systems_with(systems, 'accounts') AS each))::c360_source_query;
  FOR t IN SELECT c.name, c.comment, (SELECT of.name FROM c360_contract_columns() AS of WHERE of.table_name = c.name
      AND of.place = 1) AS first FROM c360_contract_tables() AS c ORDER BY c.number
  LOOP
    q := (t.name, 'table', NULL, NULL, t.comment || '.', '{}', '{}', NULL);
    q.query := CASE
      WHEN t.name = 'account_aliases' THEN c360_united_aliases(sources_schema, systems, zone)
      WHEN NOT EXISTS (SELECT FROM c360_systems_with(systems, t.name)) THEN NULL
      WHEN t.name IN ('accounts', 'team_members') THEN c360_first_values(sources_schema, systems, t.name, t.first, zone)
      ELSE c360_united_table(sources_schema, systems, t.name, NULL, zone) END;
    CONTINUE WHEN q.query IS NULL;
    -- Who is in which system follows from the accounts of all.
    q.speaking := (SELECT string_agg(each.name, ', ' ORDER BY each.place) FROM unnest(systems) AS each
      WHERE EXISTS (SELECT FROM c360_systems_with(ARRAY[each], t.name))
        OR t.name = 'account_aliases' AND EXISTS (SELECT FROM c360_systems_with(ARRAY[each], 'accounts')));
    q.key := CASE WHEN t.name IN ('accounts', 'team_members') THEN t.first END;
    IF EXISTS (SELECT FROM c360_systems_with(systems, t.name) AS each JOIN c360_source_mappings() AS m
        ON m.system = each.name AND m.connector = each.connector AND m.name = t.name
        JOIN c360_source_mappings() AS part ON part.system = m.system AND part.connector = m.connector
          AND (part.name = m.name OR part.name = ANY (m.needs)) WHERE part.query LIKE '%as\_of()%') THEN
      q.kind := 'view';
    END IF;
    RETURN NEXT q;
  END LOOP;
  RETURN NEXT ('disagreements', 'faults', c360_disagreements(sources_schema, systems, zone), NULL, 'What of the systems'' '
    'words does not count, and who could not be told apart: rows for source_faults.', '{}', '{}', NULL)::c360_source_query;
END
$function$;

-- Whether the schema beside the target may be filled. Its name is not the caller's, and comments can be written by
-- anybody: what others own there would run with the caller's rights, as a trigger of a stored table does.
CREATE FUNCTION c360_check_sources_schema(sources_schema text, target_schema text) RETURNS void
  LANGUAGE plpgsql AS $function$
DECLARE
  id CONSTANT oid := (SELECT oid FROM pg_namespace WHERE nspname = sources_schema);
  owners CONSTANT oid[] := ARRAY[quote_ident(current_user)::regrole::oid,
    (SELECT nspowner FROM pg_namespace WHERE nspname = target_schema)];
  listed text;
BEGIN
  IF octet_length(sources_schema) > 63 THEN
    PERFORM c360_refuse('name_too_long', format('the name of the schema %s has more than 63 bytes', sources_schema),
      'What is mapped stands in a schema beside the target.', 'Name a shorter target schema.');
  END IF;
  IF id IS NULL THEN
    IF NOT has_database_privilege(current_database(), 'CREATE') THEN
      PERFORM c360_refuse('insufficient_privilege', format('%I may not create schema %I', current_user, sources_schema),
        format('Missing: CREATE on database %I.', current_database()), 'Have it granted, or call as another role.');
    END IF;
    RETURN;
  END IF;
  IF NOT c360_is_of_systems(id) THEN
    PERFORM c360_refuse('duplicate_schema', format('there is another schema %I', sources_schema),
      'What is mapped stands in a schema of this name, beside the target.',
      'Rename it, or name another target schema.');
  END IF;
  SELECT string_agg(DISTINCT format('%s of %I', owned.what, pg_get_userbyid(owned.owner)), ', ') INTO listed
  FROM (SELECT format('schema %I', nspname), nspowner FROM pg_namespace WHERE oid = id
        UNION ALL SELECT format('%I', relname), relowner FROM pg_class WHERE relnamespace = id
        UNION ALL SELECT format('%I', proname), proowner FROM pg_proc WHERE pronamespace = id) AS owned (what, owner)
  WHERE (owned.owner = ANY (owners)) IS NOT TRUE;
  IF listed IS NOT NULL THEN
    PERFORM c360_refuse('insufficient_privilege', format('%I may not take over what others own in schema %I',
        current_user, sources_schema), format('Not of the caller, nor of the owner of schema %I: %s.', target_schema,
        listed), 'Call as their owner, give them another owner (ALTER … OWNER TO), or name another target schema.');
  END IF;
END
$function$;

-- The tables of all systems, one per table of the contract of which any of them says something, in a schema of their
-- own beside the target: a source like any other, stored, and filled by views beside them. Comments tell where each
-- comes from.
CREATE FUNCTION c360_build_sources(sources json, own_schema text, target_schema text, zone text)
  RETURNS SETOF c360_report_line LANGUAGE plpgsql AS $function$
DECLARE
  sources_schema CONSTANT text := target_schema || '_sources';
  systems c360_system[] := ARRAY(SELECT s FROM c360_read_systems(sources) AS s);
  queries c360_source_query[];
  q c360_source_query;
  t record;
  b c360_build;
  made text[] := '{}';
  filling text[] := '{}';
  before text[];
  is_new boolean;
BEGIN
  IF own_schema IS NOT NULL THEN
    systems := c360_own_system(own_schema, c360_source_relations((SELECT oid FROM pg_namespace
      WHERE nspname = own_schema))) || systems;
  END IF;
  queries := ARRAY(SELECT each FROM c360_source_queries(sources_schema, systems, zone) AS each);
  PERFORM c360_check_sources_schema(sources_schema, target_schema);
  -- A target that was dropped by hand leaves this schema behind, made of other systems maybe. All in it comes anew.
  IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = target_schema) THEN
    PERFORM c360_drop_sources(sources_schema);
  END IF;
  is_new := NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = sources_schema);
  IF is_new THEN
    EXECUTE format('CREATE SCHEMA %I', sources_schema);
  END IF;
  b.target_schema := sources_schema;
  SELECT oid INTO b.target_id FROM pg_namespace WHERE nspname = sources_schema;
  before := ARRAY(SELECT m.name FROM c360_made_objects(b.target_id) AS m);
  EXECUTE format('COMMENT ON SCHEMA %I IS %L', sources_schema, format('The tables of %s in the shape of the contract of '
    'customer360. Made by customer360_create_views(), which recreates it when called again.',
    (SELECT string_agg(format('%s (%s)', each.name, each.connector), ', ' ORDER BY each.place) FROM unnest(systems) AS each)));
  RETURN NEXT (sources_schema, 'schema', CASE WHEN is_new THEN 'created' ELSE 'kept' END, format('systems in the order in which they count: %s',
    (SELECT string_agg(format('%s (%I, %s)', each.name, each.schema_name, each.connector), ', ' ORDER BY each.place)
     FROM unnest(systems) AS each)))::c360_report_line;
  FOREACH q IN ARRAY queries LOOP
    made := made || q.name;
    IF q.kind = 'faults' THEN
      PERFORM c360_build_view(b, q.name, q.query, q.comment, q.columns, q.comments);
      CONTINUE;
    END IF;
    IF q.kind = 'view' THEN
      PERFORM c360_build_view(b, q.name, q.query, format('%s From %s.', q.comment, q.speaking), '{}', '{}');
      RETURN NEXT (format('%I.%I', sources_schema, q.name), 'view', CASE WHEN q.name = ANY (before) THEN 'replaced'
        ELSE 'created' END, format('from %s', q.speaking))::c360_report_line;
      CONTINUE;
    END IF;
    -- Stored: what reads a mapping would plan and compute it again, and maps read each other, so that the plan of the
    -- fifth system's would have the first one's many times.
    PERFORM c360_build_view(b, 'mapped_' || q.name, q.query, format('What %s is filled with. %s', q.name, q.comment),
      q.columns, q.comments);
    PERFORM c360_build_table(b, q.name, format('SELECT * FROM %I.%I', sources_schema, 'mapped_' || q.name), q.key,
      concat_ws(' ', q.comment, format('From %s,', q.speaking), 'as of the last refresh_sources().'), q.columns, q.comments,
      'refresh_sources', false);
    -- An old row goes before the new one of its key comes: that is what the count is for.
    filling := filling || format(E'WITH new AS MATERIALIZED (SELECT * FROM %1$I.%2$I), gone AS (DELETE FROM %1$I.%3$I '
      'AS old WHERE NOT EXISTS (SELECT FROM new WHERE new = old) RETURNING 1) INSERT INTO %1$I.%3$I SELECT * FROM new '
      'WHERE (SELECT count(*) FROM gone) >= 0 AND NOT EXISTS (SELECT FROM %1$I.%3$I AS old WHERE old = new);', sources_schema, 'mapped_' || q.name, q.name);
    made := made || ('mapped_' || q.name);
    CONTINUE WHEN q.kind = 'map';
    RETURN NEXT (format('%I.%I', sources_schema, q.name), 'table', CASE WHEN q.name = ANY (before) THEN 'kept'
      ELSE 'created' END, format('from %s; CALL %I.refresh_sources() brings it up to date', q.speaking, sources_schema)
      )::c360_report_line;
  END LOOP;
  PERFORM c360_build_procedure(b, 'refresh_sources', array_to_string(filling, E'\n'), 'Brings the stored tables up to '
    'date with the systems: after each load, before refresh_activity(). Writes differences only, and readers never '
    'wait. Who may read these tables sees all of their rows, whatever policies the raw tables have.');
  EXECUTE format('CALL %I.refresh_sources()', sources_schema);
  FOR t IN SELECT m.name FROM c360_made_objects(b.target_id) AS m WHERE m.kind = 'table' LOOP
    EXECUTE format('ANALYZE %I.%I', sources_schema, t.name);
  END LOOP;
  -- What an earlier call made of other systems. A table that the target still reads would be read with its old rows.
  EXECUTE coalesce((SELECT format('DROP VIEW %s', string_agg(format('%I.%I', sources_schema, m.name), ', '))
    FROM c360_made_objects(b.target_id) AS m WHERE m.kind = 'view' AND m.name <> ALL (made) HAVING count(*) > 0),
    'SELECT');
  EXECUTE coalesce((SELECT format('DROP TABLE %s', string_agg(format('%I.%I', sources_schema, m.name), ', '))
    FROM c360_made_objects(b.target_id) AS m WHERE m.kind = 'table' AND m.name <> ALL (made) HAVING count(*) > 0),
    'SELECT');
EXCEPTION WHEN invalid_table_definition OR dependent_objects_still_exist OR wrong_object_type THEN
  PERFORM c360_refuse('dependent_objects_still_exist', format('the views of schema %I read other columns or tables of the '
      'systems than before', target_schema), SQLERRM,
    format('SELECT * FROM customer360_drop_views(%L); keeps stored rows. Then call again.', target_schema));
END
$function$;

-- The same for the dbt package: what the systems and the tables of one's own, given by their names, make; relations of
-- it stand in schema customer360_target, for which the package puts its own.
CREATE FUNCTION c360_mapping_queries(sources json, own jsonb, time_zone text)
  RETURNS TABLE (number bigint, name text, kind text, query text)
  LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
  SET standard_conforming_strings = on AS $function$
#variable_conflict use_column
BEGIN
  PERFORM set_config('search_path', format('pg_catalog, %I, pg_temp', (
    SELECT nspname FROM pg_extension JOIN pg_namespace AS n ON n.oid = extnamespace WHERE extname = 'customer360')),
    true);
  RETURN QUERY SELECT row_number() OVER (), q.name, q.kind, q.query
  FROM c360_source_queries('customer360_target', ARRAY(
      SELECT c360_own_system('the models', jsonb_object_agg(o.key, to_regclass(o.value)::oid))
      FROM jsonb_each_text(own) AS o WHERE to_regclass(o.value) IS NOT NULL HAVING count(*) > 0)
    || ARRAY(SELECT s FROM c360_read_systems(sources) AS s), time_zone) AS q;
END
$function$;

-- Drops those views and their schema, if it was made here and has nothing else.
CREATE FUNCTION c360_drop_sources(sources_schema text) RETURNS void LANGUAGE plpgsql AS $function$
DECLARE
  id CONSTANT oid := (SELECT n.oid FROM pg_namespace AS n WHERE n.nspname = sources_schema
    AND c360_is_of_systems(n.oid));
BEGIN
  IF id IS NOT NULL THEN
    PERFORM c360_drop_made(sources_schema, ARRAY(SELECT m.name FROM c360_made_objects(id) AS m WHERE m.kind = 'view'));
    EXECUTE coalesce((SELECT format('DROP TABLE %s', string_agg(format('%I.%I', sources_schema, m.name), ', '))
      FROM c360_made_objects(id) AS m WHERE m.kind = 'table'), 'SELECT');
    EXECUTE format('DROP SCHEMA %I', sources_schema);
  END IF;
END
$function$;
