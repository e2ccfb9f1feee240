"""A parameter of 1e400, which is infinite for whoever reads floats."""

import attack_client

attack = attack_client.begin(
    name="number-exponent", system="chain", claim="ENC", surfaces=["transaction"],
    about="Sends 1e400.")
attack.raw(b'{"jsonrpc":"2.0","id":2,"method":"advance","params":{"seconds":1e400}}\n')
attack.done()
