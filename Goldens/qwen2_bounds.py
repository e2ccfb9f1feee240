#!/usr/bin/env python3
"""The bounds of Sources/Inference/QWEN2.md, tried at their edges.

    python3 qwen2_bounds.py [--positions N]

Each operation and small models of extreme weights run twice, in int64 and in Python's integers,
which cannot overflow: both must be equal, and no value may pass its bound, or the end is an error.
The tables of rotary positions (0 ... N - 1, 4,096 unless said otherwise) are compared with cosines
and sines of 100 bits. Prints the largest values seen, as powers of two. Needs `mpmath` (1.4.0).
"""
from __future__ import annotations

import argparse
import itertools
import math
import sys

import mpmath
import numpy as np

import qwen2_model as qwen
from qwen2_model import ACT, SEEN, WEIGHT

THETAS = (2, 3, 10_000, 1_000_000, (1 << 40) - 1, 1 << 40)
GENERATOR = np.random.default_rng(24)


def both(function, *arguments):
    """The result in int64, equal to that in Python's integers."""
    small = function(*(np.asarray(a, np.int64) for a in arguments))
    large = function(*(np.asarray(a, np.int64).astype(object) for a in arguments))
    if not np.array_equal(small, large):
        raise AssertionError(f"{function.__name__}: int64 differs from Python's integers")
    return small


# ---------------------------------------------------------------- rotary positions


def rotary_errors(positions):
    """Prints how far the tables are from the exact angle's cosine and sine, in units of 2^-30."""
    mpmath.mp.prec = 100
    for theta, width in itertools.product(THETAS, (64, 128)):
        table = qwen.Rotary(theta, width)
        cos, sin = table(positions)
        worst, where = 0.0, None
        for i in range(width // 2):
            step = mpmath.power(theta, mpmath.mpf(-2 * i) / width)
            for p in range(positions):
                c, s = mpmath.cos_sin(step * p)
                error = max(abs(int(cos[p, i]) - mpmath.ldexp(c, 30)),
                            abs(int(sin[p, i]) - mpmath.ldexp(s, 30)))
                if error > worst:
                    worst, where = error, (p, i)
        print(f"rotary, base {theta}, width {width}: largest error {float(worst):.6f} units of "
              f"2^-30 at position and index {where}", flush=True)
        for signs in itertools.product((1, -1), repeat=2):
            x = np.repeat(np.array(signs) * ACT, width // 2) * np.ones((1, positions, 1), np.int64)
            both(qwen.rotate, x, cos, sin)


# ---------------------------------------------------------------- operations


def signs(*shape):
    return GENERATOR.choice(np.array([-1, 1], np.int64), shape)


def norm_rows(n):
    """Rows of n elements that drive the norm to its edges."""
    yield np.zeros(n, np.int64)
    yield signs(n) * ACT
    yield signs(n) * (ACT - 1)  # rounded up to 2^22
    for spike in (1, 8, 2**21, 2**22 - 1, 2**22, 2**22 + 1, 2**28 - 1, 2**28):
        row = np.zeros(n, np.int64)
        row[0] = spike
        yield row
        yield np.where(row == 0, signs(n), row)
    for root in range(20_000, 60_000, 500):  # where the root's own rounding weighs most
        row = np.zeros(n, np.int64)
        row[0] = min(ACT, int(root * math.sqrt(n)))
        yield row
    for k in range(30):
        yield GENERATOR.integers(-min(ACT, 1 << k), min(ACT, 1 << k) + 1, n)


def operations():
    for n in (1, 2, 63, 896, 1 << 15):
        rows = np.stack(list(norm_rows(n)))
        for gain in (np.full(n, WEIGHT), signs(n) * WEIGHT, np.full(n, 1)):
            both(qwen.rms_norm, rows, gain)
    for depth in (1, 1023, 1025, 1 << 17):
        for w in (np.full((depth, 1), WEIGHT), np.full((depth, 1), -WEIGHT)):
            both(qwen.linear, np.full((1, depth), ACT), w, np.array([ACT]))
            both(qwen.linear, signs(1, depth) * ACT, w, np.array([-ACT]))
    for width in (64, 128):
        for sign in (1, -1):
            q = np.full((1, 2, width), 1 << 21)
            both(qwen.raw_scores, q, sign * q)
    edge = np.array([-ACT, -ACT + 1, -65536, -1, 0, 1, 65536, ACT - 1, ACT])
    both(qwen.silu, np.concatenate([edge, GENERATOR.integers(-ACT, ACT + 1, 4000)]))
    for row in score_rows():
        probabilities = both(qwen.softmax_q16, row[None])
        values = np.full((row.size, 1), 1 << 24)
        within_heads(both(qwen.product, probabilities, values))


def within_heads(x):
    return qwen.within("heads: probs v", x, 1 << 40)


def score_rows():
    """Rows of scores: equal ones, one alone, masked ones, all up to the bounds."""
    for length in (1, 2, 3, 4095, 4096):
        yield np.zeros(length, np.int64)
        yield np.where(np.arange(length) == length - 1, 1 << 38, -(1 << 38))
        yield np.where(np.arange(length) == 0, 1 << 38, qwen.MASKED)
        for k in (4, 12, 16, 20, 38):
            yield GENERATOR.integers(-(1 << k), (1 << k) + 1, length)


# ---------------------------------------------------------------- whole models


def extreme_model(width, theta, draw, scale=1.0):
    """A model whose every number is at its clamp, or past it: `draw` gives the signs."""
    config = {"model_type": "qwen2", "hidden_size": 64, "num_attention_heads": 2,
              "num_key_value_heads": 1, "head_dim": width, "intermediate_size": 96,
              "vocab_size": 32, "num_hidden_layers": 3, "max_position_embeddings": 4096,
              "rope_theta": float(theta), "rms_norm_eps": 1e-6}
    tensors = {}
    for _, shape, rule, names in qwen.layout(qwen.read_config(config)):
        limit = scale * (16.0 if rule == "q12" else 4096.0)
        split = [2, 1, 1] if len(names) == 3 else [1] * len(names)
        for name, share in zip(names, split):
            part = shape[-1] * share // sum(split)
            size = (part,) if len(shape) == 1 else (part, shape[0])
            size = shape if name == "embed_tokens.weight" else size
            tensors[name] = draw(*size) * limit
    return qwen.Model("extreme", config, tensors)


def ones(*shape):
    return np.ones(shape, np.int64)


def whole_models():
    ids = GENERATOR.integers(0, 32, 640)
    for width, theta, draw, scale in itertools.product(
            (64, 128), (2, 1 << 40), (ones, signs), (1.0, 1000.0)):
        model = extreme_model(width, theta, draw, scale)
        seen = []
        model.forward(ids, lambda name, x: None)
        model.next_token(ids)
        model.forward(ids[:12], lambda name, x: seen.append((name, x)))
        model.weights = {name: w.astype(object) for name, w in model.weights.items()}
        model.rotary.table = model.rotary.table.astype(object)
        again = []
        model.forward(ids[:12], lambda name, x: again.append((name, x)))
        for (name, x), (_, y) in zip(seen, again, strict=True):
            if not np.array_equal(x, y):
                raise AssertionError(f"{name}: int64 differs from Python's integers")
    print(f"{2 * 2 * 2 * 2} models of extreme weights: {len(seen)} stations each, the same in "
          "int64 and in Python's integers")


def power(number):
    return f"2^{math.log2(number):.4f}" if number > 0 else str(number)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--positions", type=int, default=4096)
    arguments = parser.parse_args()
    operations()
    whole_models()
    rotary_errors(arguments.positions)
    for name, (largest, bound) in sorted(SEEN.items()):
        print(f"{name}: {power(largest)} of {power(bound)}")


if __name__ == "__main__":
    sys.exit(main())
