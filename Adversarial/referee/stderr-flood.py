"""Sixteen mebibytes on standard error: a laboratory that does not read them leaves the script
hanging, one that keeps them all runs out of memory."""

import sys

import attack_client

attack = attack_client.begin(
    name="stderr-flood", system="chain", claim="ENC", surfaces=["transaction"],
    about="Says much where nobody listens.")
for _ in range(256):
    sys.stderr.buffer.write(b"BROKEN\n" * 9362)
sys.stderr.buffer.flush()
attack.submit(b"\0", to="transaction")
attack.done()
