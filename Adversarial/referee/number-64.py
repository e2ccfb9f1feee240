"""A parameter of 2^63, one more than there may be."""

import attack_client

attack = attack_client.begin(
    name="number-64", system="chain", claim="ENC", surfaces=["transaction"],
    about="Sends a number of 64 bits.")
number = b"9223372036854775808"
attack.raw(b'{"jsonrpc":"2.0","id":2,"method":"advance","params":{"seconds":' + number + b"}}\n")
attack.done()
