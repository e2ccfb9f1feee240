"""A member twice, once with its key in escapes."""

import attack_client

attack = attack_client.begin(
    name="key-escaped", system="chain", claim="ENC", surfaces=["transaction"],
    about="Says two things at once.")
attack.raw(b'{"jsonrpc":"2.0","id":2,"method":"done","\\u006dethod":"head"}\n')
attack.done()
