"""An exit with code 1, in which other tools say that something broke. It is information only."""

import os

import attack_client

attack = attack_client.begin(
    name="exit-code", system="chain", claim="ENC", surfaces=["transaction"],
    about="Ends with the code of a break.")

attack.submit(b"\0", to="transaction")
os._exit(1)
