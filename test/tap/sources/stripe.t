#!/usr/bin/env perl
# Stripe as its connectors land it: what the mapping makes of a made-up company's raw tables is what happened there.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Server;
use Test::More;

my $database = 'customer360_stripe';
new_database($database);
query('postgres', "ALTER DATABASE $database SET jit = off");

# Rows of differences between the lines in a schema and the truth, for each day's end in a zone.
sub wrong_days {
  my ($lines, $zone, $step) = @_;
  return query($database, <<SQL);
SET timezone = '$zone';
WITH days AS (
  SELECT day::date, (day + interval '1 day')::timestamptz - interval '1 millisecond' AS end_of_day
  FROM generate_series(timestamp '2024-02-01', '2026-06-28', '$step') AS day),
told AS (
  SELECT days.day, s.account_id, coalesce(s.currency, '') AS currency, bool_or(s.amount IS NULL) AS has_unknown_price,
    coalesce(sum(mrr_normalize(s.amount * coalesce(s.quantity, 1), s.billing_unit, coalesce(s.interval_count, 1))), 0) AS mrr
  FROM days JOIN $lines AS s ON s.valid \@> days.day
  WHERE s.status IN ('active', 'past_due') OR s.trial_ends_on <= days.day
  GROUP BY 1, 2, 3),
happened AS (
  SELECT days.day, t.account_id, coalesce(t.currency, '') AS currency, t.has_unknown_price, t.mrr
  FROM days CROSS JOIN truth.mrr_at(days.end_of_day) AS t)
SELECT account_id, currency, count(*), min(day), max(day), bool_or(told.has_unknown_price), min(told.mrr), min(happened.mrr)
FROM told FULL JOIN happened USING (day, account_id, currency)
WHERE (abs(told.mrr - happened.mrr) < 0.0001) IS NOT TRUE OR told.has_unknown_price <> happened.has_unknown_price
GROUP BY 1, 2 ORDER BY 1, 2 LIMIT 20
SQL
}

# What a mapping makes of the raw tables, as the system has it.
sub mapped {
  my ($sources, $mapping, $columns) = @_;
  my $relation = query($database, "SELECT c360_mapped_relation(s, '$mapping', 'UTC') FROM c360_read_systems('$sources') AS s");
  return query($database, "SELECT $columns FROM ($relation) AS mapped ORDER BY 1");
}

# What of Airbyte's can be told where the stream of events did not land.
sub without_events {
  query($database, q{CREATE TABLE truth.loaded AS TABLE raw_stripe.subscriptions; CREATE TABLE truth.events AS TABLE raw_stripe.events;
    -- Each event brought a row, as appending keeps them.
    INSERT INTO raw_stripe.subscriptions SELECT (jsonb_populate_record(NULL::raw_stripe.subscriptions, data -> 'object'
      || jsonb_build_object('updated', created + 1, '_airbyte_extracted_at', _airbyte_extracted_at))).*
    FROM raw_stripe.events WHERE type LIKE 'customer.subscription.%';
    TRUNCATE raw_stripe.events;
    CALL cs_sources.refresh_sources()});
  is wrong_days('cs_sources.subscriptions', 'UTC', '1 day'), '', 'airbyte: appended subscriptions are their own history';
  query($database, q{TRUNCATE raw_stripe.subscriptions;
    INSERT INTO raw_stripe.subscriptions SELECT (jsonb_populate_record(NULL::raw_stripe.subscriptions, to_jsonb(loaded)
      || '{"updated": null, "_airbyte_extracted_at": "2026-06-28 12:00Z"}')).* FROM truth.loaded;
    CALL cs_sources.refresh_sources()});
  # Customer 10 began hours after its first invoice, 17 paused, 18 was without a card for some weeks: nobody knows that
  # any more. 12 is unpaid, and 41 sold more, nobody knows since when: that is unknown.
  my (%wrong, %unknown);
  for (split /\n/, wrong_days('cs_sources.subscriptions', 'UTC', '1 day')) {
    my ($customer, $currency, $days, $from, $until, $is_unknown) = split /\|/;
    my $kind = substr($customer, 4) % 51;
    if ($is_unknown ne 'f') { $unknown{$kind} = 1 } else { $wrong{$kind} = 1 }
    cmp_ok $until, 'lt', '2026-06-28', "airbyte without events: $customer is right since it was loaded";
  }
  is join(' ', sort keys %wrong), '10 17 18', 'airbyte without events: past pauses left no trace';
  is join(' ', sort keys %unknown), '12 41', 'airbyte without events: what changed, nobody saw when, is unknown until it is seen';
  query($database, q{TRUNCATE raw_stripe.subscriptions; INSERT INTO raw_stripe.subscriptions TABLE truth.loaded;
    INSERT INTO raw_stripe.events TABLE truth.events});
}

for my $connector (map { s{.*/stripe_(\w+)\.sql$}{$1}r } sort glob root() . '/test/sources/stripe_*.sql') {
  query($database, 'DROP SCHEMA IF EXISTS cs, cs_sources, truth, stripe, raw_stripe CASCADE');
  my ($status, $text) = run(undef, 'psql', '-XqAt', '-d', $database, '-f', root() . "/test/sources/stripe_$connector.sql");
  is $status, 0, "$connector: the raw tables are made" or diag $text;
  query($database, 'ANALYZE');
  my $build = q{SELECT count(*) FROM customer360_create_views(null, 'cs', '%s', sources => '{"stripe": "raw_stripe"}')};
  query($database, sprintf $build, 'UTC');

  cmp_ok query($database, "SELECT count(*) FROM generate_series(timestamptz '2024-02-01 23:59Z', '2026-06-28', '1 day') AS day,
    truth.mrr_at(day)"), '>', 50_000, "$connector: there are many customers and days";
  is wrong_days('cs_sources.subscriptions', 'UTC', '1 day'), '', "$connector: what is charged is so on every day";
  for my $day (qw(2025-02-28 2025-08-15 2025-12-31 2026-06-29)) {
    is query($database, <<SQL), '', "$connector: MRR and status of every customer are so on $day";
SET customer360.as_of = '$day';
SELECT account_id, s.status, s.mrr, t.mrr
FROM cs.account_status AS s
-- Of other currencies than dollars, which most lines are in, nobody knows the worth, as there are no rates.
FULL JOIN (SELECT account_id, coalesce(sum(mrr) FILTER (WHERE is_known), 0) AS mrr,
    bool_or(has_unknown_price OR NOT is_known AND mrr <> 0) AS has_unknown_price
  FROM truth.mrr_at(timestamptz '$day 23:59:59Z') CROSS JOIN LATERAL (
    SELECT coalesce(currency, 'USD') = 'USD' AS is_known) AS of_currency
  GROUP BY 1) AS t USING (account_id)
WHERE (abs(coalesce(s.mrr, 0) - coalesce(t.mrr, 0)) < 0.0001) IS NOT TRUE
  OR s.is_charged <> coalesce(t.mrr > 0 OR t.has_unknown_price, false)
  OR s.is_charged AND s.mrr IS NULL <> (t.mrr = 0)
SQL
  }
  is query($database, <<SQL), '', "$connector: seats are those of the product sold by seat";
SELECT h.item, h.quantity, s.seats FROM truth.holdings AS h
JOIN cs.subscriptions AS s ON s.subscription_id LIKE h.item || ':%' AND s.valid \@> h.at::date AND s.product <> 'discount'
WHERE s.seats IS DISTINCT FROM CASE h.price WHEN 'price_seat' THEN h.quantity END AND h.until::date <> h.at::date
SQL
  my %compared = (
    invoices => 'account_id, kind, invoiced_on, due_on, paid_on, amount_in_currency',
    cancellation_requests => 'account_id, requested_on, reason, outcome, decided_on',
    accounts => 'account_id, domain');
  for my $table (sort keys %compared) {
    my $truth = $table eq 'cancellation_requests' ? 'requests' : $table;
    my $so = $compared{$table} =~ s/_in_currency//r;
    is query($database, "(SELECT 'told', $compared{$table} FROM cs.$table EXCEPT ALL SELECT 'told', $so FROM truth.$truth)
      UNION ALL (SELECT 'so', $so FROM truth.$truth EXCEPT ALL SELECT 'so', $compared{$table} FROM cs.$table) LIMIT 20"),
      '', "$connector: $table are what happened";
  }
  is query($database, q{SELECT count(*) FILTER (WHERE told.currency IS DISTINCT FROM upper(coalesce(had.currency, 'usd'))),
      count(*) FILTER (WHERE told.amount IS NULL), count(*) FILTER (WHERE (told.amount IS NULL) <> (told.currency <> 'USD'))
    FROM cs.invoices AS told LEFT JOIN stripe.invoice AS had ON had.id = told.invoice_id}), '0|184|0',
    "$connector: amounts of other currencies than dollars are not known, as there are no rates";
  cmp_ok query($database, 'SELECT count(*) FROM truth.invoices'), '>', 1000, "$connector: there are many invoices";
  is query($database, q{SET customer360.as_of = '2026-06-29'; CALL cs.refresh_faults();
      SELECT DISTINCT table_name, regexp_replace(fault, '\d{4}-\d\d-\d\d', '<day>', 'g') FROM cs.source_faults ORDER BY 1, 2}),
    join("\n", 'accounts|has no signed_on, and was a customer from <day> on',
      'accounts|signed_on is <day>, after the first contract or charge: <day>',
      (map { "invoices|is in $_, other amounts are in other currencies, and there are no rates" } qw(EUR JPY KWD UGX)),
      'subscriptions|has neither an mrr nor an amount',
      (map { "subscriptions|is in $_, other lines are in other currencies, and there are no rates" } qw(EUR JPY KWD UGX))),
    "$connector: faults are those of trials, pauses, metered prices and currencies without rates";
  like mapped('{"stripe": "raw_stripe"}', 'account_aliases', 'account_id, system, external_id'),
    qr/^cus_102\|hubspot\|h102$/m, "$connector: an id in the metadata is an alias";
  unlike mapped('{"stripe": "raw_stripe"}', 'accounts', 'account_id'), qr/^cus_(36|37|87|88)$/m,
    "$connector: test customers, and deleted ones that never bought, are none";

  without_events() if $connector eq 'airbyte';

  # Days are those of the warehouse's zone.
  query($database, 'DROP SCHEMA cs, cs_sources CASCADE');
  query($database, sprintf $build, 'Pacific/Auckland');
  is wrong_days('cs_sources.subscriptions', 'Pacific/Auckland', '11 days'), '', "$connector: so it is on the far side of the globe";
}

# What was not landed is not known, and no error.
query($database, 'DROP SCHEMA IF EXISTS cs, cs_sources, truth, stripe, raw_stripe CASCADE; CREATE SCHEMA raw_stripe');
query($database, q{CREATE TABLE raw_stripe.customer (id text, email text);
  INSERT INTO raw_stripe.customer VALUES ('cus_1', 'a@firm.com')});
query($database, q{SELECT FROM customer360_create_views(null, 'cs', sources => '{"stripe": {"schema": "raw_stripe", "connector": "fivetran"}}')});
is query($database, 'SELECT account_id, domain, status FROM cs.accounts JOIN cs.account_status USING (account_id)'),
  "cus_1|firm.com|prospect", 'only customers';
query($database, q{CREATE TABLE raw_stripe.subscription_history (id text, customer_id text, status text, created timestamptz);
  INSERT INTO raw_stripe.subscription_history VALUES ('sub_1', 'cus_1', 'active', '2026-01-05')});
query($database, q{SELECT FROM customer360_create_views(null, 'cs', sources => '{"stripe": {"schema": "raw_stripe", "connector": "fivetran"}}')});
is query($database, q{SET customer360.as_of = '2026-02-01'; SELECT status, mrr FROM cs.account_status}), "active|",
  'subscriptions without items are charged at a price that nobody knows';

query($database, q{DROP SCHEMA cs, cs_sources, raw_stripe CASCADE; CREATE SCHEMA raw_stripe;
  CREATE TABLE raw_stripe.subscriptions (id text, customer text, status text, created bigint);
  INSERT INTO raw_stripe.subscriptions VALUES ('sub_1', 'cus_1', 'active', 1767571200)});
query($database, q{SELECT FROM customer360_create_views(null, 'cs', sources => '{"stripe": "raw_stripe"}')});
is query($database, q{SET customer360.as_of = '2026-02-01'; SELECT account_id, status, mrr FROM cs.account_status}), "cus_1|active|",
  'only what Airbyte has of subscriptions: so it is with customers who are not listed';

done_testing;
