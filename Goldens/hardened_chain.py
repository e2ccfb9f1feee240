#!/usr/bin/env python3
"""The witness of the hardened chain: every rule of Sources/GlyphChain/Hardened/README.md.

Written from that page, on `hardened.py` and `witness.py`, so that it can disagree with Swift:

    python3 hardened_chain.py verify MODEL_DIR CHAIN.json... [--clock SECONDS]
    python3 hardened_chain.py record MODEL_DIR CHAIN.json SHOWN.json > hardened-chain.json

`verify` prints one JSON object a file: what the blocks up to the first refused one amount to, and
everything that this one is refused for. `record` takes the chain that `glyphlab chain export`
wrote and what `glyphlab chain show --last 100 --format json` told of it.
"""
from __future__ import annotations

import argparse
import functools
import hashlib
import json
import re
import struct
import sys
import time
from typing import NamedTuple

import hardened
import witness

# ---------------------------------------------------------------- constants

DOMAIN = b"glyphlab/hardened/1/"
GENESIS_TARGET = 2**252 - 1
STAMP_BITS = 14
SUPPLY = 2_090_999_300
REWARD, HALVING = 700, 1_500_000
TRANSACTIONS_MAX = 1000
HEADER_LENGTH, TRANSACTION_LENGTH = 209, 133
SPAN, SPAN_SECONDS = 5, 100
MEDIAN_BLOCKS = 11
FUTURE_SECONDS = 600


def digest(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def tagged(name, *parts):
    return digest(DOMAIN + name, *parts)


# ---------------------------------------------------------------- secp256k1

P = 2**256 - 2**32 - 977
ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
BASE = (0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798,
        0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8)


def add(a, b):
    """Of points as (x, y); None is the one at infinity."""
    if a is None or b is None:
        return a or b
    if a[0] == b[0]:
        if (a[1] + b[1]) % P == 0:
            return None
        slope = 3 * a[0] * a[0] * pow(2 * a[1], -1, P)
    else:
        slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, P)
    x = (slope * slope - a[0] - b[0]) % P
    return x, (slope * (a[0] - x) - a[1]) % P


def multiply(scalar, point):
    product = None
    while scalar:
        if scalar & 1:
            product = add(product, point)
        point = add(point, point)
        scalar >>= 1
    return product


@functools.cache
def decompress(key):
    """The point of a compressed key, or None: for another form, and off the curve."""
    x = int.from_bytes(key[1:], "big")
    if key[0] not in (2, 3) or x >= P:
        return None
    square = (x**3 + 7) % P
    y = pow(square, (P + 1) // 4, P)
    if y * y % P != square:
        return None
    return x, y if y % 2 == key[0] % 2 else P - y


@functools.cache
def is_signed(key, message, signature):
    """The message is the digest that was signed; of s and -s only the lower counts."""
    r, s = (int.from_bytes(part, "big") for part in (signature[:32], signature[32:]))
    if not (0 < r < ORDER and 0 < s <= ORDER // 2):
        return False
    inverse = pow(s, -1, ORDER)
    point = add(multiply(int.from_bytes(message, "big") * inverse % ORDER, BASE),
                multiply(r * inverse % ORDER, decompress(key)))
    return point is not None and point[0] % ORDER == r


# ---------------------------------------------------------------- bytes


class Refusal(Exception):
    """Bytes that are no block: its arguments are the reject code and the reason."""


class Transaction(NamedTuple):
    to: bytes
    amount: int
    nonce: int
    key: bytes
    signature: bytes
    bytes: bytes

    @staticmethod
    def read(data):
        return Transaction(*struct.unpack(">20s2Q33s64s", data), data)

    @property
    def sender(self):
        x, y = decompress(self.key)
        return digest(x.to_bytes(32, "big"), y.to_bytes(32, "big"))[:20]

    def id(self, chain):
        return tagged(b"transaction", chain, self.sender, self.to,
                      struct.pack(">2Q", self.amount, self.nonce))


class Block(NamedTuple):
    header: bytes
    version: int
    chain: bytes
    index: int
    previous: bytes
    time: int
    root: bytes
    count: int
    miner: bytes
    weights: bytes
    target: int
    stamp: int
    nonce: bytes
    proof: bytes
    transactions: list

    @staticmethod
    def read(data):
        """Sizes, version and keys: everything that is wrong with bytes without a chain."""
        start = HEADER_LENGTH + 8 + 32
        if len(data) > start + TRANSACTIONS_MAX * TRANSACTION_LENGTH:
            raise Refusal("size", f"{len(data)} bytes")
        if len(data) < start:
            raise Refusal("encoding", f"{len(data)} bytes are no header, nonce and proof")
        header = data[:HEADER_LENGTH]
        fields = list(struct.unpack(">B32sQ32sQ32sI20s32s32sQ", header))
        if fields[0] != 1:
            raise Refusal("encoding", f"version {fields[0]}")
        count, fields[9] = fields[6], int.from_bytes(fields[9], "big")
        if len(data) != start + count * TRANSACTION_LENGTH:
            raise Refusal("encoding", f"{len(data)} bytes with {count} transactions")
        transactions = [Transaction.read(data[i : i + TRANSACTION_LENGTH])
                        for i in range(start, len(data), TRANSACTION_LENGTH)]
        for i, transaction in enumerate(transactions):
            if decompress(transaction.key) is None:
                raise Refusal("key", f"transaction {i}")
        return Block(header, *fields, data[HEADER_LENGTH:][:8], data[start - 32 : start],
                     transactions)

    @property
    def content(self):
        return tagged(b"content", self.header)

    @property
    def hash(self):
        return tagged(b"block", self.content, self.nonce, self.proof)


def merkle_root(leaves):
    if not leaves:
        return digest(b"\x02")
    level = [digest(b"\x00", leaf) for leaf in leaves]
    while len(level) > 1:
        pairs = [digest(b"\x01", *level[i : i + 2]) for i in range(0, len(level) - 1, 2)]
        level = pairs + level[len(level) // 2 * 2 :]
    return level[0]


# ---------------------------------------------------------------- rules


class Chain:
    """What the accepted blocks amount to."""

    def __init__(self, model, clock):
        self.model, self.clock = model, clock
        self.weights = bytes.fromhex(model.weights_hash())
        self.id = tagged(b"chain", self.weights, GENESIS_TARGET.to_bytes(32, "big"),
                         STAMP_BITS.to_bytes(8, "big"))
        self.genesis = self.genesis_bytes()
        self.blocks, self.balances, self.nonces = [Block.read(self.genesis)], {}, {}

    def genesis_bytes(self):
        header = struct.pack(">B32sQ32sQ32sI20s32s32sQ", 1, self.id, 0, bytes(32), 0,
                             merkle_root([]), 0, bytes(20), self.weights,
                             GENESIS_TARGET.to_bytes(32, "big"), 0)
        return header + bytes(8 + 32)

    def accept(self, data):
        """Every (reject code, reason) against the bytes as the next block; none takes it in."""
        try:
            block = Block.read(data)
        except Refusal as refusal:
            return [refusal.args]
        balances, nonces = dict(self.balances), dict(self.nonces)
        errors = [*self.header_errors(block), *self.money_errors(block, balances, nonces)]
        if not errors:
            errors = [*self.proof_errors(block)]
        if not errors:
            self.blocks.append(block)
            self.balances, self.nonces = balances, nonces
        return errors

    def header_errors(self, block):
        times = [earlier.time for earlier in self.blocks]
        recent = sorted(times[-MEDIAN_BLOCKS:])
        if block.chain != self.id:
            yield "chain_id", block.chain.hex()
        if block.index != len(self.blocks):
            yield "position", f"index {block.index}"
        if block.previous != self.blocks[-1].hash:
            yield "previous_hash", block.previous.hex()
        if block.weights != self.weights:
            yield "weights", block.weights.hex()
        if block.time < times[-1]:
            yield "time_order", f"{block.time} after {times[-1]}"
        if block.time <= recent[len(recent) // 2]:
            yield "median_time", f"{block.time} is not above {recent[len(recent) // 2]}"
        if block.time > self.clock + FUTURE_SECONDS:
            yield "future_time", f"{block.time} at {self.clock}"
        if block.target != self.target(len(self.blocks)):
            yield "target", f"{block.target:064x}"
        if int.from_bytes(block.content, "big") >> (256 - STAMP_BITS):
            yield "stamp", block.content.hex()
        if int.from_bytes(block.proof, "big") >= block.target:
            yield "work", block.proof.hex()
        if block.root != merkle_root([one.bytes for one in block.transactions]):
            yield "transactions", block.root.hex()

    def target(self, index):
        if index <= SPAN:
            return GENESIS_TARGET
        last = (index - 1) // SPAN * SPAN
        seconds = self.blocks[last].time - self.blocks[last - SPAN].time
        clamped = min(max(seconds, SPAN_SECONDS // 4), SPAN_SECONDS * 4)
        target = self.blocks[last].target * clamped // SPAN_SECONDS
        return min(max(target, 1), GENESIS_TARGET)

    def money_errors(self, block, balances, nonces):
        """Payments happen in the block's order, so that one may spend what another brought."""
        reward = REWARD >> (len(self.blocks) // HALVING)
        balances[block.miner] = balances.get(block.miner, 0) + reward
        for i, one in enumerate(block.transactions):
            sender = one.sender
            if not 1 <= one.amount <= SUPPLY:
                yield "amount", f"transaction {i}: {one.amount}"
            if one.nonce != nonces.get(sender, 0):
                yield "nonce", f"transaction {i}: {one.nonce}"
            if one.amount > balances.get(sender, 0):
                yield "balance", f"transaction {i}: {one.amount} units"
            if not is_signed(one.key, one.id(self.id), one.signature):
                yield "signature", f"transaction {i}"
            nonces[sender] = nonces.get(sender, 0) + 1
            balances[sender] = balances.get(sender, 0) - one.amount
            balances[one.to] = balances.get(one.to, 0) + one.amount

    def proof_errors(self, block):
        if self.model.context < hardened.TOKENS:
            yield "context", f"the model reads {self.model.context} tokens"
        elif block.proof != proof(self.model, block.content, block.nonce):
            yield "proof", block.proof.hex()

    def summary(self, errors):
        work = sum(2**256 // (block.target + 1) for block in self.blocks[1:])
        return {"valid": not errors, "height": len(self.blocks) - 1,
                "tip": self.blocks[-1].hash.hex(), "work": str(work),
                "balances": {who.hex(): units for who, units in self.balances.items()},
                "errors": errors}


@functools.cache
def proof(model, content, nonce):
    evidence = hardened.evidence(model, tagged(b"attempt", content, nonce))
    return tagged(b"proof", content, nonce, bytes.fromhex(evidence["witness"]),
                  evidence["fingerprint"].encode("ascii"))


# ---------------------------------------------------------------- files


def judge(model, document, clock):
    """(the chain up to the first refused block, the errors of that)."""
    chain = Chain(model, clock)
    if not isinstance(document, list):
        return chain, [{"block": 0, "code": "encoding", "reason": "no list of blocks"}]
    if document[:1] != [chain.genesis.hex()]:
        return chain, [{"block": 0, "code": "genesis", "reason": "another chain's, or none"}]
    for index, text in enumerate(document[1:], 1):
        if not isinstance(text, str) or not re.fullmatch("([0-9a-f]{2})*", text):
            errors = [("encoding", "no lower-case hex")]
        else:
            errors = chain.accept(bytes.fromhex(text))
        if errors:
            return chain, [{"block": index, "code": code, "reason": reason}
                           for code, reason in errors]
    return chain, []


def state_digests(shown, count):
    """The program's own digests of its books, of which this reading knows nothing."""
    rows = {row["height"]: row["state_digest"] for row in shown["blocks"]}
    return [rows[height] for height in range(count)]


def record(model, blocks, shown, clock):
    """The golden: the program's blocks and state digests, everything else from this reading."""
    chain, errors = judge(model, blocks, clock)
    if errors:
        raise SystemExit(f"the chain is refused: {errors}")
    summary = chain.summary(errors)
    document = {"model": model.name, "integer_weights_hash": model.weights_hash(),
                "blocks": blocks, "hashes": [block.hash.hex() for block in chain.blocks],
                "targets": [f"{block.target:064x}" for block in chain.blocks],
                "tip": summary["tip"], "work": summary["work"], "balances": summary["balances"],
                "state_digests": state_digests(shown, len(blocks))}
    return json.dumps(document, indent=1)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("verify", help="judge chains")
    command.add_argument("directory")
    command.add_argument("chains", nargs="+")
    command = commands.add_parser("record", help="write the golden")
    command.add_argument("directory")
    command.add_argument("chain")
    command.add_argument("shown")
    for command in commands.choices.values():
        command.add_argument("--clock", type=int, default=int(time.time()),
                             help="what time it is, in seconds since 1970")
    arguments = parser.parse_args()
    model = witness.Model.load(arguments.directory)
    if arguments.command == "record":
        print(record(model, witness.read_json(arguments.chain),
                     witness.read_json(arguments.shown), arguments.clock))
        return
    for path in arguments.chains:
        chain, errors = judge(model, witness.read_json(path), arguments.clock)
        print(json.dumps(chain.summary(errors)))


if __name__ == "__main__":
    main()
