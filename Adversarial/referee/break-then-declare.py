"""A break, and then another declaration: the break counts for the first one."""

import attack_client

attack = attack_client.begin(
    name="break-then-declare", system="chain", claim="POI", surfaces=["block"], published="broken",
    about="Breaks, and declares something else.")
attack.withhold(as_="won", by=attack.cast[0])
later = {"set": {"timestamp": "${clock +600}"}}
attack.alter(as_="moved", of="won", published=later, hardened=later)
attack.submit("moved", to="block")
attack.step("declare", name="innocent", claim="LED")
