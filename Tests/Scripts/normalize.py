"""Digests of normalization form C by unicodedata2 16.0.0, for tests to compare with.

    python3 normalize.py COUNT > DIGESTS_JSON

`scalars` is of each scalar of Unicode alone, `texts` of each thousand of COUNT thousand drawn texts.
A digest is FNV-1a, 64 bits, over the texts in UTF-8, each with a byte 0xFF after it.
"""

import json
import sys

import unicodedata2

RANGES = [
    (0x20, 0x7F), (0xC0, 0x250), (0x300, 0x370), (0x370, 0x400), (0x5B0, 0x5F0), (0x640, 0x6E0),
    (0x900, 0xE00), (0xF40, 0xFC0), (0x1020, 0x1030), (0x1100, 0x1113), (0x1161, 0x1176),
    (0x11A7, 0x11C3), (0x1B00, 0x1B45), (0x1DC0, 0x2000), (0x20D0, 0x2110), (0x2ADC, 0x2ADE),
    (0x3040, 0x3100), (0xAC00, 0xD7A4), (0xF900, 0xFB50), (0x105C0, 0x10600), (0x11080, 0x11940),
    (0x16110, 0x16140), (0x16D60, 0x16D70), (0x1D150, 0x1D1D0), (0x2F800, 0x2FA20),
]  # fmt: skip
MASK = (1 << 64) - 1


class Generator:
    """SplitMix64."""

    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ z >> 30) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ z >> 27) * 0x94D049BB133111EB) & MASK
        return (z ^ z >> 31) % limit


def digest(texts):
    value = 0xCBF29CE484222325
    for text in texts:
        for byte in unicodedata2.normalize("NFC", text).encode() + b"\xff":
            value = ((value ^ byte) * 0x100000001B3) & MASK
    return f"{value:016x}"


def text(generator):
    scalars = []
    for _ in range(1 + generator.below(12)):
        first, end = RANGES[generator.below(len(RANGES))]
        scalars.append(chr(first + generator.below(end - first)))
    return "".join(scalars)


def main():
    if unicodedata2.unidata_version != "16.0.0":
        sys.exit(f"expected tables of Unicode 16.0.0, got {unicodedata2.unidata_version}")
    scalars = (chr(scalar) for scalar in range(0x110000) if not 0xD800 <= scalar < 0xE000)
    found = {"scalars": digest(scalars), "texts": []}
    for seed in range(int(sys.argv[1])):
        generator = Generator(seed)
        found["texts"].append(digest(text(generator) for _ in range(1000)))
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
