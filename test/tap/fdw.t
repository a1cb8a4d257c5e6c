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

my $columns = 'account text, user_id bigint, day date, at timestamptz, weight numeric, valid daterange, chosen boolean, history activity_history, mrr mrr_history, curve survival_curve, stage text, graph identity_graph';
my $rows = q{SELECT 'a' || i % 20, i % 333, date '2025-11-01' + i * 7919 % 150, timestamptz '2025-11-01 00:30 UTC' + i * interval '37 minutes', i % 10, valid, i % 3 = 0, format('{%s}', valid)::activity_history, format('{%s=%s}', valid, 1 + i % 10)::mrr_history, format('{%s,%s+}', i % 50, i % 30)::survival_curve, chr(97 + i % 4),
    (SELECT identity_agg(a, b, at) FROM (VALUES ('a' || i % 20, 'u' || i % 333, timestamptz '2026-01-01 00:00 UTC')) AS pair (a, b, at))
  FROM generate_series(1, 4000) AS i CROSS JOIN LATERAL daterange(date '2025-11-01' + i * 7919 % 150, date '2025-11-02' + i * 7919 % 150 + i % 90) AS valid};
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
# Compares the answers per account, and says whether they were computed there.
sub is_there {
  my ($name, $call) = @_;
  my $sql = "SELECT account, $call FROM TABLE_OF_EVENTS GROUP BY account ORDER BY account COLLATE \"C\"";
  my $plan = query($coordinator, "$settings EXPLAIN (VERBOSE, COSTS OFF) " . $sql =~ s/TABLE_OF_EVENTS/events/r);
  is(query($coordinator, $settings . $sql =~ s/TABLE_OF_EVENTS/events/r), query($coordinator, $settings . $sql =~ s/TABLE_OF_EVENTS/local_events/r), "$call: the same answer");
  return $plan =~ /Remote SQL: .*\b\Q$name\E\(/ ? 'there' : 'here';
}

# Every aggregate, those over keys of an entity once for all types of keys: its arguments, and where it is computed.
my %arguments = (
  'activity_agg(activity_history)' => 'history',
  'activity_agg(calendar_day)' => 'day',
  'activity_coefficient(calendar_day,calendar_day)' => q{day, '2026-03-31'},
  'activity_coefficient(calendar_day,calendar_day,bigint)' => q{day, '2026-03-31', 4},
  'activity_coefficient(calendar_day,calendar_day,bigint,text)' => q{day, '2026-03-31', 6, 'month'},
  'activity_coefficients(key,calendar_day,calendar_day)' => q{user_id, day, '2026-03-31'},
  'activity_coefficients(key,calendar_day,calendar_day,bigint)' => q{user_id, day, '2026-03-31', 4},
  'activity_coefficients(key,calendar_day,calendar_day,bigint,text)' => q{user_id, day, '2026-03-31', 6, 'month'},
  'active_users(activity_history,day_range,bigint)' => q{history, '[2026-01-01,2026-01-08)', 28},
  'active_users(activity_history,day_range,bigint[])' => q{history, '[2026-01-01,2026-01-08)', ARRAY[1, 28]},
  'active_users(key,calendar_day,day_range,bigint)' => q{user_id, day, '[2026-01-01,2026-01-08)', 28},
  'active_users(key,calendar_day,day_range,bigint[])' => q{user_id, day, '[2026-01-01,2026-01-08)', ARRAY[1, 28]},
  'band_changes(amount,calendar_day,jsonb)' => q{weight, day, '[{"label": "low", "lt": 3}, {"label": "high", "ge": 3}]'},
  'ces(amount)' => '1 + user_id % 7',
  'ces(amount,bigint)' => '1 + user_id % 5, 5',
  'ces(amount,bigint,bigint)' => '1 + user_id % 5, 5, 1',
  'ces(amount,bigint,bigint,jsonb)' => q{1 + user_id % 5, 5, 1, '{"low_is": "easy"}'},
  'csat(amount)' => '1 + user_id % 5',
  'csat(amount,bigint)' => '1 + user_id % 7, 7',
  'csat(amount,bigint,bigint)' => '1 + user_id % 7, 7, 2',
  'csat(amount,bigint,bigint,jsonb)' => q{1 + user_id % 7, 7, NULL, '{"low_is": "good"}'},
  'gross_revenue_retention(amount,amount)' => 'weight, weight / 2',
  'identity_agg(bigint,bigint,timestamp with time zone)' => 'user_id, -1 - user_id % 20, at',
  'identity_agg(bigint,bigint,timestamp with time zone,jsonb)' => q{user_id, -1 - user_id % 20, at, '{"most_links": {"id": 20}}'},
  'identity_agg(identity_graph)' => 'graph',
  'identity_agg(text,text,text,text,timestamp with time zone)' => q{'account', account, 'stage', stage, at},
  'identity_agg(text,text,text,text,timestamp with time zone,jsonb)' => q{'account', account, 'stage', stage, at, '{"most_links": {"account": 2}}'},
  'identity_agg(text,text,timestamp with time zone)' => 'account, stage, at',
  'identity_agg(text,text,timestamp with time zone,jsonb)' => q{account, stage, at, '{"most_links": {"id": 20}}'},
  'logo_retention(amount,amount)' => 'weight, weight / 2',
  'net_revenue_retention(amount,amount)' => 'weight, weight / 2',
  'max_burst(timestamp with time zone,window_length)' => q{at, '7 days'},
  'mrr_agg(calendar_day,amount)' => 'day, weight',
  'mrr_agg(calendar_day,amount,jsonb)' => q{day, weight, '{"grain": "week"}'},
  'mrr_agg(day_range,amount)' => 'valid, weight',
  'mrr_agg(day_range,amount,jsonb)' => q{valid, weight, '{"below_zero": "zero"}'},
  'mrr_agg(mrr_history)' => 'mrr',
  'mrr_bridge(key,calendar_day,amount,text,calendar_day)' => q{user_id, day, weight, 'month', '2026-03-31'},
  'mrr_bridge(key,calendar_day,amount,text,calendar_day,jsonb)' => q{user_id, day, weight, 'month', '2026-03-31', '{"grace_days": 20}'},
  'mrr_bridge(key,calendar_day,amount,text,text,calendar_day,jsonb)' => q{user_id, day, weight, 'EUR', 'month', '2026-03-31', '{"reporting_currency": "EUR"}'},
  'mrr_bridge(key,day_range,amount,text,calendar_day)' => q{user_id, valid, weight, 'month', '2026-03-31'},
  'mrr_bridge(key,day_range,amount,text,calendar_day,jsonb)' => q{user_id, valid, weight, 'month', '2026-03-31', '{"grace_days": 20}'},
  'mrr_bridge(key,day_range,amount,text,text,calendar_day,jsonb)' => q{user_id, valid, weight, 'EUR', 'month', '2026-03-31', '{"reporting_currency": "EUR"}'},
  'mrr_bridge(mrr_history,text,calendar_day)' => q{mrr, 'month', '2026-03-31'},
  'mrr_bridge(mrr_history,text,calendar_day,jsonb)' => q{mrr, 'month', '2026-03-31', '{"grace_days": 20}'},
  'mrr_movements(calendar_day,amount,text,calendar_day)' => q{day, weight, 'month', '2026-03-31'},
  'mrr_movements(calendar_day,amount,text,calendar_day,jsonb)' => q{day, weight, 'month', '2026-03-31', '{"grace_days": 20}'},
  'mrr_movements(day_range,amount,text,calendar_day)' => q{valid, weight, 'month', '2026-03-31'},
  'mrr_movements(day_range,amount,text,calendar_day,jsonb)' => q{valid, weight, 'month', '2026-03-31', '{"grace_days": 20}'},
  'nps(amount)' => 'user_id % 11',
  'nps_stats(amount)' => 'user_id % 11',
  'predictiveness(double precision,boolean)' => 'weight, user_id < 111',
  'retention(activity_history,calendar_day,text,bigint,calendar_day)' => q{history, '2025-12-01', 'month', 3, '2026-03-31'},
  'retention(activity_history,calendar_day,text,bigint,calendar_day,jsonb)' => q{history, '2025-12-01', 'month', 3, '2026-03-31', '{"active": "on or after"}'},
  'retention_matrix(key,calendar_day,text,bigint,calendar_day)' => q{user_id, day, 'month', 3, '2026-03-31'},
  'retention_matrix(key,calendar_day,text,bigint,calendar_day,jsonb)' => q{user_id, day, 'month', 3, '2026-03-31', '{"active": "on or after"}'},
  'sessions(timestamp with time zone)' => 'at',
  'sessions(timestamp with time zone,interval)' => q{at, '40 hours'},
  'sparkline(amount,calendar_day)' => 'weight, day',
  'stage_durations(text,timestamp with time zone,timestamp with time zone)' => q{stage, at, '2026-03-31'},
  'stage_durations(text,timestamp with time zone,timestamp with time zone,bigint)' => q{stage, at, '2026-03-31', user_id % 5},
  'stickiness(activity_history,calendar_day)' => q{history, '2026-03-31'},
  'stickiness(activity_history,calendar_day,bigint)' => q{history, '2026-03-31', 7},
  'stickiness(key,calendar_day,calendar_day)' => q{user_id, day, '2026-03-31'},
  'stickiness(key,calendar_day,calendar_day,bigint)' => q{user_id, day, '2026-03-31', 7},
  'survival(bigint,boolean)' => 'user_id, chosen',
  'survival(calendar_day,calendar_day,calendar_day)' => q{lower(valid), upper(valid), '2026-03-31'},
  'survival(survival_curve)' => 'curve',
  'trend(amount,calendar_day)' => 'weight, day',
  'usage_drop(calendar_day,amount,calendar_day)' => q{day, weight, '2026-03-31'},
  'usage_drop(calendar_day,amount,calendar_day,bigint)' => q{day, weight, '2026-03-31', 2},
  'usage_drop(calendar_day,amount,calendar_day,bigint,bigint)' => q{day, weight, '2026-03-31', 2, 6},
  'usage_drop(calendar_day,calendar_day)' => q{day, '2026-03-31'},
  'usage_drop(calendar_day,calendar_day,bigint)' => q{day, '2026-03-31', 2},
  'usage_drop(calendar_day,calendar_day,bigint,bigint)' => q{day, '2026-03-31', 2, 6},
  'window_funnel(timestamp with time zone,interval,boolean[])' => q{at, '30 days', chosen, user_id % 2 = 0},
);
my @aggregates = split /\n/, query($shard, q{
  SELECT DISTINCT regexp_replace(aggfnoid::regprocedure::text, '\((smallint|integer|numeric|uuid|text|bigint)(?=,(calendar_day|day_range))', '(key')
  FROM pg_aggregate JOIN pg_depend ON classid = 'pg_proc'::regclass AND objid = aggfnoid AND deptype = 'e' ORDER BY 1});
is_deeply([sort keys %arguments], [sort @aggregates], 'every aggregate is asked');
# docs/scale.md has a line for each function: whether it is computed there, and whether its state is one that Citus can
# compute in two phases, or internal. What is asked for here and not there is what makes it so: a text that is a constant.
my %function;
for my $aggregate (sort keys %arguments) {
  my ($name, $first) = $aggregate =~ /^(\w+)\((\w+)/;
  my $over = {key => 'entity, …', activity_history => 'history, …', mrr_history => 'history, …', survival_curve => 'curve', identity_graph => 'graph'}->{$first} // '…';
  push @{$function{"$name($over)"}{is_there($name, "$name($arguments{$aggregate})")}}, $aggregate;
  my $one = $aggregate =~ s/\(key/(bigint/r;
  $function{"$name($over)"}{internal} = query($shard, "SELECT aggtranstype = 'internal'::regtype FROM pg_aggregate WHERE aggfnoid = '$one'::regprocedure") eq 't';
}
my @lines;
for my $function (sort keys %function) {
  my ($there, $here) = map { $function{$function}{$_} // [] } qw(there here);
  is(scalar(grep { !/\btext\b/ } @$here), 0, "$function: here because of a text") if @$there;
  push @lines, "| `$function` | " . (@$there ? @$here ? 'there; here with a grain' : 'there' : 'here') . ' | ' . ($function{$function}{internal} ? 'rows' : 'two phases') . ' |';
}
open my $page, '<', root() . '/docs/scale.md' or die $!;
my @told = map { chomp; $_ } grep { /^\| `\w+\(.*(rows|two phases) \|$/ } <$page>;
SKIP: {
  # Later servers compute more of it there.
  skip 'docs/scale.md is of PostgreSQL 15', 1 if query($shard, q{SELECT current_setting('server_version_num')::int >= 160000}) eq 't';
  is_deeply(\@told, \@lines, 'docs/scale.md says so of each function') or diag join "\n", @lines;
}

# Questions to stored histories run there as well, and states and histories travel.
my $question = q{SELECT count(*) FROM histories WHERE activity_coefficient(history, '2026-03-31') > 5 AND history @> date '2026-01-05'};
like(query($coordinator, "EXPLAIN (VERBOSE, COSTS OFF) $question"), qr/Remote SQL: .*activity_coefficient.*\@>/, 'conditions on histories are tested there');
is(query($coordinator, $question), query($coordinator, $question =~ s/histories/(SELECT account, activity_agg(day) AS history FROM local_events GROUP BY account) AS histories/r), 'with the same answer');
# postgres_fdw does not take a row apart there.
for ([q{mrr_at(mrr, '2026-01-15') > 3}, 1], [q{survival_median(curve) < 20}, 1], [q{survival_at(curve, 10) < 0.9}, 1], [q{(expected_lifetime_value(curve, weight, 0.8, 0.1, 1, 30)).value > 1}, 0]) {
  my ($condition, $there) = @$_;
  my ($function) = $condition =~ /^\(?(\w+)/;
  $question = "SELECT count(*) FROM events WHERE $condition";
  my $plan = query($coordinator, "EXPLAIN (VERBOSE, COSTS OFF) $question");
  is($plan =~ /Remote SQL: .* WHERE .*\b$function\(/ ? 1 : 0, $there, "$function is asked " . ($there ? 'there' : 'here')) or diag $plan;
  my $answer = query($coordinator, $question);
  cmp_ok($answer, '>', 0, 'of some rows it is true');
  is($answer, query($coordinator, $question =~ s/events/local_events/r), 'and there are as many here');
}
is(query($coordinator, q{SELECT count(*) FROM histories JOIN (SELECT account, activity_agg(day) AS history FROM local_events GROUP BY account) AS local USING (account, history)}), 20, 'histories travel whole');
query($coordinator, q{INSERT INTO histories SELECT 'copy of ' || account, history FROM histories});
is(query($shard, q{SELECT count(*) FROM histories AS a JOIN histories AS b ON b.account = 'copy of ' || a.account AND a.history = b.history}), 20, 'in both directions');
done_testing;
