"""Two gateways cannot reach each other, and the attacker is the only way between them. He passes an
honest receipt on with a member more; once the network is whole, both must hold the same bytes."""

import attack_client

attack = attack_client.begin(
    name="liar-between", author="GlyphLab", system="receipts", claim="NET", severity="high",
    about="Passes a receipt on with a member that nobody signed.",
    surfaces=["gossip"], nodes=2, guards=["unknown_field"], references=["NET-40"])

attack.divide(sides=[0, 1])
attack.receipt(as_="honest", session="s-1", node="node-a", output=50)
heard = "honest"
if attack.profile == "hardened":
    # Published gateways pass on what their own users order, and nothing else.
    heard = "heard"
    attack.hear(as_=heard)
receipt = attack.artefact(heard)[-1]
attack.keep("lie", receipt[:-1] + b',"zeal":true}')
attack.batch(as_="gossip", what=["lie"])
attack.note(attack.submit("gossip", to="gossip", at=1).refused)
attack.unite()
attack.done()
