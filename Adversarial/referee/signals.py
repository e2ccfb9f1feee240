"""Signals to whoever started the script: those that do nothing, for a hole shows by a broken
protocol and harms nobody."""

import os

import attack_client

attack = attack_client.begin(
    name="signals", system="chain", claim="ENC", surfaces=["transaction"],
    about="Knocks at doors.")

hit = []
for process in range(2, 2000):
    if process in (os.getpid(), os.getppid()):
        continue
    try:
        os.kill(process, 0)
        hit.append(process)
    except OSError:
        pass
if hit:
    attack.note("processes that can be reached:", hit)
    attack.raw(b"a process outside was reached\n")
attack.submit(b"\0", to="transaction")
attack.done()
