"""The id of the declaration, once more."""

import attack_client

attack = attack_client.begin(
    name="id-reused", system="chain", claim="ENC", surfaces=["transaction"],
    about="Gives an id again.")
attack.raw(b'{"jsonrpc":"2.0","id":1,"method":"done"}\n')
attack.done()
