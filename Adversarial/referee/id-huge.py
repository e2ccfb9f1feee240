"""An id of a thousand digits."""

import attack_client

attack = attack_client.begin(
    name="id-huge", system="chain", claim="ENC", surfaces=["transaction"],
    about="Counts far.")
attack.raw(b'{"jsonrpc":"2.0","id":1' + b"0" * 999 + b',"method":"done"}\n')
attack.done()
