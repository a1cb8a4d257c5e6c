#!/usr/bin/perl
# What Segment and RudderStack land, mapped: its rows and the pack's numbers are those of
# test/sources/segment_warehouse.sql, whose truth was there before its raw tables.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Server;
use Sources;
use Test::More;

my $database = new_database('segment_source');
load_source($database, 'segment_warehouse');

sub create {
  my ($system) = @_;
  return try_query($database, qq(SELECT * FROM customer360_create_views('crm', 'cs', 'UTC', sources => '{"$system": "raw_segment"}'); CALL cs.refresh_activity()));
}

# Which nobody filled yet.
query($database, 'CREATE TABLE raw_segment.feature_events (event text, feature_id text, name text, module text)');
my ($status, $report) = create('segment');
is($status, 0, 'Segment beside a CRM builds') or diag($report);

my %columns = (
  users => 'user_id, account_id, name, email, role, provisioned_on',
  interactions => 'interaction_id, kind, identifier_kind, identifier, account_id, happened_at',
  identifiers => 'a_kind, a, b_kind, b, seen_at',
);
same_rows($database, "SELECT $columns{$_} FROM truth.$_", "SELECT $columns{$_} FROM cs.$_", $_) for sort keys %columns;

# Each delivery is a row; of those that share an event_id the pack counts the earliest.
my $events = 'account_id, user_id, feature_id, event_name, occurred_at';
same_rows($database, "SELECT event_id, $events FROM truth.product_events",
  "SELECT DISTINCT ON (event_id) event_id, $events FROM cs.product_events ORDER BY event_id, occurred_at", 'events');
cmp_ok(query($database, 'SELECT count(*) - count(DISTINCT event_id) FROM cs.product_events'), '>', 50, 'some were delivered twice');
same_rows($database, q{SELECT DISTINCT feature_id, initcap(replace(feature_id, '_', ' ')) FROM truth.product_events WHERE feature_id IS NOT NULL},
  'SELECT feature_id, name FROM cs.features', 'features');
is(query($database, q{SELECT bool_and(loaded_at > occurred_at - interval '1 second') FROM cs.product_events}), 't', 'loaded_at follows occurred_at');

# Systems meet: what is known of a group, and nothing else, makes it an account of the CRM.
same_rows($database, q{SELECT group_id, account_id FROM truth.companies WHERE group_id IS NOT NULL},
  q{SELECT external_id, account_id FROM cs.account_aliases WHERE system = 'segment'}, 'groups and their accounts');
is(query($database, q{SELECT count(*) FILTER (WHERE alias.account_id = crm_id) || ' of ' || count(*) || ', ' || count(*) FILTER (WHERE alias.account_id NOT IN (crm_id, 'segment:' || group_id)) || ' wrong'
  FROM cs.account_aliases AS alias JOIN truth.companies ON alias.system = 'segment' AND alias.external_id = group_id}), '12 of 18, 0 wrong', 'recall and precision');
is(query($database, q{SELECT count(*) FROM cs_sources.disagreements WHERE fault LIKE 'grp\_% of segment is no account of the systems before it'}),
  6, 'groups that are of nobody are told');
my $aliases = query($database, q{SELECT c360_mapped_relation(s, 'account_aliases', 'UTC') FROM c360_read_systems('{"segment": "raw_segment"}') AS s});
same_rows($database, q{SELECT 'stripe', 'cus_' || n, group_id FROM truth.companies WHERE kind = 0}, "SELECT system, external_id, account_id FROM ($aliases) AS aliases", 'ids of Stripe among the traits');

# The numbers of the pack.
for my $day ('2026-03-10', '2026-06-30') {
  query($database, "ALTER DATABASE segment_source SET customer360.as_of = '$day'");
  query($database, 'CALL cs.refresh_activity()');
  my $until = "occurred_at < date '$day' + 1";
  same_rows($database, qq{SELECT users.user_id, users.account_id,
      count(DISTINCT occurred_at::date) FILTER (WHERE occurred_at >= date '$day' - 27), max(occurred_at)::date
    FROM truth.users LEFT JOIN truth.product_events AS e ON e.user_id = users.user_id AND e.account_id = users.account_id AND $until
    WHERE provisioned_on <= '$day' GROUP BY users.user_id, users.account_id},
    'SELECT user_id, account_id, active_days_28d, last_active_on FROM cs.user_360', "activity of users on $day");
  same_rows($database, qq{SELECT day, count(DISTINCT user_id) FILTER (WHERE active_on = day), count(DISTINCT user_id)
    FROM (SELECT DISTINCT user_id, occurred_at::date AS active_on FROM truth.product_events WHERE $until) AS e
    CROSS JOIN LATERAL generate_series(active_on, least(active_on + 27, date '$day'), interval '1 day') AS covered (at)
    CROSS JOIN LATERAL (SELECT at::date AS day) AS days GROUP BY day},
    'SELECT day, daily_active_users, monthly_active_users FROM cs.active_users', "daily and monthly active users until $day");
  same_rows($database, qq{SELECT account_id, count(*), count(DISTINCT person), count(DISTINCT person) FILTER (WHERE user_id IS NULL), max(happened_at)
    FROM (SELECT coalesce(i.account_id, u.account_id) AS account_id, happened_at,
        CASE i.identifier_kind WHEN 'user_id' THEN i.identifier ELSE u.user_id END AS user_id, coalesce(u.user_id, i.identifier) AS person
      FROM truth.interactions AS i LEFT JOIN truth.unknown_people AS u ON u.anonymous_id = i.identifier
        AND i.identifier_kind = 'anonymous_id' AND known_at < date '$day' + 1
      WHERE happened_at >= date '$day' - 29 AND happened_at < date '$day' + 1) AS resolved
    WHERE account_id NOT LIKE 'segment:%' GROUP BY account_id},
    'SELECT account_id, interactions_30d, people_30d, unknown_people_30d, last_touch_at FROM cs.account_interactions WHERE interactions_30d > 0',
    "visits on $day");
}

# A company that says itself which events are features.
query($database, q{INSERT INTO raw_segment.feature_events VALUES ('report_exported', 'reports', 'Reports', 'Analytics'), ('dashboard_viewed', 'reports', 'Reports', 'Analytics'), ('never_sent', NULL, NULL, NULL); CALL cs_sources.refresh_sources()});
same_rows($database, q{VALUES ('reports', 'Reports', 'Analytics'), ('never_sent', 'never_sent', NULL)}, 'SELECT feature_id, name, module FROM cs.features', 'features of feature_events');
same_rows($database, q{SELECT event_id, CASE WHEN event_name IN ('report_exported', 'dashboard_viewed') THEN 'reports' END, event_name FROM truth.product_events},
  'SELECT DISTINCT event_id, feature_id, event_name FROM cs.product_events', 'events with features of feature_events');

# Only the table users has the people.
query($database, 'CREATE TABLE truth.identifies AS TABLE raw_segment.identifies; TRUNCATE raw_segment.identifies; CALL cs_sources.refresh_sources()');
same_rows($database, 'SELECT user_id, account_id, name, email, role FROM truth.users', 'SELECT user_id, account_id, name, email, role FROM cs.users', 'users of the table users');
query($database, 'INSERT INTO raw_segment.identifies TABLE truth.identifies; CALL cs_sources.refresh_sources()');

# Where two systems have users, ids say whose they are: those that Segment lands as identifiers are the same ones.
query($database, q{CREATE TABLE crm.users AS SELECT 'u' || n AS user_id, account_id::text, format('own%s@elsewhere.example', n) AS email
  FROM (SELECT row_number() OVER (ORDER BY account_id) AS n, account_id FROM crm.accounts) AS each});
($status, $report) = create('segment');
is($status, 0, 'Segment beside users of the CRM builds') or diag($report);
same_rows($database, "SELECT 'segment:' || user_id FROM truth.users UNION ALL SELECT 'own:' || user_id FROM crm.users", 'SELECT user_id FROM cs.users', 'users of both');
my $named = q{CASE %1$s_kind WHEN 'user_id' THEN 'segment:' ELSE '' END || %1$s};
same_rows($database, sprintf("SELECT a_kind, $named, b_kind, %2\$s, seen_at FROM truth.identifiers", 'a', sprintf($named, 'b')),
  "SELECT $columns{identifiers} FROM cs.identifiers", 'identifiers beside other users');
same_rows($database, sprintf("SELECT interaction_id, $named FROM truth.interactions", 'identifier'),
  'SELECT interaction_id, identifier FROM cs.interactions', 'interactions beside other users');
is(query($database, q{CALL cs.refresh_identities(); SELECT count(*) FROM truth.identifiers AS i JOIN truth.users ON user_id IN (i.a, i.b)
  WHERE NOT EXISTS (SELECT FROM cs.identity_map AS map WHERE map.kind = 'user_id' AND map.user_id = 'segment:' || users.user_id)}),
  '0', 'every user who was seen is a person');

# RudderStack lands neither users nor accounts.
query($database, 'SELECT customer360_drop_views(\'cs\'); DROP TABLE crm.users, raw_segment.users, raw_segment.accounts, raw_segment.feature_events');
query($database, q{UPDATE crm.account_aliases SET system = 'rudderstack'});
($status, $report) = create('rudderstack');
is($status, 0, 'RudderStack beside a CRM builds') or diag($report);
my $rudder = sub { my ($list) = @_; $list =~ s/\baccount_id\b/replace(account_id, 'segment:', 'rudderstack:') AS account_id/; return $list };
same_rows($database, 'SELECT ' . $rudder->($columns{$_}) . " FROM truth.$_", "SELECT $columns{$_} FROM cs.$_", "$_ of RudderStack") for sort keys %columns;
same_rows($database, 'SELECT event_id, ' . $rudder->($events) . ' FROM truth.product_events',
  "SELECT DISTINCT ON (event_id) event_id, $events FROM cs.product_events ORDER BY event_id, occurred_at", 'events of RudderStack');

# The least: one table, and that empty.
query($database, 'SELECT customer360_drop_views(\'cs\'); DROP SCHEMA raw_segment CASCADE; CREATE SCHEMA raw_segment; CREATE TABLE raw_segment.tracks (id text, user_id bigint, event text, received_at timestamptz)');
($status, $report) = create('segment');
is($status, 0, 'an empty table tracks is enough') or diag($report);
is(query($database, 'SELECT count(*) FROM cs.product_events'), 0, 'and says nothing');

done_testing();
