"""Qwen2's forward pass in float64, to see how near the integers of `qwen2_model.py` come to it.

The cosines and sines are the float32 tables that float models are made with: frequencies and angles
rounded to float32, with two roundings in a frequency. Everything else is float64.
"""
from __future__ import annotations

import os

import numpy as np

from qwen2_model import read_config, to_q12, to_q16
from witness import read_json, read_safetensors

EPSILON = 1e-6


def rotary_table(theta, width, length):
    """(cos, sin), each [length, width / 2], the float32 values."""
    exponents = (np.arange(0, width, 2) / width).astype(np.float32).astype(np.float64)
    powers = (float(theta) ** exponents).astype(np.float32)
    steps = np.float32(1) / powers
    angles = np.arange(length, dtype=np.float32)[:, None] * steps
    angles = angles.astype(np.float64)
    return tuple(f(angles).astype(np.float32).astype(np.float64) for f in (np.cos, np.sin))


def rms_norm(x, gain):
    return gain * (x / np.sqrt((x * x).mean(-1, keepdims=True) + EPSILON))


def silu(x):
    return x / (1 + np.exp(-x))


def softmax(rows):
    e = np.exp(rows - rows.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def rotate(x, cos, sin):
    a, b = np.split(x, 2, axis=-1)
    return np.concatenate([a * cos - b * sin, b * cos + a * sin], axis=-1)


def rounded(name, values):
    """The values that the integers stand for."""
    if name.endswith(".bias") or name == "embed_tokens.weight":
        return to_q16(values) / 65536
    return to_q12(values) / 4096


class FloatModel:
    def __init__(self, directory, is_rounded=False):
        """`is_rounded` takes the integers' weights, so that only the arithmetic differs."""
        self.sizes = read_config(read_json(os.path.join(directory, "config.json")))
        tensors = read_safetensors(os.path.join(directory, "model.safetensors"))
        tensors = {name.removeprefix("model."): w for name, w in tensors.items()}
        self.weights = {name: rounded(name, w) if is_rounded else w for name, w in tensors.items()}

    def attention_rows(self, ids):
        """The last position's probabilities, float64 [layers, heads, T]."""
        x = self.weights["embed_tokens.weight"][ids]
        rows = []
        for i in range(self.sizes["L"]):
            def linear(part, h):
                name = f"layers.{i}.{part}_proj"
                return h @ self.weights[f"{name}.weight"].T + self.weights.get(f"{name}.bias", 0)

            h = rms_norm(x, self.weights[f"layers.{i}.input_layernorm.weight"])
            heads, last = self.attention(*(linear(f"self_attn.{part}", h) for part in "qkv"))
            rows.append(last)
            x = x + linear("self_attn.o", heads)
            h = rms_norm(x, self.weights[f"layers.{i}.post_attention_layernorm.weight"])
            gated = silu(linear("mlp.gate", h)) * linear("mlp.up", h)
            x = x + linear("mlp.down", gated)
        return np.stack(rows)

    def attention(self, q, k, v):
        """(heads side by side, each head's last row)."""
        length, width = len(q), self.sizes["D"]
        q, k, v = (part.reshape(length, -1, width).transpose(1, 0, 2) for part in (q, k, v))
        table = rotary_table(self.sizes["theta"], width, length)
        group = self.sizes["H"] // self.sizes["K"]
        q, k = rotate(q, *table), np.repeat(rotate(k, *table), group, axis=0)
        scores = q @ k.transpose(0, 2, 1) / np.sqrt(width)
        future = np.triu(np.ones((length, length), bool), 1)
        probs = softmax(np.where(future, -np.inf, scores))
        heads = probs @ np.repeat(v, group, axis=0)
        return heads.transpose(1, 0, 2).reshape(length, -1), probs[:, -1]
