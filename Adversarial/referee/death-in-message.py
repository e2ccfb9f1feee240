"""Death in the middle of a request."""

import os

import attack_client

attack = attack_client.begin(
    name="death-in-message", system="chain", claim="ENC", surfaces=["transaction"],
    about="Dies in mid-sentence.")

attack.submit(b"\0", to="transaction")
attack.raw(b'{"jsonrpc":"2.0","id":3,"method":"do')
os._exit(0)
