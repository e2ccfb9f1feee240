"""Good requests all at once, and an end without reading: what was asked for is done all the
same."""

import os

import attack_client

attack = attack_client.begin(
    name="answers-unread", system="chain", claim="ENC", surfaces=["transaction"],
    about="Asks and goes.")

attack.raw(b"".join(
    b'{"jsonrpc":"2.0","id":%d,"method":"submit","params":{"to":"transaction","bytes":"AA=="}}\n'
    % number for number in range(2, 202)))
os._exit(0)
