"""Component `modes`: the PLOVER mode of an event where its trigger leaves it open, from the words around it."""

from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from extract.event import Event
from extract.lexicons import read_rows
from extract.reasons import because
from extract.syntax import clause_tokens
from schemas import ontology
from schemas.errors import LexiconError

INTERNATIONAL = frozenset({"IGO", "UNO", "EUR"})
OPEN_DEFAULTS = {"MOBILIZE": "troops", "REQUEST": "change", "REJECT": "change", "ACCUSE": "disapprove"}


@cache
def mode_cues() -> dict[str, tuple[tuple[str, str, frozenset[str]], ...]]:
    """By type, in the order of the file: (mode, scope `clause` or `sentence`, words). Raises `LexiconError`."""
    found: dict[str, tuple[tuple[str, str, frozenset[str]], ...]] = {}
    for line, row in enumerate(read_rows("mode_cues", columns=("event_type", "mode", "scope", "words")), start=2):
        if row["mode"] not in ontology.modes(row["event_type"]) or row["scope"] not in ("clause", "sentence"):
            raise LexiconError("mode_cues.csv", line, f"unknown mode {row['mode']!r} or scope {row['scope']!r}")
        cue = (row["mode"], row["scope"], frozenset(row["words"].split()))
        found[row["event_type"]] = (*found.get(row["event_type"], ()), cue)
    return found


def cued_mode(event: Event, doc: Doc) -> str | None:
    """The first mode of the type one of whose words stands in the event's clause (or sentence)."""
    head = doc[event.head]
    clause = {token.lower_ for token in clause_tokens(head)} | {head.head.lower_}
    sentence = {token.lower_ for token in head.sent}
    for mode, scope, words in mode_cues().get(event.event_type, ()):
        found = words & (clause if scope == "clause" else sentence)
        if found:
            return because(head, mode, f"mode_cues.csv, in its {scope}", *found)
    return None


def mode_of(event: Event, doc: Doc) -> str | None:
    """The mode of one event: that of its lexicon row unless the row is open, then by cue."""
    if event.event_type == "CONSULT" and event.mode is None:
        codes = {member.code for member in event.actors}
        return "multilateral" if len(codes) > 2 or codes & INTERNATIONAL else None
    if event.mode is not None and OPEN_DEFAULTS.get(event.event_type) != event.mode:
        return event.mode
    return cued_mode(event, doc) or event.mode


@Language.factory("modes", requires=["doc._.events"], assigns=["doc._.events"])
def create_modes(nlp: Language, name: str) -> "Modes":
    """Make the component; the cue list is read and checked here."""
    mode_cues()
    return Modes()


class Modes:
    """Fills `mode` of `doc._.events`."""

    def __call__(self, doc: Doc) -> Doc:
        for event in doc._.events:
            event.mode = mode_of(event, doc)
        return doc
