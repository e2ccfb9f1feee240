"""A comment behind a request."""

import attack_client

attack = attack_client.begin(
    name="line-comment", system="chain", claim="ENC", surfaces=["transaction"],
    about="Comments.")
attack.raw(b'{"jsonrpc":"2.0","id":2,"method":"done"} // broken\n')
attack.done()
