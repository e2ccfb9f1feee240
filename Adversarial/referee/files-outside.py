"""Files that are none of the script's business: those of the laboratory beside it, of the user who
started it, and of the machine. A hole shows by a broken protocol."""

import os

import attack_client

attack = attack_client.begin(
    name="files-outside", system="chain", claim="ENC", surfaces=["transaction"],
    about="Looks around.")

here = os.path.dirname(os.path.abspath(__file__))
read = []
for name in ("/etc/shadow", "/root/.bashrc", "/root/.profile", "/home", "/root", "/var/log",
             f"{here}/../holes.json", f"{here}/../../Package.swift", f"{here}/../../.git/config",
             f"{here}/../../.git", os.path.expanduser("~/.ssh"), "/etc/ssh", "/work", "/mnt"):
    try:
        if os.path.isdir(name):
            if os.listdir(name):
                read.append(name)
        else:
            with open(name, "rb") as file:
                file.read(1)
            read.append(name)
    except OSError:
        pass
if read:
    attack.note(read)
    attack.raw(b"a file outside was read\n")
attack.submit(b"\0", to="transaction")
attack.done()
