"""Parameters by their places."""

import attack_client

attack = attack_client.begin(
    name="params-array", system="chain", claim="ENC", surfaces=["transaction"],
    about="Gives parameters without names.")
attack.raw(b'{"jsonrpc":"2.0","id":2,"method":"done","params":[]}\n')
attack.done()
