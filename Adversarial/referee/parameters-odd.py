"""Parameters that are missing, unknown, of another kind and out of their ranges: each is refused by
itself, nothing of it is done, and the session goes on."""

import attack_client

attack = attack_client.begin(
    name="parameters-odd", system="chain", claim="ENC", work_share="1/10", keys=["attacker"],
    surfaces=["transaction", "block"], about="Asks for steps that make no sense.")
before = attack.head()
edges = [-1, 0, 2**31, 2**53 + 1, 2**63 - 1, -2**63]
odd = [None, True, "", "x" * 70_000, [], [[]], {}, {"set": {}}, "${repeat 9 x}", "\0", "\U0001f9e8"]
requests = [
    ("mine", dict(by="ada", blocks=value)) for value in edges + odd
] + [
    ("payment", dict(as_="p", from_="attacker", to="shop", amount=value)) for value in edges + odd
] + [
    ("submit", dict(to="transaction", bytes="AA==", **{name: value}))
    for name in ("source", "times", "at") for value in edges + odd
] + [
    ("submit", dict(to="transaction", bytes=value))
    for value in ("AA", "AA=", "AB==", "A A==", "AA==\n", "_-8=", "=", None, 7, [], "é")
] + [
    ("keep", dict(as_=value, bytes="AA==")) for value in edges + odd
] + [
    ("mine", {}), ("mine", dict(by="ada", who="ben")), ("payment", dict(from_="attacker")),
    ("submit", {}), ("submit", dict(to="transaction")), ("artefact", {}), ("keep", {}),
    ("submit", dict(to="transaction", what="p", bytes="AA==")), ("done", dict(verdict="broken")),
    ("submit", dict(to="transaction", what="nothing")), ("artefact", dict(name="nothing")),
    ("advance", dict(seconds=0)), ("advance", dict(seconds=-1)), ("head", dict(at=1)),
]
done = []
for method, parameters in requests:
    try:
        attack.step(method, **parameters)
        done.append((method, parameters))
    except attack_client.Refused:
        pass
attack.note(len(requests), "requests,", len(done), "done:", [str(each)[:90] for each in done])
# What an honest reader takes for a default, such as null for a member that is missing, may be done.
if attack.head() != before and not done:
    attack.raw(b"something was done that was refused\n")
attack.submit(b"\0", to="transaction")
attack.done()
