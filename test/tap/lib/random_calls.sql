-- What test/tap/random_calls.t calls: a pool of expressions by type, and a procedure that makes calls of them.
-- Expressions by type; those that fail as input are worth a call, too.
CREATE TABLE pool (type regtype PRIMARY KEY, expressions text[]);
CREATE TABLE metric_rows (id integer, score numeric, name text, at date, flag boolean, ratio double precision, big bigint);
INSERT INTO metric_rows VALUES (1, 0.5, 'red', '2026-01-01', true, 'NaN', 9223372036854775807), (2, 'NaN', '', 'infinity', NULL, '-infinity', NULL), (NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO pool VALUES
  ('smallint', '{0,1,-1,7,32767,-32768}'), ('integer', '{0,1,-1,7,28,48,90,2147483647,-2147483648}'),
  ('bigint', '{0,1,-1,7,12,48,366,2147483648,9223372036854775807,-9223372036854775808}'),
  ('oid', '{0,20,1184}'), ('boolean', '{true,false}'),
  ('numeric', ARRAY['0', '1', '-1', '0.0000001', '99.5', '1e38', '-1e38', '7.8e18', '9223372036854775807', '1e1000', '''NaN''', '''Infinity''', '''-Infinity''', '1e-1000', '100', '0.333333333333333333333']),
  ('amount', ARRAY['0', '1', '-1', '0.0000001', '99.5', '1e38', '-1e38', '7.8e18', '1e1000', '''NaN''', '''Infinity''', '1e-1000', '100', '5', '10', '2.5']),
  ('double precision', ARRAY['0', '1', '-1', '0.1', '1e308', '-1e308', '5e-324', '''NaN''', '''Infinity''', '''-Infinity''']),
  ('real', ARRAY['0', '1', '3e38', '''NaN''', '''Infinity''']),
  ('text', ARRAY['''''', '''day''', '''week''', '''week(sunday)''', '''28 days''', '''100000000 days''', '''month''', '''year''', '''UTC''', '''Europe/Berlin''', '''red''', '''a''', '''€''', '''id''', '''1''', '''2026-01-31''', '''1769902200''', '''$1,200.00''', 'repeat(''x'', 100000)', 'repeat(''9'', 1000)', '''public''']),
  ('cstring', ARRAY['''''', '''{}''', '''{[2026-01-01,2026-02-01)}''', '''{[2026-01-01,)=5}''', '''{5,7+}''', '''\x''', '''[2026-01-01,2026-02-01)''', '''infinity''', '''1e400''']),
  ('name', ARRAY['''x''', '''public''']), ('bytea', ARRAY['''\x''', '''\x00''', 'decode(repeat(''ff'', 100), ''hex'')']),
  ('date', ARRAY['''2026-01-31''', '''2025-12-31''', '''2026-02-15''', '''2024-02-29''', '''0001-01-01''', '''9999-12-31''', '''4714-11-24 BC''', '''5874897-12-31''', '''infinity''', '''-infinity''']),
  ('calendar_day', ARRAY['''2026-01-31''', '''2025-12-31''', '''2026-02-15''', '''2024-02-29''', '''0001-01-01''', '''9999-12-31''', '''4714-11-24 BC''', '''5874897-12-31''', '''infinity''::date', '''-infinity''::date']),
  ('timestamp', ARRAY['''2026-01-31 12:00''', '''0001-01-01''', '''294276-12-31''', '''4714-11-24 BC''', '''infinity''']),
  ('timestamptz', ARRAY['''2026-01-31 12:00Z''', '''2026-01-31 12:20Z''', '''2026-02-01 00:00Z''', '''0001-01-01''', '''294276-12-31''', '''4714-11-24 00:00Z BC''', '''infinity''', '''-infinity''']),
  ('interval', ARRAY['''7 days''', '''0''', '''-1 day''', '''1 month''', '''178000000 years''', '''1 microsecond''', '''2147483647 days''', '''30 minutes''']),
  ('window_length', ARRAY['7', '''7''', '''1 microsecond''', '''36 hours''', '0']),
  ('daterange', ARRAY['''[2026-01-01,2026-02-01)''', '''[2026-01-10,)''', '''(,2026-01-10)''', '''(,)''', '''empty''', '''[2026-01-01,infinity)''', '''[4714-11-24 BC,5874897-12-31)''', '''[2025-01-01,2026-01-01)''']),
  ('day_range', ARRAY['''[2026-01-01,2026-02-01)''', '''[2026-01-10,)''', '''(,2026-01-10)''', '''(,)''', '''empty''', '''[2026-01-01,infinity)''', '''[4714-11-24 BC,5874897-12-31)''', '''[2025-01-01,2026-01-01)''']),
  ('tsrange', ARRAY['''[2026-01-01,2026-02-01 12:00]''', '''(,)''', '''empty''', '''[-infinity,infinity]''']), ('tstzrange', ARRAY['''[2026-01-01,2026-02-01 12:00]''', '''(,)''', '''empty''', '''[4714-11-24 00:00Z BC,294276-12-31]''']),
  ('datemultirange', ARRAY['''{}''', '''{[2026-01-01,2026-02-01)}''', '''{(,)}''', '''{[4714-11-24 BC,5874897-12-31)}''']),
  ('activity_history', ARRAY['''{}''', '''{[2026-01-01,2026-02-01)}''', '''{[2026-01-31,2026-02-01)}''', '''{[4714-11-24 BC,4714-11-25 BC),[5874897-12-30,5874897-12-31)}''', 'activity_agg_of_all()']),
  ('mrr_history', ARRAY['''{}''', '''{[2026-01-01,)=100}''', '''{[2026-01-01,2026-01-15)=0.000001,[2026-02-01,)=7000000000000000000}''', '''{[4714-11-24 BC,)=1}''', '''{[2025-06-01,2026-01-01)=-1}''']),
  ('survival_curve', ARRAY['''{}''', '''{5,7+}''', '''{0*9000000000,2147483647+}''', '''{132}''']),
  ('identity_graph', ARRAY['''{}''', '''{"id:a"="email:b"@2026-01-05T09:00:00Z}''', '''{"id:a"@0044-03-15T00:00:00Z BC} {"most_links": {"id": 1}}''']),
  ('jsonb', ARRAY['''{}''', '''[]''', '''null''', '''1''', '''"x"''', '''{"a": 1, "score": 0.5, "name": "red"}''', '''[{"label": "low", "lt": 1}, {"label": "high", "ge": 1, "leave": 2}]''', '''[{"label": "a"}, {"label": "a"}]''', '''[{"play": "p", "when": "$.a == 1", "action": "call"}]''', '''[{"play": "p", "when": "$.a[*", "action": "call"}]''',
    '''{"rubric": 1, "max_points": 5, "scale": 100, "metrics": [{"key": "score", "weight": 60, "type": "linear", "from": 0, "to": 10, "points": [0, 5]}, {"key": "name", "weight": 40, "type": "map", "map": {"red": 0, "green": 5}, "missing": "exclude"}]}''', '''{"rubric": 1, "metrics": [{"key": "flag", "weight": 100, "type": "binary"}]}''', '''{"grain": "day"}''', '''{"wieght": 1}''', 'jsonb_build_object(''a'', repeat(''x'', 100000))', 'repeat(''['', 900)::text || repeat('']'', 900)']),
  ('jsonpath', ARRAY['''$.a''']), ('uuid', ARRAY['''00000000-0000-0000-0000-000000000000''', '''ffffffff-ffff-ffff-ffff-ffffffffffff''']),
  ('record', ARRAY['ROW()', 'ROW(1, 2)', 'ROW(NULL)', '(SELECT r FROM metric_rows AS r WHERE id = 1)', '(SELECT r FROM metric_rows AS r WHERE id = 2)', '(SELECT r FROM metric_rows AS r WHERE id IS NULL)', 'NULL']),
  ('text[]', ARRAY['''{}''', '''{a,NULL}''', '''{{a},{b}}''']), ('boolean[]', ARRAY['''{}''', '''{t}''', '''{f,t,NULL}''', '''{{t,f}}''', 'array_fill(true, ARRAY[100])']),
  ('bigint[]', ARRAY['''{}''', '''{1,7,28}''', '''{0}''', '''{1,NULL}''', '''{{1},{2}}''', '''{9223372036854775807}''', 'array_fill(7, ARRAY[100])']),
  ('amount[]', ARRAY['''{}''', '''{1,NULL,3}''', '''{{1},{2}}''', '''{NaN}''', 'array_fill(7, ARRAY[10000])']),
  ('aggregate_state', ARRAY['''\x''', '''\xc306010000000000''']);
CREATE FUNCTION activity_agg_of_all() RETURNS activity_history IMMUTABLE LANGUAGE sql AS $$ SELECT activity_agg(date '0001-01-01' + i * 4999) FROM generate_series(0, 500) AS i $$;

CREATE TABLE callable AS
SELECT row_number() OVER (ORDER BY proc.oid::regprocedure::text) AS number, proc.oid::regprocedure AS called, proc.prokind AS kind, quote_ident(nspname) || '.' || quote_ident(proname) AS name,
       ARRAY(SELECT type::regtype::text FROM unnest(proargtypes) WITH ORDINALITY AS t (type, n) ORDER BY n) AS types, provariadic <> 0 AS is_variadic
  FROM pg_proc AS proc JOIN pg_namespace AS namespace ON namespace.oid = pronamespace
 WHERE prokind IN ('f', 'a') AND NOT 'internal'::regtype = ANY (proargtypes::oid[])
   AND EXISTS (SELECT FROM pg_depend JOIN pg_extension AS extension ON extension.oid = refobjid WHERE classid = 'pg_proc'::regclass AND objid = proc.oid AND deptype = 'e' AND extname = 'customer360');
-- Partial states from anywhere, merged.
INSERT INTO callable
SELECT (SELECT max(number) FROM callable) + row_number() OVER (ORDER BY aggfnoid::text), aggfnoid::regprocedure, 'm', 'merge_' || aggfnoid::oid, ARRAY[aggtranstype::regtype::text], false
  FROM pg_aggregate WHERE aggfnoid::oid IN (SELECT called::oid FROM callable) AND aggtranstype <> 'internal'::regtype AND aggcombinefn <> 0 AND agginitval IS NULL;
SELECT format('CREATE AGGREGATE %1$s (%2$s) (SFUNC = %3$s, STYPE = %2$s, FINALFUNC = %4$s)', name, types[1], aggcombinefn, aggfinalfn)
  FROM callable JOIN pg_aggregate ON aggfnoid::oid = called::oid AND kind = 'm' WHERE aggfinalfn <> 0 \gexec
DELETE FROM callable WHERE kind = 'm' AND NOT EXISTS (SELECT FROM pg_proc WHERE proname = name);

CREATE FUNCTION some_value(of_type text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  chosen text;
BEGIN
  SELECT expressions[1 + floor(random() * cardinality(expressions))] INTO chosen FROM pool WHERE type = of_type::regtype;
  IF chosen IS NULL OR random() < 0.06 THEN chosen := 'NULL'; END IF;
  RETURN CASE WHEN of_type = 'record' THEN chosen ELSE format('(%s)::%s', chosen, of_type) END;
END
$$;

CREATE FUNCTION some_call() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  c callable;
  rows text[] := '{}';
  fixed text[] := '{}';
  cells text[];
  i integer;
BEGIN
  SELECT * INTO c FROM callable WHERE number = 1 + floor(random() * (SELECT max(number) FROM callable));
  IF c.number IS NULL THEN RETURN 'SELECT 1'; END IF;
  IF c.kind = 'f' THEN
    FOR i IN 1 .. cardinality(c.types) LOOP
      cells[i] := CASE WHEN c.is_variadic AND i = cardinality(c.types) THEN 'VARIADIC ' ELSE '' END || some_value(c.types[i]);
    END LOOP;
    RETURN format('SELECT count(*), max(length(t::text)) FROM (SELECT %s(%s) AS t) AS called', c.name, array_to_string(cells, ', '));
  END IF;
  FOR i IN 1 .. cardinality(c.types) LOOP
    fixed[i] := CASE WHEN random() < 0.6 THEN some_value(c.types[i]) END;
  END LOOP;
  FOR r IN 1 .. 1 + floor(random() * 6) LOOP
    FOR i IN 1 .. cardinality(c.types) LOOP
      cells[i] := coalesce(fixed[i], some_value(c.types[i]));
    END LOOP;
    rows := rows || format('(%s)', array_to_string(cells, ', '));
  END LOOP;
  RETURN format('SELECT %s(%s)::text IS NULL FROM (VALUES %s) AS rows (%s) WHERE random() < 2', c.name,
    (SELECT string_agg(CASE WHEN c.is_variadic AND n = cardinality(c.types) THEN 'VARIADIC ' ELSE '' END || 'c' || n, ', ' ORDER BY n) FROM generate_subscripts(c.types, 1) AS n),
    array_to_string(rows, ', '), (SELECT string_agg('c' || n, ', ' ORDER BY n) FROM generate_subscripts(c.types, 1) AS n));
END
$$;

CREATE TABLE outcome (state text, call text, message text, seconds double precision);
CREATE PROCEDURE call_at_random(calls integer, seed double precision) LANGUAGE plpgsql AS $$
DECLARE
  call text;
  began timestamptz;
  state text;
  said text;
BEGIN
  PERFORM setseed(seed);
  FOR i IN 1 .. calls LOOP
    call := some_call();
    began := clock_timestamp();
    state := '00000';
    said := NULL;
    BEGIN
      EXECUTE call;
      RAISE EXCEPTION SQLSTATE 'ROLLB';  -- what the function did is undone
    EXCEPTION WHEN OTHERS THEN
      IF SQLSTATE <> 'ROLLB' THEN
        state := SQLSTATE;
        said := SQLERRM;
      END IF;
    END;
    INSERT INTO outcome VALUES (state, call, said, extract(epoch FROM clock_timestamp() - began));
  END LOOP;
END
$$;
