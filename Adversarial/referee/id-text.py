"""An id that is a text."""

import attack_client

attack = attack_client.begin(
    name="id-text", system="chain", claim="ENC", surfaces=["transaction"],
    about="Counts in texts.")
attack.raw(b'{"jsonrpc":"2.0","id":"2","method":"done"}\n')
attack.done()
