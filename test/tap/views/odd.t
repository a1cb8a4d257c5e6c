#!/usr/bin/perl
# Warehouses with the same facts in which every column has another type and every table another form, built and read in
# sessions with other settings: every view gives the same rows. test/dirt/odd.sql has the types and forms.
#
#   ODD_SCALE: how much of a demo warehouse (default 0.01: 20 accounts); ODD_SEEDS: which of them (default 1)
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Dirt;
use Server;
use Test::More;

my $scale = $ENV{ODD_SCALE} // 0.01;
my ($database, $today) = new_warehouse('odd', $scale);

has_extension($_) and query($database, "CREATE EXTENSION $_") for 'citext', 'postgres_fdw';
query($database, q{
  DO $$ BEGIN
    EXECUTE format('CREATE SERVER odd_loopback FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host %L, port %L, dbname %L, '
      'fetch_size ''10000'')', split_part(current_setting('unix_socket_directories'), ',', 1), current_setting('port'),
      current_database());
    EXECUTE format('CREATE USER MAPPING FOR CURRENT_USER SERVER odd_loopback OPTIONS (user %L)', current_user);
  END $$}) if has_extension('postgres_fdw');
load_file($database, 'test/dirt/odd.sql');

is(query($database, q{SELECT c360_local_days('Europe/Berlin', '[2026-03-29 00:30+01,)'), c360_local_days('UTC', '(,2026-02-01 00:00Z)'),
  c360_local_days('UTC', '[2026-01-01 00:00Z,infinity)')}), '[2026-03-29,)|(,2026-02-01)|[2026-01-01,)', 'a range of instants without an end has none');
is(query($database, q{SET IntervalStyle = iso_8601; SET DateStyle = German; SET TimeZone = 'Asia/Tokyo';
  SELECT c360_as_text('1 day 02:00'::interval), c360_as_text(ARRAY['2026-01-02'::date]), c360_as_text('2026-01-02 00:00Z'::timestamptz)}),
  '1 day 02:00:00|{2026-01-02}|2026-01-02 00:00:00+00', 'text is the same whatever the settings');
is(query($database, q{SELECT c360_try_texts('["a", "b, c"]'), c360_try_texts('{a,"b, c"}'), c360_try_texts('a,b'), c360_try_texts('[oops')}),
  '{a,"b, c"}|{a,"b, c"}|{a,b}|', 'lists are read in three notations');
is(query($database, q{SELECT c360_smallest_units(12.34::money)}), 1234, 'money is counted in its smallest unit');

# What the demo has none of, too.
query($database, q{
  SELECT dirt.copy_warehouse('warehouse', 'plain', 'plain');
  ALTER TABLE plain.subscriptions ADD status text, ADD currency text, ADD trial_ends_on date, ADD interval_count bigint,
    ADD quantity numeric;
  UPDATE plain.subscriptions SET currency = 'GBP' WHERE account_id % 3 = 0;
  UPDATE plain.subscriptions SET status = 'past_due', quantity = 1, interval_count = 1 WHERE account_id % 3 = 1;
  UPDATE plain.subscriptions SET trial_ends_on = lower(valid) + 14 WHERE account_id % 3 = 2;
  ALTER TABLE plain.survey_responses ADD is_inverted boolean, ADD email text;
  UPDATE plain.survey_responses SET is_inverted = false;
  ALTER TABLE plain.product_events ADD amount numeric;
  UPDATE plain.product_events SET amount = event_id % 7;
  ALTER TABLE plain.support_tickets ADD status text, ADD solved_at timestamptz;
  UPDATE plain.support_tickets SET status = 'Solved', solved_at = opened_at + interval '3 days' WHERE ticket_id % 2 = 0;
  CREATE TABLE plain.activity_rule (event_name text, least_events numeric, least_amount numeric);
  INSERT INTO plain.activity_rule VALUES ('login', 1, NULL), ('*', 3, 2.5);
  CREATE TABLE plain.account_aliases (system text, external_id text, account_id bigint, evidence text);
  INSERT INTO plain.account_aliases VALUES ('accounts', '4', 5, 'merged'), ('stripe', '7', 7, NULL)});

# Builds the pack over a warehouse and stores what it stores, twice; or once more.
my $stored = "CALL %1\$s.refresh_activity(); CALL %1\$s.refresh_faults(); CALL %1\$s.refresh_identities();
  CALL %1\$s.record_activation(); CALL %1\$s.record_metrics(); CALL %1\$s.record_scores(); CALL %1\$s.record_reconciliation();";
sub stored { my ($target) = @_; return sprintf $stored, $target }
my @settings = (
  q{SET DateStyle = 'SQL, DMY'; SET IntervalStyle = sql_standard; SET extra_float_digits = 0; SET bytea_output = escape;
    SET TimeZone = 'Asia/Kathmandu'; SET standard_conforming_strings = off; SET escape_string_warning = off;
    SET search_path = pg_catalog; SET xmloption = document;},
  q{SET DateStyle = 'Postgres, MDY'; SET IntervalStyle = iso_8601; SET extra_float_digits = -15; SET TimeZone = 'America/St_Johns';
    SET search_path = plain; SET array_nulls = off; SET quote_all_identifiers = on; SET timezone_abbreviations = 'India';},
  q{SET DateStyle = 'German'; SET IntervalStyle = postgres_verbose; SET TimeZone = '<+14>-14'; SET transform_null_equals = on;});
query($database, "SET search_path = public; CALL dirt.build('plain', 'c_plain', '$today'); " . stored('c_plain'));
# Graphs are in the order of their identifiers, which have another order as other types.
my @views = split /\n/, query($database, "SELECT r FROM dirt.relations('c_plain') AS r
  WHERE r !~ 'seen_together|_progress\$|^source_(?!faults)|^stored_|^identity_pairs'");
query($database, 'CREATE SCHEMA r_plain; ' . join '', map { "CREATE TABLE r_plain.$_ AS TABLE c_plain.$_;" } @views);

for my $seed (split / /, $ENV{ODD_SEEDS} // 1) {
  my ($source, $target) = ("Odd '$seed'\"", "c '$seed' \"%");
  my $literal = $target =~ s/'/''/gr;
  my $named = '"' . $target =~ s/"/""/gr . '"';
  query($database, "SELECT dirt.odd_warehouse('plain', 'Odd ''$seed''\"', $seed)");
  for my $session (0 .. 2) {
    my ($status, $text) = try_query($database, $settings[$session] . ($session ? '' : "
      SELECT * FROM public.customer360_create_views('Odd ''$seed''\"', '$literal', 'UTC');
      SET customer360.as_of = '2026-03-31';
      CALL $named.refresh_activity(); CALL $named.record_metrics(); RESET customer360.as_of;") . stored($named));
    ok($status == 0, "warehouse $seed is built and stored in session $session") or diag(substr($text, -3000)), next;
    is(query($database, "SELECT user_days_changed FROM $named.rollup_progress"), 0, 'and no roll-up is another one') if $session;
    is(query($database, "SELECT max(version) > count(*) FROM $named.activation_changes"), 'f', 'nor what other tools are told') if $session;
    # All of them in the first session, each in one of the others.
    my @read = @views[grep { !$session || $_ % 2 == $session - 1 } 0 .. $#views];
    my $read = "r${session}_$seed";
    ($status, $text) = try_query($database, "CREATE SCHEMA $read; " . $settings[$session] . join '', map {
      "CREATE TABLE $read.$_ AS TABLE $named.$_;" } @read);
    ok($status == 0, 'every view can be read') or diag(substr($text, -3000)), next;
    is_empty($database, "and gives the rows of warehouse plain",
      "SELECT * FROM dirt.differences_of_all('r_plain', '$read', '{@{[join ',', @read]}}', '{}', '{changed_at}')");
    query($database, "SET client_min_messages = error; DROP SCHEMA $read CASCADE");
  }
}
done_testing;
