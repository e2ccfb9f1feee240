"""Requests of chance and what CPython's own http.server makes of them, a line each.

Usage: http_server_answers.py SEED COUNT. A line: the request in hexadecimal, a tab, the answer.
The handler has the paths of the chain's node and its check of lengths, and no chain.
"""

import io
import json
import random
import sys
from http.server import BaseHTTPRequestHandler

LIMIT = 1 << 20
BODIES = {"/chain": "chain", "/status": "status", "/peers": "peers"}
STARTS = [
    b"GET /chain HTTP/1.1", b"GET /status HTTP/1.0", b"GET //peers HTTP/1.1", b"GET /status",
    b"GET /x HTTP/1.1", b"POST /chain HTTP/1.1", b"POST /chain HTTP/1.1", b"POST /chain HTTP/1.1",
    b"POST //chain HTTP/0.9", b"POST /x HTTP/1.1", b"HEAD /chain HTTP/1.1", b"PUT /chain HTTP/0.9",
    b"GET /chain HTTP/2.0", b"GET /chain HTTP/1.1 extra", b"GET", b"", b"  ", b"\xa0GET\x1c/chain",
    b"GET /chain HTTP/0.9", b"GET /chain HTTP/00.9", b"GET /chain HTTP/1.\xb2", b"POST /chain",
    b"GET /chain HTTP/12345678901.1", b"GET /chain HTTP/1.12345678901", b"GET  /chain  HTTP/1.1 ",
]
FIELDS = [
    b"Content-Length: 5", b"content-length:5", b"Content-Length : 5", b"Content-Length: 6",
    b"Content-Length:\t 5 \t", b"Content-Length:", b"Content-Length: +0_5", b"Content-Length: x",
    b"Content-Length: \xa05", b"Content-Length: -5", b"Content-Length: 99999999999999999999",
    b"Host: a", b" folded", b"\tContent-Length: 5", b"no colon", b": empty name", b"From here",
    b"From : x", b"A: b\rContent-Length: 5", b"A\x00: b", b"\xc3\xa4: b", b"", b"X: " + b"y" * 300,
    b"Content-Length: 5\r", b"Content-Length: 4\r\n 1", b"Content-Length:\r\n 5", b"\x0b", b"\r",
]
BODY = [b'["x"]', b'["x"]y', b"[1,2", b"", b"[NaN]", b"\xef\xbb\xbf[1]", b'[""]\r\n\r\n']


class Handler(BaseHTTPRequestHandler):
    def __init__(self, request):
        self.rfile = io.BufferedReader(io.BytesIO(request))
        self.wfile = io.BytesIO()
        self.client_address = ("127.0.0.1", 0)
        self.answer = "closed"

    def log_message(self, *_):
        pass

    def note(self, text):
        self.answer = text + (" headless" if self.request_version == "HTTP/0.9" else "")

    def send_error(self, code, message=None, explain=None):
        self.note(f"page {code}" + (" bare" if self.command == "HEAD" else ""))

    def do_GET(self):
        name = BODIES.get(self.path)
        self.note(f"json 200 {name}" if name else "empty 404")

    def do_POST(self):
        if self.path != "/chain":
            return self.note("empty 404")
        length = int(self.headers.get("Content-Length") or 0)
        if not 0 < length <= LIMIT:
            return self.note("empty 413")
        try:
            json.loads(self.rfile.read(length))[0]
            self.note("json 400 genesis")
        except Exception:
            self.note("json 400 malformed")


def answer(request):
    handler = Handler(request)
    try:
        handler.handle_one_request()
    except Exception:
        return "closed"
    return handler.answer


def mutated(request, chance):
    request = bytearray(request)
    for _ in range(chance.choice([0, 0, 0, 1, 1, 2, 5])):
        place = chance.randrange(len(request) + 1)
        what = chance.randrange(3)
        byte = chance.choice(b"\r\n \t:/\x00\x85\xa0\xff1A_.") if chance.random() < 0.8 \
            else chance.randrange(256)
        if what == 0:
            request.insert(place, byte)
        elif place < len(request):
            if what == 1:
                del request[place]
            else:
                request[place] = byte
    return bytes(request)


def request(chance):
    end = chance.choice([b"\r\n", b"\r\n", b"\n"])
    count = chance.choice([0, 1, 1, 2, 3, 6, 98, 99, 100]) if chance.random() < 0.1 \
        else chance.randrange(4)
    fields = [chance.choice(FIELDS) for _ in range(count)]
    start = chance.choice(STARTS)
    if chance.random() < 0.01:
        start = b"GET /" + b"a" * chance.choice([65519, 65520, 65521]) + b" HTTP/1.1"
        end = b"\r\n"
    if chance.random() < 0.01:
        fields.append(b"A: " + b"x" * chance.choice([65530, 65531, 65532]))
    return mutated(end.join([start] + fields + [b"", b""]) + chance.choice(BODY), chance)


if __name__ == "__main__":
    if not (3, 11, 7) <= sys.version_info[:3] < (3, 12):
        sys.exit("the reference answers are those of CPython 3.11, from 3.11.7 on")
    chance = random.Random(int(sys.argv[1]))
    for _ in range(int(sys.argv[2])):
        bytes_ = request(chance)
        print(bytes_.hex() + "\t" + answer(bytes_))
