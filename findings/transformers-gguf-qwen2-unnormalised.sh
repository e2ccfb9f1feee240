#!/bin/sh
# transformers 5.24.0: a Qwen2 tokenizer that is read from a GGUF file does not normalise, the same
# one read from its folder does.
#
# Qwen2's tokenizer brings text to NFC before it splits it. GGUF has no field that says so; the
# file names the way of splitting instead ("tokenizer.ggml.pre": "qwen2"), which readers know.
# AutoTokenizer.from_pretrained(..., gguf_file=...) takes the pattern, the special tokens and the
# class Qwen2Tokenizer from it and leaves the normalizer out, though the text on top of the module
# that does it says that the class brings its own:
#   * letters with their marks apart, as some keyboards and file systems write them, Hangul in
#     jamo, the Angstrom and Kelvin signs get other ids than from the folder;
#   * save_pretrained() heals it: the tokenizer read back from what it wrote normalises again;
#   * files of the architectures qwen3, qwen2moe and qwen3moe are read alike.
# There is no error and no warning, and class, vocabulary and merges are equal. A prompt has two
# encodings though the weights are the same, and all that is hashed after it differs.
#
# Seen on 2026-11-30, Python 3.11, with gguf 0.19.0 and tokenizers 0.23.3: 4 of 6 texts.
# Ends with 0 if the behaviour is still the same.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/python"
"$folder/python/bin/python" -m pip install -q --disable-pip-version-check \
    transformers==5.24.0 tokenizers==0.23.3 gguf==0.19.0 numpy==2.4.6 torch==2.13.0
cd "$folder"
HF_HUB_OFFLINE=1 "$folder/python/bin/python" - <<'PYTHON'
import json
import os

import gguf
from transformers import AutoTokenizer

TEXTS = ["plain words", "caf\u00e9", "cafe\u0301", "\u212b", "\u1112\u1161\u11ab", "\u212a"]


def letters():
    """GPT-2's letters for the 256 bytes, the whole vocabulary but for one added token."""
    kept = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in kept]
    return [chr(byte if byte in kept else 0x100 + others.index(byte)) for byte in range(256)]


tokens, merges, end = letters(), [("c", "a")], "<|endoftext|>"
tokens += ["ca", end]

os.mkdir("folder")
with open("folder/config.json", "w") as file:
    json.dump({"model_type": "qwen2", "vocab_size": len(tokens)}, file)
with open("folder/vocab.json", "w") as file:
    json.dump({token: place for place, token in enumerate(tokens[:-1])}, file)
with open("folder/merges.txt", "w") as file:
    file.write("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges))
with open("folder/tokenizer_config.json", "w") as file:
    added = {"content": end, "special": True, "normalized": False, "lstrip": False,
             "rstrip": False, "single_word": False}
    json.dump({"tokenizer_class": "Qwen2Tokenizer", "eos_token": end, "pad_token": end,
               "added_tokens_decoder": {str(len(tokens) - 1): added}}, file)

os.mkdir("single")
writer = gguf.GGUFWriter("single/model.gguf", "qwen2")
writer.add_tokenizer_model("gpt2")
writer.add_tokenizer_pre("qwen2")
writer.add_token_list(tokens)
writer.add_token_types([gguf.TokenType.NORMAL] * (len(tokens) - 1) + [gguf.TokenType.CONTROL])
writer.add_token_merges([" ".join(pair) for pair in merges])
writer.add_eos_token_id(len(tokens) - 1)
writer.write_header_to_file()
writer.write_kv_data_to_file()
writer.write_tensors_to_file()
writer.close()


def ids(tokenizer, text):
    return tokenizer(text, add_special_tokens=False)["input_ids"]


whole = AutoTokenizer.from_pretrained("folder")
single = AutoTokenizer.from_pretrained("single", gguf_file="model.gguf")
single.save_pretrained("saved")
saved = AutoTokenizer.from_pretrained("saved")
assert type(whole) is type(single) is type(saved), (type(whole), type(single), type(saved))
assert whole.get_vocab() == single.get_vocab() == saved.get_vocab()

different = []
for text in TEXTS:
    both = ids(whole, text), ids(single, text)
    print(ascii(text), "folder", both[0], "GGUF", both[1])
    if both[0] != both[1]:
        different.append(text)
    assert ids(saved, text) == both[0], "saving no longer heals"
print(len(different), "of", len(TEXTS), "texts differ; saved and read again: none")
print("normalizers:", *(t.backend_tokenizer.normalizer for t in (whole, single, saved)))
assert different == TEXTS[2:], different
assert single.backend_tokenizer.normalizer is None
print("as found")
PYTHON
