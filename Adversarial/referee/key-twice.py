"""A member twice, the second of which is good."""

import attack_client

attack = attack_client.begin(
    name="key-twice", system="chain", claim="ENC", surfaces=["transaction"],
    about="Says two things at once.")
attack.raw(b'{"jsonrpc":"2.0","id":9,"id":2,"method":"done"}\n')
attack.done()
