"""One request more than there may be."""

import attack_client

attack = attack_client.begin(
    name="requests-beyond", system="chain", claim="ENC", surfaces=["transaction"],
    about="Counts to a hundred thousand, and one.")

attack.submit(b"\0", to="transaction")
for _ in range(100_001):
    attack.send("nothing")
attack.done()
