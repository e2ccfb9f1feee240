"""Fewer than no tokens. The sum of all contributions falls, and everybody else is paid more than
there is; the next epoch would mint more than its total."""

import attack_client

attack = attack_client.begin(
    name="less-than-nothing", author="GlyphLab", system="receipts", claim="LED",
    severity="critical", about="Signs a receipt of fewer than no tokens, and waits for an epoch.",
    keys=["gateway-b", "node-b"], surfaces=["receipt"], published="broken",
    references=["LED-31"])

attack.receipt(session="s-1", node="node-a", output=50)
edits = {"set": {"output_tokens": "-60"}}
attack.make(as_="negative", session="s-2", gateway="gateway-b", node="node-b",
            published=edits, hardened=edits)
attack.note(attack.submit("negative", to="receipt").refused)
for epoch in range(1, 6):
    try:
        attack.settle(epoch=epoch, total=1000)
        break
    except attack_client.Refused as refused:
        attack.note(epoch, refused)
attack.done()
