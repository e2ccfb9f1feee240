"""An attack that names a guard which it never meets: that it was stopped elsewhere shows nothing of
this guard."""

import attack_client

attack = attack_client.begin(
    name="guards-unmet", system="chain", claim="ENC", surfaces=["transaction"],
    guards=["stamp"], about="Names the guard of blocks, and sends a payment.")
attack.submit(b"\0", to="transaction")
attack.done()
