"""Time that passes until no calendar goes on: the clock of the laboratory does not run over."""

import attack_client

attack = attack_client.begin(
    name="times-far", system="chain", claim="ENC", surfaces=["transaction"],
    about="Waits for the end of time.")

for _ in range(200):
    try:
        attack.advance(seconds=100_000_000)
    except attack_client.Refused as refused:
        attack.note(refused)
        break
attack.submit(b"\0", to="transaction")
attack.done()
