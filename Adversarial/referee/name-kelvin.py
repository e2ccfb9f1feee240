"""A name with the Kelvin sign, which is equal to K for whoever compares texts as people do."""

import attack_client

declaration = dict(
    name="name-kelvin", version="1", author="nobody", about="A declaration that must be refused.",
    system="chain", claim="ENC", severity="high", nodes=1, guards=[], references=[],
    assumes=dict(work_share="0/1", keys=[], surfaces=["transaction"]),
    expects=dict(published="held", hardened="held"))
declaration["name"] = "\u212aelvin"
attack = attack_client.Attack(**declaration)
attack.submit(b"\0", to="transaction")
attack.done()
