"""Votes of a stranger whose members have the wrong types, until the gateway dies of one. Nobody
needs a registered key to send a vote."""

import attack_client

attack = attack_client.begin(
    name="deadly-vote", author="GlyphLab", system="receipts", claim="RES", severity="high",
    about="Sends votes with members of the wrong types.",
    keys=["stranger"], surfaces=["vote", "receipt", "settlement"], references=["RES-27"])

epoch = attack.challenge.next_epoch
members = ("root", "validator", "signature")
if attack.profile == "published":
    # Votes there are for what is settled.
    attack.vote(by=["validator-a"], epoch=epoch, total=1000)
    members = ("epoch_id", "validator_pubkey", "signature")
attack.ballot(as_="vote", by="stranger", epoch=epoch, total=1000)
for number, value in enumerate(("5", "null", "[]", "{}", "NaN", "1e400", '"\\ud800"')):
    for member in members:
        edits = {"set": {member: value}}
        name = f"{member}-{number}"
        attack.alter(as_=name, of="vote", published=edits, hardened=edits)
        answer = attack.submit(name, to="vote")
        if answer.died:
            attack.note(member, value, "is deadly")
            raise SystemExit
attack.done()
