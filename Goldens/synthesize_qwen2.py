#!/usr/bin/env python3
"""Synthetic models of Qwen2's shape ("synth-q1"): the same bytes for everyone, from a seed.

    python3 synthesize_qwen2.py qwen-nano --out DIR --tokenizer FILE
    python3 synthesize_qwen2.py any-name --layers 2 --width 128 --heads 2 --key-value-heads 1 \\
        --hidden 256 [--seed S] [--head-width 128] [--vocab N] [--context N] [--theta N] [--bf16] \\
        [--wide] --out DIR [--tokenizer FILE]

Four names stand for a shape: qwen-nano, qwen-nano-wide, qwen-seven and qwen-128. Options go before
what a name stands for. Writes model.safetensors and config.json, copies the tokenizer.json, and
prints the file's SHA-256 and that of the tensors: over the short names ascending, the name, then
the elements as little-endian float32.
"""
from __future__ import annotations

import argparse
import hashlib
import json
import math
import os
import shutil
import sys

import numpy as np

from synthesize import BLOCK, draws

NAMED = {
    "qwen-nano": dict(layers=4, width=256, heads=4, key_value_heads=2, hidden=512),
    "qwen-nano-wide": dict(layers=4, width=256, heads=4, key_value_heads=2, hidden=512, wide=True),
    "qwen-seven": dict(layers=6, width=448, heads=7, key_value_heads=1, hidden=1216, bf16=True),
    "qwen-128": dict(layers=3, width=256, heads=4, key_value_heads=2, hidden=704, head_width=128),
}
DEFAULTS = dict(head_width=64, vocab=1088, context=512, theta=1_000_000, wide=False, bf16=False)
EXPONENTS = {"q_proj.weight": -3, "k_proj.weight": -3, "v_proj.weight": -4, "o_proj.weight": -5,
             "gate_proj.weight": -4, "up_proj.weight": -4, "down_proj.weight": -5,
             "q_proj.bias": 0, "k_proj.bias": 1, "v_proj.bias": -3, "embed_tokens.weight": -3}
NORM_EXPONENT = -3


def shapes(layers, width, heads, key_value_heads, head_width, hidden, vocab, **_):
    """Short name -> shape, [out, in] for matrices."""
    queries, keys = heads * head_width, key_value_heads * head_width
    table = {"embed_tokens.weight": (vocab, width), "norm.weight": (width,)}
    for i in range(layers):
        layer = f"layers.{i}."
        for norm in ("input_layernorm", "post_attention_layernorm"):
            table[f"{layer}{norm}.weight"] = (width,)
        for part, rows in (("q", queries), ("k", keys), ("v", keys)):
            table[f"{layer}self_attn.{part}_proj.weight"] = (rows, width)
            table[f"{layer}self_attn.{part}_proj.bias"] = (rows,)
        table[f"{layer}self_attn.o_proj.weight"] = (width, queries)
        table[f"{layer}mlp.gate_proj.weight"] = (hidden, width)
        table[f"{layer}mlp.up_proj.weight"] = (hidden, width)
        table[f"{layer}mlp.down_proj.weight"] = (width, hidden)
    return table


def elements(name, begin, end, seed, wide, bf16):
    """float32; float64 holds offset + u * 2^e exactly, so that it is rounded once."""
    state = int.from_bytes(hashlib.sha256(f"{seed}/{name}".encode("utf-8")).digest()[:8], "little")
    bits = draws(state, begin, end)
    u = ((bits >> np.uint64(40)).astype(np.int64) - (1 << 23)) / float(1 << 23)
    exponent = EXPONENTS.get(".".join(name.split(".")[-2:]))
    is_norm = exponent is None
    if wide and (is_norm or name.endswith("_proj.weight")):
        u[bits & np.uint64(1023) == 0] *= 16.0 if is_norm else 32.0
    value = u * 2.0 ** (NORM_EXPONENT if is_norm else exponent) + (1.0 if is_norm else 0.0)
    single = value.astype("<f4")
    return (bfloat16(single).astype("<u4") << 16).view("<f4") if bf16 else single


def bfloat16(single):
    """The upper halves of finite float32 values, rounded half to even."""
    bits = single.view("<u4")
    return ((bits + 0x7FFF + (bits >> 16 & 1)) >> 16).astype("<u2")


def write_safetensors(path, table, seed, wide, bf16):
    """The SHA-256 of the file and of the tensors."""
    names, header, position = sorted(table), {"__metadata__": {"format": "pt"}}, 0
    for name in names:
        size = (2 if bf16 else 4) * math.prod(table[name])
        header[f"model.{name}"] = {"dtype": "BF16" if bf16 else "F32", "shape": list(table[name]),
                                   "data_offsets": [position, position + size]}
        position += size
    text = json.dumps(header, separators=(",", ":")).encode("utf-8")
    text += b" " * (-len(text) % 8)
    text = len(text).to_bytes(8, "little") + text
    whole, tensors = hashlib.sha256(text), hashlib.sha256()
    with open(path, "wb") as file:
        file.write(text)
        for name in names:
            tensors.update(name.encode("utf-8"))
            count = math.prod(table[name])
            for begin in range(0, count, BLOCK):
                single = elements(name, begin, min(count, begin + BLOCK), seed, wide, bf16)
                stored = (bfloat16(single) if bf16 else single).tobytes()
                file.write(stored)
                whole.update(stored)
                tensors.update(single.tobytes())
    return whole.hexdigest(), tensors.hexdigest()


def configuration(shape):
    return {
        "architectures": ["Qwen2ForCausalLM"], "attention_dropout": 0.0,
        "head_dim": shape["head_width"], "hidden_act": "silu", "hidden_size": shape["width"],
        "intermediate_size": shape["hidden"], "max_position_embeddings": shape["context"],
        "model_type": "qwen2", "num_attention_heads": shape["heads"],
        "num_hidden_layers": shape["layers"], "num_key_value_heads": shape["key_value_heads"],
        "rms_norm_eps": 1e-06, "rope_theta": float(shape["theta"]), "tie_word_embeddings": True,
        "torch_dtype": "bfloat16" if shape["bf16"] else "float32", "use_sliding_window": False,
        "vocab_size": shape["vocab"]}


def synthesize(out, seed, shape, tokenizer=None):
    """Writes a model folder; the SHA-256 of its model.safetensors and of its tensors."""
    os.makedirs(out, exist_ok=True)
    with open(os.path.join(out, "config.json"), "w", encoding="utf-8") as file:
        file.write(json.dumps(configuration(shape), indent=2) + "\n")
    if tokenizer:
        shutil.copyfile(tokenizer, os.path.join(out, "tokenizer.json"))
    path = os.path.join(out, "model.safetensors")
    return write_safetensors(path, shapes(**shape), seed, shape["wide"], shape["bf16"])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("name", help="the seed too, unless --seed says otherwise")
    parser.add_argument("--seed")
    sizes = ("layers", "width", "heads", "key-value-heads", "hidden", "head-width", "vocab",
             "context", "theta")
    for size in sizes:
        parser.add_argument(f"--{size}", type=int)
    parser.add_argument("--wide", action="store_true", default=None,
                        help="operands as wide as a trained model's")
    parser.add_argument("--bf16", action="store_true", default=None)
    parser.add_argument("--out", required=True)
    parser.add_argument("--tokenizer", help="a tokenizer.json")
    arguments = vars(parser.parse_args())
    name, seed, out, tokenizer = (arguments.pop(k) for k in ("name", "seed", "out", "tokenizer"))
    given = {key: value for key, value in arguments.items() if value is not None}
    shape = {**DEFAULTS, **NAMED.get(name, {}), **given}
    missing = [key for key in arguments if key not in shape]
    if missing:
        parser.error(f"{name} stands for no shape: give {', '.join(missing)} too")
    for digest, what in zip(synthesize(out, seed or name, shape, tokenizer), ("file", "tensors")):
        print(digest, what)


if __name__ == "__main__":
    sys.exit(main())
