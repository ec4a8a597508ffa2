"""Component `unstated`: participants that a sentence leaves out but the article makes certain.

A repeated mention without participants (`the attacks`) takes those of the mention that it repeats; a role that acts of
its type always have (somebody arrests, somebody is asked) is filled from the article, as `unstated.csv` says for each
type: by the party on the other side (`same`), the article's most named state or body (`home`), or the most named one
besides the other side (`counterpart`). One side alone of a mutual act (`they discussed`) is joined by the `partner`
that it met before in the article. Such a participant has no text.
"""

from collections import Counter, defaultdict
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from extract.actors import ActorMention
from extract.event import Event
from extract.lexicons import read_rows
from schemas import ontology
from schemas.errors import LexiconError

ROLES = ("actors", "recipients")
REACH = 100
"""How many earlier mentions of its type an event looks back at."""
SOURCES = ("same", "home", "counterpart", "partner")


@cache
def policies() -> dict[tuple[str, str, str], str]:
    """Source by (event type, mode or empty, role); raises `LexiconError` for unknown codes, roles or sources."""
    found = {}
    for line, row in enumerate(read_rows("unstated", columns=("event_type", "mode", "role", "source")), start=2):
        if row["mode"] and row["mode"] not in ontology.modes(row["event_type"]):
            raise LexiconError("unstated.csv", line, f"mode {row['mode']!r} does not belong to {row['event_type']}")
        if row["event_type"] not in ontology.event_types() or row["role"] not in ROLES or row["source"] not in SOURCES:
            raise LexiconError("unstated.csv", line, f"unknown type, role or source in {row}")
        found[row["event_type"], row["mode"], row["role"]] = row["source"]
    return found


def source_of(event: Event, role: str) -> str | None:
    """The policy of an event's mode, else that of its type."""
    found = policies()
    return found.get((event.event_type, event.mode or "", role), found.get((event.event_type, "", role)))


def ranking(doc: Doc) -> list[ActorMention]:
    """The states and bodies of the article, the most often named first, a mention for each code."""
    counts = Counter(mention.code for mention in doc._.actors if mention.code)
    first: dict[str, ActorMention] = {}
    for mention in doc._.actors:
        if mention.code and mention.code not in first:
            first[mention.code] = mention
    return [first[code] for code, _ in counts.most_common()]


def without_text(mention: ActorMention) -> ActorMention:
    """The state or body that a mention stands for, as an unstated participant."""
    sectors = () if mention.code in ontology.international_codes() else ("GOV",)
    country = ontology.countries().get(mention.code or "")
    return ActorMention(
        start=0, end=0, head=-1, name=country.name if country else mention.name, code=mention.code, sectors=sectors,
        actor_id=mention.code, resolved_from=None, kind="unstated",
    )  # fmt: skip


def inferred(event: Event, role: str, ranked: list[ActorMention]) -> tuple[ActorMention, ...]:
    """Who fills an empty role, by the policy of the type."""
    source = source_of(event, role)
    other: tuple[ActorMention, ...] = event.recipients if role == "actors" else event.actors
    codes = {mention.code for mention in other if mention.code}
    if source == "same":
        return tuple(without_text(m) for m in other[:1] if m.code)
    if source == "home":
        return tuple(without_text(m) for m in ranked[:1])
    if source == "counterpart":
        return tuple(without_text(m) for m in [m for m in ranked if m.code not in codes][:1])
    return ()


def inherit(event: Event, earlier: list[Event]) -> None:
    """Take the participants of the latest of the earlier mentions of the same row's type."""
    for other in reversed(earlier):
        if other.actors or other.recipients:
            event.actors = tuple(without_text(m) for m in other.actors)
            event.recipients = tuple(without_text(m) for m in other.recipients)
            return


def partner(event: Event, earlier: list[Event]) -> tuple[ActorMention, ...]:
    """The sides that a lone side met in the latest of the earlier mentions; empty where there are none."""
    codes = {mention.code for mention in event.actors}
    for other in reversed(earlier):
        sides = {mention.code for mention in other.actors}
        if codes < sides and len(sides) == len(codes) + 1:
            return tuple(without_text(m) for m in other.actors if m.code not in codes)[:1]
    return ()


def complete(doc: Doc) -> list[Event]:
    """The events, their unstated participants filled in."""
    ranked = ranking(doc)
    earlier: dict[str, list[Event]] = defaultdict(list)
    for event in doc._.events:
        same = earlier[event.row.event_type][-REACH:]
        if not event.actors and not event.recipients:
            inherit(event, same)
        if (
            source_of(event, "actors") == "partner"
            and not event.recipients
            and len({m.code for m in event.actors}) == 1
        ):
            event.actors += partner(event, same)
        if not event.actors:
            event.actors = inferred(event, "actors", ranked)
        if not event.recipients:
            event.recipients = inferred(event, "recipients", ranked)
        earlier[event.row.event_type].append(event)
    return list(doc._.events)


@Language.factory("unstated", requires=["doc._.events", "doc._.actors"], assigns=["doc._.events"])
def create_unstated(nlp: Language, name: str) -> "Unstated":
    """Make the component; the policies are read and checked here."""
    policies()
    return Unstated()


class Unstated:
    """Completes the participants of `doc._.events`."""

    def __call__(self, doc: Doc) -> Doc:
        doc._.events = complete(doc)
        return doc
