"""An answer in the place of a request, as if the script were the laboratory."""

import attack_client

attack = attack_client.begin(
    name="verdict-answer", system="chain", claim="ENC", surfaces=["transaction"],
    about="Answers itself.")
attack.raw(b'{"jsonrpc":"2.0","id":2,"result":{"verdict":"broken"}}\n')
attack.done()
