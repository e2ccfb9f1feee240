# The table of peers filled with the attacker's own addresses, by one of the peers that the node was
# given: honest newcomers must still find a place.

use strict;
use warnings;
use AttackClient;

my $attack = AttackClient->begin(
    name => 'open-table', author => 'GlyphLab', system => 'chain', claim => 'NET',
    severity => 'medium', about => 'Names a hundred addresses, all of them the attacker\'s.',
    surfaces => ['peer'], published => 'broken', references => ['NET-01']);

for my $batch (0 .. 2) {
    $attack->message(
        as => "friends-$batch", kind => 'peers', first_peer => 1000 + 64 * $batch, peers => 64);
    my $answer = $attack->submit(what => "friends-$batch", to => 'peer', source => 2);
    AttackClient::note("batch $batch:", @{ $answer->{refused} });
}
$attack->advance(seconds => 3600);
$attack->done;
