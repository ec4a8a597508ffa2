"""Fit the confidence weights of the extractor to hand-coded articles.

    python fit_confidence.py GOLD.jsonl --articles DIR --metadata FILE.json [--output confidence_weights.csv]

Runs the pipeline without its cut, marks every candidate as right (it pairs with a gold event of its type) or wrong, and
fits an L2-regularised logistic model over `extract.confidence.features`. Before writing the weights it prints, from
cross-validation over articles, the reliability of the probabilities and the typed F1 at several cuts.
"""

import argparse
import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language

from extract import confidence, pipeline, scoring
from extract.readers import read_article, read_metadata
from extract.records import build_records

FOLDS = 6
PENALTY = 2.0
STEPS = 400
RATE = 0.05
LEAST_WEIGHT = 0.05
DEFAULT_OUTPUT = Path(__file__).parents[2] / "src/extract/lexicons/confidence_weights.csv"


@dataclass(frozen=True)
class Candidate:
    """One candidate event: its features, and whether the coders coded it so."""

    article_id: str
    features: list[str]
    right: bool


def candidates(nlp: Language, gold: Path, *, articles: Path, metadata: Path) -> tuple[list[Candidate], int]:
    """All candidates of the gold's articles, and the number of gold events."""
    known = read_metadata(metadata)
    found: list[Candidate] = []
    total = 0
    for line in gold.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        article = read_article(articles / f"{row['article_id']}.txt", metadata=known.get(row["article_id"]))
        doc = nlp(pipeline.make_doc(nlp, article))
        text = scoring.fold(article.text)
        wanted = [scoring.coded(event, text) for event in row["events"] if not event.get("optional")]
        coded = [scoring.coded(event, text) for event in build_records(doc, versions=pipeline.versions(nlp))]
        right = {j for _, j in scoring.pair(wanted, coded, typed=True)}
        heads = {event.head: event.event_type for event in doc._.events}
        for j, event in enumerate(doc._.events):
            found.append(Candidate(article.article_id, confidence.features(event, doc, heads), j in right))
        total += len(wanted)
    return found, total


def fit(rows: Sequence[Candidate], *, penalty: float) -> dict[str, float]:
    """Weights by feature: logistic loss with an L2 penalty on all but the bias, minimised by Adam."""
    index = {name: i for i, name in enumerate(sorted({name for row in rows for name in row.features}))}
    columns = np.array([index[name] for row in rows for name in row.features])
    owners = np.repeat(np.arange(len(rows)), [len(row.features) for row in rows])
    target = np.array([row.right for row in rows], dtype=float)
    strength = np.full(len(index), penalty)
    strength[index[confidence.BIAS]] = 0
    weights = np.zeros(len(index))
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        scores = np.bincount(owners, weights=weights[columns], minlength=len(rows))
        error = 1 / (1 + np.exp(-scores)) - target
        slope = np.bincount(columns, weights=error[owners], minlength=len(weights)) + strength * weights
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        weights -= RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return {name: float(weights[i]) for name, i in index.items()}


def probabilities(rows: Sequence[Candidate], weights: dict[str, float]) -> NDArray[np.float64]:
    scores = [sum(weights.get(name, 0.0) for name in row.features) for row in rows]
    result: NDArray[np.float64] = 1 / (1 + np.exp(-np.array(scores)))
    return result


def cross_validated(rows: Sequence[Candidate], *, penalty: float) -> NDArray[np.float64]:
    """The probability of each candidate by a model that has not seen its article."""
    names = sorted({row.article_id for row in rows})
    fold_of = {name: i % FOLDS for i, name in enumerate(names)}
    result = np.zeros(len(rows))
    for fold in range(FOLDS):
        held = np.array([fold_of[row.article_id] == fold for row in rows])
        weights = fit([row for row, out in zip(rows, held, strict=True) if not out], penalty=penalty)
        result[held] = probabilities([row for row, out in zip(rows, held, strict=True) if out], weights)
    return result


def report(rows: Sequence[Candidate], found: NDArray[np.float64], total: int) -> Iterator[str]:
    """Lines of the reliability table and of the cuts."""
    right = np.array([row.right for row in rows])
    yield "confidence  candidates  right"
    for low in np.arange(0, 1, 0.1):
        inside = (found >= low) & (found < low + 0.1)
        if inside.any():
            yield f"{low:.1f}-{low + 0.1:.1f}  {inside.sum():8}  {right[inside].mean():8.2f}"
    yield "cut   kept  precision  recall  typed F1"
    for cut in np.arange(0, 0.65, 0.05):
        kept = found >= cut
        hits = int(right[kept].sum())
        figures = scoring.prf(hits, int(kept.sum()), total)
        yield f"{cut:.2f}  {kept.sum():5}  {figures['p']:.3f}  {figures['r']:.3f}  {figures['f1']:.3f}"


def write(weights: dict[str, float], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["feature", "weight"])
        for name, weight in sorted(weights.items()):
            if name == confidence.BIAS or abs(weight) >= LEAST_WEIGHT:
                writer.writerow([name, f"{weight:.2f}"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--metadata", type=Path, required=True)
    parser.add_argument("--model", default=pipeline.DEFAULT_MODEL)
    parser.add_argument("--penalty", type=float, default=PENALTY)
    parser.add_argument("--output", type=Path, default=DEFAULT_OUTPUT)
    args = parser.parse_args()
    nlp = pipeline.build(args.model)
    nlp.get_pipe("confidence").least = 0.0
    rows, total = candidates(nlp, args.gold, articles=args.articles, metadata=args.metadata)
    print(f"{len(rows)} candidates, {total} gold events")
    for line in report(rows, cross_validated(rows, penalty=args.penalty), total):
        print(line)
    write(fit(rows, penalty=args.penalty), args.output)


if __name__ == "__main__":
    main()
