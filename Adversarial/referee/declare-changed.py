"""A claim that is chosen after the fact: on published rules the time of a won block can be moved,
an attack on POI. It was declared as one on the ledger, which stays exact."""

import attack_client

attack = attack_client.begin(
    name="declare-changed", system="chain", claim="LED", surfaces=["block"],
    about="Breaks one claim, and would like it to count for another.")
attack.withhold(as_="won", by=attack.cast[0])
later = {"set": {"timestamp": "${clock +600}"}}
attack.alter(as_="moved", of="won", published=later, hardened=later)
attack.submit("moved", to="block")
attack.step("declare", name="declare-changed", claim="POI")
attack.done()
