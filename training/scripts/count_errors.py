"""Count the kinds of error that the extraction makes on hand-coded articles.

    python count_errors.py GOLD.jsonl --articles DIR --metadata FILE.json [--model NAME] [--most 40]

Every event of the gold and of the extraction is put into one of: right, missed, of the wrong type, spurious; what is
wrong with the participants, status, date and place of matched events is counted besides. Meant for training articles:
looking at the errors of a measuring part spoils it.
"""

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from coded import coded_docs
from spacy.language import Language

from extract import pipeline, scoring
from extract.event import Event
from extract.records import build_records
from extract.trigger_lexicon import inflected_forms, trigger_index

ROLES = ("actors", "recipients")
POSSES = ("VERB", "NOUN", "ADJ")


def coded_articles(
    nlp: Language, gold: Path, *, articles: Path, metadata: Path
) -> Iterator[tuple[Sequence[Mapping[str, Any]], Sequence[Event], Sequence[scoring.Coded], Sequence[scoring.Coded]]]:
    """For each article its raw gold events, the events found, and both as the scorer compares them."""
    for row, doc in coded_docs(nlp, gold, articles=articles, metadata=metadata):
        text = scoring.fold(doc._.article.text)
        wanted = [event for event in row["events"] if not event.get("optional")]
        found = build_records(doc, versions=pipeline.versions(nlp))
        yield wanted, doc._.events, *([scoring.coded(event, text) for event in side] for side in (wanted, found))


def is_listed(trigger: str) -> bool:
    """Does the lexicon know a word of the trigger at all?"""
    words = trigger.lower().split()
    return any((word, pos) in trigger_index() or (word, pos) in inflected_forms() for word in words for pos in POSSES)


def how_found(event: Event, role: str) -> str:
    """How the participants of a role came about."""
    members = getattr(event, role)
    if not members:
        return "none found"
    if any(member.kind == "unstated" for member in members):
        return "inferred from the article"
    return "a pronoun or description" if any(member.resolved_from for member in members) else "named"


def mismatches(gold: scoring.Coded, found: scoring.Coded, event: Event) -> Iterator[tuple[str, ...]]:
    """What is wrong with a matched event."""
    for role in ROLES:
        if getattr(gold, role) != getattr(found, role):
            yield role, how_found(event, role)
    if gold.status != found.status:
        yield "status", f"{gold.status} taken for {found.status}"
    for name, wanted, given in (("date", gold.date, found.date), ("place", gold.country, found.country)):
        if wanted != given:
            yield name, "missing" if given is None else "too many" if wanted is None else "another"


def count(nlp: Language, gold: Path, *, articles: Path, metadata: Path) -> Counter[tuple[str, ...]]:
    """All kinds of error with their numbers."""
    counts: Counter[tuple[str, ...]] = Counter()
    for raw, events, wanted, found in coded_articles(nlp, gold, articles=articles, metadata=metadata):
        pairs = scoring.pair(wanted, found, typed=True)
        loose = {j: i for i, j in scoring.pair(wanted, found, typed=False)}
        matched = {j for _, j in pairs}
        seen = {i for i, _ in pairs} | set(loose.values())
        counts["right type",] += len(pairs)
        for i, j in pairs:
            counts.update(mismatches(wanted[i], found[j], events[j]))
        for j, one in enumerate(found):
            if j in matched:
                continue
            if j in loose:
                counts["type", f"{wanted[loose[j]].event_type} taken for {one.event_type}"] += 1
            else:
                counts["spurious", str(events[j].row.pos).lower()] += 1
        for i, event in enumerate(raw):
            if i not in seen:
                counts["missed", "word listed" if is_listed(event["trigger"]) else "word not in the lexicon"] += 1
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--metadata", type=Path, required=True)
    parser.add_argument("--model", default=pipeline.DEFAULT_MODEL)
    parser.add_argument("--most", type=int, default=40)
    args = parser.parse_args()
    nlp = pipeline.build(args.model)
    for kind, number in count(nlp, args.gold, articles=args.articles, metadata=args.metadata).most_common(args.most):
        print(f"{number:5} {': '.join(kind)}")


if __name__ == "__main__":
    main()
