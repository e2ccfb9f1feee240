"""A declaration, and then silence."""

import time

import attack_client

attack = attack_client.begin(
    name="never-writing", system="chain", claim="ENC", surfaces=["transaction"],
    about="Falls silent.")

attack.submit(b"\0", to="transaction")
time.sleep(60)
