#!/usr/bin/perl
# Zendesk as Fivetran lands it: what the pack says of a made-up company's tickets is what happened to them.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Server;
use Test::More;

my $database = new_database('customer360_zendesk');
my ($status, $text) = run('', 'psql', '-XqAt', '-d', $database, '-f', root() . '/test/sources/zendesk_fivetran.sql');
is($status, 0, 'the raw tables') or BAIL_OUT($text);

# Rows of one query that the other has not, and the other way round; nothing if they are alike.
sub difference {
  my ($got, $wanted, $settings) = @_;
  return query($database, "$settings; WITH got AS ($got), wanted AS ($wanted)
    SELECT 'more', * FROM (SELECT * FROM got EXCEPT ALL SELECT * FROM wanted) AS more
    UNION ALL SELECT 'less', * FROM (SELECT * FROM wanted EXCEPT ALL SELECT * FROM got) AS less ORDER BY 2, 1 LIMIT 20");
}

for my $zone ('Europe/Berlin', 'America/Los_Angeles') {
  query($database, qq{SELECT customer360_create_views('company', 'cs', '$zone', sources => '{"zendesk": "raw_zendesk"}')});
  for my $day ('2026-01-20', '2026-03-28', '2026-05-31', '2026-06-30') {
    my $on = "($day, $zone)";
    my $as_of = "SET timezone = 'UTC'; SET customer360.as_of = '$day'";
    cmp_ok(query($database, "SELECT count(*) FROM truth.tickets_on('$day', '$zone')"), '>', 50, "there are tickets $on");
    is(difference(q{SELECT ticket_id, account_id, owner, kind, priority, channel, status, reopenings, messages, agent_replies,
        round(hours_to_first_reply * 60)::bigint, solved_at, opened_at FROM cs.tickets},
      "SELECT * FROM truth.tickets_on('$day', '$zone')", $as_of), '', "tickets $on");
    is(difference(q{SELECT ticket_id, account_id, score, responded_on FROM cs.feedback_answers
        WHERE survey = 'csat' AND scale = 2},
      "SELECT * FROM truth.ratings_on('$day', '$zone')", $as_of), '', "ratings $on");
    is(difference(q{SELECT account_id, open_tickets, tickets_90d, solved_90d, reopened_90d FROM cs.account_support},
      "SELECT a.account_id, count(*) FILTER (WHERE t.status NOT IN ('solved', 'closed')),
         count(*) FILTER (WHERE (t.opened_at AT TIME ZONE '$zone')::date > date '$day' - 90),
         count(*) FILTER (WHERE (t.solved_at AT TIME ZONE '$zone')::date > date '$day' - 90),
         count(*) FILTER (WHERE (t.solved_at AT TIME ZONE '$zone')::date > date '$day' - 90 AND t.reopenings > 0)
       FROM company.accounts AS a LEFT JOIN truth.tickets_on('$day', '$zone') AS t ON t.account_id = a.account_id
       GROUP BY a.account_id", $as_of), '', "customers $on");
    is(difference(q{SELECT account_id, csat_responses, round(csat::numeric, 6) FROM cs.feedback},
      "SELECT a.account_id, count(r.score), round(avg((r.score = 2)::int), 6) FROM company.accounts AS a
       LEFT JOIN truth.ratings_on('$day', '$zone') AS r ON r.account_id = a.account_id GROUP BY a.account_id", $as_of),
      '', "satisfaction $on");
  }
}

is(difference('SELECT external_id, id FROM cs_sources.accounts_of_zendesk',
  'SELECT organization_id::text, account_id FROM truth.organizations WHERE NOT is_deleted', 'SET timezone = 0'), '',
  'each organization is the account that it is in truth, or one of its own');
is(query($database, q{SELECT evidence, count(*) FROM cs_sources.accounts_of_zendesk GROUP BY 1 ORDER BY 1}),
  "alone|6\ndomain|18\ngiven|11", 'by which evidence');
is(difference('SELECT name, role, left_on FROM cs_sources.team_members', q{SELECT name, 'support', left_on FROM truth.agents},
  'SET timezone = 0'), '', 'team members, former ones too');
is(query($database, q{SELECT weekday, day, opens, closes FROM cs_sources.working_hours ORDER BY 1, 2, 3}), join("\n",
  (map { "$_||09:00|17:30" } 1 .. 5), '6||22:00|24:00', '7||00:00|02:00', '|2026-05-01||', '|2026-12-24||', '|2026-12-25||',
  '|2026-12-26||'), 'working hours of the first schedule, and its holidays');
is(query($database, q{SELECT table_name, fault, count(*) FROM cs.source_faults
    WHERE table_name IN ('support_tickets', 'ticket_status_changes', 'ticket_messages', 'survey_responses', 'team_members')
      AND fault <> 'has no account' GROUP BY 1, 2}), '', 'no other fault of what was mapped');

# What a connector has not landed is unknown, not an error.
query($database, q{
  CREATE SCHEMA raw_least;
  CREATE TABLE raw_least.organization (id bigint);
  INSERT INTO raw_least.organization VALUES (7);
  SELECT customer360_create_views(NULL, 'least', 'UTC', sources => '{"zendesk": "raw_least"}')});
is(query($database, 'SELECT (SELECT count(*) FROM least.tickets), (SELECT count(*) FROM least.feedback_answers),
  (SELECT string_agg(account_id, $$,$$) FROM least.accounts)'), '0|0|7', 'with organizations alone, not even their names');
query($database, q{
  CREATE TABLE raw_least.ticket AS SELECT id, created_at FROM raw_zendesk.ticket LIMIT 5;
  SELECT customer360_create_views(NULL, 'least', 'UTC', sources => '{"zendesk": "raw_least"}')});
is(query($database, 'SELECT count(*), min(status) FROM least.tickets'), '5|new', 'with ids and instants of tickets');
done_testing();
