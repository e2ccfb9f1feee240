package AttackClient;

# A client for attack scripts of GlyphLab in Perl 5: the protocol attack/1 over standard input and
# output, with core modules only. PROTOCOL.md tells what goes over the wire.
#
#     use AttackClient;
#
#     my $attack = AttackClient->begin(
#         name => 'greedy', author => 'A. Stranger', system => 'chain', claim => 'LED',
#         about => 'The attacker has 700 units and sends two payments of 400.',
#         keys => ['attacker'], surfaces => ['transaction']);
#     $attack->mine(by => $attack->cast->[0], blocks => 2);
#     $attack->payment(as => 'p', from => 'attacker', to => 'shop', amount => 400, count => 2);
#     my $answer = $attack->submit(what => 'p', to => 'transaction');
#     AttackClient::note(@{$answer->{refused}});
#     $attack->done;
#
# Each step of a scenario and each question is a method of the same name. JSON tells numbers from
# texts: write 5 or 0 + $text where a number is wanted, and JSON::PP::true for a truth.

use strict;
use warnings;
use Digest::SHA qw(sha256);
use JSON::PP ();
use MIME::Base64 qw(decode_base64 encode_base64);

# Requests under way never fill a pipe, so that neither side waits for the other to read.
my $PENDING_BYTES_MAX = 32_768;

# The protocol has standard output for itself: what a script prints is a note.
binmode STDIN;
open my $lines_out, '>&', \*STDOUT or die "standard output: $!";
binmode $lines_out;
{ my $old = select $lines_out; $| = 1; select $old }
open STDOUT, '>&', \*STDERR or die "standard error: $!";

my $json = JSON::PP->new->ascii->canonical;

# begin(name, claim, about, system, ...): declares an attack and begins it. `work_share`, `keys` and
# `surfaces` are what it assumes; `published` and `hardened` the verdicts that are expected there.
sub begin {
    my ($class, %given) = @_;
    my $self = bless { id => 0, pending => [], pending_bytes => 0, counter => 0 }, $class;
    $self->{init} = $self->_read->{params};
    my %declaration = (
        name => $given{name}, version => $given{version} // '1',
        author => $given{author} // 'anonymous', about => $given{about},
        system => $given{system}, claim => $given{claim}, severity => $given{severity} // 'high',
        nodes => 0 + ($given{nodes} // 1), guards => $given{guards} // [],
        references => $given{references} // [],
        assumes => {
            work_share => $given{work_share} // '0/1', keys => $given{keys} // [],
            surfaces => $given{surfaces} // [],
        },
        expects => {
            published => $given{published} // 'held', hardened => $given{hardened} // 'held',
        });
    $self->{opening} = $self->step('declare', %declaration);
    return $self;
}

sub init { $_[0]{init} }                              # what the laboratory said first
sub profile { $_[0]{init}{profile} }                  # the rules under attack
sub opening { $_[0]{opening} }                        # the answer to the declaration
sub challenge { $_[0]{opening}{challenge} }           # facts drawn after it
sub cast { $_[0]{opening}{cast} }                     # the honest actors

# random(COUNT): a whole number from 0 below COUNT, which follows from the public seed.
sub random {
    my ($self, $count) = @_;
    my $drawn = sha256("$self->{init}{public_seed}/" . $self->{counter}++);
    return unpack('N', $drawn) % $count;
}

# step(METHOD, PARAMETERS): does a step or asks a question, and waits for the answer.
sub step { my ($self, @rest) = @_; return $self->result($self->send_request(@rest)) }

# submit(what => NAME or bytes => BYTES, to => SURFACE, ...): sends bytes to a node.
sub submit { my ($self, @rest) = @_; return $self->result($self->send_submit(@rest)) }

# submit_all([BYTES, ...], to => SURFACE, ...): the same without waiting in between.
sub submit_all {
    my ($self, $many, %given) = @_;
    my @pending = map { $self->send_submit(%given, bytes => $_) } @$many;
    return map { $self->result($_) } @pending;
}

# keep(NAME, BYTES): keeps bytes as an artefact, for steps that take one.
sub keep {
    my ($self, $name, $bytes) = @_;
    return $self->step('keep', as => $name, bytes => encode_base64($bytes, ''));
}

# artefact(NAME): the byte strings of an artefact.
sub artefact {
    my ($self, $name) = @_;
    return map { decode_base64($_) } @{ $self->step('artefact', name => $name)->{parts} };
}

# note(WORDS): writes a line to standard error, which is kept and believed by nobody.
sub note { my @words = grep { !ref } @_; print STDERR "@words\n" }

our $AUTOLOAD;
sub AUTOLOAD {
    my ($self, @rest) = @_;
    my $method = $AUTOLOAD =~ s/.*:://r;
    return if $method eq 'DESTROY';
    return $self->step($method, @rest);
}

# Lines. A request under way is an array: its bytes, and the answer once it is there.

sub send_submit {
    my ($self, %given) = @_;
    $given{bytes} = encode_base64($given{bytes}, '') if defined $given{bytes};
    return $self->send_request('submit', %given);
}

sub send_request {
    my ($self, $method, %parameters) = @_;
    my $request = { jsonrpc => '2.0', id => ++$self->{id}, method => $method,
        params => \%parameters };
    my $line = $json->encode($request) . "\n";
    while (@{ $self->{pending} }
        && $self->{pending_bytes} + length($line) > $PENDING_BYTES_MAX) { $self->_receive }
    my $pending = [length $line, undef];
    push @{ $self->{pending} }, $pending;
    $self->{pending_bytes} += length $line;
    print {$lines_out} $line or die AttackClient::LabError->new(0, "no line goes out: $!");
    return $pending;
}

# result(PENDING): waits for an answer. Dies of AttackClient::Refused where a step was not done and
# the session goes on, else of AttackClient::LabError.
sub result {
    my ($self, $pending) = @_;
    $self->_receive until defined $pending->[1];
    my $error = $pending->[1]{error} or return $pending->[1]{result};
    my $goes_on = grep { $error->{code} == $_ } -32000, -32001, -32601, -32602;
    my $class = $goes_on ? 'AttackClient::Refused' : 'AttackClient::LabError';
    die $class->new($error->{code}, $error->{message});
}

sub _receive {
    my ($self) = @_;
    my $message = $self->_read;
    my $pending = shift @{ $self->{pending} };
    $self->{pending_bytes} -= $pending->[0];
    $pending->[1] = $message;
}

sub _read {
    my $line = readline STDIN;
    die AttackClient::LabError->new(0, 'the laboratory has ended the session')
        unless defined $line && $line =~ /\n\z/;
    return JSON::PP->new->utf8->decode($line);
}

package AttackClient::LabError;
use overload '""' => sub { "$_[0]{code}: $_[0]{message}\n" }, fallback => 1;
sub new { my ($class, $code, $message) = @_; bless { code => $code, message => $message }, $class }

package AttackClient::Refused;
our @ISA = ('AttackClient::LabError');

1;
