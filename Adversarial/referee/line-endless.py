"""A line of two mebibytes that never ends."""

import attack_client

attack = attack_client.begin(
    name="line-endless", system="chain", claim="ENC", surfaces=["transaction"],
    about="Never comes to the point.")
attack.raw(b"[" * (2 << 20))
attack.done()
