#!/usr/bin/perl
# Views of which rows are stored, tables with rows of their own, and who may see them; readers beside rebuilds; what an
# administrator has changed. Wants PGDATABASE to be a database made by tools/load-demo.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Server;
use Test::More;

my $database = new_database('customer360_stored', TEMPLATE => $ENV{PGDATABASE}, extension => 0);
query($database, "ALTER DATABASE $database SET customer360.as_of = '2026-06-30'; ALTER DATABASE $database SET jit = off");
sub create { my ($more) = @_; return 'SELECT * FROM customer360_create_views(\'warehouse\', \'customer_success\'' . ($more // '') . ');' }
my @roles = qw(customer360_reader customer360_blind);
query('postgres', "DROP ROLE IF EXISTS $_; CREATE ROLE $_ LOGIN") for @roles;
query($database, "GRANT USAGE ON SCHEMA warehouse, customer_success TO $_; GRANT SELECT ON ALL TABLES IN SCHEMA warehouse, customer_success TO $_") for @roles;

# ---- views of which rows are stored

my @views = split /\n/, query($database, q{SELECT name FROM c360_view_pack() WHERE key IS NULL AND 'account_id' = ANY (columns) ORDER BY number});
cmp_ok(scalar @views, '>=', 12, 'views with an account');
my $rows = join ' UNION ALL ', map { "SELECT '$_', v::text FROM customer_success.$_ AS v" } @views;
my $digest = "SELECT name, count(*), md5(string_agg(line, E'\\n' ORDER BY line COLLATE \"C\")) FROM ($rows) AS r (name, line) GROUP BY name ORDER BY name COLLATE \"C\"";
my $computed = query($database, $digest);
my $earlier = query($database, "SET customer360.as_of = '2026-03-31'; $digest");
my $report = query($database, create(', stored => ARRAY[' . join(', ', map { "'$_'" } @views) . ']'));
like($report, qr/^customer_360\|view\|replaced\|its rows are stored by CALL customer_success\.refresh_stored\(\)$/m, 'they can be stored, and the report says so');
is(query($database, $digest), $computed, 'nothing stored yet: they compute');
query($database, 'CALL customer_success.refresh_stored()');
is(query($database, 'SELECT count(*) FROM customer_success.stored_views WHERE day = as_of() AND refreshed_at IS NOT NULL'), scalar @views, 'stored_views says of which day they are');
is(query($database, $digest), $computed, 'stored: the same rows');
is(query($database, 'SELECT count(*) FROM customer_success.stored_customer_360'), query($database, 'SELECT count(*) FROM customer_success.customer_360'), 'which are there');
is(query($database, "SET customer360.as_of = '2026-03-31'; $digest"), $earlier, 'of another day they compute');
query($database, 'CREATE TABLE public.before AS SELECT * FROM customer_success.customer_360; UPDATE warehouse.subscriptions SET mrr = mrr + 100 WHERE account_id = 7');
is(query($database, 'SELECT count(*) FROM customer_success.customer_360 EXCEPT SELECT count(*) FROM public.before'), '', 'what is stored stays until it is refreshed');
query($database, 'CREATE TABLE public.written AS SELECT ctid AS place, xmin AS writer FROM customer_success.stored_customer_360; CALL customer_success.refresh_stored()');
is(query($database, 'SELECT mrr - (SELECT mrr FROM public.before WHERE account_id = 7) > 0 FROM customer_success.customer_360 WHERE account_id = 7'), 't', 'then it is new');
cmp_ok(query($database, 'SELECT count(*) FROM customer_success.stored_customer_360 AS s JOIN public.written AS w ON w.place = s.ctid AND w.writer = s.xmin'), '>=', 90, 'and what has not changed was not written');
like(query($database, 'EXPLAIN SELECT * FROM customer_success.customer_360 WHERE account_id = 7'), qr/stored_customer_360_account/, 'one customer is looked up by an index');
query($database, 'UPDATE warehouse.subscriptions SET mrr = mrr - 100 WHERE account_id = 7; CALL customer_success.refresh_stored()');
is(query($database, $digest), $computed, 'changed back, all is as it was');
query($database, create());
is(query($database, 'SELECT count(*) FROM customer_success.stored_views WHERE day IS NOT NULL'), scalar @views, 'built again, they stay stored');

sub fails {
  my ($state, $sql, $name, %options) = @_;
  my ($status, $text) = try_query($database, "\\set VERBOSITY verbose\n$sql", %options);
  like($text, qr/ERROR:  $state: .*DETAIL:  \S.*HINT:  \S/s, $name);
  return $text;
}
like(fails('22023', create(q{, stored => '{customer360}'}), 'what is no view cannot be stored'), qr/customer360; perhaps customer_360/, 'and the nearest one is named');
fails('0LP01', create(q{, stored => '{mrr_bridge}'}), 'nor one without accounts that others may read');

# ---- who sees a part

# One account only, by a policy of accounts; all accounts, and no subscription.
query($database, q{ALTER TABLE warehouse.accounts ENABLE ROW LEVEL SECURITY; CREATE POLICY one ON warehouse.accounts TO customer360_reader USING (account_id = 7); CREATE POLICY every ON warehouse.accounts TO customer360_blind USING (true);
  ALTER TABLE warehouse.subscriptions ENABLE ROW LEVEL SECURITY; CREATE POLICY one ON warehouse.subscriptions TO customer360_reader USING (account_id = 7); CREATE POLICY none ON warehouse.subscriptions TO customer360_blind USING (false)});
query($database, 'GRANT SELECT ON ALL TABLES IN SCHEMA customer_success TO customer360_reader, customer360_blind');
is(query($database, 'SELECT count(*), min(account_id) FROM customer_success.customer_360', role => 'customer360_reader'), '1|7', 'who sees one account sees one customer');
is(query($database, 'SELECT count(*), min(account_id) FROM customer_success.stored_customer_360', role => 'customer360_reader'), '1|7', 'in what is stored, too');
is(query($database, 'SELECT count(mrr) FROM customer_success.customer_360 WHERE mrr > 0', role => 'customer360_blind'), 0, 'who sees no subscription sees no MRR where it is stored');
is(query($database, 'SELECT (SELECT count(*) FROM customer_success.stored_customer_360), (SELECT count(*) FROM customer_success.metric_history), (SELECT count(*) FROM customer_success.score_history)', role => 'customer360_blind'), '0|0|0', 'nor in the tables, nor in what was recorded');
cmp_ok(query($database, 'SELECT count(*) FROM customer_success.user_activity', role => 'customer360_blind'), '>', 0, 'but the activity, which is made of events');
query($database, q{ALTER TABLE warehouse.users ENABLE ROW LEVEL SECURITY; CREATE POLICY a_few ON warehouse.users TO customer360_blind USING (user_id IN (SELECT user_id FROM warehouse.product_events WHERE account_id = 7)); CREATE POLICY every ON warehouse.users TO customer360_reader USING (true)});
is(query($database, 'SELECT count(DISTINCT account_id) FROM customer_success.user_activity', role => 'customer360_blind'), 1, 'users who are hidden are hidden there');
query($database, "ALTER TABLE warehouse.$_ DISABLE ROW LEVEL SECURITY") for qw(accounts subscriptions users);

# ---- what an administrator has changed

query($database, q{ALTER VIEW customer_success.customer_360 SET (security_barrier = true); ALTER VIEW customer_success.tickets SET (security_barrier = true);
  ALTER POLICY account_is_visible ON customer_success.score_history USING (account_id = 7)});
$report = query($database, create(q{, stored => '{}'}));
like($report, qr/^customer_360\|view\|kept\|its options: .*security_barrier=true/m, 'an option stays, and is reported');
like($report, qr/^score_history\|table\|kept\|its policy account_is_visible, altered: \(account_id = 7\)$/m, 'so does a policy');
like($report, qr/^stored_customer_360\|table\|dropped\|no longer stored$/m, 'what is no longer stored is dropped');
is(query($database, q{SELECT count(*) FROM pg_class WHERE relnamespace = 'customer_success'::regnamespace AND reloptions::text LIKE '%security_barrier=true%'}), 2, 'both options are there');
is(query($database, 'SELECT count(DISTINCT account_id) FROM customer_success.score_history', role => 'customer360_reader'), 1, 'and the policy holds');
is(query($database, $digest), $computed, 'no longer stored: the same rows');
# Somebody else's, by a comment that anybody can write.
query($database, q{GRANT CREATE ON SCHEMA customer_success TO customer360_reader});
query($database, q{CREATE TABLE customer_success.source_faults_2 (a int); COMMENT ON TABLE customer_success.source_faults_2 IS 'Made by customer360_create_views()'}, role => 'customer360_reader');
query($database, q{DROP TABLE customer_success.metric_history CASCADE});
query($database, q{CREATE TABLE customer_success.metric_history (account_id bigint, day date, metrics jsonb); COMMENT ON TABLE customer_success.metric_history IS 'Made by customer360_create_views()'}, role => 'customer360_reader');
like(fails('42501', create(), 'what somebody else made by that comment is not taken over, by a superuser neither'), qr/table metric_history of customer360_reader/, 'and it is named');
query($database, 'DROP TABLE customer_success.metric_history, customer_success.source_faults_2; REVOKE CREATE ON SCHEMA customer_success FROM customer360_reader');
query($database, create());

# ---- names that are nearly the contract's

query($database, q{CREATE SCHEMA near; CREATE VIEW near.accounts AS SELECT account_id, name, signed_on AS signed_at, segment AS segmnt FROM warehouse.accounts; CREATE VIEW near.subscription AS TABLE warehouse.subscriptions;
  CREATE VIEW near.score_rubrics AS SELECT 'own'::text AS name, '1'::text AS version, daterange(NULL, NULL) AS valid, jsonb '{"rubric": 1, "metrics": [{"key": "open_tickts", "weight": 100, "type": "binary"}]}' AS rubric});
$report = query($database, q{SELECT * FROM customer360_create_views('near', 'near_out')});
like($report, qr/^subscription\|table\|unknown\|no table of the contract; perhaps subscriptions is meant$/m, 'a table whose name is nearly known is told');
like($report, qr/^accounts\.signed_at\|column\|unknown\|no column of the contract; perhaps signed_on is meant$/m, 'so is a column');
like($report, qr/^accounts\.segmnt\|column\|unknown\|.*perhaps segment is meant$/m, 'and another');
like($report, qr/^own\|document\|warning\|asks for open_tickts, which is no metric and no attribute: .*; perhaps open_tickets$/m, 'so is a metric for which a rubric asks');
query($database, 'DROP SCHEMA near, near_out CASCADE');

# ---- readers beside rebuilds

# Each view in an order of its own, in statements and in transactions of several; none fails, none waits for ever.
my @readers = map { Server::Session->new($database) } 1 .. 3;
my @reads = (
  'SELECT count(*) FROM customer_success.customer_360; SELECT count(*) FROM customer_success.mrr_bridge;',
  'BEGIN; SELECT count(*) FROM customer_success.subscriptions; SELECT count(*) FROM customer_success.tickets; SELECT count(*) FROM customer_success.account_metrics; COMMIT;',
  'BEGIN; SELECT count(*) FROM customer_success.account_metrics; SELECT count(*) FROM customer_success.accounts; SELECT count(*) FROM customer_success.subscriptions; COMMIT;');
for my $number (0 .. 2) { $readers[$number]->send($reads[$number] x 12) }
my @failed;
for (1 .. 20) {
  my ($status, $text) = try_query($database, create());
  push @failed, $text if $status;
}
is_deeply(\@failed, [], '20 rebuilds beside readers');
for my $number (0 .. 2) {
  my $answer = $readers[$number]->answer;
  unlike($answer, qr/ERROR/, "reader $number: no read has failed");
  cmp_ok(scalar(() = $answer =~ /^\d+$/mg), '>=', 24, "reader $number: and all have an answer");
}
$_->close for @readers;

END {
  my $status = $?;
  if ($database) {
    run('', 'psql', '-XqAt', '-d', 'postgres', '-c', qq(DROP DATABASE IF EXISTS "$database" WITH (FORCE)));
    run('', 'psql', '-XqAt', '-d', 'postgres', '-c', "DROP ROLE IF EXISTS $_") for @roles;
  }
  $? = $status;
}
done_testing;
