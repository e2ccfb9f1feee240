"""Signatures, work and surfaces that were not declared. A step that is done shows by a broken
protocol."""

import attack_client

attack = attack_client.begin(
    name="keys-of-others", system="chain", claim="SIG", keys=["attacker"], surfaces=["transaction"],
    about="Lets others sign.")

victim = attack.cast[-1]
pay = dict(to="attacker", amount=1)
asked = [
    ("payment", dict(as_="a", from_=victim, **pay)),
    ("payment", dict(as_="b", from_=victim, signer=victim, **pay)),
    ("payment", dict(as_="c", from_="attacker", signer="ada", **pay)),
    ("payment", dict(as_="d", from_="attacker", hardened={"sign": victim}, **pay)),
    ("payment", dict(as_="e", from_="attacker", published={"sign": victim}, **pay)),
    ("payment", dict(as_="f", from_="honest", **pay)),
    ("forge", dict(as_="g", by="attacker")),
    ("forge", dict(as_="h", by="ada")),
    ("pay", dict(from_="attacker", to=victim, amount=1)),
    ("mine", dict(by="attacker")), ("mine", dict(by="nobody")), ("mine", dict(by="")),
    ("mine", dict(by=victim + "\u200b")), ("withhold", dict(as_="i", by="stranger")),
    ("submit", dict(to="block", bytes="AA==")), ("submit", dict(to="referee", bytes="AA==")),
    ("submit", dict(to="Transaction", bytes="AA==")), ("submit", dict(to="store", bytes="AA==")),
]
for method, parameters in asked:
    try:
        attack.step(method, **parameters)
        attack.note(method, parameters, "was done")
        attack.raw(b"a step was done that was not declared\n")
    except attack_client.Refused as refused:
        attack.note(method, refused)
# Signed by the attacker for the victim: what everybody may try.
attack.payment(as_="z", from_=victim, signer="attacker", **pay)
attack.submit("z", to="transaction")
attack.done()
