#!/usr/bin/perl
# A release is rehearsed, from the version as it is to the first changes after it: tools/release in a copy of the tree, and in
# that copy the tests of what is archived and of what is updated.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use File::Temp 'tempdir';
use Server qw(root run);
use Test::More;

my $home = tempdir('customer360-release.XXXXXX', TMPDIR => 1, CLEANUP => 1);
chmod 0755, $home;
my $copy = "$home/tree";
sub try_in_copy { return run('', 'sh', '-c', 'cd "$0" && exec "$@"', $copy, @_) }
sub in_copy {
  my ($what, @command) = @_;
  my ($status, $text) = try_in_copy(@command);
  is($status, 0, $what) or do { diag $text; BAIL_OUT $what };
}
sub text_of { open(my $in, '<:raw', "$copy/$_[0]") or die "$_[0]: $!"; local $/; return scalar <$in> }
sub write_file { my ($file, $text) = @_; open(my $out, '>:raw', "$copy/$file") or die "$file: $!"; print $out $text; close $out or die $! }
# What tools/dist archives is the last commit.
sub commit { in_copy("$_[0]: a commit", 'sh', '-ec', 'git add -A; git -c user.name=Rehearsal -c user.email=none@localhost -c commit.gpgsign=false -c core.hooksPath=/dev/null commit -q -m "$0"', $_[0]) }

# With what was built, so that nothing is compiled again.
my ($status, $text) = run('', 'sh', '-ec', 'mkdir "$1"; tar -c -C "$0" --exclude=./build --exclude=./.git --exclude="./extension/customer360--*" . | tar -x --no-same-owner -C "$1"; git -C "$1" init -q', root(), $copy);
is($status, 0, 'a copy of the tree') or BAIL_OUT $text;
my $control = text_of('customer360.control');
my ($version) = $control =~ /^default_version = '([\d.]+)(?:dev)?'$/m;
my $next = $version =~ s/^(\d+)\.(\d+)\..*/"$1." . ($2 + 1) . '.0dev'/er;

# ---- the release

if ($control =~ /dev'$/m) {
  ($status, $text) = try_in_copy('tools/release', '9.0.0');
  is($status, 1, 'another version than the one that is made') or diag $text;
  ($status, $text) = try_in_copy('tools/release', '--next', $next);
  is($status, 1, 'nor does the next begin before this one is out') or diag $text;
  in_copy("$version is released", 'tools/release', $version, '2026-12-01');
  like(text_of('CHANGELOG.md'), qr/^## \Q$version\E \(2026-12-01\)$/m, 'with its day');
}
commit("Release $version");
in_copy('its archive keeps to the rules', 'prove', 'test/tap/pgxn.t');

# ---- and the first changes after it

in_copy("$next begins", 'tools/release', '--next', $next);
like(text_of('customer360.control'), qr/^default_version = '\Q$next\E'$/m, 'as the version that is made');
my $feedback = 'extension/60_feedback.sql';
write_file($feedback, text_of($feedback) . <<'SQL');

CREATE FUNCTION rehearsed(score amount) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN 'a; semicolon, and ''quotes''';
COMMENT ON FUNCTION rehearsed(amount) IS 'New in this version.';
SQL
my $playbook = 'shipped/playbook.json';
write_file($playbook, text_of($playbook) =~ s/"action": "/"action": "rehearse and /r);
commit("Begin $next");
in_copy('its archive keeps to the rules, too', 'prove', 'test/tap/pgxn.t');
my @updated = ('tools/cluster', 'run', 'prove', '-v', 'test/tap/upgrade.t', 'test/tap/symbols.t');
in_copy('a function more and another document come with an update, and what was stored stays', @updated);
my $edge = text_of("extension/customer360--$version--$next.sql");
like($edge, qr/^CREATE OR REPLACE FUNCTION rehearsed\(/m, 'by a script that has them');
cmp_ok(length $edge, '<', length(text_of("extension/customer360--$next.sql")) / 2, 'and not all else');

# What two scripts cannot tell is found, and is said by hand.
my $frozen = "extension/released/customer360--$version.sql";
write_file($frozen, text_of($frozen) . "CREATE FUNCTION gone() RETURNS integer LANGUAGE sql IMMUTABLE RETURN 1;\n");
($status, $text) = try_in_copy(@updated);
like($text, qr/^not ok .* and has nothing else/m, 'what is gone, but stays after an update, is found');
like($text, qr/^not ok .* no released script was changed/m, 'and so is that the script is not that of the release');
# From an earlier version it was never there.
write_file('extension/edge.sql', "DROP FUNCTION IF EXISTS gone();\n");
($status, $text) = try_in_copy(@updated);
unlike($text, qr/^not ok .* and has nothing else/m, 'dropped by hand, it is in order') or diag $text;
done_testing;
