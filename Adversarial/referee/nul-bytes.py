"""Bytes of nought around a request."""

import attack_client

attack = attack_client.begin(
    name="nul-bytes", system="chain", claim="ENC", surfaces=["transaction"],
    about="Sends nought.")
attack.raw(b'\0{"jsonrpc":"2.0","id":2,"method":"done"}\0\n')
attack.done()
