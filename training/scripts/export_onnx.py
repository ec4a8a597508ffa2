"""Trained weights -> a spaCy pipeline that runs them on onnxruntime.

    python export_onnx.py TRAINED.pt ENCODER OUT [--precision int8|float]

Writes two ONNX graphs by hand, for the fused operators of onnxruntime. `int8` stores the large matrices and the
table of pieces in 8 bits, one scale for each output or row; activations are rounded at run time, one scale a text.
"""

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import spacy
import torch
from en_chasqui_news.encoder_parser import FILES
from network import ATTENTION_HEADS, EPSILON, LAYERS, WIDTH
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from tokenizer import customize

MICROSOFT = "com.microsoft"
OPSET, IR_VERSION = 18, 9
SMALL_TABLE = 1000
BLOCK = 128
# Processors without VNNI add two products in 16 bits: with larger weights the sum overflows, and results are others.
LARGEST_FACTOR = 63
PIECE_INPUTS = ("ids", "positions", "shapes", "gaps")
WORD_INPUTS = ("first", "last", "wshapes")

Array = NDArray[Any]
Weights = dict[str, Array]


class Graph:
    """Collects nodes and constants; its methods return the name of what they compute."""

    def __init__(self, *, int8: bool) -> None:
        self.int8 = int8
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def constant(self, name: str, value: Array) -> str:
        self.constants.setdefault(name, numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def number(self, value: float) -> str:
        return self.constant(f"number {value}", np.array(value, dtype=np.float32))

    def axes(self, *values: int) -> str:
        return self.constant(f"axes {values}", np.array(values, dtype=np.int64))

    def op(self, kind: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        return self.ops(kind, *inputs, count=1, domain=domain, **attributes)[0]

    def ops(self, kind: str, *inputs: str, count: int, domain: str = "", **attributes: Any) -> list[str]:
        names = [f"{kind} {len(self.nodes)} {i}" for i in range(count)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, domain=domain, **attributes))
        return names

    def linear(self, x: str, weights: Weights, name: str, *, exact: bool = False, fine: bool = False) -> str:
        """`fine` rounds activations by row and block, which is slower; `exact` rounds nothing."""
        matrix, bias = weights[f"{name}.weight"], weights.get(f"{name}.bias")
        last = [] if bias is None else [self.constant(f"{name} bias", bias)]
        if self.int8 and fine:
            product = self.blocks(x, matrix, name)
            return self.op("Add", product, *last) if last else product
        if self.int8 and not exact:
            rounded, scales = in_8_bits(matrix, most=LARGEST_FACTOR)
            inputs = [x, self.constant(f"{name} 8 bits", rounded.T), self.constant(f"{name} scales", scales[:, 0])]
            if last:
                inputs += ["", *last]
            return self.op("DynamicQuantizeMatMul", *inputs, domain=MICROSOFT)
        product = self.op("MatMul", x, self.constant(f"{name} weight", matrix.T))
        return self.op("Add", product, *last) if last else product

    def blocks(self, x: str, matrix: Array, name: str) -> str:
        count, size = matrix.shape
        rounded, scales = in_8_bits(matrix.reshape(-1, BLOCK), most=LARGEST_FACTOR)
        shape = (count, size // BLOCK)
        stored = (rounded.astype(np.int16) + 128).astype(np.uint8).reshape(*shape, BLOCK)
        inputs = self.constant(f"{name} blocks", stored), self.constant(f"{name} scales", scales.reshape(shape))
        sizes = {"K": size, "N": count, "bits": 8, "block_size": BLOCK, "accuracy_level": 4}
        return self.op("MatMulNBits", x, *inputs, domain=MICROSOFT, **sizes)

    def rows(self, ids: str, weights: Weights, name: str) -> str:
        """The rows of a table that `ids` number."""
        table = weights[f"{name}.weight"]
        if not self.int8 or len(table) < SMALL_TABLE:
            return self.op("Gather", self.constant(name, table), ids, axis=0)
        rounded, scales = in_8_bits(table)
        found = self.op("Gather", self.constant(f"{name} 8 bits", rounded), ids, axis=0)
        scale = self.op("Gather", self.constant(f"{name} scales", scales), ids, axis=0)
        return self.op("Mul", self.op("Cast", found, to=TensorProto.FLOAT), scale)

    def norm(self, x: str, weights: Weights, name: str, *, add: str | None = None) -> str:
        parts = [self.constant(f"{name} {kind}", weights[f"{name}.{kind}"]) for kind in ("weight", "bias")]
        if add is None:
            return self.op("LayerNormalization", x, *parts, axis=-1, epsilon=EPSILON)
        return self.op("SkipLayerNormalization", add, x, *parts, domain=MICROSOFT, epsilon=EPSILON)

    def gelu(self, x: str) -> str:
        return self.op("Gelu", x, domain=MICROSOFT)

    def output(self, x: str, name: str) -> None:
        self.nodes.append(helper.make_node("Identity", [x], [name]))

    def model(self, inputs: dict[str, tuple[int, list[Any]]], outputs: dict[str, tuple[int, list[Any]]]) -> bytes:
        """The checked graph; inputs and outputs by name with element type and shape."""
        infos = [
            [helper.make_tensor_value_info(name, *kind) for name, kind in group.items()] for group in (inputs, outputs)
        ]
        graph = helper.make_graph(self.nodes, "graph", *infos, list(self.constants.values()))
        sets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
        made = helper.make_model(graph, opset_imports=sets, ir_version=IR_VERSION)
        onnx.checker.check_model(made)
        return bytes(made.SerializeToString())


def in_8_bits(matrix: Array, *, most: int = 127) -> tuple[Array, Array]:
    """Rounded rows from -most to most and their scales (a column): `rounded * scales` is nearly `matrix`."""
    scales = np.abs(matrix).max(axis=1, keepdims=True) / most
    scales[scales == 0] = 1
    return np.clip(np.round(matrix / scales), -most, most).astype(np.int8), scales.astype(np.float32)


def encoder(graph: Graph, weights: Weights) -> list[str]:
    """Outputs of all layers for one text, as (1, pieces, WIDTH)."""
    x = graph.rows("ids", weights, "enc.word")
    for table, ids in (("pos", "positions"), ("shape", "shapes"), ("gap", "gaps")):
        x = graph.op("Add", x, graph.rows(ids, weights, f"enc.{table}"))
    x = graph.norm(graph.op("Unsqueeze", x, graph.axes(0)), weights, "enc.ln")
    outputs = []
    for i in range(LAYERS):
        layer = f"enc.layers.{i}"
        parts = graph.ops("Split", graph.linear(x, weights, f"{layer}.qkv"), count=3, axis=-1, num_outputs=3)
        seen = graph.op("MultiHeadAttention", *parts, domain=MICROSOFT, num_heads=ATTENTION_HEADS)
        x = graph.norm(x, weights, f"{layer}.ln1", add=graph.linear(seen, weights, f"{layer}.out"))
        inner = graph.gelu(graph.linear(x, weights, f"{layer}.up"))
        x = graph.norm(x, weights, f"{layer}.ln2", add=graph.linear(inner, weights, f"{layer}.down", fine=True))
        outputs.append(x)
    return outputs


def word_vectors(graph: Graph, weights: Weights, outputs: list[str], kind: str) -> str:
    """Vectors of the words for `tag` or `arc`, as `Network.words` makes them."""
    powers = np.exp(weights[f"mix_{kind}.w"])
    shares = powers / powers.sum()
    mixed = [
        graph.op("Mul", x, graph.number(float(share))) for x, share in zip(outputs[-len(shares) :], shares, strict=True)
    ]
    x = graph.op("Squeeze", graph.op("Sum", *mixed), graph.axes(0))
    last = graph.linear(graph.op("Gather", x, "last", axis=0), weights, f"last_{kind}")
    return graph.op("Sum", graph.op("Gather", x, "first", axis=0), last, graph.rows("wshapes", weights, "wshape"))


def words_graph(weights: Weights, labels: dict[str, list[str]], *, int8: bool) -> bytes:
    """Everything but the labels of arcs."""
    graph = Graph(int8=int8)
    outputs = encoder(graph, weights)
    tag, arc = (word_vectors(graph, weights, outputs, kind) for kind in ("tag", "arc"))
    inner, names = (graph.gelu(graph.linear(tag, weights, name)) for name in ("tag_in", "ner_in"))
    for key in ("tag", "pos", "morph"):
        scores = graph.linear(inner, weights, f"heads.{key}", exact=key != "morph")
        graph.output(graph.op("ArgMax", scores, axis=-1, keepdims=0), key)
    graph.output(graph.linear(inner, weights, "heads.lemma"), "lemma")
    graph.output(graph.op("Squeeze", graph.linear(names, weights, "start", exact=True), graph.axes(-1)), "start")
    graph.output(graph.op("LogSoftmax", graph.linear(names, weights, "ner", exact=True), axis=-1), "ner")
    heads = graph.op("Concat", arc, graph.constant("root", weights["root"][None]), axis=0)
    below, above = (graph.gelu(graph.linear(x, weights, n)) for x, n in ((arc, "arc_dep"), (heads, "arc_head")))
    pairs = graph.op("MatMul", graph.linear(below, weights, "U"), graph.op("Transpose", above, perm=[1, 0]))
    alone = graph.op("Transpose", graph.linear(above, weights, "hb", exact=True), perm=[1, 0])
    graph.output(graph.op("Add", graph.op("Mul", pairs, graph.number(0.25)), alone), "arcs")
    graph.output(graph.linear(arc, weights, "rel_dep"), "rel_dep")
    graph.output(graph.linear(heads, weights, "rel_head"), "rel_head")
    graph.output(arc, "vectors")
    whole, real = TensorProto.INT64, TensorProto.FLOAT
    ends = 2 * weights["rel.weight"].shape[1]
    return graph.model(
        {name: (whole, ["pieces"]) for name in PIECE_INPUTS} | {name: (whole, ["words"]) for name in WORD_INPUTS},
        {name: (whole, ["words"]) for name in ("tag", "pos", "morph")}
        | {
            "lemma": (real, ["words", len(labels["lemma"])]),
            "start": (real, ["words"]),
            "ner": (real, ["words", len(labels["ner"])]),
            "arcs": (real, ["words", "heads"]),
            "rel_dep": (real, ["words", ends]),
            "rel_head": (real, ["heads", ends]),
            "vectors": (real, ["words", WIDTH]),
        },
    )


def labels_graph(weights: Weights, labels: dict[str, list[str]]) -> bytes:
    """Labels of the arcs that were chosen: `Network.labels`."""
    graph = Graph(int8=False)
    chosen = graph.op("Gather", "rel_head", "head", axis=0)
    (below, below_by), (above, above_by) = (
        graph.ops("Split", x, count=2, axis=-1, num_outputs=2) for x in ("rel_dep", chosen)
    )
    both = graph.op("Sum", below, above, graph.op("Mul", below_by, above_by))
    graph.output(graph.linear(graph.gelu(both), weights, "rel"), "dep")
    real = TensorProto.FLOAT
    ends = 2 * weights["rel.weight"].shape[1]
    return graph.model(
        {
            "rel_dep": (real, ["words", ends]),
            "rel_head": (real, ["heads", ends]),
            "head": (TensorProto.INT64, ["words"]),
        },
        {"dep": (real, ["words", len(labels["dep"])])},
    )


def as_json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=0) + "\n").encode()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("trained", type=Path)
    parser.add_argument("encoder", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--precision", choices=["int8", "float"], default="int8")
    args = parser.parse_args()
    stored = torch.load(args.trained, weights_only=True)
    weights = {name: value.float().numpy() for name, value in stored["net"].items()}
    labels = stored["labels"]
    contents = (
        words_graph(weights, labels, int8=args.precision == "int8"),
        labels_graph(weights, labels),
        as_json(labels),
        (args.encoder / "vocab.txt").read_bytes(),
        as_json(stored["lemmas"]),
    )
    nlp = spacy.blank("en")
    customize(nlp)
    with tempfile.TemporaryDirectory() as folder:
        for name, content in zip(FILES, contents, strict=True):
            (Path(folder) / name).write_bytes(content)
        nlp.add_pipe("encoder_parser").from_disk(folder)
    nlp.to_disk(args.output)
    size = sum(len(content) for content in contents) / 1e6
    print(f"{args.output}: {size:.1f} MB")


if __name__ == "__main__":
    main()
