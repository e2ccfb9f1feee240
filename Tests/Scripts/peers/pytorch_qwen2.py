"""Qwen2's layers in PyTorch as transformers runs them, with eager attention, which tells its rows."""
from __future__ import annotations

import os

# A folder is given, and nothing else is looked for.
os.environ["HF_HUB_OFFLINE"] = "1"

import torch
import transformers

from peers.model import padded

transformers.utils.logging.disable_progress_bar()


class Engine:
    version = f"{torch.__version__}, transformers {transformers.__version__}"
    computes = "all layers and the last norm, by transformers with eager attention; no output head"
    pads = "zeros on the right"

    def __init__(self, model, threads, kind):
        torch.set_num_threads(threads)
        self.title = f"PyTorch {str(kind).removeprefix('torch.')}"
        # The layers alone: nothing computes logits.
        self.layers = transformers.Qwen2Model.from_pretrained(
            model.folder, dtype=kind, attn_implementation="eager", local_files_only=True).eval()

    def rows(self, batch):
        """The last position's probabilities of every head: a prompt [layers, heads, T]."""
        with torch.inference_mode():
            ids, lengths = (torch.from_numpy(array) for array in padded(batch))
            every = torch.arange(len(batch))
            attentions = self.layers(
                input_ids=ids, use_cache=False, output_attentions=True).attentions
            rows = torch.stack([layer[every, :, lengths - 1] for layer in attentions], 1)
            rows = rows.float().numpy()
            return [prompt[..., :end] for prompt, end in zip(rows, lengths.tolist())]


def float32(model, threads, _folder):
    return Engine(model, threads, torch.float32)


def bfloat16(model, threads, _folder):
    return Engine(model, threads, torch.bfloat16)
