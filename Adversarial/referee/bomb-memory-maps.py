"""A gibibyte of shared mappings and of files in memory, which other limits than those of private
memory hold. A hole shows by a broken protocol."""

import mmap
import os

import attack_client

attack = attack_client.begin(
    name="bomb-memory-maps", system="chain", claim="ENC", surfaces=["transaction"],
    about="Grows elsewhere.")

maps = []
try:
    for number in range(64):
        if number % 8 == 0:
            attack.head()  # Whoever is busy is not silent.
        maps.append(mmap.mmap(-1, 16 << 20, flags=mmap.MAP_SHARED | mmap.MAP_ANONYMOUS))
        maps[-1].write(b"x" * (16 << 20))
    attack.raw(b"1 GiB was mapped\n")
except (OSError, MemoryError, ValueError) as error:
    attack.note(16 * len(maps), "MiB were mapped:", error)
for each in maps:
    each.close()
files = []
try:
    for number in range(64):
        if number % 8 == 0:
            attack.head()
        files.append(os.memfd_create("x"))
        os.truncate(files[-1], 16 << 20)
        os.write(files[-1], b"x" * (16 << 20))
    attack.raw(b"1 GiB lies in files of memory\n")
except (OSError, AttributeError, MemoryError) as error:
    attack.note(16 * max(len(files) - 1, 0), "MiB lie in files of memory:", error)
for each in files:
    os.close(each)
attack.submit(b"\0", to="transaction")
attack.done()
