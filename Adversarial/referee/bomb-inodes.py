"""Twenty thousand empty files, folders and links, which take no bytes. They go with the sandbox."""

import os

import attack_client

attack = attack_client.begin(
    name="bomb-inodes", system="chain", claim="ENC", surfaces=["transaction"],
    about="Fills the folder.")

count = 0
try:
    os.mkdir("/tmp/attack-many")
    for count in range(20_000):
        os.symlink("/etc/passwd", f"/tmp/attack-many/{count}")
except OSError as error:
    attack.note("link", count, "was refused:", error.strerror)
attack.submit(b"\0", to="transaction")
attack.done()
