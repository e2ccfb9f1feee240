"""JSON of exactly 64 levels, which is read and refused for what it says; the session goes on."""

import attack_client

attack = attack_client.begin(
    name="depth-exact", system="chain", claim="ENC", surfaces=["transaction"],
    about="Goes to the edge of what JSON may nest.")
nested = 0
for _ in range(62):
    nested = [nested]
try:
    attack.step("artefact", name=nested)
    attack.raw(b"this was taken\n")
except attack_client.Refused as refused:
    if refused.code != -32602:
        attack.raw(b"this was refused for another reason\n")
attack.submit(b"\0", to="transaction")
attack.done()
