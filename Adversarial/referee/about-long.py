"""A text of one character more than there may be."""

import attack_client

declaration = dict(
    name="about-long", version="1", author="nobody", about="A declaration that must be refused.",
    system="chain", claim="ENC", severity="high", nodes=1, guards=[], references=[],
    assumes=dict(work_share="0/1", keys=[], surfaces=["transaction"]),
    expects=dict(published="held", hardened="held"))
declaration["about"] = "x" * 2001
attack = attack_client.Attack(**declaration)
attack.submit(b"\0", to="transaction")
attack.done()
