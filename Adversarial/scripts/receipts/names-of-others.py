"""A node signs for the gateway, a gateway for the node, and both in everybody else's name: each
receipt has a good signature too few."""

import attack_client

attack = attack_client.begin(
    name="names-of-others", author="GlyphLab", system="receipts", claim="SIG",
    severity="critical", about="Signs receipts with the one key that he has, in all names.",
    keys=["node-c"], surfaces=["receipt", "gossip"], guards=["gateway_signature"],
    references=["SIG-23", "SIG-24"])

names = []
for gateway in ("gateway", "gateway-b"):
    for node in ("node-a", "node-b", "node-c"):
        name = f"{gateway}.{node}"
        attack.make(as_=name, session=f"s-{gateway}-{node}", gateway=gateway, node=node,
                    gateway_signer="node-c", node_signer="node-c", output=1_000_000)
        attack.note(name, attack.submit(name, to="receipt").refused)
        names.append(name)
attack.batch(as_="all", what=names)
attack.note("all", attack.submit("all", to="gossip").refused)
attack.done()
