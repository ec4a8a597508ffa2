"""Measure a pipeline from raw text, with its own tokenisation.

    python evaluate.py PIPELINE OUT.json FILE.spacy...

Each file is scored for what it is annotated with: UPOS, lemma, UAS, LAS (punctuation left out) and sentence F1, or
entity F1. Words a second of processor time are those of the first file, best of three. Prints a table, writes JSON.
"""

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.scorer import Scorer
from spacy.tokens import Doc, DocBin
from spacy.training import Example

SYNTAX = ("token_f", "pos_acc", "tag_acc", "lemma_acc", "dep_uas", "dep_las", "sents_f")
ENTITIES = ("ents_p", "ents_r", "ents_f")
ROUNDS = 3


def read(path: Path, nlp: Language) -> list[Doc]:
    return list(DocBin().from_disk(path).get_docs(nlp.vocab))


def score(nlp: Language, golds: Sequence[Doc]) -> dict[str, float]:
    """Figures in per cent of the layers that `golds` has; entity F1 also by label."""
    predictions = nlp.pipe(gold.text for gold in golds)
    examples = [Example(predicted, gold) for predicted, gold in zip(predictions, golds, strict=True)]
    raw = Scorer(nlp).score(examples)
    wanted = [*SYNTAX] if golds[0].has_annotation("DEP") else [*ENTITIES]
    figures = {name: round(100 * raw[name], 2) for name in wanted}
    if wanted == [*ENTITIES]:
        figures |= {f"ents_f_{label}": round(100 * row["f"], 2) for label, row in sorted(raw["ents_per_type"].items())}
    return figures


def words_per_second(nlp: Language, golds: Sequence[Doc]) -> int:
    texts = [gold.text for gold in golds]
    seconds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        words = sum(len(doc) for doc in nlp.pipe(texts))
        seconds.append(time.process_time() - start)
    return round(words / min(seconds))


def table(report: dict[str, Any]) -> str:
    """The figures as lines of text, one file after the other."""
    lines = []
    for name, figures in report["files"].items():
        cells = "  ".join(f"{key} {value:.2f}" for key, value in figures.items())
        lines.append(f"{name:<22}{cells}")
    return "\n".join([*lines, f"{report['words_per_second']} words a second of processor time"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("pipeline", help="folder, or name of an installed package")
    parser.add_argument("output", type=Path)
    parser.add_argument("files", nargs="+", type=Path)
    args = parser.parse_args()
    nlp = spacy.load(args.pipeline)
    golds = {path.stem: read(path, nlp) for path in args.files}
    report = {
        "files": {name: score(nlp, docs) for name, docs in golds.items()},
        "words_per_second": words_per_second(nlp, next(iter(golds.values()))),
    }
    args.output.parent.mkdir(parents=True, exist_ok=True)
    args.output.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    print(table(report))


if __name__ == "__main__":
    main()
