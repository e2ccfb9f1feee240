"""No id to speak of."""

import attack_client

attack = attack_client.begin(
    name="id-null", system="chain", claim="ENC", surfaces=["transaction"],
    about="Counts nothing.")
attack.raw(b'{"jsonrpc":"2.0","id":null,"method":"done"}\n')
attack.done()
