"""The disk, in an attack on a claim that has nothing to do with it. A step that is done shows by a
broken protocol."""

import attack_client

attack = attack_client.begin(
    name="disk-not-declared", system="chain", claim="ENC", surfaces=["store", "transaction"],
    about="Asks for the disk without need.")

for method, parameters in (
    ("damage", dict(kind="snapshot")), ("damage", dict(kind="replace", text="x")),
    ("damage", dict(kind="splice", splice={"kind": "drop", "count": 1})), ("restart", {}),
):
    try:
        attack.step(method, **parameters)
        attack.raw(b"a step was done that was not declared\n")
    except attack_client.Refused as refused:
        attack.note(method, refused)
attack.submit(b"\0", to="transaction")
attack.done()
