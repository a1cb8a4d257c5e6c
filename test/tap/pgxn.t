#!/usr/bin/perl
# The PGXN archive: META.json keeps to PGXN's meta-spec 1.0.0 (https://pgxn.org/meta/spec.txt), says what customer360.control
# says, and what it names lies in the archive.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use File::Temp 'tempdir';
use JSON::PP;
use Server qw(root run);
use Test::More;

my $root = root();
my %required = (name => '', version => '', abstract => '', maintainer => '', license => '', provides => {}, 'meta-spec' => {});
my %optional = (description => '', generated_by => '', release_status => '', tags => [], prereqs => {}, resources => {}, no_index => {});
my $version = qr/\A(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[A-Za-z][-0-9A-Za-z]*)?\z/;
# "1.0.0", ">= 1.0.0, != 1.2.0"; 0 is any version.
my $range = qr/\A(?:0|(?:(?:[<>]=?|[!=]=)? ?\d+\.\d+\.\d+(?:-[A-Za-z][-0-9A-Za-z]*)?)(?:, ?(?:[<>]=?|[!=]=) ?\d+\.\d+\.\d+)*)\z/;
my %licenses = map { $_ => 1 } qw(agpl_3 apache_1_1 apache_2_0 artistic_1 artistic_2 bsd freebsd gfdl_1_2 gfdl_1_3 gpl_1
  gpl_2 gpl_3 lgpl_2_1 lgpl_3_0 mit mozilla_1_0 mozilla_1_1 openssl perl_5 postgresql qpl_1_0 ssleay sun zlib open_source
  restricted unrestricted unknown);

sub faults {
  my ($meta, @files) = @_;
  my %there = map { $_ => 1 } @files;
  my @found;
  for (sort keys %required) { push @found, "$_ is missing" if !exists $meta->{$_} }
  for my $key (sort keys %$meta) {
    next if $key =~ /\A[xX]_/;
    my $kind = $required{$key} // $optional{$key};
    if (!defined $kind) { push @found, "$key is not of the spec" }
    elsif (ref $kind ne ref $meta->{$key} && $key !~ /\A(?:license|maintainer|tags)\z/) { push @found, "$key has another type" }
    elsif (!ref $meta->{$key} && $meta->{$key} eq '') { push @found, "$key is empty" }
  }
  push @found, "name " . ($meta->{name} // '') if ($meta->{name} // '') !~ m{\A[^\s/\\:\x00-\x1f]{2,}\z};
  push @found, 'version ' . ($meta->{version} // '') if ($meta->{version} // '') !~ $version;
  for (ref $meta->{license} eq 'ARRAY' ? @{$meta->{license}} : ref $meta->{license} ? () : $meta->{license}) {
    push @found, "license $_" if defined && !$licenses{$_};
  }
  push @found, "release_status $meta->{release_status}" if ($meta->{release_status} // 'stable') !~ /\A(?:stable|testing|unstable)\z/;
  push @found, 'meta-spec' if ($meta->{'meta-spec'}{version} // '') ne '1.0.0' || ($meta->{'meta-spec'}{url} // '') !~ m{\Ahttps?://pgxn\.org/meta/spec\.txt\z};
  push @found, 'provides nothing' if !keys %{$meta->{provides} // {}};
  for my $name (sort keys %{$meta->{provides} // {}}) {
    my $provided = $meta->{provides}{$name};
    for (qw(file version)) { push @found, "$name has no $_" if !defined $provided->{$_} }
    push @found, "$name has version $provided->{version}" if ($provided->{version} // '0.0.0') !~ $version;
    for (grep { defined && !$there{$_} } @$provided{qw(file docfile)}) { push @found, "$_ is not in the archive" }
    for (sort keys %$provided) { push @found, "$name has $_" if !/\A(?:file|version|abstract|docfile|[xX]_.*)\z/ }
  }
  for my $phase (sort keys %{$meta->{prereqs} // {}}) {
    push @found, "prereqs of $phase" if $phase !~ /\A(?:configure|build|test|runtime|develop)\z/;
    for my $how (sort keys %{$meta->{prereqs}{$phase}}) {
      push @found, "prereqs that $phase $how" if $how !~ /\A(?:requires|recommends|suggests|conflicts)\z/;
      my $of = $meta->{prereqs}{$phase}{$how};
      for (sort keys %$of) { push @found, "$_ $of->{$_}" if $of->{$_} !~ $range }
    }
  }
  my @tags = ref $meta->{tags} ? @{$meta->{tags}} : $meta->{tags} // ();
  for (@tags) { push @found, "tag $_" if m{[/\\\x00-\x1f]} || !length || length > 256 }
  return @found;
}

# ---- the rules themselves
my %least = (name => 'pair', version => '1.0.0', abstract => 'Pairs', maintainer => 'Somebody', license => 'postgresql',
  provides => {pair => {file => 'pair.sql', version => '1.0.0'}}, 'meta-spec' => {version => '1.0.0', url => 'https://pgxn.org/meta/spec.txt'});
is_deeply([faults(\%least, 'pair.sql')], [], 'the least that the spec asks for');
is_deeply([faults({%least}, 'other.sql')], ['pair.sql is not in the archive'], 'a file that lacks');
for (['name', 'a/b', 'name a/b'], ['version', '1.0', 'version 1.0'], ['version', '1.0.0dev', 'version 1.0.0dev'], ['license', 'ours', 'license ours'],
  ['release_status', 'soon', 'release_status soon'], ['keywords', ['a'], 'keywords is not of the spec'], ['tags', ['a/b'], 'tag a/b'],
  ['provides', {}, 'provides nothing'], ['abstract', '', 'abstract is empty'],
  ['prereqs', {runtime => {requires => {PostgreSQL => 'fifteen'}}}, 'PostgreSQL fifteen']) {
  my ($key, $value, $fault) = @$_;
  is_deeply([faults({%least, $key => $value}, 'pair.sql')], [$fault], $fault);
}
for my $key (sort keys %least) {
  my %without = %least;
  delete $without{$key};
  ok((grep { $_ eq "$key is missing" } faults(\%without, 'pair.sql')), "without $key");
}

# ---- the archive, of a commit: a copy that is built for another version of PostgreSQL has none
my ($status, $text) = run('', 'git', '-c', 'safe.directory=*', '-C', $root, 'rev-parse', '--show-prefix');
if ($status || $text ne "\n") {
  note 'no repository of its own';
  done_testing;
  exit;
}
my $folder = tempdir(CLEANUP => 1);
($status, $text) = run('', "$root/tools/dist", $folder);
is($status, 0, 'it is made') or BAIL_OUT $text;
my ($zip) = glob "$folder/*.zip";
($status, $text) = run('', 'python3', '-m', 'zipfile', '-l', $zip);
my ($under, %files) = ('');
for (split /\n/, $text) {
  next unless m{^(customer360-[^/]+)/(\S+) +\d{4}-};
  $under = $1;
  $files{$2}++;
}
is_deeply([grep { $files{$_} > 1 } keys %files], [], 'nothing lies in it twice');
run('', 'python3', '-m', 'zipfile', '-e', $zip, $folder);
my $read = sub { open(my $in, '<:raw', "$folder/$under/$_[0]") or die "$_[0]: $!"; local $/; return <$in> };
my $meta = decode_json($read->('META.json'));
is_deeply([faults($meta, keys %files)], [], 'META.json keeps to the spec, and what it names is there');
is($under, "$meta->{name}-$meta->{version}", 'all lies in a folder of its name and version');
is("$under.zip", (split m{/}, $zip)[-1], 'and so is the archive called');
my ($default) = $read->('customer360.control') =~ /^default_version = '(.*)'$/m;
# A semantic version has a hyphen before what is not released yet.
is($meta->{version}, $default =~ s/^([\d.]+)([a-z].*)$/$1-$2/r, 'its version is that of customer360.control');
is($meta->{provides}{customer360}{version}, $meta->{version}, 'so is that of the extension');
is($meta->{provides}{customer360}{file}, "extension/customer360--$default.sql", 'whose script is its file');
is($meta->{release_status}, $default =~ /[a-z]/ ? 'testing' : 'stable', 'and it is stable once it is released');
ok($files{$_}, "$_ is there") for qw(Makefile LICENSE README.md CHANGELOG.md customer360.control src/pg/activity.cpp);
done_testing;
