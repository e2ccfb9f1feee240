"""A notification, which asks for no answer."""

import attack_client

attack = attack_client.begin(
    name="id-missing", system="chain", claim="ENC", surfaces=["transaction"],
    about="Asks for no answer.")
attack.raw(b'{"jsonrpc":"2.0","method":"done"}\n')
attack.done()
