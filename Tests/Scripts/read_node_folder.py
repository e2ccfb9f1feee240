#!/usr/bin/env python3
"""An independent reading of a published node's folder: five files, and the rules of their chain.

    read_node_folder.py FOLDER                            checks the folder, prints its facts
    read_node_folder.py FOLDER --write OTHER              writes the same folder again
        [--pay FROM TO AMOUNT]                            with a payment between two wallets waiting

Only the standard library. Sources: the form of the files as CPython's json writes it (indent=1, or
on a single line), the published chain's rules; but no proof is computed again. A folder that is wrong
ends with 1 and the first place that is.
"""

import hashlib
import hmac
import json
import os
import sys

GENESIS_TARGET = (1 << 252) - 1
HEADER = ["version", "index", "prev_hash", "timestamp", "model_id", "transactions", "miner", "prompt",
          "proof_hash", "target"]
SIGNED = ["from", "to", "amount", "nonce", "pubkey"]

# secp256k1: y^2 = x^3 + 7 over P, its generator and order (SEC 2, section 2.4.1).
P = (1 << 256) - (1 << 32) - 977
N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
G = (0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798,
     0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8)


class Wrong(Exception):
    pass


def expect(holds, where, expected):
    if not holds:
        raise Wrong(f"{where}: expected {expected}")


def plus(a, b):
    if a is None or b is None:
        return a or b
    if a[0] == b[0]:
        if (a[1] + b[1]) % P == 0:
            return None
        slope = 3 * a[0] * a[0] * pow(2 * a[1], -1, P) % P
    else:
        slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, P) % P
    x = (slope * slope - a[0] - b[0]) % P
    return x, (slope * (a[0] - x) - a[1]) % P


def times(k, point):
    total = None
    while k:
        if k & 1:
            total = plus(total, point)
        point = plus(point, point)
        k >>= 1
    return total


def raw_key(secret):
    x, y = times(int(secret, 16), G)
    return x.to_bytes(32, "big") + y.to_bytes(32, "big")


def address(key):
    return hashlib.sha256(key).hexdigest()[:40]


def canonical(value, keys):
    return json.dumps({key: value[key] for key in keys}, sort_keys=True, separators=(",", ":")).encode()


def digest_number(payment):
    return int.from_bytes(hashlib.sha1(canonical(payment, SIGNED)).digest(), "big")


def is_signed(payment):
    key, signature = bytes.fromhex(payment["pubkey"]), bytes.fromhex(payment["signature"])
    if len(key) != 64 or len(signature) != 64 or address(key) != payment["from"]:
        return False
    point = (int.from_bytes(key[:32], "big"), int.from_bytes(key[32:], "big"))
    if (point[1] ** 2 - point[0] ** 3 - 7) % P:
        return False
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if not (0 < r < N and 0 < s < N):
        return False
    inverse = pow(s, -1, N)
    found = plus(times(digest_number(payment) * inverse % N, G), times(r * inverse % N, point))
    return found is not None and found[0] % N == r


def sign(payment, secret):
    """RFC 6979 with SHA-1."""
    x = int(secret, 16)
    z = digest_number(payment)

    def mac(key, data):
        return hmac.new(key, data, hashlib.sha1).digest()

    seed = x.to_bytes(32, "big") + (z % N).to_bytes(32, "big")
    v, k = b"\1" * 20, b"\0" * 20
    k = mac(k, v + b"\0" + seed)
    v = mac(k, v)
    k = mac(k, v + b"\1" + seed)
    v = mac(k, v)
    while True:
        drawn = b""
        while len(drawn) < 32:
            v = mac(k, v)
            drawn += v
        nonce = int.from_bytes(drawn[:32], "big")
        if 0 < nonce < N:
            r = times(nonce, G)[0] % N
            s = pow(nonce, -1, N) * (z + r * x) % N
            if r and s:
                return (r.to_bytes(32, "big") + s.to_bytes(32, "big")).hex()
        k = mac(k, v + b"\0")
        v = mac(k, v)


# The files: name, whether each element has its own line, the value where there is no file.
FILES = {
    "poi_chain_v2.json": (True, None),
    "poi_inbox.json": (False, None),
    "poi_peers.json": (True, []),
    "poi_mempool.json": (True, []),
    "poi_wallets.json": (True, {}),
}


def text(value, has_lines):
    return json.dumps(value, indent=1) if has_lines else json.dumps(value)


def read(folder):
    """Each file's value, and the names of those that are there."""
    values, present = {}, set()
    for name, (has_lines, absent) in FILES.items():
        path = os.path.join(folder, name)
        if not os.path.exists(path):
            values[name] = absent.copy() if absent is not None else None
            continue
        with open(path, "rb") as file:
            content = file.read()
        value = json.loads(content)
        expect(content == text(value, has_lines).encode(), name, "the form in which json.dumps writes it")
        values[name] = value
        present.add(name)
    return values, present


def target(index, chain):
    if index <= 5:
        return GENESIS_TARGET
    last = (index - 1) // 5 * 5
    span = max(1, chain[last]["timestamp"] - chain[last - 5]["timestamp"])
    factor = min(4.0, max(0.25, span / 100))
    return min(int(int(chain[last]["target"], 16) * factor), GENESIS_TARGET)


def check_chain(chain):
    balances, nonces, work = {}, {}, 0
    for index, block in enumerate(chain):
        where = f"block {index}"
        expect(list(block) == HEADER + ["block_hash"], where, "the members in their order")
        hashed = hashlib.sha256(canonical(block, HEADER)).hexdigest()
        expect(block["block_hash"] == hashed, where, "the hash of its header")
        expect(block["index"] == index, where, "its place as index")
        if index == 0:
            expect(block["target"] == f"{GENESIS_TARGET:064x}" and block["timestamp"] == 0
                   and block["transactions"] == [] and block["prev_hash"] == "0" * 64
                   and block["miner"] == "genesis" == block["prompt"], where, "genesis")
            continue
        expect(block["prev_hash"] == chain[index - 1]["block_hash"], where, "a link to the block before")
        times_before = sorted(b["timestamp"] for b in chain[max(0, index - 11):index])
        expect(block["timestamp"] >= times_before[len(times_before) // 2], where, "no time before the median")
        expect(int(block["target"], 16) == target(index, chain), where, "the schedule's target")
        expect(len(block["target"]) == 64, where, "a target of 64 digits")
        expect(int(block["proof_hash"], 16) < int(block["target"], 16), where, "a proof below the target")
        work += (1 << 256) // (int(block["target"], 16) + 1)
        coinbase, *payments = block["transactions"]
        expect(coinbase == {"type": "coinbase", "to": block["miner"], "amount": 700 >> index // 1500000},
               where, "the reward to the miner")
        balances[block["miner"]] = balances.get(block["miner"], 0) + coinbase["amount"]
        for payment in payments:
            expect(is_signed(payment), where, "payments that are signed")
            sender = payment["from"]
            expect(payment["amount"] > 0 and payment["nonce"] > nonces.get(sender, -1)
                   and payment["amount"] <= balances.get(sender, 0), where, "payments that hold")
            nonces[sender] = payment["nonce"]
            balances[sender] -= payment["amount"]
            balances[payment["to"]] = balances.get(payment["to"], 0) + payment["amount"]
    return balances, nonces, work


def main(arguments):
    folder = arguments[0]
    values, present = read(folder)
    chain = values["poi_chain_v2.json"] or []
    balances, nonces, work = check_chain(chain)
    wallets = values["poi_wallets.json"]
    for name, wallet in wallets.items():
        expect(list(wallet) == ["private", "public", "address"], name, "a wallet's members in their order")
        key = raw_key(wallet["private"])
        expect(wallet["public"] == key.hex(), name, "the public key of the private one")
        expect(wallet["address"] == address(key), name, "the address of the key")
    print(f"height {len(chain) - 1} work {work} tip {chain[-1]['block_hash'][:16]}" if chain else "no chain")
    print(f"peers {len(values['poi_peers.json'])} waiting {len(values['poi_mempool.json'])}")
    for name, wallet in wallets.items():
        print(f"{name} {wallet['address']} {balances.get(wallet['address'], 0)}")
    if "--write" not in arguments:
        return
    if "--pay" in arguments:
        place = arguments.index("--pay")
        payer, payee, amount = arguments[place + 1:place + 4]
        own = wallets[payer]
        used = [p["nonce"] for p in values["poi_mempool.json"] if p["from"] == own["address"]]
        payment = {"from": own["address"], "to": wallets[payee]["address"], "amount": int(amount),
                   "nonce": max(used + [nonces.get(own["address"], -1)]) + 1, "pubkey": own["public"]}
        payment["signature"] = sign(payment, own["private"])
        expect(is_signed(payment), "the new payment", "a signature that holds")
        values["poi_mempool.json"].append(payment)
        present.add("poi_mempool.json")
    other = arguments[arguments.index("--write") + 1]
    os.makedirs(other)
    for name, (has_lines, _) in FILES.items():
        if name in present:
            with open(os.path.join(other, name), "wb") as file:
                file.write(text(values[name], has_lines).encode())


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Wrong as wrong:
        print(wrong, file=sys.stderr)
        sys.exit(1)
