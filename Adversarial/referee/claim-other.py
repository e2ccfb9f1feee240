"""The same break of another claim, with nothing said about it: the declared claim was not attacked,
and only guards that were met could say that it held."""

import attack_client

attack = attack_client.begin(
    name="claim-other", system="chain", claim="LED", surfaces=["block"],
    about="Moves the time of a won block, which leaves the ledger as it is.")
attack.withhold(as_="won", by=attack.cast[0])
later = {"set": {"timestamp": "${clock +600}"}}
attack.alter(as_="moved", of="won", published=later, hardened=later)
attack.submit("moved", to="block")
attack.done()
