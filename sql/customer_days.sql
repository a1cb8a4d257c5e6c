-- Days that cannot be: what systems write where none is known, of every table, and what has not happened yet.
\set SHOW_CONTEXT never
SET client_min_messages = warning;
SET jit = off;
SET datestyle = 'ISO';
SET timezone = 'America/New_York';
SET customer360.as_of = '2025-06-30';
CREATE SCHEMA odd_days;
-- A table of the contract with its rows, typed and as texts: where a column is none of the given ones, the day is
-- 2025-06-01, or the one asked for. Rows are numbered by their days.
CREATE FUNCTION odd_days.fill(schema_name text, type_of_days text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  t record;
BEGIN
  EXECUTE format('CREATE SCHEMA %I', schema_name);
  FOR t IN
    SELECT c.table_name, string_agg(format('%I %s', c.name, CASE WHEN c.kind = 'key' THEN 'text'
        WHEN c.kind IN ('date', 'timestamp with time zone') THEN coalesce(type_of_days, c.kind) ELSE c.kind END), ', '
        ORDER BY c.place) AS columns,
      string_agg(CASE WHEN c.kind IN ('date', 'timestamp with time zone') THEN CASE WHEN type_of_days IS NULL AND c.kind <> 'date'
          THEN 'd.day::timestamp AT TIME ZONE ''UTC''' ELSE format('d.day::%s', coalesce(type_of_days, 'date')) END
        WHEN c.name = (SELECT k.key[1] FROM c360_contract_tables() AS k WHERE k.name = c.table_name)
          AND c.kind = 'key' AND c.table_name NOT IN ('account_team', 'entitlements', 'csm_sentiment', 'metered_usage', 'account_attributes') THEN '''r'' || d.number'
        WHEN c.name = 'event_id' THEN '''r'' || d.number'
        WHEN c.kind = 'key' THEN '''r1'''
        WHEN c.has_words THEN quote_literal((SELECT min(w.meaning) FROM c360_contract_words() AS w
          WHERE w.table_name = c.table_name AND w.column_name = c.name))
        WHEN c.kind = 'daterange' THEN '''[2025-01-01,)''::daterange'
        WHEN c.name = 'scale' THEN '5' WHEN c.name = 'margin' THEN '0.5' WHEN c.name = 'currency' THEN '''EUR'''
        WHEN c.kind IN ('numeric', 'bigint') THEN '1' WHEN c.kind = 'boolean' THEN 'true'
        WHEN c.kind = 'jsonb' THEN '''{}''::jsonb' WHEN c.kind = 'text[]' THEN '''{a}''::text[]'
        WHEN c.name IN ('a_kind', 'b_kind', 'identifier_kind') THEN '''email'''
        WHEN c.name = 'meter' THEN '''calls''' ELSE quote_literal('x') END, ', ' ORDER BY c.place) AS values
    FROM c360_contract_columns() AS c
    WHERE c.table_name IN (SELECT d.table_name FROM c360_contract_columns() AS d
                           WHERE d.kind IN ('date', 'timestamp with time zone'))
      AND c.table_name NOT IN ('kpi_targets', 'working_hours')
      AND (c.name NOT IN ('parent_id', 'renews_id', 'csm_id', 'tam_id', 'user_id') OR c.table_name IN ('product_events', 'users'))
    GROUP BY c.table_name
  LOOP
    EXECUTE format('CREATE TABLE %1$I.%2$I (%3$s); INSERT INTO %1$I.%2$I SELECT %4$s FROM (VALUES (1, date ''2025-06-01''), '
      '(2, ''1970-01-01''), (3, ''1900-01-01''), (4, ''0001-01-01''), (5, ''2199-06-01'')) AS d (number, day)', schema_name, t.table_name, t.columns, t.values);
  END LOOP;
END $$;
SELECT odd_days.fill('typed', NULL), odd_days.fill('texts', 'text');
SELECT count(*) > 100 AS is_built FROM customer360_create_views('typed', 'typed_views');
SELECT count(*) > 100 AS is_built FROM customer360_create_views('texts', 'texts_views');
CALL typed_views.refresh_activity();
CALL typed_views.refresh_faults();
CALL texts_views.refresh_activity();
CALL texts_views.refresh_faults();
SELECT table_name, key, fault, severity, done FROM typed_views.source_faults
ORDER BY table_name COLLATE "C", key COLLATE "C", fault COLLATE "C";
-- As texts they are told the same.
SELECT * FROM (
  (SELECT 'typed', table_name, key, fault FROM typed_views.source_faults
   EXCEPT ALL SELECT 'typed', table_name, key, fault FROM texts_views.source_faults)
  UNION ALL (SELECT 'texts', table_name, key, fault FROM texts_views.source_faults
   EXCEPT ALL SELECT 'texts', table_name, key, fault FROM typed_views.source_faults)) AS differing ORDER BY 2, 3, 4, 1;
-- No clean table has any of these days: the first and last of each column.
CREATE FUNCTION odd_days.ends(schema_name text) RETURNS TABLE (column_name text, first date, rows bigint)
  LANGUAGE plpgsql AS $$
DECLARE
  c record;
BEGIN
  FOR c IN SELECT * FROM c360_contract_columns() AS k WHERE k.kind IN ('date', 'timestamp with time zone')
      AND to_regclass('typed.' || k.table_name) IS NOT NULL ORDER BY k.number, k.place LOOP
    RETURN QUERY EXECUTE format('SELECT %L, (min(x.%I)::timestamptz AT TIME ZONE ''UTC'')::date, count(x.%2$I) FROM %I.%I AS x', c.table_name || '.' || c.name, c.name,
      schema_name, c.table_name);
  END LOOP;
END $$;
SELECT * FROM odd_days.ends('typed_views');
SELECT * FROM odd_days.ends('texts_views') EXCEPT ALL SELECT * FROM odd_days.ends('typed_views');
SELECT ticket_id, account_id, is_open, age_days, hours_to_resolution FROM typed_views.tickets ORDER BY ticket_id;
CALL typed_views.record_reconciliation();
SELECT measure, source, pack, difference, unexplained FROM typed_views.reconciliation WHERE difference <> 0 OR unexplained <> 0 ORDER BY measure COLLATE "C";
DROP SCHEMA typed_views, typed, texts_views, texts, odd_days CASCADE;
