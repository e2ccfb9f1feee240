"""Payments to oneself. A node that reads both balances before it writes either makes units of
nothing, which are spent at once."""

import attack_client

attack = attack_client.begin(
    name="to-oneself", author="GlyphLab", system="external", claim="LED", severity="critical",
    about="Pays the attacker's own account, then spends more than it ever had.",
    keys=["attacker"], surfaces=["transfer"], published="broken")

for round in range(3):
    attack.payment(as_=f"own-{round}", from_="attacker", to="attacker", amount=700)
    attack.note(attack.submit(f"own-{round}", to="transfer").refused)
attack.note(attack.account(of="attacker").balance)
attack.payment(as_="spent", from_="attacker", to="accomplice", amount=1400)
attack.note(attack.submit("spent", to="transfer").refused)
attack.produce()
attack.done()
