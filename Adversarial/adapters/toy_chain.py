#!/usr/bin/env python3
"""An adapter of GlyphLab for a toy chain, which lives in this process. Adversarial/NODES.md tells
the ledger and the protocol.

Its published rules have two planted holes, which its hardened rules close:

* the cache of signatures: a signature that was found good once is not looked at again, whatever it
  now stands under. An honest payer's signature under other words is taken.
* the payment to oneself: both balances are read before either is written, so that the second write
  undoes the first.
"""

import base64
import hashlib
import json
import re
import sys

GUARDS = ["form", "signature", "nonce", "balance", "room"]
UNITS_MAX = NONCE_MAX = 10**12
WAITING_MAX = 1_000

# Ed25519 as RFC 8032, 5.1 has it, without the cofactor, and without points of small order.

Q = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, Q) % Q
NEUTRAL = (0, 1, 1, 0)


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % Q, (p[1] + p[0]) * (q[1] + q[0]) % Q
    c, d = 2 * p[3] * q[3] * D % Q, 2 * p[2] * q[2] % Q
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % Q, g * h % Q, f * g % Q, e * h % Q


def times(scalar, p):
    total = NEUTRAL
    while scalar:
        if scalar & 1:
            total = add(total, p)
        p, scalar = add(p, p), scalar >> 1
    return total


def point(data):
    """The point of 32 bytes in their one form; None for others, and for small orders."""
    number = int.from_bytes(data, "little")
    y, sign = number & (2**255 - 1), number >> 255
    if y >= Q:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, Q) % Q
    x = pow(square, (Q + 3) // 8, Q)
    if (x * x - square) % Q:
        x = x * pow(2, (Q - 1) // 4, Q) % Q
    if (x * x - square) % Q or (x == 0 and sign):
        return None
    if x % 2 != sign:
        x = Q - x
    p = (x, y, 1, x * y % Q)
    eightfold = times(8, p)
    return None if eightfold[0] % Q == 0 else p


BASE = point((4 * pow(5, -1, Q) % Q).to_bytes(32, "little"))


def is_signed(key, message, signature):
    a, r = point(key), point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    x, y, z, _ = times(s, BASE)
    u, v, w, _ = add(r, times(k, a))
    return (x * w - u * z) % Q == 0 and (y * w - v * z) % Q == 0


class Node:
    """A node of the toy ledger."""

    FORM = re.compile(
        rb"transfer ([0-9a-f]{64}) ([0-9a-f]{64}) ([1-9][0-9]{0,12}) (0|[1-9][0-9]{0,12})"
        rb" ([0-9a-f]{128})")

    def __init__(self, profile, clock, genesis):
        self.has_holes, self.clock = profile == "published", clock
        self.balances = {each["account"]: each["balance"] for each in genesis}
        self.nonces = dict.fromkeys(self.balances, 0)
        text = "toy-ledger/1 genesis\n" + "".join(
            f"{key} {self.balances[key]}\n" for key in sorted(self.balances))
        self.genesis = self.head = hashlib.sha256(text.encode()).hexdigest()
        self.blocks, self.waiting, self.good_signatures = [], [], set()

    def signature_is_good(self, payer, words, signature):
        if self.has_holes and (payer, signature) in self.good_signatures:
            return True
        message = f"toy-ledger/1 {self.genesis} ".encode() + words
        if not is_signed(bytes.fromhex(payer), message, signature):
            return False
        self.good_signatures.add((payer, signature))
        return True

    def submit(self, data):
        """Takes a transfer, or returns the name of the guard that refuses it."""
        match = self.FORM.fullmatch(data)
        if not match:
            return "form"
        payer, payee = match[1].decode(), match[2].decode()
        amount, nonce = int(match[3]), int(match[4])
        if amount > UNITS_MAX or nonce > NONCE_MAX:
            return "form"
        words, signature = data[:match.start(5) - 1], bytes.fromhex(match[5].decode())
        if not self.signature_is_good(payer, words, signature):
            return "signature"
        if nonce != self.nonces.get(payer, 0):
            return "nonce"
        payer_units, payee_units = self.balances.get(payer, 0), self.balances.get(payee, 0)
        if amount > payer_units:
            return "balance"
        if len(self.waiting) >= WAITING_MAX:
            return "room"
        self.balances[payer] = payer_units - amount
        if not self.has_holes:
            payee_units = self.balances.get(payee, 0)
        self.balances[payee] = payee_units + amount
        self.nonces[payer] = nonce + 1
        self.nonces.setdefault(payee, 0)
        self.waiting.append(data)
        return None

    def produce(self):
        head = f"block {len(self.blocks) + 1}\nprevious {self.head}\ntime {self.clock}\n"
        block = head.encode() + b"".join(line + b"\n" for line in self.waiting)
        self.blocks.append(block)
        self.head, self.waiting = hashlib.sha256(block).hexdigest(), []

    def state(self):
        return {
            "accounts": [
                {"account": key, "balance": self.balances[key], "nonce": self.nonces[key]}
                for key in sorted(self.balances)],
            "waiting": [base64.b64encode(line).decode() for line in self.waiting]}


class Adapter:
    """The node's side of node/1."""

    def __init__(self):
        self.node = None

    def hello(self, protocol):
        return {
            "protocol": protocol, "name": "toy-chain", "version": "1", "ledger": "toy-ledger/1",
            "guards": {"published": GUARDS, "hardened": GUARDS}}

    def start(self, profile, seed, clock, genesis):
        # The seed is for nodes that draw random numbers; this one draws none.
        self.node = Node(profile, clock, genesis)
        return self.standing()

    def standing(self, **more):
        node = self.node
        return {
            "height": len(node.blocks), "head": node.head, "waiting": len(node.waiting), **more}

    def submit(self, surface, bytes, source):
        guard = self.node.submit(base64.b64decode(bytes))
        return self.standing(refused=[guard] if guard else [])

    def advance(self, milliseconds):
        self.node.clock += milliseconds
        return self.standing()

    def produce(self):
        self.node.produce()
        return self.standing()

    def restart(self):
        # A node with a file would be stopped and started here; this one has no more than memory.
        return self.standing()

    def state(self):
        return self.node.state()

    def block(self, height):
        return {"bytes": base64.b64encode(self.node.blocks[height - 1]).decode()}

    def bye(self):
        return {}


def main():
    adapter = Adapter()
    methods = {
        name: getattr(adapter, name)
        for name in ("hello", "start", "submit", "advance", "produce", "restart", "state", "block",
                     "bye")}
    for line in sys.stdin.buffer:
        request = json.loads(line)
        answer = {"jsonrpc": "2.0", "id": request["id"]}
        try:
            answer["result"] = methods[request["method"]](**request["params"])
        except Exception as error:
            answer["error"] = f"{request['method']}: {error!r}"
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
