"""Fit the weights that decide who acts and who is acted on in an event, to hand-coded articles.

    python fit_assignment.py GOLD.jsonl --articles DIR --metadata FILE.json [--output slot_weights.csv]

Of every candidate event that pairs with a coded one of its type, each possible participant is right or wrong as actor,
and as recipient, by whether the coder gave its code. Before writing the weights it prints, from cross-validation over
articles, how often all participants and all roles of an event are right at several cuts, beside the rules alone.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, product
from pathlib import Path

import logistic
import numpy as np
from coded import coded_docs
from numpy.typing import NDArray
from spacy.language import Language

from extract import pipeline, scoring
from extract.assignment import SIDES, Code, Setting
from extract.logistic import BIAS
from extract.records import build_records
from extract.unstated import ranking

PENALTY = 16.0
LEAST_WEIGHT = 0.02
DEFAULT_OUTPUT = Path(__file__).parents[2] / "src/extract/lexicons/slot_weights.csv"


@dataclass(frozen=True)
class Possible:
    """One possible participant of one event: what speaks for it, what the rules and what the coder made of it."""

    article_id: str
    event: int
    code: Code
    features: list[str]
    standing: tuple[str, str]
    right: tuple[bool, bool]


def read_possible(
    nlp: Language, gold: Path, *, articles: Path, metadata: Path
) -> tuple[list[Possible], dict[int, int]]:
    """The possible participants of all events that pair, and how many roles the coder gave in each."""
    found: list[Possible] = []
    wanted_roles: dict[int, int] = {}
    for row, doc in coded_docs(nlp, gold, articles=articles, metadata=metadata):
        text = scoring.fold(doc._.article.text)
        wanted = [scoring.coded(event, text) for event in row["events"]]
        coded = [scoring.coded(event, text) for event in build_records(doc, versions=pipeline.versions(nlp))]
        for i, j in scoring.pair(wanted, coded, typed=True):
            event, number = doc._.events[j], len(wanted_roles)
            setting = Setting(event, doc, ranking(doc))
            sides = (wanted[i].actors, wanted[i].recipients)
            wanted_roles[number] = sum(map(len, sides))
            for code in setting.codes:
                name = code or scoring.NO_CODE
                standing = (setting.standing(code, 0), setting.standing(code, 1))
                right = (name in sides[0], name in sides[1])
                found.append(Possible(row["article_id"], number, code, setting.features(code), standing, right))
    return found, wanted_roles


def report(rows: Sequence[Possible], chances: Sequence[NDArray[np.float64]], wanted: dict[int, int]) -> Iterator[str]:
    """Lines with the share of events whose participants, and whose roles, are all right."""
    ruled = [(row.standing[0] == "proposed", row.standing[1] == "proposed") for row in rows]
    yield figures("rules", rows, ruled, wanted)
    for proposed, beside, alone in product((0.1, 0.2, 0.3), (0.4, 0.5, 0.6), (0.3, 0.35, 0.4)):
        cuts = {"proposed": proposed, "beside": beside, "alone": alone}
        given = [
            (bool(chances[0][i] >= cuts[row.standing[0]]), bool(chances[1][i] >= cuts[row.standing[1]]))
            for i, row in enumerate(rows)
        ]
        yield figures(f"{proposed} {beside} {alone}", rows, given, wanted)


def figures(name: str, rows: Sequence[Possible], given: Sequence[tuple[bool, bool]], wanted: dict[int, int]) -> str:
    both = exact = 0
    for number, group in groupby(zip(rows, given, strict=True), key=lambda pair: pair[0].event):
        members = list(group)
        found = sum(map(sum, (row.right for row, _ in members)))
        complete = found == wanted[number]
        both += complete and all(any(row.right) == any(sides) for row, sides in members)
        exact += complete and all(row.right == sides for row, sides in members)
    events = len(wanted)
    return f"{name:12} events {events}  participants right {both / events:.3f}  roles right {exact / events:.3f}"


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
    later = pipeline.COMPONENTS[pipeline.COMPONENTS.index("assignment") :]
    nlp.select_pipes(disable=list(later))
    rows, wanted = read_possible(nlp, args.gold, articles=args.articles, metadata=args.metadata)
    names, groups = [row.features for row in rows], [row.article_id for row in rows]
    chances, fitted = [], {}
    for number, side in enumerate(SIDES):
        right = [row.right[number] for row in rows]
        chances.append(logistic.cross_validated(names, right, groups, free=BIAS, penalty=args.penalty))
        fitted[side] = logistic.fit(names, right, free=BIAS, penalty=args.penalty)
    for line in report(rows, chances, wanted):
        print(line)
    logistic.write_slots(args.output, fitted, free=BIAS, least=LEAST_WEIGHT)


if __name__ == "__main__":
    main()
