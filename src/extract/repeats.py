"""Component `repeats`: mentions of one happening within an article point at its first mention."""

from collections import defaultdict

from spacy.language import Language
from spacy.tokens import Doc

from extract.event import Event


def codes(event: Event) -> tuple[frozenset[str], frozenset[str]]:
    """Codes of the actors and of the recipients; participants without a code don't count."""
    return (
        frozenset(m.code for m in event.actors if m.code),
        frozenset(m.code for m in event.recipients if m.code),
    )


def same_happening(first: Event, later: Event, doc: Doc) -> bool:
    """Same type and trigger word or mode, agreeing participants, no date or place that differs."""
    if first.event_type != later.event_type or first.status == "negated" or later.status == "negated":
        return False
    (actors, recipients), (later_actors, later_recipients) = codes(first), codes(later)
    if not later_actors or not actors or not (later_actors <= actors or actors <= later_actors):
        return False
    if recipients and later_recipients and not recipients & later_recipients:
        return False
    if doc[first.head].lemma_.lower() != doc[later.head].lemma_.lower() and (first.mode, later.mode) == (None, None):
        return False
    if first.place and later.place and first.place.name != later.place.name:
        return False
    return not (first.date and later.date and first.date != later.date)


def link(events: list[Event], doc: Doc) -> None:
    """Set `same_as` of later mentions to the first one that they repeat."""
    firsts: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for event in events:
        keys = [(event.event_type, code) for code in sorted(codes(event)[0])]
        matches = (next((first for first in firsts[key] if same_happening(first, event, doc)), None) for key in keys)
        event.same_as = min((m for m in matches if m is not None), key=lambda first: first.head, default=None)
        if event.same_as is None:
            for key in keys:
                firsts[key].append(event)


@Language.factory("repeats", requires=["doc._.events"], assigns=["doc._.events"])
def create_repeats(nlp: Language, name: str) -> "Repeats":
    """Make the component."""
    return Repeats()


class Repeats:
    """Fills `same_as` of `doc._.events`."""

    def __call__(self, doc: Doc) -> Doc:
        link(doc._.events, doc)
        return doc
