#!/usr/bin/perl
# The stored roll-ups lose no event and count none twice: writers that commit out of order, savepoints, prepared
# transactions, kills, copies, late and changed events, partitions, reloads, restores; each time they are compared with
# a recomputation in plain SQL. Two tables of events: one whose key proves that ids are unique, one without a key.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use File::Temp;
use Server;
use Time::HiRes qw(sleep time);
use Test::More;

my $seed = $ENV{ROLLUPS_SEED} // 20261126;
srand $seed;
my $database = new_database('customer360_rollups');
sub sql { return query($database, shift) }

# ---- sources, targets, and the recomputation

my %expressions = (
  event_id => 's.event_id', account_id => 's.account_id', user_id => 's.user_id', event_name => 's.event_name',
  amount => 's.amount', occurred_at => 's.occurred_at', loaded_at => 's.loaded_at');
my $zone = 'Europe/Berlin';

# The roll-ups of a relation in a schema of their own.
sub build {
  my ($source, $target, %other) = @_;
  my %all = (%expressions, %other);
  my $json = join ', ', map { qq("$_": "$all{$_}") } sort keys %all;
  sql(qq(
    CREATE SCHEMA IF NOT EXISTS $target;
    CREATE OR REPLACE VIEW $target.accounts AS SELECT DISTINCT $all{account_id} AS account_id FROM $source AS s;
    CREATE TABLE IF NOT EXISTS $target.activity_rule (event_name text, least_events numeric, least_amount numeric);
    SELECT FROM c360_create_rollups(jsonb_populate_record(NULL::c360_build, '{"source_schema": "w", "target_schema": "$target", "zone": "$zone"}'), '$source', '{$json}');
    CREATE OR REPLACE VIEW $target.expected AS
    WITH event AS (
      SELECT DISTINCT ON (event_id, CASE WHEN event_id IS NULL THEN number END) *
      FROM (
        SELECT $all{event_id} AS event_id, $all{account_id} AS account_id, $all{user_id} AS user_id,
          $all{event_name} AS event_name, $all{amount} AS amount, $all{occurred_at} AS occurred_at,
          row_number() OVER () AS number
        FROM $source AS s) AS numbered
      WHERE account_id IS NOT NULL AND user_id IS NOT NULL AND occurred_at >= '2000-01-01 00:00+00'
        AND isfinite(occurred_at)
      ORDER BY event_id, CASE WHEN event_id IS NULL THEN number END, occurred_at, account_id, user_id, event_name, amount
    ), dated AS (
      SELECT *, (occurred_at AT TIME ZONE '$zone')::date AS day FROM event
    ), spaced AS (
      SELECT *, occurred_at - lag(occurred_at) OVER (PARTITION BY account_id, user_id, day ORDER BY occurred_at) AS gap
      FROM dated
    ), named AS (
      SELECT account_id, user_id, day, event_name, count(*) AS events, sum(amount) AS amount FROM dated
      GROUP BY account_id, user_id, day, GROUPING SETS ((event_name), ())
    )
    SELECT account_id, user_id, day, count(*) AS events, count(*) FILTER (WHERE event_name = 'login') AS logins,
      round(coalesce(sum(extract(epoch FROM gap)) FILTER (WHERE gap < interval '30 minutes'), 0) / 60, 6) AS minutes,
      NOT EXISTS (SELECT FROM $target.activity_rule) OR EXISTS (
        SELECT FROM $target.activity_rule AS rule, dated
        WHERE (dated.account_id, dated.user_id, dated.day) = (spaced.account_id, spaced.user_id, spaced.day)
          AND (rule.event_name = '*' OR rule.event_name = dated.event_name)
        GROUP BY rule.event_name, least_events, least_amount
        HAVING count(*) >= coalesce(least_events, 1) AND (least_amount IS NULL OR sum(amount) >= least_amount))
        AS is_active
    FROM spaced GROUP BY account_id, user_id, day;
  ));
}

# What differs: events lost, events counted twice or more, and rows of the three tables that are not as recomputed.
sub differences {
  my ($target) = @_;
  return sql(qq(
    SELECT coalesce(sum(greatest(e.events - coalesce(s.events, 0), 0)), 0),
      coalesce(sum(greatest(coalesce(s.events, 0) - coalesce(e.events, 0), 0)), 0),
      count(*) FILTER (WHERE (e.events, e.logins, e.minutes, e.is_active)
        IS DISTINCT FROM (s.events, s.logins, s.minutes, s.is_active))
      + (SELECT count(*) FROM (
           SELECT account_id, day, sum(events) AS events, sum(logins) AS logins, sum(minutes) AS minutes FROM $target.expected GROUP BY 1, 2) AS wanted
           FULL JOIN $target.activity_daily AS stored USING (account_id, day)
         WHERE (wanted.events, wanted.logins, wanted.minutes) IS DISTINCT FROM (stored.events, stored.logins, stored.minutes))
      + (SELECT count(*) FROM (
           SELECT account_id, user_id, range_agg(daterange(day, day + 1)) AS days FROM $target.expected
           WHERE is_active GROUP BY 1, 2) AS wanted
           FULL JOIN $target.user_activity AS stored USING (account_id, user_id)
         WHERE wanted.days IS DISTINCT FROM stored.activity::datemultirange)
    FROM $target.expected AS e FULL JOIN $target.user_days AS s USING (account_id, user_id, day)));
}

my @table;
my $since = time;
# Ends a scenario: the roll-ups of these schemas equal recomputation.
sub equal {
  my ($what, @targets) = @_;
  for my $target (@targets) {
    my $found = differences($target);
    push @table, sprintf '%-72s %5s %7s %8.1f', "$what ($target)", (split /\|/, $found)[0, 1], time - $since;
    is($found, '0|0|0', "$what, $target: lost, doubled, different rows");
  }
  $since = time;
}
# Calls the refreshes of these schemas, and then compares.
sub refreshed_equal {
  my ($what, @targets) = @_;
  sql("CALL $_.refresh_activity()") for @targets;
  equal($what, @targets);
}
sub progress { my ($target, $column) = @_; return sql("SELECT $column FROM $target.rollup_progress") }
sub is_incremental { my ($target, $what) = @_; is(progress($target, 'read_wholly_because'), '', "$what: not by reading all events") }

sql(q(
  CREATE SCHEMA w;
  CREATE TABLE w.keyed (event_id bigint PRIMARY KEY, account_id bigint, user_id bigint, event_name text, amount numeric,
    occurred_at timestamptz, loaded_at timestamptz DEFAULT now());
  CREATE TABLE w.bare (LIKE w.keyed INCLUDING DEFAULTS);
  ALTER TABLE w.bare ALTER account_id TYPE text, ALTER user_id TYPE uuid USING NULL, ALTER event_id TYPE text,
    ALTER event_id DROP NOT NULL;
  CREATE SEQUENCE w.ids CACHE 50;
  CREATE FUNCTION w.some_user(bigint) RETURNS uuid LANGUAGE sql AS $$ SELECT md5($1::text)::uuid $$;
  -- An event into both, at random among few accounts, users and days; of the bare one sometimes an older event again,
  -- on another day, too.
  CREATE FUNCTION w.write() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE
    id bigint := nextval('w.ids');
    account bigint := 1 + random() * 4;
    person bigint := 1 + random() * 9;
    what text := CASE WHEN random() < 0.3 THEN 'login' ELSE 'report' END;
    instant timestamptz := '2026-03-27 23:00+00'::timestamptz + random() * interval '3 days';
    copied text;
  BEGIN
    INSERT INTO w.keyed VALUES (id, account, person, what, random() * 10, instant);
    INSERT INTO w.bare VALUES ('e' || id, 'account ' || account, w.some_user(person), what, random() * 10, instant);
    IF random() < 0.2 THEN
      copied := 'e' || (id - floor(random() * 40)::bigint);
      INSERT INTO w.bare
      SELECT event_id, account_id, user_id, event_name, amount,
        occurred_at + CASE WHEN random() < 0.5 THEN interval '0' ELSE (random() - 0.5) * interval '2 days' END
      FROM w.bare WHERE event_id = copied LIMIT 1;
    END IF;
  END $$;
  -- Transactions of a writer, as many as asked for: of several events, some of them under savepoints, of which some are
  -- taken back, open for some milliseconds, and some rolled back.
  CREATE PROCEDURE w.write_transactions(transactions integer) LANGUAGE plpgsql AS $$
  BEGIN
    FOR i IN 1 .. transactions LOOP
      PERFORM w.write() FROM generate_series(1, (random() * 3)::integer);
      FOR j IN 1 .. (random() * 2)::integer LOOP
        BEGIN
          PERFORM w.write();
          IF random() < 0.3 THEN
            RAISE EXCEPTION USING ERRCODE = 'triggered_action_exception';
          END IF;
        EXCEPTION WHEN triggered_action_exception THEN
          NULL;
        END;
      END LOOP;
      PERFORM pg_sleep(random() * 0.01);
      IF random() < 0.1 THEN
        ROLLBACK;
      ELSE
        COMMIT;
      END IF;
    END LOOP;
  END $$;));
build('w.keyed', 'keyed');
build('w.bare', 'bare');
my @both = qw(keyed bare);

# ---- transactions that a refresh cannot see

refreshed_equal('no event yet', @both);
my ($slow, $quick) = map { Server::Session->new($database) } 1, 2;
$slow->query('BEGIN; SELECT w.write() FROM generate_series(1, 5)');
$quick->query('SELECT w.write() FROM generate_series(1, 5)');
refreshed_equal('a writer whose transaction is open: the refresh does not wait', @both);
is(sql('SELECT sum(events) FROM keyed.user_days'), 5, 'and what is committed is there');
$slow->query('COMMIT');
refreshed_equal('ids taken before, committed after the refresh', @both);
is(sql('SELECT sum(events) FROM keyed.user_days'), 10, 'both are there');
is_incremental($_, 'both writers') for @both;

$slow->query('BEGIN; SELECT w.write()');
$slow->query("SAVEPOINT s$_; SELECT w.write()" . ($_ % 3 ? '' : "; ROLLBACK TO s$_")) for 1 .. 80;
$quick->query('SELECT w.write()');
refreshed_equal('beside eighty savepoints', @both);
$slow->query('SAVEPOINT last; SELECT w.write() FROM generate_series(1, 3); RELEASE last');
$quick->query('SELECT w.write()');
refreshed_equal('and one more', @both);
$slow->query('COMMIT');
refreshed_equal('eighty savepoints committed', @both);
is_incremental($_, 'savepoints') for @both;

for my $number (1 .. 3) {
  $slow->query("BEGIN; SELECT w.write(); SAVEPOINT s; SELECT w.write(); PREPARE TRANSACTION 'customer360 $number'");
  $quick->query('SELECT w.write()');
  refreshed_equal("transaction $number prepared", @both);
}
sql("COMMIT PREPARED 'customer360 2'");
sql("ROLLBACK PREPARED 'customer360 1'");
refreshed_equal('one of them committed', @both);
sql("COMMIT PREPARED 'customer360 3'");
refreshed_equal('all of them ended', @both);
is_incremental($_, 'prepared transactions') for @both;

# ---- two refreshes at once; a refresh in a transaction of the caller's

$quick->query('SELECT w.write() FROM generate_series(1, 3)');
$slow->query('BEGIN; CALL keyed.refresh_activity(); CALL bare.refresh_activity()');
sql('SELECT w.write()');
my @waiting = map { Server::Session->new($database) } 1, 2;
$waiting[0]->send('CALL keyed.refresh_activity()');
$waiting[1]->send('CALL bare.refresh_activity()');
sleep 0.01 until sql("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'CALL%'") == 2;
$slow->query('ROLLBACK');
is($_->answer, '', 'the second refresh waits for the first, and then does the work') for @waiting;
equal('two refreshes at once, of which the first is rolled back', @both);

for my $level ('REPEATABLE READ', 'SERIALIZABLE') {
  $slow->query("BEGIN ISOLATION LEVEL $level; SELECT count(*) FROM w.keyed");
  sql('SELECT w.write() FROM generate_series(1, 3)');
  is($slow->query('SELECT w.write(); CALL keyed.refresh_activity(); CALL bare.refresh_activity(); SELECT w.write(); COMMIT'), "\n", "refreshes with $level, between writes of its own");
  refreshed_equal("after a refresh with $level", @both);
  $slow->query("BEGIN ISOLATION LEVEL $level; SELECT count(*) FROM w.keyed");
  sql("SELECT w.write(); CALL $_.refresh_activity()") for @both;
  like($slow->query('CALL keyed.refresh_activity()'), qr/^ERROR:  40001: could not serialize/, "$level: an older snapshot cannot overtake");
  $slow->query('ROLLBACK');
  refreshed_equal("after a refusal with $level", @both);
}

# ---- many writers at once, kills

# Writers in sessions of their own, while refreshes run without a pause; at random, sessions are killed.
sub crowd {
  my ($what, %options) = @_;
  $since = time;
  my @writers = map { Server::Session->new($database) } 1 .. $options{writers};
  for my $number (0 .. $#writers) {
    $writers[$number]->query("SET default_transaction_isolation = 'serializable'") if $options{serializable} && $number % 2;
    $writers[$number]->send("CALL w.write_transactions($options{transactions})");
  }
  my ($calls, $kills) = (0, 0);
  my @refreshers = map { {target => $_} } @both, @both;
  until ($calls > 10 && !grep { !$_->has_answered } @writers) {
    # On a slow machine the writers write until the refreshes have had their turn.
    for my $writer (grep { $_->has_answered } @writers) {
      last if $calls > 10;
      eval { $writer->answer; 1 } or $writer = Server::Session->new($database);
      $writer->send("CALL w.write_transactions($options{transactions})");
    }
    for my $refresher (@refreshers) {
      if (!$refresher->{session}) {
        $refresher->{session} = Server::Session->new($database);
        $refresher->{session}->send("CALL $refresher->{target}.refresh_activity()");
      } elsif ($refresher->{session}->has_answered) {
        $calls++ if eval { $refresher->{session}->answer eq '' };
        if ($@) { delete $refresher->{session} }
        else { $refresher->{session}->send("CALL $refresher->{target}.refresh_activity()") }
      }
    }
    if ($options{kills} && rand() < $options{kills}) {
      my $victim = $refreshers[rand @refreshers]{session};
      $victim = $writers[rand @writers] if rand() < 0.1;
      $kills++ if $victim && sql('SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid = ' . $victim->backend) > 0;
    }
    sleep rand 0.01;
  }
  local $SIG{PIPE} = 'IGNORE';
  eval { $_->answer; $_->close } for @writers;
  for (grep { $_ } map { $_->{session} } @refreshers) { eval { $_->answer; $_->close } }
  cmp_ok($kills, '>', 2, "$what: sessions were killed") if $options{kills};
  sql('SELECT w.write()');
  refreshed_equal($what, @both);
  is_incremental($_, $what) for @both;
}
crowd('two writers', writers => 2, transactions => 150);
crowd('six writers, ids cached by fifty', writers => 6, transactions => 100);
crowd('six writers, half of them serializable', writers => 6, transactions => 150, serializable => 1);
crowd('kills of refreshes and writers', writers => 4, transactions => 150, kills => 0.3);
cmp_ok(sql('SELECT count(*) - count(DISTINCT event_id) FROM w.bare'), '>', 50, 'there were copies among them');

# ---- what a source may do

sql(q(INSERT INTO w.keyed VALUES (0, 1, 1, 'login', 1, '2026-03-01 10:00+01'), (-5, 1, 1, 'login', 1, '2026-03-01 10:05+01'),
  (-9223372036854775808, 2, 1, 'login', 1, '2019-01-01')));
sql(q(INSERT INTO w.bare SELECT NULL, 'account 1', w.some_user(1), 'login', 1, '2026-03-01 10:00+01' FROM generate_series(1, 3)));
refreshed_equal('ids that are not positive, ids that are NULL', @both);
is(sql("SELECT events, minutes FROM keyed.user_days WHERE account_id = 1 AND day = '2026-03-01'"), '2|5.000000', 'both count, and five minutes');
is(sql("SELECT sum(events) FROM bare.user_days WHERE day = '2026-03-01'"), 3, 'each event without an id counts');

sub bare { my ($id, $account, $at, $name) = @_; sql("INSERT INTO w.bare VALUES ('$id', '$account', w.some_user(1), '" . ($name // 'login') . "', 1, '$at')"); sql('CALL bare.refresh_activity()') }
bare('copied', 'account 7', '2026-02-03 10:00+01');
bare('copied', 'account 7', '2026-02-03 10:00+01');
is(sql("SELECT sum(events) FROM bare.user_days WHERE account_id = 'account 7'"), 1, 'an event delivered again, in a later refresh, counts once');
bare('copied', 'account 7', '2026-02-05 10:00+01');
is(sql("SELECT string_agg(day || ' ' || events, ', ') FROM bare.user_days WHERE account_id = 'account 7'"), '2026-02-03 1', 'a later copy of another day does not count');
bare('copied', 'account 8', '2026-02-01 10:00+01');
is(sql("SELECT string_agg(account_id || ' ' || day || ' ' || events, ', ') FROM bare.user_days WHERE account_id IN ('account 7', 'account 8')"), 'account 8 2026-02-01 1', 'an earlier one takes its place');
is(sql("SELECT count(*) FROM bare.user_activity WHERE account_id = 'account 7'"), 0, 'and of the other account nothing is left');
equal('copies in other refreshes, of other days and accounts', 'bare');
is_incremental('bare', 'copies');

sql(q(INSERT INTO w.keyed VALUES (2000001, 1, 1, 'login', 1, '2001-02-03 10:00'), (2000002, 1, 1, 'login', 1, '2031-02-03 10:00')));
refreshed_equal('late by decades, and early', 'keyed');
sql(q(INSERT INTO w.keyed VALUES (2000003, NULL, 1, 'login', 1, '2026-03-01'), (2000004, 1, NULL, 'login', 1, '2026-03-01'),
  (2000005, 1, 1, 'login', 1, NULL), (2000006, 1, 1, 'login', 1, '1970-01-01'), (2000007, 1, 1, 'login', 1, '0001-01-01'),
  (2000008, 1, 1, 'login', 1, 'infinity'), (2000009, 1, 1, 'login', 1, '-infinity')));
refreshed_equal('without an account, a user, an instant; instants that cannot be', 'keyed');
my $json = '{' . join(', ', map { qq("$_": "$expressions{$_}") } sort keys %expressions) . '}';
my %faults = map { $_ => sql("SELECT c360_event_faults('w.$_', '$json', '$zone')") } @both;
is(sql("SELECT string_agg(event_id || ' ' || fault, ', ' ORDER BY event_id) FROM ($faults{keyed}) AS f"), '2000003 no account, 2000004 no user, 2000005 no readable instant, ' . join(', ', map { "200000$_ an instant that cannot be" } 6 .. 9), 'each of them is a fault');
for (@both) {
  is(sql("SELECT (SELECT count(*) FROM w.$_) = (SELECT sum(events) FROM $_.activity_daily) + (SELECT sum(events) FROM ($faults{$_}) AS f)"), 't', "$_: events counted and left out are all events");
}

sql('UPDATE w.keyed SET account_id = account_id + 1, event_name = lower(event_name) WHERE event_id % 7 = 0; DELETE FROM w.keyed WHERE event_id % 11 = 0;
     UPDATE w.bare SET occurred_at = occurred_at + interval \'1 day\' WHERE event_id LIKE \'%3\'; DELETE FROM w.bare WHERE event_id LIKE \'%5\'');
sql("CALL $_.audit_activity()") for @both;
equal('events changed and deleted, audited', @both);
is(progress('keyed', 'read_wholly_because'), 'audit', 'an audit reads all events');
cmp_ok(progress('keyed', 'user_days_changed'), '>', 0, 'and says how many days of users it mended');
sql('CALL keyed.audit_activity()');
is(progress('keyed', 'user_days_changed'), 0, 'a second one finds nothing');

sql(q(CREATE TABLE w.again AS SELECT row_number() OVER () AS event_id, account_id, user_id, event_name, amount, occurred_at + interval '1 hour' AS occurred_at
  FROM w.keyed WHERE account_id < 4; TRUNCATE w.keyed; INSERT INTO w.keyed SELECT *, now() FROM w.again));
refreshed_equal('truncated, and reloaded with ids from 1', 'keyed');
like(progress('keyed', 'read_wholly_because'), qr/truncated/, 'which is known');
$slow->query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM w.bare');
sql('BEGIN; CREATE TEMPORARY TABLE again AS TABLE w.keyed; TRUNCATE w.keyed; INSERT INTO w.keyed SELECT * FROM again WHERE event_id % 2 = 0; COMMIT');
$slow->query('CALL keyed.refresh_activity(); COMMIT');
refreshed_equal('truncated and reloaded beside an older snapshot', 'keyed');
sql('SELECT w.write() FROM generate_series(1, 20); VACUUM FULL w.keyed; SELECT w.write()');
refreshed_equal('written anew by VACUUM FULL', @both);
sql('SELECT w.write(); VACUUM FREEZE w.keyed; VACUUM FREEZE w.bare');
refreshed_equal('frozen before it was seen', @both);
is_incremental($_, 'frozen rows') for @both;

# ---- what counts as activity

sql("INSERT INTO $_.activity_rule VALUES ('login', NULL, NULL), ('report', 2, 5)") for @both;
refreshed_equal('a rule: a login, or two reports of 5 together', @both);
like(progress('keyed', 'read_wholly_because'), qr/rule/, 'a new rule reads all events');
sql('SELECT w.write() FROM generate_series(1, 20)');
refreshed_equal('new events under the rule', @both);
is_incremental($_, 'the same rule') for @both;
sql("UPDATE $_.activity_rule SET event_name = '*', least_events = 3, least_amount = NULL WHERE event_name = 'report'") for @both;
refreshed_equal('another rule: any three events', @both);
is(sql('SELECT count(*) > 0 FROM keyed.user_days WHERE NOT is_active') . sql('SELECT count(*) > 0 FROM keyed.user_days WHERE is_active'), 'tt', 'which some days are, and some are not');
sql("DELETE FROM $_.activity_rule") for @both;
refreshed_equal('no rule', @both);

# ---- triggers that queue touched days

sql("SELECT customer360_queue_touched_days('$_'); SELECT w.write() FROM generate_series(1, 20)") for @both;
refreshed_equal('triggers added', @both);
sql('SELECT w.write() FROM generate_series(1, 20)');
cmp_ok(sql('SELECT count(*) FROM keyed.rollup_queue'), '>', 0, 'touched days are queued');
refreshed_equal('inserted', @both);
is(sql('SELECT count(*) FROM keyed.rollup_queue'), 0, 'and taken from the queue');
sql('UPDATE w.keyed SET account_id = account_id + 1, occurred_at = occurred_at - interval \'1 day\' WHERE event_id % 5 = 0; DELETE FROM w.keyed WHERE event_id % 7 = 0;
     UPDATE w.bare SET account_id = \'account 2\' WHERE event_id LIKE \'%7\'; DELETE FROM w.bare WHERE event_id LIKE \'%9\'');
refreshed_equal('changed and deleted, without an audit', @both);
is_incremental($_, 'triggers') for @both;
$slow->query('BEGIN; SELECT w.write(); SAVEPOINT s; SELECT w.write()');
sql('SELECT w.write()');
refreshed_equal('beside an open writer, by the queue', @both);
$slow->query('COMMIT');
refreshed_equal('which has committed', @both);
sql('ALTER TABLE w.keyed DISABLE TRIGGER customer360_queue_insert_keyed; SELECT w.write() FROM generate_series(1, 5); ALTER TABLE w.keyed ENABLE ALWAYS TRIGGER customer360_queue_insert_keyed');
refreshed_equal('a trigger was off for a while', 'keyed');
sql("SET session_replication_role = replica; SELECT w.write() FROM generate_series(1, 5)");
refreshed_equal('written by a replicating session', @both);
sql('TRUNCATE w.keyed; INSERT INTO w.keyed SELECT *, now() FROM w.again');
refreshed_equal('truncated, by the queue', 'keyed');
crowd('six writers, by the queue', writers => 6, transactions => 50);
sql('DROP FUNCTION keyed.queue_touched_days() CASCADE; SELECT w.write() FROM generate_series(1, 5)');
refreshed_equal('triggers dropped', @both);

# ---- partitions

sql(q(
  CREATE TABLE w.parts (LIKE w.keyed) PARTITION BY RANGE (occurred_at);
  CREATE TABLE w.part_1 PARTITION OF w.parts FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
  CREATE TABLE w.part_2 PARTITION OF w.parts FOR VALUES FROM ('2026-02-01') TO ('2026-03-01') PARTITION BY LIST (account_id);
  CREATE TABLE w.part_2_1 PARTITION OF w.part_2 FOR VALUES IN (1);
  CREATE TABLE w.part_2_2 PARTITION OF w.part_2 DEFAULT;
  CREATE FUNCTION w.part_rows(first integer, last integer, from_day date) RETURNS SETOF w.parts LANGUAGE sql
  AS $$ SELECT i, 1 + i % 3, 1 + i % 5, 'login', 1, from_day + (i % 20) * interval '26 hours', now() FROM generate_series(first, last) AS i $$;
  INSERT INTO w.parts SELECT * FROM w.part_rows(1, 100, '2026-01-01');
  INSERT INTO w.parts SELECT * FROM w.part_rows(90, 200, '2026-02-01')));
build('w.parts', 'parts');
refreshed_equal('partitions, the first time', 'parts');
sql("INSERT INTO w.parts SELECT * FROM w.part_rows(201, 210, '2026-01-03'); INSERT INTO w.part_2_2 SELECT * FROM w.part_rows(211, 230, '2026-02-03') WHERE account_id <> 1");
refreshed_equal('written into partitions, directly and not', 'parts');
is_incremental('parts', 'partitions');
sql("CREATE TABLE w.part_3 (LIKE w.keyed); INSERT INTO w.part_3 SELECT * FROM w.part_rows(231, 260, '2026-03-01'); INSERT INTO w.parts SELECT * FROM w.part_rows(261, 265, '2026-01-05')");
sql('CALL parts.refresh_activity()');
sql("ALTER TABLE w.parts ATTACH PARTITION w.part_3 FOR VALUES FROM ('2026-03-01') TO ('2026-04-01')");
refreshed_equal('a partition attached with rows of long ago', 'parts');
is_incremental('parts', 'an attached partition');
sql("SELECT customer360_queue_touched_days('parts'); CALL parts.refresh_activity(); INSERT INTO w.parts SELECT * FROM w.part_rows(300, 320, '2026-03-01'); INSERT INTO w.part_1 SELECT * FROM w.part_rows(321, 330, '2026-01-01'); UPDATE w.parts SET occurred_at = '2026-01-20 12:00+00' WHERE event_id = 310");
cmp_ok(sql('SELECT count(*) FROM parts.rollup_queue'), '>', 10, 'partitions queue touched days');
refreshed_equal('partitions by the queue, and a row that moves', 'parts');
is_incremental('parts', 'partitions by the queue');
sql("CREATE TABLE w.part_4 PARTITION OF w.parts FOR VALUES FROM ('2026-04-01') TO ('2026-05-01'); INSERT INTO w.part_4 SELECT * FROM w.part_rows(400, 420, '2026-04-01')");
refreshed_equal('a new partition without triggers', 'parts');
sql("INSERT INTO w.part_4 SELECT * FROM w.part_rows(421, 430, '2026-04-01')");
refreshed_equal('and rows in it', 'parts');
is_incremental('parts', 'a new partition');
sql('ALTER TABLE w.parts DETACH PARTITION w.part_1');
refreshed_equal('a partition detached', 'parts');
sql('TRUNCATE w.part_3; INSERT INTO w.part_3 SELECT * FROM w.part_rows(431, 440, \'2026-03-01\')');
refreshed_equal('a partition truncated and reloaded', 'parts');

# ---- sources that do not know who wrote a row

sql(q(CREATE VIEW w.seen AS SELECT row_number() OVER (ORDER BY occurred_at) AS event_id, account_id, user_id, event_name, amount, occurred_at FROM w.keyed;
  CREATE VIEW w.loaded AS TABLE w.bare; CREATE MATERIALIZED VIEW w.kept AS TABLE w.bare));
build('w.seen', 'seen', loaded_at => 'NULL::timestamptz');
build('w.loaded', 'loaded');
build('w.kept', 'kept');
refreshed_equal('views, the first time', qw(seen loaded kept));
sql('SELECT w.write() FROM generate_series(1, 20)');
refreshed_equal('views, new events', qw(seen loaded));
like(progress('seen', 'read_wholly_because'), qr/do not tell/, 'a view without loaded_at is read wholly');
is_incremental('loaded', 'a view with loaded_at');
sql('REFRESH MATERIALIZED VIEW w.kept');
refreshed_equal('a materialized view', 'kept');
sql(q(UPDATE loaded.rollup_progress SET loaded_at_overlap = '1 hour'; INSERT INTO w.bare VALUES ('slow', 'account 1', w.some_user(1), 'login', 1, '2026-03-05', now() - interval '50 minutes');
  INSERT INTO w.bare VALUES ('unknown', 'account 1', w.some_user(1), 'login', 1, '2026-03-06', NULL)));
refreshed_equal('loaded for less than the overlap, or at no known instant', 'loaded');
sql(q(INSERT INTO w.bare VALUES ('too slow', 'account 1', w.some_user(1), 'login', 1, '2026-03-07', now() - interval '2 hours'); CALL loaded.refresh_activity()));
is(differences('loaded'), '1|0|3', 'what becomes visible later than the overlap is lost, as the page says');
sql('CALL loaded.audit_activity()');
equal('until an audit', 'loaded');
sql(q(UPDATE bare.rollup_progress SET loaded_at_overlap = '1 hour'; CREATE INDEX ON w.bare (loaded_at); DROP FUNCTION bare.queue_touched_days() CASCADE; SELECT w.write()));
refreshed_equal('a table, narrowed by loaded_at', 'bare');
sql('UPDATE bare.rollup_progress SET loaded_at_overlap = NULL');

# ---- ids of other types

for my $type ('numeric(12)', 'varchar(20)', 'smallint', 'integer') {
  (my $name = $type) =~ s/\W.*//;
  sql("CREATE TABLE w.of_$name (event_id $type, account_id $type, user_id $type, event_name varchar(9), amount real, occurred_at timestamptz, loaded_at timestamptz);
       INSERT INTO w.of_$name SELECT i, i % 3, i % 5, 'login', 1, '2026-03-01'::timestamptz + i * interval '5 hours' FROM generate_series(1, 40) AS i");
  build("w.of_$name", "of_$name");
  sql("CALL of_$name.refresh_activity(); INSERT INTO w.of_$name SELECT i, i % 3, i % 5, 'login', 1, '2026-03-02'::timestamptz + i * interval '5 hours' FROM generate_series(30, 60) AS i");
  refreshed_equal("ids of $type", "of_$name");
  is_incremental("of_$name", $type);
}
sql('DROP VIEW of_integer.accounts, of_integer.expected CASCADE; ALTER TABLE w.of_integer ALTER account_id TYPE text, ALTER user_id TYPE text');

build('w.of_integer', 'of_integer');
refreshed_equal('ids that have become text', 'of_integer');
is(sql("SELECT pg_typeof(account_id) FROM of_integer.user_activity LIMIT 1"), 'text', 'and so are those of the roll-ups');

# ---- accounts that were merged

sql(q(CREATE TABLE w.merged (was bigint, is_now bigint); INSERT INTO w.merged VALUES (2, 1)));
my $map = 'SELECT jsonb_object_agg(was, is_now) FROM w.merged';
build('w.keyed', 'merged', account_map => "coalesce((($map) ->> e.account_id::text)::bigint, e.account_id)", depends_on => "($map)");
sql(qq(ALTER VIEW merged.expected RENAME TO unmerged; CREATE VIEW merged.expected AS
  WITH event AS (SELECT coalesce((($map) ->> s.account_id::text)::bigint, s.account_id) AS account_id, s.user_id, s.event_name, s.occurred_at, (s.occurred_at AT TIME ZONE '$zone')::date AS day FROM w.keyed AS s
    WHERE account_id IS NOT NULL AND user_id IS NOT NULL AND occurred_at >= '2000-01-01 00:00+00' AND isfinite(occurred_at)),
  spaced AS (SELECT *, occurred_at - lag(occurred_at) OVER (PARTITION BY account_id, user_id, day ORDER BY occurred_at) AS gap FROM event)
  SELECT account_id, user_id, day, count(*) AS events, count(*) FILTER (WHERE event_name = 'login') AS logins,
    round(coalesce(sum(extract(epoch FROM gap)) FILTER (WHERE gap < interval '30 minutes'), 0) / 60, 6) AS minutes, true AS is_active
  FROM spaced GROUP BY account_id, user_id, day));
sql('SELECT w.write() FROM generate_series(1, 20)');
refreshed_equal('account 2 was merged into account 1', 'merged');
is(sql('SELECT count(*) FROM merged.user_days WHERE account_id = 2'), 0, 'of which nothing is left');
sql("SELECT customer360_queue_touched_days('merged'); SELECT w.write() FROM generate_series(1, 20); CALL merged.refresh_activity(); SELECT w.write() FROM generate_series(1, 20)");
refreshed_equal('its new events count for account 1', 'merged');
is_incremental('merged', 'a merged account');
sql('INSERT INTO w.merged VALUES (3, 1)');
refreshed_equal('account 3 was merged, too', 'merged');
build('w.keyed', 'keyed');
sql("SELECT customer360_queue_touched_days('keyed'); SELECT w.write()");
is(sql('SELECT (SELECT count(*) FROM keyed.rollup_queue) || \' \' || (SELECT count(*) FROM merged.rollup_queue)'), '1 1', 'two targets of one source have a queue each');
refreshed_equal('both of them', 'merged', 'keyed');
sql('DROP FUNCTION merged.queue_touched_days() CASCADE; DROP FUNCTION keyed.queue_touched_days() CASCADE');

# ---- restored elsewhere

sql('SELECT w.write() FROM generate_series(1, 20)');
my ($status, $dump) = run('', 'pg_dump', $database);
my $restored = new_database('customer360_rollups_restored', extension => 0);
($status, my $text) = try_query($restored, $dump);
is($status, 0, 'a dump is restored') or diag $text;
my $original = $database;
$database = $restored;
sql('SELECT w.write() FROM generate_series(1, 20)');
refreshed_equal('a dump restored, and written to', @both, 'parts');
sql('SELECT w.write() FROM generate_series(1, 20)');
refreshed_equal('and again', @both);
is_incremental($_, 'restored') for @both;
for my $change ("system_identifier = 1", "read_before = '4294967296000'", 'definition = NULL') {
  sql("UPDATE keyed.rollup_progress SET $change; UPDATE w.keyed SET account_id = 3 WHERE event_id % 7 = 0; SELECT w.write()");
  refreshed_equal("another cluster: $change", 'keyed');
}
$database = $original;

# ---- after 2^31 transactions: a cluster of its own, whose next transaction is made a later one

my $home = File::Temp::tempdir('customer360-wraps.XXXXXX', TMPDIR => 1);
chmod 0755, $home;
sub cluster { my ($command) = @_; my ($status, $text) = run('', root() . '/tools/cluster', $command, "$home/pg"); die $text if $status; return $text }
{
  cluster('start');
  my ($bin) = cluster('env') =~ /PATH=(\S+):/;
  local $ENV{PGHOST} = "$home/pg";
  local $ENV{PGPORT} = 5432;
  $database = 'postgres';
  sql('CREATE EXTENSION customer360; CREATE SCHEMA w; CREATE TABLE w.keyed (event_id bigint PRIMARY KEY, account_id bigint, user_id bigint, event_name text, amount numeric, occurred_at timestamptz, loaded_at timestamptz)');
  build('w.keyed', 'keyed');
  sql("INSERT INTO w.keyed SELECT i, i % 3, i % 5, 'login', 1, '2026-03-01'::timestamptz + i * interval '5 hours' FROM generate_series(1, 40) AS i; VACUUM FREEZE");
  refreshed_equal('before 2^31 transactions', 'keyed');
  for my $epoch (1, 2) {
    sql('VACUUM FREEZE');
    cluster('stop');
    my @as = $> ? () : ('runuser', '-u', 'postgres', '--');
    my ($status, $text) = run('', @as, "$bin/pg_resetwal", '-e', $epoch, '-D', "$home/pg/data");
    is($status, 0, "the next transaction is one of epoch $epoch") or diag $text;
    cluster('start');
    sql("UPDATE w.keyed SET event_name = 'report' WHERE event_id = 3; INSERT INTO w.keyed SELECT 100 * $epoch + i, i % 3, i % 5, 'login', 1, '2026-03-02'::timestamptz + i * interval '5 hours' FROM generate_series(1, 40) AS i");
    refreshed_equal('after 2^31 transactions', 'keyed');
    like(progress('keyed', 'read_wholly_because'), qr/too many transactions/, 'which is known');
    sql("INSERT INTO w.keyed SELECT 1000 * $epoch + i, i % 3, i % 5, 'login', 1, '2026-03-02'::timestamptz + i * interval '5 hours' FROM generate_series(1, 40) AS i");
    refreshed_equal('and on from there', 'keyed');
    is_incremental('keyed', 'a later epoch');
  }
}
cluster('remove');
rmdir $home;
$database = $original;

# ---- rights

sql(q(DROP ROLE IF EXISTS customer360_part; CREATE ROLE customer360_part LOGIN;
  GRANT USAGE ON SCHEMA w, keyed TO customer360_part; GRANT ALL ON ALL TABLES IN SCHEMA w, keyed TO customer360_part;
  CREATE POLICY part ON w.keyed TO customer360_part USING (account_id = 2); ALTER TABLE w.keyed ENABLE ROW LEVEL SECURITY));
sql('SELECT w.write() FROM generate_series(1, 20); CALL keyed.refresh_activity()');
($status, $text) = try_query($database, '\set VERBOSITY verbose' . "\nCALL keyed.refresh_activity()", role => 'customer360_part');
like($text, qr/ERROR:  42501: query would be affected by row-level security/, 'who does not see every event cannot refresh');
equal('a refresh that was refused', 'keyed');
is(query($database, 'SELECT count(*) > 0 FROM keyed.user_days', role => 'customer360_part'), 't', 'accounts that are seen, are seen in the roll-ups');
sql(q(CREATE POLICY whose ON w.keyed AS RESTRICTIVE FOR SELECT TO customer360_part USING (account_id = 2)));
sql('ALTER VIEW keyed.accounts SET (security_invoker = true)');
is(query($database, 'SELECT (SELECT array_agg(DISTINCT account_id) FROM keyed.user_days), (SELECT array_agg(DISTINCT account_id) FROM keyed.user_activity), (SELECT array_agg(DISTINCT account_id) FROM keyed.activity_daily)', role => 'customer360_part'), '{2}|{2}|{2}', 'and no others');
sub refused { my ($sql, $error, $what, @role) = @_; my ($status, $text) = try_query($database, '\set VERBOSITY verbose' . "\n$sql", @role); like($text, qr/ERROR:  $error/, $what) }
refused("SELECT customer360_queue_touched_days('w')", '42883: schema w has no roll-ups', 'triggers for a schema without roll-ups');
refused('SELECT customer360_queue_touched_days(NULL)', '22004: target_schema must not be null', 'triggers for no schema');
refused("SELECT customer360_queue_touched_days('loaded')", '42809: w.loaded cannot have such triggers', 'triggers on a view');
refused("SELECT customer360_queue_touched_days('keyed')", '42883: schema keyed has no roll-ups', 'triggers without their function');
build('w.keyed', 'keyed');
refused("SELECT customer360_queue_touched_days('keyed')", '42501:', 'triggers by who owns nothing', role => 'customer360_part');
sql("SELECT customer360_queue_touched_days('keyed'); ALTER TABLE w.keyed DISABLE ROW LEVEL SECURITY; CALL keyed.refresh_activity()");
query($database, "INSERT INTO w.keyed VALUES (77777, 2, 1, 'login', 1, '2026-03-09')", role => 'customer360_part');
refreshed_equal('written by another role, whose writes are queued', 'keyed');
is_incremental('keyed', 'by another role');
sql('REASSIGN OWNED BY customer360_part TO CURRENT_USER; DROP OWNED BY customer360_part; DROP ROLE customer360_part');

note sprintf '%-72s %5s %7s %8s', 'scenario (seed ' . $seed . ')', 'lost', 'doubled', 'seconds';
note $_ for @table;
done_testing;
