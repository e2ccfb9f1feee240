"""A payment that names its amount twice, the first time with its key in escapes: a reader that takes
the first sees 1 unit, one that lets the last count pays 600. Bytes must have one meaning."""

import attack_client

attack = attack_client.begin(
    name="amount-twice", author="GlyphLab", system="chain", claim="ENC", severity="high",
    about="A payment names its amount as 1, under an escaped key, and as 600.",
    work_share="1/10", keys=["attacker"], surfaces=["block", "transaction"],
    published="broken", references=["ENC-01", "CVE-2017-12635"])

# Coins to spend: a block of the attacker's own.
attack.forge(as_="own", by="attacker")
attack.submit("own", to="block")

attack.payment(as_="p", from_="attacker", to="shop", amount=600)
bytes_ = attack.artefact("p")[0]
if attack.profile == "published":
    bytes_ = rb'{"\u0061mount":1,' + bytes_[1:]
else:
    bytes_ += (1).to_bytes(8, "big")
answer = attack.submit(bytes_, to="transaction")
attack.note("taken" if answer.taken else answer.refused)
attack.done()
