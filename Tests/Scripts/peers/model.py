"""The weights of a model's folder as other engines want them; read as the witness reads them."""
from __future__ import annotations

import json
import mmap
import os
import sys

import numpy as np

HOUSE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..")
sys.path.insert(0, os.path.join(HOUSE, "Goldens"))

import witness  # noqa: E402 (it stands in Goldens)

HEAD_WIDTH = witness.HEAD_WIDTH
LINEARS = ("attn.c_attn", "attn.c_proj", "mlp.c_fc", "mlp.c_proj")


def architecture(folder):
    """The name of the architecture that config.json gives."""
    return read_config(folder).get("model_type", "gpt2")


def read_config(folder):
    return witness.read_json(os.path.join(folder, "config.json"))


class Model:
    """A GPT-2 model in float32, a matrix input-major: y = x W + b."""

    def __init__(self, folder):
        config = read_config(folder)
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


class Qwen2Model:
    """A Qwen2 model's sizes, and its tensors in float64 as they are asked for, as they are stored:
    a matrix output-major, y = x W^T + b."""

    def __init__(self, folder):
        self.folder, config = folder, read_config(folder)
        self.layers, self.heads = config["num_hidden_layers"], config["num_attention_heads"]
        self.key_value_heads = config["num_key_value_heads"]
        self.width, self.hidden = config["hidden_size"], config["intermediate_size"]
        self.head_width = config.get("head_dim") or self.width // self.heads
        theta = config.get("rope_theta")
        if theta is None:
            theta = (config.get("rope_parameters") or {}).get("rope_theta", 10_000)
        self.rotary_base = int(theta)
        with open(os.path.join(folder, "model.safetensors"), "rb") as file:
            self.data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self.start = 8 + int.from_bytes(self.data[:8], "little")
        self.entries = json.loads(self.data[8:self.start])

    def __getitem__(self, name):
        """float64, of a name without `model.`."""
        name = f"model.{name}"
        return witness.read_tensor(name, self.entries[name], self.data, self.start)

    def joined(self, *names):
        """Several matrices or biases, one after the other in their outputs."""
        return np.concatenate([self[name] for name in names])


def padded(batch):
    """(ids int64 [B, T], lengths int64 [B]): zeros on the right, up to the longest of the batch.

    A causal mask is all that such padding needs: no position sees a later one.
    """
    lengths = np.array([len(ids) for ids in batch], np.int64)
    ids = np.zeros((len(batch), int(lengths.max())), np.int64)
    for row, prompt in zip(ids, batch):
        row[: len(prompt)] = prompt
    return ids, lengths
