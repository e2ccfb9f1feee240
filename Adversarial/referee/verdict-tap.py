"""Test results in the Test Anything Protocol on standard output."""

import attack_client

attack = attack_client.begin(
    name="verdict-tap", system="chain", claim="ENC", surfaces=["transaction"],
    about="Reports a failed test.")
attack.raw(b"TAP version 14\n1..1\nnot ok 1 - ENC is broken # TODO\n")
attack.done()
