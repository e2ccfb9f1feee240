"""All coins twice: two payments of one nonce for two shops, in both orders at two surfaces, and a
third in a block of the attacker's own. The script asks what he has and takes nearly all of it."""

import attack_client

attack = attack_client.begin(
    name="two-shops", author="GlyphLab", system="chain", claim="LED", severity="critical",
    about="Spends the same coins in two shops.",
    work_share="1/10", keys=["attacker"], surfaces=["block", "transaction", "peer"],
    references=["LED-01", "DET-02"])

attack.forge(as_="own", by="attacker")
attack.submit("own", to="block")
account = attack.account(of="attacker")
amount = account.balance - 1
for shop in ("east", "west", "south"):
    attack.payment(as_=shop, from_="attacker", to=shop, amount=amount, nonce=account.nonce)
attack.submit("east", to="transaction")
attack.message(as_="gossip", kind="transaction", what=["west"])
attack.submit("gossip", to="peer")
attack.forge(as_="both", by="attacker", transactions=["south", "west"])
attack.submit("both", to="block")
attack.mine(by=attack.cast[0])
attack.note(attack.submit("west", to="transaction").refused)
attack.done()
