"""Component `circumstances`: date, place, speaker, instrument and quantities of each event, by what stands near it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from extract.dates import likeliest_date
from extract.event import Event
from extract.instruments import instrument_for
from extract.places import likeliest_place
from extract.quantities import quantities_for
from extract.speaker import speaker_of

# An act of words takes place where it is said, not where what it speaks of does.
SPOKEN = frozenset({"AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "SANCTION", "COOPERATE"})


def settle(event: Event, doc: Doc, *, heads: Sequence[int]) -> None:
    """Fill the circumstances of one event in place; `heads` are the triggers of all events of its sentence."""
    trigger = doc[event.head]
    kind = event.event_type
    event.date = likeliest_date(trigger, event_type=kind, heads=heads)
    event.place = likeliest_place(trigger, event_type=kind, heads=heads, spoken=kind in SPOKEN)
    event.speaker = speaker_of(trigger)
    event.instrument = instrument_for(trigger)
    event.quantities = quantities_for(trigger)


def heads_by_sentence(events: Iterable[Event], doc: Doc) -> dict[int, list[int]]:
    """The trigger tokens of the events by the first token of their sentence."""
    heads: dict[int, list[int]] = defaultdict(list)
    for event in events:
        heads[doc[event.head].sent.start].append(event.head)
    return heads


@Language.factory(
    "circumstances",
    requires=["doc._.events", "doc._.dates", "doc._.places", "doc._.quantities", "doc._.instruments"],
    assigns=["doc._.events"],
)
def create_circumstances(nlp: Language, name: str) -> "Circumstances":
    """Make the component."""
    return Circumstances()


class Circumstances:
    """Fills `date`, `place`, `speaker`, `instrument` and `quantities` of `doc._.events`."""

    def __call__(self, doc: Doc) -> Doc:
        heads = heads_by_sentence(doc._.events, doc)
        for event in doc._.events:
            settle(event, doc, heads=heads[doc[event.head].sent.start])
        return doc
