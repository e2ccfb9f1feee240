"""A nought behind a balance in the store. No settlement ever paid as much."""

import attack_client

attack = attack_client.begin(
    name="grown-balance", author="GlyphLab", system="receipts", claim="STO", severity="high",
    about="Writes a nought behind a stored balance.",
    surfaces=["store"], published="broken", references=["STO-23"])

for node in ("node-a", "node-b", "node-c"):
    account = attack.account(of=node)
    if account.balance != "0":
        row = f'["{account.address}","{account.balance}'
        grown = {"kind": "replace", "text": row + '"]', "with": row + '0"]'}
        attack.damage(kind="splice", splice=grown)
attack.restart()
attack.done()
