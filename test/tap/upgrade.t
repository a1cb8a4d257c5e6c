#!/usr/bin/perl
# An updated installation is the same as a fresh one: in its catalogue, and in what is stored with it. The older versions are
# those of extension/released, and a synthetic one: what the script makes before the feedback domain. tools/edge makes the way
# from it, as it makes that from the last release.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Server;
use Stored;
use Test::More;

new_database('customer360_fresh');
my $current = query('customer360_fresh', q{SELECT extversion FROM pg_extension WHERE extname = 'customer360'});
my $older = '0.0.0test';

sub text_of { open(my $in, '<:raw', $_[0]) or die "$_[0]: $!"; local $/; return scalar <$in> }
my @made;
END { my $status = $?; unlink @made; $? = $status }
sub make { my ($file, $text) = @_; push @made, $file; open(my $out, '>:raw', $file) or die "$file: $!"; print $out $text; close $out or die $! }

my $folder = installed_extensions();
my $script = text_of("$folder/customer360--$current.sql");
my ($border) = text_of(root() . '/extension/60_feedback.sql') =~ /^(--[^\n]+\n)/;
my $at = index $script, $border;
cmp_ok($at, '>', 0, 'the script has a feedback part');
make("$folder/customer360--$older.sql", substr $script, 0, $at);
my ($made, $edge) = run('', root() . '/tools/edge', "$folder/customer360--$older.sql", "$folder/customer360--$current.sql");
is($made, 0, 'a way from one script to the other') or BAIL_OUT $edge;
make("$folder/customer360--$older--$current.sql", $edge);

# Everything that the catalogue says of the extension's objects, names instead of numbers.
my $catalogue = <<'SQL';
WITH members AS (
  SELECT classid, objid FROM pg_depend JOIN pg_extension ON refclassid = 'pg_extension'::regclass AND refobjid = pg_extension.oid AND extname = 'customer360' WHERE deptype = 'e')
SELECT line FROM (
  SELECT pg_describe_object(classid, objid, 0) || ' is a member, comment ' || coalesce(quote_literal(obj_description(objid, classid::regclass::name)), 'none') AS line FROM members
  UNION ALL
  SELECT format('%s(%s) returns %s: language %s kind %s volatile %s parallel %s strict %s leakproof %s cost %s rows %s set %s security %s support %s source %s of %s body %s config %s',
           proname, pg_get_function_arguments(p.oid), pg_get_function_result(p.oid), lanname, prokind, provolatile, proparallel, proisstrict, proleakproof, procost, prorows, proretset, prosecdef, prosupport, prosrc, probin, pg_get_function_sqlbody(p.oid), proconfig)
    FROM members JOIN pg_proc AS p ON classid = 'pg_proc'::regclass AND objid = p.oid JOIN pg_language AS l ON l.oid = prolang
  UNION ALL
  SELECT format('aggregate %s: kind %s direct %s trans %s final %s combine %s serial %s deserial %s mtrans %s minvtrans %s mfinal %s extra %s mextra %s modify %s mmodify %s sortop %s type %s space %s mtype %s mspace %s init %s minit %s',
           aggfnoid::regprocedure, aggkind, aggnumdirectargs, aggtransfn, aggfinalfn, aggcombinefn, aggserialfn, aggdeserialfn, aggmtransfn, aggminvtransfn, aggmfinalfn, aggfinalextra, aggmfinalextra, aggfinalmodify, aggmfinalmodify,
           aggsortop::regoper, aggtranstype::regtype, aggtransspace, aggmtranstype::regtype, aggmtransspace, agginitval, aggminitval)
    FROM members JOIN pg_aggregate ON classid = 'pg_proc'::regclass AND objid = aggfnoid
  UNION ALL
  SELECT format('operator %s: result %s commutator %s negator %s function %s restrict %s join %s merges %s hashes %s', o.oid::regoperator, oprresult::regtype, oprcom::regoperator, oprnegate::regoperator, oprcode, oprrest, oprjoin, oprcanmerge, oprcanhash)
    FROM members JOIN pg_operator AS o ON classid = 'pg_operator'::regclass AND objid = o.oid
  UNION ALL
  SELECT format('type %s: length %s by value %s kind %s category %s preferred %s delimiter %s element %s array %s in %s out %s receive %s send %s modin %s modout %s analyze %s align %s storage %s not null %s base %s default %s collation %s attributes %s',
           t.oid::regtype, typlen, typbyval, typtype, typcategory, typispreferred, typdelim, typelem::regtype, typarray::regtype, typinput, typoutput, typreceive, typsend, typmodin, typmodout, typanalyze, typalign, typstorage, typnotnull, typbasetype::regtype, typdefault, typcollation,
           (SELECT string_agg(format('%s %s', attname, format_type(atttypid, atttypmod)), ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = typrelid))
    FROM members JOIN pg_type AS t ON classid = 'pg_type'::regclass AND objid = t.oid
  UNION ALL
  SELECT format('cast %s to %s: function %s context %s method %s', castsource::regtype, casttarget::regtype, castfunc::regprocedure, castcontext, castmethod)
    FROM members JOIN pg_cast AS c ON classid = 'pg_cast'::regclass AND objid = c.oid
  UNION ALL
  SELECT format('operator class %s: method %s for %s default %s key %s operators %s functions %s', opcname, amname, opcintype::regtype, opcdefault, opckeytype::regtype,
           (SELECT string_agg(format('%s %s %s', amopstrategy, amopopr::regoperator, amoppurpose), ', ' ORDER BY amopstrategy) FROM pg_amop WHERE amopfamily = opcfamily),
           (SELECT string_agg(format('%s %s', amprocnum, amproc), ', ' ORDER BY amprocnum) FROM pg_amproc WHERE amprocfamily = opcfamily))
    FROM members JOIN pg_opclass AS o ON classid = 'pg_opclass'::regclass AND objid = o.oid JOIN pg_am ON pg_am.oid = opcmethod
) AS lines ORDER BY line COLLATE "C"
SQL

my $fresh = query('customer360_fresh', $catalogue);
cmp_ok(scalar split(/^(?=function|aggregate|operator|type|cast)/m, $fresh), '>', 200, 'the catalogue says much of it');
# What an updated database has, and a fresh one.
sub compare_catalogues {
  my ($database) = @_;
  my $updated = query($database, $catalogue);
  my %fresh = map { $_ => 1 } split /\n/, $fresh;
  my %updated = map { $_ => 1 } split /\n/, $updated;
  is_deeply([grep { !$updated{$_} } sort keys %fresh], [], "$database lacks nothing that a fresh installation has");
  is_deeply([grep { !$fresh{$_} } sort keys %updated], [], 'and has nothing else');
}

# ---- released versions

my $released = root() . '/extension/released';
my @released = map { m{/customer360--([\d.]+)\.sql$} } glob "$released/customer360--*.sql";
for my $version (@released) {
  my $database = new_database("customer360_$version", extension => 0);
  query($database, "CREATE EXTENSION customer360 VERSION '$version'");
  store($database);
  my $before = contents($database);
  my ($status, $text) = try_query($database, 'ALTER EXTENSION customer360 UPDATE');
  is($status, 0, "$version is updated to $current") or diag $text;
  is_deeply(contents($database), $before, "what was stored with $version is the same");
  compare_catalogues($database);
}
if (@released) {
  my ($status, $text) = run('', 'sh', '-c', 'cd "$1" && sha256sum --check --quiet SHA256SUMS', '-', $released);
  is($status, 0, 'no released script was changed') or diag $text;
}

# ---- the synthetic one

for my $version ($older) {
  my $database = new_database('customer360_updated', extension => 0);
  query($database, "CREATE EXTENSION customer360 VERSION '$version'");
  is(query($database, q{SELECT extversion FROM pg_extension WHERE extname = 'customer360'}), $version, "$version is installed");
  # Objects that a user has made with it, of what every version has.
  query($database, <<'SQL');
CREATE TABLE events AS SELECT i % 50 AS user_id, date '2026-01-01' + i * 7919 % 90 AS day FROM generate_series(1, 2000) AS i;
CREATE TABLE histories (user_id integer PRIMARY KEY, history activity_history, days integer GENERATED ALWAYS AS (active_days(history, '(,)')) STORED, since calendar_day);
INSERT INTO histories (user_id, history, since) SELECT user_id, activity_agg(day), min(day) FROM events GROUP BY user_id;
CREATE INDEX ON histories (history);
CREATE INDEX ON histories (activity_coefficient(history, '2026-03-31'));
CREATE VIEW coefficients AS SELECT user_id, activity_coefficient(day, '2026-03-31') AS from_events, activity_coefficient(activity_agg(day), '2026-03-31', 7) AS from_history FROM events GROUP BY user_id;
CREATE VIEW users AS SELECT active_users(history, '[2026-02-01,2026-03-01)', 28) FROM histories;
CREATE AGGREGATE state_of (activity_history, calendar_day) (SFUNC = c360_stickiness_transition, STYPE = aggregate_state);
CREATE TABLE states AS SELECT state_of(history, '2026-03-31') AS state FROM histories;
SQL
  my $contents = q{SELECT array_agg(h.*::text ORDER BY user_id) FROM histories AS h; SELECT array_agg(c.*::text ORDER BY user_id) FROM coefficients AS c; TABLE users; TABLE states;
                   SET enable_seqscan = off; SELECT count(*) FROM histories AS a JOIN histories AS b USING (history)};
  my $before = query($database, $contents);
  my ($status, $text) = try_query($database, 'ALTER EXTENSION customer360 UPDATE');
  is($status, 0, "$version is updated to $current") or diag $text;
  is(query($database, q{SELECT extversion FROM pg_extension WHERE extname = 'customer360'}), $current, 'to the current version');
  is(query($database, $contents), $before, 'what was stored with it is the same');
  is(query($database, "SELECT band(7, activity_bands()), mrr_agg('[2026-01-01,)'::daterange, 5), rubric_is_valid('{}')"), 'power|{[2026-01-01,)=5.00}|f', 'and what is new works');

  compare_catalogues($database);
  # A session that was open while it was updated goes on.
  my $open = Server::Session->new(new_database('customer360_updated', extension => 0));
  $open->query("CREATE EXTENSION customer360 VERSION '$version'; SELECT activity_agg(date '2026-01-01')");
  query('customer360_updated', 'ALTER EXTENSION customer360 UPDATE');
  is($open->query("SELECT activity_agg(date '2026-01-01'), band(0, activity_bands())"), '{[2026-01-01,2026-01-02)}|at risk', 'in an open session, too');
  $open->close;
}
my ($status, $text) = try_query('customer360_fresh', 'ALTER EXTENSION customer360 UPDATE; DROP EXTENSION customer360; CREATE EXTENSION customer360; DROP EXTENSION customer360');
is($status, 0, 'it can be updated to itself, dropped, made again, and dropped') or diag $text;
is(query('customer360_fresh', q{SELECT count(*) FROM pg_proc WHERE proname LIKE 'c360%'}), 0, 'without a trace');
done_testing;
