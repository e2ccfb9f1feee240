"""Two branches of equal work, one for each side of a cut network, and a third that claims more work
than it has. Once the network is whole, all nodes must settle on one."""

import attack_client

attack = attack_client.begin(
    name="two-heads", author="GlyphLab", system="chain", claim="NET", severity="high",
    about="Shows each side of a cut network a branch of its own.",
    work_share="4/10", keys=["attacker"], surfaces=["block"], nodes=3,
    references=["NET-09", "FRK-01"])

attack.divide(sides=[0, 1, 1])
attack.forge(as_="east", by="attacker")
attack.forge(as_="west", by="attacker", seconds=1)
attack.submit("east", to="block")
attack.submit("west", to="block", at=1)
attack.mine(by=attack.cast[0], at=1)
heavy = {"set": {"target": "0" * 63 + "1"}}
attack.forge(as_="heavy", by="attacker", on="west",
             published={"set": {"target": '"' + "0" * 63 + '1"'}, "seal": ["zero_proof", "hash"]},
             hardened={**heavy, "seal": ["stamp", "zero_proof"]})
attack.note(attack.submit("heavy", to="block", at=2).refused)
attack.unite()
attack.done()
