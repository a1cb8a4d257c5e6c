#!/usr/bin/perl
# Entities of text whose collation calls some different texts equal: one entity exactly when equality says so cannot be
# had by comparing bytes, so that it is an error, which says what to cast.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Server;
use Test::More;

my $database = new_database('customer360_collations');
my ($status, $text) = try_query($database, q{CREATE COLLATION same_letters (provider = icu, locale = 'und-u-ks-level2', deterministic = false)});
plan skip_all => 'the server is built without ICU' if $status && $text =~ /ICU is not supported/;
query($database, q{
  CREATE TABLE names (name text COLLATE same_letters, plain text, at date);
  INSERT INTO names VALUES ('Acme', 'Acme', '2026-01-01'), ('ACME', 'ACME', '2026-01-01'), ('acme', 'acme', '2026-01-01'), (NULL, NULL, '2026-01-01')});

is(query($database, 'SELECT count(DISTINCT name), count(DISTINCT plain) FROM names'), '1|3', 'equality by letters, and by bytes');
for (['plain', 3], ['name COLLATE "C"', 3], ['lower(name) COLLATE "C"', 1]) {
  my ($entity, $entities) = @$_;
  is(query($database, "SELECT active_users($entity, at, '[2026-01-01,2026-01-02)', 1) FROM names"), "{$entities}", "entities by $entity");
}
for (q{active_users(name, at, '[2026-01-01,2026-01-02)', 1)}, q{active_users(name, at, '[2026-01-01,2026-01-02)', ARRAY[1])}, q{retention_matrix(name, at, 'month', 1, '2026-01-31')},
     q{stickiness(name, at, '2026-01-31')}, q{activity_coefficients(name, at, '2026-01-31')}, q{mrr_bridge(name, daterange(at, NULL), 1, 'month', '2026-01-31')}, q{mrr_bridge(name, at, 1, 'month', '2026-01-31')}, q{identity_agg(name, 'b', at)}) {
  my ($failed, $said) = try_query($database, "\\set VERBOSITY verbose\nSELECT $_ FROM names");
  ok($failed, "refused: $_");
  like($said, qr/ERROR:  0A000: nondeterministic collation not supported for entity.*same_letters.*HINT:  .*lower\(entity\) COLLATE "C"/s, 'and says what to cast');
}
# Ids of such a collation: the views would tell apart what their tables call equal.
query($database, 'CREATE SCHEMA shop; CREATE TABLE shop.accounts (account_id text COLLATE same_letters, signed_on date)');
my ($failed, $said) = try_query($database, "\\set VERBOSITY verbose\nSELECT customer360_create_views('shop', 'success')");
ok($failed, 'the views refuse ids of such a collation');
like($said, qr/ERROR:  0A000: .*Nondeterministic: accounts\.account_id\..*HINT:  .*lower\(id\) COLLATE "C"/s, 'and say what to cast');
done_testing;
