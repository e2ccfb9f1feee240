#!/bin/sh
# onnxruntime-extensions 0.15.2, operator GPT2Tokenizer: splits text by older Unicode tables.
#
# The operator is how a GPT-2 tokenizer travels inside an ONNX graph. It is given the same
# vocabulary and merges as tokenizers 0.23.3, and agrees with it on ASCII. For 9,787 letters and numbers, all
# of them newer than Unicode 12 as far as looked at (CJK extensions, Latin Extended-D, ...), it
# gives other ids: its tables do not know them, so that it takes a letter for punctuation and cuts
# the word before it. U+0085, white space in Unicode since its beginning, is none to it either.
# There is no error: a prompt has two encodings, and all that is hashed after it differs.
#
# Seen on 2026-11-28, Python 3.11, x86-64. Ends with 0 if the behaviour is still the same.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/python"
"$folder/python/bin/python" -m pip install -q --disable-pip-version-check \
    numpy==2.4.6 onnx==1.22.0 onnxruntime==1.32.0 onnxruntime-extensions==0.15.2 tokenizers==0.23.3
"$folder/python/bin/python" - <<'PYTHON'
import json
import unicodedata

import numpy
from onnxruntime_extensions._ortapi2 import OrtPyFunction
from tokenizers import Tokenizer, models, pre_tokenizers

# The byte alphabet of GPT-2: printable bytes stand for themselves, the others for U+0100 onwards.
printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
others = [byte for byte in range(256) if byte not in printable]
symbol = {byte: chr(byte) for byte in printable}
symbol |= {byte: chr(256 + place) for place, byte in enumerate(others)}

# One merge joins the letter a with the first byte of whatever follows it in the same piece.
vocabulary = {symbol[byte]: byte for byte in range(256)}
merges = []
for lead in range(0xC2, 0xF5):
    vocabulary["a" + symbol[lead]] = len(vocabulary)
    merges.append(("a", symbol[lead]))
merges.append((symbol[0x20], symbol[0x20]))
vocabulary[symbol[0x20] * 2] = len(vocabulary)
vocabulary["<|endoftext|>"] = len(vocabulary)

library = Tokenizer(models.BPE(vocab=vocabulary, merges=merges))
library.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
operator = OrtPyFunction.from_customop(
    "GPT2Tokenizer",
    vocab=json.dumps(vocabulary),
    merges="#version: 0.2\n" + "\n".join(" ".join(pair) for pair in merges),
)


def by_operator(text):
    return operator(numpy.array([text]))[0].tolist()[0]


def by_library(text):
    return library.encode(text).ids


differing = []
for scalar in range(0x80, 0x110000):
    if 0xD800 <= scalar < 0xE000:
        continue
    text = "a" + chr(scalar)
    if by_operator(text) != by_library(text):
        differing.append(scalar)

# A letter of Unicode 13 (CJK) and one of Unicode 14 (Latin Extended-D).
cases = {text: (by_operator(text), by_library(text)) for text in ["a\u9ffd", "a\ua7c0", "  \u0085"]}
print(len(differing), "letters and numbers split otherwise, the first", hex(differing[0]))
for text, (got, expected) in cases.items():
    print(ascii(text), "operator", got, "library", expected)
assert unicodedata.category("\u9ffd") == "Lo"
assert len(differing) == 9787, len(differing)
assert cases == {
    "a\u9ffd": ([97, 233, 191, 189], [295, 191, 189]),
    "a\ua7c0": ([97, 234, 159, 128], [296, 159, 128]),
    "  \u0085": ([32, 32, 194, 133], [307, 194, 133]),
}, cases
print("as found")
PYTHON
