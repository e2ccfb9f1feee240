"""More requests behind the end, which nobody answers."""

import attack_client

attack = attack_client.begin(
    name="after-done", system="chain", claim="ENC", surfaces=["transaction"],
    about="Has the last word.")

attack.submit(b"\0", to="transaction")
attack.raw(
    b'{"jsonrpc":"2.0","id":3,"method":"done"}\n'
    b'{"jsonrpc":"2.0","id":4,"method":"submit","params":{"to":"transaction","bytes":"AA=="}}\n'
    b"BROKEN\n")
