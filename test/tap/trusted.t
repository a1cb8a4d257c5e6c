#!/usr/bin/perl
# A user who may create in a database may create the extension there and use it; what somebody else has put in the way is not
# picked up; and it can move from one schema to another.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Server;
use Test::More;

my ($owner, $stranger) = ('customer360_owner', 'customer360_stranger');
my $database = new_database('customer360_trusted', extension => 0);
query('postgres', "DROP ROLE IF EXISTS $_; CREATE ROLE $_ LOGIN") for $owner, $stranger;
END {
  if (defined $database) {
    run('', 'psql', '-XqAt', '-d', 'postgres', '-c', "DROP DATABASE IF EXISTS $database WITH (FORCE)");
    run('', 'psql', '-XqAt', '-d', 'postgres', '-c', "DROP ROLE IF EXISTS $_") for $owner, $stranger;
  }
}
query($database, "GRANT CREATE ON DATABASE $database TO $owner");

# ---- who may

my ($status, $text) = try_query($database, 'CREATE EXTENSION customer360', role => $stranger);
isnt($status, 0, 'without CREATE on the database it is refused');
like($text, qr/permission denied to create extension/, 'with PostgreSQL\'s own words');
($status, $text) = try_query($database, 'CREATE SCHEMA metrics; CREATE EXTENSION customer360 SCHEMA metrics', role => $owner);
is($status, 0, 'an ordinary user creates it') or diag $text;
is(query($database, q{SELECT rolsuper FROM pg_extension JOIN pg_roles ON pg_roles.oid = extowner WHERE extname = 'customer360'}), 'f', 'and owns it');

my $use = q{
  SET search_path = metrics;
  CREATE TEMP TABLE events AS SELECT i % 9 AS user_id, date '2026-01-01' + i AS day FROM generate_series(1, 60) AS i;
  CREATE TEMP TABLE histories AS SELECT user_id, activity_agg(day) AS history FROM events GROUP BY user_id;
  CREATE INDEX ON histories (history);
  SELECT sum(activity_coefficient(history, '2026-02-28')), stickiness(history, '2026-02-28'), (active_users(history, '[2026-02-01,2026-02-03)', 7))[1] FROM histories;
  SELECT (retention_matrix(user_id, day, 'month', 1, '2026-02-28'))[1].size, sparkline(user_id, day) IS NOT NULL, (usage_drop(day, 1, '2026-02-28')).recent FROM events;
  SET customer360.as_of = '2026-02-28';
  SELECT as_of(), band(7.0, activity_bands())};
my $answer = query($database, $use, role => $owner);
like($answer, qr/2026-02-28\|power/, 'and uses it');
query($database, 'GRANT USAGE ON SCHEMA metrics TO PUBLIC', role => $owner);
is(query($database, $use, role => $stranger), $answer, 'as anybody can');
($status, $text) = try_query($database, q{CREATE FUNCTION metrics.mine(cstring) RETURNS metrics.activity_history AS '$libdir/customer360', 'c360_activity_history_in' LANGUAGE C}, role => $owner);
isnt($status, 0, 'the owner gets no right to C functions by it');
($status, $text) = try_query($database, q{CREATE CAST (bytea AS metrics.aggregate_state) WITHOUT FUNCTION}, role => $owner);
isnt($status, 0, 'nor to make states of any bytes');

# ---- what stands in the way

query($database, 'DROP EXTENSION customer360; DROP SCHEMA metrics', role => $owner);
query($database, "CREATE SCHEMA target; GRANT ALL ON SCHEMA target TO $owner, $stranger; CREATE SCHEMA elsewhere AUTHORIZATION $stranger; GRANT USAGE ON SCHEMA elsewhere TO $owner");
# Decoys: functions, types, operators and casts by the names that the script uses, in the schema of the extension and in one
# that comes first on the search path. A caller would be told.
my @decoys;
for my $schema ('target', 'elsewhere') {
  push @decoys, map { "CREATE FUNCTION $schema.$_ LANGUAGE plpgsql IMMUTABLE AS \$\$ BEGIN RAISE EXCEPTION 'a decoy of $schema was called'; END \$\$" } (
    'c360_calendar_day(date) RETURNS date', 'c360_calendar_day(text) RETURNS date', 'c360_activity_history(text) RETURNS text', 'c360_datemultirange(text) RETURNS text',
    'c360_activity_history_union(text, text) RETURNS text', 'c360_activity_agg_transition(text, text) RETURNS text', 'c360_stickiness_combine(bytea, bytea) RETURNS bytea',
    'c360_stickiness_final(bytea) RETURNS numeric', 'c360_band(numeric, text) RETURNS text', 'activity_bands(text) RETURNS jsonb', 'scalarltsel(internal, oid, internal) RETURNS float8',
    'contsel(text) RETURNS float8', 'eqsel(text) RETURNS float8', 'band(integer, jsonb) RETURNS text');
  push @decoys, "CREATE DOMAIN $schema.date AS text", "CREATE DOMAIN $schema.jsonb AS text", "CREATE DOMAIN $schema.daterange AS text", "CREATE DOMAIN $schema.uuid AS text", "CREATE DOMAIN $schema.datemultirange AS text";
  push @decoys, "CREATE FUNCTION $schema.compare(anyarray, anyarray) RETURNS boolean LANGUAGE plpgsql AS \$\$ BEGIN RAISE EXCEPTION 'a decoy of $schema was called'; END \$\$",
    "CREATE OPERATOR $schema.= (FUNCTION = $schema.compare, LEFTARG = anyarray, RIGHTARG = anyarray)", "CREATE OPERATOR $schema.| (FUNCTION = $schema.compare, LEFTARG = anyarray, RIGHTARG = anyarray)";
}
my $made = 0;
for (@decoys) {
  my ($status, $text) = try_query($database, $_, role => $stranger);
  $made++ unless $status;
}
cmp_ok($made, '>=', 40, "$made decoys stand in the way");
($status, $text) = try_query($database, 'SET search_path = elsewhere, target; CREATE EXTENSION customer360 SCHEMA target', role => $owner);
is($status, 0, 'it is created all the same') or diag $text;

is(query($database, <<'SQL'), '', 'nothing of it depends on a decoy');
WITH members AS (
  SELECT classid, objid FROM pg_depend JOIN pg_extension ON refclassid = 'pg_extension'::regclass AND refobjid = pg_extension.oid AND extname = 'customer360' WHERE deptype = 'e')
SELECT pg_describe_object(m.classid, m.objid, 0) || ' uses ' || pg_describe_object(d.refclassid, d.refobjid, 0)
  FROM members AS m JOIN pg_depend AS d ON d.classid = m.classid AND d.objid = m.objid
 WHERE d.deptype IN ('n', 'a') AND d.refobjid >= 16384 AND d.refclassid <> 'pg_namespace'::regclass AND (d.refclassid, d.refobjid) NOT IN (SELECT classid, objid FROM members)
   AND NOT EXISTS (SELECT FROM pg_type JOIN members ON members.classid = 'pg_type'::regclass AND members.objid = typelem WHERE pg_type.oid = d.refobjid)
   AND NOT EXISTS (SELECT FROM pg_type JOIN members ON members.classid = 'pg_type'::regclass AND members.objid = pg_type.oid WHERE d.refclassid = 'pg_class'::regclass AND typrelid = d.refobjid)
SQL
is(query($database, q{SELECT count(*) FROM pg_proc AS p JOIN pg_depend AS d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e' WHERE prolang = (SELECT oid FROM pg_language WHERE lanname = 'plpgsql') AND p.pronamespace = 'target'::regnamespace AND prosrc LIKE '%decoy%'}), 0, 'no decoy became a part of it');
my $beside = $use =~ s/SET search_path = metrics/SET search_path = target, elsewhere/r;
is(query($database, $beside, role => $owner), $answer, 'and it works beside them');
# A function that is already there by the same name and arguments stops the installation: it is not replaced, nor taken over.
query($database, 'DROP EXTENSION customer360');
query($database, q{CREATE FUNCTION target.activity_bands() RETURNS jsonb LANGUAGE sql AS $$ SELECT '[]'::jsonb $$}, role => $stranger);
($status, $text) = try_query($database, 'CREATE EXTENSION customer360 SCHEMA target', role => $owner);
isnt($status, 0, 'a function of the same name and arguments is not replaced');
like($text, qr/not a member of extension|already exists/, 'and the error says so');
is(query($database, q{SELECT count(*) FROM pg_extension WHERE extname = 'customer360'}), 0, 'nothing is left of the attempt');

# ---- from one schema to another

query($database, 'CREATE SCHEMA metrics; CREATE SCHEMA moved; GRANT USAGE ON SCHEMA moved TO PUBLIC; CREATE EXTENSION customer360 SCHEMA metrics');
query($database, q{SET search_path = metrics; CREATE TABLE public.kept AS SELECT activity_agg(date '2026-01-01' + i) AS history FROM generate_series(1, 5) AS i; CREATE INDEX ON public.kept (history);
  CREATE VIEW public.bands AS SELECT band(active_days(history, '(,)'), activity_bands()), usage_drop(first_active(history), 1, '2026-01-31'), retention_matrix(1, first_active(history), 'month', 1, '2026-01-31') FROM public.kept GROUP BY history});
my $session = Server::Session->new($database);
$session->query('SET search_path = metrics');
my $matrix = q{SELECT retention_matrix(1, date '2026-01-01', 'month', 1, '2026-01-31'), usage_drop(date '2026-01-01', 1, '2026-01-31')};
my $before = $session->query($matrix);
my $kept = query($database, 'SELECT bands::text FROM bands');
query($database, 'ALTER EXTENSION customer360 SET SCHEMA moved');
is(query($database, 'SELECT bands::text FROM bands'), $kept, 'moved to another schema, views work as before');
$session->query('SET search_path = moved');
is($session->query($matrix), $before, 'in an open session, too');
$session->close;
is(query($database, q{SET search_path = moved; SELECT band(7, activity_bands()), activity_history '{}' | '{}'}), 'power|{}', 'operators and types by their new place');
is(query($database, q{SELECT history OPERATOR(moved.=) history FROM kept}), 't', 'or with its name');
done_testing;
