"""The event record: what `extract` produces, the warehouse stores and exports carry."""

from datetime import date
from typing import Any, Literal, get_args

from pydantic import Field, ValidationError, field_validator, model_validator

from schemas import ontology
from schemas.base import Record, Span
from schemas.errors import FieldFault, RecordError
from schemas.ids import event_id

Status = Literal["occurred", "ongoing", "future", "hypothetical", "negated", "historical"]
DatePrecision = Literal["day", "week", "month", "quarter", "half", "year", "interval", "open"]
PlacePrecision = Literal["site", "city", "admin1", "country", "region"]
STATUSES: tuple[str, ...] = get_args(Status)


class Participant(Record):
    """One actor or recipient. `text` and offsets are null where the sentence leaves it out but the article names it."""

    text: str | None
    start: int | None
    end: int | None
    name: str | None = Field(description="normalised name, for example `Peru` or `European Union`")
    code: str | None = Field(description="ISO 3166-1 alpha-3, or an international code of the ontology")
    sectors: tuple[str, ...] = ()
    actor_id: str | None = Field(default=None, description="stable id of the actor, the same across articles")
    resolved_from: Span | None = Field(default=None, description="the fuller mention that a pronoun stands for")

    @field_validator("code")
    @classmethod
    def code_is_listed(cls, code: str | None) -> str | None:
        if code is not None and code not in ontology.actor_codes():
            raise ValueError(f"{code!r} is neither an ISO 3166-1 alpha-3 nor an international code")
        return code

    @field_validator("sectors")
    @classmethod
    def sectors_are_listed(cls, sectors: tuple[str, ...]) -> tuple[str, ...]:
        for sector in sectors:
            if sector not in ontology.sectors():
                raise ValueError(f"{sector!r} is not a sector")
        return sectors

    @model_validator(mode="after")
    def text_has_offsets(self) -> "Participant":
        if len({self.text is None, self.start is None, self.end is None}) != 1:
            raise ValueError("text, start and end are given together or not at all")
        return self


class EventDate(Record):
    """When the act happens: an interval of days, `end` null where it is open, and the words that say so.

    `precision` is that of the words: `in 2024` is a year, not its 366 days.
    """

    start: date | None
    end: date | None
    precision: DatePrecision
    text: str
    text_start: int
    text_end: int

    @model_validator(mode="after")
    def days_in_order(self) -> "EventDate":
        if self.start is None and self.end is None:
            raise ValueError("a date needs a start or an end")
        if self.start and self.end and self.start > self.end:
            raise ValueError(f"start {self.start} is after end {self.end}")
        if (self.start is None or self.end is None) != (self.precision == "open"):
            raise ValueError("exactly the intervals without a start or an end are 'open'")
        return self


class Place(Record):
    """Where the act happens. Coordinates are WGS 84 degrees; `admin1` is the first-level region's name."""

    text: str
    start: int
    end: int
    name: str | None = None
    country: str | None = None
    admin1: str | None = None
    lat: float | None = Field(default=None, ge=-90, le=90)
    lon: float | None = Field(default=None, ge=-180, le=180)
    precision: PlacePrecision | None = None
    geonameid: int | None = None

    @field_validator("country")
    @classmethod
    def country_is_listed(cls, country: str | None) -> str | None:
        if country is not None and country not in ontology.countries():
            raise ValueError(f"{country!r} is not an ISO 3166-1 alpha-3 code")
        return country


class Instrument(Span):
    """The named agreement, plan, law or operation."""

    name: str
    acronym: str | None = None


class Quantity(Span):
    """A number tied to the event: money (`currency`, ISO 4217) or a count of something (`what`)."""

    value: float
    unit: str | None = None
    currency: str | None = Field(default=None, pattern=r"^[A-Z]{3}$")
    what: str | None = None


class EventRecord(Record):
    """One event mention. Offsets count characters of the article's stored text.

    Validate with `validate_event`, which also holds every slot against the text.
    """

    event_id: str = Field(pattern=r"^[0-9a-f]{20}$")
    article_id: str = Field(min_length=1)
    event_type: str
    mode: str | None
    quad_class: str
    score: float
    cameo_root: str
    status: Status
    actors: tuple[Participant, ...]
    recipients: tuple[Participant, ...]
    date: EventDate | None
    place: Place | None
    contexts: tuple[str, ...]
    speaker: Participant | None
    instrument: Instrument | None
    quantities: tuple[Quantity, ...]
    trigger: Span
    sentence: Span
    same_as: str | None
    confidence: float = Field(ge=0, le=1)
    extractor_version: str
    model_version: str
    ontology_version: str

    @field_validator("event_type")
    @classmethod
    def type_is_listed(cls, event_type: str) -> str:
        if event_type not in ontology.event_types():
            raise ValueError(f"{event_type!r} is not an event type")
        return event_type

    @field_validator("contexts")
    @classmethod
    def contexts_are_listed(cls, contexts: tuple[str, ...]) -> tuple[str, ...]:
        for context in contexts:
            if context not in ontology.contexts():
                raise ValueError(f"{context!r} is not a context")
        return contexts

    @model_validator(mode="after")
    def codes_belong_together(self) -> "EventRecord":
        row = ontology.event_types()[self.event_type]
        modes = ontology.modes(self.event_type)
        if self.mode is not None and self.mode not in modes:
            raise ValueError(f"mode {self.mode!r} does not belong to {self.event_type}")
        if self.quad_class != row.quad_class or self.cameo_root != row.cameo_root:
            raise ValueError(f"quad_class and cameo_root are not those of {self.event_type}")
        if self.score != ontology.score(self.event_type, self.mode):
            raise ValueError(f"score {self.score} is not that of {self.event_type} {self.mode or ''}")
        return self

    @model_validator(mode="after")
    def someone_takes_part(self) -> "EventRecord":
        if not self.actors and not self.recipients:
            raise ValueError("an event needs at least one actor or recipient")
        return self

    @model_validator(mode="after")
    def trigger_in_sentence(self) -> "EventRecord":
        if not self.sentence.start <= self.trigger.start < self.trigger.end <= self.sentence.end:
            raise ValueError("the trigger lies outside its sentence")
        if self.same_as == self.event_id:
            raise ValueError("an event can't repeat itself")
        if self.event_id != event_id(self.article_id, self.trigger.start, self.trigger.end, self.event_type):
            raise ValueError("event_id is not the hash of article, trigger and type")
        return self


def slots(event: EventRecord) -> list[tuple[str, str | None, int | None, int | None]]:
    """Every (field path, text, start, end) of an event, null texts included."""
    found: list[tuple[str, str | None, int | None, int | None]] = []
    for role in ("actors", "recipients"):
        for i, member in enumerate(getattr(event, role)):
            found.append((f"{role}.{i}", member.text, member.start, member.end))
            if member.resolved_from:
                span = member.resolved_from
                found.append((f"{role}.{i}.resolved_from", span.text, span.start, span.end))
    for field in ("speaker", "place", "instrument", "trigger", "sentence"):
        value = getattr(event, field)
        if value is not None:
            found.append((field, value.text, value.start, value.end))
    if event.date is not None:
        found.append(("date", event.date.text, event.date.text_start, event.date.text_end))
    found += [(f"quantities.{i}", q.text, q.start, q.end) for i, q in enumerate(event.quantities)]
    return found


def validate_event(raw: dict[str, Any], *, text: str) -> EventRecord:
    """Validate one raw event against the schema, the ontology and the article's stored `text`.

    Returns the record; raises `RecordError` with every fault found (field path, rule, value, message).
    """
    name = str(raw.get("event_id") or "event")
    try:
        event = EventRecord.model_validate(raw)
    except ValidationError as error:
        faults = [
            FieldFault(".".join(map(str, e["loc"])) or "event", e["type"], e.get("input"), e["msg"])
            for e in error.errors(include_url=False)
        ]
        raise RecordError(name, faults) from None
    faults = [
        FieldFault(field, "offset", slot, f"{slot!r} is not text[{start}:{end}]")
        for field, slot, start, end in slots(event)
        if slot is not None and text[start:end] != slot
    ]
    if faults:
        raise RecordError(name, faults)
    return event
