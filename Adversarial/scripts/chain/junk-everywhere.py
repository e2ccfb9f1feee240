"""JSON that is no block, no payment, no chain and no message, at every surface in turn, until the
node dies of it. Nobody needs a key or work to send it."""

import attack_client

attack = attack_client.begin(
    name="junk-everywhere", author="GlyphLab", system="chain", claim="RES", severity="high",
    about="Sends values of the wrong type wherever something is taken.",
    surfaces=["block", "transaction", "chain", "peer"], published="broken",
    references=["RES-03", "RES-04"])

junk = [b"null", b"7", b"{}", b"[]", b"[7]", b"[null]", b'"x"', b"true", b"[[]]",
        b'{"index":{}}', b'{"from":[],"to":{},"amount":null,"nonce":null}',
        b'{"transactions":7}', b'{"prompt":"\\ud800"}', b"NaN", b"-", b"\0" * 600, b"\xff" * 600]
for number, data in enumerate(junk):
    attack.keep(f"junk-{number}", data)
    attack.message(as_=f"gossip-{number}", kind="blocks", what=[f"junk-{number}"])
    for what, surface in ((data, "block"), (data, "transaction"), (data, "chain"),
                          (f"gossip-{number}", "peer")):
        answer = attack.submit(what, to=surface)
        if answer.died:
            attack.note("the node dies of", data, "as a", surface)
            raise SystemExit
attack.done()
