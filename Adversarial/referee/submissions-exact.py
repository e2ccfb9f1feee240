"""Exactly as many submissions as there may be."""

import attack_client

attack = attack_client.begin(
    name="submissions-exact", system="chain", claim="ENC", surfaces=["transaction"],
    about="Sends a hundred thousand times.")

for _ in range(100):
    attack.submit(b"\0", to="transaction", times=1_000)
attack.done()
