"""Two honest nodes cannot reach each other, and the attacker is the only way between them. He hears
an honest block on one side and passes it on with another time; once the network is whole, all must
agree, and the honest miner's block must be the one that he made."""

import attack_client

attack = attack_client.begin(
    name="liar-between", author="GlyphLab", system="chain", claim="POI", severity="critical",
    about="Passes an honest block on with another time, between two nodes cut off from each other.",
    surfaces=["peer"], nodes=2, published="broken", references=["NET-20"])

attack.advance(seconds=5)
attack.divide(sides=[0, 1])
attack.mine(by=attack.cast[0])
attack.hear(as_="heard")
later = {"set": {"timestamp": "${clock +30}"}}
attack.alter(as_="lie", of="heard", published=later, hardened=later)
attack.message(as_="gossip", kind="blocks", what=["lie"], at=1)
attack.note(attack.submit("gossip", to="peer", at=1).refused)
attack.mine(by=attack.cast[1], at=1)
attack.unite()
attack.done()
