"""A parameter of 1.0."""

import attack_client

attack = attack_client.begin(
    name="number-fraction", system="chain", claim="ENC", surfaces=["transaction"],
    about="Sends a fraction.")
attack.raw(b'{"jsonrpc":"2.0","id":2,"method":"advance","params":{"seconds":1.0}}\n')
attack.done()
