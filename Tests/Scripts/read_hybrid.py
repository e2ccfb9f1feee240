"""The hardened hybrid chain, read from Sources/HybridChain/README.md alone, so that it can disagree
with the program: bytes, genesis, model, deltas, selection, updates and the judgement of blocks. The
heading above each part is the page's."""
import dataclasses
import hashlib
import struct

import strict_ed25519

ZERO = bytes(32)
FACTOR, WEIGHT, LOGIT = 2**20, 2**23, 2**28


class Refused(Exception):
    """A guard that does not hold: its argument is the guard's name."""


def guard(name, is_so):
    if not is_so:
        raise Refused(name)


# Bytes


def domain(name):
    return b"glyphlab/hybrid/1/" + name.encode("ascii") + b"\0"


def digest(name, *parts):
    return hashlib.sha256(domain(name) + b"".join(parts)).digest()


def u16(number):
    return number.to_bytes(2, "big")


def u32(number):
    return number.to_bytes(4, "big")


def u64(number):
    return number.to_bytes(8, "big")


def words(numbers):
    return struct.pack(f">{len(numbers)}i", *numbers)


def rs(number, shift):
    return (number + (1 << shift - 1)) >> shift


def clamp(number, bound):
    return min(max(number, -bound), bound)


class Reader:
    """Bytes from the first on; what is missing refuses by the given guard."""

    def __init__(self, data, name):
        self.data, self.at, self.name = data, 0, name

    def take(self, count):
        guard(self.name, self.at + count <= len(self.data))
        self.at += count
        return self.data[self.at - count:self.at]

    def number(self, count):
        return int.from_bytes(self.take(count), "big")

    def end(self):
        guard(self.name, self.at == len(self.data))


# Genesis


class Genesis:
    """The parameters of a chain, from the bytes of its genesis."""

    def __init__(self, data):
        reader = Reader(data, "genesis")
        self.name = reader.take(reader.number(2))
        count = reader.number(2)
        self.keys, self.bonds = [], []
        for _ in range(count):
            self.keys.append(reader.take(32))
            self.bonds.append(reader.number(8))
        self.inputs, self.hidden, self.classes = (reader.number(2) for _ in range(3))
        self.rank, self.false = reader.number(1), reader.number(1)
        self.epoch_slots = reader.number(2)
        self.samples = []
        for _ in range(reader.number(2)):
            self.samples.append((tuple(reader.take(self.inputs)), reader.number(1)))
        self.target = reader.number(32)
        reader.end()
        d, h, c = self.shape = (self.inputs, self.hidden, self.classes)
        guard("genesis", 1 <= count <= 64 and sum(self.bonds) < 2**64)
        guard("genesis", all(a < b for a, b in zip(self.keys, self.keys[1:])))
        guard("genesis", min(self.shape) >= 1 and h * d + c * h <= 2**14)
        guard("genesis", 1 <= self.rank <= 8 and self.epoch_slots >= 1)
        guard("genesis", 1 <= len(self.samples) <= 512)
        guard("genesis", all(label < c for _, label in self.samples))
        self.network, self.tip = digest("network", data), digest("block", data)
        self.cells = h * d + c * h

    def first_weights(self):
        seed, drawn = hashlib.sha256(self.name).digest(), b""
        for count in range((self.cells + 7) // 8):
            drawn += digest("init", seed, u32(count))
        return [(word & 8191) - 4096
                for word in struct.unpack(f">{len(drawn) // 4}I", drawn)[:self.cells]]


# Model


def exponential(x):
    t = (x * 94548) >> 16
    n = t >> 16
    g = t - (n << 16)
    p = 5207
    for constant in (14904, 45426, 65536):
        p = ((p * g) >> 16) + constant
    shift = max(-n, 0)
    return 0 if shift > 40 else p >> shift


def log2q(number):
    n = number.bit_length() - 1
    m, fraction = number << (30 - n), 0
    for _ in range(16):
        m = (m * m) >> 30
        fraction *= 2
        if m >= 2**31:
            m, fraction = m >> 1, fraction + 1
    return n * 2**16 + fraction


def weights_hash(shape, weights):
    return digest("weights", *map(u16, shape), words(weights))


def sample_loss(shape, weights, sample):
    d, h, c = shape
    inputs, label = [x - 128 for x in sample[0]], sample[1]
    hidden = []
    for row in range(h):
        total = sum(w * x for w, x in zip(weights[row * d:row * d + d], inputs))
        hidden.append(max(clamp(rs(total, 7), LOGIT), 0))
    logits = []
    for row in range(c):
        start = h * d + row * h
        total = sum(w * x for w, x in zip(weights[start:start + h], hidden))
        logits.append(clamp(rs(total, 16), LOGIT))
    powers = [exponential(z - max(logits)) for z in logits]
    share = powers[label] * 2**16 // sum(powers)
    return 2**20 if share == 0 else 16 * 2**16 - log2q(share)


def loss(shape, weights, samples):
    return sum(sample_loss(shape, weights, sample) for sample in samples)


# Delta


def dense(shape, rank, factors):
    """A number for each weight."""
    d, h, c = shape
    starts = [0, rank * d, rank * d + h * rank, rank * d + h * rank + rank * h]
    a1, b1, a2, b2 = (factors[start:] for start in starts)
    numbers = []
    for rows, columns, b, a in ((h, d, b1, a1), (c, h, b2, a2)):
        for row in range(rows):
            for column in range(columns):
                total = sum(b[row * rank + k] * a[k * columns + column] for k in range(rank))
                numbers.append(rs(total, 16))
    return numbers


def guard_range(numbers):
    guard("delta_range", all(abs(number) <= FACTOR for number in numbers))


def delta_id(data):
    return digest("delta", data)


@dataclasses.dataclass(frozen=True)
class Ground:
    """The slot and the parent's state on which deltas and an update are judged."""

    genesis: Genesis
    slot: int
    parent: bytes
    state: object

    def member(self, index):
        return index in self.state.committee_at(self.slot) and index not in self.state.slashed


def judge_delta(ground, data, taken=None):
    """The index and the dense numbers of a delta. What a node took before is by index the bytes
    before the signature, or None for deltas that an update lists."""
    genesis = ground.genesis
    d, h, c = genesis.shape
    count = genesis.rank * (d + 2 * h + c)
    guard("size", len(data) == 138 + 4 * count)
    guard("network", data[:32] == genesis.network)
    guard("slot", int.from_bytes(data[32:40], "big") == ground.slot)
    guard("base", data[40:72] == ground.state.base)
    index = int.from_bytes(data[72:74], "big")
    guard("validator", ground.member(index))
    factors = struct.unpack(f">{count}i", data[74:-64])
    guard("factor_range", all(abs(factor) <= FACTOR for factor in factors))
    numbers = dense(genesis.shape, genesis.rank, factors)
    guard_range(numbers)
    if taken is not None and index in taken:
        guard("duplicate", taken[index] != data[:-64])
        raise Refused("delta_once")
    signed("delta_signature", genesis, index, "delta", data[:-64], data[-64:])
    return index, numbers


def signed(name, genesis, index, kind, message, signature):
    guard(name, strict_ed25519.holds(genesis.keys[index], domain(kind) + message, signature))


# Selection


def scores(vectors, false):
    count = len(vectors)
    guard("krum_count", count >= 2 * false + 3)
    distances = [[sum((v - w) ** 2 for v, w in zip(first, second)) for second in vectors]
                 for first in vectors]
    return [sum(sorted(row[:place] + row[place + 1:])[:count - false - 2])
            for place, row in enumerate(distances)]


def select(vectors, ids, false):
    """All places, best first, and how many of them an update uses."""
    each = scores(vectors, false)
    order = sorted(range(len(vectors)), key=lambda place: (each[place], ids[place]))
    return order, len(vectors) - false - 2


def divide(total, count):
    return (2 * total + count) // (2 * count)


def average(vectors):
    return [divide(sum(column), len(vectors)) for column in zip(*vectors)]


# Update


def update_id(data):
    return digest("update", data)


def gate(before, after):
    return 1000 * after < 999 * before


def listed(data):
    """The ids of the deltas that an update lists, or None for bytes of another size."""
    count = int.from_bytes(data[104:106], "big")
    if len(data) != 138 + 32 * count or count > 64:
        return None
    return [data[at:at + 32] for at in range(106, 106 + 32 * count, 32)]


def judge_update(ground, data, known):
    """The new weights of an update, by doing it again. `known` has deltas by id."""
    genesis = ground.genesis
    ids = listed(data)
    guard("update_size", ids is not None)
    guard("update_fields", data[:72] == genesis.network + u64(ground.slot) + ground.parent)
    guard("base", data[72:104] == ground.state.base)
    guard("deltas_known", all(name in known for name in ids))
    judged = [judge_delta(ground, known[name]) for name in ids]
    indices = [index for index, _ in judged]
    guard("delta_order", all(a < b for a, b in zip(indices, indices[1:])))
    vectors = [numbers for _, numbers in judged]
    order, chosen = select(vectors, ids, genesis.false)
    changes = average([vectors[place] for place in order[:chosen]])
    weights = [clamp(w + v, WEIGHT) for w, v in zip(ground.state.weights, changes)]
    guard("aggregate", data[-32:] == weights_hash(genesis.shape, weights))
    before = loss(genesis.shape, ground.state.weights, genesis.samples)
    guard("loss_gate", gate(before, loss(genesis.shape, weights, genesis.samples)))
    return weights
