"""One byte string in artefacts more than there may be."""

import attack_client

attack = attack_client.begin(
    name="artefacts-beyond", system="chain", claim="ENC", surfaces=["transaction"],
    about="Keeps twenty thousand things, and one.")

attack.submit(b"\0", to="transaction")
pending = [attack.send("keep", as_=f"a{number}", bytes="AA==") for number in range(20_001)]
for each in pending:
    each.result()
attack.done()
