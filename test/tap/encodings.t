#!/usr/bin/perl
# Databases in other encodings than UTF-8: what is only ASCII works as ever, text of the user comes back as it went in, a
# character that does not exist there is a clean error, and the session goes on.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Server;
use Test::More;

# The answer of a session whose client is UTF-8; errors as SQLSTATE and message.
sub session_of {
  my ($encoding) = @_;
  my $name = new_database('customer360_' . lc $encoding, ENCODING => "'$encoding'", LC_COLLATE => "'C'", LC_CTYPE => "'C'", TEMPLATE => 'template0');
  my $session = Server::Session->new($name);
  $session->query("SET client_encoding = 'UTF8'") if $encoding ne 'SQL_ASCII';
  return $session;
}
sub goes_on { is($_[0]->query('SELECT 1'), '1', 'the session goes on') }

my $plain = q{SELECT activity_agg(date '2026-01-01' + i), activity_coefficient(date '2026-01-01' + i, '2026-01-31'), band(3, activity_bands()),
  active_users('user ' || i, date '2026-01-01' + i, '[2026-01-01,2026-01-03)', 7), sparkline(ARRAY[NULL]::numeric[]) FROM generate_series(0, 9) AS i};
my $expected = '{[2026-01-01,2026-01-11)}|2|steady|{1,2}| ';
my $label = q{SELECT band(1, '[{"label": "gefährdet", "lt": 2}]')};

# ---- LATIN1

my $latin1 = session_of('LATIN1');
$latin1->query('CREATE AGGREGATE stage_state (text, timestamptz, timestamptz) (SFUNC = c360_stage_durations_transition, STYPE = aggregate_state)');
is($latin1->query($plain), $expected, 'LATIN1: ASCII answers');
is($latin1->query($label), 'gefährdet', 'LATIN1: a label comes back');
like($latin1->query('SELECT sparkline(ARRAY[1, 2])'), qr/ERROR:  22P05: .*no equivalent in encoding "LATIN1"/, 'LATIN1: no blocks to draw a sparkline with');
goes_on($latin1);
like($latin1->query(q{SELECT sparkline(i, date '2026-01-01' + i) FROM generate_series(1, 5) AS i}), qr/ERROR:  22P05: /, 'LATIN1: nor as an aggregate');
goes_on($latin1);
like($latin1->query(q{SELECT active_streak('{}', '2026-01-01', 'année')}), qr/ERROR:  22023: unknown grain.*"année"/s, 'LATIN1: an error shows what was given');
goes_on($latin1);
like($latin1->query(q{SELECT band(1, '[{"label": "a", "größe": 1}]')}), qr/ERROR:  22023: invalid bands.*"größe"/s, 'LATIN1: a property, too');
goes_on($latin1);
like($latin1->query(q{SELECT band(1, '[{"label": "gefährdet", "lt": 2}, {"label": "gefährdet", "ge": 2}]')}), qr/ERROR:  22023: .*"gefährdet"/s, 'LATIN1: and a label');
goes_on($latin1);
like($latin1->query(q{SELECT activity_history '{[2026-01-01,2026-01-02)}é'}), qr/ERROR:  22P02: /, 'LATIN1: malformed text');
goes_on($latin1);
# Names of columns and members, and values, are compared as the same characters.
my $rubric = q~'{"rubric": 1, "scale": 1, "metrics": [{"key": "état", "weight": 50, "type": "map", "map": {"fermé": 0, "ouvert à tous": 5}}, {"key": "a", "weight": 50, "type": "binary"}]}'~;
is($latin1->query(qq{SELECT adoption_score($rubric, c), adoption_score($rubric, to_jsonb(c)), (SELECT string_agg(key, ',') FROM score_breakdown($rubric, c)) FROM (SELECT 'ouvert à tous'::text AS "état", true AS a, 1 AS "b") AS c}), '1|1|état,a', 'LATIN1: metrics');
like($latin1->query(qq{SELECT adoption_score($rubric, '{"état": "brûlé"}'::jsonb)}), qr/ERROR:  22023: metric "état" has a value that is not in its map.*"brûlé"/s, 'LATIN1: a value that is not there');
goes_on($latin1);
like($latin1->query(q{SELECT mrr_normalize(1, 'année')}), qr/ERROR:  22023: unknown billing unit.*"année"/s, 'LATIN1: a billing unit');
goes_on($latin1);
is($latin1->query(q{SELECT (bridge[1]).new_customers FROM (SELECT mrr_bridge(name, daterange '[2026-01-01,)', 1, 'year', '2026-12-31') AS bridge FROM unnest(ARRAY['é', 'e', 'é', 'è']) AS name) AS b}), '3', 'LATIN1: customers');
is($latin1->query(q{SELECT active_users(name, date '2026-01-01', '[2026-01-01,2026-01-02)', 1) FROM unnest(ARRAY['é', 'e', 'é', 'è']) AS name}), '{3}', 'LATIN1: keys');
is($latin1->query(q{SELECT stages[1].stage, stages[2].stage FROM (SELECT stage_durations(stage, at, '2026-01-03') AS stages FROM (VALUES ('Qualität', timestamptz '2026-01-01'), ('géré', '2026-01-02')) AS e (stage, at)) AS s}), 'Qualität|géré', 'LATIN1: stages');
is($latin1->query(q{SELECT count(*) FROM (SELECT c360_aggregate_state_send(s) AS b FROM (SELECT stage_state(stage, '2026-01-01', '2026-01-03') AS s FROM unnest(ARRAY['é']) AS stage) AS s) AS t WHERE position('\xc3a9'::bytea IN b) > 0}), '1', 'LATIN1: a state keeps them in UTF-8');
like($latin1->query(q{SELECT survival_curve '{5é}'}), qr/ERROR:  22P02: /, 'LATIN1: a malformed curve');
goes_on($latin1);
like($latin1->query(q{SELECT band(1, '[{"label": "\u5065", "lt": 2}]')}), qr/ERROR:  22P05: /, 'LATIN1: a character that does not exist there is jsonb\'s own matter');
goes_on($latin1);

# ---- SQL_ASCII: bytes are what they are

my $ascii = session_of('SQL_ASCII');
is($ascii->query($plain), $expected, 'SQL_ASCII: ASCII answers');
is($ascii->query($label), 'gefährdet', 'SQL_ASCII: the bytes of a label come back');
is($ascii->query('SELECT sparkline(ARRAY[1, 2, 3])'), '▁▅█', 'SQL_ASCII: the bytes of a sparkline are UTF-8');
for ([q{SELECT active_streak('{}', '2026-01-01', E'ann\xe9e')}, 'a grain'], [q{SELECT mrr_normalize(1, E'ann\xe9e')}, 'a billing unit'], [q{SELECT mrr_history E'{[2026-01-01,)=1\xe9}'}, 'an amount'], [q{SELECT stage_durations(E'\xe9', '2026-01-01', '2026-01-02')}, 'a stage'], [q{SELECT survival_curve E'{5\xe9}'}, 'a curve'], [q{SELECT band(1, E'[{"label": "a", "gr\xf6\xdfe": 1}]')}, 'a property'], [q{SELECT band(1, E'[{"label": "\xff\xfe", "lt": 2}]')}, 'a label'],
     [q{SELECT activity_history E'{[2026-01-01\xe9,2026-01-02)}'}, 'a history'], [q{SET customer360.as_of = E'\xe9'}, 'a setting']) {
  my ($sql, $what) = @$_;
  like($ascii->query($sql), qr/ERROR:  22/, "SQL_ASCII: $what of bytes that are no UTF-8");
  goes_on($ascii);
}
is($ascii->query(q{SELECT active_users(name, date '2026-01-01', '[2026-01-01,2026-01-02)', 1) FROM unnest(ARRAY[E'\xe9', 'e', E'\xe9\xff']) AS name}), '{3}', 'SQL_ASCII: keys are bytes');
$_->close for $latin1, $ascii;
done_testing;
