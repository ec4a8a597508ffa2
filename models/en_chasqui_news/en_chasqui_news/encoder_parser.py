"""The spaCy component that runs the network: tags, morphology, lemmas, sentences, trees and names in one pass.

The network is a six-layer encoder with one head for each layer of annotation, stored as two ONNX graphs with 8-bit
weights: `words.onnx` scores everything but the labels of arcs, `labels.onnx` those of the arcs that were chosen. Each
stretch of text is run alone, so that a result never depends on what else is in a batch.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import srsly
from numpy.typing import NDArray
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, MORPH, POS, SENT_START, TAG
from spacy.language import Language
from spacy.parts_of_speech import IDS as POS_IDS
from spacy.pipeline import Pipe
from spacy.pipeline.dep_parser import parser_score
from spacy.pipeline.lemmatizer import lemmatizer_score
from spacy.pipeline.morphologizer import morphologizer_score
from spacy.pipeline.tagger import tagger_score
from spacy.scorer import get_ner_prf
from spacy.tokens import Doc
from spacy.training import Example
from spacy.vocab import Vocab

from .decode import Entities, best_heads
from .lemmas import Lemmatizer
from .wordpiece import SHAPES, WordPiece

WINDOW = 240  # pieces in one run of the network
TENSOR_WORDS = 50_000
SPACE_TAG, SPACE_DEP = "_SP", "dep"
ATTRIBUTES = [TAG, POS, MORPH, LEMMA, HEAD, DEP, ENT_IOB, ENT_TYPE]
OUTSIDE, BEGINS, INSIDE = 2, 3, 1  # spaCy's codes of ENT_IOB
JOINED, SPACED, NEW_LINE = 1, 2, 3  # what stands before a word; 0 inside it
FILES = ("words.onnx", "labels.onnx", "labels.json", "vocab.txt", "lemmas.json")


@dataclass(frozen=True, slots=True)
class Words:
    """What the network reads of a text: its words without white space, as columns."""

    texts: list[str]
    pieces: list[tuple[int, ...]]
    shapes: list[int]
    gaps: list[int]
    starts: list[int]  # set before: 1 a sentence starts here, -1 none does, 0 unknown


@dataclass(frozen=True, slots=True)
class Parsed:
    """What is known of the words of one stretch; heads count inside it, -1 at a root."""

    tags: NDArray[np.int64]
    pos: NDArray[np.int64]
    morphs: NDArray[np.int64]
    lemmas: NDArray[np.float32]  # scores of the rules
    heads: NDArray[np.int64]
    deps: NDArray[np.int64]
    entities: list[tuple[int, int, str]]
    vectors: NDArray[np.float32]


class Network:
    """The two graphs and what their numbers mean."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files
        self.labels: dict[str, list[str]] = json.loads(files["labels.json"])
        self.lemmatizer = Lemmatizer(self.labels["lemma"], **json.loads(files["lemmas.json"]))
        self.wordpiece = WordPiece(files["vocab.txt"].decode("utf-8").splitlines())
        self.entities = Entities(self.labels["ner"])
        self.width = 384
        self._words, self._labels = (session(files[name]) for name in ("words.onnx", "labels.onnx"))

    def score(self, words: Words, first: int, end: int) -> dict[str, Any]:
        """Outputs of `words.onnx` for the words from `first` to `end`."""
        ids, shapes, gaps = [self.wordpiece.first], [SHAPES.index("edge")], [0]
        begins, ends = [], []
        for i in range(first, end):
            pieces = words.pieces[i]
            begins.append(len(ids))
            ids += pieces
            ends.append(len(ids) - 1)
            shapes += [words.shapes[i]] * len(pieces)
            gaps += [words.gaps[i]] + [0] * (len(pieces) - 1)
        ids.append(self.wordpiece.last)
        shapes.append(SHAPES.index("edge"))
        gaps.append(0)
        columns = {
            "ids": ids, "positions": range(len(ids)), "shapes": shapes, "gaps": gaps,
            "first": begins, "last": ends, "wshapes": words.shapes[first:end],
        }  # fmt: skip
        inputs = {name: np.array(column, dtype=np.int64) for name, column in columns.items()}
        outputs = self._words.run(None, inputs)
        return dict(zip((output.name for output in self._words.get_outputs()), outputs, strict=True))

    def parse(self, out: dict[str, Any], starts: list[int]) -> Parsed:
        """Choose trees, labels and entities of the sentences that begin at `starts` (the last number is the end)."""
        count = starts[-1]
        heads = np.empty(count, dtype=np.int64)
        entities = []
        for first, end in pairwise(starts):
            found = best_heads(out["arcs"][first:end, first:end], out["arcs"][first:end, -1])
            heads[first:end] = np.where(found < 0, -1, found + first)
            entities += [(first + i, first + j, name) for i, j, name in self.entities.spans(out["ner"][first:end])]
        columns = {"rel_dep": out["rel_dep"][:count], "rel_head": out["rel_head"], "head": heads % len(out["rel_head"])}
        (deps,) = self._labels.run(None, columns)
        root = self.labels["dep"].index("ROOT")
        deps[:, root] = np.where(heads < 0, np.inf, -np.inf)
        return Parsed(
            tags=out["tag"][:count],
            pos=out["pos"][:count],
            morphs=out["morph"][:count],
            lemmas=out["lemma"][:count],
            heads=heads,
            deps=deps.argmax(axis=1),
            entities=entities,
            vectors=out["vectors"][:count],
        )


def session(graph: bytes) -> onnxruntime.InferenceSession:
    """One thread: the caller spreads documents over processes."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def stretches(network: Network, words: Words, window: int) -> Iterator[tuple[int, Parsed]]:
    """Yield (first word, what is known) of stretches of whole sentences that together cover all words.

    A stretch is as long as fits, and ends at a sentence start that was set before where one lies in its second half.
    Otherwise its last sentence may be cut off and is read again with the next stretch, unless it fills half of it.
    """
    count = len(words.texts)
    first = 0
    while first < count:
        end, size = first, 0
        while end < count and (end == first or size + len(words.pieces[end]) <= window):
            size += len(words.pieces[end])
            end += 1
        half = (first + end) // 2
        if end < count:
            end = next((i for i in range(end, half, -1) if words.starts[i] > 0), end)
        out = network.score(words, first, end)
        begins = sentence_starts(out["start"], words.starts[first:end])
        if end < count and words.starts[end] <= 0 and begins[-1] > half - first:
            end = first + begins.pop()
        yield first, network.parse(out, [*begins, end - first])
        first = end


def sentence_starts(scores: NDArray[np.float32], known: list[int]) -> list[int]:
    """Places where a sentence starts: the first, those set before, and those the network finds where nothing is set."""
    found = (score > 0 if not mark else mark > 0 for score, mark in zip(scores, known, strict=True))
    return [i for i, start in enumerate(found) if start or not i]


class EncoderParser(Pipe):
    """Sets `tag_`, `pos_`, `morph`, `lemma_`, `head`, `dep_`, sentence starts, `ents` and `doc.tensor`.

    Sentence starts that are set already (True or False) are kept. `doc.tensor` holds the network's vector of each
    token (float32, zeros for white space); texts of more than `TENSOR_WORDS` tokens get none.
    """

    def __init__(self, vocab: Vocab, name: str, *, window: int = WINDOW) -> None:
        self.vocab = vocab
        self.name = name
        self.window = window
        self.cfg: dict[str, Any] = {}

    @property
    def labels(self) -> tuple[str, ...]:
        """Dependency labels."""
        return tuple(self.network.labels["dep"])

    @property
    def entity_labels(self) -> tuple[str, ...]:
        return tuple(sorted({label[2:] for label in self.network.labels["ner"] if label != "O"}))

    def __call__(self, doc: Doc) -> Doc:
        """Annotate in place and return the Doc."""
        places = [token.i for token in doc if not token.is_space]
        words = self._words(doc, places)
        rows = self._blank(doc)
        tensor = np.zeros((len(doc), self.network.width), dtype=np.float32) if len(doc) <= TENSOR_WORDS else None
        for first, parsed in stretches(self.network, words, self.window):
            self._fill(rows, np.array(places[first : first + len(parsed.tags)]), parsed, words.texts[first:])
            if tensor is not None:
                tensor[places[first : first + len(parsed.tags)]] = parsed.vectors
        if len(doc):
            doc.from_array(ATTRIBUTES, rows)
        if tensor is not None:
            doc.tensor = tensor
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 1) -> Iterator[Doc]:  # noqa: ARG002  (spaCy's own)
        """Annotate one after the other: in a batch a result would depend on its neighbours."""
        for doc in stream:
            yield self(doc)

    def _words(self, doc: Doc, places: list[int]) -> Words:
        texts = [doc[i].text for i in places]
        encoded = [self.network.wordpiece(text) for text in texts]
        flags = doc.to_array([SENT_START]).astype(np.int64)
        starts = [int(flags[i]) for i in places]
        return Words(
            texts=texts,
            pieces=[pieces for pieces, _ in encoded],
            shapes=[number for _, number in encoded],
            gaps=[gap_before(doc, i) for i in places],
            starts=starts,
        )

    def _blank(self, doc: Doc) -> NDArray[np.uint64]:
        """Rows of `ATTRIBUTES` as white space has them: below the token before, or the first word."""
        rows = np.zeros((len(doc), len(ATTRIBUTES)), dtype=np.uint64)
        strings = self.vocab.strings
        rows[:, 0] = strings.add(SPACE_TAG)
        rows[:, 1] = POS_IDS["SPACE"]
        rows[:, 2] = self.vocab.morphology.add("")
        rows[:, 3] = [token.orth for token in doc]
        rows[:, 4] = np.array(-1, dtype=np.int64).astype(np.uint64)
        rows[:, 5] = strings.add(SPACE_DEP)
        rows[:, 6] = OUTSIDE
        leading = next((token.i for token in doc if not token.is_space), None)
        if leading is None:
            rows[:1, 4] = 0
            rows[:1, 5] = strings.add("ROOT")
        else:
            rows[:leading, 4] = np.arange(leading, 0, -1)
        return rows

    def _fill(self, rows: NDArray[np.uint64], places: NDArray[np.int64], parsed: Parsed, texts: list[str]) -> None:
        """Write what is known of the words at `places` into the rows."""
        strings = self.vocab.strings
        rows[places, 0] = self._codes["tag"][parsed.tags]
        rows[places, 1] = self._codes["pos"][parsed.pos]
        rows[places, 2] = self._codes["morph"][parsed.morphs]
        names = self.network.labels["pos"]
        for place, text, pos, scores in zip(places, texts, parsed.pos, parsed.lemmas, strict=False):
            rows[place, 3] = strings.add(self.network.lemmatizer(text, names[pos], scores))
        heads = np.where(parsed.heads < 0, places, places[parsed.heads])
        rows[places, 4] = (heads - places).astype(np.uint64)
        rows[places, 5] = self._codes["dep"][parsed.deps]
        for first, end, label in parsed.entities:
            rows[places[first] : places[end - 1] + 1, 6] = INSIDE
            rows[places[first], 6] = BEGINS
            rows[places[first] : places[end - 1] + 1, 7] = strings.add(label)

    def score(self, examples: Iterable[Example], **kwargs: Any) -> dict[str, Any]:
        """Figures of all layers under spaCy's usual names."""
        examples = list(examples)
        figures: dict[str, Any] = {}
        for scorer in (tagger_score, morphologizer_score, lemmatizer_score, parser_score, get_ner_prf):
            figures |= scorer(examples, **kwargs)
        return figures

    def _start(self, files: dict[str, bytes]) -> None:
        self.network = Network(files)
        labels = self.network.labels
        strings = self.vocab.strings
        self._codes = {
            "tag": np.array([strings.add(name) for name in labels["tag"]], dtype=np.uint64),
            "dep": np.array([strings.add(name) for name in labels["dep"]], dtype=np.uint64),
            "pos": np.array([POS_IDS[name] for name in labels["pos"]], dtype=np.uint64),
            "morph": np.array([self.vocab.morphology.add(name) for name in labels["morph"]], dtype=np.uint64),
        }

    # `exclude` is part of what spaCy calls; there is nothing to leave out.
    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:  # noqa: ARG002
        """The network's files as one msgpack."""
        return bytes(srsly.msgpack_dumps(self.network.files))

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> "EncoderParser":  # noqa: ARG002
        self._start(srsly.msgpack_loads(data))
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:  # noqa: ARG002
        """Write the network's files into a folder."""
        Path(path).mkdir(parents=True, exist_ok=True)
        for name, data in self.network.files.items():
            (Path(path) / name).write_bytes(data)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> "EncoderParser":  # noqa: ARG002
        """Read what `to_disk` wrote; raises OSError where a file is missing."""
        self._start({name: (Path(path) / name).read_bytes() for name in FILES})
        return self


def gap_before(doc: Doc, i: int) -> int:
    """Whether the word at `i` is joined to the one before, or stands after a space or a line break."""
    if i == 0:
        return NEW_LINE
    previous = doc[i - 1]
    if previous.is_space:
        return NEW_LINE if "\n" in previous.text else SPACED
    return SPACED if previous.whitespace_ else JOINED


@Language.factory(
    "encoder_parser",
    assigns=[
        "token.tag", "token.pos", "token.morph", "token.lemma", "token.head", "token.dep", "token.is_sent_start",
        "token.ent_iob", "token.ent_type", "doc.ents", "doc.sents", "doc.tensor",
    ],
    default_config={"window": WINDOW},
    default_score_weights={"dep_las": 0.5, "ents_f": 0.5},
)  # fmt: skip
def create(nlp: Language, name: str, window: int) -> EncoderParser:
    """A parser without a network; `from_disk` brings it."""
    return EncoderParser(nlp.vocab, name, window=window)
