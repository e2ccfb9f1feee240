"""A payment that the victim made once is sent again: to every surface, now and after more blocks,
and in a block of the attacker's own."""

import attack_client

attack = attack_client.begin(
    name="replayed-payment", author="GlyphLab", system="chain", claim="SIG", severity="critical",
    about="Looks for a payment on the main chain and sends it again, everywhere.",
    work_share="1/10", surfaces=["transaction", "block", "peer"], keys=["attacker"],
    guards=["nonce"], references=["LED-06", "LED-16"])

for height in range(attack.head().height, 0, -1):
    try:
        attack.take(as_="paid", height=height, transaction=0)
        break
    except attack_client.Refused:
        continue
else:
    raise SystemExit("nobody has paid anything")
attack.note("a payment in block", height)

attack.submit("paid", to="transaction", times=2)
attack.message(as_="gossip", kind="transaction", what=["paid"])
attack.submit("gossip", to="peer", source=2)
attack.forge(as_="again", by="attacker", transactions=["paid"])
attack.submit("again", to="block")
attack.mine(by=attack.cast[0], blocks=2)
attack.note(attack.submit("paid", to="transaction").refused)
attack.done()
