"""An id below nought."""

import attack_client

attack = attack_client.begin(
    name="id-negative", system="chain", claim="ENC", surfaces=["transaction"],
    about="Counts down.")
attack.raw(b'{"jsonrpc":"2.0","id":-2,"method":"done"}\n')
attack.done()
