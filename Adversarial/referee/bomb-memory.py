"""A gibibyte of memory, twice as much as there may be. A hole shows by a broken protocol."""

import attack_client

attack = attack_client.begin(
    name="bomb-memory", system="chain", claim="ENC", surfaces=["transaction"],
    about="Grows.")

blocks = []
try:
    for _ in range(64):
        blocks.append(bytearray(16 << 20))
    attack.raw(b"1 GiB was given\n")
except MemoryError:
    count = len(blocks)
    del blocks
    attack.note(16 * count, "MiB were given, and no more")
attack.submit(b"\0", to="transaction")
attack.done()
