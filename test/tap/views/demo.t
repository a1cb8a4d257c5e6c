#!/usr/bin/perl
# The made-up company is believable, and what `make demo` shows runs on the views as they are. Wants PGDATABASE to be a
# database made by tools/load-demo.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Server;
use Test::More;

my ($status, $text) = run('', 'psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-d', $ENV{PGDATABASE}, '-f', root() . '/demo/show.sql');
is($status, 0, 'demo/show.sql runs') or diag substr $text, -2000;
like($text, qr/The same table with SET customer360\.as_of = .*needs attention because/s, 'and shows the table as of an earlier day');

# A row of demo/figures.sql each: who leaves and when, what it costs and brings, what announces that a customer leaves.
($status, $text) = run('', 'psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', $ENV{PGDATABASE}, '-f', root() . '/demo/figures.sql');
is($status, 0, 'demo/figures.sql runs') or diag substr $text, -2000;
my @figures = map { [split /\|/] } split /\n/, $text;
is(@figures, 26, 'it has all figures');
for (@figures) {
  my ($figure, $value, $unit, $least, $most, $is_usual) = @$_;
  is($is_usual, 't', "usual: $figure") or diag "$value $unit is not between $least and $most";
}

sub ask { my ($sql) = @_; return query($ENV{PGDATABASE}, $sql) }
is(ask(q{SELECT count(*) FROM (SELECT a_kind, a FROM warehouse.identifiers UNION SELECT b_kind, b FROM warehouse.identifiers
  EXCEPT SELECT kind, identifier FROM warehouse.true_identities) AS unknown}), 0, 'whose each identifier is, the answer key tells');
is(ask(q{SELECT string_agg(DISTINCT kind, ',' ORDER BY kind) FROM (SELECT kind FROM warehouse.true_identities
  GROUP BY kind, identifier HAVING count(*) > 1) AS shared}), 'device_id,email', 'mailboxes and tablets are shared');
is(ask(q{WITH champions AS (
    SELECT account_id, max(coalesce(upper(valid), 'infinity')) AS last_on FROM contacts WHERE role = 'champion' GROUP BY account_id),
  ends AS (SELECT account_id, max(coalesce(upper(valid), 'infinity')) AS ends_on FROM subscriptions GROUP BY account_id)
  SELECT avg((last_on < ends_on)::int) FILTER (WHERE ends_on < 'infinity')
    > 2 * avg((last_on < 'infinity')::int) FILTER (WHERE ends_on = 'infinity')
  FROM champions JOIN ends USING (account_id)}), 't', 'a company that leaves has lost its champion before, more often than one that stays');
done_testing;
