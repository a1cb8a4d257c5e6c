# What the tests of ready mappings share: raw tables and their truth, and rows beside rows.
package Sources;
use strict;
use warnings;
use Exporter 'import';
use Server;
use Test::More;
our @EXPORT = qw(load_source same_rows);

# Runs test/sources/NAME.sql in a database.
sub load_source {
  my ($database, $name) = @_;
  my ($status, $said) = run(undef, 'psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', $database, '-f', root() . "/test/sources/$name.sql");
  is($status, 0, 'the raw tables are there') or diag($said);
}

# That two queries give the same rows, and some: the rows of either that the other has not.
sub same_rows {
  my ($database, $truth, $got, $name) = @_;
  my $answer = query($database, "WITH truth AS ($truth), got AS ($got) SELECT 'missing', missing.* FROM (TABLE truth EXCEPT ALL TABLE got) AS missing "
    . "UNION ALL SELECT 'too many', more.* FROM (TABLE got EXCEPT ALL TABLE truth) AS more LIMIT 10");
  is($answer, '', $name);
  cmp_ok(query($database, "SELECT count(*) FROM ($truth) AS truth"), '>', 0, "$name: there are some");
}

1;
