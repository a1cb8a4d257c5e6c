#!/usr/bin/perl
# The module shows PostgreSQL its functions and nothing else, and every function that a script names, old ones too.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Server;
use Test::More;

my $root = root();
my ($status, $text) = run('', 'nm', '-D', '--defined-only', '-C', "$root/customer360.so");
is($status, 0, 'nm reads the module') or BAIL_OUT $text;
my @symbols = map { (split ' ', $_, 3)[2] } split /\n/, $text;
my @others = grep { !/^(c360_\w+|pg_finfo_c360_\w+|Pg_magic_func|_PG_init)$/ } @symbols;
is_deeply(\@others, [], 'every other symbol is hidden');

my %defined = map { $_ => 1 } @symbols;
is_deeply([grep { /^c360_/ && !$defined{"pg_finfo_$_"} } @symbols], [], 'every function is registered');
is_deeply([grep { /^pg_finfo_/ && !$defined{s/^pg_finfo_//r} } @symbols], [], 'every registration has its function');

for my $script (sort glob "$root/extension/{,released/}customer360--*.sql") {
  open(my $in, '<', $script) or die $!;
  my $sql = do { local $/; <$in> };
  # CREATE FUNCTION name(…) … AS 'MODULE_PATHNAME'[, 'symbol'] LANGUAGE C
  my @named;
  while ($sql =~ /CREATE (?:OR REPLACE )?FUNCTION (\w+)\((?:[^;]*?)AS 'MODULE_PATHNAME'(?:, '(\w+)')?/g) { push @named, $2 // $1 }
  cmp_ok(scalar @named, '>', 0, (split m{/}, $script)[-1] . " names functions") unless $script =~ /--.*--/;
  is_deeply([grep { !$defined{$_} } @named], [], "every function of " . (split m{/}, $script)[-1] . " is there");
}
done_testing;
