#!/usr/bin/env python3
"""PyTorch's float32 step from GlyphLab's weights on GlyphLab's samples, for `glyphlab bench
--training`, which starts this once an engine and tells it when to run:

    python3 -B bench_training.py ENGINE REQUEST

REQUEST is a file {"threads", "steps", "shapes": [{"counts": [D, H, C], "rate_shift", "before",
"after", "inputs", "labels"}]}: weights [W1, b1, W2, b2] in Q16, row-major, before and after one
integer step on these samples. The first line on standard output is {"engine", "title", "version",
"exact", "computes", "pads"}, or {"engine", "missing": reason} where PyTorch is not there. Then each
line {"shape"} on standard input has that many steps run from the weights before, and the answer
{"shape", "nanoseconds", "furthest"}: the mean of a step, and the largest difference of a weight
after the first of them from the integer one, in millionths.
"""
from __future__ import annotations

import json
import os
import sys
import time

ENGINES = {
    "pytorch-autograd": ("PyTorch float32, autograd", "linear layers, cross entropy and SGD"),
    "pytorch-by-hand": ("PyTorch float32, by hand", "the same products without autograd"),
}


class Shape:
    """The samples and weights of one shape as float32 tensors."""

    def __init__(self, torch, shape):
        self.torch = torch
        inputs, hidden, classes = shape["counts"]
        self.sizes = [(hidden, inputs), (hidden,), (classes, hidden), (classes,)]
        self.before, self.after = self.tensors(shape["before"]), self.tensors(shape["after"])
        self.x = (torch.tensor(shape["inputs"], dtype=torch.float32) - 128) / 128
        self.labels = torch.tensor(shape["labels"])
        self.rate = 2.0 ** -shape["rate_shift"]

    def tensors(self, weights):
        torch = self.torch
        return [torch.tensor(part, dtype=torch.float64).div(65536).float().reshape(size)
                for part, size in zip(weights, self.sizes)]


class Autograd:
    def __init__(self, torch, shape):
        self.torch, self.shape = torch, shape
        inputs, hidden, classes = shape.sizes[0][1], shape.sizes[0][0], shape.sizes[2][0]
        self.model = torch.nn.Sequential(
            torch.nn.Linear(inputs, hidden), torch.nn.ReLU(), torch.nn.Linear(hidden, classes))
        self.weights = list(self.model.parameters())
        self.optimizer = torch.optim.SGD(self.weights, lr=shape.rate)

    def step(self):
        self.optimizer.zero_grad()
        logits = self.model(self.shape.x)
        self.torch.nn.functional.cross_entropy(logits, self.shape.labels).backward()
        self.optimizer.step()


class ByHand:
    def __init__(self, torch, shape):
        self.torch, self.shape = torch, shape
        self.weights = [part.clone() for part in shape.before]
        self.wanted = torch.nn.functional.one_hot(
            shape.labels, shape.sizes[2][0]).float()
        self.factor = -shape.rate / len(shape.labels)

    def step(self):
        torch, x = self.torch, self.shape.x
        w1, b1, w2, b2 = self.weights
        a = torch.addmm(b1, x, w1.t())
        r = a.relu()
        g = torch.softmax(torch.addmm(b2, r, w2.t()), 1).sub_(self.wanted)
        q = (g @ w2).mul_(a > 0)
        w2.addmm_(g.t(), r, alpha=self.factor)
        b2.add_(g.sum(0), alpha=self.factor)
        w1.addmm_(q.t(), x, alpha=self.factor)
        b1.add_(q.sum(0), alpha=self.factor)


def reset(torch, engine):
    with torch.no_grad():
        for weight, start in zip(engine.weights, engine.shape.before):
            weight.copy_(start)


def answer(torch, engine, count):
    reset(torch, engine)
    engine.step()
    furthest = max(float((w.detach() - exact).abs().max())
                   for w, exact in zip(engine.weights, engine.shape.after))
    reset(torch, engine)
    start = time.perf_counter_ns()
    for _ in range(count):
        engine.step()
    nanoseconds = (time.perf_counter_ns() - start) // count
    return {"nanoseconds": nanoseconds, "furthest": round(furthest * 1_000_000)}


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
    # Before the library is loaded, which reads them once.
    for variable in ("OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[variable] = str(request["threads"])
    try:
        import torch
    except ImportError as error:
        say(engine=name, missing=str(error))
        return 0
    torch.set_num_threads(request["threads"])
    is_by_hand = name == "pytorch-by-hand"
    engines = [(ByHand if is_by_hand else Autograd)(torch, Shape(torch, shape))
               for shape in request["shapes"]]
    with torch.set_grad_enabled(not is_by_hand):
        for engine in engines:
            for _ in range(3):
                engine.step()
        title, computes = ENGINES[name]
        say(engine=name, title=title, version=torch.__version__, exact=False, computes=computes,
            pads="nothing")
        for line in sys.stdin:
            place = json.loads(line)["shape"]
            say(shape=place, **answer(torch, engines[place], request["steps"]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
