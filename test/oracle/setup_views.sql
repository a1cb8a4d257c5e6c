-- What every oracle of the view pack begins with. test/tap/views/oracles.t runs test/oracle/*_views.sql over the small
-- demo, each file as of several days (METRICS R4), once with the pack built in another zone (R12), and once for each
-- table or column that the file's line "-- Without: product_events, subscriptions.seats" names, which the warehouse
-- then lacks (R8). A file compares views with plain SQL, written from METRICS.md and not from the view, over the
-- contract's tables in their clean form, which the search path finds; it asks today(), day_of() and is_known().
--
--   SELECT same_rows('what', $$SELECT … FROM a view$$, $$SELECT … FROM the contract's tables$$);   as multisets
--   SELECT no_rows('what', $$a query that gives a row for each fault$$);
--   \if :is_whole … \endif   what is only for a warehouse that lacks nothing; \if :is_last … \endif: on the last day
--   SAVEPOINT s; UPDATE warehouse.…; SELECT same_rows(…); ROLLBACK TO s;   what the demo does not have
--
-- All of it is one transaction that is rolled back. Variables: day, zone, without (empty, or what is lacking), is_whole,
-- is_last.
\set ON_ERROR_STOP on
\set QUIET on
SET client_min_messages = warning;
SET datestyle = ISO;
SET jit = off;
BEGIN;
SELECT set_config('customer360.as_of', :'day', true) \g /dev/null

CREATE FUNCTION public.today() RETURNS date IMMUTABLE PARALLEL SAFE RETURN :'day'::date;
-- The local day of an instant; the instant at which a local day begins.
CREATE FUNCTION public.day_of(at timestamptz) RETURNS date IMMUTABLE PARALLEL SAFE RETURN (at AT TIME ZONE :'zone')::date;
CREATE FUNCTION public.midnight(day date) RETURNS timestamptz IMMUTABLE PARALLEL SAFE
  RETURN day::timestamp AT TIME ZONE :'zone';
-- Whether the warehouse has the table, 'users', or the column, 'users.role', and so its table.
CREATE FUNCTION public.is_known(name text) RETURNS boolean IMMUTABLE PARALLEL SAFE
  RETURN :'without' NOT IN (name, split_part(name, '.', 1));

-- Prints how many rows plain SQL gives, how many are in one answer alone, and the first of these.
CREATE FUNCTION public.same_rows(what text, seen text, plain text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
  found record;
BEGIN
  EXECUTE format($query$
    WITH given_answer AS MATERIALIZED (%s), plain_answer AS MATERIALIZED (%s),
      more AS (TABLE given_answer EXCEPT ALL TABLE plain_answer), less AS (TABLE plain_answer EXCEPT ALL TABLE given_answer)
    SELECT (SELECT count(*) FROM plain_answer) AS cases, (SELECT count(*) FROM more) + (SELECT count(*) FROM less) AS differences,
      ARRAY(SELECT * FROM (SELECT '# seen:  ' || more::text FROM more LIMIT 5) AS rows
            UNION ALL SELECT * FROM (SELECT '# plain: ' || less::text FROM less LIMIT 5) AS rows) AS sample
    $query$, seen, plain) INTO found;
  RETURN NEXT format('%s|%s|%s', found.cases, found.differences, what);
  RETURN QUERY SELECT * FROM unnest(found.sample);
END $$;
CREATE FUNCTION public.no_rows(what text, faults text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
  sample text[];
BEGIN
  EXECUTE format('SELECT array_agg(''# '' || fault::text) FROM (%s) AS fault', faults) INTO sample;
  RETURN NEXT format('1|%s|%s', coalesce(cardinality(sample), 0), what);
  RETURN QUERY SELECT * FROM unnest(sample[:10]);
END $$;
