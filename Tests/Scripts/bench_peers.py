#!/usr/bin/env python3
"""Another engine on GlyphLab's weights and prompts, for `glyphlab bench --peers`, which starts this
once an engine and tells it when to run:

    python3 -B bench_peers.py ENGINE REQUEST

REQUEST is a file {"model": folder, "threads": n, "batches": [sizes], "prompts": [{"salt": text,
"token_ids": [ids], "rows": [[Q16]]}]} with the exact rows of the heads that the salt selects; what
an engine has to write goes beside it. The first line on standard output is {"engine", "title",
"version", "exact", "computes", "pads"}, or {"engine", "missing": reason} where a package is not
there or the engine is not written for the model's architecture. Then each line {"round", "batch"}
on standard input has all prompts run once, and the answer {"round", "batch", "nanoseconds",
"digest", "proofs", "furthest", "note"}: the digest is of the last position's rows, "furthest" the
largest difference of one of their probabilities from the exact one in millionths; both that and the
proofs are null where an engine does not tell its rows. An exact engine's time has its proofs in it,
the others' time has the forward pass alone.
"""
from __future__ import annotations

import hashlib
import importlib
import json
import os
import sys
import time

# Of each engine the architectures that it is written for.
ENGINES = {
    "float64": {"gpt2": ("peers.float64", "Engine"), "qwen2": ("peers.float64_qwen2", "Engine")},
    "pytorch-float32": {
        "gpt2": ("peers.pytorch", "float32"), "qwen2": ("peers.pytorch_qwen2", "float32")},
    "pytorch-bfloat16": {
        "gpt2": ("peers.pytorch", "bfloat16"), "qwen2": ("peers.pytorch_qwen2", "bfloat16")},
    "onnxruntime-float32": {"gpt2": ("peers.onnxruntime", "float32")},
    "onnxruntime-int8": {"gpt2": ("peers.onnxruntime", "dynamic_int8")},
    "ctranslate2-int8": {"gpt2": ("peers.ctranslate", "int8")},
}
EXACT = ("float64",)
ONE = 1 << 16


class NotWritten(Exception):
    """An engine is not written for a model's architecture."""


def load(name, request, folder):
    from peers import model

    models = {"gpt2": model.Model, "qwen2": model.Qwen2Model}
    architecture = model.architecture(request["model"])
    if architecture not in ENGINES[name]:
        known = ", ".join(ENGINES[name])
        raise NotWritten(f"not written for models of type {architecture}, only for {known}")
    module, maker = ENGINES[name][architecture]
    make = getattr(importlib.import_module(module), maker)
    return make(models[architecture](request["model"]), request["threads"], folder)


def selected(prompt, rows):
    """[(head, row)] of the heads that the salt selects."""
    from peers.model import witness

    heads = witness.fingerprint_heads(prompt["salt"], len(rows), len(rows[0]))
    return [(head, rows[head[0]][head[1]]) for head in heads]


def proof(prompt, rows):
    """The proof hash of rows; of an engine in floating point, of its rows rounded to Q16."""
    from peers.model import witness

    entries = []
    for head, row in selected(prompt, rows):
        integers = row.tolist()
        if isinstance(integers[0], float):
            integers = [round(p * ONE) for p in integers]
        entries.append([*head, *witness.cascade(witness.quantise_row(integers))])
    text = json.dumps(entries, separators=(",", ":"))
    return witness.sha256_hex(f"{prompt['salt']}|{text}")


def furthest(prompts, rows):
    """The largest difference of a probability from the exact one, in millionths."""
    most = 0.0
    for prompt, every_row in zip(prompts, rows):
        for (_, row), exact in zip(selected(prompt, every_row), prompt["rows"]):
            scale = 1.0 if isinstance(row.tolist()[0], float) else 1 / ONE
            most = max(most, *(abs(p * scale - q / ONE) for p, q in zip(row.tolist(), exact)))
    return round(most * 1_000_000)


def digest(arrays):
    sha = hashlib.sha256()
    for array in arrays:
        # PyTorch's tensors and CTranslate2's views become NumPy's arrays.
        sha.update(memoryview(importlib.import_module("numpy").ascontiguousarray(array)))
    return sha.hexdigest()


class Run:
    """All prompts, once, in batches of one size."""

    def __init__(self, engine, is_exact, prompts):
        self.engine, self.is_exact, self.prompts = engine, is_exact, prompts
        self.ids = [prompt["token_ids"] for prompt in prompts]

    def warm_up(self, sizes):
        for size in sizes:
            self.engine.rows(self.ids[:size])

    def answer(self, size):
        rows, proofs = [], []
        start = time.perf_counter_ns()
        for first in range(0, len(self.ids), size):
            batch = self.engine.rows(self.ids[first:first + size])
            rows += batch or []
            if self.is_exact:
                proofs += [proof(*pair) for pair in zip(self.prompts[first:], batch)]
        nanoseconds = time.perf_counter_ns() - start
        if rows and not proofs:
            proofs = [proof(*pair) for pair in zip(self.prompts, rows)]
        return {
            "nanoseconds": nanoseconds, "digest": digest(rows or [self.engine.last]),
            "proofs": proofs or None, "furthest": furthest(self.prompts, rows) if rows else None,
            "note": getattr(self.engine, "note", ""),
        }


def main():
    name, path = sys.argv[1:]
    # Libraries that write to standard output write to standard error instead.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def say(**members):
        answers.write(json.dumps(members) + "\n")
        answers.flush()

    with open(path, encoding="utf-8") as file:
        request = json.load(file)
    # Before any library is loaded, which reads them once.
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[variable] = str(request["threads"])
    try:
        engine = load(name, request, os.path.dirname(path))
    except (ImportError, NotWritten) as error:
        say(engine=name, missing=str(error))
        return 0
    run = Run(engine, name in EXACT, request["prompts"])
    run.warm_up(request["batches"])
    say(engine=name, title=engine.title, version=engine.version, exact=name in EXACT,
        computes=engine.computes, pads=engine.pads)
    for line in sys.stdin:
        asked = json.loads(line)
        say(round=asked["round"], batch=asked["batch"], **run.answer(asked["batch"]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
