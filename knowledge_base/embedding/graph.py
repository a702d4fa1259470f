"""The BERT encoder of E5 as an ONNX graph, built by hand so that no torch is needed.

Architecture: Devlin et al. 2019 (BERT, post-layer-norm, GELU); pooling: mean over the
attention mask, then L2 normalisation, both inside the graph.
"""

from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from knowledge_base.embedding.e5_weights import Array, E5Weights

OPSET = 20


class _Graph:
    """Collects nodes and weights; every method returns the name of its output."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def weight(self, value: NDArray[Any] | np.floating[Any]) -> str:
        name = f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.array(value, order="C"), name))
        return name

    def op(self, kind: str, *inputs: str, output: str | None = None, **attributes: object) -> str:
        name = output or f"{kind.lower()}{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def linear(self, x: str, matrix: Array, bias: Array) -> str:
        return self.op("Add", self.op("MatMul", x, self.weight(matrix.T)), self.weight(bias))

    def layer_norm(self, x: str, scale: Array, bias: Array, epsilon: float) -> str:
        return self.op(
            "LayerNormalization", x, self.weight(scale), self.weight(bias), epsilon=epsilon
        )


def build_graph(weights: E5Weights, kept: list[int]) -> onnx.ModelProto:
    """Inputs input_ids and attention_mask, int64 [batch, tokens]; output `embedding`,
    float32 [batch, hidden], unit length. `kept` are the rows of the vocabulary to keep."""
    g, t = _Graph(), weights.tensors
    i64 = np.int64
    length = g.op(
        "Squeeze",
        g.op(
            "Slice",
            g.op("Shape", "input_ids"),
            g.weight(np.array([1], i64)),
            g.weight(np.array([2], i64)),
        ),
    )
    positions = g.op(
        "Range", g.weight(np.array(0, i64)), length, g.weight(np.array(1, i64))
    )  # fmt: skip
    place = g.op("Gather", g.weight(t["emb.pos"] + t["emb.type"][0]), positions)
    words = g.op("Gather", g.weight(t["emb.word"][kept]), "input_ids")
    x = g.layer_norm(g.op("Add", words, place), t["emb.ln.w"], t["emb.ln.b"], weights.epsilon)
    mask = g.op("Cast", "attention_mask", to=TensorProto.FLOAT)
    hidden_away = g.op(
        "Mul",
        g.op("Sub", g.weight(np.float32(1)), mask),
        g.weight(np.float32(-1e4)),
    )
    bias = g.op("Unsqueeze", hidden_away, g.weight(np.array([1, 2], i64)))
    for layer in range(weights.layers):
        x = _layer(g, x, bias, weights, f"l{layer}")
    return _model(g, _pool(g, x, mask), weights)


def _layer(g: _Graph, x: str, bias: str, weights: E5Weights, name: str) -> str:
    t, size = weights.tensors, weights.hidden // weights.heads
    split = g.weight(np.array([0, 0, weights.heads, size], np.int64))
    joined = g.weight(np.array([0, 0, weights.hidden], np.int64))

    def heads(part: str, order: list[int], scale: float = 1.0) -> str:
        flat = g.linear(x, t[f"{name}.{part}.w"] * scale, t[f"{name}.{part}.b"] * scale)
        return g.op("Transpose", g.op("Reshape", flat, split), perm=order)

    query = heads("q", [0, 2, 1, 3], 1 / float(np.sqrt(size)))
    key = heads("k", [0, 2, 3, 1])
    value = heads("v", [0, 2, 1, 3])
    attention = g.op("Softmax", g.op("Add", g.op("MatMul", query, key), bias), axis=-1)
    context = g.op("Transpose", g.op("MatMul", attention, value), perm=[0, 2, 1, 3])
    out = g.linear(g.op("Reshape", context, joined), t[f"{name}.ao.w"], t[f"{name}.ao.b"])
    x = g.layer_norm(g.op("Add", x, out), t[f"{name}.aln.w"], t[f"{name}.aln.b"], weights.epsilon)
    inner = g.op("Gelu", g.linear(x, t[f"{name}.fi.w"], t[f"{name}.fi.b"]))
    out = g.linear(inner, t[f"{name}.fo.w"], t[f"{name}.fo.b"])
    return g.layer_norm(
        g.op("Add", x, out), t[f"{name}.oln.w"], t[f"{name}.oln.b"], weights.epsilon
    )


def _pool(g: _Graph, x: str, mask: str) -> str:
    column = g.op("Unsqueeze", mask, g.weight(np.array([2], np.int64)))
    total = g.op("ReduceSum", g.op("Mul", x, column), g.weight(np.array([1], np.int64)), keepdims=0)
    return g.op("LpNormalization", total, output="embedding", axis=-1, p=2)


def _model(g: _Graph, output: str, weights: E5Weights) -> onnx.ModelProto:
    tokens = ["batch", "tokens"]
    graph = helper.make_graph(
        g.nodes,
        "multilingual-e5-small",
        [
            helper.make_tensor_value_info("input_ids", TensorProto.INT64, tokens),
            helper.make_tensor_value_info("attention_mask", TensorProto.INT64, tokens),
        ],
        [helper.make_tensor_value_info(output, TensorProto.FLOAT, ["batch", weights.hidden])],
        g.weights,
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=10)
