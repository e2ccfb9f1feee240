"""A proof that an honest miner found, under another name: the attacker puts his own address into
the won block, everything else right again, and is first to send it."""

import attack_client

attack = attack_client.begin(
    name="stolen-proof", author="GlyphLab", system="chain", claim="POI", severity="critical",
    about="Puts his own address into a block that somebody else won.",
    keys=["attacker"], surfaces=["block", "peer"], guards=["proof"], references=["POI-01"])

attack.withhold(as_="won", by=attack.cast[1])
mine = "${address attacker}"
attack.alter(
    as_="stolen", of="won",
    published={"set": {"miner": f'"{mine}"', "transactions.0.to": f'"{mine}"'}},
    hardened={"set": {"miner": mine}})
attack.note("stolen:", attack.submit("stolen", to="block").refused)
attack.message(as_="gossip", kind="blocks", what=["stolen"])
attack.note("as gossip:", attack.submit("gossip", to="peer").refused)
attack.note("as it was:", attack.submit("won", to="block").refused)
attack.done()
