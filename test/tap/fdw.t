#!/usr/bin/perl
# Over postgres_fdw, with extensions 'customer360', whole aggregates run where the rows are, and give the same answers; an
# instant becomes a day here, in this session's zone, not there.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Server;
use Test::More;

plan skip_all => 'postgres_fdw is not installed' unless has_extension('postgres_fdw');
my $shard = new_database('customer360_shard');
my $coordinator = new_database('customer360_coordinator');
my ($host, $port, $user) = split /\|/, query('postgres', q{SELECT split_part(current_setting('unix_socket_directories'), ',', 1), current_setting('port'), current_user});

my $columns = 'account text, user_id bigint, day date, at timestamptz, weight numeric, valid daterange';
my $rows = q{SELECT 'a' || i % 20, i % 333, date '2025-11-01' + i * 7919 % 150, timestamptz '2025-11-01 00:30 UTC' + i * interval '37 minutes', i % 10, daterange(date '2025-11-01' + i * 7919 % 150, CASE WHEN i % 3 > 0 THEN date '2025-11-01' + i * 7919 % 150 + i % 90 END) FROM generate_series(1, 4000) AS i};
query($shard, "CREATE TABLE events_0 ($columns); CREATE TABLE events_1 ($columns)");
query($coordinator, "CREATE TABLE local_events ($columns); INSERT INTO local_events $rows; ANALYZE local_events");
query($coordinator, qq{
  CREATE EXTENSION postgres_fdw;
  CREATE SERVER shard FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '$host', port '$port', dbname '$shard', extensions 'customer360', use_remote_estimate 'true');
  CREATE USER MAPPING FOR CURRENT_USER SERVER shard OPTIONS (user '$user');
  CREATE TABLE events ($columns) PARTITION BY HASH (account);
  CREATE FOREIGN TABLE events_0 PARTITION OF events FOR VALUES WITH (MODULUS 2, REMAINDER 0) SERVER shard;
  CREATE FOREIGN TABLE events_1 PARTITION OF events FOR VALUES WITH (MODULUS 2, REMAINDER 1) SERVER shard;
  INSERT INTO events TABLE local_events;
  CREATE FOREIGN TABLE histories (account text, history activity_history) SERVER shard;
});
query($shard, 'CREATE TABLE histories AS SELECT account, activity_agg(day) AS history FROM (TABLE events_0 UNION ALL TABLE events_1) AS events GROUP BY account; ANALYZE');

my $settings = q{SET timezone = 'America/New_York'; SET enable_partitionwise_aggregate = on;};
for (
  ['a coefficient', 1, q{SELECT account, activity_coefficient(day, '2026-03-31') FROM %s GROUP BY account ORDER BY account COLLATE "C"}],
  # postgres_fdw ships no function of a text constant, whose collation might differ there.
  ['a coefficient of months', 0, q{SELECT account, activity_coefficient(day, '2026-03-31', 6, 'month') FROM %s GROUP BY account ORDER BY account COLLATE "C"}],
  ['a history', 1, q{SELECT account, activity_agg(day) FROM %s GROUP BY account ORDER BY account COLLATE "C"}],
  ['a usage drop', 1, q{SELECT account, usage_drop(day, weight, '2026-03-31') FROM %s GROUP BY account ORDER BY account COLLATE "C"}],
  ['what predicts churn', 1, q{SELECT account, predictiveness(weight, user_id < 111) FROM %s GROUP BY account ORDER BY account COLLATE "C"}],
  ['a sparkline', 1, q{SELECT account, sparkline(weight, day) FROM %s GROUP BY account ORDER BY account COLLATE "C"}],
  ['active users', 1, q{SELECT account, active_users(user_id, day, '[2026-01-01,2026-01-08)', 28) FROM %s GROUP BY account ORDER BY account COLLATE "C"}],
  ['a retention matrix', 0, q{SELECT account, retention_matrix(user_id, day, 'month', 3, '2026-03-31') FROM %s GROUP BY account ORDER BY account COLLATE "C"}],
  ['an MRR history', 1, q{SELECT account, mrr_agg(valid, weight) FROM %s GROUP BY account ORDER BY account COLLATE "C"}],
  ['an MRR history of snapshots', 1, q{SELECT account, mrr_agg(day, weight) FROM %s GROUP BY account ORDER BY account COLLATE "C"}],
  ['revenue retention', 1, q{SELECT account, net_revenue_retention(weight, weight), logo_retention(weight, weight) FROM %s GROUP BY account ORDER BY account COLLATE "C"}],
  ['MRR movements', 0, q{SELECT account, mrr_movements(valid, weight, 'month', '2026-03-31') FROM %s GROUP BY account ORDER BY account COLLATE "C"}],
  ['an MRR bridge', 0, q{SELECT account, mrr_bridge(user_id, valid, weight, 'month', '2026-03-31') FROM %s GROUP BY account ORDER BY account COLLATE "C"}],
  ['an NPS with its margin', 1, q{SELECT account, nps_stats(user_id %% 11) FROM %s GROUP BY account ORDER BY account COLLATE "C"}],
  ['satisfaction and effort', 1, q{SELECT account, csat(1 + user_id %% 5), ces(1 + user_id %% 7, 7) FROM %s GROUP BY account ORDER BY account COLLATE "C"}],
  ['a trend', 1, q{SELECT account, trend(weight, day) FROM %s GROUP BY account ORDER BY account COLLATE "C"}],
  ['a burst', 1, q{SELECT account, max_burst(at, '7 days') FROM %s GROUP BY account ORDER BY account COLLATE "C"}],
  ['a coefficient of instants', 0, q{SELECT account, activity_coefficient(at, '2026-02-01') FROM %s GROUP BY account ORDER BY account COLLATE "C"}],
  ['a history of instants', 0, q{SELECT account, activity_agg(at) FROM %s GROUP BY account ORDER BY account COLLATE "C"}],
) {
  my ($what, $there, $sql) = @$_;
  my $plan = query($coordinator, "$settings EXPLAIN (VERBOSE, COSTS OFF) " . sprintf($sql, 'events'));
  my ($function) = $sql =~ /SELECT account, (\w+)/;
  is($plan =~ /Remote SQL: .*\b$function\(/ ? 1 : 0, $there, "$what: is computed " . ($there ? 'there' : 'here')) or diag $plan;
  is(query($coordinator, $settings . sprintf($sql, 'events')), query($coordinator, $settings . sprintf($sql, 'local_events')), "$what: the same answer");
}

# Questions to stored histories run there as well, and states and histories travel.
my $question = q{SELECT count(*) FROM histories WHERE activity_coefficient(history, '2026-03-31') > 5 AND history @> date '2026-01-05'};
like(query($coordinator, "EXPLAIN (VERBOSE, COSTS OFF) $question"), qr/Remote SQL: .*activity_coefficient.*\@>/, 'conditions on histories are tested there');
is(query($coordinator, $question), query($coordinator, $question =~ s/histories/(SELECT account, activity_agg(day) AS history FROM local_events GROUP BY account) AS histories/r), 'with the same answer');
is(query($coordinator, q{SELECT count(*) FROM histories JOIN (SELECT account, activity_agg(day) AS history FROM local_events GROUP BY account) AS local USING (account, history)}), 20, 'histories travel whole');
query($coordinator, q{INSERT INTO histories SELECT 'copy of ' || account, history FROM histories});
is(query($shard, q{SELECT count(*) FROM histories AS a JOIN histories AS b ON b.account = 'copy of ' || a.account AND a.history = b.history}), 20, 'in both directions');
done_testing;
