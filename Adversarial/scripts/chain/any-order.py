"""Payments of one sender to three nodes, in three orders, some twice and some not at all, while the
network drops and doubles messages. In the end all must hold the same state, and a replay give it
again."""

import attack_client

attack = attack_client.begin(
    name="any-order", author="GlyphLab", system="chain", claim="DET", severity="critical",
    about="Tells three nodes the same things in other orders.",
    work_share="1/10", keys=["attacker"], surfaces=["block", "transaction"], nodes=3,
    guards=["nonce"], references=["DET-01", "DET-02"])

attack.forge(as_="own", by="attacker")
attack.submit("own", to="block")
attack.advance(seconds=5)
attack.faults(drop=20, duplicate=20, delay=300)
nonce = attack.account(of="attacker").nonce
names = []
for number in range(6):
    attack.payment(as_=f"p{number}", from_="attacker", to=f"shop-{number}", amount=3,
                   nonce=nonce + number)
    names.append(f"p{number}")
for node in range(3):
    for name in attack.random.sample(names, 5):
        attack.submit(name, to="transaction", at=node)
    attack.mine(by=attack.random.choice(attack.cast), at=node)
attack.unite()
attack.submit(names[0], to="transaction")
attack.mine(by=attack.cast[0], blocks=2)
attack.note(attack.submit(names[0], to="transaction").refused)
attack.done()
