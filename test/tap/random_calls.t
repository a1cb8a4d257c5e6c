#!/usr/bin/perl
# Every function and aggregate of the extension, called at random with what is at the edges of its arguments' types: an
# error is of a class that tells the caller what is wrong, and the server lives.
#
# RANDOM_CALLS: how many calls (default 20000); RANDOM_SEED: another sequence of them.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Server;
use Test::More;

my $calls = $ENV{RANDOM_CALLS} // 20000;
my $seed = $ENV{RANDOM_SEED} // 1;
my $calls_a_session = 2000;

my $database = new_database('customer360_random');
my @states = map { open my $hex, '<', $_ or die "$_: $!"; local $/; my $text = <$hex>; $text =~ s/#.*|\s//g; $text } glob root() . '/test/golden/*.hex';
query($database, do { open my $file, '<', "$FindBin::Bin/lib/random_calls.sql" or die $!; local $/; <$file> });
query($database, "UPDATE pool SET expressions = expressions || ARRAY[" . join(',', map { qq('''\\x$_''') } @states) . "] WHERE type = 'aggregate_state'::regtype");

my $done = 0;
my $number = 0;
while ($done < $calls) {
  my $now = $calls - $done < $calls_a_session ? $calls - $done : $calls_a_session;
  my $step = ($seed * 7919 + $number++) * 0.61803398875;
  my $chosen = 2 * ($step - int $step) - 1;
  my ($status, $text) = try_query($database, "SET timezone = 'America/New_York'; SET statement_timeout = '10min'; CALL call_at_random($now, $chosen);");
  if ($status) { fail("the server lives (seed $chosen)"); diag(substr $text, -3000); last; }
  $done += $now;
}
is($done, $calls, "$calls calls, and the server lives");

# Class 22 and 42: what was given is wrong; 0A, 21, 54: it cannot be; 53: there is no room; P0001 is the view builder's own.
my $others = query($database, q{SELECT state, count(*), min(message), min(left(call, 500)) FROM outcome WHERE state !~ '^(00|22|42|0A|21|3F|53|54)' GROUP BY state});
is($others, '', 'every error is of a class that tells what is wrong');
cmp_ok(query($database, q{SELECT count(*) FROM outcome WHERE state = '00000'}), '>', $calls / 10, 'many calls have an answer');
my $unseen = query($database, q{SELECT count(*) FROM callable WHERE NOT EXISTS (SELECT FROM outcome WHERE position(name || '(' IN call) > 0)});
cmp_ok($unseen, '<=', $calls >= 20000 ? 0 : 1e9, 'every function was called');
note(query($database, q{SELECT state || ' ' || count(*) FROM outcome GROUP BY state ORDER BY count(*) DESC}));
note('longest: ' . query($database, q{SELECT round(seconds::numeric, 3) || ' ' || left(call, 300) FROM outcome ORDER BY seconds DESC LIMIT 5}));
done_testing;
