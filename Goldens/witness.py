#!/usr/bin/env python3
"""The independent witness: protocol v4, sections 1-6, in Python and NumPy.

Written from the protocol page alone, so that it can disagree with the Swift program. It reads a
GPT-2 model folder (model.safetensors, config.json, vocab.json, merges.txt) and computes proofs:

    python3 witness.py receipt DIR [--prompts N] [--golden-out FILE]
    python3 witness.py prove DIR --salt S --prompt P

Every number is an integer. Qn is a fixed-point integer with n fractional bits. `>>` on a signed
integer rounds toward minus infinity, so `x >> 16` is the page's `x // ONE`.
"""
from __future__ import annotations

import argparse
import hashlib
import json
import math
import mmap
import os
import random
import sys
import unicodedata

import numpy as np

try:
    import unicodedata2 as unicode_tables
except ImportError:
    unicode_tables = unicodedata

# ---------------------------------------------------------------- 1. constants

ONE = 1 << 16
ACT_CLAMP = 4096 * ONE
QK_CLAMP = 512 * ONE
WEIGHT_CLAMP = 16 << 12
MASKED = -(1 << 40)
LOG2E = 94548
SQRT_2_OVER_PI = 52293
GELU_CUBIC = 2931  # 0.044715
EXP2_C1, EXP2_C2, EXP2_C3 = 45426, 14904, 5207
GRID = 100
FINGERPRINT_HEADS = 6
HEAD_WIDTH = 64

# ---------------------------------------------------------------- 2. weights to integers

DTYPES = {"F32": "<f4", "F16": "<f2", "BF16": "<u2"}
IGNORED_SUFFIXES = (".attn.bias", ".attn.masked_bias")


def unique_keys(pairs):
    """A JSON object, refusing a key that appears twice."""
    table = dict(pairs)
    if len(table) != len(pairs):
        raise ValueError("a JSON object repeats a key")
    return table


def read_json(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file, object_pairs_hook=unique_keys)


def read_safetensors(path):
    """Name (without the prefix `transformer.`) -> float64 array, for every tensor that counts."""
    with open(path, "rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    start = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:start].decode("utf-8"), object_pairs_hook=unique_keys)
    header.pop("__metadata__", None)
    tensors, position = {}, 0
    for full_name, entry in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
        begin, end = entry["data_offsets"]
        if begin != position or end < begin:
            raise ValueError(f"{full_name}: the tensors leave a gap or overlap")
        position = end
        name = full_name[12:] if full_name.startswith("transformer.") else full_name
        if name == "lm_head.weight" or name.endswith(IGNORED_SUFFIXES):
            continue
        if name in tensors:
            raise ValueError(f"{name}: present with and without its prefix")
        tensors[name] = read_tensor(full_name, entry, data, start)
    if start + position != len(data):
        raise ValueError("the file does not end with its last tensor")
    return tensors


def read_tensor(name, entry, data, start):
    dtype, shape, (begin, end) = entry["dtype"], entry["shape"], entry["data_offsets"]
    if dtype not in DTYPES:
        raise ValueError(f"{name}: type {dtype} is not understood")
    count = math.prod(shape)
    if count * np.dtype(DTYPES[dtype]).itemsize != end - begin:
        raise ValueError(f"{name}: its bytes do not fit its shape")
    bits = np.frombuffer(data, DTYPES[dtype], count, start + begin)
    values = widen(bits, dtype)
    if not np.isfinite(values).all():
        raise ValueError(f"{name}: element {np.flatnonzero(~np.isfinite(values))[0]} is not finite")
    return values.reshape(shape)


def widen(stored, dtype):
    """Stored values as float64, exactly; BF16 comes as bits, the upper half of a float32."""
    if dtype == "BF16":
        stored = (stored.astype("<u4") << 16).view("<f4")
    return stored.astype(np.float64)


def quantise(values, bits, bound):
    """A power of two scales exactly and rint rounds half to even."""
    return np.clip(np.rint(values * float(1 << bits)), -bound, bound).astype(np.int64)


def weights_q12(values):
    return quantise(values, 12, WEIGHT_CLAMP)


def biases_q16(values):
    return quantise(values, 16, ACT_CLAMP)


def layout(layers, width, vocab, context):
    """(name in the file, short name, shape, rule) for every tensor of a GPT-2 model."""
    yield "wte.weight", "wte", (vocab, width), biases_q16
    yield "wpe.weight", "wpe", (context, width), biases_q16
    norms = [f"h.{i}.ln_{j}" for i in range(layers) for j in (1, 2)] + ["ln_f"]
    for name in norms:
        yield f"{name}.weight", f"{name}.g", (width,), weights_q12
        yield f"{name}.bias", f"{name}.b", (width,), biases_q16
    linears = {"attn.c_attn": (1, 3), "attn.c_proj": (1, 1), "mlp.c_fc": (1, 4), "mlp.c_proj": (4, 1)}
    for i in range(layers):
        for part, (rows, columns) in linears.items():
            name = f"h.{i}.{part}"
            yield f"{name}.weight", f"{name}.w", (rows * width, columns * width), weights_q12
            yield f"{name}.bias", f"{name}.b", (columns * width,), biases_q16


# ---------------------------------------------------------------- 3. primitive operations


def clamp(x, bound):
    return np.clip(x, -bound, bound)


def round_shift(x, s):
    return (x + (1 << (s - 1))) >> s


def isqrt(v):
    """floor(sqrt(v)) for 0 <= v < 2^62: the float64 root is off by one at most, then corrected."""
    root = np.sqrt(v.astype(np.float64)).astype(np.int64)
    root -= root * root > v
    return root + ((root + 1) * (root + 1) <= v)


def exp_q16(d):
    """2^(d log2 e) for d <= 0; |d| <= 2^41 keeps the product below 2^58."""
    t = (d * LOG2E) >> 16
    n = t >> 16
    f = t - n * ONE
    p = ((EXP2_C3 * f) >> 16) + EXP2_C2
    p = ((p * f) >> 16) + EXP2_C1
    p = ((p * f) >> 16) + ONE
    s = np.clip(-n, 0, 62)
    return np.where(s > 40, 0, p >> s)


def tanh_q16(z):
    e = exp_q16(-2 * np.minimum(np.abs(z), 6 * ONE))
    return np.sign(z) * (((ONE - e) * ONE) // (ONE + e))


def gelu_q16(x):
    xc = clamp(x, 6 * ONE)
    x2 = (xc * xc) >> 16
    x3 = (x2 * xc) >> 16
    u = xc + ((GELU_CUBIC * x3) >> 16)
    z = (SQRT_2_OVER_PI * u) >> 16
    g = round_shift(xc * (ONE + tanh_q16(z)), 17)
    return np.where(x > 6 * ONE, x, np.where(x < -6 * ONE, 0, g))


def layer_norm(x, gamma, beta):
    """|x| <= 2^28 gives |c8| <= 2^21 and |norm * gamma| <= 2^37 * 2^16."""
    n = x.shape[-1]
    c = x - x.sum(-1, keepdims=True) // n
    c8 = round_shift(c, 8)
    sd = np.maximum(isqrt((c8 * c8).sum(-1, keepdims=True) // n), 1)
    norm = (c * 256) // sd
    return clamp(round_shift(norm * gamma, 12) + beta, ACT_CLAMP)


def softmax_q16(rows):
    e = exp_q16(rows - rows.max(-1, keepdims=True))
    return (e * ONE) // e.sum(-1, keepdims=True)


def magnitude(x):
    """max |x| as a Python integer."""
    return max(int(x.max()), -int(x.min()))


def matmul(a, w):
    return matmul_floating(a, w.astype(np.float64), magnitude(w))


def matmul_floating(a, w, w_magnitude):
    """The exact integer product, by float64 for its speed.

    Where K max|a| max|w| <= 2^53, every partial sum, in whatever order and with or without fused
    multiply-add, is an integer that float64 holds exactly: no rounding can happen.
    """
    if a.shape[-1] * magnitude(a) * w_magnitude > 1 << 53:
        raise OverflowError("a matrix product exceeds the range in which float64 is exact")
    return (a.astype(np.float64) @ w).astype(np.int64)


def linear(a, w, w_magnitude, bias):
    return round_shift(matmul_floating(a, w, w_magnitude), 8) + bias


# ---------------------------------------------------------------- 5. tokenizer

END_OF_TEXT = "<|endoftext|>"
CONTRACTIONS = ("'s", "'t", "'re", "'ve", "'m", "'ll", "'d")
WHITE_SPACE = {*range(0x09, 0x0E), 0x20, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B),
               0x2028, 0x2029, 0x202F, 0x205F, 0x3000}


def character_class(c):
    """L(etter), N(umber), S(pace) or O(ther), by Unicode 16.0."""
    if ord(c) in WHITE_SPACE:
        return "S"
    if ord(c) >= 128 and unicode_tables.unidata_version != "16.0.0":
        raise ValueError("text beyond ASCII needs Unicode 16.0 tables (unicodedata2 16.0.0); "
                         f"these are {unicode_tables.unidata_version}")
    category = unicode_tables.category(c)[0]
    return category if category in "LN" else "O"


def pre_tokenise(text):
    classes = [character_class(c) for c in text]
    i = 0
    while i < len(text):
        contraction = next((c for c in CONTRACTIONS if text.startswith(c, i)), None)
        if contraction:
            j = i + len(contraction)
        else:
            j = i
            if text[i] == " " and i + 1 < len(text) and classes[i + 1] != "S":
                j = i + 1  # the one space that a word may carry in front
            run = classes[j]
            while j < len(text) and classes[j] == run:
                j += 1
            if run == "S" and j < len(text) and j - i > 1:
                j -= 1  # the last space before a word is left for it
        yield text[i:j]
        i = j


class Tokenizer:
    """GPT-2's byte-level BPE."""

    def __init__(self, vocab, merges):
        self.vocab = vocab
        self.ranks = {pair: rank for rank, pair in enumerate(merges)}
        self.words = {}
        printable = {*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)}
        others = [b for b in range(256) if b not in printable]
        self.byte_characters = [chr(b if b in printable else 0x100 + others.index(b))
                                for b in range(256)]

    @staticmethod
    def load(directory):
        with open(os.path.join(directory, "merges.txt"), encoding="utf-8", newline="\n") as file:
            lines = file.read().split("\n")[1:]  # the first line is a header
        merges = [tuple(line.split(" ")) for line in lines if line]
        if any(len(pair) != 2 for pair in merges):
            raise ValueError("merges.txt: a line is not a pair")
        return Tokenizer(read_json(os.path.join(directory, "vocab.json")), merges)

    def encode(self, text):
        ids = []
        for number, segment in enumerate(text.split(END_OF_TEXT)):
            if number > 0:
                ids.append(self.vocab[END_OF_TEXT])
            for word in pre_tokenise(segment):
                if word not in self.words:
                    self.words[word] = [self.vocab[part] for part in self.merge(word)]
                ids += self.words[word]
        return ids

    def merge(self, word):
        """The merge of lowest rank anywhere in the word goes first, the leftmost of equals."""
        parts = [self.byte_characters[b] for b in word.encode("utf-8")]
        while True:
            ranked = [(self.ranks[pair], i) for i, pair in enumerate(zip(parts, parts[1:]))
                      if pair in self.ranks]
            if not ranked:
                return parts
            i = min(ranked)[1]
            parts[i : i + 2] = [parts[i] + parts[i + 1]]


# ---------------------------------------------------------------- 4. forward pass


class Model:
    def __init__(self, name, config, tensors, tokenizer):
        self.name, self.tokenizer = name, tokenizer
        self.layers, self.heads, self.width, self.vocab, self.context = read_config(config)
        self.weights = {}
        for stored, short, shape, rule in layout(self.layers, self.width, self.vocab, self.context):
            values = tensors.pop(stored)
            if values.shape != shape:
                raise ValueError(f"{stored}: shape {values.shape}, expected {shape}")
            self.weights[short] = rule(values)
        if tensors:
            raise ValueError(f"tensors that are not understood: {sorted(tensors)}")
        self.matrices = {short: (w.astype(np.float64), magnitude(w))
                         for short, w in self.weights.items() if short.endswith(".w")}

    @staticmethod
    def load(directory):
        directory = os.path.realpath(directory)
        return Model(os.path.basename(directory),
                     read_json(os.path.join(directory, "config.json")),
                     read_safetensors(os.path.join(directory, "model.safetensors")),
                     Tokenizer.load(directory))

    def weights_hash(self):
        """Section 2; `ln_f` closes the model for generation only and is not hashed."""
        digest = hashlib.sha256()
        for short in sorted(self.weights):
            if not short.startswith("ln_f."):
                digest.update(short.encode("utf-8"))
                digest.update(self.weights[short].astype("<i8").tobytes())
        return digest.hexdigest()

    def encode(self, text):
        ids = self.tokenizer.encode(text)
        if max(ids, default=0) >= self.vocab:
            raise ValueError("a token id lies outside the model's vocabulary")
        return ids

    def linear(self, name, h):
        """Q16 -> Q12 -> product -> Q16, clamped."""
        w, w_magnitude = self.matrices[f"{name}.w"]
        y = linear(round_shift(h, 4), w, w_magnitude, self.weights[f"{name}.b"])
        return clamp(y, ACT_CLAMP)

    def layer_norm(self, name, x):
        return layer_norm(x, self.weights[f"{name}.g"], self.weights[f"{name}.b"])

    def attention_rows(self, ids, observe=lambda name, array: None, offsets=0):
        """The last position's Q16 row of every head, int64 [layers, heads, T].

        `observe` is called with the name and the value of each intermediate tensor. `offsets`,
        int64 [T, d] in Q16, are no part of protocol v4: `hardened.py` adds them.
        """
        if not 0 < len(ids) <= self.context:
            raise ValueError(f"{len(ids)} tokens: the context holds 1 to {self.context}")
        x = self.weights["wte"][ids] + self.weights["wpe"][: len(ids)]
        x = clamp(x + offsets, ACT_CLAMP)
        observe("embed", x)
        rows = []
        for i in range(self.layers):
            name = f"h.{i}"

            def seen(part, array):
                observe(f"{name}.{part}", array)
                return array

            h = seen("ln_1", self.layer_norm(f"{name}.ln_1", x))
            qkv = seen("attn.qkv", self.linear(f"{name}.attn.c_attn", h))
            heads, probs = self.attention(qkv, seen)
            rows.append(probs[:, -1])
            a = seen("attn.out", self.linear(f"{name}.attn.c_proj", heads))
            x = seen("residual_attn", clamp(x + a, ACT_CLAMP))
            h = seen("ln_2", self.layer_norm(f"{name}.ln_2", x))
            fc = seen("mlp.fc", self.linear(f"{name}.mlp.c_fc", h))
            m = seen("mlp.gelu", gelu_q16(fc))
            m = seen("mlp.out", self.linear(f"{name}.mlp.c_proj", m))
            x = seen("residual_mlp", clamp(x + m, ACT_CLAMP))
        return np.stack(rows)

    def attention(self, qkv, seen):
        """(heads concatenated [T, d], probabilities [heads, T, T])."""
        length = len(qkv)
        q, k, v = (part.reshape(length, self.heads, HEAD_WIDTH).transpose(1, 0, 2)
                   for part in np.split(qkv, 3, axis=1))
        q = round_shift(clamp(q, QK_CLAMP), 4)
        k = round_shift(clamp(k, QK_CLAMP), 4)
        v = round_shift(clamp(v, ACT_CLAMP), 4)
        scores = round_shift(matmul(q, k.transpose(0, 2, 1)), 11)
        future = np.triu(np.ones((length, length), bool), 1)
        scores = seen("attn.scores", np.where(future, MASKED, scores))
        probs = seen("attn.probs", softmax_q16(scores))
        o = round_shift(matmul(probs, v), 12)
        return seen("attn.heads", o.transpose(1, 0, 2).reshape(length, self.width)), probs


def read_config(config):
    """(layers, heads, width, vocabulary, context); refuses a model that is not plain GPT-2."""
    width = config["n_embd"]
    expected = {"model_type": ("gpt2",), "activation_function": ("gelu_new",),
                "n_inner": (None, 4 * width), "scale_attn_weights": (True,),
                "scale_attn_by_inverse_layer_idx": (False,), "add_cross_attention": (False,),
                "n_ctx": (config["n_positions"],), "n_embd": (HEAD_WIDTH * config["n_head"],)}
    for key, allowed in expected.items():
        if key in config and config[key] not in allowed:
            raise ValueError(f"config.json: {key} = {config[key]!r} is not understood")
    return tuple(config[k] for k in ("n_layer", "n_head", "n_embd", "vocab_size", "n_positions"))


# ---------------------------------------------------------------- 5. from prompt to proof


def sha256_hex(text):
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def fingerprint_heads(salt, layers, heads):
    """CPython's own generator is the definition."""
    candidates = [(layer, head) for layer in range(layers) for head in range(heads)]
    generator = random.Random(int(sha256_hex(salt), 16))
    return sorted(generator.sample(candidates, min(FINGERPRINT_HEADS, len(candidates))))


def quantise_row(row):
    """Largest remainder on a grid of 100 units, ties to the lower index."""
    total = sum(row)
    base = [GRID * p // total for p in row]
    remainder = [GRID * p - b * total for p, b in zip(row, base)]
    order = sorted(range(len(row)), key=lambda i: (-remainder[i], i))
    for i in order[: GRID - sum(base)]:
        base[i] += 1
    return base


def cascade(values):
    """(B, glyphs) of a quantised row."""
    median = sorted(values)[len(values) // 2]
    stream = [(value, "R" if value > median else "G") for value in values]
    glyphs, level = [], 0
    while len(stream) > 1:
        level += 1
        stream.sort(key=lambda item: -item[0])  # stable: ties keep the lower index first
        if len(stream) % 2 == 0:
            pairs = zip(stream[::2], stream[1::2])
        else:
            folded = stream[::2] + stream[1::2][::-1]
            pairs = zip(folded, folded[1:])
        sums = [(a + b, pair_type(s, t)) for (a, s), (b, t) in pairs]
        glyphs += [[level, value] for value, kind in sums if kind == "X"]
        stream = [item for item in sums if item[1] != "X"] or sums
    return stream[0][0], glyphs


def pair_type(s, t):
    if "X" in (s, t):
        return "R"
    return s if s == t else "X"


def prove(model, salt, prompt, observe=lambda name, array: None):
    """The proof with its parts; `observe` as in `attention_rows`."""
    ids = model.encode(f"{salt} {prompt}")
    every_row = model.attention_rows(ids, observe)
    heads = fingerprint_heads(salt, model.layers, model.heads)
    rows = [every_row[layer, head].tolist() for layer, head in heads]
    quantized = [quantise_row(row) for row in rows]
    entries = [[*head, *cascade(row)] for head, row in zip(heads, quantized)]
    fingerprint = json.dumps(entries, separators=(",", ":"))
    return {"token_ids": ids, "heads": [list(head) for head in heads], "rows": rows,
            "quantized": quantized, "fingerprint": fingerprint,
            "proof_hash": sha256_hex(f"{salt}|{fingerprint}")}


def receipt(model, count=100):
    """(proof hashes, ultimate hash)."""
    proofs = [prove(model, *receipt_prompt(i))["proof_hash"] for i in range(count)]
    return proofs, sha256_hex("".join(proofs))


def receipt_prompt(i):
    """(salt, prompt)."""
    prompt = f"determinism receipt prompt {i:03d} glyph"
    return "v4_receipt_" + sha256_hex(prompt)[:12], prompt


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("receipt", help="proofs of the fixed prompts")
    command.add_argument("directory")
    command.add_argument("--prompts", type=int, default=100)
    command.add_argument("--golden-out", help="write the document to this file too")
    command = commands.add_parser("prove", help="one proof with its parts")
    command.add_argument("directory")
    command.add_argument("--salt", required=True)
    command.add_argument("--prompt", required=True)
    arguments = parser.parse_args()

    model = Model.load(arguments.directory)
    document = {"model": model.name, "integer_weights_hash": model.weights_hash()}
    if arguments.command == "prove":
        document.update(salt=arguments.salt, prompt=arguments.prompt)
        document.update(prove(model, arguments.salt, arguments.prompt))
    else:
        proofs, ultimate = receipt(model, arguments.prompts)
        document.update(prompt_count=arguments.prompts, proofs=proofs, ultimate_hash=ultimate)
    text = json.dumps(document, indent=2 if arguments.command == "receipt" else None)
    if getattr(arguments, "golden_out", None):
        with open(arguments.golden_out, "w", encoding="utf-8") as file:
            file.write(text + "\n")
    print(text)


if __name__ == "__main__":
    sys.exit(main())
