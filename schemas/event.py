"""The event record: what `extract` produces, the warehouse stores and exports carry."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, get_args

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_core import PydanticCustomError

from schemas import ontology
from schemas.agreement import article_faults, offset_faults, raw_slots, record_faults, repeat_faults
from schemas.article import Article, Published
from schemas.base import Record, Span
from schemas.errors import FieldFault, RecordError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Status = Literal["occurred", "ongoing", "future", "hypothetical", "negated", "historical"]
DatePrecision = Literal["day", "week", "month", "quarter", "half", "year", "interval", "open"]
PlacePrecision = Literal["site", "city", "admin1", "country", "region"]
STATUSES: tuple[str, ...] = get_args(Status)
DISAGREEMENT = "disagreement"


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
    def agrees_with_itself(self) -> "EventRecord":
        faults = record_faults(self)
        if faults:
            raise PydanticCustomError(DISAGREEMENT, "{said}", {"said": _said(faults), "faults": faults})
        return self


def validate_event(
    raw: dict[str, Any], *, text: str, article_id: str | None = None, published: Published | None = None
) -> EventRecord:
    """Validate one raw event against the schema, the ontology, and what is given of its article.

    `text` is the article's stored text; `article_id` and `published` are compared where given. Returns the record;
    raises `RecordError` with every fault found (field path, rule, value, message).
    """
    name = str(raw.get("event_id") or "event")
    try:
        event = EventRecord.model_validate(raw)
    except ValidationError as error:
        faults = [fault for found in error.errors(include_url=False) for fault in _as_faults(found)]
        raise RecordError(name, faults + offset_faults(list(raw_slots(raw)), text)) from None
    faults = article_faults(event, text=text, article_id=article_id, published=published)
    if faults:
        raise RecordError(name, faults)
    return event


def validate_events(
    raw_events: Sequence[dict[str, Any]], *, article: Article
) -> tuple[list[EventRecord], list[tuple[dict[str, Any], RecordError]]]:
    """The valid records of an article, and the raw events that fail with all their faults.

    Besides each record, what they say of each other is held together: ids are used once, and `same_as` points at the
    first of its kind.
    """
    found: dict[str, tuple[dict[str, Any], EventRecord]] = {}
    invalid: list[tuple[dict[str, Any], RecordError]] = []
    for raw in raw_events:
        try:
            event = validate_event(raw, text=article.text, article_id=article.article_id, published=article.published)
        except RecordError as error:
            invalid.append((raw, error))
            continue
        if event.event_id in found:
            fault = FieldFault("event_id", "duplicate", event.event_id, "another event of the article has this id")
            invalid.append((raw, RecordError(event.event_id, [fault])))
        else:
            found[event.event_id] = (raw, event)
    firsts = {name: event for name, (_, event) in found.items()}
    faults = {name: repeat_faults(event, firsts) for name, event in firsts.items()}
    invalid += [(found[name][0], RecordError(name, wrong)) for name, wrong in faults.items() if wrong]
    return [event for name, event in firsts.items() if not faults[name]], invalid


def _as_faults(found: "ErrorDetails") -> list[FieldFault]:
    """One error of pydantic; where a record contradicts itself, each of the contradictions."""
    if found["type"] == DISAGREEMENT:
        faults: list[FieldFault] = found["ctx"]["faults"]
        return faults
    return [FieldFault(".".join(map(str, found["loc"])) or "event", found["type"], found.get("input"), found["msg"])]


def _said(faults: Sequence[FieldFault]) -> str:
    return "; ".join(f"{fault.field}: {fault.message}" for fault in faults)
