"""Why a value was chosen, kept for `explanation` alone: in normal runs nothing is kept.

A rule that decides hands its value through `because`; within `noted` the Doc keeps what was handed through.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from spacy.tokens import Doc, Token

KEY = "chasqui.reasons"

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Note:
    """`value` was chosen for the word `token` by `rule`, which the words `cues` satisfied."""

    token: int
    value: Any
    rule: str
    cues: tuple[str, ...] = ()


def because(token: Token, value: Value, rule: str, *cues: str) -> Value:
    """The value, unchanged; while the token's Doc is `noted`, the rule and its cues are kept with it."""
    notes = token.doc.user_data.get(KEY)
    if notes is not None:
        notes.append(Note(token.i, value, rule, cues))
    return value


def leave_out(token: Token, rule: str, *cues: str) -> None:
    """Note why a word that could be a trigger is none."""
    because(token, None, rule, *cues)


@contextmanager
def noted(doc: Doc) -> Iterator[list[Note]]:
    """Collect what rules say about this Doc, in the order in which they decide."""
    notes: list[Note] = []
    doc.user_data[KEY] = notes
    try:
        yield notes
    finally:
        del doc.user_data[KEY]
