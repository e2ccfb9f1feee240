"""Descriptors that nobody closed: there are three and no more. A hole shows by a broken
protocol."""

import os

import attack_client

attack = attack_client.begin(
    name="descriptors-inherited", system="chain", claim="ENC", surfaces=["transaction"],
    about="Looks for open doors.")

for descriptor in range(3, 4096):
    try:
        status = os.fstat(descriptor)
    except OSError:
        continue
    attack.note("descriptor", descriptor, "is open:", status)
    attack.raw(b"a descriptor was inherited\n")
attack.submit(b"\0", to="transaction")
attack.done()
