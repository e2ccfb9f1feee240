"""A child that attacks when the script has ended: what comes after the end is no attack any
more."""

import os
import time

import attack_client

attack = attack_client.begin(
    name="child-attacks", system="chain", claim="POI", surfaces=["block", "transaction"],
    about="Leaves the attack to a child.")
attack.submit(b"\0", to="transaction")
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(2)
        attack.withhold(as_="won", by=attack.cast[0])
        later = {"set": {"timestamp": "${clock +600}"}}
        attack.alter(as_="moved", of="won", published=later, hardened=later)
        attack.submit("moved", to="block")
        time.sleep(60)
    os._exit(0)
os._exit(0)
