#!/usr/bin/perl
# A long call answers a cancellation within 100 ms, whatever it is doing: best of three, from the cancellation to the answer.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Server;
use Test::More;
use Time::HiRes qw(sleep time);

my $database = new_database('customer360_cancel');
query($database, q{
  CREATE TABLE entities AS SELECT i, date '2020-01-01' + i % 2000 AS day FROM generate_series(1, 100000) AS i;
  CREATE TABLE histories AS SELECT i, activity_agg(date '2020-01-01' + i * day % 3000) AS history FROM generate_series(1, 20000) AS i, generate_series(1, 20) AS day GROUP BY i;
  CREATE TABLE names AS SELECT 'entity number ' || i AS name, day FROM entities;
  ANALYZE;
});

my $serial = 'SET max_parallel_workers_per_gather = 0; SET work_mem = "1GB"; SET jit = off;';
my $parallel = 'SET max_parallel_workers_per_gather = 2; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET jit = off;';
my $years = q{daterange('2020-01-01', date '2020-01-01' + 40000)};
my $windows = 'ARRAY[1, 7, 28, 90, 365, 500, 900, 1000]';
# What is long, how many seconds it has run when it is cancelled, settings, statement.
my @calls = (
  ['many rows: transitions of one state', 0.2, $serial, 'SELECT activity_agg(day + j % 1000) FROM entities, generate_series(1, 1000) AS j'],
  ['many rows: transitions of a population', 0.2, $serial, 'SELECT retention_matrix(i * j, day, $$week$$, 10, $$2026-01-01$$) FROM entities, generate_series(1, 1000) AS j'],
  ['many rows: instants', 0.2, $serial, 'SELECT activity_coefficient((day + j * interval $$1 hour$$) AT TIME ZONE $$Europe/Berlin$$, $$2026-01-01$$) FROM entities, generate_series(1, 1000) AS j'],
  ['many entities and windows: the final step', 0.4, $serial, "SELECT active_users(i, day, $years, $windows) FROM entities"],
  ['many entities of text: the final step', 0.4, $serial, "SELECT active_users(name, day, $years, $windows) FROM names"],
  ['many windows: histories', 0.2, $serial, "SELECT active_users(history, $years, $windows) FROM histories, generate_series(1, 1000)"],
  ['many entities, in parallel', 0.4, $parallel, "SELECT active_users(i, day, $years, $windows) FROM entities"],
  ['many states in a window frame', 0.2, $serial, 'SELECT count(stickiness) FROM (SELECT stickiness(history, $$2026-01-01$$) OVER (ORDER BY i ROWS BETWEEN 1000 PRECEDING AND CURRENT ROW) FROM histories) AS frames'],
  ['many rows: subscriptions of a population', 0.2, $serial, 'SELECT mrr_bridge(i * j, daterange(day, day + j), j, $$month$$, $$2026-01-01$$) FROM entities, generate_series(1, 1000) AS j'],
  ['many customers: the final step', 0.6, $serial, 'SELECT mrr_bridge(i, daterange(day - j * 7, NULL), j, $$day$$, $$2026-01-01$$) FROM entities, generate_series(1, 40) AS j'],
  ['many customers of text, in parallel', 0.6, $parallel, 'SELECT mrr_bridge(name, daterange(day - j * 7, NULL), j, $$day$$, $$2026-01-01$$) FROM names, generate_series(1, 40) AS j'],
  ['many changes of one history', 0.2, $serial, 'SELECT mrr_agg(daterange(day, NULL), i % 7) FROM entities, generate_series(1, 1000) AS j'],
  ['many movements: a set of rows', 0.2, $serial, 'SELECT count(*) FROM (SELECT mrr_agg(daterange(day, day + 1), i) AS history FROM entities) AS h, generate_series(1, 10000), mrr_movements(history, $$day$$, $$2026-01-01$$)'],
  ['many durations of one curve', 0.2, $serial, 'SELECT survival(i * 31 % 60000, j % 3 > 0) FROM entities, generate_series(1, 1000) AS j'],
  ['many points of one curve: a set of rows', 0.2, $serial, 'SELECT count(*) FROM (SELECT survival(i % 60000, i % 3 > 0) AS curve FROM entities) AS c, generate_series(1, 1000), survival_points(curve)'],
  ['many periods: a set of rows', 0.2, $serial, 'SELECT count(*) FROM histories, generate_series(1, 100), active_periods(history, $$day$$)'],
);

my $other = Server::Session->new('postgres');
for my $call (@calls) {
  my ($what, $after, $settings, $sql) = @$call;
  my @times;
  my $cancelled = 0;
  for my $attempt (1 .. 3) {
    my $session = Server::Session->new($database);
    $session->query($settings);
    $session->send($sql);
    sleep $after;
    $other->send('SELECT pg_cancel_backend(' . $session->backend . ')');
    my $started = time;
    $other->answer;
    my ($answer, $came) = $session->answer;
    $cancelled++ if $answer =~ /57014/;
    push @times, ($came - $started) * 1000;
    is($session->query('SELECT 1'), '1', 'the session goes on') if $attempt == 3;
    $session->close;
  }
  my ($best) = sort { $a <=> $b } @times;
  is($cancelled, 3, "$what: cancelled while it ran");
  cmp_ok($best, '<', 100, sprintf '%s: answers within 100 ms', $what) or diag join ', ', map { sprintf '%.0f ms', $_ } @times;
}

# A timeout, too.
my @over;
for (1 .. 3) {
  my $session = Server::Session->new($database);
  $session->query("$serial SET statement_timeout = '600ms'");
  my $started = time;
  my $answer = $session->query("SELECT active_users(i, day, $years, $windows) FROM entities");
  push @over, (time - $started - 0.6) * 1000;
  like($answer, qr/57014/, 'statement_timeout ends it');
  $session->close;
}
my ($best) = sort { $a <=> $b } @over;
cmp_ok($best, '<', 100, 'statement_timeout: answers within 100 ms') or diag join ', ', map { sprintf '%.0f ms', $_ } @over;

done_testing;
