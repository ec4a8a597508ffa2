"""Fit the weights that decide who acts and who is acted on in an event, to hand-coded articles.

    python fit_assignment.py GOLD.jsonl --articles DIR --metadata FILE.json [--output slot_weights.csv]

Of every candidate event that pairs with a coded one of its type, one choice of actors and recipients is the coder's;
the weights make it likely among all the others (see `choices`). Before writing them it prints, from cross-validation
over articles, how often all participants and all roles of an event are right, beside the rules alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import choices
import logistic
from coded import coded_docs, options
from spacy.language import Language

from extract import pipeline, scoring
from extract.assignment import ACTS, COMPARED, SUFFERS
from extract.logistic import BIAS
from extract.participation import Background, Code, Setting
from extract.records import build_records

FIRST_PENALTY = 16.0
LEAST_WEIGHT = 0.03
FOLDS = 6
DEFAULT_OUTPUT = Path(__file__).parents[2] / "src/extract/lexicons/slot_weights.csv"

Sides = tuple[set[Code], set[Code]]


@dataclass(frozen=True)
class Coded:
    """One event: the features of everybody who may take part, and whom the coder gave."""

    article_id: str
    setting: Setting
    features: dict[Code, list[str]]
    sides: Sides


def read_events(nlp: Language, gold: Path, *, articles: Path, metadata: Path) -> list[Coded]:
    """The events that pair with coded ones."""
    found: list[Coded] = []
    for row, doc in coded_docs(nlp, gold, articles=articles, metadata=metadata):
        text = scoring.fold(doc._.article.text)
        wanted = [scoring.coded(event, text) for event in row["events"]]
        coded = [scoring.coded(event, text) for event in build_records(doc, versions=pipeline.versions(nlp))]
        background = Background(doc, doc._.events)
        for i, j in scoring.pair(wanted, coded, typed=True):
            setting = Setting(doc._.events[j], doc, background)
            features = {code: setting.features(code) for code in setting.codes}
            sides = (codes_of(wanted[i].actors), codes_of(wanted[i].recipients))
            found.append(Coded(row["article_id"], setting, features, sides))
    return found


def codes_of(names: frozenset[str]) -> set[Code]:
    return {None if name == scoring.NO_CODE else name for name in names}


class Model:
    """What is fitted: weights that say who is worth comparing, and those of the choices."""

    def __init__(self, events: Sequence[Coded]) -> None:
        rows = [names for event in events for names in event.features.values()]
        self.first = [
            logistic.fit(
                rows, [code in e.sides[n] for e in events for code in e.features], free=BIAS, penalty=FIRST_PENALTY
            )
            for n in (0, 1)
        ]
        self.weights = choices.fit([self.example(event) for event in events])

    def compared(self, event: Coded) -> list[Code]:
        """The likeliest participants, each judged alone."""
        likely = {
            code: max(logistic.probabilities([names], weights)[0] for weights in self.first)
            for code, names in event.features.items()
        }
        return sorted(likely, key=lambda code: -likely[code])[:COMPARED]

    def example(self, event: Coded) -> choices.Example:
        return choices.example(event.article_id, event.setting, self.compared(event), event.sides)

    def choose(self, event: Coded) -> Sides:
        """The likeliest choice."""
        codes = self.compared(event)
        roles = choices.best(self.example(event), self.weights)
        given = list(zip(codes, roles, strict=False))
        return {c for c, role in given if role in ACTS}, {c for c, role in given if role in SUFFERS}


def report(events: Sequence[Coded]) -> Iterator[str]:
    """Lines with the share of events whose participants, and whose roles, are all right."""
    rules = [{m.code for m in side} for e in events for side in (e.setting.event.actors, e.setting.event.recipients)]
    yield figures("rules", events, list(zip(rules[::2], rules[1::2], strict=True)))
    fold_of = {name: i % FOLDS for i, name in enumerate(sorted({e.article_id for e in events}))}
    given: dict[int, Sides] = {}
    for fold in range(FOLDS):
        model = Model([e for e in events if fold_of[e.article_id] != fold])
        given |= {i: model.choose(e) for i, e in enumerate(events) if fold_of[e.article_id] == fold}
    yield figures("held out", events, [given[i] for i in range(len(events))])


def figures(name: str, events: Sequence[Coded], given: Sequence[Sides]) -> str:
    pairs = [(e.sides, found) for e, found in zip(events, given, strict=True)]
    both = sum(wanted[0] | wanted[1] == found[0] | found[1] for wanted, found in pairs) / len(pairs)
    exact = sum(wanted == found for wanted, found in pairs) / len(pairs)
    return f"{name:9} events {len(pairs)}  participants right {both:.3f}  roles right {exact:.3f}"


def main() -> None:
    parser = options(__doc__, output=DEFAULT_OUTPUT)
    parser.add_argument("--fit-only", action="store_true", help="leave the cross-validation out")
    args = parser.parse_args()
    nlp = pipeline.build(args.model)
    later = pipeline.COMPONENTS[pipeline.COMPONENTS.index("assignment") :]
    nlp.select_pipes(disable=list(later))
    events = read_events(nlp, args.gold, articles=args.articles, metadata=args.metadata)
    if not args.fit_only:
        for line in report(events):
            print(line, flush=True)
    logistic.write_slots(args.output, Model(events).weights, free=BIAS, least=LEAST_WEIGHT)


if __name__ == "__main__":
    main()
