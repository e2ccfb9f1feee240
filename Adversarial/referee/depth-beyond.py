"""JSON of 65 levels, one more than there may be."""

import attack_client

attack = attack_client.begin(
    name="depth-beyond", system="chain", claim="ENC", surfaces=["transaction"],
    about="Nests one level too deep.")
nested = b"[" * 63 + b"]" * 63
attack.raw(b'{"jsonrpc":"2.0","id":2,"method":"artefact","params":{"name":' + nested + b"}}\n")
attack.done()
