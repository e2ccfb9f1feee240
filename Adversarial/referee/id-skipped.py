"""An id that leaves one out."""

import attack_client

attack = attack_client.begin(
    name="id-skipped", system="chain", claim="ENC", surfaces=["transaction"],
    about="Leaves an id out.")
attack.raw(b'{"jsonrpc":"2.0","id":3,"method":"done"}\n')
attack.done()
