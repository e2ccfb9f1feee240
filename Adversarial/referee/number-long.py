"""A parameter of ten thousand digits."""

import attack_client

attack = attack_client.begin(
    name="number-long", system="chain", claim="ENC", surfaces=["transaction"],
    about="Sends many digits.")
number = b"9" * 10_000
attack.raw(b'{"jsonrpc":"2.0","id":2,"method":"advance","params":{"seconds":' + number + b"}}\n")
attack.done()
