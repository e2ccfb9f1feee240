"""Answers of chance and what CPython's urllib makes of them, a line each.

Usage: urllib_answers.py SEED COUNT. A line has seven parts, with a tab between: the URL in UTF-8,
the pushed body, how much of the answer is read ("all" for all), the answers of the peer, one for
each connection, the result ("ok" and the bytes, or "raises" and the class), the requests that were
sent, and the places that were connected to. All bytes are hexadecimal, lists have commas between.
"""

import http.client
import io
import random
import sys
import urllib.error
import urllib.request

VERSION = (3, 11, 7)
PUSHED = b"[1]"
PLACES = [("", 4), ("//h:80", 3), ("http:", 2), ("https:", .5), ("ftp:", .3), ("HTTP://h", 1),
          ("file:///x", .3), ("//u:p@h", .3), ("http://[::1]:80", .5), ("http://[::1", .2),
          ("http://h%41:70", .4), ("//", .3), ("http:///x", .2), ("//h:x", .2), ("//h:", .3),
          ("//h:99999", .2), ("//\xe4.b", .3), ("1:", .2), ("a+b.c-1:", .2)]
PARTS = [("/", 5), ("a", 5), ("..", 3), (".", 2), (";", 1), ("?", 1), ("#", 1), (" ", .5),
         ("%20", .5), ("\xe9", .5), ("\t", .2), ("b=c&d", .7), (":", .5), ("//", .6), ('"<>', .2),
         ("\x01", .2), ("@", .2), ("[", .1)]
LINES = [(b"X: y", 5), (b"From a b", .4), (b" folded", .5), (b"\tfolded", .2), (b":novalue", .3),
         (b"no colon", .2), (b"a\rLocation: /cr", .2), (b"X\xe9: y", .2), (b"", .05),
         (b"Y: " + b"z" * 65531, .004), (b"Y: " + b"z" * 65532, .004)]
STATUSES = [(200, 10), (204, 1), (206, 1), (299, .5), (199, .2), (304, .5), (404, 1), (301, 3),
            (302, 3), (303, 2), (307, 2), (308, 2), (305, .2), (100, 1), (101, .3)]


class Pieces(io.RawIOBase):
    """The bytes of an answer, in pieces."""

    def __init__(self, data):
        self.data = data
        self.place = 0

    def readable(self):
        return True

    def readinto(self, buffer):
        count = min(len(buffer), 997, len(self.data) - self.place)
        buffer[:count] = self.data[self.place:self.place + count]
        self.place += count
        return count


class Peer:
    """Connections that are none, in the place of sockets."""

    def __init__(self, answers):
        self.answers = list(answers)
        self.requests = []
        self.places = []

    def connect(self, connection):
        if not 0 <= connection.port <= 65535:
            raise OSError("no such port")
        is_secure = isinstance(connection, http.client.HTTPSConnection)
        self.places.append(f"{connection.host} {connection.port}" + " secure" * is_secure)
        if not self.answers:
            raise ConnectionRefusedError
        connection.sock = Socket(self, self.answers.pop(0))


class Socket:
    def __init__(self, peer, answer):
        self.peer = peer
        self.answer = answer
        self.sent = b""

    def sendall(self, data):
        self.sent += bytes(data)

    def makefile(self, _):
        self.peer.requests.append(self.sent)
        return io.BufferedReader(Pieces(self.answer))

    def close(self):
        pass


def one(chance, weighted):
    values, weights = zip(*weighted)
    return chance.choices(values, weights)[0]


def url(chance):
    text = one(chance, PLACES) + "".join(one(chance, PARTS) for _ in range(chance.randrange(8)))
    return one(chance, [(text, 10), (f" {text} ", .5), (f"<{text}>", .2), (f"URL:{text}", .1)])


def status_line(chance, status):
    version = one(chance, [
        ("HTTP/1.1", 6), ("HTTP/1.0", 6), ("HTTP/0.9", 1), ("HTTP/1.5", 1), ("HTTP/2", .3),
        ("HTTP/1", .3), ("http/1.1", .3), ("HTTP/1.", .3), (" HTTP/1.1", .5), ("\x85HTTP/1.1", .3)])
    number = one(chance, [
        (str(status), 20), (f"+{status}", .5), (f"0{status}", .5), ("2_00", .3), ("", .3),
        ("-200", .3), ("1000", .3), ("20", .3)])
    space = one(chance, [(" ", 10), ("\t", 1), ("  ", 1), ("\xa0", .3), ("\x1f", .3)])
    return (version + space + number + one(chance, [(" OK", 6), ("", 1), (" \xff ", 1)])).encode(
        "latin-1")


def length(chance, count):
    return one(chance, [
        (str(count), 10), (str(count + 3), 1), (str(max(0, count - 3)), 1), ("-1", .3),
        (f" {count} ", .5), (f"+{count}", .5), ("x", .3), ("", .3), ("1_0", .3), ("9" * 30, .3),
        ("9" * 5000, .1), (f"{count}, {count}", .3), (f"{count}\r\n 5", .2), (f"\xa0{count}", .2)])


def chunks(chance, body):
    data = b""
    while body:
        part = body[:chance.randint(1, len(body))]
        body = body[len(part):]
        count = len(part)
        size = one(chance, [
            (f"{count:x}", 10), (f"{count:X}", 2), (f"0x{count:x}", .4), (f" {count:x} ", .4),
            (f"+{count:x}", .3), (f"{count:x};e=1", 1), ("-1", .15), ("-5", .15), ("zz", .15),
            ("", .15), (f"{count + 1:x}", .2), ("f" * 20, .15), ("\xa05", .1)])
        data += size.encode("latin-1") + one(chance, [(b"\r\n", 10), (b"\n", 1)])
        data += part + one(chance, [(b"\r\n", 20), (b"xx", 1), (b"\n", .3)])
    return data + one(chance, [
        (b"0\r\n\r\n", 10), (b"0\r\n", 1), (b"0\n\n", 1), (b"", 1), (b"0\r\nT: x\r\n\r\n", 1),
        (b"00\r\n\r\nrest", 1), (b"-0\r\n\r\n", .5)])


def header(chance, name, value):
    name = one(chance, [(name, 10), (name.lower(), 1), (name + " ", .3), (" " + name, .3)])
    return (name + one(chance, [(":", 3), (": ", 10), (":\t ", 1)]) + value).encode("latin-1")


def answer(chance, depth=0):
    status = one(chance, STATUSES)
    body = bytes(chance.choices(b'abc[]{}"\r\n0123 \xff', k=one(
        chance, [(0, 1), (5, 3), (chance.randrange(300), 3), (9000, .1)])))
    form = one(chance, [("length", 6), ("chunked", 4), ("end", 3), ("both", .7)])
    headers = []
    wire = body
    if form in ("length", "both"):
        headers.append(header(chance, "Content-Length", length(chance, len(body))))
    if form in ("chunked", "both"):
        coding = one(chance, [("chunked", 10), ("Chunked", 1), ("chunked ", .3), ("gzip", .3)])
        headers.append(header(chance, "Transfer-Encoding", coding))
        wire = chunks(chance, body) if coding.lower() == "chunked" else body
    if 300 <= status < 400 or chance.random() < .1:
        for _ in range(one(chance, [(1, 10), (0, 1), (2, 1)])):
            name = one(chance, [("Location", 10), ("URI", 2)])
            headers.append(header(chance, name, url(chance)))
    for _ in range(one(chance, [(0, 5), (1, 2), (3, 1), (97, .2), (98, .2), (99, .2)])):
        headers.append(one(chance, LINES))
    chance.shuffle(headers)
    end = one(chance, [(b"\r\n", 10), (b"\n", 2), (b"\r", .2)])
    head = status_line(chance, status) + end + b"".join(line + end for line in headers) + end
    if status == 100 and depth < 3:
        wire = answer(chance, depth + 1)
    data = head + wire
    return one(chance, [
        (data, 20), (data[:chance.randint(0, len(data))], 2), (b"", .3), (data + b"more", 1)])


def answers(chance):
    if chance.random() > .1:
        return [answer(chance) for _ in range(one(chance, [(1, 5), (3, 3), (13, 1)]))]
    target = one(chance, [("/status", 1), ("x/../status", 1), ("/%d", 1)])
    return [f"HTTP/1.0 302 F\r\nLocation: {target.replace('%d', str(number))}\r\n\r\n".encode()
            for number in range(15)]


def result(peer, asked, body, count):
    http.client.HTTPConnection.connect = lambda connection: peer.connect(connection)
    http.client.HTTPSConnection.connect = lambda connection: peer.connect(connection)
    headers = {"User-Agent": "glyph-node/0.3"}
    if body:
        headers["Content-Type"] = "application/json"
    try:
        request = urllib.request.Request(asked, data=body or None, headers=headers)
        if request.type not in ("http", "https"):
            raise urllib.error.URLError("not spoken here")
        with OPENER.open(request, timeout=5) as opened:
            return "ok " + (opened.read() if count is None else opened.read(count)).hex()
    except Exception as error:
        return "raises " + type(error).__name__


# Neither proxies nor other schemes.
OPENER = urllib.request.build_opener(
    urllib.request.ProxyHandler({}), *(
        type("Not" + name, (getattr(urllib.request, name + "Handler"),), {
            name.lower() + "_open": lambda self, request: None}) for name in ("FTP", "File")))

if __name__ == "__main__":
    if sys.version_info[:3] != VERSION:
        sys.exit("the reference answers are those of CPython 3.11.7")
    chance = random.Random(int(sys.argv[1]))
    for _ in range(int(sys.argv[2])):
        asked = one(chance, [
            ("http://127.0.0.1:9400/status", 8), ("http://h/base/a;p?q=1/status", 2),
            ("http://h?x/status", .5), ("http://h#f/status", .5), (url(chance) + "/status", 2)])
        body = one(chance, [(b"", 3), (PUSHED, 1)])
        count = None if body else one(chance, [
            (None, 3), (chance.randint(1, 50), 1), (1 << 28, 2)])
        given = answers(chance)
        peer = Peer(given)
        told = result(peer, asked, body, count)
        print("\t".join([
            asked.encode().hex(), body.hex(), "all" if count is None else str(count),
            ",".join(data.hex() for data in given), told,
            ",".join(data.hex() for data in peer.requests), ",".join(peer.places)]))
