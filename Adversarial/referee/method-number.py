"""A method that is a number."""

import attack_client

attack = attack_client.begin(
    name="method-number", system="chain", claim="ENC", surfaces=["transaction"],
    about="Names its method by a number.")
attack.raw(b'{"jsonrpc":"2.0","id":2,"method":7}\n')
attack.done()
