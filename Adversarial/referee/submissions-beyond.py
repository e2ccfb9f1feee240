"""One submission more than there may be, most of them asked for by a number."""

import attack_client

attack = attack_client.begin(
    name="submissions-beyond", system="chain", claim="ENC", surfaces=["transaction"],
    about="Sends a hundred thousand times, and once.")

for _ in range(100):
    attack.submit(b"\0", to="transaction", times=1_000)
attack.submit(b"\0", to="transaction")
attack.done()
