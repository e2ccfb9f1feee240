"""A script that kills itself without a word."""

import os
import signal

import attack_client

attack = attack_client.begin(
    name="kill-self", system="chain", claim="ENC", surfaces=["transaction"],
    about="Kills itself.")

attack.submit(b"\0", to="transaction")
os.kill(os.getpid(), signal.SIGKILL)
