"""A block that says it is block 1, whose target is the easiest and whose reward the largest there
ever was. Where nothing compares the claim with the block's place, it is worth whatever it says."""

import attack_client

attack = attack_client.begin(
    name="claimed-place", author="GlyphLab", system="chain", claim="TIM", severity="high",
    about="Claims the place of the first block.",
    work_share="1/10", keys=["attacker"], surfaces=["block"], published="broken",
    references=["TIM-09", "LED-12"])

for place in (1, 2, 0, attack.head().height + 100):
    edits = {"set": {"index": str(place)}}
    try:
        attack.forge(as_=f"at-{place}", by="attacker", published=edits, hardened=edits)
    except attack_client.Refused as refused:
        attack.note(place, refused)
        continue
    answer = attack.submit(f"at-{place}", to="block")
    attack.note(place, answer.taken, answer.refused)
attack.done()
