"""Arrays inside each other, a hundred thousand of them."""

import attack_client

attack = attack_client.begin(
    name="deep-json", system="chain", claim="ENC", surfaces=["transaction"],
    about="Nests.")
nested = b"[" * 100_000 + b"]" * 100_000
attack.raw(b'{"jsonrpc":"2.0","id":2,"method":"done","params":' + nested + b"}\n")
attack.done()
