#!/usr/bin/env perl
# HubSpot as Fivetran lands it: what is mapped is what is true of test/sources/hubspot_fivetran.sql, alone and beside a
# company's own tables, and what of it is missing leaves the rest.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Server;
use Test::More;

my $database = new_database('sources_hubspot');
query($database, do { local (@ARGV, $/) = root() . '/test/sources/hubspot_fivetran.sql'; <> });
query($database, "ALTER DATABASE $database SET jit = off; ANALYZE");
query($database, "ALTER DATABASE $database SET customer360.as_of = '2026-06-30'");

sub build {
  my ($own, $target, $sources) = @_;
  query($database, "SELECT count(*)
    FROM customer360_create_views($own, '$target', 'America/New_York', sources => '$sources')");
}
# Both queries have the same rows, as many times; else the first that one of them has more often.
sub same_rows {
  my ($mapped, $truth, $name) = @_;
  cmp_ok(query($database, "SELECT count(*) FROM ($truth) AS t"), '>', 0, "$name: there is something to be right");
  is(query($database, "WITH mapped AS MATERIALIZED ($mapped), truth AS MATERIALIZED ($truth)
    (SELECT 'mapped', m.* FROM (TABLE mapped EXCEPT ALL TABLE truth) AS m LIMIT 3)
    UNION ALL (SELECT 'true', t.* FROM (TABLE truth EXCEPT ALL TABLE mapped) AS t LIMIT 3)"), '', $name);
}

# ---- alone

build('NULL', 'cs', '{"hubspot": "raw_hubspot"}');
my $columns = 'account_id, name, domain, parent_id, segment, country, region, industry, signed_on, csm_id';
same_rows("SELECT $columns FROM cs.accounts", "SELECT $columns FROM truth.accounts",
  'companies: merged and deleted ones, parents, employees, countries, first sales');
same_rows('SELECT member_id, name, role, left_on FROM cs.team_members',
  "SELECT member_id, name, 'csm', left_on FROM truth.team_members", 'owners');
same_rows('SELECT account_id, member_id, lower(valid), upper(valid) FROM cs.account_team',
  'SELECT account_id, member_id, starts_on, ends_on FROM truth.account_team', 'owners in time');
$columns = 'contact_id, account_id, name, email, role';
same_rows("SELECT $columns FROM cs.contacts", "SELECT $columns FROM truth.contacts", 'contacts and their roles');
$columns = 'opportunity_id, account_id, kind, mrr, stage, created_on, expected_on, outcome, decided_on';
same_rows("SELECT $columns FROM cs.opportunities", "SELECT $columns FROM truth.opportunities", 'deals');
$columns = 'contract_id, account_id, renews_id, signed_on, term';
same_rows("SELECT $columns FROM cs.contracts", "SELECT $columns FROM truth.contracts", 'won deals with a term');
$columns = 'system, external_id, account_id, evidence';
same_rows("SELECT $columns FROM cs.account_aliases", "SELECT $columns FROM truth.account_aliases",
  'other ids of companies');
query($database, 'CALL cs.refresh_faults()');
# Deals of terms that end long after today were landed with the day on which they will be created.
is(query($database, q{
  SELECT table_name, key, fault FROM cs.source_faults
  WHERE fault NOT LIKE '%signed_on%' AND fault NOT LIKE 'created_on is in the future%' ORDER BY 2}),
  "opportunities|51000004|has no account_id\nopportunities|51000005|has no account_id",
  'a deal of nobody is a fault, and nothing else is but a first sale that HubSpot has not');

# ---- beside a company's own charges, which name companies by any id that they ever had

query($database, q{CREATE SCHEMA own;
  CREATE TABLE own.subscriptions AS
  SELECT 's' || c AS subscription_id, coalesce(legacy[1], account_id) AS account_id, first_term AS starts_on,
    CASE WHEN c % 10 = 3 THEN first_term + 365 END AS ends_on, 100 * c AS mrr
  FROM truth.accounts WHERE signed_on IS NOT NULL; ANALYZE});
build(q{'own'}, 'beside', '{"hubspot": "raw_hubspot"}');
for my $day ('2024-06-30', '2025-03-01', '2026-06-30') {
  query($database, "ALTER DATABASE $database SET customer360.as_of = '$day'");
  same_rows('SELECT account_id, member_id, arr FROM beside.csm_accounts', "
    SELECT a.account_id, coalesce(t.member_id, a.csm_id),
      CASE WHEN first_term > '$day' OR c % 10 = 3 AND first_term + 365 <= '$day' THEN 0 ELSE 1200 * c END
    FROM truth.accounts AS a LEFT JOIN truth.account_team AS t
      ON t.account_id = a.account_id AND daterange(t.starts_on, t.ends_on) \@> date '$day'
    WHERE signed_on <= '$day'", "customers, who looks after them, and ARR on $day");
  same_rows('SELECT month, due, renewed FROM beside.renewals WHERE due > 0', "
    SELECT date_trunc('month', upper(c.term))::date, count(*), count(*) FILTER (WHERE EXISTS (
      SELECT FROM truth.contracts AS n WHERE n.account_id = c.account_id AND n.signed_on <= '$day'
        AND lower(n.term) BETWEEN upper(c.term) AND upper(c.term) + 90))
    FROM truth.contracts AS c
    WHERE c.signed_on <= '$day' AND upper(c.term) < date_trunc('month', date '$day') + interval '12 months'
    GROUP BY 1", "contracts due and renewed on $day");
}

# ---- systems meet: the company's own accounts lead, and have domains, or name a company by an id that it had

query($database, q{CREATE SCHEMA ours;
  CREATE TABLE ours.accounts AS SELECT 'A' || c AS account_id, 'Ours ' || c AS name, domain FROM truth.accounts
  UNION ALL VALUES ('A98', 'Was merged', 'was-merged.example'), ('A99', 'Only ours', 'ours.example');
  CREATE TABLE ours.account_aliases AS
  SELECT 'hubspot' AS system, coalesce(legacy[1], account_id) AS external_id, 'A' || c AS account_id
  FROM truth.accounts WHERE c % 17 = 0 OR c % 7 = 0
  UNION ALL VALUES ('accounts', 'A98', 'A1'), ('intercom', 'i1', 'A2');
  CREATE TABLE ours.users AS SELECT 'u1' AS user_id, 'A98' AS account_id, 'x@was-merged.example' AS email});
build(q{'ours'}, 'met', '{"hubspot": "raw_hubspot"}');
same_rows('SELECT external_id, id, evidence FROM met_sources.accounts_of_hubspot', q{
  SELECT account_id, CASE c WHEN 23 THEN 'hubspot:' || account_id ELSE 'A' || c END,
    CASE WHEN c = 23 THEN 'alone' WHEN c % 17 = 0 OR c % 7 = 0 THEN 'given' ELSE 'domain' END FROM truth.accounts
  UNION ALL SELECT unnest(legacy), 'A' || c, 'merged' FROM truth.accounts},
  'by domain or a given id, also one that was merged away, but not by a free mail provider');
is(query($database, q{SELECT count(*), count(DISTINCT account_id), bool_or(account_id = 'A98') FROM met.accounts}),
  "62|62|f", 'one account each, and none that was merged into another');
is(query($database, q{SELECT account_id FROM met.users}), "A1", 'whose rows count for the other');
same_rows(q{
  SELECT system, external_id, account_id, evidence FROM met.account_aliases
  WHERE system IN ('accounts', 'intercom')}, q{
  SELECT 'intercom', 'i1', 'A2', 'given'
  UNION ALL SELECT 'accounts', 'A98', 'A1', 'merged'
  UNION ALL SELECT 'accounts', 'hubspot:' || unnest(legacy), 'A' || c, 'merged' FROM truth.accounts},
  'ids of merged accounts and of other systems are known');
is(query($database, q{SELECT key, account_id, severity FROM met_sources.disagreements WHERE fault LIKE 'was merged%'}),
  "A98|A1|notice", 'and it is told');

# ---- stored, as the page recommends: a source like any other

query($database, 'CREATE SCHEMA stored');
query($database, "CREATE TABLE stored.$_ AS TABLE cs_sources.$_")
  for qw(accounts account_aliases account_team contacts contracts opportunities team_members);
query($database, "SELECT count(*) FROM customer360_create_views('stored', 'of_stored', 'America/New_York')");
same_rows("SELECT * FROM of_stored.$_", "SELECT * FROM cs.$_", "$_ from stored rows") for qw(accounts contracts opportunities);

# ---- what was not landed

query($database, q{CREATE SCHEMA little;
  CREATE TABLE little.company AS SELECT 1::bigint AS id, 'One' AS property_name});
build('NULL', 'few', '{"hubspot": "little"}');
is(query($database, 'SELECT account_id, name, domain, csm_id FROM few.accounts'), "1|One||",
  'a table with two columns is enough');
is(query($database, "SELECT count(*) FROM few.$_"), "0", "no $_ then")
  for qw(contacts contracts opportunities account_team team_members);

done_testing;
