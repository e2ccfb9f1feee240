"""Sixty-four processes, twice as many as there may be. A hole shows by a broken protocol."""

import os
import time

import attack_client

attack = attack_client.begin(
    name="bomb-processes", system="chain", claim="ENC", surfaces=["transaction"],
    about="Multiplies.")

children = []
try:
    for _ in range(64):
        child = os.fork()
        if child == 0:
            time.sleep(30)
            os._exit(0)
        children.append(child)
except OSError as error:
    attack.note("process", len(children) + 1, "was refused:", error.strerror)
for child in children:
    os.kill(child, 9)
    os.waitpid(child, 0)
if len(children) == 64:
    attack.raw(b"64 processes ran\n")
attack.submit(b"\0", to="transaction")
attack.done()
