"""The whole database as it was some blocks ago, put back while the node was off. It is in perfect
order; nothing inside says that the node once knew more."""

import attack_client

attack = attack_client.begin(
    name="older-copy", author="GlyphLab", system="chain", claim="STO", severity="high",
    about="Copies the disk, waits until more was mined, and puts the copy back.",
    surfaces=["store"], published="broken", references=["STO-12"])

attack.damage(kind="snapshot")
attack.mine(by=attack.cast[0], blocks=3)
attack.pay(from_=attack.cast[0], to="shop", amount=5)
attack.mine(by=attack.cast[1])
attack.damage(kind="restore")
attack.restart()
attack.note("after the restart:", attack.head())
attack.done()
