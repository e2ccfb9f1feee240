"""A block that an honest miner won, dated ten minutes later by somebody who did no work for it.
What a proof does not commit to is anybody's to change."""

import attack_client

attack = attack_client.begin(
    name="moved-time", author="GlyphLab", system="chain", claim="POI", severity="critical",
    about="Moves the time of a won block under the proof that it has.",
    surfaces=["block"], published="broken", references=["POI-06", "HSH-09"])

attack.withhold(as_="won", by=attack.cast[0])
later = {"set": {"timestamp": "${clock +600}"}}
attack.alter(as_="moved", of="won", published=later, hardened=later)
attack.note("moved:", attack.submit("moved", to="block").refused)
attack.note("as it was:", attack.submit("won", to="block").refused)
attack.done()
