#!/usr/bin/perl
# Columns of types that an extension adds are metrics like any text.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Server;
use Test::More;

plan skip_all => 'the server has no citext' unless has_extension('citext');
my $database = new_database('customer360_citext');
query($database, 'CREATE EXTENSION citext');
my $rubric = q('{"rubric": 1, "metrics": [{"key": "a", "weight": 100, "type": "map", "map": {"green": 5}}]}');
is(query($database, "SELECT adoption_score($rubric, t), adoption_score($rubric, to_jsonb(t)) FROM (SELECT 'green'::citext AS a) AS t"), '100|100', 'a label of citext');
my ($status, $text) = try_query($database, "SELECT adoption_score($rubric, t) FROM (SELECT 'Green'::citext AS a) AS t");
like($text, qr/ERROR:  metric "a" has a value that is not in its map/, 'which is compared as a text: case counts');
done_testing;
