"""The network of `en_chasqui_news` in torch: a BERT encoder with one head for each layer of annotation."""

from pathlib import Path
from typing import Any

import torch
from en_chasqui_news.wordpiece import SHAPES
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

WIDTH, ATTENTION_HEADS, LAYERS, INNER = 384, 12, 6, 1536
PIECES, POSITIONS, GAPS = 30_522, 512, 4
MIXED_LAYERS = 4
TAG_WIDTH, ARC_WIDTH, LABEL_WIDTH = 256, 256, 192
ENCODER_DROPOUT, HEAD_DROPOUT = 0.1, 0.25
EPSILON = 1e-12


class Layer(nn.Module):
    """One transformer layer as BERT has it."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.ln1 = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.ln2 = nn.LayerNorm(WIDTH, eps=EPSILON)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, ATTENTION_HEADS, -1).permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask.to(q.dtype))
        seen = self.out(seen.transpose(1, 2).reshape(batch, length, WIDTH))
        x = self.ln1(x + functional.dropout(seen, ENCODER_DROPOUT, self.training))
        inner = self.down(functional.gelu(self.up(x)))
        return self.ln2(x + functional.dropout(inner, ENCODER_DROPOUT, self.training))


class Encoder(nn.Module):
    """Pieces with their word's shape and what stands before it -> the outputs of all layers."""

    def __init__(self) -> None:
        super().__init__()
        self.word = nn.Embedding(PIECES, WIDTH)
        self.pos = nn.Embedding(POSITIONS, WIDTH)
        self.shape = nn.Embedding(len(SHAPES), WIDTH)
        self.gap = nn.Embedding(GAPS, WIDTH)
        self.ln = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        nn.init.zeros_(self.shape.weight)
        nn.init.zeros_(self.gap.weight)

    def forward(self, ids: Tensor, shapes: Tensor, gaps: Tensor, mask: Tensor) -> list[Tensor]:
        places = torch.arange(ids.shape[1])
        x = self.ln(self.word(ids) + self.pos(places) + self.shape(shapes) + self.gap(gaps))
        x = functional.dropout(x, ENCODER_DROPOUT, self.training)
        outputs = []
        for layer in self.layers:
            x = layer(x, mask)
            outputs.append(x)
        return outputs

    def load_pretrained(self, path: Path) -> None:
        """Take the weights of a BERT of this size; its token types become part of the positions."""
        stored = {name.removeprefix("bert."): value.float() for name, value in load_file(path).items()}

        def take(layer: Any, *names: str) -> None:
            for kind in ("weight", "bias"):
                layer.get_parameter(kind).data = torch.cat([stored[f"{name}.{kind}"] for name in names])

        self.word.weight.data = stored["embeddings.word_embeddings.weight"]
        types = stored["embeddings.token_type_embeddings.weight"]
        self.pos.weight.data = stored["embeddings.position_embeddings.weight"] + types[0]
        take(self.ln, "embeddings.LayerNorm")
        for i, layer in enumerate(self.layers):
            prefix = f"encoder.layer.{i}"
            take(layer.qkv, *(f"{prefix}.attention.self.{name}" for name in ("query", "key", "value")))
            take(layer.out, f"{prefix}.attention.output.dense")
            take(layer.ln1, f"{prefix}.attention.output.LayerNorm")
            take(layer.up, f"{prefix}.intermediate.dense")
            take(layer.down, f"{prefix}.output.dense")
            take(layer.ln2, f"{prefix}.output.LayerNorm")


class Mix(nn.Module):
    """A learnt weighting of the last layers."""

    def __init__(self) -> None:
        super().__init__()
        self.w = nn.Parameter(torch.zeros(MIXED_LAYERS))
        self.w.data[-1] = 1.0

    def forward(self, outputs: list[Tensor]) -> Tensor:
        weights = torch.softmax(self.w, 0)
        return torch.stack([w * x for w, x in zip(weights, outputs[-MIXED_LAYERS:], strict=True)]).sum(0)


class Network(nn.Module):
    """`sizes` is the number of classes of `tag`, `pos`, `morph`, `lemma`, `ner` and `dep`."""

    def __init__(self, sizes: dict[str, int]) -> None:
        super().__init__()
        self.enc = Encoder()
        self.mix_tag = Mix()
        self.mix_arc = Mix()
        self.wshape = nn.Embedding(len(SHAPES), WIDTH)
        self.last_tag = nn.Linear(WIDTH, WIDTH, bias=False)
        self.last_arc = nn.Linear(WIDTH, WIDTH, bias=False)
        for added in (self.wshape, self.last_tag, self.last_arc):
            nn.init.zeros_(added.weight)
        self.tag_in = nn.Linear(WIDTH, TAG_WIDTH)
        self.ner_in = nn.Linear(WIDTH, TAG_WIDTH)
        self.heads = nn.ModuleDict({k: nn.Linear(TAG_WIDTH, sizes[k]) for k in ("tag", "pos", "morph", "lemma")})
        self.start = nn.Linear(TAG_WIDTH, 1)
        self.ner = nn.Linear(TAG_WIDTH, sizes["ner"])
        self.arc_dep = nn.Linear(WIDTH, ARC_WIDTH)
        self.arc_head = nn.Linear(WIDTH, ARC_WIDTH)
        self.root = nn.Parameter(torch.randn(WIDTH) * 0.5)
        self.U = nn.Linear(ARC_WIDTH, ARC_WIDTH, bias=False)
        nn.init.eye_(self.U.weight)
        self.U.weight.data *= 0.1
        self.hb = nn.Linear(ARC_WIDTH, 1, bias=False)
        self.rel_dep = nn.Linear(WIDTH, 2 * LABEL_WIDTH)
        self.rel_head = nn.Linear(WIDTH, 2 * LABEL_WIDTH)
        self.rel = nn.Linear(LABEL_WIDTH, sizes["dep"])

    def words(self, pieces: tuple[Tensor, ...], first: Tensor, last: Tensor, shapes: Tensor) -> tuple[Tensor, Tensor]:
        """Vectors of the words for tags and for arcs: of their first piece, and something of the last."""
        outputs = self.enc(*pieces)
        shape = self.wshape(shapes)

        def take(x: Tensor, places: Tensor) -> Tensor:
            return torch.gather(x, 1, places.unsqueeze(-1).expand(-1, -1, WIDTH))

        tag, arc = self.mix_tag(outputs), self.mix_arc(outputs)
        return (
            take(tag, first) + self.last_tag(take(tag, last)) + shape,
            take(arc, first) + self.last_arc(take(arc, last)) + shape,
        )

    def tags(self, vectors: Tensor) -> dict[str, Tensor]:
        """Scores of the classes of each layer but the tree."""
        inner = self._drop(functional.gelu(self.tag_in(self._drop(vectors))))
        names = self._drop(functional.gelu(self.ner_in(self._drop(vectors))))
        scores = {key: head(inner) for key, head in self.heads.items()}
        return scores | {"start": self.start(names).squeeze(-1), "ner": self.ner(names)}

    def arcs(self, vectors: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Scores (text, word, head; the root is the last head), and what `labels` takes of words and heads."""
        vectors = self._drop(vectors)
        heads = torch.cat([vectors, self.root.expand(len(vectors), 1, WIDTH).to(vectors.dtype)], 1)
        below = self._drop(functional.gelu(self.arc_dep(vectors)))
        above = self._drop(functional.gelu(self.arc_head(heads)))
        scores = self.U(below) @ above.transpose(1, 2) / 4 + self.hb(above).transpose(1, 2)
        return scores, self._drop(self.rel_dep(vectors)), self._drop(self.rel_head(heads))

    def labels(self, below: Tensor, above: Tensor) -> Tensor:
        """Scores of the labels of arcs: of the sum and of the product of both ends."""
        n = LABEL_WIDTH
        both = below[..., :n] + above[..., :n] + below[..., n:] * above[..., n:]
        return self.rel(self._drop(functional.gelu(both)))

    def _drop(self, x: Tensor) -> Tensor:
        return functional.dropout(x, HEAD_DROPOUT, self.training)
