"""Validators with exactly two thirds of the weight have signed. Two thirds are not more than two
thirds; the script asks for the epoch all the same, and signs in the names of the others."""

import attack_client

attack = attack_client.begin(
    name="two-thirds", author="GlyphLab", system="receipts", claim="QRM", severity="critical",
    about="Asks for an epoch that too few have signed.",
    surfaces=["mint", "settlement", "vote"], keys=["validator-c"], published="broken",
    references=["QRM-21", "QRM-24"])

attack.receipt(session="s-1", node="node-a", output=50)
attack.receipt(session="s-2", node="node-b", output=70)
for epoch in range(1, 6):
    try:
        attack.vote(by=["validator-b", "validator-d"], epoch=epoch, total=1000)
        break
    except attack_client.Refused as refused:
        attack.note(epoch, refused)
attack.ballot(as_="own", by="validator-c", epoch=epoch, total=1000)
attack.submit("own", to="vote")
attack.ballot(as_="false", by="validator-a", signer="validator-c", epoch=epoch, total=1000)
attack.note("a vote in another's name:", attack.submit("false", to="vote").refused)
if attack.profile == "published":
    # There the epoch is settled already, and anybody has it paid.
    attack.mint(as_="hasty", epoch=epoch)
    attack.note("four of six shares:", attack.submit("hasty", to="mint").refused)
else:
    attack.request(as_="hasty", epoch=epoch, total=1000)
    attack.note("four of six shares:", attack.submit("hasty", to="settlement").refused)
attack.done()
