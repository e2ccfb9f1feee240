#!/usr/bin/env python3
"""The witness of the hardened learning network: every rule of Sources/LearningNetwork/README.md
that a block is judged by, read from that page alone, so that it can disagree with the program. The
training itself is Tests/Scripts/read_training.py's, another reading of its own page.

    python3 -B Goldens/learning_network.py verify FILE
    python3 -B Goldens/learning_network.py verify FILE --mutate SEED COUNT

FILE is as learning/hardened-network.json. Prints one JSON object: what was counted, or the first
rule that failed, with its block, what was expected and what was there. Ends with 0, 1 where a rule
failed, and 65 where the file is none. With --mutate it changes one byte or one member of a block,
COUNT times, and ends with 0 where each change made a rule fail.
"""
import argparse
import collections
import functools
import hashlib
import json
import pathlib
import random
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Tests" / "Scripts"))
import read_training as training  # noqa: E402

tagged, u32, u64 = training.tagged, training.u32, training.u64

COIN = 10**6
BLOCK_REWARD = 10 * COIN
TRAINER_BOND, VALIDATOR_BOND = 1000 * COIN, 5000 * COIN
AMOUNT_MAX, FEE_MAX = 2**62, 2**61
WORK_BITS = 16
VALIDATORS = 3
QUORUM = 67
SIZES = {"transaction": 1024, "proof": 8192, "vote": 1024, "block": 4 << 20}
REPUTATION, REPUTATION_MAX = 50_000, 100_000


class Malformed(Exception):
    """A file that is no file of a network: its argument says why."""


class Broken(Exception):
    """A rule that failed: guard, what was expected, what was there."""


def equal(guard, expected, got):
    if expected != got:
        raise Broken(guard, expected, got)


def holds(guard, is_so, expected, got):
    if not is_so:
        raise Broken(guard, expected, got)


# Bytes


def canonical(thing):
    return json.dumps(thing, sort_keys=True, separators=(",", ":")).encode("ascii")


def no_duplicate(pairs):
    if len(dict(pairs)) != len(pairs):
        raise Broken("canonical", "each member once", [name for name, _ in pairs])
    return dict(pairs)


def no_constant(text):
    raise Broken("json", "JSON", text)


def parse(text):
    """The value of a canonical text."""
    try:
        value = json.loads(text, object_pairs_hook=no_duplicate, parse_constant=no_constant)
        written = canonical(value)
    except (ValueError, RecursionError) as error:
        raise Broken("json", "JSON", str(error)) from error
    equal("canonical", written, text.encode("utf-8", "surrogatepass"))
    return value


def sized(kind, thing):
    size = len(canonical(thing))
    holds("size", size <= SIZES[kind], f"{kind} of at most {SIZES[kind]} bytes", size)


def unhex(text):
    return bytes.fromhex(text)


# Forms: what stands in each member

INTEGER, BOOLEAN, TEXT = "integer", "boolean", "text"
DIGEST, KEY, SIGNATURE = (f"[0-9a-f]{{{digits}}}" for digits in (64, 66, 128))
ADDRESS = "0x[0-9a-f]{40}"

TRANSACTION = {
    "amount": INTEGER, "fee": INTEGER, "from": ADDRESS, "key": KEY, "kind": "pay|bond|unbond",
    "network": DIGEST, "nonce": INTEGER, "signature": SIGNATURE, "to": f"({ADDRESS})?"}
PROOF = {
    "chunk": DIGEST, "end": DIGEST, "epoch": INTEGER, "key": KEY, "network": DIGEST,
    "path_end": [DIGEST], "path_start": [DIGEST], "seed": DIGEST, "signature": SIGNATURE,
    "start": DIGEST, "steps": INTEGER, "trace": DIGEST}
VOTE = {
    "beacon": DIGEST, "epoch": INTEGER, "network": DIGEST, "proof": DIGEST,
    "signature": SIGNATURE, "valid": BOOLEAN, "validator": KEY}
CERTIFICATE = {
    "kind": "valid|invalid|double", "proof": DIGEST, "reward": INTEGER, "votes": [VOTE]}
HEADER = {
    "certificates": DIGEST, "epoch": INTEGER, "index": INTEGER, "miner": ADDRESS,
    "model": DIGEST, "network": DIGEST, "nonce": INTEGER, "previous": DIGEST, "proofs": DIGEST,
    "state": DIGEST, "time": INTEGER, "transactions": DIGEST}
BLOCK = {
    "certificates": [CERTIFICATE], "header": HEADER, "proofs": [PROOF],
    "reward": {"amount": INTEGER, "to": ADDRESS}, "transactions": [TRANSACTION]}
MODEL = {
    "batch_bits": INTEGER, "classes": INTEGER, "hidden": INTEGER, "init": TEXT,
    "inputs": INTEGER, "rate_bits": INTEGER, "sample": INTEGER, "steps": INTEGER}
GENESIS = {
    "allocations": {ADDRESS: INTEGER}, "bonds": [{"key": KEY, "units": INTEGER}],
    "chunks": [DIGEST], "epoch_blocks": INTEGER, "model": MODEL, "name": TEXT}


def formed(form, value, place):
    """The value has the form: guards `fields` and `number_type`."""
    if isinstance(form, list):
        holds("fields", isinstance(value, list), f"{place}: a list", value)
        for item in value:
            formed(form[0], item, place)
    elif isinstance(form, dict):
        object_formed(form, value, place)
    elif form == INTEGER:
        holds("number_type", type(value) is int, f"{place}: an integer", value)
    elif form == BOOLEAN:
        holds("fields", type(value) is bool, f"{place}: true or false", value)
    else:
        pattern = "(?s:.*)" if form == TEXT else form
        fits = isinstance(value, str) and re.fullmatch(pattern, value)
        holds("fields", fits, f"{place}: {form}", value)


def object_formed(form, value, place):
    holds("fields", isinstance(value, dict), f"{place}: an object", value)
    if ADDRESS in form:
        for name, inner in value.items():
            formed(ADDRESS, name, place)
            formed(form[ADDRESS], inner, f"{place}.{name}")
        return
    equal("fields", sorted(form), sorted(value))
    for name, inner in value.items():
        formed(form[name], inner, f"{place}.{name}")


# secp256k1; points are (x, y), and None is the one at infinity

PRIME = 2**256 - 2**32 - 977
ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
BASE = (0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798,
        0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8)


def plus(left, right):
    if left is None or right is None:
        return left or right
    (x1, y1), (x2, y2) = left, right
    if x1 == x2 and (y1 + y2) % PRIME == 0:
        return None
    if x1 == x2:
        slope = 3 * x1 * x1 * pow(2 * y1, -1, PRIME)
    else:
        slope = (y2 - y1) * pow(x2 - x1, -1, PRIME)
    x3 = (slope * slope - x1 - x2) % PRIME
    return x3, (slope * (x1 - x3) - y1) % PRIME


def times(number, point):
    product = None
    for bit in bin(number)[2:]:
        product = plus(product, product)
        if bit == "1":
            product = plus(product, point)
    return product


@functools.cache
def point_of(key):
    """The point of a compressed key in hexadecimal, or None."""
    sign, x = int(key[:2], 16), int(key[2:], 16)
    square = (x**3 + 7) % PRIME
    root = pow(square, (PRIME + 1) // 4, PRIME)
    if sign not in (2, 3) or x >= PRIME or root * root % PRIME != square:
        return None
    return x, root if root % 2 == sign % 2 else PRIME - root


@functools.cache
def is_signed(key, digest, signature):
    r, s = int(signature[:64], 16), int(signature[64:], 16)
    point = point_of(key)
    if point is None or not (0 < r < ORDER and 0 < s <= ORDER // 2):
        return False
    inverse = pow(s, -1, ORDER)
    sum_of = plus(times(int.from_bytes(digest, "big") * inverse % ORDER, BASE),
                  times(r * inverse % ORDER, point))
    return sum_of is not None and sum_of[0] % ORDER == r


def address_of(key):
    inner = hashlib.sha256(key.encode()).hexdigest()
    return "0x" + hashlib.sha256(inner.encode()).hexdigest()[:40]


def identity(kind, thing):
    """H(kind || the object without its signature): what is signed, and the id."""
    return tagged(kind, canonical({name: v for name, v in thing.items() if name != "signature"}))


# Roots and paths


def list_root(things):
    level = [tagged("entry", canonical(thing)) for thing in things]
    count = u32(len(level))
    while len(level) > 1:
        pairs = [tagged("node", *level[i:i + 2]) for i in range(0, len(level) - 1, 2)]
        level = pairs + level[2 * len(pairs):]
    return tagged("list", count, *level).hex()


def roots_of(block):
    return {"certificates": list_root(block["certificates"]), "proofs": list_root(block["proofs"]),
            "transactions": list_root([block["reward"], *block["transactions"]])}


def trace_by_path(step, weights, steps, path):
    """The trace that a leaf and its path lead to, or None: a path of another length."""
    node, place, width, path = tagged("leaf", u32(step), weights), step, steps + 1, list(path)
    while width > 1:
        if place % 2 or place + 1 < width:
            if not path:
                return None
            beside = unhex(path.pop(0))
            node = tagged("node", beside, node) if place % 2 else tagged("node", node, beside)
        place, width = place // 2, (width + 1) // 2
    return None if path else tagged("trace", u32(steps + 1), node).hex()


# The ledger


class Ledger:
    """What the blocks so far amount to."""

    def __init__(self, genesis_text, data):
        self.genesis = parse(genesis_text)
        self.check_genesis()
        self.network = tagged("network", canonical(self.genesis))
        self.model, self.epoch_blocks = self.genesis["model"], self.genesis["epoch_blocks"]
        self.read_data(data)
        self.accounts, self.burned, self.rewarded, self.proofs = {}, 0, 0, []
        self.index, self.time, self.hash = 0, 0, self.network
        self.weights = training.first_weights(
            self.model["inputs"], self.model["hidden"], self.model["classes"], self.model["init"])
        self.head = training.weights_hash(self.weights).hex()
        self.links, self.trained = [], self.network
        self.counts = collections.Counter()
        for address, units in self.genesis["allocations"].items():
            self.account(address)["balance"] += units
        for bond in self.genesis["bonds"]:
            account = self.account(address_of(bond["key"]))
            account["key"], account["bond"] = bond["key"], bond["units"]
        self.begin_epoch(0)
        self.issued = self.supply()["sum"]

    def check_genesis(self):
        formed(GENESIS, self.genesis, "genesis")
        genesis, model = self.genesis, self.genesis["model"]
        keys = [bond["key"] for bond in genesis["bonds"]]
        units = [*genesis["allocations"].values(), *(bond["units"] for bond in genesis["bonds"])]
        equal("genesis", sorted(set(keys)), keys)
        holds("genesis", all(map(point_of, keys)), "keys that are points", keys)
        holds("genesis", min(units, default=1) >= 1, "units from 1", min(units, default=1))
        holds("genesis", genesis["chunks"], "one chunk at least", 0)
        holds("genesis", genesis["epoch_blocks"] >= 4, "4 at least", genesis["epoch_blocks"])
        name = genesis["name"]
        holds("genesis", 1 <= len(name) <= 64 and name.isprintable(), "1 to 64 printable", name)
        sizes = [model[name] for name in ("inputs", "hidden", "classes", "steps", "sample")]
        holds("genesis", min(sizes) >= 1, "sizes from 1", sizes)
        bits = model["batch_bits"], model["rate_bits"]
        holds("genesis", min(bits) >= 0 and sum(bits) >= 1, "b + k of 1 at least", bits)
        if max(sizes[:3]) > 256 or max(sizes) > 2**20 or bits[0] > 8 or bits[1] > 62:
            raise Malformed(f"genesis: this reading trains no model of {sizes} and {bits}")

    def read_data(self, data):
        """The chunks of the file are those of the genesis."""
        size, classes = self.model["inputs"] + 1, self.model["classes"]
        self.chunks = {}
        for text, expected in zip(data, self.genesis["chunks"]):
            raw = unhex(text)
            if not raw or len(raw) % size:
                raise Malformed(f"data: {len(raw)} bytes are no samples of {size}")
            samples = [(raw[i:i + size - 1], raw[i + size - 1]) for i in range(0, len(raw), size)]
            if max(label for _, label in samples) >= classes:
                raise Malformed(f"data: a label beyond {classes} classes")
            found = training.chunk_hash(samples, size - 1, classes).hex()
            equal("chunks", expected, found)
            self.chunks[found] = samples
        equal("chunks", len(self.genesis["chunks"]), len(data))

    # State

    def account(self, address):
        new = {"balance": 0, "bond": 0, "endings": [], "key": "", "nonce": 0,
               "reputation": REPUTATION}
        return self.accounts.setdefault(address, new)

    def begin_epoch(self, epoch):
        self.epoch, self.epoch_hash, self.proofs, self.slashed = epoch, "", [], []
        for account in self.accounts.values():
            account["balance"] += sum(u for end, u in account["endings"] if end <= epoch)
            account["endings"] = [e for e in account["endings"] if e[0] > epoch]
        self.stakes = sorted([account["key"], account["bond"]]
                             for account in self.accounts.values() if account["bond"])

    def state(self):
        rows = [[proof["id"], proof["index"], proof["beacon"], proof["status"]]
                for proof in self.proofs]
        return {"accounts": self.accounts, "burned": self.burned, "epoch": self.epoch,
                "epoch_hash": self.epoch_hash, "model": self.head, "proofs": rows,
                "rewarded": self.rewarded, "slashed": self.slashed, "stakes": self.stakes,
                "trained": [len(self.links), self.trained.hex()]}

    def supply(self):
        accounts = self.accounts.values()
        parts = {"balances": sum(account["balance"] for account in accounts),
                 "bonds": sum(account["bond"] for account in accounts),
                 "endings": sum(u for account in accounts for _, u in account["endings"]),
                 "burned": self.burned}
        return {**parts, "sum": sum(parts.values())}

    def validators(self):
        return {key: units for key, units in self.stakes
                if units >= VALIDATOR_BOND and key not in self.slashed}

    # A block, in the order of its rules

    def accept(self, text):
        holds("size", len(text.encode("utf-8", "surrogatepass")) <= SIZES["block"], "4 MiB", "more")
        block = parse(text)
        formed(BLOCK, block, "block")
        self.check_header(block)
        self.enter(block["header"])
        for transaction in block["transactions"]:
            self.transact(transaction)
        for proof in block["proofs"]:
            self.take_proof(proof)
        for certificate in block["certificates"]:
            self.certify(certificate)
        self.pay_miner(block)
        equal("model", self.head, block["header"]["model"])
        equal("state", tagged("state", canonical(self.state())).hex(), block["header"]["state"])
        equal("supply", self.issued + self.rewarded, self.supply()["sum"])
        self.hash = tagged("block", canonical(block["header"]))
        self.time = block["header"]["time"]

    def check_header(self, block):
        header, index = block["header"], self.index + 1
        equal("network", self.network.hex(), header["network"])
        equal("position", [index, index // self.epoch_blocks], [header["index"], header["epoch"]])
        equal("previous", self.hash.hex(), header["previous"])
        holds("time", header["time"] >= self.time, f"{self.time} at least", header["time"])
        digest = tagged("block", canonical(header))
        is_work = int.from_bytes(digest, "big") >> (256 - WORK_BITS) == 0
        holds("work", is_work, f"{WORK_BITS} zero bits", digest.hex())
        equal("roots", roots_of(block), {name: header[name] for name in roots_of(block)})

    def enter(self, header):
        """The epoch and the hash before: what stands in S only now."""
        before, self.index = self.index, self.index + 1
        for proof in self.proofs:
            if proof["index"] + 1 == before:
                proof["beacon"] = self.hash.hex()
        if before % self.epoch_blocks == 0:
            self.epoch_hash = self.hash.hex()
        if header["epoch"] != self.epoch:
            self.begin_epoch(header["epoch"])
        self.fees = 0
        self.counts["blocks"] += 1

    def signed(self, guard, kind, thing, key):
        self.counts["signatures"] += 1
        holds(guard, is_signed(key, identity(kind, thing), thing["signature"]),
              f"a signature of {key}", thing["signature"])

    def transact(self, one):
        sized("transaction", one)
        kind, amount, fee = one["kind"], one["amount"], one["fee"]
        equal("network", self.network.hex(), one["network"])
        holds("key_form", point_of(one["key"]), "a point", one["key"])
        equal("sender", address_of(one["key"]), one["from"])
        holds("recipient", bool(one["to"]) == (kind == "pay"), f"that of {kind}", one["to"])
        holds("self", one["to"] != one["from"], "another's", one["to"])
        holds("amount_range", 1 <= amount <= AMOUNT_MAX, "1 to 2^62", amount)
        holds("fee_range", 0 <= fee <= FEE_MAX, "0 to 2^61", fee)
        account = self.accounts.get(one["from"], {"nonce": 0, "balance": 0, "bond": 0})
        equal("nonce", account["nonce"], one["nonce"])
        from_bond, from_balance = (amount, fee) if kind == "unbond" else (0, amount + fee)
        holds("balance", account["balance"] >= from_balance and account["bond"] >= from_bond,
              [from_balance, from_bond], [account["balance"], account["bond"]])
        self.signed("signature", "transaction", one, one["key"])
        account["nonce"] += 1
        account["balance"] -= from_balance
        account["bond"] -= from_bond
        self.arrive(one, account)
        self.fees += fee
        self.counts[kind] += 1

    def arrive(self, one, account):
        if one["kind"] == "pay":
            self.account(one["to"])["balance"] += one["amount"]
        elif one["kind"] == "bond":
            account["bond"] += one["amount"]
            account["key"] = one["key"]
        else:
            free = self.epoch + 2
            if account["endings"] and account["endings"][-1][0] == free:
                account["endings"][-1][1] += one["amount"]
            else:
                account["endings"].append([free, one["amount"]])

    def check_proof(self, proof):
        sized("proof", proof)
        steps = self.model["steps"]
        equal("network", self.network.hex(), proof["network"])
        holds("key_form", point_of(proof["key"]), "a point", proof["key"])
        equal("epoch", self.epoch, proof["epoch"])
        holds("epoch", self.epoch_hash, "a block after the epoch's first", self.index)
        bond = dict(self.stakes).get(proof["key"], 0)
        holds("bond", bond >= TRAINER_BOND, f"{TRAINER_BOND} at least", bond)
        seed, chunk = self.task(proof["key"])
        equal("seed", seed.hex(), proof["seed"])
        equal("chunk", chunk, proof["chunk"])
        equal("start", self.head, proof["start"])
        equal("steps", steps, proof["steps"])
        for step, name in ((0, "start"), (steps, "end")):
            got = trace_by_path(step, unhex(proof[name]), steps, proof["path_" + name])
            equal("ends", proof["trace"], got)
        holds("proof_once", all(proof["key"] != other["proof"]["key"] for other in self.proofs),
              "one of a trainer in an epoch", proof["key"])
        self.signed("proof_signature", "proof", proof, proof["key"])

    def task(self, key):
        """The seed and the chunk's hash of a trainer in this epoch."""
        seed = tagged("seed", self.network, u64(self.epoch), unhex(self.epoch_hash), unhex(key))
        chunks = self.genesis["chunks"]
        return seed, chunks[training.below(training.words("chunk", seed, 0), len(chunks))]

    def take_proof(self, proof):
        self.check_proof(proof)
        self.proofs.append({"id": identity("proof", proof).hex(), "index": self.index,
                            "beacon": "", "status": "open", "proof": proof,
                            "weights": self.weights})
        self.counts["proofs"] += 1

    # Certificates

    def certify(self, certificate):
        kind, votes = certificate["kind"], certificate["votes"]
        entry = next((e for e in self.proofs if e["id"] == certificate["proof"]), None)
        holds("proof_known", entry and entry["beacon"], "a proof of this epoch with its beacon",
              certificate["proof"])
        for vote in votes:
            self.check_vote(vote, certificate["proof"], entry["beacon"])
        if kind == "double":
            self.take_bond(certificate)
        else:
            self.settle(certificate, entry)
        self.counts[f"certificate {kind}"] += 1

    def check_vote(self, vote, proof, beacon):
        sized("vote", vote)
        equal("network", self.network.hex(), vote["network"])
        holds("key_form", point_of(vote["validator"]), "a point", vote["validator"])
        equal("proof_known", [proof, beacon, self.epoch],
              [vote["proof"], vote["beacon"], vote["epoch"]])
        holds("validator_registered", vote["validator"] in self.validators(),
              sorted(self.validators()), vote["validator"])
        self.signed("vote_signature", "vote", vote, vote["validator"])
        self.counts["votes"] += 1

    def take_bond(self, certificate):
        votes = certificate["votes"]
        equal("vote_once", [True, False], [vote["valid"] for vote in votes])
        equal("vote_once", votes[0]["validator"], votes[1]["validator"])
        equal("reward_exact", 0, certificate["reward"])
        key = votes[0]["validator"]
        account = self.accounts[address_of(key)]
        self.burned += account["bond"] + sum(units for _, units in account["endings"])
        account["bond"], account["endings"] = 0, []
        self.slashed = [*self.slashed, key]

    def settle(self, certificate, entry):
        votes, is_valid = certificate["votes"], certificate["kind"] == "valid"
        equal("certificate_once", "open", entry["status"])
        keys = [vote["validator"] for vote in votes]
        equal("vote_once", sorted(set(keys)), keys)
        theirs = [vote["validator"] for vote in votes if vote["valid"] == is_valid]
        holds("quorum_validators", len(theirs) >= VALIDATORS, VALIDATORS, len(theirs))
        validators = self.validators()
        approving, total = sum(validators[key] for key in theirs), sum(validators.values())
        holds("quorum_stake", 100 * approving >= QUORUM * total, f"{QUORUM} of 100 of {total}",
              approving)
        trainer = self.accounts[address_of(entry["proof"]["key"])]
        stake = dict(self.stakes)[entry["proof"]["key"]]
        units = reward(trainer["reputation"], stake, approving, total) if is_valid else 0
        equal("reward_exact", units, certificate["reward"])
        change = 1000 if is_valid else -5000
        trainer["reputation"] = min(max(trainer["reputation"] + change, 0), REPUTATION_MAX)
        trainer["balance"] += units
        self.rewarded += units
        self.train_again(entry, is_valid)
        entry["status"] = certificate["kind"]

    def train_again(self, entry, is_valid):
        """All steps of a proof once more; the first valid one of an epoch leads on."""
        proof, model = entry["proof"], self.model
        hashes, _, end = training.train(
            entry["weights"], self.chunks[proof["chunk"]], unhex(proof["seed"]), model["steps"],
            model["batch_bits"], model["rate_bits"])
        trace = training.trace(hashes).hex()
        self.counts["trained again " + ("the same" if trace == proof["trace"] else "other")] += 1
        if not is_valid:
            holds("training", trace != proof["trace"], "another trace", trace)
            return
        equal("training", [trace, hashes[-1].hex()], [proof["trace"], proof["end"]])
        if all(other["status"] != "valid" for other in self.proofs):
            self.lead_on(proof, end)

    def lead_on(self, proof, end):
        self.trained = tagged("trained", self.trained, u64(self.epoch), unhex(proof["start"]),
                              unhex(proof["end"]))
        self.links.append([self.epoch, proof["start"], proof["end"]])
        self.weights, self.head = end, proof["end"]

    def pay_miner(self, block):
        expected = {"amount": BLOCK_REWARD + self.fees, "to": block["header"]["miner"]}
        equal("reward_exact", expected, block["reward"])
        self.account(block["reward"]["to"])["balance"] += block["reward"]["amount"]
        self.rewarded += BLOCK_REWARD

    def figures(self):
        kinds = ("valid", "invalid", "double")
        count = self.counts
        return {
            "network": self.network.hex(), "blocks": count["blocks"], "tip": self.hash.hex(),
            "transactions": {kind: count[kind] for kind in ("pay", "bond", "unbond")},
            "proofs": count["proofs"], "votes": count["votes"],
            "certificates": {kind: count[f"certificate {kind}"] for kind in kinds},
            "trained_again": {"the_same": count["trained again the same"],
                              "other": count["trained again other"]},
            "signatures": count["signatures"], "epochs": self.epoch + 1,
            "training_chain": len(self.links),
            "supply": {**self.supply(), "issued": self.issued, "rewarded": self.rewarded}}


def reward(reputation, stake, approving, total):
    """A trainer's units."""
    weight = (600_000 + 200_000 * reputation // 100_000
              + 100_000 * min(stake, 5 * 10**9) // 10**10
              + 100_000 * min(100 * approving, QUORUM * total) // (QUORUM * total))
    return 10**7 * weight // 10**6


# Files

HEX = "([0-9a-f]{2})*"
FILE = {"genesis": str, "network": str, "data": list, "blocks": list, "hashes": list,
        "state": str, "digest": str, "trained": list}


def read_file(path):
    try:
        with open(path, encoding="utf-8") as file:
            document = json.load(file, object_pairs_hook=one_of_each)
    except (OSError, ValueError, RecursionError) as error:
        raise Malformed(str(error)) from error
    if not isinstance(document, dict) or set(document) != set(FILE):
        raise Malformed(f"one object with the members {', '.join(FILE)} is asked for")
    for name, kind in FILE.items():
        if not isinstance(document[name], kind):
            raise Malformed(f"{name}: no {'text' if kind is str else 'list'}")
    for name in ("data", "blocks", "hashes"):
        if not all(isinstance(item, str) for item in document[name]):
            raise Malformed(f"{name}: no list of texts")
    if not all(re.fullmatch(HEX, text) for text in document["data"]):
        raise Malformed("data: no lower-case hexadecimal")
    return document


def one_of_each(pairs):
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a member stands twice")
    return dict(pairs)


def judge(document):
    """(the figures, None), or (None, the first rule that failed)."""
    block, ledger = 0, None
    try:
        ledger = Ledger(document["genesis"], document["data"])
        equal("network", ledger.network.hex(), document["network"])
        hashes = []
        for block, text in enumerate(document["blocks"], 1):
            ledger.accept(text)
            hashes.append(ledger.hash.hex())
        for place, (expected, got) in enumerate(zip(hashes, document["hashes"]), 1):
            block = place
            equal("file hashes", expected, got)
        block = len(hashes)
        equal("file hashes", len(hashes), len(document["hashes"]))
        state = canonical(ledger.state())
        equal("file state", state.decode(), document["state"])
        equal("file digest", tagged("state", state).hex(), document["digest"])
        equal("file trained", canonical(ledger.links), canonical(document["trained"]))
    except Broken as broken:
        guard, expected, got = broken.args
        return None, {"block": block, "guard": guard, "expected": shown(expected),
                      "got": shown(got)}
    return ledger.figures(), None


def shown(value):
    """The value as JSON can write it, cut."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "surrogatepass")
    text = value if isinstance(value, str) else json.dumps(value)
    return text if len(text) <= 600 else text[:600] + "..."


# Changes that a rule must answer


def leaves(value, path=()):
    """The paths of all members and items, outer ones too."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for name, inner in items:
        yield (*path, name)
        if isinstance(inner, (dict, list)):
            yield from leaves(inner, (*path, name))


def changed(value, chance):
    """Another value, most often of the same form."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return chance.choice([value + 1, value - 1, -value - 1, value + 2**32, float(value)])
    if isinstance(value, str):
        return changed_text(value, chance)
    if isinstance(value, dict):
        name = chance.choice(sorted(value))
        return chance.choice([{k: v for k, v in value.items() if k != name}, {**value, "x": 0}])
    others = [value + [value[-1]], value[1:], value[::-1]] if value else [[0], [{}], ["00"]]
    return chance.choice([other for other in others if other != value])


def changed_text(value, chance):
    if not value:
        return "0x" + "0" * 40
    if value in ("pay", "bond", "unbond", "valid", "invalid", "double"):
        kinds = ["pay", "bond", "unbond"], ["valid", "invalid", "double"]
        return chance.choice([k for row in kinds if value in row for k in row if k != value])
    place = chance.randrange(len(value))
    digit = chance.choice([d for d in "0123456789abcdef" if d != value[place]])
    return value[:place] + digit + value[place + 1:]


def change_byte(text, chance):
    place = chance.randrange(len(text))
    other = chance.choice([chr(c) for c in range(32, 127) if chr(c) != text[place]])
    return text[:place] + other + text[place + 1:], text[:place][-24:] + "^"


def change_member(text, chance):
    block = json.loads(text)
    path = chance.choice(list(leaves(block)))
    inner = block
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = changed(inner[path[-1]], chance)
    return block, ".".join(map(str, path))


def mend(block):
    """Roots and work made right again, so that an inner rule must answer; False: cannot be."""
    try:
        block["header"].update(roots_of(block))
        block["header"]["nonce"] = "NONCE"
        head, tail = canonical(block["header"]).split(b'"NONCE"')
    except (AttributeError, KeyError, TypeError, ValueError):
        return False
    begun = hashlib.sha256(training.HEAD + b"block\0" + head)
    nonce = 0
    while True:
        attempt = begun.copy()
        attempt.update(str(nonce).encode() + tail)
        if attempt.digest()[:2] == b"\0\0":
            block["header"]["nonce"] = nonce
            return True
        nonce += 1


def mutate(document, seed, count):
    """Prints the rules that answered COUNT changes; how many were not noticed."""
    if not document["blocks"]:
        raise Malformed("blocks: none to change")
    chance = random.Random(seed)
    guards, unnoticed = collections.Counter(), []
    for _ in range(count):
        other, how = change(document, chance)
        _, failure = judge(other)
        if failure is None:
            unnoticed.append(how)
        else:
            guards[failure["guard"]] += 1
    print(json.dumps({"changes": count, "unnoticed": unnoticed,
                      "guards": dict(sorted(guards.items()))}, indent=1))
    return len(unnoticed)


def change(document, chance):
    """The document with one change, and where it is."""
    other = {**document, "blocks": list(document["blocks"])}
    every = range(len(document["blocks"]))
    busy = [place for place in every if '"signature"' in document["blocks"][place]]
    place = chance.choice(chance.choice([busy, every]) or every)
    text = document["blocks"][place]
    way = chance.choice(["byte", "member", "mended", "mended"])
    if way == "byte":
        other["blocks"][place], where = change_byte(text, chance)
    else:
        block, where = change_member(text, chance)
        other["blocks"][place] = canonical(block).decode()
        if way == "mended" and mend(block) and canonical(block).decode() != text:
            other["blocks"][place] = canonical(block).decode()
        else:
            way = "member"
    return other, f"block {place + 1}, {way} {where}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("verify", help="judge a file")
    command.add_argument("file")
    command.add_argument("--mutate", nargs=2, type=int, metavar=("SEED", "COUNT"),
                         help="change it COUNT times and see that a rule fails each time")
    arguments = parser.parse_args()
    try:
        document = read_file(arguments.file)
        figures, failure = judge(document)
        if failure is None and arguments.mutate:
            return 1 if mutate(document, *arguments.mutate) else 0
    except Malformed as malformed:
        print(f"{arguments.file}: {malformed}", file=sys.stderr)
        return 65
    print(json.dumps(failure or figures, indent=1))
    return 1 if failure else 0


if __name__ == "__main__":
    sys.exit(main())
