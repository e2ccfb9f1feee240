"""A break, and then silence: the break counts."""

import time

import attack_client

attack = attack_client.begin(
    name="break-then-silence", system="chain", claim="POI", surfaces=["block"], published="broken",
    about="Breaks, and says no more.")
attack.withhold(as_="won", by=attack.cast[0])
later = {"set": {"timestamp": "${clock +600}"}}
attack.alter(as_="moved", of="won", published=later, hardened=later)
attack.submit("moved", to="block")
time.sleep(60)
