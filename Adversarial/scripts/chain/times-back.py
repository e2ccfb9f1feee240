"""Blocks that are each dated before the one under them, as far back as the median of the last
eleven lets them: a period of fewer than no seconds makes the next blocks as cheap as can be."""

import attack_client

attack = attack_client.begin(
    name="times-back", author="GlyphLab", system="chain", claim="TIM", severity="high",
    about="Dates a block before its parent, each time a little further back.",
    work_share="4/10", keys=["attacker"], surfaces=["block"], published="broken",
    references=["TIM-01", "TIM-02"])

attack.mine(by=attack.cast[0], blocks=12, seconds=20)
for back in (1, 20, 40, 60, 80, 100, 200):
    attack.forge(as_=f"back-{back}", by="attacker", seconds=-back,
                 hardened={"set": {"timestamp": f"${{clock -{back}}}"}})
    answer = attack.submit(f"back-{back}", to="block")
    attack.note(back, answer.taken, answer.refused)
attack.done()
