"""Half a request, and then silence: what is not whole keeps nobody waiting."""

import time

import attack_client

attack = attack_client.begin(
    name="half-a-line", system="chain", claim="ENC", surfaces=["transaction"],
    about="Stops in the middle.")

attack.submit(b"\0", to="transaction")
attack.raw(b'{"jsonrpc":"2.0","id":3,')
time.sleep(60)
