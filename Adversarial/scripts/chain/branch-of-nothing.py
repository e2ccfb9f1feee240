"""A payment of nothing in a block of a branch: a node pays a branch's payments only once the branch is
the main chain. Bytes that are kept so have one form, whatever they would pay."""

import attack_client

attack = attack_client.begin(
    name="branch-of-nothing", author="GlyphLab", system="chain", claim="ENC", severity="high",
    about="Sends a block with a payment of 0 beside the main chain, and then on it.",
    work_share="1/2", keys=["attacker"], surfaces=["peer", "block"], guards=["amount"],
    references=["LED-02"])

nothing = {"set": {"amount": "0"}}
attack.payment(
    as_="nothing", from_="attacker", to="shop", amount=1, nonce=0, published=nothing,
    hardened=nothing)
height = attack.head().height
for place, name in ((f"height:{height - 1}", "beside"), ("tip", "above")):
    attack.forge(as_=name, by="attacker", on=place, transactions=["nothing"])
    attack.message(as_=f"m-{name}", kind="blocks", what=[name], on=place)
    attack.note(name, attack.submit(f"m-{name}", to="peer").refused)
attack.done()
