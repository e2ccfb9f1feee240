"""A copy of the store from before an epoch was settled, put back while the gateway was off: it was
good once, and the epoch could be paid again."""

import attack_client

attack = attack_client.begin(
    name="older-store", author="GlyphLab", system="receipts", claim="STO", severity="high",
    about="Copies the store, waits for a settlement, and puts the copy back.",
    surfaces=["store"], published="broken", references=["STO-24"])

attack.receipt(session="s-1", node="node-a", output=50)
attack.damage(kind="snapshot")
attack.receipt(session="s-2", node="node-b", output=5)
for epoch in range(1, 6):
    try:
        attack.settle(epoch=epoch, total=1000)
        break
    except attack_client.Refused as refused:
        attack.note(epoch, refused)
attack.damage(kind="restore")
attack.restart()
attack.done()
