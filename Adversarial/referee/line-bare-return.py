"""A carriage return for a line feed between two requests."""

import attack_client

attack = attack_client.begin(
    name="line-bare-return", system="chain", claim="ENC", surfaces=["transaction"],
    about="Ends lines in another way.")
attack.raw(b'{"jsonrpc":"2.0","id":2,"method":"head"}\r{"jsonrpc":"2.0","id":3,"method":"done"}\n')
attack.done()
