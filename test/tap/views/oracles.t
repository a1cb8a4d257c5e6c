#!/usr/bin/perl
# The view pack against plain SQL (test/oracle/*_views.sql; setup_views.sql tells how these are written), and what holds
# for every view: no answer depends on the session's time zone, and what happened after a day changes nothing as of it.
# Wants PGDATABASE to be a database made by tools/load-demo. ORACLES=revenue,team runs these domains alone, without the
# second part.
use strict;
use warnings;
use utf8;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Server;
use Test::More;

binmode $_, ':utf8' for Test::More->builder->output, Test::More->builder->failure_output;
my $demo = $ENV{PGDATABASE};
my $folder = root() . '/test/oracle';
# All of four days and all that may be lacking take most of an hour: with EVERY_TABLE, which `make check-all` sets.
my @days = $ENV{EVERY_TABLE} ? qw(2026-06-30 2026-03-31 2025-12-28 2024-11-15) : qw(2026-06-30 2025-12-28);
my $other_zone = 'America/New_York';
my @chosen = split /,/, $ENV{ORACLES} // '';
my @files = grep { my $file = $_; !@chosen || grep { $file =~ m{/\Q$_\E_views\.sql$} } @chosen } sort glob "$folder/*_views.sql";
@files = grep { !m{/setup_views\.sql$} } @files;

my $rebuild = <<'SQL';
DROP SCHEMA customer_success CASCADE;
SELECT count(*) FROM customer360_create_views('warehouse', 'customer_success', '%s');
CALL customer_success.refresh_activity();
ANALYZE customer_success.user_activity, customer_success.activity_daily;
SQL

# A database like the demo's: its search path and day are settings of a database, which a copy does not have.
sub copy_of_demo {
  my ($name, $before, $zone) = @_;
  my $copy = new_database('customer360_' . $name =~ s/\W/_/gr, TEMPLATE => $demo, extension => 0);
  query($copy, "ALTER DATABASE $copy SET search_path = customer_success, warehouse, public; ALTER DATABASE $copy SET jit = off;
                ALTER DATABASE $copy SET customer360.as_of = '$days[0]'");
  if (defined $before) {
    my ($status, $text) = try_query($copy, $before . sprintf $rebuild, $zone);
    ok($status == 0, "$name: the views are built") or diag $text;
  }
  return $copy;
}

# Runs a file over a database as of a day: a test for each comparison.
sub compare {
  my ($file, $database, $day, $zone, $without, $scene) = @_;
  my ($domain) = $file =~ m{([^/]+)_views\.sql$};
  my %given = (day => $day, zone => $zone, without => $without, is_whole => $without eq '' ? 1 : 0, is_last => $day eq $days[0] ? 1 : 0);
  my ($status, $text) = run('', 'psql', '-XqAt', '-d', $database, (map { ('-v', "$_=$given{$_}") } sort keys %given),
    '-f', "$folder/setup_views.sql", '-f', $file);
  utf8::decode($text);
  my $rest = '';
  for (split /\n/, $text) {
    if (/^(\d+)\|(\d+)\|(.*)$/) {
      ok($2 == 0, "$domain, $scene: $3 ($1 rows)") or diag "$2 rows differ";
    } elsif (/^# /) {
      diag $_;
    } else {
      $rest .= "$_\n";
    }
  }
  ok($status == 0 && $rest eq '', "$domain, $scene: runs to its end") or diag $rest;
}

my $whole = copy_of_demo('whole');
for my $file (@files) {
  compare($file, $whole, $_, 'UTC', '', "as of $_") for @days;
}
my $zoned = copy_of_demo('zoned', '', $other_zone);
compare($_, $zoned, $days[0], $other_zone, '', "in $other_zone") for @files;

my %lacking;
for my $file (@files) {
  open my $in, '<', $file or die $!;
  while (<$in>) {
    next unless /^-- Without: (.*?)\.?$/;
    push @{$lacking{$_}}, $file for split /, /, $1;
  }
  close $in;
}
my @lacking = sort keys %lacking;
@lacking = @lacking[grep { $_ % 8 == 0 } 0 .. $#lacking] unless $ENV{EVERY_TABLE};
for my $without (@lacking) {
  my ($table, $column) = split /\./, $without;
  my $copy = copy_of_demo("without $without", defined $column ? "ALTER TABLE warehouse.$table DROP COLUMN $column CASCADE;" : "DROP TABLE warehouse.$table CASCADE;", 'UTC');
  compare($_, $copy, $days[0], 'UTC', $without, "without $without") for @{$lacking{$without}};
}

if (!@chosen) {
  # Stored as of a day, so that texts of instants are not what is compared.
  my $store = <<'SQL';
DROP SCHEMA IF EXISTS stored CASCADE;
CREATE SCHEMA stored;
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT p.name FROM c360_view_pack() AS p WHERE p.key IS NULL LOOP
    EXECUTE format('CREATE TABLE stored.%1$I AS SELECT * FROM customer_success.%1$I', name);
  END LOOP;
END $$;
SQL
  my $differing = <<'SQL';
DO $$ DECLARE name text; differences bigint; BEGIN
  CREATE TEMP TABLE differing (line text);
  FOR name IN SELECT p.name FROM c360_view_pack() AS p WHERE p.key IS NULL LOOP
    EXECUTE format('SELECT count(*) FROM ((TABLE stored.%1$I EXCEPT ALL TABLE customer_success.%1$I) UNION ALL
                                          (TABLE customer_success.%1$I EXCEPT ALL TABLE stored.%1$I)) AS either', name) INTO differences;
    IF differences > 0 THEN
      INSERT INTO differing VALUES (format('%s: %s rows', name, differences));
    END IF;
  END LOOP;
END $$;
SELECT line FROM differing ORDER BY line;
SQL
  for my $zone ('Pacific/Apia', 'America/Los_Angeles') {
    is(query($whole, "SET timezone = 'UTC'; $store SET timezone = '$zone'; $differing"), '',
      "every view gives the rows of UTC to a session in $zone");
  }
  is(query($zoned, "SET timezone = 'UTC'; $store SET timezone = 'Pacific/Apia'; $differing"), '',
    "and so do those of a warehouse in $other_zone");

  # The ids of another company are texts, which sort as this one's numbers do. Names of persons hold ids of users as texts
  # in either, so that what tells them is left out.
  my $texts = query($whole, <<'SQL');
SELECT 'CREATE SCHEMA texts;' || string_agg(format('CREATE VIEW texts.%I AS SELECT %s FROM warehouse.%I;', table_name, columns, table_name), '')
FROM (
  SELECT c.table_name, string_agg(format(CASE c.kind WHEN 'key' THEN 'lpad(%1$I::text, 12, ''0'') AS %1$I' ELSE '%1$I' END, c.name), ', ') AS columns
  FROM c360_contract_columns() AS c JOIN pg_attribute AS a ON a.attrelid = to_regclass('warehouse.' || c.table_name) AND a.attname = c.name
  GROUP BY c.table_name) AS tables;
SQL
  query($whole, "$texts SELECT count(*) FROM customer360_create_views('texts', 'texts_out'); CALL texts_out.refresh_activity();
    INSERT INTO texts_out.score_history SELECT lpad(account_id::text, 12, '0'), day, rubric, version, score, band FROM customer_success.score_history;
    INSERT INTO texts_out.metric_history SELECT lpad(account_id::text, 12, '0'), day, metrics FROM customer_success.metric_history");
  is(query($whole, <<'SQL'), '', 'every view gives the same rows where ids are texts');
DO $$ DECLARE name text; columns text; texts text; differences bigint; BEGIN
  CREATE TEMP TABLE differing (line text);
  FOR name IN SELECT p.name FROM c360_view_pack() AS p WHERE p.key IS NULL
      AND p.name <> ALL ('{seen_together,identity_sightings,identities,identity_map,identity_conflicts,account_interactions}') LOOP
    SELECT string_agg(quote_ident(n.attname), ', '), string_agg(format(CASE WHEN n.atttypid = t.atttypid THEN '%1$I' ELSE '%1$I::bigint' END, n.attname), ', ')
    INTO columns, texts FROM pg_attribute n JOIN pg_attribute t USING (attname)
    WHERE n.attrelid = ('customer_success.' || name)::regclass AND t.attrelid = ('texts_out.' || name)::regclass AND n.attnum > 0;
    EXECUTE format('WITH numbers AS MATERIALIZED (SELECT %2$s FROM customer_success.%1$I), texts AS MATERIALIZED (SELECT %3$s FROM texts_out.%1$I)
      SELECT count(*) FROM ((TABLE numbers EXCEPT ALL TABLE texts) UNION ALL (TABLE texts EXCEPT ALL TABLE numbers)) AS either', name, columns, texts) INTO differences;
    IF differences > 0 THEN
      INSERT INTO differing VALUES (format('%s: %s rows', name, differences));
    END IF;
  END LOOP;
END $$;
SELECT line FROM differing ORDER BY line;
SQL

  open my $in, '<', "$folder/forget_after.psql" or die $!;
  my $forget = do { local $/; <$in> };
  for my $day (@days[1 .. $#days]) {
    my $copy = copy_of_demo('past');
    my $at = "SET customer360.as_of = '$day';";
    query($copy, "$at $store CREATE TABLE stored.metrics_before AS TABLE customer_success.metric_history;
                  CREATE TABLE stored.scores_before AS TABLE customer_success.score_history");
    query($copy, "\\set day $day\n$forget\n" . sprintf($rebuild, 'UTC') . "
      INSERT INTO customer_success.metric_history SELECT * FROM stored.metrics_before WHERE day <= '$day';
      INSERT INTO customer_success.score_history SELECT * FROM stored.scores_before WHERE day <= '$day'");
    is(query($copy, "$at $differing"), '', "what happened after $day changes no row of any view");
  }
}
done_testing;
