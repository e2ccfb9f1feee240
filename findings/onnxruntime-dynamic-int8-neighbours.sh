#!/bin/sh
# onnxruntime 1.32.0, quantization.quantize_dynamic: the answer to one prompt depends on the prompts
# that happen to run beside it.
#
# A dynamically quantised MatMul measures the range of its activations over the whole input tensor,
# all rows of all sequences of a batch together, and takes one scale for them. A row that shares its
# batch with a louder row is therefore rounded more coarsely, and its result is another one, though
# no number in it changed. The quantised model states nothing of it, float32 on the same graph does
# not do it, and per_channel=True, which concerns weights only, does not help. Two users who compare
# proofs of inference by such an engine, on the same processor, version and thread count, disagree as
# soon as they batch differently.
#
# Seen on 2026-11-29, Python 3.11, x86-64: one row alone and beside a row 100 times as large: float32
# bits equal; int8 bits differ in 16 of 16 results. Ends with 0 if the behaviour is still the same.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/python"
"$folder/python/bin/pip" install --quiet onnxruntime==1.32.0 onnx==1.23.2 numpy==2.4.6
cd "$folder"
"$folder/python/bin/python" - <<'EOF'
import sys

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

numbers = np.arange(64 * 16, dtype=np.int64)
weights = (((numbers * 7919) % 2003 - 1001) / 4096).astype(np.float32).reshape(64, 16)
graph = helper.make_graph(
    [helper.make_node("MatMul", ["x", "w"], ["y"])], "product",
    [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["rows", 64])],
    [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["rows", 16])],
    [numpy_helper.from_array(weights, "w")])
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
onnx.save(model, "float.onnx")

row = (((np.arange(64) * 104729) % 1999 - 999) / 1000).astype(np.float32).reshape(1, 64)
beside = np.concatenate([row, 100 * row[:, ::-1]])


def differing(path):
    """How many results of the row are others beside a louder row."""
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    alone = session.run(["y"], {"x": row})[0][0]
    together = session.run(["y"], {"x": beside})[0][0]
    return int((alone.view(np.uint32) != together.view(np.uint32)).sum())


print(f"onnxruntime {onnxruntime.__version__}: results of one row that a louder neighbour changes")
counts = {"float32": differing("float.onnx")}
for name, per_channel in (("int8", False), ("int8 per channel", True)):
    quantize_dynamic(
        "float.onnx", "int8.onnx", weight_type=QuantType.QInt8, per_channel=per_channel)
    counts[name] = differing("int8.onnx")
for name, count in counts.items():
    print(f"  {name:17} {count} of 16")
if counts != {"float32": 0, "int8": 16, "int8 per channel": 16}:
    sys.exit("another behaviour than the one described")
EOF
