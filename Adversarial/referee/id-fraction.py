"""An id that is the next one as a fraction."""

import attack_client

attack = attack_client.begin(
    name="id-fraction", system="chain", claim="ENC", surfaces=["transaction"],
    about="Counts in fractions.")
attack.raw(b'{"jsonrpc":"2.0","id":2.0,"method":"done"}\n')
attack.done()
