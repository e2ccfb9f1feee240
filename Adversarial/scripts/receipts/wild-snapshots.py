"""Votes for two hundred epochs to come, each of a root of its own, which somebody might keep for
ever. A published gateway takes no such votes; there strangers settle two hundred windows of time."""

import attack_client

attack = attack_client.begin(
    name="wild-snapshots", author="GlyphLab", system="receipts", claim="RES", severity="medium",
    about="Has the gateway keep much that nobody will ask for.",
    keys=["validator-c"], surfaces=["settlement", "vote"], published="broken",
    references=["RES-24"])

if attack.profile == "published":
    for number in range(200):
        window = f'"start_time":{number}.0,"end_time":1.8e9'
        request = f'{{{window},"token_ticker":"GLYPH","total_amount":1000}}'
        attack.note(attack.submit(request.encode(), to="settlement").refused)
else:
    attack.ballot(as_="votes", by="validator-c", epoch=3, count=200)
    attack.note(attack.submit("votes", to="vote").refused)
attack.done()
