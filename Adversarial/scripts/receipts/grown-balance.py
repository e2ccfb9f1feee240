"""A nought behind a balance in the store. No settlement ever paid as much."""

import attack_client

attack = attack_client.begin(
    name="grown-balance", author="GlyphLab", system="receipts", claim="STO", severity="high",
    about="Writes a nought behind a stored balance.",
    surfaces=["store"], published="broken", references=["STO-23"])

nought = {"kind": "append_text", "text": "0"}
attack.damage(kind="balances", row=0, column="amount", splice=nought)
attack.restart()
attack.done()
