-- Builds the demo warehouse:
--   psql -f demo/load.sql [-v scale=1] [-v schema=warehouse] [-v today=2026-06-30] [-v seed=2]
--
-- The same settings give the same rows on every PostgreSQL, because all chance comes from a hash of (seed, what, who,
-- when) and no function of the platform's mathematics library is used. One transaction: all of the warehouse, or
-- nothing.

\set ON_ERROR_STOP on
\if :{?scale} \else \set scale 1 \endif
\if :{?schema} \else \set schema warehouse \endif
\if :{?today} \else \set today 2026-06-30 \endif
\if :{?seed} \else \set seed 2 \endif

\set quiet_before :QUIET
\set QUIET on
\pset tuples_only on
\pset format unaligned

begin;
set local timezone = 'UTC';
set local client_min_messages = warning;
-- A warehouse is loaded in large sorts and hash joins; the generator does not need the just-in-time compiler.
set local work_mem = '256MB';
set local maintenance_work_mem = '256MB';
set local jit = off;

\echo 'Loading schema' :schema 'as of' :today 'at scale' :scale
\ir 00_schema.sql
\ir 01_generator.sql
\ir 10_accounts.sql
\ir 20_commerce.sql
\ir 30_product.sql
\ir 40_activity.sql
\ir 50_journey.sql
\ir 60_support.sql
\ir 70_engagement.sql
\ir 75_relations.sql
\ir 80_scorecards.sql
\ir 90_indexes.sql
commit;

-- Outside the transaction: lets index-only scans and the planner know the tables from the first query on.
\echo 'vacuum and analyze'
select format('vacuum (analyze) %I.%I', schemaname, tablename) from pg_tables
where schemaname = :'schema' order by tablename \gexec
\echo 'done'

\pset tuples_only off
\pset format aligned
\set QUIET :quiet_before
