"""Requests without end, each as it should be: the bytes of a session have a limit."""

import attack_client

attack = attack_client.begin(
    name="output-endless", system="chain", claim="ENC", surfaces=["transaction"],
    about="Talks for ever.")

while True:
    attack.send("nothing", x="x" * 30_000)
