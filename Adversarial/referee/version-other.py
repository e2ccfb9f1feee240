"""A request of JSON-RPC 1.0."""

import attack_client

attack = attack_client.begin(
    name="version-other", system="chain", claim="ENC", surfaces=["transaction"],
    about="Names an old version.")
attack.raw(b'{"jsonrpc":"1.0","id":2,"method":"done","params":{}}\n')
attack.done()
