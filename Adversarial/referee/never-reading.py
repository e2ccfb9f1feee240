"""Requests whose answers nobody reads, until no pipe holds them any more."""

import time

import attack_client

attack = attack_client.begin(
    name="never-reading", system="chain", claim="ENC", surfaces=["transaction"],
    about="Never listens.")

attack.keep("large", b"x" * 500_000)
request = b'{"jsonrpc":"2.0","id":%d,"method":"artefact","params":{"name":"large"}}\n'
for number in range(3, 203):
    attack.raw(request % number)
time.sleep(60)
