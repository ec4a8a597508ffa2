"""What an explanation is made of: sentences, their coded events with a reason for every slot, and what was left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from extract.lexicon_rows import LexiconRow

Span = tuple[int, int]
"""Character offsets into the article's stored text."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a slot has its value: the rule in words, the path through the tree, the row of the lexicon."""

    rule: str
    path: str = ""
    row: LexiconRow | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot of an event. `value` is for reading, empty where the event has none; `spans` are its words."""

    name: str
    value: str
    reasons: tuple[Reason, ...]
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class ExplainedEvent:
    """A coded event: its raw record, and its slots in the order of reading."""

    record: Mapping[str, Any]
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A word that could have been a trigger, and why it is none."""

    text: str
    span: Span
    event_type: str | None
    reason: Reason


@dataclass(frozen=True, slots=True)
class ExplainedSentence:
    """A sentence with its events and what was left out of it, both in the order of the text."""

    text: str
    span: Span
    kind: str
    events: tuple[ExplainedEvent, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A coded article, sentence by sentence."""

    article_id: str
    title: str | None
    published: str | None
    versions: Mapping[str, str]
    sentences: tuple[ExplainedSentence, ...]
