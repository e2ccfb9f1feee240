"""A web server that misbehaves on request, for the tests of `glyphlab models fetch`.

    hostile_server.py FOLDER LOG

Binds 127.0.0.1 on a free port, prints the port, and ends when its standard input does. The first
part of a request's path names the scenario; the last one a file in FOLDER. Scenarios befall
model.safetensors only, other files come as they should. LOG gets one line a request: method,
target and Range, or "-" where there is none.
"""

import os
import socket
import struct
import sys
import threading
import time

FOLDER, LOG = sys.argv[1], sys.argv[2]
LISTENER = socket.create_server(("127.0.0.1", 0), backlog=64)
PORT = LISTENER.getsockname()[1]
LOCK = threading.Lock()
COUNTS = {}
PART = 3_000_000
REASONS = {200: "OK", 206: "Partial Content", 302: "Found", 416: "Range Not Satisfiable"}


class Request:
    """One request, and what can be done to who made it."""

    def __init__(self, connection, method, target, headers):
        self.connection = connection
        self.target = target
        range_text = headers.get("range")
        self.start = int(range_text[6:-1]) if range_text else None
        path = target.split("?")[0]
        if path.startswith("http://"):
            path = "/" + path.split("/", 3)[3]
        parts = path.strip("/").split("/")
        self.scenario, self.name = parts[0], parts[-1]
        self.query = target.partition("?")[2]
        with open(os.path.join(FOLDER, os.path.basename(self.name)), "rb") as file:
            self.data = file.read()
        with LOCK:
            with open(LOG, "a") as log:
                log.write(f"{method} {target} {range_text or '-'}\n")
            key = (self.scenario, self.name)
            COUNTS[key] = COUNTS.get(key, 0) + 1
            self.number = COUNTS[key]

    def send(self, data):
        self.connection.sendall(data)

    def head(self, status, *fields):
        lines = [f"HTTP/1.1 {status} {REASONS.get(status, 'Whatever')}", *fields]
        self.send(("\r\n".join(lines + ["Connection: close"]) + "\r\n\r\n").encode("latin-1"))

    def status(self, status, *fields):
        self.head(status, "Content-Length: 4", *fields)
        self.send(b"no.\n")

    def body_head(self, length=None):
        """The right head for what was asked; returns the right body."""
        if self.start is None:
            body = self.data
            self.head(200, f"Content-Length: {length or len(body)}")
        else:
            body = self.data[self.start:]
            total = len(self.data)
            self.head(
                206, f"Content-Length: {length or len(body)}",
                f"Content-Range: bytes {self.start}-{total - 1}/{total}")
        return body

    def good(self):
        self.send(self.body_head())

    def broken(self, count=PART):
        self.send(self.body_head()[:count])

    def stall(self):
        """Until the other side goes away."""
        while self.connection.recv(4096):
            pass

    def chunk(self, data):
        self.send(b"%x\r\n" % len(data) + data + b"\r\n")

    def chunked(self, data):
        self.head(200, "Transfer-Encoding: chunked")
        for start in range(0, len(data), 70_000):
            self.chunk(data[start:start + 70_000])
        self.send(b"0\r\nX-Trailer: 1\r\nContent-Range: bytes 1-2/3\r\n\r\n")


def first(misdeed, times=1):
    """Misbehaves so many times, then does what is right."""
    return lambda r: misdeed(r) if r.number <= times else r.good()


def after_break(misdeed):
    """Breaks off once, then misbehaves towards whoever asks for the rest."""

    def play(r):
        if r.start is not None:
            misdeed(r)
        elif r.number == 1:
            r.broken()
        else:
            r.good()

    return play


def after_breaks(misdeed):
    """Breaks off whenever it is asked for all, and misbehaves when asked for the rest."""
    return lambda r: r.broken() if r.start is None else misdeed(r)


def redirected(location, body=b""):
    return lambda r: (r.head(302, f"Location: {location(r)}"), r.send(body))


def redirect_chain(r):
    hop = int(r.query.partition("=")[2] or 0)
    path = r.target.split("?")[0]
    places = [f"http://127.0.0.1:{PORT}{path}?hop=1", f"{path}?hop=2", f"./{r.name}?hop=3"]
    if hop < 3:
        r.head(302, f"Location: {places[hop]}", "Content-Length: 0")
    else:
        r.good()


def redirect_endless(r):
    if r.query:
        r.good()
        return
    r.head(302, f"Location: {r.target}?past")
    while True:
        r.send(b"more " * 10_000)


def reset(r):
    r.broken()
    time.sleep(0.2)
    r.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    r.connection.close()


def stall_middle(r):
    r.broken()
    r.stall()


def endless(r):
    r.head(200, "Transfer-Encoding: chunked")
    r.chunk(r.data)
    while True:
        r.chunk(b"more " * 10_000)


def close_delimited(extra):
    def play(r):
        r.head(200)
        r.send(r.data + extra)

    return play


def drip(data):
    def play(r):
        r.send(b"HTTP/1.1 200 OK\r\n")
        while True:
            r.send(data)
            time.sleep(0.1)

    return play


def many_headers(r):
    r.send(b"HTTP/1.1 200 OK\r\n")
    while True:
        r.send(b"X-More: " + b"a" * 1000 + b"\r\n")


def interim(r):
    while True:
        r.send(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n")


def corrupt(r):
    body = bytearray(r.body_head())
    body[len(body) // 2] ^= 1
    r.send(bytes(body))


def content_range(text, length=None):
    def play(r):
        body = r.data[r.start:]
        r.head(206, f"Content-Length: {length or len(body)}", *([text(r)] if text else []))
        r.send(body)

    return play


def range_too_long(r):
    total = len(r.data)
    r.head(206, f"Content-Range: bytes {r.start}-{total - 2}/{total}",
           "Transfer-Encoding: chunked")
    r.chunk(r.data[r.start:])
    r.send(b"0\r\n\r\n")


def with_head(*fields):
    def play(r):
        r.head(200, *fields)
        r.send(r.data)

    return play


def raw(data):
    return lambda r: r.send(data)


def nothing(r):
    r.head(200, f"Content-Length: {len(r.data)}")


SCENARIOS = {
    "plain": Request.good,
    "redirect_chain": redirect_chain,
    "redirect_loop": redirected(lambda r: r.target),
    "redirect_file": redirected(lambda r: "file:///etc/passwd"),
    "redirect_ftp": redirected(lambda r: f"ftp://127.0.0.1:{PORT}/x"),
    "redirect_garbage": redirected(lambda r: "http://[::x/\x1b[31m"),
    "redirect_endless": redirect_endless,
    "break_once": first(Request.broken),
    "break_twice": first(Request.broken, 2),
    "break_each": lambda r: r.broken(1_000_000),
    "break_small": lambda r: r.broken(1000),
    "break_empty": nothing,
    "break_reset": first(reset),
    "break_unanswered": lambda r: None,
    "range_416": after_break(lambda r: r.status(416)),
    "range_416_always": after_breaks(lambda r: r.status(416)),
    "range_ignored": after_break(lambda r: (with_head(f"Content-Length: {len(r.data)}")(r))),
    "range_ignored_breaks": lambda r: (
        r.head(200, f"Content-Length: {len(r.data)}"), r.send(r.data[:PART])),
    "range_start": after_break(content_range(lambda r: (
        f"Content-Range: bytes {r.start + 1}-{len(r.data) - 1}/{len(r.data)}"))),
    "range_total": after_break(content_range(lambda r: (
        f"Content-Range: bytes {r.start}-{len(r.data) - 1}/{len(r.data) + 1}"))),
    "range_garbage": after_break(content_range(lambda r: "Content-Range: bytes some/more")),
    "range_none": after_break(content_range(None)),
    "range_start_always": after_breaks(content_range(lambda r: (
        f"Content-Range: bytes 0-{len(r.data) - 1}/{len(r.data)}"))),
    "range_length": after_break(content_range(lambda r: (
        f"Content-Range: bytes {r.start}-{len(r.data) - 1}/{len(r.data)}"), length=7)),
    "range_too_long": after_break(range_too_long),
    "range_unasked": lambda r: (
        r.head(206, f"Content-Range: bytes 0-{len(r.data) - 1}/{len(r.data)}"), r.send(r.data)),
    "later_twice": first(lambda r: r.status(503, "Retry-After: 1"), 2),
    "later_date": first(lambda r: r.status(503, "Retry-After: Fri, 31 Dec 1999 23:59:59 GMT")),
    "later_429": first(lambda r: r.status(429)),
    "later_500": first(lambda r: r.status(500)),
    "later_502": first(lambda r: r.status(502)),
    "later_504": first(lambda r: r.status(504)),
    "later_always": lambda r: r.status(503),
    "length_small": lambda r: r.send(r.body_head(length=len(r.data) - 1)),
    "length_large": lambda r: r.send(r.body_head(length=len(r.data) + 1)),
    "length_garbage": with_head("Content-Length: many"),
    "length_two": lambda r: with_head(
        f"Content-Length: {len(r.data)}", f"Content-Length: {len(r.data) - 5}")(r),
    "length_chunked": lambda r: r.chunked(r.data),
    "length_none": close_delimited(b""),
    "longer_announced": lambda r: r.send(r.body_head() + b"and more"),
    "longer_chunked": lambda r: r.chunked(r.data + b"m"),
    "longer_none": close_delimited(b"m"),
    "longer_endless": endless,
    "chunk_garbage": lambda r: (r.head(200, "Transfer-Encoding: chunked"), r.send(b"zz\r\nno\r\n")),
    "corrupt_once": first(corrupt),
    "corrupt_always": corrupt,
    "stall_middle": first(stall_middle),
    "stall_head": first(Request.stall),
    "stall_always": Request.stall,
    "stall_end": lambda r: (r.head(200), r.send(r.data), r.stall()),
    "drip_head": first(drip(b"X-More: a\r\n")),
    "status_401": lambda r: r.status(401, 'WWW-Authenticate: Basic realm="x"'),
    "status_403": lambda r: r.status(403),
    "status_404": lambda r: r.status(404),
    "status_204": lambda r: r.head(204),
    "status_304": lambda r: r.head(304),
    "garbage": raw(b"SSH-2.0-OpenSSH_9.2\r\n"),
    "garbage_status": raw(b"HTTP/1.1 two hundred\r\n\r\n"),
    "headers_many": many_headers,
    "headers_line": raw(b"HTTP/1.1 200 OK\r\nX-More: " + b"a" * 400_000 + b"\r\n\r\n"),
    "headers_interim": interim,
    "gzip": lambda r: with_head(
        f"Content-Length: {len(r.data)}", "Content-Encoding: gzip")(r),
}


def serve(connection):
    try:
        received = b""
        while b"\r\n\r\n" not in received:
            part = connection.recv(4096)
            received += part
            if not part or received[0] == 0x16:  # TLS
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                return
        lines = received.decode("latin-1").split("\r\n")
        method, target, _ = lines[0].split(" ")
        if method == "CONNECT":
            with open(LOG, "a") as log:
                log.write(f"CONNECT {target} -\n")
            connection.sendall(b"HTTP/1.1 403 Forbidden\r\n\r\n")
            return
        fields = [line.partition(":") for line in lines[1:] if line]
        headers = {name.lower(): value.strip() for name, _, value in fields}
        request = Request(connection, method, target, headers)
        if request.name == "model.safetensors":
            SCENARIOS[request.scenario](request)
        else:
            request.good()
    except OSError:
        pass  # the other side had enough
    finally:
        try:
            connection.shutdown(socket.SHUT_WR)
            connection.settimeout(5)
            while connection.recv(4096):
                pass
        except OSError:
            pass
        connection.close()


def end_with_input():
    sys.stdin.read()
    os._exit(0)


threading.Thread(target=end_with_input, daemon=True).start()
print(PORT, flush=True)
while True:
    accepted, _ = LISTENER.accept()
    threading.Thread(target=serve, args=(accepted,), daemon=True).start()
