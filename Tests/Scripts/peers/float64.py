"""Protocol v4 (sections 1 to 4) on whole batches, with products in float64: the stand-in for the
published implementation. It is exact.

Integers are int64. A product of matrices is taken in float64, where |a| |w| K <= 2^53 is checked
each time: every partial sum is then an integer that float64 holds, so nothing is rounded, whatever
the order. Where the bound does not hold, `a` is cut into two limbs with a product each; where that
is not enough either, there is an error and no result. Runs on PyTorch, and on NumPy alike.
"""
from __future__ import annotations

import contextlib

from peers.model import HEAD_WIDTH, LINEARS, padded, witness

try:
    import torch as xp

    PACKAGE = "PyTorch"
    without_gradients = xp.inference_mode
except ImportError:
    import numpy as xp

    PACKAGE = "NumPy"
    without_gradients = contextlib.nullcontext

ONE, ACT_CLAMP, QK_CLAMP, MASKED = 1 << 16, 1 << 28, 1 << 25, -(1 << 40)
EXACT_MAX = 1 << 53
SUM_MAX = 1 << 62  # of int64, to which the limbs' products are joined
LIMB_BITS = 12


def tensor(array):
    return xp.from_numpy(array) if PACKAGE == "PyTorch" else array


def cast(x, kind):
    return x.to(kind) if PACKAGE == "PyTorch" else x.astype(kind)


def magnitude(x):
    return max(int(x.max()), -int(x.min()))


# ---------------------------------------------------------------- 3. primitive operations


def clamp(x, bound):
    return x.clip(-bound, bound)


def round_shift(x, bits):
    return (x + (1 << (bits - 1))) >> bits


def square_root(v):
    """floor(sqrt(v)): float64 is off by one at most."""
    root = cast(xp.sqrt(cast(v, xp.float64)), xp.int64)
    root = root - cast(root * root > v, xp.int64)
    return root + cast((root + 1) * (root + 1) <= v, xp.int64)


def exponential(d):
    t = (d * 94548) >> 16
    n = t >> 16
    f = t - (n << 16)
    p = ((5207 * f) >> 16) + 14904
    p = ((p * f) >> 16) + 45426
    p = ((p * f) >> 16) + ONE
    s = (-n).clip(0, 62)
    return xp.where(s > 40, 0, p >> s)


def gelu(x):
    c = clamp(x, 6 * ONE)
    cube = (((c * c) >> 16) * c) >> 16
    z = (52293 * (c + ((2931 * cube) >> 16))) >> 16
    e = exponential(-2 * abs(z).clip(0, 6 * ONE))
    tanh = xp.sign(z) * (((ONE - e) << 16) // (ONE + e))
    g = round_shift(c * (ONE + tanh), 17)
    return xp.where(x > 6 * ONE, x, xp.where(x < -6 * ONE, 0, g))


def layer_norm(x, gamma, beta):
    count = x.shape[-1]
    c = x - x.sum(-1, keepdims=True) // count
    c8 = round_shift(c, 8)
    deviation = square_root((c8 * c8).sum(-1, keepdims=True) // count).clip(1, ACT_CLAMP)
    return clamp(round_shift((c << 8) // deviation * gamma, 12) + beta, ACT_CLAMP)


def softmax(scores):
    e = exponential(scores - xp.amax(scores, -1, keepdims=True))
    return (e << 16) // e.sum(-1, keepdims=True)


class Products:
    """Exact products, and how many of them took two limbs."""

    def __init__(self):
        self.split_count = 0

    def product(self, a, w, w_magnitude):
        """a int64 [..., K] by w float64 [..., K, N], as int64."""
        bound, count = magnitude(a), a.shape[-1]
        if bound * w_magnitude * count <= EXACT_MAX:
            return cast(cast(a, xp.float64) @ w, xp.int64)
        self.split_count += 1
        high = a >> LIMB_BITS
        limbs = (high, a - (high << LIMB_BITS))
        most = max(map(magnitude, limbs)) * w_magnitude * count
        if most > EXACT_MAX or bound * w_magnitude * count > SUM_MAX:
            raise OverflowError(
                f"a product in float64: expected |a| |w| K <= 2^53 with two limbs, got |a| = "
                f"{bound}, |w| = {w_magnitude}, K = {count}")
        upper, lower = (cast(cast(limb, xp.float64) @ w, xp.int64) for limb in limbs)
        return (upper << LIMB_BITS) + lower


# ---------------------------------------------------------------- 2. and 4.


class Engine:
    title = f"protocol v4 in float64 {PACKAGE}"
    version = xp.__version__
    computes = "all layers in integers, and the proofs"
    pads = "zeros on the right"

    def __init__(self, model, threads, _folder):
        if PACKAGE == "PyTorch":
            xp.set_num_threads(threads)
        self.layers, self.heads, self.width = model.layers, model.heads, model.width
        self.products = Products()
        self.wte, self.wpe = (tensor(witness.biases_q16(model[f"{name}.weight"]))
                              for name in ("wte", "wpe"))
        self.norms, self.linears = {}, {}
        for layer in range(model.layers):
            for part in ("ln_1", "ln_2"):
                gamma, beta = model.norm(f"h.{layer}.{part}")
                self.norms[layer, part] = (
                    tensor(witness.weights_q12(gamma)), tensor(witness.biases_q16(beta)))
            for part in LINEARS:
                weight, bias = model.linear(layer, part)
                weight = witness.weights_q12(weight)
                self.linears[layer, part] = (
                    cast(tensor(weight), xp.float64), magnitude(weight),
                    tensor(witness.biases_q16(bias)))

    def linear(self, layer, part, h):
        weight, weight_magnitude, bias = self.linears[layer, part]
        product = self.products.product(round_shift(h, 4), weight, weight_magnitude)
        return clamp(round_shift(product, 8) + bias, ACT_CLAMP)

    def split_heads(self, x):
        """[B, T, d] to [B, heads, T, 64]."""
        return x.reshape(x.shape[0], x.shape[1], self.heads, HEAD_WIDTH).swapaxes(1, 2)

    def attention(self, qkv, future):
        """(heads concatenated [B, T, d], probabilities [B, heads, T, T])."""
        q, k, v = (self.split_heads(qkv[..., i * self.width:(i + 1) * self.width])
                   for i in range(3))
        q, k = (round_shift(clamp(x, QK_CLAMP), 4) for x in (q, k))
        v = round_shift(clamp(v, ACT_CLAMP), 4)
        k = cast(k, xp.float64).swapaxes(2, 3)
        scores = round_shift(self.products.product(q, k, magnitude(k)), 11)
        probabilities = softmax(xp.where(future, MASKED, scores))
        o = self.products.product(probabilities, cast(v, xp.float64), magnitude(v))
        return round_shift(o, 12).swapaxes(1, 2).reshape(qkv.shape[0], -1, self.width), probabilities

    def rows(self, batch):
        """The last position's rows in Q16 of every head: a prompt int64 [layers, heads, T]."""
        with without_gradients():
            ids, lengths = padded(batch)
            length = ids.shape[1]
            future = xp.triu(xp.ones((length, length), dtype=xp.bool), 1)
            x = clamp(self.wte[tensor(ids)] + self.wpe[:length], ACT_CLAMP)
            rows = []
            for layer in range(self.layers):
                h = layer_norm(x, *self.norms[layer, "ln_1"])
                o, probabilities = self.attention(self.linear(layer, "attn.c_attn", h), future)
                rows.append([prompt[:, end - 1, :end]
                             for prompt, end in zip(probabilities, lengths)])
                x = clamp(x + self.linear(layer, "attn.c_proj", o), ACT_CLAMP)
                h = layer_norm(x, *self.norms[layer, "ln_2"])
                m = gelu(self.linear(layer, "mlp.c_fc", h))
                x = clamp(x + self.linear(layer, "mlp.c_proj", m), ACT_CLAMP)
            return [xp.stack(layers) for layers in zip(*rows)]

    @property
    def note(self):
        return (f"{self.products.split_count} products took two limbs"
                if self.products.split_count else "")
