"""Standard input is closed, and the script goes on asking."""

import os

import attack_client

attack = attack_client.begin(
    name="input-closed", system="chain", claim="ENC", surfaces=["transaction"],
    about="Closes its ears.")

attack.submit(b"\0", to="transaction")
os.close(0)
for number in range(3, 2003):
    attack.raw(b'{"jsonrpc":"2.0","id":%d,"method":"head"}\n' % number)
