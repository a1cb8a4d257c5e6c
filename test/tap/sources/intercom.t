#!/usr/bin/env perl
# Intercom as Fivetran lands it: conversations are tickets, and what is mapped is what happened in
# test/sources/intercom_fivetran.sql.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Server;
use Sources;
use Test::More;

my $database = new_database('sources_intercom');
query($database, "ALTER DATABASE $database SET jit = off; ALTER DATABASE $database SET customer360.as_of = '2026-06-30'");
load_source($database, 'intercom_fivetran');
query($database, 'ANALYZE');
query($database, q{SELECT count(*) FROM customer360_create_views('company', 'cs', 'UTC', sources => '{"intercom": "raw_intercom"}')});

same_rows($database, 'SELECT company_id, account_id FROM truth.companies',
  'SELECT external_id, id FROM cs_sources.accounts_of_intercom', 'companies are accounts by the id of the product or by domain');
same_rows($database, 'SELECT member_id, name, role, left_on FROM truth.admins', 'SELECT member_id, name, role, left_on FROM cs.team_members',
  'teammates');
same_rows($database, 'SELECT * FROM truth.tickets',
  'SELECT ticket_id, account_id, email, owner_id, priority, channel, status, opened_at FROM cs.support_tickets',
  'conversations, of a company, of a contact\'s, of a domain, or of nobody');
same_rows($database, 'SELECT * FROM truth.changes', 'SELECT ticket_id, changed_at, status FROM cs.ticket_status_changes',
  'closed, answered, opened, snoozed, woken, deleted');
same_rows($database, 'SELECT * FROM truth.messages', 'SELECT ticket_id, sent_at, author FROM cs.ticket_messages',
  'what was said, but not notes and what machines say');
same_rows($database, 'SELECT * FROM truth.ratings',
  q{SELECT ticket_id, account_id, score, responded_at FROM cs.survey_responses WHERE survey = 'csat' AND scale = 5},
  'ratings, the latest of each conversation, when they were given');
is(query($database, q{SELECT name, count(*), min(t.status), max(reopenings), min(round(hours_to_first_reply, 2)), max(round(hours_to_first_reply, 2)),
    count(*) FILTER (WHERE (t.solved_at - t.opened_at) IN ('5:00', '28:00', '51:00', '3:00', '9:00'))
  FROM cs.tickets AS t JOIN truth.asked USING (ticket_id) GROUP BY 1 ORDER BY 1}), join("\n",
  'by_contact|30|open|0|1.00|1.00|0', 'by_domain|30|open|0|1.00|1.00|0', 'campaign|30|solved|0|2.00|2.00|30', 'free|30|open|0|1.00|1.00|0',
  'no_parts|30|solved||||30', 'overtaken|30|solved|0|1.00|1.00|30', 'plain|30|solved|0|2.00|2.00|30', 'reopened|30|solved|1|1.00|1.00|30',
  'reopened_by_part|30|open|1|3.00|3.00|0', 'snoozed|30|hold|0|1.00|1.00|0', 'two_companies|30|open|0|1.00|1.00|0', 'unanswered|30|open|0|||0',
  'woken|30|solved|0|1.00|1.00|30'), 'what the pack makes of it: replies, reopenings, solutions');
query($database, 'CALL cs.refresh_faults()');
is(query($database, q{SELECT table_name, fault, count(*) FROM cs.source_faults
    WHERE table_name IN ('support_tickets', 'ticket_status_changes', 'ticket_messages', 'survey_responses', 'team_members') GROUP BY 1, 2}),
  'support_tickets|has no account|30', 'conversations of nobody are told, and there is no other fault');

# What was not landed is not known.
query($database, q{CREATE SCHEMA little; CREATE TABLE little.company_history AS SELECT 'c1' AS id});
query($database, q{SELECT count(*) FROM customer360_create_views(NULL, 'few', 'UTC', sources => '{"intercom": "little"}')});
is(query($database, 'SELECT account_id, name FROM few.accounts'), 'c1|', 'companies alone, not even their names');
query($database, q{CREATE TABLE little.conversation_history AS
  SELECT id, created_at, source_author_type FROM raw_intercom.conversation_history LIMIT 1;
  SELECT count(*) FROM customer360_create_views(NULL, 'few', 'UTC', sources => '{"intercom": "little"}')});
is(query($database, 'SELECT count(*), min(status) FROM few.tickets'), '1|open', 'with ids and instants of conversations');

done_testing;
