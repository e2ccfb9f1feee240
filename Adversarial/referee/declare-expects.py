"""A declaration that expects a verdict that there is not."""

import attack_client

declaration = dict(
    name="declare-expects", version="1", author="nobody",
    about="A declaration that must be refused.",
    system="chain", claim="ENC", severity="high", nodes=1, guards=[], references=[],
    assumes=dict(work_share="0/1", keys=[], surfaces=["transaction"]),
    expects=dict(published="held", hardened="held"))
declaration["expects"]["hardened"] = "triumph"
attack = attack_client.Attack(**declaration)
attack.submit(b"\0", to="transaction")
attack.done()
