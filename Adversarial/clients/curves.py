"""Signatures for attack scripts that make their bytes by hand: secp256k1 and Ed25519 in plain Python.

Slow and open to whoever measures time: for the keys of a laboratory and for nothing else.
"""

import hashlib
import hmac

# secp256k1, of the chain. Source: SEC 2, 2.4.1.

P = 2**256 - 2**32 - 977
N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
G = (0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798,
     0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8)


def _add(first, second):
    if first is None or second is None:
        return first or second
    (x1, y1), (x2, y2) = first, second
    if x1 == x2 and (y1 + y2) % P == 0:
        return None
    if first == second:
        slope = 3 * x1 * x1 * pow(2 * y1, -1, P) % P
    else:
        slope = (y2 - y1) * pow(x2 - x1, -1, P) % P
    x = (slope * slope - x1 - x2) % P
    return x, (slope * (x1 - x) - y1) % P


def _times(scalar, point):
    total = None
    while scalar:
        if scalar & 1:
            total = _add(total, point)
        point, scalar = _add(point, point), scalar >> 1
    return total


def public_key(private_key):
    """x and y of the public key of 32 bytes, 32 bytes each in a row."""
    x, y = _times(int.from_bytes(private_key, "big"), G)
    return x.to_bytes(32, "big") + y.to_bytes(32, "big")


def compressed(key):
    """The 33 bytes of a public key of 64."""
    return bytes([2 + key[63] % 2]) + key[:32]


def address(key):
    """The chain's address of a public key of 64 bytes: 20 bytes."""
    return hashlib.sha256(key).digest()[:20]


def sign(private_key, digest, low=True):
    """r and s of a digest, 32 bytes each, with the smaller s or the larger one."""
    secret = int.from_bytes(private_key, "big")
    number = int.from_bytes(digest[:32], "big") % N
    count = 0
    while True:
        seed = private_key + digest + count.to_bytes(4, "big")
        k = int.from_bytes(hmac.new(seed, b"nonce", hashlib.sha256).digest(), "big") % N
        count += 1
        if k == 0:
            continue
        r = _times(k, G)[0] % N
        s = pow(k, -1, N) * (number + r * secret) % N
        if r == 0 or s == 0:
            continue
        s = min(s, N - s) if low else max(s, N - s)
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


# Ed25519, of the gateway network. Source: RFC 8032, 5.1.

_Q = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _Q) % _Q


def _edwards_add(first, second):
    (x1, y1), (x2, y2) = first, second
    mixed = _D * x1 * x2 * y1 * y2 % _Q
    return ((x1 * y2 + x2 * y1) * pow(1 + mixed, -1, _Q) % _Q,
            (y1 * y2 + x1 * x2) * pow(1 - mixed, -1, _Q) % _Q)


def _edwards_times(scalar, point):
    total = (0, 1)
    while scalar:
        if scalar & 1:
            total = _edwards_add(total, point)
        point, scalar = _edwards_add(point, point), scalar >> 1
    return total


def _edwards_base():
    y = 4 * pow(5, -1, _Q) % _Q
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _Q) % _Q
    x = pow(square, (_Q + 3) // 8, _Q)
    if (x * x - square) % _Q:
        x = x * pow(2, (_Q - 1) // 4, _Q) % _Q
    return (x if x % 2 == 0 else _Q - x), y


_B = _edwards_base()


def _edwards_bytes(point):
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


def _expanded(seed):
    digest = hashlib.sha512(seed).digest()
    scalar = int.from_bytes(digest[:32], "little") & (2**254 - 8) | 2**254
    return scalar, digest[32:]


def edwards_public_key(seed):
    """The 32 bytes of the public key of a seed of 32 bytes."""
    return _edwards_bytes(_edwards_times(_expanded(seed)[0], _B))


def edwards_sign(seed, message):
    """The 64 bytes of the signature of a message."""
    scalar, prefix = _expanded(seed)
    r = int.from_bytes(hashlib.sha512(prefix + message).digest(), "little") % _L
    point = _edwards_bytes(_edwards_times(r, _B))
    challenge = int.from_bytes(
        hashlib.sha512(point + edwards_public_key(seed) + message).digest(), "little") % _L
    return point + ((r + challenge * scalar) % _L).to_bytes(32, "little")
