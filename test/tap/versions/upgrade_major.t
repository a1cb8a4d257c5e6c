#!/usr/bin/perl
# From one major version of PostgreSQL to the next, by pg_upgrade and by dump and restore: every table and view has the same
# rows, and the roll-ups go on from where they were.
#
#   OLD_TREE=… OLD_PG_CONFIG=… prove test/tap/versions
#
# The old version is that of the tree OLD_TREE, which is built for it, the new one that of this tree and PG_CONFIG
# (tools/check-versions).
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Cwd;
use File::Temp;
use Server;
use Stored;
use Test::More;

plan skip_all => 'OLD_TREE, OLD_PG_CONFIG and PG_CONFIG lead to no two versions' unless $ENV{OLD_TREE} && $ENV{OLD_PG_CONFIG} && $ENV{PG_CONFIG};

# Not File::Temp's own clean-up: a server has to be stopped before its folder goes.
my $home = File::Temp::tempdir('customer360-upgrade.XXXXXX', TMPDIR => 1);
chmod 0755, $home;
my %cluster = (
  old => {dir => "$home/old", tree => $ENV{OLD_TREE}, pg_config => $ENV{OLD_PG_CONFIG}, initdb => ''},
  new => {dir => "$home/new", tree => root(), pg_config => $ENV{PG_CONFIG}, initdb => ''},
);
END {
  my $status = $?;
  if ($home) {
    manage($_, 'remove') for keys %cluster;
    system('rm', '-rf', $home);
  }
  $? = $status;
}

# tools/cluster's commands for a cluster.
sub manage {
  my ($which, $command) = @_;
  my $cluster = $cluster{$which};
  local $ENV{PG_CONFIG} = $cluster->{pg_config};
  local $ENV{INITDB_OPTIONS} = $cluster->{initdb};
  my ($status, $text) = run('', "$cluster->{tree}/tools/cluster", $command, $cluster->{dir});
  die "tools/cluster $command: $text" if $status;
  return $text;
}
sub start {
  my ($which) = @_;
  manage($which, 'start');
  my ($bin) = manage($which, 'env') =~ /PATH=(\S+):/;
  $cluster{$which}{bin} = $bin;
}
# Sets the environment that leads psql to a cluster, and to its programs.
my $path = $ENV{PATH};
sub enter {
  my ($which) = @_;
  @ENV{qw(PGHOST PGPORT PGUSER PGDATABASE PATH)} = ($cluster{$which}{dir}, 5432, 'postgres', 'postgres', "$cluster{$which}{bin}:$path");
}
sub done_well {
  my ($what, @command) = @_;
  my ($status, $text) = run('', @command);
  is($status, 0, $what) or diag $text;
  return $text;
}
# Relations of which a database has other rows, or which it has not.
sub same_rows {
  my ($seen, $expected, $what) = @_;
  cmp_ok(scalar keys %$expected, '>', 0, "$what: there are relations") or return;
  is_deeply([sort keys %$seen], [sort keys %$expected], "$what: the same tables and views");
  for my $name (sort keys %$expected) {
    my ($theirs, $ours) = map { {map { $_ => 1 } split /\n/, $_->{$name} // ''} } $seen, $expected;
    ok(($seen->{$name} // 'nothing') eq $expected->{$name}, "$what: the same rows in $name")
      or diag join "\n", (map { "- $_" } grep { !$theirs->{$_} } sort keys %$ours)[0 .. 4], (map { "+ $_" } grep { !$ours->{$_} } sort keys %$theirs)[0 .. 4];
  }
}

my @databases = qw(stored demo);

# ---- the old version

start('old');
enter('old');
my $old_version = query('postgres', 'SHOW server_version');
query('postgres', "CREATE DATABASE $_") for @databases;
query('stored', 'CREATE EXTENSION customer360');
store('stored');
{
  local $ENV{PGDATABASE} = 'demo';
  local $ENV{SCALE} = $ENV{SCALE} // 0.02;
  done_well('the demo warehouse with its views and roll-ups', "$cluster{old}{tree}/tools/load-demo");
}
my %before = map { $_ => contents($_) } @databases;
cmp_ok(length $before{demo}{$_} // '', '>', 0, "$_ has rows") for qw(customer_360 user_activity activity_daily score_history);

done_well("a dump of $_", 'pg_dump', '--create', '-f', "$home/$_.sql", $_) for @databases;
my $locale = query('postgres', q{SELECT datcollate FROM pg_database WHERE datname = 'template0'});
# 18 has checksums unless told otherwise, 15 has not, and pg_upgrade wants both to be alike.
$cluster{new}{initdb} = '--locale-provider=libc --' . (query('postgres', 'SHOW data_checksums') eq 'on' ? '' : 'no-') . 'data-checksums';
manage('old', 'stop');

# ---- pg_upgrade

start('new');
enter('new');
my $new_version = query('postgres', 'SHOW server_version');
is(query('postgres', q{SELECT datcollate FROM pg_database WHERE datname = 'template0'}), $locale, "from $old_version to $new_version, in locale $locale");
manage('new', 'stop');

# As the user of the servers, in a folder of his, where pg_upgrade puts its logs and sockets.
my $owner = getpwuid((stat "$cluster{new}{dir}/data")[4]);
my @as_owner = $> == 0 ? ('runuser', '-u', $owner, '--') : ();
my $here = getcwd();
chdir $cluster{new}{dir} or die $!;
my @upgrade = (
  @as_owner, "$cluster{new}{bin}/pg_upgrade", '-U', 'postgres', '-b', $cluster{old}{bin}, '-B', $cluster{new}{bin},
  '-d', "$cluster{old}{dir}/data", '-D', "$cluster{new}{dir}/data");
delete @ENV{qw(PGHOST PGPORT PGUSER PGDATABASE)};
done_well('pg_upgrade --check', @upgrade, '--check');
done_well('pg_upgrade', @upgrade);
chdir $here;

start('new');
enter('new');
same_rows(contents($_), $before{$_}, "$_, upgraded") for @databases;
is(query('stored', 'SET enable_seqscan = off; SELECT count(*) FROM histories AS a JOIN histories AS b USING (history)'),
  query('stored', 'SET enable_indexscan = off; SET enable_bitmapscan = off; SET enable_indexonlyscan = off; SELECT count(*) FROM histories AS a JOIN histories AS b USING (history)'),
  'indexes are whole');
query('postgres', "ALTER DATABASE $_ RENAME TO upgraded_$_") for @databases;

# ---- dump and restore

for my $database (@databases) {
  done_well("$database is restored from its dump", 'psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', 'postgres', '-f', "$home/$database.sql");
  same_rows(contents($database), $before{$database}, "$database, restored");
}

# ---- and life goes on

my $late = <<'SQL';
INSERT INTO warehouse.product_events (event_id, account_id, user_id, feature_id, event_name, occurred_at, loaded_at)
SELECT (SELECT max(event_id) FROM warehouse.product_events) + row_number() OVER (ORDER BY event_id), account_id, user_id, feature_id, event_name, occurred_at - interval '3 days', now()
  FROM warehouse.product_events WHERE event_id % 50 = 0;
CALL refresh_activity();
SQL
my %rolled;
for (['new', 'demo'], ['new', 'upgraded_demo'], ['old', 'demo']) {
  my ($which, $database) = @$_;
  start($which);
  enter($which);
  query($database, $late);
  # Not the events themselves, which were loaded just now.
  $rolled{"$which $database"} = {map { $_ => rows($database, $_) } qw(activity_daily user_activity customer_360)};
}
isnt($rolled{'old demo'}{user_activity}, $before{demo}{user_activity}, 'late events change the roll-ups');
same_rows($rolled{'new upgraded_demo'}, $rolled{'old demo'}, 'late events, upgraded');
same_rows($rolled{'new demo'}, $rolled{'old demo'}, 'late events, restored');
done_testing;
