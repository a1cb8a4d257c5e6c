# What the tests of warehouses as they are share: a database of a small demo warehouse with test/dirt/copy.sql, as of its
# last day, and whether a query finds nothing.
package Dirt;
use strict;
use warnings;
use Exporter 'import';
use Server;
use Test::More;
our @EXPORT = qw(new_warehouse load_file is_empty);

# The database, and the day; the extension is there and the warehouse is in schema warehouse.
sub new_warehouse {
  my ($name, $scale) = @_;
  my ($database, $today) = (new_database($name), '2026-06-30');
  query('postgres', qq(ALTER DATABASE "$database" SET customer360.as_of = '$today'));
  query('postgres', qq(ALTER DATABASE "$database" SET jit = off));
  load_file($database, 'demo/load.sql', scale => $scale, today => $today);
  load_file($database, 'test/dirt/copy.sql');
  return ($database, $today);
}

# Runs a file of the tree, with variables of psql.
sub load_file {
  my ($database, $file, %variables) = @_;
  my ($status, $said) = run('', 'psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', $database,
    (map { ('-v', "$_=$variables{$_}") } sort keys %variables), '-f', root() . "/$file");
  die $said if $status;
}

sub is_empty {
  my ($database, $name, $sql) = @_;
  my ($status, $found) = try_query($database, $sql);
  ok($status == 0 && $found eq '', $name) or diag(substr($found, 0, 4000));
}

1;
