"""The event under construction: what the components hand on to each other until the record builder writes it out."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extract.actors import ActorMention
    from extract.dates import DateMention
    from extract.instruments import InstrumentMention
    from extract.places import PlaceMention
    from extract.quantities import QuantityMention
    from extract.trigger_lexicon import TriggerRow


@dataclass(slots=True)
class Event:
    """One event mention. `start`..`end` are the trigger's tokens, `head` the token that the tree hangs it on."""

    start: int
    end: int
    head: int
    row: "TriggerRow"
    event_type: str
    mode: str | None
    status: str = "occurred"
    actors: tuple["ActorMention", ...] = ()
    recipients: tuple["ActorMention", ...] = ()
    date: "DateMention | None" = None
    place: "PlaceMention | None" = None
    contexts: tuple[str, ...] = ()
    speaker: "ActorMention | None" = None
    instrument: "InstrumentMention | None" = None
    quantities: "list[QuantityMention]" = field(default_factory=list)
    same_as: "Event | None" = None
    confidence: float = 0.5
