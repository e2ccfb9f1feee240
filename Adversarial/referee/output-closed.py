"""Standard output is closed, and the script goes on to sleep."""

import os
import time

import attack_client

attack = attack_client.begin(
    name="output-closed", system="chain", claim="ENC", surfaces=["transaction"],
    about="Closes its mouth.")

attack.submit(b"\0", to="transaction")
for descriptor in list(range(16)):
    if descriptor not in (0, 2):
        try:
            os.close(descriptor)
        except OSError:
            pass
time.sleep(60)
