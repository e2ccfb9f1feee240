#!/usr/bin/env python3
"""The witness of the `hardened` profile: a seed's challenge and its evidence of inference.

Written from the profile's definition, on the primitives of `witness.py`:

    python3 hardened.py MODEL_DIR > vectors/hardened_evidence.json

All integers are big-endian unless said otherwise.
"""
from __future__ import annotations

import hashlib
import itertools
import json
import sys

import numpy as np

import witness

TOKENS = 32
SEEDS = 6
STREAM_DOMAIN = b"glyphlab/hardened/1/stream"
WITNESS_DOMAIN = b"glyphlab/hardened/1/witness"
# Layers, heads, width, vocabulary, without a model: GPT-2's, fewer heads than are read, as many,
# a vocabulary whose draws are refused one time in four, and one of a single token.
CHALLENGE_SHAPES = [(12, 12, 768, 50257), (1, 2, 3, 3 << 29), (2, 3, 1, 7), (1, 1, 1, 1)]


class Stream:
    """SHA-256(domain, seed, k as 4 bytes) for k = 0, 1, ..., read in order."""

    def __init__(self, seed):
        blocks = (hashlib.sha256(STREAM_DOMAIN + seed + k.to_bytes(4, "big")).digest()
                  for k in itertools.count())
        self.bytes = itertools.chain.from_iterable(blocks)

    def take(self, count):
        return bytes(itertools.islice(self.bytes, count))

    def below(self, n):
        """Rejection: whatever does not divide evenly is drawn again."""
        while True:
            value = int.from_bytes(self.take(4), "big")
            if value < 2**32 // n * n:
                return value % n


def challenge(seed, layers, heads, width, vocab):
    """(token ids, [layer, head] of the heads, offsets as bytes)."""
    stream = Stream(seed)
    ids = [stream.below(vocab) for _ in range(TOKENS)]
    candidates = layers * heads
    drawn = set()
    while len(drawn) < min(witness.FINGERPRINT_HEADS, candidates):
        drawn.add(stream.below(candidates))
    places = [list(divmod(index, heads)) for index in sorted(drawn)]
    return ids, places, stream.take(2 * TOKENS * width)


def evidence(model, seed):
    ids, heads, offset_bytes = challenge(
        seed, model.layers, model.heads, model.width, model.vocab)
    offsets = np.frombuffer(offset_bytes, ">i2").astype(np.int64).reshape(TOKENS, model.width)
    tensors = {}
    rows = model.attention_rows(ids, tensors.__setitem__, offsets)
    residual = tensors[f"h.{model.layers - 1}.residual_mlp"]
    entries = [[layer, head, *witness.cascade(witness.quantise_row(rows[layer, head].tolist()))]
               for layer, head in heads]
    return {**challenge_vector(seed, ids, heads, offset_bytes),
            "witness": hashlib.sha256(
                WITNESS_DOMAIN + residual.astype("<i4").tobytes()).hexdigest(),
            "fingerprint": json.dumps(entries, separators=(",", ":"))}


def challenge_vector(seed, ids, heads, offset_bytes):
    return {"seed": seed.hex(), "token_ids": ids, "heads": heads,
            "offsets_sha256": hashlib.sha256(offset_bytes).hexdigest()}


def main():
    model = witness.Model.load(sys.argv[1])
    seeds = [hashlib.sha256(f"seed {i}".encode()).digest() for i in range(SEEDS)]
    challenges = [{"shape": shape, **challenge_vector(seeds[0], *challenge(seeds[0], *shape))}
                  for shape in CHALLENGE_SHAPES]
    document = {"model": model.name, "integer_weights_hash": model.weights_hash(),
                "cases": [evidence(model, seed) for seed in seeds], "challenges": challenges}
    print(json.dumps(document, separators=(",", ":")))


if __name__ == "__main__":
    main()
