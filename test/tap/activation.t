#!/usr/bin/perl
# activation_changes: what record_activation() writes, who may see it, and that no reader who goes on after the greatest
# version it saw misses a change, whatever recorders do at once, roll back, or are killed in.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Server;
use Time::HiRes 'sleep';
use Test::More;

my $seed = $ENV{ACTIVATION_SEED} // 20261126;
srand $seed;
my $database = new_database('customer360_activation');
my @roles = qw(customer360_tool customer360_part customer360_all);
query('postgres', "DROP ROLE IF EXISTS $_; CREATE ROLE $_ LOGIN") for @roles;
sub sql { return query($database, @_) }
sub refused { my ($sql, $error, $what, @role) = @_; my ($status, $text) = try_query($database, "\\set VERBOSITY verbose\n$sql", @role); like($text, qr/ERROR:  $error/, $what) }

sql(q{
  ALTER DATABASE customer360_activation SET customer360.as_of = '2026-06-30'; ALTER DATABASE customer360_activation SET jit = off;
  CREATE SCHEMA w;
  CREATE TABLE w.accounts (account_id bigint PRIMARY KEY, name text, signed_on date);
  CREATE TABLE w.subscriptions (subscription_id bigint PRIMARY KEY, account_id bigint, valid daterange, mrr numeric);
  INSERT INTO w.accounts SELECT i, 'Company ' || i, CASE WHEN i <= 30 THEN date '2025-01-01' + i::int END FROM generate_series(1, 40) AS i;
  INSERT INTO w.subscriptions SELECT i, i, daterange('2025-02-01', NULL), 100 + i FROM generate_series(1, 30) AS i;});
my $build = q{SELECT * FROM customer360_create_views('w', 'cs');};
like(sql($build), qr/^activation_changes\|table\|created\|empty until CALL cs\.record_activation\(\)$/m, 'the builder makes the table');
like(sql($build), qr/^activation_changes\|table\|kept\|its rows are kept$/m, 'and keeps it');

# ---- what is recorded

my $columns = sql(q{SELECT string_agg(attname, ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = 'cs.activation'::regclass AND attnum > 0});
my $differing = "SELECT count(*) FROM ((SELECT $columns FROM cs.activation EXCEPT ALL SELECT $columns FROM cs.activation_changes WHERE deleted_at IS NULL)
  UNION ALL (SELECT $columns FROM cs.activation_changes WHERE deleted_at IS NULL EXCEPT ALL SELECT $columns FROM cs.activation)) AS either";
sub record { sql('CALL cs.record_activation()') }
my $last = 0;
# What is new to a reader: rows of account, changed columns and whether it is deleted; and how many there are.
sub news {
  my $rows = sql("SELECT account_id, changed_columns, deleted_at IS NOT NULL FROM cs.activation_changes WHERE version > $last ORDER BY account_id");
  $last = sql('SELECT max(version) FROM cs.activation_changes');
  return $rows;
}
is(sql('SELECT count(account_id) || \' \' || count(*) FILTER (WHERE status = \'prospect\') FROM cs.activation'), '40 10', 'a row for every account, prospects included');
record();
is(sql($differing), 0, 'the table says what the view says');
is(scalar(() = news() =~ /^\d+\|\{account,status,tier,csm,arr,.*next_action\}\|f$/mg), 40, 'every column of a new row is changed');
my $written = 'SELECT md5(string_agg(t::text || t.xmin, \'\' ORDER BY account_id)) FROM cs.activation_changes AS t';
my $before = sql($written);
record();
is(sql($written), $before, 'recorded twice, nothing is written');
is(news(), '', 'and there is nothing new');
sql(q{UPDATE w.subscriptions SET mrr = mrr * 2 WHERE account_id = 7; UPDATE w.accounts SET name = 'Company Eight' WHERE account_id = 8;
  UPDATE w.subscriptions SET valid = '[2025-02-01,2026-06-01)' WHERE account_id = 9; UPDATE w.subscriptions SET valid = '[2025-02-01,2026-06-01)', mrr = 5 WHERE account_id = 10});
record();
is(news(), "7|{arr}|f\n8|{account}|f\n9|{status,arr}|f\n10|{status,arr}|f", 'what has changed, and in which columns');
is(sql('SELECT count(DISTINCT version) || \' \' || count(DISTINCT changed_at) FROM cs.activation_changes'), '40 2', 'each row has a version, each recording an instant');
is(sql('SELECT count(*) FROM cs.activation_changes AS a JOIN cs.activation_changes AS b ON a.version < b.version AND a.changed_at > b.changed_at'), 0, 'which rises with the versions');
sql('BEGIN; UPDATE w.accounts SET name = name || \'!\'; CALL cs.record_activation(); ROLLBACK');
record();
is(news(), '', 'a recording rolled back leaves nothing');

sql('CREATE TABLE kept AS SELECT * FROM w.accounts WHERE account_id IN (5, 6); DELETE FROM w.accounts WHERE account_id IN (5, 6)');
record();
is(news(), "5|{}|t\n6|{}|t", 'accounts that are gone leave a row that says so');
is(sql('SELECT num_nonnulls(' . $columns =~ s/^account_id, //r . ') FROM cs.activation_changes WHERE account_id = 5'), 0, 'and nothing else of them');
record();
is(news(), '', 'once');
sql('INSERT INTO w.accounts SELECT * FROM kept WHERE account_id = 5');
record();
like(news(), qr/^5\|\{account,status,.*\}\|f$/, 'what is back again is new');
is(sql($differing), 0, 'the table says what the view says');

# A later version of the pack may have other columns.
sql('ALTER TABLE cs.activation_changes DROP COLUMN tier');
like(sql($build), qr/^activation_changes\.tier\|column\|added/m, 'a column that is new is added');
record();
is(news(), '', 'and changes nothing where it is NULL');
sql('INSERT INTO cs.activation_changes (account_id, changed_at) SELECT 1000 + i, \'2126-01-01\' FROM generate_series(1, 3) AS i');
record();
is(sql('SELECT count(*) FROM cs.activation_changes WHERE changed_at > \'2126-01-01\''), 3, 'a clock that was put back: instants rise all the same');
news();

refused("BEGIN ISOLATION LEVEL $_; CALL cs.record_activation()", '25000: .*\n(?s:.*)HINT:  Call it in a transaction of READ COMMITTED', "not in $_") for 'REPEATABLE READ', 'SERIALIZABLE';
$before = sql($written);
refused('BEGIN; TRUNCATE w.accounts; CALL cs.record_activation()', '55000: cs\.activation has no row.*\n(?s:.*)DETAIL:  Recorded accounts: 39\.', 'not while no account is there');
is(sql($written), $before, 'and nothing was written');
sql('BEGIN; TRUNCATE w.accounts; TRUNCATE cs.activation_changes; CALL cs.record_activation(); ROLLBACK');

# ---- who may see and record

sql("GRANT USAGE ON SCHEMA cs, w TO $_; GRANT SELECT ON ALL TABLES IN SCHEMA cs, w TO $_") for qw(customer360_part customer360_all);
my $seen = 'SELECT count(*), count(deleted_at), min(account_id) FROM cs.activation_changes';
is(sql($seen, role => 'customer360_all'), sql($seen), 'who sees all accounts sees all rows, deleted ones too');
sql('CREATE POLICY part ON w.accounts TO customer360_part USING (account_id = 8); CREATE POLICY every ON w.accounts TO customer360_all USING (true); ALTER TABLE w.accounts ENABLE ROW LEVEL SECURITY');
is(sql($seen, role => 'customer360_part'), '1|0|8', 'who sees one account sees one row');
is(sql('SELECT count(deleted_at) FROM cs.activation_changes', role => 'customer360_all'), 0, 'whose a deleted account was, nobody knows');
refused('CALL cs.record_activation()', '42501: ', 'who is shown a part does not record', role => 'customer360_part');
sql('ALTER TABLE w.accounts DISABLE ROW LEVEL SECURITY');
refused('CALL cs.record_activation()', '42501: ', 'nor who does not own the table', role => 'customer360_all');
# What docs/activation.md gives to a tool: one view.
sql(q{CREATE SCHEMA for_tools; CREATE VIEW for_tools.accounts AS TABLE cs.activation_changes; GRANT USAGE ON SCHEMA for_tools TO customer360_tool; GRANT SELECT ON for_tools.accounts TO customer360_tool});
is(sql($seen =~ s/cs\.activation_changes/for_tools.accounts/r, role => 'customer360_tool'), sql($seen), 'a tool needs no right but on one view');
refused('SELECT FROM cs.activation_changes', '42501: ', 'and has none', role => 'customer360_tool');
sql($build);
is(sql($seen =~ s/cs\.activation_changes/for_tools.accounts/r, role => 'customer360_tool'), sql($seen), 'the views built anew, it still reads');
sql('DROP SCHEMA for_tools CASCADE');

# ---- a recorder waits for the one before

my ($first, $second) = map { Server::Session->new($database) } 1, 2;
record();
news();
my $name = 'UPDATE w.accounts SET name = %s WHERE account_id = %d';
sql(sprintf $name, q('another'), 11);
$first->query('BEGIN');
$first->query('CALL cs.record_activation()');
# What the first has written is as it was, so that their rows are not the same.
sql(sprintf($name, q('Company 11'), 11) . '; ' . sprintf($name, q('another'), 12));
$second->send('CALL cs.record_activation()');
sleep 0.01 until sql(q{SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'advisory' AND pid = } . $second->backend);
is(news(), '', 'a recorder waits until the one before has committed, and no reader sees a later version until then');
$first->query('COMMIT');
is($second->answer, '', 'then it goes on');
is(news(), "11|{account}|f\n12|{account}|f", 'and has seen what the first wrote');
record();
is(news(), '', 'nothing is left to write');
$_->close for $first, $second;

# ---- recorders and readers at once

# From here on the view shows a table that writers change.
my $types = sql(q{SELECT string_agg(format('%s::%s', CASE attname WHEN 'account_id' THEN 'i' WHEN 'attention' THEN '0' ELSE 'NULL' END, format_type(atttypid, atttypmod)) || ' AS ' || attname, ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = 'cs.activation'::regclass AND attnum > 0});
sql("CREATE TABLE state AS SELECT $types FROM generate_series(1, 50) AS i; ALTER TABLE state ADD PRIMARY KEY (account_id); CREATE OR REPLACE VIEW cs.activation AS SELECT $columns FROM state; TRUNCATE cs.activation_changes");
sql(q{
  CREATE PROCEDURE write(transactions integer) LANGUAGE plpgsql AS $$
  BEGIN
    FOR i IN 1 .. transactions LOOP
      UPDATE state SET attention = attention + 1, tier = 'tier ' || i % 7 WHERE account_id = 1 + floor(random() * 50);
      IF random() < 0.3 THEN
        DELETE FROM state WHERE account_id = 1 + floor(random() * 50);
      END IF;
      INSERT INTO state (account_id, attention) SELECT 1 + floor(random() * 50), 0 ON CONFLICT DO NOTHING;
      COMMIT;
      PERFORM pg_sleep(random() * 0.004);
    END LOOP;
  END $$;
  -- Alone, in transactions that stay open, under savepoints that are taken back, and rolled back.
  CREATE PROCEDURE record(transactions integer) LANGUAGE plpgsql AS $$
  BEGIN
    FOR i IN 1 .. transactions LOOP
      BEGIN
        CALL cs.record_activation();
        IF random() < 0.2 THEN
          RAISE EXCEPTION USING ERRCODE = 'triggered_action_exception';
        END IF;
      EXCEPTION WHEN triggered_action_exception THEN
        NULL;
      END;
      IF random() < 0.5 THEN
        PERFORM pg_sleep(random() * 0.006);
        CALL cs.record_activation();
      END IF;
      IF random() < 0.1 THEN
        ROLLBACK;
      ELSE
        COMMIT;
      END IF;
    END LOOP;
  END $$;
  -- A sync tool: it keeps a copy, asks for what is after its greatest version, and after each answer compares the copy
  -- with the whole table, under the snapshot of the answer. skipped: the answers after which they differed.
  CREATE TABLE copy_whole (LIKE cs.activation_changes);
  CREATE TABLE copy_paged (LIKE cs.activation_changes);
  CREATE TABLE copy_timed (LIKE cs.activation_changes);
  CREATE TABLE polls (copy text, news bigint, differences bigint);
  CREATE PROCEDURE take_over(copy text, condition text) LANGUAGE plpgsql AS $$
  BEGIN
    EXECUTE format('CREATE TEMP TABLE news ON COMMIT DROP AS SELECT * FROM cs.activation_changes WHERE %s', condition);
    EXECUTE format('DELETE FROM %I USING news WHERE %1$I.account_id = news.account_id', copy);
    EXECUTE format('INSERT INTO %I TABLE news', copy);
  END $$;
  CREATE TABLE finished ();
  CREATE PROCEDURE poll(copy text, condition text) LANGUAGE plpgsql AS $$
  DECLARE
    differences bigint;
  BEGIN
    WHILE NOT EXISTS (SELECT FROM finished) LOOP
      CALL take_over(copy, condition);
      EXECUTE format('SELECT count(*) FROM ((TABLE %I EXCEPT TABLE cs.activation_changes) UNION ALL (TABLE cs.activation_changes EXCEPT TABLE %1$I)) AS either', copy) INTO differences;
      INSERT INTO polls SELECT copy, count(*), differences FROM news;
      COMMIT;
      PERFORM pg_sleep(random() * 0.003);
    END LOOP;
  END $$;
});
my %condition = (
  copy_whole => 'version > (SELECT coalesce(max(version), 0) FROM copy_whole)',
  copy_paged => 'version IN (SELECT version FROM cs.activation_changes WHERE version > (SELECT coalesce(max(version), 0) FROM copy_paged) ORDER BY version LIMIT 3)',
  copy_timed => q{changed_at > (SELECT coalesce(max(changed_at), '-infinity') FROM copy_timed)});
my %tool = map { $_ => Server::Session->new($database) } sort keys %condition;
my @writers = map { Server::Session->new($database) } 1 .. 2;
my @recorders = map { Server::Session->new($database) } 1 .. 4;
$_->query("SET default_transaction_isolation = 'repeatable read'") for values %tool;
$_->send('CALL write(400)') for @writers;
$_->send('CALL record(300)') for @recorders;
$tool{$_}->send("CALL poll('$_', \$\$$condition{$_}\$\$)") for sort keys %condition;
my ($killed, @failed) = (0);
while (grep { !$_->has_answered } @writers) {
  sleep rand(0.06);
  my $number = int rand @recorders;
  next if $recorders[$number]->has_answered;
  $killed += sql('SELECT pg_terminate_backend(' . $recorders[$number]->backend . ')') eq 't' ? 1 : 0;
  my $text = eval { $recorders[$number]->answer } // '';
  push @failed, $text if $text =~ /ERROR/;
  $recorders[$number] = Server::Session->new($database);
  $recorders[$number]->send('CALL record(300)');
}
push @failed, grep { $_ ne '' } map { scalar $_->answer } @writers, @recorders;
sql('INSERT INTO finished DEFAULT VALUES');
push @failed, grep { $_ ne '' } map { scalar $_->answer } values %tool;
is_deeply(\@failed, [], 'no writer, recorder or reader has failed');
cmp_ok($killed, '>=', 3, "recorders were killed: $killed");
is(sql(q{SELECT copy, sum(differences) FROM polls WHERE copy <> 'copy_paged' GROUP BY copy ORDER BY copy}), "copy_timed|0\ncopy_whole|0",
  'after every answer the copy was what the table was, by version and by instant');
cmp_ok(sql(q{SELECT min(changes) FROM (SELECT count(*) FILTER (WHERE news > 0) AS changes FROM polls GROUP BY copy) AS p}), '>=', 10, 'and many answers had something new');
record();
my $same = 'SELECT count(*) FROM ((TABLE %1$s EXCEPT TABLE cs.activation_changes) UNION ALL (TABLE cs.activation_changes EXCEPT TABLE %1$s)) AS either';
for my $copy (sort keys %tool) {
  $tool{$copy}->query("CALL take_over('$copy', \$\$$condition{$copy}\$\$)") for 1 .. 20;
  is(sql(sprintf $same, $copy), 0, "in the end $copy is the table");
}
is(sql($differing), 0, 'which says what the view says');
is(sql('SELECT (SELECT count(*) FROM copy_whole WHERE deleted_at IS NULL AND account_id NOT IN (SELECT account_id FROM state)) + (SELECT count(*) FROM state WHERE account_id NOT IN (SELECT account_id FROM copy_whole WHERE deleted_at IS NULL))'), 0, 'no account is missing, none is left over');
$_->close for values %tool, @writers, @recorders;
note "seed $seed, killed $killed, largest version " . sql('SELECT max(version) FROM cs.activation_changes');

END {
  my $status = $?;
  if ($database) {
    run('', 'psql', '-XqAt', '-d', 'postgres', '-c', qq(DROP DATABASE IF EXISTS "$database" WITH (FORCE)));
    run('', 'psql', '-XqAt', '-d', 'postgres', '-c', "DROP ROLE IF EXISTS $_") for @roles;
  }
  $? = $status;
}
done_testing;
