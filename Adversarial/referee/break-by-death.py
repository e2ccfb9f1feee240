"""A node that dies of a message: the trial goes on, the script may go on asking, and the break
counts."""

import attack_client

attack = attack_client.begin(
    name="break-by-death", system="chain", claim="RES", surfaces=["block", "chain", "peer"],
    published="broken", about="Kills the node, and goes on talking to it.")

for data in (b"null", b"7", b"[]", b"{}", b'{"index":1}', b"[7]", b"\0"):
    for surface in ("block", "chain", "peer"):
        answer = attack.submit(data, to=surface)
        attack.note(surface, data, answer.refused, answer.died)
for method, parameters in (("mine", dict(by=attack.cast[0])), ("advance", dict(seconds=60)),
                           ("pay", dict(from_=attack.cast[0], to="shop", amount=1)), ("head", {})):
    try:
        attack.step(method, **parameters)
    except attack_client.Refused as refused:
        attack.note(method, refused)
attack.done()
