#!/usr/bin/perl
# A long call answers a cancellation soon, whatever it is doing: there is a look at interrupts between bounded steps.
#
# How fast the machine is must not matter. "Soon" is less than the same server then needs to count to a million, some 100 ms
# on a quick machine at rest, and a third of what is left to do; of up to five attempts one must be as quick. What is
# cancelled is endless, or of a size that was tried out, so that it would answer much later without such looks. That it has
# begun, or begun its last step, is told by a lock that it takes; how far it is, by the time that it takes undisturbed. No
# attempt counts that ended before it was cancelled.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use List::Util 'min';
use Server;
use Test::More;
use Time::HiRes qw(sleep time);

my $database = new_database('customer360_cancel');
query($database, q{
  CREATE TABLE entities AS SELECT i, date '2020-01-01' + i % 2000 AS day FROM generate_series(1, 20000) AS i;
  CREATE TABLE histories AS SELECT i, activity_agg(date '2020-01-01' + i * day % 3000) AS history FROM generate_series(1, 20000) AS i, generate_series(1, 20) AS day GROUP BY i;
  CREATE TABLE large AS
  SELECT (SELECT activity_agg(date '0001-01-01' + 6 * i) FROM generate_series(1, 2500000) AS i) AS history,
         (SELECT jsonb_build_object('rubric', 1, 'normalize', true, 'metrics', jsonb_agg(jsonb_build_object('key', 'metric ' || i, 'weight', 1, 'type', 'binary'))) FROM generate_series(1, 30000) AS i) AS rubric,
         (SELECT '[{"label": "band 0", "lt": 0}]' || jsonb_agg(jsonb_build_object('label', 'band ' || i, 'ge', i - 1, 'lt', i)) FROM generate_series(1, 40000) AS i) AS bands;
  CREATE VIEW endless AS SELECT j FROM generate_series(1, 100000) AS j, generate_series(1, 100000);
  ANALYZE;
});

my $serial = 'SET max_parallel_workers_per_gather = 0; SET work_mem = "1GB"; SET jit = off;';
my $parallel = 'SET max_parallel_workers_per_gather = 2; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET jit = off;';
my $lock = '(SELECT pg_advisory_lock_shared(360)) IS NOT NULL';
my $most_attempts = 5;
my $clearly_longer = 3;
my $patience = 600;  # seconds, for what would otherwise hang

my $other = Server::Session->new($database);

# How long this server takes now to count to a million.
sub soon {
  my $started = time;
  $other->query('SELECT count(*) FROM generate_series(1, 1000000)');
  return time - $started;
}

# Waits until a session that was sent a query has what the condition says, or has ended the query; whether it still runs.
sub runs_when {
  my ($session, $condition) = @_;
  my $backend = $session->backend;
  my $given_up = time + $patience;
  while (time < $given_up) {
    my $seen = $other->query("SELECT $condition, state FROM pg_stat_activity WHERE pid = $backend");
    return 1 if $seen =~ /^t\|active/;
    return 0 if $seen !~ /active$/ && $session->has_answered;
    sleep 0.005;
  }
  BAIL_OUT("no state came in $patience s");
}
sub has_lock { my ($session) = @_; return 'EXISTS (SELECT FROM pg_locks WHERE locktype = $$advisory$$ AND objid = 360 AND granted AND pid = ' . $session->backend . ')' }

sub started {
  my ($settings, $sql) = @_;
  my $session = Server::Session->new($database);
  $session->query($settings);
  $session->send($sql);
  return $session;
}

# Cancels what a session does: how long it took to answer, in seconds; undef when it had ended before.
sub cancel {
  my ($session) = @_;
  my $cancelled = time;
  $other->query('SELECT pg_cancel_backend(' . $session->backend . ')');
  my ($answer, $came) = $session->answer;
  $session->query('SELECT 1') eq '1' or fail('the session goes on');
  $session->close;
  return $answer =~ /57014/ ? $came - $cancelled : undef;
}

# Tries until one attempt is soon enough, in seconds at most $limit. An attempt gives seconds, or undef when it does not count.
sub answers_soon {
  my ($what, $attempt, $limit) = @_;
  my @seen;
  for (1 .. $most_attempts) {
    my $soon = soon();
    $soon = $limit if $limit && $limit < $soon;
    my $took = $attempt->();
    push @seen, defined $took ? sprintf('%.0f ms of %.0f', $took * 1000, $soon * 1000) : 'ended before';
    next unless defined $took && $took < $soon;
    note "$what: $seen[-1]";
    return pass("$what: answers soon");
  }
  fail("$what: answers soon");
  diag join ', ', @seen;
}

# ---- rows without an end

for (
  ['transitions of one state', 'SELECT activity_agg(day + j % 1000) FROM entities, endless'],
  ['transitions of a population', 'SELECT retention_matrix(i + j % 1000, day, $$week$$, 10, $$2026-01-01$$) FROM entities, endless'],
  ['instants', 'SELECT activity_coefficient((day + j * interval $$1 hour$$) AT TIME ZONE $$Europe/Berlin$$, $$2026-01-01$$) FROM entities, endless'],
  ['histories and many windows', q{SELECT active_users(history, daterange('2020-01-01', date '2020-01-01' + 40000), ARRAY[1, 7, 28, 90, 365, 500, 900, 1000]) FROM histories, endless}],
  ['states in a window frame', 'SELECT count(stickiness) FROM (SELECT stickiness(history, $$2026-01-01$$) OVER (ROWS BETWEEN 1000 PRECEDING AND CURRENT ROW) FROM histories, endless) AS frames'],
  ['subscriptions of a population', 'SELECT mrr_bridge(i + j % 1000, daterange(day, day + j), j, $$month$$, $$2026-01-01$$) FROM entities, endless'],
  ['changes of one history', 'SELECT mrr_agg(daterange(day, NULL), i % 7) FROM entities, endless'],
  ['movements, a set of rows each', 'SELECT count(*) FROM (SELECT mrr_agg(daterange(day, day + 1), i) AS history FROM entities) AS h, endless, mrr_movements(history, $$day$$, $$2026-01-01$$)'],
  ['durations of one curve', 'SELECT survival(i * 31 % 60000, j % 3 > 0) FROM entities, endless'],
  ['points of a curve, a set of rows each', 'SELECT count(*) FROM (SELECT survival(i % 60000, i % 3 > 0) AS curve FROM entities) AS c, endless, survival_points(curve)'],
  ['calls over thousands of years', q{SELECT sum(business_hours(timestamptz '4714-11-24 00:00+00 BC' + j * interval '1 hour', '294276-12-31', '{"zone": "Europe/Berlin", "hours": {"monday": ["09:00-17:00"]}}')) FROM endless}],
  ['periods, a set of rows each', 'SELECT count(*) FROM histories, endless, active_periods(history, $$day$$)'],
) {
  my ($what, $sql) = @$_;
  $sql .= " WHERE $lock";
  answers_soon("many rows: $what", sub {
    my $session = started($serial, $sql);
    runs_when($session, has_lock($session)) or do { diag scalar $session->answer; return undef };
    sleep 0.2;  # into the midst of it
    return cancel($session);
  });
}

# ---- the final step of a population, which shows itself by the lock that its last row takes

my $counts = q{daterange('2020-01-01', date '2020-01-01' + 40000), ARRAY[1, 7, 28, 90, 365, 500, 900, 1000]};
# Sixty rows a customer, the latest first: they are sorted in the end.
my $bridge = 'mrr_bridge(key, daterange(day - n, NULL), n, $$day$$, $$2026-01-01$$)';
# Rows in no order, which are sorted in the end.
my $any = 'hashint8(key * 1000::bigint + n)';
my $instant = "timestamptz '2020-01-01' + $any * interval '1 second'";
my @finals = (
  ['many entities', 'integer', "active_users(key, day, $counts)", 1],
  ['many entities of text', 'text', "active_users(key, day, $counts)", 1],
  ['many customers', 'integer', $bridge, 60],
  ['many customers of text', 'text', $bridge, 60],
  ['many events', 'integer', "max_burst($instant, 7)", 100],
  ['many points', 'integer', "sparkline(n, date '2020-01-01' + $any % 100000)", 100],
  ['many measures', 'integer', "predictiveness($any, n % 3 = 0)", 100],
  ['many stages', 'integer', "stage_durations('stage ' || n % 7, $instant, '2100-01-01')", 50],
  ['many sessions', 'integer', "sessions($instant, interval '1 microsecond')", 100],
  ['many steps', 'integer', "window_funnel($instant, interval '1 day', n % 3 = 0, n % 3 = 1, n % 5 = 2)", 100],
  ['many days', 'integer', "activity_agg(date '0001-01-01' + ($any & 67108863)::integer)", 20],
  ['many changes', 'integer', "mrr_agg(daterange(date '0001-01-01' + ($any & 1048575)::integer, NULL), n)", 20],
  ['many scores', 'integer', "band_changes(n, date '0001-01-01' + ($any & 1048575)::integer, activity_bands())", 50],
  ['many stages of one instant', 'integer', "stage_durations('stage ' || n % 7, '2020-01-01', '2100-01-01', $any)", 50],
);
my %key = (integer => 'i + 20000 * j', text => q{'entity number ' || i + 20000 * j});
my $most_size = 4;

my %timed;
for (@finals) {
  my ($what, $type, $call, $rows) = @$_;
  my ($sql, $took, $final);
  # Doubled until its final step is clearly longer than what is soon.
  for (my $size = 1;; $size *= 2) {
    $sql = "SELECT $call FROM (SELECT $key{$type} AS key, day, n FROM entities, generate_series(1, $size) AS j, generate_series(1, $rows) AS n UNION ALL SELECT $key{$type}, '2020-01-01', 1 FROM (VALUES (1, 0)) AS last (i, j) WHERE $lock) AS rows";
    my $soon = soon();
    my $session = started($serial, $sql);
    my $began = time;
    my $seen = runs_when($session, has_lock($session));
    my $last = time;
    my ($answer, $came) = $session->answer;
    $session->close;
    BAIL_OUT($answer) if $answer =~ /ERROR/;
    ($took, $final) = ($came - $began, $came - $last);
    note sprintf '%s: size %d took %.0f ms, its final step %.0f ms; soon is %.0f ms', $what, $size, map { $_ * 1000 } $took, $final, $soon;
    last if ($seen && $final > $clearly_longer * $soon) || $size >= $most_size;
  }
  $timed{$what} = [$sql, $took, $final];
  answers_soon("$what: the final step", sub {
    my $session = started($serial, $sql);
    runs_when($session, has_lock($session)) or do { $session->close; return undef };
    return cancel($session);
  }, $final / 3);
}

# A timeout, too: in the midst of the final step.
{
  my ($sql, $took, $final) = @{$timed{'many entities'}};
  answers_soon('statement_timeout', sub {
    my $timeout = $took - $final * 0.7;
    my $session = started($serial . sprintf('SET statement_timeout = %d;', $timeout * 1000), $sql);
    my $began = time;
    my ($answer, $came) = $session->answer;
    $session->close;
    # It may be quicker now than when it was timed.
    if ($answer !~ /57014/) { $took = min($took, $came - $began); $final = min($final, $took / 2); return undef }
    return $came - $began - $timeout;
  });
}

# ---- a call in the midst of its work, at moments of which each is a part of the time that it takes undisturbed

sub took {
  my ($settings, $sql) = @_;
  my $session = started($settings, $sql);
  my $began = time;
  my ($answer, $came) = $session->answer;
  $session->close;
  BAIL_OUT($answer) if $answer =~ /ERROR/;
  return $came - $began;
}
sub answers_soon_at {
  my ($what, $settings, $sql, $took, @parts) = @_;
  for my $part (@parts) {
    answers_soon(sprintf('%s: at %d %%', $what, $part * 100), sub {
      my $session = started($settings, $sql);
      my $began = time;
      runs_when($session, sprintf 'clock_timestamp() > query_start + %f * interval $$1 second$$', $part * $took);
      my $answer = cancel($session);
      $took = min($took, time - $began) unless defined $answer;
      return $answer;
    });
  }
}

# One call, of one large value.
for (
  ['the text of a history', 'SELECT length(history::text) FROM large'],
  ['whether a rubric is valid', 'SELECT rubric_is_valid(rubric) FROM large'],
  ['the faults of a rubric', 'SELECT count(*) FROM large, rubric_errors(rubric)'],
  ['changes among many bands', 'SELECT cardinality(band_changes(n, date $$2020-01-01$$ + n, bands)) FROM large, generate_series(1, 1000) AS n'],
) {
  my ($what, $sql) = @$_;
  my $took = took($serial, $sql);
  note sprintf '%s: took %.0f ms; soon is %.0f ms', $what, map { $_ * 1000 } $took, soon();
  answers_soon_at($what, $serial, $sql, $took, 0.1, 0.3, 0.5, 0.7);
}

# ---- a parallel plan: partial states, their serialization, combination and the final step, cancelled at six moments

for (
  ['many entities, in parallel', "SELECT active_users(i + 20000 * j, day, $counts) FROM entities, generate_series(1, %d) AS j"],
  ['many coefficients of text, in parallel', q{SELECT activity_coefficients('entity number ' || i + 20000 * j, day, '2026-01-01') FROM entities, generate_series(1, %d) AS j}],
  ['many customers of text, in parallel', q{SELECT mrr_bridge('entity number ' || i + 20000 * j, daterange(day - n, NULL), n, $$day$$, $$2026-01-01$$) FROM entities, generate_series(1, %d) AS j, generate_series(1, 60) AS n}],
  ['a large state, in parallel', q{SELECT max_burst(timestamptz '2020-01-01' + hashint8((i + 20000 * j) * 1000::bigint + n) * interval '1 second', 7) FROM entities, generate_series(1, %d) AS j, generate_series(1, 100) AS n}],
) {
  my ($what, $template) = @$_;
  my ($sql, $took);
  for (my $size = 1;; $size *= 2) {
    $sql = sprintf $template, $size;
    my $soon = soon();
    $took = took($parallel, $sql);
    note sprintf '%s: size %d took %.0f ms; soon is %.0f ms', $what, $size, map { $_ * 1000 } $took, $soon;
    last if $took > 2 * $clearly_longer * $soon || $size >= $most_size;
  }
  like(query($database, "$parallel EXPLAIN $sql"), qr/Gather/, "$what: the plan is parallel");
  answers_soon_at($what, $parallel, $sql, $took, 0.1, 0.3, 0.5, 0.7, 0.85, 0.95);
}
done_testing;
