"""What must hold between the fields of an event, between an event and its article, and between events of an article.

Every function returns all faults that it finds, none for a sound record.
"""

import calendar
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from schemas import ontology
from schemas.article import Published
from schemas.base import Span
from schemas.errors import FieldFault
from schemas.ids import event_id

if TYPE_CHECKING:
    from schemas.event import EventRecord, Participant

Slot = tuple[str, str | None, int | None, int | None]

DONE = frozenset({"occurred", "historical"})
LATEST_DONE = timedelta(days=3653)
"""How long after publication the date of something may lie that has happened: that of a plan agreed on is often taken.

What contradicts itself by less is counted by the expectation `dates_against_status`, and kept.
"""
OLDEST_FUTURE = timedelta(days=3653)
"""How long before publication something may be over that is still to come."""
FARTHEST_YEARS = (-1000, 200)
"""No event of the news lies so many years before or after its article: a misread number does."""


def slots(event: "EventRecord") -> list[Slot]:
    """Every (field path, text, start, end) of an event, null texts included."""
    found: list[Slot] = []
    for role in ("actors", "recipients"):
        for i, member in enumerate(getattr(event, role)):
            found += _participant_slots(f"{role}.{i}", member)
    if event.speaker is not None:
        found += _participant_slots("speaker", event.speaker)
    for field in ("place", "instrument", "trigger", "sentence"):
        value = getattr(event, field)
        if value is not None:
            found.append((field, value.text, value.start, value.end))
    if event.date is not None:
        found.append(("date", event.date.text, event.date.text_start, event.date.text_end))
    found += [(f"quantities.{i}", q.text, q.start, q.end) for i, q in enumerate(event.quantities)]
    return found


def record_faults(event: "EventRecord") -> list[FieldFault]:
    """What contradicts itself within one record."""
    return [*_code_faults(event), *_participant_faults(event), *_sentence_faults(event), *_id_faults(event)]


def article_faults(
    event: "EventRecord", *, text: str, article_id: str | None, published: Published | None
) -> list[FieldFault]:
    """What contradicts the article of the event: its text, and its id and publication date where they are given."""
    faults = offset_faults(slots(event), text)
    if article_id is not None and event.article_id != article_id:
        message = f"the event was found in article {article_id!r}"
        faults.append(FieldFault("article_id", "other_article", event.article_id, message))
    if event.date is not None:
        faults += date_faults(event.date.start, event.date.end, status=event.status, published=published)
    return faults


def offset_faults(found: Sequence[Slot], text: str) -> list[FieldFault]:
    """Slots that don't hold the words that lie at their offsets; slots without text have none."""
    return [
        FieldFault(field, "offset", slot, f"{slot!r} is not text[{start}:{end}]")
        for field, slot, start, end in found
        if slot is not None and (start is None or start < 0 or text[start:end] != slot)
    ]


def raw_slots(raw: object, *, path: str = "") -> Iterator[Slot]:
    """The slots of a record of any shape, as far as they can be made out."""
    if isinstance(raw, Mapping):
        for start, end in (("start", "end"), ("text_start", "text_end")):
            words, first, last = raw.get("text"), raw.get(start), raw.get(end)
            if isinstance(words, str) and type(first) is int and type(last) is int:
                yield path or "event", words, first, last
        for key, value in raw.items():
            yield from raw_slots(value, path=f"{path}.{key}" if path else str(key))
    elif isinstance(raw, list | tuple):
        for number, value in enumerate(raw):
            yield from raw_slots(value, path=f"{path}.{number}")


def repeat_faults(event: "EventRecord", firsts: Mapping[str, "EventRecord"]) -> list[FieldFault]:
    """What is wrong with `same_as`; `firsts` are the valid events of the article by id.

    It must point at an event of the article of the same type, which is the first of its kind and not a repeat itself.
    """
    if event.same_as is None:
        return []
    if event.same_as not in firsts:
        return [FieldFault("same_as", "unknown_target", event.same_as, "the article has no valid event of this id")]
    first = firsts[event.same_as]
    checks = {
        "repeated_target": (first.same_as is not None, "it points at an event that is a repeat itself"),
        "other_type": (first.event_type != event.event_type, f"it points at an event of type {first.event_type}"),
        "later_target": (first.trigger.start > event.trigger.start, "it points at a later event"),
    }
    return [FieldFault("same_as", rule, event.same_as, message) for rule, (is_so, message) in checks.items() if is_so]


def _participant_slots(field: str, member: "Participant") -> list[Slot]:
    found: list[Slot] = [(field, member.text, member.start, member.end)]
    if member.resolved_from:
        span = member.resolved_from
        found.append((f"{field}.resolved_from", span.text, span.start, span.end))
    return found


def _code_faults(event: "EventRecord") -> list[FieldFault]:
    kind = ontology.event_types()[event.event_type]
    if event.mode is not None and event.mode not in ontology.modes(event.event_type):
        message = f"mode {event.mode!r} does not belong to {event.event_type}"
        return [FieldFault("mode", "code", event.mode, message)]
    expected: dict[str, Any] = {
        "quad_class": kind.quad_class,
        "cameo_root": kind.cameo_root,
        "score": ontology.score(event.event_type, event.mode),
    }
    return [
        FieldFault(field, "code", getattr(event, field), f"the {field} of {event.event_type} is {value!r}")
        for field, value in expected.items()
        if getattr(event, field) != value
    ]


def _participant_faults(event: "EventRecord") -> list[FieldFault]:
    if not event.actors and not event.recipients:
        return [FieldFault("actors", "missing", (), "an event needs at least one actor or recipient")]
    return [
        FieldFault(f"{role}.{number}", "nobody", None, "a participant needs words, a name or a code")
        for role in ("actors", "recipients")
        for number, member in enumerate(getattr(event, role))
        if member.text is None and member.name is None and member.code is None
    ]


def _sentence_faults(event: "EventRecord") -> list[FieldFault]:
    """What lies outside the sentence that the event is reported in. Date, place and instrument may."""
    sentence: Span = event.sentence
    said_elsewhere = ("date", "place", "instrument", "sentence")
    return [
        FieldFault(field, "outside_sentence", text, f"{field} {start}..{end} lies outside its sentence")
        for field, text, start, end in slots(event)
        if start is not None and end is not None
        if field not in said_elsewhere and not field.endswith(".resolved_from")
        if not sentence.start <= start < end <= sentence.end
    ]


def _id_faults(event: "EventRecord") -> list[FieldFault]:
    faults = []
    if event.same_as == event.event_id:
        faults.append(FieldFault("same_as", "itself", event.same_as, "an event can't repeat itself"))
    expected = event_id(event.article_id, event.trigger.start, event.trigger.end, event.event_type)
    if event.event_id != expected:
        message = "event_id is not the hash of article, trigger and type"
        faults.append(FieldFault("event_id", "hash", event.event_id, message))
    return faults


def date_faults(
    start: date | None, end: date | None, *, status: str, published: Published | None
) -> Iterator[FieldFault]:
    """Why the days of an act of this status can't be true of an article of that day.

    Wide windows: only what must be a misreading is refused. Nothing is where a day is unknown.
    """
    first, last = start or end, end or start
    if first is None or last is None or published is None:
        return
    shown = f"{start or ''}/{end or ''}"
    since, until = (published.day.year + years for years in FARTHEST_YEARS)
    if not (since <= first.year and last.year <= until):
        yield FieldFault("date", "implausible", shown, f"too far from the publication on {published.day}")
    if status in DONE and first > _last_day(published) + LATEST_DONE:
        yield FieldFault("date", "after_publication", shown, f"{status}, but after the article of {published.day}")
    if status == "future" and end is not None and last < published.day - OLDEST_FUTURE:
        message = f"future, but over before the article of {published.day}"
        yield FieldFault("date", "before_publication", shown, message)


def _last_day(published: Published) -> date:
    """The last day on which an article may have come out of which only the month or the year is known."""
    day = published.day
    if published.precision == "year":
        return day.replace(month=12, day=31)
    if published.precision == "month":
        return day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return day
