# A running server, as the tests of this directory see it: queries, sessions that stay, databases of their own.
# The server is the one that PGHOST, PGPORT and PGUSER lead to (tools/cluster run prove test/tap).
package Server;
use strict;
use warnings;
use Exporter 'import';
use File::Basename 'dirname';
use File::Spec;
use IPC::Open3 'open3';
our @EXPORT = qw(root installed_extensions new_database query try_query run has_extension version);

$ENV{PGOPTIONS} = '-c client_min_messages=warning';

# The repository.
sub root { return File::Spec->rel2abs(dirname(__FILE__) . '/../../..') }

# The folder that the server reads extensions' scripts from: staged by tools/cluster, or the installation's own.
sub installed_extensions {
  my $own = query('postgres', q{SELECT setting FROM pg_config WHERE name = 'SHAREDIR'}) . '/extension';
  my $staged = ($ENV{CLUSTER_DIR} // '') . "/stage$own";
  return -d $staged ? $staged : $own;
}

my @databases;

# An empty database, dropped at the end; options are CREATE DATABASE's. With the extension unless told otherwise.
sub new_database {
  my ($name, %options) = @_;
  my $extension = delete $options{extension} // 1;
  my $words = join ' ', map { "$_ $options{$_}" } sort keys %options;
  query('postgres', qq(DROP DATABASE IF EXISTS "$name"));
  query('postgres', qq(CREATE DATABASE "$name" $words));
  push @databases, $name;
  query($name, 'CREATE EXTENSION customer360') if $extension;
  return $name;
}

END {
  my $status = $?;
  system('psql', '-XqAt', '-d', 'postgres', '-c', qq(DROP DATABASE IF EXISTS "$_" WITH (FORCE))) for @databases;
  $? = $status;
}

# Runs a program with some input: its exit status, and its output and error messages as one text.
sub run {
  my ($input, @command) = @_;
  open(my $in, '+>', undef) or die $!;
  binmode $in;
  print $in $input // '';
  seek $in, 0, 0;
  my $pid = open3('<&' . fileno($in), my $out, undef, @command);
  binmode $out;
  local $/;
  my $text = <$out> // '';
  waitpid $pid, 0;
  return ($? >> 8, $text);
}

# The rows of a query as psql prints them unaligned; dies when it fails.
sub query {
  my ($database, $sql, %options) = @_;
  my ($status, $text) = try_query($database, $sql, %options);
  die "query failed: $sql\n$text" if $status;
  return $text;
}

# The same, and the exit status before it.
sub try_query {
  my ($database, $sql, %options) = @_;
  my @as = $options{role} ? ('-U', $options{role}) : ();
  my ($status, $text) = run($sql, 'psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', $database, @as, '-f', '-');
  chomp $text;
  return ($status, $text);
}

sub has_extension {
  my ($name) = @_;
  return query('postgres', "SELECT count(*) FROM pg_available_extensions WHERE name = '$name'") > 0;
}
sub version { return query('postgres', 'SHOW server_version_num') }

# ---- a session that stays

package Server::Session;
use File::Temp;
use IO::Handle;
use Time::HiRes 'time';

sub new {
  my ($class, $database, %options) = @_;
  my @as = $options{role} ? ('-U', $options{role}) : ();
  my $pid = IPC::Open3::open3(my $in, my $out, undef, 'psql', '-XqAt', '-v', 'VERBOSITY=verbose', '-d', $database, @as);
  my $self = bless {pid => $pid, in => $in, out => $out, number => 0}, $class;
  $self->{in}->autoflush(1);
  $self->{backend} = $self->query('SELECT pg_backend_pid()');
  return $self;
}

# Sends statements without waiting for their answer.
sub send {
  my ($self, $sql) = @_;
  $self->{number}++;
  my $in = $self->{in};
  # A long text by way of a file: psql would stop reading it while nobody reads its answers.
  if (length $sql > 4096) {
    $self->{file} = File::Temp->new;
    print {$self->{file}} $sql;
    $self->{file}->flush;
    $sql = "\\i $self->{file}\n";
  }
  print $in "$sql\n;\n\\echo <end of $self->{number}>\n";
}

# The answer to what was sent, errors included, and when it had come.
sub answer {
  my ($self) = @_;
  my $out = $self->{out};
  my $text = '';
  while (my $line = <$out>) {
    if ($line eq "<end of $self->{number}>\n") {
      chomp $text;
      return wantarray ? ($text, time) : $text;
    }
    $text .= $line;
  }
  die "the session ended: $text";
}

# Whether there is something of an answer to read.
sub has_answered {
  my ($self) = @_;
  my $readable = '';
  vec($readable, fileno $self->{out}, 1) = 1;
  return select($readable, undef, undef, 0) > 0;
}

sub query {
  my ($self, $sql) = @_;
  $self->send($sql);
  return scalar $self->answer;
}

sub backend { return $_[0]{backend} }

# Memory of the backend itself, in kB, without the shared buffers that it has touched; undef where /proc does not tell.
sub memory {
  my ($self) = @_;
  open(my $status, '<', "/proc/$self->{backend}/status") or return undef;
  my ($kilobytes) = map { /^RssAnon:\s+(\d+) kB/ ? $1 : () } <$status>;
  return $kilobytes;
}

sub close {
  my ($self) = @_;
  close $self->{in};
  close $self->{out};
  waitpid $self->{pid}, 0;
}

1;
