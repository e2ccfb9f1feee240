"""A branch in secret. The attacker mines from some blocks below the head until he has one more than
the others, spends coins there that he does not have, and shows the branch piece by piece; then the
same branch without the fraud, which is heavier and rightly wins."""

import attack_client

attack = attack_client.begin(
    name="private-branch", author="GlyphLab", system="chain", claim="FRK", severity="critical",
    about="Shows a heavier branch with an overspend deep inside, then a good one.",
    work_share="6/10", keys=["attacker"], surfaces=["block", "chain"], guards=["balance"],
    references=["FRK-04", "LED-15"])

attack.mine(by=attack.cast[0], blocks=2)
base = attack.head().height - 2
attack.payment(as_="too-much", from_="attacker", to="shop", amount=1_000_000, nonce=0)
for name, transactions in (("bad", ["too-much"]), ("good", [])):
    attack.forge(as_=f"{name}-1", by="attacker", on=f"height:{base}", transactions=transactions)
    attack.forge(as_=f"{name}-2", by="attacker", on=f"{name}-1", blocks=2, seconds=20)
    attack.file(as_=name, blocks=[f"main:0-{base}", f"{name}-1", f"{name}-2"])
for part in ("bad-2", "bad-1", "bad-2"):
    attack.note(part, attack.submit(part, to="block").refused)
attack.note("bad", attack.submit("bad", to="chain").refused)
attack.note("good", attack.submit("good", to="chain").refused, attack.head().height)
attack.done()
