"""An artefact of sixteen mebibytes, sent a hundred thousand times by a hundred requests: more bytes
than anybody reads in an hour."""

import attack_client

attack = attack_client.begin(
    name="submission-large", system="chain", claim="ENC", surfaces=["transaction"],
    about="Makes the laboratory read.")

attack.bytes(as_="large", text="[" * 1024, times=1 << 14)
for _ in range(100):
    attack.submit("large", to="transaction", times=1_000)
attack.done()
