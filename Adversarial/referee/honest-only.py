"""Honest steps alone, in odd orders that the public seed draws: an oracle that fires without an
attack accuses the innocent."""

import attack_client

attack = attack_client.begin(
    name="honest-only", system="chain", claim="RES", nodes=3,
    about="Does nothing but what honest actors do, in any order.")

draw, cast = attack.random, attack.cast
for number in range(60):
    steps = [
        ("mine", dict(by=draw.choice(cast), blocks=draw.randint(1, 5),
                      seconds=draw.randint(0, 90))),
        ("pay", dict(from_=draw.choice(cast), to=draw.choice(cast + ["shop"]),
                     amount=draw.randint(1, 900))),
        ("withhold", dict(as_=f"w{number}", by=draw.choice(cast))),
        ("advance", dict(seconds=draw.choice([1, 20, 600, 86_400]))),
        ("divide", dict(sides=[draw.randint(0, 2) for _ in range(3)])),
        ("unite", {}),
        ("faults", dict(drop=draw.randint(0, 30), duplicate=draw.randint(0, 30),
                        delay=draw.randint(0, 500))),
    ]
    method, parameters = draw.choice(steps)
    try:
        attack.step(method, at=draw.randint(0, 2) if method in ("mine", "pay") else 0, **parameters)
    except attack_client.Refused as refused:
        attack.note(method, parameters, refused)
attack.done()
