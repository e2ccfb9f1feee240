"""Qwen2 in exact integers (Sources/Inference/QWEN2.md) on whole batches, with the products in float64
of `float64.py`: exact, or an error. Runs on PyTorch, and on NumPy alike."""
from __future__ import annotations

import math

import numpy as np

from peers import float64
from peers.float64 import (
    ACT_CLAMP, MASKED, ONE, PACKAGE, QK_CLAMP, Products, cast, clamp, exponential, magnitude,
    round_shift, softmax, square_root, tensor, without_gradients, xp)
from peers.model import padded, witness

EPSILON = 4295
INV_2PI, HALF_PI = 2935890503282001226, 1811004864519280710
NORM_BITS = 22


# ---------------------------------------------------------------- 3. rotary positions


def turns(base, width):
    """What a position adds to each angle, in turns of 2^64."""
    step = math.isqrt((1 << 124) // base)
    for _ in range((width // 2).bit_length() - 2):
        step = math.isqrt(step << 62)
    frequencies = [1 << 62]
    for _ in range(width // 2 - 1):
        frequencies.append(frequencies[-1] * step >> 62)
    return [frequency * INV_2PI >> 62 for frequency in frequencies]


def cosine_and_sine(angle):
    """In Q30."""
    quadrant, rest = angle >> 62, angle & ((1 << 62) - 1)
    t = rest * HALF_PI >> 62
    z = t * t >> 60
    sine = cosine = 1 << 60
    for k in range(11, 0, -1):
        sine = (1 << 60) - (z * sine >> 60) // (2 * k * (2 * k + 1))
        cosine = (1 << 60) - (z * cosine >> 60) // ((2 * k - 1) * 2 * k)
    s, c = round_shift(t * sine >> 60, 30), round_shift(cosine, 30)
    return ((c, s), (-s, c), (-c, -s), (s, -c))[quadrant]


class Rotary:
    """Cosines and sines, int64 [T, D / 2], made as far as they are needed."""

    def __init__(self, base, width):
        self.turns, self.rows = turns(base, width), []

    def tables(self, length):
        for position in range(len(self.rows), length):
            self.rows.append([cosine_and_sine(position * turn % (1 << 64)) for turn in self.turns])
        rows = np.array(self.rows[:length], np.int64)
        return [tensor(np.ascontiguousarray(rows[..., i])) for i in (0, 1)]


def rotate(x, cosine, sine):
    half = x.shape[-1] // 2
    a, b = x[..., :half], x[..., half:]
    return round_shift(
        xp.concatenate([a * cosine - b * sine, b * cosine + a * sine], -1), 30)


# ---------------------------------------------------------------- 4. norm and activation


def root_norm(x, gain):
    largest = xp.amax(abs(x), -1, keepdims=True)
    shift = sum(cast(largest >> bits != 0, xp.int64) for bits in range(NORM_BITS, 29))
    small = (x + ((1 << shift) >> 1)) >> shift
    mean = (small * small).sum(-1, keepdims=True) // x.shape[-1]
    root = square_root(((mean << 2 * shift) + EPSILON) << 6)
    inner = round_shift(x * ((1 << 50) // root), 31)
    return clamp(round_shift(inner * gain, 12), ACT_CLAMP)


def silu(x):
    e = exponential(-abs(x))
    sigmoid = (xp.where(x >= 0, ONE, e) << 16) // (ONE + e)
    return round_shift(x * sigmoid, 16)


# ---------------------------------------------------------------- 5. forward pass


class Engine:
    title = f"Qwen2 in integers, float64 {PACKAGE}"
    version = float64.Engine.version
    computes = float64.Engine.computes
    pads = float64.Engine.pads

    def __init__(self, model, threads, _folder):
        if PACKAGE == "PyTorch":
            xp.set_num_threads(threads)
        self.model, self.products = model, Products()
        self.rotary = Rotary(model.rotary_base, model.head_width)
        # Q16 numbers hold in 32 bits, and rows are widened as they are taken.
        self.embedding = witness.biases_q16(model["embed_tokens.weight"]).astype(np.int32)
        self.norms, self.linears = {}, {}
        for layer in range(model.layers):
            name = f"layers.{layer}."
            for norm in ("input_layernorm", "post_attention_layernorm"):
                gain = witness.weights_q12(model[f"{name}{norm}.weight"])
                self.norms[layer, norm] = tensor(gain)
            self.add(layer, "qkv", [f"{name}self_attn.{part}_proj" for part in "qkv"], True)
            self.add(layer, "out", [f"{name}self_attn.o_proj"], False)
            self.add(layer, "gate_up", [f"{name}mlp.{part}_proj" for part in ("gate", "up")], False)
            self.add(layer, "down", [f"{name}mlp.down_proj"], False)

    def add(self, layer, part, names, is_biased):
        weight = witness.weights_q12(self.model.joined(*(f"{name}.weight" for name in names)))
        bias = 0
        if is_biased:
            bias = tensor(witness.biases_q16(
                self.model.joined(*(f"{name}.bias" for name in names))))
        matrix = cast(tensor(weight), xp.float64).swapaxes(0, 1)
        self.linears[layer, part] = (matrix, magnitude(weight), bias)

    def linear(self, layer, part, h):
        weight, weight_magnitude, bias = self.linears[layer, part]
        product = self.products.product(round_shift(h, 4), weight, weight_magnitude)
        return clamp(round_shift(product, 8) + bias, ACT_CLAMP)

    def scores(self, q, k):
        sums = self.products.product(q, cast(k, xp.float64).swapaxes(-1, -2), magnitude(k))
        if self.model.head_width == 64:
            return round_shift(sums, 11)
        return round_shift(round_shift(sums, 4) * 46341, 23)

    def attention(self, qkv, future, tables):
        """(heads side by side [B, T, H D], probabilities [B, H, T, T])."""
        count, length, _ = qkv.shape
        heads, keys, width = self.model.heads, self.model.key_value_heads, self.model.head_width
        every = qkv.reshape(count, length, heads + 2 * keys, width).swapaxes(1, 2)
        turned = clamp(rotate(every[:, :heads + keys], *tables), ACT_CLAMP)
        turned = round_shift(clamp(turned, QK_CLAMP), 4)
        # Query heads of one key-value head lie side by side: [B, K, H / K, T, D], [B, K, 1, T, D].
        q = turned[:, :heads].reshape(count, keys, heads // keys, length, width)
        k = turned[:, heads:, None]
        v = round_shift(every[:, heads + keys:, None], 4)
        probabilities = softmax(xp.where(future, MASKED, self.scores(q, k)))
        o = self.products.product(probabilities, cast(v, xp.float64), magnitude(v))
        o = round_shift(o, 12).reshape(count, heads, length, width).swapaxes(1, 2)
        return (o.reshape(count, length, heads * width),
                probabilities.reshape(count, heads, length, length))

    def rows(self, batch):
        """The last position's rows in Q16 of every head: a prompt int64 [layers, heads, T]."""
        with without_gradients():
            ids, lengths = padded(batch)
            length = ids.shape[1]
            future = xp.triu(xp.ones((length, length), dtype=xp.bool), 1)
            tables = self.rotary.tables(length)
            x = tensor(self.embedding[ids].astype(np.int64))
            rows = []
            for layer in range(self.model.layers):
                h = root_norm(x, self.norms[layer, "input_layernorm"])
                o, probabilities = self.attention(self.linear(layer, "qkv", h), future, tables)
                rows.append([prompt[:, end - 1, :end]
                             for prompt, end in zip(probabilities, lengths.tolist())])
                x = clamp(x + self.linear(layer, "out", o), ACT_CLAMP)
                h = root_norm(x, self.norms[layer, "post_attention_layernorm"])
                both = self.linear(layer, "gate_up", h)
                gate, up = both[..., :self.model.hidden], both[..., self.model.hidden:]
                m = clamp(round_shift(silu(gate) * up, 16), ACT_CLAMP)
                x = clamp(x + self.linear(layer, "down", m), ACT_CLAMP)
            return [xp.stack(layers) for layers in zip(*rows)]

    note = float64.Engine.note
