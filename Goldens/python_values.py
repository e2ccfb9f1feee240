"""What CPython 3.11 makes of values, for Sources/PythonValues: writes vectors/python_values.json.

Run by CPython 3.11 alone: other versions know other digits and spaces.
"""

import json
import random
import struct
import sys
from pathlib import Path

assert sys.version_info[:2] == (3, 11), sys.version
random.seed(20261121)


def attempt(body):
    """The result, or the exception's name in a dictionary."""
    try:
        return body()
    except (ValueError, TypeError, OverflowError, UnicodeError, RecursionError) as error:
        name = "UnicodeEncodeError" if isinstance(error, UnicodeError) else type(error).__name__
        return {"error": "ValueError" if name == "JSONDecodeError" else name}


PIECES = ["0", "-0", "1", "-1", "true", "false", "null", "NaN", "Infinity", "-Infinity", "1.0", "-0.0",
          "1e5", "1E+5", "1e-7", "1e16", "1e15", "123456789012345678", "9007199254740993", "1e999",
          "1e-999", "5e-324", "0.1", "100000000000000000000000", "1.5e300", '""', '"a"', '"\\u00e9"',
          '"\\ud800"', '"\\ud83d\\ude00"', '"\\ude00\\ud83d"', '"é😀"', '"\\/\\b\\f\\n\\r\\t\\"\\\\"',
          '"\\u007f\x7f"', "[]", "{}", "[1, 2]", '{"b": 1, "a": 2}', '{"a": 1, "a": 2}',
          '[[[]], {"x": [NaN]}]', "01", "1.", ".5", "+1", "1e", "--1", "nan", "infinity", "'a'", '"a',
          '"\\x"', '"\t"', "[1,]", '{"a":1,}', "{1:2}", "", " ", "\ufeff1", "1 2", "[1 2]", '"\\ud800\\u"',
          '"\\ud800\\u0041"', "tru", "nul", "-", "-Inf", "- 1", "1_0", "0x1", "\u0661", "\x0c1",
          "4" * 4300, "4" * 4301, "-" + "4" * 4300]


def documents():
    yield from PIECES
    for _ in range(1500):
        text = random.choice(PIECES)
        for _ in range(random.randrange(3)):
            other = random.choice(PIECES[:50])
            text = random.choice(["[%s,%s]", '{"k":%s,"l":%s}', "[%s, %s ]"]) % (text, other)
        if random.random() < 0.3 and text:
            place = random.randrange(len(text))
            text = text[:place] + random.choice('0,]}["\\eE.-+ux ') + text[place + random.randrange(2):]
        if len(text) < 5000:
            yield text


def dumped(text):
    return json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"))


def compared(left, right):
    less = attempt(lambda: left < right)
    return [left == right, "error" if isinstance(less, dict) else less]


def hexadecimals():
    alphabet = ["0", "1", "f", "F", "x", "X", "_", "+", "-", " ", "\t", "\x0b", "\x1c", "\x85", "\u2003",
                "\u0661", "\uff11", "\u3000", "\x00", "g", "\U0001d7d8", "\u200b", "a"]
    for text in ["", "0x", "0x_ff", "_ff", "ff_", "f__f", " 0xff ", "+ff", "-ff", "+-f", "\u0660x1", "0b1",
                 "\x1cff\u2028", "\x1cff", "f" * 5000]:
        yield text
    for _ in range(3000):
        yield "".join(random.choice(alphabet) for _ in range(random.randrange(1, 7)))


def floats():
    yield from [0.0, -0.0, 1.0, 0.1, 1e15, 1e16, 9999999999999998.0, 1e-4, 1e-5, 0.00012345, 5e-324,
                1.7976931348623157e308, 123456789.125, 1e22, 1e23]
    for _ in range(2000):
        value = struct.unpack("<d", random.randbytes(8))[0]
        if value == value and abs(value) != float("inf"):
            yield value
    for _ in range(1000):
        yield random.uniform(-1, 1) * 10 ** random.randrange(-8, 20)


def conversions():
    """Integers whose nearest float64 is a matter of rounding."""
    for bits in [1, 52, 53, 54, 55, 64, 100, 255, 256, 1000, 1023, 1024, 1025]:
        for _ in range(12):
            top = 1 << bits
            yield random.choice([1, -1]) * (top + random.choice([0, 1, -1, top >> 53, (top >> 53) + 1,
                                                                 (top >> 54) * 3, random.randrange(top)]))


def rows():
    """Up to 11 numbers, NaN among them: the order follows from the insertions."""
    for _ in range(600):
        pool = random.choice([[0, 1, 2.5, float("nan")], list(range(6)) + [float("nan")], range(100)])
        yield [random.choice(pool) for _ in range(random.randrange(12))]


numbers = [True, False, 0, 1, -1, 1.0, 0.0, -0.0, 0.5, float("nan"), float("inf"), float("-inf"), 2**53,
           2**53 + 1, float(2**53), 2**1024, -(2**1024), 1e308, 10**308, 9007199254740993, 3, 3.0000000000000004]
others = [None, "", "a", "b", "\ud800", "\U00010000", "\uffff", [], [1], [1, 2], [1.0], ["a"], [None], {},
          {"a": 1}, {"a": True}, {"b": 1}, {"a": 1, "b": 2}, {"b": 2, "a": 1}]
values = numbers + others
strings = others + [True, 1.5, -7, [True, None, "it's", 'say "so"', "both ' and \"", "\n\x00\x7f\x85é\ud800"],
                    {"k": [1e100, {"n": float("nan")}]}]

document = {
    "python": "3.11",
    "documents": [[text, attempt(lambda: dumped(text))] for text in documents()],
    "values": [json.dumps(value) for value in values],
    "comparisons": [[compared(left, right) for right in values] for left in values],
    "hexadecimals": [[text, attempt(lambda: str(hex(int(text, 16))))] for text in hexadecimals()],
    "bytes": [[text, attempt(lambda: bytes.fromhex(text).hex())] for text in
              ["", "ab cd", "a b", "ab\tcd\n", " ab ", "AB", "ab\x0bcd\x0c", "ab\xa0cd", "é", "0xab", "abc",
               "ab\x1ccd", "ab  cd", "a", " ", "\uff41b", "zz", "\ud800"]],
    "floats": [[struct.pack(">d", value).hex(), repr(value)] for value in floats()],
    "conversions": [[str(value), attempt(lambda: struct.pack(">d", float(value)).hex())]
                    for value in conversions()],
    "sorted": [[json.dumps(row), json.dumps(sorted(row))] for row in rows()],
    "strings": [[json.dumps(value), str(value)] for value in strings],
}
path = Path(__file__).parent / "vectors" / "python_values.json"
path.write_text(json.dumps(document, indent=None, separators=(",", ":")) + "\n")
