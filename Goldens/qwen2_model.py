"""Qwen2 in exact integers, read from Sources/Inference/QWEN2.md alone. `qwen2.py` runs it.

Every number is an integer: int64, or Python's own where the page says *wide*. Each bound of the
page is a call of `within`, which refuses a number past it and keeps the largest seen in `SEEN`.
Arrays of Python integers (dtype object) go through the same code, only slower: `qwen2_bounds.py`
compares the two.
"""
from __future__ import annotations

import hashlib
import math
import os

import numpy as np
import tokenizers

from witness import clamp, magnitude, quantise, read_json, read_safetensors, round_shift

# ---------------------------------------------------------------- 1. constants

ONE = 1 << 16
ACT = 1 << 28
QK = 1 << 25
WEIGHT = 1 << 16
EPS = 4295
MASKED = -(1 << 40)
INV_2PI = 2935890503282001226
HALF_PI = 1811004864519280710
CONTEXT_MAX = 4096

SEEN = {}


def note(name, largest, bound):
    if largest > bound:
        raise OverflowError(f"{name}: {largest} passes the page's bound {bound}")
    if name not in SEEN or largest > SEEN[name][0]:
        SEEN[name] = (largest, bound)


def within(name, x, bound):
    """x, whose magnitude is at most the page's bound."""
    note(name, magnitude(x), bound)
    return x


def isqrt(v):
    """floor(sqrt(v)): the float64 root is at most one off, then corrected."""
    if v.dtype == object:
        return np.vectorize(math.isqrt, otypes=[object])(v)
    root = np.sqrt(v.astype(np.float64)).astype(np.int64)
    root -= root * root > v
    return root + ((root + 1) * (root + 1) <= v)


def bits(m):
    """The length of m in binary, 0 for 0. float64 holds each m < 2^53."""
    if m.dtype == object:
        return np.vectorize(int.bit_length, otypes=[object])(m)
    return np.frexp(m.astype(np.float64))[1].astype(np.int64)


def exp_q16(d):
    t = (within("exp: d", d, 1 << 41) * 94548) >> 16
    n = t >> 16
    f = t - n * ONE
    p = ((5207 * f) >> 16) + 14904
    p = ((p * f) >> 16) + 45426
    p = ((p * f) >> 16) + ONE
    s = np.clip(-n, 0, 62)
    return np.where(s > 40, 0, p >> s)


def softmax_q16(rows):
    e = exp_q16(rows - rows.max(-1, keepdims=True))
    p = (e * ONE) // e.sum(-1, keepdims=True)
    within("softmax: sum of a row", p.sum(-1), 1 << 16)
    return p


# ---------------------------------------------------------------- 2. parameters


def layout(config):
    """(short name, shape, rule, names in the file) of every parameter."""
    c, f, width = config["C"], config["F"], config["D"]
    queries, keys = config["H"] * width, config["K"] * width
    yield "wte", (config["V"], c), "q16", ["embed_tokens.weight"]
    for i in range(config["L"]):
        h, layer = f"h.{i}.", f"layers.{i}."
        qkv = [f"{layer}self_attn.{part}_proj" for part in "qkv"]
        yield h + "ln_1.g", (c,), "q12", [layer + "input_layernorm.weight"]
        yield h + "attn.qkv.w", (c, queries + 2 * keys), "q12", [n + ".weight" for n in qkv]
        yield h + "attn.qkv.b", (queries + 2 * keys,), "q16", [n + ".bias" for n in qkv]
        yield h + "attn.out.w", (queries, c), "q12", [layer + "self_attn.o_proj.weight"]
        yield h + "ln_2.g", (c,), "q12", [layer + "post_attention_layernorm.weight"]
        yield h + "mlp.gate_up.w", (c, 2 * f), "q12", [
            layer + "mlp.gate_proj.weight", layer + "mlp.up_proj.weight"]
        yield h + "mlp.down.w", (f, c), "q12", [layer + "mlp.down_proj.weight"]
    yield "norm.g", (c,), "q12", ["norm.weight"]


def to_q12(values):
    return quantise(values, 12, WEIGHT)


def to_q16(values):
    return quantise(values, 16, ACT)


def joined(tensors, names):
    """[in, out] from the file's [out, in], several side by side."""
    parts = [tensors.pop(name) for name in names]
    is_matrix = parts[0].ndim == 2 and names != ["embed_tokens.weight"]
    return np.concatenate([part.T if is_matrix else part for part in parts], axis=-1)


def read_config(config):
    """The sizes by the page's letters; refuses a model that is not of the page's shape."""
    expected = {"model_type": ("qwen2",), "hidden_act": ("silu",), "rms_norm_eps": (1e-6,),
                "tie_word_embeddings": (True,), "use_sliding_window": (False,),
                "rope_scaling": (None,)}
    for key, allowed in expected.items():
        if key in config and config[key] not in allowed:
            raise ValueError(f"config.json: {key} = {config[key]!r} is not understood")
    heads = config["num_attention_heads"]
    theta = config.get("rope_theta")
    if theta is None:
        theta = (config.get("rope_parameters") or {}).get("rope_theta", 10_000)
    sizes = {"C": config["hidden_size"], "H": heads, "K": config["num_key_value_heads"],
             "D": config.get("head_dim") or config["hidden_size"] // heads,
             "F": config["intermediate_size"], "V": config["vocab_size"],
             "L": config["num_hidden_layers"], "theta": int(theta),
             "context": min(CONTEXT_MAX, config["max_position_embeddings"])}
    if sizes["theta"] != theta or not 2 <= theta <= 1 << 40:
        raise ValueError(f"config.json: rope_theta = {theta!r} is no whole number of 2 to 2^40")
    if sizes["D"] not in (64, 128) or heads % sizes["K"] != 0:
        raise ValueError("config.json: the heads are not of the page's shape")
    return sizes


# ---------------------------------------------------------------- 3. rotary positions


def frequencies(theta, width):
    """The frequencies in Q62."""
    rho = math.isqrt((1 << 124) // theta)
    for _ in range((width // 2).bit_length() - 2):
        rho = math.isqrt(wide(rho << 62))
    values = [1 << 62]
    while len(values) < width // 2:
        values.append(wide(values[-1] * rho) >> 62)
    return values


def turns(theta, width):
    """What a position adds to each angle, in turns of 2^64."""
    return [wide(f * INV_2PI) >> 62 for f in frequencies(theta, width)]


def wide(product):
    note("rotary: wide product", abs(product), 1 << 124)
    return product


def cos_sin(a):
    """(cos, sin) in Q30 of the angle a, in turns of 2^64."""
    n, u = a >> 62, a & ((1 << 62) - 1)
    t = wide(u * HALF_PI) >> 62
    z = wide(t * t) >> 60
    s = c = 1 << 60
    for k in range(11, 0, -1):
        s = (1 << 60) - (wide(z * s) >> 60) // (2 * k * (2 * k + 1))
        c = (1 << 60) - (wide(z * c) >> 60) // ((2 * k - 1) * 2 * k)
    s, c = round_shift(wide(t * s) >> 60, 30), round_shift(c, 30)
    note("rotary: table", max(abs(c), abs(s)), 1 << 30)
    return ((c, s), (-s, c), (-c, -s), (s, -c))[n]


class Rotary:
    """Tables of cosines and sines, int64 [positions, D / 2], made as far as they are needed."""

    def __init__(self, theta, width):
        self.turns = turns(theta, width)
        self.table = np.zeros((0, 2, width // 2), np.int64)

    def __call__(self, positions):
        have = len(self.table)
        if positions > have:
            rows = [[cos_sin(p * step % (1 << 64)) for step in self.turns]
                    for p in range(have, positions)]
            rows = np.array(rows, np.int64).transpose(0, 2, 1)
            self.table = np.concatenate([self.table, rows])
        return self.table[:positions, 0], self.table[:positions, 1]


def rotate(x, cos, sin):
    """x [heads, T, D]; halves, not neighbours."""
    half = x.shape[-1] // 2
    a, b = x[..., :half], x[..., half:]
    sums = np.concatenate([a * cos - b * sin, b * cos + a * sin], axis=-1)
    within("rotary: x", x, ACT)
    return round_shift(within("rotary: sum", sums, 1 << 59), 30)


# ---------------------------------------------------------------- 4. norm and activation


def rms_norm(x, gain):
    n = x.shape[-1]
    m = np.abs(within("norm: x", x, ACT)).max(-1, keepdims=True)
    s = np.maximum(bits(m) - 22, 0)
    small = within("norm: x'", (x + ((1 << s) >> 1)) >> s, 1 << 22)
    v = within("norm: sum of squares", (small * small).sum(-1, keepdims=True), 1 << 59) // n
    d = isqrt((within("norm: v << 2s", v << (2 * s), 1 << 56) + EPS) << 6)
    note("norm: -d", -int(d.min()), -524)
    reciprocal = (1 << 50) // within("norm: d", d, 1 << 31)
    within("norm: R", reciprocal, 1 << 41)
    inner = round_shift(within("norm: x R", x * reciprocal, 1 << 56), 31)
    return round_shift(within("norm: inner g", inner * gain, 1 << 41), 12)


def silu(x):
    e = exp_q16(-np.abs(x))
    q = np.where(x >= 0, ONE, e) * ONE // (ONE + e)
    return round_shift(within("silu: x q", x * q, 1 << 44), 16)


# ---------------------------------------------------------------- 5. forward pass


def product(a, w, depth=1024):
    """The exact product. 1,024 products of |a| <= 2^24 and |w| <= 2^16 sum to at most 2^50, so
    that float64 holds every partial sum, in whatever order; blocks are joined in int64. A caller
    of larger operands gives the depth at which 2^53 is not passed."""
    if a.dtype == object:
        return a @ w
    total = np.int64(0)
    for k in range(0, a.shape[-1], depth):
        block = a[..., k:k + depth].astype(np.float64) @ w[..., k:k + depth, :].astype(np.float64)
        total = total + block.astype(np.int64)
    return total


def linear(x, w, bias=0):
    """Q16 -> Q12 -> product -> Q16, clamped."""
    a = within("linear: a", round_shift(x, 4), 1 << 24)
    within("linear: w", w, WEIGHT)
    total = within(f"linear: sum, depth {len(w)}", product(a, w), len(w) << 40)
    return clamp(round_shift(total, 8) + bias, ACT)


def raw_scores(q, k):
    """q, k in Q12 [heads, T, D] -> Q16 [heads, T, T]."""
    width = q.shape[-1]
    s = product(q, k.transpose(0, 2, 1))
    within(f"scores: q k, D {width}", s, width << 42)
    if width == 64:
        return within("scores: D 64", round_shift(s, 11), 1 << 37)
    s = within("scores: times 46341", round_shift(s, 4) * 46341, 1 << 61)
    return within("scores: D 128", round_shift(s, 23), 1 << 38)


def key_value_head(h, group):
    return h // group


def gate_and_up(joined_columns):
    return np.split(joined_columns, 2, axis=1)


class Model:
    def __init__(self, name, config, tensors, tokenizer=None):
        self.name, self.tokenizer = name, tokenizer
        self.sizes = read_config(config)
        self.layers, self.heads = self.sizes["L"], self.sizes["H"]
        self.rotary = Rotary(self.sizes["theta"], self.sizes["D"])
        tensors = {name.removeprefix("model."): values for name, values in tensors.items()}
        tensors.pop("lm_head.weight", None)
        self.weights = {}
        for short, shape, rule, names in layout(self.sizes):
            values = joined(tensors, names)
            if values.shape != shape:
                raise ValueError(f"{short}: shape {values.shape}, expected {shape}")
            self.weights[short] = (to_q12 if rule == "q12" else to_q16)(values)
        if tensors:
            raise ValueError(f"tensors that are not understood: {sorted(tensors)}")

    @staticmethod
    def load(directory):
        directory = os.path.realpath(directory)
        path = os.path.join(directory, "tokenizer.json")
        return Model(os.path.basename(directory),
                     read_json(os.path.join(directory, "config.json")),
                     read_safetensors(os.path.join(directory, "model.safetensors")),
                     tokenizers.Tokenizer.from_file(path))

    def weights_hash(self):
        digest = hashlib.sha256()
        for name in sorted(self.weights):
            if name != "norm.g":
                digest.update(name.encode("utf-8"))
                digest.update(self.weights[name].astype("<i8").tobytes())
        return digest.hexdigest()

    def encode(self, text):
        return self.tokenizer.encode(text, add_special_tokens=False).ids

    def attention_rows(self, ids, observe=lambda name, array: None):
        """The last position's Q16 row of every head, int64 [layers, heads, T]."""
        return np.stack(self.forward(ids, observe)[1])

    def forward(self, ids, observe=lambda name, array: None):
        """(the stream after the last layer, each layer's rows); `observe` sees each station."""
        if not 0 < len(ids) <= self.sizes["context"]:
            raise ValueError(f"{len(ids)} tokens: the context is {self.sizes['context']}")
        x = clamp(self.weights["wte"][ids], ACT)
        observe("embed", x)
        rows = []
        for i in range(self.layers):
            name = f"h.{i}."

            def seen(part, array):
                observe(name + part, array)
                return array

            def weight(part):
                return self.weights[name + part]

            h = seen("ln_1", clamp(rms_norm(x, weight("ln_1.g")), ACT))
            qkv = seen("attn.qkv", linear(h, weight("attn.qkv.w"), weight("attn.qkv.b")))
            heads, probs = self.attention(qkv, seen)
            rows.append(probs[:, -1])
            out = seen("attn.out", linear(heads, weight("attn.out.w")))
            x = seen("residual_attn", clamp(x + out, ACT))
            h = seen("ln_2", clamp(rms_norm(x, weight("ln_2.g")), ACT))
            gate, up = gate_and_up(seen("mlp.gate_up", linear(h, weight("mlp.gate_up.w"))))
            m = within("swiglu: product", silu(gate) * up, 1 << 56)
            m = seen("mlp.swiglu", clamp(round_shift(m, 16), ACT))
            out = seen("mlp.out", linear(m, weight("mlp.down.w")))
            x = seen("residual_mlp", clamp(x + out, ACT))
        return x, rows

    def attention(self, qkv, seen):
        """(heads side by side [T, H D], probabilities [H, T, T])."""
        length, count, keys = len(qkv), self.heads, self.sizes["K"]
        every = qkv.reshape(length, count + 2 * keys, -1).transpose(1, 0, 2)
        turned = clamp(rotate(every[:count + keys], *self.rotary(length)), ACT)
        every = np.concatenate([turned, every[count + keys:]])
        seen("attn.rotary", every.transpose(1, 0, 2).reshape(length, -1))
        readers = [key_value_head(h, count // keys) for h in range(count)]
        q = round_shift(clamp(every[:count], QK), 4)
        k = round_shift(clamp(every[count:count + keys], QK), 4)[readers]
        v = round_shift(clamp(every[count + keys:], ACT), 4)[readers]
        within("scores: q", q, 1 << 21)
        within("scores: k", k, 1 << 21)
        future = np.triu(np.ones((length, length), bool), 1)
        scores = seen("attn.scores", np.where(future, MASKED, raw_scores(q, k)))
        probs = seen("attn.probs", softmax_q16(scores))
        o = round_shift(within("heads: probs v", product(probs, v), 1 << 40), 12)
        return seen("attn.heads", o.transpose(1, 0, 2).reshape(length, -1)), probs

    def next_token(self, ids):
        """The token of the highest score, of equals the lowest id."""
        x = self.forward(ids)[0][-1:]
        a = round_shift(clamp(rms_norm(x, self.weights["norm.g"]), ACT), 4)
        embedding = clamp(self.weights["wte"], 1 << 22)
        scores = product(a, embedding.T, depth=128)[0]
        return int(np.argmax(within("next token: score", scores, self.sizes["C"] << 46)))
