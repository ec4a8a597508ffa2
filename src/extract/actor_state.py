"""What is known of an article's actors while it is being read, and the making of mentions."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc

from extract.actor_layout import Layout
from extract.actor_lexicon import Entry, Hit
from extract.actor_mention import ActorMention, Members, actor_id
from extract.coreference import History
from extract.noun_phrases import Phrase
from schemas import ontology

DEEPEST = 40
"""Through so many phrases that hang on each other (`a member of the board of the ...`) a participant is looked for."""
STATE_KINDS = frozenset({"adjective", "people", "seat", "country"})
"""The kinds of entries that name a state."""


@dataclass(slots=True)
class State:
    """The reading of one article so far.

    `read` reads one phrase. `found`: the participants by phrase. `modifiers`: those that a token before the core of its
    phrase names. `shared`: for a phrase the one that shares its role noun (`Indian and Chinese troops`). `persons`: by
    first and last name in lower case.
    """

    layout: Layout
    read: Callable[["State", int], Members]
    history: History = field(default_factory=History)
    persons: dict[str, ActorMention] = field(default_factory=dict)
    found: dict[int, Members] = field(default_factory=dict)
    modifiers: dict[int, Members] = field(default_factory=dict)
    shared: dict[int, int] = field(default_factory=dict)
    _open: set[int] = field(default_factory=set)

    def resolve(self, index: int) -> Members:
        """The participants of a phrase; read once, and empty while the phrase is being read.

        Empty too where the question comes through very many phrases: no sentence is meant so.
        """
        if index in self.found:
            return self.found[index]
        if index in self._open or len(self._open) >= DEEPEST:
            return ()
        self._open.add(index)
        found = self.read(self, index)
        self._open.discard(index)
        self.found[index] = found
        return found


def mention(start: int, end: int, head: int, entry: Entry) -> ActorMention:
    """What the tokens `start` to `end` name, as the entry says."""
    identity = actor_id(kind=entry.kind, name=entry.name, code=entry.code, sectors=entry.sectors)
    return ActorMention(start, end, head, entry.name or None, entry.code, entry.sectors, identity, None, entry.kind)


def of_hit(hit: Hit) -> ActorMention:
    """What a name stands for by itself: the state for `Peruvian`, `Peruvians` and `Lima`."""
    kind = "country" if hit.entry.kind in STATE_KINDS else hit.entry.kind
    return mention(hit.start, hit.end, hit.end - 1, replace(hit.entry, kind=kind))


def state_entry(code: str) -> Entry:
    """A state as participant."""
    return Entry(ontology.countries()[code].name, "country", code, ("GOV",))


def again(doc: Doc, phrase: Phrase, known: ActorMention) -> ActorMention:
    """The phrase as another mention of one who is known from the article."""
    if known.start == phrase.start:
        return known
    source = characters(doc, known)
    return replace(known, start=phrase.start, end=phrase.end, head=phrase.head, resolved_from=source)


def stand_in(doc: Doc, phrase: Phrase, source: ActorMention, *, kind: str) -> ActorMention:
    """The phrase as pronoun or description (`kind`) of `source`."""
    span = source.resolved_from or characters(doc, source)
    return replace(source, start=phrase.start, end=phrase.end, head=phrase.head, resolved_from=span, kind=kind)


def characters(doc: Doc, source: ActorMention) -> tuple[int, int]:
    """The character offsets of a mention."""
    span = doc[source.start : source.end]
    return span.start_char, span.end_char
