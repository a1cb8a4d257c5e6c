-- What the source contract finds in a warehouse, and the SQL that reads it. Two layers per table of the contract:
-- source_<table>, the source's rows in the contract's shape (ids of one type, casts that never fail, local days), and
-- <table>, the clean rows: words understood, rows that break a rule left out or corrected, one row per key. What was
-- left out or corrected is told by source_faults. What the contract is comes as data after the parts of this script.
--
-- Two rules make unusual names and types harmless. Every relation is named with its schema, and every name goes through
-- format('%I'), so that neither the source's nor the target's schema is ever in a search path. And only PostgreSQL's
-- own casts and output functions are called, never a cast of the source's: it would run with the rights of whoever
-- reads.

-- ---- days

-- What the days of a warehouse are, in its one time zone: bodies of views say local_day(instant) and
-- local_midnight(day), the instant at which a local day begins, and get the zone as the first argument; local_zone() is
-- its name.
CREATE FUNCTION c360_local_day(zone text, at timestamptz) RETURNS date
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN calendar_day(at, zone);
-- A midnight that strikes twice, as in Havana, is the first one.
CREATE FUNCTION c360_local_midnight(zone text, day date) RETURNS timestamptz
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN calendar_day(day::timestamp AT TIME ZONE zone - interval '1 hour', zone) = day
      THEN day::timestamp AT TIME ZONE zone - interval '1 hour' ELSE day::timestamp AT TIME ZONE zone END;
CREATE FUNCTION c360_in_zone(query text, zone text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT replace(replace(regexp_replace(query, '\m(local_day|local_midnight)\(', format('c360_\1(%L, ', zone), 'g'),
      'as_of()', format('as_of(%L)', zone)), 'local_zone()', quote_literal(zone)) $$;

-- ---- values as they are landed

CREATE FUNCTION c360_try_boolean(landed text) RETURNS boolean
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN lower(btrim(landed)) IN ('true', 't', 'yes', 'y', 'on', '1') THEN true
      WHEN lower(btrim(landed)) IN ('false', 'f', 'no', 'n', 'off', '0') THEN false END;

-- A handler of errors is a subtransaction, which no parallel plan can begin, not even in its leader.
-- What runs while views are read finds nothing by the reader's search_path: bodies of SQL are read when they are
-- created, and those of PL/pgSQL have a path of their own.
CREATE FUNCTION c360_try_jsonb(landed text) RETURNS jsonb
  LANGUAGE plpgsql IMMUTABLE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN landed::jsonb;
EXCEPTION WHEN data_exception OR program_limit_exceeded OR statement_too_complex THEN
  RETURN NULL;
END $$;

-- A value of a type whose text depends on settings of the session, such as a time stamp, an interval, or an array of
-- either. format() asks the type's own output function, which only a superuser can write.
CREATE FUNCTION c360_as_text(landed anyelement) RETURNS text
  LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp SET datestyle = 'ISO'
  SET intervalstyle = 'postgres' SET timezone = 'UTC' SET bytea_output = 'hex' SET extra_float_digits = '1'
  SET lc_monetary = 'C' AS $$
BEGIN
  RETURN format('%s', landed);
END $$;

-- The hundredths, or whatever a currency is counted in, of money.
CREATE FUNCTION c360_smallest_units(landed money) RETURNS bigint
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN ('x' || encode(cash_send(landed), 'hex'))::bit(64)::bigint;

CREATE FUNCTION c360_texts(landed jsonb) RETURNS text[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (SELECT CASE jsonb_typeof(landed) WHEN 'array' THEN ARRAY(SELECT jsonb_array_elements_text(landed)) END);
-- A list as text: with commas, as an array of JSON, or as PostgreSQL writes an array.
CREATE FUNCTION c360_try_texts(landed text) RETURNS text[]
  LANGUAGE plpgsql IMMUTABLE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN CASE left(btrim(landed), 1) WHEN '[' THEN ARRAY(SELECT jsonb_array_elements_text(landed::jsonb))
    WHEN '{' THEN landed::text[] ELSE string_to_array(landed, ',') END;
EXCEPTION WHEN data_exception OR program_limit_exceeded OR statement_too_complex THEN
  RETURN NULL;
END $$;

-- The code of a currency, however it is written; a blank says nothing.
CREATE FUNCTION c360_currency(told text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN nullif(upper(btrim(told)), '');

-- Days from `starts` until `ends`, the first day no longer. Open ends, and those that only mean open: infinity, 9999. A
-- range that began nobody knows when begins with the calendar. NULL for what is empty, reversed, or says nothing.
CREATE FUNCTION c360_days(starts date, ends date) RETURNS daterange
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN num_nonnulls(starts, ends) > 0
        AND coalesce(nullif(starts, '-infinity'), '0001-01-01') < coalesce(ends, 'infinity')
      THEN daterange(coalesce(nullif(starts, '-infinity'), '0001-01-01'),
        CASE WHEN ends < '2900-01-01' THEN ends END) END;
-- The same of a range; one that says nothing else is always.
CREATE FUNCTION c360_days(days daterange) RETURNS daterange
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN isempty(days) THEN NULL
      WHEN lower(days) > '-infinity' AND (upper(days) < '2900-01-01' OR upper_inf(days)) THEN days
      ELSE c360_days(coalesce(lower(days), '-infinity'), upper(days)) END;
-- The local days of a range of instants, as the cast of tstzrange to day_range has them, in a zone that is named.
CREATE FUNCTION c360_local_days(zone text, during tstzrange) RETURNS daterange
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN NOT isempty(during) THEN tsrange(lower(during) AT TIME ZONE zone,
        CASE WHEN NOT upper_inf(during)
          THEN greatest(lower(during) AT TIME ZONE zone, upper(during) AT TIME ZONE zone) END,
        CASE WHEN lower_inc(during) THEN '[' ELSE '(' END || CASE WHEN upper_inc(during) THEN ']' ELSE ')' END
      )::day_range::daterange END;

-- The text form of a range of days, by any of its readers.
CREATE FUNCTION c360_try_days(landed text) RETURNS daterange
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (SELECT CASE
      WHEN part[2] <> '' AND starts IS NULL OR part[3] NOT IN ('', 'infinity') AND ends IS NULL THEN NULL
      ELSE c360_days(coalesce(starts + CASE part[1] WHEN '(' THEN 1 ELSE 0 END, '-infinity'),
        ends + CASE part[4] WHEN ']' THEN 1 ELSE 0 END) END
    FROM regexp_match(landed, '^\s*([[(])\s*"?([^,"]*)"?\s*,\s*"?([^,"]*?)"?\s*([])])\s*$') AS part
      CROSS JOIN LATERAL (SELECT try_day(part[2]) AS starts, try_day(part[3]) AS ends) AS day);

-- A word as it is compared: without regard to case, blanks around it, and what stands between its parts.
CREATE FUNCTION c360_word(word text) RETURNS text
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

-- The address in what a mail program writes: Ann <ann@acme.example>, mailto:ann@acme.example.
CREATE FUNCTION c360_mailbox(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN strpos($1, '<') > 0 THEN coalesce(substring($1 FROM '<\s*([^<>\s]+@[^<>\s]+)\s*>'), $1)
    WHEN $1 ILIKE 'mailto:%' THEN substr($1, 8) ELSE $1 END $$;

-- Whether a document is one that playbook_actions() takes.
CREATE FUNCTION c360_playbook_is_valid(rules jsonb) RETURNS boolean
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

-- ---- columns as they are read

-- The type under the domains.
CREATE FUNCTION c360_base_type(type oid) RETURNS oid
  LANGUAGE sql STABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE WHEN (SELECT typtype = 'd' FROM pg_type WHERE oid = $1) THEN (
      WITH RECURSIVE under (type, depth) AS (
        SELECT $1, 0
        UNION ALL
        SELECT typbasetype, depth + 1 FROM under JOIN pg_type ON pg_type.oid = under.type WHERE typtype = 'd')
      SELECT type FROM under ORDER BY depth DESC LIMIT 1) ELSE $1 END $$;

-- How a column of a type (a base type) is read as a kind of the contract: an expression, in which $ is the column,
-- whether a value may be lost on the way, and the condition under which it is; NULL where the type cannot be that kind.
-- id_type is the type of ids.
CREATE FUNCTION c360_reading(kind text, id_type text, source oid, zone text, is_required boolean, OUT expression text,
    OUT may_fail boolean, OUT is_lost text, OUT as_text text)
  LANGUAGE plpgsql STABLE AS $function$
DECLARE
  type CONSTANT text := format_type(source, NULL);
  elements CONSTANT text := (SELECT format_type(e.oid, NULL) FROM pg_type AS a
    JOIN pg_type AS e ON e.oid = a.typelem AND e.typarray = a.oid AND e.typcategory IN ('S', 'E') WHERE a.oid = source);
  is_whole CONSTANT boolean := type IN ('smallint', 'integer', 'bigint');
  is_float CONSTANT boolean := type IN ('real', 'double precision');
  is_foreign CONSTANT boolean := (SELECT typnamespace <> 'pg_catalog'::regnamespace FROM pg_type WHERE oid = source);
  is_text CONSTANT boolean := (SELECT typcategory IN ('S', 'E') FROM pg_type WHERE oid = source);
  -- How many of the smallest unit are one is a matter of the database.
  money CONSTANT text := format('trim_scale(c360_smallest_units($) / %s.0)', c360_smallest_units(1::money));
BEGIN
  as_text := CASE WHEN is_text AND is_foreign THEN 'CASE WHEN $ IS NOT NULL THEN format(''%s'', $) END'
    WHEN type = 'numeric' THEN 'trim_scale($)::text'
    -- As a number of another type is written: 1e+15 meets no whole number, and extra_float_digits is the session's.
    WHEN is_float THEN 'CASE WHEN $ > ''-Infinity'' AND $ < ''Infinity'' THEN trim_scale($::amount::numeric)::text '
      'ELSE $::text END'
    WHEN type = 'bytea' THEN 'encode($, ''hex'')'
    -- What the session's lc_monetary makes of it is the session's.
    WHEN type = 'money' THEN money || '::text'
    WHEN is_text OR is_whole OR type IN ('boolean', 'uuid', 'json', 'jsonb', 'time without time zone') THEN '$::text'
    ELSE 'c360_as_text($)' END;
  may_fail := false;
  CASE kind
    WHEN 'key' THEN
      expression := CASE WHEN id_type = 'text' THEN
          -- Text whose equality knows no case, such as citext, is one id in any case.
          CASE WHEN is_foreign AND is_text AND (SELECT typtype <> 'e' FROM pg_type WHERE oid = source)
            THEN format('lower(%s)', as_text) ELSE as_text END
        WHEN type = id_type THEN '$'
        WHEN is_float THEN '$::amount::numeric'
        ELSE '$::' || id_type END;
    WHEN 'text' THEN
      expression := as_text;
    WHEN 'date' THEN
      expression := CASE type
        WHEN 'date' THEN 'CASE WHEN $ > ''-infinity'' AND $ < ''2900-01-01'' THEN $ END'
        WHEN 'timestamp without time zone' THEN
          'CASE WHEN $ > ''-infinity'' AND $ < ''2900-01-01'' THEN $::date END'
        WHEN 'timestamp with time zone' THEN
          format('CASE WHEN isfinite($) AND $ < ''2900-01-01Z'' THEN c360_local_day(%L, $) END', zone) END;
      IF expression IS NULL AND (is_text OR is_whole OR is_float OR type = 'numeric') THEN
        may_fail := true;
        expression := format('CASE WHEN try_day(%s, %L) < ''2900-01-01'' THEN try_day(%1$s, %2$L) END', as_text, zone);
        is_lost := format('try_day(%s, %L) IS NULL', as_text, zone);
      END IF;
    WHEN 'timestamp with time zone' THEN
      expression := CASE type
        -- An index on the column stays of use: the clean layer filters.
        WHEN 'timestamp with time zone' THEN
          CASE WHEN is_required THEN '$' ELSE 'CASE WHEN isfinite($) AND $ < ''2900-01-01Z'' THEN $ END' END
        WHEN 'timestamp without time zone' THEN
          format('CASE WHEN isfinite($) AND $ < ''2900-01-01'' THEN $ AT TIME ZONE %L END', zone)
        WHEN 'date' THEN format('CASE WHEN isfinite($) AND $ < ''2900-01-01'' THEN c360_local_midnight(%L, $) END',
          zone) END;
      IF expression IS NULL AND (is_text OR is_whole OR is_float OR type = 'numeric') THEN
        may_fail := true;
        is_lost := format('try_instant(%s, %L) IS NULL', as_text, zone);
        expression := CASE WHEN is_required THEN format('try_instant(%s, %L)', as_text, zone)
          ELSE format('CASE WHEN try_instant(%s, %L) < ''2900-01-01Z'' THEN try_instant(%1$s, %2$L) END', as_text, zone)
          END;
      END IF;
    WHEN 'numeric' THEN
      may_fail := type = 'numeric' OR is_float OR is_text;
      expression := CASE WHEN is_whole THEN '$::numeric' WHEN type = 'money' THEN money
        WHEN type = 'numeric' THEN 'CASE WHEN $ > ''-Infinity'' AND $ < ''Infinity'' THEN $ END'
        WHEN is_float THEN 'CASE WHEN $ > ''-Infinity'' AND $ < ''Infinity'' THEN $::amount::numeric END'
        WHEN is_text THEN format('try_amount(%s)', as_text) END;
    WHEN 'bigint' THEN
      may_fail := type = 'numeric' OR is_float OR is_text;
      expression := CASE WHEN type = 'bigint' THEN '$' WHEN is_whole THEN '$::bigint'
        WHEN may_fail THEN format('try_bigint(%s)', as_text) END;
    WHEN 'boolean' THEN
      may_fail := is_text OR is_float OR type IN ('numeric', 'bit', 'bit varying');
      expression := CASE WHEN type = 'boolean' THEN '$' WHEN is_whole THEN '$ <> 0'
        WHEN type = 'numeric' OR is_float THEN 'CASE WHEN $ <> ''NaN'' THEN $ <> 0 END'
        WHEN may_fail THEN format('c360_try_boolean(%s)', as_text) END;
    WHEN 'jsonb' THEN
      may_fail := type = 'json' OR is_text;
      expression := CASE WHEN type = 'jsonb' THEN '$' WHEN may_fail THEN format('c360_try_jsonb(%s)', as_text) END;
    WHEN 'text[]' THEN
      may_fail := is_text OR type IN ('json', 'jsonb');
      expression := CASE WHEN elements IN ('text', 'character varying', 'character', 'name') THEN '$::text[]'
        WHEN elements IS NOT NULL THEN 'CASE WHEN $ IS NOT NULL THEN format(''%s'', $)::text[] END'
        WHEN is_text OR type = 'json' THEN format('c360_try_texts(%s)', as_text)
        WHEN type = 'jsonb' THEN 'c360_texts($)' END;
    WHEN 'daterange' THEN
      may_fail := true;
      expression := CASE WHEN type = 'daterange' THEN '$' WHEN is_text THEN format('c360_try_days(%s)', as_text)
        WHEN type = 'tsrange' THEN 'CASE WHEN NOT isempty($) THEN $::day_range::daterange END'
        WHEN type = 'tstzrange' THEN format('c360_local_days(%L, $)', zone) END;
    ELSE
      NULL;  -- no kind of the contract
  END CASE;
  -- Where nothing need be said, a blank says nothing: it is no segment of its own, and no event that all others repeat.
  IF is_text AND NOT is_required AND (kind = 'text' OR kind = 'key' AND id_type = 'text') THEN
    expression := format('CASE WHEN btrim(%s) <> '''' THEN %1$s END', expression);
  END IF;
  -- What only says that there is none is not lost: blanks, what dumps and data frames write for NULL, and MySQL's day
  -- of zeros.
  is_lost := format('%s AND lower(btrim(%s)) !~ ''^(%s)?\Z''', coalesce(is_lost, format('(%s) IS NULL', expression)),
    as_text, 'null|\\n|none|nat|<na>' || CASE WHEN is_lost IS NOT NULL
      THEN '|nan|-?infinity|0000-00-00([ t]00:00(:00(\.0+)?)?z?)?' ELSE '' END);
END
$function$;

-- A column of the contract as a schema has it. `source` is NULL where the table is missing, source_type where the
-- column is; `expression` reads a row s of the source, and is NULL where the types do not meet; may_fail: a value that
-- is not NULL may become NULL; is_lost: the condition under which it did; given: such a value as text.
CREATE TYPE c360_source_column AS (number integer, table_name text, source oid, place integer, name text, kind text,
  type text, is_required boolean, has_words boolean, attnum smallint, source_type text, is_not_null boolean,
  expression text, may_fail boolean, is_lost text, given text, comment text);

-- The tables of the contract that a schema has, as an object from name to oid.
CREATE FUNCTION c360_source_relations(schema_id oid) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_object_agg(t.name, r.oid), '{}')
  FROM c360_contract_tables() AS t JOIN pg_class AS r ON r.relnamespace = schema_id AND r.relname = t.name
  WHERE r.relkind IN ('r', 'p', 'v', 'm', 'f') $$;

-- The columns of the contract in their order, as these relations have them.
CREATE FUNCTION c360_source_columns(relations jsonb, zone text) RETURNS SETOF c360_source_column
  LANGUAGE sql STABLE AS $function$
  WITH wanted AS (
    SELECT c.number, c.table_name, c.place, c.name, c.kind, c.family, c.is_required, c.has_words, c.comment,
      NULL::text AS part_of
    FROM c360_contract_columns() AS c
    UNION ALL
    SELECT c.number, c.table_name, c.place, part, 'date', NULL, false, false, NULL, c.name
    FROM c360_contract_columns() AS c CROSS JOIN unnest(ARRAY['starts_on', 'ends_on', 'last_day']) AS part
    WHERE c.kind = 'daterange'
  ), found AS (
    SELECT w.*, r.oid AS source, a.attnum, a.attnotnull, a.atttypid, a.atttypmod, t.base,
      format('s.%I', w.name) || CASE WHEN t.base <> a.atttypid THEN '::' || format_type(t.base, NULL) ELSE '' END
        AS attribute,
      CASE WHEN a.attcollation NOT IN (0, 'pg_catalog."default"'::regcollation) AND w.kind IN ('key', 'text')
        THEN ' COLLATE pg_catalog."default"' ELSE '' END AS collated
    FROM wanted AS w
      LEFT JOIN pg_class AS r ON r.oid = (relations ->> w.table_name)::oid
      LEFT JOIN pg_attribute AS a ON a.attrelid = r.oid AND a.attname = w.name AND a.attnum > 0 AND NOT a.attisdropped
      -- OFFSET 0: once, and not wherever it is read.
      CROSS JOIN LATERAL (SELECT c360_base_type(a.atttypid) AS base OFFSET 0) AS t
  ), id_types AS (
    -- The source's types decide: one that all columns of a family have, whole numbers of several lengths as the
    -- longest, numbers of several kinds as numeric, and whatever else is mixed as text.
    SELECT f.family, CASE
        WHEN count(DISTINCT f.base) = 1 AND bool_and(format_type(f.base, NULL)
          IN ('smallint', 'integer', 'bigint', 'numeric', 'uuid')) THEN min(format_type(f.base, NULL))
        WHEN bool_and(format_type(f.base, NULL) IN ('smallint', 'integer', 'bigint')) THEN 'bigint'
        WHEN bool_and(format_type(f.base, NULL)
          IN ('smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision')) THEN 'numeric'
        ELSE 'text' END AS id_type
    FROM found AS f WHERE f.kind = 'key' AND f.attnum IS NOT NULL
    GROUP BY f.family
  ), read AS (
    SELECT f.*, coalesce(i.id_type, 'text') AS id_type,
      -- One id is one text, too: 17.00 is 17. Of a numeric without decimals, an index on the column stays of use.
      replace(CASE WHEN f.kind = 'key' AND i.id_type = 'numeric' AND e.expression = '$'
          AND (f.atttypmod < 4 OR (f.atttypmod - 4) & 2047 <> 0) THEN 'trim_scale($)' ELSE e.expression END, '$',
        f.attribute) || f.collated AS expression, e.may_fail,
      replace(e.is_lost, '$', f.attribute) AS is_lost, replace(e.as_text, '$', f.attribute) AS given
    FROM found AS f LEFT JOIN id_types AS i ON i.family = f.family
      LEFT JOIN LATERAL c360_reading(f.kind, coalesce(i.id_type, 'text'), f.base, zone, f.is_required) AS e
        ON f.attnum IS NOT NULL
  ), parts AS (
    SELECT r.number, r.part_of, max(r.expression) FILTER (WHERE r.name = 'starts_on') AS starts,
      concat_ws(', ', max(r.expression) FILTER (WHERE r.name = 'ends_on'),
        max(r.expression) FILTER (WHERE r.name = 'last_day') || ' + 1') AS ends,
      string_agg(format('CASE WHEN btrim(%s) <> '''' THEN %L || %s END', r.given, r.name || ' ', r.given), ', '
        ORDER BY r.name DESC) AS given,
      coalesce(string_agg(format('(%s)', r.is_lost), ' OR ') FILTER (WHERE r.may_fail), 'false') AS is_lost,
      string_agg(format('%s %s', r.name, format_type(r.atttypid, NULL)), ', ' ORDER BY r.name DESC) AS source_type
    FROM read AS r WHERE r.part_of IS NOT NULL AND r.attnum IS NOT NULL GROUP BY r.number, r.part_of
  )
  SELECT r.number, r.table_name, r.source, r.place, r.name, r.kind,
    CASE r.kind WHEN 'key' THEN r.id_type ELSE r.kind END,
    -- An id that nothing else needs may be missing: then each row counts.
    r.is_required AND NOT (r.attnum IS NULL AND r.source IS NOT NULL AND r.kind = 'key' AND r.family = r.table_name
      AND NOT EXISTS (SELECT FROM c360_contract_references() AS f
                      WHERE f.referenced = r.table_name AND f.otherwise = 'left out')),
    r.has_words, r.attnum, coalesce(format_type(r.atttypid, r.atttypmod), p.source_type),
    coalesce(r.attnotnull, false),
    -- A range of which one end cannot be read is none: it would be endless. One that has neither end is always, where
    -- there must be one.
    CASE WHEN p.number IS NOT NULL THEN format(
          'CASE WHEN (%s) IS NOT TRUE THEN c360_days(coalesce(%s), coalesce(%s)) END',
          p.is_lost, concat_ws(', ', 'lower(' || r.expression || ')', p.starts,
            CASE WHEN r.is_required THEN '''-infinity''' ELSE 'NULL::date' END),
          concat_ws(', ', 'upper(' || r.expression || ')', nullif(p.ends, ''), 'NULL::date'))
      WHEN r.kind = 'daterange' AND r.attnum IS NOT NULL THEN 'c360_days(' || r.expression || ')'
      WHEN r.attnum IS NULL THEN 'NULL::' || CASE r.kind WHEN 'key' THEN r.id_type ELSE r.kind END
      ELSE r.expression END,
    coalesce(r.may_fail, p.number IS NOT NULL, false), CASE WHEN r.kind <> 'daterange' THEN r.is_lost END,
    CASE WHEN p.number IS NOT NULL THEN format('nullif(concat_ws('', '', %s), '''')', concat_ws(', ', r.given, p.given))
      ELSE r.given END, r.comment
  FROM read AS r LEFT JOIN parts AS p ON p.number = r.number AND p.part_of = r.name
  WHERE r.part_of IS NULL
  ORDER BY r.number, r.place
$function$;

CREATE FUNCTION c360_source_columns(schema_id oid, zone text) RETURNS SETOF c360_source_column
  LANGUAGE sql STABLE AS $$
  -- OFFSET 0: the relations are looked up once, and not for each column.
  SELECT c.* FROM (SELECT c360_source_relations(schema_id) AS relations OFFSET 0) AS r
    CROSS JOIN LATERAL c360_source_columns(r.relations, zone) AS c $$;

-- ---- what the source itself proves

-- Whether rows of a table cannot share the values of these columns, which are not NULL.
CREATE FUNCTION c360_is_unique(source oid, attnums smallint[]) RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT EXISTS (
      SELECT FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
      WHERE indrelid = source AND (relkind = 'p' OR relkind = 'r' AND NOT relhassubclass)
        AND indisunique AND indisvalid AND indpred IS NULL AND indexprs IS NULL
        AND (SELECT array_agg(key) FROM unnest(indkey) WITH ORDINALITY AS k (key, place) WHERE place <= indnkeyatts)
          <@ attnums) $$;

-- Whether the values of a column must be looked for in the table that it refers to: not where that is missing, which
-- leaves them unknown, nor where the source's own constraint says that they are there and no row there is left out.
CREATE FUNCTION c360_needs_check(all_columns c360_source_column[], own c360_source_column, referenced text,
    referenced_column text, whole text[])
  RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT own.attnum IS NOT NULL AND EXISTS (
      SELECT FROM unnest(all_columns) AS c
      WHERE c.table_name = referenced AND c.name = referenced_column AND c.attnum IS NOT NULL
        AND NOT (referenced = ANY (whole) AND EXISTS (
          SELECT FROM pg_constraint WHERE contype = 'f' AND convalidated AND conrelid = own.source
            AND confrelid = c.source AND conkey = ARRAY[own.attnum] AND confkey = ARRAY[c.attnum]))) $$;

-- ---- the SQL of the two layers, and of the faults between them

-- `columns` are those of <table>; the first `own` of them stand in source_<table>, too; `given` are those that the
-- source has.
CREATE TYPE c360_table_query AS (number integer, table_name text, source oid, comment text, columns text[],
  comments text[], own integer, adapter text, clean text, faults text, given text[]);

-- Which columns of the contract the source has, of those without which something is not known that would otherwise be
-- counted as nothing: `name` is that in source_tables.
CREATE FUNCTION c360_known_columns(queries c360_table_query[])
  RETURNS TABLE (number bigint, name text, called text, is_there boolean) LANGUAGE sql IMMUTABLE AS $$
  WITH given AS (
    SELECT q.table_name, column_name FROM unnest(queries) AS q CROSS JOIN LATERAL unnest(q.given) AS column_name
  ), listed (table_name, column_name, others) AS (VALUES
    -- An account, or user, is found by an e-mail address, too.
    ('calls', 'account_id', '{email}'::text[]), ('support_tickets', 'account_id', '{email}'),
    ('survey_responses', 'account_id', '{email}'), ('survey_responses', 'user_id', '{email}'),
    ('calls', 'minutes', '{}'), ('cancellation_requests', 'decided_on', '{}'), ('cancellation_requests', 'outcome', '{}'),
    ('contacts', 'valid', '{}'), ('csm_tasks', 'account_id', '{}'), ('csm_tasks', 'due_on', '{}'),
    ('csm_touchpoints', 'account_id', '{}'), ('csm_touchpoints', 'is_high_impact', '{}'),
    ('csm_touchpoints', 'kind', '{}'), ('csm_touchpoints', 'minutes', '{}'), ('invoices', 'kind', '{}'),
    ('onboarding_milestones', 'done_on', '{}'), ('onboarding_milestones', 'due_on', '{}'),
    ('onboarding_projects', 'first_value_on', '{}'), ('onboarding_projects', 'live_on', '{}'),
    ('opportunities', 'expected_on', '{}'), ('opportunities', 'kind', '{}'), ('opportunities', 'mrr', '{}'),
    ('product_events', 'feature_id', '{}'), ('product_request_accounts', 'importance', '{}'),
    ('support_tickets', 'kind', '{}'), ('support_tickets', 'solved_at', '{}'), ('training_attendance', 'attended', '{}'),
    ('users', 'role', '{}'))
  SELECT row_number() OVER (ORDER BY l.table_name, l.column_name), l.table_name || '_' || l.column_name,
    l.table_name || '.' || l.column_name, EXISTS (
      SELECT FROM given AS g WHERE g.table_name = l.table_name AND g.column_name = ANY (l.others || l.column_name))
    -- Events say by what they are called which feature was used.
    OR l.table_name = 'product_events' AND (SELECT count(*) FROM given AS g
      WHERE (g.table_name, g.column_name) IN (('product_events', 'event_name'), ('features', 'feature_key'))) = 2
  FROM listed AS l ORDER BY 1 $$;

-- The words of a column as a jsonb object from word to meaning, the company's own before the contract's.
CREATE FUNCTION c360_word_map(table_name text, column_name text, target_schema text, has_vocabulary boolean)
  RETURNS text LANGUAGE sql STABLE AS $function$
  SELECT CASE WHEN has_vocabulary THEN format('(SELECT m.contract || coalesce(jsonb_object_agg(c360_word(v.word), '
      'm.contract ->> c360_word(v.meaning)) FILTER (WHERE m.contract ? c360_word(v.meaning)), ''{}'') '
      'FROM (SELECT %1$L::jsonb AS contract) AS m LEFT JOIN %2$I.source_vocabulary AS v '
      'ON c360_word(v.table_name) = c360_word(%3$L) AND c360_word(v.column_name) = c360_word(%4$L) '
      'AND v.word IS NOT NULL GROUP BY m.contract)', words.map, target_schema, $1, $2)
    ELSE format('%L::jsonb', words.map) END
  FROM (
    SELECT jsonb_object_agg(c360_word(known.word), known.meaning) AS map
    FROM (SELECT w.meaning, unnest(w.meaning || w.words) AS word FROM c360_contract_words() AS w
          WHERE w.table_name = $1 AND w.column_name = $2) AS known) AS words
$function$;

-- The keys to which a column may refer, as a relation. Of a table of which rows may be left out, those that are kept
-- are in `kept`, an object from table to query: not its clean view, which also makes one row of several, and would be
-- planned apart. A table cannot refer to its clean self, which would be a view that reads itself.
CREATE FUNCTION c360_kept_keys(target_schema text, table_name text, referenced text, referenced_column text, kept jsonb)
  RETURNS text LANGUAGE sql IMMUTABLE AS $function$
  SELECT CASE WHEN referenced <> table_name AND kept ? referenced THEN format('(%s)', kept ->> referenced)
    ELSE format('%I.%I', target_schema, 'source_' || referenced) END
$function$;

-- Into which account each that was merged goes in the end, as a query of (external_id, account_id). Chains are
-- followed; what leads to no account, or back to itself, goes nowhere. Of several for one id that counts which was
-- changed last. They are followed from their ends, so that each is met once, and what goes round never.
-- pairs: a query of external_id, account_id and updated_at; accounts: a relation of account_id, of the same type there.
CREATE FUNCTION c360_merges(pairs text, accounts text) RETURNS text LANGUAGE sql IMMUTABLE AS $function$
  SELECT format('WITH RECURSIVE pair AS (%s), kept AS (SELECT p.*, EXISTS (SELECT FROM %s AS x '
    'WHERE x.account_id = p.account_id) AS is_account FROM pair AS p WHERE p.external_id <> p.account_id::text), '
    'step AS (SELECT DISTINCT ON (k.external_id) k.* FROM kept AS k '
    'WHERE k.is_account OR k.account_id::text IN (SELECT other.external_id FROM kept AS other) '
    'ORDER BY k.external_id, k.updated_at DESC NULLS LAST, k.account_id DESC), '
    'merged AS (SELECT s.external_id, s.account_id FROM step AS s '
    'WHERE s.is_account AND s.account_id::text NOT IN (SELECT other.external_id FROM step AS other) '
    'UNION ALL SELECT s.external_id, m.account_id FROM merged AS m JOIN step AS s '
    'ON s.account_id::text = m.external_id) SELECT m.external_id, m.account_id FROM merged AS m', pairs, accounts)
$function$;
-- Whose account_aliases they are: merged accounts, and ids of other systems that a row may carry in place of the
-- account's. An id that is an account's own is that account, and one of several systems that mean different accounts is
-- nobody's.
CREATE FUNCTION c360_merges_in(target_schema text) RETURNS text LANGUAGE sql IMMUTABLE AS $function$
  SELECT c360_merges(format('SELECT a.external_id, a.account_id, a.updated_at FROM %1$I.source_account_aliases AS a '
    'WHERE c360_word(a.system) = ''accounts'' UNION ALL SELECT o.external_id, (array_agg(o.account_id))[1], NULL '
    'FROM %1$I.source_account_aliases AS o WHERE c360_word(o.system) <> ''accounts'' AND o.external_id <> '''' '
    'AND o.account_id IS NOT NULL AND o.external_id NOT IN (SELECT x.account_id::text FROM %1$I.source_accounts AS x '
    'WHERE x.account_id IS NOT NULL) AND o.external_id NOT IN (SELECT x.external_id '
    'FROM %1$I.source_account_aliases AS x WHERE c360_word(x.system) = ''accounts'' AND x.external_id IS NOT NULL) '
    'GROUP BY o.external_id HAVING count(DISTINCT o.account_id::text) = 1', target_schema),
    format('%I.source_accounts', target_schema))
$function$;
-- The same as an object from id to id.
CREATE FUNCTION c360_merge_map(target_schema text) RETURNS text LANGUAGE sql IMMUTABLE AS $function$
  SELECT format('(SELECT jsonb_object_agg(m.external_id, m.account_id::text) FROM (%s) AS m)',
    c360_merges_in(target_schema))
$function$;

-- An id without what is lost and added on the way from one system to another: case, blanks around it, zeros before a
-- number, and the decimals of a whole one. For the nearest known id only: ids are equal as their type has it.
CREATE FUNCTION c360_id_form(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT lower(regexp_replace($1, '^[\s\u00a0]*0*|(\.0*)?[\s\u00a0]*\Z', '', 'g')) $$;
-- A text as a message shows it: blanks around it can be seen.
CREATE FUNCTION c360_shown(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN $1 ~ '^[\s\u00a0]|[\s\u00a0]\Z' THEN '"' || $1 || '"' ELSE $1 END $$;
-- Ends a subquery of rows that refer to nothing, and joins it as r with near.key, the nearest that there is, as ids of
-- text may have one. OFFSET 0: the rows first, of which there are mostly none.
CREATE FUNCTION c360_near_key(type text, value text, relation text, column_name text) RETURNS text
  LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN type = 'text' THEN format(' OFFSET 0) AS r LEFT JOIN (SELECT c360_id_form(x.%1$I) AS form, '
      'min(x.%1$I) AS key FROM %2$s AS x GROUP BY c360_id_form(x.%1$I)) AS near ON near.form = c360_id_form(%3$s)',
      column_name, relation, value) ELSE ') AS r CROSS JOIN (SELECT NULL::text AS key) AS near' END $$;

-- Days on which something has happened that a row tells of, and none that is planned; required instants are such, too.
CREATE FUNCTION c360_past_days() RETURNS TABLE (table_name text, column_name text) LANGUAGE sql IMMUTABLE AS $$
  VALUES ('accounts', 'signed_on'), ('contracts', 'signed_on'), ('invoices', 'paid_on'),
    ('cancellation_requests', 'requested_on'), ('cancellation_requests', 'decided_on'), ('opportunities', 'created_on'),
    ('opportunities', 'decided_on'), ('metered_usage', 'measured_on'), ('onboarding_projects', 'signed_on'),
    ('onboarding_projects', 'live_on'), ('onboarding_projects', 'first_value_on'), ('onboarding_milestones', 'done_on'),
    ('support_tickets', 'solved_at'), ('csm_tasks', 'created_on'), ('csm_tasks', 'done_on'),
    ('csm_sentiment', 'observed_on'), ('product_requests', 'requested_on'), ('product_request_accounts', 'asked_on') $$;

-- What a table's faults are looked for with.
CREATE TYPE c360_table_parts AS (table_name text, key text[], columns c360_source_column[], given text,
  conditions text[], rank text, is_deduplicated boolean);

-- Faults that follow from the contract alone, one SELECT per kind: values that cannot be read, words that nobody knows,
-- missing values, broken rules, references to nothing, rows with one key.
CREATE FUNCTION c360_faults_of(parts c360_table_parts, all_columns c360_source_column[], target_schema text,
    whole text[],
    kept jsonb, has_vocabulary boolean, has_aliases boolean)
  RETURNS text LANGUAGE plpgsql STABLE AS $function$
DECLARE
  adapter CONSTANT text := format('%I.%I', target_schema, 'source_' || parts.table_name);
  required CONSTANT text[] := ARRAY(SELECT f.name FROM unnest(parts.columns) AS f WHERE f.is_required ORDER BY f.place);
  -- What names a row: its key, or else what it may not be without, or else all that it says.
  naming CONSTANT text[] := coalesce(parts.key, CASE WHEN parts.table_name = 'product_events' THEN ARRAY['event_id']
    ELSE nullif(required, '{}') END, ARRAY(SELECT f.name FROM unnest(parts.columns) AS f ORDER BY f.place));
  account CONSTANT text := (SELECT 'account_id' FROM unnest(parts.columns) AS f WHERE f.name = 'account_id');
  named CONSTANT text := format('SELECT %L AS table_name, concat_ws('', '', %s) AS key, %s AS account_id',
    parts.table_name,
    (SELECT string_agg(format('r.%I::text', n), ', ') FROM unnest(naming) AS n),
    CASE WHEN account IS NULL THEN 'NULL::text' ELSE 'r.account_id::text' END);
  branches text[];
BEGIN
  -- Values that are not of their kind.
  IF EXISTS (SELECT FROM unnest(parts.columns) AS f WHERE f.may_fail) THEN
    branches := branches || format('%s, format(''%%s cannot be read: %%s'', u.key, u.value), %s FROM %s AS r '
      'CROSS JOIN LATERAL jsonb_each_text(r.unread) AS u', named, format('CASE WHEN u.key = ANY (%L) THEN ''error'' '
      'ELSE ''warning'' END, CASE WHEN u.key = ANY (%1$L) THEN ''the row is left out'' ELSE u.key || '' is NULL'' END, '
      '''correct the value at its source, or map it in a view''', required), adapter);
  END IF;
  -- Words.
  branches := branches || ARRAY(
    SELECT format('%1$s, format(''%%s is not known: %%s%%s'', %2$L, r.%2$I, ''; perhaps '' || nearest_word('
        'c360_word(r.%2$I), %3$L)), %4$s, ''map the word in the table vocabulary: table_name, column_name, word, '
        'meaning (%5$s)'' FROM %6$s AS r WHERE btrim(r.%2$I) <> '''' AND NOT %7$s ? c360_word(r.%2$I)', named, f.name,
        ARRAY(SELECT DISTINCT c360_word(k) FROM c360_contract_words() AS w CROSS JOIN unnest(w.meaning || w.words) AS k
          WHERE w.table_name = f.table_name AND w.column_name = f.name ORDER BY 1),
        CASE WHEN f.is_required THEN '''error'', ''the row is left out'''
          ELSE format('''warning'', %L', f.name || ' is NULL') END,
        (SELECT string_agg(w.meaning, ', ') FROM c360_contract_words() AS w
         WHERE w.table_name = f.table_name AND w.column_name = f.name), adapter,
        c360_word_map(f.table_name, f.name, target_schema, has_vocabulary))
    FROM unnest(parts.columns) AS f WHERE f.has_words AND f.attnum IS NOT NULL ORDER BY f.place);
  -- What a row may not be without. Whatever a value became that could not be read is told above.
  branches := branches || ARRAY(
    SELECT format('%s, %L, ''error'', ''the row is left out'', ''give the row its %s at the source'' FROM %s AS r '
        'WHERE %s', named, 'has no ' || f.name, f.name, adapter,
        CASE WHEN f.source_type = 'timestamp with time zone' THEN format('isfinite(r.%I) IS NOT TRUE', f.name)
          WHEN f.kind = 'key' AND f.type = 'text' OR f.has_words THEN format('coalesce(r.%I, '''') = ''''', f.name)
          ELSE format('r.%I IS NULL', f.name) END
        || CASE WHEN f.may_fail THEN format(' AND NOT coalesce(r.unread ? %L, false)', f.name) ELSE '' END)
    FROM unnest(parts.columns) AS f
    WHERE f.is_required AND f.source_type IS NOT NULL AND (NOT f.is_not_null OR f.may_fail OR f.has_words
      OR f.kind IN ('date', 'timestamp with time zone') OR f.kind = 'key' AND f.type = 'text') ORDER BY f.place);
  -- Rules.
  branches := branches || ARRAY(
    SELECT format('%s, format(''%%s: %%s'', %L, concat_ws('', '', %s)), %s, ''correct the value at its source'' '
        'FROM (%s) AS r WHERE NOT (%s)', named, coalesce(
          (SELECT format('%s lies before %s', part[1], part[2])
           FROM regexp_match(c.expression, '^\(?(\w+) >= ''(\d{4}-\d\d-\d\d)') AS part WHERE part IS NOT NULL),
          'breaks the rule ' || regexp_replace(c.expression, '\s+', ' ', 'g')),
        (SELECT string_agg(format('r.%I::text', n), ', ') FROM unnest(c.columns) AS n),
        CASE WHEN cardinality(c.columns) = 1 AND c.columns[1] <> ALL (required)
          THEN format('''warning'', %L', c.columns[1] || ' is NULL') ELSE '''error'', ''the row is left out''' END,
        parts.given, c.expression)
    FROM c360_contract_checks() AS c WHERE c.table_name = parts.table_name ORDER BY c.expression);
  -- What has not happened yet.
  branches := branches || ARRAY(
    SELECT format('%1$s, format(''%%s is in the future: %%s'', %2$L, %3$s), ''notice'', ''it counts from that day on'', '
        '''correct the day at its source'' FROM (%4$s) AS r WHERE %5$s', named, f.name,
        CASE f.kind WHEN 'date' THEN format('r.%I', f.name) ELSE format('r.%I AT TIME ZONE ''UTC''', f.name) END,
        parts.given, CASE f.kind WHEN 'date' THEN format('r.%I > (now() AT TIME ZONE ''UTC'')::date + 1', f.name)
          ELSE format('r.%1$I > now() + interval ''1 day'' AND r.%1$I < ''infinity''', f.name) END)
    FROM unnest(parts.columns) AS f
    WHERE f.source_type IS NOT NULL AND (f.is_required AND f.kind = 'timestamp with time zone'
      OR (f.table_name, f.name) IN (SELECT p.table_name, p.column_name FROM c360_past_days() AS p)) ORDER BY f.place);
  -- References.
  branches := branches || ARRAY(
    SELECT format('%1$s, format(''%%s refers to no row of %%s: %%s%%s'', %2$L, %3$L, c360_shown(r.%2$I::text), '
        '''; perhaps '' || c360_shown(near.key)), %4$s, %5$L FROM (SELECT r.* FROM (%6$s) AS r '
        'WHERE r.%2$I IS NOT NULL AND NOT EXISTS (SELECT FROM %7$s AS x WHERE x.%8$I = r.%2$I)%9$s', named,
        f.column_name, f.referenced, CASE f.otherwise WHEN 'left out' THEN '''error'', ''the row is left out'''
          ELSE format('''warning'', %L', f.column_name || ' is NULL') END,
        format('load the row of %s, or see why it was left out', f.referenced), parts.given, k.keys,
        f.referenced_column, c360_near_key(c.type, format('r.%I', f.column_name), k.keys, f.referenced_column))
    FROM c360_contract_references() AS f JOIN unnest(parts.columns) AS c ON c.name = f.column_name
      CROSS JOIN LATERAL c360_kept_keys(target_schema, parts.table_name, f.referenced, f.referenced_column, kept)
        AS k (keys)
    WHERE f.table_name = parts.table_name
      AND c360_needs_check(all_columns, c, f.referenced, f.referenced_column, whole) ORDER BY f.column_name);
  -- Events are rolled up without a look at the accounts, which may come later than they do.
  branches := branches || ARRAY(
    SELECT format('%1$s, format(''account_id refers to no row of accounts: %%s%%s'', c360_shown(r.account_id::text), '
        '''; perhaps '' || c360_shown(near.key)), ''warning'', '
        '''it counts in active_users, and for no customer'', ''load the row of accounts, or see why it was left out'' '
        'FROM (SELECT r.* FROM (SELECT k.* FROM (%2$s) AS k%4$s) AS r '
        'WHERE NOT EXISTS (SELECT FROM %3$s AS x WHERE x.account_id = r.account_id)%5$s', named, parts.given, k.keys,
        -- The last condition is that of events that share an id.
        ' WHERE ' || nullif(array_to_string(parts.conditions[:cardinality(parts.conditions) - 1], ' AND '), ''),
        c360_near_key(f.type, 'r.account_id', k.keys, 'account_id'))
    FROM unnest(parts.columns) AS f
      CROSS JOIN c360_kept_keys(target_schema, parts.table_name, 'accounts', 'account_id', kept) AS k (keys)
    WHERE parts.table_name = 'product_events' AND f.name = 'account_id'
      AND c360_needs_check(all_columns, f, 'accounts', 'account_id', whole));
  -- Keys.
  IF parts.is_deduplicated THEN
    branches := branches || format('%1$s, format(''is there %%s times'', r.copies), ''warning'', '
      '''one row counts: %6$s'', ''load each row once, or declare a primary key'' FROM ('
      'SELECT k.*, row_number() OVER (PARTITION BY %2$s ORDER BY %3$s) AS copy, count(*) OVER (PARTITION BY %2$s) '
      'AS copies FROM (%4$s) AS k%5$s) AS r WHERE r.copy > 1', named,
      (SELECT string_agg(format('k.%I', c), ', ') FROM unnest(parts.key) AS c), parts.rank, parts.given,
      ' WHERE ' || nullif(array_to_string(parts.conditions, ' AND '), ''),
      -- Events are made one where they are rolled up, which keeps the earliest.
      CASE parts.table_name WHEN 'product_events' THEN 'the earliest' ELSE 'the one changed last' END);
  END IF;
  IF has_aliases AND parts.table_name = 'accounts' THEN
    branches := branches || format('%s, ''was merged into account '' || a.account_id::text, ''notice'', '
      '''its rows count for that account'', ''nothing'' FROM %s AS r JOIN (%s) AS a '
      'ON a.external_id = r.account_id::text', named, adapter, c360_merges_in(target_schema));
  END IF;
  IF has_aliases AND parts.table_name = 'account_aliases' THEN
    branches := branches || format('%1$s, CASE WHEN r.external_id = r.account_id::text THEN ''names the account itself'' '
      'WHEN EXISTS (SELECT FROM %2$s AS x WHERE x.external_id = r.account_id::text AND c360_word(x.system) = ''accounts'') '
      'THEN ''leads to no account, or back to itself, through '' || r.account_id::text '
      'ELSE format(''refers to no row of accounts: %%s%%s'', c360_shown(r.account_id::text), '
      '''; perhaps '' || c360_shown(near.key)) END, ''error'', '
      '''the row is left out, and the account stays its own'', ''name the account that stays'' FROM (SELECT r.* FROM %2$s AS r '
      'WHERE c360_word(r.system) = ''accounts'' AND r.external_id <> '''' AND r.account_id IS NOT NULL '
      'AND NOT coalesce(%3$s ? r.external_id, false)%4$s', named, adapter, c360_merge_map(target_schema),
      (SELECT c360_near_key(f.type, 'r.account_id', format('%I.source_accounts', target_schema), 'account_id')
       FROM unnest(parts.columns) AS f WHERE f.name = 'account_id'));
  END IF;
  RETURN array_to_string(branches, E'\nUNION ALL ');
END
$function$;

-- Whether customer360_create_views() made a schema of what systems say. There accounts that were merged already are the
-- one they were merged into.
CREATE FUNCTION c360_is_of_systems(schema_id oid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(obj_description(schema_id, 'pg_namespace') LIKE '%Made by customer360\_create\_views%', false) $$;

-- of_systems: accounts that were merged are already one also where the schema does not say so.
CREATE FUNCTION c360_table_queries(relations jsonb, target_schema text, zone text, of_systems boolean)
  RETURNS SETOF c360_table_query LANGUAGE plpgsql STABLE AS $function$
#variable_conflict use_variable
DECLARE
  all_columns CONSTANT c360_source_column[] := ARRAY(SELECT c FROM c360_source_columns(relations, zone) AS c);
  has_vocabulary CONSTANT boolean := EXISTS (
    SELECT FROM unnest(all_columns) AS c WHERE c.table_name = 'vocabulary' AND c.source IS NOT NULL);
  has_aliases CONSTANT boolean := EXISTS (
    SELECT FROM unnest(all_columns) AS c JOIN pg_class AS r ON r.oid = c.source
    WHERE c.table_name = 'account_aliases' AND NOT of_systems AND NOT c360_is_of_systems(r.relnamespace));
  merged CONSTANT text := c360_merge_map(target_schema);
  -- Whether events say which feature was used by what they are called, and not by its id.
  by_name CONSTANT boolean := (
    SELECT count(*) FILTER (WHERE c.name <> 'feature_id' AND c.source_type IS NOT NULL) = 2
      AND count(*) FILTER (WHERE c.name = 'feature_id' AND c.source_type IS NULL) = 1
    FROM unnest(all_columns) AS c
    WHERE c.source IS NOT NULL
      AND (c.table_name, c.name) IN (('product_events', 'feature_id'), ('product_events', 'event_name'), ('features', 'feature_key')));
  whole text[] := '{}';  -- the tables so far of which no row can be left out
  kept_keys jsonb := '{}';  -- the keys of the rows that are kept of the others, as queries
  t record;
  q c360_table_query;
  parts c360_table_parts;
  updated text;
  shown text;
  joined text;
  is_unique boolean;
  unique_keys text[] := '{}';  -- the tables so far of which the source has one row per key
  kept text;
  listed text;
  keyed text;
BEGIN
  FOR t IN
    SELECT c.*, (SELECT max(a.source) FROM unnest(all_columns) AS a WHERE a.number = c.number) AS source
    FROM c360_contract_tables() AS c ORDER BY c.number
  LOOP
    parts.table_name := t.name;
    -- A part of the key that the source does not have is no part of it; without its key each row counts.
    t.key := nullif(ARRAY(
      SELECT k.name FROM unnest(t.key) WITH ORDINALITY AS k (name, place)
      WHERE NOT EXISTS (SELECT FROM unnest(all_columns) AS a WHERE a.number = t.number AND a.name = k.name
                          AND a.source IS NOT NULL AND a.source_type IS NULL)
      ORDER BY k.place), '{}');
    parts.key := t.key;
    parts.columns := ARRAY(SELECT a FROM unnest(all_columns) AS a WHERE a.number = t.number ORDER BY a.place);
    q := (t.number, t.name, t.source, t.comment, NULL, NULL, cardinality(parts.columns), NULL, NULL, NULL,
      ARRAY(SELECT f.name FROM unnest(parts.columns) AS f WHERE f.source IS NOT NULL AND f.source_type IS NOT NULL));
    q.columns := ARRAY(SELECT f.name FROM unnest(parts.columns) AS f) || t.added;
    q.comments := ARRAY(SELECT f.comment FROM unnest(parts.columns) AS f) || t.added_comments;
    listed := (SELECT string_agg(quote_ident(c), ', ') FROM unnest(q.columns) AS c);
    keyed := (SELECT string_agg(quote_ident(c), ', ') FROM unnest(t.key) AS c);

    -- source_<table>; which of two rows was changed last, where the source says so.
    updated := (
      SELECT CASE format_type(atttypid, NULL) WHEN 'timestamp with time zone' THEN 's.updated_at'
        WHEN 'timestamp without time zone' THEN format('s.updated_at AT TIME ZONE %L', zone)
        WHEN 'text' THEN format('try_instant(s.updated_at, %L)', zone) END
      FROM pg_attribute WHERE attrelid = t.source AND attname = 'updated_at' AND NOT attisdropped);
    SELECT format('SELECT %s, %s AS updated_at, %s AS unread %s', string_agg(format('%s AS %I', f.expression, f.name),
        ', ' ORDER BY f.place), coalesce(updated, 'NULL::timestamptz'),
        coalesce(format('jsonb_strip_nulls(jsonb_build_object(%s))', string_agg(format(
          '%L, CASE WHEN %s THEN left(%s, 80) END', f.name, coalesce(f.is_lost, format('(%s) IS NULL', f.expression)),
          f.given),
          ', ' ORDER BY f.place) FILTER (WHERE f.may_fail)), 'NULL::jsonb'),
        CASE WHEN t.source IS NULL THEN 'WHERE false'
          ELSE format('FROM %s AS s', (SELECT format('%I.%I', nspname, relname)
            FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE pg_class.oid = t.source)) END)
      INTO q.adapter FROM unnest(parts.columns) AS f;

    -- The source's rows with words understood, and merged accounts as the one they are merged into; then what
    -- contract/clean/<table>.sql makes of them, where there is one.
    SELECT format('SELECT %s, r.updated_at FROM %I.%I AS r', string_agg(format('%s AS %I',
        CASE WHEN f.has_words THEN
            format('(%s ->> c360_word(r.%I))', c360_word_map(t.name, f.name, target_schema, has_vocabulary), f.name)
          -- Any word may be a kind; some are words for ids and addresses of users.
          WHEN f.name IN ('a_kind', 'b_kind', 'identifier_kind') THEN
            format('coalesce(%s ->> c360_word(r.%I), lower(btrim(r.%2$I)))',
              c360_word_map(t.name, f.name, target_schema, has_vocabulary), f.name)
          WHEN f.name = 'email' THEN 'c360_mailbox(r.email)'
          WHEN by_name AND t.name = 'product_events' AND f.name = 'feature_id' THEN
            format('((SELECT jsonb_object_agg(c360_word(x.feature_key), x.feature_id::text '
              'ORDER BY x.feature_id DESC) FROM %I.source_features AS x WHERE c360_word(x.feature_key) <> '''') ->> c360_word(r.event_name))::%s', target_schema, f.type)
          WHEN has_aliases AND f.kind = 'key' AND f.name IN ('account_id', 'parent_id')
              AND NOT (t.name = 'accounts' AND f.name = 'account_id') THEN
            CASE t.name WHEN 'account_aliases' THEN format('CASE WHEN c360_word(r.system) = ''accounts'' '
              'THEN (%s ->> r.external_id)::%s ELSE ', merged, f.type) ELSE '' END
            || format('coalesce((%s ->> r.%I::text)::%s, r.%2$I)', merged, f.name, f.type)
            || CASE t.name WHEN 'account_aliases' THEN ' END' ELSE '' END
          ELSE format('r.%I', f.name) END, f.name), ', ' ORDER BY f.place), target_schema, 'source_' || t.name)
      || CASE WHEN has_aliases AND t.name = 'accounts' THEN format(
        ' WHERE NOT coalesce(%s ? r.account_id::text, false)', merged) ELSE '' END
      INTO parts.given FROM unnest(parts.columns) AS f;
    IF t.clean ~ '^with\M' THEN
      parts.given := format('WITH given AS NOT MATERIALIZED (%s)%s', parts.given, regexp_replace(
        c360_in_zone(replace(t.clean, '{target}', quote_ident(target_schema)), zone), '^with\M', ','));
    ELSIF t.clean IS NOT NULL THEN
      -- In its place: a SELECT with WITH is planned apart, which hides from the planner what is constant in it.
      parts.given := replace(c360_in_zone(replace(t.clean, '{target}', quote_ident(target_schema)), zone),
        E'\nfrom given', format(E'\nfrom (%s) as given', parts.given));
    END IF;

    -- Which rows are kept. Where the source's own constraints say it, nothing is asked.
    parts.conditions := ARRAY(
      SELECT c.condition FROM (
        -- Money that is there and cannot be converted is not known.
        SELECT f.place, 1, format('k.%I IS NOT NULL', f.name
          || CASE WHEN f.name || '_in_currency' = ANY (t.added) THEN '_in_currency' ELSE '' END)
        FROM unnest(parts.columns) AS f
        WHERE f.is_required AND (NOT f.is_not_null OR f.may_fail OR f.has_words OR f.kind = 'date'
          -- A merge that leads nowhere.
          OR has_aliases AND t.name = 'account_aliases' AND f.name = 'account_id')
        UNION ALL
        SELECT f.place, 2, format('k.%I <> %L', f.name, '') FROM unnest(parts.columns) AS f
        WHERE f.is_required AND f.kind = 'key' AND f.type = 'text'
        UNION ALL
        SELECT f.place, 3, format('isfinite(k.%I)', f.name) FROM unnest(parts.columns) AS f
        WHERE f.is_required AND f.source_type = 'timestamp with time zone'
        UNION ALL
        SELECT 1000, 1, format('%s IS NOT FALSE', c.expression) FROM c360_contract_checks() AS c
        WHERE c.table_name = t.name AND (cardinality(c.columns) > 1
          OR EXISTS (SELECT FROM unnest(parts.columns) AS f WHERE f.name = c.columns[1] AND f.is_required))
        UNION ALL
        SELECT 1001, f.place, format('EXISTS (SELECT FROM %s AS x WHERE x.%I = k.%I)',
          c360_kept_keys(target_schema, t.name, r.referenced, r.referenced_column, kept_keys), r.referenced_column,
          r.column_name)
        FROM c360_contract_references() AS r JOIN unnest(parts.columns) AS f ON f.name = r.column_name
        WHERE r.table_name = t.name AND r.otherwise = 'left out'
          AND c360_needs_check(all_columns, f, r.referenced, r.referenced_column, whole)
      ) AS c (place, part, condition) ORDER BY c.place, c.part, c.condition);
    kept := ' WHERE ' || nullif(array_to_string(parts.conditions, ' AND '), '');
    is_unique := t.key IS NOT NULL AND t.source IS NOT NULL AND c360_is_unique(t.source, ARRAY(
      SELECT f.attnum FROM unnest(parts.columns) AS f
      WHERE f.name = ANY (t.key) AND (f.is_required OR f.is_not_null) AND NOT f.may_fail AND NOT f.has_words
        AND f.attnum IS NOT NULL AND (f.kind IN ('key', 'text', 'bigint') OR f.kind = f.source_type)));
    -- What may refer to nothing is joined: a join costs little to plan, is left out where its column is not asked for,
    -- and lets one customer be looked up by an index of the source.
    joined := coalesce((
      SELECT string_agg(format(' LEFT JOIN (SELECT %s x.%I AS is_there FROM %s AS x) AS %I ON %4$I.is_there = k.%5$I',
          CASE WHEN r.referenced = ANY (unique_keys) OR r.referenced = t.name AND is_unique THEN '' ELSE 'DISTINCT' END,
          r.referenced_column, keys.relation, 'for_' || f.name, f.name), '' ORDER BY f.place)
      FROM c360_contract_references() AS r JOIN unnest(parts.columns) AS f ON f.name = r.column_name
        CROSS JOIN LATERAL c360_kept_keys(target_schema, t.name, r.referenced, r.referenced_column, kept_keys)
          AS keys (relation)
      WHERE r.table_name = t.name AND r.otherwise = 'unknown'
        AND c360_needs_check(all_columns, f, r.referenced, r.referenced_column, whole)), '');
    shown := (
      SELECT string_agg(coalesce((
          SELECT format('CASE WHEN %s THEN k.%I END AS %2$I', string_agg(format('%s IS NOT FALSE', c.expression),
            ' AND '), f.name)
          FROM c360_contract_checks() AS c
          WHERE c.table_name = t.name AND c.columns = ARRAY[f.name] AND NOT f.is_required HAVING count(*) > 0), (
          SELECT format('%I.is_there AS %I', 'for_' || f.name, f.name)
          FROM c360_contract_references() AS r
          WHERE r.table_name = t.name AND r.column_name = f.name AND r.otherwise = 'unknown'
            AND c360_needs_check(all_columns, f, r.referenced, r.referenced_column, whole)),
          format('k.%I', f.name)), ', ' ORDER BY f.place)
        || coalesce((SELECT string_agg(format(', k.%I', a), '') FROM unnest(t.added) AS a), '')
      FROM unnest(parts.columns) AS f);
    -- Whose key proves that no two events share an id has none that is shared.
    IF t.name = 'product_events' THEN
      shown := coalesce((
        SELECT replace(shown, 'k.shared_id', format('NULL::%s AS shared_id', f.type))
        FROM unnest(parts.columns) AS f
        -- Floating-point ids that differ in less than is written become one.
        WHERE f.name = 'event_id' AND (t.source IS NULL OR f.attnum IS NULL
          OR c360_is_unique(t.source, ARRAY[f.attnum]) AND f.expression NOT LIKE '%::amount%')), shown);
    END IF;

    -- <table>: of rows with one key one stays.
    parts.is_deduplicated := t.key IS NOT NULL AND t.source IS NOT NULL AND NOT is_unique;
    parts.rank := concat_ws(', ', 'updated_at DESC NULLS LAST', (
      SELECT string_agg(format('%I DESC NULLS LAST', c), ', ') FROM unnest(q.columns) AS c WHERE c <> ALL (t.key)));
    q.clean := CASE WHEN parts.is_deduplicated THEN format('SELECT %1$s FROM (SELECT DISTINCT ON (%2$s) %1$s FROM ('
        'SELECT %3$s, k.updated_at FROM (%4$s) AS k%5$s%6$s) AS each ORDER BY %2$s, %7$s) AS kept', listed, keyed,
        shown, parts.given, joined, kept, parts.rank)
      ELSE format('SELECT %s FROM (%s) AS k%s%s', shown, parts.given, joined, kept) END;
    -- If accounts were merged, no row is left out that another one refers to: that refers to those that stay.
    IF t.source IS NOT NULL AND cardinality(parts.conditions) = 0 AND NOT parts.is_deduplicated THEN
      whole := whole || t.name;
    ELSIF cardinality(t.key) = 1 THEN
      kept_keys := kept_keys || jsonb_build_object(t.name, format('SELECT k.%I FROM (%s) AS k%s',
        t.key[1], parts.given, kept));
    END IF;
    IF is_unique AND cardinality(t.key) = 1 THEN
      unique_keys := unique_keys || t.name;
    END IF;
    -- Events are made one per key where they are rolled up; that there are more is told here.
    IF t.name = 'product_events' THEN
      parts.key := ARRAY['event_id'];
      parts.is_deduplicated := t.source IS NOT NULL AND NOT c360_is_unique(t.source, ARRAY(
        SELECT f.attnum FROM unnest(parts.columns) AS f WHERE f.name = 'event_id' AND f.attnum IS NOT NULL));
      -- They are many: of all of them only the keys are sorted, which takes less than to group them.
      parts.conditions := parts.conditions || format('k.event_id IN (SELECT e.event_id FROM (SELECT s.event_id, '
        'lag(s.event_id) OVER (ORDER BY s.event_id) AS before FROM %I.source_product_events AS s) AS e '
        'WHERE e.event_id = e.before)', target_schema);
    END IF;
    q.faults := CASE WHEN t.source IS NOT NULL
      THEN c360_faults_of(parts, all_columns, target_schema, whole, kept_keys, has_vocabulary, has_aliases) END;
    RETURN NEXT q;
  END LOOP;
END
$function$;
