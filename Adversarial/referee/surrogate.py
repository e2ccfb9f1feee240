"""A text with half a surrogate pair."""

import attack_client

attack = attack_client.begin(
    name="surrogate", system="chain", claim="ENC", surfaces=["transaction"],
    about="Sends half a letter.")
attack.raw(b'{"jsonrpc":"2.0","id":2,"method":"artefact","params":{"name":"\\ud800"}}\n')
attack.done()
