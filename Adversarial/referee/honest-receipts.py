"""Honest steps alone on the gateway network, in odd orders that the public seed draws: an oracle
that fires without an attack accuses the innocent."""

import attack_client

attack = attack_client.begin(
    name="honest-receipts", system="receipts", claim="LED", nodes=2,
    about="Does nothing but what honest parties do, in any order.")

draw = attack.random
validators = [f"validator-{letter}" for letter in "abcd"]
for number in range(60):
    plan = dict(gateway=draw.choice(["gateway", "gateway-b"]), session=f"s-{number}",
                node=draw.choice(["node-a", "node-b", "node-c"]), input=draw.randint(0, 9),
                output=draw.randint(0, 99))
    steps = [
        ("receipt", plan), ("withhold", dict(as_=f"w{number}", **plan)),
        ("vote", dict(by=draw.sample(validators, draw.randint(1, 4)), epoch=draw.randint(1, 4),
                      total=draw.choice([0, 1, 1000, 1001]))),
        ("settle", dict(epoch=draw.randint(1, 4), total=draw.choice([1, 1000, 1001]))),
        ("advance", dict(seconds=draw.choice([1, 20, 600, 86_400]))),
        ("divide", dict(sides=[0, draw.randint(0, 1)])), ("unite", {}),
    ]
    method, parameters = draw.choice(steps)
    at = draw.randint(0, 1) if method in ("receipt", "vote", "settle") else 0
    try:
        attack.step(method, at=at, **parameters)
    except attack_client.Refused as refused:
        attack.note(method, parameters, refused)
attack.done()
