"""GPT-2's layers as an ONNX graph, in float32 and with dynamic int8 products."""
from __future__ import annotations

import os

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

from peers.model import HEAD_WIDTH, LINEARS, padded

OPSET = 20  # the first with Gelu
IR_VERSION = 10


class Graph:
    """The nodes of a graph as they are added; a value is its name."""

    def __init__(self):
        self.nodes, self.constants = [], []

    def constant(self, name, array):
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def integers(self, *values):
        name = "i_" + "_".join(map(str, values))
        if all(constant.name != name for constant in self.constants):
            self.constant(name, np.array(values, np.int64))
        return name

    def add(self, kind, *inputs, count=1, **attributes):
        names = [f"v{len(self.nodes)}_{i}" for i in range(count)]
        self.nodes.append(helper.make_node(kind, inputs, names, **attributes))
        return names[0] if count == 1 else names


def build(model):
    """ids [B, T], positions [T], mask [T, T] (0 or minus infinity) and last [B, 1] to a
    "rows.L" [B, heads, T] a layer."""
    graph = Graph()
    for name in ("wte.weight", "wpe.weight"):
        graph.constant(name, model[name])

    def norm(x, name):
        gamma, beta = (graph.constant(f"{name}.{i}", array)
                       for i, array in enumerate(model.norm(name)))
        return graph.add("LayerNormalization", x, gamma, beta, axis=-1, epsilon=model.epsilon)

    def linear(x, layer, part):
        weight, bias = (graph.constant(f"h.{layer}.{part}.{i}", array)
                        for i, array in enumerate(model.linear(layer, part)))
        return graph.add("Add", graph.add("MatMul", x, weight), bias)

    x = graph.add("Add", graph.add("Gather", "wte.weight", "ids"),
                  graph.add("Gather", "wpe.weight", "positions"))
    scale = graph.constant("scale", np.float32(HEAD_WIDTH**-0.5))
    heads = graph.integers(0, 0, model.heads, HEAD_WIDTH)
    for layer in range(model.layers):
        qkv = linear(norm(x, f"h.{layer}.ln_1"), layer, LINEARS[0])
        q, k, v = graph.add("Split", qkv, count=3, axis=-1, num_outputs=3)
        q, k, v = (graph.add("Transpose", graph.add("Reshape", part, heads), perm=perm)
                   for part, perm in ((q, (0, 2, 1, 3)), (k, (0, 2, 3, 1)), (v, (0, 2, 1, 3))))
        scores = graph.add("Add", graph.add("Mul", graph.add("MatMul", q, k), scale), "mask")
        probabilities = graph.add("Softmax", scores, axis=-1)
        by_position = graph.add("Transpose", probabilities, perm=(0, 2, 1, 3))
        graph.nodes.append(helper.make_node(
            "GatherND", [by_position, "last"], [f"rows.{layer}"], batch_dims=1))
        o = graph.add("Transpose", graph.add("MatMul", probabilities, v), perm=(0, 2, 1, 3))
        o = graph.add("Reshape", o, graph.integers(0, 0, model.width))
        x = graph.add("Add", x, linear(o, layer, LINEARS[1]))
        h = linear(norm(x, f"h.{layer}.ln_2"), layer, LINEARS[2])
        h = graph.add("Gelu", h, approximate="tanh")
        x = graph.add("Add", x, linear(h, layer, LINEARS[3]))
    # An output of the last layer, so that nothing of it is left out.
    graph.nodes.append(helper.make_node("Identity", [x], ["stream"]))
    return document(graph, model)


def document(graph, model):
    inputs = [helper.make_tensor_value_info(name, kind, shape) for name, kind, shape in (
        ("ids", TensorProto.INT64, ["B", "T"]), ("positions", TensorProto.INT64, ["T"]),
        ("mask", TensorProto.FLOAT, ["T", "T"]), ("last", TensorProto.INT64, ["B", 1]))]
    outputs = [helper.make_tensor_value_info(f"rows.{layer}", TensorProto.FLOAT,
                                             ["B", model.heads, "T"])
               for layer in range(model.layers)]
    outputs.append(
        helper.make_tensor_value_info("stream", TensorProto.FLOAT, ["B", "T", model.width]))
    return helper.make_model(
        helper.make_graph(graph.nodes, "gpt2", inputs, outputs, graph.constants),
        opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)


class Engine:
    version = onnxruntime.__version__
    computes = "all layers; no output head"
    pads = "zeros on the right"

    def __init__(self, title, path, threads):
        self.title = title
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
        self.session = onnxruntime.InferenceSession(
            path, options, providers=["CPUExecutionProvider"])

    def rows(self, batch):
        """The last position's probabilities of every head: a prompt [layers, heads, T]."""
        ids, lengths = padded(batch)
        length = ids.shape[1]
        outputs = self.session.run(None, {
            "ids": ids, "positions": np.arange(length, dtype=np.int64),
            "mask": np.triu(np.full((length, length), -np.inf, np.float32), 1),
            "last": lengths[:, None] - 1})
        rows = np.stack(outputs[:-1], 1)
        return [prompt[..., :end] for prompt, end in zip(rows, lengths)]


def float32(model, threads, folder):
    path = os.path.join(folder, "float32.onnx")
    # A file of more than 2 GiB needs its weights beside it.
    onnx.save(build(model), path, save_as_external_data=True, location="float32.data")
    return Engine("onnxruntime float32", path, threads)


def dynamic_int8(model, threads, folder):
    from onnxruntime.quantization import QuantType, quantize_dynamic

    path = os.path.join(folder, "dynamic_int8.onnx")
    plain = os.path.join(folder, "plain.onnx")
    onnx.save(build(model), plain, save_as_external_data=True, location="plain.data")
    quantize_dynamic(plain, path, op_types_to_quantize=["MatMul"], weight_type=QuantType.QInt8,
                     use_external_data_format=True)
    for name in ("plain.onnx", "plain.data"):
        os.remove(os.path.join(folder, name))
    return Engine("onnxruntime dynamic int8", path, threads)
