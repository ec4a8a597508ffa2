"""Fit the confidence weights of the extractor to hand-coded articles.

    python fit_confidence.py GOLD.jsonl --articles DIR --metadata FILE.json [--output confidence_weights.csv]

Runs the pipeline without its cut, marks every candidate as right (it pairs with a gold event of its type) or wrong, and
fits an L2-regularised logistic model over `extract.confidence.features`. Before writing the weights it prints, from
cross-validation over articles, the reliability of the probabilities and the typed F1 at several cuts.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import logistic
import numpy as np
from coded import coded_docs, options
from numpy.typing import NDArray
from spacy.language import Language

from extract import confidence, pipeline, scoring
from extract.logistic import BIAS
from extract.records import build_records

PENALTY = 8.0
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
    found: list[Candidate] = []
    total = 0
    for row, doc in coded_docs(nlp, gold, articles=articles, metadata=metadata):
        text = scoring.fold(doc._.article.text)
        wanted = [scoring.coded(event, text) for event in row["events"] if not event.get("optional")]
        coded = [scoring.coded(event, text) for event in build_records(doc, versions=pipeline.versions(nlp))]
        right = {j for _, j in scoring.pair(wanted, coded, typed=True)}
        heads = {event.head: event.event_type for event in doc._.events}
        for j, event in enumerate(doc._.events):
            found.append(Candidate(row["article_id"], confidence.features(event, doc, heads), j in right))
        total += len(wanted)
    return found, total


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
            if name == BIAS or abs(weight) >= LEAST_WEIGHT:
                writer.writerow([name, f"{weight:.2f}"])


def main() -> None:
    parser = options(__doc__, output=DEFAULT_OUTPUT)
    parser.add_argument("--penalty", type=float, default=PENALTY)
    args = parser.parse_args()
    nlp = pipeline.build(args.model)
    nlp.get_pipe("confidence").least = 0.0
    rows, total = candidates(nlp, args.gold, articles=args.articles, metadata=args.metadata)
    print(f"{len(rows)} candidates, {total} gold events")
    names, right = [row.features for row in rows], [row.right for row in rows]
    groups = [row.article_id for row in rows]
    held_out = logistic.cross_validated(names, right, groups, free=BIAS, penalty=args.penalty)
    for line in report(rows, held_out, total):
        print(line)
    write(logistic.fit(names, right, free=BIAS, penalty=args.penalty), args.output)


if __name__ == "__main__":
    main()
