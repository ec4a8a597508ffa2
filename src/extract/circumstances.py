"""Component `circumstances`: date, place, speaker, instrument and quantities of each event, by what stands near it."""

from collections import defaultdict

from spacy.language import Language
from spacy.tokens import Doc

from extract import syntax
from extract.dates import date_for
from extract.event import Event
from extract.instruments import instrument_for
from extract.places import place_for
from extract.quantities import quantities_for
from extract.speaker import speaker_of

# An act of words takes place where it is said, not where what it speaks of does.
SPOKEN = frozenset({"AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "SANCTION", "COOPERATE"})


def settle(event: Event, doc: Doc) -> None:
    """Fill the circumstances of one event in place."""
    trigger = doc[event.head]
    event.date = date_for(trigger, future=syntax.is_future(trigger))
    event.place = place_for(trigger, spoken=event.event_type in SPOKEN)
    event.speaker = speaker_of(trigger)
    event.instrument = instrument_for(trigger)
    event.quantities = quantities_for(trigger)


def take_lone_dates(doc: Doc) -> None:
    """Give the one date of a sentence to its one event: the tree may have lost where the date hangs."""
    by_sentence: dict[int, list[Event]] = defaultdict(list)
    for event in doc._.events:
        by_sentence[doc[event.head].sent.start].append(event)
    for start, events in by_sentence.items():
        sentence = doc[start].sent
        dates = [m for m in doc._.dates if sentence.start <= m.start < sentence.end]
        if len(dates) == len(events) == 1 and events[0].date is None:
            events[0].date = dates[0]


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
        for event in doc._.events:
            settle(event, doc)
        take_lone_dates(doc)
        return doc
