"""Events of a Doc -> raw event records: plain values in the form of `schemas.EventRecord`, not yet validated."""

from datetime import date
from typing import Any

from spacy.tokens import Doc

from extract.actors import ActorMention
from extract.dates import resolve
from extract.event import Event
from extract.instruments import as_record as instrument_record
from extract.places import as_record as place_record
from extract.quantities import as_record as quantity_record
from extract.source import publication_day, source_text
from schemas import event_id, ontology
from schemas.agreement import date_faults
from schemas.article import Article


def span_record(doc: Doc, start: int, end: int) -> dict[str, Any]:
    """Character span of a token range, with the stored text."""
    first, last = doc[start], doc[end - 1]
    begin, stop = first.idx, last.idx + len(last)
    return {"text": source_text(doc, begin, stop), "start": begin, "end": stop}


def char_record(doc: Doc, span: tuple[int, int]) -> dict[str, Any]:
    return {"text": source_text(doc, *span), "start": span[0], "end": span[1]}


def participant_record(mention: ActorMention, doc: Doc, *, sentence: tuple[int, int]) -> dict[str, Any]:
    """One actor or recipient; without text where the sentence doesn't hold the words."""
    where: dict[str, Any] = {"text": None, "start": None, "end": None}
    if mention.end > mention.start and sentence[0] <= mention.start and mention.end <= sentence[1]:
        where = span_record(doc, mention.start, mention.end)
    return where | {
        "name": mention.name,
        "code": mention.code,
        "sectors": list(mention.sectors),
        "actor_id": mention.actor_id,
        "resolved_from": char_record(doc, mention.resolved_from) if mention.resolved_from else None,
    }


def sentence_bounds(doc: Doc, index: int) -> tuple[int, int]:
    """Token range of the sentence around a token, without white space at its ends."""
    sentence = doc[index].sent
    start, end = sentence.start, sentence.end
    while start < index and doc[start].is_space:
        start += 1
    while end - 1 > index and doc[end - 1].is_space:
        end -= 1
    return start, end


def stated_date(event: Event, doc: Doc) -> dict[str, Any] | None:
    """The event's date resolved against the publication date, ISO days."""
    if event.date is None:
        return None
    future = event.status in ("future", "hypothetical")
    return resolve(event.date, published=publication_day(doc), future=future, past=not future)


def date_doubts(found: dict[str, Any], event: Event, doc: Doc) -> list[str]:
    """Why a date can't be that of the act."""
    start, end = (date.fromisoformat(found[side]) if found[side] else None for side in ("start", "end"))
    published = doc._.article.published if doc._.article is not None else None
    return [fault.message for fault in date_faults(start, end, status=event.status, published=published)]


def date_record(event: Event, doc: Doc) -> dict[str, Any] | None:
    """The event's date, or null where it can't be that of the act: the event counts for more than such a date."""
    found = stated_date(event, doc)
    return None if found is None or date_doubts(found, event, doc) else found


def event_record(event: Event, doc: Doc, *, versions: dict[str, str]) -> dict[str, Any]:
    """The raw record of one event; `same_as` holds the id of the first mention."""
    article: Article = doc._.article
    trigger = span_record(doc, event.start, event.end)
    bounds = sentence_bounds(doc, event.head)
    kind = ontology.event_types()[event.event_type]
    return {
        "event_id": event_id(article.article_id, trigger["start"], trigger["end"], event.event_type),
        "article_id": article.article_id,
        "event_type": event.event_type,
        "mode": event.mode,
        "quad_class": kind.quad_class,
        "score": ontology.score(event.event_type, event.mode),
        "cameo_root": kind.cameo_root,
        "status": event.status,
        "actors": [participant_record(m, doc, sentence=bounds) for m in event.actors],
        "recipients": [participant_record(m, doc, sentence=bounds) for m in event.recipients],
        "date": date_record(event, doc),
        "place": place_record(event.place, doc) if event.place else None,
        "contexts": list(event.contexts),
        "speaker": participant_record(event.speaker, doc, sentence=bounds) if event.speaker else None,
        "instrument": instrument_record(event.instrument, doc) if event.instrument else None,
        "quantities": [quantity_record(quantity, doc) for quantity in event.quantities],
        "trigger": trigger,
        "sentence": span_record(doc, *bounds),
        "same_as": first_id(event, doc),
        "confidence": event.confidence,
        **versions,
    }


def first_id(event: Event, doc: Doc) -> str | None:
    """Id of the first mention of the same happening."""
    if event.same_as is None:
        return None
    span = span_record(doc, event.same_as.start, event.same_as.end)
    return event_id(doc._.article.article_id, span["start"], span["end"], event.same_as.event_type)


def build_records(doc: Doc, *, versions: dict[str, str]) -> list[dict[str, Any]]:
    """The raw records of all events of a Doc that was made from an article.

    `versions` gives `extractor_version`, `model_version` and `ontology_version`.
    """
    return [event_record(event, doc, versions=versions) for event in doc._.events]
