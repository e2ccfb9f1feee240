"""GPT-2 in PyTorch, for training and as the float side of the audit."""

import math

import torch
import torch.nn.functional as F
from torch import nn

LAYERS, WIDTH, HEADS, CONTEXT = 4, 256, 4, 512
EPSILON = 1e-5

# Training keeps the embeddings small, as the tied head wants them, and multiplies them by this
# power of two on the way in. Export folds it into wte and wpe and takes it out of ln_f, which
# changes no result. The integer LayerNorm sees its input in steps of 1/256, so a residual
# stream of size about 1 leaves it far less rounding error than GPT-2's usual 0.03 at the start.
EMBEDDING_SCALE = 16.0


class Linear(nn.Module):
    """y = x·W + b with W stored input-major, as in GPT-2's files."""

    def __init__(self, inputs, outputs, deviation):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(inputs, outputs) * deviation)
        self.bias = nn.Parameter(torch.zeros(outputs))

    def forward(self, x):
        return F.linear(x, self.weight.t(), self.bias)


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.c_attn = Linear(WIDTH, 3 * WIDTH, 0.02)
        self.c_proj = Linear(WIDTH, WIDTH, 0.02 / math.sqrt(2 * LAYERS))

    def heads(self, x):
        """q, k, v, each [B, H, T, D]"""
        B, T, _ = x.shape
        parts = self.c_attn(x).split(WIDTH, dim=-1)
        return [part.view(B, T, HEADS, WIDTH // HEADS).transpose(1, 2) for part in parts]

    def forward(self, x):
        q, k, v = self.heads(x)
        mixed = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        return self.c_proj(mixed.transpose(1, 2).reshape(x.shape))


class MLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.c_fc = Linear(WIDTH, 4 * WIDTH, 0.02)
        self.c_proj = Linear(4 * WIDTH, WIDTH, 0.02 / math.sqrt(2 * LAYERS))

    def forward(self, x):
        return self.c_proj(F.gelu(self.c_fc(x), approximate="tanh"))


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.ln_1 = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.attn = Attention()
        self.ln_2 = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.mlp = MLP()

    def forward(self, x):
        x = x + self.attn(self.ln_1(x))
        return x + self.mlp(self.ln_2(x))


class GPT2(nn.Module):
    """`embedding_scale` is EMBEDDING_SCALE in training and 1 for an exported model."""

    def __init__(self, vocabulary_size, embedding_scale):
        super().__init__()
        self.embedding_scale = embedding_scale
        self.wte = nn.Embedding(vocabulary_size, WIDTH)
        self.wpe = nn.Embedding(CONTEXT, WIDTH)
        self.h = nn.ModuleList(Block() for _ in range(LAYERS))
        self.ln_f = nn.LayerNorm(WIDTH, eps=EPSILON)
        nn.init.normal_(self.wte.weight, std=0.02)
        nn.init.normal_(self.wpe.weight, std=0.01)

    def embed(self, ids):
        positions = torch.arange(ids.shape[1])
        return self.embedding_scale * (self.wte(ids) + self.wpe(positions))

    def forward(self, ids):
        """ids: [B, T] -> logits: [B, T, V]"""
        x = self.embed(ids)
        for block in self.h:
            x = block(x)
        return F.linear(self.ln_f(x), self.wte.weight)

    def last_attention_rows(self, ids):
        """The last position's attention, [layers, heads, T], for one sequence of ids."""
        x, rows = self.embed(torch.tensor([ids])), []
        for block in self.h:
            q, k, _ = block.attn.heads(block.ln_1(x))
            scores = q[0, :, -1:] @ k[0].transpose(1, 2) / math.sqrt(WIDTH // HEADS)
            rows.append(torch.softmax(scores[:, 0], dim=-1))
            x = block(x)
        return torch.stack(rows)
