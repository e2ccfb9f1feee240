"""Checks receipts of runs, from Sources/Receipts/README.md alone: form, agreement, signature.

    python3 check_receipt.py [--report] FILE...

Prints a line a file, "accepted KEY" or "refused WHY", and ends with 0 where all are accepted; with
--report, always.
Nothing but the standard library is used; Ed25519 is RFC 8032's equations in plain integers.
"""

import hashlib
import json
import struct
import sys

BYTES_MAX = 32 << 20
PROMPTS_MAX = 65536
PRIME = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
CURVE = -121665 * pow(121666, -1, PRIME) % PRIME


class Refused(Exception):
    pass


def sha256(data):
    return hashlib.sha256(data).digest()


# Ed25519: points are (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z.


def add(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % PRIME
    b = (p[1] + p[0]) * (q[1] + q[0]) % PRIME
    c = 2 * p[3] * q[3] * CURVE % PRIME
    d = 2 * p[2] * q[2] % PRIME
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % PRIME, g * h % PRIME, f * g % PRIME, e * h % PRIME)


def multiply(number, point):
    result = (0, 1, 1, 0)
    while number > 0:
        if number & 1:
            result = add(result, point)
        point = add(point, point)
        number >>= 1
    return result


def is_equal(p, q):
    return (p[0] * q[2] - q[0] * p[2]) % PRIME == 0 and (p[1] * q[2] - q[1] * p[2]) % PRIME == 0


def point_of(data):
    """None where these 32 bytes are no point in its one form."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if y >= PRIME:
        return None
    square = (y * y - 1) * pow(CURVE * y * y + 1, -1, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    if (x * x - square) % PRIME != 0:
        x = x * pow(2, (PRIME - 1) // 4, PRIME) % PRIME
    if (x * x - square) % PRIME != 0 or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = PRIME - x
    return (x, y, 1, x * y % PRIME)


BASE = point_of((4 * pow(5, -1, PRIME) % PRIME).to_bytes(32, "little"))


def is_small(point):
    return is_equal(multiply(8, point), (0, 1, 1, 0))


def verifies(signature, message, key):
    """The equation without the cofactor; neither key nor R of small order, s below the order."""
    public, first = point_of(key), point_of(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if public is None or first is None or s >= ORDER or is_small(public) or is_small(first):
        return False
    digest = hashlib.sha512(signature[:32] + key + message).digest()
    k = int.from_bytes(digest, "little") % ORDER
    return is_equal(multiply(s, BASE), add(first, multiply(k, public)))


# The form of every member.


def refuse_unless(condition, why):
    if not condition:
        raise Refused(why)


def members(value, keys, path):
    refuse_unless(type(value) is dict and list(value) == keys, path + ": other members")
    return [value[key] for key in keys]


def digest(value, path, count=32):
    refuse_unless(
        type(value) is str and len(value) == 2 * count and set(value) <= set("0123456789abcdef"),
        path + ": no digest")
    return bytes.fromhex(value)


def size(value, low, high, path):
    refuse_unless(type(value) is int and low <= value <= high, path + ": out of bounds")
    return value


def text(value, path, count_max=4096):
    refuse_unless(type(value) is str, path + ": no text")
    try:
        count = len(value.encode("utf-8"))
    except UnicodeEncodeError:
        raise Refused(path + ": half of a surrogate pair")
    refuse_unless(count <= count_max, path + ": too long")
    return value


def name(value, path):
    refuse_unless(
        type(value) is str and 1 <= len(value) <= 255 and all("!" <= c <= "~" for c in value),
        path + ": no name")


def array(value, low, high, path):
    refuse_unless(type(value) is list and low <= len(value) <= high, path + ": no such array")
    return value


def optional(value, check, path):
    return None if value is None else check(value, path)


RUN = ["protocol", "profile", "architecture", "integer_weights_hash", "integers_digest", "level",
       "run_digest", "range", "own_prompts", "prompts", "trace_root", "ultimate_hash"]
PLAN = ["norm", "positions", "activation", "layers", "width", "heads", "head_width",
        "hidden_width", "vocabulary", "context"]
MAKER = ["model", "files", "stored_digest", "tokenizer", "unicode", "engine", "backend", "threads",
         "batch", "shares_prefixes", "version", "commit", "has_changes", "build", "compiler",
         "machine", "architecture", "system", "processor", "features", "kernels", "openblas"]


def check_run(value):
    run = dict(zip(RUN, members(value, RUN, "run")))
    refuse_unless(run["protocol"] == "v4" and run["profile"] == "published", "run: other rules")
    plan = members(run["architecture"], PLAN, "run.architecture")
    for part in plan[:3]:
        name(part, "run.architecture")
    for part in plan[3:]:
        size(part, 1, 2**31 - 1, "run.architecture")
    digest(run["integer_weights_hash"], "run.integer_weights_hash")
    integers = digest(run["integers_digest"], "run.integers_digest")
    asked = digest(run["run_digest"], "run.run_digest")
    refuse_unless(run["level"] in ("layers", "operations"), "run.level")
    source, first, count, total = members(
        run["range"], ["list", "first", "count", "total"], "run.range")
    refuse_unless(source in ("receipt", "own"), "run.range.list")
    size(total, 1, PROMPTS_MAX, "run.range.total")
    size(first, 0, total - 1, "run.range.first")
    size(count, 1, total - first, "run.range.count")
    if source == "receipt":
        refuse_unless(run["own_prompts"] is None, "run.own_prompts")
    else:
        for pair in array(run["own_prompts"], count, count, "run.own_prompts"):
            for part in array(pair, 2, 2, "run.own_prompts"):
                text(part, "run.own_prompts", 1 << 20)
    prompts = []
    for row in array(run["prompts"], count, count, "run.prompts"):
        prompts.append([digest(part, "run.prompts") for part in array(row, 3, 3, "run.prompts")])
    root = digest(run["trace_root"], "run.trace_root")
    ultimate = optional(run["ultimate_hash"], digest, "run.ultimate_hash")
    return first, count, total, integers, asked, prompts, root, ultimate


def check_maker(value):
    maker = dict(zip(MAKER, members(value, MAKER, "maker")))
    for key in ("model", "unicode", "engine", "backend", "version", "build", "compiler",
                "architecture", "system"):
        text(maker[key], key)
    for key in ("commit", "machine", "processor", "openblas"):
        optional(maker[key], text, key)
    for key in ("stored_digest", "tokenizer"):
        optional(maker[key], digest, key)
    for key in ("shares_prefixes", "has_changes"):
        refuse_unless(
            type(maker[key]) is bool or key == "has_changes" and maker[key] is None, key)
    size(maker["threads"], 1, 65536, "threads")
    size(maker["batch"], 1, PROMPTS_MAX, "batch")
    for key in ("features", "kernels"):
        for part in array(maker[key], 0, 256, key):
            name(part, key)
    for file in array(maker["files"], 0, 65536, "files"):
        parts = members(file, ["name", "bytes", "sha256"], "files")
        text(parts[0], "files")
        size(parts[1], 0, 1 << 60, "files")
        digest(parts[2], "files")


def check_origin(value, first, count):
    makers, parts = members(value, ["makers", "parts"], "made_by")
    for maker in array(makers, 1, PROMPTS_MAX, "made_by.makers"):
        check_maker(maker)
    array(parts, 0, PROMPTS_MAX, "made_by.parts")
    if not parts:
        refuse_unless(len(makers) == 1, "made_by: makers without parts")
        return
    start, used = first, set()
    for part in parts:
        array(part, 5, 5, "made_by.parts")
        size(part[0], 0, PROMPTS_MAX - 1, "made_by.parts")
        size(part[1], 1, PROMPTS_MAX - part[0], "made_by.parts")
        size(part[2], 0, len(makers) - 1, "made_by.parts")
        digest(part[3], "made_by.parts")
        digest(part[4], "made_by.parts")
        refuse_unless(part[0] == start, "made_by.parts: a gap or an overlap")
        start += part[1]
        used.add(part[2])
    refuse_unless(start == first + count, "made_by.parts: not the range")
    refuse_unless(len(used) == len(makers), "made_by.makers: one without a part")


def tree_root(leaves):
    nodes = [sha256(leaf + b"\0") for leaf in leaves]
    while len(nodes) > 1:
        pairs = [nodes[index:index + 2] for index in range(0, len(nodes), 2)]
        nodes = [sha256(b"".join(pair) + b"\1") if len(pair) == 2 else pair[0] for pair in pairs]
    return nodes[0]


def check(data):
    refuse_unless(len(data) <= BYTES_MAX, "too large")
    try:
        value = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Refused("no JSON")
    kind, run, origin, receipt_hash, key, signature = members(
        value, ["format", "run", "made_by", "receipt_hash", "key", "signature"], "the document")
    refuse_unless(kind == "glyphlab receipt 1", "another format")
    first, count, total, integers, asked, prompts, root, ultimate = check_run(run)
    check_origin(origin, first, count)
    receipt_hash = digest(receipt_hash, "receipt_hash")
    key = digest(key, "key")
    signature = digest(signature, "signature", 64)
    compact = json.dumps(value, separators=(",", ":"))
    refuse_unless(data == (compact + "\n").encode("ascii"), "not the one form")
    leaves = [struct.pack("<I", place) + row[0] + row[1] for place, row in enumerate(prompts)]
    expected = sha256(b"glyphlab trace root 2\n" + asked + integers + tree_root(leaves))
    refuse_unless(root == expected, "trace_root")
    whole = sha256("".join(row[2].hex() for row in prompts).encode("ascii"))
    refuse_unless(ultimate == (whole if count == total else None), "ultimate_hash")
    # The last "receipt_hash" is the member: behind it stand digits alone.
    hashed = data[:data.rindex(b',"receipt_hash":')]
    refuse_unless(receipt_hash == sha256(hashed), "receipt_hash")
    message = b"glyphlab receipt signature 1\n" + receipt_hash
    refuse_unless(verifies(signature, message, key), "signature")
    return key.hex()


def main(paths):
    is_good = True
    if paths[:1] == ["--report"]:
        return main(paths[1:]) and 0
    for path in paths:
        with open(path, "rb") as file:
            data = file.read(BYTES_MAX + 1)
        try:
            print("accepted", check(data))
        except Refused as refusal:
            is_good = False
            print("refused", refusal)
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
