"""The weights of a model's folder as other engines want them; read as the witness reads them."""
from __future__ import annotations

import os
import sys

import numpy as np

HOUSE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..")
sys.path.insert(0, os.path.join(HOUSE, "Goldens"))

import witness  # noqa: E402 (it stands in Goldens)

HEAD_WIDTH = witness.HEAD_WIDTH
LINEARS = ("attn.c_attn", "attn.c_proj", "mlp.c_fc", "mlp.c_proj")


class Model:
    """A GPT-2 model in float32, a matrix input-major: y = x W + b."""

    def __init__(self, folder):
        config = witness.read_json(os.path.join(folder, "config.json"))
        self.layers, self.heads, self.width, self.vocab, self.context = witness.read_config(config)
        self.epsilon = config.get("layer_norm_epsilon", 1e-5)
        path = os.path.join(folder, "model.safetensors")
        # Every stored type is one of at most 32 bits, so nothing is rounded here.
        self.tensors = {name: np.ascontiguousarray(values, np.float32)
                        for name, values in witness.read_safetensors(path).items()}

    def __getitem__(self, name):
        return self.tensors[name]

    def linear(self, layer, part):
        """(weight [in, out], bias [out])."""
        return self[f"h.{layer}.{part}.weight"], self[f"h.{layer}.{part}.bias"]

    def norm(self, name):
        return self[f"{name}.weight"], self[f"{name}.bias"]


def padded(batch):
    """(ids int64 [B, T], lengths int64 [B]): zeros on the right, up to the longest of the batch.

    A causal mask is all that such padding needs: no position sees a later one.
    """
    lengths = np.array([len(ids) for ids in batch], np.int64)
    ids = np.zeros((len(batch), int(lengths.max())), np.int64)
    for row, prompt in zip(ids, batch):
        row[: len(prompt)] = prompt
    return ids, lengths
