"""Exactly as many byte strings in artefacts as there may be."""

import attack_client

attack = attack_client.begin(
    name="artefacts-exact", system="chain", claim="ENC", surfaces=["transaction"],
    about="Keeps twenty thousand things.")

pending = [attack.send("keep", as_=f"a{number}", bytes="AA==") for number in range(20_000)]
for each in pending:
    each.result()
attack.submit(b"\0", to="transaction")
attack.done()
