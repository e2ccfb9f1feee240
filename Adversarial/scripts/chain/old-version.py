"""A block of a version whose rules nobody keeps any more. Where a lower version is not checked, it
is read by today's rules, and its bytes mean what they never meant."""

import attack_client

attack = attack_client.begin(
    name="old-version", author="GlyphLab", system="chain", claim="MOD", severity="high",
    about="Sends a block that says it is of version 3.",
    work_share="1/10", keys=["attacker"], surfaces=["block"], published="broken",
    references=["MOD-05"])

attack.forge(as_="new", by="attacker", published={"set": {"version": "3"}})
block = bytearray(attack.artefact("new")[0])
if attack.profile == "hardened":
    block[0] = 0
attack.note(attack.submit(bytes(block), to="block").refused)
attack.done()
