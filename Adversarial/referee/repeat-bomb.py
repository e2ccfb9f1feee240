"""Placeholders that stand for very much, many of them in one value, and many values: the laboratory
bounds them before it makes them."""

import attack_client

attack = attack_client.begin(
    name="repeat-bomb", system="chain", claim="RES", work_share="1/10", keys=["attacker"],
    surfaces=["transaction", "block"], about="Asks for thousands of mebibytes by few words.")
attack.submit(b"\0", to="transaction")

much = "${repeat 10000000 x}"
for number, value in enumerate((
    f'"{much}"', f'"{much * 100}"', f'"{much * 20_000}"', '"${repeat 9999999999999999999 x}"',
    '"${repeat -1 x}"', '"${repeat 10000000 ' + "y" * 100_000 + '}"', "${" * 10_000,
    "${repeat 2 ${",
)):
    for method, parameters in (
        ("payment", dict(from_="attacker", to="shop", amount=1, count=100)),
        ("forge", dict(by="attacker")),
    ):
        for profile in ("published", "hardened"):
            for member in ("set", "add"):
                edits = {profile: {member: {"to" if method == "payment" else "prompt": value}}}
                try:
                    attack.step(method, as_=f"a{number}-{method}-{profile}-{member}",
                                **parameters, **edits)
                except attack_client.Refused as refused:
                    attack.note(method, value[:30], refused)
attack.done()
