#!/usr/bin/perl
# What Airbyte lands from Delighted, mapped: its rows and the pack's numbers are those of
# test/sources/delighted_airbyte.sql, whose truth was there before its raw tables.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Server;
use Sources;
use Test::More;

my $database = new_database('delighted_source');
load_source($database, 'delighted_airbyte');
my $sources = q(sources => '{"delighted": "raw_delighted"}');
my ($status, $report) = try_query($database, "SELECT * FROM customer360_create_views('crm', 'cs', 'UTC', $sources)");
is($status, 0, 'Delighted beside a CRM builds') or diag($report);

my $columns = 'response_id, account_id, user_id, email, survey, score, scale, comment, responded_at';
same_rows($database, "SELECT $columns FROM truth.survey_responses", "SELECT $columns FROM cs.survey_responses", 'answers');
is(query($database, q{SELECT string_agg(DISTINCT survey || scale, ' ' ORDER BY survey || scale) FROM cs.survey_responses}),
  'ces5 ces7 csat2 csat3 csat5 nps10', 'every kind with its scale');
cmp_ok(query($database, 'SELECT count(*) FROM truth.survey_responses WHERE account_id IS NULL'), '>', 5, 'some are of nobody known');

for my $day ('2025-12-31', '2026-06-30') {
  query($database, "ALTER DATABASE delighted_source SET customer360.as_of = '$day'");
  same_rows($database, "SELECT response_id, account_id, user_id, survey, score, responded_at FROM truth.counting('$day')",
    'SELECT response_id, account_id, user_id, survey, score, responded_at FROM cs.feedback_answers', "answers that count on $day");
  cmp_ok(query($database, "SELECT count(*) FROM truth.survey_responses WHERE responded_at < date '$day' + 1"), '>',
    query($database, "SELECT count(*) FROM truth.counting('$day')"), 'and some do not');
  my $year = "responded_at >= date '$day' - 364";
  same_rows($database, qq{SELECT account_id, count(*) FILTER (WHERE survey = 'nps'), count(*) FILTER (WHERE survey = 'csat'),
      round(100.0 * (count(*) FILTER (WHERE survey = 'nps' AND score >= 9) - count(*) FILTER (WHERE survey = 'nps' AND score <= 6))
        / nullif(count(*) FILTER (WHERE survey = 'nps'), 0), 6)
    FROM truth.counting('$day') WHERE account_id IS NOT NULL AND $year GROUP BY account_id},
    'SELECT account_id, nps_responses, csat_responses, round(nps, 6) FROM cs.feedback WHERE responses > 0', "scores on $day");
}

# What a target dropped by hand leaves beside it is no obstacle: with Zendesk, answers are a view and no stored table.
query($database, q{DROP SCHEMA cs CASCADE; CREATE SCHEMA raw_zendesk;
  CREATE TABLE raw_zendesk.ticket (id bigint, status text, created_at timestamptz)});
my $both = q(sources => '{"delighted": "raw_delighted", "zendesk": "raw_zendesk"}');
($status, $report) = try_query($database, "SELECT * FROM customer360_create_views('crm', 'cs', 'UTC', $both)");
is($status, 0, 'other systems after DROP SCHEMA of the target') or diag($report);

query($database, q{SELECT customer360_drop_views('cs'); DROP SCHEMA raw_delighted CASCADE; CREATE SCHEMA raw_delighted; CREATE TABLE raw_delighted.survey_responses (id text, score integer)});
($status, $report) = try_query($database, "SELECT * FROM customer360_create_views('crm', 'cs', 'UTC', $sources)");
is($status, 0, 'an empty table survey_responses is enough') or diag($report);

done_testing();
