#!/usr/bin/env perl
# Salesforce as Fivetran lands it: what is mapped is what is true of test/sources/salesforce_fivetran.sql, and what of it
# is missing leaves the rest.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Server;
use Sources;
use Test::More;

my $database = new_database('sources_salesforce');
query($database, "ALTER DATABASE $database SET jit = off; ALTER DATABASE $database SET customer360.as_of = '2026-06-30'");
load_source($database, 'salesforce_fivetran');
query($database, 'ANALYZE');

sub build {
  my ($target, $sources) = @_;
  query($database, "SELECT count(*) FROM customer360_create_views(NULL, '$target', 'America/New_York', sources => '$sources')");
}

build('cs', '{"salesforce": "raw_salesforce"}');
my $columns = 'account_id, name, domain, parent_id, segment, country, region, industry, csm_id, tam_id';
same_rows($database, "SELECT $columns FROM truth.accounts", "SELECT $columns FROM cs.accounts",
  'accounts: merged and deleted ones, parents, employees, countries, teams and owners');
same_rows($database, 'SELECT member_id, name, role, left_on FROM truth.team_members',
  'SELECT member_id, name, role, left_on FROM cs.team_members', 'users who are people');
same_rows($database, 'SELECT account_id, role, member_id, starts_on, ends_on FROM truth.account_team',
  'SELECT account_id, role, member_id, lower(valid), upper(valid) FROM cs.account_team', 'teams, and owners in time');
for (['contacts', 'contact_id, account_id, name, email, role', 'people and their roles'],
    ['opportunities', 'opportunity_id, account_id, kind, trim_scale(mrr), stage, created_on, expected_on, outcome, decided_on',
      'opportunities in the corporate currency'],
    ['contracts', 'contract_id, account_id, signed_on, term', 'contracts that bind'],
    ['account_aliases', 'system, external_id, account_id, evidence', 'other ids of accounts']) {
  my ($table, $of, $name) = @$_;
  same_rows($database, "SELECT $of FROM truth.$table", "SELECT $of FROM cs.$table", $name);
}
same_rows($database, q{SELECT touchpoint_id, account_id, member_id, kind, happened_at, minutes,
    kind IN ('business_review', 'executive_review', 'workshop') FROM truth.done},
  'SELECT touchpoint_id, account_id, member_id, kind, happened_at, minutes, is_high_impact FROM cs.csm_touchpoints',
  'meetings, calls and mails, once each');
$columns = 'task_id, account_id, member_id, title, created_on, due_on, done_on';
same_rows($database, "SELECT $columns FROM truth.tasks", "SELECT $columns FROM cs.csm_tasks", 'tasks, and a call to come');
is(query($database, "SELECT currency, count(*), min(month), max(month), min(rate), max(rate) FROM cs.currency_rates
    GROUP BY 1 ORDER BY 1"),
  "EUR|78|2020-01-01|2026-06-01|1.2500000000000000|2.0000000000000000\n"
  . "USD|78|2020-01-01|2026-06-01|1.00000000000000000000|1.00000000000000000000",
  'months have the dated rates; those of today are not for always');
query($database, 'CALL cs.refresh_faults()');
is(query($database, q{SELECT table_name, right(key, 6), fault FROM cs.source_faults WHERE fault NOT LIKE '%signed_on%' ORDER BY 2}),
  "opportunities|003AAX|has no account_id\nopportunities|004AAX|has no account_id",
  'an opportunity of nobody is a fault');

# Beside Stripe, which names accounts in the metadata of its customers; the CRM leads.
query($database, q{CREATE SCHEMA raw_stripe;
  CREATE TABLE raw_stripe.customer (id text, name text, email text, metadata jsonb);
  INSERT INTO raw_stripe.customer
  SELECT 'cus_' || c, 'Pays ' || c, CASE WHEN c % 2 = 0 THEN 'pay@' || domain END,
    CASE WHEN c % 2 = 1 THEN jsonb_build_object('salesforce_id', coalesce(legacy[1], account_id)) END FROM truth.accounts});
build('both', '{"salesforce": "raw_salesforce", "stripe": "raw_stripe"}');
same_rows($database, q{SELECT 'cus_' || c, CASE WHEN c = 34 THEN 'stripe:cus_34' ELSE account_id END,
    CASE WHEN c % 6 = 0 OR c % 2 = 1 THEN 'given' WHEN c = 34 THEN 'alone' ELSE 'domain' END FROM truth.accounts},
  'SELECT external_id, id, evidence FROM both_sources.accounts_of_stripe',
  'customers of Stripe are accounts by a given id, also of one that was merged, or by domain');

# What was not landed is not known.
query($database, q{CREATE SCHEMA little; CREATE TABLE little.account AS SELECT '001' AS id, 'One' AS name});
build('few', '{"salesforce": "little"}');
is(query($database, 'SELECT account_id, name, domain, csm_id FROM few.accounts'), '001|One||', 'a table with two columns is enough');
is(query($database, "SELECT count(*) FROM few.$_"), '0', "no $_ then")
  for qw(contacts contracts opportunities account_team team_members csm_touchpoints csm_tasks currency_rates);

done_testing;
