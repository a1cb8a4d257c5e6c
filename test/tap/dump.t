#!/usr/bin/perl
# What is stored survives pg_dump and pg_restore: histories with their indexes, states of aggregates, days, and the views,
# constraints and indexes that use functions of the extension.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use File::Temp;
use Server;
use Test::More;

my $before = new_database('customer360_dump');
query($before, <<'SQL');
CREATE AGGREGATE stickiness_state (activity_history, calendar_day) (SFUNC = c360_stickiness_transition, STYPE = aggregate_state);
CREATE AGGREGATE stickiness_of (aggregate_state) (SFUNC = c360_stickiness_combine, STYPE = aggregate_state, FINALFUNC = c360_stickiness_final);
CREATE AGGREGATE usage_drop_state (calendar_day, numeric, calendar_day) (SFUNC = c360_usage_drop_transition, STYPE = aggregate_state);
CREATE AGGREGATE active_users_state (activity_history, daterange, integer) (SFUNC = c360_active_users_transition, STYPE = aggregate_state);

CREATE TABLE events (user_id integer, day calendar_day NOT NULL DEFAULT '2026-01-01', weight numeric, PRIMARY KEY (user_id, day));
INSERT INTO events SELECT user_id, date '2025-09-01' + (user_id * i * 7919) % 200, i FROM generate_series(1, 300) AS user_id, generate_series(1, 20) AS i ON CONFLICT DO NOTHING;
INSERT INTO events VALUES (1, '4714-11-24 BC', 0), (2, '5874897-12-31', 0), (3, '0044-03-15 BC', 0), (4, DEFAULT, 1);

CREATE TABLE histories (
  user_id integer PRIMARY KEY,
  history activity_history DEFAULT '{[2026-01-01,2026-01-03)}',
  days integer GENERATED ALWAYS AS (active_days(history, '(,)')) STORED,
  CONSTRAINT active_at_least_once CHECK (first_active(history) IS NOT NULL));
INSERT INTO histories (user_id, history) SELECT user_id, activity_agg(day) FROM events GROUP BY user_id;
INSERT INTO histories (user_id) VALUES (100001);
INSERT INTO histories (user_id, history) SELECT 100002, activity_agg(date '0001-01-01' + i * 2) FROM generate_series(0, 30000) AS i;
CREATE INDEX histories_by_history ON histories (history) WHERE user_id < 100000;
CREATE INDEX histories_by_hash ON histories USING hash (history);
CREATE INDEX histories_by_coefficient ON histories (activity_coefficient(history, '2026-01-31'));

CREATE AGGREGATE mrr_state (daterange, numeric) (SFUNC = c360_mrr_agg_subscription_transition, STYPE = aggregate_state);
CREATE AGGREGATE mrr_bridge_state (mrr_history, text, calendar_day) (SFUNC = c360_mrr_bridge_transition, STYPE = aggregate_state);
CREATE TABLE subscriptions AS
SELECT i % 40 AS customer, daterange(date '2025-01-01' + i * 7919 % 400, CASE WHEN i % 3 > 0 THEN date '2025-01-01' + i * 7919 % 400 + i % 90 + 1 END) AS valid, i % 17 + i / 1000000.0 AS mrr FROM generate_series(1, 300) AS i;
CREATE TABLE customers (customer integer PRIMARY KEY, history mrr_history NOT NULL DEFAULT '{[2026-01-01,)=99.5}', state aggregate_state, last mrr_movement DEFAULT 'churn', now numeric GENERATED ALWAYS AS (mrr_at(history, '2026-01-31')) STORED);
INSERT INTO customers (customer, history, state) SELECT customer, mrr_agg(valid, mrr), mrr_state(valid, mrr) FROM subscriptions GROUP BY customer;
INSERT INTO customers (customer) VALUES (100001);
INSERT INTO customers (customer, history) VALUES (100002, '{["4714-11-24 BC","0044-03-15 BC")=0.000001,[2026-01-01,5874897-12-31)=39614081257132168796771.975167}');
CREATE INDEX customers_by_history ON customers (history);
CREATE VIEW bridge AS SELECT row.* FROM unnest((SELECT mrr_bridge(customer, valid, mrr, 'month', '2026-01-31') FROM subscriptions)) AS row;
CREATE TABLE bridges AS SELECT mrr_bridge(customer, valid, mrr, 'month', '2026-01-31') AS bridge, (SELECT mrr_bridge_state(history, 'quarter', '2026-01-31') FROM customers WHERE customer < 1000) AS state FROM subscriptions;

CREATE AGGREGATE stage_state (text, timestamptz, timestamptz) (SFUNC = c360_stage_durations_transition, STYPE = aggregate_state);
CREATE AGGREGATE stages_of (aggregate_state) (SFUNC = c360_stage_durations_combine, STYPE = aggregate_state, FINALFUNC = c360_stage_durations_final);
CREATE TABLE curves (segment integer, curve survival_curve NOT NULL DEFAULT '{30+}', median integer GENERATED ALWAYS AS (survival_median(curve)) STORED, CONSTRAINT observed CHECK (curve <> '{}'));
INSERT INTO curves (segment, curve) SELECT i % 9, survival(i * 7919 % 300, i % 3 > 0) FROM generate_series(1, 500) AS i GROUP BY 1;
INSERT INTO curves (segment) VALUES (100);
INSERT INTO curves (segment, curve) VALUES (101, '{0,2147483647*281474976700000}');
CREATE INDEX curves_by_curve ON curves (curve);
CREATE INDEX curves_by_hash ON curves USING hash (curve);
CREATE TABLE journeys AS SELECT i % 20 AS account, stage_durations('stage ' || i % 3, timestamptz '2026-01-01 00:00+00' + i * interval '5 hours', '2026-06-30 00:00+00') AS stages, stage_state('Größe "' || i % 3, timestamptz '2026-01-01 00:00+00' + i * interval '5 hours', '2026-06-30 00:00+00') AS state FROM generate_series(1, 200) AS i GROUP BY 1;
CREATE VIEW life_table AS SELECT points.* FROM survival_points((SELECT survival(curve) FROM curves)) AS points;
CREATE VIEW onboarded AS SELECT account, onboarding_status('2026-01-01', NULL, date '2026-01-01' + account * 10) AS status, (SELECT stages_of(state) FROM journeys) AS stages FROM journeys;

CREATE TABLE states AS
SELECT user_id % 7 AS shard, stickiness_state(history, '2026-01-31') AS stickiness, active_users_state(history, '[2026-01-01,2026-02-01)', 28) AS active_users
  FROM histories GROUP BY 1;
ALTER TABLE states ADD usage_drop aggregate_state;
UPDATE states SET usage_drop = (SELECT usage_drop_state(day, weight, '2026-01-31') FROM events WHERE user_id % 7 = shard);

CREATE TABLE parted (history activity_history) PARTITION BY HASH (history);
CREATE TABLE parted_0 PARTITION OF parted FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO parted SELECT history FROM histories;

CREATE VIEW answers AS
SELECT count(*) AS users, sum(activity_coefficient(history, '2026-01-31')) AS coefficients, stickiness(history, '2026-01-31') AS stickiness,
       active_users(history, '[2026-01-01,2026-01-11)', ARRAY[1, 7]) AS active_users, retention(history, '2025-09-01', 'month', 3, '2026-01-31') AS retention
  FROM histories;
CREATE VIEW drops AS SELECT user_id, (drop).*, band((drop).change, '[{"label": "down", "lt": 0}, {"label": "up", "ge": 0}]') FROM (SELECT user_id, usage_drop(day, weight, '2026-01-31') AS drop FROM events GROUP BY user_id) AS d;
CREATE VIEW merged AS SELECT stickiness_of(stickiness) AS stickiness FROM states;
CREATE MATERIALIZED VIEW lines AS SELECT user_id % 10 AS team, sparkline(weight, day) AS line FROM events GROUP BY 1;
CREATE TYPE summary AS (day calendar_day, history activity_history);
CREATE TABLE composites AS SELECT ROW(date '2026-01-01', '{[2026-01-01,2026-01-02)}')::summary AS value, ARRAY['{[2026-01-01,2026-01-02)}', '{}', NULL]::activity_history[] AS list;
SQL

sub rows {
  my ($database, $name) = @_;
  return query($database, "SELECT row FROM (SELECT $name\::text AS row FROM $name) AS rows ORDER BY row COLLATE \"C\"");
}
# Every row of every table and view, as text.
sub contents {
  my ($database) = @_;
  my %rows;
  for my $name (qw(events histories states parted parted_0 parted_1 subscriptions customers bridge bridges curves journeys life_table onboarded answers drops merged lines composites)) {
    $rows{$name} = rows($database, $name);
  }
  return \%rows;
}
# A dump without the password that newer versions put into it.
sub dump_of {
  my ($database, @options) = @_;
  my ($status, $text) = run('', 'pg_dump', @options, $database);
  is($status, 0, "pg_dump of $database") or diag $text;
  $text =~ s/^\\(un)?restrict .*\n//mg;
  return $text;
}

my $plain = dump_of($before);
unlike($plain, qr/c360_activity_history_in/, 'the extension itself is dumped by name');

my $after = new_database('customer360_restored', extension => 0);
my ($status, $text) = try_query($after, $plain);
is($status, 0, 'the dump is restored') or diag $text;
is_deeply(contents($after), contents($before), 'every row is the same');
is(dump_of($after), $plain, 'and dumped again, the dump is the same');

my $archive = File::Temp->new;
($status, $text) = run('', 'pg_dump', '-Fc', '-f', "$archive", $before);
is($status, 0, 'pg_dump to an archive') or diag $text;
my $parallel = new_database('customer360_restored', extension => 0);
($status, $text) = run('', 'pg_restore', '-j', '2', '--exit-on-error', '-d', $parallel, "$archive");
is($status, 0, 'the archive is restored by two jobs') or diag $text;
is_deeply(contents($parallel), contents($before), 'every row is the same');

# Binary copies, too.
for my $table (qw(events histories states customers bridges curves journeys)) {
  my $columns = {histories => '(user_id, history)', customers => '(customer, history, state, last)', curves => '(segment, curve)'}->{$table} // '';
  query($after, "TRUNCATE $table");
  my ($status, $text) = run('', 'sh', '-c', qq{psql -Xq -d $before -c '\\copy $table $columns to stdout (format binary)' | psql -Xq -v ON_ERROR_STOP=1 -d $after -c '\\copy $table $columns from stdin (format binary)'});
  is($status, 0, "$table: binary copy") or diag $text;
  is(rows($after, $table), rows($before, $table), "$table: the same rows");
}
# The indexes of the restored database find what is there.
is(query($parallel, 'SET enable_seqscan = off; SELECT count(*) FROM histories AS a JOIN histories AS b USING (history)'), query($before, 'SET enable_indexscan = off; SET enable_bitmapscan = off; SELECT count(*) FROM histories AS a JOIN histories AS b USING (history)'), 'indexes are whole');
done_testing;
