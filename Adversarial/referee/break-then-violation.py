"""A break, and then a broken protocol: the break counts."""

import attack_client

attack = attack_client.begin(
    name="break-then-violation", system="chain", claim="POI", surfaces=["block"],
    published="broken", about="Breaks, and talks nonsense.")
attack.withhold(as_="won", by=attack.cast[0])
later = {"set": {"timestamp": "${clock +600}"}}
attack.alter(as_="moved", of="won", published=later, hardened=later)
attack.submit("moved", to="block")
attack.raw(b"BROKEN\n")
