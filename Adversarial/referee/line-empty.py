"""A line with nothing on it."""

import attack_client

attack = attack_client.begin(
    name="line-empty", system="chain", claim="ENC", surfaces=["transaction"],
    about="Sends an empty line.")
attack.raw(b"\n")
attack.done()
