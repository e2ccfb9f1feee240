"""A declaration that comes after more than five seconds."""

import time

import attack_client

time.sleep(7)
attack = attack_client.begin(
    name="declare-late", system="chain", claim="ENC", surfaces=["transaction"],
    about="Thinks about its claim for too long.")
attack.submit(b"\0", to="transaction")
attack.done()
