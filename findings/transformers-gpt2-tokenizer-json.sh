#!/bin/sh
# transformers 5.24.0: AutoTokenizer passes over parts of a GPT-2 folder's tokenizer.json, in silence.
#
# A folder holds config.json (model_type gpt2) and a tokenizer.json that the tokenizers package
# 0.23.3 wrote. tokenizers computes what the file says. transformers takes the class GPT2Tokenizer
# from config.json, keeps the vocabulary, the merges and the added tokens, and builds the rest anew:
#   * "add_prefix_space": true of the pre-tokenizer is not heeded;
#   * the normalizer is not heeded;
#   * where tokenizer_config.json lists one added token (added_tokens_decoder), the others that
#     tokenizer.json adds are gone, and their texts are cut to pieces.
# There is no error and no warning: one folder gives a text two encodings.
#
# Seen on 2026-11-28, Python 3.11. Ends with 0 if the behaviour is still the same.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/python"
"$folder/python/bin/python" -m pip install -q --disable-pip-version-check \
    transformers==5.24.0 tokenizers==0.23.3
HF_HUB_OFFLINE=1 TRANSFORMERS_VERBOSITY=error "$folder/python/bin/python" - <<'PYTHON'
import json
import os
import tempfile

from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers
from transformers import AutoTokenizer

END, PAD = "<|endoftext|>", "<|pad|>"


def written(normalizer=None, prefix=False, configuration=None):
    """A folder as two libraries find it, and the tokenizer that tokenizers reads from it."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {symbol: place for place, symbol in enumerate(alphabet)}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=prefix)
    tokenizer.decoder = decoders.ByteLevel()
    if normalizer is not None:
        tokenizer.normalizer = normalizer
    tokenizer.add_special_tokens([AddedToken(END), AddedToken(PAD)])
    folder = tempfile.mkdtemp(dir=os.environ.get("TMPDIR"))
    tokenizer.save(os.path.join(folder, "tokenizer.json"))
    with open(os.path.join(folder, "config.json"), "w") as file:
        json.dump({"model_type": "gpt2"}, file)
    if configuration is not None:
        with open(os.path.join(folder, "tokenizer_config.json"), "w") as file:
            json.dump(configuration, file)
    return folder


def both(text, **settings):
    folder = written(**settings)
    by_tokenizers = Tokenizer.from_file(os.path.join(folder, "tokenizer.json")).encode(text).ids
    by_transformers = AutoTokenizer.from_pretrained(folder)(text)["input_ids"]
    return by_tokenizers, by_transformers


listed = {"added_tokens_decoder": {"256": {"content": END, "special": True}}}
cases = {
    "plain file": both("Hi" + PAD),
    "prefix space": both("Hi", prefix=True),
    "normalizer": both("Hi", normalizer=normalizers.Lowercase()),
    "a listed token": both("Hi" + PAD, configuration=listed),
}
for name, (expected, got) in cases.items():
    print(f"{name}: tokenizers {expected}, transformers {got}")
expected, got = cases.pop("plain file")
assert expected == got and len(got) == 3, (expected, got)
for name, (expected, got) in cases.items():
    assert expected != got, name
# Without the prefix space, without lower case, without the token.
assert len(cases["prefix space"][0]) == 3 and len(cases["prefix space"][1]) == 2
assert cases["normalizer"][1] == cases["prefix space"][1]
assert len(cases["a listed token"][0]) == 3 and len(cases["a listed token"][1]) == 2 + len(PAD)
print("as found")
PYTHON
