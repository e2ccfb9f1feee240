"""Honest receipts that were counted, once more under ids of the attacker's choice: where the id is
believed, a node is paid twice for one session."""

import re

import attack_client

attack = attack_client.begin(
    name="other-id", author="GlyphLab", system="receipts", claim="HSH", severity="critical",
    about="Sends a counted receipt again under another id.",
    surfaces=["receipt"], references=["HSH-23"])

attack.receipt(as_="counted", session="s-id", output=50)
counted = attack.artefact("counted")[0]
own_id = f"{attack.random.getrandbits(256):064x}".encode()
if b'"receipt_id"' in counted:
    again = re.sub(rb'"receipt_id":"[0-9a-f]*"', b'"receipt_id":"' + own_id + b'"', counted)
else:
    again = counted[:-1] + b',"receipt_id":"' + own_id + b'"}'
attack.note(attack.submit(again, to="receipt").refused)
attack.done()
