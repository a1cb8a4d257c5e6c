#!/usr/bin/perl
# tools/packages chooses what it asks apt-get for: server headers of the PostgreSQL that is there, an upgrade only where no
# server would be restarted by it. Every machine is made of stubs, so it needs no cluster, no root and no network.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Data::Dumper;
use File::Path 'make_path';
use File::Temp 'tempdir';
use Server qw(root run);
use Test::More;

my $sandbox = tempdir(CLEANUP => 1);
my $bin = "$sandbox/bin";
mkdir $bin;
# What the script may use of this machine.
for my $tool (qw(bash sh env sed grep awk sort tail cat mktemp)) {
  my ($path) = grep { -x } map { "$_/$tool" } '/usr/bin', '/bin';
  symlink $path, "$bin/$tool" or die "$tool: $!";
}
# All else is one stub, which knows by its name who it is. It reads the machine, and writes down how it was called.
{
  open(my $out, '>', "$bin/stub") or die $!;
  print $out "#!$^X\n", <<'STUB';
use strict;
use warnings;
my ($name) = $0 =~ m{([^/]+)$};
my $sandbox = $ENV{SANDBOX};
my $machine = do "$sandbox/machine";
my ($installed, $apt) = @$machine{qw(installed apt)};
my $lists = $machine->{lists} || -e "$sandbox/lists";
sub called { open(my $log, '>>', "$sandbox/calls"); print $log join(' ', $name, @ARGV), "\n" }
sub is_in_apt { return $lists && $apt->{$_[0]} }

if ($name eq 'dpkg-query') {
  if ($ARGV[2] eq '${Version}') { print $installed->{$ARGV[3]} // exit 1 }
  else { print "config-files postgresql-99\n", map { /^lib/ ? "installed $_:amd64\n" : "installed $_\n" } sort keys %$installed }
} elsif ($name eq 'apt-cache') {
  my ($verb, $package) = @ARGV;
  exit 100 unless is_in_apt($package);
  if ($verb eq 'madison') { print map { / src$/ ? " $package | " . s/ src//r . " | http://deb.example stable/main Sources\n" : " $package | $_ | http://deb.example stable/main amd64 Packages\n" } @{$apt->{$package}} }
  else { print "$package\n  Depends: $package-common\n  Depends: $apt->{$package}[0]\n" }
} elsif ($name eq 'apt-get') {
  called();
  if (grep { $_ eq 'update' } @ARGV) {
    exit 100 if $machine->{offline};
    open(my $made, '>', "$sandbox/lists");
    exit;
  }
  my @wanted = grep { !/^-/ } @ARGV[(grep { $ARGV[$_] eq 'install' } 0 .. $#ARGV)[0] + 1 .. $#ARGV];
  push @wanted, map { @{$machine->{drags}{$_} // []} } @wanted;
  for (@wanted) {
    my ($package, $version) = split /=/;
    my ($newest) = grep { !/ src$/ } @{is_in_apt($package) // []};
    if (!$newest) { warn "E: Unable to locate package $package\n"; exit 100 }
    if ($version && !grep { $_ eq $version } @{$apt->{$package}}) { warn "E: Version '$version' for '$package' was not found\n"; exit 100 }
    $version //= $newest;
    next if ($installed->{$package} // '') eq $version;
    print "Inst $package ", ($installed->{$package} ? "[$installed->{$package}] " : ''), "($version stable [amd64])\n";
  }
} elsif ($name eq 'pg_config') {
  # Debian's leads to the newest client, or to what libpq-dev says.
  my ($major) = sort { $b <=> $a } map { /^postgresql-client-(\d+)$/ ? $1 : () } keys %$installed;
  my $version = $major ? $installed->{"postgresql-client-$major"} : $installed->{'libpq-dev'} // exit 1;
  $version =~ s/-.*//;
  ($version, $major) = ($machine->{pg_config}, '') if $machine->{pg_config};
  $major //= $version =~ s/\..*//r;
  my $home = $machine->{pg_config} ? "$sandbox/usr/local/pgsql" : "$sandbox/usr/lib/postgresql/$major";
  print {'--version' => "PostgreSQL $version (Debian $version-1)", '--bindir' => "$home/bin", '--includedir-server' => "$home/include/server"}->{$ARGV[0]}, "\n";
} elsif ($name eq 'pg_lsclusters') {
  exit 1 unless defined $machine->{clusters};
  print map { my ($major, $status) = split / /; "$major main 5432 $status postgres /var/lib/postgresql/$major/main /var/log/postgresql/log\n" } @{$machine->{clusters}};
} elsif ($name eq 'python3') {
  # Whatever it is asked for is there.
} elsif ($name eq 'id') {
  print $machine->{user} // 0, "\n";
} elsif ($name eq 'sudo') {
  called();
  exec @ARGV;
} else {
  # What changes the machine: mkdir, rmdir, rm, tee, chmod. Of its own only temporary files.
  called() unless grep { m{^/tmp/|^$sandbox/} } @ARGV;
  # It reads what it is given, or who writes may be ended by a signal.
  my @given = $name eq 'tee' ? <STDIN> : ();
  print STDERR @given if $machine->{show_tee};
}
STUB
  chmod 0755, "$bin/stub";
}
my @stubs = qw(dpkg-query apt-cache apt-get pg_config pg_lsclusters python3 id sudo mkdir rmdir rm tee chmod);

# Runs tools/packages on a machine: its exit status, what it said, and how apt-get, sudo and others were called.
sub packages {
  my ($what, %machine) = @_;
  unlink map { "$sandbox/$_" } 'calls', 'lists', 'machine', map { "bin/$_" } @stubs;
  my %absent = map { $_ => 1 } @{$machine{absent} // []};
  symlink 'stub', "$bin/$_" for grep { !$absent{$_} } @stubs;
  open(my $out, '>', "$sandbox/machine") or die $!;
  print $out Data::Dumper->new([\%machine])->Terse(1)->Dump;
  close $out;
  system('rm', '-rf', "$sandbox/usr");
  for (keys %{$machine{installed}}) {
    make_path("$sandbox/usr/lib/postgresql/$1/bin") if /^postgresql-client-(\d+)$/;
    touch("$sandbox/usr/lib/postgresql/$1/bin", 'initdb') if /^postgresql-(\d+)$/;
    touch("$sandbox/usr/lib/postgresql/$1/include/server", 'postgres.h') if /^postgresql-server-dev-(\d+)$/;
  }
  local %ENV = (PATH => $bin, SANDBOX => $sandbox, LC_ALL => 'C', %{$machine{environment} // {}});
  my ($status, $text) = run('', root() . '/tools/packages', $what);
  my @calls = -e "$sandbox/calls" ? do { open(my $in, '<', "$sandbox/calls"); map { chomp; $_ } <$in> } : ();
  return ($status, $text, @calls);
}
sub touch {
  my ($folder, $file) = @_;
  make_path($folder);
  open(my $out, '>', "$folder/$file") or die $!;
  chmod 0755, "$folder/$file";
}

my $update = 'apt-get -qq update';
my $install = 'apt-get -q -y -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 --no-install-recommends --no-remove install';
# The calls of apt-get, with or without sudo, when these packages are installed.
sub installs { return ($update, "$install @_ --simulate", "$install @_") }
sub refuses { return ($update, "$install @_ --simulate") }
sub apt_lines { return [grep { /^apt-get/ } @_] }

# ---- machines

my %tools = map { $_ => '1' } qw(make g++ libboost-dev nlohmann-json3-dev python3 python3-venv cmake ninja-build libgtest-dev perl libipc-run-perl clang-14 libclang-rt-14-dev libc6);
sub server { my ($major, $version) = @_; return ("postgresql-$major" => $version, "postgresql-client-$major" => $version) }
sub headers { my ($major, $version) = @_; return ("postgresql-server-dev-$major" => $version) }
# What apt has of a major version, the newest first.
sub archive { my ($major, @versions) = @_; return map { $_ => [@versions] } "postgresql-$major", "postgresql-client-$major", "postgresql-server-dev-$major" }
my %debian = (
  postgresql => ['postgresql-15'], clang => ['clang-14'], (map { $_ => ['1'] } keys %tools), archive(15, '15.20-0+deb12u1', '15.18-0+deb12u1'),
);
my %pgdg = archive(17, '17.6-1.pgdg12+1', '17.4-1.pgdg12+2');

# ---- without PostgreSQL

my ($status, $text, @calls) = packages('check', installed => {libc6 => '1'}, apt => \%debian, clusters => []);
my @all = qw(make g++ libboost-dev nlohmann-json3-dev python3 postgresql-15 postgresql-server-dev-15 python3-venv cmake ninja-build libgtest-dev perl libipc-run-perl clang-14 libclang-rt-14-dev);
is($status, 0, 'a fresh container') or diag $text;
is_deeply(apt_lines(@calls), [installs(@all)], 'its lists are fetched, then everything is installed');
like($text, qr/^packages: installing \Q@all\E$/m, 'and named');
like($text, qr/no cluster is made/, 'and no cluster is made');
my ($set) = grep { $calls[$_] eq 'tee /etc/postgresql-common/createcluster.d/customer360-none.conf' } 0 .. $#calls;
my ($done) = grep { $calls[$_] eq "$install @all" } 0 .. $#calls;
my ($unset) = grep { $calls[$_] =~ m{^rm -f /etc/postgresql-common/createcluster.d/customer360-none.conf} } 0 .. $#calls;
ok(defined $set && defined $unset && $set < $done && $done < $unset, 'by a setting that goes again') or diag join "\n", @calls;
SKIP: {
  skip 'this machine has a policy-rc.d of its own', 1 if -e '/usr/sbin/policy-rc.d';
  is_deeply([grep { m{/usr/sbin/policy-rc.d} } @calls], ['tee /usr/sbin/policy-rc.d', 'chmod 755 /usr/sbin/policy-rc.d', 'rm -f /etc/postgresql-common/createcluster.d/customer360-none.conf /usr/sbin/policy-rc.d'], 'and none that is down is started');
}

for my $version ('15.18-0+deb12u1', '18.1-1.pgdg12+1') {
  ($status, $text, @calls) = packages('build', installed => {%tools, 'libpq-dev' => $version}, apt => \%debian, lists => 1, clusters => []);
  is($status, 0, "libpq-dev $version alone") or diag $text;
  is_deeply(apt_lines(@calls), [installs('postgresql-15', 'postgresql-server-dev-15')], 'is no server');
}

($status, $text, @calls) = packages('build', installed => {%tools}, apt => {%debian, postgresql => ['postgresql-13']}, clusters => []);
is($status, 1, 'a distribution with PostgreSQL 13');
is($text, "packages: this distribution's PostgreSQL is 13; customer360 needs 15 or later\n", 'is told so');
is_deeply(apt_lines(@calls), [$update], 'and nothing is installed');

($status, $text, @calls) = packages('build', installed => {%tools}, apt => \%debian, offline => 1);
is($status, 1, 'without a network');
like($text, qr/^packages: apt-get update failed$/m, 'it is said what failed');

# ---- an older minor version is installed

my %old = (%tools, server(15, '15.18-0+deb12u1'));
for my $state ('15 down', '15 online', '15 online,recovery') {
  ($status, $text, @calls) = packages('check', installed => \%old, apt => \%debian, lists => 1, clusters => [$state]);
  is($status, 0, "an older minor, the cluster $state") or diag $text;
  is_deeply(apt_lines(@calls), [installs('postgresql-server-dev-15=15.18-0+deb12u1')], 'its headers, and the server is not touched');
  is_deeply([grep { m{/etc/|/usr/sbin} } @calls], [], 'nor any setting');
}
($status, $text, @calls) = packages('check', installed => \%old, apt => \%debian, lists => 0, clusters => ['15 down']);
is_deeply(apt_lines(@calls), [installs('postgresql-server-dev-15=15.18-0+deb12u1')], 'apt without lists: the same');

# The headers want libpq-dev, which would come newest and bring the newest server: it is that of the libpq5 there is.
my @libpq = (lists => 1, clusters => ['15 online'], apt => {%debian, 'libpq-dev' => ['15.20-0+deb12u1', '15.18-0+deb12u1']});
my $pinned = 'postgresql-server-dev-15=15.18-0+deb12u1';
($status, $text, @calls) = packages('build', installed => {%old, libpq5 => '15.18-0+deb12u1'}, @libpq);
is_deeply([$status, apt_lines(@calls)], [0, [installs($pinned, 'libpq-dev=15.18-0+deb12u1')]], 'libpq-dev is that of libpq5') or diag $text;
($status, $text, @calls) = packages('build', installed => {%old, libpq5 => '15.18-0+deb12u1', 'libpq-dev' => '15.18-0+deb12u1'}, @libpq);
is_deeply([$status, apt_lines(@calls)], [0, [installs($pinned)]], 'or is there already') or diag $text;
($status, $text, @calls) = packages('build', installed => {%old, libpq5 => '15.17-0+deb12u1'}, @libpq);
is_deeply([$status, apt_lines(@calls)], [0, [installs($pinned)]], 'or is left to apt, which has none of that version') or diag $text;

# Headers of which apt has the sources only are none.
for (['no longer has', '15.20-0+deb12u1'], ['has only the sources of', '15.20-0+deb12u1', '15.18-0+deb12u1 src']) {
  my ($has, @versions) = @$_;
  my %gone = (%debian, archive(15, @versions));
  ($status, $text, @calls) = packages('check', installed => \%old, apt => \%gone, lists => 1, clusters => ['15 down', '14 online']);
  is($status, 0, "headers that apt $has, the cluster down") or diag $text;
  is_deeply(apt_lines(@calls), [installs('postgresql-15', 'postgresql-server-dev-15')], 'an upgrade');
  like($text, qr/^packages: this upgrades postgresql-15, of which no cluster runs$/m, 'which is said');
  unlike($text, qr/no cluster is made/, 'no cluster would be made');
  SKIP: {
    skip 'this machine has a policy-rc.d of its own', 1 if -e '/usr/sbin/policy-rc.d';
    ok((grep { $_ eq 'tee /usr/sbin/policy-rc.d' } @calls), 'and what is down stays down');
  }
  for my $state ('15 online', '15 online,recovery') {
    ($status, $text, @calls) = packages('check', installed => \%old, apt => \%gone, lists => 1, clusters => ['15 down', $state]);
    is($status, 1, "headers that apt $has, a cluster $state");
    is_deeply(apt_lines(@calls), [refuses('postgresql-15', 'postgresql-server-dev-15')], 'nothing is installed');
    is($text, "packages: installing would upgrade postgresql-15, and so restart its server; when that suits you, run:\npackages:   $install postgresql-15 postgresql-server-dev-15\n", 'a sentence, and the line to run');
  }
}
my %gone = (%debian, archive(15, '15.20-0+deb12u1'));
for (['fails'], ['is missing', absent => ['pg_lsclusters']]) {
  my ($how, @more) = @$_;
  ($status, $text, @calls) = packages('check', installed => \%old, apt => \%gone, lists => 1, @more);
  is($status, 1, "pg_lsclusters $how: nobody knows that none runs");
  is_deeply(apt_lines(@calls), [refuses('postgresql-15', 'postgresql-server-dev-15')], 'nothing is installed');
  like($text, qr/\Apackages: installing would upgrade postgresql-15, .*\n.* install postgresql-15 postgresql-server-dev-15\n\z/, 'and nothing else said');
}

# The server's version is there as headers, but another package of the list wants a newer server.
for my $state ('down', 'online') {
  ($status, $text, @calls) = packages('check', installed => {%old, headers(15, '15.18-0+deb12u1')}, apt => \%debian, lists => 1, clusters => ["15 $state"]);
  is_deeply([$status, $text, @calls], [0, ''], "everything is there, the cluster $state: quiet, without apt-get");
  my %incomplete = (%old, headers(15, '15.18-0+deb12u1'));
  delete $incomplete{'libipc-run-perl'};
  my @machine = (installed => \%incomplete, apt => \%debian, lists => 1, clusters => ["15 $state"]);
  ($status, $text, @calls) = packages('check', @machine);
  is_deeply([$status, apt_lines(@calls)], [0, [installs('libipc-run-perl')]], 'one package is missing') or diag $text;
  is($text, "packages: installing libipc-run-perl\n", 'and no more is said');
  ($status, $text, @calls) = packages('check', @machine, drags => {'libipc-run-perl' => ['postgresql-15']});
  if ($state eq 'down') {
    is_deeply([$status, apt_lines(@calls)], [0, [installs('libipc-run-perl')]], 'it drags in another server') or diag $text;
    like($text, qr/this upgrades postgresql-15, of which no cluster runs/, 'which is said');
  } else {
    is_deeply([$status, apt_lines(@calls)], [1, [refuses('libipc-run-perl')]], 'it would drag in another server');
    like($text, qr/when that suits you, run:\n.* install libipc-run-perl$/m, 'so it is left to the user');
  }
}
($status, $text, @calls) = packages('build', installed => {%old, headers(15, '15.18-0+deb12u1')}, clusters => ['15 down']);
is_deeply([$status, $text, @calls], [0, ''], 'to build takes less');

# ---- PGDG's 17 beside Debian's 15: Debian's pg_config leads to 17, whatever headers 15 has

my %both = (%old, server(17, '17.4-1.pgdg12+2'));
for my $more ({}, {headers(15, '15.18-0+deb12u1')}) {
  my $beside = 'PGDG\'s 17 beside 15 ' . (%$more ? 'with' : 'without') . ' headers';
  my @machine = (installed => {%both, %$more}, lists => 1);
  ($status, $text, @calls) = packages('build', @machine, apt => {%debian, %pgdg}, clusters => ['15 online', '17 online']);
  is_deeply([$status, apt_lines(@calls)], [0, [installs('postgresql-server-dev-17=17.4-1.pgdg12+2')]], "$beside: headers of 17") or diag $text;
  my %newer = (%debian, archive(17, '17.6-1.pgdg12+1'));
  ($status, $text, @calls) = packages('build', @machine, apt => \%newer, clusters => ['15 online', '17 down']);
  is_deeply([$status, apt_lines(@calls)], [0, [installs('postgresql-17', 'postgresql-server-dev-17')]], "$beside: an upgrade of 17, which does not run") or diag $text;
  ($status, $text, @calls) = packages('build', @machine, apt => \%newer, clusters => ['15 down', '17 online']);
  is_deeply([$status, apt_lines(@calls)], [1, [refuses('postgresql-17', 'postgresql-server-dev-17')]], "$beside: 17 runs");
  is($text, <<TEXT, 'two ways to go on');
packages: installing would upgrade postgresql-17, and so restart its server; when that suits you, run:
packages:   $install postgresql-17 postgresql-server-dev-17
packages: or take PostgreSQL 15: PG_CONFIG=/usr/lib/postgresql/15/bin/pg_config
TEXT
  ($status, $text, @calls) = packages('build', @machine, apt => \%debian, clusters => ['15 down', '17 down']);
  is_deeply([$status, apt_lines(@calls)], [1, [refuses('postgresql-17', 'postgresql-server-dev-17')]], "$beside: apt no longer knows 17");
  is($text, <<TEXT, 'which is said');
packages: apt-get cannot install postgresql-17 postgresql-server-dev-17:
packages: E: Unable to locate package postgresql-17
packages: or take PostgreSQL 15: PG_CONFIG=/usr/lib/postgresql/15/bin/pg_config
TEXT
}
($status, $text, @calls) = packages('build', installed => {%both, headers(17, '17.4-1.pgdg12+2')}, apt => {%debian, %pgdg}, clusters => []);
is_deeply([$status, $text, @calls], [0, ''], '17 with headers, 15 without: nothing is missing');
($status, $text, @calls) = packages('build', installed => {%old, 'postgresql-client-17' => '17.4-1.pgdg12+2', headers(15, '15.18-0+deb12u1')}, apt => {%debian, %pgdg}, lists => 1, clusters => ['15 online']);
is_deeply([$status, apt_lines(@calls)], [0, [installs('postgresql-17', 'postgresql-server-dev-17')]], '15 complete, and the client of 17, to which pg_config leads: 17 is completed') or diag $text;
like($text, qr/no cluster is made/, 'without a cluster');
($status, $text, @calls) = packages('build', installed => {%tools, server(13, '13.9-0+deb11u1'), headers(13, '13.9-0+deb11u1')}, apt => \%debian, lists => 1, clusters => ['13 online']);
is_deeply([$status, apt_lines(@calls)], [0, [installs('postgresql-15', 'postgresql-server-dev-15')]], '13 with its headers: 15 beside it') or diag $text;
ok((grep { /^tee .*customer360-none.conf/ } @calls), 'for which no cluster is made, either');

# PG_CONFIG chooses.
# Runs with a pg_config in its place: the stub of 15 alone.
sub chosen {
  my ($version, $folder, %machine) = @_;
  my $place = "$sandbox/chosen/lib/postgresql/15/bin";
  $place = "$sandbox/chosen/local/bin" if $folder;
  make_path($place);
  open(my $out, '>', "$place/pg_config") or die $!;
  print $out "#!/bin/sh\ncase \$1 in --version) echo 'PostgreSQL $version' ;; --bindir) echo $place ;; *) echo $place/none ;; esac\n";
  close $out;
  chmod 0755, "$place/pg_config";
  return packages('build', %machine, environment => {PG_CONFIG => "$place/pg_config"});
}
my @machine = (installed => \%both, apt => {%debian, %pgdg}, lists => 1, clusters => ['15 online', '17 online']);
($status, $text, @calls) = chosen('15.18', undef, @machine);
is_deeply([$status, apt_lines(@calls)], [0, [installs('postgresql-server-dev-15=15.18-0+deb12u1')]], 'PG_CONFIG leads to 15: its headers') or diag $text;
($status, $text, @calls) = chosen('14.9', undef, @machine);
is_deeply([$status, @calls], [1], 'PG_CONFIG leads to 14');
like($text, qr/^packages: \S+ is PostgreSQL 14; customer360 needs 15 or later$/, 'which is too old');
($status, $text, @calls) = chosen('16.3', 'local', @machine);
is_deeply([$status, @calls], [1], 'PG_CONFIG leads to a PostgreSQL that is of no package, and incomplete');
like($text, qr/^packages: \S+ leads to no PostgreSQL with server headers and initdb; PG_CONFIG=… chooses another$/, 'which no package completes');
($status, $text, @calls) = packages('build', @machine, pg_config => '16.3');
is_deeply([$status, @calls], [1], 'nor one that stands first in the path');
($status, $text, @calls) = packages('build', @machine, environment => {PG_CONFIG => '/nowhere/pg_config'});
is_deeply([$status, $text, @calls], [1, "packages: /nowhere/pg_config is no pg_config\n"], 'PG_CONFIG leads nowhere');

# ---- who may install

@machine = (installed => \%old, apt => \%debian, lists => 1, clusters => ['15 online'], user => 1000);
($status, $text, @calls) = packages('check', @machine);
is($status, 0, 'no root, but sudo') or diag $text;
is_deeply(apt_lines(@calls), [installs('postgresql-server-dev-15=15.18-0+deb12u1')], 'the same is installed');
is_deeply([grep { /^sudo/ } @calls], ["sudo $update", "sudo env DEBIAN_FRONTEND=noninteractive $install postgresql-server-dev-15=15.18-0+deb12u1"], 'by sudo');
($status, $text, @calls) = packages('check', @machine, apt => \%gone);
like($text, qr/run:\npackages:   sudo apt-get .* install postgresql-15 postgresql-server-dev-15$/m, 'and the line to run has it');
($status, $text, @calls) = packages('check', @machine, absent => ['sudo']);
is_deeply([$status, @calls], [1], 'no root, no sudo: nothing is called');
like($text, qr{\Apackages: packages are missing, and only root may install them; there is no sudo, so run as root:\npackages:   \S*tools/packages check\n\z}, 'but said what to do');
($status, $text, @calls) = packages('check', installed => {%old, headers(15, '15.18-0+deb12u1')}, user => 1000, absent => ['sudo'], clusters => []);
is_deeply([$status, $text, @calls], [0, ''], 'unless nothing is missing');

# ---- elsewhere

($status, $text, @calls) = packages('check', installed => {}, absent => ['dpkg-query']);
is_deeply([$status, $text, @calls], [0, "packages: not a Debian machine; CONTRIBUTING.md lists what must be installed\n"], 'not a Debian: left to the user');
($status, $text, @calls) = packages('nonsense', installed => {}, apt => \%debian);
is_deeply([$status, @calls], [2], 'an unknown command');
like($text, qr{tools/packages build\|check}, 'gets the usage');
# The Dockerfile does what tools/check-deb does in a chroot: every step of it is a file of packaging/steps, which that runs.
my %steps = map { $_ => 1 } map { m{([^/]+)$} } glob root() . '/packaging/steps/*';
sub text_of { my ($path) = @_; open(my $in, '<', root() . "/$path") or die "$path: $!"; local $/; return <$in> }
my %in_chroot = map { $_ => 1 } text_of('tools/check-deb') =~ m{/build/steps/(\w+)}g;
my ($dockerfile, $compose) = map { text_of("packaging/docker/$_") } 'Dockerfile', 'compose.yaml';
my @run = ($dockerfile =~ /^RUN (.*)$/mg, $dockerfile =~ /^CMD \["(.*)"\]$/mg);
my @called = map { m{^/build/steps/(\w+)(?: \$\{MAJOR\})?$} ? $1 : "not a step: $_" } @run;
push @called, $compose =~ m{\.\./steps/(\w+):/docker-entrypoint-initdb\.d/};
is_deeply([sort @called], [sort keys %steps], 'the Dockerfile and the compose file run the steps of packaging/steps, and nothing else');
is_deeply([sort keys %in_chroot], [sort keys %steps], 'and tools/check-deb runs each of them in a chroot');
# And both give them the same files.
my @copied = ($dockerfile =~ m{^COPY (\S+) /build/customer360/\1$}mg, $compose =~ m{- \.\./\.\./(\S+):/build/customer360/\1:ro$}mg);
is_deeply([sort @copied], [sort split ' ', (text_of('tools/check-deb') =~ /^steps_read="(.*)"$/m)[0]], 'which give them the same files');

done_testing;
