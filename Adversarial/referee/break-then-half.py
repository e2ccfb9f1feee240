"""A break, and then death in the middle of a request: the break counts."""

import attack_client

attack = attack_client.begin(
    name="break-then-half", system="chain", claim="POI", surfaces=["block"], published="broken",
    about="Breaks, and dies in mid-sentence.")
attack.withhold(as_="won", by=attack.cast[0])
later = {"set": {"timestamp": "${clock +600}"}}
attack.alter(as_="moved", of="won", published=later, hardened=later)
attack.submit("moved", to="block")
attack.raw(b"{")
