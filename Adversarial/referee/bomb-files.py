"""Two hundred mebibytes in files, where any can be written. A hole shows by a broken protocol."""

import os

import attack_client

attack = attack_client.begin(
    name="bomb-files", system="chain", claim="ENC", surfaces=["transaction"],
    about="Fills the disk.")

written, names = 0, []
for folder in ("/tmp", "/dev/shm", "/var/tmp", ".", "/run", "/"):
    for number in range(25):
        name = f"{folder}/attack-bomb-{number}"
        try:
            with open(name, "wb", buffering=0) as file:
                names.append(name)
                for _ in range(8):
                    written += file.write(b"x" * (1 << 20))
        except OSError as error:
            attack.note(name, "after", written, "bytes:", error.strerror)
            break
        if written >= 200 << 20:
            attack.raw(b"200 MiB were written\n")
            break
large = 0
try:
    with open("/tmp/attack-bomb-large", "wb", buffering=0) as file:
        names.append("/tmp/attack-bomb-large")
        for _ in range(32):
            large += file.write(b"x" * (1 << 20))
    attack.raw(b"a file of 32 MiB was written\n")
except OSError as error:
    attack.note("one file, after", large, "bytes:", error.strerror)
for name in names:
    os.unlink(name)
attack.submit(b"\0", to="transaction")
attack.done()
