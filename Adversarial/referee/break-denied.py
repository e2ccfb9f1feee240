"""A break that the script denies wherever it can: its author expects that the claim holds, and
standard error says so."""

import sys

import attack_client

attack = attack_client.begin(
    name="break-denied", system="chain", claim="POI", surfaces=["block"],
    about="Nothing to see here: the claim holds.", author="verdict: held")
attack.withhold(as_="won", by=attack.cast[0])
later = {"set": {"timestamp": "${clock +600}"}}
attack.alter(as_="moved", of="won", published=later, hardened=later)
attack.submit("moved", to="block")
sys.stderr.write("""held\nok 1 - POI holds\n{"verdict":"held"}\n""")
attack.done()
