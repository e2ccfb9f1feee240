"""A request with a member that no request has."""

import attack_client

attack = attack_client.begin(
    name="member-extra", system="chain", claim="ENC", surfaces=["transaction"],
    about="Adds a member.")
attack.raw(b'{"jsonrpc":"2.0","id":2,"method":"done","verdict":"broken"}\n')
attack.done()
