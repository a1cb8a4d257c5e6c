#!/usr/bin/perl
# 20,000 errors raised from C++ in one session add less than 1 MB, at the top level and in subtransactions.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Server;
use Test::More;

my $database = new_database('customer360_errors');
# From every layer: readers of text and bytes, parameters, documents that were compiled before, states half built.
my @statements = (
  q~SELECT activity_history '{[2026-01-01'~,
  q{SELECT aggregate_state '\xc3020100'},
  q{SELECT activity_coefficient(date '2026-01-01', date '2026-01-01', 0)},
  q{SELECT count(band(1, bands)) FROM (VALUES (activity_bands()), ('[{"label": "one", "lt": 1}, {"label": "one", "ge": 1}]')) AS documents (bands)},
  q{SELECT retention_matrix(i, date '2026-01-01' + i, 'month', i / 300, '2026-12-31') FROM generate_series(1, 300) AS i},
  q{SELECT active_users('user ' || i, date '2026-01-01', '[2026-01-01,2026-02-01)', ARRAY[1, 28 + i / 300]) FROM generate_series(1, 300) AS i},
  q{SELECT active_streak(activity_agg(date '2026-01-01' + i), '2026-12-31', 'fortnight') FROM generate_series(1, 100) AS i},
  q{SELECT sparkline(ARRAY[1, 2, 3], 2, 1)},
  q{SELECT predictiveness(CASE WHEN i < 300 THEN i ELSE 'infinity' END, i % 3 = 0) FROM generate_series(1, 300) AS i},
  q~SELECT adoption_score('{"rubric": 1, "metrics": [{"key": "a", "weight": 40, "type": "binary"}]}', '{}'::jsonb)~,
  q~SELECT count(adoption_score('{"rubric": 1, "metrics": [{"key": "a", "weight": 100, "type": "map", "map": {"x": 1}}]}', rows)) FROM (SELECT CASE WHEN i < 90 THEN 'x' ELSE 'y' END AS a FROM generate_series(1, 100) AS i) AS rows~,
  q~SELECT playbook_actions('[{"play": "a", "when": "$.a >", "action": "b"}]', '{}')~,
  q~SELECT mrr_history '{[2026-01-01,)=1e5}'~,
  q~SELECT survival_curve '{5*2,12+*}'~,
  q{SELECT survival(99 - i, true) FROM generate_series(1, 100) AS i},
  q{SELECT stage_durations('stage', timestamptz '2026-01-01', timestamptz '2026-06-30' + i / 100 * interval '1 day') FROM generate_series(1, 100) AS i},
  q{SELECT mrr_agg(daterange(date '2026-01-01' + i, NULL), 20 - i) FROM generate_series(1, 100) AS i},
  q{SELECT mrr_bridge(i::text, daterange(date '2026-01-01' + i, NULL), 299.5 - i, 'month', '2026-12-31') FROM generate_series(1, 300) AS i},
  q{SELECT mrr_bridge(i, date '2026-01-01' + i, 1, 'month', date '2026-12-31' + i / 300) FROM generate_series(1, 300) AS i},
);

my $rounds = int(20_000 / @statements) + 1;
my $errors = $rounds * @statements;
my $session = Server::Session->new($database);
plan skip_all => 'no /proc to read the memory of a backend from' unless defined $session->memory;

sub top_level {
  my ($rounds) = @_;
  my $answer = $session->query(join("\n", map { "$_;" } (@statements) x $rounds));
  return scalar(() = $answer =~ /ERROR:  22/g);
}
sub in_subtransactions {
  my ($rounds) = @_;
  my $list = join ', ', map { "\$statement\$$_\$statement\$" } @statements;
  return $session->query(qq{
    CREATE TEMP TABLE IF NOT EXISTS raised (errors integer);
    TRUNCATE raised;
    DO \$do\$
    DECLARE
      statement text;
      errors integer := 0;
    BEGIN
      FOR round IN 1 .. $rounds LOOP
        FOREACH statement IN ARRAY ARRAY[$list] LOOP
          BEGIN
            EXECUTE statement;
          EXCEPTION WHEN OTHERS THEN
            IF SQLSTATE LIKE '22%' THEN errors := errors + 1; END IF;
          END;
        END LOOP;
      END LOOP;
      INSERT INTO raised VALUES (errors);
    END \$do\$;
    SELECT errors FROM raised});
}

for (['at the top level', \&top_level], ['in subtransactions', \&in_subtransactions]) {
  my ($where, $raise) = @$_;
  $raise->(100);  # what the first ones add: plans, caches, relation descriptors
  my $before = $session->memory;
  is($raise->($rounds), $errors, "$errors errors $where");
  my $added = $session->memory - $before;
  cmp_ok($added, '<', 1024, "$where: they add less than 1 MB") or diag "$added kB";
  note "$where: $added kB";
}
is($session->query(q{SELECT band(7, activity_bands())}), 'power', 'the session goes on');
done_testing;
