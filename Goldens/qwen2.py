#!/usr/bin/env python3
"""The independent witness of Qwen2 in exact integers: Sources/Inference/QWEN2.md in NumPy.

Written from that page alone (`qwen2_model.py`), so that it can disagree with the Swift program;
prompts, heads, grid and cascade are `witness.py`'s. It reads a model folder (model.safetensors,
config.json, tokenizer.json):

    python3 qwen2.py receipt DIR [--prompts N] [--golden-out FILE]
    python3 qwen2.py receipt DIR --mutate
    python3 qwen2.py receipt DIR --floats
    python3 qwen2.py prove DIR --salt S --prompt P
    python3 qwen2.py next DIR --prompt P

`--mutate` plants small changes, one at a time, and ends with 1 if one changes nothing: a witness
must be able to fail. `--floats` compares every head's row with a float64 forward pass, of the
file's weights and of the integers'. Needs the package `tokenizers` (0.23.3).
"""
from __future__ import annotations

import argparse
import hashlib
import json
import sys

import numpy as np

import qwen2_model
import witness
from qwen2_float import FloatModel
from qwen2_model import Model, ONE, exp_q16, round_shift

MUTATION_PROMPTS = 5
LISTED_PROMPTS = 3  # whose ids stand in a golden

# ---------------------------------------------------------------- goldens


def stations_of(model, salt, prompt):
    """[name, shape, SHA-256 of the elements as little-endian int64] of every station."""
    seen = []

    def observe(name, array):
        digest = hashlib.sha256(np.ascontiguousarray(array).astype("<i8").tobytes())
        seen.append([name, list(array.shape), digest.hexdigest()])

    witness.prove(model, salt, prompt, observe)
    return seen


def tokens_sha256(model, prompts):
    digest = hashlib.sha256()
    for salt, prompt in prompts:
        ids = model.encode(f"{salt} {prompt}")
        digest.update(np.array([len(ids), *ids], "<i4").tobytes())
    return digest.hexdigest()


def golden(model, count):
    """The document; `token_ids` and `stations` are of the first prompts, for whoever differs."""
    prompts = [witness.receipt_prompt(i) for i in range(count)]
    proofs, ultimate = witness.receipt(model, count)
    listed = [{"prompt": prompt, "salt": salt, "proof_hash": proof}
              for (salt, prompt), proof in zip(prompts, proofs)]
    ids = [model.encode(f"{salt} {prompt}") for salt, prompt in prompts[:LISTED_PROMPTS]]
    return {"golden": model.name, "model": model.name,
            "integer_weights_hash": model.weights_hash(), "prompt_count": count,
            "tokens_sha256": tokens_sha256(model, prompts), "ultimate_hash": ultimate,
            "proofs": listed, "token_ids": ids, "stations": stations_of(model, *prompts[0])}


def layout(document):
    """JSON text: a line for every member, and for every element of a member that is an array."""
    members = []
    for key, value in document.items():
        text = json.dumps(value)
        if isinstance(value, list):
            text = "[\n    " + ",\n    ".join(json.dumps(item) for item in value) + "\n  ]"
        members.append(f"  {json.dumps(key)}: {text}")
    return "{\n" + ",\n".join(members) + "\n}\n"


# ---------------------------------------------------------------- mutations


def neighbouring_pairs(x, cos, sin):
    a, b = x[..., ::2], x[..., 1::2]
    y = np.stack([a * cos - b * sin, b * cos + a * sin], axis=-1).reshape(x.shape)
    return round_shift(y, 30)


def rotate_truncating(x, cos, sin):
    a, b = np.split(x, 2, axis=-1)
    return np.concatenate([a * cos - b * sin, b * cos + a * sin], axis=-1) >> 30


def rotate_backwards(x, cos, sin):
    return REAL["rotate"](x, cos, -sin)


def silu_truncating(x):
    e = exp_q16(-np.abs(x))
    return (x * (np.where(x >= 0, ONE, e) * ONE // (ONE + e))) >> 16


def scores_truncating(q, k):
    s = q @ k.transpose(0, 2, 1)
    return s >> 11 if q.shape[-1] == 64 else ((s >> 4) * 46341) >> 23


def linear_rounding_twice(x, w, bias=0):
    """Each half of the sum is rounded for itself."""
    a, half = round_shift(x, 4), len(w) // 2
    parts = (round_shift(part, 8) for part in (a[..., :half] @ w[:half], a[..., half:] @ w[half:]))
    return witness.clamp(sum(parts) + bias, qwen2_model.ACT)


def norm_one_bit_less(x, gain):
    return round_shift(REAL["rms_norm"](x, gain), 1) * 2


MUTATIONS = {
    "rotary: neighbours instead of halves": ("rotate", neighbouring_pairs),
    "rotary: truncating": ("rotate", rotate_truncating),
    "rotary: the other way round": ("rotate", rotate_backwards),
    "rotary: frequencies of another base":
        ("turns", lambda theta, width: REAL["turns"](theta + 1, width)),
    "rotary: INV_2PI larger by 2^40": ("INV_2PI", qwen2_model.INV_2PI + (1 << 40)),
    "norm: without epsilon": ("EPS", 0),
    "norm: a bit less": ("rms_norm", norm_one_bit_less),
    "silu: truncating": ("silu", silu_truncating),
    "gate and up exchanged": ("gate_and_up", lambda both: REAL["gate_and_up"](both)[::-1]),
    "scores: truncating": ("raw_scores", scores_truncating),
    "linear: rounding twice": ("linear", linear_rounding_twice),
    "key-value head h mod K": ("key_value_head", lambda h, group: h % COUNTS["K"]),
    "weights rounded half up": ("to_q12", lambda values: np.clip(
        np.floor(values * 4096 + 0.5), -qwen2_model.WEIGHT, qwen2_model.WEIGHT).astype(np.int64)),
}
REAL = {name: getattr(qwen2_model, name) for name, _ in MUTATIONS.values()}
COUNTS = {}


def outcome(directory):
    """(integer weights hash, every row and every proof of the first prompts)."""
    model = Model.load(directory)
    COUNTS.update(model.sizes)
    parts = [model.weights_hash()]
    for i in range(MUTATION_PROMPTS):
        salt, prompt = witness.receipt_prompt(i)
        rows = model.attention_rows(model.encode(f"{salt} {prompt}"))
        parts += [rows.tolist(), witness.prove(model, salt, prompt)["proof_hash"]]
    return parts


def mutate(directory):
    """1 if a mutation that can act changes nothing."""
    right = outcome(directory)
    without_effect = set()
    if COUNTS["K"] == 1 or COUNTS["K"] == COUNTS["H"]:
        without_effect.add("key-value head h mod K")
    failures = 0
    for name, (function, mutant) in MUTATIONS.items():
        setattr(qwen2_model, function, mutant)
        wrong = outcome(directory)
        setattr(qwen2_model, function, REAL[function])
        rows = sum(a != b for a, b in zip(right[1::2], wrong[1::2]))
        proofs = sum(a != b for a, b in zip(right[2::2], wrong[2::2]))
        is_missed = right == wrong
        failures += is_missed and name not in without_effect
        note = " (cannot act here)" if name in without_effect else " MISSED" * is_missed
        print(f"{name}: weights {'same' if right[0] == wrong[0] else 'other'}, rows of {rows} and "
              f"proofs of {proofs} of {MUTATION_PROMPTS} prompts differ{note}")
    print("the same again" if outcome(directory) == right else "MISSED: not the same again")
    return 1 if failures else 0


# ---------------------------------------------------------------- floats


def compare_with_floats(directory, count):
    model = Model.load(directory)
    for text, is_rounded in (("the file's weights", False), ("the integers' weights", True)):
        floats = FloatModel(directory, is_rounded)
        correlations, differences = [], []
        for i in range(count):
            ids = model.encode(" ".join(witness.receipt_prompt(i)))
            exact = model.attention_rows(ids) / ONE
            near = floats.attention_rows(ids)
            differences.append(np.abs(exact - near).max(-1))
            correlations.append(correlation(exact, near))
        worst, largest = np.array(correlations), np.array(differences)
        print(f"{model.name}, float64 of {text}: {worst.size} rows; worst correlation "
              f"{worst.min():.9f}, mean {worst.mean():.9f}; largest difference "
              f"{largest.max():.3e}, mean of the rows' largest {largest.mean():.3e}")


def correlation(a, b):
    """Pearson's, of the rows of two arrays."""
    a, b = (x - x.mean(-1, keepdims=True) for x in (a, b))
    return (a * b).sum(-1) / np.sqrt((a * a).sum(-1) * (b * b).sum(-1))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("receipt", help="proofs of the fixed prompts")
    command.add_argument("directory")
    command.add_argument("--prompts", type=int, default=100)
    command.add_argument("--golden-out", help="write the document to this file too")
    command.add_argument("--mutate", action="store_true", help="plant changes and see them")
    command.add_argument("--floats", action="store_true", help="compare with a float64 pass")
    command = commands.add_parser("prove", help="one proof with its parts")
    command.add_argument("directory")
    command.add_argument("--salt", required=True)
    command.add_argument("--prompt", required=True)
    command = commands.add_parser("next", help="the next token")
    command.add_argument("directory")
    command.add_argument("--prompt", required=True)
    arguments = parser.parse_args()

    if getattr(arguments, "mutate", False):
        return mutate(arguments.directory)
    if getattr(arguments, "floats", False):
        return compare_with_floats(arguments.directory, arguments.prompts)
    model = Model.load(arguments.directory)
    if arguments.command == "next":
        print(model.next_token(model.encode(arguments.prompt)))
        return 0
    if arguments.command == "prove":
        print(json.dumps({"model": model.name, "integer_weights_hash": model.weights_hash(),
                          **witness.prove(model, arguments.salt, arguments.prompt)}))
        return 0
    text = layout(golden(model, arguments.prompts))
    if arguments.golden_out:
        with open(arguments.golden_out, "w", encoding="utf-8") as file:
            file.write(text)
    print(text, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
