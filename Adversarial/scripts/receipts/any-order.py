"""The same receipts to three gateways in three orders, some twice, in batches and alone: in the end
all must count the same, and a replay give it again."""

import attack_client

attack = attack_client.begin(
    name="any-order", author="GlyphLab", system="receipts", claim="DET", severity="critical",
    about="Tells three gateways the same things in other orders.",
    surfaces=["receipt", "gossip"], nodes=3, guards=["duplicate"], references=["HSH-25"])

names = []
for number in range(8):
    node = attack.random.choice(["node-a", "node-b", "node-c"])
    attack.withhold(as_=f"r{number}", session=f"s-{number}", node=node,
                    output=attack.random.randint(1, 99))
    names.append(f"r{number}")
for gateway in range(3):
    order = attack.random.sample(names, len(names))
    attack.batch(as_=f"batch-{gateway}", what=order[:4])
    attack.submit(f"batch-{gateway}", to="gossip", at=gateway)
    for name in order:
        attack.submit(name, to="receipt", at=gateway)
attack.advance(seconds=10)
attack.done()
