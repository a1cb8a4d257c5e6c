#!/usr/bin/perl
# What `make demo` shows runs on the views as they are. Wants PGDATABASE to be a database made by tools/load-demo.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Server;
use Test::More;

my ($status, $text) = run('', 'psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-d', $ENV{PGDATABASE}, '-f', root() . '/demo/show.sql');
is($status, 0, 'demo/show.sql runs') or diag substr $text, -2000;
like($text, qr/The same table with SET customer360\.as_of = .*needs attention because/s, 'and shows the table as of an earlier day');
done_testing;
