"""A second declaration, word for word."""

import attack_client

attack = attack_client.begin(
    name="declare-twice", system="chain", claim="ENC", surfaces=["transaction"],
    about="Declares twice.")
attack.submit(b"\0", to="transaction")
attack.step("declare", name="declare-twice")
attack.done()
