"""A parameter that is not a number."""

import attack_client

attack = attack_client.begin(
    name="number-nan", system="chain", claim="ENC", surfaces=["transaction"],
    about="Sends NaN.")
attack.raw(b'{"jsonrpc":"2.0","id":2,"method":"advance","params":{"seconds":NaN}}\n')
attack.done()
