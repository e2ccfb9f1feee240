"""A byte order mark before a request."""

import attack_client

attack = attack_client.begin(
    name="byte-order-mark", system="chain", claim="ENC", surfaces=["transaction"],
    about="Marks the order of bytes.")
attack.raw(b'\xef\xbb\xbf{"jsonrpc":"2.0","id":2,"method":"done"}\n')
attack.done()
