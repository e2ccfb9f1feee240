#!/usr/bin/env python3
"""A second opinion on one disputed element, by the witness's own primitives.

    python3 rerun.py FILE

FILE is what `glyphlab locate --reproducer` writes: the inputs of one element of one operation, the
value expected and the value got. It ends with 0 where the witness computes what was expected, with
1 where it does not, and with 65 where FILE is not of that form.
"""
from __future__ import annotations

import json
import sys

import numpy as np

import witness

FORMAT = "glyphlab element 1"
MEMBERS = ("format", "operation", "index", "kind", "inputs", "expected", "got", "origin")
INPUTS = {
    "embedding": ("token", "position"),
    "norm": ("row", "column", "gain", "bias"),
    "linear": ("row", "weights", "bias"),
    "scores": ("query", "key", "is_masked"),
    "softmax": ("row", "column"),
    "mixing": ("probabilities", "values"),
    "activation": ("x",),
    "residual": ("stream", "branch"),
    "proof_row": ("probability",),
}
LISTS = ("row", "weights", "query", "key", "probabilities", "values")
# Magnitudes within which every sum below stays in 64 bits.
BOUNDS = {"gain": witness.WEIGHT_CLAMP, "weights": witness.WEIGHT_CLAMP,
          "probabilities": witness.ONE, "probability": witness.ONE}
LENGTH_MAX = 1 << 17


def checked_integer(place, value, bound):
    lowest = 0 if "probabilit" in place else -bound
    if type(value) is not int or not lowest <= value <= bound:
        raise ValueError(f"{place}: expected an integer from {lowest} to {bound}, got {value!r}")
    return value


def checked_inputs(kind, inputs):
    """The inputs, numbers as they are and lists as int64 arrays."""
    if kind not in INPUTS:
        raise ValueError(f"kind: expected one of {', '.join(INPUTS)}, got {kind!r}")
    if type(inputs) is not dict or sorted(inputs) != sorted(INPUTS[kind]):
        raise ValueError(f"inputs: expected {', '.join(INPUTS[kind])}")
    result = {}
    for name, value in inputs.items():
        bound = BOUNDS.get(name, witness.ACT_CLAMP)
        if kind == "softmax" and name == "row":
            bound = -witness.MASKED
        if name == "is_masked":
            if type(value) is not bool:
                raise ValueError(f"inputs.{name}: expected true or false, got {value!r}")
            result[name] = value
        elif name in LISTS:
            if type(value) is not list or not 0 < len(value) <= LENGTH_MAX:
                raise ValueError(f"inputs.{name}: expected 1 to {LENGTH_MAX} integers")
            result[name] = np.array(
                [checked_integer(f"inputs.{name}[{i}]", x, bound) for i, x in enumerate(value)],
                np.int64)
        else:
            result[name] = checked_integer(f"inputs.{name}", value, bound)
    lengths = {len(value) for value in result.values() if isinstance(value, np.ndarray)}
    if len(lengths) > 1:
        raise ValueError("inputs: expected lists of one length")
    if not 0 <= result.get("column", 0) < max(lengths, default=1):
        raise ValueError(f"inputs.column: expected a place in the row, got {result['column']}")
    return result


def checked(document):
    if type(document) is not dict or document.get("format") != FORMAT:
        raise ValueError(f"format: expected {FORMAT!r}")
    if sorted(document) != sorted(MEMBERS):
        raise ValueError(f"the document: expected {', '.join(MEMBERS)}")
    for name in ("expected", "got"):
        checked_integer(name, document[name], 1 << 63)
    return checked_inputs(document["kind"], document["inputs"])


def value(kind, v):
    """The element; sums of products in Python's own integers, which have no bound."""
    act = witness.ACT_CLAMP
    if kind == "embedding":
        return witness.clamp(v["token"] + v["position"], act)
    if kind == "norm":
        gain, bias = (np.full(len(v["row"]), v[name], np.int64) for name in ("gain", "bias"))
        return witness.layer_norm(v["row"], gain, bias)[v["column"]]
    if kind == "linear":
        total = dot(witness.round_shift(v["row"], 4), v["weights"])
        return witness.clamp(witness.round_shift(total, 8) + v["bias"], act)
    if kind == "scores":
        query, key = (witness.round_shift(witness.clamp(v[name], witness.QK_CLAMP), 4)
                      for name in ("query", "key"))
        return witness.MASKED if v["is_masked"] else witness.round_shift(dot(query, key), 11)
    if kind == "softmax":
        return witness.softmax_q16(v["row"])[v["column"]]
    if kind == "mixing":
        values = witness.round_shift(witness.clamp(v["values"], act), 4)
        return witness.round_shift(dot(v["probabilities"], values), 12)
    if kind == "activation":
        return witness.gelu_q16(np.array([v["x"]], np.int64))[0]
    if kind == "residual":
        return witness.clamp(v["stream"] + v["branch"], act)
    return v["probability"]


def dot(a, b):
    return sum(x * y for x, y in zip(a.tolist(), b.tolist()))


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 64
    path = sys.argv[1]
    try:
        document = witness.read_json(path)
        inputs = checked(document)
    except (OSError, ValueError) as error:
        print(f"{path}: {error}", file=sys.stderr)
        return 65
    computed = int(value(document["kind"], inputs))
    equals = [name for name in ("expected", "got") if document[name] == computed]
    print(json.dumps({"operation": document["operation"], "index": document["index"],
                      "expected": document["expected"], "got": document["got"],
                      "computed": computed, "equals": equals}))
    return 0 if "expected" in equals else 1


if __name__ == "__main__":
    sys.exit(main())
