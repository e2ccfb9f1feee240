"""A text that a terminal shows from right to left, so that it reads as another."""

import attack_client

declaration = dict(
    name="texts-bidi", version="1", author="nobody", about="A declaration that must be refused.",
    system="chain", claim="ENC", severity="high", nodes=1, guards=[], references=[],
    assumes=dict(work_share="0/1", keys=[], surfaces=["transaction"]),
    expects=dict(published="held", hardened="held"))
declaration["author"] = "\u202enekorb\u202c"
attack = attack_client.Attack(**declaration)
attack.submit(b"\0", to="transaction")
attack.done()
