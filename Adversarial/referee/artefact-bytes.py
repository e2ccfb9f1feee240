"""Artefacts of sixty-four mebibytes and more, by a few words each."""

import attack_client

attack = attack_client.begin(
    name="artefact-bytes", system="chain", claim="ENC", surfaces=["transaction"],
    about="Asks for much by few words.")

attack.submit(b"\0", to="transaction")
for number in range(200):
    try:
        attack.bytes(as_=f"a{number}", text="x" * 1024, times=1 << 10)
    except attack_client.Refused as refused:
        attack.note(refused)
attack.raw(b"200 MiB were kept\n")
