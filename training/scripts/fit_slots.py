"""Fit the weights by which dates, places and contexts are given to events, to hand-coded articles.

    python fit_slots.py GOLD.jsonl --articles DIR --metadata FILE.json [--output slot_weights.csv]

Every coded event is found again in its sentence; each date and place of that sentence is right for it if it resolves to
what the coder gave, and wrong otherwise. Articles in which the coder gave less than half as many dates as the rules do
(and dates that can't be resolved, for want of a publication date) say nothing and are left out. Before writing the
weights it prints, from cross-validation over articles, precision and recall at several cuts, beside those of the rules.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import logistic
import numpy as np
from coded import coded_docs, options
from numpy.typing import NDArray
from spacy.tokens import Doc, Token

from extract import contexts, pipeline
from extract.circumstances import SPOKEN
from extract.dates import date_options, resolve
from extract.logistic import BIAS
from extract.places import place_options
from extract.scoring import fold
from extract.source import publication_day

PENALTIES = {"date": 8.0, "place": 3.0, "context": 7.0}
LEAST_WEIGHT = 0.05
LEAST_SHARE = 0.5
MAX_TRIGGER = 14
DEFAULT_OUTPUT = Path(__file__).parents[2] / "src/extract/lexicons/slot_weights.csv"


@dataclass(frozen=True)
class Pair:
    """One event and one date, place or context: the features, and whether the coder gave it to the event."""

    slot: str
    article_id: str
    event: str
    features: list[str]
    right: bool
    ruled: bool


def trigger_of(doc: Doc, event: dict[str, Any]) -> Token | None:
    """The token that the tree hangs the coded trigger on, or null where the sentence can't be found."""
    wanted, trigger = fold(event["sentence"]).lower(), fold(event["trigger"]).lower()
    for sentence in doc.sents:
        text = fold(sentence.text).lower()
        if not text or not (text in wanted or wanted in text):
            continue
        for start in range(sentence.start, sentence.end):
            for end in range(start + 1, min(start + MAX_TRIGGER, sentence.end) + 1):
                if fold(doc[start:end].text).lower() == trigger:
                    return doc[start:end].root
    return None


def date_pairs(
    doc: Doc, event: dict[str, Any], trigger: Token, heads: Sequence[int]
) -> Iterator[tuple[list[str], bool]]:
    mentions = [m for m in doc._.dates if trigger.sent.start <= m.start < trigger.sent.end]
    coded = event.get("date") or {}
    wanted = (coded["start"], coded["end"]) if coded.get("start") else None
    future = event["status"] in ("future", "hypothetical")
    readings = [
        {
            (days["start"], days["end"])
            for side in (future, not future)
            if (days := resolve(mention, published=publication_day(doc), future=side, past=not side))
        }
        for mention in mentions
    ]
    if (wanted and not any(wanted in found for found in readings)) or not any(readings):
        return
    options = date_options(trigger, mentions, event_type=event["type"], heads=heads)
    for (_, names), found in zip(options, readings, strict=True):
        yield names, wanted in found


def place_pairs(
    doc: Doc, event: dict[str, Any], trigger: Token, heads: Sequence[int]
) -> Iterator[tuple[list[str], bool]]:
    mentions = [m for m in doc._.places if trigger.sent.start <= m.start < trigger.sent.end]
    coded = event.get("place") or {}
    country, text = coded.get("country"), fold(coded.get("text") or "")
    same = [bool(country) and mention.country == country for mention in mentions]
    named = [fold(doc[mention.start : mention.end].text) in text for mention in mentions]
    both = [one and other for one, other in zip(same, named, strict=True)]
    right = both if any(both) else same
    if country and not any(right):
        return
    spoken = event["type"] in SPOKEN
    options = place_options(trigger, mentions, event_type=event["type"], heads=heads, spoken=spoken)
    for (_, names), answer in zip(options, right, strict=True):
        yield names, answer


def context_pairs(
    doc: Doc, event: dict[str, Any], trigger: Token, _heads: Sequence[int]
) -> Iterator[tuple[list[str], bool]]:
    for name, names in contexts.options(event["type"], trigger.sent.start, contexts.topics_of(doc)):
        yield names, name in event["contexts"]


SLOTS = (("date", date_pairs), ("place", place_pairs), ("context", context_pairs))


def read_pairs(gold: Path, *, articles: Path, metadata: Path, model: str) -> dict[str, list[Pair]]:
    """The pairs of all coded events, by slot."""
    nlp = pipeline.build(model)
    nlp.get_pipe("confidence").least = 0.0
    found: dict[str, list[Pair]] = {"date": [], "place": [], "context": []}
    for row, doc in coded_docs(nlp, gold, articles=articles, metadata=metadata):
        for event in row["events"]:
            trigger = None if event.get("optional") else trigger_of(doc, event)
            if trigger is None:
                continue
            heads = [e.head for e in doc._.events if trigger.sent.start <= e.head < trigger.sent.end]
            for slot, pairs in SLOTS:
                for names, right in pairs(doc, event, trigger, heads):
                    key = f"{row['article_id']} {event['id']}"
                    found[slot].append(Pair(slot, row["article_id"], key, names, right, "rule this" in names))
    return found


def well_coded(pairs: Sequence[Pair]) -> list[Pair]:
    """Without the articles whose coder left the slot empty where the rules would mostly fill it."""
    coded = Counter(pair.article_id for pair in pairs if pair.right)
    ruled = Counter(pair.article_id for pair in pairs if pair.ruled)
    return [pair for pair in pairs if coded[pair.article_id] >= LEAST_SHARE * ruled[pair.article_id]]


def report(pairs: Sequence[Pair], found: NDArray[np.float64]) -> Iterator[str]:
    """Lines with precision and recall of the rules and of the model at several cuts."""
    rows = list(zip(pairs, found, strict=True))
    if rows and rows[0][0].slot == "context":
        yield from several(pairs, found)
        return
    events = [list(group) for _, group in groupby(rows, key=lambda row: row[0].event)]
    wanted = sum(any(pair.right for pair, _ in event) for event in events)
    ruled = [pair.right for pair in pairs if pair.ruled]
    yield figures("rules", ruled, wanted)
    for cut in np.arange(0.2, 0.65, 0.05):
        best = [max(event, key=lambda row: row[1]) for event in events]
        yield figures(f"{cut:.2f}", [pair.right for pair, chance in best if chance >= cut], wanted)


def several(pairs: Sequence[Pair], found: NDArray[np.float64]) -> Iterator[str]:
    """The same where an event can have several."""
    wanted = sum(pair.right for pair in pairs)
    for cut in np.arange(0.2, 0.65, 0.05):
        chosen = [pair.right for pair, chance in zip(pairs, found, strict=True) if chance >= cut]
        yield figures(f"{cut:.2f}", chosen, wanted)


def figures(name: str, given: Sequence[bool], wanted: int) -> str:
    right = sum(given)
    precision, recall = right / max(len(given), 1), right / max(wanted, 1)
    both = 2 * precision * recall / max(precision + recall, 1e-9)
    return f"{name:6} given {len(given):4}  precision {precision:.3f}  recall {recall:.3f}  F1 {both:.3f}"


def main() -> None:
    parser = options(__doc__, output=DEFAULT_OUTPUT)
    args = parser.parse_args()
    pairs = read_pairs(args.gold, articles=args.articles, metadata=args.metadata, model=args.model)
    pairs["date"] = well_coded(pairs["date"])
    fitted = {}
    for slot, chosen in pairs.items():
        rows, right = [pair.features for pair in chosen], [pair.right for pair in chosen]
        groups = [pair.article_id for pair in chosen]
        print(f"{slot}: {len(chosen)} pairs")
        held_out = logistic.cross_validated(rows, right, groups, free=BIAS, penalty=PENALTIES[slot])
        for line in report(chosen, held_out):
            print(line)
        fitted[slot] = logistic.fit(rows, right, free=BIAS, penalty=PENALTIES[slot])
    logistic.write_slots(args.output, fitted, free=BIAS, least=LEAST_WEIGHT)


if __name__ == "__main__":
    main()
