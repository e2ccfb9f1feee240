"""Processes that fork, leave their session and sleep, up to sixty-four: all of them are gone when
the verdict is there."""

import os
import time

import attack_client

attack = attack_client.begin(
    name="bomb-processes-left", system="chain", claim="ENC", surfaces=["transaction"],
    about="Leaves children behind.")

for _ in range(64):
    try:
        child = os.fork()
    except OSError:
        break
    if child == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(120)
        os._exit(0)
    os.waitpid(child, 0)
attack.submit(b"\0", to="transaction")
attack.done()
