"""One block more than a session may mine."""

import attack_client

attack = attack_client.begin(
    name="blocks-beyond", system="chain", claim="ENC", surfaces=["transaction"],
    about="Mines a thousand blocks, and one.")

attack.submit(b"\0", to="transaction")
for _ in range(10):
    attack.mine(by=attack.cast[0], blocks=100)
attack.mine(by=attack.cast[0])
attack.done()
