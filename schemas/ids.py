"""Deterministic ids, hashed from few, raw, stable fields."""

import hashlib

EVENT_ID_LENGTH = 20


def stable_hash(*parts: object) -> str:
    """SHA-256 over the parts, separated by a unit separator so that no two lists of parts collide by joining."""
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()


def event_id(article_id: str, trigger_start: int, trigger_end: int, event_type: str) -> str:
    """The id of an event mention: the same article, trigger and type give the same id in every run."""
    return stable_hash("event", article_id, trigger_start, trigger_end, event_type)[:EVENT_ID_LENGTH]
