"""Train the network on trees and names together; write its averaged weights and its labels.

    python train_encoder.py ENCODER OUT.pt --trees ud-train.spacy --tree-names names-gum.spacy
        --names names-plain.spacy --copies ner-copies.spacy [--steps 2079]

ENCODER is a folder with `model.safetensors` and `vocab.txt` of all-MiniLM-L6-v2. `--tree-names` are the names of the
last of the trees' documents. Two processes of one thread each share the weights and take parts of each batch as they
get done, so that neither waits long for a busy core; each then updates half of the weights. The seed fixes data and
dropout; which process took which part, and so the order of sums, is not fixed.
"""

import argparse
import math
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import lemma_table
import numpy as np
import samples
import spacy
import torch
from en_chasqui_news.lemmas import rule_of
from en_chasqui_news.wordpiece import SHAPES, WordPiece
from network import Network
from spacy.lookups import load_lookups
from torch import Tensor, multiprocessing
from torch.nn import functional

WORKERS = 2
PARTS = 4
PART_PIECES = 900
COPIES = 0.4  # share of the renamed copies in a pass
LEARNING_RATE, HEAD_LEARNING_RATE = 1.8e-4, 1e-3
WEIGHT_DECAY = 0.01
WARM_UP = 0.05
CLIP = 1.0
AVERAGE = 0.998
LOSSES = {"tag": 0.5, "pos": 0.5, "morph": 0.4, "lemma": 0.5, "ner": 1.0, "start": 1.0, "arc": 1.0, "dep": 1.0}
IGNORED = -100
NO = -1e4
MOST_PIECES = 510
NEW_PARTS = ("enc.shape", "enc.gap", "wshape")


@dataclass
class Batch:
    """Inputs of the network, gold classes and sentence numbers of some samples, padded."""

    pieces: tuple[Tensor, ...]
    first: Tensor
    last: Tensor
    shapes: Tensor
    gold: dict[str, Tensor]
    sentence: Tensor


@dataclass
class Encoded:
    """Samples -> tensors."""

    wordpiece: WordPiece
    labels: dict[str, list[str]]
    index: dict[str, dict[str, int]] = field(init=False)

    def __post_init__(self) -> None:
        self.index = {key: {name: i for i, name in enumerate(names)} for key, names in self.labels.items()}

    def length(self, sample: samples.Sample) -> int:
        return sum(len(self.wordpiece(word)[0]) for word in sample["words"]) + 2

    def batch(self, group: list[samples.Sample]) -> Batch:
        texts = [[self.wordpiece(word) for word in sample["words"]] for sample in group]
        rows, wide = len(group), max(map(len, texts))
        length = max(sum(len(pieces) for pieces, _ in text) for text in texts) + 2
        ids, shapes, gaps = (np.zeros((rows, length), dtype=np.int64) for _ in range(3))
        mask = np.full((rows, length), NO, dtype=np.float32)
        first, last, word_shapes = (np.zeros((rows, wide), dtype=np.int64) for _ in range(3))
        sentence = np.full((rows, wide), -1)
        gold = {key: np.full((rows, wide), IGNORED) for key in ("head", "start", *self.index)}
        for row, (sample, text) in enumerate(zip(group, texts, strict=True)):
            place = 1
            ids[row, 0] = self.wordpiece.first
            for i, (pieces, shape) in enumerate(text):
                end = place + len(pieces)
                ids[row, place:end], shapes[row, place:end], gaps[row, place] = pieces, shape, sample["gaps"][i]
                first[row, i], last[row, i], word_shapes[row, i] = place, end - 1, shape
                place = end
            ids[row, place] = self.wordpiece.last
            shapes[row, [0, place]] = SHAPES.index("edge")
            mask[row, : place + 1] = 0
            for key, column in self._gold(sample, wide).items():
                gold[key][row, : len(text)] = column
            if "start" in sample:
                sentence[row, : len(text)] = np.cumsum(sample["start"])
        tensors = [torch.from_numpy(array) for array in (ids, shapes, gaps)]
        return Batch(
            pieces=(*tensors, torch.from_numpy(mask)[:, None, None, :]),
            first=torch.from_numpy(first),
            last=torch.from_numpy(last),
            shapes=torch.from_numpy(word_shapes),
            gold={key: torch.from_numpy(column) for key, column in gold.items()},
            sentence=torch.from_numpy(sentence),
        )

    def _gold(self, sample: samples.Sample, root: int) -> dict[str, list[int]]:
        columns = {
            key: [self.index[key].get(name, IGNORED) for name in sample[key]]
            for key in ("tag", "pos", "morph", "dep", "ner")
            if key in sample
        }
        if "lemma" in sample:
            pairs = zip(sample["words"], sample["lemma"], strict=True)
            columns["lemma"] = [self.index["lemma"].get(rule_of(*pair) or "", IGNORED) for pair in pairs]
        if "head" in sample:
            columns["head"] = [head if head >= 0 else root for head in sample["head"]]
            columns["start"] = sample["start"]
        return columns


@dataclass
class Data:
    trees: list[samples.Sample]
    names: list[samples.Sample]
    copies: list[samples.Sample]
    sampler: samples.Sampler

    def groups(self) -> Iterator[list[samples.Sample]]:
        """Pass after pass over the data: samples of like length, groups with trees and groups of names mixed."""
        rng = self.sampler.rng
        while True:
            trees = [self.sampler.changed(part) for text in self.trees for part in self.sampler.stretches(text)]
            names = [*self.names, *rng.sample(self.copies, int(len(self.copies) * COPIES))]
            names = [self.sampler.changed(part) for text in names for part in self.sampler.fitting(text)]
            groups = [*self._alike(trees), *self._alike(names)]
            rng.shuffle(groups)
            yield from groups

    def _alike(self, texts: list[samples.Sample]) -> list[list[samples.Sample]]:
        sized = [(self.sampler.length(text), text) for text in texts]
        sized = [pair for pair in sized if 2 < pair[0] <= MOST_PIECES]
        sized.sort(key=lambda pair: pair[0] + 12 * self.sampler.rng.random())
        groups: list[list[samples.Sample]] = [[]]
        longest = 0
        for length, text in sized:
            longest = max(longest, length)
            if groups[-1] and longest * (len(groups[-1]) + 1) > PART_PIECES:
                groups.append([])
                longest = length
            groups[-1].append(text)
        return groups


def sentence_mask(sentence: Tensor) -> Tensor:
    """Which heads a word may have: the other words of its sentence and the root."""
    same = sentence.unsqueeze(1) == sentence.unsqueeze(2)
    same &= ~torch.eye(sentence.shape[1], dtype=torch.bool)
    return torch.cat([same, torch.ones(*same.shape[:2], 1, dtype=torch.bool)], 2)


def losses(network: Network, batch: Batch) -> dict[str, Tensor]:
    """Mean loss of each layer that the batch is annotated with."""
    with torch.autocast("cpu", torch.bfloat16):
        tag_vectors, arc_vectors = network.words(batch.pieces, batch.first, batch.last, batch.shapes)
        scores = network.tags(tag_vectors)
    gold = batch.gold
    found = {}
    for key in ("tag", "pos", "morph", "lemma", "ner"):
        if (gold[key] >= 0).any():
            flat = scores[key].float().flatten(0, 1)
            found[key] = functional.cross_entropy(flat, gold[key].flatten(), ignore_index=IGNORED)
    known = gold["head"] >= 0
    if known.any():
        starts = scores["start"].float()[known], gold["start"][known].float()
        found["start"] = functional.binary_cross_entropy_with_logits(*starts)
        with torch.autocast("cpu", torch.bfloat16):
            arcs, below, above = network.arcs(arc_vectors)
        arcs = arcs.float().masked_fill(~sentence_mask(batch.sentence), NO)
        found["arc"] = functional.cross_entropy(arcs[known], gold["head"][known])
        row, word = known.nonzero(as_tuple=True)
        with torch.autocast("cpu", torch.bfloat16):
            labels = network.labels(below[row, word], above[row, gold["head"][row, word]])
        found["dep"] = functional.cross_entropy(labels.float(), gold["dep"][row, word], ignore_index=IGNORED)
    return found


@dataclass
class Shared:
    """What the processes share: weights (in the network), their gradients by process, averages, and the clock."""

    gradients: list[dict[str, Tensor]]
    average: dict[str, Tensor]
    norms: Tensor
    barrier: Any
    taken: Any


def halves(network: Network) -> list[dict[str, slice]]:
    """Which weights (rows of them) each process updates; the large table of pieces is cut in two."""
    sizes = {name: p.numel() for name, p in network.named_parameters() if name != "enc.word.weight"}
    rows = network.enc.word.weight.shape[0]
    parts: list[dict[str, slice]] = [{}, {}]
    load = [0, 0]
    for name in sorted(sizes, key=lambda name: -sizes[name]):
        lighter = int(load[1] < load[0])
        parts[lighter][name] = slice(None)
        load[lighter] += sizes[name]
    parts[0]["enc.word.weight"], parts[1]["enc.word.weight"] = slice(0, rows // 2), slice(rows // 2, None)
    return parts


def settings(name: str, weight: Tensor) -> dict[str, float]:
    """Learning rate and weight decay: what is new learns faster."""
    if name.startswith(NEW_PARTS) or not name.startswith("enc."):
        return {"base": HEAD_LEARNING_RATE, "weight_decay": WEIGHT_DECAY}
    return {"base": LEARNING_RATE, "weight_decay": WEIGHT_DECAY if weight.ndim > 1 else 0}


def train(rank: int, network: Network, data: Data, encoded: Encoded, shared: Shared, steps: int, seed: int) -> None:
    """The work of one process."""
    torch.set_num_threads(1)
    torch.manual_seed(seed + rank)
    weights = dict(network.named_parameters())
    mine = halves(network)[rank]
    own = {name: weights[name].data[rows] for name, rows in mine.items()}
    groups = [{"params": [w], **settings(name, weights[name])} for name, w in own.items()]
    optimizer = torch.optim.AdamW(groups, lr=LEARNING_RATE, betas=(0.9, 0.98), eps=1e-6, fused=True)
    for name, weight in weights.items():
        weight.grad = shared.gradients[rank][name]
    network.train()
    stream = data.groups()
    sums: Counter[str] = Counter()
    begun = time.monotonic()
    for step in range(steps):
        parts = [next(stream) for _ in range(PARTS)]
        for gradient in shared.gradients[rank].values():
            gradient.zero_()
        for part in taken_parts(shared, step):
            found = losses(network, encoded.batch(parts[part]))
            (sum(LOSSES[key] * loss for key, loss in found.items()) / PARTS).backward()
            sums.update({key: float(loss.detach()) for key, loss in found.items()})
            sums.update(f"{key} seen" for key in found)
        shared.barrier.wait()
        for name, rows in mine.items():
            own[name].grad = sum(gradients[name][rows] for gradients in shared.gradients)
        shared.norms[rank] = sum(float(w.grad.pow(2).sum()) for w in own.values() if w.grad is not None)
        shared.barrier.wait()
        scale = min(1.0, CLIP / (math.sqrt(float(shared.norms.sum())) + 1e-6))
        done = step / steps
        rate = max(done / WARM_UP if done < WARM_UP else (1 - done) / (1 - WARM_UP), 1e-3)
        for group in optimizer.param_groups:
            group["lr"] = group["base"] * rate
        for weight in own.values():
            if weight.grad is not None:
                weight.grad.mul_(scale)
        optimizer.step()
        keep = min(AVERAGE, (2 + step) / (21 + step))
        for name, rows in mine.items():
            shared.average[name][rows].lerp_(own[name], 1 - keep)
        shared.barrier.wait()
        if rank == 0 and (step + 1) % 50 == 0:
            line = "  ".join(f"{key} {sums[key] / sums[key + ' seen']:.3f}" for key in LOSSES if sums[key + " seen"])
            print(f"step {step + 1}  {time.monotonic() - begun:.0f} s  {line}", flush=True)
            sums.clear()


def taken_parts(shared: Shared, step: int) -> Iterator[int]:
    """Numbers of the parts of a batch that this process works on: whoever is free takes the next."""
    last = PARTS * (step + 1)
    while True:
        with shared.taken.get_lock():
            part = shared.taken.value
            if part >= last:
                return
            shared.taken.value += 1
        yield part - PARTS * step


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("encoder", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--trees", type=Path, required=True)
    parser.add_argument("--tree-names", type=Path, required=True)
    parser.add_argument("--names", type=Path, required=True)
    parser.add_argument("--copies", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=2079)
    parser.add_argument("--seed", type=int, default=20240122)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(1)
    vocab = spacy.blank("en").vocab
    lookups = load_lookups("en", ["lemma_index", "lemma_exc"])
    trees, tree_names, names, copies = (
        [samples.sample_of(doc) for doc in samples.read(path, vocab)]
        for path in (args.trees, args.tree_names, args.names, args.copies)
    )
    samples.add_names(trees, tree_names)
    labels = samples.label_sets(trees)
    wordpiece = WordPiece((args.encoder / "vocab.txt").read_text(encoding="utf-8").splitlines())
    encoded = Encoded(wordpiece, labels)
    data = Data(trees, names, copies, samples.Sampler(trees, labels, encoded.length, args.seed))
    network = Network({key: len(names) for key, names in labels.items()})
    network.enc.load_pretrained(args.encoder / "model.safetensors")
    network.share_memory()
    context = multiprocessing.get_context("fork")
    shared = Shared(
        gradients=[
            {name: torch.zeros_like(p.data).share_memory_() for name, p in network.named_parameters()}
            for _ in range(WORKERS)
        ],
        average={name: p.data.clone().share_memory_() for name, p in network.named_parameters()},
        norms=torch.zeros(WORKERS, dtype=torch.float64).share_memory_(),
        barrier=context.Barrier(WORKERS),
        taken=context.Value("l", 0),
    )
    work = [
        context.Process(target=train, args=(rank, network, data, encoded, shared, args.steps, args.seed))
        for rank in range(WORKERS)
    ]
    for process in work:
        process.start()
    for process in work:
        process.join()
    if any(process.exitcode for process in work):
        raise SystemExit("a process of the training failed")
    args.output.parent.mkdir(parents=True, exist_ok=True)
    stored = {"net": {name: weight.clone() for name, weight in shared.average.items()}, "labels": labels}
    torch.save(stored | {"lemmas": lemma_table.build(trees, lookups)}, args.output)


if __name__ == "__main__":
    main()
