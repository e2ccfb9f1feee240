"""All transfers of the chain once more, at once, after a block and after a restart."""

import base64

import attack_client

attack = attack_client.begin(
    name="paid-again", author="GlyphLab", system="external", claim="STO", severity="high",
    about="Sends each transfer of the chain again, around blocks and restarts.",
    surfaces=["transfer"], guards=["nonce"])

lines = [
    line
    for height in range(1, attack.challenge.height + 1)
    for line in base64.b64decode(attack.block(height=height).bytes).splitlines()
    if line.startswith(b"transfer ")]
for step in (attack.produce, attack.restart, attack.produce):
    for answer in attack.submit_all(lines, to="transfer"):
        attack.note(answer.refused)
    step()
attack.pay(from_=attack.cast[0], to=attack.cast[1], amount=3)
attack.restart()
attack.done()
