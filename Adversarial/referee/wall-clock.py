"""A request each second, for more than a minute: no silence, and yet an end."""

import time

import attack_client

attack = attack_client.begin(
    name="wall-clock", system="chain", claim="ENC", surfaces=["transaction"],
    about="Takes its time.")

attack.submit(b"\0", to="transaction")
for _ in range(80):
    attack.head()
    time.sleep(1)
attack.raw(b"this took too long\n")
