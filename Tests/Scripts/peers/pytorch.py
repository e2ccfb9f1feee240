"""GPT-2's layers in plain PyTorch."""
from __future__ import annotations

import numpy as np
import torch
from torch.nn import functional

from peers.model import HEAD_WIDTH, LINEARS, padded


class Engine:
    version = torch.__version__
    computes = "all layers; no output head"
    pads = "zeros on the right"

    def __init__(self, model, threads, kind):
        torch.set_num_threads(threads)
        self.title = f"PyTorch {str(kind).removeprefix('torch.')}"
        self.heads, self.epsilon = model.heads, model.epsilon

        def tensor(array):
            return torch.from_numpy(np.ascontiguousarray(array)).to(kind)

        self.wte, self.wpe = tensor(model["wte.weight"]), tensor(model["wpe.weight"])
        self.layers = []
        for layer in range(model.layers):
            parts = {part: [tensor(array) for array in model.norm(f"h.{layer}.{part}")]
                     for part in ("ln_1", "ln_2")}
            for part in LINEARS:
                weight, bias = model.linear(layer, part)
                # A view with PyTorch's axes on GPT-2's layout: the faster of both layouts here.
                parts[part] = [tensor(weight).t(), tensor(bias)]
            self.layers.append(parts)

    def norm(self, x, parameters):
        return functional.layer_norm(x, x.shape[-1:], *parameters, self.epsilon)

    def rows(self, batch):
        """The last position's probabilities of every head: a prompt [layers, heads, T]."""
        with torch.inference_mode():
            ids, lengths = (torch.from_numpy(array) for array in padded(batch))
            (count, length), rows = ids.shape, []
            future = torch.ones((length, length), dtype=torch.bool).triu(1)
            x = self.wte[ids] + self.wpe[:length]
            for parts in self.layers:
                qkv = functional.linear(self.norm(x, parts["ln_1"]), *parts["attn.c_attn"])
                q, k, v = qkv.view(count, length, 3, self.heads, HEAD_WIDTH).permute(2, 0, 3, 1, 4)
                scores = (q * HEAD_WIDTH**-0.5 @ k.transpose(2, 3)).masked_fill(future, -torch.inf)
                probabilities = scores.softmax(-1)
                rows.append(probabilities[torch.arange(count), :, lengths - 1])
                o = (probabilities @ v).transpose(1, 2).reshape(count, length, -1)
                x = x + functional.linear(o, *parts["attn.c_proj"])
                h = functional.linear(self.norm(x, parts["ln_2"]), *parts["mlp.c_fc"])
                x = x + functional.linear(
                    functional.gelu(h, approximate="tanh"), *parts["mlp.c_proj"])
            rows = torch.stack(rows, 1).float().numpy()
            return [prompt[..., :end] for prompt, end in zip(rows, lengths.tolist())]


def float32(model, threads, _folder):
    return Engine(model, threads, torch.float32)


def bfloat16(model, threads, _folder):
    return Engine(model, threads, torch.bfloat16)
