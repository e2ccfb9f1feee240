"""Sockets of every family and connections to this machine alone. A hole shows by a broken
protocol."""

import socket

import attack_client

attack = attack_client.begin(
    name="network", system="chain", claim="ENC", surfaces=["transaction"],
    about="Calls somebody.")

opened = []
for family in range(46):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW):
        try:
            opened.append(socket.socket(family, kind))
            attack.note("a socket of family", family, "and kind", kind)
        except OSError:
            pass
try:
    socket.create_connection(("127.0.0.1", 22), timeout=1)
    attack.note("a connection")
except OSError:
    pass
try:
    opened += socket.socketpair()
except OSError:
    pass
if opened:
    attack.raw(b"a socket was given\n")
attack.submit(b"\0", to="transaction")
attack.done()
