#!/usr/bin/env python3
"""Checks the arithmetic of `peers/float64.py` at its bounds, on PyTorch where it is there and else on
NumPy: its proofs are compared by a test of `glyphlab bench --peers`."""
from __future__ import annotations

import math
import random

from peers import float64
from peers.float64 import EXACT_MAX, Products, cast, magnitude, tensor, xp
from peers.model import witness

import numpy as np


def product(products, a, w):
    weight = tensor(np.array(w, np.int64))
    return products.product(
        tensor(np.array(a, np.int64)), cast(weight, xp.float64), magnitude(weight)).tolist()


def exact(a, w):
    return [[sum(p * q for p, q in zip(row, column)) for column in zip(*w)] for row in a]


def check_products(generator):
    """(|a|, |w|, K) below, at and beyond 2^53, odd sums among them."""
    for bits_a, bits_w, count, splits in ((24, 16, 8, 0), (24, 17, 4096, 0), (28, 17, 600, 1),
                                          (34, 20, 64, 1)):
        products = Products()
        a = [[generator.choice((-1, 1)) * ((1 << bits_a) - generator.randrange(3))
              for _ in range(count)] for _ in range(3)]
        w = [[(1 << bits_w) - 1 - generator.randrange(2) for _ in range(2)] for _ in range(count)]
        a[0] = [abs(x) for x in a[0]]
        assert product(products, a, w) == exact(a, w), (bits_a, bits_w, count)
        assert products.split_count == splits, (bits_a, bits_w, count, products.split_count)
    try:
        product(Products(), [[1 << 50]], [[1 << 20]])
    except OverflowError as error:
        assert "2^53" in str(error)
    else:
        raise AssertionError("a product beyond two limbs had a result")


def check_elements(generator):
    """The operations on one element each against the witness, which NumPy alone computes."""
    squares = [n * n + d for n in range(1, 1 << 26, 999_983) for d in (-1, 0, 1)]
    roots = float64.square_root(tensor(np.array(squares, np.int64))).tolist()
    assert roots == [math.isqrt(v) for v in squares]
    values = np.array([generator.randrange(-(1 << 28), 1 << 28) >> generator.randrange(28)
                       for _ in range(20_000)] + [0, 6 << 16, -(6 << 16), (6 << 16) + 1,
                                                  -(6 << 16) - 1, 1 << 28, -(1 << 28)], np.int64)
    assert float64.gelu(tensor(values)).tolist() == witness.gelu_q16(values).tolist()
    distances = np.minimum(np.concatenate([values, values << 13, [-(1 << 41)]]), 0)
    assert float64.exponential(tensor(distances)).tolist() == witness.exp_q16(distances).tolist()
    rows, gamma = values[:19_968].reshape(-1, 256), values[:256] >> 12
    normed = float64.layer_norm(tensor(rows), tensor(gamma), tensor(values[256:512]))
    assert normed.tolist() == witness.layer_norm(rows, gamma, values[256:512]).tolist()
    assert float64.softmax(tensor(rows)).tolist() == witness.softmax_q16(rows).tolist()


def main():
    assert EXACT_MAX == 1 << 53
    generator = random.Random(19)
    check_products(generator)
    check_elements(generator)
    print(f"exact, on {float64.PACKAGE}")


if __name__ == "__main__":
    main()
