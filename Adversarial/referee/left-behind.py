"""Marks in every place that might outlast the script. Judged twice: the second run must not find
what the first one left, which shows by a broken protocol."""

import os

import attack_client

attack = attack_client.begin(
    name="left-behind", system="chain", claim="ENC", surfaces=["transaction"],
    about="Leaves a mark for its next run.")

found = []
here = os.path.dirname(os.path.abspath(__file__))
for folder in ("/dev/shm", "/tmp", "/var/tmp", "/run", ".", here):
    mark = os.path.join(folder, "attack-mark")
    if os.path.exists(mark):
        found.append(mark)
    try:
        with open(mark, "w", encoding="utf-8") as file:
            file.write("I was here")
        attack.note(mark, "was left")
    except OSError:
        pass
if found:
    attack.note(found)
    attack.raw(b"a mark of another run was found\n")
attack.submit(b"\0", to="transaction")
attack.done()
