#!/usr/bin/env python3
"""The integer training step, its hashes and traces, read from their page alone (the design page of
proof of learning, section 8, and of protocol v4, section 3), and the digits that `glyphlab learn`
draws. The standard library only; no line is taken from this repository's other programs.

    python3 -B read_training.py learn [GOLDEN]      trains as a golden of `learn` says and compares
    python3 -B read_training.py vectors FILE        runs training_step.json's steps and runs

Prints what it compared; ends with 1 at the first difference.
"""
import hashlib
import json
import struct
import sys
from operator import mul

ONE = 65536
HEAD = b"glyphlab/learning/1/"


def tagged(name, *parts):
    """H(NAME || ...)."""
    return hashlib.sha256(HEAD + name.encode() + b"\0" + b"".join(parts)).digest()


def u32(value):
    return struct.pack(">I", value)


def u64(value):
    return struct.pack(">Q", value)


# Draws


def words(tag, seed, number):
    """The 32-bit words of H(tag || seed || u64 number || u32 i), i = 0, 1, ..."""
    block = 0
    while True:
        yield from struct.unpack(">8I", tagged(tag, seed, u64(number), u32(block)))
        block += 1


def below(source, modulus):
    limit = 2**32 // modulus * modulus
    while True:
        word = next(source)
        if word < limit:
            return word % modulus


def batch(seed, step, count, samples):
    source = words("batch", seed, step)
    return [below(source, samples) for _ in range(count)]


# Weights: rows of W1, b1, rows of W2, b2


def first_weights(inputs, hidden, classes, name):
    source = words("init", hashlib.sha256(name.encode()).digest(), 0)

    def matrix(rows, columns):
        return [[(next(source) & 8191) - 4096 for _ in range(columns)] for _ in range(rows)]

    return [matrix(hidden, inputs), [0] * hidden, matrix(classes, hidden), [0] * classes]


def flat(weights):
    w1, b1, w2, b2 = weights
    numbers = [w for row in w1 for w in row] + b1 + [w for row in w2 for w in row] + b2
    return struct.pack(f"<{len(numbers)}i", *numbers)


def weights_of(data, inputs, hidden, classes):
    numbers = list(struct.unpack(f"<{len(data) // 4}i", data))

    def take(count):
        part, numbers[:count] = numbers[:count], []
        return part

    w1 = [take(inputs) for _ in range(hidden)]
    b1 = take(hidden)
    return [w1, b1, [take(hidden) for _ in range(classes)], take(classes)]


def weights_hash(weights):
    sizes = u32(len(weights[0][0])) + u32(len(weights[0])) + u32(len(weights[2]))
    return tagged("weights", sizes, flat(weights))


def chunk_hash(samples, inputs, classes):
    data = b"".join(bytes(x) + bytes([label]) for x, label in samples)
    return tagged("chunk", u32(len(samples)), u32(inputs), u32(classes), data)


# The step


def rs(x, s):
    return (x + (1 << (s - 1))) >> s


def clamp(x, bound):
    return max(-bound, min(bound, x))


def dot(left, right):
    return sum(map(mul, left, right))


def exp_q16(d):
    t = d * 94548 // ONE
    n = t // ONE
    f = t - n * ONE
    p = 5207 * f // ONE + 14904
    p = p * f // ONE + 45426
    p = p * f // ONE + ONE
    s = max(0, min(62, -n))
    return 0 if s > 40 else p >> s


def softmax_q16(row):
    most = max(row)
    powers = [exp_q16(x - most) for x in row]
    total = sum(powers)
    return [e * ONE // total for e in powers]


def log2_q16(value):
    n = value.bit_length() - 1
    m = value * 2 ** (30 - n)
    result = n
    for _ in range(16):
        m = m * m >> 30
        bit = int(m >= 2**31)
        m >>= bit
        result = result * 2 + bit
    return result


def loss_of(p):
    return 16 * ONE - log2_q16(p) if p else 16 * ONE


def forward(weights, x):
    """a, r, z of one sample."""
    w1, b1, w2, b2 = weights
    centred = [value - 128 for value in x]
    a = [clamp(b + rs(dot(row, centred), 7), 2**28) for row, b in zip(w1, b1)]
    r = [max(value, 0) for value in a]
    z = [clamp(b + rs(dot(row, r), 16), 2**28) for row, b in zip(w2, b2)]
    return a, r, z


def step(weights, samples, b, k):
    """The weights after one step on a batch, the sum of the losses, and the first sample's
    {a, z, p, g, q}."""
    w1, b1, w2, b2 = weights
    columns = list(zip(*w2))
    inputs, activations, gradients, hidden_gradients, loss, first = [], [], [], [], 0, None
    for x, label in samples:
        a, r, z = forward(weights, x)
        p = softmax_q16(z)
        g = [value - ONE * (c == label) for c, value in enumerate(p)]
        q = [rs(dot(column, g), 16) if value > 0 else 0 for column, value in zip(columns, a)]
        loss += loss_of(p[label])
        first = first or {"a": a, "z": z, "p": p, "g": g, "q": q}
        inputs.append([value - 128 for value in x])
        activations.append(r)
        gradients.append(g)
        hidden_gradients.append(q)
    x_by_input, r_by_unit = list(zip(*inputs)), list(zip(*activations))
    g_by_class, q_by_unit = list(zip(*gradients)), list(zip(*hidden_gradients))

    def moved(weight, total, shift):
        return clamp(weight - rs(total, shift), 2**23)

    after = [
        [[moved(w, dot(q, x), 7 + b + k) for w, x in zip(row, x_by_input)]
         for row, q in zip(w1, q_by_unit)],
        [moved(w, sum(q), b + k) for w, q in zip(b1, q_by_unit)],
        [[moved(w, dot(g, r), 16 + b + k) for w, r in zip(row, r_by_unit)]
         for row, g in zip(w2, g_by_class)],
        [moved(w, sum(g), b + k) for w, g in zip(b2, g_by_class)],
    ]
    return after, loss, first


def correct(weights, samples):
    count = 0
    for x, label in samples:
        z = forward(weights, x)[2]
        count += z.index(max(z)) == label
    return count


# Runs and traces


def trace(hashes):
    level = [tagged("leaf", u32(s), h) for s, h in enumerate(hashes)]
    while len(level) > 1:
        above = [tagged("node", *level[i:i + 2]) for i in range(0, len(level) - 1, 2)]
        level = above + level[2 * len(above):]
    return tagged("trace", u32(len(hashes)), level[0])


def train(weights, samples, seed, steps, b, k):
    """The hashes of all weights, the losses, and the last weights."""
    hashes, losses = [weights_hash(weights)], []
    for s in range(steps):
        chosen = [samples[i] for i in batch(seed, s, 2**b, len(samples))]
        weights, loss, _ = step(weights, chosen, b, k)
        hashes.append(weights_hash(weights))
        losses.append(loss)
    return hashes, losses, weights


# The digits of `glyphlab learn`: places in sixteenths of a pixel of 8 x 8

STROKES = [
    "64,16 90,32 90,96 64,112 38,96 38,32 64,16",
    "46,36 66,16 66,112",
    "38,36 52,16 78,16 90,34 84,56 38,112 92,112",
    "38,20 88,20 60,56 88,72 86,98 64,112 38,102",
    "78,112 78,16 34,80 96,80",
    "88,16 44,16 40,58 72,52 90,74 82,104 56,112 36,102",
    "82,18 56,30 40,70 44,102 66,112 88,98 86,76 64,66 42,78",
    "36,16 92,16 58,112",
    "64,60 42,44 44,24 64,16 84,24 86,44 64,60 38,80 42,104 64,112 86,104 90,80 64,60",
    "86,48 64,60 42,50 42,28 64,16 86,28 86,60 74,112",
]
RADIUS = 20


def digit(tag, seed, sample):
    """(pixels, digit) of one sample."""
    source = words(tag, seed, sample)
    label = below(source, 10)
    slant, right, down = below(source, 33) - 16, below(source, 33) - 16, below(source, 25) - 12
    width, height, ink = below(source, 7) + 12, below(source, 5) + 13, below(source, 96) + 160
    points = []
    for place in STROKES[label].split():
        x, y = map(int, place.split(","))
        off_x = below(source, 9) - 4
        off_y = below(source, 9) - 4
        points.append((64 + ((x - 64) * width >> 4) + (slant * (64 - y) >> 6) + right + off_x,
                       64 + ((y - 64) * height >> 4) + down + off_y))
    cover = [0] * 64
    for (x0, y0), (x1, y1) in zip(points, points[1:]):
        for part in range(9):
            x = x0 * (8 - part) + x1 * part >> 3
            y = y0 * (8 - part) + y1 * part >> 3
            for row in range((y >> 4) - 1, (y >> 4) + 2):
                for column in range((x >> 4) - 1, (x >> 4) + 2):
                    near_x = RADIUS - abs(column * 16 + 8 - x)
                    near_y = RADIUS - abs(row * 16 + 8 - y)
                    inside = 0 <= row < 8 and 0 <= column < 8
                    if inside and near_x > 0 and near_y > 0:
                        cover[row * 8 + column] = max(cover[row * 8 + column], near_x * near_y)
    pixels = [min(c * ink // (RADIUS * RADIUS) + (next(source) & 63), 255) for c in cover]
    return pixels, label


def learn(path):
    with open(path, encoding="utf-8") as file:
        golden = json.load(file)
    seed = hashlib.sha256(golden["seed"].encode()).digest()
    training = [digit("digits/training", seed, i) for i in range(1024)]
    held_out = [digit("digits/held-out", seed, i) for i in range(512)]
    start = first_weights(64, golden["hidden"], 10, golden["seed"])
    hashes, losses, end = train(
        start, training, seed, golden["steps"], golden["batch_shift"], golden["rate_shift"])
    found = {
        "training_chunk": chunk_hash(training, 64, 10).hex(),
        "held_out_chunk": chunk_hash(held_out, 64, 10).hex(),
        "start": hashes[0].hex(), "weights": hashes[-1].hex(), "trace": trace(hashes).hex(),
        "loss_sum_q16": sum(losses), "held_out_correct": correct(end, held_out),
    }
    for name, value in found.items():
        compare(name, golden[name], value)


# The vectors


def compare(name, expected, got):
    if expected != got:
        print(f"{name}: expected {expected}, got {got}")
        sys.exit(1)
    print(f"{name}: {str(got)[:80]}")


def chunk_of(case):
    data, size = bytes.fromhex(case["chunk"]), case["D"] + 1
    return [(list(data[i:i + size - 1]), data[i + size - 1]) for i in range(0, len(data), size)]


def vectors(path):
    with open(path, encoding="utf-8") as file:
        cases = json.load(file)["cases"]
    for number, case in enumerate(cases):
        if case["kind"] not in ("step", "run"):
            continue
        sizes = case["D"], case["H"], case["C"]
        samples, seed = chunk_of(case), bytes.fromhex(case["seed"])
        if case["kind"] == "step":
            before = weights_of(bytes.fromhex(case["before"]), *sizes)
            places = batch(seed, int(case["step"]), 2 ** case["b"], len(samples))
            after, loss, first = step(
                before, [samples[i] for i in places], case["b"], case["k"])
            found = {"batch": places, "loss": loss, "after": flat(after).hex(),
                     "after_hash": weights_hash(after).hex(),
                     "before_hash": weights_hash(before).hex(),
                     "first_sample": {key: list(map(str, row)) for key, row in first.items()}}
        else:
            start = first_weights(*sizes, case["name"])
            hashes, losses, end = train(
                start, samples, seed, case["steps"], case["b"], case["k"])
            found = {"states": [h.hex() for h in hashes], "losses": losses,
                     "trace": trace(hashes).hex(), "final": flat(end).hex(),
                     "correct": [correct(start, samples), correct(end, samples)]}
        found["chunk_hash"] = chunk_hash(samples, case["D"], case["C"]).hex()
        for name, value in found.items():
            if name in case:
                compare(f"{case['kind']} {number} {name}", case[name], value)


def main():
    arguments = sys.argv[1:]
    if len(arguments) == 2 and arguments[0] == "vectors":
        vectors(arguments[1])
    elif arguments and arguments[0] == "learn" and len(arguments) <= 2:
        learn(arguments[1] if len(arguments) == 2 else "Goldens/learning/learn.json")
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
