"""Payments with a few bytes changed at random, hundreds without waiting for an answer. Among them
are some whose members are missing or of another type, which would kill a reader that takes what must
be there for what is there."""

import attack_client

attack = attack_client.begin(
    name="garbled-payments", author="GlyphLab", system="chain", claim="RES", severity="medium",
    about="Sends a payment with random bytes changed, many times.",
    work_share="1/10", keys=["attacker"], surfaces=["block", "transaction"],
    references=["RES-02"])

attack.forge(as_="own", by="attacker")
attack.submit("own", to="block")
attack.payment(as_="p", from_="attacker", to="shop", amount=5)
good = attack.artefact("p")[0]


def garbled():
    data = bytearray(good)
    for _ in range(attack.random.randint(1, 3)):
        place = attack.random.randrange(len(data))
        kind = attack.random.randrange(3) if len(data) > 8 else 0
        if kind == 0:
            data[place] = attack.random.randrange(256)
        elif kind == 1:
            del data[place:place + attack.random.randint(1, 8)]
        else:
            data[place:place] = data[:attack.random.randint(1, 8)]
    return bytes(data)


# A quarter of a thousand of bytes that nobody thought of, and one that somebody did.
answers = attack.submit_all([garbled() for _ in range(250)], to="transaction")
attack.note(sorted({name for answer in answers for name in answer.refused}))
textual = good.replace(b'"amount":5', b'"amount":"five"')
attack.submit(textual if attack.profile == "published" else good[:-1], to="transaction")
attack.done()
