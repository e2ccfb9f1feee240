"""A copy of the store from before a vote, put back while the gateway was off. Receipts and epochs are
all there; only the vote is gone, and one that its validator has taken back since would count again."""

import attack_client

attack = attack_client.begin(
    name="votes-taken-back", author="GlyphLab", system="receipts", claim="STO", severity="high",
    about="Copies the store, waits for a vote, and puts the copy back.",
    surfaces=["store"], published="broken", guards=["anchor"], references=["STO-24"])

attack.damage(kind="snapshot")
attack.vote(by=["validator-a"], epoch=attack.head().next_epoch, total=1000)
attack.damage(kind="restore")
attack.restart()
attack.done()
