"""Steps that a scenario has and a script has not: SQL in the laboratory's own process, its model,
twins, given peers, measurements. One that is done shows by a broken protocol."""

import attack_client

attack = attack_client.begin(
    name="steps-not-allowed", system="chain", claim="STO", surfaces=["store", "transaction"],
    about="Asks for what only the authors of scenarios may.")

asked = [
    ("damage", dict(kind="sql", sql="ATTACH 'file:/tmp/x.db' AS x")),
    ("damage", dict(kind="other_model")),
    ("damage", dict(kind="sql", sql="PRAGMA writable_schema=1", splice={}, text="")),
    ("remember", {}), ("blind", {}), ("twin_of_all", {}), ("twin", dict(what=[], to="block")),
    ("given_peers", dict(first=1, count=1)), ("newcomers", dict(count=1, source=1)),
    ("measure", dict(kind="early_stop", allowed_millionths=1)),
    ("measure", dict(kind="signed_digest", allowed_millionths=1)),
]
for method, parameters in asked:
    try:
        attack.step(method, **parameters)
        attack.note(method, parameters, "was done")
        attack.raw(b"a step was done that no script may ask for\n")
    except attack_client.Refused as refused:
        attack.note(method, refused)
attack.submit(b"\0", to="transaction")
attack.done()
