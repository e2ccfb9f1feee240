"""A request of which a byte comes each second: it is no line until it ends, and silence counts from
the last line."""

import time

import attack_client

attack = attack_client.begin(
    name="drip", system="chain", claim="ENC", surfaces=["transaction"],
    about="Speaks slowly.")

attack.submit(b"\0", to="transaction")
for byte in b'{"jsonrpc":"2.0","id":3,"method":"done"}':
    attack.raw(bytes([byte]))
    time.sleep(1)
attack.raw(b"\n")
