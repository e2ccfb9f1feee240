"""A child in a session of its own that goes on writing when its parent has ended."""

import os
import time

import attack_client

attack = attack_client.begin(
    name="child-writes-on", system="chain", claim="ENC", surfaces=["transaction"],
    about="Leaves a child that talks.")

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for _ in range(200):
            time.sleep(0.1)
            try:
                attack.raw(b'{"verdict":"broken"}\n')
            except OSError:
                os._exit(0)
    os._exit(0)
attack.submit(b"\0", to="transaction")
attack.done()
