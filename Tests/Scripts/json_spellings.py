"""Bytes of chance and what CPython's json reads and writes of them, a line each.

Usage: json_spellings.py SEED COUNT. A line: the bytes in hexadecimal, a tab, and "raises" or the
SHA-256 of the value's spelling in one line, followed by that of its spelling with indent 1.
"""

import hashlib
import json
import random
import sys

TEXTS = ["", "a", "\"", "\\", "[,]", "{: }", "\n", "\x7f", "\xe4", "\u2028", "\U0001f600", "\ud800",
         "\udc00", "\ud83d\ude00", "/", "\u0000"]
NUMBERS = ["0", "-0", "-0.0", "1e5", "1.50", "1E400", "-1e-400", "123456789012345678901234567890",
           "NaN", "-Infinity", "0.1", "1e16", "9007199254740993", "00", "1.", ".5", "+1", "1e"]
CODINGS = ["utf-8"] * 4 + ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le",
                           "utf-32-be"]


def text(chance):
    value = "".join(chance.choice(TEXTS) for _ in range(chance.randrange(4)))
    if chance.random() < 0.5:
        return json.dumps(value)
    # A pair of surrogates that was not escaped is joined: the laboratory reads one character.
    value = value.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def spelling(chance, depth=0):
    space = chance.choice(["", "", " ", "\n", "\t\r"])
    kind = chance.randrange(7 if depth < 4 else 5)
    if kind == 0:
        return space + chance.choice(["null", "true", "false"])
    if kind in (1, 2):
        return space + chance.choice(NUMBERS[:13] if chance.random() < 0.95 else NUMBERS)
    if kind in (3, 4):
        return text(chance) + space
    parts = [spelling(chance, depth + 1) for _ in range(chance.randrange(4))]
    if kind == 5:
        return "[" + space + ",".join(parts) + space + "]"
    return "{" + space + ",".join(text(chance) + ":" + part for part in parts) + "}" + space


def document(chance):
    data = spelling(chance).encode(chance.choice(CODINGS), "surrogatepass")
    if chance.random() < 0.3 and data:
        place = chance.randrange(len(data))
        data = bytearray(data)
        if chance.random() < 0.5:
            data[place] = chance.choice(b'\x00\xff\xed\xa0\\"u[,]')
        else:
            del data[place]
    return bytes(data)


def answer(data):
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return "raises"
    spellings = json.dumps(value), json.dumps(value, indent=1)
    return " ".join(hashlib.sha256(spelt.encode()).hexdigest() for spelt in spellings)


if __name__ == "__main__":
    chance = random.Random(int(sys.argv[1]))
    for _ in range(int(sys.argv[2])):
        data = document(chance)
        print(data.hex() + "\t" + answer(data))
