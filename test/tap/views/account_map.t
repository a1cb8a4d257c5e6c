#!/usr/bin/perl
# Whose the ids of other systems are (METRICS E7): account_map against the truth, where of three ids one is named by
# another system and the others have to be found by a domain. Wants PGDATABASE to be a database made by tools/load-demo.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Server;
use Test::More;

my $database = new_database('customer360_account_map', TEMPLATE => $ENV{PGDATABASE}, extension => 0);
query('postgres', "ALTER DATABASE $database SET jit = off; ALTER DATABASE $database SET customer360.as_of = '2026-06-30'");
my ($status, $text) = run('', 'psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-d', $database, '-f', root() . '/demo/raw.sql');
is($status, 0, 'the demo lands as raw tables') or diag substr $text, -2000;

# Before anything is taken away: which account each id stands for. Companies of a group share a domain.
query($database, <<'SQL');
CREATE SCHEMA truth;
CREATE TABLE truth.accounts AS
SELECT account_id, coalesce(sister.domain, accounts.domain) AS domain,
  -- The company's own accounts have domains, but one in eight.
  CASE WHEN account_id % 8 <> 0 THEN coalesce(sister.domain, accounts.domain) END AS own_domain,
  -- One in three is named, and what is named in one system need not be so in another.
  ARRAY[account_id % 3, account_id / 3 % 3, account_id / 9 % 3, account_id / 27 % 3] AS dice
FROM warehouse.accounts
LEFT JOIN (SELECT account_id + 1 AS account_id, domain FROM warehouse.accounts WHERE account_id % 20 = 5) AS sister
  USING (account_id);
CREATE TABLE truth.ids AS
SELECT system, external_id, account_id, domain, dice[place] = 0 AS is_named,
  -- Somebody's private address instead of the company's.
  dice[place] = 1 AND account_id % 11 = 0 AND system IN ('stripe', 'zendesk') AS is_private
FROM truth.accounts, LATERAL (VALUES (1, 'hubspot', (8000000 + account_id)::text), (2, 'stripe', 'cus_' || account_id),
  (3, 'zendesk', (360000 + account_id)::text), (4, 'segment', 'workspace-' || account_id)) AS known (place, system, external_id);
ALTER TABLE truth.ids ADD PRIMARY KEY (system, external_id);

ALTER VIEW company.accounts RENAME TO accounts_without_domain;
CREATE TABLE company.accounts AS
SELECT a.*, t.own_domain AS domain
FROM company.accounts_without_domain AS a JOIN truth.accounts AS t USING (account_id);
DROP VIEW company.accounts_without_domain;
-- It names the HubSpot ids of a third; Stripe, Zendesk and Segment name others of other thirds.
ALTER VIEW company.account_aliases RENAME TO all_aliases;
CREATE TABLE company.account_aliases AS
SELECT a.* FROM company.all_aliases AS a JOIN truth.ids AS t USING (system, external_id) WHERE t.is_named;
DROP VIEW company.all_aliases;
UPDATE raw_hubspot.company AS c SET property_domain = t.domain
FROM truth.ids AS t WHERE t.system = 'hubspot' AND t.external_id = c.id::text;
UPDATE raw_stripe.customer AS c
SET metadata = CASE WHEN t.is_named THEN c.metadata ELSE '{}' END,
  email = CASE WHEN t.is_private THEN 'office.' || t.account_id || '@gmail.com' ELSE 'billing@' || upper(t.domain) END
FROM truth.ids AS t WHERE t.system = 'stripe' AND t.external_id = c.id;
UPDATE raw_zendesk.organization AS o SET external_id = NULL
FROM truth.ids AS t WHERE t.system = 'zendesk' AND t.external_id = o.id AND NOT t.is_named;
INSERT INTO raw_zendesk.domain_name (organization_id, index, domain_name)
SELECT external_id, listed.place, listed.name FROM truth.ids AS t,
  LATERAL (VALUES (0, 'outlook.com'), (1, CASE WHEN NOT t.is_private THEN t.domain END)) AS listed (place, name)
WHERE t.system = 'zendesk' AND listed.name IS NOT NULL;
-- Groups are known by the addresses of their members alone.
UPDATE raw_segment.groups AS g SET hubspot_company_id = NULL
FROM truth.ids AS t WHERE t.system = 'segment' AND t.external_id = g.group_id AND NOT t.is_named;
ANALYZE;
SQL
query($database, q{SELECT count(*) FROM customer360_create_views('company', 'met', sources =>
  '{"hubspot": "raw_hubspot", "stripe": "raw_stripe", "zendesk": "raw_zendesk", "segment": "raw_segment"}')});

# What is told of each id. An account that only one system has is nobody's.
query($database, q{CREATE TABLE truth.told AS
  SELECT ids.*, map.account_id AS told, map.evidence, coalesce(map.account_id = ids.account_id::text, false) AS is_right,
    -- Somebody can know: the company alone has its domain among the company's own accounts.
    NOT is_private AND 1 = (SELECT count(*) FROM truth.accounts AS own WHERE own.own_domain = ids.domain)
      AND EXISTS (SELECT FROM truth.accounts AS own WHERE own.account_id = ids.account_id AND own_domain <> '') AS is_known
  FROM truth.ids LEFT JOIN (
    SELECT system, external_id, account_id::text, evidence FROM met.account_map
    WHERE account_id::text IN (SELECT account_id::text FROM company.accounts)) AS map USING (system, external_id)});
sub ask { my ($sql) = @_; return query($database, $sql) }
is(ask(q{SELECT string_agg(DISTINCT system || ' ' || evidence, ', ') FROM truth.told}), join(', ', map { ("$_ domain", "$_ given") } qw(hubspot segment stripe zendesk)),
  'ids of every system are found by a domain, and by being named');
my $counted = q{FROM truth.told GROUP BY system HAVING};
is(ask("SELECT system, count(told), count(*) FILTER (WHERE is_right) $counted count(*) FILTER (WHERE is_right) < 0.99 * count(told) OR count(told) < 50"), '',
  'of the accounts it names 99 in 100 are the right ones (precision)');
is(ask("SELECT system, count(*), count(told) $counted count(told) FILTER (WHERE is_known) < 0.97 * count(*) FILTER (WHERE is_known) OR count(*) FILTER (WHERE is_known) < 50"), '',
  'and it names 97 in 100 of those that can be known (recall)');
is(ask(q{SELECT system, external_id FROM truth.told WHERE is_private AND evidence = 'domain'}), '', "a free mail provider's domain is nobody's");

# What several accounts have tells none of them.
my $several = q{1 < (SELECT count(*) FROM truth.accounts AS own WHERE own.own_domain = told.domain)};
cmp_ok(ask("SELECT count(*) FROM truth.told WHERE NOT is_named AND $several"), '>=', 10, 'companies share domains');
is(ask("SELECT system, external_id FROM truth.told WHERE evidence = 'domain' AND $several"), '', 'a shared domain is no evidence');
is(ask("SELECT system, external_id FROM truth.told WHERE system <> 'segment' AND NOT is_named AND NOT is_private AND $several AND NOT EXISTS (
  SELECT FROM met_sources.disagreements WHERE key = external_id)"), '', 'and each such id is told as a disagreement');

done_testing;
