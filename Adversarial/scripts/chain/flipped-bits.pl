# Bits of the stored file flipped at random places, a restart after each: what is read must be what
# was written, or nothing.

use strict;
use warnings;
use AttackClient;

my $attack = AttackClient->begin(
    name => 'flipped-bits', author => 'GlyphLab', system => 'chain', claim => 'STO',
    severity => 'high', about => 'Flips bits of the disk, and starts the node again.',
    surfaces => ['store'], references => ['STO-01']);

for my $round (1 .. 6) {
    # The first in the header, which no reader may overlook.
    my $at = $round == 1 ? $attack->random(16) : 100 + $attack->random(16_000);
    my $bit = 1 << $attack->random(8);
    my $splice = { kind => 'xor', at => $at, with => $bit };
    eval {
        $attack->damage(kind => 'splice', splice => $splice);
        my $answer = $attack->restart;
        AttackClient::note("bit $bit at $at: the head is $answer->{head}");
        1;
    } or AttackClient::note("round $round: $@");
}
$attack->done;
