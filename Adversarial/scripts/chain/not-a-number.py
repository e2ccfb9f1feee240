"""An amount that is not a number passes every comparison with a balance, and what it is taken from
is not a number any more. In 64 bits, the largest number there is takes its place."""

import attack_client

attack = attack_client.begin(
    name="not-a-number", author="GlyphLab", system="chain", claim="LED", severity="critical",
    about="Pays an amount that is not a number, and lets an honest miner take it in.",
    work_share="1/10", keys=["attacker"], surfaces=["block", "transaction"],
    published="broken", references=["ENC-03"])

attack.forge(as_="own", by="attacker")
attack.submit("own", to="block")
attack.payment(as_="p", from_="attacker", to="shop", amount=1,
               published={"set": {"amount": "NaN"}},
               hardened={"set": {"amount": "18446744073709551615"}})
answer = attack.submit("p", to="transaction")
if answer.taken:
    attack.mine(by=attack.cast[0])
attack.done()
