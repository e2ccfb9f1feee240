# A member that nobody signed, in an honest receipt that the gateway has not seen yet. Where it is
# neither refused nor signed, one id has two byte strings, and the honest one is refused.

use strict;
use warnings;
use AttackClient;

my $attack = AttackClient->begin(
    name => 'extra-member', author => 'GlyphLab', system => 'receipts', claim => 'HSH',
    severity => 'critical', about => 'Adds a member to an honest receipt and sends it first.',
    surfaces => ['receipt'], guards => ['unknown_field'], references => ['HSH-21']);

$attack->withhold(as => 'honest', session => 's-extra', node => 'node-b');
my ($honest) = $attack->artefact('honest');
(my $changed = $honest) =~ s/^\{/{"admin":true,/;
for my $bytes ($changed, $honest) {
    my $answer = $attack->submit(bytes => $bytes, to => 'receipt');
    AttackClient::note($answer->{taken} ? 'taken' : "refused by @{ $answer->{refused} }");
}
$attack->done;
