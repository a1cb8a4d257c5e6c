#!/usr/bin/perl
# The extension wants a database in UTF-8, and says so where it is to be created. Clients may have any encoding: text
# comes back as it went in, and a character that does not exist there is PostgreSQL's own clean error.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Server;
use Test::More;

for my $encoding ('LATIN1', 'SQL_ASCII') {
  my $database = new_database('customer360_' . lc $encoding, extension => 0, ENCODING => "'$encoding'", LC_COLLATE => "'C'", LC_CTYPE => "'C'", TEMPLATE => 'template0');
  my ($status, $text) = try_query($database, "\\set VERBOSITY verbose\nCREATE EXTENSION customer360");
  ok($status, "$encoding: refused");
  like($text, qr/ERROR:  0A000: customer360 needs a database with encoding UTF8.*DETAIL:  This database has encoding $encoding.*HINT:  CREATE DATABASE/s, "$encoding: says why, and what to do");
  is(query($database, q{SELECT count(*) FROM pg_extension WHERE extname = 'customer360'}), '0', "$encoding: and leaves nothing");
}

my $session = Server::Session->new(new_database('customer360_utf8', ENCODING => "'UTF8'", LC_COLLATE => "'C'", LC_CTYPE => "'C'", TEMPLATE => 'template0'));
$session->query("SET client_encoding = 'LATIN1'");
is($session->query(qq{SELECT band(1, '[{"label": "gef\xe4hrdet", "lt": 2}]')}), "gef\xe4hrdet", 'a client in LATIN1: a label comes back');
is($session->query(qq{SELECT active_users(name, date '2026-01-01', '[2026-01-01,2026-01-02)', 1) FROM unnest(ARRAY['\xe9', 'e', '\xe9', '\xe8']) AS name}), '{3}', 'a client in LATIN1: keys');
like($session->query(qq{SELECT mrr_normalize(1, 'ann\xe9e')}), qr/ERROR:  22023: unknown billing unit.*"ann\xe9e"/s, 'a client in LATIN1: an error shows what was given');
like($session->query('SELECT sparkline(ARRAY[1, 2])'), qr/ERROR:  22P05: /, 'a client in LATIN1: no blocks to draw a sparkline with');
is($session->query('SELECT 1'), '1', 'the session goes on');
$session->close;
done_testing;
