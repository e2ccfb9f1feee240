"""Artefacts and actors whose names are paths, placeholders and control characters. One that is
taken shows by a broken protocol."""

import attack_client

attack = attack_client.begin(
    name="names-hostile", system="chain", claim="ENC", surfaces=["transaction"],
    about="Names things badly.")

names = ["", ".." + "/.." * 9 + "/etc/passwd", "/tmp/x", "a/b", "a\\b", "a b", "a\nb", "a\0b", "é",
         "\u212a", "${key ada}", "${repeat 9 x}", "x" * 65, "x" * 100_000, "\u202e", "<b>", "*"]
for name in names:
    for method, parameters in (
        ("keep", dict(as_=name, bytes="AA==")), ("bytes", dict(as_=name, hex="00")),
        ("take", dict(as_=name, height=0)), ("submit", dict(to="transaction", what=name)),
        ("artefact", dict(name=name)),
    ):
        try:
            attack.step(method, **parameters)
            attack.note(method, repr(name)[:80], "was taken")
            attack.raw(b"a name was taken\n")
        except attack_client.Refused:
            pass
attack.keep("." * 64, b"x")
attack.keep("again", b"x")
try:
    attack.keep("again", b"y")
    attack.raw(b"a name was taken twice\n")
except attack_client.Refused:
    pass
attack.submit(b"\0", to="transaction")
attack.done()
