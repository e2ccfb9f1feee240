#!/bin/sh
# onnx 1.23.2, operator Attention: the package defines the raw scores twice, and the two differ.
#
# The fourth output of Attention, qk_matmul_output, shows a step on the way to the attention row.
# By the operator's text, mode 0 (the default) gives the product of queries and keys, mode 1 the
# scores after softcap. With softcap > 0, ReferenceEvaluator answers mode 0 with the scores AFTER
# softcap, the same as mode 1. The operator's own function body, which the package's inliner puts in
# the place of the node, gives the product, and so does onnxruntime 1.32.0.
#   * Opsets 23, 24 and 25 are alike; modes 1, 2 and 3 and the result itself agree.
#   * The model passes the checker, and there is no error and no warning.
# A comparison of raw scores that takes this evaluator as its judge finds fault with each correct
# engine, and passes one that gives capped scores. softcap is part of Gemma-2-shaped models.
#
# Seen on 2026-11-30, Python 3.11: the product is 9; mode 0 of the reference gives 2 tanh(9/2), that
# is 1.9995. Ends with 0 if the behaviour is still the same.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/python"
"$folder/python/bin/python" -m pip install -q --disable-pip-version-check \
    onnx==1.23.2 onnxruntime==1.32.0 numpy==2.4.6
"$folder/python/bin/python" - <<'PYTHON'
import math

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper
from onnx.inliner import inline_selected_functions
from onnx.reference import ReferenceEvaluator

SOFTCAP = 2.0
OPSETS = (23, 24, 25)
# Two tokens, one head of width 2: the product of queries and keys is 9 on the diagonal, else 0.
tensor = np.array([[[[3, 0], [0, 3]]]], np.float32)
inputs = {"q": tensor, "k": tensor, "v": tensor}


def built(mode, opset):
    values = {
        name: helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, 1, 2, 2])
        for name in ("q", "k", "v", "y", "scores")}
    node = helper.make_node(
        "Attention", ["q", "k", "v"], ["y", "", "", "scores"],
        scale=1.0, softcap=SOFTCAP, qk_matmul_output_mode=mode)
    graph = helper.make_graph(
        [node], "attention", [values[name] for name in "qkv"], [values["y"], values["scores"]])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=11)
    onnx.checker.check_model(model, full_check=True)
    return model


def by_reference(model):
    return ReferenceEvaluator(model).run(None, inputs)


def by_function_body(model):
    inlined = inline_selected_functions(
        model, [("", "Attention")], exclude=False, inline_schema_functions=True)
    assert all(node.op_type != "Attention" for node in inlined.graph.node)
    return ReferenceEvaluator(inlined).run(None, inputs)


def by_onnxruntime(model):
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(None, inputs)


ways = {"reference": by_reference, "function body": by_function_body, "onnxruntime": by_onnxruntime}
capped = SOFTCAP * math.tanh(9 / SOFTCAP)
row = 1 / (1 + math.exp(-capped))
expected = {0: 9.0, 1: capped, 2: capped, 3: row}
print("first score     mode 0   mode 1   mode 2   mode 3")
for opset in OPSETS:
    for name, way in ways.items():
        results = {mode: way(built(mode, opset)) for mode in expected}
        scores = {mode: float(result[1][0, 0, 0, 0]) for mode, result in results.items()}
        print(f"{name:13}", *(f"{score:8.4f}" for score in scores.values()), f" opset {opset}")
        for mode, value in expected.items():
            wrong = way is by_reference and mode == 0
            assert math.isclose(scores[mode], capped if wrong else value, abs_tol=1e-4), scores
            assert math.isclose(results[mode][0][0, 0, 0, 0], 3 * row, abs_tol=1e-4), results
print("as found")
PYTHON
