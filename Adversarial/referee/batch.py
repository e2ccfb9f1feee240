"""A batch, which JSON-RPC has and attack/1 has not."""

import attack_client

attack = attack_client.begin(
    name="batch", system="chain", claim="ENC", surfaces=["transaction"],
    about="Asks for two things at once.")
attack.raw(b'[{"jsonrpc":"2.0","id":2,"method":"done"}]\n')
attack.done()
