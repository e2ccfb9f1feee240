"""Twenty seconds of computing, while a request comes now and then: silence is not what ends it. A
hole shows by a broken protocol, which is invalid as well, by another name of its end."""

import time

import attack_client

attack = attack_client.begin(
    name="bomb-cpu", system="chain", claim="ENC", surfaces=["transaction"],
    about="Computes.")

attack.submit(b"\0", to="transaction")
spoke = time.process_time()
while time.process_time() < 20:
    if time.process_time() - spoke > 0.5:
        spoke = time.process_time()
        attack.head()
attack.raw(b"20 seconds of computing\n")
