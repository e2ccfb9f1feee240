"""An id of 2^64 + 2, which is 2 for whoever cuts it to 64 bits."""

import attack_client

attack = attack_client.begin(
    name="id-beyond", system="chain", claim="ENC", surfaces=["transaction"],
    about="Counts round.")
attack.raw(b'{"jsonrpc":"2.0","id":18446744073709551618,"method":"done"}\n')
attack.done()
