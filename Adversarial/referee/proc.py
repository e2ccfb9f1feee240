"""The files of /proc: a hole shows by a broken protocol if a word of the laboratory can be read
there: its arguments, its environment, its memory."""

import os

import attack_client

attack = attack_client.begin(
    name="proc", system="chain", claim="ENC", surfaces=["transaction"],
    about="Reads about its neighbours.")

own = {os.getpid()}
for process in [os.getppid(), 1, *range(2, 400)]:
    if process in own:
        continue
    for name in ("environ", "mem", "maps", "fd/0", "fd/3", "root/etc/shadow", "cmdline"):
        try:
            with open(f"/proc/{process}/{name}", "rb") as file:
                text = file.read(4096)
        except OSError:
            continue
        attack.note(process, name, "was read:", text[:80])
        if name != "cmdline" or b"glyphlab attack" in text.replace(b"\0", b" "):
            if text and process != 1:
                attack.raw(b"a process outside was read\n")
for name in ("/proc/kcore", "/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger"):
    for mode in ("rb", "wb"):
        try:
            with open(name, mode) as file:
                attack.note(name, mode, "was opened")
                if mode == "wb" or name == "/proc/kcore":
                    attack.raw(b"the kernel was opened\n")
        except OSError:
            pass
attack.submit(b"\0", to="transaction")
attack.done()
