"""A gateway and a node that nobody registered. Their keys are made up in this script, and their
receipt is signed by an implementation of Ed25519 of its own: no workshop, no granted key."""

import base64
import hashlib
import json

import attack_client
import curves

attack = attack_client.begin(
    name="own-gateway", author="GlyphLab", system="receipts", claim="SIG", severity="critical",
    about="Signs a receipt with two keys that nobody knows.",
    surfaces=["receipt"], published="broken", references=["SIG-25"])

seeds = [hashlib.sha256(f"{attack.init.public_seed}/{name}".encode()).digest()
         for name in ("gateway", "node")]
gateway, node = [base64.b64encode(curves.edwards_public_key(seed)).decode() for seed in seeds]

# The form of a receipt, from an honest one.
attack.withhold(as_="honest", session="s-form")
form = json.loads(attack.artefact("honest")[0])
receipt = {**form, "gateway_pubkey": gateway, "node_pubkey": node, "route": node,
           "session_id": "s-own", "output_tokens": 9_000_000}
for name in ("gateway_sig", "node_sig", "receipt_id"):
    receipt.pop(name, None)


def compact(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


payload, message = compact(receipt), compact(receipt)
if attack.profile == "hardened":
    message = b"glyphlab/receipts/1/receipt\0" + payload
    receipt["receipt_id"] = hashlib.sha256(b"glyphlab/receipts/1/id\0" + payload).hexdigest()
for name, seed in zip(("gateway_sig", "node_sig"), seeds):
    receipt[name] = base64.b64encode(curves.edwards_sign(seed, message)).decode()
attack.note(attack.submit(compact(receipt), to="receipt").refused)
attack.done()
