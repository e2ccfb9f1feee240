"""A break by requests that are all sent at once, whose author ends without reading an answer."""

import json
import os

import attack_client

attack = attack_client.begin(
    name="break-unread", system="chain", claim="POI", surfaces=["block"], published="broken",
    about="Breaks, and does not look.")
later = {"set": {"timestamp": "${clock +600}"}}
requests = [
    ("withhold", {"as": "won", "by": attack.cast[0]}),
    ("alter", {"as": "moved", "of": "won", "published": later, "hardened": later}),
    ("submit", {"what": "moved", "to": "block"}),
]
attack.raw(b"".join(
    json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": parameters}).encode()
    + b"\n" for number, (method, parameters) in enumerate(requests, 2)))
os._exit(0)
