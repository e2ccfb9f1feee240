"""Exactly as many requests as there may be, the last of which is the end."""

import attack_client

attack = attack_client.begin(
    name="requests-exact", system="chain", claim="ENC", surfaces=["transaction"],
    about="Counts to a hundred thousand.")

attack.submit(b"\0", to="transaction")
for _ in range(100_000 - 3):
    attack.send("nothing")
attack.done()
