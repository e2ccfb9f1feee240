"""A name of the author with a terminal escape and a line feed in it."""

import attack_client

declaration = dict(
    name="texts-control", version="1", author="nobody", about="A declaration that must be refused.",
    system="chain", claim="ENC", severity="high", nodes=1, guards=[], references=[],
    assumes=dict(work_share="0/1", keys=[], surfaces=["transaction"]),
    expects=dict(published="held", hardened="held"))
declaration["author"] = "nobody\x1b[2J\n::error::BROKEN"
attack = attack_client.Attack(**declaration)
attack.submit(b"\0", to="transaction")
attack.done()
