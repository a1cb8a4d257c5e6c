#!/usr/bin/perl
# The stored identities lose no sighting and equal recomputation: sightings in any order and in batches, late and older
# ones, limits, writers that commit out of order, two refreshes at once, changed and deleted rows after an audit; and who
# was merged into whom.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Server;
use Time::HiRes 'sleep';
use Test::More;

my $seed = $ENV{IDENTITIES_SEED} // 20261126;
srand $seed;
my $database = new_database('customer360_identities');
my @roles = qw(customer360_identity_part customer360_identity_all);
query('postgres', "DROP ROLE IF EXISTS $_; CREATE ROLE $_ LOGIN") for @roles;
sub sql { return query($database, @_) }
sub refused { my ($sql, $error, $what, @role) = @_; my ($status, $text) = try_query($database, "\\set VERBOSITY verbose\n$sql", @role); like($text, qr/ERROR:  $error/, $what) }

sql(q{
  ALTER DATABASE customer360_identities SET customer360.as_of = '2026-06-30'; ALTER DATABASE customer360_identities SET jit = off;
  CREATE SCHEMA w;
  CREATE TABLE w.accounts (account_id bigint PRIMARY KEY, name text, signed_on date);
  CREATE TABLE w.users (user_id bigint PRIMARY KEY, account_id bigint NOT NULL, email text, provisioned_on date);
  CREATE TABLE w.identifiers (a_kind text, a text, b_kind text, b text, seen_at timestamptz) PARTITION BY RANGE (seen_at);
  CREATE TABLE w.identifiers_old PARTITION OF w.identifiers FOR VALUES FROM (MINVALUE) TO ('2026-02-01');
  CREATE TABLE w.identifiers_new PARTITION OF w.identifiers FOR VALUES FROM ('2026-02-01') TO (MAXVALUE);
  INSERT INTO w.accounts SELECT i, 'Company ' || i, '2025-01-01' FROM generate_series(1, 4) AS i;});
my $build = q{SELECT * FROM customer360_create_views('w', 'cs', 'Europe/Berlin')};
like(sql($build), qr/^stored_identities\|table\|created\|empty until CALL cs\.refresh_identities\(\)$/m, 'the builder makes the tables');
like(sql($build), qr/^stored_identities\|table\|kept\|its rows are kept$/m, 'and keeps them');

# Another definition: what identities() makes of the graph of all sightings.
my $computed = 'SELECT found.kind, found.identifier, found.entity AS person, found.size AS identifiers FROM cs.seen_together CROSS JOIN LATERAL identities(graph) AS found';
my $stored = 'SELECT kind, identifier, person, identifiers FROM cs.stored_identities';
my $differing = "SELECT count(*) FROM (($stored EXCEPT $computed) UNION ALL ($computed EXCEPT $stored)) AS either";
# What is stored beside the persons: links and pairs.
my $pairs = q{SELECT c360_identifier_key(a_kind || ':' || a) AS a, c360_identifier_key(b_kind || ':' || b) AS b, first_seen FROM cs.seen_together CROSS JOIN LATERAL identity_sightings(graph)};
my $state = qq{SELECT (SELECT count(*) FROM ((SELECT key, links, first_seen FROM cs.stored_identities) EXCEPT
    (SELECT one.a, (SELECT count(*) FROM ($pairs) AS p WHERE p.b IS NOT NULL AND one.a IN (p.a, p.b)), one.first_seen FROM ($pairs) AS one WHERE one.b IS NULL)) AS x)
  || ' ' || (SELECT count(*) FROM ((TABLE cs.identity_pairs EXCEPT SELECT * FROM ($pairs) AS p WHERE b IS NOT NULL) UNION ALL (SELECT * FROM ($pairs) AS p WHERE b IS NOT NULL EXCEPT TABLE cs.identity_pairs)) AS y)};
sub refresh { sql('CALL cs.refresh_identities()') }
sub wholly { sql('SELECT read_wholly_because FROM cs.identity_progress') }
# Who is not, though nobody was merged or gone; who is, though said to be merged.
my $unexplained = q{SELECT (SELECT count(*) FROM before LEFT JOIN cs.identity_merges AS merge ON merge.person = before.person AND split_at IS NULL
    WHERE merge.person IS NULL AND before.person NOT IN (SELECT person FROM cs.stored_identities))
  + (SELECT count(*) FROM cs.identity_merges WHERE split_at IS NULL AND person IN (SELECT person FROM cs.stored_identities))};

# ---- one person becomes another

sql(q{INSERT INTO w.identifiers VALUES ('anonymous_id', 'x1', 'email', 'Ann@acme.com ', '2026-01-05'), ('anonymous_id', 'x2', 'device_id', 'd', '2026-01-06')});
is(sql('SELECT count(*) FROM cs.identities'), 4, 'before the first refresh identities are computed');
refresh();
is(wholly(), 'first refresh', 'the first one reads everything');
is(sql($differing), 0, 'and stores what is computed');
is(sql('TABLE cs.identity_merges'), '', 'nobody was merged');
sql(q{INSERT INTO w.identifiers VALUES ('device_id', 'd', 'anonymous_id', 'x1', '2026-01-07')});
is(sql('SELECT count(DISTINCT person) FROM cs.identities'), 2, 'what is shown is what is stored');
is(sql(q{SET customer360.as_of = '2026-06-29'; SELECT count(DISTINCT person) FROM cs.identities}), 1, 'another day is computed');
refresh();
is(wholly(), '', 'the next one reads what is new');
is(sql('SELECT person, merged_into, split_at FROM cs.identity_merges'), 'anonymous_id:x2|anonymous_id:x1|', 'who was merged into whom');
is(sql('SELECT identifiers_changed FROM cs.identity_progress'), 2, 'of whom identifiers changed');
sql(q{INSERT INTO w.identifiers VALUES ('email', 'ann@acme.com', 'crm_id', '5', '2026-01-01')});
refresh();
is(sql(q{SELECT person, merged_into FROM cs.identity_merges WHERE person = 'anonymous_id:x1'}), 'anonymous_id:x1|crm_id:5', 'an older sighting gives a person an older name');
my $written = q{SELECT md5(string_agg(t::text || t.xmin, '' ORDER BY key)) FROM cs.stored_identities AS t};
my $before = sql($written);
refresh();
is(sql($written), $before, 'refreshed twice, nothing is written');
sql(q{DELETE FROM w.identifiers WHERE a_kind = 'device_id'});
refresh();
is(sql($written), $before, 'what was deleted stays');
sql('CALL cs.audit_identities()');
is(sql($differing), 0, 'until an audit');
is(sql(q{SELECT person FROM cs.identity_merges WHERE split_at IS NOT NULL}), 'anonymous_id:x2', 'which splits a person, and says when');
sql(q{UPDATE cs.identity_merges SET split_at = NULL; DELETE FROM w.identifiers WHERE b = 'd'; CALL cs.audit_identities(); INSERT INTO w.identifiers VALUES ('anonymous_id', 'x2', 'device_id', 'd', '2026-01-06')});
refresh();
is(sql(q{SELECT person FROM cs.identity_merges WHERE split_at IS NOT NULL}), 'anonymous_id:x2', 'and so does an identifier that was gone and is there again');
sql(q{INSERT INTO w.users VALUES (7, 1, 'ann@acme.com', '2026-01-01')});
refresh();
is(sql(q{SELECT person FROM cs.stored_identities WHERE kind = 'user_id'}), 'email:ann@acme.com', 'a user and its address are one');
is(sql(q{SELECT DISTINCT user_id, account_id, evidence FROM cs.identity_map WHERE person = 'email:ann@acme.com'}), '7|1|given', 'and identity_map says whose account it is');

# ---- sightings of a later day

sql(q{INSERT INTO w.identifiers VALUES ('anonymous_id', 'later', 'user_id', '7', '2026-07-01 10:00+00')});
refresh();
is(sql(q{SELECT count(*) FROM cs.stored_identities WHERE identifier = 'later'}), 0, 'not seen yet');
sql(q{SET customer360.as_of = '2026-07-01'; CALL cs.refresh_identities()});
is(wholly() . sql(q{SELECT count(*) FROM cs.stored_identities WHERE identifier = 'later'}), 1, 'the day after it is, without reading all');
is(sql("SET customer360.as_of = '2026-07-01'; $differing"), 0, 'as computed');
refresh();
is(wholly(), 'an earlier day', 'back to the day before: all is read');
is(sql($differing), 0, 'and equals computing');

# ---- random sightings in random batches

my @kinds = (['anonymous_id', 40], ['email', 25], ['user_id', 25], ['device_id', 6], ['crm_id', 5]);
sub side { my ($kind, $most) = @{$kinds[rand @kinds]}; my $number = int rand $most; return $kind eq 'email' ? ("'$kind'", rand() < 0.5 ? "'p$number\@x.com'" : "' P$number\@X.com '") : ("'$kind'", "'$number'") }
# Hours from one on, so many.
sub sightings { my ($count, $from, $hours) = @_; return join ', ', map { '(' . join(', ', side(), side(), sprintf("timestamptz '2026-01-01' + interval '%d hours'", $from + rand $hours)) . ')' } 1 .. $count }
my ($differences, $states, $odd, $whole) = (0, 0, 0, 0);
for my $round (1 .. 8) {
  # Four times anew: ever denser graphs, in which limits matter.
  if ($round % 2 == 1) { sql('TRUNCATE w.identifiers, cs.identity_merges; DELETE FROM w.users; UPDATE cs.identity_progress SET sightings_at_once = ' . ($round % 4 == 1 ? 7 : 4000000) . '; CALL cs.refresh_identities()') }
  for my $batch (1 .. 6) {
    sql(q{DROP TABLE IF EXISTS before; CREATE TABLE before AS SELECT DISTINCT person FROM cs.stored_identities});
    # In half of the batches later ones than before, which is how sightings come; else anywhere, and on the hour, so that many are equal.
    sql('INSERT INTO w.identifiers VALUES ' . sightings(1 + int rand 6 * $round, $round % 4 < 2 ? (500 * $batch, 400) : (0, 3000)));
    sql(sprintf q{INSERT INTO w.users VALUES (%1$d, 1 + %1$d %% 4, 'p%1$d@x.com', date '2026-01-01' + %2$d) ON CONFLICT DO NOTHING}, rand 25, rand 90) if rand() < 0.3;
    my $is_audit = rand() < 0.2;
    sql(sprintf q{SELECT setseed(%s); DELETE FROM w.identifiers WHERE random() < %s}, rand(), rand() < 0.3 ? 0.5 : 0.05) if $is_audit;
    sql($is_audit ? 'CALL cs.audit_identities()' : 'CALL cs.refresh_identities()');
    $whole++ if wholly() ne '';
    $differences += sql($differing);
    $states++ if sql($state) ne '0 0';
    $odd += sql($unexplained) unless $is_audit;
  }
}
is($differences, 0, "after every batch what is stored equals recomputation, seed $seed");
is($states, 0, 'and so do links and pairs');
is($odd, 0, 'who is not any more was merged, and who was merged is not');
cmp_ok($whole, '<', 24, "most refreshes read what was new: all $whole times of 48");
cmp_ok(sql(q{SELECT count(*) FROM cs.identity_conflicts WHERE reason = 'most_links'}), '>', 10, 'links were limited');
cmp_ok(sql(q{SELECT count(*) FROM cs.identity_conflicts WHERE reason = 'most_per_entity'}), '>', 5, 'and users kept apart');

# ---- only what is met is written

# 500 persons of a visit, an address and a user; 12 of the users share devices, each with the next one, which limits
# forbid: one component of 12 persons.
sql(q{TRUNCATE w.identifiers; DELETE FROM w.users;
  INSERT INTO w.identifiers
  SELECT 'anonymous_id', 'v' || i, 'email', 'u' || i || '@y.com', timestamptz '2026-03-01' + i * interval '1 minute' FROM generate_series(1, 500) AS i
  UNION ALL SELECT 'email', 'u' || i || '@y.com', 'user_id', (1000 + i)::text, timestamptz '2026-03-02' + i * interval '1 minute' FROM generate_series(1, 500) AS i
  UNION ALL SELECT 'device_id', 's' || i, 'user_id', (1000 + i + next)::text, timestamptz '2026-03-03' + i * interval '1 hour' + next * interval '1 minute' FROM generate_series(1, 11) AS i, generate_series(0, 1) AS next;});
refresh();
# Rows of stored_identities that a refresh writes after some sightings, of how many others than before.
sub written {
  sql(q{DROP TABLE IF EXISTS were; CREATE TABLE were AS SELECT key, xmin::text AS writer, person, identifiers FROM cs.stored_identities});
  sql('INSERT INTO w.identifiers VALUES ' . shift) if $_[0];
  refresh();
  return join ' ', sql(q{SELECT count(*) FROM cs.stored_identities AS t LEFT JOIN were USING (key) WHERE writer IS DISTINCT FROM t.xmin::text}),
    sql(q{SELECT identifiers_changed FROM cs.identity_progress}), sql($differing), wholly() eq '' ? 'new' : wholly();
}
is(written(''), '0 0 0 new', 'nothing is new: nothing is written');
is(written(q{('anonymous_id', 'v100', 'device_id', 'n', '2026-04-01')}), '4 1 0 new', 'a new identifier: it, and its person, that has one more');
is(written(q{('device_id', 'n', 'anonymous_id', 'v100', '2026-04-02')}), '0 0 0 new', 'the same again');
is(written(q{('crm_id', 'c1', 'anonymous_id', 'v200', '2026-04-01'), ('crm_id', 'c2', 'email', 'u300@y.com', '2026-04-01')}), '8 2 0 new', 'two of two persons');
is(written(q{('anonymous_id', 'solo', 'crm_id', 'c3', '2026-04-03'), ('crm_id', 'c3', 'email', 'u301@y.com', '2026-04-04')}), '5 2 0 new', 'two pairs that reach one');
is(written(q{('ad_id', 'c4', 'anonymous_id', 'v400', '2026-01-01')}), '4 4 0 new', 'one older than all of its person, which it gives a name');
is(written(q{('device_id', 's5', 'user_id', '1450', '2026-04-05')}), '2 0 0 new', 'a forbidden pair that is the last one: its two, of a component of 13 persons, for their links');
is(written(q{('anonymous_id', 'v12', 'ad_id', 'c5', '2026-02-01')}), '4 4 0 new', 'an old pair that is not forbidden: one person of that component');
is(written(q{('device_id', 's5', 'user_id', '1006', '2026-02-28')}), '8 5 0 new', 'an old pair that forbids younger ones: all are looked at, who changes is written');
is(sql(q{SELECT count(*) FROM cs.identity_conflicts WHERE a = 's5' OR b = 's5'}), 2, 'as two pairs are conflicts now');
is(written(join ', ', map { "('device_id', 'd$_', 'email', 'u450\@y.com', '2026-05-01')" } 1 .. 12), '15 14 0 new', 'a mailbox of too many belongs to nobody: its person falls apart');
is(sql('SELECT count(*) FROM cs.stored_identities'), 1530, 'of all these');
sql(q{DELETE FROM w.identifiers WHERE a IN ('d1', 'd2')});
sql(q{DROP TABLE were; CREATE TABLE were AS SELECT key, xmin::text AS writer FROM cs.stored_identities; CALL cs.audit_identities()});
is(sql(q{SELECT count(*) FROM cs.stored_identities AS t LEFT JOIN were USING (key) WHERE writer IS DISTINCT FROM t.xmin::text}) . ' ' . sql($differing), '13 0', 'an audit writes what it finds to be different');
sql(q{DELETE FROM cs.stored_identities; DELETE FROM cs.identity_pairs; CALL cs.audit_identities()});
is(sql($differing) . ' ' . sql(q{SELECT count(*) FROM pg_indexes WHERE schemaname = 'cs' AND tablename IN ('stored_identities', 'identity_pairs')}), '0 4', 'tables that were emptied are filled, and have their indexes');

# ---- writers that commit out of order, and two refreshes

my ($first, $second) = map { Server::Session->new($database) } 1, 2;
sql('CALL cs.audit_identities()');
$first->query('BEGIN');
$first->query(q{INSERT INTO w.identifiers VALUES ('anonymous_id', 'early', 'user_id', '1', '2026-03-01')});
sql(q{INSERT INTO w.identifiers VALUES ('anonymous_id', 'committed', 'user_id', '1', '2026-03-01')});
refresh();
$first->query('COMMIT');
refresh();
is(sql(q{SELECT string_agg(identifier, ' ' ORDER BY identifier) FROM cs.stored_identities WHERE identifier IN ('early', 'committed')}), 'committed early', 'what was not committed yet is taken next time');
$first->query('BEGIN');
$first->query('CALL cs.refresh_identities()');
sql(q{INSERT INTO w.identifiers VALUES ('anonymous_id', 'waits', 'user_id', '1', '2026-03-01')});
$second->send('CALL cs.refresh_identities()');
sleep 0.01 until sql(q{SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND pid = } . $second->backend);
$first->query('COMMIT');
is($second->answer, '', 'the second of two refreshes waits for the first');
is(sql($differing), 0, 'and what both stored is right');
$first->query('BEGIN');
$first->query('CALL cs.refresh_identities()');
is($first->query('CALL cs.refresh_identities()'), '', 'twice in a transaction');
$first->query('ROLLBACK');
# Writers and refreshes at once.
sql(q{CREATE PROCEDURE write(transactions integer) LANGUAGE plpgsql AS $$
  BEGIN
    FOR i IN 1 .. transactions LOOP
      INSERT INTO w.identifiers SELECT 'anonymous_id', 'w' || floor(random() * 300), 'user_id', floor(random() * 100)::text, timestamptz '2026-01-01' + random() * interval '100 days';
      IF random() < 0.3 THEN
        PERFORM pg_sleep(random() * 0.02);
      END IF;
      COMMIT;
    END LOOP;
  END $$});
my @writers = map { Server::Session->new($database) } 1 .. 2;
$_->send('CALL write(150)') for @writers;
while (grep { !$_->has_answered } @writers) {
  $_->send('CALL cs.refresh_identities()') for $first, $second;
  is($_->answer, '', 'a refresh among writers') for $first, $second;
}
is($_->answer, '', 'a writer among refreshes') for @writers;
refresh();
is(wholly(), '', 'still reading what is new');
is(sql($differing), 0, 'no sighting was lost');
$_->close for $first, $second, @writers;

# ---- when all is read

sql('TRUNCATE w.identifiers_old');
refresh();
is(wholly(), 'a table was truncated, written anew, detached or dropped', 'a partition was emptied');
is(sql($differing), 0, 'and what was in it is gone');
sql(q{CREATE TABLE w.more (LIKE w.identifiers); INSERT INTO w.more VALUES ('anonymous_id', 'more', 'user_id', '1', '2027-01-01'), ('anonymous_id', 'more', 'user_id', '2', '2026-06-01')});
refresh();
sql(q{ALTER TABLE w.identifiers DETACH PARTITION w.identifiers_new; ALTER TABLE w.identifiers ATTACH PARTITION w.identifiers_new FOR VALUES FROM ('2026-02-01') TO ('2026-06-01');
  ALTER TABLE w.identifiers ATTACH PARTITION w.more FOR VALUES FROM ('2026-06-01') TO (MAXVALUE)}) if sql(q{SELECT count(*) FROM w.identifiers_new WHERE seen_at >= '2026-06-01'}) == 0;
refresh();
is(wholly() . sql(q{SELECT count(*) FROM cs.stored_identities WHERE identifier = 'more'}), 1, 'a partition that is new here is read as a whole');
sql(q{SELECT FROM customer360_create_views('w', 'cs', 'UTC')});
is(sql('SELECT day IS NULL FROM cs.identity_progress'), 't', 'built with another time zone, nothing that is stored is shown');
refresh();
is(wholly(), 'other limits, another time zone or mapping', 'until all is read');
is(sql($differing), 0, 'and right');
sql('ALTER TABLE w.identifiers RENAME TO raw; CREATE VIEW w.identifiers AS TABLE w.raw; SELECT FROM customer360_create_views(\'w\', \'cs\'); DELETE FROM w.raw WHERE random() < 0.3; CALL cs.refresh_identities()');
refresh();
is(wholly(), 'rows do not tell when they were written', 'a view is read as a whole every time');
is(sql($differing), 0, 'so that nothing deleted stays');

# ---- more than a graph can hold

refused(q{SELECT identity_agg('email', repeat(chr(96 + i), 100000000), NULL, NULL, now()) FROM generate_series(1, 11) AS i},
  '54000: identity graph too large\n(?s:.*)HINT:  .*refresh_identities\(\)', 'a graph of more than 1 GB is refused');
sql(q{INSERT INTO w.raw SELECT 'anonymous_id', md5(i::text), 'crm_id', 'c' || i / 2, '2026-05-01' FROM generate_series(1, 20000) AS i});
my $small = q{SET customer360.population_memory = '1MB';};
refused("$small SELECT graph FROM cs.seen_together", '53400: ', 'one of more memory than is allowed, too');
sql('UPDATE cs.identity_progress SET sightings_at_once = 1000');
sql("$small CALL cs.refresh_identities()");
is(sql($differing), 0, 'refresh_identities() makes several');

# ---- who sees what

sql("GRANT USAGE ON SCHEMA cs, w TO $_; GRANT SELECT ON ALL TABLES IN SCHEMA cs, w TO $_") for @roles;
sql('CREATE POLICY part ON w.users TO customer360_identity_part USING (account_id = 2); CREATE POLICY every ON w.users TO customer360_identity_all USING (true)');
my $seen = 'SELECT (SELECT count(*) FROM cs.stored_identities) > 0, (SELECT count(*) FROM cs.identity_pairs) > 0, (SELECT count(*) FROM cs.identity_merges) > 0';
is(sql($seen, role => 'customer360_identity_all'), 't|t|t', 'who sees all sees what is stored');
sql('ALTER TABLE w.users ENABLE ROW LEVEL SECURITY');
is(sql($seen, role => 'customer360_identity_part'), 'f|f|f', 'who sees a part of the users sees nothing of it');
is(sql(q{SELECT count(*) FROM cs.identities WHERE kind = 'user_id' AND identifier IN (SELECT user_id::text FROM w.users)}, role => 'customer360_identity_part') > 0, 1, 'and computes') if sql('SELECT count(*) FROM w.users WHERE account_id = 2') > 0;
refused('CALL cs.refresh_identities()', '42501: ', 'nor may refresh', role => 'customer360_identity_part');
refused('INSERT INTO cs.identity_pairs SELECT', '42501: ', 'nor write', role => 'customer360_identity_all');

END {
  my $status = $?;
  if ($database) {
    run('', 'psql', '-XqAt', '-d', 'postgres', '-c', qq(DROP DATABASE IF EXISTS "$database" WITH (FORCE)));
    run('', 'psql', '-XqAt', '-d', 'postgres', '-c', "DROP ROLE IF EXISTS $_") for @roles;
  }
  $? = $status;
}
done_testing;
