\set ECHO none
-- For tests of errors.
--
--   error_of(statement)      what a statement raises: SQLSTATE and message, DETAIL, HINT; or the value that it gives
--   receive(type, bytes)     a value of a type from its binary form, by the way that a client's bytes take
--   improper_errors          errors so far that are not of class 22 or say too little (METRICS R10)
SET client_min_messages = warning;

CREATE TEMP TABLE provoked (statement text, state text, message text, detail text, hint text);

CREATE OR REPLACE FUNCTION error_of(statement text) RETURNS text LANGUAGE plpgsql AS $function$
DECLARE
  result text;
  state text;
  message text;
  detail text;
  hint text;
BEGIN
  EXECUTE statement INTO result;
  RETURN 'no error: ' || coalesce(result, 'NULL');
EXCEPTION WHEN OTHERS THEN
  GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT,
    detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
  INSERT INTO provoked VALUES (statement, state, message, detail, hint);
  RETURN concat_ws(E'\n', state || ': ' || message, 'DETAIL: ' || nullif(detail, ''), 'HINT: ' || nullif(hint, ''));
END
$function$;

-- COPY … (FORMAT binary) calls the receive function; the bytes come from printf, so that no file is left behind.
CREATE OR REPLACE FUNCTION receive(type regtype, bytes bytea) RETURNS text LANGUAGE plpgsql AS $function$
DECLARE
  file bytea := '\x5047434f50590aff0d0a00' || '\x0000000000000000'::bytea  -- signature, flags, no header extension
             || '\x0001' || int4send(length(bytes)) || bytes              -- one row of one column
             || '\xffff';
  octal text;
  result text;
BEGIN
  SELECT string_agg(format('\0%s%s%s', byte / 64, byte / 8 % 8, byte % 8), '' ORDER BY at)
    INTO octal
    FROM generate_series(0, length(file) - 1) AS at, get_byte(file, at) AS byte;
  EXECUTE format('CREATE TEMP TABLE received (value %s) ON COMMIT DROP', type);
  EXECUTE format('COPY received FROM PROGRAM %L (FORMAT binary)', format('printf %%b ''%s''', octal));
  EXECUTE 'SELECT value::text FROM received' INTO result;
  DROP TABLE received;
  RETURN result;
END
$function$;

CREATE TEMP VIEW improper_errors AS
  SELECT trim(statement) AS statement, state, message, detail, hint FROM provoked
   WHERE state NOT LIKE '22%' OR detail = '' OR hint = '';

SET datestyle = ISO;
SET timezone = 'UTC';
\pset format unaligned
\pset tuples_only on
\set ECHO all
