-- What has changed in the view activation, for tools that ask what is new since they asked last: the table
-- activation_changes, and record_activation(), which writes it. Made for customer360_create_views() by
-- c360_create_activation(); docs/activation.md says what is guaranteed.
--
-- Why no change is skipped by a reader who goes on after the greatest version it saw. Recorders take the next versions
-- while they hold a lock that they keep until they have committed. So whoever sees a version sees all smaller ones, and
-- what it does not see yet will have a greater one. Each row has a version of its own, so that a reader may stop at any.

-- The table and the procedure. may_adapt: types may be changed, because nothing depends on the table any longer.
CREATE FUNCTION c360_create_activation(b c360_build, may_adapt boolean) RETURNS SETOF c360_report_line
  LANGUAGE plpgsql AS $function$
DECLARE
  called CONSTANT text := format('%I.activation_changes', b.target_schema);
  view record;
BEGIN
  SELECT * INTO STRICT view FROM c360_view_pack() AS p WHERE p.name = 'activation';
  RETURN QUERY SELECT * FROM c360_build_table(b, 'activation_changes', format('SELECT *, NULL::text[] AS changed_columns, '
      'NULL::bigint AS version, NULL::timestamptz AS changed_at, NULL::timestamptz AS deleted_at FROM %I.activation',
      b.target_schema), NULL,
    'The rows of activation as they were recorded last, and when they changed: one row per account, those that are '
      'gone included. What is new since a reader looked: WHERE version > the greatest version it saw.',
    view.columns || '{changed_columns,version,changed_at,deleted_at}',
    view.comments || ARRAY['Columns that the last change has changed; of a row that is new, or back again, all but '
        'account_id; none when it was deleted',
      'Number of the last change, unique, and rising in the order in which changes become visible',
      'When it was recorded, which rises with version; rows recorded together have the same',
      'When the account was found to be gone; all but account_id is NULL then. NULL = it is there'],
    'record_activation', may_adapt);
  IF NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = called::regclass AND contype = 'p') THEN
    EXECUTE format('ALTER TABLE %s ADD PRIMARY KEY (account_id), ALTER COLUMN version SET NOT NULL, '
      'ALTER COLUMN version ADD GENERATED ALWAYS AS IDENTITY, ADD UNIQUE (version)', called);
  END IF;
  -- Who sees every account is told of those that are gone; of whom no policy can say whose they were.
  PERFORM c360_protect_table(b, 'activation_changes', view.sources, (
    SELECT format('deleted_at IS NOT NULL AND NOT row_security_active(%L::regclass)', c.oid::regclass) FROM pg_class AS c
    WHERE c.relnamespace = b.source_id AND c.relname = 'accounts' AND c.relkind IN ('r', 'p')));
  RETURN QUERY SELECT * FROM c360_build_procedure(b, 'record_activation',
    format('SELECT c360_record_activation(%L);', b.target_schema),
    'Writes what has changed in activation to activation_changes. Safe to call twice, and by several sessions at once: '
    'the second waits for the first to commit. Called by the owner of the table, who must see every row.');
END
$function$;

-- What record_activation() of a target schema calls. Rows that are hidden from the caller would look deleted, so that
-- row-level security must not apply.
CREATE FUNCTION c360_record_activation(target_schema text) RETURNS void
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET row_security = off AS $function$
DECLARE
  columns CONSTANT text[] := ARRAY(
    SELECT quote_ident(attname) FROM pg_attribute
    WHERE attrelid = format('%I.activation', target_schema)::regclass AND attnum > 0 AND attname <> 'account_id'
    ORDER BY attnum);
  recorded_at timestamptz;
  found_rows bigint;
  gone_rows bigint;
BEGIN
  PERFORM set_config('search_path', format('pg_catalog, %I, pg_temp',
    (SELECT nspname FROM pg_extension JOIN pg_namespace AS n ON n.oid = extnamespace
     WHERE extname = 'customer360')), true);
  -- One snapshot for the whole transaction was taken before its turn came: it would not see what others recorded.
  IF current_setting('transaction_isolation') IN ('repeatable read', 'serializable') THEN
    PERFORM c360_refuse('invalid_transaction_state', format('record_activation() cannot run in a transaction of isolation '
        'level %s', current_setting('transaction_isolation')),
      'It waits for others that record, and then reads what they wrote.', 'Call it in a transaction of READ COMMITTED.');
  END IF;
  -- A statement of its own: the next one sees what the one before has committed. Until the end of the transaction.
  PERFORM pg_advisory_xact_lock(hashtext('record_activation'), hashtext(target_schema));
  EXECUTE format('SELECT greatest(clock_timestamp(), max(changed_at) + interval ''1 microsecond'') '
    'FROM %I.activation_changes', target_schema) INTO recorded_at;
  EXECUTE format($query$
    WITH found AS MATERIALIZED (
      SELECT * FROM %1$I.activation
    ), compared AS MATERIALIZED (
      SELECT account_id, %3$s,
        stored.account_id IS NULL AS is_new,
        found.account_id IS NULL AS is_gone,
        CASE WHEN found.account_id IS NULL THEN '{}'
          WHEN stored.account_id IS NULL OR stored.deleted_at IS NOT NULL THEN %2$L::text[]
          ELSE array_remove(ARRAY[%4$s], NULL) END AS changed_columns
      FROM found FULL JOIN %1$I.activation_changes AS stored USING (account_id)
      WHERE found.account_id IS NOT NULL OR stored.deleted_at IS NULL
    ), change AS MATERIALIZED (
      SELECT * FROM compared WHERE is_gone OR changed_columns <> '{}'
    ), updated AS (
      UPDATE %1$I.activation_changes AS stored
      SET %5$s, changed_columns = change.changed_columns, version = DEFAULT, changed_at = $1,
        deleted_at = CASE WHEN is_gone THEN $1 END
      FROM change WHERE stored.account_id = change.account_id AND NOT is_new
    ), inserted AS (
      INSERT INTO %1$I.activation_changes (account_id, %6$s, changed_columns, changed_at)
      SELECT account_id, %6$s, changed_columns, $1 FROM change WHERE is_new
    )
    SELECT (SELECT count(*) FROM found), (SELECT count(*) FROM change WHERE is_gone)$query$,
    target_schema, columns, (SELECT string_agg('found.' || c, ', ') FROM unnest(columns) AS c),
    (SELECT string_agg(format('CASE WHEN stored.%1$s IS DISTINCT FROM found.%1$s THEN %1$L END', c), ', ')
     FROM unnest(columns) AS c),
    (SELECT string_agg(format('%1$s = change.%1$s', c), ', ') FROM unnest(columns) AS c),
    array_to_string(columns, ', ')) INTO found_rows, gone_rows USING recorded_at;
  -- A table that is being loaded anew, rather than a company without accounts, whose CRM would be emptied.
  IF found_rows = 0 AND gone_rows > 0 THEN
    PERFORM c360_refuse('object_not_in_prerequisite_state', format('%I.activation has no row, and all accounts would be '
        'recorded as deleted', target_schema), format('Recorded accounts: %s.', gone_rows),
      'Call again when the accounts are loaded. If there are none any more, delete the rows of activation_changes.');
  END IF;
END
$function$;
