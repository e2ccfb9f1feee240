"""The request by which an epoch was settled, word for word: the votes for it still stand. The
script tries it again and again, also with more receipts and under the next epoch's number."""

import attack_client

attack = attack_client.begin(
    name="paid-again", author="GlyphLab", system="receipts", claim="LED", severity="critical",
    about="Asks for an epoch that was paid.",
    surfaces=["settlement"], published="broken", references=["LED-32"])

attack.receipt(session="s-1", node="node-a", output=50)
attack.receipt(session="s-2", node="node-b", output=70)
# The opening has settled an epoch; which one the next is, nobody needs to know.
for epoch in range(1, 6):
    try:
        attack.settle(epoch=epoch, total=1000)
        break
    except attack_client.Refused as refused:
        attack.note(epoch, refused)
attack.request(as_="again", epoch=epoch, total=1000)
for _ in range(3):
    attack.note(epoch, attack.submit("again", to="settlement").refused)
attack.done()
