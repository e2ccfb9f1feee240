"""Escapes on standard error that clear a terminal, name its window, fill its clipboard, ask it for
an answer, turn text round and hide it; and bytes that are no UTF-8."""

import sys

import attack_client

attack = attack_client.begin(
    name="terminal-stderr", system="chain", claim="ENC", surfaces=["transaction"],
    about="Speaks to the terminal that shows the log.")
sys.stderr.buffer.write(
    b"\x1b[2J\x1b[H\x1b]0;BROKEN\x07\x1b]52;c;QlJPS0VO\x07\x1b[6n\x1b[c\x1b[8mhidden\x1b[0m"
    b"\x9b31m\x90q\x9c\x0e\x0f\x05\x08\x7f\x00\xff\xfe\xc0\x80"
    b"\xe2\x80\xae nekorb \xe2\x80\xac\xe2\x80\xa8\xef\xbb\xbf\r\n")
sys.stderr.buffer.flush()
attack.submit(b"\0", to="transaction")
attack.done()
