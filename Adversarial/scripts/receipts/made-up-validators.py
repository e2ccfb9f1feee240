"""Thirteen validators that nobody registered sign an epoch. Keys are free; weight is not."""

import attack_client

names = [f"made-up-{number}" for number in range(13)]
attack = attack_client.begin(
    name="made-up-validators", author="GlyphLab", system="receipts", claim="QRM",
    severity="critical", about="Makes up more validators than there are.",
    keys=names, surfaces=["vote", "settlement"], published="broken",
    guards=["validator_registered", "quorum"], references=["QRM-22"])

attack.receipt(session="s-1", node="node-a", output=50)
epoch = 2
for name in names:
    attack.ballot(as_=name, by=name, epoch=epoch, total=1000)
    attack.submit(name, to="vote")
attack.request(as_="ask", epoch=epoch, total=1000)
attack.note(attack.submit("ask", to="settlement").refused)
attack.done()
