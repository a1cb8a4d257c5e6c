#!/usr/bin/perl
# Runs test/oracle/*.sql, each in a database of its own: a test for every comparison with plain SQL. Those of the view
# pack, *_views.sql, are run over the demo: test/tap/views/oracles.t.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Server;
use Test::More;

my $folder = root() . '/test/oracle';
for my $file (sort glob "$folder/*.sql") {
  my ($name) = $file =~ m{([^/]+)\.sql$};
  next if $name eq 'setup' || $name =~ /_views$/;
  my $database = new_database('customer360_oracle');
  my ($status, $text) = run('', 'psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', $database, '-o', '/dev/null', '-f', "$folder/setup.sql", '-f', $file);
  is($status, 0, "$name runs to its end") or diag $text;
  for (split /\n/, query($database, 'SELECT cases, differences, what FROM oracle ORDER BY number')) {
    my ($cases, $differences, $what) = split /\|/, $_, 3;
    ok($cases > 0 && $differences == 0, "$name: $what ($cases cases)") or diag "$differences of $cases differ";
  }
}
done_testing;
