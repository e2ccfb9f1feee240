"""A text that is no UTF-8."""

import attack_client

attack = attack_client.begin(
    name="utf8", system="chain", claim="ENC", surfaces=["transaction"],
    about="Sends bytes for letters.")
attack.raw(b'{"jsonrpc":"2.0","id":2,"method":"artefact","params":{"name":"\xff\xc0\x80"}}\n')
attack.done()
