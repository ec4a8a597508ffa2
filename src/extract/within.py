"""Mentions of one sentence, found without going through those of the whole article."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Protocol, TypeVar

from spacy.tokens import Span


class Mention(Protocol):
    """Anything that begins at a token of the Doc."""

    @property
    def start(self) -> int: ...


Found = TypeVar("Found", bound=Mention)


def within(mentions: Sequence[Found], sentence: Span) -> list[Found]:
    """Those that begin in the sentence, of mentions that stand in the order of the text."""
    first = bisect_left(mentions, sentence.start, key=_start)
    return list(mentions[first : bisect_left(mentions, sentence.end, lo=first, key=_start)])


def _start(mention: Mention) -> int:
    return mention.start
