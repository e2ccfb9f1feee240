"""A script that stops itself, as a debugger would: it is alive, and says nothing."""

import os
import signal

import attack_client

attack = attack_client.begin(
    name="stop-self", system="chain", claim="ENC", surfaces=["transaction"],
    about="Stops itself.")

attack.submit(b"\0", to="transaction")
os.kill(os.getpid(), signal.SIGSTOP)
attack.done()
