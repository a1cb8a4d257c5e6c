#!/usr/bin/perl
# What is stored survives pg_dump and pg_restore: histories with their indexes, states of aggregates, days, and the views,
# constraints and indexes that use functions of the extension.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use File::Temp;
use Server;
use Stored;
use Test::More;

my $before = new_database('customer360_dump');
store($before);
is(unstored($before), '', 'there is a stored value of every type');

# A dump without the password that newer versions put into it.
sub dump_of {
  my ($database, @options) = @_;
  my ($status, $text) = run('', 'pg_dump', @options, $database);
  is($status, 0, "pg_dump of $database") or diag $text;
  $text =~ s/^\\(un)?restrict .*\n//mg;
  return $text;
}

my $plain = dump_of($before);
unlike($plain, qr/c360_activity_history_in/, 'the extension itself is dumped by name');

my $after = new_database('customer360_restored', extension => 0);
my ($status, $text) = try_query($after, $plain);
is($status, 0, 'the dump is restored') or diag $text;
is_deeply(contents($after), contents($before), 'every row is the same');
is(dump_of($after), $plain, 'and dumped again, the dump is the same');

my $archive = File::Temp->new;
($status, $text) = run('', 'pg_dump', '-Fc', '-f', "$archive", $before);
is($status, 0, 'pg_dump to an archive') or diag $text;
my $parallel = new_database('customer360_restored', extension => 0);
($status, $text) = run('', 'pg_restore', '-j', '2', '--exit-on-error', '-d', $parallel, "$archive");
is($status, 0, 'the archive is restored by two jobs') or diag $text;
is_deeply(contents($parallel), contents($before), 'every row is the same');

# Binary copies, too.
for my $table (qw(events histories states customers bridges curves journeys)) {
  my $columns = {histories => '(user_id, history)', customers => '(customer, history, state, last)', curves => '(segment, curve)'}->{$table} // '';
  query($after, "TRUNCATE $table");
  my ($status, $text) = run('', 'sh', '-c', qq{psql -Xq -d $before -c '\\copy $table $columns to stdout (format binary)' | psql -Xq -v ON_ERROR_STOP=1 -d $after -c '\\copy $table $columns from stdin (format binary)'});
  is($status, 0, "$table: binary copy") or diag $text;
  is(rows($after, $table), rows($before, $table), "$table: the same rows");
}
# The indexes of the restored database find what is there.
is(query($parallel, 'SET enable_seqscan = off; SELECT count(*) FROM histories AS a JOIN histories AS b USING (history)'), query($before, 'SET enable_indexscan = off; SET enable_bitmapscan = off; SELECT count(*) FROM histories AS a JOIN histories AS b USING (history)'), 'indexes are whole');
done_testing;
