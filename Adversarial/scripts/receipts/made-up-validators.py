"""Thirteen validators that nobody registered sign an epoch. Keys are free; weight is not."""

import attack_client

names = [f"made-up-{number}" for number in range(13)]
attack = attack_client.begin(
    name="made-up-validators", author="GlyphLab", system="receipts", claim="QRM",
    severity="critical", about="Makes up more validators than there are.",
    keys=names, surfaces=["mint", "settlement", "vote"], published="broken",
    guards=["validator_registered", "quorum"], references=["QRM-22"])

attack.receipt(session="s-1", node="node-a", output=50)
epoch = attack.challenge.next_epoch
if attack.profile == "published":
    # Votes there are for what is settled.
    attack.request(as_="ask", epoch=epoch, total=1000)
    attack.note(attack.submit("ask", to="settlement").refused)
for name in names:
    attack.ballot(as_=name, by=name, epoch=epoch, total=1000)
    attack.submit(name, to="vote")
if attack.profile == "published":
    attack.mint(as_="pay", epoch=epoch)
    attack.note(attack.submit("pay", to="mint").refused)
else:
    attack.request(as_="ask", epoch=epoch, total=1000)
    attack.note(attack.submit("ask", to="settlement").refused)
attack.done()
