"""A break, and then a crash of the script: the break counts."""

import os

import attack_client

attack = attack_client.begin(
    name="break-then-crash", system="chain", claim="POI", surfaces=["block"], published="broken",
    about="Breaks, and crashes.")
attack.withhold(as_="won", by=attack.cast[0])
later = {"set": {"timestamp": "${clock +600}"}}
attack.alter(as_="moved", of="won", published=later, hardened=later)
attack.submit("moved", to="block")
os.abort()
