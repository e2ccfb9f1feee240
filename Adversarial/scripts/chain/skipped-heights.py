"""A block that calls itself three heights higher than it stands. Whoever weighs or orders branches
by what blocks say of themselves lets it jump ahead of work that nobody has done."""

import attack_client

attack = attack_client.begin(
    name="skipped-heights", author="GlyphLab", system="chain", claim="FRK", severity="critical",
    about="Claims a height that the chain has not reached.",
    work_share="1/10", keys=["attacker"], surfaces=["peer"], published="broken",
    references=["FRK-15"])

jump = {"set": {"index": str(attack.head().height + 3)}}
attack.forge(as_="jump", by="attacker", published=jump, hardened=jump)
attack.message(as_="gossip", kind="blocks", what=["jump"])
attack.note(attack.submit("gossip", to="peer", source=1).refused)
attack.done()
