"""Ed25519 as the page of the hardened hybrid chain states it: RFC 8032 with the equation without
the cofactor, S below the group's order, no small-order key or R, keys in canonical form."""
import functools
import hashlib

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
TWIST = -121665 * pow(121666, -1, P) % P
ROOT = pow(2, (P - 1) // 4, P)
NOTHING = (0, 1, 1, 0)


def add(first, second):
    a = (first[1] - first[0]) * (second[1] - second[0]) % P
    b = (first[1] + first[0]) * (second[1] + second[0]) % P
    c = 2 * first[3] * second[3] * TWIST % P
    d = 2 * first[2] * second[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def same(first, second):
    return ((first[0] * second[2] - second[0] * first[2]) % P == 0
            and (first[1] * second[2] - second[1] * first[2]) % P == 0)


def encode(point):
    scale = pow(point[2], -1, P)
    x, y = point[0] * scale % P, point[1] * scale % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def decode(text):
    """The point that has these bytes, or None."""
    number = int.from_bytes(text, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if len(text) != 32 or y >= P:
        return None
    u, v = y * y - 1, TWIST * y * y + 1
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if (v * x * x - u) % P:
        x = x * ROOT % P
    if (v * x * x - u) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)


def small(point):
    """Whether eight times the point is nothing."""
    for _ in range(3):
        point = add(point, point)
    return same(point, NOTHING)


def windows(point):
    """For each hexadecimal digit of a number below 2^256 its 16 multiples of the point."""
    rows = []
    for _ in range(64):
        row = [NOTHING]
        for _ in range(15):
            row.append(add(row[-1], point))
        rows.append(row)
        point = add(row[-1], point)
    return rows


def times(rows, number):
    point = NOTHING
    for row in rows:
        point = add(point, row[number & 15])
        number >>= 4
    return point


BASE = (lambda y: decode(y.to_bytes(32, "little")))(4 * pow(5, -1, P) % P)
BASE_WINDOWS = windows(BASE)


@functools.lru_cache(maxsize=1024)
def key_windows(key):
    """Multiples of a key's negative, or None for a key that is taken by nobody."""
    point = decode(key)
    if point is None or small(point):
        return None
    return windows((P - point[0], point[1], 1, P - point[3]))


def holds(key, message, signature):
    """Whether the signature is the key's, by the strict rule."""
    rows = key_windows(key)
    if rows is None or len(signature) != 64:
        return False
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    if s >= ORDER:
        return False
    k = int.from_bytes(hashlib.sha512(r + key + message).digest(), "little") % ORDER
    point = add(times(BASE_WINDOWS, s), times(rows, k))
    return not small(point) and encode(point) == r


def scalar_and_prefix(seed):
    digest = hashlib.sha512(seed).digest()
    number = int.from_bytes(digest[:32], "little") & ((1 << 254) - 8) | 1 << 254
    return number, digest[32:]


def public_key(seed):
    return encode(times(BASE_WINDOWS, scalar_and_prefix(seed)[0]))


def sign(seed, message):
    number, prefix = scalar_and_prefix(seed)
    nonce = int.from_bytes(hashlib.sha512(prefix + message).digest(), "little") % ORDER
    r, key = encode(times(BASE_WINDOWS, nonce)), public_key(seed)
    k = int.from_bytes(hashlib.sha512(r + key + message).digest(), "little")
    return r + ((nonce + k * number) % ORDER).to_bytes(32, "little")
