"""A grandchild that holds both pipes for a minute and does nothing. The end of the script is the
end of its first process."""

import os
import time

import attack_client

attack = attack_client.begin(
    name="child-holds-pipe", system="chain", claim="ENC", surfaces=["transaction"],
    about="Leaves a child that listens.")

attack.submit(b"\0", to="transaction")
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(60)
    os._exit(0)
os._exit(0)
