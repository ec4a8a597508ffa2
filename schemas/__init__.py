"""What a valid record is. Imports nothing else of Chasqui."""

from schemas.article import Article, ArticleMetadata, Dateline, Paragraph, Published
from schemas.base import Span
from schemas.event import (
    EventDate,
    EventRecord,
    Instrument,
    Participant,
    Place,
    Quantity,
    validate_event,
    validate_events,
)
from schemas.ids import event_id, stable_hash

__all__ = [
    "Article",
    "ArticleMetadata",
    "Dateline",
    "EventDate",
    "EventRecord",
    "Instrument",
    "Paragraph",
    "Participant",
    "Place",
    "Published",
    "Quantity",
    "Span",
    "event_id",
    "stable_hash",
    "validate_event",
    "validate_events",
]
