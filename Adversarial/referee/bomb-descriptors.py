"""Two hundred open descriptors, three times as many as there may be. A hole shows by a broken
protocol."""

import os

import attack_client

attack = attack_client.begin(
    name="bomb-descriptors", system="chain", claim="ENC", surfaces=["transaction"],
    about="Opens much.")

opened = []
try:
    for _ in range(200):
        opened.append(os.dup(2))
    attack.raw(b"200 descriptors are open\n")
except OSError as error:
    attack.note("descriptor", len(opened), "was refused:", error.strerror)
for descriptor in opened:
    os.close(descriptor)
attack.submit(b"\0", to="transaction")
attack.done()
