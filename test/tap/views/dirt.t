#!/usr/bin/perl
# What the clean layer makes of warehouses as they are: other types, and faults of every kind at random, against the same
# facts without them. test/dirt/ has the shapes and the faults.
#
#   DIRT_SCALE: how much of a demo warehouse (default 0.02: 40 accounts); DIRT_SEED: which faults (default 1);
#   DIRT_SHAPES: in which types besides, such as text,uuid (at a scale of 1 each takes twenty minutes)
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Dirt;
use Server;
use Test::More;

my $scale = $ENV{DIRT_SCALE} // 0.02;
my $seed = $ENV{DIRT_SEED} // 1;
my ($database, $today) = new_warehouse('dirt', $scale);

load_file($database, 'test/dirt/spoil.sql');
query($database, "CALL dirt.build('warehouse', 'clean', '$today')");

# What tells of the source or of its refresh, tables and views of what the others have not (rates, words, aliases), and
# documents that were put in force.
my @added = qw(source_tables source_faults reconciliation rollup_progress stored_views
  currency_rates vocabulary account_aliases account_map score_rubrics playbook_rules playbook);
# seen_together is a graph in the order of its identifiers, which have another order in another shape.
my @views = grep { my $view = $_; $view !~ /^source_/ && !grep { $_ eq $view } @added, 'seen_together' }
  split /\n/, query($database, "SELECT dirt.relations('clean')");
# The rank among all customers. In no shape compared is shared_id: it says what the source's own keys prove.
my @apart = ('percentile');

sub same_rows {
  my ($name, $target, $views, $touched, @apart) = @_;
  is_empty($database, $name, "SELECT * FROM dirt.differences_of_all('clean', '$target', '{@{[join ',', @$views]}}', $touched,
    '{@{[join ',', 'shared_id', @apart]}}')");
}

sub reconciled {
  my ($target) = @_;
  is_empty($database, "nothing in $target is unexplained", "SELECT * FROM $target.reconciliation WHERE unexplained <> 0");
}
reconciled('clean');

# ---- types alone

for my $shape (split /,/, $ENV{DIRT_SHAPES} // ($scale > 0.02 ? 'plain,text,uuid,numeric' : 'uuid')) {
  query($database, "SELECT dirt.copy_warehouse('warehouse', 'w_$shape', '$shape');
    CALL dirt.build('w_$shape', 'c_$shape', '$today')");
  same_rows("every view gives the same rows over the shape $shape", "c_$shape", \@views, "'{}'");
  is_empty($database, "and finds no other faults in it", "
    (SELECT table_name, dirt.as_it_reads(key), fault FROM c_$shape.source_faults
     EXCEPT ALL SELECT table_name, key, fault FROM clean.source_faults)
    UNION ALL (SELECT table_name, key, fault FROM clean.source_faults
     EXCEPT ALL SELECT table_name, dirt.as_it_reads(key), fault FROM c_$shape.source_faults)");
}

# ---- faults

# Every injected row is told, as what it is; and nothing else is. Keys of several columns may go on. A line without a start
# begins with the signature of its account, and is left out where another fault has taken that away.
sub told {
  my ($spoilt, $target) = @_;
  my $same = "f.table_name = i.table_name AND (f.key = i.key OR starts_with(f.key, i.key || ', '))";
  is_empty($database, "every fault of $spoilt is told", "
    SELECT i.* FROM dirt.injected AS i
    WHERE i.schema_name = '$spoilt' AND i.severity IS NOT NULL
      AND NOT EXISTS (SELECT FROM $target.source_faults AS f WHERE $same
          AND (f.severity = i.severity OR i.fault IN ('no start', 'endless start') AND f.severity = 'error'))");
  is_empty($database, "and no fault that it does not have, of customers that were not touched", "
    SELECT f.* FROM $target.source_faults AS f
    WHERE NOT EXISTS (SELECT FROM dirt.injected AS i WHERE i.schema_name = '$spoilt' AND ($same
        OR i.account_id = f.account_id))
      AND (f.table_name, dirt.as_it_reads(f.key), f.fault)
        NOT IN (SELECT table_name, key, fault FROM clean.source_faults)");
}

query($database, "SELECT dirt.copy_warehouse('warehouse', 'harmless', 'text');
  SELECT dirt.spoil('harmless', $seed, true); CALL dirt.build('harmless', 'c_harmless', '$today')");
same_rows('rows that are left out, copies and other spellings change no view', 'c_harmless', \@views, "'{}'",
  @apart);
told('harmless', 'c_harmless');
reconciled('c_harmless');

query($database, "SELECT dirt.copy_warehouse('warehouse', 'dirty', 'text');
  SELECT dirt.spoil('dirty', $seed, false); CALL dirt.build('dirty', 'c_dirty', '$today')");
my %by_account = map { $_ => 1 } split /\n/, query($database, "
  SELECT relname FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attname = 'account_id'
  WHERE relnamespace = 'clean'::regnamespace");
same_rows('faults of some customers change no row of the others', 'c_dirty', [grep { $by_account{$_} } @views],
  q{(SELECT array_agg(DISTINCT dirt.as_it_reads(account_id)) FROM dirt.injected WHERE schema_name = 'dirty')}, @apart);
told('dirty', 'c_dirty');
reconciled('c_dirty');
is_empty($database, 'although the totals differ', q{
  SELECT measure FROM c_dirty.reconciliation
  WHERE difference = 0 AND measure IN ('mrr', 'invoiced', 'tickets', 'events in 28 days', 'users with access', 'answers')});

my $rest = join ',', grep { !$by_account{$_} } @views;
is_empty($database, 'nor does any view of the company fail', "CALL dirt.read('c_dirty', '{$rest}')");
is_empty($database, 'every kind of fault was put in', "
  SELECT r.table_name, r.fault FROM dirt.recipes AS r
  WHERE (r.table_name, r.fault) NOT IN (SELECT table_name, fault FROM dirt.injected WHERE schema_name = 'dirty')")
  if $scale >= 0.05;

query($database, "SELECT dirt.copy_warehouse('warehouse', 'odd', 'plain'); SELECT dirt.spoil_values('odd');
  CALL dirt.build('odd', 'c_odd', '$today')");
is_empty($database, 'no view fails over infinite, empty, huge or ancient values of the right types', "
  CALL dirt.read('c_odd', '{" . join(',', split /\n/, query($database, "SELECT dirt.relations('c_odd')")) . "}')");
reconciled('c_odd');

# Tables without their ids or parts of their keys, amounts in another currency, kinds that identity_agg() refuses, more
# seats than an array has places, and an event of the last weeks that was delivered months before, too.
query($database, "SELECT dirt.copy_warehouse('warehouse', 'meagre', 'plain');
  ALTER TABLE meagre.subscriptions DROP COLUMN subscription_id, ADD COLUMN IF NOT EXISTS status text;
  ALTER TABLE meagre.survey_responses DROP COLUMN response_id;
  ALTER TABLE meagre.working_hours DROP COLUMN weekday, DROP COLUMN day;
  ALTER TABLE meagre.account_attributes DROP COLUMN valid;
  ALTER TABLE meagre.invoices ADD COLUMN IF NOT EXISTS currency text;
  UPDATE meagre.subscriptions SET status = 'Trialing' WHERE account_id = 4;
  UPDATE meagre.subscriptions SET seats = 9223372036854775807 WHERE account_id = 5;
  UPDATE meagre.invoices SET currency = CASE account_id % 3 WHEN 0 THEN 'eur' WHEN 1 THEN 'XTS' END
  WHERE account_id % 3 < 2;
  UPDATE meagre.identifiers SET a_kind = repeat('x', 64) WHERE ctid = (SELECT min(ctid) FROM meagre.identifiers);
  UPDATE meagre.identifiers SET b_kind = 'a:b' WHERE ctid = (SELECT max(ctid) FROM meagre.identifiers);
  INSERT INTO meagre.product_events
  SELECT (jsonb_populate_record(e, jsonb_build_object('occurred_at', e.occurred_at - interval '60 days'))).*
  FROM meagre.product_events AS e WHERE e.occurred_at >= '$today'::date - 9 ORDER BY e.event_id LIMIT 7;
  -- Ids of one kind in several types: a float of 1e+15 is the number of as many digits, and the text of those.
  ALTER TABLE meagre.contracts ALTER contract_id TYPE float8 USING 1e15 + contract_id,
    ALTER renews_id TYPE text USING 1000000000000000 + renews_id;
  ALTER TABLE meagre.subscriptions ALTER contract_id TYPE numeric(30, 4) USING 1e15 + contract_id;
  -- Ids that look like keys of several columns, of rows that are told and of others.
  ALTER TABLE meagre.invoices ALTER invoice_id TYPE text USING (invoice_id / 3) || ', ' || (invoice_id % 3);
  ALTER TABLE meagre.users ALTER user_id TYPE text USING (user_id / 3) || ', ' || (user_id % 3);
  INSERT INTO meagre.invoices SELECT * FROM meagre.invoices AS i WHERE hashtext(i.invoice_id) % 9 = 0;
  UPDATE meagre.invoices SET account_id = -1 WHERE hashtext(invoice_id) % 9 = 1;
  INSERT INTO meagre.users SELECT * FROM meagre.users AS u WHERE hashtext(u.user_id) % 9 = 0;
  UPDATE meagre.users SET account_id = -1 WHERE hashtext(user_id) % 9 = 1;
  -- What is no kind stands where kinds do.
  INSERT INTO meagre.identifiers
  SELECT 'device ' || n, n, 'email', 'somebody\@example.com', date '$today' - 9 FROM generate_series(1, 300) AS n;
  CALL dirt.build('meagre', 'c_meagre', '$today');
  CALL c_meagre.refresh_identities()");
is_empty($database, 'no view fails where ids are missing', "
  CALL dirt.read('c_meagre', '{" . join(',', split /\n/, query($database, "SELECT dirt.relations('c_meagre')")) . "}')");
reconciled('c_meagre');
my $kinds = query($database, "SELECT count(DISTINCT kind) FROM (SELECT a_kind FROM meagre.identifiers
    UNION SELECT b_kind FROM meagre.identifiers) AS i (kind) WHERE kind NOT IN ('user_id', 'email')");
is(query($database, "SELECT table_name, count(*) FROM c_meagre.source_faults
    WHERE table_name IN ('identifiers', 'product_events') GROUP BY 1 ORDER BY 1"),
  'identifiers|' . ($kinds - 253) . "\nproduct_events|7", 'and every fault is told');
is(query($database, "SELECT count(DISTINCT kind) FROM c_meagre.identities"), 255, 'as many kinds as a graph has are followed');
is_empty($database, 'those that are stored are those that are computed', "
  SELECT kind, identifier, person, identifiers FROM c_meagre.stored_identities
  EXCEPT SELECT (identities(graph)).* FROM c_meagre.seen_together");
is(query($database, 'SELECT count(*), sum(renews_id::numeric - 1e15) FROM c_meagre.contracts
    WHERE renews_id IN (SELECT contract_id FROM c_meagre.contracts)'),
  query($database, 'SELECT count(renews_id), sum(renews_id) FROM clean.contracts'), 'a float of 1e+15 meets the text of it');
is(query($database, 'SELECT count(*) FROM c_meagre.subscriptions JOIN c_meagre.contracts USING (contract_id)'),
  query($database, 'SELECT count(contract_id) FROM clean.subscriptions'), 'and a number of as many digits');

# What is wrong with rows that have no ids is told of each, and what was done with it.
query($database, "CREATE SCHEMA nameless;
  CREATE TABLE nameless.accounts AS SELECT account_id, name, CASE WHEN account_id > 1 THEN signed_on END AS signed_on
  FROM warehouse.accounts WHERE account_id <= 4;
  CREATE TABLE nameless.subscriptions (account_id int, starts_on date, ends_on date, amount text, billing_unit text, status text);
  INSERT INTO nameless.subscriptions VALUES (2, NULL, NULL, '100', 'month', 'active'), (1, NULL, NULL, '100', 'month', NULL),
    (2, '2025-01-01', NULL, '100', 'month', 'expired'), (3, '2025-01-01', NULL, '700', NULL, NULL),
    (3, '2025-02-01', NULL, NULL, 'month', NULL), (3, '2025-03-01', NULL, NULL, NULL, 'trialing'),
    (4, '2025-01-01', NULL, 'n/a', 'month', NULL), (4, '2025-02-01', NULL, '0', NULL, NULL);
  CREATE TABLE nameless.invoices (account_id int, kind text, invoiced_on date, amount numeric);
  INSERT INTO nameless.invoices VALUES (2, 'Credit Note', '2025-03-01', 40), (2, 'credit_note', '2025-03-02', -40),
    (2, 'recurring', '2025-03-01', 40);
  CREATE TABLE nameless.contracts (account_id int, signed_on date, starts_on date, ends_on date);
  INSERT INTO nameless.contracts VALUES (2, '2025-06-01', NULL, '2026-06-01'), (3, NULL, NULL, '2026-06-01'),
    (4, '1970-01-01', '2025-06-01', '2026-06-01');
  CREATE TABLE nameless.contacts (contact_id int, account_id int, email text, role text);
  INSERT INTO nameless.contacts VALUES (1, 2, 'ana\@acme.example', 'user');
  CREATE TABLE nameless.calls (email text, started_at timestamptz, minutes int);
  INSERT INTO nameless.calls VALUES ('Ana\@acme.example', '2026-06-01 10:00Z', 5), ('bo\@nobody.example', '2026-06-02 10:00Z', 5);
  CREATE TABLE nameless.survey_responses (email text, survey text, score int, responded_at timestamptz);
  INSERT INTO nameless.survey_responses VALUES ('Ana\@acme.example', 'nps', 9, '2026-06-01 10:00Z'),
    ('bo\@nobody.example', 'nps', 8, '2026-06-02 10:00Z');
  CALL dirt.build('nameless', 'c_nameless', '$today')");
is(query($database, q{SELECT table_name, key, severity, fault, done FROM c_nameless.source_faults
    WHERE table_name IN ('subscriptions', 'invoices', 'contracts', 'calls', 'survey_responses') ORDER BY 1, 2, 4}), join("\n",
  'calls|2026-06-01 10:00:00|notice|has no account; ana@acme.example belongs to this one|it counts for the account of its e-mail address',
  'calls|2026-06-02 10:00:00|notice|has no account|it counts for no customer',
  'contracts|2, [0001-01-01,2026-06-01)|warning|its term has no start|the term begins on 2025-06-01, with the signature',
  'contracts|3, [0001-01-01,2026-06-01)|error|its term has no start|the row is left out',
  'contracts|4, [2025-06-01,2026-06-01)|warning|signed_on is 1970-01-01|signed_on is 2025-06-01',
  'invoices|2, 2025-03-01, 40|warning|is a credit note of a positive amount: 40|the amount is deducted',
  'subscriptions|1, [0001-01-01,)|error|has no start|the row is left out',
  'subscriptions|2, [0001-01-01,)|warning|has no start|begins on ' . query($database,
    'SELECT signed_on FROM warehouse.accounts WHERE account_id = 2') . ', with the signature of the account',
  'subscriptions|2, [2025-01-01,)|error|has ended, and nobody knows when|the row is left out',
  'subscriptions|3, [2025-01-01,)|warning|has an amount, 700, and no billing_unit|its price is not known: mrr is NULL',
  'subscriptions|3, [2025-02-01,)|notice|has neither an mrr nor an amount|its price is not known: mrr is NULL',
  'subscriptions|4, [2025-01-01,)|warning|amount cannot be read: n/a|amount is NULL',
  'subscriptions|4, [2025-02-01,)|warning|has an amount, 0, and no billing_unit|its price is not known: mrr is NULL',
  'survey_responses|nps, 8, 2026-06-02 10:00:00|notice|has no account|it counts for no customer',
  'survey_responses|nps, 9, 2026-06-01 10:00:00|notice|has no account; ana@acme.example belongs to this one|it counts for the account of its e-mail address'),
  'rows without ids, one by one');
is(query($database, 'SELECT account_id, count(*), sum(mrr) FROM c_nameless.subscriptions GROUP BY 1 ORDER BY 1'),
  "2|1|100.00\n3|3|0\n4|2|", 'and that is what the clean layer does with lines');
is(query($database, 'SELECT account_id, term, signed_on FROM c_nameless.contracts ORDER BY 1'),
  "2|[2025-06-01,2026-06-01)|2025-06-01\n4|[2025-06-01,2026-06-01)|2025-06-01", 'and with contracts');

# ---- what is lost without a word is not explained

# Views that leave out the rows of which a hash says so, and days that are gone, against what must be missed.
sub missed {
  my ($views, $statement, @measures) = @_;
  my $halved = join ' ', map { "
    EXECUTE 'CREATE OR REPLACE VIEW c_dirty.$_ WITH (security_invoker = true) AS SELECT * FROM ('
      || rtrim(pg_get_viewdef('c_dirty.$_'::regclass), ';') || ') AS v WHERE hashtext(v::text) % 2 = 0';" } @$views;
  my $found = query($database, "
    BEGIN;
    DO \$\$ BEGIN $halved $statement END \$\$;
    CALL c_dirty.record_reconciliation();
    SELECT string_agg(measure, ', ' ORDER BY measure) FROM c_dirty.reconciliation WHERE unexplained <> 0;
    ROLLBACK");
  my @found = grep { my $measure = $_; grep { $_ eq $measure } @measures } split /, /, $found;
  is("@found", join(' ', sort @measures), "without half of @$views");
}
missed(['subscriptions', 'invoices', 'support_tickets', 'users', 'survey_responses'], '',
  'mrr', 'customers charged', 'invoiced', 'tickets', 'users with access', 'answers');
missed(['tickets'], "DELETE FROM c_dirty.activity_daily WHERE day = date '$today' - 1;",
  'tickets', 'open tickets', 'events in 28 days');

done_testing();
