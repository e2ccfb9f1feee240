"""Two requests on one line."""

import attack_client

attack = attack_client.begin(
    name="two-on-a-line", system="chain", claim="ENC", surfaces=["transaction"],
    about="Saves a line feed.")
attack.raw(b'{"jsonrpc":"2.0","id":2,"method":"done"}{"jsonrpc":"2.0","id":3,"method":"done"}\n')
attack.done()
