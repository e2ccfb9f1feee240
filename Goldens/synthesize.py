#!/usr/bin/env python3
"""Synthetic GPT-2 models, protocol v4, section 7: the same bytes for everyone, from a seed.

    python3 synthesize.py --seed synth-tiny --layers 2 --width 128 --heads 2 --vocab 50257 \\
        --context 1024 [--wide] --out DIR [--tokenizer DIR]

Writes model.safetensors and config.json, and copies vocab.json and merges.txt of `--tokenizer`.
"""
from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import sys

import numpy as np

EXPONENTS = {"wte": -3, "wpe": -4, "c_attn.weight": -3, "attn.c_proj.weight": -5,
             "c_fc.weight": -4, "mlp.c_proj.weight": -5, "bias": -5, "ln.weight": -3,
             "ln.bias": -4}
MATRICES = ("c_attn.weight", "attn.c_proj.weight", "c_fc.weight", "mlp.c_proj.weight")
BLOCK = 1 << 20  # elements drawn at a time, to keep the temporaries small


def shapes(layers, width, vocab, context):
    """Short name -> shape."""
    table = {"wte.weight": (vocab, width), "wpe.weight": (context, width)}
    linears = {"attn.c_attn": (1, 3), "attn.c_proj": (1, 1), "mlp.c_fc": (1, 4), "mlp.c_proj": (4, 1)}
    for i in range(layers):
        for part, (rows, columns) in linears.items():
            table[f"h.{i}.{part}.weight"] = (rows * width, columns * width)
            table[f"h.{i}.{part}.bias"] = (columns * width,)
    for norm in [f"h.{i}.ln_{j}" for i in range(layers) for j in (1, 2)] + ["ln_f"]:
        table[f"{norm}.weight"] = table[f"{norm}.bias"] = (width,)
    return table


def kind_of(name):
    """The key of a tensor in a table of exponents."""
    module, part = name.rsplit(".", 1)
    if module in ("wte", "wpe"):
        return module
    if module.rsplit(".", 1)[-1].startswith("ln_"):
        return f"ln.{part}"
    return "bias" if part == "bias" else next(kind for kind in MATRICES if name.endswith(kind))


def draws(state, begin, end):
    """SplitMix64's outputs begin ... end-1 (from 0); uint64 arithmetic wraps modulo 2^64."""
    z = np.uint64(state) + np.arange(begin + 1, end + 1, dtype=np.uint64) * np.uint64(
        0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def elements(name, begin, end, seed, exponents, wide):
    """float64 holds offset + u * 2^e exactly, so that float32 rounds once."""
    kind = kind_of(name)
    state = int.from_bytes(hashlib.sha256(f"{seed}/{name}".encode("utf-8")).digest()[:8], "little")
    bits = draws(state, begin, end)
    u = ((bits >> np.uint64(40)).astype(np.int64) - (1 << 23)) / float(1 << 23)
    if wide and (kind in MATRICES or kind == "ln.weight"):
        u[bits & np.uint64(1023) == 0] *= 32.0 if kind in MATRICES else 16.0
    offset = 1.0 if kind == "ln.weight" else 0.0
    return (offset + u * 2.0 ** exponents[kind]).astype("<f4")


def write_safetensors(path, table, seed, exponents, wide):
    """The file's SHA-256."""
    header, position = {"__metadata__": {"format": "pt"}}, 0
    for name in sorted(table):
        size = 4 * int(np.prod(table[name]))
        header[name] = {"dtype": "F32", "shape": list(table[name]),
                        "data_offsets": [position, position + size]}
        position += size
    text = json.dumps(header, separators=(",", ":")).encode("utf-8")
    text += b" " * (-len(text) % 8)
    digest = hashlib.sha256()
    with open(path, "wb") as file:
        def write(data):
            file.write(data)
            digest.update(data)

        write(len(text).to_bytes(8, "little") + text)
        for name in sorted(table):
            count = int(np.prod(table[name]))
            for begin in range(0, count, BLOCK):
                end = min(count, begin + BLOCK)
                write(elements(name, begin, end, seed, exponents, wide).tobytes())
    return digest.hexdigest()


def synthesize(out, seed, layers, width, heads, vocab, context, wide=False, tokenizer=None,
               exponents=EXPONENTS):
    """Write a model folder; the SHA-256 of its model.safetensors."""
    os.makedirs(out, exist_ok=True)
    config = {"activation_function": "gelu_new", "architectures": ["GPT2LMHeadModel"],
              "layer_norm_epsilon": 1e-05, "model_type": "gpt2", "n_ctx": context,
              "n_embd": width, "n_head": heads, "n_layer": layers, "n_positions": context,
              "vocab_size": vocab}
    with open(os.path.join(out, "config.json"), "w", encoding="utf-8") as file:
        file.write(json.dumps(config, indent=2) + "\n")
    if tokenizer:
        for part in ("vocab.json", "merges.txt"):
            shutil.copyfile(os.path.join(tokenizer, part), os.path.join(out, part))
    table = shapes(layers, width, vocab, context)
    return write_safetensors(os.path.join(out, "model.safetensors"), table, seed, exponents, wide)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", required=True)
    for size in ("layers", "width", "heads", "vocab", "context"):
        parser.add_argument(f"--{size}", type=int, required=True)
    parser.add_argument("--wide", action="store_true", help="operands as wide as a trained model's")
    parser.add_argument("--out", required=True)
    parser.add_argument("--tokenizer", help="folder of vocab.json and merges.txt")
    print(synthesize(**vars(parser.parse_args())))


if __name__ == "__main__":
    sys.exit(main())
