#!/bin/sh
# tokenizers 0.23.3: its normalizer NFC is that of Unicode 9.0, of 2016; no version tells so.
#
# Qwen2 and its kin bring a prompt to NFC before they split it, and tokenizer.json says just "NFC".
# Python's unicodedata, ICU and the like follow the newest Unicode; the library's tables stop at
# 9.0, though the same library splits by the categories of a much newer one:
#   * of all characters that have a decomposition and come back from it in Unicode 16.0, 21 stay
#     apart: letters and vowel signs of Todhri, Tulu-Tigalari, Dives Akuru, Gurung Khema, Kirat Rai;
#   * all 120 marks with a combining class that came after 9.0 stay where they were typed, so that
#     two spellings which Unicode calls canonically equal get two lists of ids. Telugu's nukta,
#     Bengali's sandhi mark and Malayalam's and Lao's second viramas are among them, signs of living
#     scripts;
#   * none of the 814 marks of 9.0, and no character that composed then, differs.
# There is no error and no warning. A ledger that hashes ids must name the version of Unicode of its
# normal form, and a second implementation cannot follow this library by calling its system's.
#
# Seen on 2026-11-30, Python 3.11, with unicodedata2 16.0.0 for the tables of Unicode 16.0.
# Ends with 0 if the behaviour is still the same.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/python"
"$folder/python/bin/python" -m pip install -q --disable-pip-version-check \
    tokenizers==0.23.3 unicodedata2==16.0.0
cd "$folder"
"$folder/python/bin/python" - <<'PYTHON'
import unicodedata2 as unicode
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

assert unicode.unidata_version == "16.0.0"
library = normalizers.NFC().normalize_str
scalars = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]


def form(text):
    return unicode.normalize("NFC", text)


apart = [c for c in scalars if library(unicode.normalize("NFD", c)) != form(c)]
print(len(apart), "characters are not composed, from", unicode.name(apart[0]), "to",
      unicode.name(apart[-1]))

def is_ordered(mark, other):
    return all(library(text) == form(text) for text in ("x" + mark + other, "x" + other + mark))


# A mark beside one of each class shows whether it is put in order; those that are measured with
# are old ones, which go right beside the grave accent and the dot below.
marks = [c for c in scalars if unicode.combining(c)]
classes = {}
for c in marks:
    if is_ordered(c, "\u0300") and is_ordered(c, "\u0323"):
        classes.setdefault(unicode.combining(c), c)
left = [c for c in marks
        if not all(is_ordered(c, o) for n, o in classes.items() if n != unicode.combining(c))]
print(len(left), "of", len(marks), "marks are not put in order")
print("among them", *(f"{ord(c):04X} {unicode.name(c)}" for c in "\u0c3c\u09fe\u0d3b\u0eba"), sep="\n  ")

# Two spellings that are canonically equal, in a byte-level tokenizer of Qwen2's kind.
letters = sorted(pre_tokenizers.ByteLevel.alphabet())
tokenizer = Tokenizer(models.BPE({letter: place for place, letter in enumerate(letters)}, []))
tokenizer.normalizer = normalizers.NFC()
tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
one, other = "\u0c15\u0c3c\u0c4d", "\u0c15\u0c4d\u0c3c"
assert form(one) == form(other)
ids = [tokenizer.encode(text).ids for text in (one, other)]
print("ids of", ascii(one), ids[0], "and of", ascii(other), ids[1])
assert ids[0] != ids[1]
assert set("\u0c3c\u09fe\u0d3b\u0eba") <= set(left)
assert (len(apart), len(left)) == (21, 120), (len(apart), len(left))
print("as found")
PYTHON
