"""Receipts dated further and further ahead, to the second at which the gateway begins to refuse: a
clock may be wrong by ten minutes."""

import attack_client

attack = attack_client.begin(
    name="from-the-future", author="GlyphLab", system="receipts", claim="TIM", severity="high",
    about="Looks for the latest time that is taken.",
    keys=["gateway-b", "node-c"], surfaces=["receipt"], published="broken",
    references=["TIM-21"])

low, high = 0, 1_000_000
for _ in range(20):
    ahead = (low + high) // 2
    attack.make(as_=f"at-{ahead}", session=f"s-{ahead}", gateway="gateway-b", node="node-c",
                seconds=ahead)
    if attack.submit(f"at-{ahead}", to="receipt").taken:
        low = ahead
    else:
        high = ahead
attack.note("the latest time that is taken lies", low, "seconds ahead")
attack.done()
